from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
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
    Listing,
    NameKind,
    PartialDate,
)
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRules
from sanccheck.parse.ofac_advanced_entry import reading_order
from sanccheck.parse.ofac_advanced_record import AdvancedName
from sanccheck.parse.ofac_advanced_xml import OfacAdvancedXml
from sanccheck.parse.ofac_xml import OfacXml
from sanccheck.parse.parsed import Tally
from sanccheck.shipped import shipped
from sanccheck.sources.manifest import manifest_files, read_manifests

Damage = Callable[[bytes, random.Random, int], bytes]
SAMPLE = (Path(__file__).parent / "samples" / "ofac_advanced_made_up.xml").read_bytes()
REAL = "us_ofac_cons/CONS_ADVANCED_2020-03-17.xml"
LEGACY = "us_ofac_cons/CONSOLIDATED_2024-05-06.xml"
MANIFESTS = read_manifests(manifest_files(shipped("lists")))[0]


def rules_of(source: str) -> ListRules:
    """Give the rules of a shipped source."""
    return next(one.rules for one in MANIFESTS if one.id == source)


CONS = rules_of("us_ofac_cons")
SDN = rules_of("us_ofac_sdn")


def read(data: bytes, rules: ListRules = CONS) -> tuple[OfacAdvancedXml, dict[str, Entry], Tally]:
    """Read a file whole; the entries by id."""
    tally = Tally()
    reading = OfacAdvancedXml(data, "file.xml")
    entries = list(reading.entries(rules, tally))
    assert len({entry.id for entry in entries}) == len(entries)
    return reading, {entry.id: entry for entry in entries}, tally


def test_header() -> None:
    """The format is told from the root, in either namespace, and the file's own date is read."""
    old = re.sub(rb'xmlns="[^"]*"', b'xmlns="http://www.un.org/sanctions/1.0"', SAMPLE)
    for data in (SAMPLE, old):
        reading, entries, tally = read(data)
        assert tell(data, tuple(FORMATS)) is FORMATS["ofac_advanced_xml"]
        assert (reading.format, reading.published) == ("ofac_advanced_xml", date(2024, 1, 15))
        assert (reading.records, tally.records, len(entries)) == (4, 4, 5)


def test_names() -> None:
    """Parts stand in reading order, the primary Latin name leads, and kinds and weakness hold."""
    person = read(SAMPLE)[1]["us_fse:900101"]
    assert person.type is EntityType.PERSON
    assert [(one.text, one.kind, one.weak, one.given, one.family) for one in person.names] == [
        ("Exa Mplevich MADEUP", NameKind.PRIMARY, False, "Exa Mplevich", "MADEUP"),
        ("Abu MADEUP", NameKind.ALIAS, True, "Abu", "MADEUP"),
        ("金例子", NameKind.ALIAS, False, "例子", "金"),
        ("Exa OLDNAME", NameKind.FORMER, False, "Exa", "OLDNAME"),
        ("NEWNAME", NameKind.ALIAS, False, None, None),
    ]
    assert {("Name in Chinese Simplified", "金例子"), ("N.K.A.", "NEWNAME")} <= set(person.details)


@pytest.mark.parametrize(
    ("parts", "script", "person", "text"),
    [
        ([("Last Name", "PEREZ"), ("Matronymic", "LOPEZ"), ("First Name", "Ana")], "Latin", True,
         "Ana PEREZ LOPEZ"),
        ([("Last Name", "PEREZ"), ("Middle Name", "B."), ("First Name", "Ana")], "Latin", True,
         "B. Ana PEREZ"),
        ([("Entity Name", "ACME, INC.")], "Latin", False, "ACME, INC."),
        ([("Last Name", "PEREZ, Ana")], "Latin", True, "Ana PEREZ"),
        ([("Last Name", "ПЕРЕС"), ("First Name", "Ана")], "Cyrillic", True, "Ана ПЕРЕС"),
        ([("First Name", "민준"), ("Last Name", "김")], "Korean", True, "김민준"),
        ([("Rank", "X"), ("Last Name", "PEREZ")], "Latin", True, "PEREZ X"),
    ],
)  # fmt: skip
def test_reading_order(
    parts: list[tuple[str, str]], script: str, *, person: bool, text: str
) -> None:
    """Given names come before the family's, but in the scripts that are written without a gap."""
    name = AdvancedName(number="1", parts=tuple(parts), kind="Name", script=script)
    assert reading_order(name, person=person).text == text


def test_person() -> None:
    """Dates, places, documents and relations are typed, and what has no field is a detail."""
    person = read(SAMPLE)[1]["us_fse:900101"]
    assert person.births == (
        PartialDate(text="1962", year=1962),
        PartialDate(text="circa 1960 to 1963", year=1960, until_year=1963, circa=True),
        PartialDate(text="May 1961", year=1961, month=5),
        PartialDate(text="07 May 1961", year=1961, month=5, day=7),
    )
    assert (person.birth_places, person.nationalities) == (("Shati",), ("CH",))
    assert person.addresses == (
        Address(text="1 Example Street, Exampletown, 000000, China", country="CN"),
        Address(text="Jabaliya, Region: Gaza", country="PS"),
    )
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="Passport", country="CN"),
    )
    assert person.links == (
        Link(
            kind="Owned or Controlled By (former)",
            name="MADE-UP HOLDING LIMITED",
            entry="us_ns_cmic:900102",
        ),
        Link(kind="Family member of", name="MADE-UP STAR", entry="us_ssi:900103"),
    )
    assert person.remarks == "Made-up remark"
    assert {
        ("Title", "Colonel"),
        ("Title", "Doubtful"),
        ("Gender", "Male"),
        ("Secondary sanctions risk", "a made-up section"),
        ("Passport X000001", "torn"),
        ("Passport X000001", "Fraudulent"),
        ("Passport X000001 issued", "03 Feb 2001"),
        ("Passport X000001 expires", "03 Feb 2011"),
        ("Passport X000001 issued by", "An office"),
        ("Passport X000001 issued in", "Switzerland"),
        ("FSE List created", "2012-05-01, Made-Up Order 2"),
        ("FSE List measure", "Block"),
        ("Owned or Controlled By (former) MADE-UP HOLDING LIMITED quality", "Low"),
    } <= set(person.details)


def test_company() -> None:
    """A company's numbers are typed, and a name that is strong once is not weak."""
    company = read(SAMPLE)[1]["us_ns_cmic:900102"]
    assert company.type is EntityType.COMPANY
    assert [(one.text, one.kind, one.weak) for one in company.names] == [
        ("MADE-UP HOLDING LIMITED", NameKind.PRIMARY, False),
        ("MUHL", NameKind.ALIAS, False),
        ("Made-Up Issuer Ltd", NameKind.ISSUER, False),
    ]
    assert [(one.scheme, one.value) for one in company.identifiers] == [
        ("bic", "KDBKKPPY"),
        ("isin", "US1694261033"),
        ("uscc", "91110000MADEUP000X"),
    ]
    # A place of which nothing is known is no address.
    assert (company.addresses, company.countries) == ((), ("CH", "CN"))


def test_vessel() -> None:
    """A vessel's type, flag and number are taken; what no table knows is kept and counted."""
    _reading, entries, tally = read(SAMPLE)
    vessel = entries["us_ssi:900103"]
    assert (vessel.type, vessel.countries) == (EntityType.VESSEL, ("CH",))
    assert [(one.scheme, one.value, one.label) for one in vessel.identifiers] == [
        ("other", "44", "Shoe Size No."),
        ("imo", "9074729", "Vessel Registration Identification"),
        ("other", "SEVEN", "Guild Card"),
    ]
    assert {kind: dict(count) for kind, count in tally.unknown.items()} == {
        "identifier type": {"Shoe Size No.": 1, "Guild Card": 1},
        "list": {"Blue List": 1, "(none)": 1},
        "programme": {"(none)": 1},
    }


def test_lists() -> None:
    """The list that the file names decides for certain; one not known leaves it to programmes."""
    entries = read(SAMPLE)[1]
    assert {entry.id: entry.list_certain for entry in entries.values()} == {
        # Its programme RUSSIA-EO14024 is that of its SDN entry.
        "us_fse:900101": True,
        "us_ns_cmic:900102": True,
        "us_ssi:900103": False,
        "us_ns_mbs:900103": False,
        "us_ofac_cons_other:900104": True,
    }
    assert entries["us_fse:900101"].programmes == ("FSE-IR", "RUSSIA-EO14024")
    assert set(read(SAMPLE, SDN)[1]) == {f"us_ofac_sdn:90010{number}" for number in range(1, 5)}


def test_listed_on() -> None:
    """The first day of the list's own entry counts, never the umbrella's; CMIC prints its own."""
    entries = read(SAMPLE)[1]
    assert entries["us_fse:900101"].listing == Listing(listed_on=date(2012, 4, 1))
    assert entries["us_ns_cmic:900102"].listing == Listing(
        listed_on=date(2021, 6, 3), effective_on=date(2021, 8, 2)
    )
    assert entries["us_ssi:900103"].listing == Listing()
    assert read(SAMPLE, SDN)[1]["us_ofac_sdn:900101"].listing.listed_on == date(2016, 9, 16)


def test_listed_after_the_file() -> None:
    """A day after the file's own is no listing date: who stands in the file is listed by then."""
    late = SAMPLE.replace(b"<Year>2012</Year>", b"<Year>2025</Year>")
    _reading, entries, tally = read(late)
    assert entries["us_fse:900101"].listing == Listing()
    assert tally.unknown["date"] == {"2025-05-01": 1, "2025-04-01": 1}


def test_relation_to_another_file() -> None:
    """A party that stands in the other list's file alone is linked by its number, and counted."""
    data = SAMPLE.replace(b'To-ProfileID="900103"', b'To-ProfileID="4695"')
    _reading, entries, tally = read(data)
    name = "number 4695, not in this file"
    assert entries["us_fse:900101"].links[1] == Link(kind="Family member of", name=name)
    assert tally.unknown["related party"] == {"4695": 1}
    data = SAMPLE.replace(b'From-ProfileID="900101" To', b'From-ProfileID="4695" To', 1)
    links = read(data)[1]["us_ns_cmic:900102"].links
    assert Link(kind="Owned or Controlled By (former) (reversed)", name=name) in links


def test_what_is_not_known_is_kept() -> None:
    """An element that no part of the reader knows is counted, and its text is in the entry."""
    new = SAMPLE.replace(
        b"</Profile>", b'<Novelty Colour="blue"><Deep>said anew</Deep></Novelty></Profile>', 1
    )
    _reading, entries, tally = read(new)
    assert tally.unknown["element"] == {"Novelty": 1}
    assert ("Novelty", "Colour blue, said anew") in entries["us_fse:900101"].details


def _without(pattern: bytes) -> bytes:
    data, count = re.subn(pattern, b"", SAMPLE, count=1, flags=re.DOTALL)
    assert count == 1
    return data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SAMPLE[: len(SAMPLE) // 2], "well-formed"),
        (SAMPLE.replace(b"Sanctions ", b"Penalties ").replace(b"/Sanctions>", b"/Penalties>"),
         "its root is not 'Sanctions'"),
        (_without(rb"<DistinctParty .*</DistinctParty>"), "holds no party"),
        (_without(rb"<DateOfIssue .*?</DateOfIssue>"), "DateOfIssue is not one date"),
        (SAMPLE.replace(b"<Year>2024</Year><Month>1<", b"<Year>2024</Year><Month>13<"),
         "DateOfIssue is not one date"),
        (SAMPLE.replace(b"<Year>2012</Year><Month>5<", b"<Year>2012</Year><Month>15<"),
         "has no real date"),
        (SAMPLE.replace(b'<DistinctParty FixedRef="900102"', b'<DistinctParty FixedRef="900101"'),
         "'900101' stands twice"),
        (SAMPLE.replace(b'<DistinctParty FixedRef="900102"', b'<DistinctParty FixedRef="x"'),
         "has no number"),
        (SAMPLE.replace(b'AliasTypeID="1403" Primary="true"', b'AliasTypeID="1403" Primary="no"'),
         "has not one primary name"),
        (SAMPLE.replace(b'<Profile ID="900102"', b'<Profile ID="900101"'), "profile number"),
        (SAMPLE.replace(b"<Location ID", b'<Location DeltaAction="change" ID'), "file of changes"),
        (_without(rb'<AliasType ID="1401">.*?</AliasType>'), "AliasType '1401'"),
        (_without(rb'<NamePartType ID="91708">.*?</NamePartType>'), "NamePartType '91708'"),
        (_without(rb'<NamePartGroup ID="23" [^>]*>'), "name part group '23'"),
        (_without(rb'<Script ID="220">.*?</Script>'), "Script '220'"),
        (_without(rb'<FeatureType ID="8">.*?</FeatureType>'), "FeatureType '8'"),
        (_without(rb'<List ID="91469">.*?</List>'), "List '91469'"),
        (_without(rb'<Country ID="11065".*?</Country>'), "Country '11065'"),
        (_without(rb'<AreaCode ID="11065".*?</AreaCode>'), "AreaCode '11065'"),
        (_without(rb'<PartySubType ID="1".*?</PartySubType>'), "PartySubType '1'"),
        (_without(rb'<IDRegDocType ID="1571">.*?</IDRegDocType>'), "IDRegDocType '1571'"),
        (_without(rb'<RelationType ID="1555".*?</RelationType>'), "RelationType '1555'"),
        (_without(rb'<SanctionsType ID="1705">.*?</SanctionsType>'), "SanctionsType '1705'"),
        (_without(rb'<LegalBasis ID="1828">.*?</LegalBasis>'), "LegalBasis '1828'"),
        (_without(rb'<Location ID="3">.*?</Location>'), "location '3'"),
        (SAMPLE.replace(b'IDRegDocTypeID="93000" IdentityID="13"',
                        b'IDRegDocTypeID="93000" IdentityID="99"'), "identity '99'"),
        (SAMPLE.replace(b'DocumentedNameID="101"', b'DocumentedNameID="999"'),
         "documented name '999'"),
        (SAMPLE.replace(b'A-SanctionsEntryID="5"', b'A-SanctionsEntryID="77"'),
         "sanctions entry '77'"),
        (SAMPLE.replace(b'ID="4" ProfileID="900102"', b'ID="4" ProfileID="900109"'),
         "profile '900109'"),
    ],
)  # fmt: skip
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged, of another kind or refers to nothing is refused and says why."""
    assert data != SAMPLE
    with pytest.raises(ListRefused, match=re.escape(says)):
        OfacAdvancedXml(data, "file.xml")


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_nothing_but_a_refusal(damage: Damage, chance: random.Random, changes: int) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    try:
        reading, _entries, tally = read(damage(SAMPLE, chance, changes))
    except ListRefused:
        return
    assert tally.records == reading.records


def test_real_counts(real_data: Path) -> None:
    """The real file gives the counts that a plain search of its bytes gives; nothing is strange."""
    data = (real_data / REAL).read_bytes()
    reading, entries, tally = read(data)
    assert reading.published == date(2020, 3, 17)
    assert reading.records == tally.records == data.count(b"<DistinctParty ") == 375
    # Two aliases repeat another one of their party.
    names = sum(len(entry.names) for entry in entries.values())
    assert names == data.count(b"<Alias ") - 2 == 1288
    numbers = len(re.findall(rb"<IDRegistrationNo>[^<]", data))
    features = len(re.findall(rb'<Feature ID="\d+" FeatureTypeID="(?:13|164)"', data))
    assert tally.identifiers == numbers + features == 610
    births = sum(len(entry.births) for entry in entries.values())
    assert births == data.count(b'FeatureTypeID="8"') == 77
    links = sum(len(entry.links) for entry in entries.values())
    assert links == data.count(b"<ProfileRelationship ") == 276
    assert all(link.entry for entry in entries.values() for link in entry.links)
    assert tally.unknown == {}


def test_real_lists(real_data: Path) -> None:
    """Each party of the real file is on the lists that its sanctions entries name, for certain."""
    data = (real_data / REAL).read_bytes()
    tally = read(data)[2]
    named = Counter(re.findall(rb'<SanctionsEntry [^>]*ListID="(\d+)"', data))
    assert dict(tally.lists) == {
        "us_ssi": named[b"91507"],
        "us_plc": named[b"91243"],
        "us_fse": named[b"91469"],
        "us_capta": named[b"91763"],
    }
    assert sum(tally.lists.values()) == 375
    entries = read(data)[1].values()
    assert all(entry.list_certain and entry.listing.listed_on for entry in entries)
    assert read(data)[1]["us_plc:9639"].listing.listed_on == date(2006, 4, 12)


def test_same_entries_in_either_form(real_data: Path) -> None:
    """Parties that still stand in a legacy file of 2024 have the same ids and mostly its names.

    Four years lie between: 8 parties are gone, 53 have another primary name (VTB BANK OAO is now
    a PJSC, RESAD LLC is LLC INFRASTRUCTURE MOLZHANINOVO) and 46 another number of names.
    """
    new = read((real_data / REAL).read_bytes())[1]
    legacy = OfacXml((real_data / LEGACY).read_bytes(), "legacy.xml")
    old = {entry.id: entry for entry in legacy.entries(CONS, Tally())}
    both = new.keys() & old.keys()
    assert len(both) == 367
    assert not {new[key].uid for key in new.keys() - both} & {one.uid for one in old.values()}
    renamed = [key for key in both if new[key].name != old[key].name]
    assert len(renamed) == 53
    counts = [
        key for key in both if len(new[key].names) != len({one.text for one in old[key].names})
    ]
    assert len(counts) == 46
    for key in both:
        assert (new[key].type, new[key].births) == (old[key].type, old[key].births)
        assert set(new[key].programmes) <= set(old[key].programmes)
