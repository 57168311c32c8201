"""Read dates written as YYYY-MM-DD, or less of it, and moments of time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sanccheck.dates import NEW_YORK
from sanccheck.model.entries import PartialDate
from sanccheck.parse.ofac_dates import read_birth

_ONE = r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T[\d:.]*Z?)?)?)?"
_BIRTH = re.compile(rf"(circa )?{_ONE}(?: to (?:circa )?{_ONE})?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)


def read_iso(text: str) -> date | None:
    """Return a full date as printed, with or without an offset from UTC; None where it is not one.

    >>> read_iso("2015-07-01-04:00"), read_iso("2015-13-01")
    (datetime.date(2015, 7, 1), None)
    """
    found = _DAY.fullmatch(text.strip())
    try:
        return None if found is None else date.fromisoformat(found[1])
    except ValueError:
        return None


def read_iso_birth(text: str) -> PartialDate:
    """Return a date of birth as far as it is known, in ISO form or as OFAC prints it.

    >>> read_iso_birth("1971-05").month, read_iso_birth("circa 1961").circa
    (5, True)
    """
    found = _BIRTH.fullmatch(text.strip())
    if found is None:
        return read_birth(text)
    circa, year, month, day, until, _month, _day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return PartialDate(text=text)
    return PartialDate(
        text=text,
        year=int(year),
        month=None if month is None else int(month),
        day=None if day is None else int(day),
        until_year=None if until is None else int(until),
        circa=circa is not None,
    )


def new_york_day(moment: str) -> date | None:
    """Return the day in New York of a moment, UTC where it names no zone; None if it is none.

    Days of lists are New York days, so a file of 2 a.m. in London is not a file of tomorrow.

    >>> new_york_day("2026-09-25T02:00:00")
    datetime.date(2026, 9, 24)
    """
    try:
        when = datetime.fromisoformat(moment.strip())
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return when.astimezone(ZoneInfo(NEW_YORK)).date()
    except (ValueError, OverflowError):
        return None
