"""Screen the rows of a batch in several processes, with the answers in the order of the rows.

Each worker opens the same lists of the same day by itself, maps the same index, and gets the rows
in pieces, of which no more are under way than the workers need: a file may be as long as it likes.
Workers are started anew, never forked, so that they hold nothing of this process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Self

from sanccheck.commands.batch_rows import PIECE
from sanccheck.errors import BatchFailed
from sanccheck.model import Hit, Query, Screened
from sanccheck.screening import Screener
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served

# So many pieces for each worker are under way or wait: one that it works on, one that is next.
_AHEAD = 3

# What a worker gives back of a piece: the normalised names, and by place the hits of those that
# have any. Most have none, and what is handed over costs as much as screening a tenth of it.
_Hits = tuple[tuple[Hit, ...], tuple[Hit, ...]]
_Found = tuple[list[str], dict[int, _Hits]]
_NONE: _Hits = (), ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a worker opens; `states` are the lists that it must find, with their digests."""

    home: Path
    as_of: date
    wanted: tuple[str, ...] | None
    min_score: float | None
    states: tuple[tuple[str, str], ...]


def states_of(served: Served) -> tuple[tuple[str, str], ...]:
    """Return the lists that serve, with the digests of their files."""
    return tuple((state.list, state.sha256) for state in served.lists)


class Workers:
    """Several processes that screen; a context that ends them."""

    def __init__(self, count: int, setting: Setting) -> None:
        self._count = count
        self._pool = ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(setting,),
        )

    def __enter__(self) -> Self:
        """Begin to start the workers, which takes a moment, beside other work."""
        with _interruptions_held():
            for _ in range(self._count):
                self._pool.submit(_wake)
        return self

    def __exit__(self, *_exc: object) -> None:
        """End the workers; what they have not begun is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def screen_many(self, queries: Iterable[Query]) -> Iterator[Screened]:
        """Screen queries, the answers in their order.

        Raises:
            BatchFailed: when a worker ended before it answered.
        """
        rest = iter(queries)
        under_way: deque[tuple[list[Query], Future[_Found]]] = deque()
        done = 0
        while True:
            while len(under_way) < self._count * _AHEAD and (piece := list(islice(rest, PIECE))):
                under_way.append((piece, self._submit(piece, done)))
            if not under_way:
                return
            piece, answer = under_way.popleft()
            try:
                names, found = answer.result()
            except BrokenProcessPool:
                raise _failed(done) from None
            for at, (query, name) in enumerate(zip(piece, names, strict=True)):
                hits, former = found.get(at, _NONE)
                yield Screened(query=query, normalised=name, hits=hits, former=former)
            done += len(piece)

    def _submit(self, piece: list[Query], done: int) -> Future[_Found]:
        try:
            return self._pool.submit(_screen, [_bare(query) for query in piece])
        except BrokenProcessPool:
            raise _failed(done) from None


def _failed(done: int) -> BatchFailed:
    return BatchFailed(
        f"a worker process ended before it answered, after {done:,} rows were screened; nothing "
        "was written. If memory ran out, use fewer --workers"
    )


@contextmanager
def _interruptions_held() -> Iterator[None]:
    """Hold Ctrl-C back meanwhile, and from the processes started meanwhile for good.

    A terminal sends it to all of them; only this process answers it, and ends the others.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_screener: list[Screener] = []


def _start(setting: Setting) -> None:
    """Open the lists in a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    wanted = None if setting.wanted is None else list(setting.wanted)
    served = open_library(setting.home).serve(setting.as_of, wanted)
    if states_of(served) != setting.states:
        raise AssertionError("the lists changed while the batch ran")
    _screener.append(Screener(served, min_score=setting.min_score))


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _wake() -> None:
    """Do nothing: a worker that does it has opened its lists."""


def _bare(query: Query) -> Query | str:
    """Return a query as what is handed over: the name, where no more is asked."""
    more = (query.type, query.country, query.organised_in, query.address, query.born)
    return query if query.identifiers or more != (None,) * len(more) else query.name


def _screen(asked: list[Query | str]) -> _Found:
    queries = (Query(name=one) if isinstance(one, str) else one for one in asked)
    names: list[str] = []
    found: dict[int, _Hits] = {}
    for at, one in enumerate(_screener[0].screen_many(queries)):
        names.append(one.normalised)
        if one.hits or one.former:
            found[at] = one.hits, one.former
    return names, found
