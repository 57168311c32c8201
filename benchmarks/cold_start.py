"""How long one `screen` takes from a cold start, beside the imports of a light program.

    python -m benchmarks.cold_start

Runs both in turn, with the SDN and the consolidated list loaded, and prints the medians, their
ratio and the peak memory. Exits 1 above 2.5 times, or above 150 MB.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.loaded import AS_OF, PROGRAM, environment, load

ROUNDS = 15
MOST_TIMES = 2.5
MOST_MEGABYTES = 150
BESIDE = (sys.executable, "-c", "import click, pydantic, sqlite3")
SCREEN = (*PROGRAM, "screen", "SenseTime Group", "--as-of", AS_OF)


def measure(command: tuple[str, ...], home: Path) -> tuple[float, float]:
    """Run a command and return its seconds and its peak memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - start, used.ru_maxrss / 1024


def main() -> None:
    """Print the comparison."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        load(home)
        measure(BESIDE, home)
        runs = [(measure(SCREEN, home), measure(BESIDE, home)) for _ in range(ROUNDS)]
    ours = statistics.median(one[0] for one, _ in runs)
    beside = statistics.median(other[0] for _, other in runs)
    memory = max(one[1] for one, _ in runs)
    print(f"screen, cold, SDN and consolidated loaded  {ours * 1000:6.0f} ms  {memory:.0f} MB peak")
    print(f"import click, pydantic, sqlite3            {beside * 1000:6.0f} ms")
    print(f"ratio {ours / beside:.2f} (at most {MOST_TIMES})")
    sys.exit(ours / beside > MOST_TIMES or memory > MOST_MEGABYTES)


if __name__ == "__main__":
    main()
