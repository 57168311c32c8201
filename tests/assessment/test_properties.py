"""What must hold whatever the day and the order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanccheck.assessment import Assessment
from sanccheck.assessment.rollup import offering_rungs
from sanccheck.errors import DealError
from sanccheck.model import Decision
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rung, Rungs

from .conftest import ENTRY, Judge, hit
from .test_assess import TRADE, offering

shared = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)

LISTED, EFFECTIVE, CLOSED = date(2021, 12, 10), date(2022, 2, 8), date(2022, 12, 10)
END = date(2026, 7, 9)


@shared
@given(data=st.data())
@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2021, 6, 3), LISTED), (LISTED, EFFECTIVE), (EFFECTIVE, CLOSED), (CLOSED, END)],
    ids=["P0", "P1", "P2", "P3"],
)
def test_nothing_changes_within_an_interval(
    judge: Judge, data: st.DataObject, start: date, end: date
) -> None:
    """The rungs of an offering depend on the interval that the day lies in, not on the day."""
    day = data.draw(st.dates(start, end - timedelta(days=1)))

    def rungs(on: date) -> Rungs:
        hits = {"issuer": (hit(),)} if on >= LISTED else {}
        return judge(offering(), on.isoformat(), hits=hits).offering.result

    assert rungs(day) == rungs(start)


@shared
@given(st.dates(LISTED, END))
def test_policy_is_never_below_strict_nor_an_end_below_the_start(judge: Judge, day: date) -> None:
    """Prudence never does less than the text, and an open question never lowers a rung."""
    found = judge(TRADE % ("unknown", day.isoformat()), day.isoformat(), hits={"issuer": (hit(),)})
    ends = [(found.offering.result, found.offering.could_be)]
    ends += [(party.result, party.could_be) for party in found.parties]
    for result, could_be in ends:
        assert result.policy >= result.strict
        assert could_be.strict >= result.strict
        assert could_be.policy >= result.policy


def findings(judge: Judge) -> tuple[Finding, ...]:
    """Return the findings of an offering with a listed issuer and a US investor."""
    return judge(offering(us="yes"), "2022-03-01", hits={"issuer": (hit(),)}).findings


@shared
@given(st.randoms())
def test_the_order_of_findings_makes_no_difference(judge: Judge, random: object) -> None:
    """The roll-up is the same in whatever order the findings come."""
    made = list(findings(judge))
    before = offering_rungs(made, frozenset(), trade=False)
    random.shuffle(made)  # type: ignore[attr-defined]
    assert offering_rungs(made, frozenset(), trade=False) == before
    assert before[0].strict is Rung.MUST_EXCLUDE_US_PERSONS


FACTS: dict[str, tuple[str, ...]] = {
    "publicly_traded": ("yes", "no"),
    "to_be_listed": ("yes", "no"),
    "received_traded": ("yes", "no"),
    "us_market_interest": ("yes", "no"),
    "solely": ("yes", "no"),
    "settlement_date": ("2021-12-09", "2022-02-07", "2022-02-08", "2022-12-09", "2022-12-10"),
    "contract_date": ("2021-12-09", "2022-02-07", "2022-02-08"),
    "firm_commitment": ("yes", "no"),
    "reg_s": ("yes", "no"),
    "rule_144a": ("yes", "no"),
    "T5": ("yes", "no"),
    "vehicle": ("yes", "no"),
    "us_one": ("yes", "no"),
    "us_two": ("yes", "no"),
    "us_agent": ("yes", "no"),
    "us_owner": ("yes", "no"),
    "for_one": ("[one]", "[owner]"),
    "for_two": ("[two]", "[owner]"),
    "for_agent": ("[one]", "[owner]"),
    "purpose_one": ("yes", "no"),
    "owned": ("yes", "no"),
    "stake": ("20", "60"),
}
LINKED = {
    "listed": (hit(),),
    "possible": (hit(Decision.POSSIBLE),),
    "related": (hit(Decision.POSSIBLE, relation="parent", listed_vehicle=True),),
    "stated": (),
}


def written(shape: dict[str, str], facts: dict[str, str]) -> str:
    """Write a deal of a shape, the facts that are not there left unknown."""

    def known(**keys: str) -> str:
        said = (f"{key}: {facts[name]}" for key, name in keys.items() if name in facts)
        return "".join(f", {text}" for text in said)

    def party(text: str, **keys: str) -> str:
        owned = "" if "blocked_by_ownership" in keys else ", blocked_by_ownership: no"
        return f"  - {{{text}{owned}{known(**keys)}}}"

    def linked(via: str) -> str:
        if (shape["link"], shape["via"]) != ("stated", via):
            return ""
        vehicle = known(listed_vehicle="vehicle")
        return f', relations: [{{to: "{ENTRY}", kind: parent, source: s{vehicle}}}]'

    structure = known(firm_commitment="firm_commitment", reg_s="reg_s", rule_144a="rule_144a")
    dates = known(
        settlement_date="settlement_date", contract_date="contract_date", solely_to_divest="solely"
    )
    security = known(
        publicly_traded="publicly_traded",
        to_be_listed="to_be_listed",
        received_traded="received_traded",
        us_market_interest="us_market_interest",
    )
    held = ", underlying: [held]" if shape["via"] == "held" else ""
    deal = f"kind: {shape['kind']}, action: {shape['action']}, trade_date: {shape['trade_date']}"
    lines = [
        f"deal: {{{deal}{dates}, structure: {{{structure.removeprefix(', ')}}}}}",
        f"security: {{kind: {shape['security']}{security}{held}}}",
        f"terms: {{{known(T5='T5').removeprefix(', ')}}}",
        f"holdings: [{{owner: owner, of: issuer{known(percent='stake')}}}]",
        "parties:",
        party(f"id: issuer, name: An issuer, role: issuer, organised_in: KY{linked('issuer')}"),
        party(f"id: held, name: A company, role: guarantor{linked('held')}"),
        party(
            f"id: one, name: One, role: {shape['one']}",
            ofac_us_person="us_one",
            acts_for="for_one",
            solely_to_divest="purpose_one",
            blocked_by_ownership="owned",
        ),
        party(
            f"id: two, name: Two, role: {shape['two']}", ofac_us_person="us_two", acts_for="for_two"
        ),
        party(
            f"id: agent, name: Agent, role: {shape['agent']}",
            ofac_us_person="us_agent",
            acts_for="for_agent",
        ),
        party("id: owner, name: Owner, role: shareholder, type: person", ofac_us_person="us_owner"),
    ]
    return "\n".join(lines)


SHAPES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["offering", "trade", "private_round"]),
        "action": st.sampled_from(["purchase", "sale", "hold", "conversion", "reinvestment"]),
        "security": st.sampled_from(["equity", "debt", "convertible", "lp_interest"]),
        "trade_date": st.sampled_from(["2021-12-09", "2022-02-07", "2022-02-08", "2022-12-10"]),
        "via": st.sampled_from(["issuer", "held"]),
        "link": st.sampled_from(sorted(LINKED)),
        "one": st.sampled_from(["investor", "buyer", "shareholder", "cornerstone"]),
        "two": st.sampled_from(["seller", "shareholder", "investor"]),
        "agent": st.sampled_from(["underwriter", "placing_agent", "broker", "adviser"]),
    }
)
ANSWERS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS.items()})
SOME_FACTS = st.sets(st.sampled_from(sorted(FACTS)))
DAYS = st.sampled_from(["2021-12-10", "2022-02-08", "2022-12-09", "2023-07-06"])


@settings(shared, max_examples=80)
@given(shape=SHAPES, answers=ANSWERS, first=SOME_FACTS, more=SOME_FACTS, day=DAYS)
def test_no_answer_rises_above_what_was_shown(
    judge: Judge,
    shape: dict[str, str],
    answers: dict[str, str],
    first: set[str],
    more: set[str],
    day: str,
) -> None:
    """Whatever open fact becomes known, nothing rises above the could_be that was shown before."""
    hits = {shape["via"]: LINKED[shape["link"]]}

    def result(names: set[str]) -> Assessment:
        text = written(shape, {name: answers[name] for name in names})
        return judge(text, day, hits=hits)

    try:
        before, after = result(first), result(first | more)
    except DealError:
        return  # a settlement before the trade
    pairs = [(before.offering.could_be, after.offering.result)]
    pairs += [
        (shown.could_be, found.result)
        for shown, found in zip(before.parties, after.parties, strict=True)
    ]
    for could_be, found in pairs:
        assert found.strict <= could_be.strict
        assert found.policy <= could_be.policy
