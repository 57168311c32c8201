"""What the holdings of a deal file say that cannot be, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sanccheck.deal.schema import Deal, Holding
from sanccheck.ownership.shares import (
    NONE,
    UNKNOWN_SHARE,
    WHOLE,
    most_of,
    say_number,
)

Where = tuple[str | int, ...]


def holding_problems(deal: Deal) -> Iterator[tuple[Where, str]]:
    """Yield every problem of the holdings and of what the parties say about them."""
    people = {party.id for party in deal.parties if party.type == "person"}
    for index, holding in enumerate(deal.holdings):
        at: Where = ("holdings", index)
        yield from ((at, message) for message in _own_problems(holding))
        if holding.of in people:
            yield (*at, "of"), f"'{holding.of}' is a person, whom nobody owns"
    yield from _more_than_all(deal)
    yield from _less_than_all(deal)


def _own_problems(holding: Holding) -> Iterator[str]:
    if holding.kind == "control":
        if holding.percent != UNKNOWN_SHARE:
            yield "control has no percentage; state the stake in a holding of its own"
        if holding.joint_with:
            yield "control is stated for each who has it, without joint_with"
        if holding.owner == holding.of:
            yield f"'{holding.owner}' cannot be stated to control itself"
    if holding.owner in holding.joint_with or holding.of in holding.joint_with:
        yield "joint_with names others than the owner and the company"


def _more_than_all(deal: Deal) -> Iterator[tuple[Where, str]]:
    """Yield for each company, kind and day the holding that makes its stakes more than all."""
    totals: dict[tuple[str, str, date | None], Fraction] = {}
    for index, holding in enumerate(deal.holdings):
        if holding.kind == "control":
            continue
        key = (holding.of, holding.kind, holding.as_of)
        before = totals.get(key, NONE)
        totals[key] = before + holding.percent.low
        if before <= WHOLE < totals[key]:
            yield ("holdings", index), _say_total(deal, index)


def _say_total(deal: Deal, index: int) -> str:
    last = deal.holdings[index]
    same = [
        holding.percent.low
        for holding in deal.holdings
        if (holding.of, holding.kind, holding.as_of) == (last.of, last.kind, last.as_of)
    ]
    when = "" if last.as_of is None else f" of {last.as_of}"
    total = say_number(sum(same, NONE))
    return f"the {last.kind} holdings{when} in '{last.of}' add up to {total} percent"


def _less_than_all(deal: Deal) -> Iterator[tuple[Where, str]]:
    """Yield the parties of which all owners are said to be named and too little is."""
    for index, party in enumerate(deal.parties):
        if party.owners_complete is not True:
            continue
        own = [item for item in deal.holdings if item.of == party.id and item.kind == "equity"]
        most = most_of(item.percent for item in own).value
        if most < WHOLE:
            message = (
                f"owners_complete is yes, but the equity holdings in '{party.id}' come to no more "
                f"than {say_number(most)} percent"
            )
            yield ("parties", index, "owners_complete"), message
