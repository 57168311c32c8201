"""The XML of a Word body: paragraphs, runs, lists and tables, written at one go.

Written as text and parsed once, since a memo of two hundred hits has tens of thousands of runs
and python-docx walks the whole table for every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from sanccheck.memo.document import Line, Span, Tone
from sanccheck.memo.visible import runs_right_to_left

PAGE_WIDTH = 9638  # twentieths of a point: an A4 page less margins of 2 cm
COLOURS = {Tone.GOOD: "1B6B3A", Tone.CARE: "8A5A00", Tone.BAD: "A11622"}
_SHADE = "F1F3F6"
_CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
_KEPT = 1800  # characters; a table of labels up to that stays on one page
_LONG_ROW = 1200  # characters; a longer row may break across pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How a row looks: a header, with a label, high, kept on the page of the next one."""

    head: bool = False
    labels: bool = False
    high: bool = False
    kept: bool = False


@dataclass(slots=True)
class Writer:
    """Writes blocks as XML; `relate` returns the relationship of a link's address."""

    relate: Callable[[str], str]
    numbering: Callable[[], int]
    bookmarks: int = 0

    def paragraph(self, line: Line, style: str | None = None, *, lead: bool = False) -> str:
        """Write a paragraph; a `lead` stays on the page of what it leads to."""
        return f"<w:p>{_style(style, lead=lead)}{self.runs(line)}</w:p>"

    def heading(self, text: str, level: int, *, new_page: bool = False) -> str:
        """Write a heading; one of the first level can be linked to."""
        breaks = "<w:pageBreakBefore/>" if new_page else ""
        properties = f'<w:pPr><w:pStyle w:val="Heading{level}"/>{breaks}</w:pPr>'
        run = self.runs(Line((Span(text),)))
        if level > 1:
            return f"<w:p>{properties}{run}</w:p>"
        self.bookmarks += 1
        mark = self.bookmarks
        return (
            f'<w:p>{properties}<w:bookmarkStart w:id="{mark}" w:name="_Toc{mark}"/>{run}'
            f'<w:bookmarkEnd w:id="{mark}"/></w:p>'
        )

    def bullets(self, lines: Sequence[Line], *, numbered: bool) -> Iterator[str]:
        """Write a list; a numbered one begins with 1."""
        style = "ListNumber" if numbered else "ListBullet"
        number = ""
        if numbered and lines and (own := self.numbering()):
            number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{own}"/></w:numPr>'
        for line in lines:
            yield (
                f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr>{self.runs(line)}</w:p>'
            )

    def runs(self, line: Line, *, strong: bool = False) -> str:
        """Write a line's spans."""
        return "".join(self._span(span, line.tone, strong=strong) for span in line.spans)

    def _span(self, span: Span, tone: Tone, *, strong: bool) -> str:
        runs = "".join(
            _run(span, part, COLOURS.get(tone), strong=strong or span.strong, rtl=rtl)
            for rtl, part in _directions(span.text)
        )
        if span.href is None:
            return runs
        return f"<w:hyperlink r:id={quoteattr(self.relate(span.href))}>{runs}</w:hyperlink>"

    def table(
        self,
        header: Sequence[str] | None,
        rows: Sequence[Sequence[Line]],
        widths: Sequence[int],
        *,
        style: str = "MemoCell",
        labels: bool = False,
        high: bool = False,
    ) -> str:
        """Write a table; its header row is repeated on every page, `labels` shades column one."""
        total = sum(widths)
        sizes = [round(PAGE_WIDTH * width / total) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
        start = (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        )
        parts = [start]
        if header is not None:
            cells = [Line((Span(text),)) for text in header]
            parts.append(self._row(cells, sizes, style, _Look(head=True)))
        whole = labels and sum(len(cell.plain()) for row in rows for cell in row) < _KEPT
        parts += [
            self._row(
                row,
                sizes,
                style,
                _Look(labels=labels, high=high, kept=whole and number < len(rows)),
            )
            for number, row in enumerate(rows, 1)
        ]
        parts.append('</w:tbl><w:p><w:pPr><w:pStyle w:val="MemoGap"/></w:pPr></w:p>')
        return "".join(parts)

    def _row(
        self,
        cells: Sequence[Line],
        sizes: Sequence[int],
        style: str,
        look: _Look,
    ) -> str:
        long = sum(len(cell.plain()) for cell in cells) > _LONG_ROW
        whole = "" if long else "<w:cantSplit/>"
        height = '<w:trHeight w:val="680"/>' if look.high else ""
        properties = f"<w:trPr>{whole}{height}{'<w:tblHeader/>' if look.head else ''}</w:trPr>"
        if properties == "<w:trPr></w:trPr>":
            properties = ""
        written = "".join(
            self._cell(
                cell,
                size,
                style,
                shaded=look.head or (look.labels and number == 0),
                kept=look.kept or look.head,
            )
            for number, (cell, size) in enumerate(zip(cells, sizes, strict=True))
        )
        return f"<w:tr>{properties}{written}</w:tr>"

    def _cell(self, cell: Line, size: int, style: str, *, shaded: bool, kept: bool) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if shaded else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{shade}</w:tcPr>'
            f"<w:p>{_style(style, lead=kept)}{self.runs(cell, strong=shaded)}</w:p></w:tc>"
        )


def _style(style: str | None, *, lead: bool = False) -> str:
    named = "" if style is None else f'<w:pStyle w:val="{style}"/>'
    kept = "<w:keepNext/>" if lead else ""
    return f"<w:pPr>{named}{kept}</w:pPr>" if named or kept else ""


def _run(span: Span, text: str, colour: str | None, *, strong: bool, rtl: bool) -> str:
    """Write a run; the order of its properties is the schema's."""
    properties = "".join(
        (
            _CODE if span.code else "",
            "<w:b/><w:bCs/>" if strong else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
            '<w:sz w:val="15"/><w:szCs w:val="15"/>' if span.code else "",
            '<w:u w:val="single"/>' if span.href else "",
            "<w:rtl/>" if rtl else "",
        )
    )
    around = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{around}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _directions(text: str) -> Iterator[tuple[bool, str]]:
    """Part a text into stretches of words that run from right to left, and the others."""
    if not runs_right_to_left(text):
        yield False, text
        return
    words = text.split(" ")
    marked = [(runs_right_to_left(word), word) for word in words]
    stretches = [
        (rtl, " ".join(word for _, word in group))
        for rtl, group in groupby(marked, key=lambda item: item[0])
    ]
    for number, (rtl, part) in enumerate(stretches):
        if number:
            yield False, " "
        if part:
            yield rtl, part
