"""Take apart the names of Canada's list: two languages in one, aliases in running text.

The publisher separates aliases with ";" and writes "English/French". Everything else (commas,
"or", "Russian:", "(also known as …)") is running text: the whole stays a name as published, and
its parts are names beside it. A part that only a comma or "or" cuts off is weak, for commas also
stand within names, and so is a single word; where every part of an enumeration of a person's
names is of several words, they are names like any other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sanccheck.names.legal_forms import FORM_WORDS
from sanccheck.names.normalise import words

_BRACKETS = re.compile(r"\([^()]*\)")
_ALSO = re.compile(r"(?P<name>.+?)\s*\(also known as (?P<other>.+?)\)?")
_LANGUAGE = re.compile(
    r"[\s,;(]*\b(?:Belarus+ian|Russian|Ukrainian|Arabic|Persian|Farsi|Hebrew|Chinese|Spanish|"
    r"French|English)\s*:\s*"
)
_CYRILLIC_AND = re.compile(r"(?<=[\u0400-\u04ff»”\"])\s+(?:and|or)\s+(?=[\u0400-\u04ff«“\"])")
_COMMAS = re.compile(r"\s*,\s*")
_OR = re.compile(r"\s+or\s+")
_AND = re.compile(r"\s+and\s+")
_SLASH = re.compile(r"\s*/\s*")
_ASIDE = "\ue000"


class Part(NamedTuple):
    """A name, as published or a part of one; a weak one is not certain to be a name by itself."""

    text: str
    weak: bool


def entity_names(text: str) -> list[Part]:
    """Return the whole name of an entity or ship, then its parts.

    >>> [part.text for part in entity_names("Iranian Navy/Force navale iranienne")]
    ['Iranian Navy/Force navale iranienne', 'Iranian Navy', 'Force navale iranienne']
    """
    whole = _tidy(text).rstrip(";")
    found = [Part(whole, weak=False)]
    also = _ALSO.fullmatch(whole)
    if also is not None:
        found += [Part(also["name"], weak=False), Part(also["other"], weak=False)]
        cut = _enumerated(also["other"], (_COMMAS, _AND))
        found += [part for part in cut if len(words(part.text)) > 1]
    else:
        found += _cut(whole, _SLASH)
    return distinct(found)


def aliases(text: str, *, person: bool) -> list[Part]:
    """Return the aliases that a text holds: those the publisher separates, then their parts.

    >>> [part.text for part in aliases("BSZ, Metal Holding; Завод / Заводъ", person=False)]
    ['BSZ, Metal Holding', 'BSZ', 'Metal Holding', 'Завод / Заводъ', 'Завод', 'Заводъ']
    """
    found: list[Part] = []
    for piece in _split_outside(_tidy(text), re.compile(r"\s*;\s*")):
        whole = _tidy(piece)
        if not words(whole):
            continue
        found.append(Part(whole, weak=False))
        for spoken in _LANGUAGE.split(whole):
            for named in _CYRILLIC_AND.split(spoken):
                if _tidy(named) != whole:
                    found += _part(named)
                found += _cut(named, _SLASH)
                found += _cuts(named, person=person)
    return distinct(found)


def _cuts(text: str, *, person: bool) -> list[Part]:
    found = _enumerated(text, (_COMMAS, _OR, _SLASH))
    if person and all(len(words(part.text)) > 1 for part in found):
        return [Part(part.text, weak=False) for part in found]
    return found


def _cut(text: str, at: re.Pattern[str]) -> list[Part]:
    """Return the two languages or spellings on either side of one sign, where there are two."""
    pieces = _split_outside(text, at)
    if len(pieces) != 2:  # noqa: PLR2004 - two languages
        return []
    return [part for piece in pieces for part in _part(piece)]


def _enumerated(text: str, separators: tuple[re.Pattern[str], ...]) -> list[Part]:
    """Return the pieces of an enumeration, weak; a piece that is only a legal form is no name."""
    pieces = [text]
    for separator in separators:
        pieces = [cut for piece in pieces for cut in _split_outside(piece, separator)]
    if len(pieces) == 1:
        return []
    return [Part(part.text, weak=True) for piece in pieces for part in _part(piece)]


def _part(text: str) -> list[Part]:
    plain = _tidy(text)
    # A bracket whose other half was cut off.
    if plain.count("(") != plain.count(")"):
        plain = plain.strip("() ")
    tokens = words(plain)
    if not tokens or all(token in FORM_WORDS for token in tokens) or len(plain) == 1:
        return []
    return [Part(plain, weak=len(tokens) == 1)]


def _split_outside(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text, but not within brackets."""
    hidden = _BRACKETS.sub(lambda found: _ASIDE * len(found[0]), text)
    pieces: list[str] = []
    at = 0
    for found in separator.finditer(hidden):
        pieces.append(text[at : found.start()])
        at = found.end()
    pieces.append(text[at:])
    return [piece for piece in pieces if piece.strip()]


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;/")


def distinct(parts: list[Part]) -> list[Part]:
    """Return each text once, not weak where it stands somewhere as a name that is not."""
    strong = {part.text for part in parts if not part.weak}
    return [Part(text, text not in strong) for text in dict.fromkeys(part.text for part in parts)]
