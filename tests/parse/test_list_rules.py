from __future__ import annotations

import pytest

from sanccheck.parse.list_rules import ListRule, ListRules

RULES = ListRules(
    rules=(
        ListRule(id="ssi", programmes=frozenset({"U"}), perhaps=frozenset({"R"})),
        ListRule(
            id="mbs",
            programmes=frozenset({"B"}),
            perhaps=frozenset({"R"}),
            signs={"R": ("Directive 3", "Directive 1")},
        ),
        ListRule(id="capta", signs={"R": ("Directive 2",)}),
        ListRule(id="other", catch_all=True),
    ),
    silent=frozenset({"SDGT"}),
)


@pytest.mark.parametrize(
    ("programmes", "facts", "lists"),
    [
        (["U"], [], [("ssi", True)]),
        (["B"], [], [("mbs", True)]),
        (["R"], [], [("ssi", False), ("mbs", False)]),
        (["R"], ["Directive 3 of it"], [("mbs", True)]),
        (["R"], ["Directive 2 of it"], [("capta", True)]),
        (["R"], ["Directive 2", "Directive 3"], [("mbs", True), ("capta", True)]),
        (["R"], ["not Directive 3"], [("ssi", False), ("mbs", False)]),
        (["U", "R"], [], [("ssi", True), ("mbs", False)]),
        (["U", "R"], ["Directive 2"], [("ssi", True), ("capta", True)]),
        (["U", "SDGT"], [], [("ssi", True)]),
        (["SDGT"], [], [("other", True)]),
        (["NEW"], [], [("other", True)]),
        ([], [], [("other", True)]),
    ],
)
def test_lists_of(programmes: list[str], facts: list[str], lists: list[tuple[str, bool]]) -> None:
    """A record is on the lists that its programmes and facts tell, and never on none."""
    found = RULES.lists_of(programmes, lambda: facts)
    assert [(one.list, one.certain) for one in found] == lists


def test_facts_are_not_asked_for_in_vain() -> None:
    """A programme that tells its list alone does not make the facts be put together."""

    def facts() -> list[str]:
        raise AssertionError

    assert RULES.lists_of(["U"], facts)[0].list == "ssi"


def test_knows() -> None:
    """A programme is known where a rule or the silent set has it."""
    assert [RULES.knows(code) for code in ("U", "R", "SDGT", "NEW")] == [True, True, True, False]
