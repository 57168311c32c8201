"""What `sanccheck lists` prints for people. Text from lists and files is never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sanccheck.dates import last_full_day_before, say_date
from sanccheck.model.entries import NameKind
from sanccheck.names.countries import country_name
from sanccheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sanccheck.model.entries import Entry, Identifier, Listing, Name
    from sanccheck.model.lists import ListState
    from sanccheck.sources.report import ImportReport

_MOST_UNKNOWN = 5


def clean(text: str) -> str:
    r"""Return text that cannot move the cursor, colour the screen or turn its direction.

    >>> clean("A\x1b[31mB")
    'A�[31mB'
    """
    return printable(text)


def say_entries(count: int) -> str:
    """Say a number of entries.

    >>> say_entries(1), say_entries(14966)
    ('1 entry', '14,966 entries')
    """
    return "1 entry" if count == 1 else f"{count:,} entries"


def print_import(report: ImportReport) -> None:
    """Print what was accepted: counts, lists, what no table knows, notes."""
    console = _console()
    published = "unknown" if report.published is None else say_date(report.published)
    console.print(
        Text.assemble(
            ("accepted ", "green"),
            (report.source, "bold"),
            f": {say_entries(report.entries)}, published {published}",
        )
    )
    console.print(
        f"  {report.aliases:,} aliases ({report.weak_aliases:,} of them weak), "
        f"{report.identifiers:,} identifiers, {report.facts:,} further facts"
    )
    for list_id, count in report.lists.items():
        console.print(f"  {list_id}: {count:,}")
    console.print(f"  sha256 {report.sha256}", soft_wrap=True)
    for kind, counts in report.unknown.items():
        most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        said = "; ".join(f"'{clean(text)}' {count}" for text, count in most[:_MOST_UNKNOWN])
        more = len(most) - _MOST_UNKNOWN
        tail = f"; and {more} more" if more > 0 else ""
        console.print(Text(f"  unknown {kind}, kept as printed: {said}{tail}", style="yellow"))
    for note in report.notes:
        console.print(Text(f"  note: {clean(note)}", style="yellow"))


def print_entry(entry: Entry, state: ListState, as_of: date) -> None:
    """Print one entry in full, with what the list that it is from cannot tell of the day."""
    console = _console()
    console.print(Text(clean(entry.name), style="bold"))
    source = "embedded" if state.embedded else state.source
    published = "day unknown" if state.published is None else say_date(state.published)
    console.print(Text(f"{entry.id}, {state.title} ({source}, published {published})"))
    for limit in _limits(state, as_of):
        console.print(Text(limit, style="yellow"))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", max_width=34, overflow="fold")
    table.add_column(overflow="fold")
    for label, text in _rows(entry):
        table.add_row(Text(clean(label)), Text(clean(text)))
    console.print(table)


def _limits(state: ListState, as_of: date) -> Iterator[str]:
    if state.stale:
        yield f"STALE for {say_date(as_of)}: the list may have changed since it was published"
    if state.cannot_know is not None:
        yield f"REVIEW: {state.cannot_know}"
    for said in (state.only_part, state.ends_before(as_of)):
        if said is not None:
            yield said


def _rows(entry: Entry) -> list[tuple[str, str]]:
    rows = [("type", entry.type.value if entry.type is not None else "not known")]
    if not entry.list_certain:
        rows.append(("list", "not certain: the file cannot tell which list the entry is on"))
    rows += [("programme", code) for code in entry.programmes]
    rows += _listing(entry.listing)
    rows += [(_say_kind(name), _say_name(name)) for name in entry.names[1:]]
    rows += [(one.label or one.scheme, _say_identifier(one)) for one in entry.identifiers]
    rows += [("address", one.text) for one in entry.addresses]
    rows += [("country", _say_country(code)) for code in entry.countries]
    rows += [("born", birth.text) for birth in entry.births]
    rows += [("born at", place) for place in entry.birth_places]
    rows += [("nationality", _say_country(code)) for code in entry.nationalities]
    rows += [
        (link.kind.lower(), link.name if link.entry is None else f"{link.name} ({link.entry})")
        for link in entry.links
    ]
    rows += list(entry.details)
    if entry.remarks is not None:
        rows.append(("remarks", entry.remarks))
    return rows


def _listing(listing: Listing) -> list[tuple[str, str]]:
    rows = []
    if listing.listed_on is not None:
        rows.append(("listed on", say_date(listing.listed_on)))
    if listing.effective_on is not None:
        rows.append(("effective on", say_date(listing.effective_on)))
    if listing.divest_before is not None:
        last = say_date(last_full_day_before(listing.divest_before))
        rows.append(
            (
                "divest before",
                f"{say_date(listing.divest_before)} (last full day to divest: {last}, New York)",
            )
        )
    if listing.delisted_on is not None:
        rows.append(("delisted on", say_date(listing.delisted_on)))
    return rows


def _say_kind(name: Name) -> str:
    words = {
        NameKind.PRIMARY: "name",
        NameKind.ALIAS: "also known as",
        NameKind.FORMER: "formerly",
        NameKind.ISSUER: "issuer name",
    }
    return words[name.kind] + (" (weak)" if name.weak else "")


def _say_name(name: Name) -> str:
    return name.text if name.source is None else f"{name.text} (curated: {name.source})"


def _say_identifier(one: Identifier) -> str:
    said = f"{one.value} ({one.scheme})" if one.scheme != "other" else one.value
    if one.country is not None:
        said += f", {country_name(one.country)}"
    return said + (", check digits wrong" if one.valid is False else "")


def _say_country(code: str) -> str:
    return f"{country_name(code)} ({code})"


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)
