"""The memo's lists: which were screened, of which date and hash, and which were not."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.deal.screened import DealScreening
from sanccheck.memo.document import (
    Block,
    Facts,
    Heading,
    Line,
    Section,
    Span,
    Table,
    Tone,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.words import say_day
from sanccheck.model import ListState, NotScreened


def list_section(screening: DealScreening) -> Section:
    """Return the lists screened, and those that were not."""
    blocks: list[Block] = [Heading("Screened")]
    if screening.lists:
        header = ("List", "Published", "Entries", "State")
        rows = tuple(_list(state) for state in screening.lists)
        blocks.append(Table(header, rows, (36, 15, 11, 38)))
        blocks.append(Heading("The files they are from"))
        hashes = dict.fromkeys((state.source, state.sha256) for state in screening.lists)
        blocks.append(
            Table(
                ("Source", "sha256 of the file"),
                tuple((line(source), line(Span(sha256, code=True))) for source, sha256 in hashes),
                (30, 70),
            )
        )
    else:
        blocks.append(paragraph("No list was screened."))
    blocks += _not_screened(screening)
    return Section("Lists", tuple(blocks))


def _not_screened(screening: DealScreening) -> Iterator[Block]:
    """Yield what was asked for first and by its remedy; the rest is only named."""
    yield Heading("Not screened")
    asked = _grouped(item for item in screening.not_screened if item.asked_for)
    if asked:
        yield Table(("List", "Why", "To load it"), asked, (28, 22, 50))
    else:
        yield paragraph("Every list that the rules ask for was screened.")
    others = tuple(
        (item.list, line(f"{item.title}. {item.why}; {item.remedy}"))
        for item in screening.not_screened
        if not item.asked_for
    )
    if others:
        yield paragraph("Known to the program and not asked for:")
        yield Facts(others)


def _grouped(found: Iterator[NotScreened]) -> tuple[tuple[Line, ...], ...]:
    groups: dict[tuple[str, str, str], list[NotScreened]] = {}
    for item in found:
        groups.setdefault((item.why, item.remedy, item.address), []).append(item)
    return tuple(
        (
            line(strong(", ".join(item.list for item in items))),
            line(why, tone=Tone.BAD),
            line(f"{remedy} ", Span(address, address or None)),
        )
        for (why, remedy, address), items in groups.items()
    )


def _list(state: ListState) -> tuple[Line, ...]:
    words = [state.origin]
    if state.covers is not None:
        words.append(f"complete {say_day(state.covers.start)} to {say_day(state.covers.until)}")
    words += ["STALE for the day asked"] if state.stale else []
    words += [state.only_part] if state.only_part is not None else []
    words += [state.cannot_know] if state.cannot_know is not None else []
    tone = Tone.CARE if state.stale or state.reconstructed or state.partial else Tone.PLAIN
    return (
        line(strong(state.list), f" {state.title}"),
        line(say_day(state.published)),
        line(str(state.entries)),
        line("; ".join(words), tone=tone),
    )
