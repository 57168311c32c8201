"""What judging investors under a deal costs, beside screening the same names.

    taskset -c 0 python -m benchmarks.investors_ratio [ROWS] [TIMES]

Writes two investor files of so many rows by a fixed seed, both of real company names. In the
`hard` one every column is drawn by itself: places evenly from thirty, each US-person test given or
left out, one row in twelve acting for or owned by another row drawn from all. Its rows are of some
1,400 kinds of investor in 10,000 rows, far more than a real book has, and half of the kinds are of
the rows that act for others. In the `usual` one most rows leave most columns out, as a book does
that comes from an order system: nearly all tell where they are of, half tell what they are, one in
ten answers a US-person test or says for whom it acts, and places are mostly those of an Asian deal.

Runs `batch` on the same names with their countries and `assess --investors` on each file, all to a
workbook, and prints the CPU time of each (the least of several) and the ratios. Exits 1 where
either is above 1.5.
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
COMMON = ("HK", "HK", "HK", "CN", "CN", "SG", "KY", "KY", "GB", "US", "JP")
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


def usual_rows(count: int) -> list[tuple[str, ...]]:
    """Return the rows of a file that leaves most columns out, drawn by a fixed seed."""
    rng = random.Random(SEED)  # noqa: S311 - to repeat it
    names = names_to_screen(count)
    return [_usual_row(rng, name, rng.choice(names)) for name in names]


def _usual_row(rng: random.Random, name: str, other: str) -> tuple[str, ...]:
    """Return such a row; `other` is one of which it may say something."""
    place = rng.choice(PLACES if rng.random() < 0.3 else COMMON)
    place = place if rng.random() < 0.95 else ""
    tests = ("", "") if place == "US" or rng.random() < 0.9 else ("no", "no")
    acts_for = "own account" if rng.random() < 0.1 else ""
    if rng.random() < 0.1:
        return (name, "person", "", rng.choice(("", place)), place, "", "", acts_for, "")
    kind = rng.choice(("company", "fund", "", ""))
    if rng.random() < 0.02:
        kind, acts_for = rng.choice((("nominee", other), ("nominee", ""), ("adviser", other)))
    owners = f"{other} {rng.choice((50, 100))}%" if rng.random() < 0.01 else ""
    return (name, kind, place, "", "", *tests, acts_for, owners)


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
        books = {"hard": rows(count), "usual": usual_rows(count)}
        names = home / "names.csv"
        hard = books["hard"]
        _write(names, [("name", "country"), *((row[0], row[2] or row[4]) for row in hard)])
        day = ("--as-of", AS_OF, "--force")
        runs = {"batch": ["batch", str(names), "-o", str(home / "batch.xlsx"), *day]}
        for book, made in books.items():
            file = home / f"{book}.csv"
            _write(file, [HEADER, *made])
            judged = ["assess", str(DEAL), "--investors", str(file)]
            runs[book] = [*judged, "-o", str(home / f"{book}.xlsx"), *day]
        found = [
            {run: cpu(home, *arguments) for run, arguments in runs.items()} for _ in range(times)
        ]
    least = {run: min(one[run] for one in found) for run in runs}
    print(f"{count} rows, CPU seconds, the least of {times}")
    for run, seconds in least.items():
        ratio = (
            "" if run == "batch" else f"  ratio {seconds / least['batch']:.2f} (at most {LIMIT})"
        )
        name = run if run == "batch" else f"assess --investors, {run} book"
        print(f"{name:32} {seconds:6.2f}{ratio}")
    sys.exit(any(seconds > least["batch"] * LIMIT for seconds in least.values()))


if __name__ == "__main__":
    main()
