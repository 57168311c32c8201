"""Check rule files: their form, lints over the law in them, and their examples.

`sanccheck rules check` and the tests run this one function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sanccheck.deal.fact import Fact, Value, known, unknown
from sanccheck.deal.fact_specs import YES_NO, FactSpec
from sanccheck.deal.links import phases
from sanccheck.deal.registry import spec_of
from sanccheck.errors import Problem, RuleError
from sanccheck.model import Listing
from sanccheck.ownership import shipped_law
from sanccheck.ownership.check import check_law
from sanccheck.rulebook.conditions import facts_of
from sanccheck.rulebook.evaluate import judge
from sanccheck.rulebook.finding import Card, Finding
from sanccheck.rulebook.lints import lint, unread_facts
from sanccheck.rulebook.load import LoadedRegime, load_regime, typed_value
from sanccheck.rulebook.outcomes import Rung
from sanccheck.rulebook.schema import Example, Regime, Version
from sanccheck.rulebook.situations import Situation, two_ways
from sanccheck.rulebook.terms import define
from sanccheck.yaml_lines import line_at

_WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was checked, counted, and every problem found."""

    regimes: int
    rules: int
    versions: int
    examples: int
    problems: tuple[Problem, ...]


def check_rules(files: Iterable[tuple[str, bytes]]) -> Report:
    """Check rule files given as (name, bytes)."""
    loaded: list[LoadedRegime] = []
    problems: list[Problem] = []
    for name, data in files:
        try:
            loaded.append(load_regime(name, data))
        except RuleError as error:
            problems += error.problems
    for item in loaded:
        problems += lint(item)
        problems += [problem for example in item.regime.examples for problem in run(item, example)]
    rules = [rule for item in loaded for rule in item.regime.rules]
    return Report(
        regimes=len(loaded),
        rules=len(rules),
        versions=sum(len(rule.versions) for rule in rules),
        examples=sum(len(item.regime.examples) for item in loaded),
        problems=tuple(problems),
    )


def check_shipped(files: Iterable[tuple[str, bytes]]) -> Report:
    """Check the rule files that come with the program, as the whole that they are.

    Beside the files themselves: the tests of ownership with their examples, and that every fact
    that has a name is read by a rule.
    """
    found = [*files]
    report = _with_ownership(check_rules(found))
    if report.problems:
        return report
    regimes = [load_regime(name, data).regime for name, data in found]
    unread = [Problem(path="rules", line=None, message=text) for text in unread_facts(regimes)]
    return replace(report, problems=(*report.problems, *unread))


def _with_ownership(report: Report) -> Report:
    try:
        law = shipped_law()
    except RuleError as error:
        return replace(report, problems=(*report.problems, *error.problems))
    return replace(
        report,
        examples=report.examples + len(law.law.examples),
        problems=(*report.problems, *check_law(law)),
    )


def run(loaded: LoadedRegime, example: Example) -> Iterator[Problem]:
    """Run one example; yield what came out otherwise than it says."""
    regime = loaded.regime
    index = regime.examples.index(example)

    def problem(message: str) -> Problem:
        line = line_at(loaded.tree, ("examples", index))
        return Problem(path=loaded.path, line=line, message=f"example '{example.name}': {message}")

    rule = regime.rule(example.rule)
    if rule is None:
        return
    facts, wrong = _facts(regime, example)
    if wrong:
        yield from (problem(message) for message in wrong)
        return
    version = rule.on(example.as_of)
    if version is None:
        if example.expect.applies != "no":
            yield problem(f"{rule.id} has no version in force on {example.as_of}")
        return
    for message in _unread(regime, version, facts):
        yield problem(message)
    card = Card(regime=regime, rule=rule, version=version, as_of=example.as_of)
    facts = define(regime, facts)
    finding = judge(card, Situation(facts=facts, two_ways=two_ways(facts)))
    for message in _differences(example, finding):
        yield problem(message)


def _facts(regime: Regime, example: Example) -> tuple[dict[str, Fact], list[str]]:
    facts: dict[str, Fact] = {}
    wrong: list[str] = []
    if example.listing is not None:
        listing = Listing(**example.listing.model_dump())
        facts |= phases(listing, example.as_of)
    shared = regime.example_facts.get(example.like or "", {})
    for name, raw in {**shared, **example.facts}.items():
        spec = spec_of(name) or _own(regime, name)
        if spec is None:
            wrong.append(f"there is no fact '{name}'")
            continue
        fact = _fact(raw, spec)
        if fact is None:
            wrong.append(f"'{raw}' is no value of {name}")
        else:
            facts[name] = fact
    return facts, wrong


def _own(regime: Regime, name: str) -> FactSpec | None:
    names = {definition.fact for definition in regime.definitions}
    return FactSpec(type=YES_NO, meaning="defined here") if name in names else None


def _fact(raw: Any, spec: FactSpec) -> Fact | None:
    """Read a fact of an example: a value, `unknown`, {strict: .., policy: ..} or {among: [..]}."""
    if raw in {"unknown", None} if isinstance(raw, str | None) else False:
        return unknown("the example leaves it open")
    if isinstance(raw, dict) and "among" in raw:
        values = [typed_value(str(item), spec) for item in raw["among"]]
        among = tuple(value for value in values if value is not None)
        wrong = len(among) != len(values)
        return None if wrong else unknown("the example narrows it down", among=among)
    if isinstance(raw, dict):
        strict, policy = (typed_value(str(raw.get(key)), spec) for key in ("strict", "policy"))
        if strict is None or policy is None:
            return None
        return Fact(strict=strict, policy=policy, contested=True, source="the example")
    value: Value | None = typed_value(str(raw), spec)
    return None if value is None else known(value, "the example")


def _unread(regime: Regime, version: Version, facts: dict[str, Fact]) -> Iterator[str]:
    """Yield the facts of an example that its rule does not read, itself or by a definition."""
    read = set(facts_of(version.applies_when))
    for item in version.unless:
        read |= set(facts_of(item.when))
    for definition in regime.definitions:
        if definition.fact in read:
            read |= {name for clause in definition.clauses for name in facts_of(clause.when)}
    for name in facts:
        if name not in read and not name.startswith("covered."):
            yield f"the fact {name} is not read by the rule"


def _differences(example: Example, finding: Finding) -> Iterator[str]:
    expect = example.expect
    got = _WORDS[finding.applies]
    if got != expect.applies:
        yield f"applies is {got}, not {expect.applies}"
    pairs: list[tuple[str, Rung | None, Rung]] = [
        ("strict", expect.strict, finding.result.strict),
        ("policy", expect.policy, finding.result.policy),
    ]
    if expect.could_be is not None:
        pairs.append(("could_be.strict", expect.could_be.strict, finding.could_be.strict))
        pairs.append(("could_be.policy", expect.could_be.policy, finding.could_be.policy))
    for name, wanted, found in pairs:
        if wanted is not None and wanted is not found:
            yield f"{name} is {found}, not {wanted}"
    reviews = tuple(item.id for item in finding.review)
    if expect.review is not None and set(expect.review) != set(reviews):
        yield f"review is {list(reviews)}, not {list(expect.review)}"
