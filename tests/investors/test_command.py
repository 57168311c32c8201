"""`sanccheck assess DEAL --investors FILE`: the rows read, judged, counted and written."""

from __future__ import annotations

import csv
import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from sanccheck.commands import cli
from sanccheck.errors import InputError, UsageError
from sanccheck.investors.verdict import READINGS, STRUCTURES
from sanccheck.tables import read_table

ROOT = Path(__file__).parent.parent.parent
DEAL = str(ROOT / "examples" / "deals" / "sensetime-placing.yaml")
EXAMPLE = ROOT / "examples" / "placing-investors.csv"
DAY = ("--as-of", "2026-02-02")
SETTLED = "as it should be, deal settled"
EFFECTS = {
    "excluded_by": "excludes",
    "missing": "missing",
    "representations": "to represent",
    "notes": "note",
}


def run(*arguments: str) -> Result:
    """Run the program."""
    return CliRunner().invoke(cli, ["assess", DEAL, *DAY, *arguments])


def document(*arguments: str) -> dict[str, Any]:
    """Return the investors of the JSON document."""
    found: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)["investors"]
    return found


def file_of(tmp_path: Path, *lines: str) -> str:
    """Write an investor file."""
    path = tmp_path / "investors.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("loaded")
def test_the_example_covers_every_class() -> None:
    """The example list has at least 40 rows, and each verdict, bad rows included."""
    found = document("--investors", str(EXAMPLE))
    summary = found["summary"]
    assert summary["rows"] == len(found["rows"]) >= 40
    assert summary["bad_rows"] >= 3
    assert all(summary["deal_settled"].values())
    assert summary["should"]["policy"]["excluded"] > summary["should"]["strict"]["excluded"]


@pytest.mark.usefixtures("loaded")
def test_each_answer_carries_reason_rule_and_citation() -> None:
    """Who is excluded is told by which rule and source, who needs a representation in words."""
    rows = {one["name"]: one for one in document("--investors", str(EXAMPLE))["rows"]}
    branch = rows["Example Hudson Bank N.A., London Branch"]["should"]["policy"]
    assert branch["verdict"] == "excluded"
    assert "CMIC-01" in {one["rule"] for one in branch["excluded_by"]}
    assert all(one["cites"] for one in branch["excluded_by"])
    staff = rows["Example Person G"]["should"]["policy"]
    assert staff["deal_settled"] == "needs representation"
    assert any("no willful evasion" in one["text"] for one in staff["representations"])
    assert rows["Example Quiet Capital"]["should"]["policy"]["missing"]
    assert rows["SenseTime Group Limited"]["hits"]


@pytest.mark.usefixtures("home")
def test_without_the_lists_nobody_is_eligible() -> None:
    """A list that is not loaded is named, and is never taken for no hit."""
    found = document("--investors", str(EXAMPLE))
    assert found["summary"]["deal_settled"]["eligible"] == 0
    missing = found["rows"][0]["should"]["policy"]["missing"]
    assert any("us_ofac_sdn: not screened" in one["text"] for one in missing)


@pytest.mark.usefixtures("loaded")
def test_a_bad_row_is_reported_with_its_number_and_the_rest_is_judged(tmp_path: Path) -> None:
    """Every problem of a row is told at once; the others come out as they do without it."""
    path = file_of(
        tmp_path,
        "name,type,citizenships,residence,ofac_us_person,reg_s_us_person,acts_for",
        "Example Good,person,HK,HK,no,no,own account",
        "Example Bad,person,US,Atlantis,no,perhaps,own account",
        ",person,HK,HK,no,no,own account",
        "Example Good Too,person,SG,SG,no,no,own account",
    )
    found = document("--investors", path)
    bad = {one["row"]: one["error"] for one in found["rows"] if "error" in one}
    assert set(bad) == {2, 3}
    assert any("ofac_us_person is no, but a US citizen" in one for one in bad[2])
    assert any("residence: 'Atlantis' is not known" in one for one in bad[2])
    assert any("reg_s_us_person: 'perhaps' is not yes, no or unknown" in one for one in bad[2])
    assert bad[3] == ["name: is empty"]
    judged = [one["should"]["policy"]["deal_settled"] for one in found["rows"] if "should" in one]
    assert judged == ["eligible", "eligible"]
    assert run("--investors", path).exit_code == 1  # the deal's own answer is above CLEAR


@pytest.mark.parametrize(
    ("header", "line", "says"),
    [
        ("name,type,organised_in", "X,person,HK", "a person is not organised anywhere"),
        ("name,type,citizenships", "X,company,HK", "a company has no citizenships"),
        ("name,type,owners", "X,person,Y 50%", "a person has no owners"),
        ("name,type,owners", "X,company,Y 80%; Z 40%", "the owners hold 120 percent together"),
        ("name,type,acts_for", "X,nominee,own account", "which acts for others"),
        ("name,type,residence,reg_s_us_person", "X,person,HK,yes", "test is residence"),
        ("name,organised_in,reg_s_us_person", "X,US,no", "organised in the US (17 CFR"),
        ("name,type", "X,planet", "type: 'planet' is not known"),
        ("name,owners", "X,Y [Atlantis] 50%", "owners: 'Atlantis' is not known"),
        ("name,owners", "X,Y 150%", "owners: 150 is not between 0 and 100"),
    ],
)
@pytest.mark.usefixtures("loaded")
def test_what_a_row_says_and_denies(tmp_path: Path, header: str, line: str, says: str) -> None:
    """Facts that contradict one another, or cannot be read, are an error on their row."""
    (row,) = document("--investors", file_of(tmp_path, header, line))["rows"]
    assert any(says in one for one in row["error"]), row


@pytest.mark.usefixtures("loaded")
def test_the_workbook_is_filtered_and_counts_as_the_summary_does(tmp_path: Path) -> None:
    """Each sheet has a frozen, filtered header; verdicts stand in words beside their colours."""
    out = tmp_path / "who.xlsx"
    shown = run("--investors", str(EXAMPLE), "-o", str(out))
    assert "written" in shown.stdout
    investors = read_table(out, sheet="investors")
    at = investors.header.index(SETTLED)
    verdicts = [row.cells[at] for row in investors.rows]
    summary = {row.cells[0]: row.cells[1] for row in read_table(out, sheet="summary").rows}
    for verdict in ("eligible", "needs representation", "cannot decide", "excluded"):
        assert summary[verdict] == str(verdicts.count(verdict))
    assert summary["row not judged"] == str(verdicts.count("row not judged"))
    assert summary["rows"] == str(len(verdicts))
    with ZipFile(out) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/sheet" in name]
        assert len(sheets) == 5
        for name in sheets:
            text = archive.read(name).decode("utf-8")
            assert "<autoFilter" in text
            assert 'state="frozen"' in text


@pytest.mark.usefixtures("loaded")
def test_each_reason_is_counted_once_for_every_row_that_has_it(tmp_path: Path) -> None:
    """The sheet of reasons counts rows, under whichever structures and readings they have it."""
    out = tmp_path / "who.xlsx"
    rows = document("--investors", str(EXAMPLE), "-o", str(out))["rows"]
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for row in rows:
        outcomes = [row[one][two] for one in STRUCTURES for two in READINGS if one in row]
        counted.update(
            {
                (said, one["about"], one["text"], one["rule"] or "")
                for outcome in outcomes
                for effect, said in EFFECTS.items()
                for one in outcome[effect]
            }
        )
    told = [row.cells for row in read_table(out, sheet="reasons").rows]
    assert {(one[0], one[2], one[3], one[4]): int(one[1]) for one in told} == counted
    order = [*EFFECTS.values()]
    assert told == sorted(told, key=lambda one: (order.index(one[0]), -int(one[1]), one[3], one[4]))


@pytest.mark.usefixtures("loaded")
def test_csv_and_json_lines_hold_every_row(tmp_path: Path) -> None:
    """Both have a row for each of the file, in order, with what the file gave."""
    rows = list(csv.DictReader(EXAMPLE.read_text("utf-8").splitlines()))
    table, lines = tmp_path / "who.csv", tmp_path / "who.jsonl"
    run("--investors", str(EXAMPLE), "-o", str(table))
    run("--investors", str(EXAMPLE), "-o", str(lines))
    written = list(csv.DictReader(StringIO(table.read_text("utf-8-sig"))))
    assert [one["note"] for one in written] == [one["note"] for one in rows]
    answers = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert [one["row"] for one in answers] == [*range(1, len(rows) + 1)]


@pytest.mark.usefixtures("loaded")
def test_the_text_tells_what_is_common_once() -> None:
    """What stands in the way of every row is told before the rows, and rows alike together."""
    shown = " ".join(run("--investors", str(EXAMPLE)).stdout.split())
    assert shown.count("Do blocked persons own 50 percent or more of the party") == 1
    assert "Before anybody is eligible" in shown
    assert "Rows not judged" in shown


@pytest.mark.usefixtures("loaded")
def test_misuse_is_refused_before_anything_is_judged(tmp_path: Path) -> None:
    """A bad suffix, a file over itself, options without investors, an empty file: each is told."""
    path = file_of(tmp_path, "name", "X")
    bad_suffix = run("--investors", path, "-o", str(tmp_path / "who.pdf"))
    assert isinstance(bad_suffix.exception, UsageError)
    alone = run("-o", str(tmp_path / "who.xlsx"))
    assert isinstance(alone.exception, UsageError)
    over = run("--investors", path, "-o", path)
    assert isinstance(over.exception, (InputError, UsageError))
    empty = run("--investors", file_of(tmp_path, "name"))
    assert isinstance(empty.exception, InputError)
    unnamed = run("--investors", file_of(tmp_path, "firm,where", "X,HK"))
    assert unnamed.exception is not None
