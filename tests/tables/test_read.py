from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sanccheck.errors import InputError
from sanccheck.tables import read_table


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Write a workbook the way a spreadsheet program does, with typed cells."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None:
                    page.write(row, column, value, day if isinstance(value, datetime) else None)
    book.close()
    return path


def message(path: Path, **options: Any) -> str:
    """Return the message with which a file is refused, which is one line."""
    with pytest.raises(InputError) as caught:
        read_table(path, **options)
    text = str(caught.value)
    assert "\n" not in text
    return text.replace(str(path), "FILE")


def test_everything_in_a_workbook_comes_back_as_text(tmp_path: Path) -> None:
    """Codes keep their zeros, whole numbers have no ".0", dates are YYYY-MM-DD."""
    rows: list[list[Any]] = [
        ["name", "code", "listed", "share", "flag"],
        ["中芯国际", "000001", datetime(2021, 12, 10), 1.5, True],  # noqa: DTZ001
        ["x", 688981, datetime(2021, 12, 10, 9, 30), 3, False],  # noqa: DTZ001
    ]
    table = read_table(workbook(tmp_path / "a.xlsx", {"A": rows}))
    assert table.header == ("name", "code", "listed", "share", "flag")
    assert [row.cells for row in table.rows] == [
        ("中芯国际", "000001", "2021-12-10", "1.5", "TRUE"),
        ("x", "688981", "2021-12-10 09:30:00", "3", "FALSE"),
    ]


def test_csv_cells_stay_as_they_stand(tmp_path: Path) -> None:
    """Nothing is trimmed or read as a number, and rows count from 1 under the header."""
    path = tmp_path / "a.csv"
    path.write_text("name,code\n Huawei ,000001\n,\nSMIC\n", encoding="utf-8")
    table = read_table(path)
    assert [(row.number, row.line, row.cells) for row in table.rows] == [
        (1, 2, (" Huawei ", "000001")),
        (2, 3, ("", "")),
        (3, 4, ("SMIC", "")),
    ]


def test_a_row_with_too_many_cells_keeps_them_apart(tmp_path: Path) -> None:
    """A name with an unquoted comma is told by the cells that stand beyond the header."""
    path = tmp_path / "a.csv"
    path.write_text("name,country\nHuawei Co., Ltd.,CN\nSMIC,CN\n", encoding="utf-8")
    first, second = read_table(path).rows
    assert (first.cells, first.extra) == (("Huawei Co.", " Ltd."), ("CN",))
    assert second.extra == ()


def test_rows_of_a_sheet_know_where_they_stand(tmp_path: Path) -> None:
    """Empty rows and columns before the table are passed, empty rows inside it are rows."""
    rows: list[list[Any]] = [[None], [None, "name"], [None, "Huawei"], [None], [None, "SMIC"]]
    table = read_table(workbook(tmp_path / "a.xlsx", {"A": rows}))
    assert [(row.number, row.line, row.cells) for row in table.rows] == [
        (1, 3, ("Huawei",)),
        (2, 4, ("",)),
        (3, 5, ("SMIC",)),
    ]


def test_a_column_without_heading_is_named_by_its_letter(tmp_path: Path) -> None:
    """The values of such a column come along."""
    rows: list[list[Any]] = [["name", None, "country"], ["Huawei", "x", "CN"]]
    assert read_table(workbook(tmp_path / "a.xlsx", {"A": rows})).header == (
        "name",
        "column B",
        "country",
    )


def test_one_of_several_sheets_is_read_when_it_is_named(tmp_path: Path) -> None:
    """Several sheets need a choice; a wrong one is answered with those there are."""
    path = workbook(tmp_path / "a.xlsx", {"One": [["name"], ["x"]], "Two": [["name"], ["y"]]})
    assert read_table(path, sheet="Two").rows[0].cells == ("y",)
    assert message(path) == "FILE: has several sheets; say which with --sheet: 'One', 'Two'"
    assert message(path, sheet="No") == "FILE: has no sheet 'No'; its sheets are 'One', 'Two'"


def test_a_hidden_sheet_is_no_choice(tmp_path: Path) -> None:
    """The only sheet that is shown is read without asking."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet("Shown").write_column(0, 0, ["name", "x"])
    book.add_worksheet("Kept").hide()
    book.close()
    assert read_table(tmp_path / "a.xlsx").sheet == "Shown"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.csv", b"", "FILE: is empty; the first row must name the columns"),
        ("a.csv", b"\n \n\n", "FILE: is empty; the first row must name the columns"),
        ("a.csv", b",,\n,,\n", "FILE: is empty; the first row must name the columns"),
        ("a.csv", b"name,b,name\nx,y,z\n", "FILE: the heading 'name' stands more than once"),
        ("a.csv", b"PK\x03\x04", "FILE: is a workbook, not CSV; give it the suffix .xlsx"),
        ("a.xlsx", b"name,country\n", "FILE: is not a workbook that can be read"),
        ("a.xlsx", b"PK\x03\x04 and no more", "FILE: is not a workbook that can be read"),
        ("a.ods", b"hello", "FILE: is not a workbook that can be read"),
        ("a.xls", b"hello", "FILE: is not a workbook that can be read"),
        ("a.parquet", b"PAR1", "FILE: .parquet files are not read; give a CSV, XLSX or ODS file"),
        ("a.csv", b"T,2021\na,b,c\n1,2,3\n", "FILE: row 1 fills 2 of the 3 columns below it"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    tmp_path: Path, name: str, data: bytes, expected: str
) -> None:
    """Each kind of wrong file has its own clear line."""
    path = tmp_path / name
    path.write_bytes(data)
    assert message(path).startswith(expected)


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    """A missing file and a folder are told apart."""
    assert message(tmp_path / "none.csv") == "FILE: does not exist; check the path"
    assert message(tmp_path).startswith("FILE: is a folder")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """A good archive of other things does not bring the program down."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert message(path).startswith("FILE: is not a workbook that can be read")


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    """The message names the sheet."""
    path = workbook(tmp_path / "a.xlsx", {"Nothing": []})
    assert message(path) == "FILE, sheet 'Nothing': is empty; the first row must name the columns"


def test_a_header_without_rows_is_a_table(tmp_path: Path) -> None:
    """No rows is not an error of the file."""
    assert read_table(workbook(tmp_path / "a.xlsx", {"A": [["name"]]})).rows == ()


def test_csv_has_no_sheets(tmp_path: Path) -> None:
    """--sheet with a CSV file is refused rather than ignored."""
    path = tmp_path / "a.csv"
    path.write_text("name\nx\n", encoding="utf-8")
    assert message(path, sheet="A") == "FILE: is CSV and has no sheets; leave --sheet out"


def test_the_exchanges_workbook_is_read_whole(real_data: Path) -> None:
    """Every security of the Hong Kong list is a row, its code with all its zeros."""
    table = read_table(real_data / "names" / "HKEX_ListOfSecurities_2026-03-23.xlsx")
    assert len(table.rows) == 17_944
    assert table.header[15].startswith("Spread Table\n1 = Part A")
    by_code = {row.cells[0]: row.cells[1] for row in table.rows}
    assert by_code["00020"] == "SENSETIME-W"


def test_a_large_csv_is_read_whole(real_data: Path) -> None:
    """Every company of the names file is a row of two cells."""
    table = read_table(real_data / "names" / "listed_companies_2026-08.csv")
    assert len(table.rows) == 37_277
    assert not any(row.extra for row in table.rows)
