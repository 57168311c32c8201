"""The names of the facts about ownership, and the tests that they come from."""

from __future__ import annotations

# Fact name: the test in rules/shared/ownership.yaml, and what the fact means.
OWNED_FACTS: dict[str, tuple[str, str]] = {
    "party.blocked_by_ownership": (
        "us_ofac_blocked",
        "blocked persons own 50 percent or more of it, as stated or as the holdings come to",
    ),
    "party.ssi_owned": ("us_ssi", "persons under the sectoral directives own half of it"),
    "party.directive_3_owned": ("us_directive_3", "persons under Directive 3 own half of it"),
    "party.half_owned_by_bis_listed": (
        "us_bis_affiliates",
        "listed persons own half of it, whether or not the Affiliates Rule is in force",
    ),
    "party.owned_by_country_of_concern": (
        "us_outbound_persons",
        "persons of a country of concern hold half of it (31 CFR 850.221)",
    ),
    "party.controlled_foreign_entity": (
        "us_outbound_parent",
        "a US person is its parent (31 CFR 850.219), wherever it is organised",
    ),
    "party.eu_owned_by_guidance": (
        "eu_asset_freeze",
        "persons on the EU list own or control it, by the guidance of the day",
    ),
    "party.uk_owned_or_controlled": ("uk_asset_freeze", "a person on the UK list owns/controls it"),
    "party.ca_owned_or_controlled": ("ca_sema", "a person on a Canadian list owns or controls it"),
}

# How much named owners that are blocked hold: nothing known, less than is reviewed, from there to
# half, half or more.
NONE_KNOWN, MINOR, SIGNIFICANT, HALF = "none_known", "minor", "significant", "half_or_more"
BANDS = (NONE_KNOWN, MINOR, SIGNIFICANT, HALF)

# The Affiliates Rule on the day: before it, live, stayed.
RULE_STATES = ("not_yet", "in_force", "stayed")


# Facts of the law of other places, of a party, of another that deals or of one behind the security.
WORLD_TESTS = {
    "uk_owned_or_controlled": "uk_asset_freeze",
    "eu_owned_or_controlled": "eu_asset_freeze",
    "eu_owned_half": "eu_asset_freeze",
    "ca_owned_or_controlled": "ca_sema",
}

# Facts that the deal file states, or that are asked where something points to them: a test that
# settles one is told only where it is met.
SETTLED_FACTS = {
    **{f"covered.half_owned_by_ssi_directive_{number}": "us_ssi" for number in "1234"},
    "covered.half_owned_by_eo14024_directive_3": "us_directive_3",
    "party.half_owned_by_bis_listed": "us_bis_affiliates",
}
QUIET_TESTS = frozenset(SETTLED_FACTS.values())


def tests_of(facts: frozenset[str]) -> frozenset[str]:
    """Return the tests that facts come from."""
    from_facts = {name: test for name, (test, _) in OWNED_FACTS.items()} | SETTLED_FACTS
    whose = ("party.", "others.", "behind.")
    from_facts |= {f"{who}{name}": test for who in whose for name, test in WORLD_TESTS.items()}
    return frozenset(test for name, test in from_facts.items() if name in facts)
