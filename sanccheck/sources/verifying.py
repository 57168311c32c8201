"""Verify what is stored: every file is what was written, and reads as it did."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sanccheck.errors import SanccheckError, StoreDamaged
from sanccheck.parse.open_file import Loaded, read_files
from sanccheck.parse.parsed import Tally
from sanccheck.sources.entries_file import EntriesWriter
from sanccheck.sources.store import damage
from sanccheck.sources.undescribed import remedy, undescribed, why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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


def verify_all(
    store: Store, manifests: Iterable[Manifest], snapshots: Sequence[Snapshot], source: str | None
) -> Iterator[Verified]:
    """Verify the snapshots of a source; with None all, and each file that none of them names."""
    by_id = {manifest.id: manifest for manifest in manifests}
    for snapshot in snapshots:
        if source in {None, snapshot.source}:
            yield verify(store, by_id.get(snapshot.source), snapshot)
    if source is None:
        yield from _without_record(store, snapshots)


def verify(store: Store, manifest: Manifest | None, snapshot: Snapshot) -> Verified:
    """Re-hash a snapshot and the files that it was read from, and read them again.

    `manifest` is None where none describes its source.
    """
    (stands_for,) = (manifest,) if manifest is not None else undescribed([snapshot], ())
    damaged = damage(stands_for, [snapshot])
    if damaged is not None:
        return _say(snapshot, DAMAGED, damaged)
    try:
        store.open(snapshot)
        files = {name: store.raw(sha256) for name, sha256 in snapshot.raw.items()}
    except StoreDamaged as error:
        return _say(snapshot, DAMAGED, str(error))
    if manifest is None:
        return _say(snapshot, UNDESCRIBED, f"{why(stands_for)}; {remedy(stands_for)}")
    if not files:
        return _say(snapshot, NO_RAW)
    try:
        otherwise = "; ".join(_read_again(manifest, files, snapshot))
    except SanccheckError as error:
        return _say(snapshot, OTHERWISE, str(error))
    return _say(snapshot, OTHERWISE, otherwise) if otherwise else _say(snapshot, OK)


def _without_record(store: Store, snapshots: Iterable[Snapshot]) -> Iterator[Verified]:
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


def _read_again(manifest: Manifest, files: dict[str, bytes], snapshot: Snapshot) -> Iterator[str]:
    """Read published files again, and yield what is other than their record says."""
    loaded = Loaded(files=files, where=f"the file kept of {manifest.id}")
    expected = replace(manifest.expected, partial=snapshot.partial)
    reading, tally = read_files(loaded, expected).reading, Tally()
    writer = EntriesWriter(io.BytesIO())
    for entry in reading.entries(manifest.rules, tally):
        writer.add(entry)
    if writer.close() != snapshot.entries_sha256:
        yield "its entries are others than those stored"
    # A publisher may date its file a day ahead of New York; it is then recorded as of its import.
    if reading.published is not None:
        published = min(reading.published, snapshot.imported_on)
        if published != snapshot.published:
            yield f"it was published on {published}, and is recorded as of {snapshot.published}"
    if not snapshot.partial and reading.missing:
        yield f"it is a part, and is recorded as whole; missing: {', '.join(reading.missing)}"
    if tally.records != snapshot.records:
        yield f"it holds {tally.records} records, and {snapshot.records} are recorded"
    # A list that this version added, and that nothing is on, is no difference.
    now, then = (
        {list_id: count for list_id, count in counts.items() if count}
        for counts in (tally.lists, snapshot.lists)
    )
    for list_id in sorted(now.keys() | then.keys()):
        if now.get(list_id) != then.get(list_id):
            yield (
                f"it holds {now.get(list_id, 0)} entries of {list_id}, and "
                f"{then.get(list_id, 0)} are recorded"
            )
