"""Who is reached from a set of persons by ownership: surely, and possibly.

A company is reached where those that own it and are reached themselves hold enough of it. A
holder that is reached counts in full, one that is not counts not at all, and nothing is
multiplied. Each set is the smallest that is closed under this, so that a circle of companies
never reaches itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sanccheck.ownership.graph import VOTE, Company, Graph, Stake
from sanccheck.ownership.law import Version
from sanccheck.ownership.shares import (
    NONE,
    WHOLE,
    Least,
    Most,
    Share,
    larger,
    least_of,
    most_of,
    smaller,
)

Reached = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """From whom a fixpoint starts: who is one of them, who may be, and who is stated not to be.

    `stated_not` are companies of which the file states that they are not owned so.
    """

    sure: frozenset[str]
    maybe: frozenset[str] = frozenset()
    stated_not: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closures:
    """What a fixpoint reaches, each node with the round in which it was reached.

    `sure` and `maybe` hold one set where all persons count together, and one for each person
    where each counts alone.
    """

    sure: tuple[Reached, ...]
    maybe: tuple[Reached, ...]

    def surely(self, node: str) -> bool:
        """Say whether a node is reached."""
        return any(node in reached for reached in self.sure)

    def possibly(self, node: str) -> bool:
        """Say whether a node may be reached."""
        return self.surely(node) or any(node in reached for reached in self.maybe)


def close(graph: Graph, version: Version, seeds: Seeds) -> Closures:
    """Return what is surely and what is possibly reached under a version of a test."""
    alone = [frozenset({node}) for node in sorted(seeds.sure)]
    starts = [seeds.sure] if version.together == "yes" else alone
    sure = tuple(_surely(graph, version, start) for start in starts)
    known = {node for reached in sure for node in reached}
    may = Possible(graph, version, seeds.stated_not - known)
    if version.together == "no":
        unnamed = may.grow({})
        every = sorted(seeds.sure | seeds.maybe)
        maybe = (unnamed, *(may.grow({**unnamed, node: 0}, (node,)) for node in every))
    else:
        start = seeds.sure | seeds.maybe | known
        maybe = (may.grow(dict.fromkeys(sorted(start), 0)),)
    return Closures(sure=sure, maybe=maybe)


def _surely(graph: Graph, version: Version, start: Iterable[str]) -> Reached:
    def reaches(company: Company, members: AbstractSet[str]) -> bool:
        return surely_reached(version, company, members)

    def spread(new: Iterable[str]) -> set[str]:
        return _held_by(graph, new)

    reached = dict.fromkeys(sorted(start), 0)
    return _grow(graph, reached, spread(reached), reaches, spread)


@dataclass(frozen=True, slots=True)
class Possible:
    """Grow the set of what may be reached."""

    graph: Graph
    version: Version
    stated_not: AbstractSet[str]

    def grow(self, start: dict[str, int], changed: Iterable[str] | None = None) -> Reached:
        """Return the closure of a start; `changed` are those not yet spread from."""
        asked = set(self.graph.companies) if changed is None else self._spread(changed)
        return _grow(self.graph, start, asked, self.reaches, self._spread)

    def reaches(self, company: Company, members: AbstractSet[str]) -> bool:
        """Say whether the members may reach a company."""
        if company.id in self.stated_not:
            return False
        return may_be_reached(self.version, company, self.touched(members))

    def _spread(self, new: Iterable[str]) -> set[str]:
        return _held_by(self.graph, self.touched(set(new)))

    def touched(self, members: AbstractSet[str]) -> AbstractSet[str]:
        """Add the companies in which a member holds anything, where that counts in part."""
        if self.version.minorities == "no":
            return members
        touched = set(members)
        pending = [*members]
        while pending:
            more = _held_by(self.graph, [pending.pop()]) - touched
            touched |= more
            pending += more
        return touched


def _grow(
    graph: Graph,
    start: dict[str, int],
    asked: set[str],
    reaches: Callable[[Company, AbstractSet[str]], bool],
    spread: Callable[[Iterable[str]], set[str]],
) -> Reached:
    """Add what is reached, round by round, so that the order of nodes makes no difference."""
    reached = dict(start)
    number = 0
    while asked:
        number += 1
        members = reached.keys()
        new = [
            node
            for node in sorted(asked - members)
            if node in graph.companies and reaches(graph.companies[node], members)
        ]
        reached |= dict.fromkeys(new, number)
        asked = spread(new)
    return reached


def _held_by(graph: Graph, holders: Iterable[str]) -> set[str]:
    return {company for holder in holders for company in graph.held.get(holder, ())}


def surely_reached(version: Version, company: Company, members: AbstractSet[str]) -> bool:
    """Say whether the members surely hold enough of a company, or control it where that does."""
    if version.control == "yes" and any(one.owner in members for one in company.controllers):
        return True
    return any(
        version.reach.surely(held_at_least(version, company, kind, members))
        for kind in version.counts
    )


def may_be_reached(version: Version, company: Company, members: AbstractSet[str]) -> bool:
    """Say whether the members may hold enough of a company, or may control it."""
    if version.control != "no" and may_be_controlled(company, members):
        return True
    measure = version.may_reach or version.reach
    return any(
        measure.maybe(held_at_most(version, company, kind, members))
        for kind in (*version.counts, *version.may_count)
    )


def may_be_controlled(company: Company, members: AbstractSet[str]) -> bool:
    """Say whether members control a company, or nobody knows who does."""
    named = any(control.owner in members for control in company.controllers)
    return named or not company.controllers_complete


def counted(stake: Stake, members: AbstractSet[str], *, jointly: bool) -> bool:
    """Say whether a stake is one of the members', or held jointly with one of them."""
    return stake.owner in members or (jointly and any(one in members for one in stake.joint))


def _split(
    stakes: Iterable[Stake], members: AbstractSet[str], *, jointly: bool
) -> tuple[list[Share], list[Share]]:
    """Part the stakes that count as the members' from the others."""
    own: list[Share] = []
    rest: list[Share] = []
    for stake in stakes:
        (own if counted(stake, members, jointly=jointly) else rest).append(stake.share)
    return own, rest


def held_at_least(
    version: Version, company: Company, kind: str, members: AbstractSet[str]
) -> Least:
    """Return the least that members hold of a company, as its stakes of a kind say.

    Where all owners are named, what the others cannot hold is the members'.
    """
    stakes = company.of_kind(kind)
    jointly = version.jointly == "yes"
    own, rest = _split(stakes, members, jointly=jointly)
    least = least_of(own)
    if not company.complete or kind == VOTE or not stakes:
        return least
    most = most_of([*rest, *_own(company, kind)])
    return larger(least, Least(WHOLE - most.value, most.short))


def held_at_most(version: Version, company: Company, kind: str, members: AbstractSet[str]) -> Most:
    """Return the most that members can hold of a company, unnamed owners counted as theirs.

    What a company holds in itself is nobody's: it is left out of the whole as well.
    """
    stakes = company.of_kind(kind)
    if not stakes and company.controllers_complete and kind == VOTE:
        return Most(NONE, short=False)
    jointly = version.jointly != "no"
    own, rest = _split(stakes, members, jointly=jointly)
    others = least_of(rest)
    treasury = _own(company, kind)
    kept = least_of(treasury).value
    if kept >= WHOLE:
        return Most(WHOLE, short=False)
    outstanding = WHOLE - kept
    most = Most((outstanding - others.value) / outstanding * WHOLE, others.beyond)
    if not company.complete or kind == VOTE or not stakes:
        return most
    named = most_of(own)
    left = WHOLE - most_of(treasury).value
    if left <= NONE:
        return most
    return smaller(most, Most(min(named.value / left * WHOLE, WHOLE), named.short))


def _own(company: Company, kind: str) -> list[Share]:
    return [company.own[kind]] if kind in company.own else []
