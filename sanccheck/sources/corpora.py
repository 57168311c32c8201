"""The entries of what serves a list, each file's opened once, with the supplements to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.sources.corpus import StoredCorpus
from sanccheck.sources.supplements import Supplements

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from sanccheck.sources.choosing import Serving
    from sanccheck.sources.corpus import Lines
    from sanccheck.sources.derived import Derived
    from sanccheck.sources.embedded import EmbeddedFile, EmbeddedFiles
    from sanccheck.sources.manifest import Manifest
    from sanccheck.sources.store import Store


class Corpora:
    """Opens stored snapshots and embedded lists; what two lists have in common is opened once."""

    def __init__(
        self, folder: Traversable, store: Store, embedded: EmbeddedFiles, derived: Derived
    ) -> None:
        self._folder = folder
        self._store = store
        self._embedded = embedded
        self._derived = derived
        self._supplements: dict[str, Supplements] = {}
        self._opened: dict[str, StoredCorpus] = {}

    def of(self, serving: Serving) -> StoredCorpus:
        """Return the entries of what serves a list.

        Raises:
            StoreDamaged: when the stored snapshot cannot be used.
        """
        snapshot = serving.snapshot
        stored = None if snapshot is None else snapshot.entries_sha256
        digest = stored or self.embedded_file(serving).sha256
        if digest not in self._opened:
            lines: Lines = (
                self.embedded_file(serving).lines
                if snapshot is None
                else self._store.open(snapshot)
            )
            counts = {serving.carried.id: 1} if snapshot is None else snapshot.lists
            self._opened[digest] = StoredCorpus(
                lines,
                digest,
                self.supplement(serving.manifest),
                self._derived,
                lists=frozenset(one for one, entries in counts.items() if entries),
            )
        return self._opened[digest]

    def embedded_file(self, serving: Serving) -> EmbeddedFile:
        """Return the file of an embedded list that serves."""
        assert serving.embedded is not None
        return self._embedded.get(serving.manifest.id, serving.embedded.file)

    def supplement(self, manifest: Manifest) -> Supplements:
        """Return what the program knows of a source beside the publisher's file."""
        if manifest.id not in self._supplements:
            self._supplements[manifest.id] = Supplements(self._folder / manifest.id)
        return self._supplements[manifest.id]
