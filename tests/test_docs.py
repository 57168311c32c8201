"""The documentation says what the program does: its outputs are run, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sanccheck.commands import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return every command of the program as its words."""
    context = click.Context(group)
    found: set[tuple[str, ...]] = set()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        deeper = (*path, name)
        found |= commands(command, deeper) if isinstance(command, click.Group) else {deeper}
    return found


def run_shown(text: str, command: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Return the output that a page shows for a command, and what comes out now."""
    shown = text[text.index(f"$ sanccheck {command}\n") :]
    shown = shown[shown.index("\n") + 1 : shown.index("\n```")]
    monkeypatch.setenv("COLUMNS", "96")
    words = re.findall(r'"[^"]*"|\S+', command)
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, [word.strip('"') for word in words])
    return shown.rstrip(), result.stdout.rstrip()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "command",
    re.findall(r"^\$ sanccheck (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE),
)
def test_the_readme_shows_what_comes_out(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each output in the README is that of the command above it; a cut one is its beginning."""
    shown, made = run_shown((ROOT / "README.md").read_text("utf-8"), command, monkeypatch)
    assert made.startswith(shown.removesuffix("…").rstrip())


def test_every_command_has_help_and_is_documented() -> None:
    """Each command says what it does, and a page names it."""
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    for words in sorted(commands(cli)):
        result = CliRunner().invoke(cli, [*words, "--help"])
        assert result.exit_code == 0
        first, *rest = words
        pattern = rf"\b{first}\b[^\n]*\b{rest[0]}\b" if rest else rf"sanccheck {first}\b"
        assert re.search(pattern, text), f"no page names {' '.join(words)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_pages_exist(page: Path) -> None:
    """Nothing is documented that is not there, and links within the project lead somewhere."""
    text = page.read_text("utf-8")
    known = commands(cli)
    for found in re.findall(r"sanccheck ((?:[a-z]+ ?){1,2})", text):
        words = tuple(found.split())
        assert words in known or words[:1] in known or words[:1] in {k[:1] for k in known}, found
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (page.parent / target).exists(), target
