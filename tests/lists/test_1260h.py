from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest

from sanccheck.model.entries import Entry
from sanccheck.model.entry_json import entry_from_dict

FILE = Path(__file__).parents[2] / "lists" / "us_dod_1260h" / "us_dod_1260h.jsonl"
ENTRIES = [entry_from_dict(json.loads(line)) for line in FILE.read_text("utf-8").splitlines()[1:]]


def listed(entry: Entry, day: str) -> bool:
    """Say whether an entry is on the list on a day."""
    start, end = entry.listing.listed_on, entry.listing.delisted_on
    assert start is not None
    on = date.fromisoformat(day)
    return start <= on and (end is None or on < end)


def on_the_list(day: str) -> set[str]:
    """Return the ids of the entries on the list on a day."""
    return {entry.uid for entry in ENTRIES if listed(entry, day)}


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("2021-06-02", 0),
        ("2021-06-03", 47),
        ("2022-10-05", 60),
        ("2024-12-17", 73),
        ("2024-12-18", 71),
        ("2025-01-06", 71),
        ("2025-01-07", 133),
        ("2026-02-13", 133),
        ("2026-02-17", 133),
        ("2026-06-09", 133),
        ("2026-06-10", 188),
    ],
)
def test_as_many_as_the_editions_have(day: str, count: int) -> None:
    """Each edition starts on its day; the version withdrawn in February 2026 changes nothing."""
    assert len(on_the_list(day)) == count


@pytest.mark.parametrize(
    ("uid", "first", "last"),
    [
        ("idg-capital-partners-co-ltd", "2024-01-31", "2024-12-17"),
        ("advanced-micro-fabrication-equipment-inc-china", "2024-01-31", "2024-12-17"),
        ("beijing-megvii-technology-co-ltd", "2024-01-31", "2025-01-06"),
        ("smic-hong-kong-international-company-limited", "2021-06-03", "2024-01-30"),
        ("costar-group-co-ltd", "2021-06-03", "2026-06-09"),
    ],
)
def test_who_left_left_on_the_day(uid: str, first: str, last: str) -> None:
    """Who was dropped is on the list up to the day before, and not on the day."""
    (entry,) = [entry for entry in ENTRIES if entry.uid == uid]
    assert entry.listing.listed_on == date.fromisoformat(first)
    assert listed(entry, last)
    assert entry.listing.delisted_on is not None
    assert (entry.listing.delisted_on - date.fromisoformat(last)).days == 1


@pytest.mark.parametrize(
    ("uid", "day", "there"),
    [
        ("sensetime-group-inc", "2025-01-06", False),
        ("sensetime-group-inc", "2025-01-07", True),
        ("alibaba-group-holding-limited", "2026-06-09", False),
        ("alibaba-group-holding-limited", "2026-06-10", True),
        ("yangtze-memory-technologies-co-ltd", "2026-03-01", True),
        ("yangtze-memory-technologies-co-ltd", "2026-06-10", True),
    ],
)
def test_who_is_on_it(uid: str, day: str, there: bool) -> None:
    """The companies that people ask for, on the days on which the answer changes."""
    assert (uid in on_the_list(day)) == there


def test_every_subsidiary_links_to_its_parent() -> None:
    """A link that names an entry names one that is there, and never itself."""
    ids = {entry.id for entry in ENTRIES}
    for entry in ENTRIES:
        for link in entry.links:
            assert link.kind == "Subsidiary of"
            assert link.entry is None or (link.entry in ids and link.entry != entry.id)


def plain(name: str) -> str:
    """Reduce a name to its letters and digits."""
    return re.sub(r"[\W_]", "", name.lower())


def test_every_row_of_the_extraction_is_on_the_list_on_its_day(real_data: Path) -> None:
    """Each company of each edition, by its own count of the extracted rows, is found that day."""
    text = (real_data / "us_dod_1260h" / "dod_1260h_2026-08.csv").read_text("utf-8")
    published = {"2026-06-08": "2026-06-10"}  # posted on the 8th, in the Register on the 10th
    names = {
        day: {plain(name.text) for entry in ENTRIES if listed(entry, day) for name in entry.names}
        for day in ("2021-06-03", "2022-10-05", "2024-01-31", "2025-01-07", "2026-06-10")
    }
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 397
    for row in rows:
        day = published.get(row["Start date"], row["Start date"])
        name = plain(row["Clean Name"])
        without = plain(re.sub(r"\s*\([^()]*\)\*?$", "", row["Clean Name"]))
        assert {name, without} & names[day], (row["Clean Name"], day)
