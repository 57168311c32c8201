"""Lints over the law in a regime file: what its form allows and a reader would not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sanccheck.deal.registry import FACTS
from sanccheck.errors import Problem
from sanccheck.rulebook.load import LoadedRegime
from sanccheck.rulebook.outcomes import Rung
from sanccheck.rulebook.schema import Example, Regime, Rule, Version
from sanccheck.rulebook.words import PLACEHOLDERS
from sanccheck.yaml_lines import Mapping, line_at

Where = tuple[str | int, ...]
_UNSURE = {"M", "M?", "U"}


def lint(loaded: LoadedRegime) -> Iterator[Problem]:
    """Yield what the form allows and the law, or a reader, does not."""
    regime = loaded.regime
    found = [*_file_lints(loaded), *_definition_lints(regime), *_cite_lints(regime)]
    for index, rule in enumerate(regime.rules):
        found += [(("rules", index), message) for message in _rule_lints(regime, rule)]
    for where, message in found:
        line = line_at(loaded.tree, where)
        yield Problem(path=loaded.path, line=line, message=message)


def _file_lints(loaded: LoadedRegime) -> Iterator[tuple[Where, str]]:
    regime = loaded.regime
    stem = loaded.path.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
    if regime.id != stem:
        yield ("id",), f"the id '{regime.id}' is not the file's name '{stem}'"
    if isinstance(loaded.tree, Mapping) and "examples" in [*loaded.tree.items][:-1]:
        yield ("examples",), "'examples' is the last key of a rule file"
    ids = Counter(rule.id for rule in regime.rules)
    for index, rule in enumerate(regime.rules):
        if ids[rule.id] > 1:
            yield ("rules", index, "id"), f"the rule id '{rule.id}' stands more than once"
    for index, example in enumerate(regime.examples):
        if example.rule not in ids:
            yield ("examples", index, "rule"), f"there is no rule '{example.rule}'"
        if example.like is not None and example.like not in regime.example_facts:
            yield ("examples", index, "like"), f"example_facts has no '{example.like}'"


def _definition_lints(regime: Regime) -> Iterator[tuple[Where, str]]:
    for index, definition in enumerate(regime.definitions):
        for clause in definition.clauses:
            if clause.contested and clause.question is None:
                message = f"{definition.fact}: '{clause.id}' is contested and asks nothing"
                yield ("definitions", index), message


def _cite_lints(regime: Regime) -> Iterator[tuple[Where, str]]:
    used = {key for key, _ in regime.citations()}
    for key in regime.cites:
        if key not in used:
            yield ("cites", key), f"the cite '{key}' is not used"


def _rule_lints(regime: Regime, rule: Rule) -> Iterator[str]:
    versions = rule.versions
    for earlier, later in pairwise(versions):
        if earlier.until is None or earlier.until > later.since:
            yield f"{rule.id}: the versions from {earlier.since} and {later.since} overlap"
    for version in versions:
        if version.until is not None and version.until <= version.since:
            yield f"{rule.id}: 'until' {version.until} is not after 'from' {version.since}"
        if version.confidence in _UNSURE and not (version.review or rule.status != "reviewed"):
            yield f"{rule.id}: confidence {version.confidence} needs a review or in_review"
        if version.confidence == "U" and not version.review:
            yield f"{rule.id}: an unknown point of law needs a review that says so"
        if Rung.NOTIFY in {version.outcome.strict, version.outcome.policy} and not version.notify:
            yield f"{rule.id}: a duty to notify needs 'notify' with authority, deadline, who_files"
        yield from _sentence_lints(rule, version)
    mine = [example for example in regime.examples if example.rule == rule.id]
    outcomes = {example.expect.applies for example in mine}
    if not {"yes", "no"} <= outcomes:
        yield f"{rule.id}: needs an example that applies and one that does not"
    yield from _boundary_lints(rule, mine)


def _boundary_lints(rule: Rule, examples: list[Example]) -> Iterator[str]:
    """Yield the days on which a version begins or ends that no example looks at from both sides."""
    days = {example.as_of for example in examples}
    for version in rule.versions:
        for what, day in (("start", version.since), ("end", version.until)):
            eve = None if day is None else day - timedelta(days=1)
            if day is not None and not {day, eve} <= days:
                yield (
                    f"{rule.id}: the {what} on {day} needs an example on the day before and one "
                    "on the day"
                )


def _hindsight_lints(rule: Rule, version: Version, sentences: list[str]) -> Iterator[str]:
    """Yield the days that a version which has ended speaks of, and that came after its end."""
    for sentence in sentences if version.until is not None else ():
        for text in re.findall(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b", sentence):
            day = _said_day(text)
            if day is not None and version.until is not None and day >= version.until:
                yield f"{rule.id}: the version until {version.until} speaks of {text}"


def _said_day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _sentence_lints(rule: Rule, version: Version) -> Iterator[str]:
    sentences = [version.because]
    sentences += [text for item in version.review for text in (item.reason, item.settle)]
    sentences += [item.because for item in version.unless]
    yield from _hindsight_lints(rule, version, sentences)
    for sentence in sentences:
        for name in re.findall(r"\{[^}]*\}", sentence):
            if name not in PLACEHOLDERS:
                yield f"{rule.id}: there is no placeholder {name}"


def unread_facts(regimes: Collection[Regime]) -> Iterator[str]:
    """Yield the facts that have a name and that no regime reads."""
    read = {f"terms.{term.id}" for regime in regimes for term in regime.terms}
    read = read.union(*(regime.reads for regime in regimes))
    yield from (f"no rule reads the fact {name}" for name in FACTS if name not in read)
