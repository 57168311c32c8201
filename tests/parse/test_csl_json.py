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
from sanccheck.model.entries import Address, Entry, Identifier, Listing
from sanccheck.parse.csl_json import CslJson
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.parsed import Tally

RULES = ListRules(rules=(ListRule(id="us_csl_other", catch_all=True),))
Damage = Callable[[bytes, random.Random, int], bytes]


def read(data: bytes) -> tuple[CslJson, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = CslJson(data, "file.json")
    return reading, list(reading.entries(RULES, tally)), tally


@pytest.fixture(scope="module")
def made_up(samples: Path) -> bytes:
    """Give the made-up file."""
    return (samples / "csl_made_up.json").read_bytes()


def test_file(made_up: bytes) -> None:
    """The file has its New York day, the days of its lists, and the lists that are not in it."""
    reading, entries, tally = read(made_up)
    assert reading.published == date(2026, 9, 24)
    assert (reading.records, len(entries), tally.records) == (3, 3, 3)
    assert reading.notes == (
        (
            "its lists were last updated: Entity List (EL) - Bureau of Industry and Security: "
            "2026-09-23"
        ),
    )
    assert len(reading.missing) == 10


def test_entries(made_up: bytes) -> None:
    """Records are read alike whatever keys their list gives them."""
    company, listed, sanctioned = read(made_up)[1]
    assert company.id == "us_csl_other:900001"
    assert company.identifiers == (
        Identifier(scheme="hk_cr", value="1234567", label="C.R. No.", country="HK"),
    )
    assert company.addresses == (
        Address(text="1 Example Road, Exampletown, 100000, CN", country="CN"),
    )
    assert company.listing.divest_before == date(2022, 12, 10)
    assert listed.listing == Listing(listed_on=date(2019, 10, 9))
    assert ("new field", "new value") in listed.details
    assert (sanctioned.countries, sanctioned.programmes) == (("TH",), ("Made-Up Act",))


def test_strange(made_up: bytes) -> None:
    """A key that no table knows is counted."""
    assert read(made_up)[2].unknown["field"] == Counter({"new field": 1})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"total": 3', b'"total": 4', "declares '4' records and holds 3"),
        (b'"offset": 0', b'"offset": 50', "one page of a search"),
        (b'"results"', b'"outcomes"', "no 'results'"),
        (b'"id": "aaaa0001"', b'"id": ""', "no id"),
        (b'"id": "aaaa0001"', b'"id": "a", "id": "b"', "a key stands twice"),
        (b'"aaaa0001"', b"NaN", "not a number"),
        (b"Example Trade ", b"\\ud800", "well-formed JSON"),
        (b'"programs": [', b'"programs": [{}, ', "neither text nor a list"),
        (b'"addresses": [', b'"addresses": ["x", ', "is not an object"),
        (b"2026-09-25T02:15:00+00:00", b"yesterday", "is no time"),
        (b'"MUG"', b"[" * 100000, "well-formed JSON"),
    ],
)
def test_refused(made_up: bytes, old: bytes, new: bytes, says: str) -> None:
    """A file that is damaged, or one page of a search, is refused with the reason."""
    assert old in made_up
    with pytest.raises(ListRefused, match=re.escape(says)):
        CslJson(made_up.replace(old, new, 1), "file.json")


def test_told(made_up: bytes) -> None:
    """The format is told from the first key."""
    found = tell(made_up, tuple(FORMATS))
    assert found is not None
    assert found.name == "csl_json"


@settings(max_examples=200, deadline=None)
@given(chance=st.randoms(use_true_random=False), changes=st.integers(1, 4))
def test_nothing_but_a_refusal(
    made_up: bytes, damage: Damage, chance: random.Random, changes: int
) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    try:
        _reading, entries, tally = read(damage(made_up, chance, changes))
    except ListRefused:
        return
    assert tally.records == len(entries)


def test_real(real_data: Path) -> None:
    """The three real records give their names and identifiers, and nothing strange."""
    data = (real_data / "formats/trade_csl/csl_json_records_2026-09.json").read_bytes()
    reading, entries, tally = read(data)
    assert reading.published == date(2026, 9, 25)
    results = json.loads(data)["results"]
    assert [entry.name for entry in entries] == [one["name"].strip() for one in results]
    assert tally.identifiers == data.count(b'"number"')
    assert tally.aliases == sum(len(one["alt_names"] or ()) for one in results)
    assert set(tally.unknown) == {"programme", "list"}
