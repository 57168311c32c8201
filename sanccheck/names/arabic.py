"""Write names in Arabic letters in Latin ones, as far as their words are common in names.

Arabic letters leave most vowels out, so that a word by itself gives its consonants alone ("hmd").
The common words of names are known with their vowels; what is left is written letter by letter
and compared by its sound.
"""

from __future__ import annotations

import re

from sanccheck.names.tables import read_table

ARABIC = re.compile("[\u0620-\u06ff]+")
# Marks of vowels, and the stroke that only makes a word longer.
_UNWRITTEN = re.compile("[\u0640\u064b-\u065f\u0670]")
# Letters that are written for each other: alif, ya, kaf and ha with their kin.
_ONE_LETTER = str.maketrans("أإآٱىیےئکةۀھہؤ", "اااايييي" + "كههههو")
# "Servant of", with the name of God written together with it or apart.
_SERVANT = re.compile("(?<!\\w)عبد ?ال(?!له)(?=\\w{3})")
_SERVANT_OF_GOD = re.compile("(?<!\\w)عبد ?الله(?!\\w)")
# The article is written together with its word in Arabic letters, and apart in Latin ones.
_ARTICLE = re.compile("(?<!\\w)ال(?=\\w{3})")
# Of two names written as one each has so many letters or more.
_SHORTEST = 3


def _read_words() -> dict[str, str]:
    found: dict[str, str] = {}
    for latin, forms in read_table("arabic_words.tsv"):
        found.update((form, latin) for form in forms.split(", "))
    return found


_WORDS = _read_words()


def in_latin(text: str) -> str:
    """Return a text with the Arabic words that are common in names in Latin letters.

    >>> in_latin("عبدالرحمان احمد"), in_latin("محمدحسین الشعار")
    ('abdul rahman ahmad', 'muhammad husayn al شعار')
    """
    text = _UNWRITTEN.sub("", text).translate(_ONE_LETTER)
    text = _SERVANT_OF_GOD.sub("abdullah", text)
    text = _SERVANT.sub("abdul ", text)
    text = _ARTICLE.sub("al ", text)
    return ARABIC.sub(_word, text)


def _word(found: re.Match[str]) -> str:
    word = found.group()
    known = _WORDS.get(word)
    if known is not None:
        return known
    # Two names are often written as one ("Muhammad-Husayn").
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, second = _WORDS.get(word[:at]), _WORDS.get(word[at:])
        if first is not None and second is not None:
            return f"{first} {second}"
    return word
