"""Screen the parties of a deal, and look up the entries that its file names as related."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanccheck.deal.schema import Deal, Party, Security
from sanccheck.deal.screened import DealScreening, RelatedEntry
from sanccheck.model import EntityType, Entry, Identifier, Query, Screened
from sanccheck.model.directives import directives_of
from sanccheck.names.identifiers import normalise_identifier, parse_identifier
from sanccheck.screening import Screener
from sanccheck.sources.served import Served


def query_of(party: Party, security: Security) -> Query:
    """Return what is asked of the lists for a party; the security's ISIN is its issuer's."""
    ids = [parse_identifier(text) for text in party.ids]
    if party.role == "issuer" and security.isin is not None:
        isin, valid = normalise_identifier("isin", security.isin)
        ids.append(Identifier(scheme="isin", value=isin, valid=valid))
    return Query(
        name=party.name,
        type=None if party.type is None else EntityType(party.type),
        country=party.country,
        organised_in=party.organised_in,
        address=party.address,
        identifiers=tuple(dict.fromkeys(ids)),
    )


def screen_deal(deal: Deal, served: Served, screener: Screener) -> DealScreening:
    """Screen every party; `screener` is one opened on `served`."""
    results = {party.id: screener.screen(query_of(party, deal.security)) for party in deal.parties}
    related, unknown = _related(deal, served)
    return DealScreening(
        as_of=served.as_of,
        lists=served.lists,
        not_screened=served.not_screened,
        results=results,
        related=related,
        unknown_relations=unknown,
        supplements=served.supplements,
        entries=_found(results.values(), served),
    )


def _found(results: Iterable[Screened], served: Served) -> dict[str, Entry]:
    """Return the entries that were found, by id; the first corpus that has one gives it."""
    ids = dict.fromkeys(
        hit.entry for screened in results for hit in (*screened.hits, *screened.former)
    )
    found = ((entry_id, next(_entries(entry_id, served), None)) for entry_id in ids)
    return {entry_id: entry for entry_id, entry in found if entry is not None}


def _related(deal: Deal, served: Served) -> tuple[dict[str, RelatedEntry], tuple[str, ...]]:
    """Find the entries that relations name: those listed on the day, and those on no list.

    An entry that was listed later is in neither: it is as if it were not named (no hindsight).
    """
    found: dict[str, RelatedEntry] = {}
    unknown: list[str] = []
    for party in deal.parties:
        for relation in party.relations:
            entries = [*_entries(relation.to, served)]
            screened = {state.list for state in served.lists}
            if not entries and relation.to.partition(":")[0] in screened:
                unknown.append(relation.to)
            for entry in entries:
                if _listed(entry, served):
                    found[relation.to] = _as_related(entry)
    return found, tuple(dict.fromkeys(unknown))


def _entries(entry_id: str, served: Served) -> Iterator[Entry]:
    for item in served.corpora:
        position = item.corpus.position_of(entry_id)
        if position is not None and entry_id.partition(":")[0] in item.lists:
            yield item.corpus.entry_at(position)


def _listed(entry: Entry, served: Served) -> bool:
    listing = entry.listing
    if listing.listed_on is not None and served.as_of < listing.listed_on:
        return False
    return listing.delisted_on is None or served.as_of < listing.delisted_on


def _as_related(entry: Entry) -> RelatedEntry:
    return RelatedEntry(
        entry=entry.id,
        list=entry.list,
        name=entry.name,
        listing=entry.listing,
        identifiers=tuple(item.value for item in entry.identifiers),
        directives=directives_of(entry),
    )
