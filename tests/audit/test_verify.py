from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.audit.record import AUDIT, CASES, Record
from sanccheck.audit.verify import verify
from sanccheck.errors import StoreDamaged

from .conftest import STAMP

Lines = list[bytes]


def test_a_whole_record_has_no_fault(record: Record) -> None:
    """Both files as they were written are whole, and their heads are told."""
    found = verify(record)
    assert found.faults == ()
    assert found.notes == ()
    assert (found.heads[AUDIT].number, found.heads[CASES].number) == (5, 2)


def _edit(lines: Lines) -> Lines:
    return [*lines[:2], lines[2].replace(b"ller 2", b"ller 9"), *lines[3:]]


def _swap(lines: Lines) -> Lines:
    return [lines[0], lines[2], lines[1], *lines[3:]]


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (_edit, 3, "event 3 was changed after it was written"),
        (lambda lines: [*lines[:2], *lines[3:]], 3, "event 3 is missing before event 4"),
        (lambda lines: [lines[0], *lines[3:]], 2, "events 2 to 3 are missing before event 4"),
        (_swap, 2, "event 2 is missing before event 3"),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4, "event 3 stands after event 3"),
        (lambda lines: lines[1:], 1, "event 1 is missing before event 2"),
        (lambda lines: [*lines[:2], b"{", *lines[3:]], 3, "event 3 cannot be read"),
        (lambda lines: lines[:-1], 4, "the end is missing: event 5 was written after event 4"),
        (lambda _: [], 0, "the end is missing: event 5 was written after event 0"),
    ],
    ids=["edit", "removal", "two removed", "reordering", "twice", "first", "garbage", "end", "all"],
)
def test_what_was_tampered_with_is_found_and_where(
    record: Record, change: Callable[[Lines], Lines], line: int, said: str
) -> None:
    """An edit, a removal, a reordering or a missing end is told with the line where it shows."""
    path = record.chain(AUDIT).path
    lines = change(path.read_bytes().splitlines())
    path.write_bytes(b"".join(one + b"\n" for one in lines))
    faults = verify(record).faults
    assert any(one.line == line and said in one.what for one in faults), faults
    assert all(one.file in {"audit.jsonl", "cases.jsonl"} for one in faults)


def test_an_end_cut_from_one_file_shows_in_the_other(record: Record) -> None:
    """Without the note of the heads the case book still knows how long the audit log was."""
    (record.home / "record.heads").unlink()
    path = record.chain(AUDIT).path
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    faults = verify(record).faults
    assert [str(one) for one in faults] == [
        "audit.jsonl:2: event 4 is missing, which the other file names at 2026-11-25T10:00:00.000Z"
    ]


def test_nothing_is_added_after_a_missing_end(record: Record) -> None:
    """A log that lost its end takes no further event, which would hide the loss."""
    path = record.chain(CASES).path
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    with record.writing() as writer, pytest.raises(StoreDamaged, match="the end is missing"):
        writer.append(CASES, STAMP, {"kind": "hits"})


def test_a_record_written_anew_is_told_by_a_hash_noted_elsewhere(
    record: Record, tmp_path: Path
) -> None:
    """Who writes all files anew makes a whole record; only the hash somebody kept shows it."""
    kept = verify(record).heads[AUDIT].hash
    assert verify(record, [kept[:16]]).faults == ()
    other = Record(tmp_path / "other")
    for event in record.chain(AUDIT).read():
        with other.writing() as writer:
            writer.append(AUDIT, STAMP, {"kind": event["kind"], "name": "another"})
    assert verify(other).faults == ()
    (fault,) = verify(other, [kept[:16]]).faults
    assert kept[:16] in fault.what


def test_a_torn_end_is_a_note_and_no_fault(record: Record) -> None:
    """What a killed process left is told; after the next event it is told as mended."""
    path = record.chain(AUDIT).path
    with path.open("ab") as file:
        file.write(b'{"n":6,"prev":"')
    found = verify(record)
    assert found.faults == ()
    assert "15 bytes of an event that was never written whole" in found.notes[0]
    with record.writing() as writer:
        writer.append(AUDIT, STAMP, {"kind": "screening"})
    found = verify(record)
    assert found.faults == ()
    assert "event 6 mended an end of 15 bytes" in found.notes[0]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_byte_changed_is_found(data: st.DataObject) -> None:
    """Whichever byte of whichever file is another than it was, the record is not whole."""
    with TemporaryDirectory() as folder:
        record = Record(Path(folder))
        for number in range(3):
            with record.writing() as writer:
                writer.append(AUDIT, STAMP, {"kind": "screening", "number": number})
                writer.append(CASES, STAMP, {"kind": "hits", "number": number})
        path = record.chain(data.draw(st.sampled_from([AUDIT, CASES]))).path
        old = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, len(old) - 1))
        old[place] = data.draw(st.integers(0, 255).filter(lambda one: one != old[place]))
        path.write_bytes(bytes(old))
        assert verify(record).faults


def test_it_is_turned_off_and_on_as_events(record: Record) -> None:
    """That nothing is recorded stands in the record: its last event before, its first after."""
    record.turn(STAMP, on=False)
    assert record.is_off
    record.turn(STAMP, on=True)
    assert not record.is_off
    kinds = [one["kind"] for one in record.chain(AUDIT).read()]
    assert kinds[-2:] == ["audit_off", "audit_on"]


def test_an_event_says_who_when_and_what_the_other_file_held(record: Record) -> None:
    """Each event carries its moment, who, the program, and the head of the other file."""
    event = record.chain(AUDIT).read()[-1]
    assert (event["at"], event["who"], event["program"]) == STAMP
    assert event["cases_head"] == list(record.head(CASES))
    assert json.dumps(event)
