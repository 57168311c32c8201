"""Read the dates of the UK Sanctions List: "29/06/2012", "29-06-2012", "dd/mm/1945", "1946"."""

from __future__ import annotations

import re
from datetime import date

from sanccheck.dates import day_of
from sanccheck.model.entries import PartialDate

_FULL = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_PARTS = re.compile(r"(?:(?:(dd|\d{1,2})[/-])?(mm|\d{1,2})[/-])?(\d{4})", re.IGNORECASE)
_REPORT = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_day(text: str) -> date | None:
    """Return a full date written day first, None where it is not one.

    >>> read_day("29/06/2012")
    datetime.date(2012, 6, 29)
    """
    found = _FULL.fullmatch(text.strip())
    return None if found is None else day_of(int(found[3]), int(found[2]), int(found[1]))


def read_report_day(text: str) -> date | None:
    """Return the date of a "Report Date" line.

    >>> read_report_day("24-Jun-2026")
    datetime.date(2026, 6, 24)
    """
    found = _REPORT.fullmatch(text.strip())
    if found is None or found[2].lower() not in _MONTHS:
        return None
    return day_of(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))


def read_birth(text: str) -> PartialDate:
    """Return a date of birth as far as it is known; "dd", "mm" and "00" stand for unknown.

    A day or month that cannot be is left out; the text as published stays in any case.

    >>> read_birth("dd/05/1945")
    PartialDate(text='dd/05/1945', year=1945, month=5, day=None, until_year=None, circa=False)
    """
    text = text.strip()
    found = _PARTS.fullmatch(text)
    if found is None or int(found[3]) == 0:
        return PartialDate(text=text)
    year, month, day = int(found[3]), _known(found[2]), _known(found[1])
    if month is None or day_of(year, month, 1) is None:
        return PartialDate(text=text, year=year)
    if day is None or day_of(year, month, day) is None:
        return PartialDate(text=text, year=year, month=month)
    return PartialDate(text=text, year=year, month=month, day=day)


def _known(part: str | None) -> int | None:
    return int(part) or None if part is not None and part.isdigit() else None
