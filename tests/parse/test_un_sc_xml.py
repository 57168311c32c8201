from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import Address, EntityType, Entry, Identifier, NameKind, PartialDate
from sanccheck.parse.aliases import names_within
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.parsed import Tally
from sanccheck.parse.un_sc_xml import UnScXml

RULES = ListRules(rules=(ListRule(id="un_sc", everything=True),))
SAMPLE = (Path(__file__).parent / "samples" / "un_sc.xml").read_bytes()
REAL = "un_sc/UN_consolidated_2026-02-27.xml"
DAMAGED = "un_sc/MALFORMED_UN_consolidated_2025-08-16.xml"


def read(data: bytes) -> tuple[UnScXml, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = UnScXml(data, "file.xml")
    return reading, list(reading.entries(RULES, tally)), tally


def test_header() -> None:
    """The file's own date is read, and its records are counted."""
    reading, entries, tally = read(SAMPLE)
    assert tell(SAMPLE, tuple(FORMATS)) is FORMATS["un_sc_xml"]
    assert (reading.format, reading.published) == ("un_sc_xml", date(2026, 2, 27))
    assert (reading.records, tally.records, len(entries)) == (2, 2, 2)


def test_names() -> None:
    """Each name within a field, or in a note, is a name; weak and former ones are marked."""
    person, entity = read(SAMPLE)[1]
    assert [(one.text, one.kind, one.weak) for one in person.names] == [
        ("EXA MPLE", NameKind.PRIMARY, False),
        ("Экза Мпле", NameKind.ALIAS, False),
        ("Abu Example", NameKind.ALIAS, True),
        ("Жук", NameKind.ALIAS, True),
        ("Egza Mple", NameKind.ALIAS, False),
        ("Egsa Mple", NameKind.ALIAS, False),
        ("Old Name", NameKind.FORMER, False),
    ]
    assert [(one.text, one.kind) for one in entity.names] == [
        ("MADE-UP LINES (MUL)", NameKind.PRIMARY),
        ("EXAMPLE LINES (EL)", NameKind.ALIAS),
        ("Old Lines", NameKind.FORMER),
        ("Odd Lines", NameKind.ALIAS),
    ]
    assert ("Name as published", "MADE-UP LINES (MUL) ; EXAMPLE LINES (EL)") in entity.details
    assert ("Alias as published", "Egza Mple; Egsa Mple") in person.details


def test_person() -> None:
    """Dates, places, documents and comments are typed, and what has no field is a detail."""
    person = read(SAMPLE)[1][0]
    assert (person.id, person.type) == ("un_sc:XXi.001", EntityType.PERSON)
    assert person.programmes == ("Made-Up",)
    assert person.listing.listed_on == date(2015, 7, 1)
    assert person.nationalities == ("IR",)
    assert person.births == (
        PartialDate(text="1979-12-31", year=1979, month=12, day=31),
        PartialDate(text="circa 1961", year=1961, circa=True),
        PartialDate(text="1955 to 1958", year=1955, until_year=1958),
        PartialDate(text="August 1961", year=1961, month=8),
    )
    assert person.birth_places == ("Elsewhere", "Exampletown, Yemen")
    assert person.addresses == (Address(text="1 Example Street, Rwanda", country="RW"),)
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="national passport", country="YE"),
        Identifier(scheme="other", value="5", label="Wallet"),
    )
    assert person.remarks == "A comment."
    assert {
        ("Data id", "900001"),
        ("Title", "Colonel"),
        ("Gender", "Male"),
        ("Last updated", "2016-10-13"),
        ("Alias Old Name date of birth", "1979-12-31"),
        ("Alias Old Name place of birth", "Elsewhere"),
        ("Alias Old Name note", "previously listed as"),
        ("Address 1 Example Street, Rwanda note", "as of early 2016"),
        ("national passport X-000001", "National Identification Number"),
        ("national passport X-000001 issued", "2001-01-01"),
        ("national passport X-000001 note", "expired"),
        ("NOVELTY", "said anew"),
    } <= set(person.details)


def test_unknown_is_kept_and_counted() -> None:
    """What no table knows is reported, and a listing date that is none is a detail."""
    _reading, entries, tally = read(SAMPLE)
    assert {kind: dict(count) for kind, count in tally.unknown.items()} == {
        "identifier type": {"Wallet": 1},
        "element": {"NOVELTY": 1},
        "date": {"soon": 1},
        "name type": {"Odd": 1},
    }
    entity = entries[1]
    assert entity.listing.listed_on is None
    assert {("Listed on", "soon"), ("Alias Odd Lines quality", "Odd")} <= set(entity.details)
    assert entity.countries == ("KP",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Made Up", ["Made Up"]),
        ("A Name; B Name b) C Name; D Name", ["A Name", "B Name", "C Name", "D Name"]),
        ("Имя (Made Up; Maid Up)", ["Имя", "Made Up", "Maid Up"]),
        ("Made Up (original script: Имя)", ["Made Up", "Имя"]),
        ("Made Up (MU) (имя (original script); Maid Up)", ["Made Up (MU)", "имя", "Maid Up"]),
        ("Имя (Made Up in Nowhere (MUN))", ["Имя", "Made Up in Nowhere (MUN)"]),
        ("Made Up son of Example (имя ),", ["Made Up son of Example", "имя"]),
        ("Made Up (MU) ; Maid Up (MA)", ["Made Up (MU)", "Maid Up (MA)"]),
        ("Made Up Movement/Army (MUM/A)", ["Made Up Movement/Army (MUM/A)"]),
        ("Made Up (linked to; passport 43)", ["Made Up (linked to; passport 43)"]),
        ("Made Up)", ["Made Up)"]),
        (";", [";"]),
    ],
)
def test_names_within(text: str, names: list[str]) -> None:
    """A field is taken apart only where it says itself that it holds several names."""
    assert names_within(text) == names


BOMB = b"""<?xml version="1.0"?><!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "aaaaaaaaaa">]>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z">&a;</CONSOLIDATED_LIST>"""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SAMPLE[: len(SAMPLE) // 2], "well-formed"),
        (SAMPLE.replace(b"Colonel", b"\x19"), "well-formed"),
        (SAMPLE.replace("Экза".encode(), b"\xff\xfe"), "well-formed"),
        (SAMPLE.replace(b"2026-02-27T", b"2026-02-30T"), "is not a date"),
        (SAMPLE.replace(b"dateGenerated", b"dateMade"), "dateGenerated ''"),
        (SAMPLE.replace(b"XXi.001 ", b""), "no reference number or no name"),
        (re.sub(rb"<FIRST_NAME>MADE.*?</FIRST_NAME>", b"", SAMPLE), "no reference number or no"),
        (SAMPLE.replace(b"XXe.001", b"XXi.001"), "'XXi.001' stands twice"),
        (SAMPLE.replace(b"900002", b"900001"), "'XXe.001' stands twice"),
        (SAMPLE.replace(b"CONSOLIDATED_LIST", b"LIST"), "its root is not 'CONSOLIDATED_LIST'"),
        (b'<CONSOLIDATED_LIST dateGenerated="2026-02-27"/>', "holds no record"),
        (BOMB, "entities"),
        (BOMB.decode().encode("utf-16"), "document type"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged, of another kind or hostile is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        UnScXml(data, "file.xml")


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_nothing_but_a_refusal(chance: random.Random, changes: int) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    data = bytearray(SAMPLE)
    for _ in range(changes):
        at = chance.randrange(len(data))
        action = chance.randrange(3)
        if action == 0:
            data[at] = chance.randrange(256)
        elif action == 1:
            del data[at : at + chance.randrange(1, 60)]
        else:
            data[at:at] = data[at : at + chance.randrange(1, 60)]
    try:
        _reading, entries, tally = read(bytes(data))
    except ListRefused:
        return
    assert tally.records == len(entries)


def test_real_counts(real_data: Path) -> None:
    """The real file gives the counts that a plain search of its bytes gives."""
    data = (real_data / REAL).read_bytes()
    reading, entries, tally = read(data)
    assert reading.published == date(2026, 2, 27)
    types = [entry.type for entry in entries]
    assert types.count(EntityType.PERSON) == data.count(b"<INDIVIDUAL>") == 730
    assert types.count(EntityType.COMPANY) == data.count(b"<ENTITY>") == 273
    assert tally.records == reading.records == 1003
    assert all(entry.listing.listed_on for entry in entries)
    # Three more numbers stand behind the name of their document.
    assert tally.identifiers == len(re.findall(rb"<NUMBER>[^<]*\w", data)) + 3 == 457
    assert {kind: sum(count.values()) for kind, count in tally.unknown.items()} == {
        "date": 3,
        "country": 1,
    }


def test_real_names(real_data: Path) -> None:
    """Every alias and original name of the real file is a name, whole or in its parts."""
    data = (real_data / REAL).read_bytes()
    text = data.decode()
    ours = {name.text for entry in read(data)[1] for name in entry.names}
    found = re.findall(r"<(?:ALIAS_NAME|NAME_ORIGINAL_SCRIPT)>([^<]+)</", text)
    assert len(found) == 2139 + 613 + 336 + 42
    missing = [one for one in found if not _stands(one.replace("&amp;", "&"), ours)]
    assert missing == []


def _stands(text: str, names: set[str]) -> bool:
    plain = re.sub(r"\s*\((?:previously|formerly) listed as\)", "", " ".join(text.split()))
    return plain in names or all(part in names for part in names_within(plain))


def test_real_weak(real_data: Path) -> None:
    """The real file's names of low quality are weak: one for each, and for each name in a note."""
    data = (real_data / REAL).read_bytes()
    assert data.count(b"<QUALITY>Low<") == 615
    assert read(data)[2].weak_aliases == 646


def test_real_damaged(real_data: Path) -> None:
    """The damaged copy of August 2025 is refused."""
    with pytest.raises(ListRefused, match="well-formed"):
        UnScXml((real_data / DAMAGED).read_bytes(), DAMAGED)
