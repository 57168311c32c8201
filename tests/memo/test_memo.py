"""The memo: what it says, that it never says too much, and that names stay text."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document

from sanccheck.commands import cli
from sanccheck.commands.memo import FORMATS

ROOT = Path(__file__).parent.parent.parent
DEALS = ROOT / "examples" / "deals"
GOLDEN = ROOT / "tests" / "golden"

CASES = [
    ("sensetime-ipo", "2021-11-22"),
    ("sensetime-ipo", "2021-12-20"),
    ("sensetime-placing", "2026-02-02"),
    ("us-holder-divests", "2022-12-09"),
    ("alibaba-selldown", "2023-07-06"),
    ("us-index-fund", "2023-01-15"),
]
IDS = [f"{deal}-{day}" for deal, day in CASES]


def write(deal: Path, day: str, target: Path) -> bytes:
    """Run `sanccheck memo` and return what it wrote."""
    arguments = ["memo", str(deal), "--as-of", day, "-o", str(target), "--force"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code in {1, 3}, result.output
    return target.read_bytes()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("deal", "day"), CASES, ids=IDS)
@pytest.mark.parametrize("suffix", ["md", "html"])
def test_golden(
    deal: str, day: str, suffix: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The memo of an example is byte for byte the one that was looked at."""
    made = write(DEALS / f"{deal}.yaml", day, tmp_path / f"memo.{suffix}")
    golden = GOLDEN / f"{deal}-{day}.{suffix}"
    if request.config.getoption("--update-golden"):
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def docx_text(data: bytes) -> str:
    """Return every text of a Word file, tables too."""
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("suffix", ["md", "html", "docx", "pdf", "json"])
def test_the_same_inputs_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    """Two runs write the same file in every format."""
    deal = DEALS / "sensetime-ipo.yaml"
    one = write(deal, "2021-12-20", tmp_path / f"one.{suffix}")
    assert one == write(deal, "2021-12-20", tmp_path / f"two.{suffix}")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("deal", "day"), CASES, ids=IDS)
def test_no_memo_says_that_anything_is_cleared(deal: str, day: str, tmp_path: Path) -> None:
    """CLEAR is a rung with two ends; nothing is called cleared, approved or safe."""
    path = DEALS / f"{deal}.yaml"
    texts = [
        write(path, day, tmp_path / "m.md").decode(),
        write(path, day, tmp_path / "m.html").decode(),
        docx_text(write(path, day, tmp_path / "m.docx")),
    ]
    for text in texts:
        assert "Not legal advice" in text
        plain = re.sub(r"[*]|</?strong>", "", text)
        assert "so far; could be" in plain or "on the facts known" in plain
        assert not re.search(r"\b(is|are|been) (hereby )?cleared\b|clear to proceed|approved", text)
        assert "NS-CMIC blocks no assets" in text


@pytest.mark.usefixtures("home")
def test_the_memo_before_the_listing_knows_nothing_of_it(tmp_path: Path) -> None:
    """No hindsight in any format."""
    path = DEALS / "sensetime-ipo.yaml"
    for suffix in ("md", "html", "json"):
        text = write(path, "2021-11-22", tmp_path / f"m.{suffix}").decode()
        assert "33114" not in text
        assert "SENSETIME GROUP LIMITED" not in text
        assert "Treasury's measure" not in text


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("memo.txt", "ends in none of"),
        ("nowhere/memo.md", "does not exist"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is(
    target: str, said: str, tmp_path: Path
) -> None:
    """A bad target is one clear line, exit 2, and no file."""
    path = str(DEALS / "sensetime-ipo.yaml")
    result = CliRunner().invoke(cli, ["memo", path, "-o", str(tmp_path / target)])
    assert said in str(result.exception)
    assert getattr(result.exception, "exit_code", None) == 2
    assert list(tmp_path.glob("*.*")) == []


@pytest.mark.usefixtures("home")
def test_an_existing_memo_needs_force(tmp_path: Path) -> None:
    """Nothing is written over without being told to."""
    target = tmp_path / "memo.md"
    target.write_text("mine")
    path = str(DEALS / "sensetime-ipo.yaml")
    result = CliRunner().invoke(cli, ["memo", path, "-o", str(target)])
    assert "--force" in str(result.exception)
    assert target.read_text() == "mine"


def test_a_long_name_survives(tmp_path: Path, home: Any) -> None:
    """A name of a thousand characters is in the memo whole."""
    del home
    deal = tmp_path / "deal.yaml"
    name = "Long " * 199 + "Name"
    deal.write_text(
        "deal: {kind: offering}\nsecurity: {kind: equity}\nparties:\n"
        f"  - {{id: issuer, name: {name}, role: issuer}}\n"
    )
    assert name in write(deal, "2021-12-20", tmp_path / "m.md").decode()


@pytest.mark.usefixtures("home")
def test_the_commands_of_the_page_do_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of docs/memo.md runs, in its order, and writes its file."""
    text = (ROOT / "docs" / "memo.md").read_text(encoding="utf-8")
    commands = re.findall(r"^sanccheck (.+)$", text, re.MULTILINE)
    assert len(commands) == 5
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for command in commands:
        arguments = command.split()
        assert CliRunner().invoke(cli, arguments).exit_code == 1, command
        assert (tmp_path / arguments[arguments.index("-o") + 1]).stat().st_size > 1000
    for key in ("name", "logo", "header", "footer", "html", "word"):
        assert re.search(rf"^{key}: ", text, re.MULTILINE)


@pytest.mark.usefixtures("home")
def test_every_ending_that_the_page_names_is_written(tmp_path: Path) -> None:
    """The table of formats and the program have the same endings."""
    text = (ROOT / "docs" / "memo.md").read_text(encoding="utf-8")
    endings = re.findall(r"^\| `(\.[a-z.]+)` \|", text, re.MULTILINE)
    assert sorted(endings) == sorted(FORMATS)
    for ending in endings:
        assert write(DEALS / "us-holder-divests.yaml", "2022-12-09", tmp_path / f"m{ending}")
