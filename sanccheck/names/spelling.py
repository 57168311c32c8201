"""Write words that mean the same in one way: abbreviations, spelling, plurals, numbers."""

from __future__ import annotations

from functools import lru_cache

from sanccheck.names.tables import KEPT_WORDS, read_table
from sanccheck.names.weights import CLASSES, is_counted

_TABLE = read_table("same_words.tsv")
SAME_WORDS = {row[0]: row[1] for row in _TABLE}
# Of a Chinese word ("shangye", commerce) a slip is as likely a name of its own.
_PINYIN = frozenset(row[0] for row in _TABLE if len(row) > 2)  # noqa: PLR2004 - a third column
_WAYS: dict[str, list[str]] = {}
for _written, _meant in SAME_WORDS.items():
    _WAYS.setdefault(_meant, []).append(_written)
_NUMBERS = {(written, when): digits for written, digits, when in read_table("numbers.tsv")}
_NUMBER_WORDS = frozenset(written for written, _ in _NUMBERS)
_COUNTED = CLASSES["counted"]
_PLURAL_FROM = 5
_SLIP_FROM = 6
_SHORT_FROM = 4


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
    if len(word) < _SLIP_FROM - 1:  # one letter of the shortest may be missing
        return None
    known = _slips()
    for rest in (word, *(word[:i] + word[i + 1 :] for i in range(len(word)))):
        if rest in known:
            return known[rest]
    return None


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """Return the longer words that are written in several ways, with one letter dropped or none."""
    written = {
        word: meant
        for word, meant in SAME_WORDS.items()
        if len(word) >= _SLIP_FROM and word not in _PINYIN
    }
    for word in SAME_WORDS.values():
        written.setdefault(word[:-1] + "ies" if word.endswith("y") else word + "s", word)
    found: dict[str, str] = {}
    for word, meant in written.items():
        if len(word) >= _SLIP_FROM:
            for i in range(len(word)):
                found.setdefault(word[:i] + word[i + 1 :], meant)
    return found | written


@lru_cache(maxsize=KEPT_WORDS)
def short_way_meant(word: str) -> str | None:
    """Return the abbreviation or number word that a word is one slip from, None where it is none.

    Too short, or too like other names, to be told alone: what stands beside it must agree.

    >>> short_way_meant("techh"), short_way_meant("irst"), short_way_meant("sense")
    ('tech', 'first', None)
    """
    if not _SHORT_FROM <= len(word) <= _SLIP_FROM + 1 or not word.isascii() or not word.isalpha():
        return None
    known = _short_ways()
    kept = {
        way: len(rest)
        for rest in sorted(_without_one(word), key=len)
        for way in known.get(rest, ())
    }
    return min(
        kept, key=lambda way: (len(way) - 2 * kept[way], way[0] != word[0], way), default=None
    )


@lru_cache(maxsize=1)
def _short_ways() -> dict[str, list[str]]:
    """Return the shorter ways to write common words, by what is left of them without a letter."""
    found: dict[str, list[str]] = {}
    numbers = (written for written, when in _NUMBERS if when == "always" and written.isalpha())
    for way in (
        *(SAME_WORDS.keys() - _PINYIN),
        *(word for word in numbers if len(word) > _SHORT_FROM),
    ):
        if _SHORT_FROM <= len(way) <= _SLIP_FROM:
            for rest in _without_one(way):
                found.setdefault(rest, []).append(way)
    return found


def _without_one(word: str) -> set[str]:
    """Return a word, and what is left of it without each of its letters."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


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
