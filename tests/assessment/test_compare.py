"""What differs between two days of a deal, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sanccheck.assessment.compare import Comparison, RuleChange, compare
from sanccheck.commands import cli
from sanccheck.errors import UsageError

from .conftest import ENTRY, Judge, list_state
from .test_brief_rows import LISTED, SALE
from .test_decision_rows import LISTS
from .test_law import BUYER, ISSUER, SELLER, US_SELLER, deal

DEALS = Path(__file__).parent.parent.parent / "examples" / "deals"
PLACING = deal("kind: offering, action: purchase", ISSUER, SELLER)


def compared(
    judge: Judge, text: str, before: str, after: str, *, listed: bool = True
) -> Comparison:
    """Compare a deal of a listed issuer on two days, with every list there."""
    lists = tuple(list_state(name) for name in LISTS)
    one, other = (
        judge(text, day, hits=LISTED if listed or day == after else None, screened=lists)
        for day in (before, after)
    )
    return compare(one, other)


def rule(found: Comparison, rule_id: str) -> RuleChange:
    """Return the first change of a rule."""
    return next(one for one in found.rules if one.rule == rule_id)


@pytest.mark.usefixtures("home")
def test_what_an_open_rule_could_still_bring_is_a_difference() -> None:
    """The Affiliates Rule was suspended in between: what is open brings less, and that is told."""
    asked = ["assess", str(DEALS / "sensetime-placing.yaml"), "--as-of", "2025-10-01"]
    found = CliRunner().invoke(cli, [*asked, "--compare", "2025-12-01", "--json"])
    (change,) = [one for one in json.loads(found.stdout)["rules"] if one["rule"] == "EL-03"]
    assert change["before"]["could_be"]["policy"] == "RESTRICTED_LICENCE"
    assert change["after"]["could_be"]["policy"] == "CLEAR"
    assert any("2025-11-10" in why for why in change["why"])


def test_the_end_of_the_window_is_told_as_the_reason(judge: Judge) -> None:
    """A sale to divest is barred after the window because of where the day stands in it."""
    text = deal(SALE, ISSUER, US_SELLER, BUYER)
    found = compared(judge, text, "2022-12-01", "2022-12-20")
    assert {one.what for one in found.answer} >= {"strict", "policy"}
    change = rule(found, "CMIC-03")
    assert (change.applies_before, change.applies_after) == (False, True)
    assert any(
        "in the divestment window, then after the divestment window" in one for one in change.why
    )
    assert change.cites
    assert found.rules[0].before != found.rules[0].after


def test_a_listing_in_between_is_told_with_its_entry(judge: Judge) -> None:
    """What was not on its list on the first day is named as such, with the days of the entry."""
    found = compared(judge, PLACING, "2021-12-01", "2022-03-01", listed=False)
    assert any(ENTRY in one and "listed 2021-12-10" in one for one in found.hits)
    assert f"{ENTRY} is not on its list on 2021-12-01" in rule(found, "CMIC-01").why


def test_the_same_day_differs_in_nothing(judge: Judge) -> None:
    """A day compared with itself gives an empty comparison."""
    found = compared(judge, PLACING, "2022-03-01", "2022-03-01")
    assert found == Comparison(
        answer=(), parties=(), rules=(), hits=(), lists=(), asked=(), no_longer_asked=()
    )


@pytest.mark.usefixtures("home")
def test_assess_compares_two_days() -> None:
    """`assess --compare` prints what differs, as text and as one document, and exits as assess."""
    runner = CliRunner()
    path = str(DEALS / "us-holder-divests.yaml")
    days = ["--as-of", "2022-12-01", "--compare", "2022-12-20"]
    shown = runner.invoke(cli, ["assess", path, *days])
    assert "PROHIBITED" in shown.stdout
    assert "because where the day of the trade stands" in " ".join(shown.stdout.split())
    document = json.loads(runner.invoke(cli, ["assess", path, *days, "--json"]).stdout)
    assert (document["as_of"], document["compare"]) == ("2022-12-01", "2022-12-20")
    assert "CMIC-03" in {one["rule"] for one in document["rules"]}
    alone = runner.invoke(cli, ["assess", path, "--as-of", "2022-12-01"])
    assert shown.exit_code == alone.exit_code
    same = runner.invoke(cli, ["assess", path, "--as-of", "2022-12-01", "--compare", "2022-12-01"])
    assert "Nothing is different." in same.stdout


def test_compare_and_investors_are_refused_together() -> None:
    """Who may buy is asked of one day."""
    path = str(DEALS / "us-holder-divests.yaml")
    run = CliRunner().invoke(cli, ["assess", path, "--compare", "2022-12-01", "--investors", path])
    assert isinstance(run.exception, UsageError)


def test_rules_diff_prints_days_and_documents() -> None:
    """`rules diff` tells each day's changes; days in the wrong order are a usage error."""
    runner = CliRunner()
    shown = runner.invoke(cli, ["rules", "diff", "2021-11-01", "2022-03-01"])
    assert shown.exit_code == 0
    assert "1 Mar 2022" in shown.stdout
    text = runner.invoke(cli, ["rules", "diff", "2021-11-01", "2022-03-01", "--json"]).stdout
    document = json.loads(text)
    assert {one["what"] for one in document["differences"]} == {"began", "changed"}
    quiet = runner.invoke(cli, ["rules", "diff", "2022-03-01", "2022-03-01"])
    assert "Nothing changed" in quiet.stdout
    turned = runner.invoke(cli, ["rules", "diff", "2022-03-01", "2021-11-01"])
    assert isinstance(turned.exception, UsageError)


GOLDEN = Path(__file__).parent.parent / "golden"
# The announcement, the effective day, the end of the window, the Affiliates Rule put on hold; and
# back in time.
DAYS = [
    ("sensetime-ipo", "2021-12-09", "2021-12-10"),
    ("sensetime-placing", "2022-02-07", "2022-02-08"),
    ("us-holder-divests", "2022-12-09", "2022-12-10"),
    ("owned-buyer", "2024-05-07", "2014-08-12"),
    ("sensetime-placing", "2025-10-01", "2025-12-01"),
]


@pytest.mark.parametrize("of", DAYS, ids="-".join)
@pytest.mark.usefixtures("home")
def test_what_is_told_is_the_golden_text(
    of: tuple[str, str, str], pytestconfig: pytest.Config
) -> None:
    """A change of what is told shows as a diff, to be read before it is accepted."""
    deal_id, before, after = of
    asked = ["assess", str(DEALS / f"{deal_id}.yaml"), "--as-of", before, "--compare", after]
    told = CliRunner().invoke(cli, asked, env={"COLUMNS": "100"}).stdout
    path = GOLDEN / f"compare-{deal_id}-{before}-{after}.txt"
    if pytestconfig.getoption("--update-golden"):
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")
