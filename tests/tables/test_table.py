from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sanccheck.tables.table import Record, build_table, column_letters


@given(st.integers(min_value=0, max_value=20_000))
def test_letters_count_like_a_spreadsheet(index: int) -> None:
    """Read as digits of base 26, the letters give the column back."""
    total = 0
    for letter in column_letters(index):
        total = total * 26 + ord(letter) - ord("A") + 1
    assert total - 1 == index


@given(st.lists(st.lists(st.text(max_size=3), max_size=4), max_size=6))
def test_no_row_is_lost(body: list[list[str]]) -> None:
    """Every record under the header is a row, in order, with a cell for each column."""
    top = ["a", "b", "c", "d"]
    records = [
        Record(line=number, last=number, cells=cells)
        for number, cells in enumerate([top, *body], 1)
    ]
    table = build_table("f.csv", records)
    assert [row.number for row in table.rows] == list(range(1, len(body) + 1))
    for row, cells in zip(table.rows, body, strict=True):
        assert len(row.cells) == 4
        assert list(row.cells[: len(cells)]) == cells
