"""Write XLSX in which every cell is text or a number: nothing becomes a formula or a link."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sanccheck.errors import InputError

# What the format holds.
_MAX_ROWS = 1_048_575
_MAX_CELL = 32_767
_MAX_LINKS = 65_530
_MAX_ADDRESS = 2_079
# XML 1.0 has no place for these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A text without any of this stands in XML as it is: one line, no mark-up, no space at an end.
_SPECIAL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff&<>]|^\\s|\\s$|_x")
# How the format writes a character by its number; a text that says so itself is kept from it.
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_MIN_WIDTH, _MAX_WIDTH = 8, 60
# Some programs do not grow a row for text that wraps, so its height is set, to eight lines at most.
_LINE_HEIGHT, _MAX_HEIGHT = 15, 120
_FIRST_WIDE = 0x2E80  # Han and what follows takes two places

_NOTHING_AUTOMATIC = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


class Tone(StrEnum):
    """How a cell stands out; its own word always says the same as its colour."""

    # As its word has it, which is taken without a call; an enumeration's own is not.
    __hash__ = str.__hash__

    PLAIN = "plain"
    WRAPPED = "wrapped"
    GOOD = "good"
    MATCH = "match"
    POSSIBLE = "possible"
    QUIET = "quiet"
    ERROR = "error"


_STYLES: dict[Tone, dict[str, object]] = {
    Tone.PLAIN: {},
    Tone.WRAPPED: {"text_wrap": True},
    Tone.GOOD: {"bg_color": "#CFE8D5", "bold": True},
    Tone.MATCH: {"bg_color": "#F4B6B6", "bold": True},
    Tone.POSSIBLE: {"bg_color": "#FBE3A6", "bold": True},
    Tone.QUIET: {"bg_color": "#E4E7EB"},
    Tone.ERROR: {"bg_color": "#D9C8EC", "bold": True},
}

_COLOURLESS = frozenset({Tone.PLAIN, Tone.WRAPPED})
_PAGE_WIDTH = 240  # characters beside one another that can be read on a printed page

Cell = str | int | float
_NO_TONES: Mapping[int, Tone] = {}


class Sheet:
    """One sheet being written, row under row, its header frozen and filtered.

    Rows are put into words here and go straight to the file of rows that a workbook in constant
    memory keeps for each sheet: asking it cell by cell took three times as long.
    """

    def __init__(self, page: Any, header: Sequence[str], styles: Mapping[Tone, str]) -> None:
        self._page = page
        self._styles = styles
        self._rows = 0
        self._links = 0
        self._widths = [_MIN_WIDTH] * len(header)
        self._columns = [_letters(column) for column in range(len(header))]

    def write(self, row: Iterable[Cell], tones: Mapping[int, Tone] = _NO_TONES) -> None:
        """Write a row under what is there; `tones` marks cells by column, counted from 0.

        An empty cell without a colour is left out.

        Raises:
            InputError: when the sheet can hold no more rows.
        """
        if self._rows >= _MAX_ROWS:
            raise InputError(
                f"a sheet of a workbook holds {_MAX_ROWS} rows and there are more; "
                "write CSV or JSONL instead"
            )
        self._rows += 1
        number, widths, columns, styles = self._rows + 1, self._widths, self._columns, self._styles
        told, lines = [], 1
        for column, value in enumerate(row):
            tone = tones.get(column, Tone.PLAIN)
            if value == "" and tone in _COLOURLESS:
                continue
            inner, width = _prepared(value) if isinstance(value, str) else _number(value)
            if width > widths[column]:  # noqa: PLR1730 - a call of max for every cell takes longer
                widths[column] = width
            if tone is Tone.WRAPPED:
                lines = max(lines, _wrapped_lines(str(value)))
            told.append(f'<c r="{columns[column]}{number}" s="{styles[tone]}"{inner}')
        self._add(number, told, lines)

    def write_header(self, header: Sequence[str], style: str) -> None:
        """Write the header, above every row."""
        told = []
        for column, heading in enumerate(header):
            inner, width = _prepared(heading)
            self._widths[column] = max(self._widths[column], width)
            told.append(f'<c r="{self._columns[column]}1" s="{style}"{inner}')
        self._add(1, told, 1)

    def _add(self, number: int, cells: Sequence[str], lines: int) -> None:
        """Add a row of cells; one without any is left out."""
        if cells:
            height = min(lines * _LINE_HEIGHT, _MAX_HEIGHT)
            high = f' ht="{height}" customHeight="1"' if lines > 1 else ""
            self._page.row_data_fh.write(f'<row r="{number}"{high}>{"".join(cells)}</row>')

    def link(self, column: int, address: str, text: str) -> None:
        """Make a cell of the last row a link; where the sheet can hold no more links it is text.

        `text` is what the cell says.
        """
        if self._links < _MAX_LINKS and len(address) <= _MAX_ADDRESS:
            self._links += 1
            self._page.write_url(self._rows, column, address, string=_cell_text(text))
            # The cell is in its row already, and would be written again.
            self._page.table.clear()

    def finish(self) -> None:
        """Set the widths, the filter, and how it is printed."""
        page, last = self._page, len(self._widths) - 1
        for column, width in enumerate(self._widths):
            page.set_column(column, column, width)
        page.dim_rowmin, page.dim_rowmax = 0, self._rows
        page.dim_colmin, page.dim_colmax = 0, last
        page.autofilter(0, 0, self._rows, last)
        if sum(self._widths) <= _PAGE_WIDTH:
            page.fit_to_pages(1, 0)

    def abandon(self) -> None:
        """Close the scratch file without writing the sheet."""
        if self._page.row_data_fh is not None:
            self._page.row_data_fh.close()


class XlsxWriter:
    """Writes a workbook, in a `with` statement; after a failure nothing of it is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._scratch = tempfile.TemporaryDirectory(prefix="sanccheck-")
        self._book: Any = None
        self._styles: dict[Tone, str] = {}
        self._heading = ""
        self._sheets: list[Sheet] = []

    def __enter__(self) -> Self:
        """Open the workbook."""
        import xlsxwriter

        options = {**_NOTHING_AUTOMATIC, "tmpdir": self._scratch.name}
        self._book = xlsxwriter.Workbook(str(self._path), options)
        # The same results give the same bytes, so the file does not carry the hour.
        created = datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no zone
        self._book.set_properties({"created": created})
        top = {"valign": "top"}
        self._heading = self._style({**top, "bold": True, "bottom": 1})
        for tone, style in _STYLES.items():
            self._styles[tone] = self._style({**top, **style})
        return self

    def _style(self, style: Mapping[str, object]) -> str:
        """Add a style, and return the number by which cells name it."""
        # Cells name a style by this; xlsxwriter gives it to nobody but itself.
        return str(self._book.add_format(style)._get_xf_index())  # noqa: SLF001

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the workbook; after a failure clear away what was prepared."""
        del error, trace
        try:
            if kind is None:
                for sheet in self._sheets:
                    sheet.finish()
                self._book.close()
            else:
                for sheet in self._sheets:
                    sheet.abandon()
        finally:
            self._scratch.cleanup()

    def add_sheet(self, name: str, header: Sequence[str], *, frozen: int = 0) -> Sheet:
        """Add a sheet and write its header; `frozen` columns stay in sight beside it."""
        page = self._book.add_worksheet(name)
        page.freeze_panes(1, frozen)
        page.set_landscape()
        page.repeat_rows(0)
        sheet = Sheet(page, header, self._styles)
        sheet.write_header(header, self._heading)
        self._sheets.append(sheet)
        return sheet


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> _letters(0), _letters(25), _letters(26), _letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _places(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if ord(char) >= _FIRST_WIDE else 1 for char in text)


def _number(value: float) -> tuple[str, int]:
    """Return the rest of a cell that holds a number, and the width that it asks for."""
    return f"><v>{value:.16G}</v></c>", min(len(str(value)) + 2, _MAX_WIDTH)


@lru_cache(maxsize=4096)
def _prepared(text: str) -> tuple[str, int]:
    """Return the rest of a cell that holds a text, and the width that it asks for.

    The same words stand in many rows.
    """
    if _SPECIAL.search(text) is None and len(text) <= _MAX_CELL:
        longest, told, keep = _places(text[:_MAX_WIDTH]), text, ""
    else:
        longest = max((_places(line[:_MAX_WIDTH]) for line in text.splitlines()), default=0)
        told = _cell_text(text)
        keep = ' xml:space="preserve"' if told != told.strip() else ""
        told = _escaped(told)
    inner = f' t="inlineStr"><is><t{keep}>{told}</t></is></c>'
    return inner, min(longest + 2, _MAX_WIDTH)


@lru_cache(maxsize=4096)
def _wrapped_lines(text: str) -> int:
    """Return how many lines a text takes in the widest column, words not being cut."""
    return sum(_places(line) // (_MAX_WIDTH - 6) + 1 for line in text.splitlines())


def _cell_text(text: str) -> str:
    text = _NOT_XML.sub("\ufffd", text)
    return text if len(text) <= _MAX_CELL else f"{text[: _MAX_CELL - 1]}…"


def _escaped(text: str) -> str:
    """Write a text so that XML, and the format's own `_x000D_`, give back what it says."""
    text = _CODE.sub("_x005F_", text).replace("\r", "_x000D_")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
