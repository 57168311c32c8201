"""A firm's own lists: tables of its own, each a source beside the official ones.

What is known of one is kept in the home, as own/<list>.json: its id and the columns by which its
table is read. From that comes its manifest, so that nothing else need know that it is no official
source.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused, SourceError, StoreDamaged, UsageError
from sanccheck.parse.expected import TABLE
from sanccheck.parse.list_rules import ListRule
from sanccheck.parse.table_columns import TableColumns
from sanccheck.sources.atomic import write_atomically
from sanccheck.sources.manifest import CarriedList, Download, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TITLE = "own list, not official"
EFFECT = "own list, not official: what a hit means is for its owner to decide; no law is behind it"
# Nobody publishes one on days that could be known; after a month somebody should have looked.
MAX_AGE_DAYS = 31
# What stands for the file in the command that mends a list; a table has no day of its own.
_BY_HAND = Download(file="TABLE.csv --published YYYY-MM-DD", href="")
_FOLDER = "own"
_MOST_ROWS = 5_000_000
_ID = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """A list of the user's own: its id and the columns by which its table is read."""

    id: str
    columns: TableColumns

    @property
    def manifest(self) -> Manifest:
        """The manifest of the source that it is."""
        carried = CarriedList(
            id=self.id,
            title=TITLE,
            effect=EFFECT,
            cites=(),
            rule=ListRule(id=self.id, everything=True),
        )
        return Manifest(
            id=self.id,
            title=TITLE,
            publisher="you",
            country="",
            official=False,
            address="it is a list of your own",
            licence="your own",
            rhythm="as you import it",
            max_age_days=MAX_AGE_DAYS,
            downloads=(_BY_HAND,),
            formats=(TABLE,),
            records_min=0,
            records_max=_MOST_ROWS,
            lists=(carried,),
            columns=self.columns,
            own=True,
        )


def own_lists(home: Path) -> tuple[OwnList, ...]:
    """Return the own lists of a home, by their ids.

    Raises:
        StoreDamaged: when one is not as it was written.
    """
    return tuple(_read(file) for file in sorted((home / _FOLDER).glob("[a-z]*.json")))


def keep_own(home: Path, own: OwnList) -> None:
    """Keep an own list in a home, in the place of the one with its id.

    Raises:
        SourceError: when the home cannot be written.
    """
    folder = home / _FOLDER
    plain = {"id": own.id, "columns": json.loads(own.columns.to_bytes())}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / f"{own.id}.json", json.dumps(plain).encode())
    except OSError as error:
        raise SourceError(f"{folder}: cannot be written ({error.strerror})") from None


def check_id(list_id: str, manifests: Iterable[Manifest]) -> None:
    """Make sure that a list of that id can be the user's own.

    Raises:
        UsageError: when it is no id, or that of a list or source that comes with the program.
    """
    if _ID.fullmatch(list_id) is None:
        raise UsageError(
            f"'{list_id[:60]}' cannot be the name of a list: take 2 to 40 of a-z, 0-9 and _, a "
            "letter first, as my_list"
        )
    taken = _taken(one for one in manifests if not one.own)
    if list_id in taken:
        raise UsageError(
            f"'{list_id}' is the name of an official list or source; take another, as my_list"
        )
    if any(list_id.startswith(one) for one in taken):
        raise UsageError(
            f"'{list_id}' begins as the name of an official list does, and would be taken for one; "
            "take another, as my_list"
        )


def with_own(shipped: tuple[Manifest, ...], home: Path) -> tuple[Manifest, ...]:
    """Return the manifests of all sources, those of own lists last.

    Raises:
        SourceError: when an own list has the name of one that now comes with the program.
    """
    found = tuple(one.manifest for one in own_lists(home))
    both = sorted(_taken(shipped) & {one.id for one in found})
    if both:
        raise SourceError(
            f"the own list '{both[0]}' has the name of one that now comes with the program; import "
            f"its table under another name and remove own/{both[0]}.json from the home"
        )
    return (*shipped, *found)


def _taken(manifests: Iterable[Manifest]) -> set[str]:
    return {name for one in manifests for name in (one.id, *(carried.id for carried in one.lists))}


def _read(file: Path) -> OwnList:
    try:
        plain = json.loads(file.read_bytes())
        columns = TableColumns.from_bytes(json.dumps(plain["columns"]).encode())
        if plain["id"] != file.stem:
            raise ValueError
        return OwnList(id=file.stem, columns=columns)
    except (OSError, KeyError, TypeError, ValueError, ListRefused):
        raise StoreDamaged(
            f"{file}: is damaged; remove it and import the table of the list again with --as"
        ) from None
