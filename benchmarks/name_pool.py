"""A large pool of names to grow a list with: real ones first, then made of their words."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.loaded import DATA
from benchmarks.matching.alarms import ordinary_companies
from benchmarks.matching.world import SCRIPTS, World, open_world

_RESERVED = 7500
_TARGETS = ("targets.simple_2025-05.csv", "targets.simple_2026-03.csv")


def name_pool(home: Path, world: World, size: int, seed: int) -> tuple[list[str], list[str]]:
    """Return so many names in an order by seed, and company names that are not among them.

    Listed names of OFAC, the Entity List, 1260H, the EU, the UN and two OpenSanctions exports,
    and ordinary companies. Where those are too few, a name is made of the first half of one
    company's and the second half of another's: real words, in real frequency.
    """
    rng = random.Random(seed)  # noqa: S311 - to repeat it
    companies = [one.name for one in ordinary_companies()]
    rng.shuffle(companies)
    reserved, companies = companies[:_RESERVED], companies[_RESERVED:]
    listed = [name.text for entry in world.entries for name in entry.names]
    scripts = open_world(home, SCRIPTS, "EU and UN")
    listed += [name.text for entry in scripts.entries for name in entry.names]
    listed += _opensanctions()
    pool = list(dict.fromkeys([*listed, *companies]))
    rng.shuffle(pool)
    known = set(pool) | set(reserved)
    for name in _made(companies, rng):
        if len(pool) >= size:
            break
        if name not in known:
            known.add(name)
            pool.append(name)
    # The order is shuffled once more, so that each size holds its share of made-up names.
    pool = pool[:size]
    rng.shuffle(pool)
    return pool, reserved


def _opensanctions() -> Iterator[str]:
    for name in _TARGETS:
        with (DATA / "opensanctions" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from filter(None, [row["name"], *row["aliases"].split(";")])


def _made(companies: Sequence[str], rng: random.Random) -> Iterator[str]:
    while True:
        one, other = (rng.choice(companies).split() for _ in range(2))
        if len(one) > 1 and len(other) > 1:
            yield " ".join([*one[: len(one) // 2], *other[len(other) // 2 :]])
