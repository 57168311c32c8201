"""The tests of ownership as data: thresholds with dates, citations and confidence.

`rules/shared/ownership.yaml` holds them; nothing in the code knows a threshold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from sanccheck.dates import Period, parse_date
from sanccheck.errors import Problem, RuleError, UsageError
from sanccheck.ownership.shares import Least, Most
from sanccheck.shipped import shipped
from sanccheck.yaml_lines import Node, line_at, parse_yaml, plain, without_examples

PATH = "shared/ownership.yaml"
Answer = Literal["yes", "no", "unknown"]


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return parse_date(value)
        except UsageError as error:
            raise ValueError(str(error)) from None
    return value


Day = Annotated[date, BeforeValidator(_day)]
Sentence = Annotated[str, Field(min_length=1)]


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Block):
    """A source of law, when it was read and how sure it is."""

    title: Sentence
    href: Annotated[str, Field(pattern=r"^https://[^\s]+$")]
    read_on: Day
    confidence: Literal["V", "V2", "M", "M?", "U"]
    note: Sentence | None = None


class Measure(_Block):
    """A threshold: reached `at_least` at it, or only `over` it."""

    at_least: Decimal | None = None
    over: Decimal | None = None

    @property
    def value(self) -> Fraction:
        """The percentage itself."""
        return Fraction(self.at_least if self.at_least is not None else self.over or 0)

    def surely(self, least: Least) -> bool:
        """Say whether a sum of at least this much reaches it."""
        if self.at_least is not None:
            return least.value >= self.value
        return least.value > self.value or (least.value == self.value and least.beyond)

    def maybe(self, most: Most) -> bool:
        """Say whether a sum of at most this much could reach it."""
        if self.at_least is not None:
            return most.value > self.value or (most.value == self.value and not most.short)
        return most.value > self.value


class Version(_Block):
    """A test as it stands from a day on (half-open, New York).

    `counts` names the kinds of stakes that settle it, `may_count` those that leave it open;
    `may_reach` is a threshold that would do on another reading of the law. `together` says
    whether the stakes of several persons add up, `jointly` whether a joint holding counts for
    each. `control` says whether control alone settles it; `minorities` that stakes held through
    a company below the threshold count in part, which is not computed.
    """

    since: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    counts: Annotated[tuple[Literal["equity", "vote"], ...], Field(min_length=1)]
    may_count: tuple[Literal["equity", "vote"], ...] = ()
    reach: Measure
    may_reach: Measure | None = None
    review_from: Decimal | None = None
    together: Answer
    jointly: Answer = "unknown"
    control: Answer = "no"
    minorities: Answer = "no"
    status: Literal["in_force", "stayed", "unknown"] = "in_force"
    cites: Annotated[tuple[str, ...], Field(min_length=1)]
    confidence: Literal["V", "V2", "M", "M?", "U"]
    note: Sentence | None = None

    @property
    def period(self) -> Period:
        """The days on which this version holds."""
        return Period(start=self.since, end=self.until)


class Test(_Block):
    """A test of ownership: whose stakes are counted, and what it is called where it is met."""

    __test__ = False

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Sentence
    persons: Literal["listed", "country_of_concern", "us_person"] = "listed"
    lists: tuple[str, ...] = ()
    may_lists: tuple[str, ...] = ()
    whose: Sentence
    called: Sentence
    question: Sentence
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]

    def on(self, day: date) -> Version | None:
        """Return the version that holds on a day."""
        return next((version for version in self.versions if day in version.period), None)


class ExampleHolding(_Block):
    """A holding of an example: its kind is equity, vote or control."""

    owner: str
    of: str
    percent: str = "unknown"
    kind: Literal["equity", "vote", "control"] = "equity"
    joint_with: tuple[str, ...] = ()


class Example(_Block):
    """A sentence about the law, with holdings and what must come out."""

    name: Sentence
    test: str
    as_of: Day
    listed: tuple[str, ...] = ()
    may_be_listed: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    owners_complete: tuple[str, ...] = ()
    controllers_complete: tuple[str, ...] = ()
    holdings: tuple[ExampleHolding, ...] = ()
    ask: str
    expect: Answer


class Law(_Block):
    """All tests of ownership, their sources and their examples."""

    id: Literal["ownership"]
    title: Sentence
    status: Literal["draft", "in_review", "reviewed"]
    cites: dict[str, Source]
    tests: tuple[Test, ...]
    examples: tuple[Example, ...] = ()

    def test(self, test_id: str) -> Test:
        """Return a test by its id."""
        return next(test for test in self.tests if test.id == test_id)

    def sources(self, version: Version) -> tuple[Source, ...]:
        """Return the sources of a version."""
        return tuple(self.cites[key] for key in version.cites)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedLaw:
    """The tests with their file's sha256 and lines."""

    law: Law
    path: str
    sha256: str
    tree: Node


def load_law(data: bytes, path: str = PATH, *, examples: bool = True) -> LoadedLaw:
    """Read the tests, with their examples or without.

    Raises:
        RuleError: with every problem of the file.
    """
    tree, problems = parse_yaml(data if examples else without_examples(data), path)
    if tree is None:
        raise RuleError(problems)
    try:
        law = Law.model_validate(plain(tree))
    except ValidationError as error:
        raise RuleError([*problems, *_schema_problems(error, tree, path)]) from None
    problems += [
        Problem(path=path, line=line_at(tree, where), message=message)
        for where, message in (*_lints(law), *(_example_lints(law) if examples else ()))
    ]
    if problems:
        raise RuleError(problems)
    return LoadedLaw(law=law, path=path, sha256=hashlib.sha256(data).hexdigest(), tree=tree)


def _schema_problems(error: ValidationError, tree: Node, path: str) -> Iterator[Problem]:
    for item in error.errors(include_url=False):
        where = item["loc"]
        name = ".".join(str(step) for step in where)
        yield Problem(path=path, line=line_at(tree, where), message=f"{name}: {item['msg']}")


def _lints(law: Law) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what the form allows and the law does not."""
    for index, test in enumerate(law.tests):
        at = ("tests", index)
        for version in test.versions:
            yield from ((at, f"{test.id}: {message}") for message in _version_lints(law, version))
        for earlier, later in pairwise(test.versions):
            if earlier.until is None or later.since is None or earlier.until > later.since:
                yield at, f"{test.id}: two versions overlap or stand out of order"


def _example_lints(law: Law) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the examples of no test, and the tests without an example of each answer."""
    ids = {test.id for test in law.tests}
    for index, example in enumerate(law.examples):
        if example.test not in ids:
            yield ("examples", index), f"there is no test '{example.test}'"
    for test in law.tests:
        wanted = {example.expect for example in law.examples if example.test == test.id}
        if wanted != {"yes", "no", "unknown"}:
            yield ("examples",), f"{test.id}: needs examples that give yes, no and unknown"


def _version_lints(law: Law, version: Version) -> Iterator[str]:
    for measure in (version.reach, version.may_reach):
        if measure is not None and (measure.at_least is None) == (measure.over is None):
            yield "a threshold is either at_least or over"
    for key in version.cites:
        if key not in law.cites:
            yield f"cites '{key}', which is not under 'cites'"


@cache
def shipped_law(*, examples: bool = True) -> LoadedLaw:
    """Load the tests that come with the program, without their examples in less time."""
    folder = shipped("rules")
    for part in PATH.split("/"):
        folder = folder / part
    return load_law(folder.read_bytes(), examples=examples)
