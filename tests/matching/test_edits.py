from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from sanccheck.matching.edits import allowed_edits, distance, rest_hashes, rest_hashes_of_many
from sanccheck.matching.likeness import is_doubtful, likeness

WORDS = st.text(alphabet="abcd", min_size=1, max_size=11)


@given(WORDS, WORDS, st.integers(1, 2))
def test_distance_is_that_of_rapidfuzz(one: str, other: str, limit: int) -> None:
    """The plain distance agrees with the library's up to the limit, and exceeds it beyond."""
    expected = OSA.distance(one, other)
    measured = distance(one, other, limit)
    assert measured == expected if expected <= limit else measured > limit


@given(WORDS, WORDS)
def test_near_words_share_a_rest(one: str, other: str) -> None:
    """Words within the slips allowed leave a common rest, so that none is lost."""
    limit = min(allowed_edits(one), allowed_edits(other))
    if limit and OSA.distance(one, other) <= limit:
        mine = rest_hashes(one, allowed_edits(one))
        assert mine & rest_hashes(other, allowed_edits(other))


@given(st.lists(st.text(max_size=12), max_size=20))
def test_many_words_hash_as_one_does(words: list[str]) -> None:
    """The hashes of a batch are those of each word alone."""
    edits = [allowed_edits(word) for word in words]
    hashes, positions = rest_hashes_of_many(words, edits)
    for position, (word, allowed) in enumerate(zip(words, edits, strict=True)):
        assert set(hashes[positions == np.uint32(position)].tolist()) == rest_hashes(word, allowed)


@given(WORDS, WORDS)
def test_likeness_is_the_same_either_way(one: str, other: str) -> None:
    """How alike two words are does not depend on which is asked; it lies in [0, 1]."""
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, one) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [("iran", "iraq"), ("2162198", "2162199"), ("ab", "abc")],
)
def test_other_words_are_no_slips(one: str, other: str) -> None:
    """Two places, two numbers and very short words are not alike."""
    assert likeness(one, other) == 0.0


@pytest.mark.parametrize(("one", "other"), [("marine", "marina"), ("hasan", "hassan")])
def test_two_known_words_are_less_alike(one: str, other: str) -> None:
    """Two words that many names have are less alike than a slip makes them, and doubtful."""
    assert 0.0 < likeness(one, other) < likeness(f"xq{one}", f"xq{other}")
    assert is_doubtful(one, other)
    assert not is_doubtful(one, f"xq{one}")
