"""How fast and how large matching is, beside other programs and as the lists grow.

    taskset -c 0 python -m benchmarks.matching_speed ratio [--names N] [--nomenklatura PYTHON]
    taskset -c 0 python -m benchmarks.matching_speed scaling [--svg docs/matching-scaling.svg]
    python -m benchmarks.matching_speed workers
    python -m benchmarks.matching_speed memory
    python -m benchmarks.matching_speed bad

`ratio` screens company names against OFAC's lists, the Entity List and 1260H: this program's batch,
RapidFuzz's `process.cdist` with token_sort_ratio over the same names, and nomenklatura's own
blocker with logic-v2. `scaling` asks 10,000 names of lists of 10,000 to 200,000: 7,500 of
companies that are not on the list, and 2,500 with a slip in them. `workers`
compares two workers of `sanccheck batch` with two processes that get one half each. `memory` says
what opening the index and screening short and long batches takes, `bad` what names cost that are
empty, endless or made of signs. Times are CPU seconds, but for
`workers`. `--home FOLDER` keeps the imported lists.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from benchmarks.bad_names import bad_names
from benchmarks.matching.alarms import ordinary_companies
from benchmarks.matching.queries import Query, perturbed
from benchmarks.matching.rivals import Nomenklatura, find_nomenklatura
from benchmarks.matching.world import AS_OF, MAIN, World, changed_world, load, open_world
from benchmarks.name_pool import name_pool
from benchmarks.scaling_plot import plot
from sanccheck.commands.batch_workers import Setting, Workers, states_of
from sanccheck.errors import UsageError
from sanccheck.model import Query as Asked
from sanccheck.model.entries import EntityType, Entry, Name
from sanccheck.screening import Screener

SIZES = (10_000, 20_000, 50_000, 100_000, 200_000)
SEED, ROUNDS, QUERIES = 1, 3, 2000
# Three names that are not listed to one that is, with a slip in it.
_SLIPS = 2500
MOST_FOR_BAD = 50
_BLOCK = 500
# nomenklatura takes milliseconds a name; so many are enough to tell.
_OF_NOMENKLATURA = 300


def main() -> None:
    """Run one measurement."""
    asked = _read_options()
    with tempfile.TemporaryDirectory() as folder:
        home: Path = asked.home or Path(folder)
        load(home)
        _MEASURES[asked.what](asked, home)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.matching_speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=sorted(_MEASURES))
    parser.add_argument("--home", type=Path, help="keep the imported lists here between runs")
    parser.add_argument("--names", type=int, default=QUERIES)
    parser.add_argument("--nomenklatura", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--svg", type=Path, help="draw the curve here")
    return parser.parse_args()


def companies(count: int) -> list[str]:
    """Return ordinary company names drawn by a fixed seed."""
    names = [one.name for one in ordinary_companies()]
    return random.Random(SEED).sample(names, count)  # noqa: S311 - to repeat it


def _screen(screener: Screener, names: Sequence[str]) -> int:
    return sum(bool(one.hits) for one in screener.screen_many(Asked(name=name) for name in names))


def measure_ratio(asked: argparse.Namespace, home: Path) -> None:
    """Print names a second of each program, and the ratios."""
    world = open_world(home, MAIN, "main")
    names = companies(asked.names)
    screener = Screener(world.served)
    _screen(screener, ["warm"])
    start = time.process_time()
    found = _screen(screener, names)
    ours = (time.process_time() - start) / len(names)
    brute = _brute_force(world, names)
    listed = sum(len(entry.names) for entry in world.entries)
    print(f"{len(names)} names against {listed} listed names, {found} with a hit; CPU time")
    _print_speed("sanccheck batch", ours, ours)
    _print_speed("cdist token_sort_ratio", brute, ours)
    if find_nomenklatura(asked.nomenklatura) is None:
        print("nomenklatura is not installed here; give --nomenklatura PYTHON")
        return
    few = [Query("speed", name, frozenset(), 0, "") for name in names[:_OF_NOMENKLATURA]]
    answers = Nomenklatura(asked.nomenklatura).run(world, few)
    _print_speed("nomenklatura blocker + logic-v2", answers[-1]["seconds"] / len(few), ours)


def _brute_force(world: World, names: Sequence[str]) -> float:
    listed = [utils.default_process(name.text) for one in world.entries for name in one.names]
    asked = [utils.default_process(name) for name in names]
    start = time.process_time()
    for at in range(0, len(asked), _BLOCK):
        process.cdist(asked[at : at + _BLOCK], listed, scorer=fuzz.token_sort_ratio, workers=1)
    return (time.process_time() - start) / len(names)


def _print_speed(what: str, seconds: float, ours: float) -> None:
    print(
        f"{what:32} {1 / seconds:9,.0f} names a second  {seconds * 1000:8.3f} ms a name"
        f"  {seconds / ours:6.1f} times ours"
    )


def measure_scaling(asked: argparse.Namespace, home: Path) -> None:
    """Print the cost of a query for lists of growing size, and draw it."""
    world = open_world(home, MAIN, "main")
    pool, reserved = name_pool(home, world, max(SIZES), SEED)
    slips = [query.name for query in perturbed(world, SEED, 40)]
    random.Random(SEED).shuffle(slips)  # noqa: S311 - to repeat it
    queries = reserved + slips[:_SLIPS]
    batch, single = [], []
    for size in SIZES:
        entries = [_entry(number, name) for number, name in enumerate(pool[:size])]
        grown = changed_world(world, entries, f"{size} names")
        batch.append(_batch_cost(grown, queries))
        single.append(_single_cost(grown, queries[:300]))
        print(f"{size:8,} names  batch {batch[-1]:7.4f} ms a query  single {single[-1]:7.3f} ms")
    for label, costs in (("batch", batch), ("single", single)):
        grows = (costs[-1] / costs[0]) ** (1 / _doublings())
        print(f"{label}: doubling the names costs {grows:.2f} times on average")
    if asked.svg:
        curves = {"in a batch": batch, "one by one": single}
        asked.svg.write_text(plot(SIZES, curves), encoding="utf-8")


def _doublings() -> float:
    import math

    return math.log2(SIZES[-1] / SIZES[0])


def _entry(number: int, name: str) -> Entry:
    names = (Name(text=name),)
    return Entry(id=f"p:{number}", list="p", uid=str(number), type=EntityType.COMPANY, names=names)


def _batch_cost(world: World, queries: Sequence[str]) -> float:
    costs = []
    for _ in range(ROUNDS):
        # A new screener each time: what is remembered of words is part of the cost.
        screener = Screener(world.served)
        start = time.process_time()
        _screen(screener, queries)
        costs.append((time.process_time() - start) * 1000 / len(queries))
    return statistics.median(costs)


def _single_cost(world: World, queries: Sequence[str]) -> float:
    screener = Screener(world.served)
    costs = []
    for name in queries:
        start = time.process_time()
        screener.screen(Asked(name=name))
        costs.append((time.process_time() - start) * 1000)
    return statistics.fmean(costs)


_half: list[Screener] = []


def _start_half(home: Path) -> None:
    _half.append(Screener(open_world(home, MAIN, "main").served))
    _screen(_half[0], ["warm"] * _BLOCK)


def _screen_half(names: list[str]) -> int:
    return _screen(_half[0], names)


def measure_workers(asked: argparse.Namespace, home: Path) -> None:
    """Print what two workers of `batch` reach of what two independent halves reach."""
    names = companies(max(asked.names, 15 * QUERIES))
    served = open_world(home, MAIN, "main").served
    setting = Setting(home=home, as_of=AS_OF, wanted=MAIN, min_score=None, states=states_of(served))
    Screener(served)
    took: dict[str, list[float]] = {"halves": [], "workers": []}
    for _ in range(ROUNDS):
        took["halves"].append(_halves(names, home))
        took["workers"].append(_workers(names, setting))
    for what, seconds in took.items():
        print(
            f"two {what:8} {len(names) / min(seconds):9,.0f} names a second, the best of {ROUNDS}"
        )
    share = min(took["halves"]) / min(took["workers"])
    print(f"two workers reach {share:.0%} of two halves; {multiprocessing.cpu_count()} cores")


def _halves(names: list[str], home: Path) -> float:
    middle = len(names) // 2
    context = multiprocessing.get_context("spawn")
    with context.Pool(2, _start_half, (home,)) as pool:
        pool.map(_screen_half, [["warm"]] * 8, chunksize=1)
        start = time.perf_counter()
        pool.map(_screen_half, [names[:middle], names[middle:]], chunksize=1)
        return time.perf_counter() - start


def _workers(names: list[str], setting: Setting) -> float:
    with Workers(2, setting) as workers:
        warm = (Asked(name="warm") for _ in range(8 * QUERIES))
        sum(1 for _ in workers.screen_many(warm))
        start = time.perf_counter()
        sum(1 for _ in workers.screen_many(Asked(name=name) for name in names))
        return time.perf_counter() - start


_MEMORY = """
import sys
from pathlib import Path
from benchmarks.matching.world import MAIN
from benchmarks.matching.world import AS_OF
from benchmarks.matching_speed import companies, _screen
from sanccheck.screening import Screener
from sanccheck.sources.library import open_library

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(l.split()[1]) for l in lines if l.startswith("RssAnon")) / 1024

names = companies(int(sys.argv[2])) * int(sys.argv[3])
before = resident()
screener = Screener(open_library(Path(sys.argv[1])).serve(AS_OF, list(MAIN)))
_screen(screener, ["warm"])
opened = resident()
_screen(screener, names)
print(f"{before:.1f} {opened:.1f} {resident():.1f}")
"""


def measure_memory(asked: argparse.Namespace, home: Path) -> None:
    """Print what the index takes on disk and in memory, for batches short and long."""
    open_world(home, MAIN, "main")
    world = open_world(home, MAIN, "main")
    Screener(world.served)
    size = sum(file.stat().st_size for file in (home / "derived").rglob("*matching.idx"))
    print(f"index on disk, mapped when read: {size / 2**20:.1f} MiB")
    for count, times in ((asked.names, 1), (asked.names, 10), (10 * asked.names, 1)):
        command = [sys.executable, "-c", _MEMORY, str(home), str(count), str(times)]
        before, opened, after = map(float, subprocess.check_output(command, text=True).split())
        print(
            f"{count * times:7,} names, {count:6,} distinct: opening +{opened - before:.0f} MiB, "
            f"screening +{after - opened:.0f} MiB, {after:.0f} MiB in all"
        )


def measure_bad(asked: argparse.Namespace, home: Path) -> None:
    """Print what names that are none cost beside ordinary ones; exit 1 where one is too dear."""
    screener = Screener(open_world(home, MAIN, "main").served)
    ordinary = statistics.fmean(_cost(screener, name) for name in companies(min(asked.names, 500)))
    print(f"{'an ordinary name':32} {ordinary:8.3f} ms")
    dearest = 0.0
    for what, name in bad_names():
        # The least of several: the first one loads what such names need.
        cost = min(_cost(screener, name(number)) for number in range(5))
        dearest = max(dearest, cost / ordinary)
        print(f"{what:32} {cost:8.3f} ms  {cost / ordinary:6.1f} times")
    sys.exit(dearest > MOST_FOR_BAD)


def _cost(screener: Screener, name: str) -> float:
    start = time.process_time()
    with contextlib.suppress(UsageError):
        screener.screen(Asked(name=name))
    return (time.process_time() - start) * 1000


_MEASURES = {
    "bad": measure_bad,
    "ratio": measure_ratio,
    "scaling": measure_scaling,
    "workers": measure_workers,
    "memory": measure_memory,
}

if __name__ == "__main__":
    main()
