"""What changed in the rules between two days: which began, which ended, which say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sanccheck.deal.registry import spec_of
from sanccheck.rulebook.conditions import facts_of
from sanccheck.rulebook.outcomes import Limb
from sanccheck.rulebook.schema import Outcome, Regime, Rule, Version


class What(StrEnum):
    """What happened to a rule."""

    BEGAN = "began"
    ENDED = "ended"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One rule on the day on which it began, ended or came to say something else.

    `before` and `after` are its versions on the eve and on the day, None where it was not in force.
    """

    day: date
    regime: Regime
    rule: Rule
    before: Version | None
    after: Version | None

    @property
    def what(self) -> What:
        """What happened to the rule."""
        if self.before is None:
            return What.BEGAN
        return What.ENDED if self.after is None else What.CHANGED

    @property
    def limb(self) -> Limb:
        """The part of the law to which the rule belongs."""
        return self.rule.limb

    @property
    def cites(self) -> tuple[str, ...]:
        """The sources of what holds from the day on; of a rule that ended, of what held before."""
        version = self.after or self.before
        keys = () if version is None else version.cites
        return tuple(self.regime.cites[key].title for key in keys)

    def says(self) -> Iterator[str]:
        """Yield in a reader's words what is new, what is gone, and what is said otherwise."""
        before, after = self.before, self.after
        if before is None or after is None:
            version = after or before
            if version is not None:
                yield f"{_outcome(version.outcome)}: {readable(version.because)}"
            return
        if before.outcome != after.outcome:
            yield f"it was {_outcome(before.outcome)}, it is {_outcome(after.outcome)}"
        if before.because != after.because:
            yield f"it said: {readable(before.because)}"
            yield f"it says: {readable(after.because)}"
        yield from _exceptions(before, after)
        yield from _asked(self.regime, before, after)
        if before.terms != after.terms:
            yield f"terms for the documents: {_joined(before.terms)}, now {_joined(after.terms)}"
        if before.notify != after.notify:
            duty = after.notify
            yield (
                "no report is due any more"
                if duty is None
                else f"to report: to {duty.authority}, {duty.deadline}; who files: {duty.who_files}"
            )
        yield from _unsettled(before, after)
        if before.structure != after.structure:
            yield f"structure: {_joined(before.structure)}, now {_joined(after.structure)}"
        if before.confidence != after.confidence:
            yield f"how sure we are: {before.confidence}, now {after.confidence}"
        if before.cites != after.cites:
            gone = [self.regime.cites[key].title for key in before.cites if key not in after.cites]
            yield f"it rests on other sources{f', no longer on {_joined(gone)}' if gone else ''}"


def differences(regimes: Iterable[Regime], since: date, until: date) -> tuple[Difference, ...]:
    """Return what changed after one day up to another, in order of the days.

    A rule that changed on several days between them is told once for each.
    """
    found = [
        one
        for regime in regimes
        for rule in regime.rules
        for one in _of_rule(regime, rule, since, until)
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.regime.id, one.rule.id)))


def _of_rule(regime: Regime, rule: Rule, since: date, until: date) -> Iterator[Difference]:
    days = {day for version in rule.versions for day in (version.since, version.until) if day}
    before = rule.on(since)
    for day in sorted(days):
        if not since < day <= until:
            continue
        after = rule.on(day)
        if after is not before:
            yield Difference(day=day, regime=regime, rule=rule, before=before, after=after)
        before = after


def readable(sentence: str) -> str:
    """Show what a finding fills in as [effective on].

    >>> readable("From {effective_on} on")
    'From [effective on] on'
    """
    return re.sub(r"\{([a-z_]+)\}", lambda hit: f"[{hit[1].replace('_', ' ')}]", sentence)


def _outcome(outcome: Outcome) -> str:
    if outcome.strict is outcome.policy:
        return outcome.strict.name
    return f"strict {outcome.strict.name}, policy {outcome.policy.name}"


def _exceptions(before: Version, after: Version) -> Iterator[str]:
    was = {item.id: item.because for item in before.unless}
    now = {item.id: item.because for item in after.unless}
    yield from (f"new exception {name}: {readable(now[name])}" for name in now if name not in was)
    yield from (f"exception gone: {name}" for name in was if name not in now)


def _asked(regime: Regime, before: Version, after: Version) -> Iterator[str]:
    """Yield which facts it turns on that it did not, and on which no longer."""
    was, now = ([*dict.fromkeys(facts_of(one.condition))] for one in (before, after))
    new = [name for name in now if name not in was]
    gone = [name for name in was if name not in now]
    if new:
        yield f"it now turns on: {'; '.join(_meaning(regime, name) for name in new)}"
    if gone:
        yield f"it no longer turns on: {'; '.join(_meaning(regime, name) for name in gone)}"
    if not new and not gone and before.condition != after.condition:
        yield "it turns on the same facts at other values"


def _unsettled(before: Version, after: Version) -> Iterator[str]:
    was, now = ({item.id: item.reason for item in one.review} for one in (before, after))
    yield from (f"unsettled since: {readable(now[name])}" for name in now if name not in was)
    yield from (f"no longer unsettled: {readable(was[name])}" for name in was if name not in now)


def _meaning(regime: Regime, name: str) -> str:
    defined = (item.meaning for item in regime.definitions if item.fact == name)
    spec = spec_of(name)
    return next(defined, name if spec is None else spec.meaning)


def _joined(words: Sequence[str]) -> str:
    return ", ".join(words) or "none"
