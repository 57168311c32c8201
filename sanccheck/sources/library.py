"""The lists on this machine: which snapshot of which list serves a day, and what is missing.

`open_library(home).serve(as_of, wanted)` is what screening calls; choosing.py says how the
snapshot is chosen. Nothing is read before it is needed: a list's entries are decoded one by one
as they are asked for. A damaged snapshot makes its list unusable: an older one in its place would
hide that the current list was lost.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sanccheck.dates import new_york_day
from sanccheck.errors import StoreDamaged, UsageError
from sanccheck.model.lists import ListState, NotScreened
from sanccheck.shipped import shipped
from sanccheck.sources.checks import IMPORT, Checks
from sanccheck.sources.choosing import (
    choose,
    newer_part,
    not_screened,
    snapshots_of,
    state_of,
)
from sanccheck.sources.corpora import Corpora
from sanccheck.sources.corpus import StoredCorpus
from sanccheck.sources.derived import Derived
from sanccheck.sources.embedded import EmbeddedFiles
from sanccheck.sources.manifest import (
    CarriedList,
    Manifest,
    files_digest,
    manifest_files,
    read_manifests,
    recall_manifests,
)
from sanccheck.sources.served import Corpus, Pinned, Served, ServedCorpus, entry_of
from sanccheck.sources.store import Snapshot, Store, damage
from sanccheck.sources.wanted import NOT_ASKED_FOR, asked_lists, by_default, with_the_program

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from sanccheck.model.entries import Entry
    from sanccheck.sources.compare import Difference, Event, Publication
    from sanccheck.sources.own_lists import OwnList
    from sanccheck.sources.publications import Publications
    from sanccheck.sources.report import ImportReport
    from sanccheck.sources.status import SourceStatus
    from sanccheck.sources.verifying import Verified

__all__ = ["Corpus", "Library", "Served", "ServedCorpus", "open_library"]

_MANIFESTS = "manifests.json"
_Carrier = tuple[Manifest, CarriedList]
# A list's state, the corpora that serve it, and the snapshots (source, sha256) they are of.
_Served = tuple[ListState, list[StoredCorpus], list[tuple[str, str]]]


def open_library(home: Path) -> Library:
    """Open the lists of a home folder, which need not exist, and those that are embedded."""
    return Library(home, shipped("lists"))


class Library:
    """The sources known to the program, with the snapshots of a home folder."""

    def __init__(self, home: Path, folder: Traversable) -> None:
        self.home = home
        self._folder = folder
        self._store = Store(home)
        self._embedded = EmbeddedFiles(folder)
        self._derived = Derived(home)
        self._corpora = Corpora(folder, self._store, self._embedded, self._derived)

    @property
    def store(self) -> Store:
        """What is imported on this machine."""
        return self._store

    @cached_property
    def _publications(self) -> Publications:
        from sanccheck.sources.publications import Publications

        return Publications(self._store, self._embedded)

    @cached_property
    def manifests(self) -> tuple[Manifest, ...]:
        """The manifest of every source, those of the user's own lists last."""
        shipped = self._shipped_manifests()
        if not (self.home / "own").is_dir():
            return shipped
        from sanccheck.sources.own_lists import with_own

        return with_own(shipped, self.home)

    def _shipped_manifests(self) -> tuple[Manifest, ...]:
        files = manifest_files(self._folder)
        digest = files_digest(files)
        kept = self._derived.get(digest, _MANIFESTS)
        if kept is not None:
            return recall_manifests(bytes(kept))
        manifests, data = read_manifests(files)
        self._derived.keep(digest, _MANIFESTS, data)
        return manifests

    def manifest(self, source: str) -> Manifest:
        """Return a source's manifest.

        Raises:
            UsageError: when there is no such source, naming those there are.
        """
        for manifest in self.manifests:
            if manifest.id == source:
                return manifest
        known = ", ".join(manifest.id for manifest in self.manifests)
        raise UsageError(f"source '{source[:60]}' is not known; known are {known}")

    def serve(
        self,
        as_of: date,
        wanted: Sequence[str] | None,
        also: Collection[str] = (),
        named: Collection[str] = (),
        pinned: Pinned | None = None,
    ) -> Served:
        """Return what to screen against on a day; `wanted` None means the enabled lists.

        A wanted source id stands for all its lists. Of the lists `also`, those that come whole with
        the program are asked for too, unless the user disabled their source; of those `named`, also
        a list of which a part comes with it. With `pinned` no other snapshots serve than those.

        Raises:
            UsageError: when a wanted list is not known, naming those that are.
        """
        snapshots, choices = self._store.stood(pinned)
        lost = self._undescribed(snapshots)
        asked = asked_lists((*self.manifests, *lost), wanted, choices)
        asked |= with_the_program(self.manifests, choices, also, named)
        lists: list[ListState] = []
        left_out: list[NotScreened] = []
        corpora: dict[str, tuple[StoredCorpus, set[str]]] = {}
        serving: dict[tuple[str, str], None] = {}
        for list_id, carriers in self._carriers().items():
            found = self._serve_list(carriers, snapshots, as_of, asked=list_id in asked)
            if isinstance(found, NotScreened):
                left_out.append(found)
                continue
            lists.append(found[0])
            serving.update(dict.fromkeys(found[2]))
            for corpus in found[1]:
                corpora.setdefault(corpus.key, (corpus, set()))[1].add(list_id)
        if wanted is None:
            lists, left_out = by_default(self.manifests, choices, lists, left_out)
        left_out += [self._told(one, asked_for=one.id in asked) for one in lost]
        return Served(
            as_of=as_of,
            lists=tuple(lists),
            not_screened=tuple(left_out),
            corpora=tuple(
                ServedCorpus(corpus=corpus, lists=frozenset(served), whole=corpus.lists <= served)
                for corpus, served in corpora.values()
            ),
            related=tuple(
                one
                for manifest in self.manifests
                for one in self._corpora.supplement(manifest).related
            ),
            supplements=tuple(
                (f"{manifest.id}/{name}", sha256)
                for manifest in self.manifests
                for name, sha256 in self._corpora.supplement(manifest).sha256.items()
            ),
            snapshots=tuple(serving),
            choices=tuple(sorted(choices.items())),
            shelf=self._derived,
        )

    def status(self, as_of: date) -> tuple[SourceStatus, ...]:
        """Return the state of every source as it would serve on a day."""
        from sanccheck.sources.status import Known, status_of

        snapshots, enabled, checks = self._store.records(), self.enabled(), Checks(self._store)
        downloads, failures = checks.downloads(), checks.failures()
        choices, lost = self._store.choices(), self._undescribed(snapshots)
        enabled |= {one.id for one in lost if choices.get(one.id, True)}
        return tuple(
            status_of(
                manifest,
                [self._told(manifest, asked_for=True)]
                if manifest in lost
                else self._open_for_status(manifest, snapshots, as_of),
                Known(
                    snapshots=[one for one in snapshots if one.source == manifest.id],
                    enabled=manifest.id in enabled,
                    download=downloads.get(manifest.id),
                    failure=failures.get(manifest.id),
                ),
                as_of,
            )
            for manifest in (*self.manifests, *lost)
        )

    def import_file(
        self,
        source: str | OwnList,
        path: Path,
        *,
        published: date | None,
        partial: bool,
        retrieved: datetime,
        accept: bool = False,
    ) -> ImportReport:
        """Read a file, or a folder of them, into the store; `retrieved` knows its zone.

        An own list is handed over as such where it is new or its columns are; once its table is
        accepted it is a source like any other.

        Raises:
            UsageError: when the source is not known, an own list cannot have that name, the path
                does not exist, or `published` is not the file's own date, lies after today or
                before days on which the file's entries were listed.
            ListRefused: when the file is not accepted; what was loaded before stays in use.
        """
        from sanccheck.sources.importing import ImportRequest
        from sanccheck.sources.own_lists import check_id, keep_own
        from sanccheck.sources.taking import take

        if not isinstance(source, str):
            check_id(source.id, self.manifests)
        request = ImportRequest(
            manifest=self.manifest(source) if isinstance(source, str) else source.manifest,
            path=path,
            published=published,
            partial=partial,
            today=new_york_day(retrieved),
            retrieved=retrieved,
            accept=accept,
            origin=str(path.absolute()),
        )
        report = take(self._store, request, IMPORT)
        if not isinstance(source, str):
            keep_own(self.home, source)
            del self.manifests  # read again, with the new one
        return report

    def verify(self, source: str | None) -> Iterator[Verified]:
        """Verify every snapshot of a source, or of all and each file that none of them names.

        Raises:
            UsageError: when the source is not known.
        """
        from sanccheck.sources.verifying import verify_all

        snapshots = self._store.records()
        if source not in {None, *(one.id for one in self._undescribed(snapshots))}:
            self.manifest(source or "")
        yield from verify_all(self._store, self.manifests, snapshots, source)

    def enabled(self) -> frozenset[str]:
        """Return the sources that are screened by default."""
        choices = self._store.choices()
        return frozenset(
            manifest.id
            for manifest in self.manifests
            if choices.get(manifest.id, any(one.enabled for one in manifest.lists))
        )

    def diff(self, source: str, first: date, second: date) -> Difference:
        """Compare the publications of a source that stand on two days.

        A part of a publication is compared too, with another part; the embedded list where
        nothing is imported.

        Raises:
            UsageError: when the source is not known, or nothing stands on a day.
        """
        return self._publications.diff(self.manifest(source), first, second)

    def publications(self, source: str) -> tuple[Publication, ...]:
        """Return every publication of a source that is here, the oldest first."""
        return self._publications.of(self.manifest(source))

    def history(self, entry_id: str) -> tuple[Event, ...]:
        """Follow an entry through the publications of each source that carries its list.

        What two sources say differently is no change; the events stand in the order of days.

        Raises:
            UsageError: when the list is not known or no publication names the entry.
        """
        list_id = entry_id.partition(":")[0]
        carriers = self._carriers().get(list_id)
        if carriers is None:
            raise UsageError(f"list '{list_id[:60]}' is not known; write us_ns_cmic:33114")
        return self._publications.history(entry_id, [manifest for manifest, _ in carriers])

    def enable(self, source: str, *, enabled: bool) -> None:
        """Let a source be screened by default, or not."""
        if source not in {one.id for one in self._undescribed(self._store.records())}:
            self.manifest(source)
        self._store.choose(source, enabled=enabled)

    def entry(self, entry_id: str, as_of: date) -> tuple[Entry, ListState]:
        """Return an entry as its list stands on a day, with the state of that list.

        Raises:
            UsageError: when the list or the entry is not known on that day.
        """
        list_id, colon, uid = entry_id.partition(":")
        if not (colon and uid):
            raise UsageError(f"'{entry_id[:60]}' is not an entry; write us_ns_cmic:33114")
        return entry_of(self.serve(as_of, [list_id]), entry_id)

    def _undescribed(self, snapshots: Sequence[Snapshot]) -> tuple[Manifest, ...]:
        """Return what stands for the sources in the store that no manifest describes."""
        known = {one.id for one in self.manifests}
        if all(one.source in known for one in snapshots):
            return ()
        from sanccheck.sources.undescribed import undescribed

        return undescribed(snapshots, known)

    def _told(self, manifest: Manifest, *, asked_for: bool) -> NotScreened:
        from sanccheck.sources.undescribed import told

        return told(manifest, asked_for=asked_for)

    def _carriers(self) -> dict[str, list[_Carrier]]:
        found: dict[str, list[_Carrier]] = {}
        for manifest in sorted(self.manifests, key=lambda one: one.rank):
            for carried in manifest.lists:
                found.setdefault(carried.id, []).append((manifest, carried))
        return found

    def _serve_list(
        self, carriers: list[_Carrier], snapshots: Sequence[Snapshot], as_of: date, *, asked: bool
    ) -> NotScreened | _Served:
        for manifest, carried in carriers:
            damaged = damage(manifest, snapshots)
            if damaged is not None:
                return not_screened(manifest, carried, damaged, remedy=None, asked_for=asked)
        manifest, carried = carriers[0]
        choices = [choose(other, its_list, snapshots, as_of) for other, its_list in carriers]
        serving = [one for one in choices if not isinstance(one, str)]
        found = min(serving, key=lambda one: one.rank(as_of)) if serving else choices[0]
        if isinstance(found, str):
            begun = carried.exists_from is None or as_of >= carried.exists_from
            remedy = None if begun else "nothing that can be loaded covers this day"
            return not_screened(manifest, carried, found, remedy=remedy, asked_for=asked)
        if not asked:
            remedy = f"--list {carried.id}"
            return not_screened(manifest, carried, NOT_ASKED_FOR, remedy=remedy, asked_for=False)
        part = newer_part(found, snapshots, as_of)
        try:
            corpora = [self._corpora.of(one) for one in (found, part) if one is not None]
        except StoreDamaged as error:
            why = f"the stored snapshot cannot be used: {error}; import the file again"
            return not_screened(manifest, carried, why, remedy=None, asked_for=True)
        facts = None
        if found.embedded is not None:
            facts = self._corpora.embedded_file(found).sha256, len(corpora[0])
        return state_of(found, as_of, facts, part), corpora, snapshots_of(found, part)

    def _open_for_status(
        self, manifest: Manifest, snapshots: Sequence[Snapshot], as_of: date
    ) -> list[ListState | NotScreened]:
        found: list[ListState | NotScreened] = []
        for carried in manifest.lists:
            one = self._serve_list([(manifest, carried)], snapshots, as_of, asked=True)
            found.append(one if isinstance(one, NotScreened) else one[0])
        return found
