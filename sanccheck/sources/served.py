"""What the lists room hands out: the corpora that serve a day and the state of each list."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sanccheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.model.lists import ListState, NotScreened
    from sanccheck.model.related import Related


# The artefacts that a screening keeps: of a corpus its index, of several all of them joined.
_INDEX = "matching"
JOINED = "joined.idx"


class Corpus(Protocol):
    """The entries of one snapshot, with the curated supplements applied.

    Nothing is read before it is asked for. Entries keep one order: `entry_at(i)` is
    `entries()[i]`, decoded alone.
    """

    @property
    def key(self) -> str:
        """A sha256 over the snapshot's content and the supplements: changes when either does."""
        ...

    def __len__(self) -> int:
        """Return the number of entries without decoding any."""
        ...

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, in the snapshot's order."""
        ...

    def entry_at(self, position: int) -> Entry:
        """Return one entry by its position in `entries()`, decoding only that one."""
        ...

    def position_of(self, entry_id: str) -> int | None:
        """Return where the entry with that id stands, or None."""
        ...

    def derived(self, name: str) -> bytes | memoryview | None:
        """Return a kept artefact (an index) of this corpus, mapped into memory; None if absent."""
        ...

    def read_ahead(self, name: str) -> None:
        """Begin to read a kept artefact that is soon asked for, beside other work."""
        ...

    def keep_derived(self, name: str, data: bytes) -> None:
        """Keep an artefact beside the snapshot; silently not kept where no home is writable."""
        ...


class Shelf(Protocol):
    """Where artefacts are kept that are made from several corpora, by key and name."""

    def get(self, key: str, name: str) -> memoryview | None:
        """Return a kept artefact, mapped into memory; None if absent or damaged."""
        ...

    def read_ahead(self, key: str, name: str) -> bool:
        """Begin to read an artefact that is soon asked for; say whether there is one."""
        ...

    def keep(self, key: str, name: str, data: bytes, *, newest: int | None = None) -> None:
        """Keep an artefact, of all with that name no more than the newest so many."""
        ...

    def is_writable(self) -> bool:
        """Say whether what is kept can be found again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedCorpus:
    """A corpus and the lists that it serves on the day; entries of other lists do not count.

    `whole` says that all its entries are on these lists. Where they are not, an index of these
    lists alone is kept beside that of the whole, so that a screening reads no more than it needs.
    """

    corpus: Corpus
    lists: frozenset[str]
    whole: bool = True

    @property
    def index(self) -> str:
        """The name of the artefact that is the index of these lists."""
        if self.whole:
            return f"{_INDEX}.idx"
        names = zlib.crc32(",".join(sorted(self.lists)).encode())
        return f"{_INDEX}-{names:08x}.idx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """What served once: those snapshots, by source and sha256, and the user's choices of then."""

    snapshots: frozenset[tuple[str, str]]
    choices: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Everything to screen against on a day, and everything known that is left out.

    `supplements` are the curated files that took part: (path under lists/, sha256). `snapshots` are
    those that serve, newer parts too: (source, sha256 as published); `choices` the sources that the
    user enabled or disabled: with both the same can be served again. On the `shelf`, where there is
    one, the joined index of all corpora is kept.
    """

    as_of: date
    lists: tuple[ListState, ...]
    not_screened: tuple[NotScreened, ...]
    corpora: tuple[ServedCorpus, ...]
    related: tuple[Related, ...] = ()
    supplements: tuple[tuple[str, str], ...] = ()
    snapshots: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, bool], ...] = ()
    shelf: Shelf | None = None

    @property
    def joined(self) -> str:
        """A sha256 that names these corpora with these lists of each."""
        digest = hashlib.sha256()
        for one in self.corpora:
            digest.update(f"{one.corpus.key}/{one.index}\n".encode())
        return digest.hexdigest()

    def read_ahead(self) -> Served:
        """Begin to read the indexes while the modules of a screening are still imported."""
        if self.shelf is None or not self.shelf.read_ahead(self.joined, JOINED):
            for one in self.corpora:
                one.corpus.read_ahead(one.index)
        return self


def standing_of(served: Served, entry_id: str) -> tuple[Entry, ...]:
    """Return an entry as it stands in each corpus that serves its list: a whole and a newer part.

    None where no corpus has it.
    """
    list_id = entry_id.partition(":")[0]
    found = []
    for one in served.corpora:
        position = one.corpus.position_of(entry_id) if list_id in one.lists else None
        if position is not None:
            found.append(one.corpus.entry_at(position))
    return tuple(found)


def entry_of(served: Served, entry_id: str) -> tuple[Entry, ListState]:
    """Return an entry as its list serves, with the state of that list.

    Raises:
        UsageError: when its list does not serve, or the entry is not on it.
    """
    list_id = entry_id.partition(":")[0]
    for one in served.corpora:
        for state in served.lists:
            if state.list != list_id or list_id not in one.lists:
                continue
            position = one.corpus.position_of(entry_id)
            if position is not None:
                return one.corpus.entry_at(position), state
    for state in served.lists:
        if state.list == list_id:
            raise UsageError(
                f"'{entry_id[:60]}' is not on {list_id} in the snapshot that serves "
                f"{served.as_of} ({state.entries} entries)"
            )
    missing = next((one for one in served.not_screened if one.list == list_id), None)
    if missing is None:
        raise UsageError(f"'{list_id[:60]}' is a source, not a list; name the entry's list")
    raise UsageError(f"{list_id} does not serve {served.as_of}: {missing.why}; {missing.remedy}")
