from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType
from sanccheck.parse import open_document
from sanccheck.parse.expected import Expected
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.open_file import open_file
from sanccheck.parse.parsed import Tally
from sanccheck.parse.uk_ods import UkOds

RULES = ListRules(rules=(ListRule(id="uk_sanctions", everything=True),))
MIME = "application/vnd.oasis.opendocument.spreadsheet"
FORMATS = ("uk_xml", "uk_csv", "uk_ods")
HEADER = (
    "Unique ID",
    "OFSI Group ID",
    "Name",
    "Regime Name",
    "Type",
    "Designation source",
    "Date Designated",
    "Sanctions Imposed",
)
# Nobody here exists.
COMPANY = ("MAD0001", "99001", "MADE-UP &amp; CO", "Exampleland", "Entity", "UN", "29-06-2012", "x")
PERSON = ("MAD0002", "", "FAMILY<text:s text:c='2'/>Given", "", "Individual", "UK", "01-02-2020")


def sheet(*rows: tuple[str, ...], name: str = "UK_Sanction_List") -> str:
    """Write a sheet, filled up to the right and below as a spreadsheet program does."""
    body = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "<table:table-cell table:number-columns-repeated='16376'/></table:table-row>"
        for row in rows
    )
    return (
        f"<table:table table:name='{name}'>{body}<table:table-row "
        "table:number-rows-repeated='1043268'><table:table-cell "
        "table:number-columns-repeated='16384'/></table:table-row></table:table>"
    )


def packed(*sheets: str, mime: str = MIME, content: str | None = None) -> bytes:
    """Pack sheets as a real file of the publisher is packed: the media type last, and packed."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    text = content or (
        f"<office:document-content xmlns:office='{space}office:1.0' xmlns:table='{space}table:1.0'"
        f" xmlns:text='{space}text:1.0'><office:body><office:spreadsheet>{''.join(sheets)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", text)
        archive.writestr("mimetype", mime)
    return out.getvalue()


MADE_UP = packed(sheet(HEADER, COMPANY, PERSON))


def test_read(tmp_path: Path) -> None:
    """The spreadsheet is claimed by its media type and read; it is marked as a part."""
    path = tmp_path / "list.ods"
    path.write_bytes(MADE_UP)
    reading = open_file(path, Expected(formats=FORMATS)).reading
    tally = Tally()
    company, person = reading.entries(RULES, tally)
    assert (reading.format, reading.published, reading.records) == ("uk_ods", None, 2)
    assert len(reading.missing) == 1
    assert (company.name, company.type) == ("MADE-UP & CO", EntityType.COMPANY)
    assert company.programmes == ("Exampleland",)
    assert company.listing.listed_on == date(2012, 6, 29)
    assert company.details == (
        ("OFSI Group ID", "99001"),
        ("Designation source", "UN"),
        ("Sanctions imposed", "x"),
    )
    assert (person.name, person.type) == ("FAMILY Given", EntityType.PERSON)
    assert not tally.unknown


def test_nameless() -> None:
    """One empty name among many is kept under its id, counted and said; many refuse the file."""
    rows = [(f"MAD{number:04}", "", "A NAME") for number in range(200)]
    reading = UkOds(packed(sheet(HEADER, *rows, ("MAD9999", "1", " \n "))), "list.ods")
    tally = Tally()
    entries = list(reading.entries(RULES, tally))
    assert (len(entries), entries[-1].name) == (201, "MAD9999")
    assert dict(tally.unknown["record without a name"]) == {"MAD9999": 1}
    assert "MAD9999" in reading.notes[0]
    with pytest.raises(ListRefused, match="1 of 2 designations have no name"):
        UkOds(packed(sheet(HEADER, COMPANY, ("MAD9999", "1", ""))), "list.ods")


def test_other_sheets() -> None:
    """A sheet that is not the list is left out and named."""
    reading = UkOds(packed(sheet(("Read me",), name="Notes"), sheet(HEADER, COMPANY)), "list.ods")
    assert reading.records == 1
    assert reading.notes == ("only the sheet 'UK_Sanction_List' was read, not Notes",)


def test_other_archives(tmp_path: Path) -> None:
    """An archive that no format of the source claims is refused as before."""
    for data in (packed(mime="application/zip"), packed(mime="x" * 10_000), b"PK\x03\x04rest"):
        path = tmp_path / "list.zip"
        path.write_bytes(data)
        with pytest.raises(ListRefused, match="ZIP archive"):
            open_file(path, Expected(formats=FORMATS))
    path.write_bytes(MADE_UP)
    with pytest.raises(ListRefused, match="ZIP archive"):
        open_file(path, Expected(formats=("ofac_xml",)))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (MADE_UP[:-30], "damaged spreadsheet"),
        (packed(content="<a/>"), "its root is not"),
        (packed(content="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "document type"),
        (packed(sheet(("Unique", "Name"), COMPANY)), "0 sheets"),
        (packed(sheet(HEADER, COMPANY), sheet(HEADER, PERSON, name="Two")), "2 sheets"),
        (packed(sheet(HEADER, COMPANY, COMPANY)), "stands twice"),
        (packed(sheet(HEADER, ("", "1", "A NAME"))), "for a Unique ID"),
        (packed(sheet(HEADER, (*COMPANY, "more"))), "longer than the header"),
        (packed(sheet(HEADER, ("MAD0001",) * 65)), "more than 64 columns"),
        (packed(sheet(("Unique ID", "Type"), COMPANY[:2])), "lacks 'Name'"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged, hostile or another spreadsheet is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        UkOds(data, "list.ods")


def test_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to too much is refused, whether it declares its size or hides it."""
    monkeypatch.setattr(open_document, "MAX_CONTENT", 1000)
    bomb = packed(content="<a>" + " " * 5000 + "</a>")
    with pytest.raises(ListRefused, match="unpacks to more than 1000"):
        UkOds(bomb, "list.ods")
    # The declared size stands in the local header and in the directory.
    size = len("<a>" + " " * 5000 + "</a>").to_bytes(4, "little")
    hidden = bomb.replace(size, (10).to_bytes(4, "little"))
    assert hidden != bomb
    with pytest.raises(ListRefused, match=r"damaged|unpacks"):
        UkOds(hidden, "list.ods")


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_nothing_but_a_refusal(chance: random.Random, changes: int) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    data = bytearray(MADE_UP)
    for _ in range(changes):
        data[chance.randrange(len(data))] = chance.randrange(256)
    open_document.media_type(bytes(data))
    try:
        reading = UkOds(bytes(data), "list.ods")
    except ListRefused:
        return
    assert reading.records == len(list(reading.entries(RULES, Tally())))


def test_real_counts(real_data: Path) -> None:
    """The real short form gives a record for each id that a plain search finds."""
    path = real_data / "uk" / "FCDO_UK_Sanctions_List_2025-08-11.ods"
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    ids = re.findall(rb"<text:p>([A-Z]{3}\d{4})</text:p>", content)
    reading = open_file(path, Expected(formats=FORMATS)).reading
    tally = Tally()
    entries = list(reading.entries(RULES, tally))
    assert len(entries) == len(set(ids)) == reading.records == 5302
    assert [entry.uid for entry in entries] == [uid.decode() for uid in ids]
    assert set(tally.unknown) == {"record without a name"}
    assert set(tally.unknown["record without a name"]) == {"BEL0174", "RUS1467"}
    kinds = [
        content.count(f"<text:p>{kind}<".encode()) for kind in ("Individual", "Entity", "Ship")
    ]
    assert kinds == [
        sum(entry.type is one for entry in entries)
        for one in (EntityType.PERSON, EntityType.COMPANY, EntityType.VESSEL)
    ]
    assert all(entry.listing.listed_on and entry.programmes for entry in entries)
