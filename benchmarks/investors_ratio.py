"""What judging investors under a deal costs, beside screening the same names.

    taskset -c 0 python -m benchmarks.investors_ratio [ROWS] [TIMES]

Writes an investor file of so many rows by a fixed seed: real company names, countries, types,
facts given or left out, some rows that act for or own others. Runs `batch` on the same names with
their countries and `assess --investors` on the file, both to a workbook, and prints the CPU time
of each (the least of several) and the ratio. Exits 1 where it is above 1.5.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.batch_ratio import names_to_screen
from benchmarks.loaded import AS_OF, PROGRAM, ROOT, environment, load

SEED = 2
LIMIT = 1.5
DEAL = ROOT / "examples" / "deals" / "sensetime-placing.yaml"
HEADER = (
    *("name", "type", "organised_in", "citizenships", "residence", "ofac_us_person"),
    *("reg_s_us_person", "acts_for", "owners"),
)
PLACES = (
    *("HK", "CN", "KY", "VG", "SG", "JP", "KR", "TW", "GB", "LU", "IE", "DE", "FR", "CH", "AE"),
    *("US", "CA", "AU", "BM", "MY", "TH", "IN", "SA", "NO", "NL", "JE", "GG", "IL", "BR", "ZA"),
)
TYPES = (
    *(("company", "fund") * 24),
    *("trust", "bank branch", "nominee", "nominee", "adviser", "staff", "", ""),
)
FOR_OTHERS = {"nominee", "adviser", "staff"}


def rows(count: int) -> list[tuple[str, ...]]:
    """Return the rows of an investor file, drawn by a fixed seed."""
    rng = random.Random(SEED)  # noqa: S311 - to repeat it
    names = names_to_screen(count)
    return [_row(rng, name, rng.choice(names)) for name in names]


def _row(rng: random.Random, name: str, other: str) -> tuple[str, ...]:
    """Return a row; `other` is one of which it may say something."""
    kind = "person" if rng.random() < 0.15 else rng.choice(TYPES)
    place, citizen = rng.choice((*PLACES, "")), rng.choice(PLACES)
    acts_for = rng.choice(("", "own account", "own account"))
    if kind in FOR_OTHERS or rng.random() < 0.01:
        acts_for = other if rng.random() < 0.8 else ""
    if kind in {"person", "staff"}:
        ofac = "" if "US" in {citizen, place} else _said(rng)
        return (name, kind, "", citizen, place, ofac, "", acts_for, "")
    owner = rng.choice((other, f"{other} Holdings"))
    owners = f"{owner} {rng.choice((25, 50, 100))}%" if rng.random() < 0.03 else ""
    facts = ("", "") if place == "US" else (_said(rng), _said(rng))
    return (name, kind, place, "", "", *facts, acts_for, owners)


def _said(rng: random.Random) -> str:
    return rng.choice(("no", "no", "", "unknown"))


def cpu(home: Path, *arguments: str) -> float:
    """Return the CPU time of a run of the program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*PROGRAM, *arguments], env=environment(home), check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


def main() -> None:
    """Print the comparison."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        load(home)
        made = rows(count)
        file, names = home / "investors.csv", home / "names.csv"
        _write(file, [HEADER, *made])
        _write(names, [("name", "country"), *((row[0], row[2] or row[4]) for row in made)])
        day = ("--as-of", AS_OF, "--force")
        batch, judged = ["batch", str(names)], ["assess", str(DEAL), "--investors", str(file)]
        found = [
            (
                cpu(home, *batch, "-o", str(home / "batch.xlsx"), *day),
                cpu(home, *judged, "-o", str(home / "judged.xlsx"), *day),
            )
            for _ in range(times)
        ]
    one, other = min(first for first, _ in found), min(second for _, second in found)
    print(f"{count} rows, CPU seconds, the least of {times}")
    print(f"batch                {one:6.2f}")
    print(f"assess --investors   {other:6.2f}")
    print(f"ratio {other / one:.2f} (at most {LIMIT})")
    sys.exit(other > one * LIMIT)


if __name__ == "__main__":
    main()
