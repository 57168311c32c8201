from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sanccheck.errors import InputError
from sanccheck.tables import Tone, XlsxWriter, read_table, xlsx_files

DANGEROUS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "http://example.com",
    "mailto:a@example.com",
    "{=1}",
    "000001",
    "1e5",
]


def write_column(path: Path, values: list[Any]) -> None:
    """Write a workbook of one column."""
    with XlsxWriter(path) as book:
        sheet = book.add_sheet("A", ["value"])
        for value in values:
            sheet.write([value])


def part(path: Path, name: str) -> str:
    """Return one of the parts of a workbook as text."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_text_stays_text(tmp_path: Path) -> None:
    """Nothing that looks like a formula, a link or a number becomes one."""
    path = tmp_path / "a.xlsx"
    write_column(path, DANGEROUS)
    assert [row.cells[0] for row in read_table(path).rows] == DANGEROUS
    page = part(path, "xl/worksheets/sheet1.xml")
    assert "<f>" not in page
    assert "hyperlink" not in page


AWKWARD = [
    "<r><t>bold</t></r>",
    'A & B <Holdings> "Limited"',
    "_x0041_ and _x000D_",
    "one\ttwo\nthree",
    "  spaces at both ends ",
    "\u9999\u6e2f\u4ea4\u6613\u6240",
    "two lines\u2028of one text",
]


def test_marks_come_back_as_they_were_written(tmp_path: Path) -> None:
    """Mark-up, escapes of the format, spaces and line breaks in a text are no more than text."""
    path = tmp_path / "a.xlsx"
    write_column(path, AWKWARD)
    values = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in values[1:]] == AWKWARD


def test_a_link_is_a_cell_that_stands_once(tmp_path: Path) -> None:
    """A cell that leads somewhere says what it said, is written once, and rows follow it."""
    path = tmp_path / "a.xlsx"
    with XlsxWriter(path) as book:
        sheet = book.add_sheet("A", ["entry", "name"])
        sheet.write(["one", "a"], {0: Tone.QUIET})
        sheet.link(0, "https://example.com/1", "one")
        sheet.write(["two", "b"])
        sheet.link(0, "internal:'A'!A1", "two")
    page = part(path, "xl/worksheets/sheet1.xml")
    assert re.findall(r'<row r="(\d)"', page) == ["1", "2", "3"]
    assert re.findall(r'<c r="([AB]\d)"', page) == ["A1", "B1", "A2", "B2", "A3", "B3"]
    assert page.count("<hyperlink ") == 2
    assert [row.cells for row in read_table(path).rows] == [("one", "a"), ("two", "b")]


def test_a_row_is_as_high_as_its_longest_wrapped_text(tmp_path: Path) -> None:
    """Programs that do not grow rows show wrapped text all the same, and other rows stay low."""
    path = tmp_path / "a.xlsx"
    with XlsxWriter(path) as book:
        sheet = book.add_sheet("A", ["one", "two"])
        sheet.write(["a", "b"], {1: Tone.WRAPPED})
        sheet.write(["a\nb\nc", "a\nb"], {1: Tone.WRAPPED})
        sheet.write(["", ""])
        sheet.write(["", "a\n" * 30], {1: Tone.WRAPPED})
    page = part(path, "xl/worksheets/sheet1.xml")
    assert re.findall(r"<row ([^>]*)>", page) == [
        'r="1"',
        'r="2"',
        'r="3" ht="30" customHeight="1"',
        'r="5" ht="120" customHeight="1"',
    ]
    assert '<dimension ref="A1:B5"/>' in page


def test_columns_beyond_the_alphabet_have_two_letters(tmp_path: Path) -> None:
    """Every value of a wide row comes back in its own column."""
    path = tmp_path / "a.xlsx"
    header = [f"column {number}" for number in range(60)]
    with XlsxWriter(path) as book:
        book.add_sheet("A", header).write(list(range(60)))
    page = part(path, "xl/worksheets/sheet1.xml")
    assert '<c r="Z2"' in page
    assert '<c r="AA2"' in page
    assert read_table(path).rows[0].cells == tuple(map(str, range(60)))


def test_numbers_are_numbers(tmp_path: Path) -> None:
    """A score can be sorted and counted with."""
    path = tmp_path / "a.xlsx"
    with XlsxWriter(path) as book:
        book.add_sheet("A", ["score", "row"]).write([0.93, 7])
    values = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert values[1] == [0.93, 7]


def test_the_header_is_frozen_and_filtered(tmp_path: Path) -> None:
    """The header stays in sight and each column can be filtered."""
    path = tmp_path / "a.xlsx"
    with XlsxWriter(path) as book:
        sheet = book.add_sheet("A", ["name", "status"])
        sheet.write(["Huawei", "match"], {1: Tone.MATCH})
    page = part(path, "xl/worksheets/sheet1.xml")
    assert 'topLeftCell="A2"' in page
    assert '<autoFilter ref="A1:B2"' in page


def test_columns_are_as_wide_as_their_text(tmp_path: Path) -> None:
    """Han characters count for two, and no column grows without end."""
    path = tmp_path / "a.xlsx"
    with XlsxWriter(path) as book:
        sheet = book.add_sheet("A", ["a", "b", "c"])
        sheet.write(["杭州海康威视数字技术", "x" * 500, "x"])
    page = part(path, "xl/worksheets/sheet1.xml")
    widths = re.findall(r'<col [^>]*width="(\d+)', page)
    assert widths == ["22", "60", "8"]


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    """Control characters do not make a workbook that Excel refuses."""
    path = tmp_path / "a.xlsx"
    write_column(path, ["bell\x07 and \ud800 lone"])
    assert read_table(path).rows[0].cells == ("bell\ufffd and \ufffd lone",)


def test_a_cell_that_is_too_long_is_cut_with_a_sign(tmp_path: Path) -> None:
    """The format's limit is kept and the cut is seen."""
    path = tmp_path / "a.xlsx"
    write_column(path, ["x" * 40_000])
    cell = read_table(path).rows[0].cells[0]
    assert len(cell) == 32_767
    assert cell.endswith("…")


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that is full is an error, not a silent cut."""
    monkeypatch.setattr(xlsx_files, "_MAX_ROWS", 2)
    with pytest.raises(InputError, match="write CSV or JSONL instead"):
        write_column(tmp_path / "a.xlsx", ["a", "b", "c"])


def test_a_failure_writes_nothing(tmp_path: Path) -> None:
    """After an error there is no file and no scratch file is left open."""
    path = tmp_path / "a.xlsx"
    with pytest.raises(TypeError):
        write_column(path, ["x", None])
    assert not path.exists()


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """A workbook written twice is byte for byte the same."""
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in paths:
        with XlsxWriter(path) as book:
            book.add_sheet("A", ["name", "score"]).write(["海康威视", 0.5])
    assert paths[0].read_bytes() == paths[1].read_bytes()
