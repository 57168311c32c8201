"""The publications of a source that are here: compared, and one entry followed through them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sanccheck.errors import StoreDamaged, UsageError
from sanccheck.sources.compare import Publication, differ, follow, lines_by_id
from sanccheck.sources.store import damage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sanccheck.sources.compare import Difference, Event
    from sanccheck.sources.corpus import Lines
    from sanccheck.sources.embedded import EmbeddedFiles
    from sanccheck.sources.manifest import Manifest
    from sanccheck.sources.store import Snapshot, Store

_Standing = tuple[Publication, "Lines"]


class Publications:
    """What a store holds of each source, beside the lists that come with the program."""

    def __init__(self, store: Store, embedded: EmbeddedFiles) -> None:
        self._store = store
        self._embedded = embedded

    def of(self, manifest: Manifest) -> tuple[Publication, ...]:
        """Return every publication of a source that is here, the oldest first."""
        return tuple(one for one, _ in self._standing(manifest))

    def diff(self, manifest: Manifest, first: date, second: date) -> Difference:
        """Compare the publications that stand on two days; see `Library.diff`."""
        if first > second:
            raise UsageError(f"{first} is after {second}; give the earlier day first")
        dated = [one for one in self._standing(manifest) if one[0].published is not None]
        earlier, later = (_standing_on(dated, day, manifest.id) for day in (first, second))
        return differ(
            manifest.id,
            (earlier[0], lines_by_id(earlier[1].lines())),
            (later[0], lines_by_id(later[1].lines())),
        )

    def history(self, entry_id: str, manifests: Iterable[Manifest]) -> tuple[Event, ...]:
        """Follow an entry through its list's carriers; see `Library.history`."""
        list_id = entry_id.partition(":")[0]
        events: list[Event] = []
        for manifest in manifests:
            seen = []
            for publication, lines in self._standing(manifest, list_id):
                ids = lines.ids()
                line = lines.line(ids.index(entry_id)) if entry_id in ids else None
                seen.append((publication, line))
            if any(line is not None for _, line in seen):
                events += follow(seen)
        if not events:
            raise UsageError(f"'{entry_id[:60]}' is in no publication of {list_id} that is here")
        return tuple(sorted(events, key=lambda one: one.publication.published or date.max))

    def _standing(self, manifest: Manifest, list_id: str | None = None) -> list[_Standing]:
        """Return what is here of a source, the oldest publication first, undated ones last.

        The embedded list stands among them where it is asked for or nothing else is here.
        """
        own = [one for one in self._store.records() if one.source == manifest.id]
        damaged = damage(manifest, own)
        if damaged is not None:
            raise StoreDamaged(f"{manifest.id}: {damaged}")
        found: list[_Standing] = [(_publication(one), self._store.open(one)) for one in own]
        for carried in manifest.lists:
            if carried.id == list_id or (list_id is None and not own):
                found += self._embedded_of(manifest, carried.id)
        return sorted(found, key=lambda one: (one[0].published or date.max, not one[0].embedded))

    def _embedded_of(self, manifest: Manifest, list_id: str) -> list[_Standing]:
        embedded = next(one.embedded for one in manifest.lists if one.id == list_id)
        if embedded is None:
            return []
        file = self._embedded.get(manifest.id, embedded.file)
        publication = Publication(
            source=manifest.id,
            published=embedded.published,
            sha256=file.sha256,
            embedded=True,
            partial=embedded.partial,
        )
        return [(publication, file.lines)]


def compare_snapshots(store: Store, before: Snapshot, after: Snapshot) -> Difference:
    """Compare two snapshots of a source."""
    earlier, later = (
        (_publication(one), lines_by_id(store.open(one).lines())) for one in (before, after)
    )
    return differ(after.source, earlier, later)


def _publication(snapshot: Snapshot) -> Publication:
    return Publication(
        source=snapshot.source,
        published=snapshot.published,
        sha256=snapshot.sha256,
        partial=snapshot.partial,
    )


def _standing_on(dated: list[_Standing], day: date, source: str) -> _Standing:
    earlier = [one for one in dated if (one[0].published or day) <= day]
    if not earlier:
        raise UsageError(
            f"{source}: no publication of {day} or before is here; import one, with "
            "--published where the file has no date"
        )
    return earlier[-1]
