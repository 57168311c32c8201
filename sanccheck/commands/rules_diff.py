"""What changed in the rules between two days, at a terminal and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sanccheck.dates import say_date
from sanccheck.rulebook.differences import Difference, What

_STYLES = {What.BEGAN: "bold green", What.ENDED: "bold red", What.CHANGED: "bold yellow"}


def show(found: Sequence[Difference], since: date, until: date, house: frozenset[str]) -> None:
    """Print what changed, day by day."""
    console = Console(highlight=False)
    span = f"after {say_date(since)}, up to {say_date(until)}"
    if not found:
        console.print(Text(f"Nothing changed in the rules {span}."))
        return
    console.print(Text(f"What changed in the rules {span}", style="bold"))
    for day in dict.fromkeys(one.day for one in found):
        console.print(Text(f"\n{say_date(day)}", style="bold"))
        of_day = [one for one in found if one.day == day]
        console.print(Padding(_of_day(of_day, house), (0, 0, 0, 2)))


def _of_day(found: Sequence[Difference], house: frozenset[str]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for one in found:
        policy = "; house policy" if one.regime.id in house else ""
        body = Text(one.rule.title, style="bold").append(
            f" ({one.regime.title}; {one.limb.value}{policy})", style="dim"
        )
        for said in one.says():
            body.append(f"\n{said}", style="not bold")
        body.append(f"\n[{'; '.join(one.cites)}]", style="not bold dim")
        table.add_row(Text(one.rule.id), Text(one.what.value, style=_STYLES[one.what]), body)
    return table


def document(
    found: Sequence[Difference], since: date, until: date, house: frozenset[str]
) -> dict[str, Any]:
    """Return what `rules diff --json` prints."""
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "differences": [
            {
                "day": one.day.isoformat(),
                "what": one.what.value,
                "regime": one.regime.id,
                "rule": one.rule.id,
                "title": one.rule.title,
                "limb": one.limb.value,
                "house": one.regime.id in house,
                "says": list(one.says()),
                "cites": list(one.cites),
            }
            for one in found
        ],
    }
