"""The steps by which a company is reached: who holds how much of whom, or controls it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sanccheck.ownership.fixpoint import Reached, counted, held_at_least
from sanccheck.ownership.graph import Company, Graph, Stake
from sanccheck.ownership.law import Version
from sanccheck.ownership.shares import NONE, Share, least_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a chain: who holds how much of whom, or controls it (then without a share)."""

    owner: str
    of: str
    kind: str
    share: Share | None = None
    source: str | None = None
    joint: tuple[str, ...] = ()


class Steps:
    """Trace the steps of chains, each told once."""

    def __init__(self, graph: Graph, version: Version) -> None:
        self._graph, self._version = graph, version
        self._told: set[str] = set()

    def to(self, node: str, reached: Reached) -> Iterator[Link]:
        """Yield the steps that reach a node."""
        if node in self._told or reached.get(node, 0) == 0:
            return
        before = {one for one, number in reached.items() if number < reached[node]}
        yield from self.held(node, reached, before, enough=True)

    def held(
        self, node: str, reached: Reached, before: AbstractSet[str], *, enough: bool = False
    ) -> Iterator[Link]:
        """Yield what members hold of a node, with the steps that reach them."""
        self._told.add(node)
        company = self._graph.company(node)
        for link in self._links(company, before, enough=enough):
            for holder in (link.owner, *link.joint):
                if holder in before:
                    yield from self.to(holder, reached)
            yield link

    def _links(self, company: Company, before: AbstractSet[str], *, enough: bool) -> list[Link]:
        version = self._version
        for kind in version.counts:
            least = held_at_least(version, company, kind, before)
            if not enough or version.reach.surely(least):
                found = self._stakes(company, kind, before, enough=enough)
                if found or enough:
                    return [_link(stake) for stake in found]
        return [
            Link(owner=one.owner, of=one.of, kind="control", source=one.source)
            for one in company.controllers
            if one.owner in before
        ][: 1 if enough else None]

    def _stakes(
        self, company: Company, kind: str, before: AbstractSet[str], *, enough: bool
    ) -> list[Stake]:
        """Return the stakes that count, the largest first, no more of them than are needed."""
        jointly = self._version.jointly == "yes"
        own = [
            stake
            for stake in company.of_kind(kind)
            if counted(stake, before, jointly=jointly) and stake.share.high > NONE
        ]
        own.sort(key=lambda stake: (-stake.share.low, stake.owner))
        for number in range(1, len(own)):
            if enough and self._version.reach.surely(least_of(s.share for s in own[:number])):
                return own[:number]
        return own


def _link(stake: Stake) -> Link:
    return Link(
        owner=stake.owner,
        of=stake.of,
        kind=stake.kind,
        share=stake.share,
        source=stake.source,
        joint=stake.joint,
    )
