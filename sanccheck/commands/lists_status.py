"""What `sanccheck lists status` prints: a table at a glance, then each source in full.

Every state stands there as a word; colours only help. Addresses and commands stay whole, so that
they can be copied, however narrow the terminal is.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sanccheck.commands.lists_tables import clean, say_entries
from sanccheck.dates import say_date
from sanccheck.model.lists import CANNOT_KNOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from sanccheck.sources.manifest import Download
    from sanccheck.sources.status import ListStatus, SourceStatus

_STYLES = {
    "fresh": "green",
    "partial": "yellow",
    "stale": "yellow",
    "reconstructed": "yellow",
    "missing": "red",
    "unusable": "red",
}
_GONE = frozenset({"missing", "unusable"})
_MOST_WIDTH, _LABEL = 110, 13


def print_status(found: Sequence[SourceStatus], day: date) -> None:
    """Print each list as it serves a day, what failed, and each source that matters in full."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(Text(f"As of {say_date(day)} (New York)", style="bold"))
    on = [one for one in found if one.enabled]
    off = [one for one in found if not one.enabled]
    for heading, sources in (("Screened by default", on), ("Screened where named", off)):
        if sources:
            console.print()
            console.print(_table(heading, sources))
    for one in found:
        if one.enabled or one.state != "missing" or one.failure is not None:
            _print_source(console, one)
    _print_rest(console, [one for one in off if one.state == "missing" and one.failure is None])


def _table(heading: str, sources: Iterable[SourceStatus]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=None)
    table.add_column(heading, no_wrap=True, min_width=20)
    table.add_column("State", no_wrap=True, min_width=17)
    table.add_column("Published", no_wrap=True, justify="right", min_width=11)
    table.add_column("Days old", no_wrap=True, justify="right", min_width=9)
    table.add_column("Entries", no_wrap=True, justify="right", min_width=7)
    for one in sources:
        for row in _rows(one):
            table.add_row(*row)
    return table


def _rows(one: SourceStatus) -> Iterator[tuple[str | Text, ...]]:
    """Yield a row for a source of one list; else one of the source and one of each list here."""
    failed = "" if one.failure is None else ", FAILED"
    here = [each for each in one.list_states if each.state not in _GONE]
    gone = [each for each in one.list_states if each.state in _GONE]
    if len(one.list_states) == 1 and one.list_states[0].list == one.source:
        yield _row(one.source, one.list_states[0], one.max_age_days, failed)
        return
    if not here:
        yield (one.source, _say_state(f"{one.state}{failed}", one.state), "-", "-", "-")
        return
    yield (Text(one.source, style="bold"), Text(failed[2:], style="red"), "", "", "")
    for each in here:
        yield _row(f"  {each.list}", each, one.max_age_days, "")
    if gone:
        word = gone[0].state
        name = gone[0].list if len(gone) == 1 else f"{len(gone)} other lists"
        yield (f"  {name}", _say_state(word, word), "-", "-", "-")


def _row(name: str, one: ListStatus, most: int, failed: str) -> tuple[str | Text, ...]:
    here = one.state not in _GONE
    words = f"{one.state}, embedded" if one.embedded else one.state
    return (
        name,
        _say_state(f"{words}{failed}", one.state),
        "-" if one.published is None else say_date(one.published),
        _say_age(one, most) if here else "-",
        f"{one.entries:,}" if here else "-",
    )


def _say_age(one: ListStatus, most: int) -> str:
    if one.age_days is None:
        return "not known"
    if one.age_days < 0:
        return "covered" if one.embedded else "later"
    return f"{one.age_days:,} of {most}"


def _say_state(words: str, state: str) -> Text:
    return Text(words, style=_STYLES[state])


def _print_source(console: Console, one: SourceStatus) -> None:
    console.print()
    _print_name(console, one)
    _say(console, "publisher", one.publisher)
    for label, said in (*_file_facts(one), *_check_facts(one)):
        _say(console, label, said)
    if one.failure is not None:
        failure = one.failure
        said = f"{failure.command} on {_moment(failure.moment)}: {failure.why}"
        _say(console, "FAILED", said, style="red")
        if failure.origin not in failure.why:
            _whole(console, "", f"from {failure.origin}")
        stays = (
            "nothing was loaded before" if one.sha256 is None else "what was loaded stays in use"
        )
        _say(console, "", stays)
    if one.note is not None:
        _say(console, "note", one.note, style="yellow")
    for why, lists in _by_reason(one.missing).items():
        _say(console, "not here", f"{', '.join(lists)}: {why}", style="yellow")
    if one.state != "fresh" or one.missing:
        _say_remedy(console, one)
    if not one.enabled:
        _say(console, "by default", f"not screened; sanccheck lists enable {one.source}")
    for file in one.downloads[:1]:
        _say_address(console, file)


def _print_name(console: Console, one: SourceStatus) -> None:
    """Print a source's id and its title, which may be longer than a line."""
    first, *more = textwrap.wrap(
        f"{one.source}  {clean(one.title)}", min(console.width, _MOST_WIDTH), subsequent_indent="  "
    )
    name = len(one.source)
    console.print(Text.assemble((first[:name], "bold"), first[name:]), soft_wrap=True)
    for line in more:
        console.print(line, soft_wrap=True)


def _file_facts(one: SourceStatus) -> Iterator[tuple[str, str]]:
    """Yield what is known of the file that serves."""
    if one.state in _GONE:
        return
    kind = "embedded in the program" if one.embedded else "official file"
    if not (one.embedded or one.official):
        kind = "file of a private publisher"
    published = "on a day not known" if one.published is None else say_date(one.published)
    yield "file", f"{kind}, published {published}, {say_entries(one.entries)}"
    if one.state == "reconstructed":
        yield "REVIEW", CANNOT_KNOW
    if one.covers is not None:
        days = (one.covers.start, one.covers.until)
        yield "covers", " to ".join("…" if day is None else say_date(day) for day in days)
    if one.retrieved is not None:
        yield "retrieved", f"{_moment(one.retrieved)}, {one.snapshots} in the store"
    if one.origin is not None:
        yield "from", one.origin
    if one.sha256 is not None:
        yield "sha256", one.sha256


def _check_facts(one: SourceStatus) -> Iterator[tuple[str, str]]:
    """Yield how old the file is against the publisher's rhythm, and when that was last asked."""
    yield "rhythm", f"{one.rhythm}; stale after {one.max_age_days} days"
    if one.age_days is not None:
        since = "last verified" if one.covers is not None else "published"
        yield "age", f"{since} {_days(one.age_days)}"
    if one.checked is not None and one.checked_days is not None:
        yield "asked", f"{_moment(one.checked)}, {_days(one.checked_days)}"
    elif one.snapshots:
        yield "asked", "the publisher was never asked from here (lists update)"


def _days(days: int) -> str:
    if days == 0:
        return "on the day asked"
    plural = "" if abs(days) == 1 else "s"
    return f"{abs(days):,} day{plural} {'before' if days > 0 else 'after'} the day asked"


def _say_remedy(console: Console, one: SourceStatus) -> None:
    first, _, second = one.remedy.partition(", or without a network ")
    _whole(console, "to load it", first)
    if second:
        _whole(console, "no network", second)


def _say_address(console: Console, file: Download) -> None:
    checked = file.checked
    if checked is None:
        return
    _whole(console, "address", file.href)
    live = "seen live" if checked.seen_live else "not seen live"
    _say(console, "", f"checked {say_date(checked.on)}, {live} (--json says against what)")


def _print_rest(console: Console, rest: Sequence[SourceStatus]) -> None:
    """Name what could be loaded besides, in few lines."""
    if not rest:
        return
    console.print()
    console.print(Text("Known, and nothing of it here", style="bold"))
    for one in rest:
        console.print()
        _print_name(console, one)
        _say_remedy(console, one)
        _say_address(console, one.downloads[0])


def _by_reason(missing: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for list_id, why in missing.items():
        found.setdefault(why, []).append(list_id)
    return found


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _say(console: Console, label: str, said: str, style: str = "") -> None:
    """Print a fact beside its label, wrapped between words and hung under itself."""
    if not said:
        return
    width = max(min(console.width, _MOST_WIDTH) - _LABEL - 2, 30)
    lines = textwrap.wrap(clean(said), width, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines):
        _line(console, label if number == 0 else "", line, style)


def _whole(console: Console, label: str, said: str) -> None:
    """Print a command or an address in one piece."""
    _line(console, label, clean(said), "")


def _line(console: Console, label: str, said: str, style: str) -> None:
    console.print(Text.assemble(f"  {label:<{_LABEL - 1}} ", (said, style)), soft_wrap=True)
