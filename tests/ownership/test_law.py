"""The tests of ownership as data: each example is a test, each boundary has its days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sanccheck.errors import RuleError
from sanccheck.ownership.check import check_law, run
from sanccheck.ownership.law import Example, Measure, load_law, shipped_law
from sanccheck.ownership.shares import Least, Most
from sanccheck.shipped import shipped

LOADED = shipped_law()
EXAMPLES = LOADED.law.examples


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{item.test}: {item.name}" for item in EXAMPLES]
)
def test_example(example: Example) -> None:
    """An example of the file comes out as it says."""
    assert run(LOADED, example) == example.expect


def test_a_wrong_example_is_a_problem_with_its_line() -> None:
    """What comes out otherwise than an example says is told where it stands."""
    text = source().replace(b"    expect: yes\n", b"    expect: no\n", 1)
    (problem,) = check_law(load_law(text))
    assert "it is yes, not no" in str(problem)
    assert problem.line is not None


def test_before_the_law_nothing_is_known() -> None:
    """An example of a day before the first version is open."""
    early = EXAMPLES[0].model_copy(update={"as_of": date(2014, 8, 12)})
    assert (EXAMPLES[0].expect, run(LOADED, early)) == ("yes", "unknown")


def source() -> bytes:
    """Return the file's bytes."""
    return (shipped("rules") / "shared" / "ownership.yaml").read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('until: "2024-06-24"', 'until: "2024-06-25"', "overlap"),
        ('reach: {at_least: "50"}', "reach: {}", "either at_least or over"),
        ('reach: {at_least: "50"}', 'reach: {at_least: "50", over: "50"}', "either"),
        ("cites: [sema_2_1]", "cites: [nothing]", "cites 'nothing'"),
        ("cites: [sema_2_1]", "cites: []", "at least 1 item"),
        ("test: ca_sema", "test: mars", "there is no test"),
        ('from: "2023-06-22"', 'from: "22 June"', "not a date"),
        ("together: yes", "togehter: yes", "togehter"),
        ("id: ownership", "id: other", "ownership"),
        ("ask: a\n    expect: no", "ask: a\n    expect: maybe", "expect"),
        ("id: ownership", "id: ownership\nid: ownership", "stands twice"),
        ("id: ownership", "[", "not valid YAML"),
        ('    as_of: "2024-05-07"', "    as_of:", "as_of"),
    ],
)
def test_a_broken_file_is_told(old: str, new: str, said: str) -> None:
    """Each way of breaking the file is a problem that says what is wrong."""
    text = source().decode()
    assert old in text
    with pytest.raises(RuleError, match=said):
        load_law(text.replace(old, new, 1).encode())


def test_each_test_needs_examples_of_each_answer() -> None:
    """A test that no example shows to give yes, no and unknown is told."""
    text = source().decode()
    cut = text[: text.index("  - name: A minority where everybody who controls it is named")]
    with pytest.raises(RuleError, match="needs examples that give yes, no and unknown"):
        load_law(cut.encode())


@pytest.mark.parametrize(
    ("test", "day", "threshold"),
    [
        ("us_ofac_blocked", "2014-08-12", None),
        ("us_ofac_blocked", "2014-08-13", "at least 50"),
        ("us_directive_3", "2022-03-25", None),
        ("us_directive_3", "2022-03-26", "at least 50"),
        ("us_bis_affiliates", "2025-09-28", None),
        ("us_bis_affiliates", "2025-09-29", "in_force"),
        ("us_bis_affiliates", "2025-11-09", "in_force"),
        ("us_bis_affiliates", "2025-11-10", "stayed"),
        ("us_bis_affiliates", "2026-11-09", "stayed"),
        ("us_bis_affiliates", "2026-11-10", "unknown"),
        ("us_outbound_persons", "2025-01-01", None),
        ("us_outbound_persons", "2025-01-02", "at least 50"),
        ("us_outbound_parent", "2025-01-02", "over 50"),
        ("eu_asset_freeze", "2024-07-02", "over 50"),
        ("eu_asset_freeze", "2024-07-03", "at least 50"),
        ("uk_asset_freeze", "2026-01-01", "over 50"),
        ("ca_sema", "2023-06-21", None),
        ("ca_sema", "2023-06-22", "at least 50"),
    ],
)
def test_the_version_of_a_day(test: str, day: str, threshold: str | None) -> None:
    """Each test has the threshold, or the standing, that the law gives it on that day."""
    version = LOADED.law.test(test).on(date.fromisoformat(day))
    if version is None:
        assert threshold is None
        return
    reach = version.reach
    said = f"at least {reach.at_least}" if reach.over is None else f"over {reach.over}"
    assert threshold in {said, version.status}


def test_every_version_is_cited_and_every_cite_used() -> None:
    """No threshold without a source, and no source that nothing rests on."""
    used = {key for test in LOADED.law.tests for item in test.versions for key in item.cites}
    assert used == set(LOADED.law.cites)
    for test in LOADED.law.tests:
        for version in test.versions:
            assert len(LOADED.law.sources(version)) == len(version.cites)


@pytest.mark.parametrize(
    ("measure", "value", "surely", "just_above", "maybe", "just_below"),
    [
        (Measure(at_least="50"), 50, True, True, True, False),
        (Measure(over="50"), 50, False, True, False, False),
        (Measure(over="50"), 51, True, True, True, True),
        (Measure(at_least="50"), 49, False, False, False, False),
        (Measure(at_least="0"), 0, True, True, True, False),
    ],
    ids=["at least, at it", "over, at it", "over, above it", "at least, below it", "nought"],
)
def test_a_threshold_at_its_edge(
    measure: Measure, value: int, surely: bool, just_above: bool, maybe: bool, just_below: bool
) -> None:
    """Half is half or more and not more than half; an open end says on which side it lies."""
    number = Fraction(value)
    assert measure.surely(Least(number, beyond=False)) is surely
    assert measure.surely(Least(number, beyond=True)) is just_above
    assert measure.maybe(Most(number, short=False)) is maybe
    assert measure.maybe(Most(number, short=True)) is just_below
