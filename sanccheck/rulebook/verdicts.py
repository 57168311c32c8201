"""How the condition of a rule comes out, under each reading, with what it leaves open."""

from __future__ import annotations

from typing import NamedTuple

from sanccheck.deal.fact import Reading
from sanccheck.rulebook.conditions import Asked
from sanccheck.rulebook.outcomes import Rung, Rungs, rungs
from sanccheck.rulebook.schema import Rule, Version
from sanccheck.rulebook.situations import Situation


class Verdict(NamedTuple):
    """How a condition comes out under each reading, and what that brings; None is open.

    `applies` says whether it holds under the strict or the policy reading, `parted` whether the
    readings are told apart. `result` is what the rule brings, `could_be` the highest that an open
    question could still make of it, `asked` names the facts whose questions those are, in the
    order in which they were asked for.
    """

    strict: bool | None
    policy: bool | None
    applies: bool | None
    parted: bool
    result: Rungs
    could_be: Rungs
    asked: tuple[str, ...]


def verdict(rule: Rule, version: Version, situation: Situation) -> Verdict:
    """Judge a version of a rule in a situation, under each reading."""
    whole, facts = version.condition, situation.facts
    asked: Asked = []
    policy = strict = undecided = whole.ask(facts, Reading.POLICY, asked)
    parted = rule.reading != "policy" and _may_part(version, situation)
    if parted:
        strict = whole.verdict(facts, Reading.STRICT)
        undecided = whole.ask(facts, Reading.OPEN, asked)
    outcome = version.outcome
    result = rungs(
        outcome.strict if strict else Rung.CLEAR, outcome.policy if policy else Rung.CLEAR
    )
    return Verdict(
        strict=strict,
        policy=policy,
        applies=True if strict or policy else (None if None in (strict, policy) else False),
        parted=parted,
        result=result,
        could_be=_could_be(version, result, policy=policy, undecided=undecided),
        asked=tuple(dict.fromkeys([fact for _, fact in asked])),
    )


def _may_part(version: Version, situation: Situation) -> bool:
    """Say whether the readings of a condition could differ, on a fact that is read two ways."""
    if version.reads.isdisjoint(situation.two_ways):
        return False
    facts = situation.facts
    return any(facts[name].read_two_ways for name in version.reads & situation.two_ways)


def _could_be(
    version: Version, result: Rungs, *, policy: bool | None, undecided: bool | None
) -> Rungs:
    """Return the highest that an open question, or an unsettled law, could make of a rule.

    Strict rises only where the open reading does not rule it out; what a version itself holds
    open counts wherever the rule is not ruled out on both readings.
    """
    live = undecided is not False
    if not live and policy is False:
        return result
    outcome = version.outcome
    return rungs(
        max(
            result.strict,
            outcome.strict if live else Rung.CLEAR,
            outcome.could_be.strict or Rung.CLEAR,
        ),
        max(result.policy, outcome.policy, outcome.could_be.policy or Rung.CLEAR),
    )
