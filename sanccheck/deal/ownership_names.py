"""The names of the facts about ownership, and the tests that they come from."""

from __future__ import annotations

# How much named owners that are blocked hold: nothing known, less than is reviewed, from there to
# half, half or more.
NONE_KNOWN, MINOR, SIGNIFICANT, HALF = "none_known", "minor", "significant", "half_or_more"
BANDS = (NONE_KNOWN, MINOR, SIGNIFICANT, HALF)

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
    "covered.person_of_country_of_concern": "us_outbound_persons",
    "party.controlled_by_us_person": "us_outbound_parent",
}
QUIET_TESTS = frozenset(SETTLED_FACTS.values())


def tests_of(facts: frozenset[str]) -> frozenset[str]:
    """Return the tests that facts come from."""
    from_facts = dict(SETTLED_FACTS)
    whose = ("party.", "others.", "behind.")
    from_facts |= {f"{who}{name}": test for who in whose for name, test in WORLD_TESTS.items()}
    return frozenset(test for name, test in from_facts.items() if name in facts)
