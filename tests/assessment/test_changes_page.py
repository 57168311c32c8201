"""docs/what_would_change.md lists what would change the worked answers S1 to S8."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sanccheck.changes import Change, what_would_change
from sanccheck.changes.words import said
from sanccheck.deal import parse_deal
from sanccheck.rulebook.outcomes import Rungs

from .conftest import BOOK, Judge, list_state
from .test_brief_rows import NUMBERED, Numbered
from .test_decision_rows import LISTS

PAGE = Path(__file__).parent.parent.parent / "docs/what_would_change.md"
WORKED = [row for row in NUMBERED if row.row.startswith("S")]
HEAD = """# What would change the answer

`sanccheck assess` ends with the changes of one fact that would change strict or policy: another
day, a share of 49 percent for 50, no instrument that trades, a buyer that is no US person. They are
found by running the rules again over the changed deal, and told with the answer that comes out then
and with the rules that flip. With `--json` they stand under `changes`.

What is tried: every fact of the deal file that a rule of a regime that was judged reads, yes for no
or one word for another; a fact that is not known where an open finding asks for it; the day of the
trade on each day on which a listing or a rule begins or ends, and on its eve; each share of the
holdings, to the nearest whole percentage that turns the answer; that a party is, or is not, the
listed one that it may be, or is not related to it. Of days and shares the nearest is told. A change
that contradicts the rest of the deal file is left out. After the day asked only the dates of a
listing are known, so that no later law is tried. As many changes are tried as a reader waits for,
and how many were not is said; `--all-changes` tries every one, as below. A day before everything
began frees any trade, which says no more than that.

The changes of the worked answers, as the deals stand in `examples/deals/`, with every list there
and only the test entry on them. Established answers are told, with what is still open behind them.
"""


def rungs(result: Rungs, could_be: Rungs) -> str:
    """Say strict and policy, each with what an open question could still bring."""
    parts = []
    for which in ("strict", "policy"):
        now, could = getattr(result, which), getattr(could_be, which)
        parts.append(f"{which} {now.name}{f' (could be {could.name})' if could > now else ''}")
    return ", ".join(parts)


def line(change: Change) -> str:
    """Return a change as a row of the page."""
    rules = ", ".join(change.rules)
    return f"| {said(change)} | {rungs(change.result, change.could_be)} | {rules} |"


def section(judge: Judge, row: Numbered) -> Iterator[str]:
    """Yield the lines on one worked answer."""
    lists = tuple(list_state(name, published=date.fromisoformat(row.day)) for name in LISTS)
    now = judge(row.text, row.day, hits=row.hits, screened=lists)
    found = what_would_change(parse_deal(row.text.encode(), "deal.yaml"), BOOK, now, every=True)
    yield ""
    yield f"## {row.row}: {row.says}, {row.day}"
    yield ""
    yield f"The answer: {rungs(now.offering.result, now.offering.could_be)}."
    yield ""
    yield "| change | the answer then | rules that flip |"
    yield "| --- | --- | --- |"
    yield from map(line, found.found)


def test_the_page_holds_the_changes_of_every_worked_answer(
    judge: Judge, pytestconfig: pytest.Config
) -> None:
    """The page is what the rules make it; `--update-golden` writes it anew."""
    assert {row.row for row in WORKED} == {f"S{number}" for number in range(1, 9)}
    lines = [HEAD.rstrip("\n"), *(text for row in WORKED for text in section(judge, row))]
    text = "\n".join(lines) + "\n"
    if pytestconfig.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text("utf-8") == text
