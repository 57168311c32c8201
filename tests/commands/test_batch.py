from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sanccheck.commands import main, options
from sanccheck.tables import read_table

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "investors.csv"

# A day on which the embedded list answers, and that list alone.
ON_THE_DAY = ("--list", "us_ns_cmic", "--as-of", "2022-01-01")

HARMLESS = "Temasek Holdings (Private) Limited"
LISTED = "SenseTime Group Limited"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a run of the program gave."""

    code: int
    out: str
    err: str


class Program:
    """Runs the program in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *args: object) -> Ran:
        """Run it with these arguments."""
        self._monkeypatch.setattr(sys, "argv", ["sanccheck", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = self._capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        assert "Traceback" not in captured.err
        return Ran(code=code, out=captured.out, err=captured.err)


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give the program with an empty home."""
    del home
    return Program(capsys, monkeypatch)


def write_csv(path: Path, *rows: tuple[str, ...], header: tuple[str, ...] = ("name",)) -> Path:
    """Write a CSV file of names."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def lines(text: str) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def records(path: Path, sheet: str | None = None) -> list[dict[str, str]]:
    """Read a table that the program wrote."""
    table = read_table(path, sheet=sheet)
    return [dict(zip(table.header, row.cells, strict=True)) for row in table.rows]


def test_every_row_comes_back_in_order(run: Program, tmp_path: Path) -> None:
    """Good rows and bad ones keep their places and their numbers."""
    names = [HARMLESS, "", LISTED, "x" * 10_000, HARMLESS]
    file = write_csv(tmp_path / "in.csv", *((name, "CN") for name in names), header=("name", "c"))
    ran = run("batch", file, "--format", "jsonl", *ON_THE_DAY)
    found = lines(ran.out)
    assert [one["row"] for one in found] == [1, 2, 3, 4, 5]
    assert [one["input"]["name"] for one in found] == names
    assert ["error" in one for one in found] == [False, True, False, True, False]
    assert found[2]["hits"][0]["entry"] == "us_ns_cmic:33114"
    assert found[0]["hits"] == []
    assert ran.code == 1


@pytest.mark.parametrize(
    ("names", "options", "code"),
    [
        ([HARMLESS], ON_THE_DAY, 0),
        ([LISTED, ""], ON_THE_DAY, 1),
        ([HARMLESS, "..."], ON_THE_DAY, 3),
        ([HARMLESS], ("--as-of", "2022-01-01"), 4),
        ([HARMLESS, "..."], ("--as-of", "2022-01-01"), 3),
        ([HARMLESS], ("--list", "us_ns_cmic", "--as-of", "2030-01-01"), 4),
        ([LISTED], ("--list", "us_ns_cmic", "--as-of", "2021-11-22"), 0),
        ([LISTED], ("--list", "us_ns_cmic", "--as-of", "2021-03-01"), 4),
    ],
    ids=["none", "hit", "bad-row", "sdn-missing", "bad-row-first", "stale", "early", "uncovered"],
)
def test_the_exit_code_says_what_was_found(
    run: Program, tmp_path: Path, names: list[str], options: tuple[str, ...], code: int
) -> None:
    """A hit comes before a failed row, and that before a list that cannot say."""
    file = write_csv(tmp_path / "in.csv", *((name,) for name in names))
    assert run("batch", file, *options).code == code


def test_a_day_in_the_future_is_no_answer(
    run: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing found on a day that is still to come exits 4 and says so."""
    monkeypatch.setattr(options, "last_day_begun", lambda: date(2026, 8, 1))
    file = write_csv(tmp_path / "in.csv", (HARMLESS,))
    ran = run("batch", file, "--list", "us_ns_cmic", "--as-of", "2026-08-02")
    assert ran.code == 4
    assert "2 Aug 2026 is in the future" in ran.err
    assert "us_ns_cmic covers to 9 Jul 2026, the day asked is later" in ran.err


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_input_columns_come_first_unchanged(run: Program, tmp_path: Path, suffix: str) -> None:
    """The answer stands behind what was sent, cell by cell as it was."""
    header = ("code", "name", "amount")
    rows = [("000001", f" {LISTED} ", "1,000"), ("000002", HARMLESS, "")]
    file = write_csv(tmp_path / "in.csv", *rows, header=header)
    output = tmp_path / f"out.{suffix}"
    assert run("batch", file, "-o", output, *ON_THE_DAY).code == 1
    table = read_table(output, sheet=None if suffix == "csv" else "checked")
    assert table.header[:4] == (*header, "sc_status")
    assert [row.cells[:3] for row in table.rows] == rows
    hit, none = (dict(zip(table.header, row.cells, strict=True)) for row in table.rows)
    assert hit["sc_status"] in {"match", "possible"}
    assert hit["sc_entry"] == "us_ns_cmic:33114"
    assert hit["sc_listed_name"] == "SENSETIME GROUP LIMITED"
    assert "last full day to divest: 9 Dec 2022, New York" in hit["sc_dates"]
    assert none["sc_status"] == "no hit on the lists screened"
    assert (none["sc_hits"], none["sc_entry"]) == ("0", "")


def test_a_workbook_holds_the_hits_and_the_lists(run: Program, tmp_path: Path) -> None:
    """The second sheet has a row for each hit, the third what was and was not screened."""
    file = write_csv(tmp_path / "in.csv", (LISTED,), (HARMLESS,), ("海康威视",))
    output = tmp_path / "out.xlsx"
    run("batch", file, "-o", output, "--as-of", "2022-01-01")
    hits = records(output, "hits")
    assert {(one["row"], one["entry"]) for one in hits} >= {
        ("1", "us_ns_cmic:33114"),
        ("3", "us_ns_cmic:30946"),
    }
    lists = {one["list"]: one for one in records(output, "lists")}
    assert lists["us_ns_cmic"]["screened"] == "screened"
    assert len(lists["us_ns_cmic"]["sha256"]) == 64
    assert lists["us_ofac_sdn"]["screened"] == "not screened"
    assert lists["us_ofac_sdn"]["what to do"].startswith("sanccheck lists import us_ofac_sdn")
    assert lists["us_ofac_sdn"]["address"].startswith("https://")


def test_the_same_input_gives_the_same_bytes(run: Program, tmp_path: Path) -> None:
    """Two runs write the same workbook."""
    outputs = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for output in outputs:
        run("batch", EXAMPLE, "-o", output, *ON_THE_DAY)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_the_summary_says_what_was_not_screened(run: Program, tmp_path: Path) -> None:
    """Stderr has the columns chosen, the counts, and each list with its remedy."""
    file = write_csv(tmp_path / "in.csv", (HARMLESS,), ("",), ("...",))
    ran = run("batch", file, "--as-of", "2022-01-01")
    assert "columns: name in 'name' (told by its heading)" in ran.err
    assert "3 rows: 0 match, 0 possible, 1 no hit on the lists screened, 2 error" in ran.err
    assert "screened: us_ns_cmic (68 entries, published" in ran.err
    assert "to mend it: sanccheck lists import us_ofac_sdn" in ran.err
    assert "it is not a clearance" in ran.err
    assert "clear" not in ran.out.replace("clearance", "")


def test_a_day_that_no_list_serves_is_not_no_hit(run: Program, tmp_path: Path) -> None:
    """Before the list begins a row is "not screened", never "no hit"."""
    file = write_csv(tmp_path / "in.csv", (LISTED,))
    output = tmp_path / "out.csv"
    ran = run("batch", file, "-o", output, "--as-of", "2021-03-01")
    assert records(output)[0]["sc_status"] == "not screened: no list serves this day"
    assert ran.code == 4


def test_every_row_says_what_it_cannot_rely_on(run: Program, tmp_path: Path) -> None:
    """The file alone shows the day, and which lists were not screened or are stale."""
    missing = "us_ssi, us_ns_mbs, us_capta, us_fse, us_plc, us_ofac_sdn"
    caveat = f"not screened: {missing}; stale: us_ns_cmic"
    file = write_csv(tmp_path / "in.csv", (HARMLESS,), (LISTED,), ("",))
    for suffix in ("csv", "xlsx"):
        output = tmp_path / f"out.{suffix}"
        run("batch", file, "-o", output, "--as-of", "2026-11-20")
        for row in records(output, None if suffix == "csv" else "checked"):
            assert row["sc_as_of"] == "2026-11-20"
            assert row["sc_caveat"] == caveat
    found = lines(run("batch", file, "--format", "jsonl", "--as-of", "2026-11-20").out)
    assert {one["caveat"] for one in found} == {caveat}
    assert {one["as_of"] for one in found} == {"2026-11-20"}


def test_lists_that_cover_the_day_need_no_caveat(run: Program, tmp_path: Path) -> None:
    """Where every list asked for was screened and is of its time, the caveat is empty."""
    file = write_csv(tmp_path / "in.csv", (HARMLESS,))
    run("batch", file, "-o", tmp_path / "out.csv", *ON_THE_DAY)
    assert records(tmp_path / "out.csv")[0]["sc_caveat"] == ""
    (row,) = lines(run("batch", file, "--format", "jsonl", *ON_THE_DAY).out)
    assert row["caveat"] is None


def test_json_is_one_document(run: Program, tmp_path: Path) -> None:
    """With --json stdout holds the lists, the counts and every row, and nothing else."""
    file = write_csv(tmp_path / "in.csv", (LISTED,), (HARMLESS,))
    document = json.loads(run("batch", file, "--json", *ON_THE_DAY).out)
    assert document["as_of"] == "2022-01-01"
    assert [one["list"] for one in document["lists"]] == ["us_ns_cmic"]
    assert document["summary"]["rows"] == 2
    assert document["summary"]["no_hit"] == 1
    assert [one["row"] for one in document["rows"]] == [1, 2]


def test_json_beside_an_output_tells_where_it_is(run: Program, tmp_path: Path) -> None:
    """With -o the rows are in the file and the document names it."""
    file = write_csv(tmp_path / "in.csv", (HARMLESS,))
    output = tmp_path / "out.jsonl"
    document = json.loads(run("batch", file, "--json", "-o", output, *ON_THE_DAY).out)
    assert document["output"] == str(output)
    assert "rows" not in document
    assert len(lines(output.read_text(encoding="utf-8"))) == 1


def test_hits_are_written_as_screen_writes_them(run: Program, tmp_path: Path) -> None:
    """A row's query and hits are those of `screen --json` for the same name."""
    file = write_csv(tmp_path / "in.csv", (LISTED,))
    (row,) = lines(run("batch", file, "--format", "jsonl", *ON_THE_DAY).out)
    (result,) = json.loads(run("screen", LISTED, "--json", *ON_THE_DAY).out)["results"]
    for hit in row["hits"]:
        assert hit.pop("case")["state"] == "open"  # a row is a party, a bare name is none
    assert row["hits"] == result["hits"]
    assert row["query"] == result["query"]


def test_without_an_output_the_hits_are_printed(run: Program, tmp_path: Path) -> None:
    """Stdout has a table of the hits and the failed rows; markup in a name is only text."""
    file = write_csv(tmp_path / "in.csv", (LISTED,), (HARMLESS,), ("",), ("[bold]海康威视",))
    ran = run("batch", file, *ON_THE_DAY)
    assert "SENSETIME GROUP LIMITED" in ran.out
    assert "the name is empty" in ran.out
    assert HARMLESS not in ran.out


def test_csv_can_go_to_stdout(run: Program, tmp_path: Path) -> None:
    """--format csv without -o writes the whole table there."""
    file = write_csv(tmp_path / "in.csv", (HARMLESS,))
    ran = run("batch", file, "--format", "csv", *ON_THE_DAY)
    assert [row[:2] for row in csv.reader(ran.out.splitlines())] == [
        ["name", "sc_status"],
        [HARMLESS, "no hit on the lists screened"],
    ]


def test_a_formula_in_a_name_is_text_in_every_format(run: Program, tmp_path: Path) -> None:
    """CSV gets an apostrophe, XLSX a text cell, JSONL the name itself."""
    name = '=HYPERLINK("http://example.com","SenseTime")'
    file = write_csv(tmp_path / "in.csv", (name,))
    for suffix in ("csv", "xlsx", "jsonl"):
        run("batch", file, "-o", tmp_path / f"out.{suffix}", *ON_THE_DAY)
    assert records(tmp_path / "out.csv")[0]["name"] == f"'{name}"
    assert records(tmp_path / "out.xlsx", "checked")[0]["name"] == name
    (row,) = lines((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert row["input"]["name"] == name


def test_an_output_of_ours_can_be_checked_again(run: Program, tmp_path: Path) -> None:
    """The added columns get another prefix, so that no heading stands twice."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    run("batch", write_csv(tmp_path / "in.csv", (LISTED,)), "-o", first, *ON_THE_DAY)
    run("batch", first, "-o", second, *ON_THE_DAY)
    (row,) = records(second)
    assert row["sc_entry"] == row["sc2_entry"] == "us_ns_cmic:33114"


def test_a_byte_order_mark_comes_back(run: Program, tmp_path: Path) -> None:
    """A CSV file that Excel wrote is answered with one that Excel reads."""
    file = tmp_path / "in.csv"
    file.write_bytes("\ufeffname\n海康威视\n".encode())
    run("batch", file, "-o", tmp_path / "out.csv", *ON_THE_DAY)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfname,sc_status")


def test_a_high_min_score_leaves_hits_out(run: Program, tmp_path: Path) -> None:
    """A misspelt name is a hit by default and none when only the best count."""
    file = write_csv(tmp_path / "in.csv", ("Hangzou Hikvison Digital Technolgy Co Ltd",))
    assert run("batch", file, *ON_THE_DAY).code == 1
    assert run("batch", file, "--min-score", "1", *ON_THE_DAY).code == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("none.csv",), "none.csv: does not exist; check the path"),
        (("in.csv", "-o", "out.parquet"), "parquet is not written yet"),
        (("in.csv", "--format", "parquet"), "parquet is not written yet"),
        (("in.csv", "--format", "xlsx"), "--format xlsx needs a file; add -o FILE"),
        (("in.csv", "-o", "out.doc"), "name it .csv, .xlsx or .jsonl, or add --format"),
        (("in.csv", "-o", "no/out.csv"), "output folder 'no' does not exist"),
        (("in.csv", "-o", "in.csv", "--force"), "is the file to be read; name another"),
        (("in.csv", "--json", "--format", "csv"), "--json and --format both write to stdout"),
        (("in.csv", "--name-column", "nom"), "has no column 'nom'"),
        (("in.csv", "--sheet", "A"), "is CSV and has no sheets"),
        (("in.csv", "--as-of", "2022-13-01"), "'2022-13-01' is not a date; write YYYY-MM-DD"),
        (("in.csv", "--list", "us_nothing"), "list 'us_nothing' is not known"),
        (("two.xlsx",), "has several sheets; say which with --sheet: 'A', 'B'"),
        (("empty.csv",), "is empty; the first row must name the columns"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(
    run: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    message: str,
) -> None:
    """Each mistake is told on stderr, and no file is made."""
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "in.csv", (HARMLESS,))
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    book = xlsxwriter.Workbook("two.xlsx")
    for name in "AB":
        book.add_worksheet(name).write_column(0, 0, ["name", HARMLESS])
    book.close()
    before = sorted(tmp_path.glob("*.*"))
    ran = run("batch", *args)
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""
    assert sorted(tmp_path.glob("*.*")) == before


def test_an_existing_output_needs_force(run: Program, tmp_path: Path) -> None:
    """Without --force nothing is read or replaced."""
    file = write_csv(tmp_path / "in.csv", (HARMLESS,))
    output = tmp_path / "out.csv"
    output.write_text("old", encoding="utf-8")
    ran = run("batch", file, "-o", output, *ON_THE_DAY)
    assert (ran.code, output.read_text(encoding="utf-8")) == (2, "old")
    assert "already exists; name another or add --force" in ran.err
    assert run("batch", file, "-o", output, "--force", *ON_THE_DAY).code == 0
    assert records(output)[0]["name"] == HARMLESS


def test_a_refused_list_leaves_no_output(run: Program, tmp_path: Path) -> None:
    """A mistake found after the table was read writes nothing either."""
    file = write_csv(tmp_path / "in.csv", (HARMLESS,))
    assert run("batch", file, "-o", tmp_path / "out.csv", "--list", "nothing").code == 2
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["in.csv"]


@pytest.mark.parametrize(
    ("suffix", "how", "workers"),
    [
        ("csv", signal.SIGINT, 1),
        ("xlsx", signal.SIGTERM, 1),
        ("jsonl", signal.SIGTERM, 1),
        ("csv", signal.SIGINT, 2),
        ("jsonl", signal.SIGTERM, 2),
    ],
)
def test_a_cancelled_run_leaves_no_half_written_output(
    home: Path, tmp_path: Path, suffix: str, how: signal.Signals, workers: int
) -> None:
    """Ctrl-C and a termination remove the part that was written, and say so in one line."""
    del home
    names = [(f"Harbour Holdings {number} Limited",) for number in range(60_000)]
    file = write_csv(tmp_path / "in.csv", *names)
    output = tmp_path / f"out.{suffix}"
    output.write_text("old", encoding="utf-8")
    asked = ("batch", file, "-o", output, "--force", "--workers", str(workers), *ON_THE_DAY)
    program = subprocess.Popen(
        [sys.executable, ROOT / "cli.py", *asked],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert program.stderr is not None
    assert "columns:" in program.stderr.readline()
    deadline = time.monotonic() + 60
    # A workbook's rows stand in scratch files elsewhere until its end.
    while not list(tmp_path.glob(".out.*.part")) and suffix != "xlsx":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    program.send_signal(how)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 130, err
    assert "cancelled; nothing was written" in err
    assert "Traceback" not in err
    assert output.read_text(encoding="utf-8") == "old"
    assert not list(tmp_path.glob(".out.*.part"))


def test_the_example_finds_what_it_says(run: Program, tmp_path: Path) -> None:
    """The participants of the articles have no match; what is marked as listed is hit."""
    output = tmp_path / "out.jsonl"
    assert run("batch", EXAMPLE, "-o", output, *ON_THE_DAY).code == 1
    for row in lines(output.read_text(encoding="utf-8")):
        entries = {hit["entry"] for hit in row["hits"]}
        decisions = {hit["decision"] for hit in row["hits"]}
        if row["input"]["note"].startswith(("on the list", "weak alias")):
            assert entries, row["input"]
        elif row["input"]["name"] != "SenseTime Group Inc.":
            assert "match" not in decisions, row["input"]
        assert "error" not in row


def test_both_examples_are_the_same_list() -> None:
    """The workbook holds the same cells as the CSV file."""
    first, second = read_table(EXAMPLE), read_table(EXAMPLE.with_suffix(".xlsx"))
    assert first.header == second.header
    assert [row.cells for row in first.rows] == [row.cells for row in second.rows]
    assert 35 <= len(first.rows) <= 45
