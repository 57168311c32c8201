"""Measure matching beside other programs.

python -m benchmarks.matching [--quick] [--home FOLDER] [--json FILE] [--markdown FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.matching import tables
from benchmarks.matching.alarms import ordinary, sharing
from benchmarks.matching.failures import Case, failures
from benchmarks.matching.look_alikes import look_alikes
from benchmarks.matching.queries import (
    Query,
    across_scripts,
    han_left_out,
    left_out,
    perturbed,
)
from benchmarks.matching.results import Asked, Results, choose_threshold, count
from benchmarks.matching.rivals import Fuzzy, Nomenklatura, OfacLike, find_nomenklatura
from benchmarks.matching.scorers import Answer, Ours, Scorer
from benchmarks.matching.world import MAIN, SCRIPTS, World, load, open_world

_QUICK = {"size": 8, "ordinary": 200, "hard": 20}
_SLOWEST = frozenset({"token_set", "WRatio"})
Part = tuple[World, list[Query]]


def main() -> None:
    """Run and print."""
    asked = _read_options()
    world, parts = _make(asked)
    programs = _programs(asked)
    answers: dict[str, list[Answer]] = {}
    seconds: dict[str, float] = {}
    for program in programs:
        start = time.perf_counter()
        answers[program.name] = [
            answer for other, queries in parts for answer in program.answer(other, queries)
        ]
        seconds[program.name] = time.perf_counter() - start
        print(f"{program.name}: {seconds[program.name]:.0f} s", file=sys.stderr)
    queries = [query for _, part in parts for query in part]
    own, chosen = [], []
    for program in programs:
        pairs = list(map(Asked, queries, answers[program.name]))
        took = seconds[program.name]
        own.append(count(program.name, program.threshold, pairs, chosen=False, seconds=took))
        threshold = choose_threshold(pairs)
        chosen.append(count(program.name, threshold, pairs, chosen=True, seconds=took))
    _write(asked, world, own, chosen)
    if asked.failures:
        worlds = [other for other, part in parts for _ in part]
        cases = list(map(Case, worlds, queries, answers["sanccheck"]))
        text = "\n".join(failures(cases, Ours.threshold, asked.shown, alarms=2 * asked.shown))
        asked.failures.write_text(text + "\n", encoding="utf-8")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--home", type=Path, help="keep the imported lists here between runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=100, help="queries of each class and half")
    parser.add_argument("--ordinary", type=int, default=5000, help="companies in each half")
    parser.add_argument("--hard", type=int, default=400, help="look-alikes of each kind and half")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small sizes, without the slowest programs and lists with names left out: two minutes",
    )
    parser.add_argument(
        "--beside",
        nargs="*",
        choices=["logic-v2", "token_sort", "OFAC-like", "token_set", "WRatio"],
        help="the other programs to run; without one, this program alone; default: all",
    )
    parser.add_argument(
        "--nomenklatura",
        default=sys.executable,
        metavar="PYTHON",
        help="the Python in which nomenklatura is installed (the extra [bench]); default: this one",
    )
    parser.add_argument("--json", type=Path, help="write all counts here")
    parser.add_argument("--markdown", type=Path, help="write the tables for the docs here")
    parser.add_argument("--failures", type=Path, help="write this program's failures here")
    parser.add_argument("--shown", type=int, default=15, help="failures shown of each class")
    asked = parser.parse_args()
    if asked.quick:
        asked.size, asked.ordinary, asked.hard = _QUICK.values()
    return asked


def _make(asked: argparse.Namespace) -> tuple[World, list[Part]]:
    """Import the lists and make all queries."""
    kept = tempfile.TemporaryDirectory() if asked.home is None else None
    home = asked.home if kept is None else Path(kept.name)
    load(home)
    world = open_world(home, MAIN, "OFAC, Entity List, 1260H")
    parts = list(_parts(asked, world, open_world(home, SCRIPTS, "EU and UN")))
    if kept is not None:
        _kept.append(kept)
    return world, parts


# A temporary home must outlive the worlds that read from it.
_kept: list[tempfile.TemporaryDirectory[str]] = []


def _parts(asked: argparse.Namespace, world: World, scripts: World) -> Iterator[Part]:
    seed, size = asked.seed, asked.size
    names = [*perturbed(world, seed, size), *ordinary(world, seed, asked.ordinary)]
    hard = sharing(world, seed, 2 * asked.hard) + look_alikes(world, seed, asked.hard)
    yield world, [*names, *hard]
    if not asked.quick:
        yield left_out(world, seed, 2 * size)
        yield han_left_out(world, seed)
        yield from across_scripts(scripts, seed, size)


def _programs(asked: argparse.Namespace) -> list[Scorer]:
    known: dict[str, Scorer] = {
        "logic-v2": Nomenklatura(asked.nomenklatura),
        "token_sort": Fuzzy("token_sort", 0.9),
        "OFAC-like": OfacLike(),
        "token_set": Fuzzy("token_set", 0.9),
        "WRatio": Fuzzy("WRatio", 0.9),
    }
    wanted = asked.beside if asked.beside is not None else list(known)
    if asked.quick and asked.beside is None:
        wanted = [name for name in known if name not in _SLOWEST]
    if "logic-v2" in wanted and find_nomenklatura(asked.nomenklatura) is None:
        wanted = [name for name in wanted if name != "logic-v2"]
        print(
            f"nomenklatura is not installed in {asked.nomenklatura} and is left out: install the "
            "extra, pip install '.[bench]' (PyICU needs libicu-dev, pkg-config and g++), or give "
            "--nomenklatura PYTHON",
            file=sys.stderr,
        )
    return [Ours(), *(known[name] for name in wanted)]


def _versions(asked: argparse.Namespace) -> list[str]:
    found = [f"{name} {version(name)}" for name in ("sanccheck", "rapidfuzz", "numpy")]
    other = find_nomenklatura(asked.nomenklatura)
    return [*found, f"nomenklatura {other}"] if other is not None else found


def _write(
    asked: argparse.Namespace, world: World, own: Sequence[Results], chosen: Sequence[Results]
) -> None:
    said = list(tables.header(world, _versions(asked), asked.seed))
    titled = [
        ("Found, and false alarms, at each program's own threshold", tables.to_rows(own)),
        ("Found first, of what is found", tables.first_rows(own)),
        ("What part of the hits is right where few names are listed", tables.precision_rows(own)),
        ("Names under 8 letters, apart", tables.to_rows(own, short=True)),
        ("At the least threshold with alarms as few as targeted", tables.to_rows(chosen)),
    ]
    print("\n".join(said))
    for title, rows in titled:
        print(f"\n{title}\n{tables.plain(rows)}")
    print(f"\n{tables.seconds_row(own)}")
    if asked.markdown:
        blocks = [f"## {title}\n\n{tables.markdown(rows)}\n" for title, rows in titled]
        text = "\n".join(["\n".join(said) + "\n", *blocks, tables.seconds_row(own)])
        asked.markdown.write_text(text + "\n", encoding="utf-8")
    if asked.json:
        plain = {
            "about": said,
            "own_threshold": tables.to_json(own),
            "chosen_threshold": tables.to_json(chosen),
        }
        asked.json.write_text(json.dumps(plain, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
