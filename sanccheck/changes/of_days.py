"""Changes of the day of the trade, to a boundary of the law or of a listing, or to its eve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from sanccheck.changes.edit import Edit, World, changed, with_deal
from sanccheck.dates import say_date
from sanccheck.listing_phase import divest_before, effective_on
from sanccheck.model import Listing
from sanccheck.rulebook.outcomes import Limb
from sanccheck.rulebook.schema import Regime

_DAY = timedelta(days=1)


def edits_of_days(world: World, regimes: Sequence[Regime]) -> Iterator[Edit]:
    """Yield the later days on which something begins or ends, and the eves of earlier ones.

    `regimes` are those that were judged. After the day asked only the dates of a listing are known:
    what the law will say later is not.
    """
    as_of = world.screening.as_of
    terms = world.deal.deal
    now = terms.day(as_of)
    stated = (terms.trade_date or terms.date or terms.settlement_date) is not None
    bounds = {*_of_law(regimes, as_of), *_of_listings(world)}
    days = {bound if bound > now else bound - _DAY for bound in bounds}
    for day in sorted(days):
        yield Edit(
            fact="day of the trade",
            was=say_date(now) if stated else f"{say_date(now)}, the day asked",
            to=say_date(day),
            stated=True,
            distance=abs((day - now).days),
            make=_moving(day),
        )


def _of_law(regimes: Sequence[Regime], as_of: date) -> Iterator[date]:
    """Yield each day, up to the day asked, on which a rule on securities begins or ends."""
    for regime in regimes:
        for rule in regime.rules:
            for version in rule.versions if rule.limb is Limb.SECURITIES else ():
                days = (version.since, version.until)
                yield from (day for day in days if day is not None and day <= as_of)


def _of_listings(world: World) -> Iterator[date]:
    """Yield each day on which an entry of the deal changes, as far as its list tells."""
    screening = world.screening
    hits = (hit.listing for one in screening.results.values() for hit in one.hits)
    for listing in (*hits, *(entry.listing for entry in screening.related.values())):
        yield from _of_listing(listing)


def _of_listing(listing: Listing) -> Iterator[date]:
    found = (listing.listed_on, effective_on(listing), divest_before(listing), listing.delisted_on)
    yield from (day for day in found if day is not None)


def _moving(day: date) -> Callable[[World], World]:
    return lambda world: _on(world, day)


def _on(world: World, day: date) -> World:
    """Move the trade to a day, its settlement with it, and its contract before it."""
    terms = world.deal.deal
    moved = day - terms.day(world.screening.as_of)
    values: dict[str, object] = {"trade_date": day, "date": None}
    if terms.settlement_date is not None:
        values["settlement_date"] = terms.settlement_date + moved
    if terms.contract_date is not None and terms.contract_date > day:
        values["contract_date"] = day
    return with_deal(world, {"deal": changed(terms, values)})
