"""The catalogue of the rules and the schema of their files are what the rule files make them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from sanccheck.commands import cli
from sanccheck.rulebook.catalogue import catalogue
from sanccheck.rulebook.json_schema import rule_file_schema
from sanccheck.rulebook.load import shipped_rulebook
from sanccheck.rulebook.schema import Regime
from sanccheck.shipped import shipped

ROOT = Path(__file__).parent.parent.parent
RULE_FILES = sorted((ROOT / "rules").glob("*.yaml"))
WRITTEN = {"catalogue": ROOT / "docs/rule_catalogue.md", "schema": ROOT / "rules/schema.json"}


class AsText(yaml.SafeLoader):
    """Read scalars as an editor's YAML 1.2 does: a date, and `yes`, are text."""


AsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> object:
    """Return a rule file as an editor sees it."""
    return yaml.load(text, AsText)  # noqa: S506 - a subclass of SafeLoader


@pytest.mark.parametrize("command", WRITTEN)
def test_what_is_written_is_what_comes_out(command: str, pytestconfig: pytest.Config) -> None:
    """The page and the schema in the repository are what the commands write today."""
    result = CliRunner().invoke(cli, ["rules", command])
    if pytestconfig.getoption("--update-golden"):
        WRITTEN[command].write_text(result.stdout, encoding="utf-8")
    assert result.exit_code == 0
    assert WRITTEN[command].read_text("utf-8") == result.stdout


def test_nothing_is_left_out_of_the_catalogue() -> None:
    """Each rule, each day on which a version begins and each source stands on the page."""
    page = catalogue(item.regime for item in shipped_rulebook(examples=False).regimes)
    for item in shipped_rulebook(examples=False).regimes:
        part = page[page.index(f'<a id="{item.regime.id}">') :]
        for rule in item.regime.rules:
            after = part[part.index(f"### {rule.id} ") :]
            assert all(f"**From {version.since}" in after for version in rule.versions)
        for cite in item.regime.cites.values():
            assert f"read {cite.read_on}" in part
            assert cite.href.replace("(", "%28").replace(")", "%29") in part


def test_what_a_rule_file_says_is_no_markup() -> None:
    """A title with a tag, a link or a table's bar is shown as it stands and does nothing."""
    loaded = shipped_rulebook(examples=False).regime("us_capta")
    assert loaded is not None
    rogue = "<script>x</script> [here](https://example.org) | a *b*\n# heading"
    page = catalogue([Regime.model_validate(loaded.model_dump(by_alias=True) | {"title": rogue})])
    assert "<script" not in page.replace("\\<script", "")
    assert "[here](" not in page.replace("\\[here\\](", "")
    assert "\n# heading" not in page
    assert page.count("\\| a \\*b\\*") == 2


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_the_schema_takes_every_shipped_file(path: Path) -> None:
    """No editor marks a line of a rule file that the program takes."""
    validator = Draft202012Validator(rule_file_schema())
    assert [error.json_path for error in validator.iter_errors(read(path.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (r"confidence: M\n", "confidence: sure\n"),
        (r"stage: outcome\n", "stage: late\n"),
        (r"strict: CLEAR\n", "strict: FORBIDDEN\n"),
        (r"applies_when:\n", "applies_if:\n"),
        (r"\{party.on.us_capta: yes\}", "{party.on.us_capta: yes, party.action: sale}"),
        (r"\{party.on.us_capta: yes\}", "{nobody: yes}"),
        (r"    about: party\n", ""),
        (r"href: https://", "href: http://"),
    ],
)
def test_the_schema_marks_what_is_wrong(found: str, instead: str) -> None:
    """A misspelt key, an outcome that is none, a condition of two parts: an editor marks each."""
    text = (shipped("rules") / "us_capta.yaml").read_text("utf-8")
    wrong = re.sub(found, instead, text, count=1)
    assert wrong != text
    assert not Draft202012Validator(rule_file_schema()).is_valid(read(wrong))


def test_the_schema_is_a_schema() -> None:
    """The file is valid JSON Schema, and refers to nothing that it does not hold."""
    Draft202012Validator.check_schema(rule_file_schema())
    text = json.dumps(rule_file_schema())
    defs = set(rule_file_schema()["$defs"])
    assert set(re.findall(r'"#/\$defs/(\w+)"', text)) <= defs
