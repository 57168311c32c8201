from __future__ import annotations

from typing import Any

import pytest

from sanccheck.cases.case import Case
from sanccheck.cases.steps import steps_of
from sanccheck.cases.stood import Stood


def case(entry: str, says: dict[str, str], words: str | None = None, **asked: str) -> Case:
    """Make a case of a comparison: what each field says, and what of it was asked."""
    rows = [
        {
            "field": field,
            "asked": asked.get(field.replace(" ", "_")),
            "listed": "company" if field == "type" else "listed",
            "says": says.get(field, "unknown"),
            "why": "why",
        }
        for field in ("name", "type", "country", "address", "date of birth", "identifier")
    ]
    evidence: list[Any] = [] if words is None else [["words", "unknown", words]]
    return Case(
        id="c1",
        book="b",
        ref=None,
        name_key="k",
        entry=entry,
        list_id=entry.partition(":")[0],
        stood=Stood(facts={"name": "x"}, entry=(), verdict={"evidence": evidence}),
        comparison=rows,
        as_of="2026-01-01",
        seen="2026-01-01",
        seen_by="ann",
    )


def answers(one: Case) -> list[bool | None]:
    """Return the answers of the five steps."""
    return [step["answer"] for step in steps_of(one)]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (case("us_ofac_sdn:1", {"name": "agrees"}, type="person"), [True, True, False, True, None]),
        (
            case(
                "us_ofac_sdn:1",
                {"name": "agrees", "country": "agrees", "identifier": "agrees"},
                type="company",
                country="GB",
                address="x",
                date_of_birth="x",
                identifier="x",
            ),
            [True, False, False, False, True],
        ),
        (
            case("eu_fsf:1", {"country": "conflicts"}, "only listed: bank", country="GB"),
            [False, None, None, True, False],
        ),
    ],
    ids=["a person and a company", "much agrees", "another's list, a part of the name"],
)
def test_the_five_steps_are_answered_as_far_as_the_facts_go(
    one: Case, expected: list[bool | None]
) -> None:
    """What the facts do not give is left to a person: no answer."""
    assert answers(one) == expected


def test_what_is_missing_is_named() -> None:
    """The fourth step says what to find out of the party."""
    step = steps_of(case("us_ofac_sdn:1", {}, country="GB"))[3]
    assert "address, date of birth, identifier" in step["so"]
