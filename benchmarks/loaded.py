"""A home with the real OFAC files imported, for the benchmarks to run against."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("SANCCHECK_TEST_DATA", ROOT.parent / "shared" / "data"))
FILES = {
    "us_ofac_sdn": DATA / "us_ofac_sdn" / "SDN_2024-05-07.xml",
    "us_ofac_cons": DATA / "us_ofac_cons" / "CONSOLIDATED_2025-03-28.xml",
}
COMPANIES = DATA / "names" / "listed_companies_2026-08.csv"
PROGRAM = (sys.executable, "-c", "from sanccheck.commands import main; main()")
AS_OF = "2025-04-01"


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which the program is compiled, as when installed."""
    found = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return found | {
        "SANCCHECK_HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(home / "pycache"),
        "PYTHONPATH": str(ROOT),
    }


def load(home: Path) -> None:
    """Import the files and screen once, so that the indexes are built and kept."""
    for source, path in FILES.items():
        if not path.is_file():
            sys.exit(f"the real list file is not at {path}; set SANCCHECK_TEST_DATA")
        _run(home, "lists", "import", source, str(path))
    _run(home, "screen", "warm", "--as-of", AS_OF, check=False)


def _run(home: Path, *arguments: str, check: bool = True) -> None:
    command = [*PROGRAM, *arguments]
    subprocess.run(command, env=environment(home), check=check, stdout=subprocess.DEVNULL)
