"""How long one `screen` takes from a cold start, beside the imports of a light program.

    python -m benchmarks.cold_start [FOLDER]

Runs both in turn, with the SDN and the consolidated list loaded, and prints the medians, their
ratio and the peak memory. Exits 1 above 2.5 times, or above 150 MB.

The same screening with every list loaded that there is a file of stands below it. FOLDER is
another checkout of the program, an earlier one say: then it is run in turn too, with both sets of
lists in homes of its own. So short a run depends on what else the machine does; the least of the
CPU times is what to compare.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.loaded import AS_OF, PROGRAM, ROOT, environment, load, load_all

ROUNDS = 15
MOST_TIMES = 2.5
MOST_MEGABYTES = 150
BESIDE = (sys.executable, "-c", "import click, pydantic, sqlite3")
SCREEN = (*PROGRAM, "screen", "SenseTime Group", "--as-of", AS_OF)


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds, CPU seconds, and its peak memory in megabytes."""

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Side:
    """A command to run, in which home and with which checkout."""

    title: str
    command: tuple[str, ...]
    home: Path
    root: Path = ROOT

    def run(self) -> Run:
        """Run it once."""
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            env=environment(self.home, self.root),
            cwd=self.root,
            stdout=subprocess.DEVNULL,
        )
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        return Run(
            time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        )


def main() -> None:
    """Print the comparison."""
    other = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        sides = list(_sides(Path(folder), other))
        for side in sides:
            side.run()
        rounds = [[side.run() for side in sides] for _ in range(ROUNDS)]
    runs = dict(zip(sides, zip(*rounds, strict=True), strict=True))
    print(f"{'':56}  median  least CPU  peak memory")
    for side, took in runs.items():
        median = statistics.median(one.seconds for one in took) * 1000
        least = min(one.cpu for one in took) * 1000
        memory = max(one.megabytes for one in took)
        print(f"{side.title:56} {median:4.0f} ms     {least:4.0f} ms       {memory:3.0f} MB")
    light, ours, *_ = runs.values()
    ratio = statistics.median(one.seconds for one in ours) / statistics.median(
        one.seconds for one in light
    )
    print(f"ratio of the second to the first {ratio:.2f} (at most {MOST_TIMES})")
    sys.exit(ratio > MOST_TIMES or max(one.megabytes for one in ours) > MOST_MEGABYTES)


def _sides(folder: Path, other: Path | None) -> Iterator[Side]:
    yield Side("import click, pydantic, sqlite3", BESIDE, folder / "none")
    roots = {"": ROOT} if other is None else {"": ROOT, ", the other program": other}
    for number, (whose, root) in enumerate(roots.items()):
        for what, fill in (("SDN and consolidated", load), ("every list", load_all)):
            home = folder / f"{what}-{number}"
            fill(home, root)
            yield Side(f"screen, {what} loaded{whose}", SCREEN, home, root)


if __name__ == "__main__":
    main()
