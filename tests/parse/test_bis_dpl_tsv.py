from __future__ import annotations

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
from sanccheck.model.entries import Address, Entry, Listing
from sanccheck.parse.bis_dpl_tsv import BisDplTsv
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.parsed import Tally
from sanccheck.sources.library import Library

ROOT = Path(__file__).parent.parent.parent
RULES = ListRules(rules=(ListRule(id="us_bis_dpl", everything=True),))
Damage = Callable[[bytes, random.Random, int], bytes]


def read(data: bytes) -> tuple[BisDplTsv, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = BisDplTsv(data, "file.txt")
    return reading, list(reading.entries(RULES, tally)), tally


@pytest.fixture(scope="module")
def made_up(samples: Path) -> bytes:
    """Give the made-up file."""
    return (samples / "bis_dpl_made_up.txt").read_bytes()


def test_entries(made_up: bytes) -> None:
    """Rows of one name and one day are one record, with all their addresses."""
    reading, entries, tally = read(made_up)
    assert (reading.published, reading.records, len(entries)) == (None, 3, 3)
    assert reading.notes == ("4 rows are 3 records: one for each name and effective date",)
    denied, renewed, undated = entries
    assert denied.name == "EXAMPLE DENIED"
    assert denied.addresses == (
        Address(text="1 EXAMPLE DRIVE, EXAMPLE CITY, CA, 00000"),
        Address(text="2 EXAMPLE DRIVE, EXAMPLETOWN, PRC", country="CN"),
    )
    assert denied.countries == ("CN",)
    assert denied.listing == Listing(listed_on=date(2017, 10, 16))
    assert ("Expiration date", "10/13/2020") in denied.details
    assert [name.text for name in renewed.names] == [
        "FIRST EXAMPLE A/K/A SECOND EXAMPLE",
        "FIRST EXAMPLE",
        "SECOND EXAMPLE",
    ]
    assert renewed.listing == Listing()
    assert ("Effective date", "06/05/2019") in renewed.details
    assert undated.listing == Listing()
    assert tally.unknown == {"date": Counter({"13/45/2017": 1})}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"FR_Citation"', b'"Citation"', "no column 'FR_Citation'"),
        (b'" EXAMPLE DENIED"', b'" "', "has no name"),
        (b'"1 F.R. 3"', b'"1 F.R. 3', "well-formed table"),
        (b'\t"1 F.R. 3"', b"", "fields, the header 12"),
    ],
)
def test_refused(made_up: bytes, old: bytes, new: bytes, says: str) -> None:
    """A file that is damaged or not this list is refused with the reason."""
    assert old in made_up
    with pytest.raises(ListRefused, match=re.escape(says)):
        BisDplTsv(made_up.replace(old, new, 1), "file.txt")


def test_told(made_up: bytes) -> None:
    """The format is told from the header line."""
    found = tell(made_up, tuple(FORMATS))
    assert found is not None
    assert found.name == "bis_dpl_tsv"


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


def test_real(real_data: Path, home: Path) -> None:
    """The real file gives every name and every address that its lines hold."""
    path = real_data / "us_bis/denied_persons_2019-06.txt"
    _reading, entries, tally = read(path.read_bytes())
    lines = path.read_text("utf-8").splitlines()[1:]
    split = (line[1:-1].split('"\t"') for line in lines)
    rows = [[field.replace('""', '"') for field in row] for row in split]
    assert len(rows) == 546
    assert {entry.name for entry in entries} == {" ".join(row[0].split()) for row in rows}
    assert len(entries) == len({(" ".join(row[0].upper().split()), row[6]) for row in rows})
    streets = {" ".join(row[1].split()) for row in rows} - {""}
    printed = [one.text for entry in entries for one in entry.addresses]
    assert all(any(text.startswith(street) for text in printed) for street in streets)
    assert tally.unknown == {"country": Counter({"NM": 1})}
    report = Library(home, ROOT / "lists").import_file(
        "us_bis_dpl_file",
        path,
        published=date(2019, 6, 15),
        partial=False,
        retrieved=datetime(2026, 11, 22, tzinfo=UTC),
    )
    assert report.lists == {"us_bis_dpl": 417}
