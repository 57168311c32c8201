"""The answer for each company: reached or not, between which bounds, and by which chain.

An answer is a yes only where what is known makes it one, and a no only where nothing that is
open could make it a yes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from sanccheck.ownership.fixpoint import (
    Closures,
    Reached,
    Seeds,
    close,
    close_surely,
    held_at_least,
    held_at_most,
    may_be_reached,
    surely_reached,
)
from sanccheck.ownership.graph import EQUITY, Company, Graph
from sanccheck.ownership.law import Test, Version
from sanccheck.ownership.shares import NONE, WHOLE, Least, Most, larger, least_of
from sanccheck.ownership.steps import Link, Steps

_DEEPEST = 10  # owners behind owners, up to which the question goes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """What would settle most of an unknown answer.

    `kind` is `nothing` (no owner is named), `owners` (of those not named), `stake` (how much
    `owner` holds), `person` (whether `about` is one of those whose stakes count), `control`, or
    `law` (the threshold, or whether stakes add up, is unsettled).
    """

    kind: str
    about: str
    owner: str | None = None
    size: Fraction = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether a company is reached; None is unknown. `kind` is that of the bounds.

    Where it is unknown, `chain` holds what is known to lead there, and `supposing` names those who
    would have to be of the persons whose stakes count for it to be enough.
    """

    node: str
    verdict: bool | None
    least: Least
    most: Most
    kind: str
    chain: tuple[Link, ...] = ()
    supposing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A test, in its version of a day, on a graph; `stated` is what the file says outright."""

    graph: Graph
    test: Test
    version: Version
    seeds: Seeds
    closures: Closures
    stated: Mapping[str, bool]
    answers: dict[str, Answer] = field(default_factory=dict, compare=False, repr=False)
    verdicts: dict[str, bool | None] = field(default_factory=dict, compare=False, repr=False)
    others: dict[date | None, Judgement] = field(default_factory=dict, compare=False, repr=False)

    def verdict(self, node: str) -> bool | None:
        """Return whether a node is reached, one of the persons themselves included."""
        if self.closures.surely(node):
            return True
        return None if self.closures.possibly(node) else False

    def owned(self, node: str) -> bool | None:
        """Return whether a company is reached through its owners, or stated to be.

        Where the file states it and the holdings say otherwise, what reaches further holds.
        """
        if node not in self.verdicts:
            self.verdicts[node] = self._owned(node)
        return self.verdicts[node]

    def _owned(self, node: str) -> bool | None:
        company = self.graph.companies.get(node)
        if company is None:
            return False
        if node not in self.stated and self._untold(node):
            return None
        if self.stated.get(node) or self._owned_surely(company):
            return True
        if self.stated.get(node) is False:
            return False
        return None if self._owned_maybe(company) else False

    @cached_property
    def supposed(self) -> tuple[Reached, ...]:
        """What would be reached if everybody who may be one of the persons were one."""
        return close_surely(self.graph, self.version, self.seeds.sure | self.seeds.maybe)

    def under(self, version: Version) -> Judgement:
        """Return the judgement of the same holdings under another version of the test."""
        if version == self.version:
            return self
        key = version.since
        if key not in self.others:
            self.others[key] = judge(self.graph, self.test, version, self.seeds, self.stated)
        return self.others[key]

    def contradicted(self, node: str) -> bool:
        """Say whether the file states of a company what its holdings rule out."""
        company = self.graph.companies.get(node)
        if company is None or node not in self.stated:
            return False
        if self.stated[node]:
            return not self._owned_maybe(company)
        return self._owned_surely(company)

    def _owned_surely(self, company: Company) -> bool:
        return any(
            surely_reached(self.version, company, among)
            for among in _among(company, [reached.keys() for reached in self.closures.sure])
        )

    def _owned_maybe(self, company: Company) -> bool:
        return self.may_be(self.version, company)

    def may_be(self, version: Version, company: Company) -> bool:
        """Say whether a company may be reached by its owners under a version of the test."""
        return any(
            may_be_reached(version, company, among)
            for among in _among(company, self.closures.counting)
        )

    def answer(self, node: str) -> Answer:
        """Return the whole answer for a company."""
        if node not in self.answers:
            self.answers[node] = self._answer(node)
        return self.answers[node]

    def _answer(self, node: str) -> Answer:
        verdict = self.owned(node)
        if verdict is None and self._untold(node):
            return Answer(
                node=node,
                verdict=None,
                least=Least(NONE, beyond=False),
                most=Most(WHOLE, short=False),
                kind=EQUITY if EQUITY in self.version.counts else self.version.counts[0],
            )
        chain = tuple(self._chain(node))
        kind = max(self.version.counts, key=lambda kind: self._order(node, kind))
        return Answer(
            node=node,
            verdict=verdict,
            least=self.least(node, kind),
            most=self.most(node, kind),
            kind=kind,
            chain=chain,
            supposing=() if verdict is not None else self._supposing(chain),
        )

    def _untold(self, node: str) -> bool:
        """Say whether the file tells nothing of a company's owners: then all is open."""
        company = self.graph.company(node)
        return not (company.known or company.own or company.controllers_complete)

    def _order(self, node: str, kind: str) -> tuple[Fraction, bool]:
        return self.least(node, kind).value, kind == EQUITY

    def least(self, node: str, kind: str) -> Least:
        """Return the least that those whose stakes count hold of a company."""
        found = Least(NONE, beyond=False)
        company = self.graph.company(node)
        for among in _among(company, [reached.keys() for reached in self.closures.sure]):
            found = larger(found, held_at_least(self.version, company, kind, among))
        return found

    def most(self, node: str, kind: str) -> Most:
        """Return the most that they can hold of it."""
        company = self.graph.company(node)
        ends = [
            held_at_most(self.version, company, kind, among)
            for among in _among(company, self.closures.counting)
        ]
        return max(ends, key=lambda end: (end.value, not end.short))

    def _chain(self, node: str) -> Iterator[Link]:
        """Yield the steps by which a node is reached, the first ones first.

        Where it is open whether it is, those that would reach it if all were of the persons who
        may be, else those by which surely reached owners hold a part of it.
        """
        steps = Steps(self.graph, self.version)
        reached = self._reaching(node)
        if reached is None:
            for one in self.closures.sure:
                yield from steps.held(node, one, one.keys())
        elif reached.get(node, 0) > 0:
            yield from steps.to(node, reached)
        else:  # one of the persons itself, or stated to be owned
            yield from steps.held(node, reached, reached.keys(), enough=True)

    def _reaching(self, node: str) -> Reached | None:
        """Return the set whose members surely hold enough of a node, or would if all counted."""
        sets = (*self.closures.sure, *(() if self.owned(node) is not None else self.supposed))
        found = next((one for one in sets if one.get(node, 0) > 0), None)
        if found is not None:
            return found
        # A set that starts from the node itself may hold enough of it all the same.
        company = self.graph.company(node)
        own = (one for one in sets if node in one)
        return next((one for one in own if surely_reached(self.version, company, one.keys())), None)

    def _supposing(self, chain: tuple[Link, ...]) -> tuple[str, ...]:
        owners = dict.fromkeys(link.owner for link in chain)
        return tuple(owner for owner in owners if owner in self.seeds.maybe)

    def open_point(self, node: str) -> OpenPoint:
        """Return what would settle most of a company's unknown answer."""
        return _Opening(self).of(node, frozenset())


def _among(company: Company, sets: Sequence[AbstractSet[str]]) -> set[frozenset[str]]:
    """Return who of a company's holders is in each of several sets, each combination once."""
    holders = company.holders
    return {frozenset(holders & one) for one in sets}


def judge(
    graph: Graph, test: Test, version: Version, seeds: Seeds, stated: Mapping[str, bool]
) -> Judgement:
    """Judge every company of a graph under a version of a test.

    What the file states of a company counts as the test's own answer for it.
    """
    full = Seeds(
        sure=seeds.sure | {node for node, owned in stated.items() if owned},
        maybe=seeds.maybe,
        stated_not=frozenset(node for node, owned in stated.items() if not owned),
    )
    closures = close(graph, version, full)
    return Judgement(
        graph=graph,
        test=test,
        version=version,
        seeds=full,
        closures=closures,
        stated=stated,
    )


class _Opening:
    """Find the point that would settle most of what is open of a company."""

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement
        self._version = judgement.version

    def of(self, node: str, seen: frozenset[str]) -> OpenPoint:
        """Return the point for a company, looking behind its owners."""
        company = self._judgement.graph.company(node)
        if not company.known:
            return OpenPoint(kind="nothing", about=node)
        if self._only_law(company):
            return OpenPoint(kind="law", about=node)
        if self._only_control(company):
            return OpenPoint(kind="control", about=node)
        points = sorted(self._points(company), key=lambda point: -point.size)
        for point in points:
            if point.kind != "person":
                return point
            behind = self._behind(point, seen | {node})
            if behind is not None:
                return behind
        return OpenPoint(kind="owners", about=node)

    def _behind(self, point: OpenPoint, seen: frozenset[str]) -> OpenPoint | None:
        """Ask who an owner is, or who owns it; None where that leads round in a circle."""
        judgement = self._judgement
        if point.about in judgement.seeds.maybe:
            return point
        if point.about in seen or len(seen) > _DEEPEST:
            return None
        return self.of(point.about, seen)

    def _points(self, company: Company) -> Iterator[OpenPoint]:
        """Yield what is open of a company's stakes, each with how much it could move."""
        for kind in (*self._version.counts, *self._version.may_count):
            stakes = company.of_kind(kind)
            if not (company.complete and stakes):
                rest = WHOLE - least_of(stake.share for stake in stakes).value
                if rest > 0:
                    yield OpenPoint(kind="owners", about=company.id, size=rest)
            for stake in stakes:
                width = stake.share.high - stake.share.low
                if width > 0:
                    yield OpenPoint(kind="stake", about=company.id, owner=stake.owner, size=width)
                if self._judgement.verdict(stake.owner) is None:
                    yield OpenPoint(kind="person", about=stake.owner, size=stake.share.high)

    def _only_control(self, company: Company) -> bool:
        version = self._version
        if version.control == "no":
            return False
        by_stakes = version.model_copy(update={"control": "no"})
        return not self._judgement.may_be(by_stakes, replace(company, controllers_complete=True))

    def _only_law(self, company: Company) -> bool:
        """Say whether only the law is open: the threshold, or whether stakes add up."""
        version = self._version
        if version.may_reach is not None:
            settled = version.model_copy(update={"may_reach": None})
            if not self._judgement.may_be(settled, company):
                return True
        if version.together != "unknown":
            return False
        everybody = {node for reached in self._judgement.closures.sure for node in reached}
        return surely_reached(version, company, everybody)
