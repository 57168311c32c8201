"""How long the large official files take to take in, beside walking them and doing nothing.

    python -m benchmarks.read_lists [ROUNDS]

Each round starts two fresh processes in turn: lxml's iterparse over the file, and the whole import
of it (read, checked, every entry made, written and committed, the published bytes kept). lxml and
the manifests are loaded before the clock starts. Prints the medians of the time and of the CPU
time, their ratios, and the peak memory. Exits 1 above 4 times, or 200 MB.
"""

from __future__ import annotations

import importlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.loaded import DATA

if TYPE_CHECKING:
    from sanccheck.sources.library import Library

FILES = {
    "us_ofac_sdn": DATA / "us_ofac_sdn" / "SDN_2024-05-07.xml",
    "eu_fsf": DATA / "eu_fsf" / "EU_FSF_FULL_1_1_2024-05-13.xml",
}
# Modules that an import loads late: loaded before the clock starts, as lxml is for the walk.
LOADED = (
    "gzip",
    "pydantic_core",
    "sanccheck.parse.eu_fsf_xml",
    "sanccheck.parse.ofac_xml",
    "sanccheck.sources.importing",
    "sanccheck.sources.own_lists",
    "sanccheck.sources.taking",
    "stdnum.imo",
    "stdnum.lei",
    "uuid",
)
MOST_TIMES = 4.0
MOST_MEGABYTES = 200


def walk(path: Path) -> None:
    """Walk the file and do nothing."""
    from lxml import etree

    for _ in etree.iterparse(str(path)):
        pass


def take_in(library: Library, source: str, path: Path) -> None:
    """Import the file into an empty home."""
    library.import_file(
        source,
        path,
        published=None,
        partial=False,
        retrieved=datetime.now(UTC),  # noqa: TID251 - a benchmark reads the clock
    )


def measure(what: str, source: str) -> None:
    """Print the seconds, the CPU seconds and the peak memory of one of the two."""
    import lxml.etree

    for module in LOADED:
        importlib.import_module(module)
    from sanccheck.sources.library import open_library

    assert lxml.etree is not None
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder))
        assert library.manifests
        start, cpu = time.perf_counter(), time.process_time()
        if what == "walk":
            walk(FILES[source])
        else:
            take_in(library, source, FILES[source])
        took = time.perf_counter() - start, time.process_time() - cpu
    print(json.dumps([*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    """Print the comparison for each file."""
    if len(sys.argv) > 2:
        measure(sys.argv[1], sys.argv[2])
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    failed = False
    for source in FILES:
        found: dict[str, list[list[float]]] = {"walk": [], "import": []}
        for _ in range(rounds):
            for what, measured in found.items():
                command = [sys.executable, "-m", "benchmarks.read_lists", what, source]
                measured.append(json.loads(subprocess.check_output(command, text=True)))
        (walked, walked_cpu), (took, took_cpu) = (
            [statistics.median(one[at] for one in measured) for at in (0, 1)]
            for measured in found.values()
        )
        memory = max(one[2] for one in found["import"])
        print(
            f"{source:<12} walk {walked:.3f} s (CPU {walked_cpu:.3f}), import {took:.3f} s "
            f"(CPU {took_cpu:.3f}), ratio {took / walked:.2f} (CPU {took_cpu / walked_cpu:.2f}), "
            f"{memory:.0f} MB"
        )
        failed = failed or took_cpu / walked_cpu > MOST_TIMES or memory > MOST_MEGABYTES
    sys.exit(failed)


if __name__ == "__main__":
    main()
