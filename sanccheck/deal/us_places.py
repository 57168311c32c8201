"""What counts as the United States: the states and the territories with a code of their own."""

from __future__ import annotations

# ISO codes of the territories and possessions. 31 CFR 586.307 speaks of the laws of the United
# States "or any jurisdiction within" it; 17 CFR 230.902(l) of its territories and possessions.
US_PLACES = frozenset({"US", "AS", "GU", "MP", "PR", "UM", "VI"})

# Whose people are US citizens by birth. American Samoa's are nationals, which neither test names.
US_CITIZENSHIPS = US_PLACES - {"AS"}


def in_us(country: str | None) -> bool:
    """Say whether an ISO country code is the United States or one of its territories.

    >>> in_us("PR"), in_us("HK"), in_us(None)
    (True, False, False)
    """
    return country in US_PLACES
