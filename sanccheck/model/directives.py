"""The directives under an executive order that an entry of a US list is subject to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanccheck.model.entries import Entry

_ORDER = re.compile(r"Executive Order (\d+) Directive (?:Determination|[Ii]nformation)")
_SUBJECT = re.compile(r"Subject to Directive (\d[a-zA-Z]?)")
_DATED = re.compile(r"(Listing|Effective) Date \(EO (\d+) Directive (\d[a-zA-Z]?)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One directive that an entry names, with the days that the entry gives for it."""

    order: str
    number: str
    listed_on: date | None = None
    effective_on: date | None = None


def directives_of(entry: Entry) -> tuple[Directive, ...]:
    """Return the directives that an entry says it is subject to, in the order of the entry.

    OFAC names most of them in words; Directive 2 under EO 14024 by its dates alone.
    """
    found: dict[tuple[str, str], None] = {}
    days: dict[tuple[str, str, str], date | None] = {}
    for label, value in (*entry.details, *_remarks(entry)):
        order = _ORDER.match(label)
        subject = _SUBJECT.match(value)
        if order is not None and subject is not None:
            found[order[1], subject[1].lower()] = None
        dated = _DATED.match(label)
        if dated is not None:
            found[dated[2], dated[3].lower()] = None
            days[dated[1], dated[2], dated[3].lower()] = _day(value)
    return tuple(
        Directive(
            order=order,
            number=number,
            listed_on=days.get(("Listing", order, number)),
            effective_on=days.get(("Effective", order, number)),
        )
        for order, number in found
    )


def _remarks(entry: Entry) -> list[tuple[str, str]]:
    """Take the directives out of remarks that a file keeps as one text."""
    return [
        (f"Executive Order {order} Directive Determination", subject)
        for order, subject in re.findall(
            r"Executive Order (\d+) Directive (?:Determination|[Ii]nformation)[ :-]*"
            r"(Subject to Directive \d[a-zA-Z]?)",
            entry.remarks or "",
        )
    ]


def _day(text: str) -> date | None:
    """Read a day as OFAC writes it, None where it is none.

    >>> _day("26 Mar 2022.")
    datetime.date(2022, 3, 26)
    """
    try:
        return datetime.strptime(text.strip(" ."), "%d %b %Y").date()  # noqa: DTZ007 - a civil date
    except ValueError:
        return None
