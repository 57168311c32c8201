from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import Address, EntityType, Entry, Identifier, NameKind, PartialDate
from sanccheck.parse.eu_fsf_words import is_former, says_passport, says_weak
from sanccheck.parse.eu_fsf_xml import EuFsfXml
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.parsed import Tally

RULES = ListRules(rules=(ListRule(id="eu_fsf", everything=True),))
SAMPLE = (Path(__file__).parent / "samples" / "eu_fsf.xml").read_bytes()
REAL = "eu_fsf/EU_FSF_FULL_1_1_2024-05-13.xml"


def read(data: bytes) -> tuple[EuFsfXml, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = EuFsfXml(data, "file.xml")
    return reading, list(reading.entries(RULES, tally)), tally


def test_header() -> None:
    """The file's own date is read; an entity that stands twice is two records and one entry."""
    reading, entries, tally = read(SAMPLE)
    assert tell(SAMPLE, tuple(FORMATS)) is FORMATS["eu_fsf_xml"]
    assert (reading.format, reading.published) == ("eu_fsf_xml", date(2024, 5, 13))
    assert (reading.records, tally.records, len(entries)) == (3, 3, 2)
    assert reading.notes == ("1 entities stand under more than one regulation; each is one entry",)


def test_names() -> None:
    """The first name that is neither weak nor former leads; a text that is strong once is."""
    person = read(SAMPLE)[1][0]
    assert person.type is EntityType.PERSON
    assert [(one.text, one.kind, one.weak, one.given, one.family) for one in person.names] == [
        ("Exa Mple MADEUP", NameKind.PRIMARY, False, "Exa Mple", "MADEUP"),
        ("Abu Example", NameKind.ALIAS, False, None, None),
        ("kza MADEUP", NameKind.ALIAS, True, "Ekza", "MADEUP"),
        ("Ekza MADEUP", NameKind.ALIAS, True, "Ekza", "MADEUP"),
        ("Ex Ample", NameKind.FORMER, False, None, None),
    ]


def test_person() -> None:
    """Dates, places, documents and remarks are typed, and what has no field is a detail."""
    person = read(SAMPLE)[1][0]
    assert person.id == "eu_fsf:901"
    assert person.programmes == ("XXX",)
    assert person.listing.listed_on == date(2022, 2, 23)
    assert person.births == (
        PartialDate(text="circa 1961", year=1961, circa=True),
        PartialDate(text="1343 (islamic calendar)"),
    )
    assert person.birth_places == ("Exampletown, IRAN (ISLAMIC REPUBLIC OF)",)
    assert person.nationalities == ("RU",)
    assert person.addresses == (
        Address(text="1 Example Street, 00000, Exampletown, SYRIAN ARAB REPUBLIC", country="SY"),
    )
    assert person.countries == ("SY",)
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="National passport", country="RU"),
        Identifier(scheme="passport", value="000002", label="Other identification number"),
    )
    assert person.remarks == "Date of listing: 23.2.2022"
    about = "Address 1 Example Street, 00000, Exampletown, SYRIAN ARAB REPUBLIC"
    assert {
        ("EU reference number", "EU.1.11"),
        ("United Nations id", "XXi.001"),
        ("Designation details", "made up"),
        ("Function", "Made-up officer"),
        ("Title", "Colonel"),
        ("Gender", "M"),
        ("Name in SV", "kza  MADEUP"),
        ("Name 'Abu Example' remark", "low quality alias; born 1984"),
        ("Citizenship region", "Nowhere"),
        ("Birth circa 1961 remark", "possibly"),
        (about, "as at the time of listing"),
        (f"{about} remark", "(previous address)"),
        ("Phone", "000 000"),
        ("National passport X-000 001 issued by", "An office"),
        ("National passport X-000 001 issued", "2001-01-01"),
        ("National passport X-000 001", "diplomatic"),
        ("National passport X-000 001", "known to be false"),
        ("Other identification number 000002 remark", "passport no (nowhere)"),
        ("Wallet", "-"),
        ("novelty", "blue, said anew"),
        ("identification newFlag", "yes"),
        ("Regulation text", "https://example.org/2022/1"),
    } <= set(person.details)


def test_unknown_is_counted() -> None:
    """What no table knows is reported by its kind."""
    tally = read(SAMPLE)[2]
    assert {kind: dict(count) for kind, count in tally.unknown.items()} == {
        "date": {"1343 (islamic calendar)": 1},
        "identifier type": {"wallet": 1},
        "attribute": {"identification newFlag": 1},
        "element": {"novelty": 1},
    }


def test_entity_under_two_regulations() -> None:
    """It is one entry with both programmes, listed since the earlier day, and not yet removed."""
    company = read(SAMPLE)[1][1]
    assert (company.type, company.programmes) == (EntityType.COMPANY, ("AAA", "BBB"))
    assert [one.text for one in company.names] == ["MADE-UP SHIPPING", "MUS"]
    assert company.listing.listed_on == date(2001, 2, 3)
    assert company.listing.delisted_on is None
    assert [(one.scheme, one.value, one.valid) for one in company.identifiers] == [
        ("imo", "9074729", True),
        ("bic", "KDBKKPPY", None),
    ]
    one_undated = SAMPLE.replace(b'designationDate="2003-04-05"', b"")
    assert read(one_undated)[1][1].listing.listed_on is None


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (
            'circa="false" calendarType="GREGORIAN" birthdate="1964-01-02"',
            PartialDate(text="1964-01-02", year=1964, month=1, day=2),
        ),
        (
            'circa="false" calendarType="ISLAMIC" birthdate="1982-04-19"',
            PartialDate(text="1982-04-19", year=1982, month=4, day=19),
        ),
        (
            'circa="false" calendarType="ISLAMIC" birthdate="1402-06-24"',
            PartialDate(text="1402-06-24 (islamic calendar)"),
        ),
        (
            'circa="true" calendarType="GREGORIAN" yearRangeFrom="1968" yearRangeTo="1973"',
            PartialDate(text="circa 1968 to 1973", year=1968, until_year=1973, circa=True),
        ),
        (
            'circa="false" calendarType="GREGORIAN" yearRangeTo="1980"',
            PartialDate(text="until 1980", until_year=1980),
        ),
        (
            'circa="false" calendarType="GREGORIAN" monthOfYear="8" year="1961"',
            PartialDate(text="1961-08", year=1961, month=8),
        ),
        (
            f'calendarType="GREGORIAN" year="{"9" * 5000}"',
            PartialDate(text="9" * 5000),
        ),
        (
            'circa="false" calendarType="GREGORIAN" birthdate="1961-13-41"',
            PartialDate(text="1961-13-41"),
        ),
    ],
)
def test_births(attributes: str, expected: PartialDate) -> None:
    """A date of birth is known as far as the file says it, and no further."""
    assert read(_with_birth(attributes))[1][0].births[0] == expected


def _with_birth(attributes: str) -> bytes:
    """Give the sample with other attributes on its first date of birth."""
    new = f'<birthdate {attributes} countryIso2Code="00">'.encode()
    return re.sub(rb"<birthdate [^>]*>", new, SAMPLE, count=1)


@pytest.mark.parametrize(
    ("remark", "weak", "former", "passport"),
    [
        ("Low quality a.k.a.", True, False, False),
        ("Lo quality alias", True, False, False),
        ("good quality alias", False, False, False),
        ("low quality alias; formerly listed a", True, True, False),
        ("former name of Made-Up Bank", False, True, False),
        ("formerly known as", False, True, False),
        ("formerly known as Made-Up Bank", False, False, False),
        ("Former member of a parliament", False, False, False),
        ("Anciennement connue sous le nom d\u2019", False, True, False),
        ("maiden name", False, False, False),
        ("(moroccan passport)", False, False, True),
        ("issued on a passport of another", False, False, False),
    ],
)
def test_words(remark: str, *, weak: bool, former: bool, passport: bool) -> None:
    """Remarks say what no attribute says, and only of the name that they stand on."""
    assert (says_weak(remark), is_former(remark)) == (weak, former)
    assert says_passport(remark) is passport


BOMB = b"""<?xml version="1.0"?><!DOCTYPE export [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><export generationDate="2024-05-13T00:00:00">&b;
</export>"""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SAMPLE[: len(SAMPLE) // 2], "well-formed"),
        (SAMPLE.replace(b"2024-05-13T17", b"2024-15-13T17"), "is not a date and time"),
        (SAMPLE.replace(b"generationDate", b"madeDate"), "generationDate ''"),
        (SAMPLE.replace(b' logicalId="901"', b""), "no number as its logicalId"),
        (SAMPLE.replace(b'"901"', b'"90x"'), "no number as its logicalId"),
        (SAMPLE.replace(b'logicalId="13"', b'logicalId="12"'), "'902' stands twice"),
        (SAMPLE.replace(b'"901"', b'"902"'), "'902' stands twice"),
        (re.sub(rb"<nameAlias[^>]*MADE-UP S[^>]*/>", b"", SAMPLE, count=1), "'902' has no name"),
        (SAMPLE.replace(b"export", b"import"), "its root is not 'export'"),
        (b'<export generationDate="2024-05-13T00:00:00"/>', "holds no entity"),
        (BOMB, "entities"),
        (BOMB.decode().encode("utf-16"), "document type"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged, of another kind or hostile is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        EuFsfXml(data, "file.xml")


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
        reading, entries, tally = read(bytes(data))
    except ListRefused:
        return
    assert (tally.records, len(entries) <= tally.records) == (reading.records, True)


def _entities(data: bytes) -> list[str]:
    return re.findall(r"<sanctionEntity .*?</sanctionEntity>", data.decode(), re.DOTALL)


def _plain(text: str) -> str:
    for code, mark in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(code, mark)
    return " ".join(re.sub(r"&#x?(\w+);", " ", text.replace("&amp;", "&")).split())


def test_real_counts(real_data: Path) -> None:
    """The real file gives the counts that a plain search of its bytes gives."""
    data = (real_data / REAL).read_bytes()
    reading, entries, tally = read(data)
    assert reading.published == date(2024, 5, 13)
    assert (reading.records, tally.records) == (4811, data.count(b"<sanctionEntity "))
    numbers = re.findall(rb'<sanctionEntity [^>]*logicalId="(\d+)"', data)
    assert len(entries) == len(set(numbers)) == 4808
    assert data.count(b"<nameAlias ") == 25257
    names: dict[str, set[str]] = {}
    for entity in _entities(data):
        uid = re.findall(r'^<[^>]*logicalId="(\d+)"', entity)[0]
        found = re.findall(r'<nameAlias [^>]*wholeName="([^"]*)"', entity)
        names.setdefault(uid, set()).update(map(_plain, found))
    ours = {entry.uid: {name.text for name in entry.names} for entry in entries}
    assert sum(not names[uid] <= ours[uid] for uid in names) == 0
    # Two names are given in parts that say something else than the whole.
    assert sum(map(len, ours.values())) == sum(map(len, names.values())) + 2
    numbered = len(re.findall(rb'<identification [^>]*number="[^"]*[^"\W][^"]*"', data))
    assert tally.identifiers == numbered == 1501
    assert Counter(tally.programmes).total() == 4811
    assert {kind: sum(count.values()) for kind, count in tally.unknown.items()} == {
        "date": 5,
        "country": 1,
    }


def test_real_weak_and_former(real_data: Path) -> None:
    """Those names are weak that a search for the words finds, but one that also stands strong."""
    data = (real_data / REAL).read_bytes()
    tally = read(data)[2]
    said = re.findall(r"<remark>[^<]*\blow? +quality[^<]*</remark>", data.decode(), re.IGNORECASE)
    assert (len(said), tally.weak_aliases) == (182, 181)


def test_real_dates(real_data: Path) -> None:
    """Every designation date of the real file is an entry's, but where a record has none."""
    data = (real_data / REAL).read_bytes()
    entries = read(data)[1]
    assert data.count(b" designationDate=") == 4139
    assert sum(entry.listing.listed_on is not None for entry in entries) == 4139 - 3
