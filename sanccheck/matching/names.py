"""Score one reading of a query against one row: how much of both names agrees.

The score is how alike the paired words are, times how much of the query they cover, times (less
strictly) how much of the listed name they cover, lowered where the rest contradicts: numbers that
differ, places that differ, legal forms that differ. Weights come from the words, see
names.weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sanccheck.matching.align import EXACT
from sanccheck.model.entries import EntityType
from sanccheck.model.hits import Says
from sanccheck.names.legal_forms import compare_forms
from sanccheck.names.places import contradict, place
from sanccheck.names.spelling import ways_to_write
from sanccheck.names.weights import PARTICLE_WEIGHT, is_neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.matching.align import Alignment
    from sanccheck.names.reading import Reading

# How strictly the listed name must be covered: a short form of a long name is still found.
LISTED_POWER = 0.4
# Where the names are not the same, less agreement than this in all is little to go by.
ENOUGH = 0.9
LEAST = 0.4
PAIR_LEAST = 0.68

FORM_FACTOR = {Says.AGREES: 1.0, Says.UNKNOWN: 0.96, Says.CONFLICTS: 0.88}
FORM_MISSING = 0.93
# A word of this weight tells names apart, a word of this length is hardly another by a slip.
TELLING = 0.2
LONG = 7
# Who asks for one bare word, without a legal form, asks for it slips and all from this length on.
ASKED_ALONE = 5
# Of what a cut-off query leaves out of the listed name, so much is held against it.
CUT_OFF_PART = 0.2
NUMBERS_DIFFER = 0.6
NUMBER_ON_ONE_SIDE = 0.95
PLACES_DIFFER = 0.7
BOTH_LEFT = 0.88
# A query with a legal form is a company's name.
NOT_A_COMPANY = 0.8
_NO_COMPANIES = frozenset({EntityType.PERSON, EntityType.VESSEL, EntityType.AIRCRAFT})


@dataclass(frozen=True, slots=True)
class NameScore:
    """The score of a name with what made it; `alike`, `of_query` and `of_listed` in [0, 1]."""

    score: float
    alike: float
    of_query: float
    of_listed: float
    form: Says
    numbers_differ: bool
    places_differ: bool
    exact: bool


NOTHING = NameScore(
    score=0.0,
    alike=0.0,
    of_query=0.0,
    of_listed=0.0,
    form=Says.UNKNOWN,
    numbers_differ=False,
    places_differ=False,
    exact=False,
)


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


def score_name(query: Reading, listed: ListedName, alignment: Alignment) -> NameScore:
    """Return the score of a query's reading against a listed name, given their alignment."""
    agreed = sum(pair.weight for pair in alignment.pairs)
    if agreed <= 0.0:
        return NOTHING
    likeness = sum(pair.weight * pair.alike for pair in alignment.pairs)
    whole = _is_whole(query, listed, alignment)
    exact = whole and all(pair.alike == EXACT for pair in alignment.pairs)
    if not _tells_enough(alignment, agreed, whole=whole) or (listed.weak and not exact):
        return NOTHING
    extra = sum(query.weights[i] for i in alignment.query_left)
    missing = sum(listed.weights[k] for k in alignment.listed_left)
    if query.cut is not None:
        if not _goes_on(query.cut, listed, alignment):
            return NOTHING
        missing *= CUT_OFF_PART
        exact = False
    alike, of_query, of_listed = (
        likeness / agreed,
        agreed / (agreed + extra),
        _part(agreed, missing),
    )
    form = compare_forms(None if query.form is None else query.form.family, listed.form)
    numbers, one_sided = _compare_numbers(query, listed, alignment)
    places = _places_differ(query, listed, alignment)
    several = whole and len(alignment.pairs) > 1
    if not several and _slip_alone(query, listed, alignment):
        alike = alike * 2 - 1
    score = alike * of_query * of_listed**LISTED_POWER
    if not exact and not several:
        score *= min(1.0, agreed / ENOUGH) ** 0.5
    score *= _form_factor(query, listed, form)
    if _both_left(query, listed, alignment):
        score *= BOTH_LEFT
    score *= NUMBERS_DIFFER if numbers else NUMBER_ON_ONE_SIDE if one_sided else 1.0
    score *= PLACES_DIFFER if places else 1.0
    if query.form is not None and listed.type in _NO_COMPANIES:
        score *= NOT_A_COMPANY
    return NameScore(
        score=score,
        alike=alike,
        of_query=of_query,
        of_listed=of_listed,
        form=form,
        numbers_differ=numbers,
        places_differ=places,
        exact=exact,
    )


def _is_whole(query: Reading, listed: ListedName, alignment: Alignment) -> bool:
    """Say whether all words are paired but those that come and go with who writes the name."""
    return all(is_neutral(query.tokens[i]) for i in alignment.query_left) and all(
        is_neutral(listed.tokens[k]) for k in alignment.listed_left
    )


def _slip_alone(query: Reading, listed: ListedName, alignment: Alignment) -> bool:
    """Say whether all that agrees is one short word with a slip in it: that is often chance."""
    telling = [pair for pair in alignment.pairs if pair.weight >= TELLING]
    if len(telling) != 1 or telling[0].alike == EXACT:
        return False
    (pair,) = telling
    if query.form is None and len(query.tokens) == 1 and len(query.tokens[0]) >= ASKED_ALONE:
        return False
    return (
        len(query.tokens[pair.query_start]) < LONG or len(listed.tokens[pair.listed_start]) < LONG
    )


def _both_left(query: Reading, listed: ListedName, alignment: Alignment) -> bool:
    """Say whether each name has a word that the other has not: they may be two companies."""
    return any(not is_neutral(query.tokens[i]) for i in alignment.query_left) and any(
        not is_neutral(listed.tokens[k]) for k in alignment.listed_left
    )


def _goes_on(cut: str, listed: ListedName, alignment: Alignment) -> bool:
    """Say whether the listed name begins as a cut-off query and goes on with its last piece."""
    if alignment.query_left:
        return False
    covered = sorted(
        k
        for pair in alignment.pairs
        for k in range(pair.listed_start, pair.listed_start + pair.listed_size)
    )
    if covered != list(range(len(covered))):
        return False
    if len(covered) == len(listed.tokens):
        return True
    follows = listed.tokens[len(covered)]
    return any(written.startswith(cut) for written in ways_to_write(follows))


def _part(agreed: float, missing: float) -> float:
    return agreed / (agreed + missing)


def _tells_enough(alignment: Alignment, agreed: float, *, whole: bool) -> bool:
    """Say whether what agrees tells one name from others.

    That takes enough weight in all, or names of two words or more that agree from end to end:
    "China Mobile" is made of common words.
    """
    good = [pair for pair in alignment.pairs if pair.alike >= PAIR_LEAST]
    if not good:
        return False
    if agreed >= LEAST:
        return True
    words = sum(
        max(pair.query_size, pair.listed_size) for pair in good if pair.weight > PARTICLE_WEIGHT
    )
    return whole and len(good) == len(alignment.pairs) and words > 1


def _form_factor(query: Reading, listed: ListedName, form: Says) -> float:
    if listed.type is EntityType.PERSON and query.form is None:
        return 1.0
    if (query.form is None) != (listed.form is None):
        return FORM_MISSING
    if query.form is None:
        return 1.0
    return FORM_FACTOR[form]


def _compare_numbers(query: Reading, listed: ListedName, alignment: Alignment) -> tuple[bool, bool]:
    """Return whether numbers left over contradict, and whether only one side has any."""
    asked = {query.tokens[i] for i in alignment.query_left if query.tokens[i].isdigit()}
    given = {listed.tokens[k] for k in alignment.listed_left if listed.tokens[k].isdigit()}
    left_out = set(query.numbers)
    differ = bool(given) and bool(asked or (left_out and left_out.isdisjoint(given)))
    return differ, bool(asked) != bool(given)


def _places_differ(query: Reading, listed: ListedName, alignment: Alignment) -> bool:
    asked = [query.tokens[i] for i in alignment.query_left if place(query.tokens[i]) is not None]
    if not asked:
        return False
    given = [listed.tokens[k] for k in alignment.listed_left]
    return any(contradict(one, other) for one in asked for other in given)


def is_free(token: str) -> bool:
    """Say whether a word may be paired without being looked up: a lone letter, as an initial."""
    return len(token) == 1 and token.isalpha() and token.isascii()
