from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.model.entries import (
    Address,
    EntityType,
    Entry,
    Identifier,
    Link,
    Listing,
    Name,
    NameKind,
    PartialDate,
)
from sanccheck.model.entry_json import entry_from_dict, entry_to_dict

texts = st.text(min_size=1, max_size=12)
maybe = st.none() | texts
days = st.none() | st.dates()
years = st.none() | st.integers(1, 9999)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Give a tuple of up to three."""
    return st.lists(strategy, max_size=3).map(tuple)


names = st.builds(
    Name,
    text=texts,
    kind=st.sampled_from(NameKind),
    weak=st.booleans(),
    source=maybe,
    given=maybe,
    family=maybe,
)
entries = st.builds(
    lambda uid, **rest: Entry(id=f"us_x:{uid}", list="us_x", uid=uid, **rest),
    uid=texts,
    type=st.none() | st.sampled_from(EntityType),
    names=st.lists(names, min_size=1, max_size=3).map(tuple),
    programmes=some(texts),
    listing=st.builds(
        Listing, listed_on=days, effective_on=days, divest_before=days, delisted_on=days
    ),
    identifiers=some(
        st.builds(
            Identifier,
            scheme=texts,
            value=texts,
            label=maybe,
            country=maybe,
            valid=st.none() | st.booleans(),
        )
    ),
    addresses=some(st.builds(Address, text=texts, country=maybe)),
    countries=some(texts),
    births=some(
        st.builds(
            PartialDate,
            text=texts,
            year=years,
            month=years,
            day=years,
            until_year=years,
            circa=st.booleans(),
        )
    ),
    birth_places=some(texts),
    nationalities=some(texts),
    links=some(st.builds(Link, kind=texts, name=texts, entry=maybe)),
    details=some(st.tuples(texts, texts)),
    remarks=maybe,
    list_certain=st.booleans(),
)


@given(entries)
def test_there_and_back(entry: Entry) -> None:
    """Any entry written as JSON is read back as the same entry."""
    assert entry_from_dict(json.loads(json.dumps(entry_to_dict(entry)))) == entry


def test_empty_fields_are_left_out() -> None:
    """An entry with nothing but a name is written with nothing but a name."""
    entry = Entry(id="us_x:1", list="us_x", uid="1", type=None, names=(Name(text="A"),))
    assert entry_to_dict(entry) == {"id": "us_x:1", "names": [{"text": "A"}]}


def test_reads_as_documented() -> None:
    """A line as the documentation shows it is read."""
    entry = entry_from_dict(
        {
            "id": "us_x:1",
            "type": "company",
            "names": [{"text": "A"}, {"text": "B", "kind": "alias", "weak": True}],
            "listing": {"listed_on": "2021-12-10"},
        }
    )
    assert entry.listing.listed_on == date(2021, 12, 10)
    assert entry.names[1].weak


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"id": "us_x:1", "names": []},
        {"id": "us_x", "names": [{"text": "A"}]},
        {"id": "us_x:1", "names": [{"text": "A"}], "type": "ghost"},
        {"id": "us_x:1", "names": [{"text": "A"}], "listing": {"listed_on": "soon"}},
        {"id": "us_x:1", "names": [{"text": "A"}], "identifiers": [{"nosuch": "1"}]},
    ],
)
def test_not_an_entry(plain: dict[str, Any]) -> None:
    """What is not an entry is an error that the file's reader catches."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        entry_from_dict(plain)
