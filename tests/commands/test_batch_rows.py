from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.commands.batch_columns import Columns, Given, choose_columns
from sanccheck.commands.batch_rows import Asked, drop_unfit, read_rows
from sanccheck.model import EntityType, Query
from sanccheck.tables import Row, Table

HEADER = ("name", "country", "type", "id")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Table:
    """Return a table with these rows."""
    numbered = (
        Row(number=at, line=at + 1, last=at + 1, cells=cells) for at, cells in enumerate(rows, 1)
    )
    return Table(path="f.csv", sheet=None, header=header, rows=tuple(numbered))


def ask(*cells: str, header: tuple[str, ...] = HEADER) -> Asked:
    """Return what one row asks."""
    one = table(cells, header=header)
    return next(read_rows(one, choose_columns(one, Given())))


def query(*cells: str, header: tuple[str, ...] = HEADER) -> Query:
    """Return the query of a row that can be asked."""
    asked = ask(*cells, header=header)
    assert asked.query is not None, asked.error
    return asked.query


def test_a_row_becomes_a_query() -> None:
    """Every field is read into its typed form."""
    asked = query(" Huawei  Technologies ", "China", "Corporate", "uscc:914403001922038216")
    assert (asked.name, asked.country, asked.type) == (
        "Huawei Technologies",
        "CN",
        EntityType.COMPANY,
    )
    assert [(one.scheme, one.value) for one in asked.identifiers] == [
        ("uscc", "914403001922038216")
    ]


@pytest.mark.parametrize("nothing", ["", " ", "-", "N/A", "unknown"])
def test_what_is_not_given_is_unknown(nothing: str) -> None:
    """An empty cell, and the usual words for one, are no evidence."""
    assert query("Huawei", nothing, nothing, nothing) == Query(name="Huawei")


@pytest.mark.parametrize(
    ("country", "code"),
    [("cn", "CN"), ("Hong Kong", "HK"), ("香港", "HK"), ("開曼群島", "KY"), ("NA", "NA")],
)
def test_countries_are_read_by_code_and_name(country: str, code: str) -> None:
    """Codes, English names and the usual Chinese ones; NA is Namibia."""
    assert query("x", country, "", "").country == code


def test_a_place_of_incorporation_is_where_it_is_organised() -> None:
    """Only a heading that says so states the jurisdiction of organisation."""
    header = ("name", "Place of incorporation")
    assert query("x", "Cayman Islands", header=header).organised_in == "KY"
    assert query("x", "Cayman Islands", "", "").organised_in is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("isin:HK0941009539", [("isin", "HK0941009539")]),
        ("HK0941009539", [("isin", "HK0941009539")]),
        ("914403001922038216", [("uscc", "914403001922038216")]),
        ("ticker:20.HK", [("ticker", "0020@XHKG")]),
        ("HK_CR:2162198; isin:HK0941009539", [("hk_cr", "2162198"), ("isin", "HK0941009539")]),
    ],
)
def test_identifiers_are_read(cell: str, expected: list[tuple[str, str]]) -> None:
    """A scheme may be left out where check digits prove it; several may stand in one cell."""
    found = query("x", "", "", cell).identifiers
    assert [(one.scheme, one.value) for one in found] == expected


def test_a_columns_scheme_is_that_of_its_values() -> None:
    """Under "Ticker" a value needs no scheme, and may still have one."""
    header = ("name", "Ticker")
    assert query("x", "728 HK", header=header).identifiers[0].value == "0728@XHKG"
    assert query("x", "isin:HK0941009539", header=header).identifiers[0].scheme == "isin"


def test_wrong_check_digits_are_remarked_and_screened() -> None:
    """A listed identifier may itself be wrong, so that it is asked for as typed."""
    asked = ask("x", "", "", "isin:HK0941009530")
    assert asked.query is not None
    assert asked.remark == (
        "the check digits of isin:HK0941009530 are wrong; it was screened as typed"
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("", "CN", "", ""), "the name is empty"),
        (("  ", "", "", ""), "the name is empty"),
        (("x" * 10_000, "", "", ""), "the name has 10000 characters; at most 1000 are read"),
        (("...", "", "", ""), "the name '...' holds no letter or digit"),
        (("x", "Atlantis", "", ""), "country 'Atlantis' is not known; write its ISO code"),
        (("x", "", "nominee", ""), "type 'nominee' is not known; write one of company, person"),
        (("x", "", "", "foo:1"), "identifier scheme 'foo' is not known"),
        (("x", "", "", "isin:"), "identifier 'isin:' has no value"),
        (("x", "", "", "12345"), "id '12345' has no scheme; write SCHEME:VALUE"),
        (("x", "", "", "isin:123"), "id 'isin:123' is not of the form of its scheme"),
        (("x", "", "", "lei:549300EXAMPLE"), "id 'lei:549300EXAMPLE' is not of the form"),
    ],
)
def test_a_bad_cell_is_the_rows_error(cells: tuple[str, ...], message: str) -> None:
    """The error quotes what stood there and says what to write."""
    asked = ask(*cells)
    assert asked.query is None
    assert asked.error is not None
    assert asked.error.startswith(message)


def test_cells_beyond_the_header_are_the_rows_error() -> None:
    """A name cut by its own comma is not screened as if it were whole."""
    row = Row(number=1, line=2, last=2, cells=("Huawei Co.", " Ltd.", "", ""), extra=("CN",))
    one = Table(path="f.csv", sheet=None, header=HEADER, rows=(row,))
    (asked,) = read_rows(one, choose_columns(one, Given()))
    assert asked.query is None
    assert "beyond the last heading ('CN')" in str(asked.error)


def test_a_guessed_column_of_other_things_is_left_out() -> None:
    """Running numbers under "id" and roles under "type" do not fail every row."""
    one = table(("x", "CN", "cornerstone", "1"), ("y", "Hong Kong", "placee", "2"))
    columns, said = drop_unfit(one, choose_columns(one, Given()))
    assert dict(columns.fields()) == {"name": 0, "country": 1}
    assert len(said) == 2
    assert said[0].startswith("the column 'type' is not used: no value in it is one for the type")


def test_a_column_that_the_user_named_is_kept() -> None:
    """What was asked for is done, and its errors are shown."""
    one = table(("x", "CN", "", "1"), ("y", "HK", "", "2"))
    columns, said = drop_unfit(one, choose_columns(one, Given(id="id")))
    assert (columns.id, said) == (3, [])
    assert all(asked.error for asked in read_rows(one, columns))


def test_a_column_with_one_good_value_is_kept() -> None:
    """A single mistake among good values is that row's error."""
    one = table(("x", "CN", "", ""), ("y", "Atlantis", "", ""), ("z", "", "", ""))
    columns, said = drop_unfit(one, choose_columns(one, Given()))
    assert (columns.country, said) == (1, [])


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 4), max_size=5))
def test_any_row_is_a_query_or_an_error(rows: list[tuple[str, ...]]) -> None:
    """No text makes the reading fail, and every row comes back in order."""
    one = table(*rows)
    found = list(read_rows(one, Columns(name=0, country=1, type=2, id=3)))
    assert [asked.row.number for asked in found] == list(range(1, len(rows) + 1))
    for asked in found:
        assert (asked.query is None) == (asked.error is not None)
        assert len((asked.error or "").splitlines()) <= 1


def test_a_name_over_several_lines_is_an_error() -> None:
    """A quote in the wrong place joins rows into one name, and nobody would be screened by it."""
    joined = Row(number=1, line=2, last=4, cells=("Foo Ltd,FR\nBar Ltd,DE\nBaz Ltd", "US", "", ""))
    one = Table(path="f.csv", sheet=None, header=HEADER, rows=(joined,))
    asked = next(read_rows(one, choose_columns(one, Given())))
    assert asked.query is None
    assert asked.error is not None
    assert asked.error.startswith("the row spans lines 2 to 4 of the file, and its name holds")


def test_a_row_over_several_lines_is_remarked() -> None:
    """An address may hold line breaks, so the row is screened and its lines are told."""
    long = Row(number=1, line=2, last=3, cells=("Foo Ltd", "", "", "", "1 Main St\nTown"))
    one = Table(path="f.csv", sheet=None, header=(*HEADER, "address"), rows=(long,))
    asked = next(read_rows(one, choose_columns(one, Given())))
    assert asked.query is not None
    assert asked.remark is not None
    assert asked.remark.startswith("the row spans lines 2 to 3 of the file")


def test_a_sheets_cell_may_hold_line_breaks() -> None:
    """In a workbook no quote can join rows: a name on two lines is read as one."""
    assert query("Huawei\nTechnologies", "", "", "").name == "Huawei Technologies"
