"""Render a memo as a Word document: real headings, real tables, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sanccheck.memo.document import (
    Block,
    Bullets,
    Facts,
    Figure,
    Heading,
    Line,
    Memo,
    Paragraph,
    Span,
    Table,
    with_leads,
)
from sanccheck.memo.drawing import fitting
from sanccheck.memo.letterhead import PLAIN, Letterhead, running_footer, running_header
from sanccheck.memo.word_figures import NAMESPACES, figure_paragraph
from sanccheck.memo.word_styles import add_number, open_document
from sanccheck.memo.word_xml import Writer

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_word(memo: Memo, letterhead: Letterhead = PLAIN) -> bytes:
    """Return the memo as the bytes of a .docx file.

    Your own Word file gives the page, the styles, and what it has above and below the page.

    Raises:
        InputError: when the letterhead's Word file is none, or lacks a style.
    """
    from lxml import etree

    document = open_document(letterhead)
    _describe(document, memo)
    _around(document, memo, letterhead)
    _begin_with(document, letterhead)
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    body = "".join(_body(memo, _writer(document)))
    tree = etree.fromstring(f"<body {names}>{body}</body>", etree.XMLParser(huge_tree=True))
    end = document.element.body.sectPr
    for element in list(tree):
        end.addprevious(element)
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_times(buffer.getvalue())


def _writer(document: Any) -> Writer:
    from docx.opc.constants import RELATIONSHIP_TYPE

    known: dict[str, str] = {}

    def relate(href: str) -> str:
        if href not in known:
            known[href] = document.part.relate_to(
                href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return known[href]

    return Writer(relate=relate, numbering=lambda: add_number(document))


def _body(memo: Memo, writer: Writer) -> Iterator[str]:
    yield writer.paragraph(Line((Span(memo.title),)), "Title")
    subject = Line((Span(memo.subtitle, strong=True), Span(f", as of {memo.day}")))
    yield writer.paragraph(subject, "MemoLead")
    yield writer.paragraph(Line((Span(memo.notice),)), "IntenseQuote")
    figures = 0
    shown = False
    for number, section in enumerate(memo.sections, 1):
        first = section.new_page and memo.is_long and not shown
        if first:
            yield from _contents(memo)
            shown = True
        breaks = section.new_page and not first
        yield writer.heading(f"{number}. {section.title}", 1, new_page=breaks)
        for block, lead in with_leads(section.blocks):
            figures += isinstance(block, Figure)
            yield from _block(block, writer, figures, lead=lead)


def _contents(memo: Memo) -> Iterator[str]:
    """Yield a table of contents that Word can renew; it needs no renewing to be right."""
    heads = [f"{number}. {section.title}" for number, section in enumerate(memo.sections, 1)]
    yield (
        '<w:p><w:pPr><w:pStyle w:val="MemoContents"/><w:pageBreakBefore/></w:pPr>'
        "<w:r><w:t>Contents</w:t></w:r></w:p>"
    )
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-1" \\n \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    for number, text in enumerate(heads, 1):
        run = Writer(relate=str, numbering=int).runs(Line((Span(text),)))
        start = begin if number == 1 else ""
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if number == len(heads) else ""
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{start}'
            f'<w:hyperlink w:anchor="_Toc{number}" w:history="1">{run}</w:hyperlink>{end}</w:p>'
        )


def _block(block: Block, writer: Writer, figures: int, *, lead: bool) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield writer.paragraph(block.line, lead=lead)
    elif isinstance(block, Heading):
        yield writer.heading(block.text, block.level)
    elif isinstance(block, Bullets):
        yield from writer.bullets(block.lines, numbered=block.numbered)
    elif isinstance(block, Facts):
        rows = [(Line((Span(label),)), value) for label, value in block.rows]
        style = "MemoAnswer" if block.boxed else "MemoCell"
        yield writer.table(None, rows, (23, 77), style=style, labels=True)
    elif isinstance(block, Table):
        yield writer.table(block.header, block.rows, block.widths, high=block.to_sign)
    else:
        yield figure_paragraph(block.drawing, figures)
        caption = f"Figure {figures}. {block.caption}"
        yield writer.paragraph(Line((Span(caption),)), "Caption")


def _describe(document: Any, memo: Memo) -> None:
    when = datetime.fromisoformat(memo.day)
    properties = document.core_properties
    properties.title, properties.subject = _short(memo.title), _short(memo.subtitle)
    properties.author = properties.last_modified_by = _short(memo.program)
    properties.created = properties.modified = properties.last_printed = when
    properties.revision, properties.comments = 1, _short(memo.notice)
    properties.keywords, properties.language = f"as of {memo.day}", "en"


def _short(text: str) -> str:
    """Cut a property to what the format holds."""
    return text if len(text) <= 255 else f"{text[:254]}…"  # noqa: PLR2004 - Word's own limit


def _around(document: Any, memo: Memo, letterhead: Letterhead) -> None:
    """Write above and below each page, where the letterhead's own file says nothing there."""
    page = document.sections[0]
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    if not _says_something(page.header):
        head.add_run(fitting(running_header(memo, letterhead), 8.0, 480.0)[0])
    if not _says_something(page.footer):
        foot.add_run(f"{running_footer(memo, letterhead)} Page ")
        _field(foot, "PAGE")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES")


def _begin_with(document: Any, letterhead: Letterhead) -> None:
    """Begin the first page with the letterhead's logo and name."""
    from docx.shared import Cm

    if letterhead.logo is None and not letterhead.name:
        return
    paragraph = document.add_paragraph()
    if letterhead.logo is not None:
        paragraph.add_run().add_picture(io.BytesIO(letterhead.logo.data), height=Cm(1.1))
        paragraph.add_run("   ")
    paragraph.add_run(letterhead.name).bold = True


def _says_something(part: Any) -> bool:
    texts = (paragraph.text for paragraph in part.paragraphs)
    pictures = "<w:drawing" in part.paragraphs[0].part.element.xml
    return any(text.strip() for text in texts) or bool(part.tables) or pictures


def _field(paragraph: Any, code: str) -> None:
    """Add a field that Word computes, such as the page number."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        element = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - python-docx has no field of its own


def _without_times(data: bytes) -> bytes:
    """Write the archive anew with fixed times, so that the same memo gives the same bytes."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            target.writestr(
                zipfile.ZipInfo(name, _ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()
