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
from fractions import Fraction

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
    where each counts alone. `counting` holds for each of `maybe` whose stakes may count.
    """

    sure: tuple[Reached, ...]
    maybe: tuple[Reached, ...]
    counting: tuple[AbstractSet[str], ...]

    def surely(self, node: str) -> bool:
        """Say whether a node is reached."""
        return any(node in reached for reached in self.sure)

    def possibly(self, node: str) -> bool:
        """Say whether a node may be reached."""
        return self.surely(node) or any(node in reached for reached in self.maybe)


def close(graph: Graph, version: Version, seeds: Seeds) -> Closures:
    """Return what is surely and what is possibly reached under a version of a test."""
    sure = close_surely(graph, version, seeds.sure)
    known = {node for reached in sure for node in reached}
    may = _Possible(graph, version, seeds.stated_not - known)
    if version.together == "no":
        unnamed = may.grow({})
        every = sorted(seeds.sure | seeds.maybe)
        maybe = (unnamed, *(may.grow({**unnamed, node: 0}, (node,)) for node in every))
    else:
        start = seeds.sure | seeds.maybe | known
        maybe = (may.grow(dict.fromkeys(sorted(start), 0)),)
    counting = tuple(may.counting(reached.keys()) for reached in maybe)
    return Closures(sure=sure, maybe=maybe, counting=counting)


def close_surely(graph: Graph, version: Version, start: frozenset[str]) -> tuple[Reached, ...]:
    """Return what is surely reached from persons: one set together, or one for each alone."""
    alone = [frozenset({node}) for node in sorted(start)]
    starts = [start] if version.together == "yes" else alone
    return tuple(_surely(graph, version, one) for one in starts)


def _surely(graph: Graph, version: Version, start: Iterable[str]) -> Reached:
    def reaches(company: Company, members: AbstractSet[str]) -> bool:
        return surely_reached(version, company, members)

    reached = dict.fromkeys(sorted(start), 0)
    return _grow(graph, reached, _held_by(graph, reached), reaches)


@dataclass(frozen=True, slots=True)
class _Possible:
    """Grow the set of what may be reached."""

    graph: Graph
    version: Version
    stated_not: AbstractSet[str]

    def grow(self, start: dict[str, int], changed: Iterable[str] | None = None) -> Reached:
        """Return the closure of a start; `changed` are those not yet spread from."""
        widen = None if self.version.minorities == "no" else self.counting
        every = changed is None or widen is not None
        asked = set(self.graph.companies) if every else _held_by(self.graph, changed or ())
        return _grow(self.graph, start, asked, self._reaches, widen)

    def _reaches(self, company: Company, members: AbstractSet[str]) -> bool:
        if company.id in self.stated_not:
            return False
        return may_be_reached(self.version, company, members)

    def counting(self, members: AbstractSet[str]) -> AbstractSet[str]:
        """Return whose stakes may count: the members', and in part those that they hold through."""
        if self.version.minorities == "no":
            return members
        return held_through(self.graph, members)


def _grow(
    graph: Graph,
    start: dict[str, int],
    asked: set[str],
    reaches: Callable[[Company, AbstractSet[str]], bool],
    widen: Callable[[AbstractSet[str]], AbstractSet[str]] | None = None,
) -> Reached:
    """Add what is reached, round by round, so that the order of nodes makes no difference.

    `widen` adds those whose stakes count though they are not reached; they may stand anywhere.
    """
    reached = dict(start)
    number = 0
    while asked:
        number += 1
        members = reached.keys() if widen is None else widen(reached.keys())
        new = [
            node
            for node in sorted(asked - reached.keys())
            if node in graph.companies and reaches(graph.companies[node], members)
        ]
        reached |= dict.fromkeys(new, number)
        asked = _held_by(graph, new) if widen is None or not new else set(graph.companies)
    return reached


def _held_by(graph: Graph, holders: Iterable[str]) -> set[str]:
    return {company for holder in holders for company in graph.held.get(holder, ())}


def held_through(graph: Graph, members: AbstractSet[str]) -> AbstractSet[str]:
    """Return the members and every company in which they hold anything, at any remove."""
    touched = set(members)
    pending = [*members]
    while pending:
        more = _held_by(graph, [pending.pop()]) - touched
        touched |= more
        pending += more
    return touched


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
    most = Most(_of_outstanding(others.value, WHOLE - kept), others.beyond)
    if not company.complete or kind == VOTE or not stakes:
        return most
    named = most_of(own)
    left = WHOLE - most_of(treasury).value
    if left <= NONE:
        return most
    return smaller(most, Most(min(named.value / left * WHOLE, WHOLE), named.short))


def _of_outstanding(others: Fraction, outstanding: Fraction) -> Fraction:
    """Return the percentage that is left of what is outstanding beside the others' part."""
    if outstanding == WHOLE:
        return WHOLE - others
    return (outstanding - others) / outstanding * WHOLE


def _own(company: Company, kind: str) -> list[Share]:
    return [company.own[kind]] if kind in company.own else []
