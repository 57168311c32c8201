"""The catalogue of snapshots under SANCCHECK_HOME: immutable files, one SQLite table of them.

    lists.sqlite3                   the catalogue
    snapshots/<sha256>.entries      the entries of a snapshot (see entries_file.py)
    raw/<sha256>.z                  a file as it was published, compressed
    derived/<key>/<name>            what is made from them, to start faster

A snapshot's file is written whole, under the name of its own sha256, before the catalogue names
it, so that whatever is cut off in between leaves the catalogue as it was. Nothing is rewritten.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import sqlite3
import zlib
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sanccheck.errors import SourceError, StoreDamaged
from sanccheck.sources.atomic import write_atomically
from sanccheck.sources.catalogue import (
    CHECKED_SINCE,
    CHECKSUM,
    FIELDS,
    MIGRATIONS,
    Snapshot,
    checksum,
    damage,
    snapshot_of,
    values_of,
)
from sanccheck.sources.entries_file import EntriesFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sanccheck.sources.served import Pinned

__all__ = ["Snapshot", "Store", "damage"]

_WAIT_SECONDS = 20
_RAW_LEVEL = 1  # a third larger than at 6, in half the time


class Store:
    """A home folder; it need not exist, and a read-only one can be read."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._catalogue = home / "lists.sqlite3"
        self._snapshots = home / "snapshots"

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Return every snapshot whose record is sound, oldest import first."""
        return tuple(one for one in self.records() if not one.damaged)

    def records(self) -> tuple[Snapshot, ...]:
        """Return every snapshot, damaged ones too, oldest import first; none without a home.

        Raises:
            StoreDamaged: when the catalogue cannot be read.
        """
        with self.reading() as database:
            if database is None:
                return ()
            checked = self.version(database) >= CHECKED_SINCE
            database.row_factory = sqlite3.Row
            rows = database.execute("SELECT * FROM snapshot ORDER BY id").fetchall()
        return tuple(snapshot_of(row, checked=checked) for row in rows)

    def choices(self) -> dict[str, bool]:
        """Return the sources that the user enabled or disabled."""
        with self.reading() as database:
            if database is None:
                return {}
            rows = database.execute("SELECT source, enabled FROM choice").fetchall()
        return {source: bool(enabled) for source, enabled in rows}

    def stood(self, pinned: Pinned | None) -> tuple[tuple[Snapshot, ...], Mapping[str, bool]]:
        """Return the snapshots that may serve and the user's choices, of now or as pinned."""
        snapshots = self.records()
        if pinned is None:
            return snapshots, self.choices()
        kept = tuple(one for one in snapshots if (one.source, one.sha256) in pinned.snapshots)
        return kept, pinned.choices

    def choose(self, source: str, *, enabled: bool) -> None:
        """Remember that a source is screened by default, or not."""
        with self.writing() as database:
            database.execute(
                "INSERT INTO choice VALUES (?, ?)"
                " ON CONFLICT (source) DO UPDATE SET enabled = excluded.enabled",
                (source, int(enabled)),
            )

    def add(self, snapshot: Snapshot, *, dated_by_itself: bool = False) -> None:
        """Name a snapshot, whose entries file is in place, in the catalogue.

        The same bytes imported again take the place of the import of them as of the same day, or
        of no day: two days that were given for them both stay. Of bytes that are `dated_by_itself`
        there is one day.
        """
        values = values_of(snapshot)
        with self.writing() as database:
            replaced = database.execute(
                "DELETE FROM snapshot WHERE source = ? AND sha256 = ? AND partial = ?"
                " AND (? OR published IS NULL OR published = ?) RETURNING entries_sha256",
                (*values[:2], int(snapshot.partial), int(dated_by_itself), values[2]),
            ).fetchall()
            replaced += _mend(database, snapshot)
            database.execute(
                f"INSERT INTO snapshot ({', '.join(FIELDS)}, checksum)"  # noqa: S608 - our names
                f" VALUES ({'?, ' * len(FIELDS)}?)",
                (*values, checksum(*values)),
            )
        self.discard((entries_sha256 for (entries_sha256,) in replaced), ())

    def discard(self, entries: Iterable[str], raw: Iterable[str]) -> None:
        """Remove files, by their sha256, that no record names, where that can be done.

        What an import that failed leaves, or one that took the place of another, would else look
        as if its record were lost.
        """
        with contextlib.suppress(SourceError, OSError):
            named = self.named_files(self.records())
            paths = {self.entries_path(one) for one in entries} | {
                self.raw_path(one) for one in raw
            }
            for path in paths - named:
                path.unlink(missing_ok=True)

    def named_files(self, snapshots: Iterable[Snapshot]) -> set[Path]:
        """Return the files that records name."""
        named: set[Path] = set()
        for one in snapshots:
            named.add(self.entries_path(one.entries_sha256))
            named.update(self.raw_path(sha256) for sha256 in one.raw.values())
        return named

    def keep_raw(self, data: bytes, sha256: str) -> str:
        """Keep a published file, compressed, under its own sha256, which is returned."""
        path = self.raw_path(sha256)
        if not self._is_kept(sha256):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, zlib.compress(data, _RAW_LEVEL))
            except OSError as error:
                raise self._not_writable(error) from None
        return sha256

    def _is_kept(self, sha256: str) -> bool:
        """Say whether a published file is here whole; a damaged one is mended by keeping it."""
        try:
            self.raw(sha256)
        except StoreDamaged:
            return False
        return True

    def raw(self, sha256: str) -> bytes:
        """Return a published file as it was.

        Raises:
            StoreDamaged: when it is gone or is not what was kept.
        """
        path = self.raw_path(sha256)
        try:
            data = zlib.decompress(path.read_bytes())
        except (OSError, zlib.error) as error:
            raise StoreDamaged(f"{path}: cannot be read ({error})") from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreDamaged(f"{path}: is damaged (its sha256 is not the one recorded)")
        return data

    def raw_path(self, sha256: str) -> Path:
        """Return where the published file with that sha256 stands."""
        return self.home / "raw" / f"{sha256}.z"

    def entries_path(self, entries_sha256: str) -> Path:
        """Return where the entries file with that sha256 stands."""
        return self._snapshots / f"{entries_sha256}.entries"

    def files(self) -> tuple[Path, ...]:
        """Return every file kept here: as published, and of entries."""
        return (
            *sorted((self.home / "raw").glob("*.z")),
            *sorted(self._snapshots.glob("*.entries")),
        )

    @contextmanager
    def entries_file(self) -> Iterator[tuple[BinaryIO, Callable[[str], None]]]:
        """Open a new entries file; it is kept only if its sha256 is handed to the callback."""
        import tempfile

        kept: list[str] = []
        temporary: Path | None = None
        try:
            self._snapshots.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._snapshots)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as file:
                yield file, kept.append
                file.flush()
                os.fsync(file.fileno())
            if kept:
                temporary.replace(self.entries_path(kept[0]))
        except OSError as error:
            raise self._not_writable(error) from None
        finally:
            if temporary is not None:
                temporary.unlink(missing_ok=True)

    def open(self, snapshot: Snapshot) -> EntriesFile:
        """Read a snapshot's entries file and check its sha256.

        Raises:
            StoreDamaged: when the file is gone or is not what was written.
        """
        path = self.entries_path(snapshot.entries_sha256)
        try:
            with path.open("rb") as file:
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except OSError as error:
            raise StoreDamaged(f"{path}: cannot be read ({error.strerror})") from None
        except ValueError:
            raise StoreDamaged(f"{path}: is empty") from None
        return EntriesFile(data, snapshot.entries_sha256, str(path))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Open the catalogue to read; None where there is none yet.

        It is opened for writing where it may be: what a process left undone that was killed while
        it wrote is undone by the next one that opens it, and a read-only one cannot do that.
        """
        if not self._catalogue.is_file():
            yield None
            return
        try:
            with closing(self._connect("mode=rw")) as database:
                if self.version(database) == 0:
                    yield None
                else:
                    yield database
        except sqlite3.Error as error:
            raise self._damaged(error) from None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open the catalogue for a change that is made whole, when the block ends well, or not."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with closing(self._connect("mode=rwc")) as database:
                database.create_function(CHECKSUM, len(FIELDS), checksum, deterministic=True)
                database.execute("BEGIN IMMEDIATE")
                version = self.version(database)
                for number, script in enumerate(MIGRATIONS[version:], version + 1):
                    for statement in script.split(";"):
                        database.execute(statement)
                    database.execute(f"PRAGMA user_version = {number}")
                yield database
                database.execute("COMMIT")
        except OSError as error:
            raise self._not_writable(error) from None
        except sqlite3.OperationalError as error:
            raise SourceError(
                f"{self._catalogue}: cannot be written ({error}); nothing was changed"
            ) from None
        except sqlite3.Error as error:
            raise self._damaged(error) from None

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self._catalogue.resolve().as_uri()}?{mode}",
            uri=True,
            timeout=_WAIT_SECONDS,
            isolation_level=None,
        )

    def version(self, database: sqlite3.Connection) -> int:
        """Return the version of the catalogue's tables, 0 before there are any.

        Raises:
            StoreDamaged: when it is of a later program.
        """
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise StoreDamaged(
                f"{self._catalogue}: was written by a newer sanccheck; update this one"
            )
        return version

    def _not_writable(self, error: OSError) -> SourceError:
        return SourceError(
            f"{self.home}: cannot be written ({error.strerror}); nothing was changed; set "
            "SANCCHECK_HOME to a folder that can"
        )

    def _damaged(self, error: sqlite3.Error) -> StoreDamaged:
        return StoreDamaged(
            f"{self._catalogue}: cannot be used ({error}); move it away and import the lists again"
        )


def _mend(database: sqlite3.Connection, snapshot: Snapshot) -> list[tuple[str]]:
    """Remove the damaged records that a snapshot takes the place of; return their entries files.

    They are those of the same file, and where it is whole those of the same source: nothing can
    tell what they were of.
    """
    cursor = database.cursor()
    cursor.row_factory = sqlite3.Row
    gone = []
    for row in cursor.execute("SELECT * FROM snapshot").fetchall():
        one = snapshot_of(row, checked=True)
        same_file = snapshot.entries_sha256 == one.entries_sha256 or snapshot.raw == one.raw
        same_source = one.source == snapshot.source and not snapshot.partial
        if one.damaged and (same_file or same_source):
            database.execute("DELETE FROM snapshot WHERE id = ?", (row["id"],))
            gone.append((one.entries_sha256,))
    return gone
