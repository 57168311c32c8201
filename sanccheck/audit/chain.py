"""An append-only file of events, one JSON object a line, each bound by hash to the one before.

    {"n": 7, "prev": "<hash of event 6>", …, "hash": "<sha256 of the line up to here>"}

JSON lines and not SQLite: an append is one write and one fsync, in half the time of a SQLite commit
(benchmarks/record_cost.py), which every cold screening pays; what a write that was cut off leaves
can be told; and any tool can read the file, check it and carry it away.

A line ends with a line feed, written last. So what is killed in the middle of a write leaves a
torn end without one, and only that; the next writer writes over it an event "mended" that holds
what stood there. Any other line that is not a whole event in its place is damage, and is said.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sanccheck.errors import SourceError, StoreDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Plain = dict[str, Any]

_ZERO = "0" * 64
_END = b',"hash":"'
_TAIL = len(_END) + 64 + len(b'"}')
_HASH_AT = 64 + len(b'"}')
_BEGIN = re.compile(rb'\{"n":(\d+),"prev":')
_CHUNK = 1 << 14
_KEPT_TORN = 2000
_STAMP = ("at", "who", "program")
_BINARY: int = getattr(os, "O_BINARY", 0)  # elsewhere a line feed would become two characters


class Head(NamedTuple):
    """The last event of a chain: its number, 0 where there is none, and its hash."""

    number: int
    hash: str


NO_EVENT = Head(0, _ZERO)


class Fault(NamedTuple):
    """Something that is not as it was written, and the line (from 1) where it shows."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class Chain:
    """One file of events; it need not exist. Writing is for who holds the record's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def head(self) -> Head:
        """Return the last whole event's number and hash, reading no more than the end.

        Raises:
            StoreDamaged: when the last line is not a whole event.
        """
        try:
            handle = os.open(self.path, os.O_RDONLY | _BINARY)
        except (FileNotFoundError, NotADirectoryError):
            return NO_EVENT
        except OSError as error:
            raise StoreDamaged(f"{self.path}: cannot be read ({error.strerror})") from None
        try:
            return self._head(_last_line(handle)[0])
        finally:
            os.close(handle)

    def append(self, bodies: Sequence[Plain]) -> Head:
        """Write events at the end, together, and have them on the disk before it returns.

        Raises:
            StoreDamaged: when the last line is not a whole event; nothing is written then.
            SourceError: when it cannot be written; what was there stays.
        """
        try:
            is_new = not self.path.exists()
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)
        except OSError as error:
            raise self._not_written(error) from None
        try:
            line, torn, end = _last_line(handle)
            head = self._head(line)
            data = b""
            for body in (*_mending(torn, bodies), *bodies):
                head, written = _bound(head, body)
                data += written
            self._write(handle, data, end)
        except OSError as error:
            raise self._not_written(error) from None
        finally:
            os.close(handle)
        if is_new:
            _sync_folder(self.path.parent)
        return head

    def read(self) -> list[Plain]:
        """Return every event, the whole chain checked; a torn end is left out.

        Raises:
            StoreDamaged: naming the first place where the chain is not as it was written.
        """
        events: list[Plain] = []
        for found in self.scan():
            if isinstance(found, Fault):
                raise StoreDamaged(f"{found}; see sanccheck audit verify")
            events.append(found)
        return events

    def scan(self) -> Iterator[Plain | Fault]:
        """Give every event that can be read, and every fault, in the order of the lines."""
        last = NO_EVENT
        for number, line in enumerate(self._lines(), 1):
            event = _whole(line)
            if event is None:
                yield Fault(self.path.name, number, _say_broken(line, last))
                # What the line said is lost; the next is taken as following it.
                last = Head(last.number + 1, "")
                continue
            found = Head(event["n"], event["hash"])
            what = _out_of_place(event, last)
            if what is not None:
                yield Fault(self.path.name, number, what)
            yield event
            last = found

    def torn(self) -> int:
        """Return how many bytes stand at the end that are no whole line."""
        data = self._bytes()
        return len(data) - (data.rfind(b"\n") + 1)

    def _lines(self) -> list[bytes]:
        return self._bytes().split(b"\n")[:-1]

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return b""
        except OSError as error:
            raise StoreDamaged(f"{self.path}: cannot be read ({error.strerror})") from None

    def _head(self, line: bytes) -> Head:
        if not line:
            return NO_EVENT
        found = _BEGIN.match(line)
        if found is None or not _is_bound(line):
            raise StoreDamaged(
                f"{self.path}: the last event is damaged, nothing is written after it; "
                "see sanccheck audit verify"
            )
        return Head(int(found[1]), line[-_HASH_AT:-2].decode())

    def _write(self, handle: int, data: bytes, end: int) -> None:
        """Write at the end of the whole lines; on a full disk put the end back as it was."""
        os.lseek(handle, end, os.SEEK_SET)
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.ftruncate(handle, end + len(data))
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise

    def _not_written(self, error: OSError) -> SourceError:
        return SourceError(f"{self.path}: cannot be written ({error.strerror})")


def _bound(head: Head, body: Plain) -> tuple[Head, bytes]:
    """Return an event that follows `head`, as a line, with its own number and hash."""
    bound = {"n": head.number + 1, "prev": head.hash, **body}
    text = json.dumps(bound, ensure_ascii=False, separators=(",", ":"))
    # A name typed in bytes that are no text is kept as such.
    data = text.encode("utf-8", "surrogatepass")[:-1]
    digest = hashlib.sha256(data).hexdigest()
    return Head(head.number + 1, digest), data + _END + digest.encode() + b'"}\n'


def _is_bound(line: bytes) -> bool:
    """Say whether a line ends with the hash of what stands before it."""
    digest = hashlib.sha256(line[:-_TAIL]).hexdigest()
    return line[-_TAIL:] == _END + digest.encode() + b'"}'


def _whole(line: bytes) -> Plain | None:
    """Return the event of a line, None where it is not what was written."""
    if not _is_bound(line):
        return None
    try:
        event: Plain = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event.get("n"), int) else None


def _say_broken(line: bytes, last: Head) -> str:
    number = last.number + 1
    try:
        said = json.loads(line)["n"]
    except (ValueError, KeyError, TypeError):
        return f"event {number} cannot be read"
    if not isinstance(said, int):
        return f"event {number} cannot be read"
    return f"event {said} was changed after it was written"


def _out_of_place(event: Plain, last: Head) -> str | None:
    number, follows = event["n"], last.number + 1
    if number > follows:
        one = number == follows + 1
        gone = f"event {follows} is" if one else f"events {follows} to {number - 1} are"
        return f"{gone} missing before event {number}"
    if number < follows:
        return f"event {number} stands after event {last.number}: moved or repeated"
    if last.hash not in {"", event["prev"]}:
        return f"event {number} does not follow the event {last.number} that stands before it"
    return None


def _mending(torn: bytes, bodies: Sequence[Plain]) -> list[Plain]:
    """Return the event that says what stood at a torn end; none where it is not torn."""
    if not torn or not bodies:
        return []
    stamp = {key: bodies[0][key] for key in _STAMP if key in bodies[0]}
    return [
        {
            **stamp,
            "kind": "mended",
            "bytes": len(torn),
            "sha256": hashlib.sha256(torn).hexdigest(),
            "text": torn[:_KEPT_TORN].decode("utf-8", "replace"),
        }
    ]


def _last_line(handle: int) -> tuple[bytes, bytes, int]:
    """Return the last whole line, what stands torn behind it, and where that begins."""
    size = os.fstat(handle).st_size
    data, start = b"", size
    while start and data.count(b"\n") < 2:  # noqa: PLR2004 - one ends the line, one that before
        step = min(max(_CHUNK, len(data)), start)
        start -= step
        os.lseek(handle, start, os.SEEK_SET)
        data = _read(handle, step) + data
    whole = data.rfind(b"\n") + 1
    line = data[:whole].rstrip(b"\n").rpartition(b"\n")[2]
    return line, data[whole:], start + whole


def _read(handle: int, size: int) -> bytes:
    found = b""
    while len(found) < size and (piece := os.read(handle, size - len(found))):
        found += piece
    return found


def _sync_folder(folder: Path) -> None:
    """Have a new file's name on the disk, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
