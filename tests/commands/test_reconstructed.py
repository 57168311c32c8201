"""Every answer on a list made from a later publication says what that cannot know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sanccheck.commands import cli
from sanccheck.model.lists import CANNOT_KNOW

ROOT = Path(__file__).parent.parent.parent
DEAL = ROOT / "examples" / "deals" / "sensetime-placing.yaml"
DAY = ("--as-of", "2022-03-01")


@pytest.fixture
def later(home: Path, tmp_path: Path) -> None:
    """Take in a publication of November 2026, which says nothing of the days before for certain."""
    del home
    records = "".join(
        f"<sdnEntry><uid>{uid}</uid><lastName>COMPANY {uid}</lastName><sdnType>Entity</sdnType>"
        "<programList><program>CMIC-EO13959</program></programList></sdnEntry>"
        for uid in range(1, 251)
    )
    head = "<Publish_Date>11/20/2026</Publish_Date><Record_Count>250</Record_Count>"
    text = f"<sdnList><publshInformation>{head}</publshInformation>{records}</sdnList>"
    path = tmp_path / "CONSOLIDATED.XML"
    path.write_text(text, "utf-8")
    run("lists", "import", "us_ofac_cons", path)


def run(*arguments: str | Path) -> str:
    """Run the program and give what it prints, in one line."""
    result = CliRunner().invoke(
        cli, [str(one) for one in arguments], env={"COLUMNS": "100"}, catch_exceptions=False
    )
    return " ".join(result.output.split())


def answer(*arguments: str | Path) -> Any:
    """Run with --json and read the document."""
    arguments = (*arguments, "--json")
    result = CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)
    return json.loads(result.stdout)


@pytest.mark.usefixtures("later")
def test_the_words_are_in_every_answer(tmp_path: Path) -> None:
    """Status, screen, batch, assess and memo say it in words, and JSON carries it."""
    names = tmp_path / "names.csv"
    names.write_text("name\nNobody Of That Name\n", "utf-8")
    memo = tmp_path / "memo.md"
    run("memo", DEAL, *DAY, "-o", memo)
    for said in (
        run("lists", "status", *DAY),
        run("screen", "Nobody Of That Name", *DAY, "--list", "us_ns_cmic"),
        run("batch", names, *DAY, "--list", "us_ns_cmic", "-o", tmp_path / "out.csv"),
        run("assess", DEAL, *DAY),
        " ".join(memo.read_text("utf-8").replace("\\", "").split()),
    ):
        assert CANNOT_KNOW in said
    assert "reconstructed: us_ns_cmic" in (tmp_path / "out.csv").read_text("utf-8")
    screened = answer("screen", "Nobody Of That Name", *DAY, "--list", "us_ns_cmic")
    assert screened["lists"][0]["cannot_know"] == CANNOT_KNOW
    by_list = {one["list"]: one for one in answer("assess", DEAL, *DAY)["lists"]}
    assert by_list["us_ns_cmic"]["cannot_know"] == CANNOT_KNOW


@pytest.mark.usefixtures("later")
def test_a_list_of_its_time_says_nothing_of_the_kind() -> None:
    """On a day after the publication there is nothing that it cannot know."""
    screened = answer("screen", "Nobody", "--as-of", "2026-11-21", "--list", "us_ns_cmic")
    assert screened["lists"][0]["cannot_know"] is None
    assert "reconstructed" not in run("lists", "status", "--as-of", "2026-11-21")
