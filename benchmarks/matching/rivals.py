"""The other programs: RapidFuzz's scorers, an OFAC-like one, nomenklatura in its own process."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import JaroWinkler

from benchmarks.matching.queries import Query
from benchmarks.matching.scorers import Answer, Ours
from benchmarks.matching.world import World

if TYPE_CHECKING:
    import numpy.typing as npt

_BLOCK = 100
# Below this no threshold is looked for; it is the least score asked of this program too.
_CUTOFF = 50
_SIDE = Path(__file__).with_name("nomenklatura_side.py")


class Listed:
    """The names of a world in a row, with the place of each entry's names."""

    def __init__(self, world: World) -> None:
        self.texts = [name.text for entry in world.entries for name in entry.names]
        self.names = [utils.default_process(text) for text in self.texts]
        self.at: dict[str, list[int]] = {}
        for number, entry_id in enumerate(entry.id for entry in world.entries for _ in entry.names):
            self.at.setdefault(entry_id, []).append(number)

    def answer(self, query: Query, scores: npt.NDArray[np.float32]) -> Answer:
        """Read the scores of all names for one query."""
        mine = [number for one in query.wanted for number in self.at.get(one, ())]
        wanted = float(scores[mine].max()) if mine else 0.0
        scores[mine] = -1.0
        best = int(scores.argmax())
        return Answer(wanted, max(0.0, float(scores[best])), self.texts[best])


@lru_cache(maxsize=1)
def _listed(world: World) -> Listed:
    return Listed(world)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """One of RapidFuzz's scorers, every query against every name."""

    name: str
    threshold: float

    def answer(self, world: World, queries: Sequence[Query]) -> Iterator[Answer]:
        """Give the answers in the order of the queries."""
        listed = _listed(world)
        scorer = _FUZZY[self.name]
        for start in range(0, len(queries), _BLOCK):
            block = queries[start : start + _BLOCK]
            asked = [utils.default_process(query.name) for query in block]
            table = process.cdist(
                asked, listed.names, scorer=scorer, dtype=np.float32, score_cutoff=_CUTOFF
            )
            for query, row in zip(block, table / np.float32(100), strict=True):
                yield listed.answer(query, row)


_FUZZY: dict[str, Any] = {
    "WRatio": fuzz.WRatio,
    "token_set": fuzz.token_set_ratio,
    "token_sort": fuzz.token_sort_ratio,
}


class OfacLike:
    """A score as OFAC's FAQ 249 describes that of its search tool; the tool itself is not public.

    The higher of two: Jaro-Winkler over the whole names, and over the parts of the asked name
    the mean of the best part of the listed name. Two parts that sound alike by Soundex count half
    way between their Jaro-Winkler likeness and the same word.
    """

    name = "OFAC-like"
    threshold = 0.85

    def answer(self, world: World, queries: Sequence[Query]) -> Iterator[Answer]:
        """Give the answers in the order of the queries."""
        listed = _listed(world)
        parts = _Parts(listed.names)
        for query in queries:
            asked = utils.default_process(query.name)
            whole = process.cdist([asked], listed.names, scorer=JaroWinkler.similarity)[0]
            words = asked.split() or [asked]
            composite = np.mean([parts.best(word) for word in words], axis=0)
            yield listed.answer(query, np.maximum(whole, composite).astype(np.float32))


class _Parts:
    """The words of all names, to find for one word the best of each name at once."""

    def __init__(self, names: Sequence[str]) -> None:
        words: dict[str, int] = {}
        flat: list[int] = []
        starts: list[int] = []
        for name in names:
            starts.append(len(flat))
            flat += [words.setdefault(word, len(words)) for word in name.split() or [""]]
        self._words = list(words)
        self._sounds = np.array([soundex(word) for word in self._words])
        self._flat, self._starts = np.array(flat), np.array(starts)
        self.best = lru_cache(maxsize=512)(self._best)

    def _best(self, word: str) -> npt.NDArray[np.float32]:
        alike = process.cdist([word], self._words, scorer=JaroWinkler.similarity)[0]
        sound = soundex(word)
        if sound:
            same = self._sounds == sound
            alike[same] = (alike[same] + 1) / 2
        best: npt.NDArray[np.float32] = np.maximum.reduceat(alike[self._flat], self._starts)
        return best


_CODES = {
    letter: str(code)
    for code, row in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1)
    for letter in row
}


def soundex(word: str) -> str:
    """Return the American Soundex of a word, "" where it is no word.

    >>> soundex("robert"), soundex("rupert"), soundex("ashcraft")
    ('R163', 'R163', 'A261')
    """
    letters = [char for char in word.lower() if "a" <= char <= "z"]
    if not letters:
        return ""
    made = letters[0].upper()
    last = _CODES.get(letters[0])
    for letter in letters[1:]:
        code = _CODES.get(letter)
        if code is not None and code != last:
            made += code
        if letter not in "hw":
            last = code
    return made[:4].ljust(4, "0")


@dataclass(frozen=True, slots=True)
class Nomenklatura:
    """nomenklatura's blocker and logic-v2, in the Python that has them.

    It is told the type of what is asked, which this program is not. In a comparison its blocker's
    candidates, this program's, and the wanted entries are all scored, so that blocking hides
    neither what it would find nor what it would raise.
    """

    python: str
    name: str = "logic-v2"
    threshold: float = 0.7

    def answer(self, world: World, queries: Sequence[Query]) -> Iterator[Answer]:
        """Give the answers in the order of the queries."""
        names = {entry.id: entry.name for entry in world.entries}
        also = Ours().candidates(world, queries)
        for one in self.run(world, queries, also)[:-1]:
            other = names.get(one["other_entry"], "")
            yield Answer(one["wanted"], one["other"], other)

    def run(
        self, world: World, queries: Sequence[Query], also: Sequence[frozenset[str]] | None = None
    ) -> list[dict[str, Any]]:
        """Return its answers, and last how long blocking and scoring took.

        `also` are candidates for each query beside those of its own blocker.
        """
        asked = {
            "entries": [
                {
                    "id": entry.id,
                    "type": entry.type,
                    "names": [one.text for one in entry.names if not one.weak] or [entry.name],
                    "weak": [one.text for one in entry.names if one.weak],
                }
                for entry in world.entries
            ],
            "queries": [
                {
                    "id": f"q{number}",
                    "type": query.type,
                    "names": [query.name],
                    "wanted": sorted(query.wanted),
                    "candidates": [] if also is None else sorted(also[number] | query.wanted),
                }
                for number, query in enumerate(queries)
            ],
        }
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "asked.json"
            path.write_text(json.dumps(asked), encoding="utf-8")
            command = [self.python, str(_SIDE), str(path)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]


def find_nomenklatura(python: str) -> str | None:
    """Return nomenklatura's version in some Python, None where it is absent."""
    program = "from importlib.metadata import version; print(version('nomenklatura'))"
    try:
        done = subprocess.run(
            [python, "-c", program], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode().strip()
