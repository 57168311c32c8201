from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.matching.build import build_index
from sanccheck.matching.joining import join_indexes
from sanccheck.matching.layout import Sections, unpack
from sanccheck.matching.opening import open_indexes
from sanccheck.model import Query
from sanccheck.model.entries import EntityType, Entry, Identifier, Name
from sanccheck.screening import Screener
from sanccheck.sources.library import open_library
from sanccheck.sources.served import JOINED, Served

FINGERPRINT = b"f" * 32
DAY = date(2026, 7, 1)
EMBEDDED = ("us_ns_cmic", "us_dod_1260h", "us_bis_el")
ASKED = (
    "SenseTime Group",
    "Huawei Technologies",
    "商汤集团",
    "Ping An Insurance",
    "DJI Technology",
)

SPELT = "sense time group hikvision huawei omar mohammed bank of mir limited 中芯 b r c no 7"
WORDS = st.sampled_from(SPELT.split())
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PLAIN = st.tuples(
    st.lists(NAMES, min_size=1, max_size=3),
    st.sampled_from((EntityType.PERSON, EntityType.COMPANY, None)),
    st.lists(st.sampled_from(("1", "22", "333")), max_size=2),
    st.booleans(),
)


def entry_of(plain: tuple[list[str], EntityType | None, list[str], bool]) -> Entry:
    """Make an entry of names, a type, numbers, and whether its last name is weak."""
    names, type_, numbers, weak = plain
    made = [Name(text=name) for name in names]
    made[-1] = replace(made[-1], weak=weak)
    return Entry(
        id="us_test:1",
        list="us_test",
        uid="1",
        type=type_,
        names=tuple(made),
        identifiers=tuple(Identifier(scheme="hk_cr", value=one) for one in numbers),
    )


def sections_of(entries: Sequence[Entry]) -> Sections:
    """Build an index and open it."""
    sections = unpack(build_index(entries, FINGERPRINT), FINGERPRINT)
    assert sections is not None
    return sections


@given(st.lists(st.lists(PLAIN, max_size=5), min_size=1, max_size=4))
def test_joining_gives_the_bytes_of_one_index(
    parts: list[list[tuple[list[str], EntityType | None, list[str], bool]]],
) -> None:
    """The joined index is, byte for byte, the index of all entries one after another."""
    corpora = [[entry_of(plain) for plain in part] for part in parts]
    joined = join_indexes(
        [sections_of(corpus) for corpus in corpora], list(map(len, corpora)), FINGERPRINT
    )
    every = [entry for corpus in corpora for entry in corpus]
    assert joined == build_index(every, FINGERPRINT)


def answers(served: Served) -> list[object]:
    """Screen a few names, one by one and together."""
    screener = Screener(served)
    queries = [Query(name=name) for name in ASKED]
    assert [screener.screen(one) for one in queries] == list(screener.screen_many(queries))
    return [(one.hits, one.former) for one in screener.screen_many(queries)]


def test_lists_that_come_with_the_program_are_joined(home: Path) -> None:
    """Several lists are looked up in one index, with the answers that each index alone gives."""
    served = open_library(home).serve(DAY, EMBEDDED)
    assert len(served.corpora) > 1
    apart = replace(served, shelf=None)
    assert [len(open_indexes(one)) for one in (served, apart)] == [1, len(served.corpora)]
    assert answers(served) == answers(apart)
    assert answers(open_library(home).serve(DAY, EMBEDDED).read_ahead()) == answers(apart)


@pytest.mark.parametrize("at", [0, 100, -1])
def test_a_damaged_joined_index_is_made_anew(home: Path, at: int) -> None:
    """A joined index of which a byte changed is not used, and replaced."""
    whole = answers(open_library(home).serve(DAY, EMBEDDED))
    (path,) = home.rglob(JOINED)
    sound = path.read_bytes()
    damaged = bytearray(sound)
    damaged[at] ^= 1
    path.write_bytes(damaged)
    assert answers(open_library(home).serve(DAY, EMBEDDED).read_ahead()) == whole
    assert path.read_bytes() == sound


def test_a_home_that_cannot_be_written_is_screened_in_each_index(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be kept, nothing is joined, and the answers are the same."""
    whole = answers(open_library(home).serve(DAY, EMBEDDED))
    (path,) = home.rglob(JOINED)
    path.unlink()
    monkeypatch.setattr("sanccheck.sources.derived.os.access", lambda *_: False)
    served = open_library(home).serve(DAY, EMBEDDED)
    assert len(open_indexes(served)) == len(served.corpora)
    assert answers(served) == whole
    assert not list(home.rglob(JOINED))


def test_each_choice_of_lists_has_its_own_and_few_are_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another choice of lists is joined anew; of those made long ago the oldest go."""
    monkeypatch.setattr("sanccheck.matching.opening._MOST_JOINED", 2)
    library, kept = open_library(home), set[Path]()
    for chosen in combinations(EMBEDDED, 2):
        open_indexes(library.serve(DAY, chosen))
        made = set(home.rglob(JOINED)) - kept
        assert len(made) == 1
        kept |= made
    there = {path: path.stat().st_mtime_ns for path in home.rglob(JOINED)}
    assert len(there) == 2
    open_indexes(open_library(home).serve(DAY, chosen))
    assert {path: path.stat().st_mtime_ns for path in home.rglob(JOINED)} == there
