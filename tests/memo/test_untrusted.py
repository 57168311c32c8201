"""Whatever a name holds comes out as text in every format: never as markup, formula or field."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from sanccheck.memo import Memo
from sanccheck.memo.document import (
    Bullets,
    Facts,
    Figure,
    Heading,
    Section,
    Span,
    Table,
    line,
    paragraph,
)
from sanccheck.memo.drawing import Drawing, Words, fitting, text_width, to_svg
from sanccheck.memo.html import to_html
from sanccheck.memo.markdown import escape, to_markdown
from sanccheck.memo.pdf import to_pdf
from sanccheck.memo.visible import visible
from sanccheck.memo.word import to_word
from tests.memo.flatten import model_texts, pdf_words, word_texts
from tests.memo.test_memo import write

HOSTILE = {
    "formula": '=HYPERLINK("https://example.org","x")',
    "dde": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "svg": "</text><script>alert(1)</script>",
    "comment": "<!-- --> ]]> <![CDATA[",
    "entity": "&lt;b&gt; &amp; &#x41; &xxe;",
    "word-xml": '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "x"</w:instrText></w:r><w:r><w:t>',
    "field": "{ INCLUDEPICTURE \\d }",
    "typst": '#import "/etc/passwd" #sys.inputs *b* _i_ $x$ `raw` @ref <label> //c /*d*/ \\ ~ [x]',
    "typst-string": '") #panic("x") #text("',
    "jinja": "{{7*7}} {% for x in y %}{{x}}{% endfor %} {# c #}",
    "table": "| a | b |",
    "link": "[x](javascript:alert(1)) ![i](https://example.org/a.png)",
    "autolink": "https://example.org www.example.org a@example.org",
    "heading": "# heading",
    "list": "1. one",
    "rule": "---",
    "html-block": "<details>",
    "turned": "Acme \u202e detcejer \u2066x\u2069",
    "hidden": "Ac\u200bme\ufeff\u00ad\u2060",
    "control": "Ac\x00me\x1b[31m\x7f\x85",
    "lines": "Acme\n# heading\r\n\tLtd\u2028x\u2029y",
    "surrogate": "Acme \ud800",
    "private": "Acme \ue000 \U000f0000 \ufdd0 \U0001fffe",
    "tags": "Acme \U000e0041\U000e0042",
    "combining": "A" + "\u0301" * 40,
    "long-word": "x" * 10_000,
    "long": "Long name " * 1_000,
}
NAMES = pytest.mark.parametrize("name", list(HOSTILE.values()), ids=list(HOSTILE))


def memo_with(name: str) -> Memo:
    """Return a memo that has a name in every place where a text can stand."""
    cells = ((line(name), line(Span(name, strong=True)), line("x")),)
    drawing = Drawing(480, 40, name, (Words(0, 0, 100, name[:20]),))
    table = Table(("Party", "Is", "X"), cells, (40, 40, 20))
    return Memo(
        title="A memo",
        subtitle=visible(name),
        day="2026-02-02",
        program="sanccheck test",
        notice="Not legal advice.",
        sections=(
            Section(
                "Said",
                (
                    paragraph(name),
                    Heading(name),
                    Bullets((line(name),)),
                    Facts((("Name", line(name)),)),
                    table,
                    Figure(drawing, name, table),
                    paragraph(Span("a link", href=f"https://example.org/{name[:50]}")),
                    paragraph(Span("none", href=f"javascript:{name}")),
                ),
            ),
        ),
    )


@NAMES
def test_word_shows_a_name_as_text(name: str) -> None:
    """The Word file's texts are the model's; a name brings no element, field or link of its own."""
    memo = memo_with(name)
    data = to_word(memo)
    assert word_texts(data) == model_texts(memo)
    xml = docx.Document(io.BytesIO(data)).element.body.xml
    assert xml.count("<w:instrText") == 0
    bare = re.sub(r"<w:t[ >].*?</w:t>|descr=\"[^\"]*\"", "", xml, flags=re.DOTALL)
    assert "javascript:" not in bare


@NAMES
def test_html_shows_a_name_as_text(name: str) -> None:
    """A browser sees the elements of an empty name, and the name as the text of one."""
    memo = memo_with(name)
    plain, hostile = (_html_tree(to_html(one)) for one in (memo_with("x"), memo))
    assert [_shape(node) for node in hostile.iter()] == [_shape(node) for node in plain.iter()]
    (heading,) = hostile.iter("h3")
    assert _text(heading) == visible(name)
    assert not [node for node in hostile.iter("a") if "javascript" in (node.get("href") or "")[:11]]


def _html_tree(html: str) -> etree._Element:
    return etree.fromstring(html.encode(), etree.HTMLParser(huge_tree=True))


def _text(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))


def _shape(node: etree._Element) -> tuple[object, list[str]]:
    """Return what an element is: its name and its attributes' names."""
    return node.tag, sorted(map(str, node.attrib))


@NAMES
def test_markdown_shows_a_name_as_text(name: str) -> None:
    """A name is escaped, stays on its line and in its cell."""
    text = to_markdown(memo_with(name))
    assert f"### {escape(visible(name))}" in text.splitlines()
    plain = to_markdown(memo_with("x"))
    assert len(text.splitlines()) == len(plain.splitlines())
    rows = [row for row in text.splitlines() if row.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {3, 4}


@NAMES
def test_pdf_shows_a_name_as_text(name: str) -> None:
    """A name is data to the PDF: it is shown, nothing of it is run, and no page is run over."""
    data = to_pdf(memo_with(name))
    shown = "".join(visible(name).split())[:60]
    if name != HOSTILE["combining"]:
        assert shown in pdf_words(data)
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots") or ()]
    links = [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    assert links
    assert all(link.startswith("https://example.org/") for link in links)


@NAMES
def test_a_picture_shows_a_name_as_text(name: str) -> None:
    """The SVG stays well formed, with a title and one text."""
    drawing = Drawing(100, 20, name, (Words(0, 0, 100, name),))
    tree = etree.fromstring(to_svg(drawing), etree.XMLParser(huge_tree=True))
    assert [str(node.tag).rpartition("}")[2] for node in tree] == ["title", "text"]
    assert tree[1].text == visible(name)


@given(name=st.text(max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_out_of_word_and_html_as_it_went_in(name: str) -> None:
    """For every text of Unicode, the words that come out are those of the model."""
    memo = replace(memo_with(name), subtitle="A deal")
    assert word_texts(to_word(memo)) == model_texts(memo)
    tree = _html_tree(to_html(memo))
    assert next(_text(node) for node in tree.iter("h3")) == visible(name)


@given(name=st.text(max_size=200))
def test_what_is_visible_is_on_one_line_and_stays_so(name: str) -> None:
    """No control, mark of direction or line break is left, and seeing it twice changes nothing."""
    shown = visible(name)
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown
    assert not set(shown) & {"\u202e", "\u2066", "\u200b", "\ufeff", "\x00"}


@given(
    name=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1),
    width=st.floats(20, 200),
)
def test_a_label_of_a_picture_fits_its_strip(name: str, width: float) -> None:
    """Lines are no wider than the strip, save where one letter alone is."""
    for row in fitting(name, 8, width, lines=3):
        assert text_width(row, 8) <= width or len(row) <= 2


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("key", ["formula", "script", "word-xml", "typst", "jinja", "turned"])
def test_a_party_of_any_name_is_assessed_and_written(key: str, tmp_path: Path) -> None:
    """From the deal file to the file written: the name is there, as text, in every format."""
    name = HOSTILE[key]
    deal = tmp_path / "deal.yaml"
    deal.write_text(
        "deal: {kind: offering}\nsecurity: {kind: equity, publicly_traded: yes}\nparties:\n"
        f"  - {{id: issuer, name: {json.dumps(name)}, role: issuer, organised_in: KY}}\n",
        encoding="utf-8",
    )
    shown = visible(name)
    assert escape(shown) in write(deal, "2021-12-20", tmp_path / "m.md").decode()
    html = write(deal, "2021-12-20", tmp_path / "m.html").decode()
    assert "<script" not in html
    assert shown in _text(_html_tree(html))
    assert shown in "\n".join(word_texts(write(deal, "2021-12-20", tmp_path / "m.docx")))
    pdf = pdf_words(write(deal, "2021-12-20", tmp_path / "m.pdf"))
    assert "".join(shown.split())[:40] in pdf
