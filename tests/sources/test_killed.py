"""A process that is killed leaves the old lists or the new ones, whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sanccheck.sources.library import open_library

from .conftest import TODAY, Write

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
    assert {one.state for one in library.verify(None)} == {"ok"}
    (state,) = library.serve(TODAY, ["us_ofac_sdn"]).lists
    assert state.entries in {6000, 6001}
    again = subprocess.run([*command, str(second)], check=False, stdout=subprocess.DEVNULL)
    assert again.returncode == 0
    (state,) = open_library(home).serve(TODAY, ["us_ofac_sdn"]).lists
    assert state.entries == 6001
