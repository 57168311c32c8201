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
# XML 1.0 has no place for these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

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
    """One sheet being written, row under row, its header frozen and filtered."""

    def __init__(self, page: Any, header: Sequence[str], formats: Mapping[Tone, Any]) -> None:
        self._page = page
        self._formats = formats
        self._rows = 0
        self._widths = [_MIN_WIDTH] * len(header)

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
        cells = list(row)
        wrapped = [str(cells[at]) for at, tone in tones.items() if tone is Tone.WRAPPED]
        lines = max((_wrapped_lines(text) for text in wrapped), default=1)
        if lines > 1:
            self._page.set_row(self._rows, min(lines * _LINE_HEIGHT, _MAX_HEIGHT))
        for column, value in enumerate(cells):
            tone = tones.get(column, Tone.PLAIN)
            if value != "" or tone not in _COLOURLESS:
                self.put(self._rows, column, value, self._formats[tone])

    def put(self, row: int, column: int, value: Cell, style: Any) -> None:
        """Write one cell as text, or as a number, and widen its column for it."""
        if isinstance(value, str):
            text, width = _prepared(value)
            self._page.write_string(row, column, text, style)
        else:
            width = len(str(value)) + 2
            self._page.write_number(row, column, value, style)
        if width > self._widths[column]:
            self._widths[column] = min(width, _MAX_WIDTH)

    def finish(self) -> None:
        """Set the widths, the filter, and how it is printed."""
        for column, width in enumerate(self._widths):
            self._page.set_column(column, column, width)
        self._page.autofilter(0, 0, self._rows, len(self._widths) - 1)
        if sum(self._widths) <= _PAGE_WIDTH:
            self._page.fit_to_pages(1, 0)

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
        self._formats: dict[Tone, Any] = {}
        self._heading: Any = None
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
        self._heading = self._book.add_format({**top, "bold": True, "bottom": 1})
        for tone, style in _STYLES.items():
            self._formats[tone] = self._book.add_format({**top, **style})
        return self

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
        sheet = Sheet(page, header, self._formats)
        for column, heading in enumerate(header):
            sheet.put(0, column, heading, self._heading)
        self._sheets.append(sheet)
        return sheet


def _places(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if ord(char) >= _FIRST_WIDE else 1 for char in text)


@lru_cache(maxsize=4096)
def _prepared(text: str) -> tuple[str, int]:
    """Return a text as a cell can hold it, and the width that it asks for.

    The same words stand in many rows.
    """
    longest = max((_places(line[:_MAX_WIDTH]) for line in text.splitlines()), default=0)
    return _cell_text(text), longest + 2


@lru_cache(maxsize=4096)
def _wrapped_lines(text: str) -> int:
    """Return how many lines a text takes in the widest column, words not being cut."""
    return sum(_places(line) // (_MAX_WIDTH - 6) + 1 for line in text.splitlines())


def _cell_text(text: str) -> str:
    text = _NOT_XML.sub("\ufffd", text)
    return text if len(text) <= _MAX_CELL else f"{text[: _MAX_CELL - 1]}…"
