from __future__ import annotations

import json
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
from sanccheck.model.entries import Address, EntityType, Entry, Identifier, Link, NameKind
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.os_json import OsFtmJson, OsJson, OsNestedJson
from sanccheck.parse.parsed import Tally

RULES = ListRules(rules=(ListRule(id="opensanctions", everything=True),))
Damage = Callable[[bytes, random.Random, int], bytes]
NESTED = "os_nested_made_up.json"
FTM = "os_ftm_made_up.json"


def read(data: bytes) -> tuple[OsJson, list[Entry], Tally]:
    """Read a file whole, as the format that it is told to be."""
    found = tell(data, tuple(FORMATS))
    reader = OsNestedJson if found is not None and found.name == "os_nested_json" else OsFtmJson
    tally = Tally()
    reading = reader(data, "file.json")
    return reading, list(reading.entries(RULES, tally)), tally


@pytest.mark.parametrize(
    ("file", "name", "records"), [(NESTED, "os_nested_json", 2), (FTM, "os_ftm_json", 3)]
)
def test_file(samples: Path, file: str, name: str, records: int) -> None:
    """Only targets are records; the file is of the latest day on which one was seen."""
    reading, entries, tally = read((samples / file).read_bytes())
    assert (reading.format, reading.published) == (name, date(2024, 6, 1))
    assert (reading.records, len(entries), tally.records) == (records, records, records)
    assert reading.notes[0] == f"its targets are of: made_up ({records})"


@pytest.mark.parametrize("file", [NESTED, FTM])
def test_company(samples: Path, file: str) -> None:
    """Nested or named by ids, what belongs to a target is in its entry."""
    company = read((samples / file).read_bytes())[1][0]
    assert (company.id, company.type) == ("opensanctions:made-up-1", EntityType.COMPANY)
    assert [(name.text, name.kind, name.weak) for name in company.names] == [
        ("Made-Up Company (Example)", NameKind.PRIMARY, False),
        ("MADE-UP CO (EXAMPLE)", NameKind.ALIAS, False),
        ("Example Alias", NameKind.ALIAS, False),
        ("MUC", NameKind.ALIAS, True),
        ("Formerly Made-Up", NameKind.FORMER, False),
    ]
    assert company.identifiers == (
        Identifier(scheme="lei", value="5493001KJTIIGC8Y1R12", label="leiCode", valid=True),
        Identifier(scheme="isin", value="US0378331005", label="isinCode", valid=True),
        Identifier(scheme="other", value="IMO0000000", label="imoNumber"),
        Identifier(scheme="other", value="77", label="registrationNumber"),
    )
    assert set(company.addresses) == {
        Address(text="3 Example Road"),
        Address(text="1 Example Road, Exampletown", country="CN"),
        Address(text="2 Example Road, Exampletown, cn", country="CN"),
    }
    assert set(company.countries) == {"HK", "CN"}
    assert company.programmes == ("XX-ONE",)
    assert set(company.links) == {
        Link(kind="parent", name="Made-Up Parent (Example)"),
        Link(kind="Ownership: shareholder", name="Example Given", entry="opensanctions:made-up-2"),
    }
    assert set(company.details) >= {
        ("country", "zz"),
        ("topics", "sanction"),
        ("notes", "Example note"),
        ("dataset", "made_up"),
        ("Sanction", "entity: made-up-1 | programId: XX-ONE | listingDate: 2020-01-02"),
    }


@pytest.mark.parametrize("file", [NESTED, FTM])
def test_person(samples: Path, file: str) -> None:
    """A passport is an identifier, an id of another list a fact."""
    person = read((samples / file).read_bytes())[1][1]
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="Passport", country="MM"),
    )
    assert ("referent", "ofac-900002") in person.details
    assert (person.nationalities, person.birth_places) == (("MM",), ("Exampletown",))
    assert (person.births[0].year, person.births[0].month) == (1961, 2)


def test_office(samples: Path) -> None:
    """What is nested twice and no party is named in the fact of what holds it."""
    person = read((samples / NESTED).read_bytes())[1][1]
    assert ("Occupancy", "holder: made-up-2 | post: Example Minister") in person.details


def test_strange(samples: Path) -> None:
    """Keys, countries and relations that no table knows are counted; an open reference stays."""
    _reading, entries, tally = read((samples / FTM).read_bytes())
    assert tally.unknown == {
        "relation": Counter({"Riddle": 1}),
        "country": Counter({"zz": 1}),
        "field": Counter({"origin": 1}),
    }
    assert ("addressEntity", "addr-9") in entries[0].details
    assert ("origin", "novelty") in entries[2].details
    assert entries[2].identifiers[0].scheme == "imo"
    assert entries[2].countries == ("PA",)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"id": "made-up-1"', '"id": ""', "no id, no schema or no name"),
        ('"id": "made-up-1"', '"id": "made-up-2"', "stands twice"),
        ('"id": "made-up-1"', '"id": 7', "'id' is not text"),
        ('"caption": "Example Given"', '"caption": " "', "no id, no schema or no name"),
        ('"target": true', '"target": "yes"', "neither true nor false"),
        ('"target": true', '"goal": true', "does not say whether it is a target"),
        ('"properties": {"name"', '"property": {"name"', "has no 'properties'"),
        ('"name": ["Made-Up Company', '"name": [3, "Made-Up Company', "is not an object"),
        ('"topics": ["sanction"]', '"topics": "sanction"', "is not a list of values"),
        ('"datasets": ["made_up"]', '"datasets": [1]', "is not a list of texts"),
        ('"last_seen": "2024-06-01T10:57:03"', '"last_seen": "now"', "is no time"),
        ('"Example note"', '"Example \\ud800 note"', "well-formed JSON"),
        ('"Example note"', "[" * 5000, "well-formed JSON"),
        ('"Example note"', '"Example note', "well-formed JSON"),
    ],
)
def test_refused(samples: Path, old: str, new: str, says: str) -> None:
    """A file that is damaged or not of this format is refused with the reason."""
    text = (samples / FTM).read_text("utf-8")
    assert old in text
    with pytest.raises(ListRefused, match=re.escape(says)):
        OsFtmJson(text.replace(old, new, 1).encode(), "file.json")


@pytest.mark.parametrize("file", [NESTED, FTM])
@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), changes=st.integers(1, 4))
def test_nothing_but_a_refusal(
    samples: Path, damage: Damage, file: str, chance: random.Random, changes: int
) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    try:
        _reading, entries, tally = read(damage((samples / file).read_bytes(), chance, changes))
    except ListRefused:
        return
    assert tally.records == len(entries)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("entities.ftm_eu_fsf_sample_2024-06.json", "os_ftm_json"),
        ("targets.nested_persons_2024-03.json", "os_nested_json"),
    ],
)
def test_real(real_data: Path, file: str, name: str) -> None:
    """The real samples give the targets, names and identifiers that their JSON holds."""
    data = (real_data / "formats/opensanctions" / file).read_bytes()
    reading, entries, tally = read(data)
    targets = [one for one in map(json.loads, data.splitlines()) if one["target"]]
    assert reading.format == name
    assert [entry.uid for entry in entries] == [one["id"] for one in targets]
    for one, entry in zip(targets, entries, strict=True):
        held = one["properties"]
        assert {name.text for name in entry.names} == {one["caption"], *held["name"]}
        assert len(entry.births) == len(held.get("birthDate", ()))
        numbers = {*held.get("registrationNumber", ()), *held.get("taxNumber", ())}
        assert {number.value for number in entry.identifiers} == numbers
        assert {code.lower() for code in entry.nationalities} == set(held.get("nationality", ()))
        assert len(entry.links) == len(held.get("familyPerson", ()))
    assert tally.unknown == {}
