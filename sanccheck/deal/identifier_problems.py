"""Registered numbers of a deal file that cannot be read, or cannot be right as typed.

A LEI and an ISIN carry check digits that every issued one has; a wrong one would only keep a hit
by number from being found. Numbers of other schemes are compared as typed, and flagged.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.deal.schema import Deal
from sanccheck.errors import UsageError
from sanccheck.names.identifiers import parse_identifier

Where = tuple[str | int, ...]
_CHECKED = {"lei": "an LEI, 20 characters", "isin": "an ISIN, 12 characters"}


def identifier_problems(deal: Deal) -> Iterator[tuple[Where, str]]:
    """Yield the problem of each identifier that has one, with its place."""
    typed: list[tuple[Where, str]] = [
        (("parties", index, "ids", number), text)
        for index, party in enumerate(deal.parties)
        for number, text in enumerate(party.ids)
    ]
    if deal.security.isin is not None:
        typed.append((("security", "isin"), f"isin:{deal.security.isin}"))
    for where, text in typed:
        problem = _problem(text)
        if problem is not None:
            yield where, problem


def _problem(text: str) -> str | None:
    try:
        item = parse_identifier(text)
    except UsageError as error:
        return str(error)
    if item.valid is not False or item.scheme not in _CHECKED:
        return None
    return (
        f"{item.scheme} '{item.value[:40]}' has not the form or the check digits of "
        f"{_CHECKED[item.scheme]}; correct it, or leave it out"
    )
