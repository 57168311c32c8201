"""A process that is killed leaves the old lists or the new ones, whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from sanccheck.sources.library import Library, open_library

from .conftest import TODAY, Take, Write

PROGRAM = "from sanccheck.commands import main; main()"


@pytest.mark.parametrize("after", [0.05, 0.2, 0.35, 0.5, 0.7, 0.9, 1.2, 1.6])
def test_a_kill_at_any_moment_leaves_the_store_whole(
    home: Path, write_xml: Write, after: float
) -> None:
    """Killed while it starts, reads, writes or indexes: everything that is named is whole."""
    first = write_xml("01/01/2025", *(f"OLD COMPANY {n}" for n in range(6000)))
    second = write_xml("01/02/2025", *(f"NEW COMPANY {n} OF MANY" for n in range(6001)))
    command = [sys.executable, "-c", PROGRAM, "lists", "import", "us_ofac_sdn"]
    subprocess.run([*command, str(first)], check=True, stdout=subprocess.DEVNULL)
    running = subprocess.Popen([*command, str(second)], stdout=subprocess.DEVNULL)
    time.sleep(after)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()

    library = open_library(home)
    # A file that was kept and not yet recorded is told as such, and is no damage.
    states = {one.state for one in library.verify(None)}
    assert "ok" in states
    assert states <= {"ok", "no record"}
    (state,) = library.serve(TODAY, ["us_ofac_sdn"]).lists
    assert state.entries in {6000, 6001}
    again = subprocess.run([*command, str(second)], check=False, stdout=subprocess.DEVNULL)
    assert again.returncode == 0
    (state,) = open_library(home).serve(TODAY, ["us_ofac_sdn"]).lists
    assert state.entries == 6001


HOT = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA cache_size = 1")
database.execute("BEGIN IMMEDIATE")
database.execute("DELETE FROM snapshot")
for number in range(2000):
    database.execute("INSERT INTO choice VALUES (?, 0)", (f"source {number} " + "x" * 200,))
os.kill(os.getpid(), signal.SIGKILL)
"""


def dump(catalogue: Path) -> list[str]:
    """Give all that stands in a catalogue."""
    with closing(sqlite3.connect(catalogue)) as database:
        return [*database.iterdump()]


def test_a_kill_in_the_middle_of_a_commit_is_undone_by_the_next_reader(
    library: Library, take: Take, write_xml: Write
) -> None:
    """A catalogue with half a change on the disk is read as it was before that change."""
    take("us_ofac_sdn", write_xml("01/01/2025", "A", "B"))
    catalogue = library.home / "lists.sqlite3"
    before, told = catalogue.read_bytes(), dump(catalogue)
    subprocess.run([sys.executable, "-c", HOT, str(catalogue)], check=False)
    assert catalogue.read_bytes() != before
    assert catalogue.with_name("lists.sqlite3-journal").stat().st_size
    assert [one.records for one in library.store.snapshots()] == [2]
    assert library.store.choices() == {"us_ofac_sdn": True}
    # What stands in its free pages is not undone, and is nothing.
    assert dump(catalogue) == told
