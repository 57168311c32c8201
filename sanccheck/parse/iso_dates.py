"""Read the dates that lists print as 2024-05-13, with or without an offset from UTC."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)


def read_iso(text: str) -> date | None:
    """Return a full date as printed, None where it is not one.

    >>> read_iso("2015-07-01-04:00"), read_iso("2015-13-01")
    (datetime.date(2015, 7, 1), None)
    """
    found = _DAY.fullmatch(text.strip())
    try:
        return None if found is None else date.fromisoformat(found[1])
    except ValueError:
        return None
