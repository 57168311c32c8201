"""The tables of the catalogue, and the record of a snapshot in them.

Each record carries a checksum over its fields: one changed byte would else make a stale list fresh
or a part whole, and no other file would gainsay it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from sanccheck.sources.manifest import Manifest

FIELDS = (
    "source",
    "sha256",
    "published",
    "retrieved",
    "imported_on",
    "partial",
    "format",
    "records",
    "lists",
    "report",
    "entries_sha256",
    "raw",
    "origin",
)
CHECKSUM = "record_checksum"
_NAMES = ", ".join(FIELDS)
MIGRATIONS = (
    """
    CREATE TABLE snapshot (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        published TEXT,
        retrieved TEXT NOT NULL,
        imported_on TEXT NOT NULL,
        partial INTEGER NOT NULL,
        format TEXT NOT NULL,
        records INTEGER NOT NULL,
        lists TEXT NOT NULL,
        report TEXT NOT NULL,
        entries_sha256 TEXT NOT NULL,
        UNIQUE (source, sha256, partial)
    ) STRICT;
    CREATE TABLE choice (
        source TEXT PRIMARY KEY,
        enabled INTEGER NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE download (
        source TEXT PRIMARY KEY,
        checked TEXT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        sha256 TEXT,
        failed TEXT
    ) STRICT;
    """,
    "ALTER TABLE snapshot ADD COLUMN raw TEXT",
    """
    ALTER TABLE snapshot ADD COLUMN origin TEXT;
    CREATE TABLE failure (
        source TEXT PRIMARY KEY,
        moment TEXT NOT NULL,
        command TEXT NOT NULL,
        origin TEXT NOT NULL,
        why TEXT NOT NULL
    ) STRICT;
    INSERT INTO failure
        SELECT source, checked, 'update', '', failed FROM download WHERE failed IS NOT NULL;
    DELETE FROM download WHERE failed IS NOT NULL;
    ALTER TABLE download DROP COLUMN failed;
    ALTER TABLE download ADD COLUMN checksum TEXT;
    ALTER TABLE download ADD COLUMN note TEXT
    """,
    f"""
    ALTER TABLE snapshot RENAME TO snapshot_before;
    CREATE TABLE snapshot (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        published TEXT,
        retrieved TEXT NOT NULL,
        imported_on TEXT NOT NULL,
        partial INTEGER NOT NULL,
        format TEXT NOT NULL,
        records INTEGER NOT NULL,
        lists TEXT NOT NULL,
        report TEXT NOT NULL,
        entries_sha256 TEXT NOT NULL,
        raw TEXT,
        origin TEXT,
        checksum TEXT NOT NULL,
        UNIQUE (source, sha256, partial, published)
    ) STRICT;
    INSERT INTO snapshot (id, {_NAMES}, checksum)
        SELECT id, {_NAMES}, {CHECKSUM}({_NAMES}) FROM snapshot_before;
    DROP TABLE snapshot_before
    """,  # noqa: S608 - the names are those above
)
CHECKED_SINCE = 5  # the version of the catalogue from which records carry a checksum


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One imported copy of a source.

    `sha256` is of the bytes as published, `entries_sha256` of the file in the store;
    `damaged` says that its record was changed after it was written: of such a one nothing but its
    source and the names of its files is told, and it serves no list. `imported_on` is the civil day
    of the import, `lists` the number of entries on each list, `raw` the sha256 of each published
    file by its name, `origin` the address or the path it came from.
    """

    source: str
    sha256: str
    published: date | None
    retrieved: datetime
    imported_on: date
    partial: bool
    format: str
    records: int
    lists: dict[str, int]
    report: dict[str, Any]
    entries_sha256: str
    raw: dict[str, str] = field(default_factory=dict)
    origin: str | None = None
    damaged: bool = False


def checksum(*values: str | int | None) -> str:
    """Return the checksum of a record, of the values of FIELDS in the table."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def values_of(snapshot: Snapshot) -> tuple[str | int | None, ...]:
    """Return a snapshot as the values of FIELDS."""
    return (
        snapshot.source,
        snapshot.sha256,
        None if snapshot.published is None else snapshot.published.isoformat(),
        snapshot.retrieved.isoformat(timespec="seconds"),
        snapshot.imported_on.isoformat(),
        int(snapshot.partial),
        snapshot.format,
        snapshot.records,
        json.dumps(snapshot.lists),
        json.dumps(snapshot.report, ensure_ascii=False),
        snapshot.entries_sha256,
        json.dumps(snapshot.raw, ensure_ascii=False),
        snapshot.origin,
    )


def snapshot_of(row: sqlite3.Row, *, checked: bool) -> Snapshot:
    """Return the snapshot that a row records; `checked` where its checksum must be there."""
    found = dict(row)
    if checked or "checksum" in found:
        made = checksum(*(found.get(name) for name in FIELDS))
        if made != found.get("checksum"):
            return _damaged(found)
    try:
        return _sound(found)
    except (ValueError, TypeError, LookupError):
        return _damaged(found)


def damage(manifest: Manifest, snapshots: Iterable[Snapshot]) -> str | None:
    """Say which record of a source is damaged, None where none is.

    While one is, nothing of its source serves: it may be the one that should, and another in its
    place would hide that.
    """
    for one in snapshots:
        if one.damaged and one.source == manifest.id:
            origin = "" if one.origin is None else f", imported from {one.origin},"
            return (
                f"the record of a stored snapshot{origin} was changed in lists.sqlite3 after it "
                "was written; import the file again"
            )
    return None


def _sound(found: Mapping[str, Any]) -> Snapshot:
    published, raw = found["published"], found.get("raw")
    return Snapshot(
        source=found["source"],
        sha256=found["sha256"],
        published=None if published is None else date.fromisoformat(published),
        retrieved=datetime.fromisoformat(found["retrieved"]),
        imported_on=date.fromisoformat(found["imported_on"]),
        partial=bool(found["partial"]),
        format=found["format"],
        records=found["records"],
        lists=json.loads(found["lists"]),
        report=json.loads(found["report"]),
        entries_sha256=found["entries_sha256"],
        raw={} if raw is None else json.loads(raw),
        origin=found.get("origin"),
    )


def _damaged(found: Mapping[str, Any]) -> Snapshot:
    try:
        raw = dict(json.loads(found["raw"]))
    except (ValueError, TypeError, LookupError):
        raw = {}
    return Snapshot(
        source=str(found.get("source")),
        sha256=str(found.get("sha256")),
        published=None,
        retrieved=datetime.min.replace(tzinfo=UTC),
        imported_on=date.min,
        partial=True,
        format="",
        records=0,
        lists={},
        report={},
        entries_sha256=str(found.get("entries_sha256")),
        raw=raw,
        origin=found.get("origin"),
        damaged=True,
    )
