"""Which entries are others than at the last run: added, removed, changed, or come of age since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sanccheck.watch.marks import Marks, marks_of, marks_of_key
from sanccheck.watch.state import program

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sanccheck.model.entries import Entry
    from sanccheck.sources.served import Served
    from sanccheck.watch.state import State

# The marks of a corpus, and the lists that it serves.
_Part = tuple[Marks, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The ids of the entries that are others; or why that cannot be told, so that all may be."""

    entries: frozenset[str] = frozenset()
    why_all: str | None = None


def change_since(before: State | None, served: Served, parties: str, min_score: float) -> Change:
    """Compare what served at the last run with what serves now."""
    why = _why_all(before, served, parties, min_score)
    if before is None or why is not None:
        return Change(why_all=why)
    now = {one.corpus.key: one for one in served.corpora}
    new: list[_Part] = []
    since: set[str] = set()
    for key, one in now.items():
        marks = marks_of(one.corpus)
        since |= _come_of_age(marks, before, served)
        if before.corpora.get(key) != sorted(one.lists):
            new.append((marks, one.lists))
    old: list[_Part] = []
    for key, lists in before.corpora.items():
        if key in now and sorted(now[key].lists) == lists:
            continue
        gone = marks_of_key(served.shelf, key)
        if gone is None:
            return Change(why_all="what served then is gone from derived/")
        old.append((gone, frozenset(lists)))
    return Change(entries=frozenset(_others(old, new) | since))


def _others(old: Sequence[_Part], new: Sequence[_Part]) -> set[str]:
    """Return the entries that stand otherwise in the one than in the other."""
    if len(old) == len(new) == 1 and old[0][1] == new[0][1]:
        # A publication in the place of another: their marks are compared as they are.
        before, now, lists = old[0][0].digests, new[0][0].digests, old[0][1]
        others = {entry for entry, _ in before.items() ^ now.items()}
        return {entry for entry in others if entry.partition(":")[0] in lists}
    before_all, now_all = _standing(old), _standing(new)
    return {
        entry
        for entry in before_all.keys() | now_all.keys()
        if sorted(before_all.get(entry, ())) != sorted(now_all.get(entry, ()))
    }


def _standing(parts: Sequence[_Part]) -> dict[str, list[int]]:
    """Return the digest of each entry in each corpus that serves its list."""
    found: dict[str, list[int]] = {}
    for marks, lists in parts:
        for entry, digest in marks.digests.items():
            if entry.partition(":")[0] in lists:
                found.setdefault(entry, []).append(digest)
    return found


def _why_all(before: State | None, served: Served, parties: str, min_score: float) -> str | None:
    if before is None:
        return "the first run"
    reasons = {
        "the parties are others": before.parties != parties,
        "the least score is another": before.min_score != min_score,
        "the program compares otherwise": before.program != program(),
        "the curated supplements are others": before.supplements
        != [list(one) for one in served.supplements],
        "the day asked is an earlier one": served.as_of < before.as_of,
        "a list is reconstructed": before.reconstructed
        or any(one.reconstructed for one in served.lists),
    }
    return next((why for why, holds in reasons.items() if holds), None)


def _come_of_age(marks: Marks, before: State, served: Served) -> set[str]:
    """Return the entries that were listed or delisted between the days of both runs."""
    start, end = before.as_of.isoformat(), served.as_of.isoformat()
    return {entry for entry, days in marks.dated.items() if any(start < day <= end for day in days)}


def only(served: Served, entries: frozenset[str]) -> Served:
    """Return the lists of a day with these entries alone, in every corpus that has them."""
    corpora = []
    for one in served.corpora:
        positions = (one.corpus.position_of(entry) for entry in sorted(entries))
        some = [one.corpus.entry_at(at) for at in positions if at is not None]
        corpora.append(replace(one, corpus=Few(some), whole=False))
    kept = tuple(one for one in corpora if len(one.corpus))
    return replace(served, corpora=kept, shelf=None)


class Few:
    """A corpus of a few entries, of which nothing is kept."""

    key = ""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._positions = {entry.id: at for at, entry in enumerate(self._entries)}

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry."""
        return self._entries

    def entry_at(self, position: int) -> Entry:
        """Return one entry."""
        return self._entries[position]

    def position_of(self, entry_id: str) -> int | None:
        """Return where an entry stands, or None."""
        return self._positions.get(entry_id)

    def derived(self, name: str) -> None:
        """Return nothing: nothing is kept."""

    def read_ahead(self, name: str) -> None:
        """Read nothing ahead."""

    def keep_derived(self, name: str, data: bytes) -> None:
        """Keep nothing."""
