from __future__ import annotations

from pathlib import Path

import pytest

from sanccheck.sources.library import Library

from .conftest import ROOT, Take, Write

MADE_UP = ROOT / "lists" / "us_ofac_sdn" / "made_up.xml"


def states(library: Library) -> list[str]:
    """Verify everything."""
    return [one.state for one in library.verify(None)]


def test_what_was_taken_in_verifies(library: Library, take: Take) -> None:
    """The stored files are those written, and the published one reads as it did."""
    take("us_ofac_sdn", MADE_UP)
    assert states(library) == ["ok"]
    (raw,) = (library.home / "raw").iterdir()
    assert raw.stat().st_size < MADE_UP.stat().st_size


def test_a_set_of_files_verifies(library: Library, take: Take, real_data: Path) -> None:
    """Of a set every file is kept, and read again together."""
    take("us_ofac_cons", real_data / "us_ofac_cons" / "csv_2025-12", partial=True)
    assert states(library) == ["ok"]
    assert len([*(library.home / "raw").iterdir()]) == 4


@pytest.mark.parametrize("folder", ["raw", "snapshots"])
@pytest.mark.parametrize("how", ["flip", "cut", "gone"])
def test_damage_is_told(library: Library, take: Take, folder: str, how: str) -> None:
    """A byte changed, a file cut or gone is told, whichever of the two it is."""
    take("us_ofac_sdn", MADE_UP)
    (file,) = (library.home / folder).iterdir()
    data = bytearray(file.read_bytes())
    if how == "gone":
        file.unlink()
    else:
        data[len(data) // 2] ^= 1
        file.write_bytes(data if how == "flip" else data[:-20])
    assert states(library) == ["damaged"]


def test_a_program_that_reads_otherwise_says_so(
    library: Library, take: Take, write_xml: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this version makes other entries of the same bytes, that is no damage and is told."""
    take("us_ofac_sdn", write_xml("01/02/2025", "A COMPANY"))
    monkeypatch.setattr("sanccheck.parse.ofac_entry._TYPES", {})
    assert states(library) == ["reads otherwise"]
