"""The record of a home: what was run (audit.jsonl), what was decided (cases.jsonl), their heads.

    audit.jsonl      one event for each screening, batch, assessment, memo and change of lists
    cases.jsonl      the case book: hits, decisions, sign-offs
    record.heads     the number and hash of the last event of each; the lock of both

Both are chains (chain.py). Each event names the head of the other file, so that neither can be
cut short alone without the other showing it; `record.heads`, written after each event, shows when
an end is missing. Who can write all three can write all anew: a hash that was noted down elsewhere
(`sanccheck audit verify --holds`) is what shows that.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.audit.chain import NO_EVENT, Chain, Head, Plain
from sanccheck.errors import SourceError, StoreDamaged
from sanccheck.sources.locks import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

AUDIT, CASES = "audit", "cases"
_BOTH = (AUDIT, CASES)
_HEADS = "record.heads"
_OFF = "audit.off"
_WIDTH = 255  # so that what is written over it leaves nothing of what was there
_PAUSE, _LONGEST = 0.005, 60.0


class Stamp(NamedTuple):
    """Who does what is recorded, when (UTC), and with which program."""

    at: str
    who: str
    program: str


class Record:
    """The record of a home folder, which need not exist; a read-only one can be read."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._chains = {name: Chain(home / f"{name}.jsonl") for name in _BOTH}

    def chain(self, name: str) -> Chain:
        """Return the audit log or the case book as a file of events."""
        return self._chains[name]

    @property
    def is_off(self) -> bool:
        """Whether the audit log was turned off for this home."""
        return (self.home / _OFF).exists()

    def head(self, name: str) -> Head:
        """Return the last event of one file; it is checked that no end is missing.

        Raises:
            StoreDamaged: when the last event is damaged, or events behind it are missing.
        """
        heads = self.noted()
        found = self._chains[name].head()
        noted = heads.get(name, NO_EVENT)
        if found.number < noted.number:
            raise StoreDamaged(
                f"{self._chains[name].path}: ends with event {found.number}, and event "
                f"{noted.number} was written; the end is missing; see sanccheck audit verify"
            )
        return found

    def noted(self) -> dict[str, Head]:
        """Return the heads as they were noted; nothing where there is no note of them."""
        try:
            plain = json.loads((self.home / _HEADS).read_bytes() or b"{}")
            return {name: Head(*plain[name]) for name in plain}
        except (OSError, ValueError, TypeError):
            return {}

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the record alone, to read it and add to it.

        Raises:
            SourceError: when the home cannot be written, or another process holds the record.
        """
        lock = Lock(self.home / _HEADS, pause=_PAUSE, longest=_LONGEST)
        lock.take(lambda: None)
        try:
            yield Writer(self)
        finally:
            lock.give_back()

    def turn(self, stamp: Stamp, *, on: bool) -> Head:
        """Turn the audit log on or off; that it was is its last event, and its first again."""
        marker = self.home / _OFF
        with self.writing() as writer:
            if on:
                marker.unlink(missing_ok=True)
            head = writer.append(AUDIT, stamp, {"kind": "audit_on" if on else "audit_off"})
            if not on:
                try:
                    marker.touch()
                except OSError as error:
                    raise SourceError(f"{marker}: cannot be written ({error.strerror})") from None
        return head


class Writer:
    """The record while it is held alone."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def append(self, name: str, stamp: Stamp, *bodies: Plain) -> Head:
        """Add events to the audit log or the case book; they are on the disk when it returns.

        Raises:
            StoreDamaged: when that file is damaged; nothing is written then.
            SourceError: when it cannot be written.
        """
        self._record.head(name)  # so that nothing is added after an end that is missing
        other = CASES if name == AUDIT else AUDIT
        bound = self._stamped(bodies, stamp, other)
        head = self._record.chain(name).append(bound)
        self._note(name, head)
        return head

    def _stamped(self, bodies: Sequence[Plain], stamp: Stamp, other: str) -> list[Plain]:
        try:
            beside = list(self._record.chain(other).head())
        except StoreDamaged as error:
            beside = [str(error)]
        return [{**stamp._asdict(), **body, f"{other}_head": beside} for body in bodies]

    def _note(self, name: str, head: Head) -> None:
        """Note the head; it need not be on the disk, an older note shows less and nothing wrong."""
        heads = {**self._record.noted(), name: head}
        text = json.dumps(heads).ljust(_WIDTH) + "\n"
        try:
            handle = os.open(self._record.home / _HEADS, os.O_WRONLY)
        except OSError:
            return
        try:
            os.write(handle, text.encode())
        except OSError:
            return
        finally:
            os.close(handle)
