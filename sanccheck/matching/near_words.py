"""Find the near words of many words at once, and keep them as arrays for a batch's searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from sanccheck.matching.edits import MAX_EDITS, rest_hashes_of_many
from sanccheck.matching.index import NearWord, audible
from sanccheck.matching.likeness import likeness_at
from sanccheck.matching.look_ups import looked_up, ways_of_joined, ways_of_word
from sanccheck.matching.sorting import sorted_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy.typing as npt

    from sanccheck.matching.index import Index, Near
    from sanccheck.names.reading import Reading

    Numbers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

# In the place of the slips allowed: the words that sound alike are meant.
HEARD = -1
# The table of hashes that are there at all has four places and more for each, up to so many bits.
_FEWEST_BITS, _MOST_BITS = 16, 25


def ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers from each start on, as many as counted, one after the other.

    >>> ranges(np.array([5, 1]), np.array([2, 1])).tolist()
    [5, 6, 1]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total)


def steps(offsets: Numbers) -> Numbers:
    """Return how far each offset lies from the one before it."""
    return offsets[1:] - offsets[:-1]


class _Kept(dict[str, tuple[int, ...]]):
    """The ways of words, found when a word is first asked for; a look-up costs no call after."""

    def __init__(self, find: Callable[[str], list[int]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> tuple[int, ...]:
        found = self[word] = tuple(self._find(word))
        return found


class Ways:
    """The ways to look a word up, each numbered once: a word with its slips, or its sound."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.edits: list[int] = []
        self._numbers: dict[tuple[str, int], int] = {}
        self._of_word = _Kept(lambda word: [self.way(*way) for way in ways_of_word(word)])
        self._of_joined = _Kept(lambda word: [self.way(*way) for way in ways_of_joined(word)])
        self._of_sound = _Kept(lambda word: [self.way(word, HEARD)])

    def __len__(self) -> int:
        return len(self.words)

    def of_words(self, words: Iterable[str]) -> Iterator[tuple[int, ...]]:
        """Return for each word of a reading the ways to look it up."""
        return map(self._of_word.__getitem__, words)

    def of_joined(self, words: Iterable[str]) -> Iterator[tuple[int, ...]]:
        """Return the ways to look up what neighbours make when written as one."""
        return map(self._of_joined.__getitem__, words)

    def of_sounds(self, words: Iterable[str]) -> Iterator[tuple[int, ...]]:
        """Return the ways to look up what sounds as each word does: one for each."""
        return map(self._of_sound.__getitem__, words)

    def asked(self, reading: Reading) -> Iterator[tuple[str, int]]:
        """Give the words, with their slips, under which a reading is looked up."""
        for word, edits, _, _ in looked_up(reading):
            yield word, edits

    def way(self, word: str, edits: int) -> int:
        """Return the number of one way."""
        new = len(self.words)
        number = self._numbers.setdefault((word, edits), new)
        if number == new:
            self.words.append(word)
            self.edits.append(edits)
        return number


class NearWords:
    """The near words of every way, in one index: those that `Index.near` and `heard` give.

    `starts` and `counts` say for each way where in `numbers` and `alike` its near words stand,
    `best` how alike the most like of them is.
    """

    def __init__(self, index: Index, allowed: Numbers) -> None:
        self._index = index
        self._allowed = allowed
        self._spelt: dict[int, str] = {}
        self._known = np.frombuffer(index.rest_hashes, dtype=np.uint32)
        self._leaves = np.frombuffer(index.rest_words, dtype=np.uint32)
        self._sounds = np.frombuffer(index.sound_hashes, dtype=np.uint32)
        bits = min(_MOST_BITS, max(_FEWEST_BITS, (4 * len(self._known)).bit_length()))
        self._shift = np.uint32(32 - bits)
        self._there = np.zeros(1 << bits, dtype=bool)
        self._there[self._known >> self._shift] = True
        self.starts: Numbers = np.empty(0, np.int64)
        self.counts: Numbers = np.empty(0, np.int64)
        self.numbers: Numbers = np.empty(0, np.int64)
        self.alike: Floats = np.empty(0, np.float64)
        self.best: Floats = np.empty(0, np.float64)

    def forget(self) -> None:
        """Drop all that was found."""
        self._spelt.clear()
        self.starts, self.counts = self.starts[:0], self.counts[:0]
        self.numbers, self.alike, self.best = self.numbers[:0], self.alike[:0], self.best[:0]

    def extend(self, ways: Ways) -> None:
        """Find the near words of the ways that came since."""
        first = len(self.counts)
        words, edits = ways.words[first:], np.array(ways.edits[first:], dtype=np.int64)
        if not words:
            return
        asked, numbers, alike = self._find(words, edits)
        counts = np.bincount(asked, minlength=len(words))
        best = np.zeros(len(words))
        np.maximum.at(best, asked, alike)
        starts = len(self.numbers) + np.cumsum(counts) - counts
        self.starts = np.concatenate([self.starts, starts])
        self.counts = np.concatenate([self.counts, counts])
        self.numbers = np.concatenate([self.numbers, numbers])
        self.alike = np.concatenate([self.alike, alike])
        self.best = np.concatenate([self.best, best])

    def near(self, way: int) -> Near:
        """Return the near words of one way."""
        start, end = self.starts[way], self.starts[way] + self.counts[way]
        numbers, alike = self.numbers[start:end].tolist(), self.alike[start:end].tolist()
        return tuple(map(NearWord, numbers, alike))

    def _find(self, words: list[str], edits: Numbers) -> tuple[Numbers, Numbers, Floats]:
        """Return pairs of a word's position and a word of the vocabulary, and how alike they are.

        In ascending order.
        """
        written = np.flatnonzero(edits >= 0)
        asked, numbers = self._pairs([words[i] for i in written], edits[written])
        asked = written[asked]
        alike = self._alike([words[i] for i in asked], edits[asked], numbers)
        keep = alike > 0.0
        heard = [
            (i, number, alike)
            for i in self._audible(words, np.flatnonzero(edits == HEARD).tolist())
            for number, alike in self._index.heard(words[i])
        ]
        if not heard:
            return asked[keep], numbers[keep], alike[keep]
        who, what, how = zip(*heard, strict=True)
        asked = np.concatenate([asked[keep], np.array(who, np.int64)])
        numbers = np.concatenate([numbers[keep], np.array(what, np.int64)])
        alike = np.concatenate([alike[keep], np.array(how, np.float64)])
        order = np.argsort(asked, kind="stable")
        return asked[order], numbers[order], alike[order]

    def _audible(self, words: list[str], asked: list[int]) -> list[int]:
        """Return those of the words that may sound as a word of a person's name does."""
        heard = [(i, sound) for i in asked for sound in audible(words[i])]
        if not heard:
            return []
        hashes, which = rest_hashes_of_many([sound for _, sound in heard], [0] * len(heard))
        first = np.searchsorted(self._sounds, hashes)
        known = np.searchsorted(self._sounds, hashes, side="right") > first
        return sorted({heard[at][0] for at in which[known].tolist()})

    def _pairs(self, words: list[str], edits: Numbers) -> tuple[Numbers, Numbers]:
        """Return each word's position with each word of the vocabulary that shares a rest."""
        hashes, asked = rest_hashes_of_many(words, edits.tolist())
        there = self._there[hashes >> self._shift]
        hashes, asked = hashes[there], asked[there]
        # In ascending order the look-ups walk through memory instead of jumping about in it.
        order = np.argsort(hashes)
        hashes, asked = hashes[order], asked[order]
        first = np.searchsorted(self._known, hashes)
        counts = np.searchsorted(self._known, hashes, side="right") - first
        numbers = self._leaves[ranges(first, counts)]
        pairs = sorted_once((np.repeat(asked, counts).astype(np.uint64) << np.uint64(32)) | numbers)
        return (
            (pairs >> np.uint64(32)).astype(np.int64),
            (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64),
        )

    def _word(self, number: int) -> str:
        word = self._spelt.get(number)
        if word is None:
            word = self._spelt[number] = self._index.word(number)
        return word

    def _alike(self, words: list[str], edits: Numbers, numbers: Numbers) -> Floats:
        """Return how alike each word is to its word of the vocabulary: `near_likeness` of many."""
        alike = np.zeros(len(words))
        if not words:
            return alike
        others = [self._word(number) for number in numbers.tolist()]
        apart = process.cpdist(
            words, others, scorer=OSA.distance, score_cutoff=MAX_EDITS, dtype=np.int32
        )
        alike[apart == 0] = 1.0
        within = (apart > 0) & (apart <= np.minimum(edits, self._allowed[numbers]))
        for i in np.flatnonzero(within).tolist():
            alike[i] = likeness_at(words[i], others[i], int(apart[i]))
        return alike
