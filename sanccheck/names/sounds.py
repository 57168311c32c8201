"""Write the sound of a name's word, so that two ways to write one foreign name meet.

Vowels are what transliterations of Arabic, Persian and Russian names differ in most, and a few
consonants (q and k, j and dzh). What is left of "Mohammed", "Muhamad" and the Arabic letters is
the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

# In this order: longer groups first.
_GROUPS = (
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("dzh", "j"),
    ("ch", "c"),
    ("sh", "s"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ck", "k"),
    ("ts", "c"),
    ("tz", "c"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("z", "s"),
)
_LETTERS = str.maketrans({one: other for one, other in _GROUPS if len(one) == 1})
# A j that no vowel follows is one itself ("Andrej"); "-off" is how "-ov" was once written.
_VOWEL_J = re.compile(r"(?<=.)j(?![aeiouy])")
_REPEATED = re.compile(r"(.)\1+")
_SOFT = re.compile(r"[aeiouy]|h$")
_LEAST = 2
# What is heard of a word says enough from here on; of fewer letters only beside a bare skeleton.
ENOUGH = 3
_VOWELS = frozenset("aeiou")


@lru_cache(maxsize=65536)
def sound(word: str) -> str | None:
    """Return what is heard of a word beside its vowels, or None where that says too little.

    >>> sound("mohammed") == sound("muhamad"), sound("mehdi") == sound("mohamed"), sound("ali")
    (True, False, None)
    >>> sound("petroff") == sound("petrov"), sound("andrej") == sound("andrey")
    (True, True)
    """
    if not word.isascii() or not word.isalpha():
        return None
    word = _VOWEL_J.sub("y", word)
    for group, letter in _GROUPS:
        if group in word:
            word = word.replace(group, letter)
    return _said(_REPEATED.sub(r"\1", word))


def sounds(word: str) -> tuple[str, ...]:
    """Return all that may be heard of a word.

    Of one without vowels a w may stand for one, and an h after another letter for itself. A j may
    be said as a y, and a tj as a ch.

    >>> sounds("zytwn"), sounds("zaytun")
    (('stvn', 'stn'), ('stn',))
    >>> sounds("thr"), sounds("tahir"), sounds("nikolajevitj")[-1] == sound("nikolayevich")
    (('tr', 'thr'), ('thr',), True)
    """
    heard = [sound(word)]
    if is_skeleton(word):
        ways = {word, word.replace("w", "")}
        heard += [sound(way) for way in ways]
        heard += [_letter_by_letter(way) for way in ways]
    elif "j" in word:
        heard += [sound(word.replace("tj", "ch").replace("j", "y"))]
    return tuple(dict.fromkeys(one for one in heard if one is not None))


def _letter_by_letter(skeleton: str) -> str | None:
    """Return what is heard of a word without vowels where each of its letters is one sound."""
    return _said(skeleton.translate(_LETTERS)) if skeleton.isascii() else None


def _said(word: str) -> str | None:
    if word.endswith(("of", "ef")):
        word = f"{word[:-1]}v"
    heard = _SOFT.sub("", word)
    return heard if len(heard) >= _LEAST else None


def is_skeleton(word: str) -> bool:
    """Say whether a word is written without its vowels, as names in Arabic letters are.

    >>> is_skeleton("mhmd"), is_skeleton("muhammad")
    (True, False)
    """
    return _VOWELS.isdisjoint(word) and word.isalpha()
