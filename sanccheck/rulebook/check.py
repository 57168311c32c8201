"""Check rule files: their form, lints over the law in them, and their examples.

`sanccheck rules check` and the tests run this one function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sanccheck.deal.fact import Fact, Value, known, unknown
from sanccheck.deal.links import phases
from sanccheck.deal.registry import YES_NO, FactSpec, spec_of
from sanccheck.errors import Problem, RuleError
from sanccheck.model import Listing
from sanccheck.rulebook.conditions import facts_of
from sanccheck.rulebook.evaluate import PLACEHOLDERS, Finding, define, judge
from sanccheck.rulebook.load import LoadedRegime, load_regime, typed_value
from sanccheck.rulebook.outcomes import Rung
from sanccheck.rulebook.schema import Example, Regime, Rule, Version
from sanccheck.yaml_lines import line_at

_UNSURE = {"M", "M?", "U"}
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


def lint(loaded: LoadedRegime) -> Iterator[Problem]:
    """Yield what the form allows and the law, or a reader, does not."""
    regime = loaded.regime

    def problem(message: str, *where: str | int) -> Problem:
        return Problem(path=loaded.path, line=line_at(loaded.tree, where), message=message)

    stem = loaded.path.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
    if regime.id != stem:
        yield problem(f"the id '{regime.id}' is not the file's name '{stem}'", "id")
    seen: set[str] = set()
    for index, rule in enumerate(regime.rules):
        if rule.id in seen:
            yield problem(f"the rule id '{rule.id}' stands twice", "rules", index, "id")
        seen.add(rule.id)
        for message in _rule_lints(regime, rule):
            yield problem(message, "rules", index)
    for key, used in _cited(regime):
        if key not in regime.cites:
            yield problem(f"{used} cites '{key}', which is not under 'cites'")
    named = {key for key, _ in _cited(regime)}
    for key in regime.cites:
        if key not in named:
            yield problem(f"the cite '{key}' is not used", "cites", key)
    for index, example in enumerate(regime.examples):
        if example.rule not in seen:
            yield problem(f"there is no rule '{example.rule}'", "examples", index, "rule")


def _rule_lints(regime: Regime, rule: Rule) -> Iterator[str]:
    versions = rule.versions
    for earlier, later in zip(versions, versions[1:], strict=False):
        if earlier.until is None or earlier.until > later.since:
            yield f"{rule.id}: the versions from {earlier.since} and {later.since} overlap"
    for version in versions:
        if version.until is not None and version.until <= version.since:
            yield f"{rule.id}: 'until' {version.until} is not after 'from' {version.since}"
        if version.confidence in _UNSURE and not (version.review or rule.status != "reviewed"):
            yield f"{rule.id}: confidence {version.confidence} needs a review or in_review"
        if version.confidence == "U" and not version.review:
            yield f"{rule.id}: an unknown point of law needs a review that says so"
        yield from _sentence_lints(rule, version)
    mine = [example for example in regime.examples if example.rule == rule.id]
    outcomes = {example.expect.applies for example in mine}
    if not {"yes", "no"} <= outcomes:
        yield f"{rule.id}: needs an example that applies and one that does not"
    yield from _boundary_lints(rule, mine)


def _boundary_lints(rule: Rule, examples: list[Example]) -> Iterator[str]:
    """Yield the versions' own end dates that no example looks at from both sides."""
    days = {example.as_of for example in examples}
    for version in rule.versions[:-1] if rule.versions[-1].until is None else rule.versions:
        end = version.until
        if end is not None and not {end, end - timedelta(days=1)} <= days:
            yield f"{rule.id}: the end on {end} needs an example on the day before and on the day"


def _sentence_lints(rule: Rule, version: Version) -> Iterator[str]:
    import re

    sentences = [version.because]
    sentences += [text for item in version.review for text in (item.reason, item.settle)]
    sentences += [item.because for item in version.unless]
    for sentence in sentences:
        for name in re.findall(r"\{[^}]*\}", sentence):
            if name not in PLACEHOLDERS:
                yield f"{rule.id}: there is no placeholder {name}"


def _cited(regime: Regime) -> Iterator[tuple[str, str]]:
    for rule in regime.rules:
        for version in rule.versions:
            yield from ((key, rule.id) for key in version.cites)
            yield from ((key, item.id) for item in version.unless for key in item.cites)
    for definition in regime.definitions:
        for clause in definition.clauses:
            yield from ((key, definition.fact) for key in clause.cites)
    yield from ((key, "not_this") for item in regime.not_this for key in item.cites)
    yield from ((key, item.id) for item in regime.terms for key in item.cites)


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
    finding = judge(regime, rule, version, None, None, define(regime, facts))
    for message in _differences(example, finding):
        yield problem(message)


def _facts(regime: Regime, example: Example) -> tuple[dict[str, Fact], list[str]]:
    facts: dict[str, Fact] = {}
    wrong: list[str] = []
    if example.listing is not None:
        listing = Listing(**example.listing.model_dump())
        facts |= phases(listing, None, example.as_of)
    for name, raw in example.facts.items():
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
    """Read a fact of an example: a value, `unknown`, or {strict: .., policy: ..} if contested."""
    if raw in {"unknown", None} if isinstance(raw, str | None) else False:
        return unknown("the example leaves it open")
    if isinstance(raw, dict):
        strict, policy = (typed_value(str(raw.get(key)), spec) for key in ("strict", "policy"))
        if strict is None or policy is None:
            return None
        return Fact(strict=strict, policy=policy, contested=True, source="the example")
    value: Value | None = typed_value(str(raw), spec)
    return None if value is None else known(value, "the example")


def _unread(regime: Regime, version: Version, facts: dict[str, Fact]) -> Iterator[str]:
    """Yield the facts of an example that neither its rule nor a definition reads: misspelt, or idle."""
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


