from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sanccheck.errors import UsageError
from sanccheck.sources.compare import Publication, differ, fields_changed, follow, lines_by_id
from sanccheck.sources.library import Library

from .conftest import Take


def line(uid: int, name: str, **more: object) -> bytes:
    """Write an entry's line."""
    return json.dumps({"id": f"l:{uid}", "names": [{"text": name}], **more}).encode()


def publication(day: int, *, partial: bool = False) -> Publication:
    """Make a publication of a day in May."""
    return Publication(source="s", published=date(2024, 5, day), sha256=str(day), partial=partial)


def test_added_removed_and_changed() -> None:
    """Each entry that differs stands under one of the three, with the fields that differ."""
    before = lines_by_id([line(1, "A"), line(2, "B"), line(3, "C", remarks="old")])
    after = lines_by_id([line(3, "C", remarks="new"), line(1, "A"), line(4, "D")])
    found = differ("s", (publication(2), before), (publication(3), after))
    assert found.added == (("l:4", "D"),)
    assert found.removed == (("l:2", "B"),)
    assert [(one.entry, one.fields) for one in found.changed] == [("l:3", ("remarks",))]


def test_how_a_line_is_written_is_no_change() -> None:
    """The same facts in another spelling of JSON are the same."""
    assert fields_changed(b'{"id": "l:1", "names": []}', b'{"names":[],"id":"l:1"}') == ()


def test_an_entry_that_comes_goes_and_comes_back() -> None:
    """The history says when it was there, and what changed while it was."""
    events = follow(
        [
            (publication(1), None),
            (publication(2), line(1, "A")),
            (publication(3), line(1, "A")),
            (publication(4), line(1, "A LTD")),
            (publication(5), None),
            (publication(6), line(1, "A LTD")),
        ]
    )
    assert [(one.publication.sha256, one.what, one.fields) for one in events] == [
        ("1", "not on it", ()),
        ("2", "on it", ()),
        ("3", "unchanged", ()),
        ("4", "changed", ("names",)),
        ("5", "not on it", ()),
        ("6", "on it", ()),
    ]


def test_a_part_says_nothing_of_what_it_never_had() -> None:
    """What an earlier part held and a later one does not is told as that, never as a removal."""
    events = follow(
        [
            (publication(1), line(1, "A")),
            (publication(2, partial=True), None),
            (publication(3, partial=True), line(1, "A")),
            (publication(4, partial=True), None),
            (publication(5), line(1, "A")),
        ]
    )
    assert [(one.publication.sha256, one.what) for one in events] == [
        ("1", "on it"),
        ("3", "unchanged"),
        ("4", "not in this part"),
        ("5", "unchanged"),
    ]


def test_the_real_days_differ_by_eight(library: Library, take: Take, real_data: Path) -> None:
    """Of the SDN List of 2 and 3 May 2024: nothing added, the eight records missing removed."""
    days = [date(2024, 5, 2), date(2024, 5, 3)]
    uids = []
    for day in days:
        path = real_data / "us_ofac_sdn" / "history" / f"sdn_{day}.csv"
        uids.append({row.partition(b",")[0] for row in path.read_bytes().splitlines()})
        take("us_ofac_sdn", path, published=day, partial=True)
    found = library.diff("us_ofac_sdn", *days)
    assert not found.added
    assert not found.changed
    gone = {f"us_ofac_sdn:{uid.decode()}" for uid in uids[0] - uids[1]}
    assert {entry for entry, _ in found.removed} == gone
    assert len(gone) == 8
    assert [event.what for event in library.history(min(gone))] == ["on it", "not in this part"]


def test_the_real_consolidated_days(library: Library, take: Take, real_data: Path) -> None:
    """From May 2024 to March 2025 one record came to the consolidated list and one left it."""
    for file in ("CONSOLIDATED_2025-03-28.xml", "CONSOLIDATED_2024-05-06.xml"):
        take("us_ofac_cons", real_data / "us_ofac_cons" / file)
    found = library.diff("us_ofac_cons", date(2024, 5, 6), date(2025, 3, 28))
    assert {entry.partition(":")[2] for entry, _ in found.removed} == {"18293"}
    assert "us_ns_mbs:50476" in {entry for entry, _ in found.added}
    first, *later = library.history("us_ns_cmic:33114")
    assert (first.what, first.name) == ("on it", "SENSETIME GROUP LIMITED")
    assert first.publication.embedded
    assert {event.what for event in later} <= {"changed", "unchanged"}
    assert later[-1].publication.published == date(2025, 3, 28)


@pytest.mark.parametrize(
    "ask",
    [
        lambda library: library.diff("us_nothing", date(2024, 1, 1), date(2024, 1, 2)),
        lambda library: library.diff("us_ofac_sdn", date(2024, 1, 1), date(2024, 1, 2)),
        lambda library: library.history("us_nothing:1"),
        lambda library: library.history("us_ns_cmic:1"),
    ],
    ids=["no such source", "nothing imported", "no such list", "no such entry"],
)
def test_what_cannot_be_compared_is_said(library: Library, ask: Callable[[Library], None]) -> None:
    """A source, a day, a list or an entry that is not there is a usage error."""
    with pytest.raises(UsageError):
        ask(library)


def test_importing_enables_a_source_and_a_choice_stays(
    library: Library, take: Take, real_data: Path
) -> None:
    """Who imports a source means it to be screened; one that was disabled before stays so."""
    files = {
        "un_sc": "un_sc/UN_consolidated_2026-02-27.xml",
        "us_ofac_cons": "us_ofac_cons/CONSOLIDATED_2025-03-28.xml",
    }
    library.enable("us_ofac_cons", enabled=False)
    for source, file in files.items():
        take(source, real_data / file)
    enabled = {one.source: one.enabled for one in library.status(date(2026, 3, 1))}
    assert (enabled["un_sc"], enabled["us_ofac_cons"]) == (True, False)
