"""Whether the index loses anything that the scorer would accept.

    python -m benchmarks.matching_complete --home FOLDER [--queries 200] [--entries 0] [--seed 1]

Asks perturbed names of every class of the whole SDN List, or of a sample of `--entries`, twice:
through the index as a screening does, and against every row one by one. Prints how many hits at
the shipped threshold each gives, and every one that only the second has. Exits 1 for one such.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.matching.queries import Query, perturbed
from benchmarks.matching.world import changed_world, load, open_world
from sanccheck.matching.candidates import Asked, find_candidates
from sanccheck.matching.index import Index
from sanccheck.matching.look_ups import looked_up
from sanccheck.matching.opening import open_indexes
from sanccheck.matching.search import Search
from sanccheck.names.reading import read_name
from sanccheck.screening import DEFAULT_MIN_SCORE

EVERY = 40


def through_index(index: Index, name: str) -> set[int]:
    """Return the entries that a screening finds."""
    asked = Asked(readings=read_name(name), identifiers=())
    return {
        one.entry
        for one in find_candidates(index, asked, DEFAULT_MIN_SCORE)
        if one.found is not None
    }


def one_by_one(index: Index, name: str) -> set[int]:
    """Return the entries of which a row scores the threshold, every row compared."""
    found = set()
    for reading in read_name(name):
        search = Search(index, reading, tuple(looked_up(reading)))
        for row, score in search.every_row():
            if score >= DEFAULT_MIN_SCORE:
                found.add(row.entry)
    return found


def drawn(queries: Iterator[Query], count: int, seed: int) -> Sequence[Query]:
    """Draw so many queries of all."""
    every = list(queries)
    random.Random(seed).shuffle(every)  # noqa: S311 - to repeat it
    return every[:count]


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--entries", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    load(asked.home)
    world = open_world(asked.home, ("us_ofac_sdn",), "sdn")
    if asked.entries:
        sample = random.Random(asked.seed).sample(world.entries, asked.entries)  # noqa: S311
        world = changed_world(world, sample, f"sample {asked.seed} {asked.entries}")
    (opened,) = open_indexes(world.served)
    index = opened.index
    queries = drawn(perturbed(world, asked.seed, EVERY), asked.queries, asked.seed)
    start, hits, lost = time.monotonic(), 0, []
    for query in queries:
        fast, slow = through_index(index, query.name), one_by_one(index, query.name)
        hits += len(slow)
        lost += [(query, entry) for entry in sorted(slow - fast)]
    took = time.monotonic() - start
    print(f"{len(queries)} names against {index.row_count} rows, {took:.0f} s")
    print(f"{hits} hits one by one, {len(lost)} of them lost by the index")
    for query, entry in lost:
        print(f"  {query.group}: '{query.name}' is entry {entry} by the score")
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
