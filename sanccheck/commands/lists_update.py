"""`sanccheck lists update`: fetch the official files side by side and take in what is new."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.text import Text

from sanccheck.commands.lists_tables import clean, say_entries
from sanccheck.dates import say_date
from sanccheck.errors import SanccheckError
from sanccheck.network.download import open_client
from sanccheck.sources.updating import Arrived, Taken, ToFetch, failed, fetch, settle, to_fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sanccheck.sources.compare import Difference
    from sanccheck.sources.library import Library

_AT_ONCE = 4
_NAMES = 5  # of each kind are printed, the rest counted


class _StoppedError(Exception):
    """The user ended the command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """How the update of one source went: refused or failed, unchanged, or taken in.

    `stays` says, where it failed, that something was loaded before, which stays in use.
    """

    source: str
    lists: tuple[str, ...] = ()
    failure: str | None = None
    taken: Taken | None = None
    stays: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values for JSON."""
        taken = self.taken or Taken()
        report, difference = taken.report, taken.difference
        return {
            "source": self.source,
            "state": self.state,
            "failure": self.failure,
            "note": taken.note,
            "import": None if report is None else report.to_dict(),
            "first": report is not None and taken.before is None,
            "lists": {
                list_id: {
                    "entries": report.lists.get(list_id, 0),
                    **_ids(None if difference is None else difference.of_list(list_id)),
                }
                for list_id in self.lists
            }
            if report is not None
            else {},
            "difference": None if difference is None else difference.to_dict(),
        }

    @property
    def state(self) -> str:
        """One word: failed, unchanged or updated."""
        if self.failure is not None:
            return "failed"
        return "unchanged" if self.taken is None or self.taken.report is None else "updated"


def _ids(difference: Difference | None) -> dict[str, list[str]]:
    if difference is None:
        return {"added": [], "removed": [], "changed": []}
    return {
        "added": [entry for entry, _ in difference.added],
        "removed": [entry for entry, _ in difference.removed],
        "changed": [one.entry for one in difference.changed],
    }


def update(library: Library, sources: tuple[str, ...], console: Console) -> Iterator[Updated]:
    """Fetch the sources side by side; yield each as soon as it is done.

    `console` is where the caller prints meanwhile: above the bars, where both are on a terminal.
    """
    items = to_fetch(library, sources)
    stop = threading.Event()
    with open_client() as client, _bars(console) as bars, ThreadPoolExecutor(_AT_ONCE) as pool:
        tasks = {}
        for item in items:
            bar = _Bar(bars, item.manifest.id, stop)
            tasks[pool.submit(fetch, client, library, item, bar.show)] = (item, bar)
        try:
            for task in as_completed(tasks):
                item, bar = tasks[task]
                done = _settle(library, item, task)
                bar.end()
                yield done
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            for item in items:
                item.lock.give_back()


def _settle(library: Library, item: ToFetch, task: Future[Arrived]) -> Updated:
    """Take in what was fetched, one source at a time, and remember how it went."""
    now = datetime.now(UTC)  # noqa: TID251 - the command reads the clock
    source = item.manifest.id
    try:
        arrived = task.result()
    except (SanccheckError, OSError) as error:
        failed(library, item, str(error), now)
        return _failure(library, source, error)
    else:
        try:
            taken = settle(library, item, arrived, now)
        except (SanccheckError, OSError) as error:
            # Where the file was refused, that is remembered by now.
            return _failure(library, source, error)
    finally:
        item.lock.give_back()
    return Updated(source=source, lists=tuple(one.id for one in item.manifest.lists), taken=taken)


def _failure(library: Library, source: str, error: Exception) -> Updated:
    stays = any(one.source == source for one in library.store.snapshots())
    return Updated(source=source, failure=str(error), stays=stays)


def _bars(console: Console) -> AbstractContextManager[Progress | None]:
    """Open the bars where somebody looks: what is printed there must go through one console."""
    live = console if console.is_terminal else Console(stderr=True)
    if not live.is_terminal:
        return nullcontext(None)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=live,
        redirect_stdout=False,
        redirect_stderr=False,
        transient=True,
    )


class _Bar:
    """The bar of one source, if there are bars, which also ends a download that is not wanted."""

    def __init__(self, bars: Progress | None, source: str, stop: threading.Event) -> None:
        self._bars = bars
        self._stop = stop
        self._task = None if bars is None else bars.add_task(source, total=None)

    def show(self, received: int, whole: int | None) -> None:
        """Show how much is here."""
        if self._stop.is_set():
            raise _StoppedError
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, completed=received, total=whole)

    def end(self) -> None:
        """Take the bar away: what became of the source is printed."""
        if self._bars is not None and self._task is not None:
            self._bars.remove_task(self._task)


def show(console: Console, done: Updated) -> None:
    """Print how the update of one source went, list by list."""
    name = (done.source, "bold")
    if done.failure is not None:
        console.print(Text.assemble(("failed    ", "red"), name, f"  {clean(done.failure)}"))
        before = (
            "what was loaded before stays in use" if done.stays else "nothing was loaded before"
        )
        console.print(f"          {before}")
        return
    taken = done.taken or Taken()
    report = taken.report
    if report is None:
        console.print(Text.assemble(("unchanged ", "green"), name))
    else:
        day = "no date" if report.published is None else say_date(report.published)
        said = f"  {say_entries(report.entries)}, published {day}"
        if taken.before is None:
            said += "; the first copy here"
        console.print(Text.assemble(("updated   ", "green"), name, said))
        for list_id in done.lists:
            _show_list(console, list_id, report.lists.get(list_id, 0), taken.difference)
        if _is_older(taken):
            console.print("          older than the copy in use, which stays in use")
    if taken.note is not None:
        console.print(Text(f"          note: {clean(taken.note)}", style="yellow"))


def _is_older(taken: Taken) -> bool:
    now = None if taken.report is None else taken.report.published
    before = None if taken.before is None else taken.before.published
    return now is not None and before is not None and now < before


def _show_list(console: Console, list_id: str, entries: int, difference: Difference | None) -> None:
    own = None if difference is None else difference.of_list(list_id)
    if own is None:
        if entries:
            console.print(f"          {list_id}: {say_entries(entries)}")
        return
    if not (entries or own.removed):
        return
    console.print(
        f"          {list_id}: {say_entries(entries)}; {len(own.added):,} added, "
        f"{len(own.removed):,} removed, {len(own.changed):,} changed"
    )
    _show_names(console, "added", "green", [name for _, name in own.added])
    _show_names(console, "removed", "red", [name for _, name in own.removed])
    _show_names(console, "changed", "yellow", [one.name for one in own.changed])


def _show_names(console: Console, word: str, style: str, names: Sequence[str]) -> None:
    if not names:
        return
    more = len(names) - _NAMES
    said = "; ".join(clean(name) for name in names[:_NAMES])
    tail = f"; and {more:,} more" if more > 0 else ""
    console.print(Text.assemble((f"            {word:<8}", style), f"{said}{tail}"), soft_wrap=True)
