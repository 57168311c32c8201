from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sanccheck.errors import ListRefused, SourceError, StoreDamaged, UsageError
from sanccheck.parse.table_columns import TableColumns
from sanccheck.sources.library import Library
from sanccheck.sources.own_lists import OwnList, check_id, own_lists
from sanccheck.sources.report import ImportReport
from sanccheck.sources.updating import to_fetch

from .conftest import Take

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
COLUMNS = TableColumns(pairs=(("id", "Ref"), ("name", "Company"), ("country", "Land")))
MY_LIST = OwnList(id="my_list", columns=COLUMNS)
Own = Callable[..., ImportReport]
Table = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Give a way to write a table, one firm for each name."""

    def run(*names: str, header: str = "Ref,Company,Land") -> Path:
        rows = "".join(f"{number},{name},CN\n" for number, name in enumerate(names, 1))
        path = tmp_path / "table.csv"
        path.write_text(f"{header}\n{rows}", "utf-8")
        return path

    return run


@pytest.fixture
def own(library: Library) -> Own:
    """Give a short way to import a table as the list my_list."""

    def run(
        path: Path,
        source: str | OwnList = MY_LIST,
        *,
        published: date | None = TODAY,
        partial: bool = False,
        accept: bool = False,
        now: datetime = NOW,
    ) -> ImportReport:
        return library.import_file(
            source, path, published=published, partial=partial, retrieved=now, accept=accept
        )

    return run


def test_a_source_like_any_other(library: Library, own: Own, table: Table) -> None:
    """From its import on an own list is screened by default, and every command knows it."""
    assert own(table("A Ltd", "B Ltd")).lists == {"my_list": 2}
    served = library.serve(TODAY, None)
    state = next(one for one in served.lists if one.list == "my_list")
    assert (state.entries, state.stale, state.kind) == (2, False, "own")
    assert state.origin == "own list, not official"
    assert state.effect.startswith("own list, not official: what a hit means is for its owner")
    assert [one.list for one in library.serve(TODAY, ["my_list"]).lists] == ["my_list"]
    entry, _state = library.entry("my_list:1", TODAY)
    assert entry.name == "A Ltd"
    status = next(one for one in library.status(TODAY) if one.source == "my_list")
    assert (status.state, status.kind, status.address) == ("fresh", "own", "")
    assert status.remedy == "sanccheck lists import my_list TABLE.csv --published YYYY-MM-DD"
    assert [one.state for one in library.verify("my_list")] == ["ok"]
    assert [event.what for event in library.history("my_list:1")] == ["on it"]
    library.enable("my_list", enabled=False)
    assert "my_list" not in {one.list for one in library.serve(TODAY, None).lists}
    with pytest.raises(UsageError, match="it is a list of your own"):
        to_fetch(library, ("my_list",))


def test_another_program_finds_it(library: Library, lists: Path, own: Own, table: Table) -> None:
    """What is known of an own list is in the home; the next start reads it there."""
    own(table("A Ltd"))
    again = Library(library.home, lists)
    assert again.manifest("my_list").columns == COLUMNS
    assert again.manifest("my_list").kind == "own"
    again.import_file(
        "my_list", table("A Ltd", "B Ltd"), published=TODAY, partial=False, retrieved=NOW
    )
    assert again.serve(TODAY, ["my_list"]).lists[0].entries == 2


def test_diff(library: Library, own: Own, table: Table) -> None:
    """Two tables of two days are compared by the ids of their rows."""
    own(table("A Ltd", "B Ltd"), published=TODAY - timedelta(1))
    own(table("A Ltd", "C Ltd", "D Ltd"))
    found = library.diff("my_list", TODAY - timedelta(1), TODAY)
    assert found.added == (("my_list:3", "D Ltd"),)
    assert [one.entry for one in found.changed] == ["my_list:2"]


def test_a_refused_table_leaves_nothing(library: Library, own: Own, table: Table) -> None:
    """A first table that is refused leaves no list; a later one leaves the old columns."""
    with pytest.raises(ListRefused, match="has no column 'Company'"):
        own(table("A Ltd", header="Ref,Firm,Land"))
    assert own_lists(library.home) == ()
    with pytest.raises(UsageError, match="is not known"):
        library.manifest("my_list")
    own(table("A Ltd"))
    other = OwnList(id="my_list", columns=TableColumns(pairs=(("name", "Firm"),)))
    with pytest.raises(ListRefused, match="has no column 'Firm'"):
        own(table("A Ltd"), other)
    assert own_lists(library.home) == (MY_LIST,)


def test_rows_that_are_no_entries(library: Library, own: Own, table: Table) -> None:
    """A table with a bad row is refused whole; as a part its hits count, and nothing else."""
    path = table("A Ltd", "")
    with pytest.raises(ListRefused, match=r"table\.csv:3: has no name"):
        own(path)
    report = own(path, partial=True)
    assert report.partial
    assert any("left out" in note for note in report.notes)
    state = library.serve(TODAY, ["my_list"]).lists[0]
    assert (state.partial, state.entries) == (True, 1)
    assert [one.state for one in library.verify("my_list")] == ["ok"]
    own(table("A Ltd"))
    assert not library.serve(TODAY, ["my_list"]).lists[0].partial


def test_a_list_that_shrank(library: Library, own: Own, table: Table) -> None:
    """A table that lost rows, or all of them, is taken only with --accept."""
    with pytest.raises(ListRefused, match="holds no entry; check the table"):
        own(table())
    own(table(*"ABCDEFGHIJ"), published=None)
    for names in ("ABCD", ""):
        with pytest.raises(ListRefused, match="--accept where"):
            own(table(*names))
    own(table(*"ABCDEFGHI"))
    own(table(), accept=True)
    assert library.serve(TODAY, ["my_list"]).lists[0].entries == 0


def test_undated(library: Library, own: Own, table: Table) -> None:
    """An undated table is stale and says what mends it; it follows the dated ones before it."""
    own(table("A Ltd"), published=TODAY - timedelta(3))
    report = own(table("A Ltd", "B Ltd"), published=None)
    (note,) = report.notes
    assert note.startswith("the file carries no publication date")
    assert "sanccheck lists import my_list" in note
    assert note.endswith("--published YYYY-MM-DD")
    state = library.serve(TODAY, ["my_list"]).lists[0]
    assert (state.entries, state.published, state.stale) == (2, None, True)
    before = library.serve(TODAY - timedelta(1), ["my_list"]).lists[0]
    assert (before.entries, before.published) == (1, TODAY - timedelta(3))
    own(table("A Ltd", "B Ltd"))
    assert not library.serve(TODAY, ["my_list"]).lists[0].stale
    assert library.serve(TODAY + timedelta(32), ["my_list"]).lists[0].stale


def test_an_older_table_says_that_it_does_not_serve(own: Own, table: Table) -> None:
    """Who imports a table of an older day is told what stays in use."""
    own(table("A Ltd", "B Ltd"))
    report = own(table("A Ltd"), published=date(2026, 1, 2))
    assert report.notes == (f"not what serves today: that is still what is here of {TODAY}",)


def test_other_columns_are_another_snapshot(library: Library, own: Own, table: Table) -> None:
    """The same table read by other columns is told apart, and each verifies by its own."""
    path = table("A Ltd")
    first = own(path)
    other = OwnList(id="my_list", columns=TableColumns(pairs=(("name", "Company"),)))
    second = own(path, other)
    assert first.sha256 != second.sha256
    assert [one.state for one in library.verify("my_list")] == ["ok", "ok"]
    assert own_lists(library.home) == (other,)


def test_packed(own: Own, table: Table, tmp_path: Path) -> None:
    """A table in a ZIP archive or a gzip file is the same snapshot as the table."""
    path = table("A Ltd")
    plain = own(path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "lists/table.csv")
        archive.writestr("readme.txt", "hello")
    (tmp_path / "table.zip").write_bytes(packed.getvalue())
    (tmp_path / "table.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    for name in ("table.zip", "table.csv.gz"):
        assert own(tmp_path / name).sha256 == plain.sha256


def test_workbook(library: Library, own: Own, tmp_path: Path) -> None:
    """A workbook, a ZIP archive itself, is read as one; a damaged one is refused."""
    import xlsxwriter

    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Firms")
        for place, cells in enumerate((["Ref", "Company", "Land"], ["1", "A Ltd", "CN"])):
            sheet.write_row(place, 0, cells)
    assert own(path).entries == 1
    assert [one.state for one in library.verify("my_list")] == ["ok"]
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ListRefused, match="damaged workbook"):
        own(path)


def test_open_document(library: Library, own: Own, tmp_path: Path) -> None:
    """An ODS, a ZIP archive too, is read as a table."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in cells
        )
        + "</table:table-row>"
        for cells in (("Ref", "Company", "Land"), ("1", "A Ltd", "CN"))
    )
    spaces = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    )
    path = tmp_path / "table.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    assert own(path).entries == 1
    assert library.entry("my_list:1", TODAY)[0].name == "A Ltd"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("us_ofac_sdn", "name of an official"),
        ("us_ofac_cons", "name of an official"),
        ("us_ns_cmic", "name of an official"),
        ("My_list", "cannot be the name"),
        ("1list", "cannot be the name"),
        ("a", "cannot be the name"),
        ("../list", "cannot be the name"),
        ("a" * 41, "cannot be the name"),
        ("liste\n", "cannot be the name"),
        ("", "cannot be the name"),
    ],
)
def test_names(library: Library, name: str, says: str) -> None:
    """A list's name is a plain word that no official list or source has."""
    with pytest.raises(UsageError, match=says):
        check_id(name, library.manifests)


def test_a_name_that_an_official_list_takes_later(
    library: Library, lists: Path, own: Own, table: Table
) -> None:
    """Where a later version brings a list of that name, nothing is screened in silence."""
    own(table("A Ltd"))
    shutil.copytree(lists / "us_ofac_sdn", lists / "my_list")
    manifest = lists / "my_list" / "source.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("id: us_ofac_sdn", "id: my_list", 1))
    with pytest.raises(SourceError, match="name of one that now comes with the program"):
        Library(library.home, lists).serve(TODAY, None)


@pytest.mark.parametrize("data", [b"", b"{", b"{}", b'{"id": "other", "columns": {}}', b"\xff"])
def test_damage(library: Library, lists: Path, own: Own, table: Table, data: bytes) -> None:
    """What is known of an own list and is damaged is an error that says what to do."""
    own(table("A Ltd"))
    (library.home / "own" / "my_list.json").write_bytes(data)
    with pytest.raises(StoreDamaged, match="remove it and import the table"):
        Library(library.home, lists).serve(TODAY, None)


def test_a_home_that_cannot_be_written(library: Library, own: Own, table: Table) -> None:
    """Where nothing can be kept the import is one clear error."""
    library.home.mkdir()
    (library.home / "own").write_text("a file")
    with pytest.raises(SourceError, match="cannot be written"):
        own(table("A Ltd"))


def test_a_plain_table_of_an_official_source(
    lists: Path, tmp_path: Path, take: Take, table: Table
) -> None:
    """A source may be published as a plain table; its manifest may name the columns."""
    manifest = lists / "us_ofac_sdn" / "source.yaml"
    text = manifest.read_text("utf-8")
    formats = next(line for line in text.splitlines() if line.startswith("formats:"))
    columns = "formats: [table]\ncolumns: {id: Ref, name: Company, country: Land}"
    text = text.replace(formats, columns)
    manifest.write_text(text, "utf-8")
    report = take("us_ofac_sdn", table("A Ltd"), published=TODAY)
    assert (report.format, report.lists) == ("table", {"us_ofac_sdn": 1})
    manifest.write_text(text.replace("name: Company", "nam: Company"), "utf-8")
    with pytest.raises(SourceError, match=r"'nam' is not known in 'columns'"):
        Library(tmp_path / "other", lists).serve(TODAY, None)


def test_kept_as_plain_text(library: Library, own: Own, table: Table) -> None:
    """The file in the home is JSON that a person can read."""
    own(table("A Ltd"))
    plain = json.loads((library.home / "own" / "my_list.json").read_text("ascii"))
    assert plain["columns"]["columns"][1] == ["name", "Company"]


def test_the_days_are_the_owners(own: Own, tmp_path: Path) -> None:
    """An own list may have days after that of its table: a firm lists as of when it likes."""
    path = tmp_path / "table.csv"
    path.write_text("Name,From\nA Ltd,2026-11-01\n", "utf-8")
    columns = TableColumns(pairs=(("name", "Name"), ("listed_on", "From")))
    report = own(path, OwnList(id="my_list", columns=columns), published=date(2026, 1, 2))
    assert report.published == date(2026, 1, 2)
