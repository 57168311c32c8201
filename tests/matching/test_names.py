from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.matching.align import Listed, Span, align
from sanccheck.matching.comparison import ListedName
from sanccheck.matching.edits import allowed_edits, distance
from sanccheck.matching.likeness import near_likeness
from sanccheck.matching.names import NameScore, score_name
from sanccheck.model.entries import EntityType
from sanccheck.model.hits import Says
from sanccheck.names.reading import Reading, read_listed_name, read_name
from sanccheck.names.weights import weight

WORDS = ("sensetime", "hikvision", "group", "china", "mobile", "golden", "fund", "iii", "of", "ltd")
NAMES = st.lists(
    st.sampled_from(WORDS),
    min_size=1,
    max_size=6,
).map(" ".join)


def compare(asked: str, listed: str, *, weak: bool = False, person: bool = False) -> NameScore:
    """Score the plain reading of a name against a listed one."""
    reading, *_ = read_name(asked)
    return score_reading(reading, listed, weak=weak, person=person)


def score_reading(reading: Reading, listed: str, *, weak: bool, person: bool) -> NameScore:
    """Score a reading against a listed name, each word against each."""
    other = read_listed_name(listed, person=person)[0]
    choices = {
        k: [
            Span(i, 1, alike, heard=False)
            for i, word in enumerate(reading.tokens)
            if (alike := near_likeness(word, allowed_edits(word), token, distance)) > 0.0
        ]
        for k, token in enumerate(other.tokens)
    }
    weights = [weight(token) for token in other.tokens]
    words = range(len(weights))
    plain = Listed(words=words, weights=weights, spans=(), letters={}, short={}, person=person)
    alignment = align(reading.tokens, reading.weights, choices, plain)
    name = ListedName(
        tokens=other.tokens,
        weights=weights,
        form=None if other.form is None else other.form.family,
        weak=weak,
        type=EntityType.PERSON if person else EntityType.COMPANY,
    )
    return score_name(reading, name, alignment)


@given(NAMES, NAMES)
def test_scores_lie_in_range(asked: str, listed: str) -> None:
    """A score lies in [0, 1]."""
    if read_name(asked) and read_listed_name(listed, person=False):
        assert 0.0 <= compare(asked, listed).score <= 1.0


@given(st.permutations(["hangzhou", "hikvision", "digital", "technology"]))
def test_order_of_words_does_not_count(words: list[str]) -> None:
    """The words in any order are the same name."""
    assert compare(" ".join(words), "HANGZHOU HIKVISION DIGITAL TECHNOLOGY").score == 1.0


@pytest.mark.parametrize(
    ("better", "worse", "listed"),
    [
        ("SenseTime Group Limited", "SenseTime Group", "SENSETIME GROUP LIMITED"),
        ("SenseTime Group", "SenseTime Group Inc.", "SENSETIME GROUP LIMITED"),
        ("Hikvision Digital", "Hikvison Digital", "HIKVISION DIGITAL"),
        ("Golden Star Fund III", "Golden Star Fund IV", "GOLDEN STAR FUND III"),
        ("Golden Star", "Golden Star Zeta", "GOLDEN STAR"),
        ("Hangzhou Hikvision Digital", "Hikvision", "HANGZHOU HIKVISION DIGITAL"),
        ("Hikvision Digital", "Hikvision Chemical", "HIKVISION DIGITAL"),
        ("Sensetime Beijing", "Sensetime Tehran", "SENSETIME SHANGHAI BEIJING"),
    ],
)
def test_less_agreement_scores_less(better: str, worse: str, listed: str) -> None:
    """A form that differs, a slip, another number, more or fewer words each cost something."""
    assert compare(better, listed).score > compare(worse, listed).score > 0.0


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("China", "CHINA"),
        ("Technology Group", "TECHNOLOGY"),
        ("China Technology Group", "CHINA TECHNOLOGY INVESTMENT"),
        ("Bank of Georgia", "BANK OF GUYANA"),
        ("Bank of Iran", "BANK OF IRAQ"),
    ],
)
def test_common_words_alone_make_nothing(asked: str, listed: str) -> None:
    """Common words that agree, with others that do not, are worth nothing."""
    assert compare(asked, listed).score == 0.0


def test_a_name_of_common_words_agrees_as_a_whole() -> None:
    """A name made of common words is found when all its words agree."""
    assert compare("China Mobile Limited", "CHINA MOBILE LIMITED").score == 1.0
    assert compare("China Mobile Group Ltd", "CHINA MOBILE LIMITED").score > 0.8


def test_says_what_contradicts() -> None:
    """Numbers, places and legal forms that differ are named."""
    assert compare("Hikvision Fund III", "HIKVISION FUND IV").numbers_differ
    assert compare("Hikvision Beijing", "HIKVISION SHANGHAI").places_differ
    assert compare("Hikvision Inc", "HIKVISION LIMITED").form is Says.CONFLICTS


def test_weak_names_need_every_word() -> None:
    """A weak alias counts only where nothing differs."""
    assert compare("SMIC", "SMIC", weak=True).score > 0.0
    assert compare("SMIC Energy", "SMIC", weak=True).score == 0.0
    assert compare("Hikvison", "HIKVISION", weak=True).score == 0.0


def test_a_company_is_hardly_a_person() -> None:
    """A name with a legal form scores less against a person's name."""
    as_person = compare("Rotenberg Ltd", "ROTENBERG", person=True).score
    assert as_person < compare("Rotenberg Ltd", "ROTENBERG").score
    assert as_person < compare("Rotenberg", "ROTENBERG", person=True).score


def test_a_cut_off_name_must_begin_as_the_listed_one() -> None:
    """What a cut-off name leaves out costs little, where it goes on as it breaks off."""
    listed = "KURGAN HIKVISION SEARCHLIGHT PRODUCTION ASSOCIATION OF THE NORTH"
    cut = next(one for one in read_name("Kurgan Hikvision Searchlight Prod") if one.cut)
    whole = score_reading(cut, listed, weak=False, person=False)
    other = score_reading(cut, listed.replace("PROD", "LOAD"), weak=False, person=False)
    assert whole.score > 0.85
    assert other.score == 0.0
