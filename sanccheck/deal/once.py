"""Work something out of a deal, or of one of its parties, once.

What a party does turns on what the others do, so that the same is asked again and again. The
answers are kept with the deal, which never changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from sanccheck.deal.schema import Deal, Party
from sanccheck.deal.schema_types import Block

Told = TypeVar("Told")
Whole = TypeVar("Whole", bound=Block)


def once(work: Callable[[Whole], Told]) -> Callable[[Whole], Told]:
    """Work something out of a deal, or of a party alone, at the first call only."""

    @wraps(work)
    def told(block: Whole) -> Told:
        kept = block.kept
        if work not in kept:
            kept[work] = work(block)
        found: Told = kept[work]
        return found

    return told


def once_each(work: Callable[[Deal, Party], Told]) -> Callable[[Deal, Party], Told]:
    """Work something out of a deal and each of its own parties at the first call only."""

    @wraps(work)
    def told(deal: Deal, party: Party) -> Told:
        if deal.party(party.id) is not party:
            return work(deal, party)
        kept, key = deal.kept, (work, party.id)
        if key not in kept:
            kept[key] = work(deal, party)
        found: Told = kept[key]
        return found

    return told
