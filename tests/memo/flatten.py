"""The texts of a memo in reading order: of the model, and of what Word and PDF hold."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pypdf
from lxml import etree

from sanccheck.memo.document import Block, Bullets, Facts, Figure, Heading, Memo, Paragraph

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def model_texts(memo: Memo) -> list[str]:
    """Return every text of the memo's sections, in order; a figure gives its caption."""
    found: list[str] = []
    figures = 0
    for number, section in enumerate(memo.sections, 1):
        found.append(f"{number}. {section.title}")
        for block in section.blocks:
            if isinstance(block, Figure):
                figures += 1
                found.append(f"Figure {figures}. {block.caption}")
            else:
                found += _texts(block)
    return [text for text in found if text.strip()]


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.line.plain()
    elif isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Bullets):
        yield from (line.plain() for line in block.lines)
    elif isinstance(block, Facts):
        for label, value in block.rows:
            yield label
            yield value.plain()
    elif not isinstance(block, Figure):
        yield from block.header
        for row in block.rows:
            yield from (cell.plain() for cell in row)


def word_texts(data: bytes) -> list[str]:
    """Return every text of a Word file's sections, in order: without title, notice and contents."""
    body = docx.Document(io.BytesIO(data)).element.body
    texts: list[str] = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val")
        if name not in {"TOC1", "MemoContents", "MemoDrawing"}:
            texts.append(_text_of(paragraph))
    return [text for text in texts if text.strip()][3:]


def _text_of(paragraph: etree._Element) -> str:
    return "".join(
        node.text or ""
        for node in paragraph.iter(f"{W}t")
        if not any(parent.tag == ALTERNATE for parent in node.iterancestors())
    )


def pdf_words(data: bytes) -> str:
    """Return the letters of a PDF without spaces, since a line may break anywhere."""
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return "".join("".join(pages).replace("\u200b", "").split())
