"""The look of the Word memo: page, fonts and styles, so that a reader can restyle it at once."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from typing import Any

from sanccheck.errors import InputError
from sanccheck.memo.letterhead import Letterhead

_FONT, _EAST_ASIAN, _COMPLEX = "Calibri", "Microsoft YaHei", "Arial"
_INK = (0x1C, 0x24, 0x30)
# name, size in points, space before and after, bold
_OWN = (
    ("MemoLead", 11.0, 0.0, 6.0),
    ("MemoCell", 9.0, 0.0, 1.0),
    ("MemoAnswer", 11.0, 1.0, 2.0),
    ("MemoGap", 4.0, 0.0, 2.0),
    ("MemoFigure", 10.0, 4.0, 2.0),
    ("MemoDrawing", 8.0, 0.0, 0.0),
    ("MemoContents", 13.0, 12.0, 4.0),
    ("toc 1", 10.0, 0.0, 2.0),
)
_NEEDED = (
    "Title",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "List Bullet",
    "List Number",
    "Table Grid",
    "Intense Quote",
    "Caption",
)
_SIZES = {"Normal": 10, "Title": 20, "Heading 1": 14, "Heading 2": 11.5, "Heading 3": 10}


def open_document(letterhead: Letterhead) -> Any:
    """Return an empty document: ours, or with the page and the styles of a letterhead's file.

    Raises:
        InputError: when its file is no Word document, or lacks styles that a memo needs.
    """
    import docx

    if letterhead.word is None:
        document = docx.Document()
        _prepare(document)
        return document
    try:
        document = docx.Document(io.BytesIO(letterhead.word))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"{letterhead.word_path}: is no Word document: {error}") from None
    missing = [name for name in _NEEDED if name not in document.styles]
    if missing:
        raise InputError(
            f"{letterhead.word_path}: has no style {', '.join(missing)}; "
            "use each once in Word and save"
        )
    body = document.element.body
    for element in list(body):
        if element is not body.sectPr:
            body.remove(element)
    for name, size, before, after in _OWN:
        if name not in document.styles:
            _add_style(document.styles, name, size, before, after)
    return document


def _prepare(document: Any) -> None:
    """Set page, fonts and styles."""
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.0)
    page.header_distance = page.footer_distance = Cm(1.0)
    styles = document.styles
    for name in (*_SIZES, "Intense Quote", "Caption", "Header", "Footer"):
        _set_font(styles[name])
    for name, size in _SIZES.items():
        _set_size(styles[name], size)
    for name in ("Header", "Footer", "Caption"):
        _set_size(styles[name], 8)
        styles[name].font.bold = False
    styles["Normal"].paragraph_format.space_after = Pt(4)
    styles["Normal"].paragraph_format.line_spacing = 1.05
    for name in ("List Number", "List Bullet"):
        styles[name].paragraph_format.space_after = Pt(2)
    _light_grid(styles["Table Grid"])
    styles["Heading 1"].paragraph_format.space_before = Pt(14)
    styles["Heading 3"].paragraph_format.space_before = Pt(8)
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        styles[name].paragraph_format.space_after = Pt(3)
    _quiet_quote(styles["Intense Quote"])
    for name, size, before, after in _OWN:
        _add_style(styles, name, size, before, after)
    styles["MemoContents"].font.bold = True
    styles["MemoFigure"].paragraph_format.keep_with_next = True
    _modern(document)


def _add_style(styles: Any, name: str, size: float, before: float, after: float) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == "toc 1")
    if name == "toc 1":
        style.element.set(_qn("w:styleId"), "TOC1")
    style.base_style = styles["Normal"]
    _set_size(style, size)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0


def _set_size(style: Any, size: float) -> None:
    """Set the size for all scripts; python-docx leaves that of Arabic and Hebrew as it was."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    style.font.size = Pt(size)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(_qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(_qn("w:val"), str(round(size * 2)))
    properties.find(_qn("w:sz")).addnext(complex_size)


def _qn(name: str) -> str:
    from docx.oxml.ns import qn

    found: str = qn(name)
    return found


def _quiet_quote(style: Any) -> None:
    from docx.shared import Cm, Pt

    _set_size(style, 9)
    style.font.bold = style.font.italic = False
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(2), Pt(4)


def _light_grid(style: Any) -> None:
    """Draw the lines of tables in grey, so that the words stand out."""
    for border in style.element.iter():
        if border.get(_qn("w:color")) is not None:
            border.set(_qn("w:color"), "C9D0D9")


def _set_font(style: Any) -> None:
    from docx.shared import RGBColor

    style.font.name = _FONT
    style.font.color.rgb = RGBColor(*_INK)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_qn(f"w:{theme}"), None)
    fonts.set(_qn("w:hAnsi"), _FONT)
    fonts.set(_qn("w:eastAsia"), _EAST_ASIAN)
    fonts.set(_qn("w:cs"), _COMPLEX)


def _modern(document: Any) -> None:
    """Say that the file is of a Word that knows shapes, else it opens in compatibility mode."""
    from docx.oxml import OxmlElement

    settings = document.settings.element
    compat = settings.find(_qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    for old in compat.findall(_qn("w:compatSetting")):
        compat.remove(old)
    setting = OxmlElement("w:compatSetting")
    setting.set(_qn("w:name"), "compatibilityMode")
    setting.set(_qn("w:uri"), "http://schemas.microsoft.com/office/word")
    setting.set(_qn("w:val"), "15")
    compat.append(setting)


def add_number(document: Any) -> int:
    """Add a numbering that begins with 1 and return its id, 0 where the style has none."""
    from docx.oxml import OxmlElement

    style = document.styles["List Number"].element
    if style.pPr is None or style.pPr.numPr is None or style.pPr.numPr.numId is None:
        return 0
    numbering = document.part.numbering_part.element
    base = style.pPr.numPr.numId.val
    known = {int(item.get(_qn("w:numId"))): item for item in numbering.findall(_qn("w:num"))}
    number = max(known) + 1
    added = OxmlElement("w:num")
    added.set(_qn("w:numId"), str(number))
    added.append(deepcopy(known[base].find(_qn("w:abstractNumId"))))
    override, start = OxmlElement("w:lvlOverride"), OxmlElement("w:startOverride")
    override.set(_qn("w:ilvl"), "0")
    start.set(_qn("w:val"), "1")
    override.append(start)
    added.append(override)
    list(known.values())[-1].addnext(added)
    return number
