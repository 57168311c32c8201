from __future__ import annotations

import csv
import io
import itertools
import random
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sanccheck.errors import ListRefused
from sanccheck.model.entries import Entry
from sanccheck.parse.expected import Expected
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.open_file import open_file
from sanccheck.parse.parsed import Reading, Tally
from sanccheck.parse.uk_csv import UkCsv
from sanccheck.parse.uk_xml import UkXml

XML = (Path(__file__).parent / "samples" / "made_up_uk.xml").read_bytes()
RULES = ListRules(rules=(ListRule(id="uk_sanctions", everything=True),))
# The columns, in the publisher's order, with the element that has the same value in the XML.
COLUMNS = {
    "Last Updated": "LastUpdated",
    "Unique ID": "UniqueID",
    "OFSI Group ID": "OFSIGroupID",
    "UN Reference Number": "UNReferenceNumber",
    "Name 6": "Name6",
    "Name 1": "Name1",
    "Name 2": "Name2",
    "Name 3": "Name3",
    "Name 4": "Name4",
    "Name 5": "Name5",
    "Name type": "NameType",
    "Alias strength": "AliasStrength",
    "Title": "Title",
    "Name non-latin script": "NameNonLatinScript",
    "Non-latin script type": "NonLatinScriptType",
    "Non-latin script language": "NonLatinScriptLanguage",
    "Regime Name": "RegimeName",
    "Designation Type": "IndividualEntityShip",
    "Designation source": "DesignationSource",
    "Sanctions Imposed": "SanctionsImposed",
    "Other Information": "OtherInformation",
    "UK Statement of Reasons": "UKStatementofReasons",
    **{f"Address Line {number}": f"AddressLine{number}" for number in range(1, 7)},
    "Address Postal Code": "AddressPostalCode",
    "Address Country": "AddressCountry",
    "Phone number": "PhoneNumber",
    "Website": "Website",
    "Email address": "EmailAddress",
    "Date Designated": "DateDesignated",
    "D.O.B": "DOB",
    "Nationality(/ies)": "Nationality",
    "National Identifier number": "NationalIdentifierNumber",
    "National Identifier additional information": "NationalIdentifierAdditionalInformation",
    "Passport number": "PassportNumber",
    "Passport additional information": "PassportAdditionalInformation",
    "Position": "Position",
    "Gender": "Gender",
    "Town of birth": "TownOfBirth",
    "Country of birth": "CountryOfBirth",
    "Type of entity": "TypeOfEntity",
    "Subsidiaries": "Subsidiary",
    "Parent company": "ParentCompany",
    "Business registration number (s)": "BusinessRegistrationNumber",
    "IMO number": "IMONumber",
    "Current owner/operator (s)": "CurrentOwnerOperator",
    "Previous owner/operator (s)": "PreviousOwnerOperator",
    "Current believed flag of ship": "CurrentBelievedFlagOfShip",
    "Previous flags": "PreviousFlag",
    "Type of ship": "TypeOfShip",
    "Tonnage of ship": "TonnageOfShip",
    "Length of ship": "LengthOfShip",
    "Year Built": "YearBuilt",
    "Hull identification number (HIN)": "HullIdentificationNumber",
}
GROUPS = ("Name", "NonLatinName", "Address", "Passport", "NationalIdentifier", "Location")


def made_up() -> bytes:
    """Write the made-up designations as the product of rows that the publisher makes of them."""
    out = io.StringIO()
    out.write("Report Date: 07-Sep-2026\r\n")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for designation in etree.fromstring(XML).iter("Designation"):
        parts: dict[str, list[dict[str, str]]] = {}
        for element in designation.iter():
            parent = element.getparent()
            grouped = parent is not None and parent.tag in GROUPS
            if element.tag in GROUPS:
                fields = {str(child.tag): child.text or "" for child in element}
                parts.setdefault(str(element.tag), []).append(fields)
            elif element.tag in COLUMNS.values() and not grouped:
                parts.setdefault(str(element.tag), []).append(
                    {str(element.tag): element.text or ""}
                )
        for combination in itertools.product(*parts.values()):
            row = {key: text for part in combination for key, text in part.items()}
            writer.writerow([row.get(element, "") for element in COLUMNS.values()])
    return out.getvalue().encode()


MADE_UP = made_up()


def read(reading: Reading) -> tuple[list[Entry], Tally]:
    """Give a reading's entries and counts."""
    tally = Tally()
    return list(reading.entries(RULES, tally)), tally


def test_columns() -> None:
    """The made-up file has the publisher's 58 columns and repeats designations over rows."""
    assert len(COLUMNS) == 58
    assert MADE_UP.count(b"MAD0001") == 2 * 4


def test_same_as_the_xml() -> None:
    """Gathered again, the product of rows says what the XML says."""
    reading = UkCsv(MADE_UP, "file.csv")
    assert (reading.published, reading.records) == (date(2026, 9, 7), 3)
    entries, tally = read(reading)
    others, other_tally = read(UkXml(XML, "file.xml"))
    for entry, other in zip(entries, others, strict=True):
        assert entry.names == other.names
        assert entry.births == other.births
        assert entry.addresses == other.addresses
        assert entry.links == other.links
        assert entry.listing == other.listing
        assert entry.remarks == other.remarks
        assert entry.programmes == other.programmes
        wallets = {one for one in other.identifiers if one.label == "Crypto wallet address"}
        assert set(entry.identifiers) == set(other.identifiers) - wallets
        assert {
            detail
            for detail in other.details
            if not detail[0].startswith(("Sanctions imposed (", "Motto"))
        } == set(entry.details)
    assert tally.aliases == other_tally.aliases


def test_renamed_column() -> None:
    """A column under a new heading is kept as a detail and counted."""
    entries, tally = read(UkCsv(MADE_UP.replace(b",D.O.B,", b",Born,"), "file.csv"))
    assert entries[1].births == ()
    assert ("Born", "12/05/1958") in entries[1].details
    assert "Born" in tally.unknown["field"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"Last Updated,13/04/2018,,\r\nName 6,Name 1\r\n", "closed on 2026-01-28"),
        (b'\xef\xbb\xbf"Last Updated","13/04/2018"\r\n', "UK-Sanctions-List.xml"),
        (MADE_UP.replace(b"07-Sep-2026", b"07-Foo-2026"), "Report Date"),
        (MADE_UP.replace(b"07-Sep-2026", b"31-Sep-2026"), "Report Date"),
        (MADE_UP.replace(b"Unique ID", b"Some ID"), "lacks 'Unique ID'"),
        (MADE_UP.replace(b",Name 1,", b",Name 6,"), "lacks 'Name 1'"),
        (MADE_UP.replace(b",Title,", b",Gender,"), "names a column twice"),
        (MADE_UP.replace(b"MAD0003", b""), "for a Unique ID"),
        (MADE_UP.replace(b"Example Tanker,,", b",,"), "'MAD0003' has no name"),
        (MADE_UP[:-40], "columns, not 58"),
        (MADE_UP + b'04/08/2026,"MAD', "is not CSV"),
        (MADE_UP.replace(b"Example", b"Ex\xffmple"), "is not UTF-8"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged or OFSI's closed list is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        UkCsv(data, "file.csv")


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
        entries, tally = read(UkCsv(bytes(data), "file.csv"))
    except ListRefused:
        return
    assert tally.records == len(entries)


def test_real_header(real_data: Path) -> None:
    """The real header's 58 columns are all known."""
    path = real_data / "formats/uk_sanctions_list/sample_uk_csv_header_2026-06-24.csv"
    reading = open_file(path, Expected(formats=("uk_xml", "uk_csv"))).reading
    entries, tally = read(reading)
    assert (reading.published, len(entries)) == (date(2026, 6, 24), 1)
    assert not tally.unknown
    assert path.read_text("utf-8").splitlines()[1].split(",") == list(COLUMNS)


def test_real_con_list(real_data: Path) -> None:
    """OFSI's real ConList is recognised and refused as closed."""
    with pytest.raises(ListRefused, match="closed on 2026-01-28"):
        open_file(
            real_data / "uk/OFSI_ConList_2018-04-13.csv", Expected(formats=("uk_xml", "uk_csv"))
        )
