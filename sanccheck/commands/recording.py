"""What a command adds to the record: who, when, with which program, what was asked and answered.

An event is on the disk before its answer is handed over. Where none can be kept, because the audit
log is off, the home is read-only or the log is damaged, the answer is given all the same and says
so, on stderr and in its JSON under "record".
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from sanccheck import __version__
from sanccheck.audit.record import AUDIT, Record, Stamp
from sanccheck.commands.options import home
from sanccheck.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sanccheck.audit.chain import Head, Plain
    from sanccheck.model.hits import Screened
    from sanccheck.sources.served import Served

_OFF = "SANCCHECK_AUDIT"
ANALYST = "SANCCHECK_ANALYST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The event that was recorded, or why none was."""

    event: Head | None = None
    why_not: str | None = None

    def with_problem(self, problem: str | None) -> Kept:
        """Return it with what kept the cases of the command from being kept, if anything did."""
        if problem is None:
            return self
        why = problem if self.why_not is None else f"{self.why_not}; {problem}"
        return Kept(event=self.event, why_not=why)

    def say(self) -> None:
        """Say on stderr that no record was kept, or not all of it."""
        if self.why_not is not None:
            click.echo(f"sanccheck: NO RECORD was kept of this: {self.why_not}", err=True)

    def added_to(self, document: Plain) -> Plain:
        """Return a JSON document that says so; one of which a record was kept stays as it is."""
        if self.why_not is None:
            return document
        return {**document, "record": {"kept": False, "why": self.why_not}}


def account() -> str:
    """Return the account of the operating system that runs the program."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return os.environ.get("USERNAME") or "unknown"


def stamp() -> Stamp:
    """Return who, when (UTC) and the program; the clock and the account are read here."""
    now = datetime.now(UTC)  # noqa: TID251 - the command reads the clock
    at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    analyst = os.environ.get(ANALYST)
    who = f"{analyst} ({account()})" if analyst else account()
    return Stamp(at, who, f"sanccheck {__version__}")


def keep(kind: str, **body: Any) -> Kept:
    """Record an event of a command, or say why it was not."""
    off = why_off()
    if off is not None:
        return Kept(why_not=off)
    try:
        with Record(home()).writing() as writer:
            return Kept(event=writer.append(AUDIT, stamp(), {"kind": kind, **body}))
    except SourceError as error:
        return Kept(why_not=str(error))


def why_off() -> str | None:
    """Say why no event is recorded, None where they are."""
    if os.environ.get(_OFF, "").lower() in {"off", "0", "no"}:
        return f"the audit log is turned off by {_OFF}"
    if Record(home()).is_off:
        return "the audit log is turned off (sanccheck audit on)"
    return None


def keep_inputs(inputs: Mapping[str, bytes]) -> Plain:
    """Keep what an answer is made from and return the sha256 of each; none where no record is."""
    if why_off() is not None:
        return {}
    from sanccheck.audit.inputs import keep_input

    try:
        return {name: keep_input(home(), data) for name, data in inputs.items()}
    except SourceError:
        return {}  # what keeps this from being written keeps the event too, and that is said


def ground(served: Served) -> Plain:
    """Return on what an answer rests: the day, the lists and the files that served it."""
    return {
        "as_of": served.as_of.isoformat(),
        "lists": [[one.list, one.source, one.sha256] for one in served.lists],
        "not_screened": [one.list for one in served.not_screened if one.asked_for],
        "snapshots": [list(one) for one in served.snapshots],
        "choices": dict(served.choices),
        "supplements": [list(one) for one in served.supplements],
    }


def hits_of(screened: Screened) -> list[list[Any]]:
    """Return the hits of an answer as an event holds them."""
    return [
        [hit.entry, hit.decision.value, hit.score, hit.case.state if hit.case else None]
        for hit in screened.hits
    ]


def digest(document: Any) -> str:
    """Return the sha256 of a JSON document, the same however it is set out."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
