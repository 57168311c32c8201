"""Read names in Han characters: split them into words, and write them in Latin letters.

A Chinese company name has no spaces: a place, what makes it unlike others, its trade, its form
(杭州|海康威视|数字|技术|股份有限公司). Known places and trades are cut out, what is left over
is the distinctive part. In Latin letters a place and the distinctive part stand in pinyin, a trade
in English, which is how such companies write their own names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from sanccheck.names.legal_forms import HAN_FORMS
from sanccheck.names.tables import read_table

_KNOWN = {word: latin for word, latin, _ in read_table("han_words.tsv")}
_PLACES = frozenset(word for word, _, kind in read_table("han_words.tsv") if kind == "place")
_READ_IN_NAMES = {char: pinyin for char, pinyin in read_table("han_readings.tsv")}  # noqa: C416 - typed
_LONGEST = max(map(len, _KNOWN))
_PLACE_TAIL = re.compile("^[省市区县]")


@lru_cache(maxsize=4096)
def simplify(text: str) -> str:
    """Return the text in simplified characters.

    >>> simplify("商湯集團")
    '商汤集团'
    """
    return _converter()(text)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def split_han_form(text: str) -> tuple[str, str | None]:
    """Return a Han name without its legal form, and the form; a bare form keeps its characters.

    >>> split_han_form("商汤集团有限公司")
    ('商汤集团', '有限公司')
    """
    for form in HAN_FORMS:
        at = text.find(form)
        if at > 0:
            return text[:at] + text[at + len(form) :], form
    return text, None


def split_words(text: str) -> list[str]:
    """Cut a simplified Han name without its form into its words.

    >>> split_words("杭州海康威视数字技术")
    ['杭州', '海康威视', '数字', '技术']
    """
    found: list[str] = []
    rest = ""
    index = 0
    while index < len(text):
        size = _known_size(text, index)
        if size and not (rest and len(rest) == 1 and size == 1):
            _keep(found, rest)
            rest = ""
            found.append(text[index : index + size])
            index += size
            if text[index - size : index] in _PLACES and _PLACE_TAIL.match(text[index:]):
                index += 1
        else:
            rest += text[index]
            index += 1
    _keep(found, rest)
    return found


def _keep(found: list[str], rest: str) -> None:
    if rest:
        found.append(rest)


def _known_size(text: str, index: int) -> int:
    for size in range(min(_LONGEST, len(text) - index), 0, -1):
        if text[index : index + size] in _KNOWN:
            return size
    return 0


def latin(word: str) -> str:
    """Write one Han word in Latin letters: a known place or trade by its name, else in pinyin.

    >>> latin("杭州"), latin("海康威视"), latin("集团")
    ('hangzhou', 'haikangweishi', 'group')
    """
    known = _KNOWN.get(word)
    return pinyin(word) if known is None else known


def pinyin(word: str) -> str:
    """Write Han characters in pinyin without tones, joined.

    >>> pinyin("商汤")
    'shangtang'
    """
    from anyascii import anyascii

    return "".join(_READ_IN_NAMES.get(char) or str(anyascii(char)).strip().lower() for char in word)


def is_known(word: str) -> bool:
    """Say whether a Han word is a known place or trade rather than a distinctive part.

    >>> is_known("集团"), is_known("商汤")
    (True, False)
    """
    return word in _KNOWN
