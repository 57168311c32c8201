"""Read the remarks of OFAC's CSV files, where most of a record's facts stand in free text.

"DOB 1962; POB Shati; Tax ID No. 7736050003 (Russia); a.k.a. 'BNC'; Linked To: HAMAS."
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sanccheck.names.countries import country_code
from sanccheck.parse.ofac_labels import NO_COUNTRY, is_identifier, split_label
from sanccheck.parse.ofac_record import OfacAka, OfacId

_ALIAS = re.compile(r"(a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '(.+)'")
_LINKED = re.compile(r"\(?Linked To: (.+?)\)?")
_PLAIN = re.compile(r"(DOB|POB|nationality|citizen) (.+)")
_COUNTRY = re.compile(r"(.+) \(((?:[^()]|\([^()]*\))+)\)", re.DOTALL)
_DATES = re.compile(
    r"(?P<rest>.+?)"
    r"(?: issued (?P<issued>(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}))?"
    r"(?: expires (?P<expires>(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}))?",
    re.DOTALL,
)


@dataclass(slots=True)
class Remarks:
    """The facts found in a record's remarks; `rest` is what is none of them, as printed."""

    ids: list[OfacId] = field(default_factory=list)
    akas: list[OfacAka] = field(default_factory=list)
    births: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    citizenships: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def read_remarks(text: str) -> Remarks:
    """Take a record's remarks apart; nothing is dropped.

    >>> found = read_remarks("DOB 1962; alt. DOB 1963; a.k.a. 'BNC'; Linked To: HAMAS.")
    >>> found.births, found.akas[0].weak, found.links
    (['1962', '1963'], True, ['HAMAS'])
    """
    found = Remarks()
    for part in re.split(r";\s+", text.strip().removesuffix(".")):
        if part.strip():
            _take(part.strip().removeprefix("alt. "), found)
    return found


def _take(part: str, found: Remarks) -> None:
    plain = _PLAIN.fullmatch(part)
    if plain is not None:
        _group(plain[1], found).append(plain[2])
        return
    alias = _ALIAS.fullmatch(part)
    if alias is not None:
        found.akas.append(OfacAka(alias[1], weak=True, last=alias[2]))
        return
    linked = _LINKED.fullmatch(part)
    if linked is not None:
        found.links.append(linked[1])
        return
    labelled = split_label(part)
    if labelled is None:
        found.rest.append(part)
    else:
        found.ids.append(_id(*labelled))


def _group(word: str, found: Remarks) -> list[str]:
    return {
        "DOB": found.births,
        "POB": found.birth_places,
        "nationality": found.nationalities,
        "citizen": found.citizenships,
    }[word]


def _id(label: str, value: str) -> OfacId:
    if not is_identifier(label):
        return OfacId(label, value)
    dates = _DATES.fullmatch(value)
    assert dates is not None
    rest, country = dates["rest"], None
    placed = _COUNTRY.fullmatch(rest)
    if placed is not None and (country_code(placed[2]) is not None or placed[2] in NO_COUNTRY):
        rest, country = placed[1], placed[2]
    return OfacId(label, rest, country, dates["issued"], dates["expires"])
