"""Slips in letters: typos, scanning, look-alikes, characters that cannot be seen, accents."""

from __future__ import annotations

import random
import unicodedata

from benchmarks.matching.vocabulary import is_telling

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = {
    key: [row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)]
    for row in _KEYS
    for at, key in enumerate(row)
}
_OCR = (
    *(("rn", "m"), ("m", "rn"), ("vv", "w"), ("cl", "d"), ("o", "0"), ("l", "1"), ("i", "1")),
    *(("s", "5"), ("b", "8"), ("z", "2"), ("g", "9"), ("h", "b"), ("e", "c"), ("u", "v")),
)
_LOOK_ALIKE = dict(
    zip("ABCEHIKMOPTXaceopxyisj", "АВСЕНІКМОРТХасеорхуіѕј", strict=True)  # noqa: RUF001 - Cyrillic
)
_GREEK = dict(zip("ABEHIKMNOPTXYZov", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖον", strict=True))  # noqa: RUF001 - Greek
_UNSEEN = ("\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad")
_ACCENTS = {
    "a": "áàäâãå",
    "e": "éèëê",
    "i": "íìïî",
    "o": "óòöôõ",
    "u": "úùüû",
    "n": "ñ",
    "c": "ç",
    "s": "š",
    "z": "ž",
}
FROM_WORD = 4
LONGEST = 35


def _positions(name: str) -> list[int]:
    return [i for i, char in enumerate(name) if char.isalpha() and char.isascii()]


def _cased(new: str, like: str) -> str:
    return new.upper() if like.isupper() else new


def typo_at(name: str, at: int, rng: random.Random) -> str:
    """Return a name with one letter dropped, doubled wrongly, changed or swapped at a place."""
    char = name[at]
    near = _NEAR.get(char.lower(), [])
    kind = rng.choice(("drop", "add", "change", "swap"))
    if kind == "swap" and at + 1 < len(name) and name[at + 1].isalpha() and name[at + 1] != char:
        return name[:at] + name[at + 1] + char + name[at + 2 :]
    if kind == "drop":
        return name[:at] + name[at + 1 :]
    other = _cased(rng.choice(near) if near else "x", char)
    return (
        name[: at + 1] + other + name[at + 1 :]
        if kind == "add"
        else f"{name[:at]}{other}{name[at + 1 :]}"
    )


def one_typo(name: str, rng: random.Random) -> str | None:
    """One slip of a letter anywhere in the name."""
    places = _positions(name)
    return typo_at(name, rng.choice(places), rng) if places else None


def typo_in_each_word(name: str, rng: random.Random) -> str | None:
    """One slip in each word of four letters and more; at least two such words."""
    words = name.split()
    long = [i for i, word in enumerate(words) if len(_positions(word)) >= FROM_WORD]
    if len(long) < 2:
        return None
    for i in long:
        words[i] = typo_at(words[i], rng.choice(_positions(words[i])), rng)
    return " ".join(words)


def first_letter(name: str, rng: random.Random) -> str | None:
    """Another letter where the name begins."""
    places = _positions(name)
    if not places or places[0] != 0:
        return None
    other = rng.choice([c for c in "abcdefghijklmnoprstuvwyz" if c != name[0].lower()])
    return _cased(other, name[0]) + name[1:]


def doubled_letter(name: str, rng: random.Random) -> str | None:
    """A letter written twice."""
    at = rng.choice(_positions(name) or [-1])
    return None if at < 0 else name[: at + 1] + name[at] + name[at + 1 :]


def scanned(name: str, rng: random.Random) -> str | None:
    """One or two of the confusions of scanning (rn for m, 0 for O, 1 for l)."""
    lower = name.lower()
    places = [(lower.find(a), a, b) for a, b in _OCR if a in lower]
    if not places:
        return None
    rng.shuffle(places)
    chosen = sorted(places[: rng.choice((1, 2))], reverse=True)
    made, last = name, len(name)
    for at, old, new in chosen:
        if at + len(old) <= last:
            made = made[:at] + _cased(new, name[at]) + made[at + len(old) :]
            last = at
    return made


def homoglyphs(name: str, rng: random.Random) -> str | None:
    """One letter or more of a word written in Cyrillic or Greek letters that look the same."""
    table = rng.choice((_LOOK_ALIKE, _LOOK_ALIKE, _GREEK))
    places = [i for i, char in enumerate(name) if char in table]
    if not places:
        return None
    chosen = set(rng.sample(places, min(len(places), rng.choice((1, 2, 3, 5)))))
    return "".join(table[char] if i in chosen else char for i, char in enumerate(name))


def zero_width(name: str, rng: random.Random) -> str | None:
    """Characters that cannot be seen inside the words."""
    made = list(name)
    for _ in range(rng.choice((1, 2, 3))):
        made.insert(rng.randrange(1, len(made) + 1), rng.choice(_UNSEEN))
    return "".join(made)


def full_width(name: str, rng: random.Random) -> str | None:
    """All letters, or one word's, in their full-width forms."""
    words = name.split()
    chosen = range(len(words)) if rng.random() < 0.5 else (rng.randrange(len(words)),)
    wide = [
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)
        if i in chosen
        else word
        for i, word in enumerate(words)
    ]
    return rng.choice((" ", "\u3000")).join(wide)


def accents_added(name: str, rng: random.Random) -> str | None:
    """Accents on one to three letters."""
    places = [i for i, char in enumerate(name) if char.lower() in _ACCENTS]
    if not places:
        return None
    chosen = set(rng.sample(places, min(len(places), rng.choice((1, 2, 3)))))
    return "".join(
        _cased(rng.choice(_ACCENTS[char.lower()]), char) if i in chosen else char
        for i, char in enumerate(name)
    )


def accents_removed(name: str, rng: random.Random) -> str | None:
    """Accents dropped, or (ae, oe, ue) written out as in German."""
    if name.isascii():
        return None
    if rng.random() < 0.5:
        table = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "ss"}
        name = "".join(table.get(char, char) for char in name)
    bare = unicodedata.normalize("NFKD", name)
    made = "".join(char for char in bare if not unicodedata.combining(char))
    return made if made.isascii() else None


def truncated(name: str, _: random.Random) -> str | None:
    """The first 35 characters, which is all that some payment systems carry.

    A whole word that tells must be left, else nobody could say whose name it was.
    """
    if len(name) <= LONGEST + 2:
        return None
    cut = name[:LONGEST].rstrip()
    whole = name[:LONGEST].split(" ")[:-1]
    return cut if any(map(is_telling, whole)) else None
