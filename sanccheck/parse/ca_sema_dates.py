"""Read the dates of birth of Canada's list, which were typed by hand in many ways."""

from __future__ import annotations

import re

from sanccheck.dates import day_of
from sanccheck.model.entries import PartialDate

_OR = re.compile(r"\s+or\s+|\s*;\s*", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEARS = re.compile(r"((?:18|19|20)\d{2})\s*(?:-|\u2013|to)\s*((?:18|19|20)\d{2})")
_DECADE = re.compile(
    r"(?:born )?(?:in )?(?:the )?(?:early |mid[ -]?|late )?(\d{3}0)s", re.IGNORECASE
)
_CIRCA = re.compile(r"(?:circa|approximately|about|c\.)\s*", re.IGNORECASE)


def read_births(text: str) -> tuple[PartialDate, ...]:
    """Return each date of birth that is given, as far as it is known.

    "Sep-99" does not say its century and a bare spreadsheet number is no date: they are not read.

    >>> [one.day for one in read_births("1972-08-10 or 1972-08-11")]
    [10, 11]
    """
    return tuple(_read(part) for part in _OR.split(" ".join(text.split())) if part)


def _read(text: str) -> PartialDate:
    circa = _CIRCA.match(text)
    plain = text if circa is None else text[circa.end() :]
    is_circa = circa is not None
    years = _YEARS.fullmatch(plain)
    if years is not None and years[1] <= years[2]:
        return PartialDate(text=text, year=int(years[1]), until_year=int(years[2]), circa=is_circa)
    decade = _DECADE.fullmatch(plain)
    if decade is not None:
        first = int(decade[1])
        return PartialDate(text=text, year=first, until_year=first + 9, circa=True)
    found = _DAY.fullmatch(plain)
    if found is None or int(found[1]) == 0:
        return PartialDate(text=text)
    year, month, day = (None if part is None else int(part) for part in found.groups())
    if year is None or (month is not None and day_of(year, month, day or 1) is None):
        return PartialDate(text=text)
    return PartialDate(text=text, year=year, month=month, day=day, circa=is_circa)
