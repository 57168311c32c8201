"""The memo's evidence: each query as asked and as normalised, each hit, each list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanccheck.assessment import Assessment
from sanccheck.dates import last_full_day_before
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
from sanccheck.model import Hit, ListState

_SAYS = {"agrees": Tone.GOOD, "conflicts": Tone.BAD, "unknown": Tone.PLAIN}


def hit_blocks(assessment: Assessment) -> Iterator[Block]:
    """Yield each party's screening, no-hits too."""
    stale = [state.list for state in assessment.screening.lists if state.stale]
    for party in assessment.parties:
        yield Heading(party.name)
        asked = line(
            "Asked as ",
            strong(party.screened.query.name),
            "; compared as ",
            strong(party.screened.normalised),
            ".",
        )
        yield Facts((("Query", asked), ("Result", _result_line(party.hits, stale))))
        for hit in party.hits:
            yield from _hit(hit)
        if party.screened.former:
            names = "; ".join(f"{hit.name} ({hit.entry})" for hit in party.screened.former)
            yield paragraph(f"Removed from its list by the day asked, so no hit: {names}.")


def _result_line(hits: tuple[Hit, ...], stale: Sequence[str]) -> Line:
    if not hits and stale:
        return line(f"no hit on the lists screened, of which stale: {', '.join(stale)}")
    if not hits:
        return line("no hit on the lists screened")
    return line(f"{len(hits)} {'hit' if len(hits) == 1 else 'hits'}", tone=Tone.CARE)


def _hit(hit: Hit) -> Iterator[Block]:
    listing = hit.listing
    dates = f"listed {say_day(listing.listed_on)}"
    if listing.effective_on is not None:
        dates += f"; effective {say_day(listing.effective_on)}"
    if listing.divest_before is not None:
        last = say_day(last_full_day_before(listing.divest_before))
        dates += f"; last full day to divest {last}, New York"
    numbers = ", ".join(f"{item.label or item.scheme} {item.value}" for item in hit.identifiers)
    rows = [
        ("Entry", line(strong(hit.name), f" ({hit.entry}); programmes {_join(hit.programmes)}")),
        ("Numbers", line(numbers or "none on the list")),
        ("Dates", line(dates)),
        ("Decision", line(_decision(hit))),
        ("Matched name", line(f"{hit.matched_name}, score {hit.score}")),
        ("Disposition", line(_disposition(hit))),
    ]
    rows += [("Note", line(note)) for note in hit.notes]
    yield Facts(tuple(rows))
    if hit.evidence:
        evidence = tuple(
            (line(item.field), line(item.says.value, tone=_SAYS[item.says]), line(item.detail))
            for item in hit.evidence
        )
        yield Table(("Field", "Says", "Detail"), evidence, (18, 14, 68))


def _decision(hit: Hit) -> str:
    if hit.relation is not None:
        vehicle = "; the group's listed company" if hit.listed_vehicle else ""
        return f"the party is the entry's {hit.relation.replace('_', ' ')}, not the entry{vehicle}"
    words = {"match": "match: the same", "possible": "possible: for a person to decide"}
    uncertain = "" if hit.list_certain else "; the file cannot tell on which list it is"
    return words[hit.decision.value] + uncertain


def _disposition(hit: Hit) -> str:
    found = hit.disposition
    if found is None:
        changed = "" if hit.case is None else "; ".join(hit.case.changed)
        return (
            f"none that holds; decided before, and changed since: {changed}"
            if changed
            else ("none recorded")
        )
    signed = "" if found.signed_by is None else f", signed off by {found.signed_by}"
    word = found.verdict.value.replace("_", " ")
    return f"{word}, {found.analyst} on {found.at[:10]}{signed}: {found.reason}"


def _join(items: tuple[str, ...]) -> str:
    return ", ".join(items) or "none"


def list_section(screening: DealScreening) -> Section:
    """Return the lists screened with their dates and hashes, and those that were not."""
    rows = tuple(_list(state) for state in screening.lists)
    blocks: list[Block] = [Heading("Screened")]
    if rows:
        header = ("List", "Published", "Entries", "State", "sha256")
        blocks.append(Table(header, rows, (24, 14, 10, 24, 28)))
    else:
        blocks.append(paragraph("No list was screened."))
    missing = tuple(
        (
            line(strong(item.list), f" {item.title}"),
            line(item.why, tone=Tone.BAD if item.asked_for else Tone.PLAIN),
            line(f"{item.remedy} ", Span(item.address, item.address or None)),
        )
        for item in screening.not_screened
    )
    if missing:
        columns = ("List", "Why", "To load it")
        blocks += [Heading("Not screened"), Table(columns, missing, (30, 25, 45))]
    return Section("Lists", tuple(blocks))


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
        line(state.sha256),
    )
