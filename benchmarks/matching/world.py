"""The lists that a run is made on: imported by the program itself, kept between runs.

The names are the same for every program: all names of all entries, weak ones and those of the
curated supplements too.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from benchmarks.loaded import DATA, FILES, PROGRAM, environment
from sanccheck.model.entries import Entry
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served, ServedCorpus

AS_OF = date(2026, 7, 1)
MAIN = ("us_ofac_sdn", "us_ofac_cons", "us_bis_el", "us_dod_1260h")
SCRIPTS = ("eu_fsf", "un_sc")
_CSL = DATA / "us_csl" / "consolidated_2022-05.csv.gz"
_FURTHER = {
    "eu_fsf": DATA / "eu_fsf" / "EU_FSF_FULL_1_1_2024-05-13.xml",
    "un_sc": DATA / "un_sc" / "UN_consolidated_2026-02-27.xml",
}


class MemoryCorpus:
    """Entries held in memory; see `sanccheck.sources.served.Corpus`."""

    def __init__(self, entries: Sequence[Entry], key: str) -> None:
        self._entries = tuple(entries)
        self.key = key
        self._kept: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry."""
        return self._entries

    def entry_at(self, position: int) -> Entry:
        """Return one entry."""
        return self._entries[position]

    def position_of(self, entry_id: str) -> int | None:
        """Return where an entry stands, or None."""
        return self._positions.get(entry_id)

    def derived(self, name: str) -> bytes | memoryview | None:
        """Return what was kept."""
        return self._kept.get(name)

    def read_ahead(self, name: str) -> None:
        """Read nothing ahead."""

    def keep_derived(self, name: str, data: bytes) -> None:
        """Keep an index."""
        self._kept[name] = data

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {entry.id: position for position, entry in enumerate(self._entries)}


@dataclass(frozen=True, slots=True)
class World:
    """Entries to screen against, and how the program serves them."""

    name: str
    entries: tuple[Entry, ...]
    served: Served


def load(home: Path) -> None:
    """Import the real files into a home, once."""
    home.mkdir(parents=True, exist_ok=True)
    done = home / "imported"
    if done.exists():
        return
    plain = home / "consolidated.csv"
    with gzip.open(_CSL) as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file)
    for source, path in {**FILES, **_FURTHER}.items():
        _import(home, source, path)
    _import(home, "us_csl", plain, "--published", "2022-05-31")
    done.touch()


def _import(home: Path, source: str, path: Path, *options: str) -> None:
    if not path.is_file():
        sys.exit(f"the real list file is not at {path}; set SANCCHECK_TEST_DATA")
    command = [*PROGRAM, "lists", "import", source, str(path), *options]
    subprocess.run(command, env=environment(home), check=True, stdout=subprocess.DEVNULL)


def open_world(home: Path, lists: Sequence[str], name: str) -> World:
    """Open the lists of a home as the program serves them."""
    os.environ["SANCCHECK_HOME"] = str(home)
    served = open_library(home).serve(AS_OF, list(lists))
    entries = tuple(
        entry
        for one in served.corpora
        for entry in one.corpus.entries()
        if entry.list in one.lists
        and (entry.listing.delisted_on is None or entry.listing.delisted_on > AS_OF)
        and (entry.listing.listed_on is None or entry.listing.listed_on <= AS_OF)
    )
    return World(name, entries, served)


def changed_world(world: World, entries: Sequence[Entry], name: str) -> World:
    """Return a world with other entries in the place of its own, and no related parties."""
    lists = frozenset(entry.list for entry in entries)
    corpus = ServedCorpus(corpus=MemoryCorpus(entries, name), lists=lists)
    served = replace(world.served, corpora=(corpus,), related=())
    return World(name, tuple(entries), served)
