"""Ways to make hostile files: bytes, texts and structures changed by chance."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

from tests.parse.hostile_samples import (
    ODS_TYPE,
    Sample,
    ods_content,
    packed,
    repacked,
    spreadsheet,
    unpacked,
)

# What an archive damaged before makes the standard library raise.
ODD = (KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError)
LONG = 10_000
TEXTS = (
    "",
    " ",
    "\0",
    "\x01\x1f\x7f\x1a",
    "\x85\u2028\x0b",
    "line\nline\r\nline",
    "x" * LONG,
    "\u202e\u200f\u200b",
    "=HYPERLINK(example)",
    "\U0001f600\U0001f1e6\u0301",
    "9" * 30,
    "9" * 5000,
    "-1",
    "0",
    "NaN",
    "1e999",
    "\u00b2\u0663",
    "2024-02-30",
    "0000-00-00",
    "99/99/9999",
    "00/00/0000",
    "9999-99-99T99:99:99+99:99",
    "0001-01-01T00:00:00+14:00",
    "31 Foo 2000",
    "circa",
    "-0- ",
    "null",
    "true",
    "\"'<>&]]>",
    "; ; (a.k.a. (a.k.a. b) c) a) b) ;",
    ";" * LONG,
    "(" * LONG,
    ")(" * LONG,
    " (a" * LONG,
    ", " * LONG,
    " - : " * LONG,
    "A1/-." * LONG,
    "a.k.a. " * LONG,
    "Linked To: " * LONG,
    " or and / " * LONG,
    "a) " * LONG,
    "] [" * LONG,
    '"' * LONG,
    "Tax ID No. : ; Passport (; DOB ; a.k.a. '' ; Linked To: ;",
)
_HALF = "\ud800"


def with_text(sample: Sample, text: str, chance: Random) -> bytes:
    """Put a text in the place of some other one, written as the format writes texts."""
    data = unpacked(sample)
    if sample.kind == "json":
        spans = [found.span() for found in JSON_VALUE.finditer(data)]
        return _spliced(data, spans, json.dumps(text).encode(), chance)
    if sample.kind in {"csv", "tsv"}:

        def put(rows: list[list[str]], chance: Random) -> None:
            row = chance.choice([one for one in rows[1:] or rows if one])
            row[chance.randrange(len(row))] = text

        return _of_cells(put, "\t" if sample.kind == "tsv" else ",")(data, chance)
    return repacked(sample, _spliced(data, _xml_spans(data), _as_xml(text), chance))


def mutate(sample: Sample, chance: Random) -> bytes:
    """Give a hostile file: one or more changes of bytes, of texts or of structure."""
    data = sample.data
    for _ in range(chance.choice((1, 1, 1, 2, 4, 12))):
        change = chance.choice((*_OF_BYTES, *_OF_KIND[sample.kind] * 3))
        data = change(data, chance)
    return data


def _region(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 5, 40, 400, 4000)))


def flip(data: bytes, chance: Random) -> bytes:
    """Set a byte to any value."""
    start, _end = _region(data, chance)
    return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]


def cut(data: bytes, chance: Random) -> bytes:
    """Cut a file off."""
    return data[: chance.randrange(len(data) + 1)]


def delete(data: bytes, chance: Random) -> bytes:
    """Take a region out."""
    start, end = _region(data, chance)
    return data[:start] + data[end:]


def repeat(data: bytes, chance: Random) -> bytes:
    """Repeat a region."""
    start, end = _region(data, chance)
    return data[:end] + data[start:]


def swap(data: bytes, chance: Random) -> bytes:
    """Exchange two regions that follow each other."""
    start, middle = _region(data, chance)
    end = min(len(data), middle + chance.choice((1, 40, 400)))
    return data[:start] + data[middle:end] + data[start:middle] + data[end:]


def insert(data: bytes, chance: Random) -> bytes:
    """Put bytes in that mean something somewhere."""
    at = chance.randrange(len(data) + 1)
    wild = (
        b"\0",
        b"\x1a",
        b"\xff\xfe",
        b'"',
        b"\xef\xbb\xbf",
        b"\r",
        b"<!--",
        b"]]>",
        b"\xed\xa0\x80",
    )
    return data[:at] + chance.choice(wild) + data[at:]


def _spliced(data: bytes, spans: Sequence[tuple[int, int]], new: bytes, chance: Random) -> bytes:
    if not spans:
        return data
    start, end = chance.choice(spans)
    return data[:start] + new + data[end:]


_XML_TEXT = re.compile(rb">([^<>]*)</|=\"([^\"<]*)\"|='([^'<]*)'")
_ELEMENT = re.compile(
    rb"<([A-Za-z:_-]+)[^<>]*?(?:/>|>[^<]*</\1>)|<([A-Za-z:_-]+)\b.*?</\2>", re.DOTALL
)


def xml_text(data: bytes, chance: Random) -> bytes:
    """Replace a text or the value of an attribute."""
    return _spliced(data, _xml_spans(data), _as_xml(chance.choice(TEXTS)), chance)


def _xml_spans(data: bytes) -> list[tuple[int, int]]:
    return [
        found.span(group)
        for found in _XML_TEXT.finditer(data)
        for group in (1, 2, 3)
        if found.start(group) >= 0
    ]


def _as_xml(text: str) -> bytes:
    for character, escaped in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("'", "&apos;")):
        text = text.replace(character, escaped)
    return text.encode()


def xml_element(data: bytes, chance: Random) -> bytes:
    """Repeat an element, leave it out, put it within another, or nest something within it."""
    spans = [found.span() for found in _ELEMENT.finditer(data)]
    spans += [
        found.span() for start, end in spans for found in _ELEMENT.finditer(data, start + 1, end)
    ]
    if not spans:
        return data
    start, end = chance.choice(spans)
    element = data[start:end]
    other, _ = chance.choice(spans)
    deep = chance.choice((2, 300, 10_000))
    return chance.choice(
        (
            data[:start] + data[end:],
            data[:end] + element + data[end:],
            data[:other] + element + data[other:],
            data[:start] + b"<x>" * deep + element + b"</x>" * deep + data[end:],
            data[:start] + b"<x>novelty</x>" + data[start:],
        )
    )


def xml_attribute(data: bytes, chance: Random) -> bytes:
    """Repeat an attribute or add one."""
    spans = [found.span() for found in re.finditer(rb" [A-Za-z:]+=(?:\"[^\"]*\"|'[^']*')", data)]
    if not spans:
        return data
    start, end = chance.choice(spans)
    return data[:end] + chance.choice((data[start:end], b' novelty="new"')) + data[end:]


def xml_encoding(data: bytes, chance: Random) -> bytes:
    """Write a file in another encoding, said or not said."""
    text = data.decode("utf-8", "replace")
    said = re.sub(r"(<\?xml[^>]*?) encoding=[\"'][^\"']*[\"']", r"\1", text)
    name = chance.choice(("utf-16", "utf-16-le", "latin-1", "utf-32", "utf-7", "cp1252"))
    declared = said.replace('<?xml version="1.0"', f'<?xml version="1.0" encoding="{name}"', 1)
    return chance.choice((text, said, declared)).encode(name, "replace")


DECLARATIONS = (
    (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    ),
    '<!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % d SYSTEM "file:///etc/hostname">%d;]>',
    "<!DOCTYPE x>",
)


def declared(data: bytes, declaration: str, encoding: str) -> bytes:
    """Put a declaration before the root and use its entity in a text."""
    text = data.decode()
    at = re.search(r"<(?![?!])", text)
    if at is None:
        return data
    used = (
        text[at.start() :].replace("</", "&d;</", 1) if " d " in declaration else text[at.start() :]
    )
    head = re.sub(r" encoding=[\"'][^\"']*[\"']", "", text[: at.start()])
    return (head + declaration + used).encode(encoding)


def xml_declaration(data: bytes, chance: Random) -> bytes:
    """Declare a document type, entities, or both."""
    try:
        return declared(data, chance.choice(DECLARATIONS), chance.choice(("utf-8", "utf-16")))
    except UnicodeDecodeError:
        return data


JSON_VALUE = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null')


def json_value(data: bytes, chance: Random) -> bytes:
    """Replace a value, or a key, by another one of any type."""
    text = chance.choice((*TEXTS, _HALF))
    deep = chance.choice((5, 400, 700, 20_000))
    wild = (
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"9" * 6000,
        b"-0.0",
        b"12345678901234567890.123456789",
        b"null",
        b"true",
        b"{}",
        b"[]",
        b"[" * deep + b"]" * deep,
        b'{"a":' * deep + b"1" + b"}" * deep,
        b'["a", ["b"]]',
        b'{"properties": {}}',
    )
    new = chance.choice((json.dumps(text).encode(), json.dumps(text).encode(), chance.choice(wild)))
    return _spliced(data, [found.span() for found in JSON_VALUE.finditer(data)], new, chance)


def json_member(data: bytes, chance: Random) -> bytes:
    """Repeat a member of an object, or a value of a list."""
    spans = [found.span() for found in re.finditer(rb'"[^"]*"\s*:\s*"[^"]*",?|"[^"]*",', data)]
    if not spans:
        return data
    start, end = chance.choice(spans)
    member = data[start:end]
    return data[:start] + member + (b"" if member.endswith(b",") else b",") + data[start:]


def _cells(data: bytes, delimiter: str) -> list[list[str]]:
    try:
        text = io.StringIO(data.decode("utf-8", "replace"), newline="")
        return list(csv.reader(text, delimiter=delimiter))
    except csv.Error:
        return []


def _table(rows: list[list[str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def _of_cells(change: Callable[[list[list[str]], Random], None], delimiter: str) -> Change:
    def run(data: bytes, chance: Random) -> bytes:
        end = b"\x1a" if data.endswith(b"\x1a") else b""
        rows = _cells(data.removesuffix(b"\x1a"), delimiter)
        if not any(rows):
            return data
        change(rows, chance)
        return _table(rows, delimiter) + end

    return run


def _new_cell(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice([one for one in rows if one])
    row[chance.randrange(len(row))] = chance.choice((*TEXTS, "y" * 1_000_000))


def _new_width(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice([one for one in rows if one])
    if chance.random() < 0.5:
        row.append(chance.choice(("", "more")))
    else:
        row.pop()


def _row_again(rows: list[list[str]], chance: Random) -> None:
    rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))


def ods_content_changed(data: bytes, chance: Random) -> bytes:
    """Change what is within the archive, and pack it again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
    except (zipfile.BadZipFile, zlib.error, *ODD):
        return data
    changes: list[Change] = [*_OF_BYTES, *(change for change in _OF_KIND["xml"] * 3)]
    content = chance.choice([*changes, _ods_repeats])(content, chance)
    return spreadsheet(content)


def _ods_repeats(content: bytes, chance: Random) -> bytes:
    number = chance.choice((b"0", b"-1", b"2", b"65", b"1048576", b"99999999999", b"NaN"))
    tag, name = chance.choice(((b"table-row", b"rows"), (b"table-cell", b"columns")))
    spans = [found.span() for found in re.finditer(b"<table:" + tag, content)]
    new = b"<table:%s table:number-%s-repeated='%s'" % (tag, name, number)
    return _spliced(content, spans, new, chance)


def ods_members(data: bytes, chance: Random) -> bytes:
    """Pack other members: none, two of a name, paths that lead out, a bomb."""
    content = ods_content()
    wild: tuple[dict[str, str | bytes], ...] = (
        {"mimetype": ODS_TYPE},
        {"content.xml": content},
        {"mimetype": ODS_TYPE, "content.xml": content, "../../x": "x", "/etc/x": "x"},
        {"mimetype": ODS_TYPE, "content.xml": b""},
        {"mimetype": ODS_TYPE, "../content.xml": content},
        {"mimetype": ODS_TYPE * 9, "content.xml": content},
    )
    return packed(chance.choice(wild)) if chance.random() < 0.9 else data


Change = Callable[[bytes, Random], bytes]
_OF_BYTES: tuple[Change, ...] = (flip, cut, delete, repeat, swap, insert)
_OF_XML: tuple[Change, ...] = (
    xml_text,
    xml_text,
    xml_text,
    xml_element,
    xml_element,
    xml_attribute,
    xml_encoding,
    xml_declaration,
)
_OF_KIND: dict[str, tuple[Change, ...]] = {
    "xml": _OF_XML,
    "json": (json_value, json_value, json_member),
    "csv": tuple(_of_cells(one, ",") for one in (_new_cell, _new_cell, _new_width, _row_again)),
    "tsv": tuple(_of_cells(one, "\t") for one in (_new_cell, _new_cell, _new_width, _row_again)),
    "ods": (ods_content_changed, ods_content_changed, ods_members),
}
