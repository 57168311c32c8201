"""How the last check of each source went, and what was refused or failed since.

A check that succeeds asked the publisher and has what it publishes. A failure stays until a later
import of that source succeeds; that of an update also until a later check does.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sanccheck.errors import SourceError

if TYPE_CHECKING:
    from sanccheck.sources.store import Store

IMPORT, UPDATE = "import", "update"
_SINCE = 4  # the version of the catalogue from which there are the tables


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDownload:
    """What the last successful check of a source found.

    `etag` and `last_modified` are as the server wrote them; `checksum` is the one that the
    publisher announced, where the file has it; `note` is what the user should know of it.
    """

    checked: datetime
    etag: str | None = None
    last_modified: str | None = None
    checksum: str | None = None
    sha256: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What was refused or failed: when, by which command, of which file or address, and why."""

    moment: datetime
    command: str
    origin: str
    why: str


class Checks:
    """The part of a store's catalogue that remembers how checks went."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def downloads(self) -> dict[str, LastDownload]:
        """Return the last successful check of each source."""
        rows = self._rows(
            "SELECT source, checked, etag, last_modified, checksum, sha256, note FROM download"
        )
        return {
            str(source): LastDownload(
                checked=datetime.fromisoformat(str(checked)),
                etag=etag,
                last_modified=last_modified,
                checksum=checksum,
                sha256=sha256,
                note=note,
            )
            for source, checked, etag, last_modified, checksum, sha256, note in rows
        }

    def failures(self) -> dict[str, Failure]:
        """Return the last failure of each source that nothing has settled since."""
        return {
            str(source): Failure(
                moment=datetime.fromisoformat(str(moment)),
                command=str(command),
                origin=str(origin),
                why=str(why),
            )
            for source, moment, command, origin, why in self._rows(
                "SELECT source, moment, command, origin, why FROM failure"
            )
        }

    def succeeded(self, source: str, last: LastDownload) -> None:
        """Remember a check that succeeded; an update that failed before is settled."""
        with self._store.writing() as database:
            database.execute(
                "INSERT OR REPLACE INTO download"
                " (source, checked, etag, last_modified, checksum, sha256, note)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    source,
                    last.checked.isoformat(timespec="seconds"),
                    last.etag,
                    last.last_modified,
                    last.checksum,
                    last.sha256,
                    last.note,
                ),
            )
            database.execute(
                "DELETE FROM failure WHERE source = ? AND command = ?", (source, UPDATE)
            )

    def failed(self, source: str, failure: Failure) -> None:
        """Remember a failure; one that was remembered before gives way."""
        with self._store.writing() as database:
            database.execute(
                "INSERT OR REPLACE INTO failure (source, moment, command, origin, why)"
                " VALUES (?, ?, ?, ?, ?)",
                (
                    source,
                    failure.moment.isoformat(timespec="seconds"),
                    failure.command,
                    failure.origin,
                    failure.why,
                ),
            )

    def failed_if_possible(self, source: str, failure: Failure) -> None:
        """Remember a failure, unless that fails too (a full disk); what failed is told anyway."""
        with contextlib.suppress(SourceError):
            self.failed(source, failure)

    def settled(self, source: str) -> None:
        """Forget the failure of a source, where there is one."""
        if source in self.failures():
            with self._store.writing() as database:
                database.execute("DELETE FROM failure WHERE source = ?", (source,))

    def _rows(self, query: str) -> list[tuple[str | None, ...]]:
        with self._store.reading() as database:
            if database is None or self._store.version(database) < _SINCE:
                return []
            return database.execute(query).fetchall()
