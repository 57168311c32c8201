"""Changes to persons' names, and to names written over from Cyrillic and Arabic letters."""

from __future__ import annotations

import random
import re

from benchmarks.matching.vocabulary import is_telling

_TITLES = ("Mr.", "Dr.", "Gen.", "Prof.", "Sheikh", "H.E.", "Col.", "Eng.", "Sir", "Hajji")
_PATRONYMIC = re.compile(r"\w{3,}(?:vich|vitch|vych|vna|evna|ovna|ich)$", re.IGNORECASE)
_PARTICLE = re.compile(
    r"\b(al|el|bin|ibn|abu|bint|de|la|van|von|der|da|dos)[- ]+(?=\w)", re.IGNORECASE
)

# Latin letters by which one Cyrillic letter is written over in several ways.
_CYRILLIC = (
    ("shch", ("sch", "shh")),
    ("kh", ("h", "x")),
    ("ts", ("c", "tz")),
    ("zh", ("j", "z")),
    ("yu", ("iu", "ju")),
    ("ya", ("ia", "ja")),
    ("iy", ("y", "ii", "ij")),
    ("ey", ("ei", "ej")),
    ("ay", ("ai", "aj")),
    ("y", ("i", "j")),
    ("ov ", ("off ",)),
    ("ev ", ("eff ",)),
    ("ks", ("x",)),
    ("x", ("ks",)),
    ("ye", ("e", "ie")),
    ("ch", ("tch",)),
)
_ARABIC = (
    ("muhammad", ("mohammed", "mohamed", "muhammed")),
    ("mohammad", ("mohamed", "muhammad")),
    ("mohamed", ("muhammad", "mohammad")),
    ("ahmad", ("ahmed",)),
    ("ahmed", ("ahmad",)),
    ("husayn", ("hussein", "hossein")),
    ("hussein", ("husayn", "hussain")),
    ("hasan", ("hassan",)),
    ("yusuf", ("youssef", "yousef")),
    ("ibrahim", ("ebrahim", "ibraheem")),
    ("abdul", ("abd al-", "abdel", "abdal")),
    ("al-", ("el-", "al ", "el ")),
    ("uthman", ("osman", "othman")),
    ("khalid", ("khaled",)),
    ("sa'id", ("saeed", "said")),
    ("q", ("k",)),
    ("ou", ("u",)),
    ("ee", ("i",)),
    ("oo", ("u",)),
    ("ah", ("a", "eh")),
    ("iy", ("i", "y")),
    ("ss", ("s",)),
    ("dh", ("d", "z")),
    ("aw", ("au",)),
    ("ay", ("ai", "ei")),
)


def order(given: str, family: str, rng: random.Random) -> str:
    """The family name first."""
    return rng.choice(("{1} {0}", "{1}, {0}")).format(given, family)


def initials(given: str, family: str, rng: random.Random) -> str | None:
    """A given name, of two or more, as its first letter."""
    words = given.split()
    if len(words) < 2:
        return None
    at = rng.randrange(len(words))
    if len(words[at]) < 3:
        return None
    words[at] = words[at][0] + rng.choice((".", ""))
    return f"{' '.join(words)} {family}"


def patronymic_dropped(given: str, family: str, _: random.Random) -> str | None:
    """No patronymic."""
    words = given.split()
    kept = words[:1] + [word for word in words[1:] if _PATRONYMIC.match(word) is None]
    return f"{' '.join(kept)} {family}" if len(kept) < len(words) else None


def middle_dropped(given: str, family: str, _: random.Random) -> str | None:
    """The first of two or more given names alone, where it is none of the shortest."""
    words = given.split()
    if (
        len(words) < 2
        or len(words[0]) < 3
        or words[0].endswith(".")
        or _PATRONYMIC.match(words[-1]) is not None
    ):
        return None
    return f"{words[0]} {family}"


def particles(name: str, rng: random.Random) -> str | None:
    """A particle dropped, joined to its word, or written apart."""
    found = list(_PARTICLE.finditer(name))
    if not found:
        return None
    one = rng.choice(found)
    put = rng.choice(("", one.group(1), f"{one.group(1)} ", f"{one.group(1)}-"))
    return name[: one.start()] + put + name[one.end() :]


def title(name: str, rng: random.Random) -> str | None:
    """A title before the name."""
    return f"{rng.choice(_TITLES)} {name}"


def cyrillic_variant(name: str, rng: random.Random) -> str | None:
    """One or two letters written over from Cyrillic in another usual way."""
    return _vary(name, _CYRILLIC, rng)


def arabic_variant(name: str, rng: random.Random) -> str | None:
    """One or two letters written over from Arabic in another usual way."""
    return _vary(name, _ARABIC, rng)


def _vary(
    name: str, table: tuple[tuple[str, tuple[str, ...]], ...], rng: random.Random
) -> str | None:
    """Vary words that tell; an English word is written in one way."""
    # The space after a word marks its end in the table.
    words = [f"{word} " for word in name.lower().split()]
    known = [
        (i, old, new)
        for i, word in enumerate(words)
        for old, new in table
        if old in word and is_telling(word)
    ]
    if not known:
        return None
    for i, old, new in rng.sample(known, min(len(known), rng.choice((1, 2)))):
        words[i] = words[i].replace(old, rng.choice(new), 1)
    made = "".join(words).strip()
    return made.title() if made != name.lower() else None
