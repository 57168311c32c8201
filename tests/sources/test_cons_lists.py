from __future__ import annotations

from pathlib import Path

import pytest

from sanccheck.parse.ofac_xml import OfacXml
from sanccheck.parse.parsed import Tally
from sanccheck.shipped import shipped
from sanccheck.sources.manifest import manifest_files, read_manifests


@pytest.fixture(scope="module")
def lists_of(real_data: Path) -> dict[str, dict[str, bool]]:
    """Give, for each uid of the real consolidated file, its lists and whether they are certain."""
    manifests, _kept = read_manifests(manifest_files(shipped("lists")))
    rules = next(one.rules for one in manifests if one.id == "us_ofac_cons")
    path = real_data / "us_ofac_cons" / "CONSOLIDATED_2025-03-28.xml"
    found: dict[str, dict[str, bool]] = {}
    for entry in OfacXml(path.read_bytes(), path.name).entries(rules, Tally()):
        found.setdefault(entry.uid, {})[entry.list] = entry.list_certain
    return found


@pytest.mark.parametrize(
    ("uid", "lists"),
    [
        ("33114", {"us_ns_cmic": True}),  # SenseTime Group Limited
        ("17016", {"us_ssi": True, "us_ns_mbs": True}),  # Gazprombank: EO 14024 Directive 3
        ("17018", {"us_ssi": True, "us_ns_mbs": True, "us_capta": True}),  # Sberbank: 2 and 3
        ("31695", {"us_ns_mbs": True}),  # Central Bank of Russia: Directives 1a and 4
        ("34556", {"us_ns_mbs": True}),  # Rostelecom: Directive 3
        ("15268", {"us_capta": True}),  # Bank of Kunlun
        ("27016", {"us_ns_mbs": True}),  # Presidency of Defense Industries
        ("46072", {"us_ns_mbs": True}),  # Myanma Oil and Gas Enterprise
        ("26182", {"us_fse": True}),
        ("9647", {"us_plc": True}),
        ("18782", {"us_ssi": True, "us_ns_mbs": False}),  # Rosoboroneksport: no directive told
    ],
)
def test_lists(lists_of: dict[str, dict[str, bool]], uid: str, lists: dict[str, bool]) -> None:
    """A record is on the lists that its programmes and directives tell, certain or not."""
    assert lists_of[uid] == lists


def test_no_record_is_lost(lists_of: dict[str, dict[str, bool]]) -> None:
    """Every record is on some list, and on none only by default."""
    assert len(lists_of) == 443
    assert not any("us_ofac_cons_other" in lists for lists in lists_of.values())


def test_what_the_file_cannot_tell(lists_of: dict[str, dict[str, bool]]) -> None:
    """Only NS-MBS entries are uncertain: those suggested by RUSSIA-EO14024 alone."""
    uncertain = [lists for lists in lists_of.values() if False in lists.values()]
    assert len(uncertain) == 57
    assert all(lists == {"us_ssi": True, "us_ns_mbs": False} for lists in uncertain)
