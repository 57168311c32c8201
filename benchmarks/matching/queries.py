"""The queries of a run: perturbed names by class, with the entries that should be found."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from benchmarks.matching.classes import CLASSES, Class, perturb
from benchmarks.matching.subjects import (
    SHORT,
    Same,
    Subject,
    drawn,
    half,
    letters,
    plain,
    shuffled,
    subjects,
)
from benchmarks.matching.vocabulary import is_telling
from benchmarks.matching.world import World, changed_world
from sanccheck.model.entries import EntityType, Entry, Name

_MOST_TRIED = 40


@dataclass(frozen=True, slots=True)
class Query:
    """A name to ask for: `wanted` are the entries that should be found, empty for a false alarm.

    `half` is 0 where thresholds are chosen, 1 where they are reported. `type` is told only to
    programs that ask for one.
    """

    group: str
    name: str
    wanted: frozenset[str]
    half: int
    made_from: str
    short: bool = False
    type: EntityType | None = EntityType.COMPANY


def perturbed(world: World, seed: int, size: int) -> Iterator[Query]:
    """Give up to `size` queries of each class and half."""
    same = Same.of(world.entries)
    for one in CLASSES:
        yield from _of_class(world, same, one, seed, size)


def _of_class(world: World, same: Same, one: Class, seed: int, size: int) -> Iterator[Query]:
    left = {0: size, 1: size}
    taken: set[str] = set()
    for entry in drawn(world.entries, one.of, f"{seed}|{one.id}"):
        part = half(same.root(entry.id))
        if not left[part] or same.root(entry.id) in taken:
            continue
        if one.of is None and entry.type is EntityType.AIRCRAFT:
            continue
        made = _made_from(entry, same, one, seed)
        if made is not None:
            taken.add(same.root(entry.id))
            left[part] -= 1
            yield made
        if not any(left.values()):
            return


def _made_from(entry: Entry, same: Same, one: Class, seed: int) -> Query | None:
    """Perturb the first of the entry's names, in an order by seed, to which the class applies."""
    known = {plain(name.text) for name in entry.names}
    by_name = {subject.name: subject for subject in subjects([entry])}
    for subject in _in_order(list(by_name.values()), f"{seed}|{one.id}|{entry.id}"):
        query = perturb(subject, seed, one.id)
        if query is None or not _is_other(query, one, known):
            continue
        owner = same.owner(query)
        if owner is not None and owner != same.root(entry.id):
            continue
        root = same.root(entry.id)
        if one.id in _LESS and same.is_ambiguous(query, root):
            continue
        short = letters(subject.name) < SHORT
        return Query(
            one.id, query, same.group(entry.id), half(root), subject.name, short, entry.type
        )
    return None


# The name is asked for as it stands there: what is tested is that it is known at all.
_AS_LISTED = frozenset({"acronym_listed", "han", "identifier", "ticker", "register_number"})
_AS_LISTED |= {"passport_bare"}
# Less is asked than is listed, so that it may be as much of another's name.
_LESS = frozenset({"truncated_35", "missing_word", "missing_telling", "middle_name", "patronymic"})
_LESS |= {"initials"}


def _is_other(query: str, one: Class, known: set[str]) -> bool:
    changed = plain(query)
    return bool(changed) and (one.id in _AS_LISTED or changed not in known)


def _in_order(found: list[Subject], seed: str) -> list[Subject]:
    random.Random(seed).shuffle(found)  # noqa: S311 - to repeat it
    return found[:_MOST_TRIED]


def left_out(world: World, seed: int, size: int) -> tuple[World, list[Query]]:
    """Leave one strong Latin alias of some entries out of the index, and ask for it."""
    same = Same.of(world.entries)
    without: dict[str, Entry] = {}
    queries: list[Query] = []
    left = {0: size, 1: size}
    for entry in shuffled(world.entries, f"{seed}|alias"):
        part = half(same.root(entry.id))
        if not left[part] or len(same.group(entry.id)) > 1:
            continue
        found = _in_order(list(subjects([entry]))[1:], f"{seed}|alias|{entry.id}")
        if not found:
            continue
        alias = found[0].name
        rest = tuple(name for name in entry.names if plain(name.text) != plain(alias))
        if not rest or all(name.weak for name in rest):
            continue
        without[entry.id] = replace(entry, names=rest)
        left[part] -= 1
        group = f"alias_{_shared(alias, rest)}_{'person' if found[0].given else 'other'}"
        wanted = frozenset({entry.id})
        queries.append(Query(group, alias, wanted, part, entry.name, type=entry.type))
    entries = [without.get(entry.id, entry) for entry in world.entries]
    return changed_world(world, entries, "alias left out"), queries


def _shared(alias: str, rest: Sequence[Name]) -> str:
    """Say whether strings can tell: more than half of the words that tell stand there."""
    words = [word for word in plain(alias).split() if is_telling(word)] or plain(alias).split()
    theirs = {word for name in rest for word in plain(name.text).split()}
    close = [
        word
        for word in words
        if any(OSA.distance(word, other) <= 1 + (len(word) > 7) for other in theirs)
    ]
    return "close" if 2 * len(close) > len(words) else "far"


_CYRILLIC, _ARABIC = ("\u0400", "\u0530"), ("\u0600", "\u0780")


def across_scripts(world: World, seed: int, size: int) -> Iterator[tuple[World, list[Query]]]:
    """Ask for Cyrillic and Arabic names where only Latin ones are listed, and the other way."""
    for label, span in (("cyrillic", _CYRILLIC), ("arabic", _ARABIC)):
        for direction in (f"{label}_to_latin", f"latin_to_{label}"):
            entries, queries = _one_script(world, span, direction, f"{seed}|{direction}", size)
            if queries:
                yield changed_world(world, entries, direction), queries


def _one_script(
    world: World, span: tuple[str, str], direction: str, seed: str, size: int
) -> tuple[list[Entry], list[Query]]:
    same = Same.of(world.entries)
    kept: list[Entry] = []
    queries: list[Query] = []
    left = {0: size, 1: size}
    for entry in shuffled(world.entries, seed):
        foreign = [one for one in entry.names if _in_script(one.text, span)]
        latin = [one for one in entry.names if one.text.isascii() and not one.weak]
        asked, listed = (foreign, latin) if "to_latin" in direction else (latin, foreign)
        if not listed:
            continue
        kept.append(replace(entry, names=tuple(listed)))
        part = half(same.root(entry.id))
        if asked and left[part]:
            left[part] -= 1
            group = same.group(entry.id)
            name, made_from = asked[0].text, listed[0].text
            queries.append(Query(direction, name, group, part, made_from, type=entry.type))
    return kept, queries


def _in_script(text: str, span: tuple[str, str]) -> bool:
    found = [char for char in text if char.isalpha()]
    return bool(found) and all(span[0] <= char < span[1] for char in found)


_HAN = re.compile("[\u4e00-\u9fff]{4}")


def han_left_out(world: World, seed: int) -> tuple[World, list[Query]]:
    """Leave all names in Han characters out of the index, and ask for one of each entry."""
    same = Same.of(world.entries)
    entries: list[Entry] = []
    queries: list[Query] = []
    for entry in world.entries:
        han = [name.text for name in entry.names if _HAN.search(name.text)]
        rest = tuple(name for name in entry.names if not _HAN.search(name.text))
        entries.append(replace(entry, names=rest) if han else entry)
        if han:
            asked = random.Random(f"{seed}|{entry.id}").choice(han)  # noqa: S311 - to repeat it
            part = half(same.root(entry.id))
            group = same.group(entry.id)
            queries.append(Query("han_to_latin", asked, group, part, rest[0].text))
    return changed_world(world, entries, "Han left out"), queries
