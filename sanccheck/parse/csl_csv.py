"""Read the Consolidated Screening List as CSV: 29 columns, several values joined by "; ".

The file carries no date. In `ids` each piece is country, dates, number and label, whatever is
known of them: "JO, 2014-08-30, 2009-08-31, K475336, Passport".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sanccheck.names.countries import country_code
from sanccheck.parse import ofac_labels
from sanccheck.parse.csl_row import (
    FACTS,
    CslAddress,
    CslId,
    CslRow,
    checked_rows,
    entries_of,
    missing_parts,
    notes_of,
)
from sanccheck.parse.delimited import read_delimited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

_OWN = (
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "addresses",
    "start_date",
    "remarks",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "ids",
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[A-Z]{2}")
# In the Denied Persons List, whose US addresses have no country, the last two letters of an
# address without a postal code may be a state: "CA" is California and Canada.
_STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "PR",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "VI",
        "WA",
        "WV",
        "WI",
        "WY",
        "AS",
        "GU",
        "MP",
    ]
)


class CslCsv:
    """A CSV file read whole.

    Raises:
        ListRefused: when it is not the whole, well-formed file that it must be.
    """

    format = "csl_csv"
    published: date | None = None

    def __init__(self, data: bytes, name: str) -> None:
        table = read_delimited(data, name, delimiter=",", columns=(*_OWN, *FACTS))
        rows = [
            _row(dict(zip(table.header, (field.strip() for field in row), strict=True)))
            for row in table.rows
        ]
        self._rows, repeated = checked_rows(rows, name)
        self.notes: tuple[str, ...] = notes_of(repeated=repeated, empty=table.empty)
        self.missing: tuple[str, ...] = missing_parts(self._rows)

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self._rows)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a record is on."""
        return entries_of(self._rows, rules, tally)


def _row(fields: dict[str, str]) -> CslRow:
    denied = "(DPL)" in fields["source"]
    own_id, number = fields["_id"], fields["entity_number"]
    more = [(key, text) for key, text in fields.items() if key not in {*_OWN, *FACTS} and text]
    if number and own_id != number:
        more.append(("_id", own_id))
    return CslRow(
        uid=number or own_id,
        source=fields["source"],
        type=fields["type"],
        name=fields["name"],
        start_date=fields["start_date"],
        remarks=fields["remarks"],
        single={key: fields[key] for key in FACTS if fields[key]},
        programmes=_split(fields["programs"]),
        alt_names=tuple(one.strip() for one in fields["alt_names"].split(";") if one.strip()),
        addresses=tuple(_address(one, denied=denied) for one in _split(fields["addresses"])),
        citizenships=_split(fields["citizenships"]),
        births=_split(fields["dates_of_birth"]),
        nationalities=_split(fields["nationalities"]),
        birth_places=_split(fields["places_of_birth"]),
        ids=tuple(_id(one) for one in _id_pieces(fields["ids"])),
        unknown=tuple(more),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split("; ") if one.strip())


def _address(text: str, *, denied: bool) -> CslAddress:
    """Take the country off the end, where it is one for certain."""
    before, comma, last = text.rpartition(", ")
    if _CODE.fullmatch(last):
        if denied and last in _STATES:
            return CslAddress((text,))
        return CslAddress((before,) if comma else (), last)
    return CslAddress((before,), last) if comma and country_code(last) else CslAddress((text,))


def _id_pieces(text: str) -> Iterator[str]:
    """Split where a piece ends with a label; a piece without one goes on with the next."""
    pending = ""
    for piece in text.split("; ") if text else ():
        pending = f"{pending}; {piece}" if pending else piece
        if ", " in piece:
            yield pending
            pending = ""
    if pending:
        yield pending


def _id(piece: str) -> CslId:
    """Read one piece of `ids`.

    A single date may be that of issue or of expiry; of two the first is that of expiry.
    """
    rest, comma, label = piece.rpartition(", ")
    if not comma:
        return CslId("", piece)
    parts = rest.split(", ")
    country = parts.pop(0) if len(parts) > 1 and _is_country(parts[0], label) else None
    dates: list[str] = []
    while len(parts) > 1 and len(dates) < 2 and _DATE.fullmatch(parts[0]):  # noqa: PLR2004 - issue, expiry
        dates.append(parts.pop(0))
    value = ", ".join(parts).strip()
    if len(dates) == 2:  # noqa: PLR2004 - as above
        return CslId(label, value, country, issued=dates[1], expires=dates[0])
    return CslId(label, value, country, undated=dates[0] if dates else None)


def _is_country(text: str, label: str) -> bool:
    return _CODE.fullmatch(text) is not None and label != ofac_labels.ISSUER_NAME
