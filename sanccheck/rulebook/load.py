"""Read regime files: YAML to typed rules, every problem of a file reported at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from sanccheck.dates import parse_date
from sanccheck.deal.fact import Value
from sanccheck.deal.fact_specs import DATE, NUMBER, YES_NO, FactSpec
from sanccheck.deal.load import schema_problems
from sanccheck.deal.registry import spec_of
from sanccheck.errors import Problem, RuleError, UsageError
from sanccheck.rulebook.conditions import (
    DATE_TESTS,
    NUMBER_TESTS,
    AnyOf,
    Bound,
    Compared,
    Condition,
    Every,
    Has,
    IsUnknown,
    Negation,
)
from sanccheck.rulebook.schema import Regime
from sanccheck.shipped import shipped
from sanccheck.yaml_lines import (
    Mapping,
    Node,
    Sequence,
    Text,
    line_at,
    parse_yaml,
    plain,
    without_examples,
)

_NUMBER = re.compile(r"\d{1,30}(\.\d{1,9})?(e\d{1,2})?")
_CONDITIONS = {"applies_when", "judged_when", "when", "needed_when", "met_when"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRegime:
    """A regime with its file's name, sha256 and lines."""

    regime: Regime
    path: str
    sha256: str
    tree: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Every regime, in the order of their ids; those that settle the structure come last.

    `house` holds the ids of those that are a firm's own policy, and no law.
    """

    regimes: tuple[LoadedRegime, ...]
    house: frozenset[str] = frozenset()

    @property
    def law(self) -> Rulebook:
        """The regimes without house policy."""
        if not self.house:
            return self
        kept = tuple(item for item in self.regimes if item.regime.id not in self.house)
        return Rulebook(regimes=kept)

    def lists_on(self, day: date) -> frozenset[str]:
        """Return every list of which a rule in force on a day speaks."""
        return frozenset(
            list_id
            for item in self.regimes
            if any(rule.on(day) is not None for rule in item.regime.rules)
            for list_id in item.regime.lists
        )

    def regime(self, regime_id: str) -> Regime | None:
        """Return a regime by its id."""
        found = (item.regime for item in self.regimes if item.regime.id == regime_id)
        return next(found, None)


def shipped_rulebook(*, examples: bool = True) -> Rulebook:
    """Load the rules that come with the program, without their examples in half the time.

    Raises:
        RuleError: with every problem of every file.
    """
    return load_rulebook(sorted_files(shipped("rules")), examples=examples)


def sorted_files(folder: Traversable) -> list[tuple[str, bytes]]:
    """Return the rule files of a folder as (name, bytes), by name."""
    return sorted(
        (item.name, item.read_bytes())
        for item in folder.iterdir()
        if item.name.endswith(".yaml") and not item.name.endswith(".draft.yaml")
    )


def read_files(path: Path) -> list[tuple[str, bytes]]:
    """Return the rule files of a folder, or the one file, as (path, bytes).

    Raises:
        RuleError: where there is nothing to read.
    """
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    try:
        files = [(str(item), item.read_bytes()) for item in paths]
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise RuleError([Problem(path=str(path), line=None, message=reason)]) from None
    if not files:
        message = "holds no rule file (*.yaml)"
        raise RuleError([Problem(path=str(path), line=None, message=message)])
    return files


def load_rulebook(files: Iterable[tuple[str, bytes]], *, examples: bool = True) -> Rulebook:
    """Load regimes from (name, bytes); see `shipped_rulebook`."""
    loaded: list[LoadedRegime] = []
    problems: list[Problem] = []
    for name, data in files:
        try:
            loaded.append(load_regime(name, data, examples=examples))
        except RuleError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)
    loaded.sort(key=lambda item: (item.regime.stage != "outcome", item.regime.id))
    return Rulebook(regimes=tuple(loaded))


def load_regime(path: str, data: bytes, *, examples: bool = True) -> LoadedRegime:
    """Load one regime file, with its examples or without.

    Raises:
        RuleError: with every problem of the file.
    """
    tree, problems = parse_yaml(data if examples else without_examples(data), path)
    if not examples and (tree is None or problems):
        tree, problems = parse_yaml(data, path)
    if tree is None:
        raise RuleError(problems)
    defined = _defined_facts(tree)
    document = _typed(tree, path, problems, defined)
    try:
        regime = Regime.model_validate(document)
    except ValidationError as error:
        raise RuleError([*problems, *schema_problems(error, tree, path, Regime)]) from None
    problems += [
        Problem(path=path, line=line_at(tree, ("cites",)), message=message)
        for message in _uncited(regime)
    ]
    if problems:
        raise RuleError(problems)
    sha256 = hashlib.sha256(data).hexdigest()
    return LoadedRegime(regime=regime, path=path, sha256=sha256, tree=tree)


def _uncited(regime: Regime) -> Iterator[str]:
    """Yield the citations that a file makes and does not hold."""
    for key, user in regime.citations():
        if key not in regime.cites:
            yield f"{user} cites '{key}', which is not under 'cites'"


def _defined_facts(tree: Node) -> frozenset[str]:
    """Return the fact names that a file defines itself."""
    document = plain(tree)
    definitions = document.get("definitions") if isinstance(document, dict) else None
    found = [item.get("fact") for item in definitions or [] if isinstance(item, dict)]
    return frozenset(fact for fact in found if isinstance(fact, str))


def _typed(node: Node, path: str, problems: list[Problem], defined: frozenset[str]) -> Any:
    """Return the tree as plain values, with each condition parsed where it stands."""
    if isinstance(node, Mapping):
        return {
            key: _Parser(path, problems, defined).condition(value)
            if key in _CONDITIONS
            else _typed(value, path, problems, defined)
            for key, value in node.items.items()
        }
    if isinstance(node, Sequence):
        return [_typed(item, path, problems, defined) for item in node.items]
    return plain(node)


@dataclass(frozen=True, slots=True)
class _Parser:
    """Parse conditions, noting each problem with its line and going on."""

    path: str
    problems: list[Problem]
    defined: frozenset[str]

    def condition(self, node: Node) -> Condition:
        if not isinstance(node, Mapping) or len(node.items) != 1:
            return self._wrong(
                node,
                "a condition is one of {all: [..]}, {any: [..]}, {not: ..}, "
                "{is_unknown: fact} or {fact: value}",
            )
        key, value = next(iter(node.items.items()))
        if key in {"all", "any", "in_turn"}:
            return self._several(key, value)
        if key == "not":
            return Negation(of=self.condition(value))
        if key == "is_unknown":
            if isinstance(value, Text) and self._spec(value.value, value) is not None:
                return IsUnknown(fact=value.value)
            return self._wrong(value, "is_unknown takes the name of a fact")
        return self._test(key, value, node)

    def _several(self, key: str, value: Node) -> Condition:
        if not isinstance(value, Sequence) or not value.items:
            return self._wrong(value, f"'{key}' takes a list of conditions")
        parts = tuple(self.condition(item) for item in value.items)
        return AnyOf(of=parts) if key == "any" else Every(of=parts, in_turn=key == "in_turn")

    def _test(self, fact: str, value: Node, node: Mapping) -> Condition:
        spec = self._spec(fact, node)
        nodes = value.items if isinstance(value, Sequence) else (value,)
        if spec is None or not nodes:
            return Has(fact=fact, values=())
        if isinstance(value, Mapping):
            return self._compared(fact, value, spec)
        return Has(fact=fact, values=tuple(self._value(item, fact, spec) for item in nodes))

    def _compared(self, fact: str, value: Mapping, spec: FactSpec) -> Condition:
        tests = {NUMBER: NUMBER_TESTS, DATE: DATE_TESTS}.get(spec.type)
        if not tests or not value.items:
            return self._wrong(value, f"{fact} is neither a number nor a date to compare")
        parts: list[Condition] = []
        for test, node in value.items.items():
            bound = typed_value(node.value, spec) if isinstance(node, Text) else None
            if test not in tests:
                return self._wrong(node, f"'{test}' compares nothing; use {', '.join(tests)}")
            if bound is None:
                return self._wrong(node, f"'{test}' of {fact} takes a {spec.type}")
            parts.append(Compared(fact=fact, test=test, bound=cast("Bound", bound)))
        return parts[0] if len(parts) == 1 else Every(of=tuple(parts))

    def _spec(self, fact: str, node: Node) -> FactSpec | None:
        if fact in self.defined:
            return FactSpec(type=YES_NO, meaning="defined in this file")
        spec = spec_of(fact)
        if spec is None:
            self._wrong(node, f"there is no fact '{fact}'; see `sanccheck rules facts`")
        return spec

    def _value(self, node: Node, fact: str, spec: FactSpec) -> Value:
        text = node.value if isinstance(node, Text) else ""
        value = typed_value(text, spec)
        if value is None:
            allowed = {YES_NO: "yes or no", NUMBER: "a number", DATE: "a date"}.get(spec.type)
            self._wrong(
                node, f"'{text}' is no value of {fact}; use {allowed or ', '.join(spec.words)}"
            )
            return text
        return value

    def _wrong(self, node: Node, message: str) -> Condition:
        self.problems.append(Problem(path=self.path, line=node.line, message=message))
        return Has(fact="", values=())


def number(text: str) -> int | Decimal | None:
    """Read a number as rule files write it: 14, 33.5 or 1e25."""
    if _NUMBER.fullmatch(text) is None:
        return None
    return int(text) if text.isdigit() else Decimal(text)


def date_of(text: str) -> date | None:
    """Read a date as rule files write it, None where it is none."""
    try:
        return parse_date(text)
    except UsageError:
        return None


def typed_value(text: str, spec: FactSpec) -> Value | None:
    """Return the value that a text writes for a fact, or None where it is none of its values."""
    if spec.type == YES_NO:
        return {"yes": True, "no": False}.get(text)
    if spec.type == NUMBER:
        return number(text)
    if spec.type == DATE:
        return date_of(text)
    return text if text in spec.words else None
