"""Read the dates that OFAC prints: "10 Dec 2021", "circa 1961", "1960 to 1962"."""

from __future__ import annotations

import re
from datetime import date

from sanccheck.dates import day_of
from sanccheck.model.entries import PartialDate

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_ONE = r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2}) )?(\d{4})"
_BIRTH = re.compile(rf"(circa )?{_ONE}(?:(?: to |-)(?:circa )?{_ONE})?")


def read_day(text: str) -> date | None:
    """Return a full date, None where it is not one.

    >>> read_day("10 Dec 2021")
    datetime.date(2021, 12, 10)
    """
    found = re.fullmatch(_ONE, text.strip())
    if found is None or found[1] is None or found[2] not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS[found[2]], int(found[1]))
    except ValueError:
        return None


def read_birth(text: str) -> PartialDate:
    """Return a date of birth as far as it is known; the text as published stays in any case.

    >>> read_birth("1960 to 1962").until_year
    1962
    """
    found = _BIRTH.fullmatch(text.strip())
    if found is None:
        return PartialDate(text=text)
    circa, day, month, year, _day, _month, until = found.groups()
    if month is not None and month not in _MONTHS:
        return PartialDate(text=text)
    if day and month and day_of(int(year), _MONTHS[month], int(day)) is None:
        return PartialDate(text=text)
    return PartialDate(
        text=text,
        year=int(year),
        month=None if month is None else _MONTHS[month],
        day=None if day is None else int(day),
        until_year=None if until is None else int(until),
        circa=circa is not None,
    )
