from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sanccheck.model.lists import Covers
from sanccheck.parse.list_rules import ListRule
from sanccheck.sources.choosing import Serving, choose, is_stale
from sanccheck.sources.manifest import (
    CarriedList,
    Checked,
    Cite,
    Download,
    Embedded,
    Manifest,
)
from sanccheck.sources.store import Snapshot

CHECKED = Checked(on=date(2026, 11, 25), against="nothing", seen_live=False)
EMBEDDED = Embedded(
    file="x.jsonl",
    published=date(2021, 12, 16),
    covers=Covers(start=date(2021, 6, 3), until=date(2026, 7, 9)),
    verified="yes",
)


def carried(*, embedded: Embedded | None = None, exists_from: date | None = None) -> CarriedList:
    """Give a list."""
    return CarriedList(
        id="us_x",
        title="X",
        effect="None.",
        cites=(Cite(title="t", href="https://x"),),
        rule=ListRule(id="us_x", everything=True),
        embedded=embedded,
        exists_from=exists_from,
        before=None if exists_from is None else "it starts later",
    )


def manifest(one: CarriedList) -> Manifest:
    """Give a source of that list with a maximum age of 31 days."""
    return Manifest(
        id="us_source",
        title="S",
        publisher="P",
        country="US",
        official=True,
        address="https://x",
        licence="none",
        rhythm="none",
        max_age_days=31,
        downloads=(Download(file="X.XML", href="https://x/X.XML", checked=CHECKED),),
        formats=("ofac_xml",),
        records_min=1,
        records_max=10,
        lists=(one,),
    )


def snapshot(
    published: str | None,
    *,
    name: str | None = None,
    imported: str = "2026-11-01",
    partial: bool = False,
) -> Snapshot:
    """Give a snapshot named by its date."""
    return Snapshot(
        source="us_source",
        sha256=name or published or "undated",
        published=None if published is None else date.fromisoformat(published),
        retrieved=datetime(2026, 11, 1, tzinfo=UTC),
        imported_on=date.fromisoformat(imported),
        partial=partial,
        format="ofac_xml",
        records=1,
        lists={"us_x": 1},
        report={},
        entries_sha256="0",
    )


def chosen(one: CarriedList, snapshots: list[Snapshot], day: str) -> Serving | str:
    """Choose for a day."""
    return choose(manifest(one), one, snapshots, date.fromisoformat(day))


TWO = [snapshot("2024-05-06"), snapshot("2025-03-28")]


@pytest.mark.parametrize(
    ("snapshots", "day", "name", "reconstructed"),
    [
        (TWO, "2025-03-28", "2025-03-28", False),
        (TWO, "2026-01-01", "2025-03-28", False),
        (TWO, "2025-03-27", "2024-05-06", False),
        (TWO, "2024-05-05", "2024-05-06", True),
        (TWO[::-1], "2026-01-01", "2025-03-28", False),
        ([snapshot(None)], "2026-11-01", "undated", False),
        ([snapshot(None), *TWO], "2026-11-01", "2025-03-28", False),
        ([snapshot("2026-11-20"), snapshot(None)], "2026-11-10", "undated", False),
        ([snapshot("2026-11-20"), snapshot(None)], "2026-10-01", "2026-11-20", True),
        ([snapshot("2025-03-28", partial=True), TWO[0]], "2026-01-01", "2024-05-06", False),
        (
            [snapshot("2025-03-28"), snapshot("2025-03-28", name="again")],
            "2026-01-01",
            "again",
            False,
        ),
        (
            [snapshot("2025-03-28"), snapshot("2025-03-28", name="again")],
            "2025-01-01",
            "again",
            True,
        ),
    ],
)
def test_official(snapshots: list[Snapshot], day: str, name: str, reconstructed: bool) -> None:
    """The latest published by the day serves it, else an undated one, else the next later one."""
    found = chosen(carried(), snapshots, day)
    assert isinstance(found, Serving)
    assert found.snapshot is not None
    assert (found.snapshot.sha256, found.reconstructed) == (name, reconstructed)


@pytest.mark.parametrize(
    ("snapshots", "day", "says"),
    [
        ([], "2026-01-01", "not downloaded"),
        ([snapshot(None)], "2026-10-31", "--published"),
    ],
)
def test_nothing_serves(snapshots: list[Snapshot], day: str, says: str) -> None:
    """Where nothing serves a day, the reason is told."""
    found = chosen(carried(), snapshots, day)
    assert isinstance(found, str)
    assert says in found


def test_embedded_covers_its_days() -> None:
    """The embedded list serves from its first covered day, never before."""
    one = carried(embedded=EMBEDDED)
    first, before = chosen(one, [], "2021-06-03"), chosen(one, [], "2021-06-02")
    assert isinstance(first, Serving)
    assert first.embedded is EMBEDDED
    assert isinstance(before, str)
    assert "2021-06-03" in before


def test_official_takes_the_embedded_place() -> None:
    """An official snapshot ranks above the embedded list, also where it is of a later day."""
    one = carried(embedded=EMBEDDED)
    for day in ("2026-01-01", "2022-01-01"):
        found = chosen(one, TWO, day)
        assert isinstance(found, Serving)
        assert found.snapshot is not None
    undated = chosen(one, [snapshot(None)], "2022-01-01")
    assert isinstance(undated, Serving)
    assert undated.embedded is EMBEDDED


def test_before_the_list_began() -> None:
    """A day before the list began is served by nothing, whatever is loaded."""
    one = carried(embedded=EMBEDDED, exists_from=date(2021, 6, 3))
    assert chosen(one, TWO, "2021-06-02") == "it starts later"


@pytest.mark.parametrize("partial", [False, True])
def test_a_file_older_than_the_list_does_not_take_its_place(partial: bool) -> None:
    """A file published before a list began holds none of it, and the embedded list serves."""
    one = carried(embedded=EMBEDDED, exists_from=date(2021, 6, 3))
    older = [snapshot("2020-03-17", partial=partial)]
    found = chosen(one, older, "2022-03-01")
    assert isinstance(found, Serving)
    assert found.embedded is EMBEDDED
    assert isinstance(chosen(carried(exists_from=date(2021, 6, 3)), older, "2022-03-01"), str)


@pytest.mark.parametrize(
    ("snapshots", "day", "stale"),
    [
        (TWO, "2025-04-28", False),
        (TWO, "2025-04-29", True),
        (TWO, "2020-01-01", False),
        ([snapshot(None)], "2026-11-01", True),
    ],
)
def test_stale_official(snapshots: list[Snapshot], day: str, stale: bool) -> None:
    """A snapshot is stale after its day plus the maximum age; one of no known day always is."""
    found = chosen(carried(), snapshots, day)
    assert isinstance(found, Serving)
    assert is_stale(found, date.fromisoformat(day)) is stale


@pytest.mark.parametrize(("day", "stale"), [("2026-08-09", False), ("2026-08-10", True)])
def test_stale_embedded(day: str, stale: bool) -> None:
    """The embedded list's age counts from the last day that it covers."""
    found = chosen(carried(embedded=EMBEDDED), [], day)
    assert isinstance(found, Serving)
    assert is_stale(found, date.fromisoformat(day)) is stale
