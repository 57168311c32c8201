"""The two US-person tests go only as far as the facts do."""

from __future__ import annotations

import pytest

from sanccheck.deal.schema import Party
from sanccheck.deal.us_persons import ofac_us_person, reg_s_us_person


@pytest.mark.parametrize(
    ("facts", "ofac", "reg_s"),
    [
        ({"organised_in": "US", "type": "company"}, True, True),
        ({"citizenships": ["US"], "residence": "HK", "type": "person"}, True, None),
        ({"us_permanent_resident": "yes", "residence": "HK", "type": "person"}, True, None),
        ({"residence": "US", "citizenships": ["GB"], "type": "person"}, None, True),
        ({"in_us": "yes", "citizenships": ["GB"], "type": "person"}, True, None),
        ({"organised_in": "HK", "type": "company"}, None, None),
        ({"country": "US"}, None, None),
        ({"address": "1 Wall Street, New York"}, None, None),
        ({"ofac_us_person": "no", "organised_in": "HK"}, False, None),
    ],
    ids=[
        "organised in the US",
        "citizen abroad",
        "green card abroad",
        "resident",
        "in the US",
        "organised abroad",
        "country alone",
        "address alone",
        "stated",
    ],
)
def test_derived_only_as_far_as_the_facts_go(
    facts: dict[str, object], ofac: bool | None, reg_s: bool | None
) -> None:
    """Each fact settles the test it belongs to, and no other."""
    party = Party.model_validate({"id": "p", "name": "P", "role": "investor", **facts})
    assert ofac_us_person(party).strict is ofac
    assert reg_s_us_person(party).strict is reg_s
    assert (ofac_us_person(party).question is None) == (ofac is not None)
