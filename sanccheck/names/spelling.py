"""Write words that mean the same in one way: abbreviations, spelling, plurals, numbers."""

from __future__ import annotations

from functools import lru_cache

from sanccheck.names.tables import KEPT_WORDS, read_table
from sanccheck.names.weights import CLASSES, is_counted

SAME_WORDS = {written: meant for written, meant in read_table("same_words.tsv")}  # noqa: C416 - typed
_WAYS: dict[str, list[str]] = {}
for _written, _meant in SAME_WORDS.items():
    _WAYS.setdefault(_meant, []).append(_written)
_NUMBERS = {(written, when): digits for written, digits, when in read_table("numbers.tsv")}
_NUMBER_WORDS = frozenset(written for written, _ in _NUMBERS)
_COUNTED = CLASSES["counted"]
_PLURAL_FROM = 5
_SLIP_FROM = 6


@lru_cache(maxsize=KEPT_WORDS)
def canonical(word: str) -> str:
    """Return the one way in which a word is written.

    A plural becomes its singular only where that is a common word: the last letter of a rare
    name is its own.

    >>> [canonical(word) for word in ("intl", "technologies", "defence", "paris")]
    ['international', 'technology', 'defense', 'paris']
    """
    known = SAME_WORDS.get(word)
    if known is not None:
        return known
    if len(word) >= _PLURAL_FROM:
        if word.endswith("s"):
            single = word[:-3] + "y" if word.endswith("ies") else word[:-1]
            if is_counted(single):
                return SAME_WORDS.get(single, single)
        elif word.endswith("isation"):
            return word[:-7] + "ization"
    return word


@lru_cache(maxsize=KEPT_WORDS)
def misspelt(word: str) -> str | None:
    """Return what a word with one slip in it is meant for, where that is written in several ways.

    A slip in "industries" lies too far from "industry" to be told by the letters alone.

    >>> misspelt("industriees"), misspelt("hikvision")
    ('industry', None)
    """
    if len(word) < _SLIP_FROM:
        return None
    known = _slips()
    for rest in (word, *(word[:i] + word[i + 1 :] for i in range(len(word)))):
        if rest in known:
            return known[rest]
    return None


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """Return the longer words that are written in several ways, with one letter dropped or none."""
    written = {word: meant for word, meant in SAME_WORDS.items() if len(word) >= _SLIP_FROM}
    for word in SAME_WORDS.values():
        written.setdefault(word[:-1] + "ies" if word.endswith("y") else word + "s", word)
    found: dict[str, str] = {}
    for word, meant in written.items():
        if len(word) >= _SLIP_FROM:
            for i in range(len(word)):
                found.setdefault(word[:i] + word[i + 1 :], meant)
    return found | written


def ways_to_write(word: str) -> tuple[str, ...]:
    """Return a word and the others that mean it.

    >>> ways_to_write("center")
    ('center', 'centre', 'cntr', 'ctr', 'tsentr')
    """
    return (word, *_WAYS.get(word, ()))


def may_be_number(word: str) -> bool:
    """Say whether `number` may read a word as digits, whatever stands before it."""
    return word.isdigit() or word in _NUMBER_WORDS


def number(word: str, before: str | None) -> str | None:
    """Return the digits that a word stands for, or None; `before` is the word before it.

    A Roman number counts only after another word, a lone I, V or X only after a word that is
    counted ("Fund I").

    >>> number("iv", "fund"), number("iv", None), number("i", "fund"), number("i", "robot")
    ('4', None, '1', None)
    """
    if word.isdigit() and word.isascii():
        return word.lstrip("0") or "0"
    digits = _NUMBERS.get((word, "always"))
    if digits is None and before is not None:
        digits = _NUMBERS.get((word, "after"))
        if digits is None and before in _COUNTED:
            digits = _NUMBERS.get((word, "counted"))
    return digits
