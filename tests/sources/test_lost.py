"""What is lost of a home is told: the description of an own list, the catalogue, a record."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sanccheck.commands import cli
from sanccheck.errors import StoreDamaged
from sanccheck.parse.table_columns import TableColumns
from sanccheck.sources.catalogue import FIELDS, checksum
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


def change(library: Library, field: str, value: str | int) -> None:
    """Change a field of every record behind the program's back."""
    database = sqlite3.connect(library.home / "lists.sqlite3")
    database.execute(f"UPDATE snapshot SET {field} = ?", (value,))  # noqa: S608 - our names
    database.commit()
    database.close()


def reseal(library: Library) -> None:
    """Give each record the checksum of what it says now."""
    database = sqlite3.connect(library.home / "lists.sqlite3")
    database.create_function("made", len(FIELDS), checksum)
    made = f"made({', '.join(FIELDS)})"
    database.execute(f"UPDATE snapshot SET checksum = {made}")  # noqa: S608 - our names
    database.commit()
    database.close()


CHANGES: list[tuple[str, str | int]] = [
    ("published", "2025-01-03"),
    ("published", "2025-41-02"),
    ("partial", 1),
    ("records", 3),
    ("lists", '{"us_ofac_sdn": 2}'),
    ("lists", "{"),
    ("retrieved", "yesterday"),
    ("raw", "{"),
    ("entries_sha256", "0" * 64),
    ("checksum", "0" * 64),
]


@pytest.mark.parametrize(("field", "value"), CHANGES)
def test_a_changed_record_never_serves(
    library: Library, take: Take, write_xml: Write, field: str, value: str | int
) -> None:
    """Its list is told with a remedy, everywhere, until the file is imported again."""
    path = write_xml("01/02/2025", "A COMPANY")
    take("us_ofac_sdn", path)
    change(library, field, value)
    served = library.serve(TODAY, ["us_ofac_sdn"])
    (told,) = (one for one in served.not_screened if one.list == "us_ofac_sdn")
    assert served.lists == ()
    assert told.asked_for
    assert "was changed in lists.sqlite3" in told.why
    assert told.remedy.startswith("sanccheck lists import us_ofac_sdn")
    (status,) = (one for one in library.status(TODAY) if one.source == "us_ofac_sdn")
    assert status.state == "unusable"
    assert "damaged" in {one.state for one in library.verify(None)}
    with pytest.raises(StoreDamaged, match="was changed"):
        library.publications("us_ofac_sdn")
    take("us_ofac_sdn", path)
    assert [one.state for one in library.verify(None)] == ["ok"]
    (state,) = library.serve(TODAY, ["us_ofac_sdn"]).lists
    assert (state.published, state.entries) == (date(2025, 1, 2), 1)


def test_a_record_changed_to_another_source(library: Library, take: Take, lists: Path) -> None:
    """Where even the name of its source is another, both are told, and an import mends it."""
    take("us_ofac_sdn", MADE_UP)
    change(library, "source", "us_ofac_sdm")
    library = Library(library.home, lists)
    told = {one.list: one for one in library.serve(TODAY, None).not_screened if one.asked_for}
    assert "names a source that is not known" in told["us_ofac_sdm"].why
    assert told["us_ofac_sdn"].why == "not downloaded"
    take("us_ofac_sdn", MADE_UP)
    assert [one.state for one in library.verify(None)] == ["ok"]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("published", "2025-01-03", "it was published on 2025-01-02, and is recorded as of 2025-"),
        ("records", 3, "it holds 1 records, and 3 are recorded"),
        ("lists", '{"us_ofac_sdn": 2}', "it holds 1 entries of us_ofac_sdn, and 2 are recorded"),
    ],
)
def test_verify_compares_the_record_with_the_file(
    library: Library, take: Take, write_xml: Write, field: str, value: str | int, says: str
) -> None:
    """What a record says otherwise than the published file is told, whatever its checksum."""
    take("us_ofac_sdn", write_xml("01/02/2025", "A COMPANY"))
    change(library, field, value)
    reseal(library)
    (verified,) = library.verify(None)
    assert (verified.state, verified.fails) == ("reads otherwise", True)
    assert says in (verified.why or "")


def test_verify_knows_a_part(library: Library, take: Take, real_data: Path) -> None:
    """A part that is recorded as whole is told."""
    file = real_data / "us_ofac_cons" / "csv_2025-12" / "cons_prim.csv"
    take("us_ofac_cons", file, partial=True)
    change(library, "partial", 0)
    reseal(library)
    (verified,) = library.verify(None)
    assert verified.fails
    assert "part" in (verified.why or "")


def test_an_older_catalogue_is_given_checksums(library: Library, take: Take, lists: Path) -> None:
    """It serves as it is, and from the first change on its records are checked too."""
    take("us_ofac_sdn", MADE_UP)
    database = sqlite3.connect(library.home / "lists.sqlite3")
    database.execute("ALTER TABLE snapshot DROP COLUMN checksum")
    database.execute("PRAGMA user_version = 4")
    database.commit()
    database.close()
    library = Library(library.home, lists)
    before = library.serve(TODAY, ["us_ofac_sdn"]).lists
    assert len(before) == 1
    library.enable("us_ofac_sdn", enabled=True)
    assert library.serve(TODAY, ["us_ofac_sdn"]).lists == before
    change(library, "published", "2026-11-20")
    assert library.serve(TODAY, ["us_ofac_sdn"]).lists == ()
