"""Score one reading of a query against one row: how much of both names agrees.

The score is how alike the paired words are, times how much of the query they cover, times (less
strictly) how much of the listed name they cover, lowered where the rest contradicts: numbers that
differ, places that differ, legal forms that differ. Weights come from the words, see
names.weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.matching.comparison import TELLING, Comparison, ListedName
from sanccheck.matching.likeness import SLIP_COST, slips
from sanccheck.model.entries import EntityType
from sanccheck.model.hits import Says

if TYPE_CHECKING:
    from sanccheck.matching.align import Alignment, Pair
    from sanccheck.names.reading import Reading

# How strictly the listed name must be covered: a short form of a long name is still found.
LISTED_POWER = 0.4
# More strictly where a full company name is asked of which one word is all that agrees.
LISTED_POWER_OF_ONE = 0.9
# Where the names are not the same, less agreement than this in all is little to go by.
ENOUGH = 0.9

FORM_FACTOR = {Says.AGREES: 1.0, Says.UNKNOWN: 0.96, Says.CONFLICTS: 0.88}
FORM_MISSING = 0.93
# A word of so many letters is hardly another by a slip.
LONG, VERY_LONG = 8, 10
# What a slip costs by the letters of all words that agree; two more that agree back a slip.
_LETTER_COST = 1.75
_BACKED = 2
# So much of what a slip costs by its own word remains where as many letters agree beside it.
AT_BEST = _LETTER_COST / (2 * SLIP_COST)
# Who asks for one bare word, without a legal form, asks for it slips and all from this length on.
ASKED_ALONE = 5
# Of what a cut-off query leaves out of the listed name, so much is held against it.
CUT_OFF_PART = 0.2
NUMBERS_DIFFER = 0.6
NUMBER_ON_ONE_SIDE = 0.95
PLACES_DIFFER = 0.7
# A word that was read as another with a slip in it.
SLIP = 0.95
BOTH_LEFT = 0.88
# The same where one word is all that agrees: "Largo Resources", "Largo Leasing".
BOTH_LEFT_OF_ONE = 0.75
# One word is all that tells of a company's full name, and the legal forms do not agree.
ONE_WORD = 0.95
# A query with a legal form is a company's name.
NOT_A_COMPANY = 0.7
NO_COMPANIES = frozenset({EntityType.PERSON, EntityType.VESSEL, EntityType.AIRCRAFT})


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


def score_name(query: Reading, listed: ListedName, alignment: Alignment) -> NameScore:
    """Return the score of a query's reading against a listed name, given their alignment."""
    agreed = sum(pair.weight for pair in alignment.pairs)
    if agreed <= 0.0:
        return NOTHING
    names = Comparison(query, listed, alignment)
    if _says_nothing(names):
        return NOTHING
    extra = sum(query.weights[i] for i in alignment.query_left) - names.instead_of_form
    missing = sum(listed.weights[k] for k in alignment.listed_left)
    if query.cut is not None:
        missing *= CUT_OFF_PART
    alike = sum(pair.weight * pair.alike for pair in alignment.pairs) / agreed
    slip = names.slip_alone
    if slip is not None:
        alike = _alike_by_one(slip, names, alike)
    of_query, of_listed = agreed / (agreed + extra), agreed / (agreed + missing)
    score = alike * of_query * of_listed ** _power(names)
    if not (names.exact or names.several) or query.cut is not None:
        score *= min(1.0, agreed / ENOUGH) ** 0.5
    numbers, one_sided = names.numbers()
    places = names.places_differ()
    score *= form_factor(query, listed.form, listed.type, names.form) * _left_factor(names)
    score *= NUMBERS_DIFFER if numbers else NUMBER_ON_ONE_SIDE if one_sided else 1.0
    score *= PLACES_DIFFER if places else 1.0
    score *= SLIP if query.slip else 1.0
    return NameScore(
        score=score,
        alike=alike,
        of_query=of_query,
        of_listed=of_listed,
        form=names.form,
        numbers_differ=numbers,
        places_differ=places,
        exact=names.exact and query.cut is None,
    )


def _says_nothing(names: Comparison) -> bool:
    """Say whether what agrees is too little, or not what this reading or this alias takes."""
    query = names.query
    return (
        not names.tells_enough
        or (names.listed.weak and not names.same_words)
        or (query.guessed and names.form is not Says.AGREES)
        or (query.cut is not None and not names.goes_on(query.cut))
    )


def _power(names: Comparison) -> float:
    """Return how strictly the listed name must be covered."""
    asked = names.query
    full_name = asked.form is not None and asked.cut is None and not names.whole
    return LISTED_POWER_OF_ONE if full_name and names.one_word_tells else LISTED_POWER


def _alike_by_one(pair: Pair, names: Comparison, alike: float) -> float:
    """Return how alike names are of which one word tells, and that with a slip.

    What else agrees speaks for a slip: common words beside it, the legal form. What does not
    agree speaks for another company.
    """
    query, listed = names.query, names.listed
    asked, given = query.tokens[pair.query_start], listed.tokens[pair.listed_start]
    size = max(len(asked), len(given))
    if pair.heard:
        return alike if names.several else alike * 2 - 1
    if names.several:
        letters = size + min(size, _letters_beside(pair, names))
        by_letters = 1.0 - _LETTER_COST * slips(asked, given, pair.alike) / letters
        agreed = sum(one.weight for one in names.alignment.pairs)
        return alike + max(0.0, by_letters - pair.alike) * pair.weight / agreed
    if names.whole and _same_form(names):
        return alike if size >= LONG else alike * 1.5 - 0.5
    backed = size >= VERY_LONG or (size >= LONG and len(names.alignment.pairs) > _BACKED)
    return alike * 1.5 - 0.5 if backed else alike * 2 - 1


def _letters_beside(pair: Pair, names: Comparison) -> float:
    """Return how many letters of common words agree beside a pair, by what they tell."""
    return sum(
        len(names.query.tokens[one.query_start]) * min(1.0, one.weight / TELLING)
        for one in names.alignment.pairs
        if one is not pair
    )


def _same_form(names: Comparison) -> bool:
    """Say whether the legal forms agree, or one bare word is asked that may leave it out."""
    query, listed = names.query, names.listed
    if query.form is not None or listed.form is None:
        return names.form is Says.AGREES or query.form is None
    return len(query.tokens) == 1 and len(query.tokens[0]) >= ASKED_ALONE


def form_factor(query: Reading, form: str | None, type_: EntityType | None, says: Says) -> float:
    """Return what a listed name's legal form and type take off; `says` compares the forms."""
    other_kind = (query.form is not None or query.company) and type_ in NO_COMPANIES
    kind = NOT_A_COMPANY if other_kind else 1.0
    if type_ is EntityType.PERSON and query.form is None:
        return kind
    if (query.form is None) != (form is None):
        return kind * FORM_MISSING
    return kind if query.form is None else kind * FORM_FACTOR[says]


def at_best(alike: float) -> float:
    """Return the most that a pair which is so alike may count for, whatever agrees beside it."""
    return 1.0 - (1.0 - alike) * AT_BEST


def _left_factor(names: Comparison) -> float:
    if not names.both_left:
        one_word = names.query.form is not None and names.one_word_tells and not names.same_words
        return ONE_WORD if one_word and names.form is not Says.AGREES else 1.0
    return BOTH_LEFT if len(names.telling) > 1 else BOTH_LEFT_OF_ONE


def is_free(token: str) -> bool:
    """Say whether a word may be paired without being looked up: a lone letter, as an initial."""
    return len(token) == 1 and token.isalpha() and token.isascii()
