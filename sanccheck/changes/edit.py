"""A change of one fact of a deal or of its screening, and how to make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.schema_types import Block
from sanccheck.deal.screened import DealScreening

Changed = TypeVar("Changed", bound=Block)


@dataclass(frozen=True, kw_only=True)
class World:
    """What rules are run over: a deal, and the screening of its parties."""

    deal: Deal
    screening: DealScreening


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One fact changed: which, what it was and what it is to be, each in words.

    `about` names the party that it is a fact of, empty where it is the deal's. `stated` says that
    the fact is known as it is; else the change answers a question. `distance` is how far a day or a
    share moves, 0 where a fact has no order. `make` makes the changed world.
    """

    fact: str
    about: str = ""
    was: str
    to: str
    stated: bool
    distance: int = 0
    make: Callable[[World], World]


def changed(block: Changed, values: Mapping[str, object]) -> Changed:
    """Return a block of the deal file with other values."""
    return block.model_copy(update=dict(values))


def with_deal(world: World, values: Mapping[str, object]) -> World:
    """Return a world whose deal file says something else."""
    return World(deal=changed(world.deal, values), screening=world.screening)


def with_party(world: World, party_id: str, values: Mapping[str, object]) -> World:
    """Return a world in which a party's facts are others."""

    def of(party: Party) -> Party:
        return changed(party, values) if party.id == party_id else party

    return with_deal(world, {"parties": tuple(of(party) for party in world.deal.parties)})
