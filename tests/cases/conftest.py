"""Shared by the tests of cases: a house list, a table of parties, and the program run on them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sanccheck.commands import cli

HEADER = "id,name,country,note"
ZEPHYR = "1,Zephyr Quill Trading Ltd,GB,first"
ORRIN = "2,Orrin Vale Holdings,SG,second"
PARTIES = """ref,name,country
A1,Zephyr Quill Trading,US
A2,Plain Harmless Widgets,FR
"""
COLUMNS = [f"--column={one}={one}" for one in ("id", "name", "country")]


@dataclass
class House:
    """A house list and a table of parties in a folder, with the program to run on them."""

    folder: Path
    day: int = 1

    def run(
        self, *words: str | Path, answers: str | None = None, code: int | None = None
    ) -> Result:
        """Run the program; an error that it raises on purpose is raised here."""
        result = CliRunner().invoke(
            cli,
            [str(word) for word in words],
            input=answers,
            catch_exceptions=False,
            standalone_mode=False,
        )
        if code is not None:
            assert (result.return_value or 0) == code, result.output
        return result

    def document(self, *words: str | Path) -> Any:
        """Run the program and read the one document that it prints."""
        return json.loads(self.run(*words).stdout)

    def import_list(self, *rows: str) -> None:
        """Import the house list as of a day later than the last time."""
        table = self.folder / "house.csv"
        table.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        published = f"2026-01-{self.day:02}"
        self.day += 1
        words = ("lists", "import", "--as", "house_watch", str(table), *COLUMNS, "--accept")
        self.run(*words, "--published", published)

    def parties(self, text: str = PARTIES, name: str = "parties.csv") -> Path:
        """Write a table of parties."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def batch(self, path: Path, *words: str, code: int | None = None) -> list[dict[str, Any]]:
        """Check a table on the day after the last import and return its rows."""
        asked = ["--list", "house_watch", "--as-of", f"2026-01-{self.day:02}", *words]
        result = self.run("batch", path, "--format", "jsonl", *asked, code=code)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def hits(self, path: Path, *words: str) -> list[dict[str, Any]]:
        """Check a table and return the hits of its rows."""
        return [hit for row in self.batch(path, *words) for hit in row["hits"]]

    def decide(self, case: str, verdict: str, *words: str) -> Result:
        """Decide on a case as Ann."""
        reason = ["--reason", "another company", "--by", "Ann"]
        return self.run("cases", "decide", case, verdict, *reason, *words)


@pytest.fixture
def house(home: Path, tmp_path: Path) -> House:
    """Give a house list of two entries, imported."""
    assert not home.exists()
    found = House(tmp_path)
    found.import_list(ZEPHYR, ORRIN)
    return found
