from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, Entry, Identifier, NameKind, PartialDate
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.os_simple_csv import OsSimpleCsv
from sanccheck.parse.parsed import Tally
from sanccheck.sources.library import Library

ROOT = Path(__file__).parent.parent.parent
RULES = ListRules(rules=(ListRule(id="opensanctions", everything=True),))
Damage = Callable[[bytes, random.Random, int], bytes]


def read(data: bytes) -> tuple[OsSimpleCsv, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = OsSimpleCsv(data, "file.csv")
    return reading, list(reading.entries(RULES, tally)), tally


@pytest.fixture(scope="module")
def made_up(samples: Path) -> bytes:
    """Give the made-up file."""
    return (samples / "os_simple_made_up.csv").read_bytes()


def test_file(made_up: bytes) -> None:
    """The file is of the latest day, in New York, on which a target was seen."""
    reading, entries, tally = read(made_up)
    assert reading.published == date(2026, 3, 12)
    assert (reading.records, len(entries), tally.records) == (4, 4, 4)
    assert reading.notes == ("its targets are of: Made-Up List (4), Other List (1)",)


def test_company(made_up: bytes) -> None:
    """Fields of several values are split as the CSV that they are."""
    company = read(made_up)[1][0]
    assert (company.id, company.type) == ("opensanctions:NK-madeup1", EntityType.COMPANY)
    assert [(name.text, name.kind) for name in company.names] == [
        ('MADE-UP "HOLDING" (EXAMPLE)', NameKind.PRIMARY),
        ('MADE-UP "H" LTD', NameKind.ALIAS),
        ("Made-Up", NameKind.ALIAS),
        ("Ltd", NameKind.ALIAS),
    ]
    assert [one.text for one in company.addresses] == [
        "1 Example Road",
        "2 Example Road; Exampletown",
    ]
    assert [(one.scheme, one.value) for one in company.identifiers] == [
        ("other", "IMO9074729"),
        ("other", "111"),
    ]
    assert company.programmes == ("XX-ONE", "XX-TWO")
    assert company.countries == ("HK",)
    assert set(company.details) >= {
        ("countries", "suhh"),
        ("sanctions", "Freeze; and more\n(1)"),
        ("sanctions", "Ban"),
        ("dataset", "Other List"),
        ("phones", "+000"),
        ("schema", "Company"),
    }


def test_person_and_ship(made_up: bytes) -> None:
    """Dates are known as far as they are given; a ship's IMO number is one."""
    person, ship = read(made_up)[1][1:3]
    assert person.births == (
        PartialDate(text="1961", year=1961),
        PartialDate(text="1961-02-03", year=1961, month=2, day=3),
        PartialDate(text="1961-02", year=1961, month=2),
    )
    assert ship.identifiers[1] == Identifier(
        scheme="imo", value="9074729", label="identifiers", valid=True
    )


def test_strange(made_up: bytes) -> None:
    """A schema and a country that no table knows are counted."""
    assert read(made_up)[2].unknown == {
        "country": Counter({"suhh": 1}),
        "entry type": Counter({"Spaceship": 1}),
    }


def test_fifteen_columns(made_up: bytes) -> None:
    """The older form without `program_ids` gives the same entries without programmes."""
    rows = list(csv.reader(io.StringIO(made_up.decode(), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([*row[:11], *row[12:]] for row in rows)
    older = text.getvalue().encode()
    entries = read(older)[1]
    assert [entry.id for entry in entries] == [entry.id for entry in read(made_up)[1]]
    assert not any(entry.programmes for entry in entries)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"dataset"', b'"datasets"', "no column 'dataset'"),
        (b'"made-up-2"', b'""', "no id, no schema or no name"),
        (b'"made-up-2"', b'"made up"', "no id, no schema or no name"),
        (b'"made-up-2"', b'"made-up-3"', "stands twice"),
        (b'"2026-03-13T02:41:01"', b'"lately"', "is no time"),
        (b'"""MADE-UP', b'""MADE-UP', "well-formed table"),
        (b'""""H"""" LTD', b'""H"" LTD', "several values is damaged"),
        (b'"mm","",', b'"mm",', "fields, the header 16"),
    ],
)
def test_refused(made_up: bytes, old: bytes, new: bytes, says: str) -> None:
    """A file that is damaged or not of this format is refused with the reason."""
    assert old in made_up
    with pytest.raises(ListRefused, match=re.escape(says)):
        OsSimpleCsv(made_up.replace(old, new, 1), "file.csv")


def test_told(made_up: bytes) -> None:
    """The format is told from the header line."""
    found = tell(made_up, tuple(FORMATS))
    assert found is not None
    assert found.name == "os_simple_csv"


@settings(max_examples=200, deadline=None)
@given(chance=st.randoms(use_true_random=False), changes=st.integers(1, 8))
def test_nothing_but_a_refusal(
    made_up: bytes, damage: Damage, chance: random.Random, changes: int
) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    try:
        _reading, entries, tally = read(damage(made_up, chance, changes))
    except ListRefused:
        return
    assert tally.records == len(entries)


@pytest.mark.parametrize(
    ("file", "records", "published"),
    [
        ("targets.simple_2025-05.csv", 6561, date(2025, 5, 23)),
        ("targets.simple_2026-03.csv", 5600, date(2026, 3, 13)),
    ],
)
def test_real(real_data: Path, file: str, records: int, published: date) -> None:
    """The real files give the records, names and IMO numbers that a search of the bytes gives."""
    data = (real_data / "opensanctions" / file).read_bytes()
    reading, entries, tally = read(data)
    assert (reading.published, reading.records, len(entries)) == (published, records, records)
    # No record's own text begins a line with an id, a schema and a name.
    field = rb'"((?:[^"]|"")*)"'
    start = rb'^"([^"\n]+)","([A-Z][A-Za-z]+)",'
    rows = re.findall(start + field + b"," + field, data, re.MULTILINE)
    assert len(rows) == records
    assert Counter(schema for _id, schema, *_ in rows)[b"Vessel"] == sum(
        entry.type is EntityType.VESSEL for entry in entries
    )
    for (uid, _schema, name, aliases), entry in zip(rows, entries, strict=True):
        assert entry.uid == uid.decode()
        assert entry.name == " ".join(name.decode().replace('""', '"').split())
        if b'"' not in aliases:
            several = {" ".join(one.split()) for one in aliases.decode().split(";")} - {""}
            assert {one.text for one in entry.names} == {entry.name} | several
    ships = [one for one in entries if one.type is EntityType.VESSEL]
    held = sum(one.scheme == "imo" for ship in ships for one in ship.identifiers)
    lines = re.findall(rb'^"[^"\n]+","Vessel".*$', data, re.MULTILINE)
    assert held == len(re.findall(rb"IMO\d{7}", b"\n".join(lines)))
    assert tally.unknown == {}


def test_real_import(real_data: Path, home: Path) -> None:
    """A real file is imported under its own day, unofficial, and serves when it is asked for."""
    library = Library(home, ROOT / "lists")
    report = library.import_file(
        "opensanctions",
        real_data / "opensanctions" / "targets.simple_2026-03.csv",
        published=None,
        partial=False,
        retrieved=datetime(2026, 11, 22, tzinfo=UTC),
    )
    assert report.lists == {"opensanctions": 5600}
    assert report.notes[0] == "its targets are of: Ukraine War and Sanctions (5600)"
    assert library.manifest("opensanctions").official is False
    served = library.serve(date(2026, 3, 14), ["opensanctions"])
    assert served.lists[0].entries == 5600
