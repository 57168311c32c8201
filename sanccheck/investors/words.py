"""What the answers on investors are called, in a workbook, at a terminal and in the memo."""

from __future__ import annotations

from collections.abc import Iterable

from sanccheck.investors.verdict import Answer, Counts, Reason, Verdict

SAYS = {
    ("stands", "policy"): "as it stands",
    ("should", "policy"): "as it should be",
    ("stands", "strict"): "as it stands, text alone",
    ("should", "strict"): "as it should be, text alone",
}
SETTLED = "as it should be, deal settled"


def in_columns(counts: Counts, verdict: Verdict) -> list[int]:
    """Return how many rows came out so, for the columns of the summary."""
    return [counts.settled[verdict], *(counts.by[key][verdict] for key in SAYS)]


def of_everybody(answers: Iterable[Answer]) -> tuple[Reason, ...]:
    """Return the reasons that every row has, to be told once."""
    found = (one.should.policy for one in answers if one.should is not None)
    first = next(found, None)
    return () if first is None else tuple(one for one in first.reasons if one.everybody)
