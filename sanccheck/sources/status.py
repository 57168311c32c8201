"""The state of a source on a day, for people and for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanccheck.model.lists import Covers, ListState, NotScreened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sanccheck.sources.manifest import Manifest
    from sanccheck.sources.store import LastDownload, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """How a source would serve a day.

    `state` is fresh, stale, reconstructed, missing (nothing serves) or unusable (what is stored
    cannot be read, or does not serve the day); `why` says more where it does not serve.
    `checked` is when the publisher was last asked, `last_failure` what went wrong then.
    `lists` counts the entries on each list that serves, `missing` names those that do not.
    """

    source: str
    title: str
    publisher: str
    state: str
    enabled: bool
    embedded: bool
    published: date | None
    retrieved: datetime | None
    sha256: str | None
    entries: int
    lists: dict[str, int]
    missing: dict[str, str]
    stale: bool
    covers: Covers | None
    why: str | None
    snapshots: int
    address: str
    remedy: str
    checked: datetime | None = None
    last_failure: str | None = None
    kind: str = "official"

    def to_dict(self) -> dict[str, Any]:
        """Return the status as plain values for JSON."""
        covers = self.covers
        return {
            "source": self.source,
            "title": self.title,
            "publisher": self.publisher,
            "kind": self.kind,
            "state": self.state,
            "enabled": self.enabled,
            "embedded": self.embedded,
            "published": _iso(self.published),
            "retrieved": _iso(self.retrieved),
            "sha256": self.sha256,
            "entries": self.entries,
            "lists": self.lists,
            "missing": self.missing,
            "stale": self.stale,
            "covers": None
            if covers is None
            else {"from": _iso(covers.start), "until": _iso(covers.until)},
            "why": self.why,
            "snapshots": self.snapshots,
            "address": self.address,
            "remedy": self.remedy,
            "checked": _iso(self.checked),
            "last_failure": self.last_failure,
        }


def _iso(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()


def status_of(
    manifest: Manifest,
    lists: Sequence[ListState | NotScreened],
    *,
    snapshots: Sequence[Snapshot],
    enabled: bool,
    download: LastDownload | None = None,
) -> SourceStatus:
    """Put the states of a source's lists on a day together."""
    serving = [one for one in lists if isinstance(one, ListState)]
    missing = [one for one in lists if isinstance(one, NotScreened)]
    best = serving[0] if serving else None
    snapshot = None
    if best is not None and not best.embedded:
        snapshot = next(
            (
                one
                for one in reversed(snapshots)
                if one.sha256 == best.sha256 and one.partial is best.partial
            ),
            None,
        )
    catch_all = {one.id for one in manifest.lists if one.rule.catch_all}
    official = manifest.downloads[0]
    return SourceStatus(
        source=manifest.id,
        title=manifest.title,
        publisher=manifest.publisher,
        state=_state(best, snapshots),
        enabled=enabled,
        embedded=best is not None and best.embedded,
        published=None if best is None else best.published,
        retrieved=None if snapshot is None else snapshot.retrieved,
        sha256=None if best is None else best.sha256,
        entries=_entries(best, snapshot),
        lists={
            one.list: one.entries for one in serving if one.entries or one.list not in catch_all
        },
        missing={one.list: one.why for one in missing if one.list not in catch_all},
        stale=best is None or best.stale,
        covers=None if best is None else best.covers,
        why=None if best is not None or not missing else missing[0].why,
        snapshots=len(snapshots),
        address=official.href,
        remedy=_remedy(manifest, official.file),
        checked=None if download is None else download.checked,
        last_failure=None if download is None else download.failed,
        kind=manifest.kind,
    )


def _remedy(manifest: Manifest, file: str) -> str:
    by_hand = f"sanccheck lists import {manifest.id} {file}"
    if manifest.update is None:
        return by_hand
    return f"sanccheck lists update {manifest.id}, or without a network {by_hand}"


def _state(best: ListState | None, snapshots: Sequence[Snapshot]) -> str:
    if best is None:
        return "unusable" if snapshots else "missing"
    if best.partial:
        return "partial"
    if best.reconstructed:
        return "reconstructed"
    return "stale" if best.stale else "fresh"


def _entries(best: ListState | None, snapshot: Snapshot | None) -> int:
    if snapshot is not None:
        return snapshot.records
    return 0 if best is None else best.entries
