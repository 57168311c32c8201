"""Drawings as Word's own shapes: sharp at every size, their words searchable and editable."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from sanccheck.memo.drawing import FILLS, INKS, Box, Drawing, Shape, Stroke, Words

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_EMU = 12700  # in a point
_ALIGNED = {"left": "left", "middle": "center", "right": "right"}


def figure_paragraph(drawing: Drawing, number: int) -> str:
    """Return a paragraph that holds the drawing; its alternative text stands in older programs."""
    size = f'cx="{_emu(drawing.width)}" cy="{_emu(drawing.height)}"'
    shapes = "".join(
        _shape(shape, number * 10_000 + place) for place, shape in enumerate(drawing.shapes, 1)
    )
    group = (
        "<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/>'
        f"</a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>"
    )
    inline = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Figure {number}" descr={quoteattr(drawing.alt)}/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="'
        f'{NAMESPACES["wpg"]}">{group}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="MemoFigure"/></w:pPr><w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wpg">{inline}</mc:Choice>'
        f'<mc:Fallback><w:t xml:space="preserve">{escape(drawing.alt)}</w:t></mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )


def _shape(shape: Shape, number: int) -> str:
    if isinstance(shape, Box):
        return _box(shape, number)
    if isinstance(shape, Stroke):
        return _stroke(shape, number)
    return _words(shape, number)


def _box(box: Box, number: int) -> str:
    edge = (
        "<a:ln><a:noFill/></a:ln>"
        if box.edge is None
        else f'<a:ln w="9525">{_solid(INKS[box.edge])}{_dash(dashed=box.dashed)}</a:ln>'
    )
    place = _place((box.x, box.y), (box.width, box.height))
    return _wsp(number, f"{place}{_geometry('rect')}{_solid(FILLS[box.tone])}{edge}")


def _stroke(stroke: Stroke, number: int) -> str:
    (x1, y1), (x2, y2) = stroke.start, stroke.end
    flips = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
    place = _place((min(x1, x2), min(y1, y2)), (abs(x2 - x1), abs(y2 - y1)), flips)
    arrow = '<a:tailEnd type="triangle" w="med" len="med"/>' if stroke.arrow else ""
    line = (
        f'<a:ln w="{_emu(stroke.thick)}">{_solid(INKS[stroke.tone])}'
        f"{_dash(dashed=stroke.dashed)}{arrow}</a:ln>"
    )
    return _wsp(number, f"{place}{_geometry('line')}{line}")


def _words(words: Words, number: int) -> str:
    place = _place((words.x, words.y), (words.width, words.height))
    bold = "<w:b/><w:bCs/>" if words.strong else ""
    half_points = round(words.size * 2)
    text = (
        '<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="MemoDrawing"/>'
        f'<w:jc w:val="{_ALIGNED[words.align]}"/></w:pPr><w:r><w:rPr>{bold}'
        f'<w:color w:val="{INKS[words.tone][1:]}"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">'
        f"{escape(words.text)}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    )
    bare = f"{place}{_geometry('rect')}<a:noFill/><a:ln><a:noFill/></a:ln>"
    return _wsp(number, bare, text)


def _wsp(number: int, properties: str, text: str = "") -> str:
    held = ' txBox="1"' if text else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Shape {number}"/>'
        f"<wps:cNvSpPr{held}/><wps:spPr>{properties}</wps:spPr>{text}"
        '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/>'
        "</wps:bodyPr></wps:wsp>"
    )


def _place(at: tuple[float, float], size: tuple[float, float], flips: str = "") -> str:
    return (
        f'<a:xfrm{flips}><a:off x="{_emu(at[0])}" y="{_emu(at[1])}"/>'
        f'<a:ext cx="{_emu(size[0])}" cy="{_emu(size[1])}"/></a:xfrm>'
    )


def _geometry(kind: str) -> str:
    return f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'


def _dash(*, dashed: bool) -> str:
    return '<a:prstDash val="dash"/>' if dashed else ""


def _emu(points: float) -> int:
    return round(points * _EMU)
