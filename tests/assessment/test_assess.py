"""From facts to an answer: who is barred, what the deal must be, what is still open."""

from __future__ import annotations

import dataclasses

import pytest

from sanccheck.assessment import TermState
from sanccheck.assessment.to_json import assessment_document
from sanccheck.changes import Changes
from sanccheck.commands.assess_text import show
from sanccheck.errors import DealError
from sanccheck.memo.build import build_memo
from sanccheck.memo.markdown import to_markdown
from sanccheck.model import Decision, Hit, Identifier, ListState, NotScreened, Query
from sanccheck.rulebook.load import sorted_files
from sanccheck.rulebook.outcomes import Limb, Rung
from sanccheck.shipped import shipped

from .conftest import ENTRY, Judge, hit, list_state, missing

OFFERING = """
deal: {kind: offering, structure: {registered: no, rule_144a: no, section_4a2: no, reg_d: no}}
security: {kind: equity, publicly_traded: yes, us_market_interest: no}
terms: {T5: yes}
parties:
  - {id: issuer, name: Example Holdings Inc., role: issuer, organised_in: KY, ofac_us_person: no,
     blocked_by_ownership: no%s}
  - {id: buyer, name: A fund, role: investor, ofac_us_person: %s, acts_for: [buyer],
     blocked_by_ownership: no}
"""
RELATED = f', relations: [{{to: "{ENTRY}", kind: parent, listed_vehicle: %s, source: s}}]'
TRADE = """
deal: {kind: trade, action: sale, solely_to_divest: %s, settlement_date: %s}
security: {kind: equity, publicly_traded: yes}
parties:
  - {id: issuer, name: Example Holdings Limited, role: issuer, organised_in: HK,
     blocked_by_ownership: no}
  - {id: seller, name: A holder, role: seller, organised_in: US, acts_for: [seller],
     blocked_by_ownership: no}
  - {id: buyer, name: A buyer, role: buyer, ofac_us_person: no, acts_for: [buyer],
     blocked_by_ownership: no}
"""


def offering(*, relation: str | None = None, us: str = "no") -> str:
    """Return the offering's text, its issuer related to the entry, its buyer a US person."""
    return OFFERING % ("" if relation is None else RELATED % relation, us)


@pytest.mark.parametrize(
    ("day", "strict", "policy"),
    [
        ("2021-12-09", "CLEAR", "CLEAR"),
        ("2021-12-10", "CLEAR", "MUST_EXCLUDE_US_PERSONS"),
        ("2022-02-07", "CLEAR", "MUST_EXCLUDE_US_PERSONS"),
        ("2022-02-08", "MUST_EXCLUDE_US_PERSONS", "MUST_EXCLUDE_US_PERSONS"),
        ("2026-02-02", "MUST_EXCLUDE_US_PERSONS", "MUST_EXCLUDE_US_PERSONS"),
    ],
)
def test_an_offering_of_a_listed_issuer(judge: Judge, day: str, strict: str, policy: str) -> None:
    """The bar on US purchasers becomes the exclusion of US persons, from the effective day."""
    hits = {"issuer": (hit(),)} if day >= "2021-12-10" else {}
    result = judge(offering(), day, hits=hits).offering
    assert (result.result.strict.name, result.result.policy.name) == (strict, policy)
    assert ("REG_S_ONLY" in result.structure) == (policy != "CLEAR")
    assert ("REG_S_ONLY" in result.structure_strict) == (strict != "CLEAR")


def test_a_named_us_investor_is_prohibited_and_the_offering_excludes(judge: Judge) -> None:
    """The rung of the party is its own; the offering's is what leaving it out makes of it."""
    found = judge(offering(us="yes"), "2022-03-01", hits={"issuer": (hit(),)})
    buyer = next(party for party in found.parties if party.id == "buyer")
    assert buyer.result.strict is Rung.PROHIBITED
    assert found.offering.result.strict is Rung.MUST_EXCLUDE_US_PERSONS


def test_a_possible_hit_moves_no_rung_and_asks(judge: Judge) -> None:
    """A score never moves a rung: it makes a question and shows what the answer could bring."""
    found = judge(offering(), "2022-03-01", hits={"issuer": (hit(Decision.POSSIBLE, score=0.99),)})
    assert found.offering.result.policy is Rung.CLEAR
    assert found.offering.could_be.strict is Rung.MUST_EXCLUDE_US_PERSONS
    assert any("the listed entity EXAMPLE HOLDINGS LIMITED" in q.text for q in found.questions)


@pytest.mark.parametrize(
    ("vehicle", "policy", "flag"),
    [
        ("yes", Rung.MUST_EXCLUDE_US_PERSONS, "identity"),
        ("no", Rung.CLEAR, "affiliate"),
    ],
)
def test_a_relation_leaves_strict_as_it_is(
    judge: Judge, vehicle: str, policy: Rung, flag: str
) -> None:
    """Only the group's listed vehicle lifts the policy side; both are flagged."""
    found = judge(offering(relation=vehicle), "2022-03-01")
    assert found.offering.result.strict is Rung.CLEAR
    assert found.offering.result.policy is policy
    assert flag in {item.id for item in found.offering.review}


def test_the_contested_identity_shows_in_could_be(judge: Judge) -> None:
    """Were the listing to reach the group's listed company, strict would rise."""
    found = judge(offering(relation="yes"), "2022-03-01")
    assert found.offering.could_be.strict is Rung.MUST_EXCLUDE_US_PERSONS
    assert any("reach the securities of Example Holdings Inc." in q.text for q in found.questions)


def test_a_relation_that_is_not_known_as_the_listed_vehicle_is_asked(judge: Judge) -> None:
    """Unknown is neither yes nor no: policy stays and could rise."""
    found = judge(offering(relation="unknown"), "2022-03-01")
    assert found.offering.result.policy is Rung.CLEAR
    assert found.offering.could_be.policy is Rung.MUST_EXCLUDE_US_PERSONS


def repr_of(value: object) -> dict[str, str]:
    """Write anything as a document, for a test that does not look at it."""
    return {"value": repr(value)}


def test_before_the_listing_nothing_of_it_is_told(judge: Judge) -> None:
    """No hindsight: neither entry, nor date, nor flag of a later listing appears."""
    found = judge(offering(relation="yes"), "2021-12-09")
    assert found.offering.result.policy is Rung.CLEAR
    assert not found.offering.review
    document = assessment_document(found, repr_of, repr_of, repr_of)
    told = str([document[part] for part in ("findings", "questions", "offering", "parties")])
    assert ENTRY not in told
    assert "10 Dec 2021" not in told


def test_a_relation_settles_a_possible_hit_on_the_same_entry(judge: Judge) -> None:
    """What is the entry's parent is not the entry: no identity question on the name is left."""
    found = judge(offering(relation="no"), "2022-03-01", hits={"issuer": (hit(Decision.POSSIBLE),)})
    assert found.offering.could_be.strict is Rung.CLEAR


def test_a_relation_against_a_certain_match_is_asked(judge: Judge) -> None:
    """A deal file that contradicts the registration number does not win silently."""
    found = judge(offering(relation="no"), "2022-03-01", hits={"issuer": (hit(),)})
    assert found.offering.could_be.strict is Rung.MUST_EXCLUDE_US_PERSONS
    assert any("which holds?" in question.text for question in found.questions)


def test_a_relation_against_a_certain_match_keeps_what_it_brings(judge: Judge) -> None:
    """The group's listed company does not become a milder case by being the entry as well."""
    related = judge(offering(relation="yes"), "2022-03-01").offering.result
    both = judge(offering(relation="yes"), "2022-03-01", hits={"issuer": (hit(),)}).offering.result
    assert related.policy is both.policy is Rung.MUST_EXCLUDE_US_PERSONS


@pytest.mark.parametrize(
    ("day", "solely", "strict", "could_be"),
    [
        ("2022-12-01", "yes", "CLEAR", "CLEAR"),
        ("2022-12-09", "yes", "CLEAR", "PROHIBITED"),
        ("2022-12-10", "yes", "PROHIBITED", "PROHIBITED"),
        ("2022-12-01", "no", "PROHIBITED", "PROHIBITED"),
        ("2022-12-01", "unknown", "CLEAR", "PROHIBITED"),
    ],
    ids=["window", "eve of the boundary", "boundary", "another purpose", "purpose unknown"],
)
def test_a_trade_takes_the_worst_of_its_parties(
    judge: Judge, day: str, solely: str, strict: str, could_be: str
) -> None:
    """A US holder of a listed issuer's shares may sell solely to divest until the window ends."""
    settled = max(day, "2022-12-08")
    found = judge(TRADE % (solely, settled), day, hits={"issuer": (hit(),)}).offering
    assert found.result.strict.name == strict
    assert found.could_be.strict.name == could_be


def test_a_blocked_party_is_cured_by_no_structure(judge: Judge) -> None:
    """An SDN makes the offering prohibited, whatever its role."""
    blocked = hit(entry="us_ofac_sdn:1", list="us_ofac_sdn")
    found = judge(offering(), "2022-03-01", hits={"buyer": (blocked,)})
    assert found.offering.result.strict is Rung.PROHIBITED


def test_a_list_that_was_not_screened_is_never_no_hits(judge: Judge) -> None:
    """With the SDN List missing the deal could be prohibited, and the remedy is told."""
    found = judge(
        offering(),
        "2021-11-22",
        screened=(list_state("us_ns_cmic"),),
        not_screened=(missing("us_ofac_sdn"),),
    )
    assert found.offering.result.strict is Rung.CLEAR
    assert found.offering.could_be.strict is Rung.PROHIBITED
    assert "sanccheck lists import us_ofac_sdn FILE" in found.questions[0].text


def test_a_missing_list_that_no_regime_judges_is_open_too(judge: Judge) -> None:
    """A list without rules that was asked for and not screened could bring the worst."""
    found = judge(offering(), "2021-11-22", not_screened=(missing("us_ssi"),))
    assert found.offering.could_be.strict is Rung.PROHIBITED
    assert "lists_not_screened" in {item.id for item in found.offering.review}


def test_a_hit_on_a_list_that_no_regime_judges_is_flagged(judge: Judge) -> None:
    """A hit is never dropped because no rule speaks of its list."""
    other = hit(entry="us_fse:7", list="us_fse")
    found = judge(
        offering(),
        "2022-03-01",
        hits={"buyer": (other,)},
        screened=(list_state("us_ns_cmic"), list_state("us_ofac_sdn"), list_state("us_fse")),
    )
    assert found.offering.could_be.strict is Rung.PROHIBITED
    assert "unjudged_hit" in {item.id for item in found.offering.review}


def test_a_hit_on_an_own_list_is_a_question(judge: Judge) -> None:
    """No law stands behind a firm's own list: its hit asks and moves no established rung."""
    own = list_state("my_list", kind="own")
    lists = (list_state("us_ns_cmic"), list_state("us_ofac_sdn"))
    mine = hit(entry="my_list:1", list="my_list", programmes=())
    found = judge(offering(), "2022-03-01", hits={"buyer": (mine,)}, screened=(*lists, own))
    plain = judge(offering(), "2022-03-01", screened=lists)
    assert found.offering.result == plain.offering.result
    assert found.offering.could_be.strict is Rung.PROHIBITED
    flag = next(item for item in found.offering.review if item.id == "unjudged_hit")
    assert "No rule here says what that list means for this deal" in flag.reason
    assert any("What does the list my_list mean" in one.text for one in found.questions)


def test_a_match_that_its_lists_rules_do_not_reach_is_said(judge: Judge) -> None:
    """A buyer under a sectoral directive may buy other securities; that it is listed is told."""
    other = hit(entry="us_ssi:7", list="us_ssi")
    lists = (list_state("us_ns_cmic"), list_state("us_ofac_sdn"), list_state("us_ssi"))
    found = judge(offering(), "2022-03-01", hits={"buyer": (other,)}, screened=lists)
    assert "listed_party" in {item.id for item in found.offering.review}


@pytest.mark.parametrize(("entry", "asked"), [("us_bis_el:x", False), ("us_fse:x", True)])
def test_a_relation_to_a_list_that_was_not_screened(judge: Judge, entry: str, asked: bool) -> None:
    """It is flagged; asked about only where the list could say who may buy."""
    text = offering(relation="yes").replace("us_ns_cmic:90001", entry)
    found = judge(text, "2021-11-22")
    assert "relation_not_checked" in {flag.id for flag in found.offering.review}
    assert any(entry.partition(":")[0] in item.text for item in found.questions) is asked


def test_many_hits_on_a_list_that_no_rule_judges_are_one_question(judge: Judge) -> None:
    """A party with two hits on such a list is asked about once, and the second is counted."""
    two = tuple(hit(entry=f"us_fse:{number}", list="us_fse") for number in (1, 2))
    found = judge(offering(), "2022-03-01", hits={"buyer": two})
    asked = [question.text for question in found.questions if "us_fse" in question.text]
    assert len(asked) == 1
    assert "us_fse:1, and 1 more" in asked[0]


@pytest.mark.parametrize(
    ("state", "flag"),
    [
        (list_state("us_ns_cmic", stale=True), "stale_list"),
        (list_state("us_ns_cmic", reconstructed=True), "reconstructed_list"),
    ],
)
def test_how_good_a_list_is_gets_said(judge: Judge, state: ListState, flag: str) -> None:
    """A stale or reconstructed list is used, and flagged."""
    found = judge(offering(), "2021-11-22", screened=(state, list_state("us_ofac_sdn")))
    assert flag in {item.id for item in found.offering.review}


@pytest.mark.parametrize(
    "uncertain",
    [hit(list_certain=False), hit(listed_on_known=False)],
    ids=["list not certain", "listing date not known"],
)
def test_an_uncertain_listing_is_not_a_fact(judge: Judge, uncertain: Hit) -> None:
    """A match on an entry that may not be on the list that day leaves the fact open."""
    found = judge(offering(), "2022-03-01", hits={"issuer": (uncertain,)})
    assert found.offering.result.strict is Rung.CLEAR
    assert found.offering.could_be.strict is Rung.MUST_EXCLUDE_US_PERSONS


def test_terms_are_met_missing_or_unknown(judge: Judge) -> None:
    """A barred offering lists its terms, and only what the file shows counts as met."""
    found = judge(offering(), "2022-03-01", hits={"issuer": (hit(),)})
    states = {term.id: term.state for term in found.terms}
    assert states["T5"] is TermState.MET
    assert states["T7"] is TermState.MET
    assert states["T6"] is TermState.UNKNOWN
    cleared = judge(offering(), "2021-11-22")
    assert "T5" not in {term.id for term in cleared.terms}


def test_a_missing_exclusion_is_a_gap(judge: Judge) -> None:
    """Selling under Regulation S without a sanctions exclusion is flagged."""
    text = offering().replace("T5: yes", "T5: no")
    found = judge(text, "2022-03-01", hits={"issuer": (hit(),)})
    assert "sanctions_exclusion" in {item.id for item in found.offering.review}


def test_reporting_stands_in_a_limb_of_its_own(judge: Judge) -> None:
    """A US broker's duty to report is said beside the rung and does not raise it."""
    text = offering() + ("  - {id: broker, name: A broker, role: broker, organised_in: US}\n")
    found = judge(text, "2022-03-01", hits={"issuer": (hit(),)})
    assert found.offering.limbs[Limb.FILING].strict is Rung.NOTIFY
    assert next(p for p in found.parties if p.id == "broker").result.strict is Rung.CLEAR


def test_an_underlying_counts_as_the_issuer_does(judge: Judge) -> None:
    """A traded fund on shares of a listed person is barred, whatever its own issuer."""
    text = """
deal: {kind: offering}
security: {kind: fund_unit, publicly_traded: yes, underlying: [held]}
parties:
  - {id: issuer, name: A fund manager, role: issuer, organised_in: IE}
  - {id: held, name: Example Holdings Limited, role: use_of_proceeds, organised_in: HK}
"""
    found = judge(text, "2022-03-01", hits={"held": (hit(),)})
    assert found.offering.result.strict is Rung.MUST_EXCLUDE_US_PERSONS


def test_the_same_inputs_give_an_equal_assessment(judge: Judge) -> None:
    """Nothing depends on the clock, on order or on chance."""
    one = judge(offering(relation="yes"), "2022-03-01")
    assert one == judge(offering(relation="yes"), "2022-03-01")
    names = list(one.inputs)
    rules = names[1:-3]
    lists = ["list/us_ns_cmic", "list/us_ofac_sdn"]
    assert (names[0], names[-3:]) == ("deal", ["rules/shared/ownership.yaml", *lists])
    later = ["rules/cn_countermeasures.yaml", "rules/us_regulation_s.yaml"]  # on the structure
    assert (rules[:-2], rules[-2:]) == (sorted(rules[:-2]), later)
    assert sorted(rules) == sorted(f"rules/{name}" for name, _ in sorted_files(shipped("rules")))


def test_a_name_that_looks_like_a_placeholder_stays_text(judge: Judge) -> None:
    """A party's name is never filled in a second time."""
    text = offering(relation="yes").replace("Example Holdings Inc.", '"{entry_name}"')
    found = judge(text, "2022-03-01")
    flag = next(item for item in found.offering.review if item.id == "identity")
    assert "{entry_name} is its parent" in flag.reason


def test_an_unreadable_deal_has_no_assessment(judge: Judge) -> None:
    """A deal file with a problem is refused before anything is judged."""
    with pytest.raises(DealError, match="did you mean 'kind'"):
        judge("deal: {knd: offering}\n", "2022-03-01")


def test_a_trade_that_names_no_buyer_is_not_judged_as_closed(judge: Judge) -> None:
    """With nobody named on the buying side a US buyer is reckoned with."""
    text = """
deal: {kind: trade, action: purchase}
security: {kind: equity, publicly_traded: yes}
parties:
  - {id: issuer, name: Example Holdings Limited, role: issuer, organised_in: HK}
  - {id: seller, name: A holder, role: seller, ofac_us_person: no}
"""
    found = judge(text, "2022-03-01", hits={"issuer": (hit(),)})
    assert found.offering.result.strict is Rung.MUST_EXCLUDE_US_PERSONS


@pytest.mark.parametrize("role", ["investor", "shareholder"])
@pytest.mark.parametrize(
    ("action", "strict"), [("hold", Rung.CLEAR), ("reinvestment", Rung.PROHIBITED)]
)
def test_a_us_holder_may_hold_and_not_reinvest(
    judge: Judge, role: str, action: str, strict: Rung
) -> None:
    """Whatever the holder is called, reinvesting a dividend is a purchase."""
    text = f"""
deal: {{kind: trade, action: {action}}}
security: {{kind: equity, publicly_traded: yes}}
parties:
  - {{id: issuer, name: Example Holdings Limited, role: issuer, organised_in: HK}}
  - {{id: holder, name: A holder, role: {role}, organised_in: US}}
"""
    found = judge(text, "2022-12-20", hits={"issuer": (hit(),)})
    assert found.offering.result.strict is strict


def test_a_deal_without_issuer_is_open(judge: Judge) -> None:
    """Whose securities they are is the first question, and the worst is possible."""
    text = """
deal: {kind: offering}
security: {kind: equity, publicly_traded: yes}
parties:
  - {id: buyer, name: A fund, role: investor, ofac_us_person: no}
"""
    found = judge(text, "2022-03-01")
    assert found.offering.could_be.strict is Rung.PROHIBITED
    assert "Who issues the security?" in {question.text for question in found.questions}


def test_a_private_round_of_a_listed_person_is_flagged_for_other_rules(judge: Judge) -> None:
    """What the NS-CMIC text does not reach may be reached by rules that are not judged."""
    text = offering().replace("publicly_traded: yes", "publicly_traded: no, to_be_listed: no")
    found = judge(text, "2025-03-01", hits={"issuer": (hit(),)})
    assert found.offering.result.strict is Rung.CLEAR
    assert "no_trading_market" in {item.id for item in found.offering.review}


def test_an_identifier_that_cannot_be_right_is_flagged(judge: Judge) -> None:
    """A mistyped number is compared all the same, and said."""
    query = Query(
        name="A fund",
        identifiers=(Identifier(scheme="lei", value="123", valid=False),),
    )
    found = judge(offering(), "2021-11-22", queries={"buyer": query})
    assert "identifier" in {item.id for item in found.offering.review}


def test_a_part_of_a_list_shows_no_absence(judge: Judge) -> None:
    """No hit on a part of the SDN List is unknown, and a hit on it counts."""
    part = (list_state("us_ns_cmic"), list_state("us_ofac_sdn", partial=True))
    found = judge(offering(), "2021-11-22", screened=part)
    assert found.offering.could_be.strict is Rung.PROHIBITED
    assert "partial_list" in {item.id for item in found.offering.review}
    blocked = hit(entry="us_ofac_sdn:1", list="us_ofac_sdn")
    found = judge(offering(), "2022-03-01", screened=part, hits={"buyer": (blocked,)})
    assert found.offering.result.strict is Rung.PROHIBITED


@pytest.mark.parametrize(
    ("screened", "not_screened", "said"),
    [
        ((), (), None),
        ((list_state("us_capta", stale=True),), (), "nothing found, lists stale"),
        (
            (list_state("xx", partial=True), list_state("yy", stale=True)),
            (missing("zz"),),
            "nothing found, lists stale, lists incomplete, lists not screened",
        ),
        ((), (dataclasses.replace(missing("zz"), asked_for=False),), None),
    ],
    ids=["good lists", "a stale one", "all that can be", "not asked for"],
)
def test_no_hit_on_weak_lists_is_no_clearance(
    judge: Judge,
    capsys: pytest.CaptureFixture[str],
    screened: tuple[ListState, ...],
    not_screened: tuple[NotScreened, ...],
    said: str | None,
) -> None:
    """The line of a party of which nothing was found says why that clears it of nothing."""
    good = (list_state("us_ns_cmic"), list_state("us_ofac_sdn"))
    found = judge(
        TRADE % ("no", "unknown"),
        "2021-11-22",
        screened=(*good, *screened),
        not_screened=not_screened,
    )
    buyer = next(party for party in found.parties if party.id == "buyer")
    assert found.nothing_found(buyer) == said
    show(found, Changes(found=(), left_out=0))
    text = " ".join(capsys.readouterr().out.split())
    assert ("nothing found" in text) == (said is not None)
    assert ("nothing found" in to_markdown(build_memo(found))) == (said is not None)


def test_a_hit_or_an_open_end_is_told_as_what_it_is(judge: Judge) -> None:
    """A party with a hit, or of which something is open, has its rungs whatever the lists."""
    stale = (list_state("us_ns_cmic", stale=True), list_state("us_ofac_sdn"))
    found = judge(offering(us="yes"), "2022-03-01", hits={"issuer": (hit(),)}, screened=stale)
    assert {found.nothing_found(party) for party in found.parties} == {None}


@pytest.mark.parametrize(("day", "flagged"), [("2014-08-12", True), ("2014-08-13", False)])
def test_older_law_is_flagged_up_to_the_day_before_the_rules_begin(
    judge: Judge, day: str, *, flagged: bool
) -> None:
    """On the first day of the rules of OFAC's blocking programmes their text is here."""
    found = judge(TRADE % ("no", "unknown"), day)
    older = {item.source for item in found.offering.review if item.id == "older_law"}
    assert ("us_ofac_sdn" in older) is flagged
