"""Hard look-alikes, made from listed names by rule: another party with most of the words.

A legal form alone is not changed: "X Inc." beside a listed "X Limited" must raise a hit.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from benchmarks.matching.alarms import Nobodys, ordinary_companies
from benchmarks.matching.queries import Query
from benchmarks.matching.subjects import Same, Subject, drawn, half, subjects
from benchmarks.matching.vocabulary import (
    GENERIC,
    PLACE_WORDS,
    PLACES,
    ROMAN,
    is_telling,
    split_form,
)
from benchmarks.matching.world import World
from sanccheck.model.entries import EntityType

_DIGITS = re.compile(r"\b\d{1,4}\b")
_ROMAN = re.compile(r"\b(II|III|IV|VI|VII|VIII|IX)\b")
_COUNTRIES = PLACES[: PLACES.index("Zimbabwe") + 1]
_CITIES = PLACES[PLACES.index("Zimbabwe") + 1 :]
Maker = Callable[[Subject, random.Random, Sequence[str]], str | None]


def look_alikes(world: World, seed: int, size: int) -> list[Query]:
    """Return up to `size` queries of each kind and half."""
    same = Same.of(world.entries)
    tellers = _tellers(seed)
    nobodys = Nobodys(world)
    givens = _givens(world)
    found: list[Query] = []
    for group, type_, make in _KINDS:
        others = givens if type_ is EntityType.PERSON else tellers
        kind = (group, type_, make)
        found += _of_kind(world, (same, nobodys), kind, (seed, size), others)
    return found


def _tellers(seed: int) -> list[str]:
    """Return first words, of companies, that tell; to stand in the place of a listed one."""
    firsts = {
        word
        for one in ordinary_companies()
        for word in re.findall(r"^[A-Z][a-z]{4,9}(?= )", one.name)
        if is_telling(word)
    }
    ordered = sorted(firsts)
    random.Random(f"{seed}|tellers").shuffle(ordered)  # noqa: S311 - to repeat it
    return ordered


def _of_kind(
    world: World,
    known: tuple[Same, Nobodys],
    kind: tuple[str, EntityType, Maker],
    drawing: tuple[int, int],
    others: Sequence[str],
) -> Iterator[Query]:
    group, type_, make = kind
    seed, size = drawing
    same, nobodys = known
    left = {0: size, 1: size}
    for entry in drawn(world.entries, type_, f"{seed}|{group}"):
        part = half(same.root(entry.id))
        for subject in list(subjects([entry]))[:1] if left[part] else ():
            rng = random.Random(f"{seed}|{group}|{subject.name}")  # noqa: S311 - to repeat it
            made = make(subject, rng, others)
            if made is not None and nobodys(made) and not _may_be_right(made, nobodys, group):
                left[part] -= 1
                yield Query(f"hard: {group}", made, frozenset(), part, subject.name, type=type_)
        if not any(left.values()):
            return


def _may_be_right(made: str, nobodys: Nobodys, group: str) -> bool:
    """Say whether a hit may be right: the name without its number, or the person, is listed."""
    if group == "another given name":
        return nobodys.is_persons(made)
    bare = _ROMAN.sub("", _DIGITS.sub("", made))
    return group.startswith("another number") and nobodys.knows(bare)


def another_word(subject: Subject, rng: random.Random, others: Sequence[str]) -> str | None:
    """Every word that tells replaced by that of another company; the generic words stay."""
    core, form = split_form(subject.name)
    words = core.split()
    telling = [i for i, word in enumerate(words) if is_telling(word)]
    if not telling or len(words) - len(telling) < 1:
        return None
    for i in telling:
        other = _unlike(words[i], others, rng)
        words[i] = other.upper() if words[i].isupper() else other
    return " ".join([*words, form]).strip()


def _unlike(word: str, others: Sequence[str], rng: random.Random) -> str:
    from rapidfuzz.distance import OSA

    while True:
        other = rng.choice(others)
        if OSA.distance(word.lower(), other.lower()) > 3:
            return other


def another_place(subject: Subject, rng: random.Random, _: Sequence[str]) -> str | None:
    """Another country or city in a name of which nothing else tells (Bank of X)."""
    core, form = split_form(subject.name)
    if any(is_telling(word) for word in core.split()):
        return None
    for places in (_COUNTRIES, _CITIES):
        for place in places:
            if re.search(rf"\b{place}\b", core, re.IGNORECASE):
                other = rng.choice([one for one in places if one != place])
                other = other.upper() if core.isupper() else other
                made = re.sub(rf"\b{place}\b", other, core, count=1, flags=re.IGNORECASE)
                return f"{made} {form}".strip()
    return None


def another_number(subject: Subject, rng: random.Random, _: Sequence[str]) -> str | None:
    """Another number, in digits or Roman."""
    found = _DIGITS.search(subject.name)
    if found is not None:
        number = int(found.group()) + rng.choice((1, 2, 3, 10))
        return subject.name[: found.start()] + str(number) + subject.name[found.end() :]
    roman = _ROMAN.search(subject.name)
    if roman is None:
        return None
    number = ROMAN.index(roman.group()) + rng.choice((1, 2))
    return subject.name[: roman.start()] + ROMAN[number] + subject.name[roman.end() :]


def generic_only(subject: Subject, _: random.Random, __: Sequence[str]) -> str | None:
    """What is left of a name without the words that tell: two or three generic words."""
    core, form = split_form(subject.name)
    words = [word for word in core.split() if word.lower() in GENERIC | PLACE_WORDS]
    left_out = [word for word in core.split() if is_telling(word) and len(word) > 3]
    said = [word for word in words if len(word) > 3]
    if not left_out or len(said) not in {2, 3} or len(words) != len(said):
        return None
    return " ".join([*words, form]).strip()


def another_given_name(subject: Subject, rng: random.Random, others: Sequence[str]) -> str | None:
    """A person of the same family name with another given name, a usual one."""
    if subject.given is None or subject.family is None:
        return None
    fitting = [one for one in others if one[0] != subject.given[0]]
    return f"{rng.choice(fitting)} {subject.family}"


_TITLES = frozenset({"Sheikh", "Shaykh", "Haji", "Mullah", "Abdul"})


def _givens(world: World) -> list[str]:
    """Return given names that ten entries or more bear."""
    counts: Counter[str] = Counter()
    for entry in world.entries:
        counts.update({name.given.split()[0] for name in entry.names if name.given})
    return sorted(
        word
        for word, count in counts.items()
        if count >= 10 and len(word) > 3 and word not in _TITLES
    )


_KINDS: tuple[tuple[str, EntityType, Maker], ...] = (
    ("another word", EntityType.COMPANY, another_word),
    ("another place", EntityType.COMPANY, another_place),
    ("another number", EntityType.COMPANY, another_number),
    ("another number, vessel", EntityType.VESSEL, another_number),
    ("generic words only", EntityType.COMPANY, generic_only),
    ("another given name", EntityType.PERSON, another_given_name),
)
