"""What is asked and what is found: queries, evidence, hits, screenings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sanccheck.model.directives import Directive
from sanccheck.model.entries import EntityType, Identifier, Listing, PartialDate
from sanccheck.model.lists import ListState, NotScreened


class Decision(StrEnum):
    """What a hit amounts to before an analyst looks: a score alone never makes a match."""

    MATCH = "match"
    POSSIBLE = "possible"


class Says(StrEnum):
    """What one field's comparison says."""

    AGREES = "agrees"
    CONFLICTS = "conflicts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Who is asked for. Whatever is not given is unknown and no evidence either way.

    `country` is an ISO 3166 alpha-2 code; `organised_in` is the jurisdiction of organisation
    where the asker states it as such; `address` is a postal address as typed.
    """

    name: str
    type: EntityType | None = None
    country: str | None = None
    organised_in: str | None = None
    address: str | None = None
    born: PartialDate | None = None
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence for or against a hit, in words a compliance analyst reads."""

    field: str
    says: Says
    detail: str


class Verdict(StrEnum):
    """What a person decided on a hit."""

    TRUE_MATCH = "true_match"
    FALSE_POSITIVE = "false_positive"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """A person's decision on a hit that holds: what, why, by whom, when, and who signed it off."""

    verdict: Verdict
    reason: str
    analyst: str
    at: str
    signed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMark:
    """How a hit stands in the case book: its case, and the decision that holds on it.

    `state` is open, awaiting sign-off, returned (a false positive that no longer stands; `changed`
    says why), escalated or decided. `changed` on a decided one is what is new since and does not
    undo it.
    """

    id: str
    state: str
    disposition: Disposition | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that a party may be, or is related to. `score` lies in [0, 1].

    `relation` says what the party is to the entry (parent, subsidiary, affiliate, same_group)
    where a curated supplement or the asker knows it; `listed_vehicle` then says whether the
    party is the group's exchange-listed company.
    """

    entry: str
    list: str
    name: str
    matched_name: str
    score: float
    decision: Decision
    programmes: tuple[str, ...]
    listing: Listing
    evidence: tuple[Evidence, ...]
    relation: str | None = None
    listed_vehicle: bool | None = None
    list_certain: bool = True
    listed_on_known: bool = True
    identifiers: tuple[Identifier, ...] = ()
    type: EntityType | None = None
    notes: tuple[str, ...] = ()
    directives: tuple[Directive, ...] = ()
    case: CaseMark | None = None

    @property
    def disposition(self) -> Disposition | None:
        """The decision that holds on it, None where there is none."""
        return None if self.case is None else self.case.disposition

    @property
    def suppressed(self) -> bool:
        """Whether a person decided that the party is not the entry, as both still stand."""
        found = self.disposition
        return found is not None and found.verdict is Verdict.FALSE_POSITIVE

    @property
    def confirmed(self) -> bool:
        """Whether a person decided that the party is the entry."""
        found = self.disposition
        return found is not None and found.verdict is Verdict.TRUE_MATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One query's answer: hits best first, and the entries delisted by that day."""

    query: Query
    normalised: str
    hits: tuple[Hit, ...]
    former: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Queries against lists as of a day, with the state of each list and what was left out."""

    as_of: date
    lists: tuple[ListState, ...]
    not_screened: tuple[NotScreened, ...]
    results: tuple[Screened, ...]
