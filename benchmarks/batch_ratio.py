"""How fast a batch is, beside comparing every name with every name.

    taskset -c 0 python -m benchmarks.batch_ratio [NAMES]

Screens company names against the SDN and the consolidated list on one core, and runs RapidFuzz's
`process.cdist` with token_sort_ratio over the same names. Prints the time of each, of the CPU, and
the ratio. Exits 1 where the batch is the slower one.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from benchmarks.loaded import AS_OF, COMPANIES, load
from sanccheck.model import Query
from sanccheck.screening import Screener
from sanccheck.sources.library import open_library

SEED = 1


def names_to_screen(count: int) -> list[str]:
    """Return company names drawn by a fixed seed."""
    with COMPANIES.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    return random.Random(SEED).sample(names, count)  # noqa: S311 - to repeat it


def main() -> None:
    """Print the comparison."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    names = names_to_screen(count)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SANCCHECK_HOME"] = folder
        load(Path(folder))
        served = open_library(Path(folder)).serve(date.fromisoformat(AS_OF), None)
        screener = Screener(served)
        listed = [
            utils.default_process(name.text)
            for one in served.corpora
            for entry in one.corpus.entries()
            for name in entry.names
        ]
        start = time.process_time()
        found = sum(
            1 for one in screener.screen_many(Query(name=name) for name in names) if one.hits
        )
        ours = time.process_time() - start
        asked = [utils.default_process(name) for name in names]
        start = time.process_time()
        process.cdist(asked, listed, scorer=fuzz.token_sort_ratio, workers=1)
        brute = time.process_time() - start
    print(f"{count} names against {len(listed)} listed names, {found} with a hit")
    print(f"sanccheck batch               {ours:6.2f} s  {count / ours:7.0f} names a second")
    print(f"cdist token_sort_ratio        {brute:6.2f} s  {count / brute:7.0f} names a second")
    print(f"ratio {brute / ours:.1f}")
    sys.exit(ours > brute)


if __name__ == "__main__":
    main()
