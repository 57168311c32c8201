"""The memo's hits: each party's query, each entry it may be, compared field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sanccheck.assessment import Assessment, PartyResult
from sanccheck.dates import last_full_day_before
from sanccheck.memo.document import (
    Block,
    Facts,
    Heading,
    Line,
    Section,
    Table,
    Tone,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.words import counted, say_day
from sanccheck.model import Entry, Evidence, Hit, Identifier, Query

_SAYS = {"agrees": Tone.GOOD, "conflicts": Tone.BAD, "unknown": Tone.PLAIN}
_NOTHING = "not given"


def hits_section(assessment: Assessment) -> Section:
    """Return the hits of every party that has one; the others stand in the appendix."""
    found = [party for party in assessment.parties if party.hits or party.screened.former]
    blocks = [block for party in found for block in _party(assessment, party)]
    quiet = len(assessment.parties) - len(found)
    if not found:
        lead = "No party has a hit on the lists screened; each is in the appendix."
    elif quiet:
        lead = (
            f"{counted(len(found), 'party', 'parties')} with an entry to compare; "
            f"{counted(quiet, 'party', 'parties')} without one, in the appendix."
        )
    else:
        lead = "Every party has an entry to compare."
    note = (
        "A score alone makes no match. A possible match is for a person to decide; until then the "
        "rules treat it as an open fact."
    )
    return Section("Hits and dispositions", (paragraph(f"{lead} {note}"), *blocks))


def _party(assessment: Assessment, party: PartyResult) -> Iterator[Block]:
    yield Heading(party.name)
    number = counted(len(party.hits), "hit")
    yield paragraph(
        "Compared as ",
        strong(party.screened.normalised),
        f". {number} on the lists screened, the surest first.",
    )
    entries = assessment.screening.entries
    for hit in party.hits:
        yield from _hit(hit, party.screened.query, entries.get(hit.entry))
    if party.screened.former:
        names = "; ".join(f"{hit.name} ({hit.entry})" for hit in party.screened.former)
        yield paragraph(f"Removed from its list by the day asked, so no hit: {names}.")


def _hit(hit: Hit, query: Query, entry: Entry | None) -> Iterator[Block]:
    yield Heading(f"{hit.name} ({hit.entry})", level=3)
    tone = Tone.BAD if hit.decision.value == "match" and hit.relation is None else Tone.CARE
    rows = [
        ("Decision", line(strong(_decision(hit)), f"; score {hit.score:.2f}", tone=tone)),
        ("List", line(f"{hit.list}; programmes {_join(hit.programmes)}")),
        ("Dates", line(_dates(hit))),
        ("Disposition", line(_disposition(hit))),
    ]
    rows += [("Note", line(note)) for note in hit.notes]
    yield Facts(tuple(rows))
    compared = tuple(_compared(item, hit, query, entry) for item in hit.evidence)
    if compared:
        header = ("Field", "The party", "The entry", "Says", "Detail")
        yield Table(header, compared, (14, 21, 23, 13, 29))


def _dates(hit: Hit) -> str:
    listing = hit.listing
    dates = f"listed {say_day(listing.listed_on)}"
    if listing.effective_on is not None:
        dates += f"; effective {say_day(listing.effective_on)}"
    if listing.divest_before is not None:
        last = say_day(last_full_day_before(listing.divest_before))
        dates += f"; last full day to divest {last}, New York"
    return dates


def _compared(item: Evidence, hit: Hit, query: Query, entry: Entry | None) -> tuple[Line, ...]:
    """Put what was asked beside what the list has; an entry's own words where they are known."""
    asked, listed = _SIDES.get(item.field, (_see_the_name, _see_the_name))
    return (
        line(item.field),
        line(asked(query) or _NOTHING),
        line(listed(hit, entry) or _NOTHING),
        line(item.says.value, tone=_SAYS[item.says]),
        line(item.detail),
    )


def _numbers(found: Iterable[Identifier]) -> str:
    return "; ".join(f"{item.label or item.scheme} {item.value}" for item in found)


def _see_the_name(*_: object) -> str:
    return "see the name"


def _of_entry(take: Callable[[Entry], Sequence[str]]) -> Callable[[Hit, Entry | None], str]:
    def listed(hit: Hit, entry: Entry | None) -> str:
        del hit
        return "" if entry is None else "; ".join(dict.fromkeys(take(entry)))

    return listed


def _of_hit(take: Callable[[Hit], str]) -> Callable[[Hit, Entry | None], str]:
    def listed(hit: Hit, entry: Entry | None) -> str:
        del entry
        return take(hit)

    return listed


_Sides = tuple[Callable[[Query], str | None], Callable[[Hit, Entry | None], str]]
_NUMBERS: _Sides = (
    lambda query: _numbers(query.identifiers),
    _of_hit(lambda hit: _numbers(hit.identifiers)),
)
_NAMES: _Sides = (lambda query: query.name, _of_hit(lambda hit: hit.matched_name))
_SIDES: dict[str, _Sides] = {
    "name": _NAMES,
    "relation": _NAMES,
    "country": (lambda query: query.country, _of_entry(lambda entry: entry.countries)),
    "jurisdiction": (
        lambda query: query.organised_in,
        _of_entry(
            lambda entry: [
                value for label, value in entry.details if "jurisdiction" in label.lower()
            ]
        ),
    ),
    "address": (
        lambda query: query.address,
        _of_entry(lambda entry: [address.text for address in entry.addresses]),
    ),
    "type": (
        lambda query: None if query.type is None else query.type.value,
        _of_hit(lambda hit: "" if hit.type is None else hit.type.value),
    ),
    "date of birth": (
        lambda query: None if query.born is None else query.born.text,
        _of_entry(lambda entry: [born.text for born in entry.births]),
    ),
    "identifier": _NUMBERS,
    "ticker": _NUMBERS,
}


def _decision(hit: Hit) -> str:
    if hit.relation is not None:
        vehicle = "; the group's listed company" if hit.listed_vehicle else ""
        return f"the party is the entry's {hit.relation.replace('_', ' ')}, not the entry{vehicle}"
    words = {"match": "match: the same", "possible": "possible: for a person to decide"}
    uncertain = "" if hit.list_certain else "; the file cannot tell on which list it is"
    return words[hit.decision.value] + uncertain


def _disposition(hit: Hit) -> str:
    """Say what a person decided of a hit, and whether that holds."""
    found = hit.disposition
    if found is None:
        changed = "" if hit.case is None else "; ".join(hit.case.changed)
        if changed:
            return f"none that holds; decided before, and changed since: {changed}"
        return "none recorded"
    signed = "" if found.signed_by is None else f", signed off by {found.signed_by}"
    word = found.verdict.value.replace("_", " ")
    return f"{word}, {found.analyst} on {found.at[:10]}{signed}: {found.reason}"


def _join(items: tuple[str, ...]) -> str:
    return ", ".join(items) or "none"
