"""Render a memo as a Word document: real headings, real tables, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from sanccheck.memo.document import (
    Block,
    Bullets,
    Facts,
    Heading,
    Line,
    Memo,
    Paragraph,
    Section,
    Table,
    Tone,
)

_COLOURS = {Tone.GOOD: "1B6B3A", Tone.CARE: "8A5A00", Tone.BAD: "A11622"}
_FONT, _EAST_ASIAN = "Calibri", "Noto Serif CJK SC"
_PAGE_WIDTH_CM = 17.0
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def to_word(memo: Memo) -> bytes:
    """Return the memo as the bytes of a .docx file."""
    import docx

    document = docx.Document()
    _prepare(document, memo)
    document.add_heading(memo.title, level=0)
    lead = document.add_paragraph()
    lead.add_run(memo.subtitle).bold = True
    lead.add_run(f", as of {memo.day}")
    document.add_paragraph(memo.notice, style="Intense Quote")
    for number, section in enumerate(memo.sections, 1):
        _section(document, number, section)
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_times(buffer.getvalue())


def _prepare(document: Any, memo: Memo) -> None:
    """Set page, fonts, properties and the footer with page numbers."""
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.0)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Intense Quote"):
        _set_font(document.styles[name])
    document.styles["Normal"].font.size = Pt(10)
    document.styles["Title"].font.size = Pt(20)
    when = datetime.fromisoformat(memo.day)
    properties = document.core_properties
    properties.title, properties.subject = memo.title, memo.subtitle
    properties.author = properties.last_modified_by = memo.program
    properties.created = properties.modified = properties.last_printed = when
    properties.revision, properties.comments = 1, memo.notice
    footer = page.footer.paragraphs[0]
    footer.add_run(f"{memo.program}. Not legal advice. Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _set_font(style: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = _FONT
    style.font.color.rgb = RGBColor(0x1C, 0x24, 0x30)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hAnsi"), _FONT)
    fonts.set(qn("w:eastAsia"), _EAST_ASIAN)


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


def _section(document: Any, number: int, section: Section) -> None:
    document.add_heading(f"{number}. {section.title}", level=1)
    for block in section.blocks:
        _block(document, block)


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Paragraph):
        _write(document.add_paragraph(), block.line)
    elif isinstance(block, Heading):
        document.add_heading(block.text, level=2)
    elif isinstance(block, Bullets):
        style = "List Number" if block.numbered else "List Bullet"
        for item in block.lines:
            _write(document.add_paragraph(style=style), item)
    elif isinstance(block, Facts):
        rows = tuple((Line(()), value) for _, value in block.rows)
        table = _table(document, None, rows, (24, 76))
        for row, (label, _) in zip(table.rows, block.rows, strict=True):
            row.cells[0].paragraphs[0].add_run(label).bold = True
            _shade(row.cells[0])
    elif isinstance(block, Table):
        _table(document, block.header, block.rows, block.widths)


def _table(
    document: Any,
    header: tuple[str, ...] | None,
    rows: tuple[tuple[Line, ...], ...],
    widths: tuple[int, ...],
) -> Any:
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    if header is not None:
        cells = table.add_row().cells
        for cell, text in zip(cells, header, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
            _shade(cell)
        _repeat_header(table.rows[0])
    for row in rows:
        cells = table.add_row().cells
        for cell, content in zip(cells, row, strict=True):
            _write(cell.paragraphs[0], content)
    total = sum(widths)
    for column, width in enumerate(widths):
        # The grid's width is LibreOffice's, the cells' is Word's.
        table.columns[column].width = Cm(_PAGE_WIDTH_CM * width / total)
        for row in table.rows:
            row.cells[column].width = Cm(_PAGE_WIDTH_CM * width / total)
    for row in table.rows:
        _keep_whole(row)
    _tighten(table)
    document.add_paragraph().paragraph_format.space_after = Cm(0)
    return table


def _tighten(table: Any) -> None:
    from docx.shared import Pt

    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(1)
                for run in paragraph.runs:
                    run.font.size = Pt(9)


def _write(paragraph: Any, line: Line) -> None:
    from docx.shared import RGBColor

    for span in line.spans:
        if span.href is not None:
            _link(paragraph, span.text, span.href)
            continue
        run = paragraph.add_run(span.text)
        run.bold = span.strong
        if line.tone in _COLOURS:
            run.font.color.rgb = RGBColor.from_string(_COLOURS[line.tone])


def _link(paragraph: Any, text: str, href: str) -> None:
    """Add a hyperlink; python-docx has none of its own."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._r)  # noqa: SLF001 - as above
    paragraph._p.append(link)  # noqa: SLF001 - as above


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F1F3F6")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001 - as above


def _repeat_header(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above


def _keep_whole(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above


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
