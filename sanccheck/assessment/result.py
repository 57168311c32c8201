"""What an assessment holds: everything that the memo prints, and where each piece is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sanccheck.deal.schema import Deal
from sanccheck.deal.screened import DealScreening
from sanccheck.model import Hit, Screened
from sanccheck.ownership import Link
from sanccheck.ownership.law import Source
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Limb, Rungs
from sanccheck.rulebook.schema import Cite

HOUSE_POLICY = "(house policy)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFlag:
    """A flag beside the rung: why, what would settle it, and the rule or check that raised it."""

    id: str
    reason: str
    settle: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question, the parties it is about, and the highest that its answer could bring."""

    text: str
    could_be: Rungs
    parties: tuple[str, ...]
    rules: tuple[str, ...]


class TermState(StrEnum):
    """Whether the documents have a term."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTerm:
    """A term that the deal's documents need, and whether they have it.

    `needed` is False where only an open fact decides whether they need it.
    """

    id: str
    text: str
    state: TermState
    cites: tuple[Cite, ...]
    practice: bool
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyResult:
    """One party's answer; `screened` is its screening with hits and no-hits."""

    id: str
    name: str
    role: str
    result: Rungs
    could_be: Rungs
    review: tuple[ReviewFlag, ...]
    screened: Screened

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The party's hits, best first, those decided to be another's last."""
        return self.screened.hits

    @property
    def open_hits(self) -> tuple[Hit, ...]:
        """The hits but those that a person decided to be another's."""
        return tuple(hit for hit in self.hits if not hit.suppressed)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingResult:
    """The whole deal's answer: the rolled-up rungs, the structure, the other limbs, the flags."""

    result: Rungs
    could_be: Rungs
    structure: tuple[str, ...]
    structure_strict: tuple[str, ...]
    limbs: Mapping[Limb, Rungs]
    review: tuple[ReviewFlag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeNote:
    """What the memo prints about a regime that has a finding."""

    id: str
    title: str
    authority: str
    status: str
    not_this: tuple[tuple[str, tuple[Cite, ...]], ...]
    not_judged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedLine:
    """What the holdings of the deal file come to for one party under one test of ownership.

    `applies` is None where it is open. `least` and `most` are percentages as said, of the votes or
    the equity (`kind`); `chain` holds the steps that lead there, for a reader or a drawing.
    """

    test: str
    title: str
    party: str
    name: str
    applies: bool | None
    kind: str
    least: str
    most: str
    says: str
    chain: tuple[Link, ...]
    cites: tuple[Source, ...]
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A firm's own regimes (id, title) and rules, the answer of the law alone, and the clashes."""

    regimes: tuple[tuple[str, str], ...]
    rules: frozenset[str]
    law: OfferingResult
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All findings of a deal as of a day, rolled up.

    `terms` are those that the facts ask for or may ask for, `other_terms` those that they do not.
    `silent` names the regimes in force of which no rule applies or is open. `not_judged` says what
    no rule judges. `inputs` maps each input's name to its sha256; `program` is the version that
    assessed. `house` is None where the law alone was asked.
    """

    as_of: date
    deal: Deal
    deal_path: str
    offering: OfferingResult
    parties: tuple[PartyResult, ...]
    findings: tuple[Finding, ...]
    terms: tuple[ListedTerm, ...]
    other_terms: tuple[ListedTerm, ...]
    questions: tuple[Question, ...]
    regimes: tuple[RegimeNote, ...]
    silent: tuple[tuple[str, str], ...]
    screening: DealScreening
    not_judged: tuple[str, ...]
    ownership: tuple[OwnedLine, ...]
    inputs: Mapping[str, str]
    program: str
    house: House | None = None

    def named(self, rule: str) -> str:
        """Return a rule's id, marked where it is house policy."""
        house = self.house is not None and rule in self.house.rules
        return f"{rule} {HOUSE_POLICY}" if house else rule

    def titled(self, regime: str, title: str) -> str:
        """Return a regime's title, marked where it is house policy."""
        house = self.house is not None and regime in dict(self.house.regimes)
        return f"{title} {HOUSE_POLICY}" if house else title

    def nothing_found(self, party: PartyResult) -> str | None:
        """Say of a party of which nothing was found why that is no clearance, None where it is.

        A stale list, or one of which only a part is there, shows nothing by showing no hit.
        """
        if party.open_hits or party.result != Rungs() or party.could_be != Rungs():
            return None
        weak = {
            "lists stale": any(state.stale for state in self.screening.lists),
            "lists incomplete": any(state.partial for state in self.screening.lists),
            "lists not screened": any(item.asked_for for item in self.screening.not_screened),
        }
        told = [word for word, holds in weak.items() if holds]
        found = "hits decided false positive" if party.hits else "nothing found"
        return ", ".join([found, *told]) if told else None
