"""What `sanccheck lists diff` and `lists history` print for people."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from sanccheck.commands.lists_tables import clean
from sanccheck.dates import say_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.sources.compare import Difference, Event, Publication


def print_difference(found: Difference) -> None:
    """Print what was added, removed and changed, counted first."""
    console = Console(highlight=False)
    if found.same_publication:
        console.print(
            Text(
                f"both days stand on the same publication, {say_publication(found.later)}: there "
                "is nothing to compare. What changed after it is not known here; load a later one "
                f"(sanccheck lists update {found.source}, or lists import)"
            )
        )
        return
    console.print(
        Text(f"from {say_publication(found.earlier)} to {say_publication(found.later)}", "bold")
    )
    console.print(
        f"  {len(found.added):,} added, {len(found.removed):,} removed, "
        f"{len(found.changed):,} changed"
    )
    for word, style, entries in (
        ("added", "green", found.added),
        ("removed", "red", found.removed),
    ):
        for entry, name in entries:
            console.print(Text.assemble((f"  {word:<8}", style), f"{clean(name)} ({entry})"))
    for one in found.changed:
        fields = ", ".join(one.fields)
        console.print(
            Text.assemble(("  changed ", "yellow"), f"{clean(one.name)} ({one.entry}): {fields}")
        )


def print_history(entry: str, events: Sequence[Event]) -> None:
    """Print what changed of an entry, and before each change the last publication without it."""
    console = Console(highlight=False)
    console.print(Text(entry, style="bold"))
    for event, after in zip_longest(events, events[1:]):
        if event.what == "unchanged" and after is not None and after.what == "unchanged":
            continue
        name = "" if event.name is None else f"  {clean(event.name)}"
        fields = f": {', '.join(event.fields)}" if event.fields else ""
        console.print(Text(f"  {say_publication(event.publication)}  {event.what}{fields}{name}"))
    console.print(
        "  What lies between two publications, and before the first, is not known from them."
    )


def say_publication(publication: Publication) -> str:
    """Say a publication by its day, and that it is embedded or a part."""
    published = publication.published
    said = f"{publication.source}, {'no date' if published is None else say_date(published)}"
    said += " (embedded)" if publication.embedded else ""
    return f"{said} (a part)" if publication.partial else said
