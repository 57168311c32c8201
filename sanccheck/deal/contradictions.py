"""What a deal file says of a party for the law of other places and denies in the same breath."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.deal.bound_persons import BOUND, is_bound
from sanccheck.deal.schema import Party

_CORRECT = "correct one of the two"


def contradictions_elsewhere(party: Party) -> Iterator[tuple[str, str]]:
    """Yield the key and the message of each contradiction."""
    for group in BOUND:
        key = f"{group.key}_person"
        of_there = {party.organised_in}
        if group.by_citizenship:
            of_there |= {*party.citizenships}
        if getattr(party, key) is False and group.places & of_there:
            source = is_bound(group, party.model_copy(update={key: None})).source
            yield key, f"{key} is no, but it is {source}; {_CORRECT}"
    if party.connected_with_russia is False and party.organised_in == "RU":
        yield (
            "connected_with_russia",
            f"connected_with_russia is no, but it is organised in Russia; {_CORRECT}",
        )
    if party.eu_owned_half and party.eu_owned_or_controlled:
        yield (
            "eu_owned_half",
            f"eu_owned_half is yes, and so is more than half or control; {_CORRECT}",
        )
