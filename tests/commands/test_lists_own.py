from __future__ import annotations

import csv
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sanccheck.commands import cli, lists_own
from sanccheck.commands.options import day_asked
from sanccheck.commands.own_columns import guess, in_words
from sanccheck.errors import ListRefused, UsageError
from sanccheck.sources.library import open_library
from sanccheck.tables import parse_table

pytestmark = pytest.mark.usefixtures("home")
FIRMS = """Ref,Company,Aka,Land,LEI,Restricted since,Reason,Desk
R1,Blue Harbour Capital Ltd,BHC; Blue Harbor,KY,5493001KJTIIGC8Y1R12,2026-01-05,conflict,ECM
R2,深圳海蓝科技有限公司,,中国,,22 Nov 2025,"client; mandate",ECM
"""
ALL = (
    "--column id=Ref --column name=Company --column aliases=Aka --column lei=LEI "
    "--column 'listed_on=Restricted since' --column remarks=Reason"
)


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    """Give a table of two firms."""
    path = tmp_path / "firms.csv"
    path.write_text(FIRMS, "utf-8")
    return path


def run(*words: str | Path, answers: str | None = None) -> Result:
    """Run the program; an error is raised as it is."""
    return CliRunner().invoke(
        cli,
        [str(word) for word in words],
        input=answers,
        catch_exceptions=False,
        standalone_mode=False,
    )


def answer(*words: str | Path) -> Any:
    """Run with --json and read the one document on stdout."""
    return json.loads(run(*words, "--json").stdout)


def told(kind: type[Exception], *words: str | Path) -> str:
    """Run what must fail so, and give the message."""
    with pytest.raises(kind) as caught:
        run(*words)
    return str(caught.value)


def test_without_a_terminal(firms: Path) -> None:
    """The columns are listed and a proposal made; the command that is printed does it."""
    text = told(UsageError, "lists", "import", "--as", "my_list", firms)
    lines = text.splitlines()
    assert lines[1].startswith("its columns are 'Ref', 'Company', 'Aka', 'Land'")
    assert "name in 'Company'" in lines[2]
    assert "kept as details: 'Land', 'Desk'" in lines[2]
    command = lines[3].removeprefix("to import it so: sanccheck ")
    assert command == f"lists import --as my_list {firms} {ALL}"
    report = answer(*shlex.split(command), "--published", "2026-01-06")
    assert (report["entries"], report["aliases"], report["identifiers"]) == (2, 2, 1)
    entry = answer("lists", "show", "my_list:R1")
    assert entry["names"][0]["text"] == "Blue Harbour Capital Ltd"
    assert entry["details"] == [["Land", "KY"], ["Desk", "ECM"]]


def test_columns_are_kept(firms: Path) -> None:
    """The next table is read by the columns that were said, and a changed header is told."""
    run("lists", "import", "--as", "my_list", firms, *shlex.split(ALL))
    for words in (("--as", "my_list", firms), ("my_list", firms)):
        assert answer("lists", "import", *words)["entries"] == 2
    firms.write_text(FIRMS.replace("Company", "Firm"), "utf-8")
    text = told(ListRefused, "lists", "import", "my_list", firms)
    assert "has no column 'Company' (name)" in text
    assert "'Ref', 'Firm'" in text
    report = answer(
        "lists", "import", "--as", "my_list", firms, "--column", "name=Firm", "--column", "id=ref"
    )
    assert report["entries"] == 2
    assert answer("lists", "show", "my_list:R1")["details"][0] == ["Aka", "BHC; Blue Harbor"]


def test_asked_on_a_terminal(firms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proposal is shown with two rows and taken with one key; the answer is on stdout alone."""
    monkeypatch.setattr(lists_own, "may_ask", lambda: True)
    result = run("lists", "import", "--as", "my_list", firms, answers="\n")
    said = result.stderr
    for words in ("'my_list' is new here", "R1, R2", "aliases, with ; between", "kept as a detail"):
        assert words in said
    assert result.stdout.startswith("accepted my_list: 2 entries")
    # Known now, it is not asked again.
    assert "new here" not in run("lists", "import", "--as", "my_list", firms).stderr


def test_mended_on_a_terminal(firms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each column can be said; what cannot be is asked again, until there is a name."""
    monkeypatch.setattr(lists_own, "may_ask", lambda: True)
    first = ["n", "", "-", "-", "countri", "country", "-", "-", "-", "-"]
    second = ["", "name", "name", "aliases", "", "", "", "", "", "||", "|"]
    answers = "\n".join([*first, *second]) + "\n"
    said = run("lists", "import", "--as", "my_list", firms, answers=answers).stderr
    for words in (
        "No such field",
        "One column must be the name",
        "'name' is another column already",
        "One character that can be seen",
    ):
        assert words in said
    entry = answer("lists", "show", "my_list:R2")
    assert entry["countries"] == ["CN"]


def test_cancelled_on_a_terminal(firms: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not answer has imported nothing."""
    monkeypatch.setattr(lists_own, "may_ask", lambda: True)
    result = CliRunner().invoke(cli, ["lists", "import", "--as", "my_list", str(firms)], input="")
    assert result.exit_code != 0
    assert not (home / "own").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("import --as us_ns_cmic FILE", "is the name of an official list"),
        ("import --as us_ofac_sdn2 FILE", "would be taken for one"),
        ("import --as My-List FILE", "cannot be the name of a list"),
        ("import --as my_list FILE FILE", "with --as name the table alone"),
        ("import --as my_list", "with --as name the table alone"),
        ("import us_ofac_sdn", "name a source and a file"),
        ("import my_list FILE", "is not known"),
        ("import us_ofac_sdn FILE --column name=Company", "go with --as LIST"),
        ("import us_ofac_sdn FILE --sheet A", "go with --as LIST"),
        ("import --as my_list FILE --column Company", "is not of the form FIELD=COLUMN"),
        ("import --as my_list FILE --column nam=Company", "the field 'nam' is not known"),
        ("import --as my_list FILE --column id=Ref", "no column is named for the field 'name'"),
        ("import --as my_list NONE", "does not exist"),
        ("import --as my_list FILE --column name=Company --separator ab", "must be one character"),
    ],
)
def test_usage(firms: Path, words: str, says: str) -> None:
    """What cannot be done as asked is told, and is exit 2."""
    given = words.replace("FILE", str(firms)).replace("NONE", "nothing.csv")
    assert says in told(UsageError, "lists", *shlex.split(given))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--column name=Firm", "has no column 'Firm' (name)"),
        ("--column name=Company --sheet A", "is CSV and has no sheets"),
    ],
)
def test_refused(firms: Path, words: str, says: str) -> None:
    """A table that cannot be read so is refused, exit 4."""
    assert says in told(
        ListRefused, "lists", "import", "--as", "my_list", firms, *shlex.split(words)
    )


def test_guess() -> None:
    """Columns are guessed from their headings; an id column only where it tells rows apart."""
    data = "ID,Company Name,Investor,Country,DOB,Swift,Notes\n1,A,x,CN,,,\n1,B,y,HK,,,\n"
    table = parse_table(data.encode(), "a.csv")
    assert in_words(guess(table), table.header) == (
        "name in 'Company Name'; country in 'Country'; birth_date in 'DOB'; bic in 'Swift'; "
        "remarks in 'Notes'; kept as details: 'ID', 'Investor'"
    )
    table = parse_table(b"Id,Other,Alias\n1,A,B|C\n", "a.csv")
    found = guess(table)
    assert found.pairs == (("id", "Id"), ("aliases", "Alias"))
    assert found.separator == "|"


def test_nothing_can_be_guessed(tmp_path: Path) -> None:
    """Where no heading is a usual one, the command says where the name's column goes."""
    path = tmp_path / "a.csv"
    path.write_text("X,Y\n1,2\n")
    text = told(UsageError, "lists", "import", "--as", "my_list", path, "--separator", "|")
    assert "likely: none is headed as usual" in text
    assert "--column name=COLUMN --separator '|'" in text


def test_the_program_itself(firms: Path, home: Path) -> None:
    """Import, status and screening as a user runs them, each in a process of its own."""

    def start(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from sanccheck.commands import main; main()", *words],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    new = start("lists", "import", "--as", "my_list", str(firms))
    assert (new.returncode, new.stdout) == (2, "")
    assert all(line.startswith("sanccheck: ") for line in new.stderr.splitlines())
    command = next(line for line in new.stderr.splitlines() if "to import it so" in line)
    words = shlex.split(command.partition("to import it so: sanccheck ")[2])
    assert start(*words).returncode == 0
    assert (home / "own" / "my_list.json").is_file()
    found = start("screen", "Blue Harbor", "--list", "my_list")
    assert found.returncode == 1
    assert "own list, not official: what a hit means" in found.stdout
    nothing = start("screen", "Nobody Knows", "--list", "my_list")
    assert nothing.returncode == 4
    assert "`sanccheck lists import my_list FILE --published YYYY-MM-DD`" in " ".join(
        nothing.stdout.split()
    )
    status = start("lists", "status")
    assert "own list, not official" in status.stdout


NASTY = [
    ["name", "ref\x1b[31m", "aliases", "country", "remarks", "[bold]h[/bold]"],
    ["Evil\x1b[31m Harbour \x07Ltd\u202e", '=HYPERLINK("x")', "al\x9bias", "A\x1b[2J", "=1", "x"],
    ["[red]Markup Harbour[/red] <script>alert(1)</script>", "\x1b]0;t\x07", "", "KY", "|a|", "y"],
    ['=HYPERLINK("http://evil") Harbour', "@x", "<b>b</b>", "KY", "# r", "z" * 10_000],
]
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
DEAL = """
deal: {kind: offering, action: purchase}
security: {kind: equity, publicly_traded: true}
parties:
  - {id: issuer, name: Evil Harbour Ltd, role: issuer, type: company, organised_in: KY}
  - {id: buyer, name: HYPERLINK evil Harbour, role: investor, type: company}
"""


@pytest.fixture
def nasty(tmp_path: Path, home: Path) -> Path:
    """Import a table whose cells would steer a terminal, a page or a spreadsheet."""
    assert not home.exists()
    path = tmp_path / "nasty.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(NASTY)
    words = "--column name=name --column aliases=aliases --column country=country"
    result = run("lists", "import", "--as", "nasty", path, *words.split())
    assert STEERS.search(result.output) is None
    (tmp_path / "deal.yaml").write_text(DEAL, "utf-8")
    (tmp_path / "names.csv").write_text("name\nEvil Harbour Ltd\nHYPERLINK Harbour\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        "screen 'Evil Harbour Ltd' --list nasty",
        "batch DIR/names.csv --list nasty",
        "batch DIR/names.csv --list nasty --format csv",
        "batch DIR/names.csv --list nasty --format jsonl",
        "assess DIR/deal.yaml",
        "lists status",
        "lists verify",
        "lists import nasty DIR/nasty.csv",
        "memo DIR/deal.yaml -o DIR/memo.md",
        "memo DIR/deal.yaml -o DIR/memo.html",
        "batch DIR/names.csv --list nasty --format csv -o DIR/memo.csv",
    ],
)
def test_text_of_a_table_is_only_text(nasty: Path, words: str) -> None:
    """Whatever a table holds, no output steers a terminal, runs in a page or as a formula."""
    result = run(*shlex.split(words.replace("DIR", str(nasty))))
    written = "".join(file.read_text("utf-8") for file in nasty.glob("memo.*"))
    assert STEERS.search(result.output + written) is None
    assert "<script>" not in written
    assert "Traceback" not in result.output
    for row in csv.reader(written.splitlines() if words.endswith(".csv") else ()):
        assert not any(cell.startswith("=") for cell in row)


@pytest.mark.usefixtures("nasty")
def test_entries_are_shown_as_text(home: Path) -> None:
    """Each entry of such a table is printed harmless, and its cells stand in it as they were."""
    (served,) = open_library(home).serve(day_asked(None), ["nasty"]).corpora
    entries = served.corpus.entries()
    assert len(entries) == 3
    for entry in entries:
        for command in ("show", "history"):
            output = run("lists", command, entry.id).output
            assert entry.name.split()[-1] in output
            assert STEERS.search(output) is None
    assert ("name", NASTY[1][0]) in entries[0].details
    assert (NASTY[0][1], NASTY[1][1]) in entries[0].details


def test_a_name_too_long(tmp_path: Path) -> None:
    """A name of 10,000 characters is a bad row, told in one line."""
    path = tmp_path / "long.csv"
    path.write_text(f"name,x\n{'L' * 10_000},1\n", "utf-8")
    text = told(ListRefused, "lists", "import", "--as", "longs", path, "--column", "name=name")
    assert "has a name of 10,000 characters" in text
    assert len(text) < 500


def test_a_lone_surrogate(tmp_path: Path) -> None:
    """A file that is no UTF-8, as one with half a pair, is refused with the line."""
    path = tmp_path / "half.csv"
    path.write_bytes(b"name\nA\xed\xa0\x80B\n")
    text = told(ListRefused, "lists", "import", "--as", "half", path, "--column", "name=name")
    assert "half.csv:2: is not UTF-8 text" in text
