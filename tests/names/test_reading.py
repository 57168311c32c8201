from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.names.reading import MAX_WORDS, read_listed_name, read_name


def readings_of(text: str) -> set[str]:
    """Return the readings of a name as text."""
    return {" ".join(reading.tokens) for reading in read_name(text)}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Sense Time Technologies Co., Ltd.", "sense time technology"),
        ("HSBC Nominees (Hong Kong) Limited a/c SenseTime Group", "sensetime group"),
        ("John Smith c/o Rosneft", "rosneft"),
        ("Alibaba Group (formerly Zhejiang Foobarqux)", "alibaba group"),
        ("SenseTime Investment Fund I, L.P.", "sensetime"),
        ("CNOOC LTD SPON ADR", "cnooc"),
        ("HUAWEI 3.25 NOTES 2027", "huawei"),
        ("HIKVI5ION", "hikvision"),
        ("HANGZHOU HIKVISION DIGITAL TECHNOL", "hangzhou hikvision digital"),
        ("\u5546\u6e6f\u96c6\u5718\u6709\u9650\u516c\u53f8", "\u5546\u6c64 \u96c6\u56e2"),
        ("\u5546\u6e6f\u96c6\u5718\u6709\u9650\u516c\u53f8", "shangtang group"),
        ("Fund III", "fund 3"),
    ],
    ids=ascii,
)
def test_reads_a_name_in_its_ways(name: str, read: str) -> None:
    """Wrappers, vehicles, securities, scanning, cutting off and Han give readings of their own."""
    assert read in readings_of(name)


def test_the_name_as_it_stands_comes_first() -> None:
    """The first reading is the plain one and says nothing of how."""
    first, *others = read_name("SenseTime Investment Fund I, L.P.")
    assert first.how is None
    assert first.tokens == ("sensetime", "investment", "fund", "1")
    assert all(other.how for other in others)


def test_a_vehicle_keeps_its_number() -> None:
    """The number that a reading leaves out is remembered: Fund III is not Fund IV."""
    vehicle = next(one for one in read_name("Golden Star Fund IV") if one.how)
    assert vehicle.numbers == ("4",)


@pytest.mark.parametrize("text", ["", "   ", "...", "\u200b\u202e", "\U0001f600"], ids=ascii)
def test_nothing_comparable_has_no_reading(text: str) -> None:
    """Where nothing is left of a name there is nothing to look up."""
    assert read_name(text) == ()
    assert read_listed_name(text, person=False) == ()


def test_persons_keep_their_last_word() -> None:
    """A person's name has no legal form, whatever its last word looks like."""
    assert read_listed_name("Ivan SA", person=True)[0].tokens == ("ivan", "sa")
    assert read_listed_name("Ivan SA", person=False)[0].tokens == ("ivan",)


@given(st.text(max_size=80))
def test_readings_hold_together(text: str) -> None:
    """Each reading has as many words and weights as tokens, and not too many of them."""
    for reading in read_name(text):
        assert 0 < len(reading.tokens) <= MAX_WORDS
        assert len(reading.tokens) == len(reading.words) == len(reading.weights)


def test_a_long_name_is_read_in_reasonable_time() -> None:
    """The longest name that is read has no more words than are compared."""
    (first, *_) = read_name("xyz " * 250)
    assert len(first.tokens) == MAX_WORDS


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("SUNWAY TEECH CO., LTD", ("sunway", "technology")),
        ("Harbin irst Machinery Group Ltd.", ("harbin", "1", "machinery", "group")),
        ("CCCC SSecond Navigation", ("cccc", "2", "navigation")),
        ("PRESON S.A. DDE C.V.", ("preson",)),
        ("Hangzh\u043eu Yushu \u0421\u043e., Ltd.", ("hangzhou", "yushu")),
    ],
)
def test_a_slip_in_a_short_common_word_is_read_through(name: str, read: tuple[str, ...]) -> None:
    """A slip in an abbreviation, a number word or a legal form, or a look-alike, is put right."""
    assert read in [reading.tokens for reading in read_name(name)]
