from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import (
    Address,
    EntityType,
    Entry,
    Identifier,
    Link,
    Name,
    NameKind,
    PartialDate,
)
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.ofac_xml import OfacXml
from sanccheck.parse.parsed import Tally

ROOT = Path(__file__).parent.parent.parent
SDN = ListRules(rules=(ListRule(id="us_ofac_sdn", everything=True),))
MADE_UP = (ROOT / "lists" / "us_ofac_sdn" / "made_up.xml").read_bytes()


def read(data: bytes) -> tuple[OfacXml, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = OfacXml(data, "file.xml")
    return reading, list(reading.entries(SDN, tally)), tally


def test_header(made_up: bytes) -> None:
    """The file's own date and count are read."""
    reading, _entries, tally = read(made_up)
    assert (reading.published, reading.records) == (date(2024, 1, 15), 4)
    assert (tally.records, tally.aliases, tally.weak_aliases) == (4, 4, 2)
    assert tally.identifiers + tally.facts == 9


def test_company(made_up: bytes) -> None:
    """A company's names, identifiers, address, links and remarks are all in its entry."""
    company = read(made_up)[1][0]
    assert company.id == "us_ofac_sdn:900001"
    assert company.type is EntityType.COMPANY
    assert company.programmes == ("SDGT", "CUBA")
    assert [(name.text, name.kind, name.weak) for name in company.names] == [
        ("MADE-UP HOLDING COMPANY (EXAMPLE) LIMITED", NameKind.PRIMARY, False),
        ("MUHCEL", NameKind.ALIAS, True),
        ("FORMERLY MADE-UP LTD.", NameKind.FORMER, False),
        ("NOW MADE-UP LTD.", NameKind.ALIAS, False),
    ]
    assert company.identifiers == (
        Identifier(scheme="hk_cr", value="0012345", label="C.R. No.", country="HK"),
        Identifier(scheme="other", value="851683897", label="Legal Entity Number", country="NL"),
        Identifier(scheme="other", value="77", label="Number Nobody Knows"),
    )
    assert company.addresses == (
        Address(text="1 Example Street, Exampletown, 00000, Korea, North", country="KP"),
    )
    assert company.countries == ("HK", "NL", "KP")
    assert company.links == (
        Link(kind="Linked To", name="EXAMPLE-FAMILY, Example-Given", entry="us_ofac_sdn:900002"),
    )
    assert ("Secondary sanctions risk", "section 1(b) of an order") in company.details
    assert ("n.k.a.", "NOW MADE-UP LTD.") in company.details
    assert company.remarks is not None
    assert company.remarks.startswith("all offices worldwide")


def test_person(made_up: bytes) -> None:
    """A person reads "given family", and dates are known as far as they are printed."""
    person = read(made_up)[1][1]
    assert person.names[0] == Name(
        text="Example-Given EXAMPLE-FAMILY", given="Example-Given", family="EXAMPLE-FAMILY"
    )
    assert person.names[1].text == "The EXAMPLE"
    assert person.births == (
        PartialDate(text="circa 1961", year=1961, circa=True),
        PartialDate(text="01 Feb 1960 to 28 Feb 1962", year=1960, month=2, day=1, until_year=1962),
    )
    assert person.birth_places == ("Exampletown",)
    assert person.nationalities == ("MM",)
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="Passport", country="MM"),
    )
    assert set(person.details) == {
        ("Title", "Example Officer"),
        ("Passport X-000 001 issued", "01 Jan 2000"),
        ("Passport X-000 001 expires", "01 Jan 2010"),
        ("Gender", "Male"),
        ("Citizenship", "undetermined"),
    }
    assert person.countries == ()


def test_vessel_and_aircraft(made_up: bytes) -> None:
    """A vessel has its IMO number and facts, an aircraft its tail number."""
    vessel, aircraft = read(made_up)[1][2:]
    assert vessel.type is EntityType.VESSEL
    assert vessel.identifiers[0].scheme == "imo"
    assert vessel.identifiers[0].valid is True
    assert ("Vessel Type", "Crude Oil Tanker") in vessel.details
    assert vessel.countries == ("PA",)
    assert vessel.links[0].entry == "us_ofac_sdn:900001"
    assert aircraft.type is EntityType.AIRCRAFT
    assert [one.value for one in aircraft.identifiers] == [
        "XX-000",
        "1ExampleNotAWalletAddress00000000X",
    ]


def test_unknown_is_kept_and_counted(made_up: bytes) -> None:
    """A label that no table knows stays in the entry and is reported."""
    tally = read(made_up)[2]
    assert dict(tally.unknown["identifier type"]) == {"Number Nobody Knows": 1}


def test_either_namespace(made_up: bytes) -> None:
    """The old namespace, and none at all, give the same entries."""
    entries = read(made_up)[1]
    old = re.sub(rb'xmlns="[^"]*"', b'xmlns="http://tempuri.org/sdnList.xsd"', made_up, count=1)
    none = re.sub(rb' xmlns="[^"]*"', b"", made_up, count=1)
    assert read(old)[1] == entries
    assert read(none)[1] == entries


BOMB = b"""<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<sdnList><publshInformation><Record_Count>0</Record_Count></publshInformation>&c;</sdnList>"""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (MADE_UP[: len(MADE_UP) // 2], "well-formed"),
        (
            MADE_UP.replace(b"<Record_Count>4", b"<Record_Count>5"),
            "declares '5' records and holds 4",
        ),
        (MADE_UP.replace(b"<Record_Count>4</Record_Count>", b""), "declares '' records"),
        (MADE_UP.replace(b"01/15/2024", b"15 Jan 2024"), "not a date"),
        (MADE_UP.replace(b"01/15/2024", b"13/15/2024"), "not a date"),
        (MADE_UP.replace(b"<uid>900003</uid>", b""), "no number as its uid"),
        (MADE_UP.replace(b"<uid>900003</uid>", b"<uid>900001</uid>"), "stands twice"),
        (MADE_UP.replace(b"<lastName>MADE-UP VESSEL</lastName>", b""), "no number as its uid"),
        (MADE_UP.replace(b"sdnList", b"otherList"), "its root is not 'sdnList'"),
        (b"<?xml version='1.0'?><sdnList>\x07</sdnList>", "well-formed"),
        (BOMB, "entities"),
        (BOMB.decode().encode("utf-16"), "document type"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged, of another kind or hostile is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        OfacXml(data, "file.xml")


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_nothing_but_a_refusal(chance: random.Random, changes: int) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    data = bytearray(MADE_UP)
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


@pytest.mark.parametrize(
    ("path", "records", "published"),
    [
        ("us_ofac_sdn/SDN_2024-05-07.xml", 14966, date(2024, 5, 7)),
        ("us_ofac_cons/CONSOLIDATED_2025-03-28.xml", 443, date(2025, 3, 28)),
        ("us_ofac_cons/CONSOLIDATED_2024-05-06.xml", 443, date(2024, 5, 6)),
    ],
)
def test_real_counts(real_data: Path, path: str, records: int, published: date) -> None:
    """The real files give the counts that they declare and that a plain search of them gives."""
    data = (real_data / path).read_bytes()
    reading, entries, tally = read(data)
    assert reading.published == published
    assert (reading.records, tally.records, len(entries)) == (records, records, records)
    assert tally.aliases == data.count(b"<aka>")
    assert tally.weak_aliases == data.count(b"<category>weak<")
    assert tally.identifiers + tally.facts == data.count(b"<id>")
    assert set(tally.unknown) <= {"country"}
    assert len({entry.id for entry in entries}) == records


def test_sdn_aliases(real_data: Path) -> None:
    """The SDN file of 7 May 2024 has 21,754 aliases, 3,694 of them weak."""
    tally = read((real_data / "us_ofac_sdn/SDN_2024-05-07.xml").read_bytes())[2]
    assert (tally.aliases, tally.weak_aliases) == (21754, 3694)
