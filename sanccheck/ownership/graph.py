"""Who holds how much of whom on a day: the stakes that count, company by company.

Nothing here knows of lists or of law. A stake is direct; what it means through others is the
fixpoint's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from sanccheck.ownership.shares import NONE, WHOLE, Share

EQUITY = "equity"
VOTE = "vote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """A direct holding of one kind. `joint` names those with whom it is held jointly."""

    owner: str
    of: str
    share: Share
    kind: str = EQUITY
    as_of: date | None = None
    source: str | None = None
    joint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A stated power to direct a company, beside any stake in it."""

    owner: str
    of: str
    as_of: date | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class Company:
    """What is known of one company's owners on a day.

    `stakes` are by kind, without its own shares in itself, which are `own`. `complete` says that
    every owner is named, `controllers_complete` that everybody is who controls it.
    """

    id: str
    stakes: Mapping[str, tuple[Stake, ...]] = field(default_factory=dict)
    own: Mapping[str, Share] = field(default_factory=dict)
    controllers: tuple[Control, ...] = ()
    complete: bool = False
    controllers_complete: bool = False

    def of_kind(self, kind: str) -> tuple[Stake, ...]:
        """Return the stakes of one kind."""
        return self.stakes.get(kind, ())

    @cached_property
    def holders(self) -> frozenset[str]:
        """Everybody whose standing bears on the company."""
        stakes = [stake for found in self.stakes.values() for stake in found]
        owners = {stake.owner for stake in stakes} | {one for item in stakes for one in item.joint}
        return frozenset(owners | {control.owner for control in self.controllers})

    @property
    def known(self) -> bool:
        """Say whether the file names any owner or controller of it."""
        return bool(self.stakes or self.controllers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The companies and persons of a deal, and who is held by whom."""

    companies: Mapping[str, Company]
    held: Mapping[str, tuple[str, ...]]

    def company(self, node: str) -> Company:
        """Return what is known of a company, nothing where it is not named."""
        return self.companies.get(node) or Company(id=node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Who is in the graph. `people` have no owners; the rest are companies."""

    companies: frozenset[str]
    people: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    controllers_complete: frozenset[str] = frozenset()


def build(nodes: Nodes, stakes: Iterable[Stake], controls: Iterable[Control], day: date) -> Graph:
    """Return the graph as it stood on a day; what is dated later does not count."""
    by_company: dict[str, list[Stake]] = {}
    for stake in stakes:
        by_company.setdefault(stake.of, []).append(stake)
    ruling: dict[str, list[Control]] = {}
    for control in controls:
        if control.as_of is None or control.as_of <= day:
            ruling.setdefault(control.of, []).append(control)
    companies = {
        node: _company(node, nodes, _on(by_company.get(node, []), day), ruling.get(node, []))
        for node in nodes.companies
    }
    return Graph(companies=companies, held=_held(companies))


def _company(node: str, nodes: Nodes, stakes: list[Stake], controls: list[Control]) -> Company:
    others: dict[str, tuple[Stake, ...]] = {}
    own: dict[str, Share] = {}
    for stake in stakes:
        if stake.owner == node:
            own[stake.kind] = _added(own.get(stake.kind), stake.share)
        else:
            others[stake.kind] = (*others.get(stake.kind, ()), stake)
    return Company(
        id=node,
        stakes={kind: _joined(found) for kind, found in others.items()},
        own=own,
        controllers=tuple(sorted(controls, key=lambda control: control.owner)),
        complete=node in nodes.complete,
        controllers_complete=node in nodes.controllers_complete,
    )


def _added(one: Share | None, other: Share) -> Share:
    if one is None:
        return other
    return Share(
        low=one.low + other.low,
        high=min(one.high + other.high, WHOLE),
        above=one.above or other.above,
        below=(one.below or other.below) and one.high + other.high <= WHOLE,
    )


def _joined(stakes: tuple[Stake, ...]) -> tuple[Stake, ...]:
    """Let joint holding hold both ways: who is named by one holder is joint with it too."""
    groups: dict[str, set[str]] = {}
    for stake in stakes:
        if stake.joint:
            merged = {stake.owner, *stake.joint}
            for member in tuple(merged):
                merged |= groups.get(member, set())
            for member in merged:
                groups[member] = merged
    found = [
        replace(stake, joint=tuple(sorted(groups.get(stake.owner, set()) - {stake.owner})))
        for stake in stakes
    ]
    return tuple(sorted(found, key=lambda stake: (stake.owner, stake.share.low)))


def _held(companies: Mapping[str, Company]) -> dict[str, tuple[str, ...]]:
    """Return for each holder the companies on which its standing bears."""
    found: dict[str, set[str]] = {}
    for company in companies.values():
        for holder in company.holders:
            found.setdefault(holder, set()).add(company.id)
    return {holder: tuple(sorted(held)) for holder, held in found.items()}


def _on(stakes: list[Stake], day: date) -> list[Stake]:
    """Return the stakes in one company that count on a day.

    Of one owner and kind those of the latest date not after the day count; undated ones count
    where there is none. Where stakes of several dates come to more than all, the older ones must
    have shrunk: their lower ends give way.
    """
    latest: dict[tuple[str, str], date] = {}
    for stake in stakes:
        if stake.as_of is not None and stake.as_of <= day:
            key = (stake.owner, stake.kind)
            latest[key] = max(latest.get(key, stake.as_of), stake.as_of)
    current = [stake for stake in stakes if stake.as_of == latest.get((stake.owner, stake.kind))]
    return [stake for kind in (EQUITY, VOTE) for stake in _fitting(current, kind)]


def _fitting(stakes: list[Stake], kind: str) -> list[Stake]:
    own = [stake for stake in stakes if stake.kind == kind]
    excess = sum((stake.share.low for stake in own), NONE) - WHOLE
    if excess <= 0:
        return own
    newest = max((stake.as_of for stake in own if stake.as_of is not None), default=None)
    return [stake if stake.as_of == newest else _shrunk(stake, excess) for stake in own]


def _shrunk(stake: Stake, excess: Fraction) -> Stake:
    low = max(stake.share.low - excess, NONE)
    return replace(stake, share=replace(stake.share, low=low, above=False))
