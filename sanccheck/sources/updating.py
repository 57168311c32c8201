"""Update a source: ask the publisher, take in what is new, remember what was found.

What a publisher says of a file (a checksum, an ETag, the day of its last change) saves the
download; the digest of what comes saves a second reading. One process at a time updates a source.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sanccheck.dates import new_york_day
from sanccheck.errors import DownloadFailed, StoreDamaged, UsageError
from sanccheck.network.checksum import ask_checksum, has_checksum
from sanccheck.network.download import Validators, Wanted, download
from sanccheck.sources.checks import UPDATE, Checks, Failure, LastDownload
from sanccheck.sources.choosing import latest
from sanccheck.sources.importing import ImportRequest
from sanccheck.sources.locks import Lock
from sanccheck.sources.publications import compare_snapshots
from sanccheck.sources.store import damage
from sanccheck.sources.taking import take

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import httpx

    from sanccheck.sources.compare import Difference
    from sanccheck.sources.library import Library
    from sanccheck.sources.manifest import Manifest
    from sanccheck.sources.report import ImportReport
    from sanccheck.sources.store import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFetch:
    """A source to fetch: the addresses, where the file goes, and the lock on that place."""

    manifest: Manifest
    href: str
    checksum: str | None
    target: Path
    lock: Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What a publisher gave: not `changed` means that what is here is what it publishes.

    `checksum` is the one that it announces, where the file has it.
    """

    changed: bool
    validators: Validators
    checksum: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken in: no report where nothing is new.

    `difference` is against `before`, the copy that was in use, where there was one.
    """

    report: ImportReport | None = None
    before: Snapshot | None = None
    difference: Difference | None = None
    note: str | None = None


def to_fetch(library: Library, sources: tuple[str, ...]) -> tuple[ToFetch, ...]:
    """Return what to fetch: the sources named, else those that are screened by default.

    Raises:
        UsageError: when a source is not known or has no address to fetch from.
    """
    if sources:
        manifests = [library.manifest(source) for source in dict.fromkeys(sources)]
    else:
        enabled = library.enabled()
        manifests = [one for one in library.manifests if one.updates and one.id in enabled]
    return tuple(_item(library, manifest) for manifest in manifests)


def _item(library: Library, manifest: Manifest) -> ToFetch:
    file = manifest.updates
    if file is None:
        raise UsageError(
            f"'{manifest.id}' has no file to fetch: {manifest.address}; import one with "
            f"sanccheck lists import {manifest.id} FILE"
        )
    folder = library.home / "downloads" / manifest.id
    return ToFetch(
        manifest=manifest,
        href=file.href,
        checksum=file.checksum,
        target=folder / file.file,
        lock=Lock(folder / ".lock"),
    )


def fetch(
    client: httpx.Client,
    library: Library,
    item: ToFetch,
    progress: Callable[[int, int | None], None],
) -> Arrived:
    """Ask the publisher, and download what changed; the item's lock is held from here on.

    Raises:
        SourceError: when it cannot be had.
    """
    item.lock.take(lambda: progress(0, None))
    last = _known(library, item)
    hosts = item.manifest.redirect_hosts
    checksum, note = _announced(client, item)
    if last is not None and checksum is not None and last.checksum == checksum:
        known = Validators(etag=last.etag, last_modified=last.last_modified)
        return Arrived(changed=False, validators=known, checksum=checksum)
    known = Validators()
    if last is not None:
        known = Validators(etag=last.etag, last_modified=last.last_modified)
    found = download(
        client, Wanted(href=item.href, target=item.target, hosts=hosts, known=known), progress
    )
    if not found.changed:
        return Arrived(changed=False, validators=known, note=note)
    if checksum is not None and not has_checksum(item.target, checksum):
        note = (
            f"the file has not the checksum that the publisher announces ({checksum}); it was "
            "taken for what is in it, and will be downloaded again next time"
        )
        checksum = None
    return Arrived(changed=True, validators=found.validators, checksum=checksum, note=note)


def _announced(client: httpx.Client, item: ToFetch) -> tuple[str | None, str | None]:
    """Return the checksum that the publisher announces, or a note that it cannot be had."""
    if item.checksum is None:
        return None, None
    target = item.target.with_name(f".{item.target.name}.checksum")
    try:
        return ask_checksum(client, item.checksum, target, item.manifest.redirect_hosts), None
    except DownloadFailed as error:
        return None, f"the publisher's checksum could not be had: {error}"


def _known(library: Library, item: ToFetch) -> LastDownload | None:
    """Return what is known of the last download, None where its file is not here whole.

    A file that is no longer here must come again, changed or not.
    """
    last = Checks(library.store).downloads().get(item.manifest.id)
    if last is None or damage(item.manifest, library.store.records()) is not None:
        return None
    own = (one for one in _whole(library, item) if one.sha256 == last.sha256)
    return last if any(_is_sound(library, one) for one in own) else None


def _whole(library: Library, item: ToFetch) -> list[Snapshot]:
    return [
        one
        for one in library.store.snapshots()
        if one.source == item.manifest.id and not one.partial
    ]


def _is_sound(library: Library, snapshot: Snapshot) -> bool:
    try:
        library.store.open(snapshot)
    except StoreDamaged:
        return False
    return True


def settle(library: Library, item: ToFetch, arrived: Arrived, now: datetime) -> Taken:
    """Import what was fetched, unless it is the copy in use, and remember what was found.

    Raises:
        ListRefused: when the file is not accepted; the failure is remembered.
    """
    if not arrived.changed:
        _remember(library, item, arrived, now, None)
        return Taken(note=arrived.note)
    before = latest(_whole(library, item), new_york_day(now), own=False)
    # Only an import mends a damaged record, though the file be the same.
    sound = damage(item.manifest, library.store.records()) is None
    sound = sound and before is not None and _is_sound(library, before)
    with item.target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    report = None
    if not (sound and before is not None and before.sha256 == sha256):
        report = _import(library, item, now)
    item.target.unlink(missing_ok=True)
    _remember(library, item, arrived, now, sha256)
    if report is None or before is None or not sound:
        return Taken(report=report, note=arrived.note)
    after = next(one for one in reversed(_whole(library, item)) if one.sha256 == report.sha256)
    difference = compare_snapshots(library.store, before, after)
    return Taken(report=report, before=before, difference=difference, note=arrived.note)


def _import(library: Library, item: ToFetch, now: datetime) -> ImportReport:
    request = ImportRequest(
        manifest=item.manifest,
        path=item.target,
        published=None,
        partial=False,
        today=new_york_day(now),
        retrieved=now,
        origin=item.href,
    )
    return take(library.store, request, UPDATE)


def _remember(
    library: Library, item: ToFetch, arrived: Arrived, now: datetime, sha256: str | None
) -> None:
    """Remember a check; where nothing changed, what is known of the file stays."""
    checks, source = Checks(library.store), item.manifest.id
    last = checks.downloads().get(source)
    if sha256 is None and last is not None:
        checks.succeeded(source, replace(last, checked=now, note=arrived.note))
        return
    checks.succeeded(
        source,
        LastDownload(
            checked=now,
            etag=arrived.validators.etag,
            last_modified=arrived.validators.last_modified,
            checksum=arrived.checksum,
            sha256=sha256,
            note=arrived.note,
        ),
    )


def failed(library: Library, item: ToFetch, why: str, now: datetime) -> None:
    """Remember that the publisher's file could not be had."""
    Checks(library.store).failed_if_possible(
        item.manifest.id, Failure(moment=now, command=UPDATE, origin=item.href, why=why)
    )
