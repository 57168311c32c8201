"""What one event of the record costs, beside one in SQLite, and what a cold `screen` pays for it.

    python -m benchmarks.record_cost [FOLDER]

First the same event is added many times to a hash-chained file of JSON lines and to an SQLite
table, in turn, with its last hash read and everything on the disk each time. Then one cold `screen`
is run with the audit log on and off, beside the imports of a light program. All in one run; the
processor time is what to compare, since an fsync takes what the disk takes. Exits 1 where a cold
`screen` that keeps a record takes over 2.5 times the light program. FOLDER is on the disk to
measure (default: the temporary one).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.cold_start import BESIDE, MOST_TIMES, SCREEN
from benchmarks.loaded import ROOT, environment, load
from sanccheck.audit.record import AUDIT, Record, Stamp

ROUNDS, EVENTS = 15, 200
BODY = {"kind": "screening", "text": "x" * 1200}
STAMP = Stamp("2026-11-25T10:00:00.000Z", "somebody", "sanccheck")


def main() -> None:
    """Print both comparisons."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        _events(Path(folder))
        sys.exit(_screens(Path(folder)))


def _events(folder: Path) -> None:
    ways = {"JSON lines": _jsonl(folder / "jsonl"), "SQLite": _sqlite(folder / "a.sqlite3")}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(EVENTS):
        for name, add in ways.items():
            start, cpu = time.perf_counter(), time.process_time()
            add()
            took[name].append((time.perf_counter() - start, time.process_time() - cpu))
    print(f"{'one event':32} median CPU  median")
    for name, times in took.items():
        cpu = statistics.median(one for _, one in times) * 1000
        wall = statistics.median(one for one, _ in times) * 1000
        print(f"{name:32} {cpu:7.2f} ms {wall:5.2f} ms")


def _jsonl(home: Path) -> Callable[[], object]:
    record = Record(home)

    def add() -> None:
        with record.writing() as writer:
            writer.append(AUDIT, STAMP, BODY)

    return add


def _sqlite(path: Path) -> Callable[[], object]:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE event (n INTEGER PRIMARY KEY, body TEXT, hash TEXT) STRICT")

    def add() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("BEGIN IMMEDIATE")
            last = database.execute("SELECT hash FROM event ORDER BY n DESC LIMIT 1").fetchone()
            digest = hashlib.sha256(f"{last}{BODY}".encode()).hexdigest()
            row = (str(BODY), digest)
            database.execute("INSERT INTO event (body, hash) VALUES (?, ?)", row)
            database.execute("COMMIT")

    return add


def _screens(folder: Path) -> bool:
    home = folder / "home"
    load(home)
    runs = {
        "import click, pydantic, sqlite3": (BESIDE, {}),
        "screen, a record kept": (SCREEN, {}),
        "screen, the audit log off": (SCREEN, {"SANCCHECK_AUDIT": "off"}),
    }
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (command, more) in runs.items():
            took[name].append(_run(command, environment(home) | more))
    light = statistics.median(one for one, _ in took["import click, pydantic, sqlite3"])
    print(f"\n{'a cold start':32} least CPU   median  ratio")
    ratios = {}
    for name, times in took.items():
        median = statistics.median(one for one, _ in times)
        ratios[name] = median / light
        cpu = min(one for _, one in times) * 1000
        print(f"{name:32} {cpu:6.0f} ms  {median * 1000:4.0f} ms   {ratios[name]:.2f}")
    return ratios["screen, a record kept"] > MOST_TIMES


def _run(command: tuple[str, ...], env: dict[str, str]) -> tuple[float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
