"""Weigh the words of names: a rare word tells a company from others, a common one does not.

The counts come with the program (data/word_weights.tsv) and never from the lists that are
loaded, so that adding a list changes no score. Words of which a count would say too little (the
samples hold few Chinese or Iranian companies) are weighed by hand.
"""

from __future__ import annotations

import math
from functools import cached_property, lru_cache

from sanccheck.names.places import place
from sanccheck.names.tables import KEPT_WORDS, read_classes, read_table, table_text

# A word counted this often or more weighs nothing, one counted this seldom weighs all.
COMMON = 8000
RARE = 4

NEUTRAL_WEIGHT = 0.05
GENERIC_WEIGHT = 0.1
PARTICLE_WEIGHT = 0.03
LETTER_WEIGHT = 0.12
NUMBER_WEIGHT = 0.3
COUNTRY_WEIGHT = 0.15
CITY_WEIGHT = 0.25
# From here up a word is distinctive: without one that agrees there is no hit.
DISTINCTIVE = 0.4

CLASSES = read_classes()
_PARTICLES = CLASSES["particle"]
_GENERIC = CLASSES["generic"]
# Words that come and go with who writes the name.
NEUTRAL_WORDS = _PARTICLES | CLASSES["neutral"]

_BY_CLASS = (
    (_PARTICLES, PARTICLE_WEIGHT),
    (NEUTRAL_WORDS, NEUTRAL_WEIGHT),
    (_GENERIC, GENERIC_WEIGHT),
)
# A short word is shared by chance more easily than a long one, however rare.
_SHORT_WEIGHTS = {2: 0.45, 3: 0.7, 4: 0.9}

_TABLE = "word_weights.tsv"
_FEW = 64


@lru_cache(maxsize=KEPT_WORDS)
def weight(word: str) -> float:
    """Return how much a word, in its comparable form, tells a name from others: 0.03 to 1.

    >>> weight("group"), weight("hikvision"), weight("shanghai")
    (0.05, 1.0, 0.25)
    """
    for words, given in _BY_CLASS:
        if word in words:
            return given
    if not word.isascii():
        return _weigh_han(word)
    if word.isdigit() or len(word) == 1:
        return NUMBER_WEIGHT if word.isdigit() else LETTER_WEIGHT
    where = place(word)
    if where is not None:
        return CITY_WEIGHT if where[1] else COUNTRY_WEIGHT
    return _weigh_by_count(word)


@lru_cache(maxsize=KEPT_WORDS)
def is_common(word: str) -> bool:
    """Say whether a word is known as a word of many names, so that it is hardly a slip of another.

    >>> is_common("marine"), is_common("hikvision")
    (True, False)
    """
    return is_counted(word) or place(word) is not None


def is_counted(word: str) -> bool:
    """Say whether a word is known by hand or by count as one of many names."""
    return word in _GENERIC or _count(word) > 0


def is_neutral(word: str) -> bool:
    """Say whether a word comes and goes with who writes the name: "group", "of", "corporation".

    >>> is_neutral("group"), is_neutral("mobile")
    (True, False)
    """
    return word in NEUTRAL_WORDS


def _weigh_by_count(word: str) -> float:
    count = _count(word)
    if count <= RARE:
        return _SHORT_WEIGHTS.get(len(word), 1.0)
    return max(GENERIC_WEIGHT, math.log(COMMON / count) / math.log(COMMON / RARE))


def _weigh_han(word: str) -> float:
    from sanccheck.names.han import is_known, latin

    return weight(latin(word)) if is_known(word) else 1.0


class _Counts:
    """The counts of words: looked up in the file at first, in a dictionary from some words on.

    One name is screened sooner so, since making the dictionary takes as long as all its matching.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._all: dict[str, int] | None = None

    def of(self, word: str) -> int:
        """Return how often a word was counted, 0 where it is not in the table."""
        if self._all is not None:
            return self._all.get(word, 0)
        self._asked += 1
        if self._asked > _FEW:
            self._all = {word: int(count) for word, count in read_table(_TABLE)}
        _, found, rest = self._text.partition(f"\n{word}\t")
        return int(rest.partition("\n")[0]) if found else 0

    @cached_property
    def _text(self) -> str:
        return f"\n{table_text(_TABLE)}"


_count = _Counts().of
