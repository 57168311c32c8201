"""A case: the hit of a party on an entry, the decisions on it, and how it stands now."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sanccheck.cases.stood import Stood, differences
from sanccheck.model.hits import Disposition, Verdict

Plain = dict[str, Any]


class State(StrEnum):
    """How a case stands."""

    OPEN = "open"
    WAITING = "awaiting sign-off"
    RETURNED = "returned"
    ESCALATED = "escalated"
    DECIDED = "decided"


# In these a person is still asked for something.
UNSETTLED = frozenset({State.OPEN, State.WAITING, State.RETURNED, State.ESCALATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: what, why, by whom, when, on the case as it stood.

    `event` is the number of its event in cases.jsonl. `needs_second` says that it does not hold
    before another person signs it off.
    """

    event: int
    verdict: Verdict
    reason: str
    analyst: str
    at: str
    stood: Stood
    steps: tuple[Plain, ...] = ()
    needs_second: bool = False
    signed_by: str | None = None
    signed_at: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing for it to hold."""
        return self.signed_by is not None or not self.needs_second

    @property
    def disposition(self) -> Disposition:
        """The decision as a hit carries it."""
        return Disposition(
            verdict=self.verdict,
            reason=self.reason,
            analyst=self.analyst,
            at=self.at,
            signed_by=self.signed_by,
        )


# How a case stands, the decision that holds, and what changed since the last one.
Standing = tuple[State, Disposition | None, tuple[str, ...]]


@dataclass(slots=True, kw_only=True)
class Case:
    """A case as the book has it; `stood` is how its hit stood when it was last seen.

    `as_of` is the day asked then and `seen` when that was. `before` is an earlier case of the
    same name in the same book on the same entry, where this party's facts are others.
    """

    id: str
    book: str
    ref: str | None
    name_key: str
    entry: str
    list_id: str
    stood: Stood
    comparison: list[Plain]
    as_of: str
    seen: str
    seen_by: str
    decisions: list[Decision] = field(default_factory=list)
    before: Case | None = None

    @property
    def name(self) -> str:
        """The party's name."""
        return str(self.stood.facts["name"])

    @property
    def listed_name(self) -> str:
        """The entry's primary name; its id where no publication has it any more."""
        found = self.stood.entry
        return str(found[0]["names"][0]["text"]) if found else self.entry

    @property
    def last(self) -> Decision | None:
        """The last decision, of the case itself."""
        return self.decisions[-1] if self.decisions else None

    @property
    def state(self) -> State:
        """How it stands."""
        return self.standing(self.stood)[0]

    @property
    def changed(self) -> tuple[str, ...]:
        """What changed since the last decision, on it or on an earlier case of the party."""
        return self.standing(self.stood)[2]

    @property
    def holding(self) -> Disposition | None:
        """The decision that holds."""
        return self.standing(self.stood)[1]

    def standing(self, now: Stood) -> Standing:
        """Return how the case stands for a hit as it is now, what holds, and what changed.

        A false positive holds as long as nothing changed. A true match holds until it is decided
        otherwise: a changed spelling does not make the party another.
        """
        last = self.last
        if last is None:
            undecided: Standing = State.OPEN, None, ()
            return undecided if self.before is None else self.before.standing_elsewhere(now)
        changed = () if last.stood.digests == now.digests else differences(last.stood, now)
        if not last.is_whole:
            return State.WAITING, None, changed
        if last.verdict is Verdict.FALSE_POSITIVE and changed:
            return State.RETURNED, None, changed
        if last.verdict is Verdict.ESCALATED:
            return State.ESCALATED, last.disposition, changed
        return State.DECIDED, last.disposition, changed

    def standing_elsewhere(self, now: Stood) -> Standing:
        """Return how a hit stands whose party is another by its facts and has this one's name.

        Its false positive does not hold there; that it was one, and what differs, is said.
        """
        last = self.last
        if last is None or last.verdict is not Verdict.FALSE_POSITIVE:
            return State.OPEN, None, ()
        return State.RETURNED, None, differences(last.stood, now)
