from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from rapidfuzz.distance import OSA

from sanccheck.matching.batch import Batch
from sanccheck.matching.build import build_index
from sanccheck.matching.candidates import Asked
from sanccheck.matching.edits import allowed_edits
from sanccheck.matching.index import Index
from sanccheck.matching.layout import SECTIONS, pack, unpack
from sanccheck.matching.near_words import NearWords, Ways
from sanccheck.matching.row_arrays import WordArrays
from sanccheck.model.entries import EntityType, Entry, Identifier, Name
from sanccheck.names.reading import read_name

FINGERPRINT = b"f" * 32
NAMES = ("HANGZHOU HIKVISION DIGITAL", "SENSETIME GROUP", "SENSE TIMES", "Mohammed OMAR", "TIMEX")
IDENTIFIER = Identifier(scheme="hk_cr", value="2162198")


@pytest.fixture
def entries() -> list[Entry]:
    """Give a few entries, the last but one a person, the second with a number."""
    return [
        Entry(
            id=f"us_test:{number}",
            list="us_test",
            uid=str(number),
            type=EntityType.PERSON if number == 3 else EntityType.COMPANY,
            names=(Name(text=name), Name(text=f"{name} ALIAS", weak=True)),
            identifiers=(IDENTIFIER,) if number in {1, 4} else (),
        )
        for number, name in enumerate(NAMES)
    ]


def test_index_round_trips(
    entries: list[Entry], open_index_of: Callable[[Sequence[Entry]], Index]
) -> None:
    """Rows come back with their words, their entry, their name and its kind."""
    index = open_index_of(entries)
    row = index.row(3)
    assert [index.word(word) for word in row.words] == ["sensetime", "group", "alias"]
    assert (row.entry, row.name, row.weak, row.type) == (1, 1, True, EntityType.COMPANY)
    assert index.row_count == 2 * len(NAMES)


def test_same_entries_give_the_same_bytes(entries: list[Entry]) -> None:
    """An index is a function of its entries."""
    assert build_index(entries, FINGERPRINT) == build_index(list(entries), FINGERPRINT)


@pytest.mark.parametrize("word", ["hikvison", "sensetime", "sensetimes", "timx", "omar", "xxxxx"])
def test_near_words_are_those_within_the_slips(
    entries: list[Entry], open_index_of: Callable[[Sequence[Entry]], Index], word: str
) -> None:
    """The near words are exactly those that comparing with every word finds."""
    index = open_index_of(entries)
    edits = allowed_edits(word)
    vocabulary = [index.word(number) for number in range(index.word_count)]
    joined = {"sensetimes"}
    expected = {
        other
        for other in vocabulary
        if other == word
        or OSA.distance(word, other) <= min(edits, 0 if other in joined else allowed_edits(other))
    }
    assert {index.word(near.number) for near in index.near(word, edits)} >= expected


def test_sounds_meet_in_names_of_persons(
    entries: list[Entry], open_index_of: Callable[[Sequence[Entry]], Index]
) -> None:
    """A word of a person's name is found by its sound, a word of a company's is not."""
    index = open_index_of(entries)
    assert [index.word(near.number) for near in index.heard("muhamad")] == ["mohammed"]
    assert index.heard("sansatime") == ()


def test_finds_entries_by_identifier(
    entries: list[Entry], open_index_of: Callable[[Sequence[Entry]], Index]
) -> None:
    """Every entry that carries an identifier is found, and only by scheme and value together."""
    index = open_index_of(entries)
    assert index.entries_with("hk_cr", "2162198") == [1, 4]
    assert index.entries_with("imo", "2162198") == []
    assert index.entries_with("hk_cr", "216219") == []


def test_batch_finds_what_single_queries_find(
    entries: list[Entry], open_index_of: Callable[[Sequence[Entry]], Index]
) -> None:
    """Near words found together are those found one by one."""
    words = ("hikvison", "sensetime", "timx", "zzz", "3")
    index, ways = open_index_of(entries), Ways()
    near = NearWords(index, WordArrays(index).allowed)
    for some in (words[:2], words):
        numbers = [ways.way(word, allowed_edits(word)) for word in some]
        ((heard,),) = ways.of_sounds(["muhamad"])
        near.extend(ways)
        for word, number in zip(some, numbers, strict=True):
            assert near.near(number) == index.near(word, allowed_edits(word))
            assert near.best[number] == index.best_near(word, allowed_edits(word))
        assert near.near(heard) == index.heard("muhamad") != ()


def test_words_as_arrays_are_the_words_one_by_one(
    open_index_of: Callable[[Sequence[Entry]], Index],
) -> None:
    """Letters, slips allowed and digits are told of all words as of each alone."""
    names = ("AB ABC 12345 ABCDEFGH", "海康 海康威视 商汤科技集团", "a" * 33, "b" * 32, "3M 7")
    made = [
        Entry(id=f"us_test:{i}", list="us_test", uid=str(i), type=None, names=(Name(text=name),))
        for i, name in enumerate(names)
    ]
    index = open_index_of(made)
    arrays = WordArrays(index)
    words = [index.word(number) for number in range(index.word_count)]
    assert arrays.sizes.tolist() == list(map(len, words))
    assert arrays.allowed.tolist() == list(map(allowed_edits, words))
    assert arrays.digits.tolist() == [word.isdigit() for word in words]


def test_an_empty_list_has_an_index(open_index_of: Callable[[Sequence[Entry]], Index]) -> None:
    """A list without entries is searched and gives nothing."""
    index = open_index_of([])
    assert index.row_count == 0
    assert index.near("hikvision", 2) == ()
    look_ups = Batch([index]).look_up([Asked(read_name("Hikvision"), ())], 0.5)
    assert look_ups == [{}]


@pytest.mark.parametrize(
    "data",
    [b"", b"short", b"x" * 4000, b"sanccheck index\x00" + bytes(4000)],
    ids=["empty", "short", "foreign", "other-order"],
)
def test_foreign_bytes_are_no_index(data: bytes) -> None:
    """Bytes that this code did not write are refused, so that an index is built anew."""
    assert unpack(data, FINGERPRINT) is None


def test_an_index_of_other_code_or_cut_off_is_refused() -> None:
    """An index made by another version of the code, or cut off, is not read."""
    data = pack(dict.fromkeys(SECTIONS, b"12345678"), FINGERPRINT)
    assert unpack(data, FINGERPRINT) is not None
    assert unpack(data, b"g" * 32) is None
    assert unpack(data[:-1], FINGERPRINT) is None


def test_an_index_of_some_lists_holds_their_entries_alone(
    entry: Callable[..., Entry], open_index_of: Callable[[Sequence[Entry]], Index]
) -> None:
    """Entries of other lists are not in it, and each keeps its place among all."""
    first, second = entry("HIKVISION", uid="1"), entry("SENSETIME", uid="2")
    both = [replace(first, list="us_other"), second]
    sections = unpack(build_index(both, FINGERPRINT, {"us_test"}), FINGERPRINT)
    assert sections is not None
    index = Index(sections)
    assert index.row_count == 1
    assert index.row(0).entry == 1
    assert open_index_of(both).row_count == 2
