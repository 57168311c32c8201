"""Check the record from its first event to its last: any edit, removal or reordering, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.audit.chain import NO_EVENT, Fault, Head, Plain
from sanccheck.audit.inputs import kept_input
from sanccheck.audit.record import AUDIT, CASES
from sanccheck.errors import StoreDamaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sanccheck.audit.record import Record

LIMITS = (
    "who can write these files can write them all anew from some event on, with new hashes; "
    "only a hash noted down elsewhere shows that (audit verify --holds HASH), and an event that "
    "was the last when a file was cut is missed only by record.heads, by the other file, or by "
    "such a note"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What checking the record came to.

    `heads` are the last event's number and hash of each file, to be noted down elsewhere. `notes`
    tell what is no fault: ends torn by a process that was killed, mended or not yet.
    """

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    heads: dict[str, Head]

    def to_dict(self) -> Plain:
        """Return it as plain values for JSON."""
        return {
            "whole": not self.faults,
            "faults": [one._asdict() for one in self.faults],
            "notes": list(self.notes),
            "heads": {
                name: {"event": number, "hash": sha256}
                for name, (number, sha256) in self.heads.items()
            },
            "limits": LIMITS,
        }


def verify(record: Record, holds: Sequence[str] = ()) -> Checked:
    """Check both files, each against the other, both against what was noted, and what they name.

    Args:
        record: of a home.
        holds: hashes of events, or their beginnings, that were noted down elsewhere.

    Raises:
        StoreDamaged: when a file cannot be read at all.
    """
    faults: list[Fault] = []
    notes: list[str] = []
    events: dict[str, list[Plain]] = {}
    for name in (AUDIT, CASES):
        found = list(record.chain(name).scan())
        faults += [one for one in found if isinstance(one, Fault)]
        events[name] = [one for one in found if not isinstance(one, Fault)]
        notes += _notes(record, name, events[name])
    faults += _missing_ends(record, events)
    faults += _anchors(events[AUDIT], events[CASES], CASES)
    faults += _anchors(events[CASES], events[AUDIT], AUDIT)
    faults += _inputs(record, events[AUDIT])
    hashes = [event["hash"] for found in events.values() for event in found]
    faults += [
        Fault("record", 0, f"no event has the hash {one}, which was noted down")
        for one in holds
        if not any(sha256.startswith(one.lower()) for sha256 in hashes)
    ]
    return Checked(
        faults=tuple(faults),
        notes=tuple(notes),
        heads={
            name: Head(found[-1]["n"], found[-1]["hash"]) if found else NO_EVENT
            for name, found in events.items()
        },
    )


def _notes(record: Record, name: str, events: Iterable[Plain]) -> Iterator[str]:
    for event in events:
        if event.get("kind") == "mended":
            yield (
                f"{name}.jsonl: event {event['n']} mended an end of {event['bytes']} bytes that a "
                "process left which was stopped while it wrote"
            )
    torn = record.chain(name).torn()
    if torn:
        yield (
            f"{name}.jsonl: ends in {torn} bytes of an event that was never written whole; the "
            "next one mends it"
        )


def _inputs(record: Record, events: Iterable[Plain]) -> Iterator[Fault]:
    """Check that what answers were made from is there as it was kept."""
    checked: set[str] = set()
    for event in events:
        asked = event.get("inputs")
        kept = asked.get("kept", {}) if isinstance(asked, dict) else {}
        for sha256 in kept.values():
            if sha256 in checked:
                continue
            checked.add(sha256)
            try:
                kept_input(record.home, sha256)
            except StoreDamaged as error:
                yield Fault(f"inputs/{sha256[:12]}", 0, f"of event {event['n']}: {error}")


def _missing_ends(record: Record, events: dict[str, list[Plain]]) -> Iterator[Fault]:
    """Say where a file ends before the event that was noted as its last."""
    for name, head in record.noted().items():
        found = events.get(name, [])
        last = found[-1]["n"] if found else 0
        if last < head.number:
            what = f"the end is missing: event {head.number} was written after event {last}"
            yield Fault(f"{name}.jsonl", len(found), what)
            continue
        noted = next((one for one in found if one["n"] == head.number), None)
        if noted is not None and noted["hash"] != head.hash:
            what = f"event {head.number} is another than the one that record.heads names"
            yield Fault(f"{name}.jsonl", found.index(noted) + 1, what)


def _anchors(events: Iterable[Plain], others: Sequence[Plain], name: str) -> Iterator[Fault]:
    """Check that what events name as the last event of the other file is in it."""
    hashes = {0: NO_EVENT.hash} | {one["n"]: one["hash"] for one in others}
    known: set[int] = set()
    for event in events:
        said = event.get(f"{name}_head")
        if not isinstance(said, list) or len(said) != len(NO_EVENT) or said[0] in known:
            continue
        known.add(said[0])
        if said[0] not in hashes:
            what = f"event {said[0]} is missing, which the other file names at {event['at']}"
            yield Fault(f"{name}.jsonl", len(others), what)
        elif hashes[said[0]] != said[1]:
            what = f"event {said[0]} is another than the one the other file names at {event['at']}"
            yield Fault(f"{name}.jsonl", 0, what)
