"""Verify what is stored: every file is what was written, and reads as it did."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sanccheck.errors import SanccheckError, StoreDamaged
from sanccheck.parse.open_file import Loaded, read_files
from sanccheck.parse.parsed import Tally
from sanccheck.sources.entries_file import EntriesWriter
from sanccheck.sources.undescribed import remedy, undescribed, why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sanccheck.sources.manifest import Manifest
    from sanccheck.sources.store import Snapshot, Store

OK, DAMAGED, OTHERWISE, NO_RAW = "ok", "damaged", "reads otherwise", "no published file kept"
UNDESCRIBED, NO_RECORD = "not described", "no record"
_FAILS = frozenset({DAMAGED, OTHERWISE, UNDESCRIBED, NO_RECORD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How a snapshot stands, or a file (by its path in the home) that no snapshot's record names.

    `state` is ok; damaged (a file is gone or is not what was written); "reads otherwise" (this
    version of the program makes other entries of the published file); "not described" (no
    manifest is of its source, so that it cannot be screened); "no record", of a file; or "no
    published file kept", where only the entries could be verified.
    """

    source: str | None
    published: date | None
    sha256: str
    state: str
    why: str | None = None
    file: str | None = None

    @property
    def fails(self) -> bool:
        """Say whether something must be mended."""
        return self.state in _FAILS

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "source": self.source,
            "published": None if self.published is None else self.published.isoformat(),
            "sha256": self.sha256,
            "state": self.state,
            "why": self.why,
            "file": self.file,
        }


def verify(store: Store, manifest: Manifest | None, snapshot: Snapshot) -> Verified:
    """Re-hash a snapshot and the files that it was read from, and read them again.

    `manifest` is None where none describes its source.
    """
    try:
        store.open(snapshot)
        files = {name: store.raw(sha256) for name, sha256 in snapshot.raw.items()}
    except StoreDamaged as error:
        return _say(snapshot, DAMAGED, str(error))
    if manifest is None:
        (lost,) = undescribed([snapshot], ())
        return _say(snapshot, UNDESCRIBED, f"{why(lost)}; {remedy(lost)}")
    if not files:
        return _say(snapshot, NO_RAW)
    try:
        made = _entries_sha256(manifest, files, partial=snapshot.partial)
    except SanccheckError as error:
        return _say(snapshot, OTHERWISE, str(error))
    return _say(snapshot, OK if made == snapshot.entries_sha256 else OTHERWISE)


def without_record(store: Store, snapshots: Iterable[Snapshot]) -> Iterator[Verified]:
    """Yield each file in the store that no record names: all of them where the catalogue is lost.

    A process that was killed between keeping a file and recording it leaves one too.
    """
    named = store.named_files(snapshots)
    for path in store.files():
        if path not in named:
            yield Verified(
                source=None,
                published=None,
                sha256=path.stem,
                state=NO_RECORD,
                why="nothing in lists.sqlite3 names it, so that it is not screened: import the "
                "lists again, then remove it if it is still named here",
                file=path.relative_to(store.home).as_posix(),
            )


def _say(snapshot: Snapshot, state: str, why: str | None = None) -> Verified:
    return Verified(
        source=snapshot.source,
        published=snapshot.published,
        sha256=snapshot.sha256,
        state=state,
        why=why,
    )


def _entries_sha256(manifest: Manifest, files: dict[str, bytes], *, partial: bool) -> str:
    """Read published files again and return the sha256 of the entries file that they make."""
    loaded = Loaded(files=files, where=f"the file kept of {manifest.id}")
    reading = read_files(loaded, replace(manifest.expected, partial=partial)).reading
    writer = EntriesWriter(io.BytesIO())
    for entry in reading.entries(manifest.rules, Tally()):
        writer.add(entry)
    return writer.close()
