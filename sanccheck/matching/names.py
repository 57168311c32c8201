"""Score one reading of a query against one row: how much of both names agrees.

The score is how alike the paired words are, times how much of the query they cover, times (less
strictly) how much of the listed name they cover, lowered where the rest contradicts: numbers that
differ, places that differ, legal forms that differ. Weights come from the words, see
names.weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sanccheck.matching.align import EXACT, is_brief
from sanccheck.matching.likeness import is_doubtful, slips
from sanccheck.model.entries import EntityType
from sanccheck.model.hits import Says
from sanccheck.names.legal_forms import compare_forms
from sanccheck.names.places import contradict, place
from sanccheck.names.spelling import ways_to_write
from sanccheck.names.weights import PARTICLE_WEIGHT, is_neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.matching.align import Alignment, Pair
    from sanccheck.names.reading import Reading

# How strictly the listed name must be covered: a short form of a long name is still found.
LISTED_POWER = 0.4
# Where the names are not the same, less agreement than this in all is little to go by.
ENOUGH = 0.9
LEAST = 0.4
PAIR_LEAST = 0.68
MANY = 2

FORM_FACTOR = {Says.AGREES: 1.0, Says.UNKNOWN: 0.96, Says.CONFLICTS: 0.88}
FORM_MISSING = 0.93
# A word of this weight tells names apart, a word of this length is hardly another by a slip.
TELLING = 0.2
LONG, VERY_LONG = 8, 10
# A word of so many letters is seldom shared by two companies.
SELDOM_SHARED = 9
# What a slip costs by the letters of all words that agree.
_LETTER_COST = 1.5
# Who asks for one bare word, without a legal form, asks for it slips and all from this length on.
ASKED_ALONE = 5
# Of what a cut-off query leaves out of the listed name, so much is held against it.
CUT_OFF_PART = 0.2
NUMBERS_DIFFER = 0.6
NUMBER_ON_ONE_SIDE = 0.95
PLACES_DIFFER = 0.7
BOTH_LEFT = 0.88
# The same where one word is all that agrees: "Largo Resources", "Largo Leasing".
BOTH_LEFT_OF_ONE = 0.75
LISTED_POWER_OF_ONE = 0.8
# A query with a legal form is a company's name.
NOT_A_COMPANY = 0.7
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


class Doubt(NamedTuple):
    """How alike the words of two names are, what their forms say, whether all words are paired."""

    alike: float
    form: Says
    whole: bool


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
    sure = [pair for pair in alignment.pairs if not _is_doubtful(pair, query, listed)]
    likeness = sum(pair.weight * pair.alike for pair in alignment.pairs)
    whole = _is_whole(query, listed, alignment)
    exact = whole and all(pair.alike == EXACT for pair in alignment.pairs)
    if not _tells_enough(sure, alignment, whole=whole) or (
        listed.weak and not _same(exact, alignment)
    ):
        return NOTHING
    extra = sum(query.weights[i] for i in alignment.query_left) - _cut_form(
        query, listed, alignment
    )
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
    if query.guessed and form is not Says.AGREES:
        return NOTHING
    numbers, one_sided = _compare_numbers(query, listed, alignment)
    places = _places_differ(query, listed, alignment)
    several = whole and len(alignment.pairs) > 1
    alone = _slip_alone(alignment)
    if alone is not None:
        alike = _alike_by_one(alone, query, listed, alignment, Doubt(alike, form, whole))
    telling = [pair for pair in sure if pair.weight >= TELLING]
    power = LISTED_POWER
    if not whole and query.form is not None and query.cut is None and _is_one_word(telling, query):
        power = LISTED_POWER_OF_ONE
    score = alike * of_query * of_listed**power
    if not exact and not several:
        score *= min(1.0, agreed / ENOUGH) ** 0.5
    score *= _form_factor(query, listed, form)
    if _both_left(query, listed, alignment):
        score *= BOTH_LEFT if len(telling) > 1 else BOTH_LEFT_OF_ONE
    score *= NUMBERS_DIFFER if numbers else NUMBER_ON_ONE_SIDE if one_sided else 1.0
    score *= PLACES_DIFFER if places else 1.0
    if (query.form is not None or query.company) and listed.type in _NO_COMPANIES:
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


def _is_one_word(telling: Sequence[Pair], query: Reading) -> bool:
    """Say whether one word, and not a long one, is all that tells."""
    return len(telling) == 1 and len(query.tokens[telling[0].query_start]) < SELDOM_SHARED


def _cut_form(query: Reading, listed: ListedName, alignment: Alignment) -> float:
    """Return the weight of a word of two letters at an end that stands where a legal form would.

    "Transneft-Ural, SO" is asked for "Transneft-Ural, AO".
    """
    if query.form is not None or listed.form is None or not alignment.query_left:
        return 0.0
    for i in (alignment.query_left[0], alignment.query_left[-1]):
        if i in {0, len(query.tokens) - 1} and is_brief(query.tokens[i]):
            return query.weights[i]
    return 0.0


def _is_doubtful(pair: Pair, query: Reading, listed: ListedName) -> bool:
    """Say whether a pair is of two known words a slip apart, which agree only beside others."""
    return (
        pair.alike < EXACT
        and not pair.heard
        and pair.query_size == pair.listed_size == 1
        and is_doubtful(query.tokens[pair.query_start], listed.tokens[pair.listed_start])
    )


def _same(exact: bool, alignment: Alignment) -> bool:
    """Say whether the names are the same word for word: what a weak alias takes."""
    return exact and not alignment.query_left and not alignment.listed_left


def _slip_alone(alignment: Alignment) -> Pair | None:
    """Return the pair where all that tells is one word with a slip in it: that is often chance."""
    telling = [pair for pair in alignment.pairs if pair.weight >= TELLING]
    if len(telling) != 1 or telling[0].alike == EXACT:
        return None
    return telling[0]


def _alike_by_one(
    pair: Pair,
    query: Reading,
    listed: ListedName,
    alignment: Alignment,
    doubt: Doubt,
) -> float:
    """Return how alike names are of which one word tells, and that with a slip.

    What else agrees speaks for a slip: common words beside it, the legal form. What does not
    agree speaks for another company.
    """
    alike, form, whole = doubt
    asked, given = query.tokens[pair.query_start], listed.tokens[pair.listed_start]
    size = max(len(asked), len(given))
    if pair.heard:
        return alike if whole and len(alignment.pairs) > 1 else alike * 2 - 1
    if whole and len(alignment.pairs) > 1:
        letters = sum(
            len(query.tokens[one.query_start]) * min(1.0, one.weight / TELLING)
            for one in alignment.pairs
        )
        return max(alike, 1.0 - _LETTER_COST * slips(asked, given, pair.alike) / letters)
    bare = query.form is None and len(query.tokens) == 1
    same_form = form is Says.AGREES or (query.form is None and listed.form is None)
    if whole and bare and listed.form is not None and len(asked) >= ASKED_ALONE:
        same_form = True
    if whole and same_form:
        return alike if size >= LONG else alike * 1.5 - 0.5
    return alike * 2 - 1 if size < VERY_LONG else alike * 1.5 - 0.5


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


def _tells_enough(sure: Sequence[Pair], alignment: Alignment, *, whole: bool) -> bool:
    """Say whether what agrees tells one name from others.

    That takes enough weight in all, or names of two words or more that agree from end to end:
    "China Mobile" is made of common words.
    """
    good = [pair for pair in sure if pair.alike >= PAIR_LEAST]
    if not good:
        return False
    if sum(pair.weight for pair in sure) >= LEAST:
        return True
    words = sum(
        max(pair.query_size, pair.listed_size) for pair in good if pair.weight > PARTICLE_WEIGHT
    )
    # One of several common words may be a slip of another.
    return whole and words > 1 and len(good) >= len(alignment.pairs) - (words > MANY)


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
