"""What the memo holds: every part that a lawyer looks for, from the assessment and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sanccheck.assessment import assess
from sanccheck.commands import cli
from sanccheck.commands.assess import judge_deal
from sanccheck.deal import parse_deal
from sanccheck.deal.screened import DealScreening
from sanccheck.memo import Memo, build_memo
from sanccheck.memo.document import Figure, Heading, Section, Table
from sanccheck.rulebook.load import shipped_rulebook
from sanccheck.rulebook.outcomes import Rung

DEALS = Path(__file__).parent.parent.parent / "examples" / "deals"

TITLES = [
    "Answer",
    "What to do",
    "Open questions",
    "The deal",
    "Parties",
    "Structure and required terms",
    "Hits and dispositions",
    "Timeline",
    "Rules applied",
    "What these regimes are not, and what is not judged",
    "What is uncertain, and what would settle it",
    "All open questions",
    "Lists",
    "Sign-off",
    "Appendix: no-hits, inputs, program",
]


def memo_of(deal: str, day: str) -> Memo:
    """Return the memo of an example."""
    return build_memo(judge_deal(DEALS / f"{deal}.yaml", date.fromisoformat(day), None).assessment)


def section(memo: Memo, title: str) -> Section:
    """Return the section with a title."""
    (found,) = [item for item in memo.sections if item.title == title]
    return found


def text_of(part: Section) -> str:
    """Return all that a section says, for a test to search."""
    return repr(part)


@pytest.fixture
def placing(home: Path) -> Memo:
    """Give the memo of the placing, on the lists that come with the program."""
    del home
    return memo_of("sensetime-placing", "2026-02-02")


def test_the_sections_stand_in_the_order_of_reading(placing: Memo) -> None:
    """Outcome, what to do and open questions are first; the appendix with its hashes is last."""
    assert [item.title for item in placing.sections] == TITLES


def test_the_first_page_ends_before_the_deal(placing: Memo) -> None:
    """Only the deal and the appendix begin a page, so that the outcome has one of its own."""
    begins = [item.title for item in placing.sections if item.new_page]
    assert begins == ["The deal", "Appendix: no-hits, inputs, program"]


def test_all_fifteen_terms_are_met_missing_or_unknown(placing: Memo) -> None:
    """The checklist has T1 to T15 in order, whether or not the facts ask for them."""
    (table,) = [
        block
        for block in section(placing, "Structure and required terms").blocks
        if isinstance(block, Table)
    ]
    assert [row[0].plain() for row in table.rows] == [f"T{number}" for number in range(1, 16)]
    assert {row[2].plain() for row in table.rows} <= {"met", "missing", "unknown"}
    states = {row[0].plain(): row[2].plain() for row in table.rows}
    needed = {row[0].plain(): row[3].plain() for row in table.rows}
    assert states["T2"] == "met"
    assert states["T5"] == "unknown"
    assert needed["T4"] == "not on these facts"
    assert needed["T5"] == "yes"


def test_a_hit_is_compared_field_by_field(placing: Memo) -> None:
    """The party's word stands beside the entry's, with what the comparison says."""
    blocks = section(placing, "Hits and dispositions").blocks
    at = blocks.index(Heading("SENSETIME GROUP LIMITED (us_ns_cmic:33114)", level=3))
    table = blocks[at + 2]
    assert isinstance(table, Table)
    assert table.header == ("Field", "The party", "The entry", "Says", "Detail")
    rows = {row[0].plain(): [cell.plain() for cell in row[1:4]] for row in table.rows}
    assert rows["name"] == ["SenseTime Group Inc.", "SENSETIME GROUP LIMITED", "agrees"]
    assert rows["country"] == ["HK", "HK; CN", "agrees"]
    assert rows["legal form"][2] == "conflicts"


def test_the_timeline_has_the_days_of_the_listing_and_of_the_deal(placing: Memo) -> None:
    """Listing, effective day and the last day to divest stand beside the day asked."""
    (figure,) = section(placing, "Timeline").blocks
    assert isinstance(figure, Figure)
    told = {(row[0].plain(), row[2].plain()) for row in figure.told.rows}
    assert ("10 Dec 2021", "listed") in told
    assert ("8 Feb 2022", "effective") in told
    assert ("9 Dec 2022", "last day to divest") in told
    assert ("2 Feb 2026", "day asked") in told


def test_what_to_do_is_no_surer_than_the_assessment(placing: Memo) -> None:
    """Where only policy bars, the memo says so at once, and that questions are open."""
    said = text_of(section(placing, "What to do"))
    assert "Let no OFAC US person buy" in said
    assert "On the text alone no bar is established" in said
    assert "could still bring PROHIBITED" in said


@pytest.mark.usefixtures("home")
def test_an_answer_of_clear_is_called_no_clearance() -> None:
    """A sale that no rule bars is still told to settle its questions first."""
    said = text_of(section(memo_of("us-holder-divests", "2022-12-09"), "What to do"))
    assert "that is no clearance" in said
    assert "Settle the open questions first" in said


def test_the_law_that_is_unsettled_stands_apart_from_missing_facts(placing: Memo) -> None:
    """A contested reading and a list not screened are different doubts with different cures."""
    blocks = section(placing, "What is uncertain, and what would settle it").blocks
    parts = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
    law, facts = blocks[parts[0] : parts[1]], blocks[parts[1] :]
    assert "identity" in repr(law)
    assert "On the policy side only" in repr(law)
    assert "lists_not_screened" not in repr(law)
    assert "lists_not_screened" in repr(facts)


def test_the_rules_have_citations_and_versions(placing: Memo) -> None:
    """A rule that applies names its sources and the first day of its version."""
    said = text_of(section(placing, "Rules applied"))
    assert "31 CFR 586.201, prohibited transactions" in said
    assert "Rule version of 2021-06-03" in said
    assert "US person under the OFAC test" in said or "a US person, or one who trades" in said


def test_the_appendix_has_the_no_hits_the_hashes_and_the_program(placing: Memo) -> None:
    """Who had no hit, every input with its sha256, and the version stand at the end."""
    said = text_of(section(placing, "Appendix: no-hits, inputs, program"))
    assert "The Hongkong and Shanghai Banking Corporation Limited" in said
    assert "rules/us_ns_cmic.yaml" in said
    assert "Made by sanccheck" in said
    assert "CMIC-09" in said


def test_holdings_are_drawn_with_their_shares(home: Path) -> None:
    """The chart has each holder, each share, and who is reached; later holdings are left out."""
    del home
    memo = memo_of("owned-buyer", "2024-05-07")
    (figure,) = [b for b in section(memo, "Ownership").blocks if isinstance(b, Figure)]
    said = repr(figure.drawing)
    for text in ("60%", "50%", "33%", "40 and 42%", "Example Middle Limited"):
        assert text in said
    earlier = memo_of("owned-buyer", "2023-06-01")
    assert "60%" not in repr(section(earlier, "Ownership"))


@pytest.mark.usefixtures("home")
def test_the_memo_before_the_listing_draws_no_days_of_it() -> None:
    """No hindsight: the picture of 2021-11-22 does not know the listing of December."""
    memo = memo_of("sensetime-ipo", "2021-11-22")
    assert "10 Dec 2021" not in repr([item for item in memo.sections if item.title == "Timeline"])


def row_of_owners(count: int) -> Memo:
    """Return the memo of companies of which each holds 60 percent of the next."""
    parties = "\n".join(
        f"  - {{id: p{at}, name: Company {at} Limited, role: owner}}" for at in range(count)
    )
    holdings = "\n".join(
        f"  - {{owner: p{at}, of: p{at - 1}, percent: 60}}" for at in range(1, count)
    )
    text = (
        "deal: {kind: offering}\nsecurity: {kind: equity}\nparties:\n"
        f"{parties}\nholdings:\n{holdings}\n"
    )
    loaded = parse_deal(text.encode(), "deal.yaml")
    screening = DealScreening(
        as_of=date(2026, 2, 2), lists=(), not_screened=(), results={}, related={}
    )
    return build_memo(assess(loaded, screening, shipped_rulebook(examples=False), "test"))


@pytest.mark.parametrize("count", [2, 6, 10])
def test_a_chart_is_no_higher_than_a_page(count: int) -> None:
    """Rows stand closer where there are many."""
    blocks = section(row_of_owners(count), "Ownership").blocks
    (figure,) = [block for block in blocks if isinstance(block, Figure)]
    assert figure.drawing.height <= 650


@pytest.mark.parametrize("count", [13, 30])
def test_holdings_that_no_page_holds_are_a_table(count: int) -> None:
    """A row too long to be drawn is told in full, with why there is no picture."""
    blocks = section(row_of_owners(count), "Ownership").blocks
    assert not [block for block in blocks if isinstance(block, Figure)]
    assert "more holdings than a picture shows legibly" in repr(blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(tables[0].rows) == count - 1


def test_a_circle_of_holdings_is_drawn() -> None:
    """Companies that own each other are placed all the same."""
    text = (
        "deal: {kind: offering}\nsecurity: {kind: equity}\nparties:\n"
        "  - {id: a, name: A Limited, role: issuer}\n  - {id: b, name: B Limited, role: owner}\n"
        "holdings:\n  - {owner: a, of: b, percent: 60}\n  - {owner: b, of: a, percent: 20}\n"
    )
    loaded = parse_deal(text.encode(), "deal.yaml")
    screening = DealScreening(
        as_of=date(2026, 2, 2), lists=(), not_screened=(), results={}, related={}
    )
    memo = build_memo(assess(loaded, screening, shipped_rulebook(examples=False), "test"))
    (figure,) = [b for b in section(memo, "Ownership").blocks if isinstance(b, Figure)]
    said = repr(figure.drawing)
    assert "60%" in said
    assert "20%" in said
    assert "dashed=True" in said


def test_a_party_that_matches_an_entry_is_said_to_beside_its_rung(home: Path) -> None:
    """An owner who is blocked and deals in nothing has no rung; the match stands beside it."""
    del home
    part = str(DEALS.parent.parent / "lists" / "us_ofac_sdn" / "made_up.xml")
    CliRunner().invoke(cli, ["lists", "import", "us_ofac_sdn", part, "--partial"])
    (table,) = section(memo_of("owned-buyer", "2024-05-07"), "Parties").blocks
    assert isinstance(table, Table)
    said = {row[0].plain(): row[3].plain() for row in table.rows}
    assert said["Example-Given Example-Family (owner)"].endswith("match: us_ofac_sdn")


@pytest.mark.usefixtures("home")
def test_with_house_policy_the_text_alone_is_that_of_the_law() -> None:
    """House policy that raises strict too does not hide that the law's text bars nothing."""
    rules = DEALS.parent / "house-rules"
    judged = judge_deal(DEALS / "sensetime-placing.yaml", date(2026, 2, 2), rules)
    assert judged.assessment.offering.result.strict is Rung.MUST_EXCLUDE_US_PERSONS
    said = text_of(section(build_memo(judged.assessment), "What to do"))
    assert "On the text of the law, house policy apart, no bar is established" in said
    assert "the difference is house policy, or law that is unsettled" in said
