"""Civil dates, periods, and the instants at which US law switches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sanccheck.errors import UsageError

NEW_YORK = "America/New_York"


def parse_date(text: str, what: str = "date") -> date:
    """Return the civil date written as YYYY-MM-DD.

    Raises:
        UsageError: for any other form, naming `what` was being read.

    >>> parse_date("2021-12-10")
    datetime.date(2021, 12, 10)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(f"{what} '{text[:40]}' is not a date; write YYYY-MM-DD")
    return day


def say_date(day: date) -> str:
    """Write a date as a reader of any country reads it.

    >>> say_date(date(2022, 12, 9))
    '9 Dec 2022'
    """
    return f"{day.day} {day:%b %Y}"


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the civil day of these numbers, None where there is no such day.

    >>> day_of(2023, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def midnight(day: date) -> datetime:
    """Return the instant at which a civil day begins in New York."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(NEW_YORK))


def new_york_day(moment: datetime) -> date:
    """Return the civil day in New York of a moment that knows its zone."""
    return moment.astimezone(ZoneInfo(NEW_YORK)).date()


def last_full_day_before(day: date) -> date:
    """Return the last whole day before a boundary that falls on `day`."""
    return day - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A half-open interval of civil dates: `start` is in it, `end` is not; None is unbounded."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        if self.start is not None and day < self.start:
            return False
        return self.end is None or day < self.end
