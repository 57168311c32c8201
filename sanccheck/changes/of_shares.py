"""Changes of a share in the holdings: to the nearest whole percentage that turns an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sanccheck.changes.edit import Edit, World, changed, with_deal
from sanccheck.deal.schema import Holding
from sanccheck.ownership.shares import exactly, say_share

_NONE, _ALL = 0, 100
Turned = Callable[[World], object]


def edits_of_shares(world: World, answer: Turned) -> Iterator[Edit]:
    """Yield for each holding of equity or votes the nearest shares below and above that count.

    `answer` is what a world comes to: it is asked half the way each time, since a share that turns
    it does so for all beyond.
    """
    now = answer(world)
    for number, holding in enumerate(world.deal.holdings):
        if holding.kind != "control":
            yield from _of_holding(world, (number, holding), answer, now)


def _of_holding(
    world: World, numbered: tuple[int, Holding], answer: Turned, now: object
) -> Iterator[Edit]:
    number, holding = numbered
    owner, owned = (world.deal.party(one).name for one in (holding.owner, holding.of))
    low, high = int(holding.percent.low), -int(-holding.percent.high // 1)

    def edit(percent: int, distance: int) -> Edit:
        return Edit(
            fact=f"{owner}'s share of {owned}",
            was=say_share(holding.percent),
            to=f"{percent} percent",
            stated=holding.percent.exact,
            distance=distance,
            make=lambda world: _put(world, number, percent),
        )

    def turns(percent: int) -> bool:
        return answer(_put(world, number, percent)) != now

    below = _nearest(range(low, _NONE - 1, -1), turns)
    if below is not None:
        yield edit(below, low - below)
    above = _nearest(range(high, _ALL + 1), turns)
    if above is not None:
        yield edit(above, above - high)


def _nearest(shares: range, turns: Callable[[int], bool]) -> int | None:
    """Return the first of some shares that turns the answer, None where the last does not."""
    if not shares or not turns(shares[-1]):
        return None
    first, last = 0, len(shares) - 1
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if turns(shares[middle]) else (middle + 1, last)
    return shares[first]


def _put(world: World, number: int, percent: int) -> World:
    holdings = list(world.deal.holdings)
    holdings[number] = changed(holdings[number], {"percent": exactly(percent)})
    return with_deal(world, {"holdings": tuple(holdings)})
