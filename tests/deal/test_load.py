"""The deal file: every problem at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanccheck.deal import load_deal, parse_deal
from sanccheck.deal.template import TEMPLATE
from sanccheck.errors import DealError

GOOD = """\
deal: {kind: offering}
security: {kind: equity}
parties:
  - {id: issuer, name: Example, role: issuer}
"""


def problems(text: str) -> list[str]:
    """Return the problems of a deal file's text."""
    with pytest.raises(DealError) as caught:
        parse_deal(text.encode(), "d.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_the_template_is_a_good_deal_file() -> None:
    """What `deal new` writes can be assessed as it is."""
    assert parse_deal(TEMPLATE.encode(), "new.yaml").deal.party("agent").ofac_us_person is False


def test_all_problems_come_at_once() -> None:
    """A misspelt key, a repeated key, a bad percentage and an unknown party, each with a line."""
    text = """\
deal: {knd: offering, kind: offering}
security: {kind: equity}
security: {kind: debt}
parties:
  - {id: issuer, name: Example, role: issuer, organized_in: KY}
holdings:
  - {owner: issuer, of: issuer, percent: 133}
"""
    said = problems(text)
    assert [line.partition(": ")[0] for line in said] == [
        "d.yaml:1",
        "d.yaml:3",
        "d.yaml:5",
        "d.yaml:7",
    ]
    assert "did you mean 'kind'" in said[0]
    assert "stands twice" in said[1]
    assert "did you mean 'organised_in'" in said[2]
    assert "not between 0 and 100" in said[3]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: offering", "kind: bid", "is not one of"),
        ("id: issuer", "id: Is Suer", "has not the form"),
        ("name: Example", 'name: ""', "is empty"),
        ("name: Example", "name: " + "x" * 10000, "longer than 1000"),
        ("role: issuer", "role: issuer, organised_in: Atlantis", "is not a country"),
        ("role: issuer", "role: issuer, ofac_us_person: maybe", "not yes, no or unknown"),
        ("role: issuer", 'role: issuer, ids: ["lei"]', "lei"),
        ("role: issuer", "role: issuer, acts_for: [nobody]", "not the id of a party"),
        (
            "role: issuer",
            "role: issuer, organised_in: US, ofac_us_person: no",
            "correct one of the two",
        ),
        (
            "role: issuer",
            "role: issuer, citizenships: [US], ofac_us_person: no",
            "correct one of the two",
        ),
        ("kind: offering", "kind: offering, date: 22 Nov", "write YYYY-MM-DD"),
        ("security: {kind: equity}\n", "", "'security' is missing"),
        ("  - {id: issuer, name: Example, role: issuer}", "  []", "name at least one"),
    ],
)
def test_one_clear_line_for_each_problem(old: str, new: str, said: str) -> None:
    """Each bad value is told where it stands and what would be right."""
    found = problems(GOOD.replace(old, new))
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize("text", ["", "- a list", "just words", "a: [", "a: \x00"])
def test_what_is_no_deal_file_is_told(text: str) -> None:
    """Other documents are refused with a line, not a traceback."""
    assert problems(text)


def test_unknown_and_left_out_are_the_same(tmp_path: Path) -> None:
    """The word `unknown` and an omitted key both leave a fact unknown."""
    path = tmp_path / "d.yaml"
    path.write_text(GOOD.replace("role: issuer", "role: issuer, ofac_us_person: unknown"))
    assert load_deal(path).deal.party("issuer").ofac_us_person is None
    assert parse_deal(GOOD.encode(), "d").deal.party("issuer").ofac_us_person is None


def test_a_country_code_no_is_norway() -> None:
    """The strict reader keeps NO from becoming false."""
    text = GOOD.replace("role: issuer", "role: issuer, organised_in: NO")
    assert parse_deal(text.encode(), "d").deal.party("issuer").organised_in == "NO"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A path that does not exist is one clear line."""
    with pytest.raises(DealError, match="cannot be read"):
        load_deal(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("outbound: {training_operations: 1e99}", "not a number from 0 to 1e60"),
        ("outbound: {training_operations: lots}", "is not a number; write 250 or 1e25"),
        ("outbound: {training_operations: -1}", "not a number from 0"),
        ("outbound: {activities: [chips]}", "'chips' is not one of"),
        ("outbound: {activity: [none]}", "did you mean 'activities'"),
        ("country_links: {in_russia: perhaps}", "is not yes, no or unknown"),
        ("country_links: {oil_project: {started_on: 2018}}", "not a date"),
        ("half_owned_by: {ssi_directive_9: yes}", "unknown key 'ssi_directive_9'"),
    ],
)
def test_a_bad_block_of_a_party_is_told(block: str, said: str) -> None:
    """The blocks on sectoral bans and outbound investment are as strict as the rest."""
    (problem,) = problems(GOOD.replace("role: issuer", f"role: issuer, {block}"))
    assert problem.startswith("d.yaml:4")
    assert said in problem


@pytest.mark.parametrize("text", ["1e25", "10^25", "10000000000000000000000000"])
def test_a_large_number_is_exact(text: str) -> None:
    """Operations of training are exact however they are written, so that a threshold holds."""
    block = f"role: issuer, outbound: {{training_operations: {text}}}"
    deal = parse_deal(GOOD.replace("role: issuer", block).encode(), "d.yaml").deal
    assert deal.party("issuer").outbound.training_operations == 10**25
