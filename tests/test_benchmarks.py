"""The measure of matching is itself measured: what it asks, what it counts, what it draws."""

from __future__ import annotations

import random
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("benchmarks.matching", reason="benchmarks are in the repository alone")

from benchmarks.matching import perturb_letters, perturb_words
from benchmarks.matching.classes import CLASSES, Kind, perturb
from benchmarks.matching.queries import Query
from benchmarks.matching.results import Asked, choose_threshold, count
from benchmarks.matching.scorers import Answer
from benchmarks.matching.statistics import Rate, precision
from benchmarks.matching.subjects import Same, Subject, folded
from benchmarks.matching.vocabulary import split_form
from benchmarks.scaling_plot import plot
from sanccheck.model.entries import EntityType, Entry, Name


def entry(uid: str, *names: str) -> Entry:
    """Make a company."""
    made = tuple(Name(text=name) for name in names)
    return Entry(id=f"us_test:{uid}", list="us_test", uid=uid, type=EntityType.COMPANY, names=made)


PANDA = entry("1", "PANDA ELECTRONICS GROUP CO., LTD.", "NANJING PANDA & SONS")


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.id)
def test_a_perturbation_is_a_function_of_name_seed_and_class(one: object) -> None:
    """The same name, seed and class give the same query each time."""
    class_id: str = getattr(one, "id")  # noqa: B009 - parametrize knows no types
    subject = Subject(PANDA.name, PANDA)
    assert perturb(subject, 7, class_id) == perturb(subject, 7, class_id)


def test_every_class_says_why_it_counts_as_it_does() -> None:
    """The table of classes names each once, with a kind and a reason."""
    assert len({one.id for one in CLASSES}) == len(CLASSES)
    assert all(one.why and one.kind in set(Kind) for one in CLASSES)


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("SENSETIME GROUP LIMITED", "SENSETIME GROUP", "LIMITED"),
        ("Panda Electronics Group Co., Ltd.", "Panda Electronics Group", "Co., Ltd."),
        ("AO SHVABE", "SHVABE", "AO"),
        ("GAZPROM, OAO", "GAZPROM", "OAO"),
        ("TRUST INSURANCE SERVICES S.A.L.", "TRUST INSURANCE SERVICES", "S.A.L."),
        ("HIKVISION", "HIKVISION", ""),
    ],
)
def test_legal_forms_are_split_off(name: str, core: str, form: str) -> None:
    """The benchmark knows the forms of names by a table of its own."""
    assert split_form(name) == (core, form)


def test_a_typo_is_one_edit() -> None:
    """A name with one typo differs from it by one letter, or by two that changed places."""
    from rapidfuzz.distance import OSA

    for seed in range(200):
        rng = random.Random(seed)  # noqa: S311 - to repeat it
        made = perturb_letters.one_typo("HANGZHOU HIKVISION DIGITAL", rng)
        assert made is not None
        assert OSA.distance("HANGZHOU HIKVISION DIGITAL", made) <= 1


def test_a_missing_word_is_never_one_that_tells() -> None:
    """What tells a name from others is still there when a word is missing."""
    for seed in range(50):
        rng = random.Random(seed)  # noqa: S311 - to repeat it
        made = perturb_words.missing_word("HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.", rng)
        assert made is not None
        assert "HIKVISION" in made


def test_entries_with_one_name_are_one_party() -> None:
    """A name on two lists is one party's, legal form and accents aside."""
    other = entry("2", "Panda Electrónics Group Limited")
    third = entry("3", "Panda Green Energy Group Limited")
    same = Same.of([PANDA, other, third])
    assert same.group("us_test:1") == {"us_test:1", "us_test:2"}
    assert same.owner("PANDA ELECTRONICS GROUP INC") == same.root("us_test:2")
    assert same.is_ambiguous("PANDA GROUP", same.root("us_test:1"))
    assert folded("PANDA Electrónics Co., Ltd.") == "panda electronics"


def test_intervals_are_wilsons() -> None:
    """The interval of 8 in 10 is the textbook's; of nothing, nothing is known."""
    rate = Rate(8, 10)
    assert (round(rate.low, 3), round(rate.high, 3)) == (0.490, 0.943)
    assert (Rate(0, 0).low, Rate(0, 0).high) == (0.0, 1.0)
    assert precision(1.0, 0.0, 0.001) == 1.0


def asked(group: str, wanted: float, other: float, half: int = 1) -> Asked:
    """Make a query with its answer."""
    entries = frozenset({"us_test:1"}) if group == "typo" else frozenset[str]()
    return Asked(Query(group, "x", entries, half, ""), Answer(wanted, other))


def test_what_is_found_first_is_counted_of_what_is_found() -> None:
    """A name found behind another counts as found, and not as found first."""
    pairs = [asked("typo", 0.9, 0.95), asked("typo", 0.9, 0.1), asked("typo", 0.2, 0.8)]
    line = count("any", 0.7, pairs, chosen=False, seconds=0).line("typo")
    assert line.rate == Rate(2, 3)
    assert line.first == Rate(1, 2)


def test_the_threshold_is_chosen_on_the_other_half() -> None:
    """Alarms of the half that is reported do not move the threshold."""
    chosen = [asked("ordinary", 0, 0.8, half=0), *[asked("ordinary", 0, 0.1, half=0)] * 9]
    reported = [asked("ordinary", 0, 0.99)] * 10
    assert choose_threshold([*chosen, *reported]) == 0.81


def test_the_plot_is_svg() -> None:
    """The curve is drawn as well-formed SVG with a point for each size."""
    drawn = ET.fromstring(plot([10_000, 20_000], {"batch": [0.5, 0.6]}))  # noqa: S314 - our own
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == 2
