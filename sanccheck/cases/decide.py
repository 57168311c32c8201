"""Record a decision on a case, or a second person's sign-off; the case book is held meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanccheck.audit.record import CASES
from sanccheck.cases.book import open_book, stood_event
from sanccheck.cases.case import State
from sanccheck.cases.steps import steps_of
from sanccheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sanccheck.audit.record import Record, Stamp
    from sanccheck.cases.case import Case
    from sanccheck.model.hits import Verdict

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decides on a case.

    `seen` is how many decisions on it they saw, where that is known: one more by then is told.
    """

    verdict: Verdict
    reason: str
    analyst: str
    needs_second: bool = False
    seen: int | None = None


def decide(record: Record, stamp: Stamp, wanted: str, judgement: Judgement) -> Case:
    """Record a decision on the case as it stands in the book; return the case with it.

    Raises:
        UsageError: when the case is not known, or no reason or analyst is given.
    """
    analyst = _name(judgement.analyst)
    reason = " ".join(judgement.reason.split())
    if not reason:
        raise UsageError("a decision takes its reason; add --reason TEXT")

    def event(case: Case) -> Plain:
        if judgement.seen not in {None, len(case.decisions)}:
            raise UsageError(f"case {case.id} was decided by somebody else meanwhile; look again")
        return {
            "kind": "decision",
            "case": case.id,
            "verdict": judgement.verdict.value,
            "reason": reason,
            "analyst": analyst,
            # What was once asked of a case stays asked: nobody drops it by deciding again.
            "needs_second": judgement.needs_second
            or any(one.needs_second for one in case.decisions),
            "stood": stood_event(case.stood),
            "steps": list(steps_of(case)),
        }

    return _append(record, stamp, wanted, event)


def sign_off(record: Record, stamp: Stamp, wanted: str, analyst: str) -> Case:
    """Record a second person's sign-off of a case's last decision; return the case with it.

    Raises:
        UsageError: when nothing waits for one, it is the same person, or the case changed since.
    """
    name = _name(analyst)

    def event(case: Case) -> Plain:
        last = case.last
        if last is None or case.state is not State.WAITING:
            raise UsageError(f"case {case.id} waits for no sign-off; it is {case.state}")
        if _same_person(name, last.analyst):
            raise UsageError(
                f"{last.analyst} decided case {case.id}; another person must sign it off"
            )
        if case.changed:
            raise UsageError(
                f"case {case.id} changed since it was decided: {case.changed[0]}; decide it anew"
            )
        return {"kind": "sign_off", "case": case.id, "decision": last.event, "analyst": name}

    return _append(record, stamp, wanted, event)


def _append(record: Record, stamp: Stamp, wanted: str, event: Callable[[Case], Plain]) -> Case:
    with record.writing() as writer:
        case = open_book(record).case(wanted)
        writer.append(CASES, stamp, event(case))
        return open_book(record).case(case.id)


def _name(analyst: str) -> str:
    name = " ".join(analyst.split())
    if not name:
        raise UsageError("a decision takes who decides; add --by NAME")
    return name


def _same_person(one: str, other: str) -> bool:
    """Say whether two names as typed are one person's; the program cannot tell more than that."""
    return one.casefold() == other.casefold()
