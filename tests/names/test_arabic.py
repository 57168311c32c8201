"""Names in Arabic letters: what is common in names is read with its vowels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.names.arabic import in_latin
from sanccheck.names.normalise import normalise
from sanccheck.names.tables import read_table

ROWS = read_table("arabic_words.tsv")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("محمد", "muhammad"),
        ("مُحَمَّد", "muhammad"),
        ("محـــمد", "muhammad"),
        ("علی", "ali"),
        ("على", "ali"),
        ("يحيى", "yahya"),
        ("محمدحسین", "muhammad husayn"),
        ("عبد الله", "abdullah"),
        ("عبدالله", "abdullah"),
        ("عبد الرحمن", "abdul rahman"),
        ("عبدالكريم", "abdul karim"),
        ("الحسن", "al hasan"),
        ("شرکت نفت", "company oil"),
    ],
)
def test_common_words_are_read_with_their_vowels(text: str, read: str) -> None:
    """Marks, long strokes, Persian letters and words written as one make no difference."""
    assert normalise(text) == read


def test_other_words_are_written_letter_by_letter() -> None:
    """A word that is not known stays for the letters, and what is around it is read."""
    assert in_latin("محمد الشعار") == "muhammad al شعار"
    assert normalise("هوتک") == "hwtk"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abd al-Rahman Said", "Abdul Rahman Said"),
        ("Abdur Rahman Said", "'Abd-al-Rahman Said"),
        ("Abd alRahman Said", "Abdel Rahman Said"),
        ("Abd Rahman Said", "Abd ar-Rahman Said"),
    ],
)
def test_servants_of_god_are_one_name(one: str, other: str) -> None:
    """The article between the two words is written in many ways, or left out."""
    assert normalise(one) == normalise(other) == "abdul rahman said"


@pytest.mark.parametrize("name", ["abdullah", "abd allah", "abdalla", "abdullahi", "abdullaev"])
def test_what_only_begins_so_stays(name: str) -> None:
    """God's own name and surnames that are made of it are no two words."""
    assert normalise(name) == name


def test_every_form_is_found_as_it_is_looked_up() -> None:
    """No form holds a letter that reading has replaced by its kin, and none stands twice."""
    forms = [form for _, told in ROWS for form in told.split(", ")]
    assert len(forms) == len(set(forms))
    assert [form for form in forms if not in_latin(form).isascii()] == []


def test_every_spelling_is_a_comparable_word() -> None:
    """What a form is read as is a word as names hold it."""
    assert all(normalise(latin) == latin for latin, _ in ROWS)


@given(st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=40))
def test_any_arabic_text_is_read(text: str) -> None:
    """Whatever the letters, the reading is plain words, and reading it again changes nothing."""
    read = normalise(text)
    assert read.isascii()
    assert normalise(read) == read
