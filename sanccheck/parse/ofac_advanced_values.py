"""What an OFAC advanced file refers to by number: its reference values, and its dates as printed.

Dates are written as the legacy forms print them, so that one reader serves both.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from sanccheck.errors import ListRefused
from sanccheck.parse.safe_xml import leaves, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DECEMBER = 12
_GREGORIAN = "Gregorian"
_SAYS = 40


class References:
    """The reference values of a file, by kind and number.

    Every look-up of a number that the file does not define refuses the file.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._texts: dict[tuple[str, str], str] = {}
        self._attributes: dict[tuple[str, str], dict[str, str]] = {}

    def take(self, sets: _Element) -> None:
        """Take all values of the ReferenceValueSets."""
        for values in sets:
            for value in values:
                key = local(value.tag), value.get("ID", "")
                self._texts[key] = " ".join((value.text or "").split())
                self._attributes[key] = {str(name): str(said) for name, said in value.items()}

    def text(self, kind: str, number: str | None) -> str:
        """Return what a number of a kind stands for."""
        text = self._texts.get((kind, number or ""))
        return self.refuse(kind, number) if text is None else text

    def attribute(self, kind: str, number: str | None, attribute: str) -> str:
        """Return an attribute of a reference value; "" where it has none."""
        found = self._attributes.get((kind, number or ""))
        return self.refuse(kind, number) if found is None else found.get(attribute, "")

    def refuse(self, kind: str, number: str | None) -> NoReturn:
        """Refuse the file for a reference that points to nothing."""
        raise ListRefused(
            f"{self._name}: refers to the {kind} '{(number or '')[:_SAYS]}', which it does not "
            "define; the file is damaged, download it again"
        )


def read_point(point: _Element) -> date | None:
    """Return the day of an element with Year, Month and Day; None where it is none."""
    fields = leaves(point)
    parts = [fields.get(part, "") for part in ("Year", "Month", "Day")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def say_period(period: _Element, references: References) -> str | None:
    """Write a DatePeriod as the legacy forms print it; "" where it is empty, None if unreadable.

    A boundary may itself be a span; the period is all that lies between the outermost days.
    """
    calendar = references.text("CalendarType", period.get("CalendarTypeID"))
    days: dict[str, list[date]] = {"Start": [], "End": []}
    circa = False
    for boundary in period:
        kind = local(boundary.tag)
        if kind not in days:
            continue
        circa = circa or boundary.get("Approximate") == "true"
        for point in boundary:
            day = read_point(point)
            if day is None:
                return None
            days[kind].append(day)
    said = say_days(days["Start"], days["End"])
    if calendar != _GREGORIAN and said:
        said = f"{said} ({calendar} calendar)"
    return f"circa {said}" if circa and said else said


def say_days(starts: list[date], ends: list[date]) -> str:
    """Write a period from the possible days of its start and of its end.

    >>> say_days([date(1962, 1, 1)], [date(1962, 12, 31)])
    '1962'
    """
    if not starts:
        return f"until {_day(max(ends))}" if ends else ""
    first, last = min(starts), max(ends or starts)
    if first == last:
        return _day(first)
    if (first.day, last.day) != (1, monthrange(last.year, last.month)[1]):
        return f"{_day(first)} to {_day(last)}"
    if (first.month, last.month) == (1, _DECEMBER):
        return _span(str(first.year), str(last.year))
    return _span(_month(first), _month(last))


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year:04}"


def _day(day: date) -> str:
    return f"{day.day:02} {_month(day)}"
