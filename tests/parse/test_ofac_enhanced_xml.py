from __future__ import annotations

import random
import re
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
from sanccheck.parse.ofac_enhanced_xml import OfacEnhancedXml
from sanccheck.parse.parsed import Tally
from sanccheck.shipped import shipped
from sanccheck.sources.manifest import manifest_files, read_manifests

Damage = Callable[[bytes, random.Random, int], bytes]
SAMPLE = (Path(__file__).parent / "samples" / "ofac_enhanced_made_up.xml").read_bytes()
MANIFESTS = read_manifests(manifest_files(shipped("lists")))[0]
CONS = next(one.rules for one in MANIFESTS if one.id == "us_ofac_cons")


def read(data: bytes) -> tuple[OfacEnhancedXml, dict[str, Entry], Tally]:
    """Read a file whole; the entries by id."""
    tally = Tally()
    reading = OfacEnhancedXml(data, "file.xml")
    return reading, {entry.id: entry for entry in reading.entries(CONS, tally)}, tally


def test_header() -> None:
    """The format is told from the root, and the day of the data is the day of publication."""
    reading, entries, tally = read(SAMPLE)
    assert tell(SAMPLE, tuple(FORMATS)) is FORMATS["ofac_enhanced_xml"]
    assert (reading.format, reading.published) == ("ofac_enhanced_xml", date(2024, 1, 15))
    assert (reading.records, tally.records, set(entries)) == (
        2,
        2,
        {"us_fse:900101", "us_ssi:900102"},
    )
    assert tally.unknown == {}


def test_person() -> None:
    """Names in all scripts, dates, places, documents and relations are typed."""
    person = read(SAMPLE)[1]["us_fse:900101"]
    assert (person.type, person.list_certain) == (EntityType.PERSON, True)
    assert [(one.text, one.kind, one.weak) for one in person.names] == [
        ("Exa MADEUP", NameKind.PRIMARY, False),
        ("金例", NameKind.ALIAS, False),
        ("Exa OLDNAME", NameKind.FORMER, True),
    ]
    assert person.listing == Listing(listed_on=date(2012, 5, 1))
    assert person.births == (
        PartialDate(text="1951", year=1951),
        PartialDate(text="circa 1960 to 1963", year=1960, until_year=1963, circa=True),
    )
    assert person.addresses == (Address(text="1 Example Street, Exampletown, China", country="CN"),)
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="Passport", country="CN"),
    )
    assert person.links == (
        Link(kind="Owned or Controlled By", name="MADE-UP HOLDING, LIMITED", entry="us_ssi:900102"),
    )
    assert person.remarks == "Made-up remark"
    assert {
        ("Title", "Colonel"),
        ("Sanctions type", "Block"),
        ("Legal authority", "Made-Up Order 1"),
        ("Passport X000001", "not valid"),
        ("Passport X000001 expires", "03 Feb 2011"),
        ("FSE List published", "2012-05-01"),
    } <= set(person.details)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SAMPLE[: len(SAMPLE) // 2], "well-formed"),
        (SAMPLE.replace(b"2024-01-15", b"2024-15-15"), "is not one date"),
        (SAMPLE.replace(b'entity id="900102"', b'entity id="900101"'), "stands twice"),
        (SAMPLE.replace(b'entity id="900102"', b'entity id="x"'), "has no number"),
        (SAMPLE.replace(b'entity id="900102"', b'entity action="add" id="900102"'), "changes"),
        (SAMPLE.replace(b"<isPrimary>true", b"<isPrimary>false"), "has not one primary name"),
        (SAMPLE.replace(b"2014-07-16", b"2014-07-36"), "is no date"),
        (SAMPLE.replace(b'<featureType featureTypeId="8"', b'<featureType featureTypeId="9"'),
         "feature type '8'"),
        (re.sub(rb"<entity .*</entity>", b"", SAMPLE, flags=re.DOTALL), "holds no entity"),
        (re.sub(rb"<sanctionsList [^>]*>Sectoral[^<]*</sanctionsList>", b"", SAMPLE),
         "is on no list"),
    ],
)  # fmt: skip
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged or of another kind is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        OfacEnhancedXml(data, "file.xml")


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_nothing_but_a_refusal(damage: Damage, chance: random.Random, changes: int) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    try:
        reading, _entries, tally = read(damage(SAMPLE, chance, changes))
    except ListRefused:
        return
    assert tally.records == reading.records


def test_published_entity(real_data: Path) -> None:
    """The one entity of a published file that was seen is read, cut as it is."""
    path = real_data / "formats" / "ofac_enhanced" / "CONS_ENHANCED_excerpt_2026-09-04.xml"
    reading, entries, tally = read(path.read_bytes())
    assert reading.published == date(2026, 7, 27)
    member = entries["us_plc:9640"]
    assert [name.text for name in member.names] == [
        "Mohammed ABU TEIR",
        "Mohammed Mahmud ABU TAIR",
    ]
    assert member.listing.listed_on == date(2006, 4, 12)
    assert (member.births, member.countries) == ((PartialDate(text="1951", year=1951),), ("PS",))
    assert tally.unknown == {}
