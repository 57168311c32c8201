"""What comes out for an investor: a verdict under each structure and reading, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from sanccheck.deal.fact import Fact
from sanccheck.model import Hit

# The hash of the classes here is that of their words, which Python takes without a call; an
# enumeration's own is a call each time, and reasons are looked up by the hundred thousand.


class Verdict(StrEnum):
    """Whether an investor may be allocated."""

    __hash__ = str.__hash__

    ELIGIBLE = "eligible"
    NEEDS = "needs representation"
    CANNOT_DECIDE = "cannot decide"
    EXCLUDED = "excluded"


class Effect(StrEnum):
    """What a reason does: it excludes, is missing, can be represented, or is only to be known."""

    __hash__ = str.__hash__

    EXCLUDES = "excludes"
    MISSING = "missing"
    NEEDS = "needs"
    NOTE = "note"


class About(StrEnum):
    """What a reason is about."""

    __hash__ = str.__hash__

    HIT = "hit"
    OFAC = "OFAC US person"
    REG_S = "Reg S US person"
    BENEFICIARY = "beneficiaries"
    OWNERSHIP = "ownership"
    ROLE = "role"
    PLACE = "place"
    LISTS = "lists"
    DEAL = "deal"
    LAW = "law"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for a verdict, in plain words, with the rule and the sources that it rests on.

    `everybody` says that it stands in the way of every row alike.
    """

    effect: Effect
    about: About
    text: str
    rule: str = ""
    cites: tuple[str, ...] = ()
    everybody: bool = False


_WORST = {Effect.EXCLUDES: 3, Effect.MISSING: 2, Effect.NEEDS: 1, Effect.NOTE: 0}
_BY_RANK = (Verdict.ELIGIBLE, Verdict.NEEDS, Verdict.CANNOT_DECIDE, Verdict.EXCLUDED)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A verdict and its reasons, the weightiest first."""

    reasons: tuple[Reason, ...] = ()

    @cached_property
    def verdict(self) -> Verdict:
        """What the reasons come to: the worst of them, eligible where there is none."""
        return _verdict(self.reasons)

    @cached_property
    def settled(self) -> Verdict:
        """What they come to once the questions on the deal itself are answered in its favour."""
        return _verdict(
            reason
            for reason in self.reasons
            if reason.about is not About.DEAL or reason.effect is not Effect.MISSING
        )

    def of(self, effect: Effect) -> tuple[Reason, ...]:
        """Return the reasons of one effect."""
        return tuple(reason for reason in self.reasons if reason.effect is effect)


def _verdict(reasons: Iterable[Reason]) -> Verdict:
    return _BY_RANK[max((_WORST[reason.effect] for reason in reasons), default=0)]


def outcome(reasons: Iterable[Reason]) -> Outcome:
    """Put reasons into an outcome: each once, the weightiest first."""
    found: dict[tuple[Effect, About, str], Reason] = {}
    for one in reasons:
        key = (one.effect, one.about, one.text)
        found[key] = _joined(found[key], one) if key in found else one
    return Outcome(reasons=tuple(sorted(found.values(), key=lambda one: -_WORST[one.effect])))


def _joined(one: Reason, other: Reason) -> Reason:
    """Join two reasons that say the same by two rules."""
    if one == other:
        return one
    rules = dict.fromkeys(rule for rule in (*one.rule.split(", "), *other.rule.split(", ")) if rule)
    return replace(
        one, rule=", ".join(rules), cites=tuple(dict.fromkeys((*one.cites, *other.cites)))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The outcome under each reading of the law."""

    strict: Outcome
    policy: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row's answer; `problems` holds what keeps it from having one.

    `stands` is under the structure that the deal has, `should` under the one that it should have.
    """

    row: int
    name: str
    problems: tuple[str, ...] = ()
    stands: Readings | None = None
    should: Readings | None = None
    ofac: Fact | None = None
    reg_s: Fact | None = None
    hits: tuple[Hit, ...] = ()


STRUCTURES = ("stands", "should")
READINGS = ("policy", "strict")


@dataclass(slots=True)
class Counts:
    """How many rows came out how, under each structure and reading; bad rows apart.

    `settled` counts those of the policy reading under the structure that the deal should have, once
    the questions on the deal itself are answered in its favour.
    """

    rows: int = 0
    bad: int = 0
    by: Mapping[tuple[str, str], Counter[Verdict]] = field(
        default_factory=lambda: {
            (one, other): Counter() for one in STRUCTURES for other in READINGS
        }
    )
    settled: Counter[Verdict] = field(default_factory=Counter)
    with_hits: int = 0

    def add(self, answer: Answer) -> None:
        """Count one row."""
        self.rows += 1
        self.with_hits += bool(answer.hits)
        if answer.stands is None or answer.should is None:
            self.bad += 1
            return
        self.settled[answer.should.policy.settled] += 1
        for structure in STRUCTURES:
            for reading in READINGS:
                found: Outcome = getattr(getattr(answer, structure), reading)
                self.by[structure, reading][found.verdict] += 1
