"""Whole answers as a reader gets them, flag by flag and question by question, in one golden file.

Each situation is made to raise flags that no other does; together they raise every one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sanccheck.assessment import Assessment, ReviewFlag
from sanccheck.model import Decision, Hit, Identifier, Listing, Query
from sanccheck.model.directives import Directive
from sanccheck.rulebook.outcomes import Rungs

from .conftest import ENTRY, Judge, hit, list_state, missing
from .test_law import BUYER, ISSUER, SELLER, US_BUYER, US_SELLER, deal

GOLDEN = Path(__file__).parent.parent / "golden" / "assessments.txt"
LISTS = ("us_ns_cmic", "us_ofac_sdn", "us_ssi", "us_ns_mbs", "us_capta", "us_bis_el", "us_bis_meu")
WELL = tuple(list_state(name) for name in LISTS)
OFFER = "kind: offering, action: purchase"


def listed(on: str, decision: Decision = Decision.MATCH, **changes: object) -> Hit:
    """Return a hit on a list."""
    return hit(decision, **{"entry": f"{on}:1", "list": on, "listing": Listing(), **changes})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Situation:
    """A deal, the day asked, and what the judge is given beside it."""

    text: str
    day: str = "2026-02-02"
    given: dict[str, object] = dataclasses.field(default_factory=dict)


def asked(**given: object) -> dict[str, object]:
    """Return what the judge is given: every US list is screened, unless said otherwise."""
    return {"screened": WELL, **given}


OWNER = "{id: owner, name: An owner, role: owner, type: company}"
SITUATIONS = {
    "nothing is named": Situation(
        text=deal("kind: trade, action: sale", BUYER, security="{kind: warrant}")
        + "use_of_proceeds: [{purpose: something}]\n",
        given=asked(),
    ),
    "an offering of a listed issuer": Situation(
        text=deal(
            OFFER,
            "{id: issuer, name: Example Holdings Limited, role: issuer, organised_in: HK,"
            " activities: {prc_surveillance_technology: yes}}",
            US_BUYER,
            "{id: other, name: Another, role: investor, ofac_us_person: no, acts_for: [other]}",
            "{id: bank, name: A US bank, role: underwriter, organised_in: US}",
            structure="reg_s: yes, rule_144a: yes",
        )
        + "terms: {T5: no, T7: yes}\n",
        day="2022-03-01",
        given=asked(hits={"issuer": (hit(),)}),
    ),
    "an issuer related to the entry, contested": Situation(
        text=deal(
            "kind: trade, action: purchase",
            "{id: issuer, name: Example Group Inc., role: issuer, organised_in: KY, relations:"
            f' [{{to: "{ENTRY}", kind: parent, listed_vehicle: yes, source: a prospectus}}]}}',
            US_SELLER,
            "{id: buyer, name: A nominee, role: buyer, ofac_us_person: no, acts_for: [citizen]}",
            "{id: citizen, name: A citizen, role: shareholder, type: person, citizenships: [US]}",
        ),
        day="2023-07-06",
        given=asked(),
    ),
    "the trade is over": Situation(
        text=deal("kind: trade, date: 2023-07-06", ISSUER, SELLER, BUYER),
        given=asked(hits={"issuer": (hit(),)}),
    ),
    "the trade is to come": Situation(
        text=deal("kind: trade, date: 2026-03-02", ISSUER, SELLER, US_BUYER),
        given=asked(hits={"issuer": (hit(),)}),
    ),
    "before the rules of some regimes begin": Situation(
        text=deal("kind: trade", ISSUER, SELLER, BUYER), day="2014-07-20", given=asked()
    ),
    "relations that nobody reads": Situation(
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            "{id: buyer, name: A buyer, role: buyer, ofac_us_person: no, acts_for: [buyer],"
            ' relations: [{to: "us_ofac_sdn:none", kind: parent, source: a site},'
            ' {to: "us_ofac_sdn:7", kind: same_group, source: a site},'
            ' {to: "us_ssi:9", kind: subsidiary, source: a site},'
            ' {to: "us_dod_1260h:1", kind: parent, source: a site},'
            ' {to: "us_bis_el:none", kind: parent, source: a site}]}',
        ),
        given=asked(
            elsewhere={"us_ofac_sdn:7": "A BLOCKED COMPANY", "us_ssi:9": "A BANK"},
            unknown=("us_ofac_sdn:none", "us_bis_el:none"),
        ),
    ),
    "hits on lists of which no rule speaks": Situation(
        text=deal("kind: trade", ISSUER, SELLER, BUYER),
        given=asked(
            screened=(*WELL, list_state("xx_other")),
            hits={
                "buyer": (
                    listed("xx_other", name="FIRST", entry="xx_other:1"),
                    listed("xx_other", name="SECOND", entry="xx_other:2"),
                ),
                "seller": (listed("xx_other", Decision.POSSIBLE, name="ONE"),),
            },
        ),
    ),
    "a listed party in no part that is barred": Situation(
        text=deal(
            OFFER,
            ISSUER,
            BUYER,
            "{id: adviser, name: An adviser, role: adviser, ofac_us_person: no}",
        ),
        given=asked(
            hits={
                "adviser": (
                    hit(),
                    listed("us_capta", relation="parent"),
                    listed("us_ssi", Decision.POSSIBLE),
                )
            }
        ),
    ),
    "a listed investor of whom no rule speaks, and no SDN List": Situation(
        text=deal(OFFER, ISSUER, BUYER),
        given=asked(
            screened=tuple(state for state in WELL if state.list != "us_ofac_sdn"),
            not_screened=(missing("us_ofac_sdn"),),
            hits={"buyer": (listed("us_ssi", name="A BANK"),)},
        ),
    ),
    "possible matches": Situation(
        text=deal(
            OFFER,
            ISSUER,
            "{id: buyer, name: A buyer, role: investor, ofac_us_person: no, acts_for: [buyer],"
            ' relations: [{to: "us_ofac_sdn:3", kind: subsidiary, source: s}]}',
        ),
        given=asked(
            hits={
                "buyer": (
                    listed("us_ofac_sdn", Decision.POSSIBLE, name="ONE", score=0.914),
                    listed("us_ofac_sdn", Decision.POSSIBLE, name="TWO", entry="us_ofac_sdn:2"),
                    listed("us_ofac_sdn", Decision.POSSIBLE, name="THREE", entry="us_ofac_sdn:3"),
                )
            }
        ),
    ),
    "lists that are not as they should be": Situation(
        text=deal(OFFER, ISSUER, BUYER),
        given=asked(
            screened=(
                list_state("us_ns_cmic", source="one", stale=True),
                list_state("us_ssi", source="one"),
                list_state("us_dod_1260h", source="five", stale=True, published=None),
                list_state("us_ofac_sdn", source="two", partial=True, published=None),
                list_state("us_capta", source="three", reconstructed=True),
                list_state("xx_part", source="four", partial=True),
                list_state("us_bis_el"),
            ),
            not_screened=(
                missing("us_ns_mbs"),
                missing("xx_one"),
                missing("xx_two"),
                dataclasses.replace(missing("xx_three"), remedy=missing("xx_two").remedy),
                dataclasses.replace(missing("us_bis_meu"), asked_for=False),
            ),
        ),
    ),
    "places, identifiers and relations that contradict": Situation(
        text=deal(
            OFFER,
            ISSUER,
            "{id: one, name: One, role: investor, organised_in: CU}",
            "{id: two, name: Two, role: investor, residence: IR, type: person}",
            "{id: three, name: Three, role: investor, country: HK, relations:"
            f' [{{to: "{ENTRY}", kind: parent, listed_vehicle: no, source: s}}]}}',
        ),
        given=asked(
            queries={
                "one": Query(
                    name="One",
                    identifiers=(
                        Identifier(scheme="lei", value="529900X", valid=False),
                        Identifier(scheme="other", value="7", valid=None),
                    ),
                )
            },
            hits={
                "three": (hit(Decision.POSSIBLE, relation="subsidiary", listed_vehicle=True),),
            },
        ),
    ),
    "owners and what the file states of them": Situation(
        text=deal(
            "kind: trade",
            ISSUER,
            "{id: seller, name: A holder, role: seller, ofac_us_person: no, acts_for: [seller],"
            " blocked_by_ownership: no}",
            "{id: buyer, name: A buyer, role: buyer, ofac_us_person: no, acts_for: [buyer],"
            " blocked_by_ownership: yes, owners_complete: yes}",
            OWNER,
            "{id: person, name: A person, role: owner, type: person}",
        )
        + "holdings:\n  - {owner: owner, of: seller, percent: 60}\n"
        "  - {owner: person, of: buyer, percent: 100}\n",
        given=asked(hits={"owner": (listed("us_ofac_sdn"),)}),
    ),
    "persons of other places": Situation(
        text=deal(
            OFFER,
            "{id: issuer, name: A Russian company, role: issuer, organised_in: RU}",
            "{id: uk, name: A UK fund, role: investor, organised_in: GB}",
            "{id: eu, name: An EU fund, role: investor, organised_in: DE}",
            "{id: ca, name: A Canadian fund, role: investor, organised_in: CA}",
            "{id: us, name: A US fund, role: investor, organised_in: US, acts_for: [us]}",
            security="{kind: debt, tenor_days: 400, currency: EUR}",
        ),
        day="2023-05-05",
        given=asked(
            screened=(
                *WELL,
                *(list_state(name) for name in ("uk_sanctions", "eu_fsf", "ca_sema", "un_sc")),
            ),
            hits={"issuer": (listed("uk_sanctions"), listed("eu_fsf"))},
        ),
    ),
    "sectoral directives, and exports beside them": Situation(
        text=deal(
            OFFER,
            "{id: issuer, name: A bank, role: issuer, organised_in: LU}",
            US_BUYER,
            "{id: agent, name: An agent, role: placing_agent, ofac_us_person: no}",
            security="{kind: debt, tenor_days: 31}",
        ),
        day="2018-03-01",
        given=asked(
            hits={
                "issuer": (listed("us_ssi", directives=(Directive(order="13662", number="1"),)),),
                "agent": (listed("us_bis_el"),),
            }
        ),
    ),
    "a private round abroad": Situation(
        text=deal(
            "kind: private_round",
            "{id: issuer, name: A maker, role: issuer, organised_in: CN,"
            " outbound: {activities: [ic_design]}}",
            US_BUYER,
            security="{kind: equity, publicly_traded: no, to_be_listed: no}",
        ),
        given=asked(),
    ),
    "nobody buys": Situation(
        text=deal(
            "kind: offering, action: hold", ISSUER, US_SELLER.replace("seller", "shareholder")
        ),
        day="2023-07-06",
        given=asked(hits={"issuer": (hit(),)}),
    ),
}


def said(rungs: Rungs) -> str:
    """Write a pair of rungs."""
    return f"{rungs.strict}/{rungs.policy}"


def flag_lines(flags: tuple[ReviewFlag, ...]) -> Iterator[str]:
    """Yield flags as lines."""
    for flag in flags:
        yield f"    flag {flag.id} [{flag.source}] {flag.reason} -> {flag.settle}"


def lines(found: Assessment) -> Iterator[str]:
    """Yield an answer, everything that an assessment adds to its findings in full."""
    offering = found.offering
    yield f"  {found.deal_path} as of {found.as_of} by {found.program}"
    yield f"  offering {said(offering.result)} could be {said(offering.could_be)}"
    yield f"    structure {offering.structure} strictly {offering.structure_strict}"
    yield f"    limbs { {limb.value: said(rungs) for limb, rungs in offering.limbs.items()} }"
    yield from flag_lines(offering.review)
    for party in found.parties:
        yield (
            f"  {party.role} {party.id}, {party.name}: {said(party.result)} "
            f"could be {said(party.could_be)}, {len(party.hits)} hits"
        )
        yield from flag_lines(party.review)
    for question in found.questions:
        yield f"  asks {question.text} {said(question.could_be)} {question.parties}"
        yield f"    by {question.rules}"
    for finding in found.findings:
        if finding.applies is not False:
            yield (
                f"  {finding.rule} {finding.version} of {finding.regime}: {finding.party} "
                f"{finding.subject} {finding.entry} applies {finding.applies} "
                f"{said(finding.result)} could be {said(finding.could_be)} curable "
                f"{finding.curable} {finding.limb.value} {finding.binds} {finding.structure} "
                f"{finding.structure_strict} {finding.terms}"
            )
            yield f"    {finding.because[:80]} {finding.contested} {finding.exceptions}"
            yield f"    needs {[(need.text[:30], need.of_party) for need in finding.needs]}"
            if finding.applies:
                yield f"    cites {[cite.title for cite in finding.cites]}"
                yield f"    read {[leaf.text for leaf in finding.trace.leaves() if leaf.verdict]}"
    for term in found.terms:
        yield f"  term {term.id} {term.state} needed {term.needed} practice {term.practice}"
    for note in found.regimes:
        told = [text[:40] for text, _ in note.not_this] + [text[:90] for text in note.not_judged]
        yield f"  note {note.id} {note.status}, {note.title}, {note.authority[:40]}: {told}"
    yield f"  silent {[name for name, _ in found.silent]}"
    yield f"  not judged {[text[:120] for text in found.not_judged]}"
    for line in found.ownership:
        yield f"  owned {dataclasses.replace(line, cites=())} cites {len(line.cites)}"
    yield f"  inputs {len(found.inputs)}: {sorted(found.inputs)[:2]} to {max(found.inputs)}"


def test_the_whole_answers_are_as_written(pytestconfig: pytest.Config, judge: Judge) -> None:
    """Every word of the answers stands in the golden file; `--update-golden` writes it anew."""
    written: list[str] = []
    for name, situation in SITUATIONS.items():
        written.append(f"{name}:")
        written += lines(judge(situation.text, situation.day, **situation.given))
    text = "\n".join(written) + "\n"
    if pytestconfig.getoption("--update-golden"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text("utf-8") == text


FLAGS = (
    *("no_issuer", "no_underlying", "proceeds_unnamed", "lists_of_another_day", "no_seller"),
    *("related_to_listed", "country_programme", "lists_not_screened", "possible_match"),
    *("stale_list", "partial_list", "reconstructed_list", "identifier", "relation_conflict"),
    *("day_of_trade", "relation_not_checked", "unjudged_hit", "listed_party"),
    *("ownership_conflict", "older_law"),
)


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_has_a_situation(flag: str) -> None:
    """The golden file shows each flag that an assessment can raise beside its rules."""
    text = GOLDEN.read_text("utf-8")
    assert f"flag {flag} [" in text
    if flag in {"listed_party", "lists_not_screened"}:  # rules have flags of that name as well
        assert f"flag {flag} [{'list us_ssi' if flag == 'listed_party' else 'screening'}]" in text


def test_the_day_of_a_flag_is_a_day_of_the_deal() -> None:
    """A situation on the day asked raises no flag on the day of its trade."""
    text = GOLDEN.read_text("utf-8")
    part = text[text.index("possible matches:") : text.index("lists that are not as")]
    assert "day_of_trade" not in part
    assert date(2026, 2, 2).isoformat() in part
