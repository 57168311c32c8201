"""Screen the rows of a batch in several processes, with the answers in the order of the rows.

Each worker opens the same lists of the same day by itself, maps the same index, and gets the rows
in pieces, of which no more are under way than the workers need: a file may be as long as it likes.
Workers are started anew, never forked, so that they hold nothing of this process.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self, TypeAlias

from sanccheck.commands.batch_rows import PIECE
from sanccheck.errors import BatchFailed, SanccheckError
from sanccheck.model import Hit, Query, Screened
from sanccheck.screening import Screener
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served

_Pipe: TypeAlias = "Connection[Any, Any]"

# So many pieces for each worker are under way or wait: one that it works on, one that is next.
_AHEAD = 3

# What a worker gives back of a piece: the normalised names, and by place the hits of those that
# have any. Most have none, and what is handed over costs as much as screening a tenth of it.
_Hits = tuple[tuple[Hit, ...], tuple[Hit, ...]]
_Found = tuple[list[str], dict[int, _Hits]]
# That, an error that kept the lists from being opened, or None from one that ended.
_Answer = _Found | SanccheckError | None
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
    """Several processes that screen; a context that ends them.

    A thread here waits on each, over a pipe that no third process holds open, so that a worker
    which is killed, whatever it was doing, is noticed at once.
    """

    def __init__(self, count: int, setting: Setting) -> None:
        self._setting = setting
        self._count = count
        self._threads = ThreadPoolExecutor(count)
        self._processes: list[SpawnProcess] = []
        self._idle: SimpleQueue[_Pipe] = SimpleQueue()

    def __enter__(self) -> Self:
        """Begin to start the workers, which takes a moment, beside other work."""
        context = multiprocessing.get_context("spawn")
        with _interruptions_held():
            for _ in range(self._count):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs, self._setting), daemon=True)
                process.start()
                theirs.close()
                self._processes.append(process)
                self._idle.put(ours)
        return self

    def __exit__(self, *_exc: object) -> None:
        """End the workers, whatever they are about: they hold nothing that could be lost."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        self._threads.shutdown(wait=True)

    def screen_many(self, queries: Iterable[Query]) -> Iterator[Screened]:
        """Screen queries, the answers in their order.

        Raises:
            BatchFailed: when a worker ended before it answered.
        """
        rest = iter(queries)
        under_way: deque[tuple[list[Query], Future[_Answer]]] = deque()
        done = 0
        while True:
            while len(under_way) < self._count * _AHEAD and (piece := list(islice(rest, PIECE))):
                under_way.append((piece, self._threads.submit(self._hand_over, piece)))
            if not under_way:
                return
            piece, answer = under_way.popleft()
            yield from _screened(piece, answer.result(), done)
            done += len(piece)

    def _hand_over(self, piece: list[Query]) -> _Answer:
        """Let a worker that has nothing to do screen a piece; None where it ended before that."""
        pipe = self._idle.get()
        try:
            pipe.send([_bare(query) for query in piece])
            answer: _Answer = pipe.recv()
        except (EOFError, OSError):
            answer = None
        # One that ended goes back too, so that nothing waits for it: what it gets next fails.
        self._idle.put(pipe)
        return answer


def _screened(piece: list[Query], answer: _Answer, done: int) -> Iterator[Screened]:
    if answer is None:
        raise _failed(done)
    if isinstance(answer, SanccheckError):
        raise answer
    names, found = answer
    for at, (query, name) in enumerate(zip(piece, names, strict=True)):
        hits, former = found.get(at, _NONE)
        yield Screened(query=query, normalised=name, hits=hits, former=former)


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


def _work(pipe: _Pipe, setting: Setting) -> None:
    """Open the lists and screen what comes, until nothing more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    screener: Screener | SanccheckError
    try:
        screener = _open(setting)
    except SanccheckError as error:
        screener = error
    # The other end is closed when the process that started this one ends, however that ended.
    with suppress(EOFError, BrokenPipeError):
        while True:
            asked = pipe.recv()
            if isinstance(screener, SanccheckError):
                pipe.send(screener)
            else:
                pipe.send(_screen(screener, asked))


def _open(setting: Setting) -> Screener:
    wanted = None if setting.wanted is None else list(setting.wanted)
    served = open_library(setting.home).serve(setting.as_of, wanted)
    if states_of(served) != setting.states:
        raise BatchFailed("the lists changed while the batch began; run it again")
    return Screener(served, min_score=setting.min_score)


def _bare(query: Query) -> Query | str:
    """Return a query as what is handed over: the name, where no more is asked."""
    more = (query.type, query.country, query.organised_in, query.address, query.born)
    return query if query.identifiers or more != (None,) * len(more) else query.name


def _screen(screener: Screener, asked: list[Query | str]) -> _Found:
    queries = (Query(name=one) if isinstance(one, str) else one for one in asked)
    names: list[str] = []
    found: dict[int, _Hits] = {}
    for at, one in enumerate(screener.screen_many(queries)):
        names.append(one.normalised)
        if one.hits or one.former:
            found[at] = one.hits, one.former
    return names, found
