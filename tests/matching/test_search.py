from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from sanccheck.matching.batch import Batch
from sanccheck.matching.candidates import Asked, find_candidates
from sanccheck.matching.index import Index
from sanccheck.model.entries import EntityType, Entry, Name
from sanccheck.names.reading import read_name

LETTERS = "abcdefghijklmnopqrstuvwxyz"
COMPANIES = (
    "HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.",
    "HIKVISION",
    "SENSETIME GROUP LIMITED",
    "SENSE TIME HOLDING LLC",
    "CHINA MOBILE LIMITED",
    "CHINA MOBILE COMMUNICATIONS GROUP CO., LTD.",
    "AVIATION INDUSTRY CORPORATION OF CHINA, LTD.",
    "PUBLIC JOINT STOCK COMPANY SBERBANK OF RUSSIA",
    "BANK OF GUYANA",
    "GOLDEN STAR TRADING LLC",
    "GOLDEN STAR FUND III",
    "OOO ZAVOD ELEKON",
    "海康威视",
    "商汤集团有限公司",
)
PERSONS = ("Vladimir Vladimirovich PUTIN", "Mohammed OMAR", "KIM Jong Un")


@pytest.fixture
def entries() -> list[Entry]:
    """Give a small list of companies and persons, a weak alias among them."""
    made = [
        Entry(
            id=f"us_test:{number}",
            list="us_test",
            uid=str(number),
            type=EntityType.COMPANY if number < len(COMPANIES) else EntityType.PERSON,
            names=(Name(text=name),),
        )
        for number, name in enumerate((*COMPANIES, *PERSONS))
    ]
    weak = Name(text="SMIC", weak=True)
    names = (Name(text="SEMICONDUCTOR MANUFACTURING INTERNATIONAL CORPORATION"), weak)
    made.append(
        Entry(id="us_test:w", list="us_test", uid="w", type=EntityType.COMPANY, names=names)
    )
    return made


def found(index: Index, name: str, least: float) -> dict[int, float]:
    """Search the index and return each entry's score."""
    asked = Asked(readings=read_name(name), identifiers=())
    return {
        one.entry: one.found.score.score
        for one in find_candidates(index, asked, least)
        if one.found is not None
    }


def found_together(index: Index, names: Sequence[str], least: float) -> list[dict[int, float]]:
    """Search the index for several names at once and return each entry's score, by name."""
    asked = [Asked(readings=read_name(name), identifiers=()) for name in names]
    (hopeful,) = Batch([index]).look_up(asked, least)
    return [
        {
            candidate.entry: candidate.found.score.score
            for candidate in find_candidates(index, one, least, hopeful.get(number, []))
            if candidate.found is not None
        }
        for number, one in enumerate(asked)
    ]


def damage(name: str, chance: random.Random) -> str:
    """Change a name as typing, copying and shortening do."""
    words = name.split()
    kind = chance.choice(["slip", "slip", "order", "drop", "join", "split", "add", "cut"])
    if kind == "slip":
        at = chance.randrange(len(name))
        return name[:at] + chance.choice(LETTERS) + name[at + chance.randrange(2) :]
    if kind == "order":
        return " ".join(chance.sample(words, len(words)))
    if kind == "drop" and len(words) > 1:
        words.pop(chance.randrange(len(words)))
    elif kind == "join" and len(words) > 1:
        at = chance.randrange(len(words) - 1)
        words[at : at + 2] = ["".join(words[at : at + 2])]
    elif kind == "split":
        at = chance.randrange(len(words))
        words[at] = f"{words[at][:4]} {words[at][4:]}"
    elif kind == "add":
        words.append(chance.choice(["Group", "Fund II LP", "Holdings Inc", "Iran", "Zeta"]))
    return " ".join(words)[: 35 if kind == "cut" else None]


@pytest.mark.parametrize("least", [0.3, 0.7, 0.9])
@pytest.mark.parametrize("seed", range(4))
def test_loses_nothing_that_the_score_accepts(
    entries: list[Entry],
    open_index_of: Callable[[Sequence[Entry]], Index],
    slow_scores: Callable[[str, Sequence[Entry], float], dict[int, float]],
    seed: int,
    least: float,
) -> None:
    """The index finds the same entries with the same scores as comparing everything does."""
    index, chance = open_index_of(entries), random.Random(seed)  # noqa: S311 - to repeat it
    for entry in entries:
        for name in entry.names:
            asked = damage(damage(name.text, chance), chance)
            if read_name(asked):
                slow = slow_scores(asked, entries, least)
                assert found(index, asked, least) == pytest.approx(slow), asked


COMMON_NAMES = (
    "7TH OF TIR INDUSTRIES", "AL INDUSTRIES", "TO INDUSTRIES 7", "IR TRADING", "SKY TRADING CO",
    "MY AVIATION COMPANY LIMITED", "GROUP TIR", "TRADING AB", "CHINA CARGO AIRLINES", "A B TRADING",
)  # fmt: skip


@pytest.mark.parametrize("least", [0.3, 0.72])
def test_loses_no_name_of_common_and_short_words(
    entry: Callable[..., Entry],
    open_index_of: Callable[[Sequence[Entry]], Index],
    slow_scores: Callable[[str, Sequence[Entry], float], dict[int, float]],
    least: float,
) -> None:
    """A two-letter word that is a slip of another needs no look-up of its own to be paired."""
    listed = [entry(name) for name in COMMON_NAMES]
    index = open_index_of(listed)
    short = [name.replace("TIR", "IR").replace("SKY", "SK") for name in COMMON_NAMES]
    cut = [name[:i] + name[i + 1 :] for name in COMMON_NAMES for i in range(len(name))]
    names = [*COMMON_NAMES, *short, *cut]
    together = found_together(index, names, least)
    for asked, in_batch in zip(names, together, strict=True):
        slow = slow_scores(asked, listed, least)
        assert found(index, asked, least) == pytest.approx(slow), asked
        assert in_batch == pytest.approx(slow), asked
    assert 0 in found(index, "7TH OF IR INDUSTRIES", 0.72)


@pytest.mark.parametrize("least", [0.0, 0.3, 0.6, 0.72, 0.9])
@pytest.mark.parametrize("seed", range(6))
def test_a_batch_loses_nothing_that_the_score_accepts(
    entries: list[Entry],
    open_index_of: Callable[[Sequence[Entry]], Index],
    slow_scores: Callable[[str, Sequence[Entry], float], dict[int, float]],
    seed: int,
    least: float,
) -> None:
    """What a batch leaves out unseen cannot reach the least score."""
    chance = random.Random(seed)  # noqa: S311 - to repeat it
    names = [damage(damage(name.text, chance), chance) for one in entries for name in one.names]
    names += [f"{first} {last}" for first, last in zip(names, reversed(names), strict=True)]
    names = [name for name in names if read_name(name)]
    together = found_together(open_index_of(entries), names, least)
    for name, scores in zip(names, together, strict=True):
        slow = slow_scores(name, entries, least)
        assert scores == pytest.approx(found(open_index_of(entries), name, least)), name
        assert scores == pytest.approx(slow), name


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        # The letter stands for a rare word, so that more of the listed name is covered than by it.
        ("S Frederica Quillon", "SALLYANN-ELSPETHA Frederica QUILLON"),
        # A word of two letters goes with the short one beside it, without being looked up.
        ("Xi LU", "HONG Ri LU"),
        ("Yi LI", "HONG Ri LI"),
    ],
)
def test_what_is_paired_without_being_looked_up_is_not_lost(
    open_index_of: Callable[[Sequence[Entry]], Index],
    slow_scores: Callable[[str, Sequence[Entry], float], dict[int, float]],
    asked: str,
    listed: str,
) -> None:
    """Initials and words of two letters are found, alone and in a batch, as the score has them."""
    person = Entry(
        id="us_test:1",
        list="us_test",
        uid="1",
        type=EntityType.PERSON,
        names=(Name(text=listed),),
    )
    slow = slow_scores(asked, [person], 0.6)
    assert slow
    assert found(open_index_of([person]), asked, slow[0]) == pytest.approx(slow)
    assert found_together(open_index_of([person]), [asked], slow[0]) == [pytest.approx(slow)]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("SenseTime Group", "SENSETIME GROUP LIMITED"),
        ("Sense Time", "SENSETIME GROUP LIMITED"),
        ("Hangzhou Hikvison Digital Technolgy", COMPANIES[0]),
        ("HIKVISION", "HIKVISION"),
        ("China Mobile Ltd", "CHINA MOBILE LIMITED"),
        ("China Mobiel Limited", "CHINA MOBILE LIMITED"),
        ("SBERBANK", COMPANIES[7]),
        ("商湯集團", "商汤集团有限公司"),
        ("Shangtang Jituan", "商汤集团有限公司"),
        ("Hai Kang Wei Shi", "海康威视"),
        ("中国航空工业集团有限公司", COMPANIES[6]),
        ("SenseTime Investment Fund I, L.P.", "SENSETIME GROUP LIMITED"),
        ("V. Putin", PERSONS[0]),
        ("Muhamad Omar", PERSONS[1]),
        ("Владимир Путин", PERSONS[0]),
    ],
)
def test_finds_names_as_people_write_them(
    entries: list[Entry],
    open_index_of: Callable[[Sequence[Entry]], Index],
    asked: str,
    listed: str,
) -> None:
    """Other forms, slips, joined and split words, other scripts and initials are found."""
    scores = found(open_index_of(entries), asked, 0.7)
    assert listed in {entries[position].name for position in scores}


@pytest.mark.parametrize(
    "asked",
    [
        "China",
        "Technology",
        "Group",
        "Holdings",
        "China Technology Group",
        "International Trading Company",
        "Bank of Georgia",
        "Bank of China",
        "Golden Star Fund IV",
        "Tavistock Investments Plc",
    ],
)
def test_leaves_names_that_share_only_common_words(
    entries: list[Entry], open_index_of: Callable[[Sequence[Entry]], Index], asked: str
) -> None:
    """Generic words, other places and other numbers make no hit with the name they differ from."""
    scores = found(open_index_of(entries), asked, 0.7)
    assert {entries[position].name for position in scores} <= {"GOLDEN STAR TRADING LLC"}


def test_weak_alias_needs_the_same_words(
    entries: list[Entry], open_index_of: Callable[[Sequence[Entry]], Index]
) -> None:
    """A weak alias is found by exactly its words and by nothing near them."""
    index = open_index_of(entries)
    assert len(entries) - 1 in found(index, "SMIC", 0.7)
    assert not found(index, "SMIK", 0.5)
    assert not found(index, "SMIC Energy", 0.5)
