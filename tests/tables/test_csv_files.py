from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.errors import InputError
from sanccheck.tables.csv_files import CsvWriter, harmless, read_csv, sniff_separator

NAMES = ["Huawei Technologies Co., Ltd.", "海康威视", 'The "Panda" Group; Nanjing', "SMIC"]

# The quote before Foo is closed by the one before Baz, and three names would be one.
STRAY = b'Name,Country\n"Foo Ltd,FR\nBar Ltd,DE\n"Baz Ltd,US\nQux Ltd,US\n'


def rows(data: str | bytes) -> list[list[str]]:
    """Return the cells that are read from a CSV text."""
    raw = data.encode() if isinstance(data, str) else data
    return [list(record.cells) for record in read_csv("f.csv", raw)]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("name,country\nHuawei,CN\n", ","),
        ("name;country\nHuawei Technologies Co., Ltd.;CN\nPanda, Inc.;CN\n", ";"),
        ("name\tcountry\nHuawei Technologies Co., Ltd.; Shenzhen\tCN\n", "\t"),
        ('name,country\n"Huawei Technologies Co., Ltd.",CN\n"A; B",CN\n', ","),
        ("name;country,code\nHuawei;CN\nSMIC;CN\n", ";"),
        ("name,country;code\nHuawei,CN\nSMIC,CN\n", ","),
        ("name,country\n", ","),
    ],
    ids=["comma", "semicolon", "tab", "quoted", "rows-say-semicolon", "rows-say-comma", "header"],
)
def test_the_separator_is_told_from_header_and_rows(text: str, separator: str) -> None:
    """Commas and semicolons inside names do not mislead."""
    assert sniff_separator(text) == separator


def test_a_single_column_keeps_its_commas() -> None:
    """A file with one heading has one column, whatever its names hold."""
    assert rows('name\nHuawei Technologies Co., Ltd.\n"SMIC, Inc."\n') == [
        ["name"],
        ["Huawei Technologies Co., Ltd."],
        ["SMIC, Inc."],
    ]


def test_a_line_that_says_the_separator_is_obeyed() -> None:
    """The "sep=" line that Excel understands is not a header."""
    records = read_csv("f.csv", b"sep=;\r\nname;country\r\nA, B;CN\r\n")
    assert [(one.line, list(one.cells)) for one in records] == [
        (2, ["name", "country"]),
        (3, ["A, B", "CN"]),
    ]


def test_lines_are_those_of_the_file() -> None:
    """A row that follows a cell of several lines knows its own line; empty lines are passed."""
    records = read_csv("f.csv", b'name,country\n"two\nlines",CN\n\nlast,CN')
    assert [(one.line, one.last) for one in records] == [(1, 1), (2, 3), (5, 5)]


def test_a_byte_order_mark_is_no_part_of_the_heading() -> None:
    """The first heading is read without the mark."""
    assert rows(b"\xef\xbb\xbfname,country\nA,B\n")[0] == ["name", "country"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"name,country\nCaf\xe9,FR\n", "f.csv:2: is not UTF-8 text (byte 0xe9 at position 17)"),
        ("name\nCafé\n".encode("utf-16"), "f.csv: is UTF-16 text"),
        (b"name\nA\0B\n", "f.csv:2: holds a zero byte"),
        (b'name,country\n"Huawei,CN\nSMIC,CN\n', "f.csv:2: a quoted cell begins here"),
        (b'sep=;\nname;c\n"Huawei;CN\n', "f.csv:3: a quoted cell begins here"),
        (
            STRAY,
            "f.csv:4: text stands after the quote that closes a cell, in the row that begins in ",
        ),
        (b'sep=;\nname;c\n"A" B;CN\n', "f.csv:3: text stands after the quote that closes a cell; "),
        (b'name,c\r\n"A" B,CN', "f.csv:2: text stands after the quote"),
        (b"List of 2021\na,b,c\n1,2,3\n", "f.csv:1: has one cell but the rows below it have 3"),
        (b"List of 2021\na;b\n1;2\n", "f.csv:1: has one cell but the rows below it have 2"),
    ],
    ids=[
        "latin-1",
        "utf-16",
        "zero",
        "open-quote",
        "open-quote-sep",
        "stray",
        "stray-sep",
        "stray-last",
        "title",
        "title-semicolon",
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(data: bytes, message: str) -> None:
    """The message names the file, the line and what to do."""
    with pytest.raises(InputError) as caught:
        rows(data)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_quote_within_a_cell_without_quotes_is_read() -> None:
    """Only a quote that begins a cell means anything; others are part of the name."""
    assert rows('name,c\nFoo "Bar" Ltd,FR\nThe "Baz",DE\n"A ""B"" C",US\n')[1:] == [
        ['Foo "Bar" Ltd', "FR"],
        ['The "Baz"', "DE"],
        ['A "B" C', "US"],
    ]


def test_a_very_long_cell_is_read() -> None:
    """A name of a megabyte is one row's matter, not the file's."""
    assert rows(f"name,country\n{'x' * 1_000_000},CN\n")[1][1] == "CN"


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["CN", "", "KY"])), max_size=8))
def test_what_a_spreadsheet_writes_comes_back(table: list[tuple[str, str]]) -> None:
    """Rows written with any of the separators are read as they were written."""
    for separator in ",;\t":
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows([("name", "country"), *table])
        assert rows(text.getvalue()) == [["name", "country"], *(list(row) for row in table)]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-12.5", "-12.5"),
        ("+852", "+852"),
        ("12%", "12%"),
        ("Huawei", "Huawei"),
        ("'quoted", "'quoted"),
        ("", ""),
    ],
)
def test_no_cell_acts_as_a_formula(cell: str, written: str) -> None:
    """A cell that a spreadsheet would run gets an apostrophe; a plain number does not."""
    assert harmless(cell) == written


def test_written_rows_read_back() -> None:
    """What is written with commas is read again as the same cells."""
    table = [["name", "note"], ["海康威视", "one, two"], ['say "yes"', "two\nlines"]]
    file = io.StringIO(newline="")
    writer = CsvWriter(file)
    for row in table:
        writer.write(row)
    assert rows(file.getvalue()) == table
