"""docs/who_may_buy.md ends with the answers on the example list, as they come out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sanccheck.commands import cli
from sanccheck.commands.investor_rows import FIELDS
from sanccheck.investors import Kind

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "who_may_buy.md"
DEAL = str(ROOT / "examples" / "deals" / "sensetime-placing.yaml")
EXAMPLE = ROOT / "examples" / "placing-investors.csv"
HEADING = "## An example\n"


def investors() -> dict[str, Any]:
    """Judge the example list under the placing, on the day on which its lists are."""
    arguments = ["assess", DEAL, "--as-of", "2026-02-02", "--investors", str(EXAMPLE), "--json"]
    found: dict[str, Any] = json.loads(CliRunner().invoke(cli, arguments).stdout)
    answers: dict[str, Any] = found["investors"]
    return answers


def decides(row: dict[str, Any]) -> str:
    """Say in a few words what decides a row: the rules, what is missing or to be represented."""
    if "error" in row:
        return "; ".join(row["error"])
    found = row["should"]["policy"]
    key = {
        "excluded": "excluded_by",
        "cannot decide": "missing",
        "needs representation": "representations",
        "eligible": "notes",
    }[found["deal_settled"]]
    reasons = [one for one in found[key] if one["about"] != "deal"]
    told = (
        " ".join([one["about"], *([f"({one['rule']})"] if one["rule"] else [])]) for one in reasons
    )
    return "; ".join(dict.fromkeys(told))


def example() -> Iterator[str]:
    """Yield the lines of the example."""
    found = investors()
    yield ""
    yield "`examples/placing-investors.csv` under `examples/deals/sensetime-placing.yaml`, as of 2"
    yield "February 2026, with OFAC's two files loaded, made up but for three companies on the"
    yield "NS-CMIC list. Names but those of listed companies and of participants reported in the"
    yield "press are examples, and so are all facts about them. The verdicts are those under the"
    yield "structure that the deal should have, on the policy reading, its own question (who owns"
    yield "the issuer) settled."
    yield ""
    yield "| verdict | rows |"
    yield "| --- | --- |"
    summary = found["summary"]
    for verdict, count in summary["deal_settled"].items():
        yield f"| {verdict} | {count} |"
    yield f"| row not judged | {summary['bad_rows']} |"
    yield ""
    yield "| row | investor | verdict | decided by |"
    yield "| --- | --- | --- | --- |"
    for row in found["rows"]:
        verdict = "row not judged" if "error" in row else row["should"]["policy"]["deal_settled"]
        yield f"| {row['row']} | {row['name']} | {verdict} | {decides(row)} |"


@pytest.mark.usefixtures("loaded")
def test_the_page_shows_what_comes_out(pytestconfig: pytest.Config) -> None:
    """The example is what the program makes of it; `--update-golden` writes it anew."""
    head = PAGE.read_text("utf-8").partition(HEADING)[0]
    text = head + HEADING + "\n".join(example()) + "\n"
    if pytestconfig.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text("utf-8") == text


def test_the_page_names_every_column_and_type() -> None:
    """What a file may hold stands on the page, no more and no less."""
    text = PAGE.read_text("utf-8")
    table = text.partition("| column | holds |")[2].partition("\n\n")[0]
    named = [
        part.strip() for line in table.splitlines()[2:] for part in line.split("|")[1].split(",")
    ]
    assert named == list(FIELDS)
    types = next(line for line in table.splitlines() if line.startswith("| type |"))
    assert all(kind.value in types for kind in Kind)
