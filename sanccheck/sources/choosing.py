"""Choose what serves a list on a day, and say why nothing does.

1. On a day before the list began (`exists_from`), nothing; and a snapshot published before
   then does not carry it.
2. Of the official snapshots, the latest published on or before the day; else the latest without
   a published date that was imported on or before the day; else the earliest published after the
   day (`reconstructed`: what was removed in between is not in it).
3. Where no official snapshot serves, the embedded list, from its first covered day.

4. Where none of these does, a partial snapshot, chosen as in 2, else an embedded part, and marked:
   its hits count, and finding nothing in it shows nothing.

Beside a whole publication the latest part of a newer one by the day is screened too. The list is
then marked as a part: what else the newer publication brought is not here, so finding nothing
shows nothing.

A snapshot without a published date serves no day before its import, because nothing shows that it
existed then, and it is always stale. Of an own list it is taken as of the day of its import.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sanccheck.model.lists import ListState, NotScreened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sanccheck.sources.manifest import CarriedList, Embedded, Manifest
    from sanccheck.sources.store import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What serves a list on a day: a stored snapshot, or else the embedded list."""

    manifest: Manifest
    carried: CarriedList
    snapshot: Snapshot | None = None
    embedded: Embedded | None = None
    reconstructed: bool = False

    @property
    def partial(self) -> bool:
        """Say whether only a part of the list is there."""
        if self.snapshot is not None:
            return self.snapshot.partial
        return self.embedded is not None and self.embedded.partial

    @property
    def last_day(self) -> date | None:
        """The last day of which this speaks: that of its publication, or of its verification."""
        if self.snapshot is not None:
            return self.snapshot.published
        return None if self.embedded is None else self.embedded.covers.until

    def rank(self, as_of: date) -> tuple[bool, bool, bool, int, int]:
        """Say how well this serves a day, the lowest the best: whole, of its time, fresh, official.

        Of stale ones the latest is the best. A source's rank decides only between those that
        serve the day equally well.
        """
        stale = is_stale(self, as_of)
        age = -(self.last_day or date.min).toordinal() if stale else 0
        return self.partial, self.reconstructed, stale, age, self.manifest.rank


def choose(
    manifest: Manifest, carried: CarriedList, snapshots: Sequence[Snapshot], as_of: date
) -> Serving | str:
    """Return what serves a list on a day, or why nothing does."""
    if carried.exists_from is not None and as_of < carried.exists_from:
        return carried.before or f"the list starts on {carried.exists_from}"
    own = [one for one in snapshots if one.source == manifest.id and _may_hold(one, carried)]
    embedded = _embedded(manifest, carried, as_of)
    candidates = (
        _stored(manifest, carried, [one for one in own if not one.partial], as_of),
        None if embedded is None or embedded.partial else embedded,
        _stored(manifest, carried, [one for one in own if one.partial], as_of),
        embedded,
    )
    found = next((one for one in candidates if one is not None), None)
    if found is not None:
        return found
    if carried.embedded is not None:
        start = carried.embedded.covers.start
        return f"the embedded list does not cover {as_of}; it starts on {start}"
    return _why_none(own)


def newer_part(found: Serving, snapshots: Sequence[Snapshot], as_of: date) -> Serving | None:
    """Return the latest part of a publication newer than the whole one that serves, by the day.

    Of an own list also a part of the same day that was taken in later: rows added to the list.
    """
    manifest, carried, whole = found.manifest, found.carried, found.snapshot
    last = found.last_day if whole is None else day_taken(whole)
    if found.partial or last is None:
        return None
    after = -1 if whole is None else snapshots.index(whole)
    newer = [
        (day, place, one)
        for place, one in enumerate(snapshots)
        if one.source == manifest.id and one.partial and one.lists.get(carried.id)
        if last <= (day := day_taken(one)) <= as_of
        if day > last or (manifest.own and place > after)
    ]
    if not newer:
        return None
    return Serving(manifest=manifest, carried=carried, snapshot=max(newer, key=_newest)[2])


def snapshots_of(*serving: Serving | None) -> list[tuple[str, str]]:
    """Return the stored snapshots among what serves, as (source, sha256 as published)."""
    stored = [one.snapshot for one in serving if one is not None]
    return [(one.source, one.sha256) for one in stored if one is not None]


def _newest(item: tuple[date, int, Snapshot]) -> tuple[date, int]:
    return item[:2]


def day_taken(snapshot: Snapshot) -> date:
    """Return the day that a snapshot is taken as of: its publication, else its import."""
    return snapshot.published or snapshot.imported_on


def _may_hold(snapshot: Snapshot, carried: CarriedList) -> bool:
    """Say whether a list had begun when a snapshot was published; an older one shows nothing."""
    begun, published = carried.exists_from, snapshot.published
    return begun is None or published is None or published >= begun


def _stored(
    manifest: Manifest, carried: CarriedList, snapshots: Sequence[Snapshot], as_of: date
) -> Serving | None:
    found = latest(snapshots, as_of, own=manifest.own)
    if found is None:
        return None
    later = found.published is not None and found.published > as_of
    return Serving(manifest=manifest, carried=carried, snapshot=found, reconstructed=later)


def _embedded(manifest: Manifest, carried: CarriedList, as_of: date) -> Serving | None:
    embedded = carried.embedded
    if embedded is None or (embedded.covers.start is not None and as_of < embedded.covers.start):
        return None
    return Serving(manifest=manifest, carried=carried, embedded=embedded)


def latest(whole: Sequence[Snapshot], as_of: date, *, own: bool) -> Snapshot | None:
    """Return the one of whole snapshots that serves a day, as the rules above say.

    Of an `own` list an undated table takes the place of those before it: who imports it means it.
    """
    dated = sorted(
        (
            (day, place, one)
            for place, one in enumerate(whole)
            if (day := one.published or (one.imported_on if own else None)) is not None
        ),
        key=lambda item: item[:2],
    )
    earlier = [one for day, _place, one in dated if day <= as_of]
    if earlier:
        return earlier[-1]
    undated = [one for one in whole if one.published is None and one.imported_on <= as_of]
    if undated:
        return undated[-1]
    later = [one for _day, _place, one in dated if one.published is not None]
    if not later:
        return None
    return max((one for one in later if one.published == later[0].published), key=whole.index)


def _why_none(own: Sequence[Snapshot]) -> str:
    if own:
        return (
            f"the file imported on {own[-1].imported_on} carries no publication date, so that "
            "nothing shows what it says of an earlier day; import it again with --published"
        )
    return "not downloaded"


def is_stale(serving: Serving, as_of: date) -> bool:
    """Tell whether the day asked is later than the snapshot's day plus the maximum age."""
    last = serving.last_day
    return last is None or as_of > last + timedelta(days=serving.manifest.max_age_days)


def state_of(
    serving: Serving, as_of: date, embedded: tuple[str, int] | None, part: Serving | None = None
) -> ListState:
    """Return the list's state on a day; `embedded` is the embedded file's sha256 and count.

    `part` is the newer part that is screened beside the whole.
    """
    newer = None if part is None or part.snapshot is None else day_taken(part.snapshot)
    carried, snapshot = serving.carried, serving.snapshot
    if snapshot is not None:
        sha256, entries = snapshot.sha256, snapshot.lists.get(carried.id, 0)
        published, covers = snapshot.published, None
    else:
        assert serving.embedded is not None
        assert embedded is not None
        sha256, entries = embedded
        published, covers = serving.embedded.published, serving.embedded.covers
    return ListState(
        list=carried.id,
        source=serving.manifest.id,
        title=carried.title,
        published=published,
        sha256=sha256,
        entries=entries,
        embedded=snapshot is None,
        stale=is_stale(serving, as_of),
        reconstructed=serving.reconstructed,
        covers=covers,
        partial=serving.partial or newer is not None,
        newer_part=newer,
        effect=_with_cites(carried),
        kind=serving.manifest.kind,
    )


def _with_cites(carried: CarriedList) -> str:
    titles = "; ".join(cite.title for cite in carried.cites)
    return f"{carried.effect} ({titles})" if titles else carried.effect


def not_screened(
    manifest: Manifest, carried: CarriedList, why: str, *, remedy: str | None, asked_for: bool
) -> NotScreened:
    """Return the notice of a list left out, with the command and the address that mend it."""
    download = manifest.downloads[0]
    return NotScreened(
        list=carried.id,
        why=why,
        title=carried.title,
        source=manifest.id,
        remedy=remedy or f"sanccheck lists import {manifest.id} {download.file}",
        address=download.href,
        asked_for=asked_for,
    )
