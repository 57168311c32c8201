"""What a list says: entries with their names, identifiers, dates and links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntityType(StrEnum):
    """What an entry or a party is."""

    COMPANY = "company"
    PERSON = "person"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    FUND = "fund"
    SECURITY = "security"


class NameKind(StrEnum):
    """How the publisher (or a supplement) holds a name."""

    PRIMARY = "primary"
    ALIAS = "alias"
    FORMER = "former"
    ISSUER = "issuer"  # "Issuer Name" on a list: the name under which its securities trade


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of an entry as published.

    `weak` marks what the publisher calls a weak (low quality) alias. `source` is None for the
    publisher's own names, else the citation of the supplement that adds the name, or
    "unverified". `given` and `family` are filled for persons where the publisher splits them.
    """

    text: str
    kind: NameKind = NameKind.PRIMARY
    weak: bool = False
    source: str | None = None
    given: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A registered identifier or a ticker.

    `scheme` is one of lei, isin, uscc, hk_cr, imo, bic, ticker, passport, other; `value` is in
    the normal form of its scheme; `label` is the publisher's own wording ("Tax ID No.").
    `valid` is the check-digit result where the scheme has one, else None.
    """

    scheme: str
    value: str
    label: str | None = None
    country: str | None = None
    valid: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; `country` is an ISO 3166 alpha-2 code where it could be told."""

    text: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date known as far as it is: `circa` for approximate, `text` as published."""

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    until_year: int | None = None
    circa: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation that the list itself states ("Linked To"); `entry` where it could be resolved."""

    kind: str
    name: str
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The dates of an entry, each None where the publisher gives none.

    Boundaries are civil dates in the regime's zone, the date itself already in the later phase.
    `divest_before` is the NS-CMIC end of the divestment window.
    """

    listed_on: date | None = None
    effective_on: date | None = None
    divest_before: date | None = None
    delisted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry on one legal list.

    `id` is "<list>:<publisher's own id>". `list_certain` is False where the file cannot tell
    which of several lists the entry is on. `details` keeps every remaining labelled fact as
    (label, value), so that what is in the file is in the entry.
    """

    id: str
    list: str
    uid: str
    type: EntityType | None
    names: tuple[Name, ...]
    programmes: tuple[str, ...] = ()
    listing: Listing = Listing()
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()
    births: tuple[PartialDate, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    remarks: str | None = None
    list_certain: bool = True

    @property
    def name(self) -> str:
        """The primary name."""
        return self.names[0].text
