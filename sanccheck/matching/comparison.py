"""What an alignment of two names says: what agrees and tells, what is left, what contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sanccheck.matching.align import EXACT, is_brief
from sanccheck.matching.likeness import is_doubtful
from sanccheck.model.entries import EntityType
from sanccheck.names.legal_forms import compare_forms
from sanccheck.names.places import contradict, place
from sanccheck.names.spelling import ways_to_write
from sanccheck.names.weights import PARTICLE_WEIGHT, is_neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.matching.align import Alignment, Pair
    from sanccheck.names.reading import Reading

# Less agreement than this in all says nothing, unless the names agree from end to end.
LEAST = 0.4
PAIR_LEAST = 0.68
_MANY = 2
# A word of this weight tells names apart; one of so many letters is seldom shared by chance.
TELLING = 0.2
SELDOM_SHARED = 9


class Tokens(Protocol):
    """Words by their place in a name."""

    def __getitem__(self, position: int) -> str:
        """Return one."""
        ...

    def __len__(self) -> int:
        """Return how many there are."""
        ...


@dataclass(frozen=True, slots=True)
class ListedName:
    """A listed name with its words spelt out."""

    tokens: Tokens
    weights: Sequence[float]
    form: str | None
    weak: bool
    type: EntityType | None


class Comparison:
    """One reading of a query beside one listed name.

    `sure` are the pairs that do not need others beside them, `telling` those of them that tell
    names apart; `whole` says that all words are paired but those that come and go with who writes
    the name, `exact` that they are also the same; `form` what the legal forms say.
    """

    __slots__ = ("alignment", "exact", "form", "listed", "query", "sure", "telling", "whole")

    def __init__(self, query: Reading, listed: ListedName, alignment: Alignment) -> None:
        self.query = query
        self.listed = listed
        self.alignment = alignment
        self.sure = [pair for pair in alignment.pairs if not self._is_doubtful(pair)]
        self.telling = [pair for pair in self.sure if pair.weight >= TELLING]
        self.whole = not (self._asked_apart() or self._listed_apart())
        self.exact = self.whole and all(pair.alike == EXACT for pair in alignment.pairs)
        self.form = compare_forms(None if query.form is None else query.form.family, listed.form)

    @property
    def same_words(self) -> bool:
        """Say whether the names are the same word for word: what a weak alias takes."""
        left = self.alignment.query_left or self.alignment.listed_left
        return self.exact and not left and not self.query.scanned

    @property
    def several(self) -> bool:
        """Say whether the names agree from end to end in more than one word."""
        return self.whole and len(self.alignment.pairs) > 1

    @property
    def both_left(self) -> bool:
        """Say whether each name has a word that the other has not: they may be two companies."""
        return self._asked_apart() and self._listed_apart()

    @property
    def tells_enough(self) -> bool:
        """Say whether what agrees tells one name from others.

        That takes enough weight in all, or names of two words or more that agree from end to end:
        "China Mobile" is made of common words.
        """
        good = [pair for pair in self.sure if pair.alike >= PAIR_LEAST]
        if not good:
            return False
        if sum(pair.weight for pair in self.sure) >= LEAST:
            return True
        words = sum(
            max(pair.query_size, pair.listed_size) for pair in good if pair.weight > PARTICLE_WEIGHT
        )
        # One of several common words may be a slip of another.
        enough = len(good) >= len(self.alignment.pairs) - (words > _MANY)
        return self.whole and words > 1 and enough

    @property
    def one_word_tells(self) -> bool:
        """Say whether one word, and not a long one, is all that tells."""
        if len(self.telling) != 1:
            return False
        return len(self.query.tokens[self.telling[0].query_start]) < SELDOM_SHARED

    @property
    def slip_alone(self) -> Pair | None:
        """The pair where all that tells is one word with a slip in it: that is often chance."""
        telling = [pair for pair in self.alignment.pairs if pair.weight >= TELLING]
        return telling[0] if len(telling) == 1 and telling[0].alike < EXACT else None

    @property
    def instead_of_form(self) -> float:
        """The weight of a word of two letters at an end, where a legal form would stand.

        "Transneft-Ural, SO" is asked for "Transneft-Ural, AO".
        """
        left, tokens = self.alignment.query_left, self.query.tokens
        if self.query.form is not None or self.listed.form is None or not left:
            return 0.0
        for i in (left[0], left[-1]):
            if i in {0, len(tokens) - 1} and is_brief(tokens[i]):
                return self.query.weights[i]
        return 0.0

    def goes_on(self, cut: str) -> bool:
        """Say whether the listed name begins as a cut-off query and goes on with its last piece."""
        if self.alignment.query_left:
            return False
        covered = sorted(
            k
            for pair in self.alignment.pairs
            for k in range(pair.listed_start, pair.listed_start + pair.listed_size)
        )
        if covered != list(range(len(covered))):
            return False
        if len(covered) == len(self.listed.tokens):
            return True
        follows = self.listed.tokens[len(covered)]
        return any(written.startswith(cut) for written in ways_to_write(follows))

    def numbers(self) -> tuple[bool, bool]:
        """Return whether numbers left over contradict, and whether only one side has any."""
        asked = {one for one in self._asked_left() if one.isdigit()}
        given = {one for one in self._listed_left() if one.isdigit()}
        left_out = set(self.query.numbers)
        differ = bool(given) and bool(asked or (left_out and left_out.isdisjoint(given)))
        return differ, bool(asked) != bool(given)

    def places_differ(self) -> bool:
        """Say whether places left over contradict each other."""
        asked = [one for one in self._asked_left() if place(one) is not None]
        if not asked:
            return False
        given = self._listed_left()
        return any(contradict(one, other) for one in asked for other in given)

    def _asked_left(self) -> list[str]:
        return [self.query.tokens[i] for i in self.alignment.query_left]

    def _listed_left(self) -> list[str]:
        return [self.listed.tokens[k] for k in self.alignment.listed_left]

    def _asked_apart(self) -> bool:
        return any(not is_neutral(one) for one in self._asked_left())

    def _listed_apart(self) -> bool:
        return any(not is_neutral(one) for one in self._listed_left())

    def _is_doubtful(self, pair: Pair) -> bool:
        """Say whether a pair is of two known words a slip apart, which agree only beside others."""
        return (
            pair.alike < EXACT
            and not pair.heard
            and pair.query_size == pair.listed_size == 1
            and is_doubtful(
                self.query.tokens[pair.query_start], self.listed.tokens[pair.listed_start]
            )
        )
