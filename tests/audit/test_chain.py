from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sanccheck.audit.chain import NO_EVENT, Chain
from sanccheck.errors import SourceError, StoreDamaged


def written(path: Path, count: int) -> Chain:
    """Return a chain of some events."""
    chain = Chain(path)
    for number in range(count):
        chain.append([{"kind": "x", "text": f"event {number} " + "ü" * 40}])
    return chain


def test_events_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Each event has its number and follows the one before by its hash."""
    chain = written(tmp_path / "a.jsonl", 3)
    events = chain.read()
    assert [one["n"] for one in events] == [1, 2, 3]
    assert events[0]["prev"] == NO_EVENT.hash
    assert [one["prev"] for one in events[1:]] == [one["hash"] for one in events[:-1]]
    assert chain.head() == (3, events[-1]["hash"])


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """Before the first event there is no file and no fault."""
    chain = Chain(tmp_path / "a.jsonl")
    assert chain.head() == NO_EVENT
    assert chain.read() == []


def test_an_event_longer_than_what_is_read_at_once_is_the_head_all_the_same(
    tmp_path: Path,
) -> None:
    """The end is found however long the last event and the one before are."""
    chain = Chain(tmp_path / "a.jsonl")
    for size in (100_000, 50, 70_000):
        chain.append([{"text": "x" * size}])
    assert chain.head().number == 3
    chain.append([{"text": "short"}])
    assert [one["n"] for one in chain.read()] == [1, 2, 3, 4]


def test_a_name_in_bytes_that_are_no_text_is_kept(tmp_path: Path) -> None:
    """What a terminal handed over undecoded is written and read back."""
    chain = Chain(tmp_path / "a.jsonl")
    chain.append([{"name": "M\udcfcller"}])
    assert chain.read()[0]["name"] == "M\udcfcller"


def test_an_end_torn_at_any_byte_is_mended_and_said(tmp_path: Path) -> None:
    """Wherever a write was cut off, what was whole stays, and an event holds what stood there."""
    path = tmp_path / "a.jsonl"
    written(path, 3)
    data = path.read_bytes()
    whole = data[:-1].rindex(b"\n") + 1
    for cut in range(whole + 1, len(data)):
        path.write_bytes(data[:cut])
        chain = Chain(path)
        assert chain.head().number == 2
        assert chain.torn() == cut - whole
        chain.append([{"kind": "next"}])
        events = chain.read()
        assert [one["kind"] for one in events] == ["x", "x", "mended", "next"]
        assert events[2]["bytes"] == cut - whole
        assert chain.torn() == 0


def test_a_mending_that_is_cut_off_itself_is_mended(tmp_path: Path) -> None:
    """Killed again while it mends, the next process mends that too."""
    path = tmp_path / "a.jsonl"
    written(path, 2)
    data = path.read_bytes()
    path.write_bytes(data[:-30])
    Chain(path).append([{"kind": "next"}])
    mended = path.read_bytes()
    first = data[:-1].rindex(b"\n") + 1
    for cut in range(first + 1, len(mended), 7):
        path.write_bytes(mended[:cut])
        chain = Chain(path)
        chain.append([{"kind": "last"}])
        kinds = [one["kind"] for one in chain.read()]
        assert kinds[0] == "x"
        assert kinds[-1] == "last"
        assert set(kinds[1:-1]) <= {"mended", "next"}


@pytest.mark.parametrize("at", [0, 40, 90, -70, -5])
def test_nothing_is_written_after_a_damaged_last_event(tmp_path: Path, at: int) -> None:
    """A whole line that is no event is damage, not a torn end: it is told and left as it is."""
    path = tmp_path / "a.jsonl"
    written(path, 3)
    data = bytearray(path.read_bytes())
    start = bytes(data[:-1]).rindex(b"\n") + 1
    place = start + at if at >= 0 else len(data) + at
    data[place] = ord("~")
    path.write_bytes(bytes(data))
    with pytest.raises(StoreDamaged, match="the last event is damaged"):
        Chain(path).append([{"kind": "next"}])
    assert path.read_bytes() == bytes(data)
    with pytest.raises(StoreDamaged):
        Chain(path).read()


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that does not fit is taken back whole, and the error says so."""
    path = tmp_path / "a.jsonl"
    chain = written(path, 2)
    before = path.read_bytes()
    write = os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) > 20:
            return write(handle, data[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(SourceError, match="No space left"):
        chain.append([{"kind": "next", "text": "y" * 100}])
    assert path.read_bytes() == before


def test_the_hash_is_of_the_bytes_before_it(tmp_path: Path) -> None:
    """Anybody can check a line with nothing but sha256."""
    import hashlib

    path = tmp_path / "a.jsonl"
    written(path, 2)
    for line in path.read_bytes().splitlines():
        event = json.loads(line)
        said = line[: line.rindex(b',"hash"')]
        assert hashlib.sha256(said).hexdigest() == event["hash"]
