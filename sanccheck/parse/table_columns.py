"""Which column of a table holds which field of an entry, as it is said once and kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.names.identifiers import SCHEMES
from sanccheck.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The name under which the columns are kept beside the table that was read by them.
COLUMNS_FILE = "columns.json"
SEPARATOR = ";"
# The rest may be read from several columns.
ONCE = ("id", "name", "type", "listed_on", "delisted_on")
FIELDS = (
    "id",
    "name",
    "aliases",
    "type",
    "country",
    "birth_date",
    "address",
    "listed_on",
    "delisted_on",
    "remarks",
    *SCHEMES,
)
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumns:
    """The columns of a table: pairs of a field and the heading of its column.

    `separator` stands, as a line break does, between the aliases or identifiers of one cell.
    `sheet` names the sheet of a workbook that has several.
    """

    pairs: tuple[tuple[str, str], ...]
    separator: str = SEPARATOR
    sheet: str | None = None

    def problems(self) -> list[str]:
        """Return what is wrong with the choice of columns, whatever the table."""
        fields = [field for field, _heading in self.pairs]
        found = [
            f"the field '{printable(field, _SHOWN)}' is not known; fields are {', '.join(FIELDS)}"
            for field in dict.fromkeys(fields)
            if field not in FIELDS
        ]
        found += [
            f"the field '{field}' is read from one column"
            for field in ONCE
            if fields.count(field) > 1
        ]
        if "name" not in fields:
            found.append("no column is named for the field 'name'")
        if not self.separator.strip() or len(self.separator) > 1:
            found.append("the separator must be one character that can be seen")
        return found

    def places(self, header: Sequence[str], where: str) -> tuple[tuple[str, int], ...]:
        """Return the fields with the places of their columns, counted from 0.

        Raises:
            ListRefused: naming each column that is not in the header.
        """
        gone = [
            f"'{printable(heading, _SHOWN)}' ({field})"
            for field, heading in self.pairs
            if place_of(heading, header) is None
        ]
        if gone:
            raise ListRefused(
                f"{where}: has no column {', '.join(gone)}, from which the list is read; its "
                f"columns are {listed(header)}; name the columns with --as LIST and --column "
                "FIELD=COLUMN if they have changed"
            )
        found = ((field, place_of(heading, header)) for field, heading in self.pairs)
        return tuple((field, place) for field, place in found if place is not None)

    def as_in(self, header: Sequence[str], where: str) -> TableColumns:
        """Return the same with each heading as it stands in the header.

        Raises:
            ListRefused: as `places` does.
        """
        pairs = tuple((field, header[place]) for field, place in self.places(header, where))
        return replace(self, pairs=pairs)

    def to_bytes(self) -> bytes:
        """Return it as JSON; the same columns give the same bytes."""
        plain = {"columns": self.pairs, "separator": self.separator, "sheet": self.sheet}
        return json.dumps(plain).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> TableColumns:
        """Return what `to_bytes` gave.

        Raises:
            ListRefused: when it is not that.
        """
        try:
            plain = json.loads(data)
            return cls(
                pairs=tuple((str(field), str(heading)) for field, heading in plain["columns"]),
                separator=str(plain["separator"]),
                sheet=None if plain["sheet"] is None else str(plain["sheet"]),
            )
        except (KeyError, TypeError, ValueError):
            raise ListRefused("the columns kept with the table cannot be read") from None


def own_words(header: Iterable[str]) -> TableColumns:
    """Return the columns of a table whose headings are the names of the fields.

    >>> own_words(["Name", "Birth date", "Desk"]).pairs
    (('name', 'Name'), ('birth_date', 'Birth date'))
    """
    words = ((_folded(heading).replace(" ", "_"), heading) for heading in header)
    return TableColumns(pairs=tuple((word, heading) for word, heading in words if word in FIELDS))


def place_of(heading: str, header: Sequence[str]) -> int | None:
    """Return where a column stands; case and white space do not count unless two differ by them."""
    if heading in header:
        return header.index(heading)
    folded = [_folded(one) for one in header]
    wanted = _folded(heading)
    return folded.index(wanted) if folded.count(wanted) == 1 else None


def listed(header: Iterable[str]) -> str:
    """Return headings as they are named in a message."""
    return ", ".join(f"'{printable(' '.join(one.split()), _SHOWN)}'" for one in header)


def _folded(heading: str) -> str:
    seen = "".join(one if one.isprintable() else " " for one in heading)
    return " ".join(seen.split()).casefold()
