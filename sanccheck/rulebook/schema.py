"""What a regime file holds: definitions and rules with dated, cited versions, and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from sanccheck.dates import Period, parse_date
from sanccheck.errors import UsageError
from sanccheck.rulebook.conditions import Condition, Every, Negation, Reads, reads_of
from sanccheck.rulebook.outcomes import Limb, Rung


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return parse_date(value)
        except UsageError as error:
            raise ValueError(str(error)) from None
    return value


def _rung(value: Any) -> Any:
    if isinstance(value, str):
        if value not in Rung.__members__:
            raise ValueError(
                f"'{value}' is not an outcome; use one of {', '.join(Rung.__members__)}"
            )
        return Rung[value]
    return value


def _yes_no(value: Any) -> Any:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Day = Annotated[date, BeforeValidator(_day)]
RungName = Annotated[Rung, BeforeValidator(_rung)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Confidence = Literal["V", "V2", "M", "M?", "U"]
Status = Literal["draft", "in_review", "reviewed"]
Structure = Literal[
    "REG_S_ONLY",
    "EXCLUDE_UK_PERSONS",
    "EXCLUDE_EU_PERSONS",
    "EXCLUDE_CA_PERSONS",
    "EXCLUDE_RUSSIAN_PERSONS",
]
# Whom a rule binds. A bar on US persons who would buy makes a rung of the offering, one on those
# of another place a word of its structure.
US_PERSONS = "ofac_us_persons"
Binds = Literal[
    "ofac_us_persons",
    "uk_persons",
    "eu_persons",
    "ca_persons",
    "ch_persons",
    "au_persons",
    "jp_persons",
    "everyone",
]
Zone = Literal[
    "America/New_York",
    "Europe/London",
    "Europe/Brussels",
    "Europe/Zurich",
    "America/Toronto",
    "Australia/Sydney",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Kolkata",
]


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def __copy__(self) -> Self:
        """Copy what the file tells; what was worked out of it is worked out anew."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class Cite(_Block):
    """A source of law: title with section, address, when it was read, how sure it is.

    `since` is the first day on which it could be read: an answer as of an earlier day does not
    rest on it.
    """

    title: Sentence
    href: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
    read_on: Day
    confidence: Confidence
    since: Day | None = None
    note: Sentence | None = None

    def known_on(self, day: date) -> bool:
        """Say whether the source could be read on a day."""
        return self.since is None or self.since <= day


class Review(_Block):
    """A flag that accompanies any rung: what is unsettled and what would settle it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    reason: Sentence
    settle: Sentence


class CouldBe(_Block):
    """What an unsettled law could still make of the outcome."""

    strict: RungName | None = None
    policy: RungName | None = None


class Outcome(_Block):
    """What a rule brings for the party it binds."""

    strict: RungName
    policy: RungName
    could_be: CouldBe = CouldBe()


class Notify(_Block):
    """A duty to report: to whom, by when, and who files."""

    authority: Sentence
    deadline: Sentence
    who_files: Sentence


class Unless(_Block):
    """An exception: it overrides the general rule and is cited like it."""

    id: Sentence
    when: Condition
    because: Sentence
    cites: tuple[str, ...]


class Version(_Block):
    """A rule as it stands from a day on, until another or its repeal (half-open, New York)."""

    since: Annotated[Day, Field(alias="from")]
    until: Day | None = None
    cites: Annotated[tuple[str, ...], Field(min_length=1)]
    confidence: Confidence
    applies_when: Condition
    unless: tuple[Unless, ...] = ()
    outcome: Outcome
    review: tuple[Review, ...] = ()
    terms: tuple[str, ...] = ()
    structure: tuple[Structure, ...] = ()
    notify: Notify | None = None
    because: Sentence

    @property
    def period(self) -> Period:
        """The days on which this version is in force."""
        return Period(start=self.since, end=self.until)

    @cached_property
    def condition(self) -> Every:
        """When it applies: its own condition, and none of its exceptions."""
        return Every(of=(self.applies_when, *(Negation(of=item.when) for item in self.unless)))

    @cached_property
    def _read(self) -> Reads:
        return reads_of([self.applies_when, *[item.when for item in self.unless]])

    @property
    def reads(self) -> frozenset[str]:
        """Every fact that it reads."""
        return self._read.facts

    @property
    def asks_unknown(self) -> frozenset[str]:
        """Every fact of which it asks whether it is unknown."""
        return self._read.asked_unknown


class Rule(_Block):
    """A rule card: what it is about, whom it binds, and its versions in time.

    `cured_by_exclusion` says that leaving out of an offering those whom it binds cures the rule's
    bar; by default that is so where it binds the persons of a place. `reading: policy` is for a
    rule whose sentence is only true where it holds on the policy reading: it is then judged on
    that reading alone.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")]
    title: Sentence
    about: Literal["party_and_security", "security", "party", "deal"]
    binds: Binds = "everyone"
    cured_by_exclusion: YesNo | None = None
    limb: Limb = Limb.SECURITIES
    reading: Literal["both", "policy"] = "both"
    status: Status = "in_review"
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]

    @property
    def curable(self) -> bool:
        """Say whether leaving out those whom it binds cures the rule's bar on an offering."""
        if self.cured_by_exclusion is None:
            return self.binds != "everyone"
        return self.cured_by_exclusion

    def on(self, day: date) -> Version | None:
        """Return the version in force on a day."""
        return next((version for version in self.versions if day in version.period), None)

    def number(self, version: Version) -> str:
        """Name a version by its first day."""
        return version.since.isoformat()


class Clause(_Block):
    """One way in which a defined term is met or not, under each reading of the law.

    A contested clause holds a `question`: what would settle the law.
    """

    id: Sentence
    when: Condition
    strict: YesNo
    policy: YesNo
    contested: YesNo = False
    question: Sentence | None = None
    because: Sentence
    cites: Annotated[tuple[str, ...], Field(min_length=1)]


class Definition(_Block):
    """A term that rules use, defined by the first clause that holds; else it is not met."""

    fact: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")]
    meaning: Sentence
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]

    @cached_property
    def _read(self) -> Reads:
        return reads_of(clause.when for clause in self.clauses)

    @property
    def reads(self) -> frozenset[str]:
        """Every fact that it reads."""
        return self._read.facts

    @property
    def asks_unknown(self) -> frozenset[str]:
        """Every fact of which it asks whether it is unknown."""
        return self._read.asked_unknown


class NotThis(_Block):
    """What a regime is often taken for and is not; printed whenever it has a finding."""

    text: Sentence
    cites: Annotated[tuple[str, ...], Field(min_length=1)]


class Term(_Block):
    """A term of the deal's documents, when it is needed and which fact shows it.

    A term follows from a cited law, or is `practice`: what deal teams do to keep it.
    """

    id: Annotated[str, StringConstraints(pattern=r"^T\d{1,2}$")]
    text: Sentence
    needed_when: Condition
    met_when: Condition | None = None
    cites: tuple[str, ...] = ()
    confidence: Confidence | None = None
    practice: YesNo = False


class Expect(_Block):
    """What an example must give."""

    applies: Literal["yes", "no", "unknown"]
    strict: RungName | None = None
    policy: RungName | None = None
    could_be: CouldBe | None = None
    review: tuple[str, ...] | None = None


class ExampleListing(_Block):
    """The dates of the entry that an example stands on."""

    listed_on: Day
    effective_on: Day
    divest_before: Day


class Example(_Block):
    """A sentence about the law, with facts and what must come out: the rule's unit test.

    `like` names facts of the file's `example_facts`, which its own `facts` change or add to.
    """

    name: Sentence
    rule: str
    as_of: Day
    listing: ExampleListing | None = None
    like: str | None = None
    facts: dict[str, Any] = {}
    expect: Expect


class Regime(_Block):
    """One body of law: one file in rules/.

    `older_law` says that the law is older than the first version of its rules here. Where a list
    was not screened, its findings are `undecided`; or it is told `apart`, once for all such lists,
    and the rules are judged on what else is known. `judged_when` is a condition on the deal: where
    it is false, nothing in the deal points to the regime, which is then named as not judged and
    asks nothing.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Sentence
    authority: Sentence
    stage: Literal["outcome", "structure"] = "outcome"
    list: str | None = None
    also_lists: tuple[str, ...] = ()
    older_law: YesNo = False
    not_screened: Literal["undecided", "apart"] = "undecided"
    judged_when: Condition | None = None
    status: Status
    zone: Zone = "America/New_York"
    cites: dict[str, Cite]
    not_this: tuple[NotThis, ...] = ()
    not_judged: tuple[Sentence, ...] = ()
    definitions: tuple[Definition, ...] = ()
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    terms: tuple[Term, ...] = ()
    example_facts: dict[str, dict[str, Any]] = {}
    examples: tuple[Example, ...] = ()

    @property
    def lists(self) -> tuple[str, ...]:
        """Every list of which its rules speak."""
        return (*(() if self.list is None else (self.list,)), *self.also_lists)

    def in_force_on(self, day: date) -> bool:
        """Say whether a rule of the regime is in force on a day."""
        return any(rule.on(day) is not None for rule in self.rules)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every fact that it reads: in a rule, a definition or a term, or to be judged at all."""
        terms = [one for item in self.terms for one in (item.needed_when, item.met_when) if one]
        clauses = [clause.when for item in self.definitions for clause in item.clauses]
        judged = () if self.judged_when is None else (self.judged_when,)
        versions = [version.reads for rule in self.rules for version in rule.versions]
        return reads_of([*judged, *terms, *clauses]).facts.union(*versions)

    def rule(self, rule_id: str) -> Rule | None:
        """Return a rule by its id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def sources(self, keys: Iterable[str], as_of: date) -> tuple[Cite, ...]:
        """Return the sources under these keys, each once, that could be read on a day."""
        found = (self.cites[key] for key in dict.fromkeys(keys))
        return tuple(cite for cite in found if cite.known_on(as_of))

    def citations(self) -> Iterator[tuple[str, str]]:
        """Yield each citation as its key and what makes it."""
        for rule in self.rules:
            for version in rule.versions:
                yield from ((key, rule.id) for key in version.cites)
                yield from ((key, item.id) for item in version.unless for key in item.cites)
        for definition in self.definitions:
            for clause in definition.clauses:
                yield from ((key, definition.fact) for key in clause.cites)
        yield from ((key, "not_this") for item in self.not_this for key in item.cites)
        yield from ((key, item.id) for item in self.terms for key in item.cites)
