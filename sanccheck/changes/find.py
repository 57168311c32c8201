"""Find the smallest changes of fact that change an answer, by judging the changed deal again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sanccheck.assessment import Assessment, assess
from sanccheck.changes.edit import Edit, World
from sanccheck.changes.of_days import edits_of_days
from sanccheck.changes.of_fields import edits_of_fields
from sanccheck.changes.of_lists import edits_of_lists
from sanccheck.changes.of_shares import edits_of_shares
from sanccheck.deal.load import LoadedDeal, contradictions
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.outcomes import Limb, Rungs, highest
from sanccheck.rulebook.terms import Terms

# A deal is judged again so many times: fewer the more parties it has, as each time takes longer
# then. What is left out is said.
_WORK, _FEWEST = 1000, 40

By = Mapping[str, Rungs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one fact, what the answer would be then, and the rules that flip.

    `about` holds the parties of which any one will do, none where the fact is the deal's; `to` the
    words of which each does. `stated` says that the fact is known as it is; where it is not, the
    change answers a question.
    """

    fact: str
    about: tuple[str, ...]
    was: str
    to: tuple[str, ...]
    stated: bool
    result: Rungs
    could_be: Rungs
    structure: tuple[str, ...]
    rules: tuple[str, ...]

    def lowers(self, now: Rungs) -> bool:
        """Say whether it lowers the policy rung, or strict where policy stays."""
        return (self.result.policy, self.result.strict) < (now.policy, now.strict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The changes, those that lower the answer first; how many more were not tried."""

    found: tuple[Change, ...]
    left_out: int


def what_would_change(
    loaded: LoadedDeal, rulebook: Rulebook, now: Assessment, *, every: bool = False
) -> Changes:
    """Return the smallest changes of one fact, each of which changes strict or policy.

    A deal of many parties has more than can be tried at once: `every` tries all of them.
    """
    parties = max(1, len(loaded.deal.parties))
    most = None if every else max(_FEWEST, _WORK // parties)
    return _Finder(loaded, rulebook, now, most).changes()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """What a change comes to; `moved` holds the rules that come out otherwise."""

    edit: Edit
    after: Assessment
    moved: tuple[str, ...]

    @property
    def result(self) -> Rungs:
        return self.after.offering.result


class _Finder:
    def __init__(
        self, loaded: LoadedDeal, rulebook: Rulebook, now: Assessment, most: int | None
    ) -> None:
        self._most = most
        self._judged = self._left_out = 0
        self._loaded = loaded
        self._rulebook = rulebook
        self._now = now
        self._world = World(deal=loaded.deal, screening=now.screening)
        self._by_rule = _by_rule(now)

    @property
    def _spent(self) -> bool:
        return self._most is not None and self._judged >= self._most

    def changes(self) -> Changes:
        found: list[_Tried] = []
        for edit in self._edits():
            if self._spent:
                self._left_out += 1
                continue
            tried = self._try(edit)
            if tried is not None and tried.result != self._now.offering.result:
                found.append(tried)
        return Changes(
            found=tuple(sorted(map(self._change, _smallest(found)), key=self._order)),
            left_out=self._left_out,
        )

    def _edits(self) -> Iterator[Edit]:
        judged = {finding.regime for finding in self._now.findings}
        regimes = [item.regime for item in self._rulebook.regimes if item.regime.id in judged]
        read = frozenset(name for regime in regimes for name in regime.reads)
        yield from edits_of_days(self._world, regimes)
        yield from edits_of_lists(self._world)
        fields = list(edits_of_fields(self._world.deal, read, self._asked()))
        # Of the deal itself first: there are few, and they are what can be drawn up otherwise.
        yield from (one for one in fields if one.stated and not one.about)
        if self._world.deal.holdings:
            yield from edits_of_shares(self._world, self._answer)
        yield from (one for one in fields if one.stated and one.about)
        yield from (one for one in fields if not one.stated)

    def _asked(self) -> Mapping[str, frozenset[str]]:
        """Return the facts that open findings read, by the party that they are judged for."""
        found: dict[str, frozenset[str]] = {}
        for finding in self._now.findings:
            if finding.applies is None or finding.needs:
                reads = Terms(finding.card.regime).behind(finding.card.version.reads)
                for party in (finding.party, finding.subject):
                    key = party or ""
                    found[key] = found.get(key, frozenset()) | reads
        return found

    def _answer(self, world: World) -> object:
        """Return what a world comes to, the same as now once no more is to be tried."""
        if self._spent:
            self._left_out += 1
            return self._now.offering.result
        after = self._assess(world)
        return None if after is None else after.offering.result

    def _assess(self, world: World) -> Assessment | None:
        """Judge a changed deal, None where it contradicts itself."""
        if next(contradictions(world.deal), None) is not None:
            return None
        self._judged += 1
        loaded = replace(self._loaded, deal=world.deal)
        return assess(loaded, world.screening, self._rulebook, self._now.program)

    def _try(self, edit: Edit) -> _Tried | None:
        after = self._assess(edit.make(self._world))
        if after is None:
            return None
        return _Tried(edit=edit, after=after, moved=_moved(self._by_rule, _by_rule(after)))

    def _change(self, group: Sequence[_Tried]) -> Change:
        first = group[0]
        offering = first.after.offering
        return Change(
            fact=first.edit.fact,
            about=tuple(dict.fromkeys(one.edit.about for one in group if one.edit.about)),
            was=first.edit.was,
            to=tuple(dict.fromkeys(one.edit.to for one in group)),
            stated=first.edit.stated,
            result=offering.result,
            could_be=offering.could_be,
            structure=offering.structure,
            rules=first.moved,
        )

    def _order(self, change: Change) -> tuple[object, ...]:
        lowers = change.lowers(self._now.offering.result)
        policy, strict = change.result.policy, change.result.strict
        return (
            not lowers,
            not change.stated,
            *((policy, strict) if lowers else (-policy, -strict)),
        )


def _smallest(found: Iterable[_Tried]) -> Iterator[Sequence[_Tried]]:
    """Yield what is told as one change: the nearest day or share, all words, all parties."""
    groups: dict[tuple[object, ...], list[_Tried]] = {}
    for one in found:
        edit, offering = one.edit, one.after.offering
        fact = (edit.fact, edit.was, edit.distance > 0, edit.to if edit.about else "")
        ends = (offering.result, offering.could_be, offering.structure, one.moved)
        groups.setdefault((*fact, *ends), []).append(one)
    for group in groups.values():
        nearest = min(group, key=lambda one: one.edit.distance)
        yield [nearest] if nearest.edit.distance else group


def _by_rule(assessment: Assessment) -> By:
    """Return the highest that each rule on securities comes to."""
    found: dict[str, list[Rungs]] = {}
    for finding in assessment.findings:
        if finding.limb is Limb.SECURITIES:
            found.setdefault(finding.rule, []).append(finding.result)
    return {rule: highest(results) for rule, results in found.items()}


def _moved(before: By, after: By) -> tuple[str, ...]:
    """Return the rules that come out otherwise, those that move the furthest first."""
    none = Rungs()

    def by(rule: str) -> int:
        one, other = before.get(rule, none), after.get(rule, none)
        return abs(one.policy - other.policy) + abs(one.strict - other.strict)

    rules = sorted({*before, *after}, key=lambda rule: (-by(rule), rule))
    return tuple(rule for rule in rules if by(rule))
