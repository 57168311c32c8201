"""The state of a source on a day, for people and for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanccheck.dates import new_york_day
from sanccheck.model.lists import Covers, ListState, NotScreened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sanccheck.sources.checks import Failure, LastDownload
    from sanccheck.sources.manifest import Checked, Download, Manifest
    from sanccheck.sources.store import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStatus:
    """How one legal list of a source would serve a day; `state` as of a source."""

    list: str
    state: str
    published: date | None
    entries: int
    embedded: bool
    age_days: int | None
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "list": self.list,
            "state": self.state,
            "published": _iso(self.published),
            "entries": self.entries,
            "embedded": self.embedded,
            "age_days": self.age_days,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """How a source would serve a day.

    `state` is fresh, stale, partial, reconstructed, missing (nothing serves) or unusable (what is
    stored cannot be read, or does not serve the day); `why` says more where it does not serve.
    `age_days` are the days from the publication (of an embedded list, from its last verification)
    to the day, beside `max_age_days`; `checked` is when the publisher was last asked and had
    nothing newer than what is here, `checked_days` the days since; `failure` what has been refused
    or failed since. `origin` is the address or path of the file that serves.
    `lists` counts the entries on each list that serves, `missing` names those that do not.
    """

    source: str
    title: str
    publisher: str
    official: bool
    rhythm: str
    max_age_days: int
    state: str
    enabled: bool
    embedded: bool
    published: date | None
    retrieved: datetime | None
    origin: str | None
    sha256: str | None
    entries: int
    lists: dict[str, int]
    list_states: tuple[ListStatus, ...]
    missing: dict[str, str]
    stale: bool
    age_days: int | None
    covers: Covers | None
    why: str | None
    snapshots: int
    downloads: tuple[Download, ...]
    remedy: str
    checked: datetime | None = None
    checked_days: int | None = None
    note: str | None = None
    failure: Failure | None = None
    kind: str = "official"

    @property
    def stands_fresh(self) -> bool:
        """Whether each of its lists serves the day from a fresh, whole snapshot."""
        return self.state == "fresh" and not self.missing and self.failure is None

    @property
    def address(self) -> str:
        """The official address of the file to load."""
        return self.downloads[0].href

    def to_dict(self) -> dict[str, Any]:
        """Return the status as plain values for JSON."""
        covers, failure = self.covers, self.failure
        return {
            "source": self.source,
            "title": self.title,
            "publisher": self.publisher,
            "official": self.official,
            "kind": self.kind,
            "state": self.state,
            "enabled": self.enabled,
            "embedded": self.embedded,
            "published": _iso(self.published),
            "retrieved": _iso(self.retrieved),
            "origin": self.origin,
            "sha256": self.sha256,
            "entries": self.entries,
            "lists": self.lists,
            "list_states": [one.to_dict() for one in self.list_states],
            "missing": self.missing,
            "stale": self.stale,
            "rhythm": self.rhythm,
            "age_days": self.age_days,
            "max_age_days": self.max_age_days,
            "covers": None
            if covers is None
            else {"from": _iso(covers.start), "until": _iso(covers.until)},
            "why": self.why,
            "snapshots": self.snapshots,
            "address": self.address,
            "addresses": [
                _address(one, one.checked) for one in self.downloads if one.checked is not None
            ],
            "remedy": self.remedy,
            "checked": _iso(self.checked),
            "checked_days": self.checked_days,
            "note": self.note,
            "last_failure": None if failure is None else failure.why,
            "failed_at": None if failure is None else _iso(failure.moment),
            "failed_command": None if failure is None else failure.command,
            "failed_origin": None if failure is None else failure.origin,
        }


def _iso(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()


def _address(file: Download, checked: Checked) -> dict[str, Any]:
    return {
        "file": file.file,
        "href": file.href,
        "checksum": file.checksum,
        "checked_on": _iso(checked.on),
        "against": checked.against,
        "seen_live": checked.seen_live,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows of a source: its snapshots, and how it was last checked."""

    snapshots: Sequence[Snapshot]
    enabled: bool
    download: LastDownload | None = None
    failure: Failure | None = None


def status_of(
    manifest: Manifest, lists: Sequence[ListState | NotScreened], known: Known, as_of: date
) -> SourceStatus:
    """Put the states of a source's lists on a day together."""
    serving = [one for one in lists if isinstance(one, ListState)]
    missing = [one for one in lists if isinstance(one, NotScreened)]
    best = serving[0] if serving else None
    snapshot = _serves(best, known.snapshots)
    catch_all = {one.id for one in manifest.lists if one.rule.catch_all}
    shown = [one for one in lists if one.list not in catch_all or _holds_entries(one)]
    download = known.download
    return SourceStatus(
        source=manifest.id,
        title=manifest.title,
        publisher=manifest.publisher,
        official=manifest.official,
        rhythm=manifest.rhythm,
        max_age_days=manifest.max_age_days,
        state=_state(best, known.snapshots),
        enabled=known.enabled,
        embedded=best is not None and best.embedded,
        published=None if best is None else best.published,
        retrieved=None if snapshot is None else snapshot.retrieved,
        origin=None if snapshot is None else snapshot.origin,
        sha256=None if best is None else best.sha256,
        entries=_entries(best, snapshot),
        lists={one.list: one.entries for one in shown if isinstance(one, ListState)},
        list_states=tuple(_list_status(one, known.snapshots, as_of) for one in shown),
        missing={one.list: one.why for one in missing if one.list not in catch_all},
        stale=best is None or best.stale,
        age_days=_age(best, as_of),
        covers=None if best is None else best.covers,
        why=None if best is not None or not missing else missing[0].why,
        snapshots=len(known.snapshots),
        downloads=manifest.downloads,
        remedy=missing[0].remedy if manifest.records_max == 0 else _remedy(manifest),
        checked=None if download is None else download.checked,
        checked_days=None if download is None else (as_of - new_york_day(download.checked)).days,
        note=None if download is None else download.note,
        failure=known.failure,
        kind=manifest.kind,
    )


def _holds_entries(one: ListState | NotScreened) -> bool:
    return isinstance(one, ListState) and one.entries > 0


def _serves(best: ListState | None, snapshots: Sequence[Snapshot]) -> Snapshot | None:
    if best is None or best.embedded:
        return None
    own = (
        one
        for one in reversed(snapshots)
        if (one.sha256, one.published) == (best.sha256, best.published)
        and one.partial is (best.partial and best.newer_part is None)
    )
    return next(own, None)


def _list_status(
    one: ListState | NotScreened, snapshots: Sequence[Snapshot], as_of: date
) -> ListStatus:
    state = one if isinstance(one, ListState) else None
    return ListStatus(
        list=one.list,
        state=_state(state, snapshots),
        published=None if state is None else state.published,
        entries=0 if state is None else state.entries,
        embedded=state is not None and state.embedded,
        age_days=_age(state, as_of),
        why=one.why if isinstance(one, NotScreened) else None,
    )


def _age(state: ListState | None, as_of: date) -> int | None:
    """Return the days from the last day of which a list speaks to the day asked."""
    if state is None:
        return None
    covers = state.covers
    last = state.published if covers is None or covers.until is None else covers.until
    return None if last is None else (as_of - last).days


def _remedy(manifest: Manifest) -> str:
    if not manifest.formats:
        return "this list comes with the program: install a newer sanccheck"
    by_hand = f"sanccheck lists import {manifest.id} {manifest.downloads[0].file}"
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
