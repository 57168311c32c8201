"""What would change an answer, as a person reads it at a terminal."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text

from sanccheck.assessment import Assessment
from sanccheck.changes import Change, Changes
from sanccheck.changes.words import said
from sanccheck.commands.rung_text import rung_text
from sanccheck.rulebook.outcomes import Rung

_RULES = 4  # rules that flip, of those that move the furthest
_SHOWN = 24


def changes_table(assessment: Assessment, changes: Changes) -> Group | None:
    """Show each change with the answer that it would give; None where none would."""
    if not changes.found:
        return None
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for change in changes.found[:_SHOWN]:
        table.add_row(Text(said(change)), _result(assessment, change))
    rest: list[Text] = []
    if len(changes.found) > _SHOWN:
        more = len(changes.found) - _SHOWN
        rest.append(Text(f"and {more} more, which --json tells", style="dim"))
    if changes.left_out:
        untried = f"{changes.left_out} further changes were not tried; --all-changes tries them"
        rest.append(Text(untried, style="dim"))
    return Group(table, *rest)


def _result(assessment: Assessment, change: Change) -> Text:
    now = assessment.offering.result
    text = Text()
    for which in ("strict", "policy"):
        before, after = getattr(now, which), getattr(change.result, which)
        if before is not after:
            text.append("\n" if text else "").append(f"{which} ").append_text(rung_text(after))
            could: Rung = getattr(change.could_be, which)
            if could > after:
                text.append("; could be ").append_text(rung_text(could))
    rules = ", ".join(map(assessment.named, change.rules[:_RULES]))
    return text.append(f"\n[{rules}]" if rules else "", style="dim")
