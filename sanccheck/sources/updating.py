"""What an update of the lists is made of: what to fetch, and what to do with what was fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sanccheck.sources.store import LastDownload

if TYPE_CHECKING:
    from datetime import datetime

    from sanccheck.sources.library import Library
    from sanccheck.sources.report import ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFetch:
    """A source to fetch: the address, where the file goes, and how the last download went."""

    source: str
    href: str
    hosts: frozenset[str]
    target: Path
    last: LastDownload | None


def to_fetch(library: Library, sources: tuple[str, ...]) -> tuple[ToFetch, ...]:
    """Return what to fetch: the sources named, else those that are screened by default.

    Raises:
        UsageError: when a source is not known or has no address to fetch from.
    """
    found = []
    for manifest in library.to_update(sources):
        href = manifest.updates_from
        assert href is not None
        last = library.last_download(manifest.id)
        serves = library.holds(manifest.id, None if last is None else last.sha256)
        found.append(
            ToFetch(
                source=manifest.id,
                href=href,
                hosts=manifest.redirect_hosts,
                target=library.home / "downloads" / manifest.id / str(manifest.update),
                # A file that is no longer here must come again, changed or not.
                last=last if serves else None,
            )
        )
    return tuple(found)


def take_in(
    library: Library, item: ToFetch, validators: tuple[str | None, str | None], now: datetime
) -> ImportReport:
    """Import what was fetched, and remember what the server said of it.

    Raises:
        ListRefused: when the file is not accepted; the failure is remembered.
    """
    report = library.import_file(
        item.source, item.target, published=None, partial=False, retrieved=now
    )
    etag, last_modified = validators
    library.note_download(
        item.source,
        LastDownload(checked=now, etag=etag, last_modified=last_modified, sha256=report.sha256),
    )
    item.target.unlink(missing_ok=True)
    return report


def unchanged(library: Library, item: ToFetch, now: datetime) -> None:
    """Remember that the server had nothing newer."""
    assert item.last is not None
    library.note_download(item.source, replace(item.last, checked=now, failed=None))


def failed(library: Library, item: ToFetch, why: str, now: datetime) -> None:
    """Remember a failure beside what is known of the last file that was accepted."""
    last = library.last_download(item.source) or LastDownload(checked=now)
    library.note_download(item.source, replace(last, checked=now, failed=why))
