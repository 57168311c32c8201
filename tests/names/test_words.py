from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.names.places import contradict, join_places, place
from sanccheck.names.repairs import read_as_letters, repair_form
from sanccheck.names.sounds import sound
from sanccheck.names.spelling import SAME_WORDS, canonical, misspelt, number, short_way_meant
from sanccheck.names.tables import read_table
from sanccheck.names.weights import is_common, is_neutral, weight

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("intl", "international"),
        ("technologies", "technology"),
        ("defence", "defense"),
        ("jituan", "group"),
        ("industries", "industry"),
        ("organisation", "organization"),
        ("holdings", "holding"),
    ],
)
def test_writes_same_words_one_way(one: str, other: str) -> None:
    """Abbreviations, spellings, plurals and pinyin of trade words meet."""
    assert canonical(one) == canonical(other)


@given(WORDS)
def test_the_one_way_is_its_own(word: str) -> None:
    """What a word is written as is written as itself."""
    assert canonical(canonical(word)) == canonical(word)


def test_table_leads_to_final_words() -> None:
    """No word is written as one that is itself written as another."""
    assert not {meant for meant in SAME_WORDS.values() if meant in SAME_WORDS}


@pytest.mark.parametrize(
    ("word", "before", "digits"),
    [
        ("4", None, "4"),
        ("007", None, "7"),
        ("three", None, "3"),
        ("iii", "fund", "3"),
        ("iii", None, None),
        ("i", "fund", "1"),
        ("i", "robot", None),
        ("hikvision", "fund", None),
    ],
)
def test_reads_numbers(word: str, before: str | None, digits: str | None) -> None:
    """Digits, number words and Roman numbers are numbers, the last only after another word."""
    assert number(word, before) == digits


def test_tells_a_slip_in_a_word_of_several_ways() -> None:
    """A slip in a plural is told from its singular too."""
    assert misspelt("technolgies") == "technology"
    assert misspelt("hikvision") is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("teech", "tech"),
        ("texh", "tech"),
        ("irst", "first"),
        ("thrid", "third"),
        ("ssecond", "second"),
        ("tec", None),
        ("hikvision", None),
        ("leido", None),
    ],
)
def test_tells_a_slip_in_a_short_way_to_write_a_word(word: str, meant: str | None) -> None:
    """An abbreviation or number word is told through a slip; a Chinese word in pinyin is not."""
    assert short_way_meant(word) == meant


def test_a_slip_in_pinyin_is_a_name_of_its_own() -> None:
    """One letter from "shangye" (commerce) stands another name, not a slip."""
    assert misspelt("shangya") is None
    assert canonical("shangye") == "commercial"


@given(WORDS)
def test_weights_lie_in_range(word: str) -> None:
    """Every word has a weight above 0 and at most 1."""
    assert 0.0 < weight(word) <= 1.0


@pytest.mark.parametrize(
    ("rare", "common"),
    [("hikvision", "technology"), ("sensetime", "golden"), ("golden", "group"), ("iran", "of")],
)
def test_rare_words_weigh_more(rare: str, common: str) -> None:
    """A word that tells names apart outweighs one that many names hold."""
    assert weight(rare) > weight(common)


def test_knows_common_and_neutral_words() -> None:
    """Common words are no slips of each other; neutral ones come and go."""
    assert is_common("marine")
    assert is_common("iran")
    assert not is_common("hikvison")
    assert is_neutral("group")
    assert not is_neutral("technology")


def test_weight_table_holds_only_words() -> None:
    """The shipped counts are of single words in their comparable form, and of common ones."""
    rows = read_table("word_weights.tsv")
    assert len(rows) > 5000
    assert all(word.isascii() and word == word.lower() and " " not in word for word, _ in rows)
    assert all(int(count) >= 12 for _, count in rows)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("georgia", "guyana", True),
        ("beijing", "shanghai", True),
        ("beijing", "china", False),
        ("hongkong", "china", False),
        ("hongkong", "shanghai", True),
        ("iran", "iran", False),
        ("iran", "hikvision", False),
    ],
)
def test_tells_contradicting_places(one: str, other: str, differ: bool) -> None:
    """Places contradict unless one lies in the other; Hong Kong does not contradict China."""
    assert contradict(one, other) is differ
    assert contradict(other, one) is differ


def test_joins_places_of_several_words() -> None:
    """Places of several words become one word with a country."""
    assert join_places(["bank", "hong", "kong"]) == ["bank", "hongkong"]
    assert place("hongkong") == ("HK", "")
    assert place("newyork") == ("US", "newyork")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("hikvision lmited", "hikvision limited"),
        ("hikvision companylimited", "hikvision company limited"),
        ("hikvision lim ited", "hikvision limited"),
        ("kohana co tld", "kohana co ltd"),
        ("obshchestvo s ogranichennoi otvetstvennostyusft", None),
        ("hikvision digital", None),
        ("cssc hong kong", None),
    ],
)
def test_reads_forms_through_slips(name: str, read: str | None) -> None:
    """A slip in a legal form, a glued or a split one is put right, and no other word is."""
    repaired = repair_form(name.split())
    if read is None:
        assert repaired is None or "obshchestvo" in name
    else:
        assert repaired == read.split()


def test_reads_what_scanning_confuses() -> None:
    """Digits inside words are read as the letters that they look like."""
    assert ["hikvision"] in read_as_letters(["hikvi5ion"])
    assert ["samara"] in read_as_letters(["sarnara"])
    assert not read_as_letters(["2162198"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhamad"),
        ("yevgeniy", "evgeni"),
        ("hussein", "husayn"),
        ("aleksandr", "alexander"),
    ],
)
def test_hears_transliterations(one: str, other: str) -> None:
    """Usual ways to write one name sound the same."""
    assert sound(one) == sound(other)


def test_hears_every_consonant() -> None:
    """A consonant that comes again after a vowel is heard again: Putin is not Potanin."""
    assert sound("putin") != sound("potanin")


def test_hears_nothing_in_short_words() -> None:
    """A word with few consonants says too little."""
    assert sound("ali") is None
    assert sound("4you") is None
