"""What must hold of the sectoral and outbound rules whatever becomes known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanccheck.assessment import Assessment
from sanccheck.model import Decision, Hit, Listing
from sanccheck.model.directives import Directive

from .conftest import Judge, hit, list_state

DAYS = ["2014-07-15", "2017-11-28", "2022-03-26", "2022-06-06", "2025-06-02", "2026-11-22"]
LISTS = ("us_ns_cmic", "us_ofac_sdn", "us_ssi", "us_ns_mbs", "us_capta", "us_bis_el", "us_bis_meu")
# Each fact with the block of the deal file in which it stands.
FACTS = {
    "tenor_days": ("security", ("10", "15", "61", "400")),
    "issue_date": ("security", ("2014-07-14", "2014-09-12", "2017-11-28")),
    "terms_modified": ("security", ("yes", "no")),
    "publicly_traded": ("security", ("yes", "no")),
    "to_be_listed": ("security", ("yes", "no")),
    "ofac_us_person": ("buyer", ("yes", "no")),
    "us_financial_institution": ("buyer", ("yes", "no")),
    "in_russia": ("links", ("yes", "no")),
    "funds_for_russia": ("links", ("yes", "no")),
    "half_of_revenue_from_russia": ("links", ("yes", "no")),
    "russian_sovereign": ("links", ("yes", "no")),
    "russian_energy_sector": ("links", ("yes", "no")),
    "ssi_directive_1": ("owned", ("yes", "no")),
    "eo14024_directive_3": ("owned", ("yes", "no")),
    "person_of_country_of_concern": ("target", ("yes", "no")),
    "activities": ("target", ("[chip_equipment]", "[ic_design]", "[other_ai]", "[none]")),
    "training_operations": ("target", ("1e23", "2e23", "2e25")),
    "biological_sequence_data": ("target", ("yes", "no")),
    "rights_beyond_minority": ("outbound", ("yes", "no")),
    "equity_like_rights": ("outbound", ("yes", "no")),
}


def entry(name: str, decision: Decision, *directives: Directive) -> Hit:
    """Return a hit on a list with directives."""
    return hit(decision, entry=f"{name}:1", list=name, directives=directives, listing=Listing())


SSI = Directive(order="13662", number="1")
THREE = Directive(order="14024", number="3", effective_on=date(2022, 3, 26))
HITS = {
    "none": (),
    "ssi": (entry("us_ssi", Decision.MATCH, SSI),),
    "ssi, no directive": (entry("us_ssi", Decision.MATCH),),
    "may be ssi": (entry("us_ssi", Decision.POSSIBLE, SSI),),
    "three": (entry("us_ns_mbs", Decision.MATCH, THREE),),
    "entity list": (entry("us_bis_el", Decision.MATCH),),
}


def written(shape: dict[str, str], facts: dict[str, str]) -> str:
    """Write a deal of a shape; a fact that is not there is unknown."""

    def block(name: str) -> str:
        said = [f"{key}: {value}" for key, value in facts.items() if FACTS[key][0] == name]
        return ", ".join(said)

    return "\n".join(
        [
            f"deal: {{kind: {shape['kind']}, trade_date: {shape['day']}}}",
            f"security: {{kind: {shape['security']}, {block('security')}}}",
            f"outbound: {{{block('outbound')}}}",
            "parties:",
            (
                f"  - {{id: issuer, name: An issuer, role: issuer, organised_in: {shape['place']},"
                f" country: {shape['country']}, blocked_by_ownership: no,"
                f" country_links: {{{block('links')}}}, half_owned_by: {{{block('owned')}}},"
                f" outbound: {{{block('target')}}}}}"
            ),
            (
                f"  - {{id: buyer, name: A buyer, role: buyer, acts_for: [buyer],"
                f" blocked_by_ownership: no, {block('buyer')}}}"
            ),
            (
                "  - {id: seller, name: A seller, role: seller, ofac_us_person: no,"
                " acts_for: [seller], blocked_by_ownership: no}"
            ),
        ]
    )


SHAPES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["offering", "trade", "private_round"]),
        "day": st.sampled_from(DAYS),
        "security": st.sampled_from(["debt", "equity", "loan", "convertible"]),
        "place": st.sampled_from(["RU", "KY", "CN"]),
        "country": st.sampled_from(["RU", "HK"]),
        "hits": st.sampled_from(sorted(HITS)),
    }
)
ANSWERS = st.fixed_dictionaries({name: st.sampled_from(v) for name, (_, v) in FACTS.items()})
SOME = st.sets(st.sampled_from(sorted(FACTS)))


@pytest.mark.parametrize("screened", [True, False], ids=["lists there", "lists missing"])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(shape=SHAPES, answers=ANSWERS, first=SOME, more=SOME)
def test_no_answer_rises_above_what_was_shown(
    judge: Judge,
    screened: bool,
    shape: dict[str, str],
    answers: dict[str, str],
    first: set[str],
    more: set[str],
) -> None:
    """Where a fact is asked for or narrowed, its answer stays within the could_be shown before."""
    lists = tuple(list_state(name) for name in (LISTS if screened else LISTS[:2]))
    hits = {"issuer": HITS[shape["hits"]] if screened else ()}
    # What nothing in the file points to is not asked, but whoever states it is heard.
    always = {"in_russia", "funds_for_russia", "half_of_revenue_from_russia", "russian_sovereign"}
    always |= {"ssi_directive_1", "eo14024_directive_3", "person_of_country_of_concern"}
    always |= {"activities", "rights_beyond_minority", "russian_energy_sector"}

    def result(names: set[str]) -> Assessment:
        text = written(shape, {name: answers[name] for name in sorted(names)})
        return judge(text, shape["day"], hits=hits, screened=lists, related=False)

    pointed = "RU" in {shape["place"], shape["country"]} and shape["place"] != "CN"
    kept = set() if pointed else always
    before, after = result(first | kept), result(first | more | kept)
    assert after.offering.result.strict <= before.offering.could_be.strict
    assert after.offering.result.policy <= before.offering.could_be.policy
    assert before.offering.result.policy >= before.offering.result.strict
