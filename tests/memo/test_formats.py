"""Word, PDF and HTML hold the model's words, all of them and in order, in a good form."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from lxml import etree

from sanccheck.commands.assess import judge_deal
from sanccheck.errors import UsageError
from sanccheck.memo import Memo, build_memo
from sanccheck.memo.document import Figure, Section, paragraph
from sanccheck.memo.drawing import Drawing, Words
from sanccheck.memo.html import to_html
from sanccheck.memo.pdf import to_pdf
from sanccheck.memo.word import to_word
from tests.memo.flatten import ALTERNATE, W, model_texts, pdf_words, word_texts
from tests.memo.test_memo import CASES, DEALS, IDS

WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"


def memo_of(deal: str, day: str) -> Memo:
    """Return the memo of an example."""
    return build_memo(judge_deal(DEALS / f"{deal}.yaml", date.fromisoformat(day), None).assessment)


@pytest.fixture
def placing(home: Path) -> Memo:
    """Give the memo of the placing."""
    del home
    return memo_of("sensetime-placing", "2026-02-02")


def of_texts(*texts: str) -> Memo:
    """Return a small memo that says some texts."""
    return Memo(
        title="A memo",
        subtitle="A deal",
        day="2026-02-02",
        program="sanccheck test",
        notice="Not legal advice.",
        sections=(Section("Said", tuple(paragraph(text) for text in texts)),),
    )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("deal", "day"), CASES, ids=IDS)
def test_word_holds_every_text_of_the_model(deal: str, day: str) -> None:
    """The words of the Word file are the model's, none more, none less, in its order."""
    memo = memo_of(deal, day)
    assert word_texts(to_word(memo)) == model_texts(memo)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("deal", "day"), CASES, ids=IDS)
def test_pdf_holds_every_text_of_the_model(deal: str, day: str) -> None:
    """Every text of the model can be found in the PDF."""
    memo = memo_of(deal, day)
    data = to_pdf(memo)
    found = pdf_words(data)
    page_ends = f"{memo.program}. Not legal advice."
    assert "".join(page_ends.split()) in found
    foot = re.escape("".join(page_ends.split())) + r"Page\d+of\d+"
    head = re.escape("".join(f"{memo.subtitle}, as of {memo.day}".split()))
    body = re.sub(head, "", re.sub(foot, "", found))
    missing = [
        text
        for text in model_texts(memo)
        if "".join(re.sub(r"^Figure \d+\. ", "", text).split()) not in body
    ]
    assert missing == []


def test_a_word_memo_has_headings_tables_and_properties(placing: Memo) -> None:
    """Word gets real headings, repeated header rows, page fields, contents and properties."""
    data = to_word(placing)
    document = docx.Document(io.BytesIO(data))
    named = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None]
    headings = [text for name, text in named if name == "Heading 1"]
    titles = [f"{number}. {item.title}" for number, item in enumerate(placing.sections, 1)]
    assert headings == titles
    assert [text for name, text in named if name == "toc 1"] == titles
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    tables = sum(type(b).__name__ == "Table" for item in placing.sections for b in item.blocks)
    assert xml.count("<w:tblHeader/>") == tables
    properties = document.core_properties
    assert properties.subject.startswith("Placing of new class B shares")
    assert properties.title == placing.title
    assert str(properties.created).startswith("2026-02-02")
    footer = document.sections[0].footer.paragraphs[0]._p.xml  # noqa: SLF001 - fields have no API
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_every_entry_of_the_contents_leads_to_its_heading(placing: Memo) -> None:
    """Each link of the table of contents has its bookmark."""
    xml = zipfile.ZipFile(io.BytesIO(to_word(placing))).read("word/document.xml").decode()
    anchors = re.findall(r'w:anchor="([^"]+)"', xml)
    assert len(anchors) == len(placing.sections)
    assert anchors == re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml)


def test_numbered_lists_of_word_each_begin_with_one(placing: Memo) -> None:
    """What to do and the open questions do not number on from each other."""
    data = to_word(placing)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    used = list(dict.fromkeys(re.findall(r'<w:numId w:val="(\d+)"/>', xml)))
    assert len(used) == 2
    numbering = zipfile.ZipFile(io.BytesIO(data)).read("word/numbering.xml").decode()
    assert numbering.count('<w:startOverride w:val="1"/>') == 2


def test_a_figure_of_word_is_of_shapes_with_its_words(placing: Memo) -> None:
    """The picture's words are text, its ids differ, and an older Word reads what it shows."""
    data = to_word(placing)
    body = docx.Document(io.BytesIO(data)).element.body
    (picture,) = body.iter(ALTERNATE)
    words = {node.text for node in picture.iter(f"{W}t")}
    assert {"SENSETIME GROUP LIMITED", "10 Dec 2021", "day asked"} <= words
    ids = [node.get("id") for node in picture.iter(f"{WPS}cNvPr")]
    assert len(ids) == len(set(ids))
    fallback = picture[1]
    assert str(next(fallback.iter(f"{W}t")).text).startswith("Timeline.")
    assert fallback.tag.endswith("Fallback")


def test_arabic_in_word_is_marked_as_running_from_right_to_left() -> None:
    """Only the words of that script carry the mark, so that Latin beside them stays as it is."""
    data = to_word(of_texts("Owned by شركة النفط since 2021"))
    body = docx.Document(io.BytesIO(data)).element.body
    marked = [
        "".join(node.text or "" for node in run.iter(f"{W}t"))
        for run in body.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}rtl") is not None
    ]
    assert marked == ["شركة النفط"]


def test_a_pdf_is_tagged_dated_and_has_an_outline(placing: Memo) -> None:
    """The PDF is tagged and PDF/A-2b, its date is the day asked, its bookmarks are the sections."""
    data = to_pdf(placing)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.root_object
    assert "/Marked" in str(root["/MarkInfo"].get_object())
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "en"
    packet = reader.xmp_metadata
    assert packet is not None
    metadata = packet.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == f"{placing.title}: {placing.subtitle}"
    assert "20260202" in str(reader.metadata["/CreationDate"])
    tops = [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]
    titles = [f"{number}. {item.title}" for number, item in enumerate(placing.sections, 1)]
    assert [title for title in tops if title in titles] == titles


def test_a_letter_that_no_font_has_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    """A PDF never shows a box: with no font for it, the letter is named and the cure told."""
    with pytest.raises(UsageError) as raised:
        to_pdf(of_texts("商汤集团"), fonts=tmp_path)
    assert "U+5546" in str(raised.value)
    assert "--fonts" in str(raised.value)
    assert "fonts-noto-cjk" in str(raised.value)


def test_a_letter_missing_in_a_picture_is_an_error_too(tmp_path: Path, placing: Memo) -> None:
    """What is drawn is held to the same as what is written."""
    (figure,) = [b for item in placing.sections for b in item.blocks if isinstance(b, Figure)]
    drawing = Drawing(480, 40, "x", (Words(0, 0, 90, "商汤"),))
    picture = Figure(drawing, "x", figure.told)
    memo = replace(of_texts(), sections=(Section("Picture", (picture,)),))
    with pytest.raises(UsageError, match=r"U\+5546"):
        to_pdf(memo, fonts=tmp_path)


@pytest.mark.parametrize("text", ["Сбербанк", "Ελλάδα", "Österreich ﬁ Łódź"])
def test_cyrillic_greek_and_accents_need_no_font_of_the_machine(text: str, tmp_path: Path) -> None:
    """The fonts that come with typst write them, so that every machine gives the same bytes."""
    assert "".join(text.split()) in pdf_words(to_pdf(of_texts(text), fonts=tmp_path)).replace(
        "fi", "ﬁ"
    )


@pytest.mark.parametrize(
    "text", ["商汤集团股份有限公司", "شركة النفط الوطنية"], ids=["han", "arabic"]
)
def test_chinese_and_arabic_are_written_where_a_font_has_them(text: str) -> None:
    """With a font on the machine the letters are in the PDF and can be searched."""
    if shutil.which("fc-list") is None or not _has_noto(text):
        pytest.skip("fonts-noto-cjk and fonts-noto-core are not installed")
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(of_texts(text))))
    assert set(text) <= set(reader.pages[0].extract_text())


def _has_noto(text: str) -> bool:
    lang = "zh-cn" if "\u4e00" <= text[0] <= "\u9fff" else "ar"
    listed = subprocess.run(["fc-list", f":lang={lang}"], capture_output=True, check=True)
    return b"Noto" in listed.stdout


def test_html_is_one_file_and_well_formed(placing: Memo) -> None:
    """Nothing is loaded from elsewhere, every element is closed, the picture is within."""
    html = to_html(placing)
    assert "<svg" in html
    assert not re.search(r"\b(src|srcset)=|<link|<script|@import|url\(", html)
    tree = etree.fromstring(html.encode(), etree.HTMLParser(recover=False))
    anchors = {node.get("href") or "" for node in tree.iter("a")}
    inside = {href for href in anchors if href.startswith("#")}
    assert inside == {f"#s{number}" for number in range(1, len(placing.sections) + 1)}
    assert {f"#{node.get('id')}" for node in tree.iter("section")} == inside


def test_libreoffice_opens_the_word_memo(placing: Memo, tmp_path: Path) -> None:
    """LibreOffice reads the file; its PDF has the words of the picture and of the end."""
    program = shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "memo.docx"
    source.write_bytes(to_word(placing))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [program, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], capture_output=True, check=True)
    made = tmp_path / "memo.pdf"
    if not made.exists():
        pytest.skip("this LibreOffice has no Writer")
    found = pdf_words(made.read_bytes())
    for text in ("Sign-off", "10 Dec 2021", "Page 1 of", "Appendix"):
        assert "".join(text.split()) in found
