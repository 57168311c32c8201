"""One record of an OFAC legacy file, as printed, whichever of the two forms it came in."""

from __future__ import annotations

from typing import NamedTuple


class OfacId(NamedTuple):
    """One labelled fact ("Tax ID No.", "Gender", "Listing Date (CMIC)" …)."""

    label: str
    value: str
    country: str | None = None
    issued: str | None = None
    expires: str | None = None

    @property
    def fact(self) -> str:
        """The label without its closing punctuation, and the value: as the CSV prints it."""
        return f"{self.label.rstrip(' :-')} {self.value}"


class OfacAka(NamedTuple):
    """A further name; `kind` is a.k.a., f.k.a. or n.k.a. as printed."""

    kind: str
    weak: bool
    last: str
    first: str | None = None


class OfacAddress(NamedTuple):
    """An address, its lines in the order printed; `country` as printed."""

    lines: tuple[str, ...]
    country: str | None = None


class OfacRecord(NamedTuple):
    """A record; `links` are the names after "Linked To:", `vessel` and `ids` labelled facts.

    `strange` is what no part of the readers knows, as (kind, what it is, text).
    """

    uid: str
    type: str | None
    last: str
    first: str | None = None
    title: str | None = None
    remarks: str | None = None
    programmes: tuple[str, ...] = ()
    ids: tuple[OfacId, ...] = ()
    akas: tuple[OfacAka, ...] = ()
    addresses: tuple[OfacAddress, ...] = ()
    nationalities: tuple[str, ...] = ()
    citizenships: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    vessel: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    strange: tuple[tuple[str, str, str], ...] = ()

    @property
    def printed(self) -> str:
        """The name as the list prints it: "FAMILY, Given"."""
        return self.last if self.first is None else f"{self.last}, {self.first}"


_LINKED = "Linked To:"


def linked_names(remarks: str) -> tuple[str, ...]:
    """Return the names that the remarks link to, brackets inside a name kept.

    >>> linked_names("(Linked To: A CO. (HK) LTD.; Linked To: B); arrested 1 May 2009")
    ('A CO. (HK) LTD.', 'B')
    """
    found: list[str] = []
    at = remarks.find(_LINKED)
    while at >= 0:
        start = at + len(_LINKED)
        end = _end_of_name(remarks, start)
        name = remarks[start:end].strip()
        if name:
            found.append(name)
        at = remarks.find(_LINKED, end)
    return tuple(found)


def _end_of_name(text: str, start: int) -> int:
    depth = 0
    for position in range(start, len(text)):
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                return position
            depth -= 1
        elif character == ";" and depth == 0:
            return position
    return len(text)
