"""A firm's own rules: they tighten an answer and never loosen it, and each output marks them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanccheck.assessment.house import CLASH, with_house_rules
from sanccheck.commands import cli
from sanccheck.errors import RuleError
from sanccheck.rulebook.check import check_rules
from sanccheck.rulebook.house import with_house
from sanccheck.rulebook.load import Rulebook, read_files
from sanccheck.rulebook.outcomes import Limb, Rung
from sanccheck.tables import read_table

from .conftest import BOOK, Judge, hit, list_state
from .test_brief_rows import LISTED
from .test_decision_rows import LISTS
from .test_law import BUYER, ISSUER, SELLER, US_BUYER, deal

ROOT = Path(__file__).parent.parent.parent
RULES = ROOT / "examples" / "house-rules"
TRADE = deal("kind: trade, action: purchase, solely_to_divest: no", ISSUER, SELLER, US_BUYER)
OPEN = deal("kind: trade, action: purchase", ISSUER, SELLER, BUYER)
OFFER = deal("kind: offering, action: purchase", ISSUER)


def house(  # noqa: PLR0913 - what a rule file may say
    strict: str = "CLEAR",
    policy: str = "CLEAR",
    *,
    when: str = "{deal.kind: [offering, trade]}",
    about: str = "deal",
    binds: str = "everyone",
    limb: str = "securities",
    more: str = "",
    rule: str = "HOUSE-01",
    regime: str = "house",
) -> tuple[str, bytes]:
    """Write a house regime of one rule."""
    text = f"""
id: {regime}
title: House policy
authority: a firm
status: reviewed
{more}
cites:
  policy: {{title: A policy, href: "https://example.org/", read_on: "2021-01-04", confidence: V}}
rules:
  - id: {rule}
    title: A house rule
    about: {about}
    binds: {binds}
    limb: {limb}
    versions:
      - from: "2010-01-01"
        cites: [policy]
        confidence: V
        applies_when: {when}
        outcome: {{strict: {strict}, policy: {policy}}}
        because: The house says so.
"""
    return f"{regime}.yaml", text.encode()


def book(*files: tuple[str, bytes]) -> Rulebook:
    """Return the law with house rules."""
    return with_house(BOOK, files)


def screened() -> tuple[object, ...]:
    """Return every list, there on the day."""
    return tuple(list_state(name) for name in LISTS)


def test_a_house_rule_raises_the_answer(judge: Judge) -> None:
    """What the law leaves clear the house may bar; the law's own answer stays beside it."""
    rules = book(house("PROHIBITED", "PROHIBITED"))
    found = judge(OPEN, "2021-06-01", screened=screened(), book=rules)
    assert found.offering.result.strict is Rung.PROHIBITED
    assert found.house is not None
    assert found.house.law.result.strict is Rung.CLEAR
    assert found.house.clashes == ()
    assert "house/house.yaml" in found.inputs
    assert found.named("HOUSE-01") == "HOUSE-01 (house policy)"
    assert found.named("CMIC-01") == "CMIC-01"


def test_a_house_rule_that_permits_what_the_law_bars_is_a_clash(judge: Judge) -> None:
    """The law stands, and that the house would say less is told."""
    found = judge(TRADE, "2023-07-06", hits=LISTED, screened=screened(), book=book(house()))
    assert found.offering.result.policy is Rung.PROHIBITED
    assert found.house is not None
    (clash,) = found.house.clashes
    assert clash.startswith("HOUSE-01 (house policy) says CLEAR of the deal")
    assert "PROHIBITED stands" in clash
    flags = [flag for flag in found.offering.review if flag.id == "house_clash"]
    assert [flag.reason for flag in flags] == [clash]


RUNGS = st.sampled_from([rung.name for rung in Rung if rung is not Rung.NOTIFY])
HOUSES = st.builds(
    house,
    RUNGS,
    RUNGS,
    when=st.sampled_from(
        (
            "{deal.kind: [offering, trade]}",
            "{party.ofac_us_person: no}",
            "{party.on.us_ofac_sdn: yes}",
            "{not: {party.on.us_ns_cmic: yes}}",
            "{is_unknown: party.reg_s_us_person}",
            "{offering.us_purchasers_barred: no}",
        )
    ),
    about=st.sampled_from(("deal", "party", "party_and_security", "security")),
    binds=st.sampled_from(("everyone", "ofac_us_persons", "uk_persons")),
    limb=st.sampled_from([limb.value for limb in Limb]),
    more=st.sampled_from(
        (
            "",
            "stage: structure",
            "list: us_ns_cmic",
            "list: us_ofac_sdn\nnot_screened: apart",
            "list: us_dod_1260h",
            "judged_when: {deal.points_to_russia: yes}",
        )
    ),
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HOUSES, st.sampled_from((TRADE, OPEN, OFFER)), st.sampled_from(("", "us_dod_1260h:x")))
def test_no_house_rule_loosens_an_answer(
    judge: Judge, rule: tuple[str, bytes], text: str, entry: str
) -> None:
    """Whatever the house says, no rung falls, no question closes, no flag and no term is lost."""
    hits = {"issuer": (hit(entry=entry, list="us_dod_1260h"),)} if entry else LISTED
    law, found = (
        judge(text, "2023-07-06", hits=hits, screened=screened(), book=one)
        for one in (BOOK, book(rule))
    )
    pairs: list[tuple[Any, Any]] = [(law.offering, found.offering)]
    pairs += zip(law.parties, found.parties, strict=True)
    for one, other in pairs:
        for ends in ("result", "could_be"):
            was, now = getattr(one, ends), getattr(other, ends)
            assert now.strict >= was.strict
            assert now.policy >= was.policy
        assert {*one.review} <= {*other.review}
    assert {*law.offering.structure} <= {*found.offering.structure}
    assert {one.text for one in law.questions} <= {one.text for one in found.questions}
    assert {one.id for one in law.terms} <= {one.id for one in found.terms}
    for limb, rungs in law.offering.limbs.items():
        assert found.offering.limbs[limb].policy >= rungs.policy


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (house(regime="us_ns_cmic"), "the regime id 'us_ns_cmic' is taken"),
        (house(rule="CMIC-01"), "the rule id 'CMIC-01' is taken"),
        (
            house(
                more="definitions: [{fact: party.ofac_us_person, meaning: m, clauses: [{id: a, "
                "when: {deal.kind: trade}, strict: no, policy: no, because: b, cites: [policy]}]}]"
            ),
            "the fact 'party.ofac_us_person' is the program's",
        ),
        (
            house(more="terms: [{id: T2, text: a term, needed_when: {deal.kind: trade}}]"),
            "a house regime has no terms",
        ),
    ],
    ids=["regime", "rule", "fact", "term"],
)
def test_a_name_of_the_law_is_not_taken_over(file: tuple[str, bytes], says: str) -> None:
    """A house file that would take the place of a part of the law is refused, with its line."""
    with pytest.raises(RuleError, match=says) as raised:
        book(file)
    assert raised.value.problems[0].line is not None


def test_two_house_files_do_not_name_one_rule_twice() -> None:
    """Clashes between house files are told too, all at once."""
    with pytest.raises(RuleError) as raised:
        book(house(), house(regime="other"))
    assert len(raised.value.problems) == 2


def test_the_example_passes_the_check_of_rule_files() -> None:
    """The house rules of the examples are checked as the law's are."""
    report = check_rules(read_files(RULES))
    assert (report.regimes, report.problems) == (1, ())


def run(*arguments: str) -> tuple[int, str]:
    """Run the program; return exit code and standard output."""
    result = CliRunner().invoke(cli, [*arguments])
    return result.exit_code, result.stdout


PLACING = str(ROOT / "examples" / "deals" / "sensetime-placing.yaml")
ASKED = (PLACING, "--as-of", "2026-02-02", "--rules", str(RULES))


@pytest.mark.usefixtures("home")
def test_every_output_marks_house_policy(tmp_path: Path) -> None:
    """Text, JSON, memo and workbook say what is the house's, and what the law alone says."""
    _, shown = run("assess", *ASKED)
    text = " ".join(shown.split())
    assert "house policy Example house policy on offerings" in text
    assert "the law alone, strict: CLEAR" in text
    assert "HOUSE-01 (house policy)" in text or "(house policy)" in text
    document = json.loads(run("assess", *ASKED, "--json")[1])
    assert document["offering"]["strict"] == "MUST_EXCLUDE_US_PERSONS"
    assert document["house"]["law_alone"]["strict"] == "CLEAR"
    assert {one["rule"] for one in document["findings"] if one["house"]} == {
        "HOUSE-01",
        "HOUSE-02",
    }
    memo = tmp_path / "memo.md"
    run("memo", *ASKED, "-o", str(memo))
    written = memo.read_text("utf-8")
    assert "| House policy |" in written
    assert "HOUSE-01 (house policy)" in written
    book_ = tmp_path / "who.xlsx"
    investors = str(ROOT / "examples" / "placing-investors.csv")
    run("assess", *ASKED, "--investors", investors, "-o", str(book_))
    about = {row.cells[0]: row.cells[1] for row in read_table(book_, sheet="about").rows}
    assert about["house policy"].startswith("Example house policy")
    assert about["the law alone"].startswith("strict CLEAR")
    rules = {row.cells[4] for row in read_table(book_, sheet="reasons").rows}
    assert any("HOUSE-02 (house policy)" in one for one in rules)


def test_nothing_of_the_law_alone_is_lost_whatever_the_rules_together_say(judge: Judge) -> None:
    """Were all rules together milder, the law's rungs, flags, questions and terms would stand."""
    lists = tuple(list_state(name) for name in LISTS)
    law = judge(TRADE, "2022-03-01", hits=LISTED, screened=lists)
    milder = judge(TRADE, "2022-03-01", screened=lists)
    strange = [question.text for question in law.questions]
    milder = replace(milder, questions=(), terms=())
    found = with_house_rules(law, milder, with_house(BOOK, [house()]))
    assert law.offering.result.policy > milder.offering.result.policy
    assert found.offering.result == law.offering.result
    assert found.offering.could_be == law.offering.could_be
    assert {*law.offering.review} <= {*found.offering.review}
    for one, other in zip(found.parties, law.parties, strict=True):
        assert (one.result, one.could_be) == (other.result, other.could_be)
        assert {*other.review} <= {*one.review}
    assert [question.text for question in found.questions] == strange
    assert found.terms == law.terms
    (clash,) = [flag for flag in found.offering.review if flag.id == CLASH]
    assert (clash.source, clash.settle) == (
        "house policy",
        "Correct the house rule: it can add to the law and take nothing from it.",
    )
    assert clash.reason == ("With the house rules the deal would be CLEAR: PROHIBITED stands.")


@pytest.mark.usefixtures("home")
def test_the_commands_on_rules_take_house_rules() -> None:
    """`rules list`, `show` and `diff` mark them as house policy."""
    listed = run("rules", "list", "--rules", str(RULES))[1]
    assert "No US persons in an offering of an issuer of mainland China (house policy)" in listed
    shown = run("rules", "show", "house_china", "--rules", str(RULES))[1]
    assert "house policy: it adds to the law" in shown
    diff = run("rules", "diff", "2021-01-03", "2021-01-04", "--rules", str(RULES), "--json")[1]
    assert [one["rule"] for one in json.loads(diff)["differences"] if one["house"]] == [
        "HOUSE-01",
        "HOUSE-02",
    ]


@pytest.mark.usefixtures("home")
def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    """An empty folder is told, and not taken for a firm without policy."""
    result = CliRunner().invoke(cli, ["assess", *ASKED[:3], "--rules", str(tmp_path)])
    assert isinstance(result.exception, RuleError)
