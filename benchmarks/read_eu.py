"""How long the EU's list takes to read, beside walking the same file and doing nothing.

    python -m benchmarks.read_eu FILE [ROUNDS]

Each round starts two fresh processes in turn: lxml's iterparse over the file, and reading it and
making every entry. Prints the medians of the CPU time and their ratio. Exits 1 above 4 times.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

LIMIT = 4.0


def walk(path: Path) -> None:
    """Walk the file and do nothing."""
    from lxml import etree

    start = time.process_time()
    for _ in etree.iterparse(str(path)):
        pass
    print(time.process_time() - start)


def read(path: Path) -> None:
    """Read the file and make every entry."""
    from sanccheck.parse.eu_fsf_xml import EuFsfXml
    from sanccheck.parse.list_rules import ListRule, ListRules
    from sanccheck.parse.parsed import Tally

    rules = ListRules(rules=(ListRule(id="eu_fsf", everything=True),))
    import lxml.etree  # noqa: F401 - loaded before the clock starts, as above

    start = time.process_time()
    reading = EuFsfXml(path.read_bytes(), path.name)
    for _ in reading.entries(rules, Tally()):
        pass
    print(time.process_time() - start)


def main() -> None:
    """Print the comparison."""
    path = Path(sys.argv[1])
    what = sys.argv[2] if len(sys.argv) > 2 else "9"
    if what in {"walk", "read"}:
        {"walk": walk, "read": read}[what](path)
        return
    times: dict[str, list[float]] = {"walk": [], "read": []}
    for _ in range(int(what)):
        for one, measured in times.items():
            command = [sys.executable, "-m", "benchmarks.read_eu", str(path), one]
            measured.append(float(subprocess.check_output(command, text=True)))
    walked, made = (statistics.median(times[one]) for one in ("walk", "read"))
    print(f"walk {walked:.3f} s, read and make entries {made:.3f} s, ratio {made / walked:.2f}")
    sys.exit(made / walked > LIMIT)


if __name__ == "__main__":
    main()
