from __future__ import annotations

from collections.abc import Callable

import pytest

from sanccheck.matching.features import (
    FIELDS,
    compare_birth,
    compare_country,
    compare_identifiers,
    compare_organised,
    compare_type,
    jurisdictions,
)
from sanccheck.model.entries import EntityType, Entry, Identifier, PartialDate
from sanccheck.model.hits import Query, Says

Make = Callable[..., Entry]
BORN = PartialDate(text="7 Oct 1952", year=1952, month=10, day=7)


@pytest.mark.parametrize(
    ("asked", "listed", "says"),
    [
        ("CN", ("CN",), Says.AGREES),
        ("CN", ("HK",), Says.UNKNOWN),
        ("TW", ("CN",), Says.UNKNOWN),
        ("CN", ("RU", "CN"), Says.AGREES),
        ("US", ("CN",), Says.CONFLICTS),
        ("US", (), Says.UNKNOWN),
        (None, ("CN",), None),
    ],
)
def test_compares_countries(
    entry: Make, asked: str | None, listed: tuple[str, ...], says: Says | None
) -> None:
    """Another country conflicts; mainland China, Hong Kong and Taiwan never do; none is unknown."""
    feature = compare_country(Query(name="X", country=asked), entry("X", countries=listed))
    assert (feature.evidence.says if feature.evidence else None) is says
    assert (feature.factor < 1.0) is (says is Says.CONFLICTS)


def test_an_address_is_no_jurisdiction(entry: Make) -> None:
    """Where a company is organised is compared with its register, never with its addresses."""
    query = Query(name="X", organised_in="KY")
    by_address = compare_organised(query, entry("X", countries=("CN",)))
    assert by_address.evidence is not None
    assert by_address.evidence.says is Says.UNKNOWN
    registered = entry("X", identifiers=(Identifier(scheme="hk_cr", value="2162198"),))
    by_register = compare_organised(query, registered)
    assert by_register.evidence is not None
    assert by_register.evidence.says is Says.CONFLICTS


def test_tells_jurisdictions(entry: Make) -> None:
    """Registers and the publisher's own words tell where an entry is organised."""
    found = entry(
        "X",
        identifiers=(Identifier(scheme="uscc", value="91"),),
        details=(("Nationality of Registration", "Iran"),),
    )
    assert jurisdictions(found) == {"CN", "IR"}


@pytest.mark.parametrize(
    ("asked", "listed", "says"),
    [
        (EntityType.COMPANY, EntityType.COMPANY, Says.AGREES),
        (EntityType.FUND, EntityType.COMPANY, Says.UNKNOWN),
        (EntityType.PERSON, EntityType.COMPANY, Says.CONFLICTS),
        (None, EntityType.COMPANY, None),
        (EntityType.PERSON, None, None),
    ],
)
def test_compares_types(
    entry: Make, asked: EntityType | None, listed: EntityType | None, says: Says | None
) -> None:
    """A person is not a company; a type that is not given is no evidence either way."""
    feature = compare_type(Query(name="X", type=asked), entry("X", type=listed))
    assert (feature.evidence.says if feature.evidence else None) is says


@pytest.mark.parametrize(
    ("asked", "listed", "says"),
    [
        (BORN, (BORN,), Says.AGREES),
        (BORN, (PartialDate(text="1952", year=1952),), Says.UNKNOWN),
        (BORN, (PartialDate(text="1960", year=1960),), Says.CONFLICTS),
        (BORN, (PartialDate(text="8 Oct 1952", year=1952, month=10, day=8),), Says.CONFLICTS),
        (BORN, (PartialDate(text="circa 1953", year=1953, circa=True),), Says.UNKNOWN),
        (BORN, (PartialDate(text="1960", year=1960), BORN), Says.AGREES),
        (BORN, (PartialDate(text="1950 to 1955", year=1950, until_year=1955),), Says.UNKNOWN),
        (BORN, (), Says.UNKNOWN),
        (None, (BORN,), None),
    ],
)
def test_compares_births(
    entry: Make, asked: PartialDate | None, listed: tuple[PartialDate, ...], says: Says | None
) -> None:
    """The same day agrees, another year or day conflicts, a part of a date leaves it unknown."""
    feature = compare_birth(Query(name="X", born=asked), entry("X", births=listed))
    assert (feature.evidence.says if feature.evidence else None) is says


def test_numbers_of_one_register_contradict(entry: Make) -> None:
    """Another number of the same register conflicts; a security's number does not."""
    listed = entry(
        "X",
        identifiers=(
            Identifier(scheme="hk_cr", value="2162198"),
            Identifier(scheme="isin", value="US0000000000"),
        ),
    )
    other = Query(name="X", identifiers=(Identifier(scheme="hk_cr", value="1234567"),))
    feature = compare_identifiers(other, listed)
    assert feature.evidence is not None
    assert feature.evidence.says is Says.CONFLICTS
    security = Query(name="X", identifiers=(Identifier(scheme="isin", value="KY0000000000"),))
    assert compare_identifiers(security, listed).evidence is None


def test_nothing_given_changes_nothing(entry: Make) -> None:
    """A query with only a name has no evidence and no factor from any field."""
    for compare in FIELDS:
        assert compare(Query(name="X"), entry("X", countries=("CN",), births=(BORN,))) == (
            None,
            1.0,
        )
