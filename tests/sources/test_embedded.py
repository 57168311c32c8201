from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sanccheck.model.entries import EntityType, Entry, NameKind
from sanccheck.model.entry_json import entry_from_dict, entry_to_dict
from sanccheck.parse.ofac_xml import OfacXml
from sanccheck.parse.parsed import Tally
from sanccheck.shipped import shipped
from sanccheck.sources.manifest import manifest_files, read_manifests

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "lists" / "us_ofac_cons" / "us_ns_cmic.jsonl"
LINES = FILE.read_text("utf-8").splitlines()
ENTRIES = {entry.uid: entry for entry in map(entry_from_dict, map(json.loads, LINES[1:]))}

BATCHES = {
    (date(2021, 6, 3), date(2021, 8, 2), date(2022, 6, 3)): 59,
    (date(2021, 12, 10), date(2022, 2, 8), date(2022, 12, 10)): 1,
    (date(2021, 12, 16), date(2022, 2, 14), date(2022, 12, 16)): 8,
}


def test_cites() -> None:
    """The first line says what the file is and cites where its facts come from."""
    about = json.loads(LINES[0])["about"]
    assert about["list"] == "us_ns_cmic"
    assert any("CONSOLIDATED.XML" in cite for cite in about["cites"])


def test_complete() -> None:
    """All 68 entries are there, companies under the one programme, each with its three dates."""
    assert len(ENTRIES) == len(LINES) - 1 == 68
    found: dict[tuple[date | None, ...], int] = {}
    for entry in ENTRIES.values():
        assert entry.type is EntityType.COMPANY
        assert entry.programmes == ("CMIC-EO13959",)
        dates = entry.listing
        key = (dates.listed_on, dates.effective_on, dates.divest_before)
        found[key] = found.get(key, 0) + 1
    assert found == BATCHES


@pytest.mark.parametrize("uid", ENTRIES)
def test_dates_follow_the_order(uid: str) -> None:
    """The effective day is 60 days after the listing, the divestment date 365 days after it."""
    dates = ENTRIES[uid].listing
    assert dates.listed_on is not None
    assert dates.effective_on is not None
    assert dates.divest_before is not None
    assert (dates.effective_on - dates.listed_on).days == 60
    assert (dates.divest_before - dates.listed_on).days == 365


def test_sensetime() -> None:
    """The SenseTime entry is the Hong Kong company 2162198, with no ticker and no ISIN."""
    entry = ENTRIES["33114"]
    assert [name.text for name in entry.names] == ["SENSETIME GROUP LIMITED", "SENSETIME GROUP LTD"]
    assert [(one.scheme, one.value, one.country) for one in entry.identifiers] == [
        ("hk_cr", "2162198", "HK")
    ]


def test_weak_aliases() -> None:
    """The publisher's weak aliases are marked, which are mostly the acronyms."""
    weak = {name.text for entry in ENTRIES.values() for name in entry.names if name.weak}
    assert {"SMIC", "AVIC", "CNOOC", "NORINCO"} & weak
    assert all(
        name.kind is NameKind.ALIAS
        for entry in ENTRIES.values()
        for name in entry.names
        if name.weak
    )


def test_links_lead_to_entries() -> None:
    """Every link between entries is resolved to an entry of the list."""
    links = [(entry.uid, link.entry) for entry in ENTRIES.values() for link in entry.links]
    assert len(links) == 9
    assert ("32089", "us_ns_cmic:32087") in links
    assert all(target in {entry.id for entry in ENTRIES.values()} for _uid, target in links)


def test_identifiers() -> None:
    """USCC numbers are valid and unique, ISINs are not repeated, the wrong ones are marked."""
    codes = [one for entry in ENTRIES.values() for one in entry.identifiers]
    usccs = [one.value for one in codes if one.scheme == "uscc"]
    assert len(usccs) == len(set(usccs)) == 58
    assert all(one.valid for one in codes if one.scheme == "uscc")
    wrong = {one.value for one in codes if one.scheme == "isin" and not one.valid}
    assert wrong == {"BRC1EODR004", "CND10002K094", "CND10002G601"}
    for entry in ENTRIES.values():
        values = [(one.scheme, one.value) for one in entry.identifiers]
        assert len(values) == len(set(values))


def test_written_as_the_program_writes() -> None:
    """Each line is what the program itself writes for the entry, in the order of the uids."""
    for line, entry in zip(LINES[1:], ENTRIES.values(), strict=True):
        assert line == json.dumps(entry_to_dict(entry), ensure_ascii=False)
    assert list(ENTRIES) == sorted(ENTRIES, key=int)


def sorted_identifiers(entry: Entry) -> Entry:
    """Give the entry with its identifiers sorted: their order differs from file to file."""
    return replace(entry, identifiers=tuple(sorted(entry.identifiers, key=lambda one: one.value)))


@pytest.mark.parametrize("file", ["CONSOLIDATED_2025-03-28.xml", "CONSOLIDATED_2024-05-06.xml"])
def test_same_as_the_official_file(real_data: Path, file: str) -> None:
    """The embedded list is, field by field, what the official file says of its entries."""
    manifests, _kept = read_manifests(manifest_files(shipped("lists")))
    rules = next(one.rules for one in manifests if one.id == "us_ofac_cons")
    reading = OfacXml((real_data / "us_ofac_cons" / file).read_bytes(), file)
    official = {
        entry.uid: sorted_identifiers(entry)
        for entry in reading.entries(rules, Tally())
        if entry.list == "us_ns_cmic"
    }
    assert official == {uid: sorted_identifiers(entry) for uid, entry in ENTRIES.items()}
