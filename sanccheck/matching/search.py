"""Find the rows of an index that a reading of a query may be, best first.

Only rows that hold enough of the query's weight are looked at, and none is lost that the score
would accept: a row whose words can cover less of the query than the least score asks cannot
reach it, since coverage bounds the score from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.matching.align import BRIEF_LIKENESS, EXACT, Choices, Listed, Span, align, is_brief
from sanccheck.matching.comparison import LEAST, PAIR_LEAST, ListedName
from sanccheck.matching.names import (
    CUT_OFF_PART,
    LISTED_POWER,
    NameScore,
    at_best,
    form_factor,
    is_free,
    score_name,
)
from sanccheck.model.entries import EntityType
from sanccheck.names.legal_forms import compare_forms
from sanccheck.names.weights import LETTER_WEIGHT, is_neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sanccheck.matching.align import Alignment
    from sanccheck.matching.index import Index
    from sanccheck.matching.look_ups import LookUp
    from sanccheck.matching.rows import Row
    from sanccheck.names.reading import Reading

_SLACK = 1e-9
SHORT = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A row that a reading may be."""

    row: Row
    reading: Reading
    score: NameScore
    alignment: Alignment


class _Most(NamedTuple):
    """The most that each word can add and agree with, and what is needed of all.

    `adds_anyhow` and `agrees_anyhow` are of that what it can without being looked up.
    """

    adds: list[float]
    agrees: list[float]
    adds_anyhow: list[float]
    agrees_anyhow: list[float]
    need: float

    @property
    def added(self) -> float:
        """The most that all words can add."""
        return sum(self.adds)

    @property
    def agreed(self) -> float:
        """The most that all words can agree with."""
        return sum(self.agrees)


class Search:
    """One reading looked up in one index."""

    __slots__ = (
        "_briefs",
        "_briefs_letters",
        "_briefs_weight",
        "_by_form",
        "_choices",
        "_index",
        "_letters",
        "_letters_weight",
        "_offers",
        "_reading",
        "_total",
    )

    def __init__(self, index: Index, reading: Reading, look_ups: Sequence[LookUp]) -> None:
        self._index = index
        self._reading = reading
        self._offers = [
            (near, start, size, False)
            for word, edits, start, size in look_ups
            if (near := index.near(word, edits))
        ]
        if reading.form is None:
            self._offers += [
                (near, start, 1, True)
                for start, token in enumerate(reading.tokens)
                if (near := index.heard(token))
            ]
        self._choices: Choices = {}
        self._by_form: dict[tuple[str | None, EntityType | None], float] = {}
        self._total = reading.total
        weighed = list(zip(reading.tokens, reading.weights, strict=True))
        letters = [weight for token, weight in weighed if is_free(token)]
        briefs = [weight for token, weight in weighed if is_brief(token)]
        self._letters, self._letters_weight = len(letters), sum(letters)
        self._briefs, self._briefs_weight = len(briefs), sum(briefs)
        self._briefs_letters = sum(min(weight, LETTER_WEIGHT) for weight in briefs)

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

    def _most(self, least: float) -> _Most:
        """Return the most that each word can add towards the least score, and agree with.

        A pair adds `least` times the weight of the query's words in it (which would else be left
        over), and its own weight times what it is more alike than `least`. The sum over the pairs
        must come to `least` times the weight of all words.
        """
        weights, theirs = self._reading.weights, self._index.weights
        adds, agrees = [0.0] * len(weights), [0.0] * len(weights)
        for near, start, size, _ in self._offers:
            for i in range(start, start + size):
                weight = weights[i]
                for number, alike in near:
                    agreed = weight
                    if alike < EXACT and size == 1:
                        agreed = min(weight, theirs[number])
                    add = least * weight + agreed * (at_best(alike) - least)
                    adds[i] = max(adds[i], add if size == 1 else max(least * weight, add))
                    agrees[i] = max(agrees[i], agreed)
        adds_anyhow, agrees_anyhow = [0.0] * len(weights), [0.0] * len(weights)
        for i, token in enumerate(self._reading.tokens):
            if is_free(token):
                adds_anyhow[i] = agrees_anyhow[i] = weights[i]
            elif is_brief(token):
                # It may be paired by the words beside it, at no more than a letter's weight.
                letter = min(LETTER_WEIGHT, weights[i])
                adds_anyhow[i] = least * weights[i] + letter * max(0.0, BRIEF_LIKENESS - least)
                agrees_anyhow[i] = letter
        return _Most(
            adds=list(map(max, adds, adds_anyhow)),
            agrees=list(map(max, agrees, agrees_anyhow)),
            adds_anyhow=adds_anyhow,
            agrees_anyhow=agrees_anyhow,
            need=least * self._total - _SLACK,
        )

    def rows(self, least: float) -> Iterator[Found]:
        """Give the rows that score at least `least` by name, in the order of the index."""
        for number in self._candidates(least):
            found = self.compare(self._index.row(number))
            if found.score.score > 0.0 and found.score.score >= least:
                yield found

    def among(self, numbers: Iterable[int], least: float) -> Iterator[Found]:
        """Give those of some rows that score at least `least` by name, in their order."""
        self._spread()
        for number in numbers:
            found = self.compare(self._index.row(number))
            if found.score.score > 0.0 and found.score.score >= least:
                yield found

    def every_row(self) -> Iterator[tuple[Row, float]]:
        """Score every row, one by one: what the index's short cut is held to."""
        self._spread()
        for number in range(self._index.row_count):
            row = self._index.row(number)
            yield row, self.compare(row).score.score

    def compare(self, row: Row) -> Found:
        """Score one row."""
        index, reading = self._index, self._reading
        weights = [index.weights[word] for word in row.words]
        listed = Listed(
            words=row.words,
            weights=weights,
            spans=row.spans,
            letters=self._initials_of(row),
            short=self._short_words_of(row),
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

    def _short_words_of(self, row: Row) -> dict[int, str]:
        if not self._briefs:
            return {}
        words = ((k, self._index.word(word)) for k, word in enumerate(row.words))
        return {k: word for k, word in words if len(word) <= SHORT}

    def _candidates(self, least: float) -> list[int]:
        """Return the rows that may score `least`, ascending."""
        most = self._most(least)
        if most.added < most.need:
            return []
        self._spread()
        # Names that agree from end to end count however little their words weigh.
        rows = set(self._rows_with_all())
        if most.agreed >= LEAST - _SLACK:
            rows |= self._rows_with_any(self._telling_words(most), most, least)
        values = self._values(least) if rows else {}
        return sorted(row for row in rows if self._may_reach(row, values, least))

    @staticmethod
    def _telling_words(most: _Most) -> set[int]:
        """Return positions of which every acceptable row must hold at least one."""
        left, left_agreed = most.added, most.agreed
        chosen: set[int] = set()
        for i in sorted(range(len(most.adds)), key=lambda i: (-most.agrees[i], i)):
            if left < most.need or left_agreed < LEAST - _SLACK:
                break
            left -= most.adds[i] - most.adds_anyhow[i]
            left_agreed -= most.agrees[i] - most.agrees_anyhow[i]
            chosen.add(i)
        return chosen

    def _rows_with_any(self, positions: set[int], most: _Most, least: float) -> set[int]:
        """Return the rows that hold a word for one of the positions and may yet be enough."""
        rows: set[int] = set()
        for number, spans in self._choices.items():
            if any(
                not positions.isdisjoint(range(span.start, span.start + span.size))
                and self._is_enough(number, span, most, least)
                for span in spans
            ):
                rows.update(self._index.rows_with(number))
        return rows

    def _is_enough(self, number: int, span: Span, most: _Most, least: float) -> bool:
        """Say whether a row that holds this word may be acceptable, if all others are at best."""
        at, size, alike, _ = span
        if alike == EXACT or size > 1:
            return True
        weight = self._reading.weights[at]
        agreed = min(weight, self._index.weights[number])
        add = least * weight + agreed * (at_best(alike) - least)
        if most.added - most.adds[at] + add < most.need:
            return False
        return alike >= PAIR_LEAST or most.agreed - most.agrees[at] + agreed >= LEAST - _SLACK

    def _rows_with_all(self) -> list[int]:
        """Return the rows that hold every word: where all are common, only a whole name counts."""
        needed = self._needed()
        if not needed:
            return self._rows_with_joined()
        covered = {i for _, start, size, _ in self._offers for i in range(start, start + size)}
        if not covered.issuperset(needed):
            return []
        numbers = {
            i: [
                number
                for number, spans in self._choices.items()
                if any(at <= i < at + size for at, size, _, _ in spans)
            ]
            for i in needed
        }
        fewest_first = sorted(
            numbers.values(), key=lambda them: sum(len(self._index.rows_with(n)) for n in them)
        )
        rows: set[int] | None = None
        for them in fewest_first:
            held = {row for number in them for row in self._index.rows_with(number)}
            rows = held if rows is None else rows & held
            if not rows:
                return []
        return sorted(rows or ())

    def _needed(self) -> list[int]:
        """Return the positions of the words that must be paired; one of two letters is not sure."""
        tokens = self._reading.tokens
        needed = [i for i, token in enumerate(tokens) if not (is_neutral(token) or is_free(token))]
        return [i for i in needed if not is_brief(tokens[i])] or needed

    def _rows_with_joined(self) -> list[int]:
        """Return the rows that hold a word which the query spells out in letters: "B R C"."""
        joined = (
            number
            for number, spans in self._choices.items()
            if any(span.size > 1 for span in spans)
        )
        return sorted({row for number in joined for row in self._index.rows_with(number)})

    def _values(self, least: float) -> dict[int, tuple[float, float, bool]]:
        """Return what each word of the vocabulary can add and agree with at most.

        And whether it is the very word asked, which neighbours written as one must be.
        """
        weights, theirs = self._reading.weights, self._index.weights
        values = {}
        for number, spans in self._choices.items():
            most = agreed = 0.0
            same = False
            for at, size, alike, _ in spans:
                own = weights[at] if size == 1 else sum(weights[at : at + size])
                same = same or (size == 1 and alike == EXACT)
                shared = own if alike == EXACT else min(own, theirs[number])
                most = max(most, least * own + shared * (at_best(alike) - least))
                agreed = max(agreed, shared)
            values[number] = (most, agreed, same)
        return values

    def _may_reach(
        self, number: int, values: dict[int, tuple[float, float, bool]], least: float
    ) -> bool:
        """Say whether a row may score `least`: the same sums as the score's, never lower."""
        index, get = self._index, values.get
        words = index.words_of(number)
        letters, letters_weight = 0, 0.0
        if self._letters and index.is_person(number):
            letters = min(self._letters, len(words))
            letters_weight = min(self._letters_weight, letters * LETTER_WEIGHT)
        reached = letters_weight + least * self._briefs_weight
        reached += self._briefs_letters * max(0.0, BRIEF_LIKENESS - least)
        agreed = letters_weight + self._briefs_letters
        # What they are paired with was not looked up, and may be of whatever weight.
        covered = float(letters + self._briefs)
        for word in words:
            value = get(word)
            if value is not None:
                weight = index.weights[word]
                reached += value[0]
                agreed += min(weight, value[1])
                covered += weight
        for word in index.spans_of(number):
            value = get(word)
            if value is not None and value[2]:
                return True
        if reached < least * self._total - _SLACK:
            return False
        missing = max(0.0, index.row_totals[number] - covered)
        if self._reading.cut is not None:
            missing *= CUT_OFF_PART
        part = (max(agreed, _SLACK) / (max(agreed, _SLACK) + missing)) ** LISTED_POWER
        return bool(part * self._of_form(number) >= least - _SLACK)

    def _of_form(self, number: int) -> float:
        """Return what a row's legal form and type take off."""
        form, type_ = self._index.form_and_type(number)
        found = self._by_form.get((form, type_))
        if found is None:
            asked = self._reading.form
            says = compare_forms(None if asked is None else asked.family, form)
            found = self._by_form[form, type_] = form_factor(self._reading, form, type_, says)
        return found


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
