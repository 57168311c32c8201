"""Run the examples of the tests of ownership: they are its unit tests."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.errors import Problem
from sanccheck.ownership.fixpoint import Seeds
from sanccheck.ownership.graph import Control, Nodes, Stake, build
from sanccheck.ownership.judge import judge
from sanccheck.ownership.law import Example, LoadedLaw
from sanccheck.ownership.shares import read_share
from sanccheck.yaml_lines import line_at

_WORDS = {True: "yes", False: "no", None: "unknown"}


def check_law(loaded: LoadedLaw) -> Iterator[Problem]:
    """Yield every example that comes out otherwise than it says."""
    for index, example in enumerate(loaded.law.examples):
        found = run(loaded, example)
        if found != example.expect:
            message = f"example '{example.name}': it is {found}, not {example.expect}"
            line = line_at(loaded.tree, ("examples", index))
            yield Problem(path=loaded.path, line=line, message=message)


def run(loaded: LoadedLaw, example: Example) -> str:
    """Return what an example gives: yes, no or unknown."""
    test = loaded.law.test(example.test)
    version = test.on(example.as_of)
    if version is None:
        return "unknown"
    named = {node for item in example.holdings for node in (item.owner, item.of)}
    people = frozenset(example.people)
    nodes = Nodes(
        companies=frozenset(named | {example.ask}) - people,
        people=people,
        complete=frozenset(example.owners_complete),
        controllers_complete=frozenset(example.controllers_complete),
    )
    stakes = [
        Stake(
            owner=item.owner,
            of=item.of,
            share=read_share(item.percent),
            kind=item.kind,
            joint=item.joint_with,
        )
        for item in example.holdings
        if item.kind != "control"
    ]
    controls = [
        Control(owner=item.owner, of=item.of) for item in example.holdings if item.kind == "control"
    ]
    graph = build(nodes, stakes, controls, example.as_of)
    seeds = Seeds(sure=frozenset(example.listed), maybe=frozenset(example.may_be_listed))
    return _WORDS[judge(graph, test, version, seeds, {}).owned(example.ask)]
