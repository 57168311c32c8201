"""What differs between two days of a deal, at a terminal and as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sanccheck.assessment import Assessment
from sanccheck.assessment.compare import Comparison, Ends, RuleChange
from sanccheck.assessment.to_json import DISCLAIMER, rungs_document
from sanccheck.commands.assess_json import document as assessment_document
from sanccheck.dates import say_date
from sanccheck.deal.bound_persons import unnamed_purchaser
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.rulebook.outcomes import Rungs

_APPLIES = {True: "applies", False: "does not apply", None: "cannot be decided"}


def show(found: Comparison, before: Assessment, after: Assessment) -> None:
    """Print what differs and why."""
    console = Console(highlight=False)
    title = before.deal.title or before.deal_path
    console.print(Text(title, style="bold"))
    days = f"{say_date(before.as_of)}, then {say_date(after.as_of)}"
    console.print(Text(f"what differs: {days}, civil dates in New York"))
    parts = [
        ("The answer", _ends(found.answer)),
        ("Parties", _ends(found.parties)),
        ("Rules, and why", _rules(found.rules, after)),
        ("Hits", _lines(found.hits)),
        ("Lists", _ends(found.lists)),
        ("Questions no longer open", _lines(found.no_longer_asked)),
        ("Questions that are new", _lines(found.asked)),
    ]
    if not any(body.rows for _, body in parts):
        console.print(Text("Nothing is different."))
    for heading, body in parts:
        if body.rows:
            console.print(Text(f"\n{heading}", style="bold"))
            console.print(Padding(body, (0, 0, 0, 2)))
    console.print(Text(f"\n{DISCLAIMER}", style="dim"))


def _table() -> Table:
    return Table(box=None, show_header=False, padding=(0, 2, 0, 0))


def _ends(ends: Iterable[Ends]) -> Table:
    table = _table()
    for one in ends:
        table.add_row(Text(one.what), Text(f"{one.before} \u2192 {one.after}"))
    return table


def _lines(lines: Iterable[str]) -> Table:
    table = _table()
    for line in lines:
        table.add_row(Text(line))
    return table


def _rules(rules: Iterable[RuleChange], assessment: Assessment) -> Table:
    table = _table()
    for one in rules:
        whom = ", ".join(_who(party, assessment) for party in one.parties)
        body = Text(f"{one.title}, for {whom}: ")
        body.append(f"{_said(one.applies_before, one)} \u2192 ")
        body.append(_said(one.applies_after, one, after=True))
        for why in one.why:
            body.append(f"\nbecause {why}")
        body.append(f"\n[{'; '.join(one.cites)}]", style="dim")
        table.add_row(Text(assessment.named(one.rule), style="bold"), body)
    return table


def _said(applies: bool | None, one: RuleChange, *, after: bool = False) -> str:
    now, could = (one.after, one.could_after) if after else (one.before, one.could_before)
    ends = [now.policy.name] if applies else []
    if could.policy > now.policy:
        ends.append(f"could be {could.policy.name}")
    elif applies is None:
        ends.append("raises nothing either way")
    return f"{_APPLIES[applies]} ({', '.join(ends)})" if ends else _APPLIES[applies]


def _who(party: str | None, assessment: Assessment) -> str:
    if party is None:
        return "the deal"
    if party == HYPOTHETICAL:
        return "any US person who would buy"
    return unnamed_purchaser(party) or assessment.deal.party(party).name


def document(found: Comparison, before: Assessment, after: Assessment) -> dict[str, Any]:
    """Return what `assess --compare --json` prints."""
    return {
        "as_of": before.as_of.isoformat(),
        "compare": after.as_of.isoformat(),
        "answer": [_ends_document(one) for one in found.answer],
        "parties": [_ends_document(one) for one in found.parties],
        "rules": [
            {
                "rule": one.rule,
                "title": one.title,
                "house": after.house is not None and one.rule in after.house.rules,
                "parties": list(one.parties),
                "before": _outcome(one.applies_before, one.before, one.could_before),
                "after": _outcome(one.applies_after, one.after, one.could_after),
                "why": list(one.why),
                "cites": list(one.cites),
            }
            for one in found.rules
        ],
        "hits": list(found.hits),
        "lists": [_ends_document(one) for one in found.lists],
        "questions": {"new": list(found.asked), "gone": list(found.no_longer_asked)},
        "before": assessment_document(before),
        "after": assessment_document(after),
    }


def _outcome(applies: bool | None, now: Rungs, could_be: Rungs) -> dict[str, Any]:
    return {"applies": applies, **rungs_document(now), "could_be": rungs_document(could_be)}


def _ends_document(one: Ends) -> dict[str, str]:
    return {"what": one.what, "before": one.before, "after": one.after}
