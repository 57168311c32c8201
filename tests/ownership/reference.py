"""The slow and obvious way: one world, everything in it known, looked at until nothing changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

Shares = dict[tuple[str, str], Fraction]


@dataclass(frozen=True, kw_only=True)
class World:
    """Who is listed, who owns what of each company to the last share, and who controls whom.

    `joint` names for a company those who hold it jointly, each of whom then holds all of it.
    """

    listed: frozenset[str]
    companies: frozenset[str]
    shares: Shares
    controls: frozenset[tuple[str, str]] = frozenset()
    joint: dict[str, frozenset[str]] = field(default_factory=dict)


def blocked(world: World, company: str, *, outstanding: bool) -> bool:
    """Say whether listed persons together own half of a company, its own shares left out or not."""
    return company in _spread(world, world.listed, Fraction(50), outstanding=outstanding)


def owned_alone(world: World, company: str, threshold: Fraction, *, outstanding: bool) -> bool:
    """Say whether one listed person owns more than a threshold of a company, or controls it."""
    return any(
        company in _spread(world, frozenset({one}), threshold, outstanding=outstanding, over=True)
        for one in world.listed
    )


def _spread(
    world: World,
    start: Iterable[str],
    threshold: Fraction,
    *,
    outstanding: bool,
    over: bool = False,
) -> set[str]:
    reached = set(start)
    while True:
        new = {
            company
            for company in world.companies - reached
            if _enough(
                _held(
                    world,
                    company,
                    _jointly(world, company, reached) if over else reached,
                    outstanding=outstanding,
                ),
                threshold,
                over=over,
            )
            or (over and any((owner, company) in world.controls for owner in reached))
        }
        if not new:
            return reached
        reached |= new


def _jointly(world: World, company: str, reached: set[str]) -> set[str]:
    group = world.joint.get(company, frozenset())
    return reached | group if reached & group else reached


def _held(world: World, company: str, reached: set[str], *, outstanding: bool) -> Fraction:
    own = world.shares.get((company, company), Fraction(0))
    held = sum(
        (
            share
            for (owner, of), share in world.shares.items()
            if of == company and owner in reached and owner != company
        ),
        Fraction(0),
    )
    if not outstanding:
        return held
    return Fraction(100) if own == 100 else held * 100 / (100 - own)


def _enough(held: Fraction, threshold: Fraction, *, over: bool) -> bool:
    return held > threshold if over else held >= threshold
