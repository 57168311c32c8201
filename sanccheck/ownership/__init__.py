"""Who is owned by whom, as far as it is known: a fixpoint with bounds, and the chain to it."""

from sanccheck.ownership.fixpoint import Seeds
from sanccheck.ownership.graph import Control, Graph, Nodes, Stake, build
from sanccheck.ownership.judge import Answer, Judgement, OpenPoint, judge
from sanccheck.ownership.law import Law, Test, Version, shipped_law
from sanccheck.ownership.steps import Link

__all__ = [
    "Answer",
    "Control",
    "Graph",
    "Judgement",
    "Law",
    "Link",
    "Nodes",
    "OpenPoint",
    "Seeds",
    "Stake",
    "Test",
    "Version",
    "build",
    "judge",
    "shipped_law",
]
