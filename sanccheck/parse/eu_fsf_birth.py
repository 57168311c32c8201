"""Read a date of birth as the EU's consolidated list writes it: whole, in parts, or as years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sanccheck.model.entries import PartialDate
from sanccheck.parse.iso_dates import read_iso

if TYPE_CHECKING:
    from collections.abc import Mapping

# A converted date of another calendar is taken where its year can be one of ours.
_OUR_YEARS = range(1850, 2200)
_MONTHS, _DAYS = range(1, 13), range(1, 32)


def read_birth(fields: Mapping[str, str]) -> PartialDate | None:
    """Read a date of birth; a year of another calendar stays in the text only."""
    get = fields.get
    text = get("birthdate") or _said(fields)
    if not text:
        return None
    circa = get("circa") == "true"
    calendar = get("calendarType", "GREGORIAN")
    ours = calendar == "GREGORIAN"
    day = read_iso(get("birthdate", ""))
    shown = f"circa {text}" if circa else text
    if day is not None and (ours or day.year in _OUR_YEARS):
        return PartialDate(text=shown, year=day.year, month=day.month, day=day.day, circa=circa)
    if not ours:
        return PartialDate(text=f"{shown} ({calendar.lower()} calendar)", circa=circa)
    year, month = _number(get("year"), _OUR_YEARS), _number(get("monthOfYear"), _MONTHS)
    start = _number(get("yearRangeFrom"), _OUR_YEARS)
    if year is None:
        until = _number(get("yearRangeTo"), _OUR_YEARS)
        return PartialDate(text=shown, year=start, until_year=until, circa=circa)
    of_month = None if month is None else _number(get("dayOfMonth"), _DAYS)
    return PartialDate(text=shown, year=year, month=month, day=of_month, circa=circa)


def _said(fields: Mapping[str, str]) -> str:
    """Write out a date that is given in parts.

    >>> _said({"year": "1961", "monthOfYear": "8"}), _said({"yearRangeTo": "1980"})
    ('1961-08', 'until 1980')
    """
    start, end, year = (fields.get(key) for key in ("yearRangeFrom", "yearRangeTo", "year"))
    if year:
        parts = [fields.get("monthOfYear"), fields.get("dayOfMonth")]
        return "-".join([year, *(part.zfill(2) for part in parts if part)])
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def _number(text: str | None, within: range) -> int | None:
    if text is None or re.fullmatch(r"[0-9]{1,4}", text) is None:
        return None
    return int(text) if int(text) in within else None
