"""A part newer than the whole publication is screened beside it, and clears nobody."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sanccheck.commands import cli
from sanccheck.model.hits import Query
from sanccheck.screening import Screener
from sanccheck.sources.library import Library

from .conftest import Take

COLUMNS = ("--column", "name=Name", "--column", "country=Country")
WHOLE = "Name,Country\nWenlock Ltd,CN\nBeta Ltd,RU\n"


def run(*words: str | Path) -> tuple[int, str]:
    """Run the program; give its exit code and what it prints, in one line."""
    result = CliRunner().invoke(cli, [str(one) for one in words], catch_exceptions=False)
    return result.exit_code, " ".join(result.output.split())


def screened(name: str, day: str) -> tuple[int, Any]:
    """Screen against the own list with --json."""
    words = ["screen", name, "--list", "wl", "--as-of", day, "--json"]
    result = CliRunner().invoke(cli, words, catch_exceptions=False)
    return result.exit_code, json.loads(result.stdout)


def give(tmp_path: Path, text: str, *words: str) -> str:
    """Take in an own list `wl`; give what the import says."""
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    code, said = run("lists", "import", "--as", "wl", path, *COLUMNS, *words)
    assert code == 0, said
    return said


@pytest.fixture
def two(home: Path, tmp_path: Path) -> str:
    """Take in a whole list of 1 November and a part of the 20th; give what is said of the part."""
    del home
    give(tmp_path, WHOLE, "--published", "2026-11-01")
    return give(tmp_path, f"{WHOLE}New Bad Holdings,KP\n", "--published", "2026-11-20", "--partial")


def test_a_newer_part_is_screened(two: str) -> None:
    """A name that only the newer part holds is a hit, and one of both is a hit once."""
    assert "screened beside it: wl" in two
    code, found = screened("New Bad Holdings", "2026-11-20")
    assert code == 1
    assert found["lists"][0]["newer_part"] == "2026-11-20"
    code, found = screened("Wenlock Ltd", "2026-11-20")
    assert code == 1
    assert len(found["results"][0]["hits"]) == 1


@pytest.mark.usefixtures("two")
def test_nothing_found_beside_a_newer_part_is_no_answer(tmp_path: Path) -> None:
    """Finding nothing exits 4 and says why, in screen, batch and status."""
    asked = ("--list", "wl", "--as-of", "2026-11-20")
    code, said = run("screen", "Qwerty Zxcv", *asked)
    assert code == 4
    assert "of a newer publication only a part is there" in said
    assert "of 20 Nov 2026, only a PART is there" in said
    names = tmp_path / "names.csv"
    names.write_text("name\nQwerty Zxcv\n", "utf-8")
    code, said = run("batch", names, *asked)
    assert code == 4
    assert "of 20 Nov 2026, only a PART is there" in said
    assert "partial" in run("lists", "status", "--as-of", "2026-11-20")[1]


@pytest.mark.usefixtures("two")
def test_before_the_part_the_whole_answers() -> None:
    """On a day before the part it says nothing, and the whole list can clear."""
    code, found = screened("New Bad Holdings", "2026-11-19")
    assert code == 0
    assert found["lists"][0]["newer_part"] is None


@pytest.mark.usefixtures("two")
def test_a_later_whole_takes_the_place_of_the_part(tmp_path: Path) -> None:
    """A whole publication after the part answers alone again."""
    give(tmp_path, f"{WHOLE}Gamma Ltd,CN\n", "--published", "2026-11-21")
    assert screened("New Bad Holdings", "2026-11-21")[0] == 0
    said = give(tmp_path, "Name,Country\nOld Ltd,CN\n", "--published", "2026-11-02", "--partial")
    assert "not screened today" in said


@pytest.mark.usefixtures("home")
def test_rows_added_to_an_own_list_on_its_day(tmp_path: Path) -> None:
    """A part of an own list of the same day, taken in later, is screened too."""
    give(tmp_path, WHOLE, "--published", "2026-11-20")
    give(tmp_path, "Name,Country\nAdded Ltd,CN\n", "--published", "2026-11-20", "--partial")
    assert screened("Added Ltd", "2026-11-20")[0] == 1
    assert screened("Qwerty Zxcv", "2026-11-20")[0] == 4


def test_the_real_part(library: Library, take: Take, real_data: Path) -> None:
    """A person whom only a newer part of the consolidated list has is found, and can be shown."""
    folder = real_data / "us_ofac_cons"
    take("us_ofac_cons", folder / "CONSOLIDATED_2024-05-06.xml")
    part = folder / "csv_2025-12" / "cons_prim.csv"
    take("us_ofac_cons", part, published=date(2024, 5, 20), partial=True)
    served = library.serve(date(2024, 5, 21), ["us_ns_mbs"])
    assert served.lists[0].partial
    hits = Screener(served).screen(Query(name="MARTELLY, Michel Joseph")).hits
    assert [hit.entry for hit in hits] == ["us_ns_mbs:50476"]
    assert library.entry("us_ns_mbs:50476", date(2024, 5, 21))[0].id == "us_ns_mbs:50476"


def test_a_part_newer_than_the_embedded_list(library: Library, take: Take, real_data: Path) -> None:
    """Where a list comes whole with the program, a part after its last day marks it too."""
    part = real_data / "us_ofac_cons" / "csv_2025-12" / "cons_prim.csv"
    take("us_ofac_cons", part, published=date(2026, 7, 20), partial=True)
    states = [
        library.serve(day, ["us_ns_cmic"]).lists[0]
        for day in (date(2026, 7, 19), date(2026, 7, 20))
    ]
    assert [(one.embedded, one.partial) for one in states] == [(True, False), (True, True)]
