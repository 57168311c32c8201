"""One party of an OFAC advanced file, with the numbers of the file replaced by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

# A labelled text.
Said = tuple[str, str]


class AdvancedName(NamedTuple):
    """A documented name: its parts as (type, text) in the order of the file.

    `main` is the Latin form of the primary alias, `number` that of the documented name.
    """

    number: str
    parts: tuple[Said, ...]
    kind: str
    script: str
    main: bool = False
    weak: bool = False


class AdvancedPlace(NamedTuple):
    """A location; `country` as the file names it, `lines` in the order of an address."""

    lines: tuple[str, ...] = ()
    country: str | None = None
    said: tuple[Said, ...] = ()

    @property
    def shown(self) -> str:
        """The place in one line."""
        return ", ".join([*self.lines, *([] if self.country is None else [self.country])])


class AdvancedFeature(NamedTuple):
    """One version of a feature: what it says, as text, and the places that it names."""

    label: str
    texts: tuple[str, ...] = ()
    places: tuple[AdvancedPlace, ...] = ()
    said: tuple[Said, ...] = ()


class AdvancedDocument(NamedTuple):
    """A registration or identity document."""

    label: str
    value: str
    country: str | None = None
    said: tuple[Said, ...] = ()


class AdvancedListing(NamedTuple):
    """A sanctions entry: the list, the days on which it was made, and the programmes."""

    list: str
    days: tuple[date, ...] = ()
    programmes: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


class AdvancedRelation(NamedTuple):
    """A relation from this party to another profile."""

    kind: str
    to: str
    said: tuple[Said, ...] = ()


class AdvancedParty(NamedTuple):
    """A party; `strange` is what no part of this reader knows, as (kind, value)."""

    uid: str
    profile: str
    type: str
    names: tuple[AdvancedName, ...]
    features: tuple[AdvancedFeature, ...] = ()
    remarks: str | None = None
    said: tuple[Said, ...] = ()
    strange: tuple[Said, ...] = ()
