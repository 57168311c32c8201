"""Render a memo as PDF: tagged, searchable, PDF/A-2b, the same bytes every time.

PDF/A wants every character in the file, so that one that no font has is an error here and never
a box on the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sanccheck.errors import UsageError
from sanccheck.memo.document import (
    Block,
    Bullets,
    Facts,
    Figure,
    Heading,
    Line,
    Memo,
    Paragraph,
    Section,
    Span,
    Table,
    with_leads,
)
from sanccheck.memo.drawing import fitting, text_width, to_svg
from sanccheck.memo.letterhead import PLAIN, Letterhead, running_footer, running_header

FONTS = (
    "Libertinus Serif",  # comes with typst: Latin, Greek, Cyrillic
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Source Han Serif SC",
    "Noto Naskh Arabic",
    "Noto Sans Arabic",
    "Noto Serif Hebrew",
)
_PAGE_WIDTH = 481.0
_INSET = 9.0
_CELL, _ANSWER, _TEXT = 8.5, 11.0, 10.0
_FACTS = (23, 77)
_LONG_ROW, _LONG_FACTS = 1200, 1800  # characters; what is longer may break across pages
_NO_GLYPH = re.compile(r"the text `?\"(.*?)\"`? could not be displayed", re.DOTALL)
_NO_FAMILY = re.compile(r"unknown font family")


def to_pdf(memo: Memo, fonts: Path | None = None, letterhead: Letterhead = PLAIN) -> bytes:
    """Return the memo as the bytes of a PDF file.

    Args:
        memo: The memo.
        fonts: A folder of fonts. With it no font of the machine is used, only those in the folder
            and those that come with typst, so that every machine gives the same bytes.
        letterhead: The letterhead's name, logo and lines.

    Raises:
        UsageError: when typst is not installed, or no font at hand has a character of the memo.
    """
    try:
        import typst
    except ImportError:
        raise UsageError(
            "PDF needs typst: pip install 'sanccheck[pdf]', or write .docx or .html"
        ) from None
    template = (files("sanccheck.memo") / "templates" / "memo.typ").read_bytes()
    try:
        made, _ = typst.compile_with_warnings(
            template,
            output=None,
            format="pdf",
            pdf_standards=["a-2b"],
            font_paths=typst.Fonts(
                include_system_fonts=fonts is None, font_paths=[] if fonts is None else [fonts]
            ),
            sys_inputs={"memo": json.dumps(_memo(memo, letterhead))},
            timestamp=datetime.combine(
                date.fromisoformat(memo.day), datetime.min.time(), tzinfo=UTC
            ),
        )
    except typst.TypstError as error:
        raise UsageError(_explain(str(error))) from None
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def _explain(problem: str) -> str:
    missing = _NO_GLYPH.search(problem)
    if missing is None:
        return f"typst could not write the PDF: {problem}; write .docx or .html"
    text = missing[1]
    codes = ", ".join(f"U+{ord(character):04X}" for character in text[:5])
    return (
        f"no font at hand has '{text[:20]}' ({codes}); install one that does (on Debian: "
        "fonts-noto-cjk, fonts-noto-core) or give a folder of fonts with --fonts"
    )


def _memo(memo: Memo, letterhead: Letterhead) -> dict[str, Any]:
    day = date.fromisoformat(memo.day)
    first_break = next(
        (section for section in memo.sections if section.new_page and memo.is_long), None
    )
    return {
        "title": memo.title,
        "subject": memo.subtitle,
        "program": memo.program,
        "notice": memo.notice,
        "day": memo.day,
        "date": [day.year, day.month, day.day],
        "fonts": list(FONTS),
        "header": _clipped(running_header(memo, letterhead)),
        "footer": running_footer(memo, letterhead),
        "letterhead": letterhead.name,
        "logo": _logo(letterhead),
        "sections": [
            _section(number, section, contents=section is first_break)
            for number, section in enumerate(memo.sections, 1)
        ],
    }


def _logo(letterhead: Letterhead) -> dict[str, Any] | None:
    if letterhead.logo is None:
        return None
    alt = letterhead.name or "logo"
    return {"data": list(letterhead.logo.data), "kind": letterhead.logo.kind, "alt": alt}


def _clipped(text: str) -> str:
    (shown, *_) = fitting(text, 8.0, _PAGE_WIDTH)
    return shown


def _section(number: int, section: Section, *, contents: bool) -> dict[str, Any]:
    return {
        "title": f"{number}. {section.title}",
        "new_page": section.new_page,
        "contents": contents,
        "blocks": [
            {"kind": type(block).__name__, **_block(block, lead=lead)}
            for block, lead in with_leads(section.blocks)
        ],
    }


def _block(block: Block, *, lead: bool) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"line": _line(block.line, _PAGE_WIDTH, _TEXT), "lead": lead}
    if isinstance(block, Heading):
        return {"text": _breakable(block.text, _PAGE_WIDTH, 12.0), "level": block.level}
    if isinstance(block, Bullets):
        lines = [_line(one, _PAGE_WIDTH - 20, _TEXT) for one in block.lines]
        return {"lines": lines, "numbered": block.numbered}
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Table):
        return _table(block)
    return _figure(block)


def _facts(block: Facts) -> dict[str, Any]:
    size = _ANSWER if block.boxed else _CELL
    label, value = (_PAGE_WIDTH * share / 100 - _INSET for share in _FACTS)
    rows = [
        {
            "label": _breakable(name, label, size),
            "value": _line(line, value, size),
            "long": len(line.plain()) > _LONG_ROW,
        }
        for name, line in block.rows
    ]
    length = sum(len(line.plain()) for _, line in block.rows)
    return {"rows": rows, "boxed": block.boxed, "long": length > _LONG_FACTS}


def _table(block: Table) -> dict[str, Any]:
    total = sum(block.widths)
    rooms = [_PAGE_WIDTH * width / total - _INSET for width in block.widths]
    return {
        "header": [
            _breakable(text, room, _CELL) for text, room in zip(block.header, rooms, strict=True)
        ],
        "widths": [100 * width / total for width in block.widths],
        "to_sign": block.to_sign,
        "rows": [
            {
                "cells": [_line(cell, room, _CELL) for cell, room in zip(row, rooms, strict=True)],
                "long": sum(len(cell.plain()) for cell in row) > _LONG_ROW,
            }
            for row in block.rows
        ],
    }


def _figure(block: Figure) -> dict[str, Any]:
    return {
        "svg": to_svg(block.drawing, FONTS),
        "alt": block.drawing.alt,
        "width": block.drawing.width,
        "caption": block.caption,
    }


def _line(line: Line, room: float, size: float) -> dict[str, Any]:
    return {"tone": line.tone.value, "spans": [_span(span, room, size) for span in line.spans]}


def _span(span: Span, room: float, size: float) -> dict[str, Any]:
    text = span.text if span.code else _breakable(span.text, room, size)
    return {"text": text, "href": span.href, "strong": span.strong, "code": span.code}


def _breakable(text: str, room: float, size: float) -> str:
    """Let a word break that is wider than its column; one that fits stays whole to be found."""
    if text_width(text, size) <= room:
        return text
    return " ".join(
        word if text_width(word, size) <= room else "\u200b".join(_pieces(word, room, size))
        for word in text.split(" ")
    )


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and text_width(piece + character, size) > room:
            yield piece
            piece = ""
        piece += character
    yield piece
