"""Changes of what the lists say: a party is the listed one, is not, or is not related to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sanccheck.changes.edit import Edit, World, changed, with_party
from sanccheck.deal.schema import Party, Relation
from sanccheck.deal.screened import is_certain
from sanccheck.model import Decision, Hit
from sanccheck.rulebook.conditions import say_value

_VEHICLE = "the group's listed company"
Hits = tuple[Hit, ...]


def edits_of_lists(world: World) -> Iterator[Edit]:
    """Yield for each hit that it is the party or is not, and for each relation that it is none."""
    for party in world.deal.parties:
        for hit in world.screening.hits(party.id):
            yield from _of_hit(party, hit)
        for relation in party.relations:
            yield from _of_relation(world, party, relation)


def _of_hit(party: Party, hit: Hit) -> Iterator[Edit]:
    if hit.relation is not None:
        return
    fact = f"is {hit.name} ({hit.entry})"
    certain = is_certain(hit)
    without = Edit(
        fact=fact,
        about=party.name,
        was="yes" if certain else "unknown",
        to="no",
        stated=certain,
        make=lambda world: _with_hits(world, party, lambda hits: _but(hits, hit)),
    )
    yield without
    if not certain and hit.list_certain and hit.listed_on_known:
        yield replace(
            without,
            to="yes",
            make=lambda world: _with_hits(world, party, lambda hits: _as_match(hits, hit)),
        )


def _of_relation(world: World, party: Party, relation: Relation) -> Iterator[Edit]:
    entry = world.screening.related.get(relation.to)
    if entry is None:
        return
    whose = f"{relation.kind.replace('_', ' ')} of {entry.name}"
    yield Edit(
        fact=whose,
        about=party.name,
        was="yes",
        to="no",
        stated=True,
        make=lambda world: _unrelated(world, party, relation),
    )
    now = relation.listed_vehicle
    for value in (True, False) if now is None else (not now,):
        other = changed(relation, {"listed_vehicle": value})
        yield Edit(
            fact=f"{whose}, and {_VEHICLE}",
            about=party.name,
            was=say_value(now),
            to=say_value(value),
            stated=now is not None,
            make=_replacing(party, relation, other),
        )


def _unrelated(world: World, party: Party, relation: Relation) -> World:
    kept = tuple(one for one in party.relations if one is not relation)
    related = with_party(world, party.id, {"relations": kept})
    return _with_hits(
        related, party, lambda hits: tuple(one for one in hits if one.entry != relation.to)
    )


def _replacing(party: Party, relation: Relation, other: Relation) -> Callable[[World], World]:
    relations = tuple(other if one is relation else one for one in party.relations)

    def make(world: World) -> World:
        made = with_party(world, party.id, {"relations": relations})
        return _with_hits(
            made,
            party,
            lambda hits: tuple(
                replace(one, listed_vehicle=other.listed_vehicle)
                if one.entry == relation.to and one.relation is not None
                else one
                for one in hits
            ),
        )

    return make


def _with_hits(world: World, party: Party, change: Callable[[Hits], Hits]) -> World:
    """Return a world in which a party has other hits."""
    screening = world.screening
    if party.id not in screening.results:
        return world
    found = screening.results[party.id]
    results = {**screening.results, party.id: replace(found, hits=change(found.hits))}
    return World(deal=world.deal, screening=replace(screening, results=results))


def _but(hits: Hits, hit: Hit) -> Hits:
    return tuple(one for one in hits if one is not hit)


def _as_match(hits: Hits, hit: Hit) -> Hits:
    return tuple(replace(one, decision=Decision.MATCH) if one is hit else one for one in hits)
