"""A home with the real OFAC files or every list imported, for the benchmarks to run against."""

from __future__ import annotations

import gzip
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
# The other lists that bind a deal, each as (source, file, its date where the file has none).
OTHERS = (
    ("us_csl", DATA / "us_csl" / "consolidated_2022-05.csv.gz", "2022-05-15"),
    ("us_bis_dpl_file", DATA / "us_bis" / "denied_persons_2019-06.txt", "2019-06-01"),
    ("eu_fsf", DATA / "eu_fsf" / "EU_FSF_FULL_1_1_2024-05-13.xml", None),
    ("un_sc", DATA / "un_sc" / "UN_consolidated_2026-02-27.xml", None),
    ("ca_sema", DATA / "ca_sema" / "sema_2025.xml", "2025-06-01"),
)
COMPANIES = DATA / "names" / "listed_companies_2026-08.csv"
PROGRAM = (sys.executable, "-c", "from sanccheck.commands import main; main()")
AS_OF = "2025-04-01"


def environment(home: Path, root: Path = ROOT) -> dict[str, str]:
    """Return an environment in which the program is compiled, as when installed."""
    found = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return found | {
        "SANCCHECK_HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(home / "pycache"),
        "PYTHONPATH": str(root),
    }


def load(home: Path, root: Path = ROOT) -> None:
    """Import OFAC's files and screen once, so that the indexes are built and kept."""
    for source, path in FILES.items():
        _import(home, root, source, path)
    _run(home, root, "screen", "warm", "--as-of", AS_OF, check=False)


def load_all(home: Path, root: Path = ROOT) -> None:
    """Import every list there is a file of, enable those that are not, and screen once."""
    for source, path in FILES.items():
        _import(home, root, source, path)
    for source, path, published in OTHERS:
        _import(home, root, source, path, *(("--published", published) if published else ()))
    _run(home, root, "lists", "enable", "us_dod_1260h")
    _run(home, root, "screen", "warm", "--as-of", AS_OF, check=False)


def _import(home: Path, root: Path, source: str, path: Path, *options: str) -> None:
    if not path.is_file():
        sys.exit(f"the real list file is not at {path}; set SANCCHECK_TEST_DATA")
    if path.suffix == ".gz":  # an earlier program takes it only unpacked
        plain = home.parent / path.stem
        plain.write_bytes(gzip.decompress(path.read_bytes()))
        path = plain
    _run(home, root, "lists", "import", source, str(path), *options)


def _run(home: Path, root: Path, *arguments: str, check: bool = True) -> None:
    command = [*PROGRAM, *arguments]
    subprocess.run(
        command,
        env=environment(home, root),
        cwd=home.parent,
        check=check,
        stdout=subprocess.DEVNULL,
    )
