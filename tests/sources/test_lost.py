"""What is lost of a home is told: the description of an own list, the catalogue, a record."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sanccheck.commands import cli
from sanccheck.parse.table_columns import TableColumns
from sanccheck.sources.library import Library
from sanccheck.sources.own_lists import OwnList

from .conftest import NOW, ROOT, TODAY, Take, Write

MADE_UP = ROOT / "lists" / "us_ofac_sdn" / "made_up.xml"
WATCH = OwnList(id="watch", columns=TableColumns(pairs=(("name", "name"),)))


@pytest.fixture
def watch(library: Library, tmp_path: Path) -> Path:
    """Import the own list `watch`, and give its description."""
    table = tmp_path / "watch.csv"
    table.write_text("name\nZorblax Trading Ltd\n", "utf-8")
    library.import_file(WATCH, table, published=TODAY, partial=False, retrieved=NOW)
    return library.home / "own" / "watch.json"


def test_own_list_without_its_description(library: Library, lists: Path, watch: Path) -> None:
    """Its list is told as asked for and not screened, with a remedy, until it is disabled."""
    watch.unlink()
    library = Library(library.home, lists)
    for wanted in (None, ["watch"]):
        (told,) = (one for one in library.serve(TODAY, wanted).not_screened if one.list == "watch")
        assert told.asked_for
        assert "own/watch.json in the home" in told.why
        assert told.remedy.startswith("sanccheck lists import --as watch TABLE.csv")
    (status,) = (one for one in library.status(TODAY) if one.source == "watch")
    assert (status.state, status.enabled, status.remedy) == ("unusable", True, told.remedy)
    for source in (None, "watch"):
        (verified,) = library.verify(source)
        assert (verified.source, verified.state, verified.fails) == ("watch", "not described", True)
    library.enable("watch", enabled=False)
    (told,) = (one for one in library.serve(TODAY, None).not_screened if one.list == "watch")
    assert not told.asked_for


def test_commands_tell_an_own_list_without_its_description(
    library: Library, watch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`screen`, `status` and `verify` name it, and the first and the last exit with 4."""
    watch.unlink()
    monkeypatch.setenv("SANCCHECK_HOME", str(library.home))
    for words, code in (
        (["screen", "Zorblax Trading Ltd"], 4),
        (["lists", "status"], 0),
        (["lists", "verify"], 4),
    ):
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == code
        assert "lists import --as watch" in " ".join(result.stdout.split())


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_verify_names_the_files_of_a_lost_catalogue(
    library: Library, take: Take, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Without its records, each stored file is named and the exit is 4."""
    take("us_ofac_sdn", MADE_UP)
    catalogue = library.home / "lists.sqlite3"
    if how == "gone":
        catalogue.unlink()
    else:
        catalogue.write_bytes(b"")
    found = [*library.verify(None)]
    assert {one.state for one in found} == {"no record"}
    assert [(one.file or "").partition("/")[0] for one in found] == ["raw", "snapshots"]
    assert [*library.verify("us_ofac_sdn")] == []
    monkeypatch.setenv("SANCCHECK_HOME", str(library.home))
    result = CliRunner().invoke(cli, ["lists", "verify"])
    assert result.exit_code == 4
    assert "no record  raw/" in result.stdout


def test_an_import_that_reads_otherwise_leaves_no_file_behind(
    library: Library, take: Take, write_xml: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entries that an older version made of the same bytes go when they are replaced."""
    path = write_xml("01/02/2025", "A COMPANY")
    take("us_ofac_sdn", path)
    monkeypatch.setattr("sanccheck.parse.ofac_entry._TYPES", {})
    take("us_ofac_sdn", path)
    assert [one.state for one in library.verify(None)] == ["ok"]
    assert len([*(library.home / "snapshots").iterdir()]) == 1
