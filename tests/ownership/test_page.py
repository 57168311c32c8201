"""The page on ownership shows what comes out, and names what there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sanccheck.commands import cli

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "ownership.md").read_text("utf-8")


@pytest.mark.usefixtures("home")
def test_the_worked_example_is_what_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of the page, run, print the part that the page shows."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "96")
    block = PAGE[PAGE.index("$ sanccheck lists import") :]
    block = block[: block.index("```")]
    for line in block.splitlines():
        if line.startswith("$ sanccheck "):
            made = CliRunner().invoke(cli, line.removeprefix("$ sanccheck ").split()).stdout
    shown = block[block.index("…\n") + 2 : block.rindex("\n…")]
    assert shown in "\n".join(line.rstrip() for line in made.splitlines())
    assert "owns 50 percent of Example Buyer Limited" in " ".join(shown.split())
