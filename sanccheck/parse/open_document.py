"""Read the sheets of an OpenDocument spreadsheet (a ZIP archive), and nothing else in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.packed import DAMAGED, read_member
from sanccheck.parse.safe_xml import local, walk_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_CONTENT = 80_000_000
# A sheet is filled up to 16,384 columns and a million rows by "repeated" marks.
MAX_COLUMNS = 64
_MAX_MEMBERS = 200
# So that no spaces of a cell take more room than the mark that stands for them.
_MAX_SPACES = 16
_ZIP = b"PK\x03\x04"
_MEMBER = b"PK\x01\x02"
_SKIPPED = frozenset({"annotation"})


def media_type(data: bytes) -> bytes | None:
    """Return the media type that an OpenDocument archive names, None where it is no such file.

    The member that names it should stand first and unpacked; in the files of some offices it
    does neither.
    """
    if not data.startswith(_ZIP) or _holds_too_many(data):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _member(archive, "mimetype", len(MEDIA_TYPE) * 4).strip()
    except (ListRefused, *DAMAGED):
        return None


def sheet_rows(data: bytes, name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (sheet, cells) for each row that holds something, empty cells at its end cut off.

    Raises:
        ListRefused: when it is no whole OpenDocument spreadsheet, or unpacks to too much.
    """
    if _holds_too_many(data):
        raise ListRefused(f"{name}: is an archive of too many files; download it again")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = _member(archive, "content.xml", MAX_CONTENT)
    except ListRefused as refused:
        raise ListRefused(f"{name}: {refused}") from None
    except DAMAGED:
        raise ListRefused(f"{name}: is a damaged spreadsheet; download it again") from None
    for row in walk_xml(content, name, "document-content", ("table-row",)):
        cells = _cells(row, name)
        if cells:
            sheet = _sheet(row)
            for _copy in range(min(_number(row, "number-rows-repeated"), 2)):
                yield sheet, cells


def _holds_too_many(data: bytes) -> bool:
    """Tell whether an archive names too many members, without making an object of each."""
    return data.count(_MEMBER) > _MAX_MEMBERS


def _member(archive: zipfile.ZipFile, wanted: str, most: int) -> bytes:
    """Unpack one member, trusting neither the size that it declares nor its silence on it."""
    found = [one for one in archive.infolist() if one.filename == wanted]
    if len(found) != 1:
        raise ListRefused(f"holds '{wanted}' {len(found)} times; download it again")
    left = most

    def take(size: int) -> None:
        nonlocal left
        left -= size
        if left < 0:
            raise ListRefused(f"'{wanted}' unpacks to more than {most} bytes, which no list does")

    return read_member(archive, found[0], take)


def _sheet(row: _Element) -> str:
    above = row.getparent()
    while above is not None and local(above.tag) != "table":
        above = above.getparent()
    return "" if above is None else _attribute(above, "name") or ""


def _cells(row: _Element, name: str) -> list[str]:
    cells: list[str] = []
    empty = 0
    for cell in row:
        if local(cell.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        repeated = _number(cell, "number-columns-repeated")
        text = _text(cell)
        if not text:
            empty += repeated
            continue
        if len(cells) + empty + repeated > MAX_COLUMNS:
            raise ListRefused(f"{name}: a row has more than {MAX_COLUMNS} columns; check the file")
        cells += [""] * empty + [text] * repeated
        empty = 0
    return cells


def _text(cell: _Element) -> str:
    day = _attribute(cell, "date-value")
    if day:
        return day.partition("T")[0]
    return "\n".join(filter(None, (_shown(part) for part in cell if local(part.tag) == "p")))


def _shown(part: _Element) -> str:
    """Return the text of a paragraph; spaces and breaks are elements of their own."""
    found = [part.text or ""]
    for child in part:
        kind = local(child.tag)
        if kind == "s":
            found.append(" " * min(_number(child, "c"), _MAX_SPACES))
        elif kind in {"tab", "line-break"}:
            found.append(" ")
        elif kind not in _SKIPPED:
            found.append(_shown(child))
        found.append(child.tail or "")
    return "".join(found).strip()


def _attribute(element: _Element, wanted: str) -> str | None:
    return next(
        (str(text) for key, text in element.attrib.items() if local(str(key)) == wanted), None
    )


def _number(element: _Element, attribute: str) -> int:
    text = _attribute(element, attribute) or "1"
    # Zero is no count in the format: what stands there once is not dropped for it.
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,6}", text) else 1
