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
from sanccheck.parse.expected import Expected
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.open_file import open_file
from sanccheck.parse.parsed import Tally
from sanccheck.parse.uk_numbers import registration_numbers
from sanccheck.parse.uk_xml import UkXml

MADE_UP = (Path(__file__).parent / "samples" / "made_up_uk.xml").read_bytes()
RULES = ListRules(rules=(ListRule(id="uk_sanctions", everything=True),))


def read(data: bytes) -> tuple[UkXml, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = UkXml(data, "file.xml")
    return reading, list(reading.entries(RULES, tally)), tally


def test_header() -> None:
    """The file's own date is read, and the counts are those of the file."""
    reading, entries, tally = read(MADE_UP)
    assert (reading.published, reading.records) == (date(2026, 9, 7), 3)
    assert (len(entries), tally.records) == (3, 3)
    assert (tally.aliases, tally.weak_aliases, tally.identifiers) == (5, 1, 6)


def test_company() -> None:
    """The primary name comes first, low quality is weak, every address and number is kept."""
    company = read(MADE_UP)[1][0]
    assert company.id == "uk_sanctions:MAD0001"
    assert company.type is EntityType.COMPANY
    assert [(name.text, name.kind, name.weak) for name in company.names] == [
        ("MADE-UP TRADING COMPANY", NameKind.PRIMARY, False),
        ("Made-Up Trading Co", NameKind.ALIAS, False),
        ("Made-Up Bazaar", NameKind.ALIAS, False),
        ("ExampleCo", NameKind.ALIAS, True),
        ("Выдуманная компания", NameKind.ALIAS, False),
    ]
    assert company.listing.listed_on == date(2012, 6, 29)
    assert company.addresses == (
        Address(text="1 Example Street, Exampletown, 00000, Afghanistan", country="AF"),
        Address(text="2 Example Street, Exampleland", country=None),
    )
    assert company.identifiers == (
        Identifier(
            scheme="other",
            value="1ExampleNotAWalletAddress00000000X",
            label="Crypto wallet address",
        ),
        Identifier(scheme="other", value="1234567890", label="INN"),
        Identifier(scheme="other", value="1234567890123", label="OGRN"),
    )
    assert company.links == (
        Link(kind="Subsidiary", name="Example Tanker", entry="uk_sanctions:MAD0003"),
        Link(kind="Parent company", name="Nobody Holding Ltd"),
    )
    assert company.remarks == "Has offices in many made-up towns."


def test_details() -> None:
    """What has no field of its own is a detail; of the indicators only what is imposed is."""
    details = read(MADE_UP)[1][0].details
    for detail in (
        ("Last updated", "04/08/2026"),
        ("OFSI Group ID", "99001"),
        ("UN Reference Number", "MUe.001"),
        ("Sanctions imposed", "Asset freeze"),
        ("Sanctions imposed", "Trust Services Sanctions"),
        ("Sanctions imposed (indicator)", "AssetFreeze"),
        ("Non-Latin script language", "Russian"),
        ("Phone number", "000-0001"),
        ("Motto", "Made up"),
    ):
        assert detail in details
    assert not any("TravelBan" in text for _label, text in details)


def test_person() -> None:
    """A person's name is split, dates are partial, a repeated passport counts once."""
    person = read(MADE_UP)[1][1]
    assert person.names == (
        Name(text="EXAMPLE GIVEN FAMILY", given="EXAMPLE GIVEN", family="FAMILY"),
        Name(text="Example Aname", kind=NameKind.ALIAS),
    )
    assert person.births == (
        PartialDate(text="dd/mm/1945", year=1945),
        PartialDate(text="12/05/1958", year=1958, month=5, day=12),
        PartialDate(text="about the war"),
    )
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="Passport"),
        Identifier(scheme="other", value="000123", label="National identifier"),
    )
    assert ("Passport", "unknown") in person.details
    assert ("Passport X000001", "expired") in person.details
    assert person.birth_places == ("Exampletown, USSR",)
    assert person.nationalities == ("AF",)


def test_ship() -> None:
    """A ship has its IMO number and flag, and its owner is the entry of that very name."""
    ship = read(MADE_UP)[1][2]
    assert ship.type is EntityType.VESSEL
    assert ship.identifiers == (
        Identifier(scheme="imo", value="9187629", label="IMO number", valid=True),
    )
    assert ship.countries == ("PA",)
    assert [(link.kind, link.entry) for link in ship.links] == [
        ("Current owner or operator", "uk_sanctions:MAD0001")
    ]


def test_unknown_is_kept_and_counted() -> None:
    """An element, a country and a date that no table knows are reported."""
    tally = read(MADE_UP)[2]
    assert {kind: dict(counts) for kind, counts in tally.unknown.items()} == {
        "country": {"Exampleland": 1},
        "field": {"Motto": 1},
        "date": {"about the war": 1},
    }


def test_new_words_are_reported() -> None:
    """A type, a kind of name or a strength that is new is counted and drops no name."""
    data = MADE_UP.replace(b">Ship<", b">Airship<").replace(b">Alias<", b">Nickname<")
    data = data.replace(b"Good quality a.k.a", b"Fair quality a.k.a")
    _reading, entries, tally = read(data)
    assert entries[2].type is None
    assert ("Type", "Airship") in entries[2].details
    assert dict(tally.unknown["name type"]) == {"Nickname": 3}
    assert dict(tally.unknown["alias strength"]) == {"Fair quality a.k.a": 1}
    assert [len(entry.names) for entry in entries] == [5, 2, 1]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("'07784342", [("other", "07784342", "Business registration number")]),
        ("TIN - 5027030107", [("other", "5027030107", "TIN")]),
        ("Tax Identification Number: INN: 7708698473", [("other", "7708698473", None)]),
        ("Number: RU07586894", [("other", "RU07586894", "Number")]),
        ("Unified Social Credit Code: 91441400686355518J", [("uscc", "91441400686355518J", None)]),
        ("SWIFT/BIC - PBIRIRTH ", [("bic", "PBIRIRTH", "SWIFT/BIC")]),
        ("M 354838 D 0001", [("other", "M 354838 D 0001", "Business registration number")]),
        ("7706061801 (INN)", [("other", "7706061801", None)]),
        ("Example register, no number", [("other", "Example register, no number", None)]),
    ],
)
def test_registration_numbers(text: str, numbers: list[tuple[str, str, str | None]]) -> None:
    """Labelled numbers are told apart and typed only where the label says so."""
    found = registration_numbers(text)
    assert [(one.scheme, one.value) for one in found] == [one[:2] for one in numbers]
    for one, (_scheme, _value, label) in zip(found, numbers, strict=True):
        assert label is None or one.label == label


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (MADE_UP[: len(MADE_UP) // 2], "well-formed"),
        (MADE_UP.replace(b"07/09/2026", b"7 September 2026"), "DateGenerated"),
        (MADE_UP.replace(b"07/09/2026", b"31/09/2026"), "DateGenerated"),
        (MADE_UP.replace(b"MAD0002", b"MAD0001"), "stands twice"),
        (MADE_UP.replace(b"<UniqueID>MAD0002</UniqueID>", b""), "for a Unique ID"),
        (MADE_UP.replace(b"<Name6>Example Tanker</Name6>", b""), "'MAD0003' has no name"),
        (MADE_UP.replace(b"Designations", b"Denominations"), "its root is not"),
        (b"<ArrayOfFinancialSanctionsTarget/>", "closed on 2026-01-28"),
        (b"<!DOCTYPE Designations><Designations/>", "document type"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged, hostile or OFSI's closed list is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        UkXml(data, "file.xml")


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_nothing_but_a_refusal(chance: random.Random, changes: int) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    data = bytearray(MADE_UP)
    for _ in range(changes):
        at = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[at] = chance.randrange(256)
        else:
            del data[at : at + chance.randrange(1, 60)]
    try:
        _reading, entries, tally = read(bytes(data))
    except ListRefused:
        return
    assert tally.records == len(entries)


@pytest.mark.parametrize(
    "name",
    [
        "sample_uk_sanctions_xml_2026-09-07_trimmed.xml",
        "EDITED_sample_uk_sanctions_xml_2026-09.xml",
    ],
)
def test_real_shape(real_data: Path, name: str) -> None:
    """Designations of the real shape give as many names as a plain search, and nothing strange."""
    path = real_data / "formats" / "uk_sanctions_list" / name
    data = path.read_bytes()
    reading = open_file(path, Expected(formats=("uk_xml", "uk_csv"))).reading
    tally = Tally()
    entries = list(reading.entries(RULES, tally))
    assert len(entries) == data.count(b"<Designation>")
    names = data.count(b"<Name>") + data.count(b"<NonLatinName>")
    assert sum(len(entry.names) for entry in entries) == names
    assert sum(len(entry.addresses) for entry in entries) == data.count(b"<Address>")
    numbers = set(
        re.findall(
            rb"<(?:PassportNumber|NationalIdentifierNumber|IMONumber|"
            rb"BusinessRegistrationNumber)>([^<]+)",
            data,
        )
    )
    assert tally.identifiers == len(numbers)
    assert not tally.unknown
