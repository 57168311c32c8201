"""A checked batch as a one-page summary and as a workbook, from the JSON lines of `batch`."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from sanccheck.commands import cli
from sanccheck.memo.batch_summary import summarise
from sanccheck.memo.checked import read_checked
from sanccheck.memo.pdf import to_pdf

NAMES = """name,country,type,id
SenseTime Group,,,
"=HYPERLINK(""https://example.org"")",,,
,,,
SENSETIME GROUP LIMITED,HK,company,hk_cr:2162198
A name that is on no list at all,,,
"""


def invoke(*arguments: object) -> Result:
    """Run the program in this process."""
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture
def checked(home: Path, tmp_path: Path) -> Path:
    """Give a batch of five rows: a match, a possible hit, two without one, an error."""
    del home
    source, target = tmp_path / "names.csv", tmp_path / "checked.jsonl"
    source.write_text(NAMES, encoding="utf-8")
    ran = invoke("batch", source, "--as-of", "2026-02-02", "-o", target)
    assert ran.exit_code == 1, ran.output
    return target


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Return the rows of every sheet."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_batch_says_on_its_first_line_what_was_screened(checked: Path) -> None:
    """The lists stand once, on the first row; there is still one line for each row."""
    documents = [json.loads(text) for text in checked.read_text(encoding="utf-8").splitlines()]
    assert [document["row"] for document in documents] == [1, 2, 3, 4, 5]
    screening = documents[0]["screening"]
    assert [state["list"] for state in screening["lists"]] == ["us_ns_cmic"]
    assert screening["program"].startswith("sanccheck ")
    assert all("screening" not in document for document in documents[1:])


def test_the_workbook_has_its_five_sheets(checked: Path, tmp_path: Path) -> None:
    """Summary, hits, no-hits, errors and lists; every row stands on exactly one of three."""
    target = tmp_path / "report.xlsx"
    assert invoke("memo", "--batch", checked, "-o", target).exit_code == 1
    found = sheets(target)
    assert list(found) == ["summary", "hits", "no-hits", "errors", "lists"]
    assert [row[0] for row in found["hits"][1:]] == [1, 4]
    assert [row[:3] for row in found["no-hits"][1:]] == [
        [2, '=HYPERLINK("https://example.org")', "no hit"],
        [5, "A name that is on no list at all", "no hit"],
    ]
    assert [(row[0], row[3]) for row in found["errors"][1:]] == [(3, "the name is empty")]
    summary = {str(row[0]): row[1] for row in found["summary"]}
    assert (summary["match"], summary["possible"], summary["no hit"], summary["error"]) == (
        1,
        1,
        2,
        1,
    )
    assert "not screened" in str(summary["no hit cannot be relied on"])
    states = {row[0]: row[1] for row in found["lists"][1:]}
    assert states["us_ns_cmic"] == "screened"
    assert states["us_ofac_sdn"] == "not screened"


def test_the_workbook_is_frozen_filtered_and_linked_and_holds_no_formula(
    checked: Path, tmp_path: Path
) -> None:
    """Each sheet's header is frozen and has filters; entries link to OFAC; no cell is a formula."""
    target = tmp_path / "report.xlsx"
    invoke("memo", "--batch", checked, "-o", target)
    with zipfile.ZipFile(target) as archive:
        pages = [
            archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 6)
        ]
        links = archive.read("xl/worksheets/_rels/sheet2.xml.rels").decode()
    assert all('state="frozen"' in page and "<autoFilter " in page for page in pages)
    assert not any("<f>" in page for page in pages)
    assert links.count("sanctionssearch.ofac.treas.gov/Details.aspx?id=33114") == 2
    assert "example.org" not in links


def test_the_same_batch_gives_the_same_workbook(checked: Path, tmp_path: Path) -> None:
    """Two runs write the same bytes."""
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    invoke("memo", "--batch", checked, "-o", one)
    invoke("memo", "--batch", checked, "-o", two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("suffix", ["md", "html", "docx", "pdf"])
def test_the_summary_says_what_came_of_the_rows(checked: Path, suffix: str, tmp_path: Path) -> None:
    """Counts, the rows to look at, the bad row and the lists stand in every format."""
    target = tmp_path / f"summary.{suffix}"
    assert invoke("memo", "--batch", checked, "-o", target).exit_code == 1
    data = target.read_bytes()
    if suffix == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages)
    elif suffix == "docx":
        text = docx.Document(io.BytesIO(data)).element.body.xml
    else:
        text = data.decode()
    for said in ("us_ns_cmic:33114", "the name is empty", "that is no clearance", "2021-12-16"):
        assert said in re.sub(r"\s+", " ", text)


def test_the_summary_of_many_rows_is_one_page(checked: Path) -> None:
    """However many rows a batch has and however long they are, the summary has one page."""
    row = json.loads(checked.read_text(encoding="utf-8").splitlines()[0])
    bad = json.loads(checked.read_text(encoding="utf-8").splitlines()[2])
    long = "A very long name of a company " * 30
    rows = [
        {**row, "row": number, "query": {**row["query"], "name": long}} for number in range(1, 200)
    ] + [{**bad, "row": number, "error": long} for number in range(200, 400)]
    checked.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    batch = read_checked(checked)
    memo = summarise(batch, checked.name, "sanccheck test")
    assert len(pypdf.PdfReader(io.BytesIO(to_pdf(memo))).pages) == 1
    assert "189 further rows" in repr(memo)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("{not json}\n[]\n", ":1: is no JSON"),
        ("[]\n", ":1: it is no line that"),
        ('{"row": 1}\n', ":1: has no 'as_of'"),
        ('{"row": 1, "as_of": "2026-02-30"}\n', ":1: it is no line that"),
    ],
    ids=["empty", "broken", "list", "no-day", "no-such-day"],
)
def test_what_is_no_checked_batch_is_refused(text: str, said: str, tmp_path: Path) -> None:
    """Every bad line is told with its number; nothing is written."""
    source, target = tmp_path / "checked.jsonl", tmp_path / "summary.md"
    source.write_text(text, encoding="utf-8")
    ran = invoke("memo", "--batch", source, "-o", target)
    assert said in str(ran.exception)
    assert getattr(ran.exception, "exit_code", None) == 2
    assert not target.exists()


def test_rows_of_two_days_are_no_batch(checked: Path, tmp_path: Path) -> None:
    """What was screened on two days cannot be summed up under one."""
    first, *rest = checked.read_text(encoding="utf-8").splitlines()
    checked.write_text("\n".join([first.replace("2026-02-02", "2026-02-03"), *rest]))
    ran = invoke("memo", "--batch", checked, "-o", tmp_path / "summary.md")
    assert "several days (2026-02-02, 2026-02-03)" in str(ran.exception)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "x.md"], "give a deal file, or --batch"),
        (["deal.yaml", "--batch", "x.jsonl", "-o", "x.md"], "not both"),
        (["--batch", "x.jsonl", "--as-of", "2026-02-02", "-o", "x.md"], "the batch has its day"),
        (["--batch", "x.jsonl", "-o", "x.json"], "ends in none of"),
        (["--batch", "nowhere.jsonl", "-o", "x.md"], "nowhere.jsonl: cannot be read"),
        (["deal.yaml", "-o", "x.xlsx"], "ends in none of"),
    ],
)
def test_what_does_not_go_together_is_told(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong call is one clear line and exit 2."""
    monkeypatch.chdir(tmp_path)
    ran = invoke("memo", *arguments)
    assert said in str(ran.exception)
    assert getattr(ran.exception, "exit_code", None) == 2


@pytest.mark.usefixtures("home")
def test_a_batch_without_a_hit_on_lists_that_are_missing_exits_with_four(tmp_path: Path) -> None:
    """No hit on the lists there were is no 0, since lists asked for were not screened."""
    source, checked = tmp_path / "names.csv", tmp_path / "checked.jsonl"
    source.write_text("name\nNobody at all on any list\n", encoding="utf-8")
    invoke("batch", source, "--as-of", "2026-02-02", "-o", checked)
    assert invoke("memo", "--batch", checked, "-o", tmp_path / "s.md").exit_code == 4


@pytest.mark.usefixtures("checked")
def test_what_a_person_decided_stands_in_both(tmp_path: Path) -> None:
    """A false positive is still shown, with who decided it, and is no hit left to decide."""
    listed = json.loads(invoke("cases", "list", "--json").output)
    (one,) = [case["id"] for case in listed if case["party"]["name"] == "SenseTime Group"]
    said = ("false_positive", "--reason", "the magazine, not the company", "--by", "Analyst One")
    assert invoke("cases", "decide", one, *said).exit_code == 0
    again, book = tmp_path / "again.jsonl", tmp_path / "again.xlsx"
    invoke("batch", tmp_path / "names.csv", "--as-of", "2026-02-02", "-o", again)
    invoke("memo", "--batch", again, "-o", book)
    found = sheets(book)
    assert {str(row[0]): row[1] for row in found["summary"]}["hits decided false positive"] == 1
    decided = {row[0]: row[-1] for row in found["hits"][1:]}
    assert decided[1].startswith("false positive, Analyst One on ")
    assert decided[1].endswith(": the magazine, not the company")
    assert decided[4] == ""
    page = tmp_path / "again.md"
    invoke("memo", "--batch", again, "-o", page)
    assert "false positive" in page.read_text(encoding="utf-8")
