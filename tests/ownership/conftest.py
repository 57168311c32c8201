"""Graphs written briefly, for the tests of ownership."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sanccheck.ownership import Control, Judgement, Nodes, Seeds, Stake, build, judge, shipped_law
from sanccheck.ownership.shares import read_share

DAY = date(2024, 5, 7)
OFAC = "us_ofac_blocked"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A situation: `holdings` as "owner 33 of" lines, `x*` listed and `x?` perhaps listed."""

    holdings: tuple[str, ...]
    people: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    controllers_complete: tuple[str, ...] = ()
    stated: tuple[tuple[str, bool], ...] = ()
    test: str = OFAC
    day: date = DAY


def judged(*holdings: str, **rest: object) -> Judgement:
    """Judge holdings such as "x* 60 a", "b vote 30-40 c", "x* controls c", "a 5 b @2024-01-01"."""
    return judge_case(Case(holdings=holdings, **rest))  # type: ignore[arg-type]


def judge_case(case: Case) -> Judgement:
    """Judge a case."""
    stakes: list[Stake] = []
    controls: list[Control] = []
    for text in case.holdings:
        line, _, day = text.partition(" @")
        as_of = date.fromisoformat(day) if day else None
        owner, *middle, of = line.split(" ")
        kind = middle.pop(0) if middle[0] in {"vote", "equity", "controls"} else "equity"
        who, what = bare(owner), bare(of)
        if kind == "controls":
            controls.append(Control(owner=who, of=what, as_of=as_of))
            continue
        joint = tuple(item[5:] for item in middle if item.startswith("with:"))
        share = read_share(" ".join(item for item in middle if not item.startswith("with:")))
        stakes.append(Stake(owner=who, of=what, share=share, kind=kind, as_of=as_of, joint=joint))
    marks = [word for text in case.holdings for word in text.partition(" @")[0].split(" ")]
    nodes = Nodes(
        companies=_named(stakes, controls) - set(case.people),
        people=frozenset(case.people),
        complete=frozenset(case.complete),
        controllers_complete=frozenset(case.controllers_complete),
    )
    seeds = Seeds(
        sure=frozenset(bare(word) for word in marks if word.endswith("*")),
        maybe=frozenset(bare(word) for word in marks if word.endswith("?")),
    )
    test = shipped_law().law.test(case.test)
    version = test.on(case.day)
    assert version is not None
    graph = build(nodes, stakes, controls, case.day)
    return judge(graph, test, version, seeds, dict(case.stated))


def bare(word: str) -> str:
    """Return a name without its mark."""
    return word.rstrip("*?")


def _named(stakes: Iterable[Stake], controls: Iterable[Control]) -> frozenset[str]:
    pairs = [(item.owner, item.of) for item in stakes]
    pairs += [(item.owner, item.of) for item in controls]
    return frozenset(name for pair in pairs for name in pair)
