from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.names.normalise import has_han, normalise, words


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("SenseTime Group Inc.", "sensetime group inc"),
        ("SENSE\u200bTIME\u202e GROUP", "sensetime group"),
        ("\uff33\uff25\uff2e\uff33\uff25 \uff34\uff29\uff2d\uff25", "sense time"),
        ("L'Or\u00e9al S.A.", "loreal sa"),
        ("L\u2019Or\u00e9al", "loreal"),
        ("J.P. Morgan & Co.", "jp morgan and co"),
        ("A.P. M\u00f8ller - M\u00e6rsk A/S", "ap moller maersk as"),
        ("M/V Ocean", "mv ocean"),
        ("S.M.I.C.", "smic"),
        ("Hikvision\u2122", "hikvision"),
        ("\u0413\u0430\u0437\u043f\u0440\u043e\u043c", "gazprom"),
        ("\u041dIKVISION", "hikvision"),
        (
            "\u5546\u6c64\u96c6\u56e2SENSETIME\uff08\u9999\u6e2f\uff09",
            "\u5546\u6c64\u96c6\u56e2 sensetime \u9999\u6e2f",
        ),
        ("\ud800abc", "abc"),
        ("ABC\x00DEF", "abcdef"),
        ("\U0001f600\U0001f600", ""),
        (" ... ", ""),
        ("", ""),
    ],
    ids=ascii,
)
def test_writes_names_in_one_form(text: str, normal: str) -> None:
    """Case, width, accents, scripts, look-alikes, unseen characters and punctuation fold."""
    assert normalise(text) == normal


@given(st.text(max_size=60))
def test_is_idempotent(text: str) -> None:
    """A normal form is its own normal form."""
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=60))
def test_holds_only_words_and_spaces(text: str) -> None:
    """A normal form has letters, digits and Han characters, single spaces, nothing else."""
    for word in words(text):
        assert word
        assert word.isalnum() or has_han(word)
        assert word == word.lower()


def test_tells_han() -> None:
    """Han characters are told from other scripts."""
    assert has_han("SENSETIME \u5546\u6c64")
    assert not has_han("\u0413\u0430\u0437 \u30c8\u30e8\u30bf abc")
