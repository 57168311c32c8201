"""How much faster a watch is after a real change of the SDN List than screening everything again.

    python -m benchmarks.watch_ratio

10,000 company names are watched against the SDN List of 2 May 2024; then that of the next day is
imported (8 entries fewer). The run on what changed and the run on everything take turns in one
process, each with the lists opened anew, and give the same; the least processor time of each is
compared. Exits 1 under 20 times, or where they differ.

Below stand a change of 40 entries all over the list, which are compared with the parties that they
can touch; and the first two as whole commands, where starting the program is most of the first.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from benchmarks.loaded import COMPANIES, DATA, PROGRAM, environment
from sanccheck.model import Query
from sanccheck.screening import asked_of
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served
from sanccheck.watch.change import only
from sanccheck.watch.run import Ran, Watching, run, screened
from sanccheck.watch.state import Found, State
from sanccheck.watch.touch import lay_out, layout_from, touched

DAYS = ("2024-05-02", "2024-05-03")
PARTIES, ROUNDS, LEAST_TIMES, TOUCHED = 10_000, 5, 20, 40
_T = TypeVar("_T")
LIST, SCORE = "us_ofac_sdn", 0.72


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        queries = _queries()
        _import(home, DAYS[0])
        before = run(None, _serve(home, DAYS[0]), _watching(queries), SCORE).state
        _command(home, folder, "watch", "add", "listed", str(_table(Path(folder), queries)))
        _command(home, folder, *_watch(DAYS[0]))
        _import(home, DAYS[1])
        ratio, same = _compare(home, before, queries)
        same &= _touched(home, queries)
        _commands(home, folder)
    sys.exit(ratio < LEAST_TIMES or not same)


def _compare(home: Path, before: State, queries: list[Query]) -> tuple[float, bool]:
    def changed() -> Ran:
        return run(before, _serve(home, DAYS[1]), _watching(queries), SCORE)

    def everything() -> Ran:
        served = _serve(home, DAYS[1])
        return run(before, served, _watching(queries), SCORE, everything=True)

    least, ran = _least({"what changed": changed, "everything": everything})
    ratio = least["everything"] / least["what changed"]
    some, every = ran["what changed"], ran["everything"]
    same = some.state == every.state
    print(
        f"{PARTIES:,} parties, {DAYS[0]} to {DAYS[1]}: {len(some.change.entries)} entries changed"
    )
    for name, seconds in least.items():
        print(f"  {name:14} {seconds * 1000:7.0f} ms")
    print(f"  {ratio:.0f} times faster (at least {LEAST_TIMES}); the same: {same}")
    return ratio, same


def _touched(home: Path, queries: list[Query]) -> bool:
    """Measure a change of some entries, which the parties are compared with that it can touch."""
    served = _serve(home, DAYS[1])
    corpus = served.corpora[0].corpus
    step = len(corpus) // TOUCHED
    entries = [corpus.entry_at(at * step) for at in range(TOUCHED)]
    some = only(served, frozenset(one.id for one in entries))
    kept = lay_out([asked_of(query) for query in queries]).to_bytes("p")

    def changed() -> Found:
        layout = layout_from(kept, "p")
        assert layout is not None
        places = touched(layout, some, SCORE)
        found = screened(some, [queries[place] for place in places], SCORE)
        return {places[at]: hits for at, hits in found.items()}

    least, ran = _least(
        {
            "what changed": changed,
            "everything": lambda: screened(_serve(home, DAYS[1]), queries, SCORE),
        }
    )
    ids = {one.id for one in entries}
    every = {
        place: left
        for place, hits in ran["everything"].items()
        if (left := [hit for hit in hits if hit["entry"] in ids])
    }
    times = least["everything"] / least["what changed"]
    same = ran["what changed"] == every
    print(f"a change of {TOUCHED} entries: {times:.0f} times faster; the same: {same}")
    return same


def _watching(queries: list[Query]) -> Watching:
    return Watching(digest="p", queries=lambda: queries)


def _least(ways: dict[str, Callable[[], _T]]) -> tuple[dict[str, float], dict[str, _T]]:
    took: dict[str, list[float]] = {name: [] for name in ways}
    ran = {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            ran[name] = way()
            took[name].append(time.process_time() - start)
    return {name: min(times) for name, times in took.items()}, ran


def _commands(home: Path, folder: str) -> None:
    """Measure both as whole commands."""
    took = {"watch run": 0.0, "watch run --everything": 0.0}
    for name, more in zip(took, ((), ("--everything",)), strict=True):
        times = []
        for _ in range(ROUNDS):
            start = os.times()
            _command(home, folder, *_watch(DAYS[1]), *more)
            end = os.times()
            user, system = end.children_user, end.children_system
            times.append(user + system - start.children_user - start.children_system)
        took[name] = min(times)
    some, every = took.values()
    print(
        f"as whole commands: {some * 1000:.0f} and {every * 1000:.0f} ms, {every / some:.1f} times"
    )


def _watch(day: str) -> tuple[str, ...]:
    return "watch", "run", "--list", LIST, "--as-of", day


def _queries() -> list[Query]:
    if not COMPANIES.is_file():
        sys.exit(f"the real names are not at {COMPANIES}; set SANCCHECK_TEST_DATA")
    with COMPANIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Query(name=row["name"]) for row in rows[:PARTIES]]


def _table(folder: Path, queries: list[Query]) -> Path:
    path = folder / "parties.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name"])
        writer.writerows([query.name] for query in queries)
    return path


def _import(home: Path, day: str) -> None:
    open_library(home).import_file(
        LIST,
        DATA / "us_ofac_sdn" / "history" / f"sdn_{day}.csv",
        published=date.fromisoformat(day),
        partial=True,
        retrieved=datetime.now(UTC),  # noqa: TID251 - a benchmark imports now
    )


def _serve(home: Path, day: str) -> Served:
    return open_library(home).serve(date.fromisoformat(day), [LIST])


def _command(home: Path, folder: str, *arguments: str) -> None:
    subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(home),
        cwd=folder,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
