"""The deals of the articles, judged on each of their days by the program as shipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sanccheck.commands import cli

DEALS = Path(__file__).parent.parent / "examples" / "deals"

EXCLUDE = "MUST_EXCLUDE_US_PERSONS"
IPO, PLACING = "sensetime-ipo", "sensetime-placing"
SELLDOWN, DIVESTS, INDEX = "alibaba-selldown", "us-holder-divests", "us-index-fund"

DAYS = [
    (IPO, "2021-11-22", "CLEAR", "CLEAR", {"designation_risk"}),
    (IPO, "2021-12-13", "CLEAR", EXCLUDE, {"identity", "announced", "prc_counsel"}),
    (IPO, "2021-12-20", "CLEAR", EXCLUDE, {"announced", "not_yet_trading", "prc_counsel"}),
    (SELLDOWN, "2023-07-06", "CLEAR", EXCLUDE, {"identity", "prc_counsel"}),
    (PLACING, "2026-02-02", "CLEAR", EXCLUDE, {"identity", "sanctions_exclusion", "prc_counsel"}),
    (PLACING, "2026-05-04", "CLEAR", EXCLUDE, {"identity", "prc_counsel", "prc_data"}),
    (DIVESTS, "2022-12-01", "CLEAR", "CLEAR", {"identity"}),
    (DIVESTS, "2022-12-09", "CLEAR", "CLEAR", {"identity", "boundary_hour"}),
    (DIVESTS, "2022-12-10", "CLEAR", "PROHIBITED", {"identity"}),
    (DIVESTS, "2022-12-20", "CLEAR", "PROHIBITED", {"identity"}),
    (INDEX, "2023-01-15", "CLEAR", "PROHIBITED", {"identity"}),
]


def assess(deal: str, day: str) -> tuple[int, dict[str, Any], str]:
    """Run `sanccheck assess` on an example; return exit code, document and its text."""
    path = str(DEALS / f"{deal}.yaml")
    result = CliRunner().invoke(cli, ["assess", path, "--as-of", day, "--json"])
    return result.exit_code, json.loads(result.stdout), result.stdout


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("deal", "day", "strict", "policy", "flags"), DAYS, ids=[f"{d[0]} {d[1]}" for d in DAYS]
)
def test_each_deal_on_its_day(
    deal: str, day: str, strict: str, policy: str, flags: set[str]
) -> None:
    """Strict and policy are what the text and a prudent deal team make of the day."""
    code, document, _ = assess(deal, day)
    offering = document["offering"]
    assert (offering["strict"], offering["policy"]) == (strict, policy)
    assert flags <= {flag["id"] for flag in offering["review"]}
    assert ("REG_S_ONLY" in offering["structure"]) == (policy == EXCLUDE)
    # The SDN List is not loaded: no answer is closed, and the exit code says that.
    assert offering["could_be"] == {"strict": "PROHIBITED", "policy": "PROHIBITED"}
    assert "us_ofac_sdn" in {item["list"] for item in document["not_screened"]}
    hits = any(party["hits"] for party in document["parties"])
    assert code == (1 if hits or policy != "CLEAR" else 3)


@pytest.mark.usefixtures("home")
def test_nothing_of_the_later_listing_is_told_before_it() -> None:
    """On 22 November 2021 the answer knows nothing of the listing of 10 December."""
    code, document, text = assess(IPO, "2021-11-22")
    assert code == 3
    document.pop("inputs")
    for later in ("33114", "2021-12-10", "10 Dec 2021", "SENSETIME GROUP LIMITED"):
        assert later not in text


@pytest.mark.usefixtures("home")
def test_the_placing_is_filed_in_china_and_the_sell_down_is_not() -> None:
    """New shares placed abroad are filed with the CSRC within three working days of completion."""
    _, placing, _ = assess(PLACING, "2026-02-02")
    assert placing["offering"]["limbs"]["filing"] == {"strict": "NOTIFY", "policy": "NOTIFY"}
    duties = [item["notify"] for item in placing["findings"] if item["rule"] == "CSRC-02"]
    assert [duty["deadline"] for duty in duties] == [
        "within three working days of the completion of the offering"
    ]
    _, sale, _ = assess(SELLDOWN, "2023-07-06")
    assert "filing" not in sale["offering"]["limbs"]


@pytest.mark.usefixtures("home")
def test_the_issuer_is_never_called_listed() -> None:
    """The issuer is the parent of the listed Hong Kong company, which is told by its number."""
    _, document, text = assess(PLACING, "2026-02-02")
    issuer = next(party for party in document["parties"] if party["id"] == "issuer")
    relations = {hit["list"]: hit["relation"] for hit in issuer["hits"]}
    # The section 1260H list names SenseTime Group, Inc. itself, by name alone.
    assert (relations["us_ns_cmic"], relations["us_dod_1260h"]) == ("parent", None)
    assert "match" not in {hit["decision"] for hit in issuer["hits"]}
    assert "SENSETIME GROUP LIMITED (2162198)" in text
    on_list = [f for f in document["findings"] if f["rule"] == "CMIC-10"]
    assert [finding["applies"] for finding in on_list] == [False]


@pytest.mark.usefixtures("home")
def test_the_same_inputs_give_the_same_bytes() -> None:
    """Two runs of the same assessment print the same document."""
    assert assess(IPO, "2021-12-20")[2] == assess(IPO, "2021-12-20")[2]


@pytest.mark.usefixtures("home")
def test_with_the_lists_loaded_only_the_law_is_open(real_data: Path) -> None:
    """With SDN and consolidated imported, a US holder's divestment has three open questions."""
    runner = CliRunner()
    for source, file in (
        ("us_ofac_sdn", "us_ofac_sdn/SDN_2024-05-07.xml"),
        ("us_ofac_cons", "us_ofac_cons/CONSOLIDATED_2025-03-28.xml"),
    ):
        done = runner.invoke(cli, ["lists", "import", source, str(real_data / file)])
        assert done.exit_code == 0, done.output
    _, document, _ = assess(DIVESTS, "2022-12-01")
    offering = document["offering"]
    assert (offering["strict"], offering["policy"]) == ("CLEAR", "CLEAR")
    assert offering["could_be"] == {"strict": "PROHIBITED", "policy": "PROHIBITED"}
    asked = {question["text"].partition("?")[0] for question in document["questions"]}
    assert {text[:40] for text in asked} == {
        "Do blocked persons own 50 percent or mor",
        "What is the settlement date",
        "Does the listing of SENSETIME GROUP LIMI",
    }
    flags = {flag["id"] for flag in offering["review"]}
    assert flags == {"identity", "ownership", "reconstructed_list"}


def _screened(deal: str, day: str) -> set[str]:
    return {state["list"] for state in assess(deal, day)[1]["lists"]}


@pytest.mark.usefixtures("home")
def test_an_assessment_asks_for_the_lists_that_come_with_the_program() -> None:
    """The section 1260H list is screened unless disabled, a part of a list only where named."""
    assert "us_dod_1260h" in _screened(SELLDOWN, "2023-07-06")
    assert "us_bis_el" not in _screened(SELLDOWN, "2023-07-06")
    assert "us_bis_el" in _screened(PLACING, "2026-02-02")
    assert "us_dod_1260h" not in _screened(IPO, "2021-06-02")
    CliRunner().invoke(cli, ["lists", "disable", "us_dod_1260h"])
    assert "us_dod_1260h" not in _screened(SELLDOWN, "2023-07-06")


@pytest.mark.usefixtures("home")
def test_a_listed_company_of_the_group_is_a_matter_of_exports() -> None:
    """The placing names the group's company on the Entity List: flagged, and no rung moves."""
    _, document, _ = assess(PLACING, "2026-02-02")
    found = {item["rule"]: item for item in document["findings"] if item["applies"]}
    assert found["EL-04"]["limb"] == "export"
    assert found["OB-03"]["strict"] == "CLEAR"
    flags = {flag["id"]: flag["source"] for flag in document["offering"]["review"]}
    assert flags["listed_relation"] == "EL-04"
    assert "related_to_listed" not in flags
