"""Write a name in the one form in which names are compared.

Compatibility forms are resolved (full width, ligatures), what cannot be seen is removed
(zero-width characters, marks of direction), look-alike letters inside Latin words become Latin,
other scripts but Han are written in ASCII, punctuation becomes space. Han characters stay, apart
from Latin words.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

MAX_LENGTH = 1000

_ASCII: dict[int, str | None] = {}
for _code in range(128):
    _ASCII[_code] = chr(_code) if chr(_code).isalnum() else " "
_ASCII |= {ord("'"): None, ord("`"): None, ord("&"): " and ", ord("+"): " and "}
_ASCII |= dict.fromkeys((*range(9), *range(14, 32), 127))
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_SLASHED = re.compile(r"(?<![^\W_])([^\W\d_])/([^\W\d_])(?![^\W_])")
_MARKS = re.compile("[\u2122\u00ae\u00a9\u2120]")
_APOSTROPHES = re.compile(
    "[\u2018\u2019\u201b\u02bb\u02bc\u02bf\u02be\u02b9\u02ba\u00b4\u2032\uff07]"
)
_ARABIC = re.compile("[\u0620-\u06ff]")
# "Servant of" stands before a name of God, apart or with its article, whose l may be said as what
# follows. God himself makes one word with it.
_SERVANT = re.compile(
    r"\babd(?: (?:[aeiou]l ?|[aeu](?:r|s|z|n|d|t|sh) )?|(?:[aeiou]l|[aeu](?:r|s|z|n|d|t|sh)) )"
    r"(?!(?:[aeu]l)?l?ah\b)(?=\w{3})"
)
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}

# Letters that look Latin. Upper and lower case differ: a Cyrillic capital Ve looks like B.
_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԚԜҺаесіјкморѕтухвнԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχ",
    "ABESIJKMHOPCTYXQWHaecijkmopstyxbhdqwhlABEZHIKMNOPTYXabeikvoptux",
)
_LATIN_OWN = str.maketrans(
    {
        "\u00f8": "o",
        "\u0142": "l",
        "\u0111": "d",
        "\u00f0": "d",
        "\u0131": "i",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00fe": "th",
        "\u0127": "h",
    }
)


def has_han(text: str) -> bool:
    """Say whether a text holds a Han character."""
    return not text.isascii() and any(map(_is_han, text))


def _is_han(char: str) -> bool:
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
    )


def normalise(text: str) -> str:
    r"""Return the name in its comparable form: lower case words with single spaces between.

    The result is "" where nothing comparable is in the text.

    >>> normalise("SENSETIME\u200b  Group\uff0c\uff29\uff2e\uff23.")
    'sensetime group inc'
    >>> normalise("L'Or\u00e9al S.A. & Co")
    'loreal sa and co'
    >>> normalise("Abd ar-Rahman"), normalise("Abd alSalam"), normalise("Abd Allah")
    ('abdul rahman', 'abdul salam', 'abd allah')
    """
    if not text.isascii():
        text = _to_ascii_and_han(text)
    text = text.lower()
    if "." in text:
        text = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", text)
    if "/" in text:
        text = _SLASHED.sub(r"\1\2", text)
    text = " ".join(text.translate(_ASCII).split())
    return _SERVANT.sub("abdul ", text) if "abd" in text else text


def words(text: str) -> list[str]:
    """Return the words of a name in their comparable form.

    >>> words("Sense Time (Hong Kong)")
    ['sense', 'time', 'hong', 'kong']
    """
    return normalise(text).split()


def _to_ascii_and_han(text: str) -> str:
    text = unicodedata.normalize("NFKC", _MARKS.sub(" ", text))
    text = _APOSTROPHES.sub("'", _visible(text))
    if text.isascii():
        return text
    if _ARABIC.search(text) is not None:
        from sanccheck.names.arabic import in_latin

        text = in_latin(text)
    text = _fold_look_alikes(text).casefold().translate(_LATIN_OWN)
    text = _without_accents(text)
    if text.isascii():
        return text
    parts = [(han, "".join(run)) for han, run in groupby(text, _is_han)]
    return " ".join(part if han else _ascii(part) for han, part in parts)


def _visible(text: str) -> str:
    """Drop what cannot be seen (controls, marks of direction, lone surrogates) and pictures."""
    kept = []
    for char in text:
        kind = unicodedata.category(char)
        if kind == "So" or char.isspace():
            kept.append(" ")
        elif kind not in _UNSEEN and not "\ufe00" <= char <= "\ufe0f":
            kept.append(char)
    return "".join(kept)


def _fold_look_alikes(text: str) -> str:
    """Write in Latin letters the words that mix them with look-alikes.

    Beside such a word one that is all look-alikes is no word of another script either.
    """
    if not any(map(_is_mixed, _WORD.findall(text))):
        return text
    return _WORD.sub(_as_it_looks, text)


def _is_mixed(word: str) -> bool:
    if word.isascii() or not any(ord(char) in _LOOK_ALIKE for char in word):
        return False
    return any("a" <= char <= "z" or "A" <= char <= "Z" for char in word)


def _as_it_looks(found: re.Match[str]) -> str:
    word = found.group()
    looks = word.translate(_LOOK_ALIKE)
    return looks if looks.isascii() or _is_mixed(word) else word


def _without_accents(text: str) -> str:
    """Drop the accents of Latin letters; other scripts keep theirs (\u0439 is not \u0438)."""
    kept = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0]
        kept.append(base if base.isascii() else char)
    return "".join(kept)


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii

    return str(anyascii(text)).lower().replace("`", "")
