"""What is perturbed: a listed name with its entry; and when two names are the same one."""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.matching.vocabulary import split_form
from sanccheck.model.entries import EntityType, Entry, Name

SHORT = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """A name of an entry that a query is made from."""

    name: str
    entry: Entry
    given: str | None = None
    family: str | None = None


def plain(name: str) -> str:
    """Return a name as the simplest program compares it: lower case, punctuation as space.

    >>> plain("Panda Electronics Co., Ltd.")
    'panda electronics co ltd'
    """
    return " ".join(re.sub(r"[^\w\s]|_", " ", unicodedata.normalize("NFC", name)).lower().split())


def folded(name: str) -> str:
    """Return a name without accents and legal form, to tell whether two names are one.

    >>> folded("PANDA Electrónics Co., Ltd.")
    'panda electronics'
    """
    letters = unicodedata.normalize("NFKD", name.replace("&", " and "))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    bare = re.sub(r"[()\[\]<>\"]", " ", bare).strip()
    core, _ = split_form(bare)
    core, _ = split_form(core)
    return plain(re.sub("['\u2019`.]", "", core))


def letters(name: str) -> int:
    """Return how many letters and digits a name has, its legal form aside."""
    return sum(char.isalnum() for char in split_form(name)[0])


def half(entry_id: str) -> int:
    """Return in which half an entity stands, by a hash of its id."""
    return hashlib.sha256(entry_id.encode()).digest()[0] & 1


def usable(name: Name) -> bool:
    """Say whether a name is the publisher's own, strong, and in Latin letters."""
    return (
        not name.weak
        and name.source is None
        and all(ord(char) < 0x250 for char in name.text)
        and len(name.text) <= 120
        and ";" not in name.text
    )


def subjects(entries: Iterable[Entry]) -> Iterator[Subject]:
    """Give every strong Latin name of the entries."""
    for entry in entries:
        for name in entry.names:
            if usable(name):
                yield Subject(name.text, entry, name.given, name.family)


@dataclass(slots=True)
class Same:
    """Which entries are one party: they share a strong name, legal form aside, or an identifier."""

    _root: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _groups: dict[str, list[str]] = field(default_factory=dict)
    _holders: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Same:
        """Join entries that are one party."""
        same = cls()
        for entry in entries:
            same._root.setdefault(entry.id, entry.id)
            for key in _keys(entry):
                other = same._names.setdefault(key, entry.id)
                same._root[same.root(entry.id)] = same.root(other)
                for word in key.split():
                    same._holders.setdefault(word, set()).add(entry.id)
        for entry in entries:
            same._groups.setdefault(same.root(entry.id), []).append(entry.id)
        return same

    def root(self, entry_id: str) -> str:
        """Return the id that stands for the party."""
        while self._root[entry_id] != entry_id:
            entry_id = self._root[entry_id]
        return entry_id

    def group(self, entry_id: str) -> frozenset[str]:
        """Return the ids of all entries of the party."""
        return frozenset(self._groups[self.root(entry_id)])

    def owner(self, name: str) -> str | None:
        """Return whose name this is, legal form aside, None where nobody's."""
        found = self._names.get(folded(name))
        return None if found is None else self.root(found)

    def is_ambiguous(self, name: str, root: str) -> bool:
        """Say whether every word of a name stands among the names of another party too."""
        words = folded(name).split()
        holders = sorted((self._holders.get(word, set()) for word in words), key=len)
        if not holders:
            return True
        shared = set.intersection(*holders)
        return any(self.root(entry_id) != root for entry_id in shared)


def _keys(entry: Entry) -> Iterator[str]:
    for name in entry.names:
        key = folded(name.text)
        if key and not name.weak:
            yield key
    for identifier in entry.identifiers:
        if identifier.scheme in {"lei", "uscc", "hk_cr", "imo"}:
            yield f"{identifier.scheme}:{identifier.value}"


def strata(entries: Sequence[Entry], type_: EntityType | None) -> list[list[Entry]]:
    """Group entries of a type by list family: SDN; NS-CMIC and 1260H; Entity List; the rest."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        if type_ is None or entry.type is type_:
            groups.setdefault(_FAMILY.get(entry.list, "rest"), []).append(entry)
    return [groups[name] for name in sorted(groups)]


_FAMILY = {
    "us_ofac_sdn": "sdn",
    "us_ns_cmic": "china",
    "us_dod_1260h": "china",
    "us_bis_el": "entity list",
}


def shuffled(items: Sequence[Entry], seed: str) -> list[Entry]:
    """Return entries in an order that the seed alone decides."""
    order = list(items)
    random.Random(seed).shuffle(order)  # noqa: S311 - to repeat it
    return order


def drawn(entries: Sequence[Entry], type_: EntityType | None, seed: str) -> Iterator[Entry]:
    """Give entries in turn from each family of lists, so that the large one does not drown all."""
    queues = [iter(shuffled(group, seed)) for group in strata(entries, type_)]
    while queues:
        for queue in list(queues):
            entry = next(queue, None)
            if entry is None:
                queues.remove(queue)
            else:
                yield entry
