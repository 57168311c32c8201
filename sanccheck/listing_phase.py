"""Tell where a day stands in the life of an NS-CMIC listing, and what that means.

EO 13959 as amended by EO 14032 s.1 gives three boundaries: the listing, the day from which
purchases and sales are barred (60 days on), and the end of the divestment window (365 days on).
A boundary day already belongs to the later phase.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sanccheck.dates import last_full_day_before, say_date

if TYPE_CHECKING:
    from sanccheck.model.entries import Listing

EFFECTIVE_AFTER = timedelta(days=60)
DIVEST_WITHIN = timedelta(days=365)

# 50 USC 1622(d): an emergency ends on its anniversary unless a notice continues it. The notice of
# November 2025 runs to this day; none later was found.
EMERGENCY_KNOWN_UNTIL = date(2026, 11, 12)
RENEWAL_NOT_VERIFIED = (
    " Not verified: the emergency behind the programme was continued to 12 Nov 2026 and no later "
    "notice was found (50 USC 1622(d)); the programme is taken as in force."
)

NOT_BLOCKING = (
    "NS-CMIC blocks no assets, bars no other dealings and has no 50 percent rule: a subsidiary "
    "is covered only if it is itself listed (OFAC FAQ 857, 905)."
)
NOT_THE_LISTED_ENTITY = (
    "The party asked for is related to the listed entity and not named on the list. The bars name "
    "the listed entity (OFAC FAQ 857); what a prudent deal team does may go "
    "further: judge the deal with sanccheck assess."
)


class Phase(StrEnum):
    """A day's place in the life of an NS-CMIC listing."""

    P0 = "P0"  # not listed
    P1 = "P1"  # announced: listed, not yet effective
    P2 = "P2"  # wind-down: purchases barred, sales only to divest
    P3 = "P3"  # closed: purchases and sales barred, holding allowed


def effective_on(listing: Listing) -> date | None:
    """Return the day from which the bars run: as published, else 60 days after the listing."""
    if listing.effective_on is not None or listing.listed_on is None:
        return listing.effective_on
    return listing.listed_on + EFFECTIVE_AFTER


def divest_before(listing: Listing) -> date | None:
    """Return the end of the divestment window: as published, else 365 days after the listing."""
    if listing.divest_before is not None or listing.listed_on is None:
        return listing.divest_before
    return listing.listed_on + DIVEST_WITHIN


def phase(listing: Listing, as_of: date) -> Phase | None:
    """Return the phase on a day, or None where the listing's dates do not tell.

    >>> sensetime = Listing(listed_on=date(2021, 12, 10))
    >>> [str(phase(sensetime, day)) for day in (date(2021, 12, 9), date(2022, 2, 8))]
    ['P0', 'P2']
    """
    if listing.delisted_on is not None and as_of >= listing.delisted_on:
        return Phase.P0
    effective, divest = effective_on(listing), divest_before(listing)
    if divest is not None and as_of >= divest:
        return Phase.P3
    if listing.listed_on is not None and as_of < listing.listed_on:
        return Phase.P0
    if effective is None or divest is None:
        return None
    if as_of >= effective:
        return Phase.P2
    return None if listing.listed_on is None else Phase.P1


def cmic_dates(listing: Listing) -> str:
    """Write the dates of an NS-CMIC listing in one line.

    >>> cmic_dates(Listing(listed_on=date(2021, 12, 10)))
    'listed 10 Dec 2021; purchases barred from 8 Feb 2022; last full day to divest: 9 Dec 2022, New York'
    """  # noqa: E501 - the line is the example
    parts = []
    if listing.listed_on is not None:
        parts.append(f"listed {say_date(listing.listed_on)}")
    effective, divest = effective_on(listing), divest_before(listing)
    if effective is not None:
        parts.append(f"purchases barred from {say_date(effective)}")
    if divest is not None:
        parts.append(f"last full day to divest: {say_date(last_full_day_before(divest))}, New York")
    if listing.delisted_on is not None:
        parts.append(f"removed {say_date(listing.delisted_on)}")
    return "; ".join(parts) if parts else "no dates published"


def cmic_meaning(listing: Listing, as_of: date) -> str:
    """Say in plain words, with citations, what an NS-CMIC listing means for a US person that day.

    It speaks of the listed entity's publicly traded securities and those that give exposure to
    them; whether a party *is* that entity is for the evidence of a hit to say.
    """
    now = phase(listing, as_of)
    if now is None:
        return (
            "the list gives no dates for this entry, so what a US person may do on "
            f"{say_date(as_of)} is not known"
        )
    meaning = _MEANING[now].format(
        day=say_date(as_of),
        effective=_say(effective_on(listing)),
        divest=_say(divest_before(listing)),
        last=_say_last(divest_before(listing)),
    )
    if now is Phase.P0 or as_of < EMERGENCY_KNOWN_UNTIL:
        return meaning
    return meaning + RENEWAL_NOT_VERIFIED


_MEANING = {
    Phase.P0: "not listed on {day}: NS-CMIC barred nothing (EO 13959 as amended by EO 14032 s.1).",
    Phase.P1: (
        "listed, not yet effective on {day}: a US person may still buy and sell the listed "
        "entity's publicly traded securities; purchases are barred from {effective}, and what is "
        "bought now must be sold by {last}, New York, or held (EO 13959 as amended by EO 14032 "
        "s.1; OFAC FAQ 857)."
    ),
    Phase.P2: (
        "in force on {day}: a US person may not buy the listed entity's publicly traded "
        "securities or those that give exposure to them; sales, and purchases needed for them, "
        "only to divest, up to {last}, New York (EO 13959 as amended by EO 14032 s.1; OFAC FAQ "
        "857)."
    ),
    Phase.P3: (
        "in force on {day}, divestment window closed: a US person may neither buy nor sell the "
        "listed entity's publicly traded securities or those that give exposure to them without "
        "an OFAC licence, but may keep holding (EO 13959 as amended by EO 14032 s.1; OFAC FAQ "
        "857, 1046)."
    ),
}


def _say(day: date | None) -> str:
    return "a day not published" if day is None else say_date(day)


def _say_last(day: date | None) -> str:
    return "a day not published" if day is None else say_date(last_full_day_before(day))
