"""A letterhead's name, logo, lines and templates, in every format."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pypdf
import pytest

from sanccheck.errors import InputError
from sanccheck.memo import Memo
from sanccheck.memo.document import Bullets, Heading, Section, line, paragraph
from sanccheck.memo.html import to_html
from sanccheck.memo.letterhead import PLAIN, Letterhead, load_letterhead
from sanccheck.memo.markdown import to_markdown
from sanccheck.memo.pdf import to_pdf
from sanccheck.memo.word import to_word

MEMO = Memo(
    title="A memo",
    subtitle="A deal",
    day="2026-02-02",
    program="sanccheck test",
    notice="Not legal advice.",
    sections=(
        Section("Said", (paragraph("x"), Heading("y"), Bullets((line("z"),), numbered=True))),
    ),
)


def png() -> bytes:
    """Return a picture of one red dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a letterhead file, its logo and its own template."""
    (tmp_path / "logo.png").write_bytes(png())
    (tmp_path / "own.j2").write_text(
        '{% extends "memo.html.j2" %}{% block footer %}{{ letterhead.name }} wrote {{ memo.title }}'
        "{% endblock %}"
    )
    (tmp_path / "letterhead.yaml").write_text(
        "name: Example & Co\nlogo: logo.png\nheader: Privileged\nfooter: Hong Kong\nhtml: own.j2\n"
    )
    return tmp_path


def test_a_letterhead_file_is_read_with_what_lies_beside_it(folder: Path) -> None:
    """Name, lines, logo and template are taken."""
    letterhead = load_letterhead(folder / "letterhead.yaml")
    assert (letterhead.name, letterhead.header, letterhead.footer) == (
        "Example & Co",
        "Privileged",
        "Hong Kong",
    )
    assert letterhead.logo is not None
    assert letterhead.logo.kind == "png"
    assert letterhead.html is not None


def test_every_format_shows_the_letterhead(folder: Path) -> None:
    """Name, header and footer stand in Markdown, HTML, Word and PDF; the logo in all that can."""
    letterhead = load_letterhead(folder / "letterhead.yaml")
    markdown = to_markdown(MEMO, letterhead)
    assert markdown.startswith("Example \\& Co. Privileged\n")
    assert markdown.endswith("---\n\nHong Kong\n")
    html = to_html(MEMO, letterhead)
    assert 'src="data:image/png;base64,' in html
    assert "Example &amp; Co wrote A memo" in html
    data = to_word(MEMO, letterhead)
    document = docx.Document(io.BytesIO(data))
    assert "Example & Co" in document.paragraphs[0].text
    assert document.sections[0].header.paragraphs[0].text == "Privileged. A deal, as of 2026-02-02"
    assert document.sections[0].footer.paragraphs[0].text.startswith("Hong Kong. sanccheck test.")
    assert any(
        name.startswith("word/media/") for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )
    page = pypdf.PdfReader(io.BytesIO(to_pdf(MEMO, None, letterhead))).pages[0]
    text = page.extract_text()
    for said in ("Example & Co", "Privileged. A deal", "Hong Kong. sanccheck test."):
        assert said in text
    assert len(page.images) == 1


def test_without_a_letterhead_nothing_is_added() -> None:
    """A memo without a letterhead file is the same as one with an empty letterhead."""
    assert to_markdown(MEMO) == to_markdown(MEMO, Letterhead())
    assert "data:image" not in to_html(MEMO, PLAIN)


def test_the_same_letterhead_gives_the_same_bytes(folder: Path) -> None:
    """Word and PDF with a logo are the same every time."""
    letterhead = load_letterhead(folder / "letterhead.yaml")
    assert to_word(MEMO, letterhead) == to_word(MEMO, letterhead)
    assert to_pdf(MEMO, None, letterhead) == to_pdf(MEMO, None, letterhead)


def test_a_letterhead_word_file_gives_styles_and_footer() -> None:
    """Its styles and its own footer are kept; its body is not, and our header is added."""
    template = docx.Document()
    template.styles["Heading 1"].font.name = "Garamond"
    template.add_paragraph("Old text")
    template.sections[0].footer.paragraphs[0].text = "The letterhead's own footer"
    held = io.BytesIO()
    template.save(held)
    made = docx.Document(
        io.BytesIO(to_word(MEMO, Letterhead(word=held.getvalue(), word_path="letterhead.docx")))
    )
    assert made.styles["Heading 1"].font.name == "Garamond"
    assert "Old text" not in [paragraph.text for paragraph in made.paragraphs]
    assert made.sections[0].footer.paragraphs[0].text == "The letterhead's own footer"
    assert made.sections[0].header.paragraphs[0].text == "A deal, as of 2026-02-02"


def test_a_letterhead_word_file_without_a_style_is_told() -> None:
    """What is missing is named, with what to do."""
    template = docx.Document()
    style = template.styles["Intense Quote"].element
    style.getparent().remove(style)
    held = io.BytesIO()
    template.save(held)
    with pytest.raises(InputError, match=r"letterhead\.docx: has no style Intense Quote; use each"):
        to_word(MEMO, Letterhead(word=held.getvalue(), word_path="letterhead.docx"))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ memo.nothing }}", "has no attribute 'nothing'"),
        ("line\n{% if %}", "own.j2:2"),
        ("{{ ''.__class__.__mro__ }}", "cannot be rendered"),
        ("{% include '/etc/passwd' %}", "cannot be rendered"),
    ],
)
def test_a_template_that_is_wrong_or_reaches_out_is_refused(template: str, said: str) -> None:
    """The error names the template; it cannot read files or reach the program's inside."""
    letterhead = Letterhead(html=template, html_path="own.j2")
    with pytest.raises(InputError, match=re.escape(said)):
        to_html(MEMO, letterhead)


def test_a_template_is_escaped_by_itself() -> None:
    """A name is text in a letterhead's own template too, without its having to say so."""
    letterhead = Letterhead(html="{{ letterhead.name }}", name="<b>", html_path="own.j2")
    assert to_html(MEMO, letterhead) == "&lt;b&gt;"


def test_every_problem_of_a_letterhead_file_is_told_at_once(folder: Path) -> None:
    """Unknown keys, wrong kinds and files that are not there, each with its line."""
    (folder / "text.png").write_text("no picture")
    path = folder / "bad.yaml"
    path.write_text("nam: x\nheader: [a]\nlogo: text.png\nhtml: nowhere.j2\nword: logo.png\n")
    with pytest.raises(InputError) as raised:
        load_letterhead(path)
    lines = str(raised.value).splitlines()
    assert [text.removeprefix(f"{path}:")[:1] for text in lines] == ["1", "2", "3", "4", "5"]
    for said in (
        "no key of a letterhead file",
        "is a text",
        "neither PNG",
        "cannot be read",
        "no .docx",
    ):
        assert said in str(raised.value)


@pytest.mark.parametrize("text", ["- a\n", "", "name: [\n"])
def test_a_file_that_is_no_mapping_is_refused(text: str, tmp_path: Path) -> None:
    """A list, an empty file and a broken one are told."""
    path = tmp_path / "letterhead.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"letterhead\.yaml"):
        load_letterhead(path)
