"""What holds of every investor file, whatever is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import permutations
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.assessment import assess
from sanccheck.deal import parse_deal
from sanccheck.deal.screened import DealScreening
from sanccheck.investors import Answer, Counts, Effect, Investor, Verdict
from sanccheck.investors.documents import of_rungs
from sanccheck.investors.fact_maker import FactMaker, made
from sanccheck.investors.investor import Node, Register
from sanccheck.investors.judge import Judge
from sanccheck.investors.verdict import READINGS, STRUCTURES, Outcome
from sanccheck.model import Decision, Hit, Query, Screened
from sanccheck.rulebook.outcomes import Limb, Rung

from .conftest import BOOK, LISTED, LISTS, PLAIN, Situation, hit, judge_of, read

PLACES = ("US", "HK", "CN", "KY", "GB", "DE", "CA", "CH", "RU", "BY", "IN", "SG", "PR", "IR", "")
ENTRIES = ("us_ns_cmic:90001", "us_ofac_sdn:1", "us_ssi:2")
YES_NO = ("yes", "no", "")
Row = Mapping[str, str]

ENTITIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ("company", "fund", "trust", "bank branch", "branch", "nominee", "adviser", "")
        ),
        "organised_in": st.sampled_from(PLACES),
        "residence": st.sampled_from(("", "US", "HK")),
        "ofac_us_person": st.sampled_from(YES_NO),
        "reg_s_us_person": st.sampled_from(YES_NO),
        "acts_for": st.sampled_from(("own account", "", "Example Other", "Example 0")),
        "owners": st.sampled_from(("", "Example Other [US] 60%", "Example 0 100%", "X [HK] 30%")),
    }
)
PEOPLE = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("person", "staff")),
        "citizenships": st.sampled_from(("US", "HK", "GB", "US; HK", "")),
        "residence": st.sampled_from(PLACES),
        "ofac_us_person": st.sampled_from(YES_NO),
        "reg_s_us_person": st.sampled_from(YES_NO),
        "acts_for": st.sampled_from(("own account", "", "Example Other", "Example 0")),
    }
)
INVESTORS = st.one_of(ENTITIES, PEOPLE)
HITS = st.sampled_from(
    [(), *((hit(entry, decision),) for entry in ENTRIES for decision in Decision)]
)
DEALS = st.sampled_from((LISTED, PLAIN, PLAIN.replace("rule_144a: no", "rule_144a: unknown")))


@cache
def shared(deal: str) -> Judge:
    """Return one judge for all the drawn investors under a deal."""
    return judge_of(Situation(deal=deal, hits={}))


def answers(judge: Judge, rows: Sequence[Row], hits: Mapping[str, tuple[Hit, ...]]) -> list[Answer]:
    """Judge the rows that are none of them bad."""
    investors = [row for row in read(*rows) if isinstance(row, Investor)]
    register = Register(investors)

    def hits_of(node: Node) -> tuple[Hit, ...]:
        return hits.get(node.name, ())

    return [judge.answer(one, register, hits_of) for one in investors]


def named(rows: Sequence[Mapping[str, str]]) -> list[Row]:
    """Give each row a name by its number."""
    return [{"name": f"Example {number}", **row} for number, row in enumerate(rows)]


def outcomes(answer: Answer) -> dict[tuple[str, str], Outcome]:
    """Return an answer's outcomes by structure and reading."""
    return {
        (structure, reading): getattr(getattr(answer, structure), reading)
        for structure in STRUCTURES
        for reading in READINGS
    }


@settings(deadline=None, max_examples=60)
@given(DEALS, INVESTORS, HITS, st.data())
def test_what_is_left_out_never_makes_an_investor_eligible(
    deal: str, row: Row, hits: tuple[Hit, ...], data: st.DataObject
) -> None:
    """Whoever is eligible with a fact left out is eligible with it."""
    left_out = data.draw(st.sampled_from(sorted(row.keys() - {"name"})))
    less = {**row, left_out: ""}
    by_name = {"Example 0": hits}
    whole = answers(shared(deal), named([row]), by_name)
    part = answers(shared(deal), named([less]), by_name)
    if not whole or not part:
        return  # contradictory with the fact
    for key, found in outcomes(part[0]).items():
        if found.settled is Verdict.ELIGIBLE:
            assert outcomes(whole[0])[key].settled is Verdict.ELIGIBLE


@settings(deadline=None, max_examples=40)
@given(DEALS, st.lists(INVESTORS, min_size=2, max_size=3), HITS)
def test_an_answer_does_not_depend_on_the_order_of_the_rows(
    deal: str, rows: list[Row], hits: tuple[Hit, ...]
) -> None:
    """Rows may come in any order, and each is judged as it would be by a judge of its own."""
    by_name = {"Example 1": hits}
    found = {one.name: outcomes(one) for one in answers(shared(deal), named(rows), by_name)}
    for order in permutations(named(rows)):
        again = answers(shared(deal), order, by_name)
        assert {one.name: outcomes(one) for one in again} == found


@settings(deadline=None, max_examples=40)
@given(DEALS, st.lists(INVESTORS, min_size=1, max_size=3), HITS)
def test_what_equal_investors_share_is_no_shortcut(
    deal: str, rows: list[Row], hits: tuple[Hit, ...]
) -> None:
    """A judge that makes every fact anew, for the country as it is, gives the same answers."""

    def anew(_: object, *arguments: object) -> object:
        _, *rest = arguments
        return made(*rest)  # type: ignore[arg-type]

    by_name = {"Example 0": hits}
    found = answers(shared(deal), named(rows), by_name)
    with (
        patch("sanccheck.investors.parties.stand_in", lambda country: country),
        patch.object(FactMaker, "of", anew),
    ):
        slow = answers(judge_of(Situation(deal=deal, hits={})), named(rows), by_name)
    assert [outcomes(one) for one in slow] == [outcomes(one) for one in found]


@settings(deadline=None, max_examples=60)
@given(DEALS, ENTITIES, HITS)
def test_the_rules_that_bar_are_those_of_the_assessment(
    deal: str, row: dict[str, str], hits: tuple[Hit, ...]
) -> None:
    """A buyer is barred by the rules that bar it where the deal file names it as one."""
    row |= {"acts_for": "own account", "owners": "", "type": "company", "residence": ""}
    found = answers(shared(deal), named([row]), {"Example 0": hits})
    if not found:
        return
    keys = {key: row[key] for key in ("organised_in", "ofac_us_person", "reg_s_us_person")}
    facts = ", ".join(f"{key}: {value}" for key, value in keys.items() if value)
    party = (
        "  - {id: investor, name: Example 0, role: buyer, type: company, acts_for: [investor], "
        f"solely_to_divest: no{', ' if facts else ''}{facts}}}\n"
    )
    loaded = parse_deal((deal + party).encode(), "deal.yaml")
    base = shared(deal)._law._screening  # noqa: SLF001 - the same lists
    screening = DealScreening(
        as_of=base.as_of,
        lists=base.lists,
        not_screened=(),
        results={
            **base.results,
            "investor": Screened(query=Query(name="Example 0"), normalised="", hits=hits),
        },
        related=base.related,
        unknown_relations=(),
    )
    assessment = assess(loaded, screening, BOOK, "sanccheck test")
    for reading in READINGS:
        barring = {
            finding.rule
            for finding in assessment.findings
            if finding.party == "investor"
            and finding.limb is Limb.SECURITIES
            and of_rungs(finding.result, reading) > Rung.NOTIFY
        }
        told = {
            rule
            for reason in outcomes(found[0])["stands", reading].of(Effect.EXCLUDES)
            for rule in reason.rule.split(", ")
        }
        assert told - {"REGS-BUYER", "REGS-03"} == barring


@settings(deadline=None, max_examples=30)
@given(st.lists(INVESTORS, min_size=1, max_size=5))
def test_the_counts_are_those_of_the_rows(rows: list[Row]) -> None:
    """Each row is counted once under each structure and reading, a bad one as such."""
    every = read(*named([*rows, {"organised_in": "Atlantis"}]))
    good = answers(shared(LISTED), named(rows), {})
    counts = Counts()
    for answer in good:
        counts.add(answer)
    for one in every:
        if not isinstance(one, Investor):
            counts.add(Answer(row=one.row, name=one.name, problems=one.problems))
    assert counts.rows == len(rows) + 1
    assert counts.bad >= 1
    for key, found in counts.by.items():
        assert sum(found.values()) + counts.bad == counts.rows
        assert found == Counter(outcomes(one)[key].verdict for one in good)
    assert sum(counts.settled.values()) + counts.bad == counts.rows


def test_the_lists_are_those_of_the_tests() -> None:
    """The drawn hits are on lists that the deal's screening has."""
    assert {one.partition(":")[0] for one in ENTRIES} <= {*LISTS}
