"""What differs between a deal as of one day and as of another, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sanccheck.assessment.result import Assessment
from sanccheck.deal.fact import Fact
from sanccheck.deal.registry import spec_of
from sanccheck.listing_phase import Phase, divest_before, effective_on
from sanccheck.model import Hit
from sanccheck.rulebook.conditions import say_value
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rungs
from sanccheck.rulebook.terms import Terms

_PHASES = {
    Phase.P0.value: "not listed",
    Phase.P1.value: "announced, not yet effective",
    Phase.P2.value: "in the divestment window",
    Phase.P3.value: "after the divestment window",
}
_Key = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """A value on the one day and on the other, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule that comes out otherwise, for whom, and why: what it turned on that differs.

    None among `parties` is the deal. `could_before` and `could_after` are the highest that an open
    question could still make of it.
    """

    rule: str
    title: str
    parties: tuple[str | None, ...]
    before: Rungs
    after: Rungs
    could_before: Rungs
    could_after: Rungs
    applies_before: bool | None
    applies_after: bool | None
    why: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs: the answer, the parties, the rules with why, the lists, hits and questions."""

    answer: tuple[Ends, ...]
    parties: tuple[Ends, ...]
    rules: tuple[RuleChange, ...]
    hits: tuple[str, ...]
    lists: tuple[Ends, ...]
    asked: tuple[str, ...]
    no_longer_asked: tuple[str, ...]


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Compare two assessments of one deal."""
    was = {question.text for question in before.questions}
    now = {question.text for question in after.questions}
    return Comparison(
        answer=tuple(_answer(before, after)),
        parties=tuple(_parties(before, after)),
        rules=tuple(_rules(before, after)),
        hits=tuple(_hits(before, after)),
        lists=tuple(_lists(before, after)),
        asked=tuple(sorted(now - was)),
        no_longer_asked=tuple(sorted(was - now)),
    )


def _answer(before: Assessment, after: Assessment) -> Iterator[Ends]:
    one, other = before.offering, after.offering
    for which in ("strict", "policy"):
        yield from _ends(
            which,
            _said(getattr(one.result, which).name, getattr(one.could_be, which).name),
            _said(getattr(other.result, which).name, getattr(other.could_be, which).name),
        )
    yield from _ends("structure", _joined(one.structure), _joined(other.structure))
    for limb in dict.fromkeys((*one.limbs, *other.limbs)):
        was, now = (found.limbs.get(limb, Rungs()).policy.name for found in (one, other))
        yield from _ends(limb.value, was, now)
    flags = (_joined(dict.fromkeys(flag.id for flag in found.review)) for found in (one, other))
    yield from _ends("REVIEW", *flags)


def _said(now: str, could_be: str) -> str:
    return now if now == could_be else f"{now} (could be {could_be})"


def _joined(words: Mapping[str, None] | tuple[str, ...]) -> str:
    return ", ".join(words) or "none"


def _ends(what: str, before: str, after: str) -> Iterator[Ends]:
    if before != after:
        yield Ends(what=what, before=before, after=after)


def _parties(before: Assessment, after: Assessment) -> Iterator[Ends]:
    for one, other in zip(before.parties, after.parties, strict=True):
        for which in ("strict", "policy"):
            yield from _ends(
                f"{one.name}, {which}",
                _said(getattr(one.result, which).name, getattr(one.could_be, which).name),
                _said(getattr(other.result, which).name, getattr(other.could_be, which).name),
            )


def _rules(before: Assessment, after: Assessment) -> Iterator[RuleChange]:
    """Yield the changes, those for several parties alike once, those of a rung first."""
    alike: dict[RuleChange, list[str | None]] = {}
    for one in _rule_changes(before, after):
        alike.setdefault(replace(one, parties=()), []).extend(one.parties)
    found = [replace(one, parties=tuple(dict.fromkeys(who))) for one, who in alike.items()]
    yield from sorted(
        found, key=lambda one: (one.before == one.after, one.could_before == one.could_after)
    )


def _rule_changes(before: Assessment, after: Assessment) -> Iterator[RuleChange]:
    was, now = _by_key(before), _by_key(after)
    for key in dict.fromkeys((*was, *now)):
        one, other = was.get(key), now.get(key)
        if _outcome(one) == _outcome(other):
            continue
        finding = other or one
        if finding is None:
            continue
        yield RuleChange(
            rule=finding.rule,
            title=finding.title,
            parties=(finding.party,),
            before=Rungs() if one is None else one.result,
            after=Rungs() if other is None else other.result,
            could_before=Rungs() if one is None else one.could_be,
            could_after=Rungs() if other is None else other.could_be,
            applies_before=False if one is None else one.applies,
            applies_after=False if other is None else other.applies,
            why=tuple(dict.fromkeys(_why(key, one, other, before, after))),
            cites=tuple(cite.title for cite in finding.cites),
        )


def _by_key(assessment: Assessment) -> dict[_Key, Finding]:
    """Return the findings that apply or are open, by rule and by whom they are about."""
    return {
        (finding.rule, finding.party, finding.subject, finding.entry): finding
        for finding in assessment.findings
        if finding.applies is not False
    }


def _outcome(finding: Finding | None) -> tuple[object, ...]:
    if finding is None:
        return (False, Rungs(), Rungs())
    return (finding.applies, finding.result, finding.could_be)


def _why(
    key: _Key, one: Finding | None, other: Finding | None, before: Assessment, after: Assessment
) -> Iterator[str]:
    """Yield why a rule comes out otherwise: another version of it, or facts that differ."""
    rule = key[0]
    first, last = _nearest(rule, key, one, before), _nearest(rule, key, other, after)
    if first is None and last is not None:
        yield f"the rule is not in force on {before.as_of}, it is since {last.version}"
        return
    if last is None and first is not None:
        yield f"the rule of {first.version} is not in force on {after.as_of}"
        return
    if first is None or last is None:
        return
    if first.version != last.version:
        yield f"the rule is that of {first.version} on {before.as_of}, of {last.version} then"
    yield from _facts(first, last)
    for assessment in (before, after) if key[3] is not None else ():
        if key[3] not in _entries(assessment):
            yield f"{key[3]} is not on its list on {assessment.as_of}"


def _entries(assessment: Assessment) -> frozenset[str]:
    """Return the entries of that day to which a party of the deal is, or is related."""
    hits = (hit.entry for party in assessment.parties for hit in party.hits)
    return frozenset((*assessment.screening.related, *hits))


def _nearest(
    rule: str, key: _Key, finding: Finding | None, assessment: Assessment
) -> Finding | None:
    """Return a finding of the rule on that day: on the same one, else on anybody."""
    if finding is not None:
        return finding
    same = [one for one in assessment.findings if one.rule == rule]
    own = [one for one in same if one.party == key[1]]
    return next(iter(own or same), None)


def _facts(first: Finding, last: Finding) -> Iterator[str]:
    """Yield the facts that a rule, or a term that its regime defines, reads otherwise.

    A party's own facts count only where both findings are about it.
    """
    was, now = first.situation.facts, last.situation.facts
    reads = first.card.version.reads | last.card.version.reads
    names = Terms(first.card.regime).behind(reads)
    one, other = first.situation.actor, last.situation.actor
    same = one is not None and other is not None and one.id == other.id
    for name in sorted(names & was.keys() & now.keys()):
        spec = spec_of(name)
        if spec is None or (name.startswith("party.") and not same):
            continue
        before, after = _value(was[name]), _value(now[name])
        if before != after:
            yield f"{spec.meaning}: {before}, then {after}"


def _value(fact: Fact) -> str:
    said = say_value(fact.policy)
    return _PHASES.get(said, said)


def _hits(before: Assessment, after: Assessment) -> Iterator[str]:
    for one, other in zip(before.parties, after.parties, strict=True):
        was = {hit.entry: hit for hit in one.hits}
        now = {hit.entry: hit for hit in other.hits}
        for entry in dict.fromkeys((*was, *now)):
            if entry not in was:
                yield f"{one.name}: {_hit(now[entry])}, not on {before.as_of}"
            elif entry not in now:
                yield f"{one.name}: {_hit(was[entry])}, no longer on {after.as_of}"
            elif was[entry].decision is not now[entry].decision:
                said = f"{was[entry].decision}, then {now[entry].decision}"
                yield f"{one.name}: {entry}: {said}"


def _hit(hit: Hit) -> str:
    """Say what a hit is, with the days of its entry."""
    listing = hit.listing
    days = (
        ("listed", listing.listed_on),
        ("effective", effective_on(listing)),
        ("divest before", divest_before(listing)),
        ("removed", listing.delisted_on),
    )
    dates = ", ".join(f"{word} {day}" for word, day in days if day is not None)
    kind = hit.decision.value if hit.relation is None else hit.relation.replace("_", " ")
    return f"{kind} {hit.name} ({hit.entry}{f'; {dates}' if dates else ''})"


def _lists(before: Assessment, after: Assessment) -> Iterator[Ends]:
    was, now = _states(before), _states(after)
    for name in dict.fromkeys((*was, *now)):
        yield from _ends(name, was.get(name, "not screened"), now.get(name, "not screened"))


def _states(assessment: Assessment) -> dict[str, str]:
    """Say of each list which publication served the day, and what is to be known of it."""
    found = {}
    for state in assessment.screening.lists:
        weak = [word for word in ("stale", "partial", "reconstructed") if getattr(state, word)]
        published = f"published {state.published}" if state.published else "on a day not known"
        found[state.list] = ", ".join([published, *weak])
    return found
