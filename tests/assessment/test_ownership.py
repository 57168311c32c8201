"""What owners make of a deal: findings, questions, contradictions, and the chain that is shown."""

from __future__ import annotations

import time
from datetime import date

import pytest
from click.testing import CliRunner

from sanccheck.assessment import Assessment
from sanccheck.assessment.to_json import assessment_document
from sanccheck.changes import Changes
from sanccheck.commands.assess_text import show
from sanccheck.deal import parse_deal
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.outbound_facts import country_of_concern, party_facts
from sanccheck.deal.ownership import judge_ownership
from sanccheck.deal.ownership_facts import owned_fact, owned_facts, settled
from sanccheck.deal.screened import DealScreening
from sanccheck.memo.build import build_memo
from sanccheck.memo.markdown import to_markdown
from sanccheck.model import Decision, Hit, ListState, Query, Screened
from sanccheck.ownership import shipped_law

from .conftest import Judge, hit, list_state, missing

DAY = "2024-05-07"
BLOCKED = hit(entry="us_ofac_sdn:1", list="us_ofac_sdn", name="A BLOCKED PERSON")
MAYBE = hit(Decision.POSSIBLE, entry="us_ofac_sdn:1", list="us_ofac_sdn", name="A BLOCKED PERSON")
SDN = (list_state("us_ofac_sdn"), list_state("us_ns_cmic"))
DEAL = """
deal: {kind: trade, action: purchase}
security: {kind: equity, publicly_traded: yes}
parties:
  - {id: issuer, name: Issuer Limited, role: issuer, organised_in: KY, type: company,
     blocked_by_ownership: no}
  - {id: seller, name: Seller, role: seller, ofac_us_person: no, acts_for: [seller],
     blocked_by_ownership: no}
  - {id: buyer, name: Buyer Limited, role: buyer, type: company, ofac_us_person: no,
     acts_for: [buyer]%s}
  - {id: middle, name: Middle Limited, role: owner, type: company%s}
  - {id: top, name: Top Person, role: owner, type: person, ofac_us_person: no}
  - {id: other, name: Other Person, role: owner, type: person, ofac_us_person: no}
holdings:
"""


def deal(*holdings: str, buyer: str = "", middle: str = "") -> str:
    """Return a trade whose buyer may be owned by others."""
    lines = "".join(f"  - {{{line}}}\n" for line in holdings)
    text = DEAL % (buyer and f", {buyer}", middle and f", {middle}")
    return text + lines if holdings else text.removesuffix("holdings:\n")


def judged(judge: Judge, *holdings: str, hits: Hit | None = BLOCKED, **parts: str) -> Assessment:
    """Judge the trade, with a hit on the top owner."""
    found = {} if hits is None else {"top": (hits,)}
    return judge(deal(*holdings, **parts), DAY, hits=found, screened=SDN)


def rungs(assessment: Assessment) -> tuple[str, str]:
    """Return the strict rung and what it could be."""
    offering = assessment.offering
    return offering.result.strict.name, offering.could_be.strict.name


CHAIN = ("owner: top, of: middle, percent: 60", "owner: middle, of: buyer, percent: 50")


def test_a_chain_blocks_and_is_shown_everywhere(judge: Judge) -> None:
    """The finding, the trace, the JSON document, the text and the memo all tell the chain."""
    found = judged(judge, *CHAIN)
    said = (
        "Top Person (us_ofac_sdn:1) owns 60 percent of Middle Limited, Middle Limited owns "
        "50 percent of Buyer Limited: Buyer Limited is blocked"
    )
    assert rungs(found) == ("PROHIBITED", "PROHIBITED")
    (finding,) = [one for one in found.findings if one.rule == "SDN-02" and one.applies]
    assert finding.party == "buyer"
    assert said in [leaf.source for leaf in finding.trace.leaves()]
    document = assessment_document(found, repr_of, repr_of, repr_of)
    line = next(item for item in document["ownership"] if item["party"] == "buyer")
    assert (line["applies"], line["says"]) == (True, said)
    assert line["percent"] == {"least": "50", "most": "100"}
    assert [(step["owner"], step["of"], step["share"]) for step in line["chain"]] == [
        ("top", "middle", "60 percent"),
        ("middle", "buyer", "50 percent"),
    ]
    assert any("FAQ 401" in cite["title"] for cite in line["cites"])
    assert said in " ".join(to_markdown(build_memo(found)).split())


def repr_of(value: object) -> dict[str, str]:
    """Write anything as a document, for a test that does not look at it."""
    return {"value": repr(value)}


def test_the_text_shows_the_chain(judge: Judge, capsys: pytest.CaptureFixture[str]) -> None:
    """`assess` prints an Ownership part."""
    show(judged(judge, *CHAIN), Changes(found=(), left_out=0))
    text = " ".join(capsys.readouterr().out.split())
    assert "Ownership Buyer Limited yes" in text


def test_without_owners_there_is_no_ownership_part(
    judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    """A deal file that names no owner gets no empty section."""
    found = judged(judge, hits=None)
    show(found, Changes(found=(), left_out=0))
    assert "Ownership\n" not in capsys.readouterr().out
    assert "Ownership" not in [section.title for section in build_memo(found).sections]


TABLE = [
    (
        "a minority, the rest another's",
        ["owner: top, of: buyer, percent: 49", "owner: other, of: buyer, percent: 51"],
        "CLEAR",
        {"blocked_influence", "blocked_owner"},
    ),
    (
        "a tenth, the rest another's",
        ["owner: top, of: buyer, percent: 10", "owner: other, of: buyer, percent: 90"],
        "CLEAR",
        {"blocked_owner"},
    ),
    (
        "control, all owned by another",
        ["owner: top, of: buyer, kind: control", "owner: other, of: buyer, percent: 100"],
        "CLEAR",
        {"blocked_influence"},
    ),
    (
        "votes, all owned by another",
        ["owner: top, of: buyer, percent: 30, kind: vote", "owner: other, of: buyer, percent: 100"],
        "CLEAR",
        {"blocked_influence"},
    ),
    (
        "votes only",
        ["owner: top, of: buyer, percent: 60, kind: vote"],
        "CLEAR",
        {"blocked_influence", "ownership"},
    ),
    ("half", ["owner: top, of: buyer, percent: 50"], "PROHIBITED", {"us_nexus"}),
    ("a range above half", ["owner: top, of: buyer, percent: 50-75"], "PROHIBITED", {"us_nexus"}),
    (
        "a range across half",
        ["owner: top, of: buyer, percent: 40-60"],
        "CLEAR",
        {"blocked_influence", "ownership"},
    ),
    (
        "through a minority",
        [
            "owner: top, of: middle, percent: 40",
            "owner: other, of: middle, percent: 60",
            "owner: middle, of: buyer, percent: 100",
        ],
        "CLEAR",
        {"blocked_influence", "blocked_owner"},
    ),
]


@pytest.mark.parametrize(
    ("holdings", "strict", "flags"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_a_blocked_owner_does_to_a_buyer(
    judge: Judge, holdings: list[str], strict: str, flags: set[str]
) -> None:
    """Half is prohibited; a quarter, votes and control are reviewed; less only flags the holder."""
    found = judged(judge, *holdings)
    assert found.offering.result.strict.name == strict
    raised = {flag.id for flag in found.offering.review}
    assert flags <= raised
    assert ("blocked_influence" in flags) == ("blocked_influence" in raised)


def test_a_complete_answer_leaves_nothing_of_ownership_open(judge: Judge) -> None:
    """Where others are known to own more than half, no question about owners is left."""
    found = judged(judge, "owner: other, of: buyer, percent: 51", hits=None)
    assert rungs(found) == ("CLEAR", "CLEAR")
    assert found.questions == ()
    complete = judged(
        judge,
        "owner: other, of: buyer, percent: unknown",
        "owner: top, of: buyer, percent: unknown",
        hits=None,
        buyer="owners_complete: yes",
    )
    assert rungs(complete) == ("CLEAR", "CLEAR")


QUESTIONS = [
    ("nothing known", [], None, "Do blocked persons own 50 percent or more of the party"),
    (
        "the rest",
        ["owner: top, of: buyer, percent: 33", "owner: other, of: buyer, percent: 25"],
        BLOCKED,
        "Who owns the other 42 percent of the equity of Buyer Limited?",
    ),
    (
        "behind the owner",
        ["owner: middle, of: buyer, percent: 80"],
        None,
        "Do blocked persons own 50 percent or more of Middle Limited",
    ),
    (
        "the hit",
        ["owner: top, of: buyer, percent: 60"],
        MAYBE,
        "Is Top Person the listed entity A BLOCKED PERSON (us_ofac_sdn:1)?",
    ),
    (
        "votes only",
        ["owner: top, of: buyer, percent: 60, kind: vote"],
        BLOCKED,
        "Who owns the equity of Buyer Limited, and how much each?",
    ),
]


@pytest.mark.parametrize(
    ("holdings", "who", "asked"),
    [row[1:] for row in QUESTIONS],
    ids=[row[0] for row in QUESTIONS],
)
def test_what_would_settle_most_is_asked(
    judge: Judge, holdings: list[str], who: Hit | None, asked: str
) -> None:
    """The question is the one whose answer moves the most, about owners behind owners too."""
    found = judged(judge, *holdings, hits=who)
    assert rungs(found) == ("CLEAR", "PROHIBITED")
    assert any(question.text.startswith(asked) for question in found.questions)


def test_a_percentage_that_decides_is_asked_for(judge: Judge) -> None:
    """With all owners named, the range itself is what is open."""
    found = judged(
        judge,
        "owner: top, of: buyer, percent: 40-60",
        "owner: other, of: buyer, percent: 40-60",
        buyer="owners_complete: yes",
    )
    text = "What percentage of Buyer Limited does Other Person own? The deal file says between 40"
    assert any(question.text.startswith(text) for question in found.questions)


def test_an_owner_that_takes_no_part_is_not_asked_about(judge: Judge) -> None:
    """Who owns the owner matters only as far as it could block a party of the deal."""
    found = judged(
        judge,
        "owner: middle, of: buyer, percent: 40",
        "owner: other, of: buyer, percent: 60",
        hits=None,
    )
    assert rungs(found) == ("CLEAR", "CLEAR")
    assert found.questions == ()


def test_a_possible_hit_is_told_as_what_would_block(judge: Judge) -> None:
    """Where an owner may be listed the answer says what it would come to."""
    found = judged(judge, *CHAIN, hits=MAYBE)
    line = next(item for item in found.ownership if item.party == "buyer")
    assert line.applies is None
    assert "it would be if Top Person counted: Top Person owns 60 percent" in line.says


CONFLICTS = [
    ("no against yes", "blocked_by_ownership: no", CHAIN, "PROHIBITED"),
    (
        "yes against no",
        "blocked_by_ownership: yes",
        ("owner: other, of: buyer, percent: 90",),
        "PROHIBITED",
    ),
]


@pytest.mark.parametrize(
    ("stated", "holdings", "strict"),
    [row[1:] for row in CONFLICTS],
    ids=[row[0] for row in CONFLICTS],
)
def test_a_contradiction_is_not_silent(
    judge: Judge, stated: str, holdings: tuple[str, ...], strict: str
) -> None:
    """Statement and holdings that part: what reaches further holds, with a flag and a question."""
    found = judged(judge, *holdings, buyer=stated)
    assert found.offering.result.strict.name == strict
    assert "ownership_conflict" in {flag.id for flag in found.offering.review}
    assert any(question.text.startswith("Which holds for Buyer") for question in found.questions)
    buyer = next(party for party in found.parties if party.id == "buyer")
    assert "ownership_conflict" in {flag.id for flag in buyer.review}


def test_agreement_raises_no_flag(judge: Judge) -> None:
    """A statement that the holdings bear out, or leave open, is taken as it is."""
    for stated, strict in (("no", "CLEAR"), ("yes", "PROHIBITED")):
        found = judged(
            judge, "owner: top, of: buyer, percent: 30", buyer=f"blocked_by_ownership: {stated}"
        )
        assert found.offering.result.strict.name == strict
        assert "ownership_conflict" not in {flag.id for flag in found.offering.review}


def test_no_hindsight_in_holdings(judge: Judge) -> None:
    """A holding dated after the day does not count; on its day it does."""
    holdings = "owner: top, of: buyer, percent: 60, as_of: 2024-05-08"
    assert rungs(judged(judge, holdings)) == ("CLEAR", "PROHIBITED")
    text = deal(holdings).replace("action: purchase", "action: purchase, trade_date: 2024-06-01")
    found = judge(text, "2024-05-07", hits={"top": (BLOCKED,)}, screened=SDN)
    assert found.offering.result.strict.name == "CLEAR"
    found = judge(text, "2024-05-08", hits={"top": (BLOCKED,)}, screened=SDN)
    assert found.offering.result.strict.name == "PROHIBITED"


def test_with_the_list_missing_every_owner_is_open(judge: Judge) -> None:
    """Owners are screened like any party: a list that is not there leaves them open."""
    found = judge(
        deal("owner: other, of: buyer, percent: 100"),
        DAY,
        screened=(list_state("us_ns_cmic"),),
        not_screened=(missing("us_ofac_sdn"),),
    )
    assert rungs(found) == ("CLEAR", "PROHIBITED")
    (line,) = found.ownership
    assert line.applies is None


def test_before_the_guidance_nothing_is_judged_of_ownership(judge: Judge) -> None:
    """The rule of August 2014 is not read back into earlier days."""
    found = judge(deal(*CHAIN), "2014-08-12", hits={"top": (BLOCKED,)}, screened=SDN)
    assert found.ownership == ()
    assert "SDN-02" not in {finding.rule for finding in found.findings}


def screening(
    day: str, *, lists: tuple[str, ...], hits: dict[str, tuple[Hit, ...]]
) -> DealScreening:
    """Return a screening made by hand."""
    states: tuple[ListState, ...] = tuple(list_state(name) for name in lists)
    return DealScreening(
        as_of=date.fromisoformat(day),
        lists=states,
        not_screened=(),
        results={
            party: Screened(query=Query(name=party), normalised=party, hits=found)
            for party, found in hits.items()
        },
        related={},
    )


EVERY = frozenset(test.id for test in shipped_law().law.tests)
ALL_LISTS = (
    "us_ofac_sdn",
    "us_ssi",
    "us_ns_mbs",
    "us_bis_el",
    "us_bis_meu",
    "eu_fsf",
    "uk_sanctions",
    "ca_sema",
)
REGIMES = [
    ("us_ssi", "2022-01-01", "us_ssi", "50", True),
    ("us_ssi", "2022-01-01", "us_ssi", "49", False),
    ("us_ns_mbs", "2022-03-26", "us_directive_3", "50", None),
    ("us_bis_el", "2025-10-01", "us_bis_affiliates", "50", True),
    ("us_bis_meu", "2025-10-01", "us_bis_affiliates", "50", True),
    ("us_ofac_sdn", "2025-10-01", "us_bis_affiliates", "50", None),
    ("us_ofac_sdn", "2025-10-01", "us_ofac_blocked", "50", True),
    ("eu_fsf", "2024-07-02", "eu_asset_freeze", "50", None),
    ("eu_fsf", "2024-07-03", "eu_asset_freeze", "50", True),
    ("eu_fsf", "2024-06-23", "eu_asset_freeze", "50", False),
    ("uk_sanctions", "2024-07-03", "uk_asset_freeze", "50", False),
    ("uk_sanctions", "2024-07-03", "uk_asset_freeze", "50.01", True),
    ("ca_sema", "2024-07-03", "ca_sema", "50", True),
    ("ca_sema", "2023-06-21", "ca_sema", "50", None),
]


@pytest.mark.parametrize(("list_id", "day", "test", "percent", "expected"), REGIMES)
def test_the_facts_of_other_regimes(
    list_id: str, day: str, test: str, percent: str, expected: bool | None
) -> None:
    """Each test takes its list, its threshold and its day."""
    rest = str(100 - float(percent))
    text = deal(
        f"owner: top, of: buyer, percent: {percent}",
        f"owner: other, of: buyer, percent: {rest}",
        buyer="controllers_complete: yes",
    )
    parsed = parse_deal(text.encode(), "d").deal
    found = hit(entry=f"{list_id}:1", list=list_id)
    owned = judge_ownership(parsed, screening(day, lists=ALL_LISTS, hits={"top": (found,)}), EVERY)
    fact = owned_fact(owned, parsed.party("buyer"), test)
    assert fact.strict is expected
    assert (fact.question is None) == (expected is not None)


PLACES = [
    ("organised in China", "type: company, organised_in: CN", True),
    ("organised in Hong Kong", "type: company, organised_in: HK", True),
    ("elsewhere, and placed elsewhere", "type: company, organised_in: KY, country: SG", False),
    ("elsewhere, placed in China", "type: company, organised_in: KY, country: CN", None),
    ("place unknown", "type: company, organised_in: KY", None),
    ("a citizen", "type: person, citizenships: [CN], us_permanent_resident: no", True),
    ("a citizen of both", "type: person, citizenships: [CN, US], us_permanent_resident: no", None),
    ("a citizen, perhaps resident in the US", "type: person, citizenships: [CN]", None),
    ("another's citizen", "type: person, citizenships: [SG], residence: SG", False),
    ("another's citizen in China", "type: person, citizenships: [SG], residence: CN", None),
    ("no citizenship known", "type: person", None),
]


@pytest.mark.parametrize(
    ("owner", "expected"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_owners_of_a_country_of_concern(owner: str, expected: bool | None) -> None:
    """Whose stakes count for outbound investment follows from organisation and citizenship."""
    text = deal(
        "owner: middle, of: buyer, percent: 50",
        "owner: other, of: buyer, percent: 50",
        buyer="controllers_complete: yes",
        middle="outbound: {person_of_country_of_concern: no}",
    )
    text = text.replace(
        "Other Person, role: owner", "Other Person, role: owner, citizenships: [SG], residence: SG"
    )
    text = text.replace(
        "Middle Limited, role: owner, type: company", f"Middle, role: owner, {owner}"
    )
    parsed = parse_deal(text.encode(), "d").deal
    owned = judge_ownership(parsed, screening("2025-01-02", lists=(), hits={}), EVERY)
    fact = owned_fact(owned, parsed.party("buyer"), "us_outbound_persons")
    assert fact.strict is expected


def test_a_us_parent_is_told() -> None:
    """More than half of the votes make a US person a parent; what counsel stated stands too."""
    text = deal("owner: middle, of: buyer, percent: 60, kind: vote")
    parsed = parse_deal(
        text.replace("name: Middle Limited", "name: Middle Limited, organised_in: US").encode(), "d"
    ).deal
    owned = judge_ownership(parsed, screening("2025-01-02", lists=(), hits={}), EVERY)
    assert owned_fact(owned, parsed.party("buyer"), "us_outbound_parent").strict is True
    stated = deal(buyer="controlled_by_us_person: yes")
    parsed = parse_deal(stated.encode(), "d").deal
    owned = judge_ownership(parsed, screening("2025-01-02", lists=(), hits={}), EVERY)
    fact = owned_fact(owned, parsed.party("buyer"), "us_outbound_parent")
    assert (fact.strict, fact.source) == (True, "the deal file states it")


BANDS = [
    ("nobody blocked", ["owner: other, of: buyer, percent: 40"], "none_known"),
    ("nought", ["owner: top, of: buyer, percent: 0"], "none_known"),
    ("a little", ["owner: top, of: buyer, percent: 24.99"], "minor"),
    ("a quarter", ["owner: top, of: buyer, percent: 25"], "significant"),
    ("a hair below half", ["owner: top, of: buyer, percent: 49.999"], "significant"),
    ("half", ["owner: top, of: buyer, percent: 50"], "half_or_more"),
    ("a range", ["owner: top, of: buyer, percent: 20-30"], None),
    ("unknown", ["owner: top, of: buyer, percent: unknown"], None),
]


@pytest.mark.parametrize(
    ("holdings", "band"), [row[1:] for row in BANDS], ids=[row[0] for row in BANDS]
)
def test_how_much_blocked_owners_hold_in_bands(holdings: list[str], band: str | None) -> None:
    """Only named owners count, and a quarter is where review begins."""
    for kind in ("equity", "vote"):
        text = deal(*(f"{line}, kind: {kind}" for line in holdings))
        parsed = parse_deal(text.encode(), "d").deal
        owned = judge_ownership(
            parsed, screening(DAY, lists=ALL_LISTS, hits={"top": (BLOCKED,)}), EVERY
        )
        name = "party.blocked_ownership" if kind == "equity" else "party.blocked_votes"
        fact = owned_facts(owned, parsed.party("buyer"))[name]
        assert fact.strict == band
        assert (len(fact.among) > 1) == (band is None)


def test_control_by_one_who_may_be_blocked_is_open() -> None:
    """A possible hit on a controller leaves its control open."""
    text = deal("owner: top, of: buyer, kind: control")
    parsed = parse_deal(text.encode(), "d").deal
    for found, expected in ((BLOCKED, True), (MAYBE, None)):
        owned = judge_ownership(
            parsed, screening(DAY, lists=ALL_LISTS, hits={"top": (found,)}), EVERY
        )
        fact = owned_facts(owned, parsed.party("buyer"))["party.blocked_control"]
        assert fact.strict is expected


def test_a_person_has_no_owners() -> None:
    """No test reaches a natural person, and none asks about its owners."""
    parsed = parse_deal(deal().encode(), "d").deal
    owned = judge_ownership(parsed, screening("2026-01-01", lists=(), hits={}), EVERY)
    top = parsed.party("top")
    assert {owned_fact(owned, top, test).strict for test in owned.tests} == {False}


HALVES = [
    ("not stated", [], None),
    ("less than half", ["owner: top, of: issuer, percent: 12"], False),
    ("half", ["owner: top, of: issuer, percent: 50"], True),
    (
        "in two parts",
        ["owner: top, of: issuer, percent: 25", "owner: top, of: issuer, percent: 25"],
        True,
    ),
    ("not known how much", ["owner: top, of: issuer, percent: unknown"], None),
    (
        "through another",
        ["owner: top, of: middle, percent: 60", "owner: middle, of: issuer, percent: 50"],
        True,
    ),
    (
        "a little, and through a minority",
        [
            "owner: top, of: issuer, percent: 5",
            "owner: top, of: middle, percent: 10",
            "owner: middle, of: issuer, percent: 50",
        ],
        None,
    ),
]


@pytest.mark.parametrize(
    ("holdings", "expected"), [row[1:] for row in HALVES], ids=[row[0] for row in HALVES]
)
def test_who_holds_half_of_the_issuer(holdings: list[str], expected: bool | None) -> None:
    """A holder's own stakes, and what it holds through companies of which it owns half."""
    text = deal(*holdings).replace("blocked_by_ownership: no", "in_us: no", 1)
    parsed = parse_deal(text.encode(), "d").deal
    owned = judge_ownership(parsed, screening(DAY, lists=ALL_LISTS, hits={}), EVERY)
    assert owned_facts(owned, parsed.party("top"))["party.holds_half"].strict is expected


def test_a_blocked_owner_of_less_than_half_holds_less(judge: Judge) -> None:
    """Where the issuer is known not to be blocked, no blocked person owns half of it."""
    found = judged(
        judge, "owner: top, of: buyer, percent: 10", "owner: other, of: buyer, percent: 90"
    )
    holder = next(one for one in found.findings if one.rule == "SDN-08" and one.party == "top")
    assert holder.applies
    assert not [one for one in found.findings if one.rule == "SDN-01" and one.applies is not False]


def test_two_hundred_parties_are_judged_at_once() -> None:
    """Facts of 200 parties with 1,000 holdings take a small part of an assessment."""
    parties = "".join(
        f"  - {{id: n{number}, name: N{number}, role: owner, type: company}}\n"
        for number in range(200)
    )
    holdings = "".join(
        f"  - {{owner: n{(number * 7 + number // 200) % 200}, of: n{number % 200}, "
        f"percent: {number % 20}}}\n"
        for number in range(1000)
    )
    text = DEAL % ("", "")
    text = text.replace("holdings:\n", parties + "holdings:\n" + holdings)
    parsed = parse_deal(text.encode(), "d").deal
    screened = screening(DAY, lists=ALL_LISTS, hits={"n1": (BLOCKED,), "n2": (MAYBE,)})
    started = time.perf_counter()
    owned = judge_ownership(parsed, screened, frozenset())
    for party in parsed.parties:
        owned_facts(owned, party)
    assert time.perf_counter() - started < 5


@pytest.mark.usefixtures("home")
def test_the_rules_name_the_facts() -> None:
    """`rules facts` lists the facts on ownership."""
    from sanccheck.commands import cli

    text = CliRunner().invoke(cli, ["rules", "facts"]).stdout
    for name in ("party.blocked_ownership", "party.uk_owned_or_controlled"):
        assert name in text


def test_the_order_of_parties_and_holdings_makes_no_difference(judge: Judge) -> None:
    """A deal file written the other way round gives the same rungs, chains and questions."""
    text = deal(*CHAIN, "owner: other, of: buyer, percent: 10-20")
    head, _, rest = text.partition("parties:\n")
    parties, _, holdings = rest.partition("holdings:\n")
    items = [f"  - {{{item}" for item in parties.split("  - {")[1:]]
    turned = (
        f"{head}parties:\n{''.join(reversed(items))}"
        f"holdings:\n{''.join(reversed(holdings.splitlines(keepends=True)))}"
    )
    one, other = (
        judge(written, DAY, hits={"top": (BLOCKED,)}, screened=SDN) for written in (text, turned)
    )
    assert rungs(one) == rungs(other)
    assert {line.says for line in one.ownership} == {line.says for line in other.ownership}
    assert {question.text for question in one.questions} == {
        question.text for question in other.questions
    }


def test_a_company_stated_to_be_blocked_is_told_as_that(judge: Judge) -> None:
    """A chain that begins with a statement of the file says so."""
    found = judged(
        judge,
        "owner: middle, of: buyer, percent: 50",
        hits=None,
        middle="blocked_by_ownership: yes",
    )
    (line,) = [item for item in found.ownership if item.party == "buyer"]
    assert line.says.startswith("Middle Limited (stated to be blocked) owns 50 percent of Buyer")


def test_a_blocked_holder_of_half_blocks_the_issuer(judge: Judge) -> None:
    """The issuer is blocked through its holder, and the holder is told as one of half."""
    text = deal("owner: top, of: issuer, percent: 50").replace(
        "blocked_by_ownership: no", "sec_reporting: no", 1
    )
    found = judge(
        text.replace("Top Person, role: owner", "Top Person, role: shareholder"),
        DAY,
        hits={"top": (BLOCKED,)},
        screened=SDN,
    )
    applied = {(one.rule, one.party) for one in found.findings if one.applies}
    assert {("SDN-02", "issuer"), ("SDN-01", "top"), ("SDN-07", "top")} <= applied


ASKED = unknown("Asked?")
NOT_ASKED = known(value=False, source="not asked")
STATED = known(value=False, source="the deal file states it")
SSI_1 = "covered.half_owned_by_ssi_directive_1"
BIS = "party.half_owned_by_bis_listed"
SETTLED = [
    ("us_bis_el", BIS, "50", "", ASKED, True),
    ("us_bis_el", BIS, "50", "", NOT_ASKED, True),
    ("us_bis_el", BIS, "49", "", ASKED, False),
    ("us_bis_el", BIS, "50", "half_owned_by: {bis_listed: no}", STATED, True),
    ("us_ssi", SSI_1, "50", "", NOT_ASKED, None),
    ("us_ssi", SSI_1, "49", "", ASKED, False),
    ("us_ssi", SSI_1, "50", "half_owned_by: {ssi_directive_1: no}", STATED, None),
    ("us_ssi", SSI_1, "50", "half_owned_by: {ssi_directive_2: yes}", STATED, False),
]


@pytest.mark.parametrize(("list_id", "name", "percent", "said", "before", "expected"), SETTLED)
def test_what_is_asked_elsewhere_is_settled_by_holdings(
    list_id: str, name: str, percent: str, said: str, before: Fact, expected: bool | None
) -> None:
    """A fact that another part states or asks for takes what the holdings come to."""
    rest = str(100 - int(percent))
    text = deal(
        f"owner: top, of: buyer, percent: {percent}",
        f"owner: other, of: buyer, percent: {rest}",
        buyer=said,
    )
    parsed = parse_deal(text.encode(), "d").deal
    found = hit(entry=f"{list_id}:1", list=list_id)
    screened = screening("2025-10-01", lists=ALL_LISTS, hits={"top": (found,)})
    owned = judge_ownership(parsed, screened, EVERY)
    facts = settled(owned, parsed.party("buyer"), {name: before})
    assert facts[name].strict is expected


def test_what_nothing_points_to_has_no_line_unless_it_is_met(judge: Judge) -> None:
    """The sectoral directives are told of a company only where their persons own half of it."""
    lists = tuple(list_state(name) for name in ALL_LISTS)

    def tests(list_id: str) -> set[str]:
        listed = hit(entry=f"{list_id}:1", list=list_id)
        text = deal("owner: top, of: buyer, percent: 50")
        found = judge(text, "2025-10-01", hits={"top": (listed,)}, screened=lists, related=False)
        return {line.test for line in found.ownership if line.party == "buyer"}

    assert "us_bis_affiliates" in tests("us_bis_el")
    assert not {"us_bis_affiliates", "us_ssi"} & tests("us_ofac_sdn")


CONCERN = "covered.person_of_country_of_concern"
PARENT = "party.controlled_by_us_person"
CHINESE = "organised_in: CN"
AMERICAN = "organised_in: US"
OUTBOUND = [
    ("half is Chinese", CHINESE, "percent: 50", "organised_in: KY", CONCERN, True),
    ("half is, against the file", CHINESE, "percent: 50", "outbound: {%s: no}", CONCERN, True),
    ("less than half is, and who directs is open", CHINESE, "percent: 49", "", CONCERN, None),
    (
        "less than half is, and nobody directs",
        CHINESE,
        "percent: 49",
        "organised_in: KY, country: SG, controllers_complete: yes",
        CONCERN,
        False,
    ),
    ("the file says no", CHINESE, "percent: 49", "outbound: {%s: no}", CONCERN, False),
    (
        "nobody Chinese is named",
        "organised_in: SG",
        "percent: 60",
        "organised_in: KY, country: SG",
        CONCERN,
        False,
    ),
    ("most votes are a US person's", AMERICAN, "percent: 51, kind: vote", "", PARENT, True),
    ("half of the votes are, the rest open", AMERICAN, "percent: 50, kind: vote", "", PARENT, None),
    (
        "half of the votes are, and nobody directs",
        AMERICAN,
        "percent: 50, kind: vote",
        "controllers_complete: yes",
        PARENT,
        False,
    ),
    ("nobody American is named", "organised_in: SG", "percent: 60, kind: vote", "", PARENT, False),
    (
        "a US company is no foreign entity",
        AMERICAN,
        "percent: 51, kind: vote",
        AMERICAN,
        PARENT,
        False,
    ),
]


@pytest.mark.parametrize(
    ("owner", "stake", "buyer", "name", "expected"),
    [row[1:] for row in OUTBOUND],
    ids=[row[0] for row in OUTBOUND],
)
def test_outbound_facts_take_what_the_holdings_come_to(
    owner: str, stake: str, buyer: str, name: str, expected: bool | None
) -> None:
    """Owners of a country of concern, and US parents, are read off the holdings.

    What nothing points to is not asked; a named owner whose stake counts points to it.
    """
    buyer = buyer.replace("%s", "person_of_country_of_concern")
    percent, *kind = stake.removeprefix("percent: ").split(", ")
    rest = ", ".join([f"owner: other, of: buyer, percent: {100 - int(percent)}", *kind])
    text = deal(f"owner: middle, of: buyer, {stake}", rest, buyer=buyer)
    text = text.replace(
        "name: Middle Limited",
        f"name: Middle Limited, ofac_us_person: "
        f"{'yes' if owner == AMERICAN else 'no'}, {owner}, country: SG",
    )
    text = text.replace("type: company, ofac_us_person: no", "type: company", 1)
    text = text.replace(
        "type: person, ofac_us_person: no",
        "type: person, ofac_us_person: no, citizenships: [SG], residence: SG",
    )
    parsed = parse_deal(text.encode(), "d").deal
    owned = judge_ownership(parsed, screening("2025-06-02", lists=(), hits={}), EVERY)
    party = parsed.party("buyer")
    before = {CONCERN: country_of_concern(party), **party_facts(party)}
    fact = settled(owned, party, before)[name]
    assert fact.strict is expected
    assert (fact.question is None) == (expected is not None)


def test_a_chinese_owner_makes_the_investment_covered(judge: Judge) -> None:
    """A Cayman issuer half owned by a Chinese company is a covered foreign person."""
    text = deal("owner: middle, of: issuer, percent: 50").replace(
        "role: issuer,", "role: issuer, country: SG, outbound: {activities: [chip_equipment]},", 1
    )
    text = text.replace("ofac_us_person: no", "ofac_us_person: yes", 2)
    text = text.replace("publicly_traded: yes", "publicly_traded: no, to_be_listed: no")
    chinese = text.replace("name: Middle Limited", "name: Middle Limited, organised_in: CN")
    singapore = text.replace("name: Middle Limited", "name: Middle Limited, organised_in: SG")
    found = judge(chinese, "2025-06-02", screened=SDN)
    assert [one.party for one in found.findings if one.rule == "OB-01" and one.applies] == ["buyer"]
    other = judge(singapore, "2025-06-02", screened=SDN)
    assert not [one for one in other.findings if one.rule == "OB-01" and one.applies]
