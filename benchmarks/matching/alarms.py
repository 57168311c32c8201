"""Names that must raise nothing: ordinary companies, and look-alikes made to be hard.

Who is on a list is no false alarm, so real parties are taken out first, by rules that ask no
program's score: `RealParties` says which. What the rules miss and an analyst finds among the
alarms of any of the programs is written into real_parties.csv, with the reason.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from benchmarks.loaded import COMPANIES, DATA
from benchmarks.matching.queries import Query
from benchmarks.matching.subjects import folded, half, letters
from benchmarks.matching.vocabulary import is_telling
from benchmarks.matching.world import World
from sanccheck.names.countries import country_code

_GLEIF = DATA / "formats" / "gleif" / "gleif_lei_names_sample_10000_2025-10.csv"
_BY_HAND = Path(__file__).with_name("real_parties.csv")


@dataclass(frozen=True, slots=True)
class Ordinary:
    """A company that somebody screens: its name, its country where known, its LEI."""

    name: str
    country: str | None
    lei: str | None


def ordinary_companies() -> list[Ordinary]:
    """Return the listed companies of the world, and a sample of holders of an LEI."""
    found: dict[str, Ordinary] = {}
    with COMPANIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one = Ordinary(row["name"], country_code(row["country"]), None)
            found.setdefault(folded(one.name), one)
    with _GLEIF.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, country = row["Entity.LegalName"], row["Entity.LegalAddress.Country"]
            found.setdefault(folded(name), Ordinary(name, country, row["LEI"]))
    return [one for key, one in found.items() if key and letters(one.name) > 2]


class RealParties:
    """Tells who is a listed party, or obviously of its group, by five rules without a score.

    1. its name, legal form aside, is a name of an entry (weak aliases too) or of a related party;
    2. its LEI is an entry's;
    3. its telling words are those of an entry's name, in any order, and its country is one of the
       entry's, or either is not known;
    4. it begins with all the words, two or more, of an entry's name, or with one that tells, is
       rare among companies (three, or eight with a long word) and is the entry's whole name;
    5. it is named in real_parties.csv.
    """

    def __init__(self, world: World, companies: Iterable[Ordinary]) -> None:
        self._names: set[str] = set()
        self._leis: set[str] = set()
        self._telling: dict[frozenset[str], set[str]] = {}
        self._counts = Counter(word for one in companies for word in set(folded(one.name).split()))
        for entry in world.entries:
            self._leis |= {one.value for one in entry.identifiers if one.scheme == "lei"}
            for name in entry.names:
                key = folded(name.text)
                self._names.add(key)
                telling = _telling(key)
                if telling:
                    self._telling.setdefault(telling, set()).update(entry.countries or ("",))
        for related in world.served.related:
            self._names |= {folded(text) for text in (related.name, *related.names)}
        with _BY_HAND.open(encoding="utf-8", newline="") as file:
            self._names |= {folded(row["name"]) for row in csv.DictReader(file)}

    def holds(self, one: Ordinary) -> bool:
        """Say whether a company is a listed party or obviously of its group."""
        key = folded(one.name)
        if key in self._names or one.lei in self._leis:
            return True
        countries = self._telling.get(_telling(key))
        if countries is not None and self._agrees(one.country, countries):
            return True
        words = key.split()
        return any(
            " ".join(words[:size]) in self._names and self._is_rare(words[:size])
            for size in range(1, len(words))
        )

    @staticmethod
    def _agrees(country: str | None, theirs: set[str]) -> bool:
        return country is None or "" in theirs or country in theirs

    def _is_rare(self, words: list[str]) -> bool:
        telling = [word for word in words if is_telling(word)]
        if len(words) > 1:
            return bool(telling)
        most = 3 if len(words[0]) < _LONG else 8
        return bool(telling) and self._counts[words[0]] <= most


def _telling(key: str) -> frozenset[str]:
    return frozenset(word for word in key.split() if is_telling(word))


def ordinary(world: World, seed: int, size: int) -> list[Query]:
    """Return up to `size` ordinary companies for each half, real parties taken out."""
    companies = ordinary_companies()
    real = RealParties(world, companies)
    rng = random.Random(f"{seed}|ordinary")  # noqa: S311 - to repeat it
    rng.shuffle(companies)
    kept = (one for one in companies if not real.holds(one))
    return list(_halved(((one.name, "") for one in kept), "ordinary", size))


def _halved(names: Iterable[tuple[str, str]], group: str, size: int) -> Iterator[Query]:
    left = {0: size, 1: size}
    for name, made_from in names:
        part = half(made_from or name)
        if left[part]:
            left[part] -= 1
            yield Query(group, name, frozenset(), part, made_from)
        if not any(left.values()):
            return


def sharing(world: World, seed: int, size: int) -> list[Query]:
    """Return ordinary companies that share two words or more with a listed name, not its rarest."""
    companies = ordinary_companies()
    real = RealParties(world, companies)
    counts = Counter(word for one in companies for word in set(folded(one.name).split()))
    by_word: dict[str, set[int]] = {}
    listed = [folded(name.text) for entry in world.entries for name in entry.names]
    listed = [key for key in dict.fromkeys(listed) if len(key.split()) > 2]
    for number, key in enumerate(listed):
        words = set(key.split())
        for word in words - {min(words, key=lambda word: (counts[word], -len(word), word))}:
            if len(word) > 3:
                by_word.setdefault(word, set()).add(number)
    random.Random(f"{seed}|sharing").shuffle(companies)  # noqa: S311 - to repeat it
    found = _sharing(companies, real, by_word, listed)
    return list(_halved(found, "hard: shares words", size))


def _sharing(
    companies: Sequence[Ordinary],
    real: RealParties,
    by_word: dict[str, set[int]],
    listed: Sequence[str],
) -> Iterator[tuple[str, str]]:
    for one in companies:
        words = [word for word in folded(one.name).split() if len(word) > 3]
        shared = Counter(number for word in set(words) for number in by_word.get(word, ()))
        most = shared.most_common(1)
        if most and most[0][1] > 1 and not real.holds(one):
            yield one.name, listed[most[0][0]]


class Nobodys:
    """Tells whether a name made up is nobody's: no listed name is the same but for a slip.

    Numbers are read as numbers, plurals as singulars; words that come and go (group, company,
    international) do not count.
    """

    def __init__(self, world: World) -> None:
        names = {_bare(name.text) for entry in world.entries for name in entry.names}
        self._names = sorted(names - {""})
        self._joined = frozenset(key.replace(" ", "") for key in self._names)
        self._bearers: dict[str, set[str]] = {}
        for entry in world.entries:
            for word in {word for name in entry.names for word in folded(name.text).split()}:
                self._bearers.setdefault(word, set()).add(entry.id)
        self._words = sorted(self._bearers)

    def knows(self, name: str) -> bool:
        """Say whether the name is a listed one, with no slip."""
        return _bare(name).replace(" ", "") in self._joined

    def is_persons(self, name: str) -> bool:
        """Say whether some entry bears every word of a person's name, or a near one each."""
        shared: set[str] | None = None
        for word in folded(name).split():
            near = process.extract(
                word, self._words, scorer=OSA.distance, score_cutoff=_SLIPS, limit=None
            )
            bearers = {one for other, _, _ in near for one in self._bearers[other]}
            shared = bearers if shared is None else shared & bearers
        return bool(shared)

    def __call__(self, name: str) -> bool:
        """Say whether the name is nobody's."""
        key = _bare(name)
        if not key or self.knows(name):
            return False
        near = process.extract(
            key, self._names, scorer=OSA.distance, score_cutoff=_SLIPS, limit=None
        )
        # Another number is no slip.
        numbers = re.findall(r"\d+", key)
        return all(re.findall(r"\d+", other) != numbers for other, _, _ in near)


_SLIPS, _LONG = 2, 10
_COME_AND_GO = frozenset(
    [
        "group",
        "company",
        "corporation",
        "co",
        "ltd",
        "limited",
        "holding",
        "international",
        "and",
        "of",
        "the",
        "al",
        "m",
        "industry",
    ]
)


def _bare(name: str) -> str:
    words = []
    for word in re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", folded(name)).split():
        single = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
        if single not in _COME_AND_GO:
            words.append(str(int(word)) if word.isdecimal() else single)
    return " ".join(words)
