from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import House

DEAL = Path(__file__).parent.parent.parent / "examples" / "deals" / "sensetime-placing.yaml"
AS_OF = ("--as-of", "2026-02-02")


@pytest.fixture
def deal(house: House) -> Path:
    """Give a copy of the example deal."""
    path = house.folder / "deal.yaml"
    path.write_bytes(DEAL.read_bytes())
    return path


def hits(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the hits of all parties."""
    return [hit for party in document["parties"] for hit in party["hits"]]


def assessed(house: House, deal: Path) -> dict[str, Any]:
    """Assess the deal and return the document."""
    document: dict[str, Any] = json.loads(house.run("assess", deal, *AS_OF, "--json").stdout)
    return document


def test_a_false_positive_settles_a_deal_s_question(house: House, deal: Path) -> None:
    """The hit stays in the answer, decided; its flag goes, and the rules see that it is not."""
    before = assessed(house, deal)
    possible = [hit for hit in hits(before) if hit["relation"] is None]
    assert possible
    assert "possible_match" in {flag["id"] for flag in before["offering"]["review"]}
    for hit in possible:
        house.decide(hit["case"]["id"], "false_positive")
    after = assessed(house, deal)
    left = [hit for hit in hits(after) if hit["relation"] is None]
    assert [hit["entry"] for hit in left] == [hit["entry"] for hit in possible]
    assert all(hit["disposition"]["suppressed"] for hit in left)
    assert "possible_match" not in {flag["id"] for flag in after["offering"]["review"]}
    said = json.dumps(after["findings"])
    assert "as Ann decided on" in said


def test_a_true_match_makes_the_party_listed(house: House, deal: Path) -> None:
    """What a person confirmed is a fact: the Entity List's rule then applies to the party."""
    before = assessed(house, deal)
    (hit,) = [one for one in hits(before) if one["list"] == "us_bis_el"][:1]
    house.decide(hit["case"]["id"], "true_match")
    after = assessed(house, deal)

    def applied(document: dict[str, Any]) -> int:
        return sum(one["applies"] is True for one in document["findings"])

    assert applied(after) > applied(before)


def test_the_memo_names_the_decision(house: House, deal: Path) -> None:
    """The memo's evidence says who decided what on a hit, when and why."""
    for hit in hits(assessed(house, deal)):
        if hit["relation"] is None:
            house.decide(hit["case"]["id"], "false_positive")
    memo = house.folder / "memo.md"
    house.run("memo", deal, *AS_OF, "-o", memo)
    text = memo.read_text("utf-8")
    assert "false positive, Ann on" in text
    assert "another company" in text


def test_another_deal_file_is_another_book(house: House, deal: Path) -> None:
    """What was decided for one deal's party says nothing of the same name in another deal."""
    for hit in hits(assessed(house, deal)):
        house.decide(hit["case"]["id"], "false_positive")
    other = house.folder / "other.yaml"
    other.write_bytes(deal.read_bytes())
    assert all(hit["disposition"] is None for hit in hits(assessed(house, other)))
