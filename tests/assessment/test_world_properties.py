"""What must hold of the law of other places, whatever is known and in whatever order."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanccheck.assessment import Assessment
from sanccheck.errors import DealError
from sanccheck.model import Decision
from sanccheck.rulebook.outcomes import Rung

from .conftest import Judge, hit, list_state

LISTS = ("us_ns_cmic", "us_ofac_sdn", "uk_sanctions", "eu_fsf", "ca_sema", "un_sc")
YES_NO = ("yes", "no")
PARTY_FACTS = (
    *("uk_person", "eu_person", "ca_person", "ch_person", "au_person", "jp_person"),
    *("uk_owned_or_controlled", "eu_owned_or_controlled", "eu_owned_half"),
    *("ca_owned_or_controlled", "connected_with_russia", "outside_russia_in_2022"),
    *("eu_833_annex", "russian_state", "prc_business", "land_border_owner", "land_border_small"),
)
FACTS: dict[str, tuple[str, ...]] = {
    "security.tenor_days": ("20", "30", "31", "91"),
    "security.issue_date": ("2014-08-01", "2014-09-13", "2022-03-01", "2022-04-13", "2023-08-07"),
    "security.currency": ("EUR", "USD"),
    "security.publicly_traded": YES_NO,
    "deal.overseas_market": ("first", "same", "other"),
    "issuer.uk_schedule_2": ("named", "owned", "none"),
    **{
        f"{party}.{fact}": YES_NO
        for party in ("issuer", "one", "two", "agent")
        for fact in PARTY_FACTS
    },
}
SHAPES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["offering", "trade", "private_round"]),
        "action": st.sampled_from(["purchase", "sale", "conversion"]),
        "security": st.sampled_from(["equity", "debt", "convertible", "loan"]),
        "issuer": st.sampled_from(["RU", "GB", "KY", "CN", "IN"]),
        "one": st.sampled_from(["GB", "FR", "CA", "RU", "HK"]),
        "two": st.sampled_from(["SG", "DE", "CN", "AU"]),
        "agent": st.sampled_from(["GB", "CH", "JP", "HK"]),
        "listed": st.sampled_from(["issuer", "one", "two", "nobody"]),
        "decision": st.sampled_from(list(Decision)),
        "list": st.sampled_from(LISTS[2:]),
    }
)
ANSWERS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS.items()})
SOME = st.sets(st.sampled_from(sorted(FACTS)))
DAYS = st.sampled_from(["2021-03-01", "2022-07-19", "2023-06-22", "2024-07-03", "2026-05-04"])
ROLES = {"issuer": "issuer", "one": "investor", "two": "seller", "agent": "placing_agent"}


def written(shape: dict[str, str], facts: dict[str, str], order: tuple[str, ...]) -> str:
    """Write a deal of a shape with its parties in an order; facts not there are unknown."""

    def of(block: str) -> str:
        mine = ((name, value) for name, value in facts.items() if name.startswith(f"{block}."))
        return "".join(f", {name.partition('.')[2]}: {value}" for name, value in mine)

    parties = "\n".join(
        f"  - {{id: {name}, name: Party {name}, role: {ROLES[name]}, organised_in: {shape[name]}, "
        f"acts_for: [{name}], blocked_by_ownership: no, ofac_us_person: no{of(name)}}}"
        for name in order
    )
    return (
        f"deal: {{kind: {shape['kind']}, action: {shape['action']}{of('deal')}}}\n"
        f"security: {{kind: {shape['security']}{of('security')}}}\nparties:\n{parties}\n"
    )


def answer(
    judge: Judge,
    shape: dict[str, str],
    facts: dict[str, str],
    day: str,
    order: tuple[str, ...] = tuple(ROLES),
) -> Assessment:
    """Judge a deal of a shape on a day, one of its parties with a hit."""
    found = {}
    if shape["listed"] != "nobody":
        entry = hit(
            decision=Decision(shape["decision"]),
            entry=f"{shape['list']}:1",
            list=shape["list"],
            name="LISTED",
        )
        found = {shape["listed"]: (entry,)}
    screened = tuple(list_state(name) for name in LISTS)
    return judge(written(shape, facts, order), day, hits=found, screened=screened)


shared = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@shared
@given(shape=SHAPES, answers=ANSWERS, first=SOME, more=SOME, day=DAYS)
def test_no_answer_rises_above_what_was_shown(
    judge: Judge,
    shape: dict[str, str],
    answers: dict[str, str],
    first: set[str],
    more: set[str],
    day: str,
) -> None:
    """Whatever open fact becomes known, nothing rises above the could_be that was shown before."""
    try:
        before = answer(judge, shape, {name: answers[name] for name in sorted(first)}, day)
        after = answer(judge, shape, {name: answers[name] for name in sorted(first | more)}, day)
    except DealError:
        return  # the facts drawn deny each other
    pairs = [(before.offering.could_be, after.offering.result)]
    pairs += [(one.could_be, two.result) for one, two in zip(before.parties, after.parties)]  # noqa: B905 - the same deal
    for could_be, result in pairs:
        assert result.strict <= could_be.strict
        assert result.policy <= could_be.policy


@shared
@given(shape=SHAPES, answers=ANSWERS, first=SOME, day=DAYS, order=st.permutations(tuple(ROLES)))
def test_the_order_of_parties_makes_no_difference(
    judge: Judge,
    shape: dict[str, str],
    answers: dict[str, str],
    first: set[str],
    day: str,
    order: list[str],
) -> None:
    """Rungs, structure and limbs are the same in whatever order the parties stand."""
    facts = {name: answers[name] for name in sorted(first)}
    try:
        one = answer(judge, shape, facts, day)
        two = answer(judge, shape, facts, day, tuple(order))
    except DealError:
        return
    assert (one.offering.result, one.offering.could_be) == (
        two.offering.result,
        two.offering.could_be,
    )
    assert set(one.offering.structure) == set(two.offering.structure)
    assert one.offering.limbs == two.offering.limbs


@shared
@given(shape=SHAPES, answers=ANSWERS, first=SOME, day=DAYS)
def test_prudence_never_does_less_and_what_is_open_is_asked(
    judge: Judge, shape: dict[str, str], answers: dict[str, str], first: set[str], day: str
) -> None:
    """Policy is never below strict; and where more is possible there is a question."""
    try:
        found = answer(judge, shape, {name: answers[name] for name in sorted(first)}, day)
    except DealError:
        return
    ends = [(found.offering.result, found.offering.could_be)]
    ends += [(party.result, party.could_be) for party in found.parties]
    for result, could_be in ends:
        assert Rung.CLEAR <= result.strict <= could_be.strict
        assert result.policy <= could_be.policy
        assert result.strict <= result.policy
        if could_be != result:
            assert found.questions
