"""`sanccheck lists update`: fetch the official files side by side and take in what is new."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.text import Text

from sanccheck.dates import say_date
from sanccheck.errors import SanccheckError
from sanccheck.network.download import Fetched, Validators, Wanted, download, open_client
from sanccheck.sources.updating import ToFetch, failed, take_in, to_fetch, unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from sanccheck.sources.compare import Difference
    from sanccheck.sources.library import Library
    from sanccheck.sources.report import ImportReport

_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """How the update of one source went: refused or failed, unchanged, or taken in."""

    source: str
    failure: str | None = None
    report: ImportReport | None = None
    difference: Difference | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain values for JSON."""
        return {
            "source": self.source,
            "state": self.state,
            "failure": self.failure,
            "import": None if self.report is None else self.report.to_dict(),
            "difference": None if self.difference is None else self.difference.to_dict(),
        }

    @property
    def state(self) -> str:
        """One word: failed, unchanged or updated."""
        if self.failure is not None:
            return "failed"
        return "unchanged" if self.report is None else "updated"


def update(library: Library, sources: tuple[str, ...]) -> Iterator[Updated]:
    """Fetch the sources side by side; yield each as soon as it is done."""
    items = to_fetch(library, sources)
    with open_client() as client, _bars() as bars, ThreadPoolExecutor(_AT_ONCE) as pool:
        tasks: dict[Future[Fetched], ToFetch] = {}
        for item in items:
            item.target.parent.mkdir(parents=True, exist_ok=True)
            tasks[pool.submit(_fetch, client, item, _bar(bars, item.source))] = item
        for task in as_completed(tasks):
            yield _settle(library, tasks[task], task)


def _fetch(
    client: httpx.Client, item: ToFetch, progress: Callable[[int, int | None], None]
) -> Fetched:
    known = Validators()
    if item.last is not None:
        known = Validators(etag=item.last.etag, last_modified=item.last.last_modified)
    wanted = Wanted(href=item.href, target=item.target, hosts=item.hosts, known=known)
    return download(client, wanted, progress)


def _settle(library: Library, item: ToFetch, task: Future[Fetched]) -> Updated:
    """Take in what was fetched, one source at a time, and remember how it went."""
    now = datetime.now(UTC)  # noqa: TID251 - the command reads the clock
    try:
        fetched = task.result()
        if not fetched.changed:
            unchanged(library, item, now)
            return Updated(source=item.source)
        before = _published(library, item.source)
        report = take_in(
            library, item, (fetched.validators.etag, fetched.validators.last_modified), now
        )
    except (SanccheckError, OSError) as error:
        failed(library, item, str(error), now)
        return Updated(source=item.source, failure=str(error))
    difference = None
    if before is not None and report.published is not None and before != report.published:
        difference = library.diff(item.source, before, report.published)
    return Updated(source=item.source, report=report, difference=difference)


def _published(library: Library, source: str) -> Any:
    """Return the day of the newest whole publication that is here, None where there is none."""
    days = [
        publication.published
        for publication in library.publications(source)
        if not (publication.partial or publication.embedded) and publication.published is not None
    ]
    return max(days, default=None)


def _bars() -> AbstractContextManager[Progress | None]:
    console = Console(stderr=True)
    if not console.is_terminal:
        return nullcontext(None)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=console,
    )


def _bar(bars: Progress | None, source: str) -> Callable[[int, int | None], None]:
    if bars is None:
        return _silent
    task = bars.add_task(source, total=None)
    return lambda received, whole: bars.update(task, completed=received, total=whole)


def _silent(received: int, whole: int | None) -> None:
    """Show no progress, where nobody looks."""
    del received, whole


def show(console: Console, done: Updated) -> None:
    """Print how the update of one source went."""
    if done.failure is not None:
        text = Text.assemble(("failed    ", "red"), (done.source, "bold"), f"  {done.failure}")
        console.print(text)
        console.print("          what was loaded before stays in use")
    elif done.report is None:
        console.print(Text.assemble(("unchanged ", "green"), (done.source, "bold")))
    else:
        published = done.report.published
        day = "no date" if published is None else say_date(published)
        said = f"  {done.report.entries:,} entries, published {day}"
        if done.difference is not None:
            found = done.difference
            said += (
                f"; {len(found.added):,} added, {len(found.removed):,} removed, "
                f"{len(found.changed):,} changed"
            )
        console.print(Text.assemble(("updated   ", "green"), (done.source, "bold"), said))
