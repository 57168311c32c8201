"""Take the names of a record whose publisher marks weak and former ones, and splits some badly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.model.entries import NameKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.parse.record import Record

_LETTERED = re.compile(r"(?:^|\s+)[a-z]\)\s+")
_SCRIPT_SAID = re.compile(r"\(?original script\)?:?\s*", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")


class Alias(NamedTuple):
    """A name as a record says it."""

    text: str
    former: bool = False
    weak: bool = False
    given: str | None = None
    family: str | None = None


def add_aliases(record: Record, aliases: Sequence[Alias], main: Alias) -> None:
    """Add the names, the main one first; a text that stands twice is weak only where each is."""
    add = record.add_name
    add(main.text, NameKind.PRIMARY, weak=main.weak, given=main.given, family=main.family)
    for alias in aliases:
        if alias is not main:
            kind = NameKind.FORMER if alias.former else NameKind.ALIAS
            add(alias.text, kind, weak=alias.weak, given=alias.given, family=alias.family)


def names_within(text: str) -> list[str]:
    """Return the names that one field holds: joined by semicolons, or in another script behind.

    >>> names_within("Made Up; Maid Up"), names_within("Jin Example (金例)")
    (['Made Up', 'Maid Up'], ['Jin Example', '金例'])
    >>> names_within("Made-Up Movement (MUM)")
    ['Made-Up Movement (MUM)']
    """
    text = " ".join(text.split()).strip(" ,")
    base, inner = _bracketed(text)
    if base and not any(character.isdigit() for character in inner):
        inner = _SCRIPT_SAID.sub("", inner)
        if ";" in inner or has_latin(base) != has_latin(inner):
            return [*_split(base), *_split(inner)]
    return _split(text) or [text]


def has_latin(text: str) -> bool:
    """Tell whether a text holds a Latin letter."""
    return _LATIN.search(text) is not None


def _split(text: str) -> list[str]:
    names = [name for part in _LETTERED.split(text) for name in _between_semicolons(part)]
    return [name.strip() for name in names if name.strip()]


def _between_semicolons(text: str) -> list[str]:
    """Split at each semicolon that stands in no brackets, in one pass whatever the text."""
    pieces: list[str] = []
    end, within = len(text), False
    for at in range(len(text) - 1, -1, -1) if ";" in text else ():
        if text[at] in "()":
            within = text[at] == ")"
        elif text[at] == ";" and not within:
            pieces.append(text[at + 1 : end])
            end = at
    return [text[:end], *reversed(pieces)]


def _bracketed(text: str) -> tuple[str, str]:
    """Return what stands before, and in, the brackets that close a text; twice nothing if none."""
    if not text.endswith(")"):
        return "", ""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if depth == 0:
            return text[:at].strip(), text[at + 1 : -1].strip()
    return "", ""
