"""Find the rows of an index that a reading of a query may be, best first.

Only rows that hold enough of the query's weight are looked at, and none is lost that the score
would accept: a row whose words can cover less of the query than the least score asks cannot
reach it, since coverage bounds the score from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.matching.align import Choices, Listed, Span, align
from sanccheck.matching.build import joined_spans
from sanccheck.matching.edits import allowed_edits
from sanccheck.matching.names import LEAST, LISTED_POWER, ListedName, NameScore, is_free, score_name
from sanccheck.model.entries import EntityType
from sanccheck.names.spelling import canonical, misspelt
from sanccheck.names.weights import is_counted, is_neutral

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sanccheck.matching.align import Alignment
    from sanccheck.matching.index import Index
    from sanccheck.matching.rows import Row
    from sanccheck.names.reading import Reading

_SLACK = 1e-9
_PLURAL_FROM = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A row that a reading may be."""

    row: Row
    reading: Reading
    score: NameScore
    alignment: Alignment


class LookUp(NamedTuple):
    """A word under which a reading is looked up, the slips allowed, and where it stands."""

    word: str
    edits: int
    start: int
    size: int


def looked_up(reading: Reading) -> Iterator[LookUp]:
    """Give the words under which a reading is looked up.

    Beside its own words those that neighbours make when written as one, and what a rare word may
    be a slip of: a plural's singular, a common word written in another way.
    """
    for start, token in enumerate(reading.tokens):
        yield LookUp(token, allowed_edits(token), start, 1)
        if is_counted(token):
            continue
        if len(token) > _PLURAL_FROM and token.endswith("s"):
            yield LookUp(token[:-1], allowed_edits(token[:-1]), start, 1)
        meant = misspelt(token)
        if meant is not None:
            yield LookUp(meant, 0, start, 1)
    for start, size, joined in joined_spans(reading.words):
        yield LookUp(joined, min(1, allowed_edits(joined)), start, size)
        one = canonical(joined)
        if one != joined:
            yield LookUp(one, 0, start, size)


class Search:
    """One reading looked up in one index."""

    __slots__ = ("_choices", "_free_weight", "_index", "_offers", "_reading", "_total")

    def __init__(self, index: Index, reading: Reading, look_ups: Sequence[LookUp]) -> None:
        self._index = index
        self._reading = reading
        self._offers = [
            (index.near(word, edits), start, size, False) for word, edits, start, size in look_ups
        ]
        if reading.form is None:
            self._offers += [
                (index.heard(token), start, 1, True) for start, token in enumerate(reading.tokens)
            ]
        self._choices: Choices = {}
        self._total = sum(reading.weights)
        self._free_weight = sum(
            weight
            for token, weight in zip(reading.tokens, reading.weights, strict=True)
            if len(token) == 1 and is_free(token)
        )

    def _spread(self) -> None:
        """Say for each word of the vocabulary where in the reading it may stand."""
        choices = self._choices
        for near, start, size, heard in self._offers:
            for number, alike in near:
                span = Span(start, size, alike, heard)
                if number in choices:
                    choices[number].append(span)
                else:
                    choices[number] = [span]

    def _potential(self, least: float) -> list[float]:
        """Return the most that each word of the reading can add towards the least score."""
        weights = self._reading.weights
        best = [0.0] * len(weights)
        for near, start, size, _ in self._offers:
            if near:
                alike = max(alike for _, alike in near)
                for i in range(start, start + size):
                    best[i] = max(best[i], alike)
        return [
            weight
            if len(token) == 1 and is_free(token)
            else weight * max(alike, least)
            if alike > 0.0
            else 0.0
            for token, weight, alike in zip(self._reading.tokens, weights, best, strict=True)
        ]

    def rows(self, least: float) -> Iterator[Found]:
        """Give the rows that score at least `least` by name, in the order of the index."""
        for number in self._candidates(least):
            found = self.compare(self._index.row(number))
            if found.score.score > 0.0 and found.score.score >= least:
                yield found

    def compare(self, row: Row) -> Found:
        """Score one row."""
        index, reading = self._index, self._reading
        weights = [index.weights[word] for word in row.words]
        listed = Listed(
            words=row.words,
            weights=weights,
            spans=row.spans,
            letters=self._initials_of(row),
            person=row.type is EntityType.PERSON,
        )
        alignment = align(reading.tokens, reading.weights, self._choices, listed)
        name = ListedName(
            tokens=_Spelt(index, row.words),
            weights=weights,
            form=row.form,
            weak=row.weak,
            type=row.type,
        )
        return Found(row, reading, score_name(reading, name, alignment), alignment)

    def _initials_of(self, row: Row) -> dict[int, str]:
        if row.type is not EntityType.PERSON or not any(map(is_free, self._reading.tokens)):
            return {}
        return {k: self._index.word(word)[0] for k, word in enumerate(row.words)}

    def _candidates(self, least: float) -> list[int]:
        """Return the rows that may score `least`, ascending."""
        potential = self._potential(least)
        need = least * self._total - _SLACK
        if sum(potential) < need:
            return []
        self._spread()
        if self._total < LEAST:
            return self._rows_with_all()
        rows = self._rows_with_any(self._telling_words(potential, need))
        values = self._values(potential)
        return sorted(row for row in rows if self._may_reach(row, values, least))

    def _telling_words(self, potential: list[float], need: float) -> set[int]:
        """Return positions of which every acceptable row must hold at least one."""
        weights = self._reading.weights
        left, left_weight = sum(potential), sum(weights)
        chosen: set[int] = set()
        for i in sorted(range(len(potential)), key=lambda i: (-weights[i], i)):
            if left < need or left_weight < LEAST - _SLACK or left <= 0.0:
                break
            left -= potential[i]
            left_weight -= weights[i]
            chosen.add(i)
        return chosen

    def _rows_with_any(self, positions: set[int]) -> set[int]:
        rows: set[int] = set()
        for number, spans in self._choices.items():
            if any(not positions.isdisjoint(range(at, at + size)) for at, size, _, _ in spans):
                rows.update(self._index.rows_with(number))
        return rows

    def _rows_with_all(self) -> list[int]:
        """Return the rows that hold every word: where all are common, only a whole name counts."""
        tokens = self._reading.tokens
        needed = [i for i, token in enumerate(tokens) if not (is_neutral(token) or is_free(token))]
        if not needed:
            return []
        holders = [self._rows_with_any({i}) for i in needed]
        return sorted(set.intersection(*holders))

    def _values(self, potential: list[float]) -> dict[int, tuple[float, float]]:
        """Return the most that each word of the vocabulary can add, and the most it can agree."""
        weights = self._reading.weights
        return {
            number: (
                max(sum(potential[at : at + size]) for at, size, _, _ in spans),
                max(sum(weights[at : at + size]) for at, size, _, _ in spans),
            )
            for number, spans in self._choices.items()
        }

    def _may_reach(self, number: int, values: dict[int, tuple[float, float]], least: float) -> bool:
        """Say whether a row may score `least`: the same sums as the score's, never lower."""
        weights, get = self._index.weights, values.get
        reached = agreed = covered = self._free_weight
        for word in self._index.words_of(number):
            value = get(word)
            if value is not None:
                weight = weights[word]
                reached += value[0]
                agreed += min(weight, value[1])
                covered += weight
        if not values.keys().isdisjoint(self._index.spans_of(number)):
            return True
        total = self._total
        if reached < least * total - _SLACK:
            return False
        missing = max(0.0, self._index.row_totals[number] - covered)
        agreed = max(agreed, 1e-12)
        part = (agreed / (agreed + missing)) ** LISTED_POWER
        return bool(min(1.0, reached / total) * part >= least - _SLACK)


class _Spelt:
    """The words of a row, spelt out only when asked."""

    __slots__ = ("_index", "_words")

    def __init__(self, index: Index, words: tuple[int, ...]) -> None:
        self._index = index
        self._words = words

    def __getitem__(self, position: int) -> str:
        return self._index.word(self._words[position])

    def __len__(self) -> int:
        return len(self._words)
