"""The walk in the documentation is walked: each command, and what stands under it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from sanccheck.audit.record import Record
from sanccheck.audit.verify import verify
from sanccheck.commands import cli
from sanccheck.errors import SanccheckError

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "walk.md"
# Of these commands the page says with which code they exit.
CODES = {"batch": [1, 0], "watch run": [0, 1], "audit verify": [0], "audit replay": [0]}


def steps() -> list[tuple[str, list[str]]]:
    """Return each command of the page with the lines that stand under it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ sanccheck "):
                found.append((line.removeprefix("$ sanccheck "), []))
            else:
                found[-1][1].append(line)
    return found


def plain(text: str) -> str:
    """Return text with its words one space apart, however it was folded."""
    return " ".join(text.split())


def test_from_a_hit_to_a_decision_and_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hit of the example batch is decided, a list change wakes it, and both are in the record."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "200")
    codes: dict[str, list[int]] = {name: [] for name in CODES}
    for command, lines in steps():
        result = CliRunner().invoke(cli, shlex.split(command), standalone_mode=False)
        error = result.exception
        assert error is None or isinstance(error, SanccheckError), command
        said = plain(f"{result.output} {error or ''}")
        for line in lines:
            assert plain(line) in said, f"{command}: {line}\n{result.output}"
        for name, seen in codes.items():
            if command.startswith(name):
                seen.append(result.return_value or 0)
    assert codes == CODES
    assert verify(Record(home)).faults == ()
