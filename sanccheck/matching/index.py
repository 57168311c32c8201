"""Read an index: the words near a word, the rows that hold a word, the rows themselves.

Nothing is read before it is asked for, so that one name is screened without loading the lists.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.matching.edits import distance, rest_hashes
from sanccheck.matching.likeness import near_likeness
from sanccheck.matching.rows import FLAG_TYPES, FLAG_WEAK, TYPE_FLAGS, TYPE_MASK, Row
from sanccheck.model.entries import EntityType
from sanccheck.names.sounds import ENOUGH, is_skeleton, sounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.matching.layout import Sections


class NearWord(NamedTuple):
    """A word of the vocabulary, and how alike it is."""

    number: int
    alike: float


Near = tuple[NearWord, ...]

SOUND_LIKENESS = 0.82
_SOUND_FROM = 4
_MOST_KEPT = 200_000
_VOWELS = frozenset("aeiouyh")


class Index:
    """An opened index."""

    def __init__(self, sections: Sections) -> None:
        self._word_offsets = sections.numbers("word_offsets")
        self._word_text = sections.text("word_text")
        self.weights = sections.floats("word_weights")
        self.posting_offsets = sections.numbers("posting_offsets")
        self.postings = sections.numbers("postings")
        self._row_offsets = sections.numbers("row_offsets")
        self._row_words = sections.numbers("row_words")
        self.row_facts = sections.numbers("row_facts")
        self.row_totals = sections.floats("row_totals")
        self._span_offsets = sections.numbers("span_offsets")
        self._spans = sections.numbers("spans")
        self.rest_hashes = sections.numbers("rest_hashes")
        self.rest_words = sections.numbers("rest_words")
        self._sound_hashes = sections.numbers("sound_hashes")
        self._sound_words = sections.numbers("sound_words")
        self._forms = (None, *bytes(sections.text("forms_text")).decode().split("\n"))
        self._key_offsets = sections.numbers("key_offsets")
        self._key_text = sections.text("key_text")
        self._key_entries = sections.numbers("key_entries")
        self._near: dict[tuple[str, int], Near] = {}
        self._heard: dict[str, Near] = {}

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._row_offsets) - 1

    @property
    def word_count(self) -> int:
        """How many words the vocabulary has."""
        return len(self._word_offsets) - 1

    def word(self, number: int) -> str:
        """Return a word of the vocabulary."""
        start, end = self._word_offsets[number], self._word_offsets[number + 1]
        return str(self._word_text[start:end], "utf-8")

    def word_layout(self) -> tuple[memoryview, memoryview]:
        """Return where each word starts, and the text of all words, in UTF-8."""
        return self._word_offsets, self._word_text

    @property
    def sound_hashes(self) -> memoryview:
        """The hashes of what is heard of words of persons' names, sorted."""
        return self._sound_hashes

    def row_layout(self) -> tuple[memoryview, memoryview]:
        """Return where each row's words start, and the words of all rows."""
        return self._row_offsets, self._row_words

    def span_layout(self) -> tuple[memoryview, memoryview]:
        """Return where each row's joined words start, and those of all rows with their places."""
        return self._span_offsets, self._spans

    def row(self, number: int) -> Row:
        """Return a row."""
        start, end = self._row_offsets[number], self._row_offsets[number + 1]
        first, last = self._span_offsets[number], self._span_offsets[number + 1]
        entry, name, flags, form = self.row_facts[number * 4 : number * 4 + 4]
        flat = self._spans[first:last].tolist()
        spans = tuple(
            (word, place // 64, place % 64)
            for word, place in zip(flat[::2], flat[1::2], strict=True)
        )
        return Row(
            number=number,
            entry=entry,
            name=name,
            weak=bool(flags & FLAG_WEAK),
            type=FLAG_TYPES.get(flags & TYPE_MASK),
            form=self._forms[form],
            words=tuple(self._row_words[start:end]),
            spans=spans,
        )

    def form_and_type(self, number: int) -> tuple[str | None, EntityType | None]:
        """Return the family of a row's legal form, and the type of its entry."""
        flags, form = self.row_facts[number * 4 + 2 : number * 4 + 4]
        return self._forms[form], FLAG_TYPES.get(flags & TYPE_MASK)

    def is_person(self, number: int) -> bool:
        """Say whether a row is a person's name."""
        flags: int = self.row_facts[number * 4 + 2]
        return flags & TYPE_MASK == TYPE_FLAGS[EntityType.PERSON]

    def words_of(self, number: int) -> list[int]:
        """Return the words of a row, by number."""
        return self._row_words[self._row_offsets[number] : self._row_offsets[number + 1]].tolist()

    def spans_of(self, number: int) -> list[int]:
        """Return the words that neighbours of a row make when written as one."""
        first, last = self._span_offsets[number], self._span_offsets[number + 1]
        return self._spans[first:last:2].tolist() if last > first else []

    def rows_with(self, word: int) -> memoryview:
        """Return the rows that hold a word, also as neighbours written as one."""
        return self.postings[self.posting_offsets[word] : self.posting_offsets[word + 1]]

    def near(self, word: str, edits: int) -> Near:
        """Return the words of the vocabulary within so many slips of a word."""
        known = self._near.get((word, edits))
        if known is None:
            found = self._find_near(word, edits)
            known = self._near[word, edits] = tuple(sorted(found))
        return known

    def best_near(self, word: str, edits: int) -> float:
        """Return how alike the most like word of the vocabulary is, 0 where none is."""
        return max((alike for _, alike in self.near(word, edits)), default=0.0)

    def knows_near(self, word: str, edits: int) -> bool:
        """Say whether the near words of a word were already found."""
        return (word, edits) in self._near

    def remember_near(self, word: str, edits: int, near: Near) -> None:
        """Keep what a search over many words at once found."""
        self._near[word, edits] = near

    def forget(self) -> None:
        """Drop what was kept of earlier queries, where it has grown large."""
        if len(self._near) > _MOST_KEPT:
            self._near.clear()
            self._heard.clear()

    def entries_with(self, scheme: str, value: str) -> list[int]:
        """Return the entries that carry an identifier."""
        key = f"{scheme}:{value}".encode()
        low, high = 0, len(self._key_entries)
        while low < high:
            middle = (low + high) // 2
            if self._key(middle) < key:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(self._key_entries) and self._key(low) == key:
            found.append(self._key_entries[low])
            low += 1
        return found

    def heard(self, word: str) -> Near:
        """Return the words of persons' names that sound as a word does, written otherwise."""
        known = self._heard.get(word)
        if known is None:
            known = self._heard[word] = tuple(sorted(set(self._find_heard(word))))
        return known

    def _find_heard(self, word: str) -> Iterator[NearWord]:
        bare = is_skeleton(word)
        for heard in audible(word):
            (value,) = rest_hashes(heard, 0)
            for number in _all_at(self._sound_hashes, self._sound_words, value):
                other = self.word(number)
                if other == word or heard not in sounds(other):
                    continue
                if bare or is_skeleton(other) or _sound_alike(word, other, heard):
                    yield NearWord(number, SOUND_LIKENESS)

    def _find_near(self, word: str, edits: int) -> Iterator[NearWord]:
        numbers: set[int] = set()
        for value in rest_hashes(word, edits):
            numbers.update(_all_at(self.rest_hashes, self.rest_words, value))
        for number in numbers:
            other = self.word(number)
            alike = near_likeness(word, edits, other, distance)
            if alike > 0.0:
                yield NearWord(number, alike)

    def _key(self, number: int) -> bytes:
        start, end = self._key_offsets[number], self._key_offsets[number + 1]
        return bytes(self._key_text[start:end])


def audible(word: str) -> tuple[str, ...]:
    """Return the sounds under which a word is looked up, none where it is too short for that."""
    return sounds(word) if len(word) >= _SOUND_FROM or is_skeleton(word) else ()


def _sound_alike(word: str, other: str, heard: str) -> bool:
    """Say whether two words with vowels that sound the same are alike enough: long, one opening."""
    return (
        len(heard) >= ENOUGH
        and len(other) >= _SOUND_FROM
        and (other[0] in _VOWELS) == (word[0] in _VOWELS)
    )


def _all_at(hashes: memoryview, words: memoryview, value: int) -> list[int]:
    at = bisect_left(hashes, value)
    found = []
    while at < len(hashes) and hashes[at] == value:
        found.append(words[at])
        at += 1
    return found
