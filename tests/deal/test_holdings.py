"""The holdings of a deal file: how they are read, and every problem with its line."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from sanccheck.deal import parse_deal
from sanccheck.deal.schema import Deal
from sanccheck.errors import DealError
from sanccheck.ownership.shares import UNKNOWN_SHARE

BASE = """\
deal: {kind: offering}
security: {kind: equity}
parties:
  - {id: a, name: Alpha, role: issuer}
  - {id: b, name: Beta, role: owner}
  - {id: p, name: A person, role: owner, type: person}
"""
TWICE = """- {owner: b, of: a, percent: 99, as_of: 2024-01-01}
  - {owner: a, of: a, percent: 2, as_of: 2024-01-01}"""


def problems(text: str) -> list[str]:
    """Return the problems of a deal file's text."""
    with pytest.raises(DealError) as caught:
        parse_deal(text.encode(), "d.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_each_form_of_a_holding_is_read() -> None:
    """Exact, a range, open at one end, unknown, joint, control: all are good deal files."""
    text = f"""{BASE}\
holdings:
  - {{owner: b, of: a, percent: 20.5, kind: equity, as_of: 2024-01-01, source: register}}
  - {{owner: p, of: a, percent: 10-20, joint_with: [b]}}
  - {{owner: p, of: b, percent: at least 25}}
  - {{owner: p, of: b, kind: vote, percent: "less than 50%"}}
  - {{owner: p, of: b, kind: control, source: board list}}
  - {{owner: a, of: a, percent: 5}}
  - {{owner: b, of: b}}
"""
    holdings = parse_deal(text.encode(), "d.yaml").deal.holdings
    assert holdings[0].percent.low == Fraction(41, 2)
    assert [holdings[1].percent.low, holdings[1].percent.high] == [10, 20]
    assert holdings[3].percent.below
    assert holdings[6].percent == UNKNOWN_SHARE


@pytest.mark.parametrize(
    ("holdings", "line", "said"),
    [
        ("- {owner: b, of: a, percent: 133}", 8, "not between 0 and 100"),
        ("- {owner: b, of: a, percent: 60-40}", 8, "ends below its beginning"),
        ("- {owner: b, of: a, percent: most}", 8, "is not a percentage"),
        ("- {owner: b, of: a, kind: profit}", 8, "is not one of"),
        ("- {owner: b, of: z, percent: 10}", 8, "not the id of a party"),
        ("- {owner: b, of: a, percent: 10, joint_with: [z]}", 8, "not the id of a party"),
        ("- {owner: b, of: a, percent: 10, joint_with: [b]}", 8, "others than the owner"),
        ("- {owner: b, of: a, kind: control, percent: 10}", 8, "control has no percentage"),
        ("- {owner: b, of: a, kind: control, joint_with: [p]}", 8, "without joint_with"),
        ("- {owner: b, of: b, kind: control}", 8, "control itself"),
        ("- {owner: b, of: p, percent: 10}", 8, "a person, whom nobody owns"),
        (
            "- {owner: b, of: a, percent: 60}\n  - {owner: p, of: a, percent: at least 40.1}",
            9,
            "the equity holdings in 'a' add up to 100.1 percent",
        ),
        (
            TWICE,
            9,
            "the equity holdings of 2024-01-01 in 'a' add up to 101 percent",
        ),
    ],
)
def test_each_problem_has_its_line(holdings: str, line: int, said: str) -> None:
    """What cannot be is told where it stands."""
    (found,) = problems(f"{BASE}holdings:\n  {holdings}\n")
    assert found.startswith(f"d.yaml:{line}: ")
    assert said in found


@pytest.mark.parametrize(
    "holdings",
    [
        "- {owner: b, of: a, percent: 60}\n  - {owner: p, of: a, percent: 60, as_of: 2024-01-01}",
        "- {owner: b, of: a, percent: 60}\n  - {owner: p, of: a, percent: 60, kind: vote}",
        "- {owner: b, of: a, percent: 60}\n  - {owner: p, of: a, percent: 10-90}",
        "- {owner: b, of: a, percent: 60}\n  - {owner: p, of: a, percent: unknown}",
    ],
    ids=["other days", "other kinds", "a range", "unknown"],
)
def test_what_can_be_is_no_problem(holdings: str) -> None:
    """Only stakes of one kind, company and day must fit into one whole."""
    assert parse_deal(f"{BASE}holdings:\n  {holdings}\n".encode(), "d.yaml").deal.holdings


def test_all_problems_come_at_once() -> None:
    """Every company that is owned more than once over is told, beside what else is wrong."""
    text = f"""{BASE}\
holdings:
  - {{owner: b, of: a, percent: 70}}
  - {{owner: p, of: a, percent: 70}}
  - {{owner: p, of: a, percent: 70}}
  - {{owner: a, of: b, percent: 70}}
  - {{owner: p, of: b, percent: 70}}
  - {{owner: p, of: p, percent: 1}}
"""
    assert [line.partition(": ")[0] for line in problems(text)] == [
        "d.yaml:9",
        "d.yaml:12",
        "d.yaml:13",
    ]


@pytest.mark.parametrize(
    ("holdings", "said"),
    [("", "come to no more than 0 percent"), ("{owner: p, of: b, percent: 90}", "than 90 percent")],
    ids=["none named", "too little"],
)
def test_owners_cannot_be_complete_with_a_part_missing(holdings: str, said: str) -> None:
    """Where all owners are said to be named, they must be able to own all."""
    text = BASE.replace("role: owner}", "role: owner, owners_complete: yes}", 1)
    (found,) = problems(f"{text}holdings: [{holdings}]\n")
    assert found.startswith("d.yaml:5: ")
    assert said in found


def test_other_tests_of_ownership_can_be_stated() -> None:
    """What counsel found under another regime is a fact of the file; an unknown test is told."""
    text = BASE.replace("role: issuer}", "role: issuer, uk_owned_or_controlled: no}")
    assert parse_deal(text.encode(), "d").deal.party("a").uk_owned_or_controlled is False
    (found,) = problems(text.replace("uk_owned", "mars_owned"))
    assert "mars" in found


def test_the_schema_describes_holdings() -> None:
    """The JSON Schema for editors tells how a percentage is written."""
    schema = Deal.model_json_schema()
    holding = schema["$defs"]["Holding"]["properties"]
    assert holding["percent"]["type"] == ["string", "number"]
    assert "default" not in holding["percent"]
    assert "control" in json.dumps(holding["kind"])
    assert {"owners_complete", "controllers_complete"} <= set(
        schema["$defs"]["Party"]["properties"]
    )
