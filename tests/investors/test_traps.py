"""The two US-person tests, for whom one buys, and who owns it: one case for each trap.

The deal is an offshore offering of a listed company, which OFAC US persons may not buy, unless a
test takes one of a company that nothing is known against.
"""

from __future__ import annotations

from sanccheck.investors import Answer, Effect, Reason, Verdict
from sanccheck.model import Decision

from .conftest import LISTS, PLAIN, Buy, hit, list_state

OWN = {"acts_for": "own account"}
PERSON = {"type": "person", **OWN}
PLAN = {"name": "Example Plan", "type": "company", "organised_in": "SG", "acts_for": "own account"}
NOT_US = {"ofac_us_person": "no", "reg_s_us_person": "no"}


def verdict(answer: Answer) -> Verdict:
    """Return what an investor comes to on the policy reading under the structure that should be."""
    assert answer.should is not None
    return answer.should.policy.verdict


def reasons(answer: Answer, effect: Effect) -> list[Reason]:
    """Return its reasons of one effect."""
    assert answer.should is not None
    return list(answer.should.policy.of(effect))


def both_tests(answer: Answer) -> tuple[object, object]:
    """Return the two US-person tests, the OFAC one first."""
    assert answer.ofac is not None
    assert answer.reg_s is not None
    return answer.ofac.strict, answer.reg_s.strict


def test_a_us_citizen_in_hong_kong_is_a_us_person_for_ofac_only(buy: Buy) -> None:
    """Regulation S asks where a person lives, OFAC for the passport."""
    (answer,) = buy({"name": "Example A", **PERSON, "citizenships": "US", "residence": "HK"})
    assert both_tests(answer) == (True, False)
    assert verdict(answer) is Verdict.EXCLUDED
    assert {one.about.value for one in reasons(answer, Effect.EXCLUDES)} == {"OFAC US person"}
    gap = [one for one in answer.stands.policy.of(Effect.NOTE) if one.rule == "REGS-03"]  # type: ignore[union-attr]
    assert "Regulation S alone does not keep it out" in gap[0].text


def test_a_second_citizenship_does_not_take_the_first_away(buy: Buy) -> None:
    """Who is a US citizen beside another is one."""
    (answer,) = buy({"name": "Example E", **PERSON, "citizenships": "HK; US", "residence": "HK"})
    assert verdict(answer) is Verdict.EXCLUDED


def test_a_foreigner_in_new_york_is_a_us_person_for_regulation_s(buy: Buy) -> None:
    """A resident of the US is left out of an offshore offering, whatever the passport."""
    (answer,) = buy({"name": "Example B", **PERSON, "citizenships": "GB", "residence": "US"})
    assert both_tests(answer) == (None, True)
    assert "Reg S US person" in {one.about.value for one in reasons(answer, Effect.EXCLUDES)}


def test_a_london_branch_of_a_us_bank_is_a_us_person_for_ofac(buy: Buy) -> None:
    """The branch is one under OFAC's test, and under Regulation S only where conditions fail."""
    branch = {"name": "Example Bank", "type": "bank branch", "organised_in": "US", **OWN}
    (answer,) = buy({**branch, "residence": "GB"})
    assert both_tests(answer) == (True, None)
    assert verdict(answer) is Verdict.EXCLUDED
    (answer,) = buy({**branch, "residence": "SG"}, deal=PLAIN)
    needs = [one.text for one in reasons(answer, Effect.NEEDS) if one.rule == "REGS-BUYER"]
    assert len(needs) == 1
    assert needs[0].startswith("that it operates for valid business reasons, is engaged in banking")
    assert verdict(answer) is Verdict.NEEDS


def test_another_branch_abroad_of_a_us_company_is_a_us_person_by_both(buy: Buy) -> None:
    """The exception of Regulation S is for banks and insurers."""
    row = {"name": "Example Freight", "type": "branch", "organised_in": "US", "residence": "HK"}
    (answer,) = buy({**row, **OWN})
    assert both_tests(answer) == (True, True)


def test_a_branch_in_the_us_of_a_firm_from_abroad_is_a_us_person_by_both(buy: Buy) -> None:
    """It is in the US for OFAC, and located there for Regulation S."""
    row = {"name": "Example Lotus", "type": "branch", "organised_in": "SG", "residence": "US"}
    (answer,) = buy({**row, **OWN})
    assert both_tests(answer) == (True, True)
    assert verdict(answer) is Verdict.EXCLUDED


def test_a_new_york_adviser_of_a_plan_abroad_serves_under_conditions(buy: Buy) -> None:
    """The client decides; the adviser attests the conditions, and holds as a fiduciary."""
    plan = {**PLAN, **NOT_US}
    adviser = {"name": "Example Advisers", "type": "adviser", "organised_in": "US"}
    _, answer = buy(plan, {**adviser, "acts_for": "Example Plan"})
    assert both_tests(answer) == (True, None)
    assert verdict(answer) is Verdict.NEEDS
    needs = {one.rule: one.text for one in reasons(answer, Effect.NEEDS)}
    assert "no willful evasion" in needs["CMIC-08"]
    assert "professional fiduciary" in needs["REGS-BUYER"]


def test_a_new_york_adviser_of_a_us_fund_is_excluded_with_it(buy: Buy) -> None:
    """The permission to advise ends where the client may not buy."""
    fund = {"name": "Example Fund", "type": "fund", "organised_in": "US", **OWN}
    adviser = {"name": "Example Advisers", "type": "adviser", "organised_in": "US"}
    _, answer = buy(fund, {**adviser, "acts_for": "Example Fund"})
    assert verdict(answer) is Verdict.EXCLUDED
    assert {one.rule for one in reasons(answer, Effect.EXCLUDES)} >= {"CMIC-01", "CMIC-08X"}


def test_us_staff_of_a_fund_that_is_none_may_serve_it(buy: Buy) -> None:
    """Staff is judged by its employer, and attests that the trade is for no US person."""
    fund = {"name": "Example House", "type": "company", "organised_in": "HK", **OWN, **NOT_US}
    staff = {"name": "Example G", "type": "staff", "citizenships": "US", "residence": "HK"}
    _, answer = buy(fund, {**staff, "acts_for": "Example House"})
    assert both_tests(answer)[0] is True
    assert verdict(answer) is Verdict.NEEDS
    assert "CMIC-08" in {one.rule for one in reasons(answer, Effect.NEEDS)}


def test_us_limited_partners_of_a_cayman_feeder_leave_it_open(buy: Buy) -> None:
    """That US persons own a part of a fund is no bar by itself, and no clearance either."""
    partner = {"name": "Example Partner", "type": "fund", "organised_in": "US", **OWN}
    feeder = {"name": "Example Feeder", "type": "fund", "organised_in": "KY", **OWN, **NOT_US}
    _, answer = buy(partner, {**feeder, "owners": "Example Partner 40%; Other [SG] 60%"})
    assert verdict(answer) is Verdict.CANNOT_DECIDE
    (missing,) = reasons(answer, Effect.MISSING)
    assert "FAQ 903" in missing.text


def test_a_fund_that_does_not_tell_its_owners_represents_for_whom_it_buys(buy: Buy) -> None:
    """To leave the owners out gets nobody further than to tell them."""
    row = {"name": "Example Feeder", "type": "fund", "organised_in": "KY", **OWN, **NOT_US}
    (answer,) = buy(row)
    about = {one.about.value for one in reasons(answer, Effect.NEEDS)}
    assert about == {"beneficiaries", "ownership"}


def test_whom_a_nominee_buys_for_decides(buy: Buy) -> None:
    """A nominee for a US citizen is excluded; one that names nobody cannot be decided."""
    citizen = {"name": "Example A", **PERSON, "citizenships": "US", "residence": "HK"}
    nominee = {"name": "Example Nominees", "type": "nominee", "organised_in": "HK", **NOT_US}
    _, barred, silent = buy(
        citizen,
        {**nominee, "acts_for": "Example A"},
        {**nominee, "name": "Example Silent", "acts_for": ""},
    )
    assert verdict(barred) is Verdict.EXCLUDED
    assert {one.about.value for one in reasons(barred, Effect.EXCLUDES)} == {"beneficiaries"}
    assert verdict(silent) is Verdict.CANNOT_DECIDE
    assert any("names nobody" in one.text for one in reasons(silent, Effect.MISSING))


def test_a_subsidiary_abroad_of_a_us_company_is_no_us_person(buy: Buy) -> None:
    """The definition names branches abroad and no subsidiaries."""
    row = {"name": "Example Sub", "type": "company", "organised_in": "HK", **OWN, **NOT_US}
    (answer,) = buy({**row, "owners": "Example Parent [US] 100%"})
    assert verdict(answer) is Verdict.NEEDS
    assert [one.about.value for one in reasons(answer, Effect.NEEDS)] == ["ownership"]


def test_a_person_of_whom_all_is_told_is_eligible(buy: Buy) -> None:
    """Who is no US person by either test, acts for itself and is on no list may be allocated."""
    (answer,) = buy(
        {"name": "Example C", **PERSON, "citizenships": "HK", "residence": "HK", **NOT_US}
    )
    assert verdict(answer) is Verdict.ELIGIBLE


def test_who_tells_nothing_is_asked_in_the_words_of_the_columns(buy: Buy) -> None:
    """What is missing is named as the file names it."""
    (answer,) = buy({"name": "Example Quiet"})
    assert verdict(answer) is Verdict.CANNOT_DECIDE
    texts = [one.text for one in reasons(answer, Effect.MISSING)]
    assert any("type and organised_in, or ofac_us_person" in text for text in texts)


def test_a_us_citizen_abroad_buys_what_no_sanction_bars(buy: Buy) -> None:
    """Where nothing is known against the company, only Regulation S keeps anybody out."""
    (answer,) = buy(
        {"name": "Example A", **PERSON, "citizenships": "US", "residence": "HK"}, deal=PLAIN
    )
    assert verdict(answer) is Verdict.ELIGIBLE


def test_a_rule_144a_tranche_lets_a_us_person_in_as_the_deal_stands(buy: Buy) -> None:
    """Under the structure that it has a US fund represents that it is a QIB."""
    deal = PLAIN.replace("rule_144a: no", "rule_144a: yes")
    row = {"name": "Example Fund", "type": "company", "organised_in": "US", **OWN}
    (answer,) = buy(row, deal=deal)
    assert answer.stands is not None
    needs = [one.text for one in answer.stands.policy.of(Effect.NEEDS)]
    assert "that it is a qualified institutional buyer (Rule 144A)" in needs
    (barred,) = buy(row, deal=PLAIN)
    assert verdict(barred) is Verdict.EXCLUDED


SDN = "us_ofac_sdn:1"


def test_a_blocked_person_is_excluded_and_a_possible_one_is_not_decided(buy: Buy) -> None:
    """A match on the SDN List excludes; one that is not settled leaves the investor open."""
    row = {"name": "Example C", **PERSON, "citizenships": "HK", "residence": "HK", **NOT_US}
    (match,) = buy(row, hits={"Example C": (hit(SDN),)})
    assert verdict(match) is Verdict.EXCLUDED
    assert {one.about.value for one in reasons(match, Effect.EXCLUDES)} == {"hit"}
    (possible,) = buy(row, hits={"Example C": (hit(SDN, Decision.POSSIBLE),)})
    assert verdict(possible) is Verdict.CANNOT_DECIDE


def test_a_list_on_procurement_says_nothing_of_who_may_buy(buy: Buy) -> None:
    """A hit on the section 1260H list is noted, settled or not."""
    row = {"name": "Example C", **PERSON, "citizenships": "HK", "residence": "HK", **NOT_US}
    lists = tuple(list_state(name) for name in (*LISTS, "us_dod_1260h"))
    for decision in (Decision.MATCH, Decision.POSSIBLE):
        found = {"Example C": (hit("us_dod_1260h:x", decision),)}
        (answer,) = buy(row, hits=found, lists=lists)
        assert verdict(answer) is Verdict.ELIGIBLE
        assert any("us_dod_1260h" in one.text for one in reasons(answer, Effect.NOTE))


def test_half_owned_by_a_blocked_person_is_excluded(buy: Buy) -> None:
    """The 50 percent rule reaches through the owners that the file names."""
    row = {"name": "Example Sub", "type": "company", "organised_in": "HK", **OWN, **NOT_US}
    hits = {"Example Blocked": (hit(SDN),)}
    (half,) = buy({**row, "owners": "Example Blocked 50%"}, hits=hits)
    assert verdict(half) is Verdict.EXCLUDED
    assert {one.about.value for one in reasons(half, Effect.EXCLUDES)} == {"ownership"}
    (less,) = buy({**row, "owners": "Example Blocked 49%"}, hits=hits)
    assert verdict(less) is Verdict.CANNOT_DECIDE


def test_a_list_that_is_too_old_leaves_everybody_open(buy: Buy) -> None:
    """Finding nothing on a stale list shows nothing; one made from a later file is only noted."""
    row = {"name": "Example C", **PERSON, "citizenships": "HK", "residence": "HK", **NOT_US}
    others = tuple(list_state(name) for name in LISTS if name != "us_ofac_sdn")
    (stale,) = buy(row, lists=(*others, list_state("us_ofac_sdn", stale=True)))
    assert verdict(stale) is Verdict.CANNOT_DECIDE
    assert any("too old for the day" in one.text for one in reasons(stale, Effect.MISSING))
    (later,) = buy(row, lists=(*others, list_state("us_ofac_sdn", reconstructed=True)))
    assert verdict(later) is Verdict.ELIGIBLE
    assert any("after the day asked" in one.text for one in reasons(later, Effect.NOTE))


def test_a_question_on_the_deal_itself_is_told_apart(buy: Buy) -> None:
    """Who owns the issuer is not the investor's to answer: its own verdict stands beside."""
    row = {"name": "Example C", **PERSON, "citizenships": "HK", "residence": "HK", **NOT_US}
    (answer,) = buy(row, deal=PLAIN.replace("    blocked_by_ownership: no\n", ""))
    assert answer.should is not None
    assert answer.should.policy.verdict is Verdict.CANNOT_DECIDE
    assert answer.should.policy.settled is Verdict.ELIGIBLE
