"""Countries that no fact tells apart, so that investors from all of them are judged once."""

from __future__ import annotations

from functools import cache

from sanccheck.assessment.flags import COUNTRY_PROGRAMMES
from sanccheck.deal.bound_persons import BOUND, EU_STATES
from sanccheck.deal.us_places import US_CITIZENSHIPS, US_PLACES

# Every set of countries that a fact about a party asks about. A test holds the facts of a party
# to be the same for each country and for its stand-in, so that a set left out here is noticed.
_SETS: tuple[frozenset[str], ...] = (
    US_PLACES,
    US_CITIZENSHIPS,
    *(group.places for group in BOUND),
    EU_STATES | {"IS", "LI", "NO", "CH"},
    *(frozenset({one}) for one in sorted(COUNTRY_PROGRAMMES | {"RU", "BY", "VE", "CN", "IN"})),
    frozenset({"HK", "MO"}),
    frozenset({"CN", "PK", "BD", "NP", "MM", "BT", "AF"}),
)
# One of each class, so that a stand-in is a country and reads as one.
_FIRST = (
    *("US", "AS", "GB", "DE", "CA", "CH", "AU", "JP", "NO", "RU", "BY", "VE", "CN", "HK", "IN"),
    *("PK", *sorted(COUNTRY_PROGRAMMES), "SG"),
)


def _sets_of(country: str) -> tuple[bool, ...]:
    return tuple(country in one for one in _SETS)


@cache
def stand_in(country: str) -> str:
    """Return a country that every fact takes as it takes this one.

    >>> stand_in("KY"), stand_in("PR"), stand_in("FR")
    ('SG', 'US', 'DE')
    """
    return next((one for one in _FIRST if _sets_of(one) == _sets_of(country)), country)
