"""Screen watched parties: all of them, or only against what changed since the last run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sanccheck.model.entry_json import entry_to_dict
from sanccheck.screening_json import hit_document
from sanccheck.sources.served import standing_of
from sanccheck.watch.change import Change, change_since, only
from sanccheck.watch.marks import marks_of
from sanccheck.watch.state import Found, State, ground_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sanccheck.model.entries import Entry
    from sanccheck.model.hits import Query
    from sanccheck.sources.served import Served
    from sanccheck.watch.touch import Layout

Plain = dict[str, Any]

# Beside a hit, a digest of all that its entry says.
STANDS = "stands"
_MANY, _MOST = 500, 0.2


def _no_layout() -> Layout | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Parties that are watched; none is read before it is needed.

    `digest` names them, `queries` gives them as they are asked, in their order, and `layout` their
    names laid out (touch.py), so that those which no change can touch are not read.
    """

    digest: str
    queries: Callable[[], Sequence[Query]]
    layout: Callable[[], Layout | None] = _no_layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run: its state, how it was made, and what is new, changed and gone since the last one.

    Each is (the party's place, the hit now or, of one that is gone, then). A hit is changed, too,
    where its entry says something else that the hit does not show.
    """

    state: State
    change: Change
    new: tuple[tuple[int, Plain], ...] = ()
    changed: tuple[tuple[int, Plain], ...] = ()
    gone: tuple[tuple[int, Plain], ...] = ()


def run(
    before: State | None,
    served: Served,
    parties: Watching,
    min_score: float,
    *,
    everything: bool = False,
) -> Ran:
    """Bring the hits of the parties up to the lists of a day.

    Only the entries that are others than at the last run are compared, with the parties that these
    can touch; every other hit stays as it was, since it depends on its party and its entry alone.
    The outcome is that of screening everything again.

    Args:
        before: of the last run, None where there was none.
        served: the lists of the day.
        parties: who is watched.
        min_score: the least score of a hit.
        everything: screen everything all the same.
    """
    change = change_since(before, served, parties.digest, min_score)
    if everything and change.why_all is None:
        change = Change(why_all="everything was asked for")
    if len(change.entries) > max(_MANY, sum(len(one.corpus) for one in served.corpora) * _MOST):
        # The kept index of all entries is nearer than one of so many, and not made yet.
        change = Change(why_all=f"{len(change.entries):,} entries are others")
    found = _found(before, served, parties, change, min_score)
    state = ground_of(served, parties.digest, min_score, found)
    old = {} if before is None else before.found
    same = before is not None and before.parties == parties.digest
    return _compared(state, change, old if same else {})


def _found(
    before: State | None,
    served: Served,
    parties: Watching,
    change: Change,
    min_score: float,
) -> Found:
    if before is None or change.why_all is not None:
        for one in served.corpora:
            marks_of(one.corpus)  # kept, for the next run to compare with
        return screened(served, parties.queries(), min_score) if served.corpora else {}
    found = dict(before.found)
    if not change.entries:
        return found
    for place, hits in before.found.items():
        left = [hit for hit in hits if hit["entry"] not in change.entries]
        if len(left) != len(hits):
            found[place] = left
    some = only(served, change.entries)
    if some.corpora:
        for place, hits in _touched(some, parties, change, min_score).items():
            found[place] = sorted([*found.get(place, ()), *hits], key=_rank)
    return {place: hits for place, hits in sorted(found.items()) if hits}


def _touched(some: Served, parties: Watching, change: Change, min_score: float) -> Found:
    """Return the hits on the entries that changed, of the parties that these can touch."""
    layout = None
    if all(one.entry not in change.entries for one in some.related):
        layout = parties.layout()
    if layout is None:
        return screened(some, parties.queries(), min_score)
    from sanccheck.watch.touch import touched

    places = touched(layout, some, min_score)
    if not places:
        return {}
    queries = parties.queries()
    found = screened(some, [queries[place] for place in places], min_score)
    return {places[at]: hits for at, hits in found.items()}


def screened(served: Served, queries: Sequence[Query], min_score: float) -> Found:
    """Return the hits of those parties that have any, on the lists of a day.

    Beside each hit stands a digest of all that its entry says: more than a hit shows of it.
    """
    from sanccheck.screening import Screener

    screener = Screener(served, min_score=min_score)
    stands: dict[str, str] = {}
    found: Found = {}
    for place, one in enumerate(screener.screen_many(queries)):
        for hit in one.hits:
            if hit.entry not in stands:
                stands[hit.entry] = _digest(standing_of(served, hit.entry))
            document = {**hit_document(hit), STANDS: stands[hit.entry]}
            found.setdefault(place, []).append(document)
    return found


def _digest(entries: Sequence[Entry]) -> str:
    plain = [entry_to_dict(one) for one in entries]
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:32]


def _rank(hit: Plain) -> tuple[bool, float, str]:
    """Order hits as a screening does: matches first, then by score."""
    return hit["decision"] != "match", -hit["score"], hit["entry"]


def _compared(state: State, change: Change, before: Found) -> Ran:
    new, changed, gone = [], [], []
    for place in sorted(state.found.keys() | before.keys()):
        old = {hit["entry"]: hit for hit in before.get(place, ())}
        now = {hit["entry"]: hit for hit in state.found.get(place, ())}
        new += [(place, hit) for entry, hit in now.items() if entry not in old]
        changed += [
            (place, hit) for entry, hit in now.items() if entry in old and old[entry] != hit
        ]
        gone += [(place, hit) for entry, hit in old.items() if entry not in now]
    return Ran(state=state, change=change, new=tuple(new), changed=tuple(changed), gone=tuple(gone))
