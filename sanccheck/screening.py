"""Screen one name or a million against the lists as of a day.

A function of the queries, the indexes and the day: no clock, no network, and the same answer
whatever the order of the queries. What was listed after the day does not count and is not shown;
what was delisted by then stands apart.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice, repeat
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.errors import UsageError
from sanccheck.matching.candidates import Asked, Candidate, Hopeful, find_candidates
from sanccheck.matching.identifiers import Typed, typed_identifiers
from sanccheck.matching.judge import Judged, judge
from sanccheck.matching.opening import open_indexes
from sanccheck.matching.relations import Relations
from sanccheck.model.directives import directives_of
from sanccheck.model.entries import Entry
from sanccheck.model.hits import Decision, Hit, Query, Screened, Screening
from sanccheck.model.related import Related
from sanccheck.names.normalise import MAX_LENGTH, normalise
from sanccheck.names.reading import read_normal
from sanccheck.sources.served import Served

if TYPE_CHECKING:
    from sanccheck.matching.batch import Batch

DEFAULT_MIN_SCORE = 0.72
_BLOCK = 2000
_NO_ROWS: Hopeful = []
_NONE: frozenset[tuple[str, str]] = frozenset()
_TOGETHER_FROM = 50


class _Ready(NamedTuple):
    """A query made ready; `doubtful` are identifiers whose scheme was guessed from the name."""

    query: Query
    normal: str
    looked_up: Asked
    doubtful: frozenset[tuple[str, str]]


class Screener:
    """The lists of a day, opened once, to screen any number of queries against."""

    def __init__(self, served: Served, *, min_score: float | None = None) -> None:
        self._served = served
        self._least = DEFAULT_MIN_SCORE if min_score is None else min_score
        if not 0.0 <= self._least <= 1.0:
            raise UsageError(f"the least score '{self._least}' must lie between 0 and 1")
        self._opened = open_indexes(served)
        self._reconstructed = frozenset(one.list for one in served.lists if one.reconstructed)
        self._relations = Relations(served.related)

    def screen(self, query: Query) -> Screened:
        """Return the hits of one query, best first, and the entries delisted by the day.

        Raises:
            UsageError: when the name is empty, says nothing, or is longer than is read.
        """
        return self._screen(_ask(query))

    def screen_many(self, queries: Iterable[Query]) -> Iterator[Screened]:
        """Screen queries in order; work that they share is done once.

        Raises:
            UsageError: as `screen`, when its turn comes.
        """
        rest = iter(queries)
        while block := list(islice(rest, _BLOCK)):
            if len(block) < _TOGETHER_FROM:
                yield from map(self._screen, map(_ask, block))
                continue
            with _no_collecting():
                asked = [_ask(query) for query in block]
                hopeful = self._batch.look_up([one.looked_up for one in asked], self._least)
            may_hit: set[int] = set().union(*hopeful)
            for number, one in enumerate(asked):
                if number in may_hit or one.looked_up.identifiers or one.normal in self._relations:
                    yield self._screen(one, [found.get(number, _NO_ROWS) for found in hopeful])
                else:
                    yield Screened(query=one.query, normalised=one.normal, hits=())

    @cached_property
    def _batch(self) -> Batch:
        from sanccheck.matching.batch import Batch

        return Batch([opened.index for opened in self._opened])

    def _screen(self, asked: _Ready, hopeful: Sequence[Hopeful] | None = None) -> Screened:
        """Screen one query; `hopeful` are the rows that may make a hit, for each index."""
        hits: dict[str, Hit] = {}
        former: dict[str, Hit] = {}
        for opened, rows in zip(self._opened, hopeful or repeat(None), strict=False):
            if rows is _NO_ROWS and not asked.looked_up.identifiers:
                continue
            for candidate in find_candidates(opened.index, asked.looked_up, self._least, rows):
                entry, served = opened.entry_at(candidate.entry)
                if entry.list not in served.lists or self._is_later(entry):
                    continue
                hit = self._judge(asked, entry, candidate)
                if hit is not None:
                    _keep_best(former if self._is_former(entry) else hits, hit)
        for related in self._relations.of(asked.normal, asked.looked_up.identifiers):
            self._add_relation(asked, related, hits)
        return Screened(
            query=asked.query,
            normalised=asked.normal,
            hits=_best_first(hits),
            former=_best_first(former),
        )

    def _judge(self, asked: _Ready, entry: Entry, candidate: Candidate) -> Hit | None:
        found = judge(asked.query, entry, candidate, asked.doubtful)
        if not found.by_identifier and (found.score < self._least or found.score <= 0.0):
            return None
        return self._hit(entry, found)

    def _hit(
        self,
        entry: Entry,
        found: Judged,
        related: Related | None = None,
    ) -> Hit:
        listed_on_known = self._knows_since_when(entry)
        certain = listed_on_known and related is None
        return Hit(
            entry=entry.id,
            list=entry.list,
            name=entry.name,
            matched_name=found.matched_name,
            score=round(found.score, 4),
            decision=found.decision if certain else Decision.POSSIBLE,
            programmes=entry.programmes,
            listing=entry.listing,
            evidence=found.evidence,
            relation=None if related is None else related.kind,
            listed_vehicle=None if related is None else related.listed_vehicle,
            list_certain=entry.list_certain,
            listed_on_known=listed_on_known,
            identifiers=entry.identifiers,
            type=entry.type,
            directives=directives_of(entry),
            notes=self._notes(entry, related, listed_on_known=listed_on_known),
        )

    def _notes(
        self, entry: Entry, related: Related | None, *, listed_on_known: bool
    ) -> tuple[str, ...]:
        notes = []
        if related is not None and related.note is not None:
            notes.append(related.note)
        if not listed_on_known:
            published = next(
                (state.published for state in self._served.lists if state.list == entry.list), None
            )
            said = "later" if published is None else str(published)
            notes.append(f"on the list published {said}; not known whether on it that day")
        if not entry.list_certain:
            notes.append("the file cannot tell on which of several lists the entry is")
        return tuple(notes)

    def _add_relation(self, asked: _Ready, related: Related, hits: dict[str, Hit]) -> None:
        """Put a known relation in the place of the name's hit on the same entry."""
        for served in self._served.corpora:
            if related.entry.partition(":")[0] not in served.lists:
                continue
            position = served.corpus.position_of(related.entry)
            if position is None:
                continue
            entry = served.corpus.entry_at(position)
            if self._is_later(entry) or self._is_former(entry):
                continue
            found = self._relations.judge(related, asked.query, hits.get(entry.id))
            hits[entry.id] = self._hit(entry, found, related)

    def _knows_since_when(self, entry: Entry) -> bool:
        """Say whether it is known that the entry was on its list on the day."""
        return entry.listing.listed_on is not None or entry.list not in self._reconstructed

    def _is_later(self, entry: Entry) -> bool:
        """Say whether an entry was listed after the day: then it is not there at all."""
        listed_on = entry.listing.listed_on
        return listed_on is not None and listed_on > self._served.as_of

    def _is_former(self, entry: Entry) -> bool:
        delisted_on = entry.listing.delisted_on
        return delisted_on is not None and delisted_on <= self._served.as_of


def screen(
    queries: Iterable[Query], served: Served, *, min_score: float = DEFAULT_MIN_SCORE
) -> Screening:
    """Return the answers to all queries, in order, with the lists that were screened.

    Raises:
        UsageError: when a name is empty or too long, or the least score is not in [0, 1].
    """
    screener = Screener(served, min_score=min_score)
    return Screening(
        as_of=served.as_of,
        lists=served.lists,
        not_screened=served.not_screened,
        results=tuple(screener.screen_many(queries)),
    )


def asked_of(query: Query) -> Asked:
    """Return what is looked up for a query: its name's readings and its identifiers.

    Raises:
        UsageError: as `Screener.screen`.
    """
    return _ask(query).looked_up


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Let no garbage be collected meanwhile.

    A block is made of many small objects that live until it is answered. Going through them again
    and again, as Python does while they grow, takes a fifth of a batch's time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _ask(query: Query) -> _Ready:
    if len(query.name) > MAX_LENGTH:
        raise UsageError(
            f"the name '{query.name[:30]}…' is {len(query.name):,} characters long; "
            f"at most {MAX_LENGTH:,} are read"
        )
    normal = normalise(query.name)
    readings = read_normal(query.name, normal)
    if not readings:
        raise UsageError(
            f"the name '{query.name[:60]}' has no letter or digit to compare; write the name"
        )
    typed = typed_identifiers(query.name)
    identifiers = query.identifiers
    if typed:
        identifiers = (*identifiers, *(one.identifier for one in typed))
    return _Ready(
        query=query,
        normal=normal,
        looked_up=Asked(readings, identifiers),
        doubtful=_doubtful(query, typed) if typed else _NONE,
    )


def _doubtful(query: Query, typed: Sequence[Typed]) -> frozenset[tuple[str, str]]:
    """Return the identifiers read off the name of which the scheme is a guess, unless given."""
    guessed = {(one.identifier.scheme, one.identifier.value) for one in typed if not one.certain}
    return frozenset(guessed - {(one.scheme, one.value) for one in query.identifiers})


def _keep_best(found: dict[str, Hit], hit: Hit) -> None:
    """Keep the better hit where an entry stands in a whole list and in a newer part of it."""
    known = found.get(hit.entry)
    if known is None or _rank(hit) <= _rank(known):
        found[hit.entry] = hit


def _best_first(hits: dict[str, Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits.values(), key=_rank)) if hits else ()


def _rank(hit: Hit) -> tuple[bool, float, str]:
    return hit.decision is not Decision.MATCH, -hit.score, hit.entry
