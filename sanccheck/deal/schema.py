"""The deal file: every fact that a rule can turn on, each of which may be unknown.

A fact left out, or written `unknown`, is None here: unknown, never false. Percentages are
exact decimals from 0 to 100; dates are civil dates in New York.
"""

from __future__ import annotations

from datetime import date as date_type
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from sanccheck.deal.elsewhere import DealElsewhere, PartyElsewhere, SecurityElsewhere
from sanccheck.deal.outbound_schema import OutboundTarget, OutboundTerms
from sanccheck.deal.schema_types import (
    Block,
    Country,
    Day,
    PartyId,
    Percent,
    ShareText,
    Whole,
    Word,
    YesNo,
    as_unknown,
    none_known,
    whole,
)
from sanccheck.deal.sectoral_schema import CountryLinks, HalfOwnedBy
from sanccheck.deal.trade_controls_schema import Cfius
from sanccheck.ownership.shares import UNKNOWN_SHARE

Role = Literal[
    "issuer",
    "guarantor",
    "underwriter",
    "placing_agent",
    "sponsor",
    "cornerstone",
    "investor",
    "buyer",
    "seller",
    "shareholder",
    "use_of_proceeds",
    "underlying",
    "broker",
    "custodian",
    "adviser",
    "employee",
    "owner",
]
DealKind = Literal["offering", "trade", "private_round"]
Action = Literal["purchase", "sale", "hold", "conversion", "reinvestment"]
SecurityKind = Literal[
    "equity",
    "debt",
    "convertible",
    "exchangeable",
    "dr",
    "warrant",
    "derivative",
    "fund_unit",
    "lp_interest",
    "loan",
]
RelationKind = Literal["parent", "subsidiary", "affiliate", "same_group"]
TermId = Annotated[str, StringConstraints(pattern=r"^T([1-9]|1[0-5])$")]


class Structure(Block):
    """How the deal is offered, as its documents say."""

    reg_s: YesNo = Field(None, description="offered in reliance on Regulation S")
    reg_s_category: Annotated[
        Literal[1, 2, 3] | None, BeforeValidator(whole), Field(description="1, 2 or 3")
    ] = None
    rule_144a: YesNo = Field(None, description="a Rule 144A tranche to US buyers")
    section_4a2: YesNo = Field(None, description="a section 4(a)(2) private placement in the US")
    reg_d: YesNo = Field(None, description="a Regulation D tranche")
    registered: YesNo = Field(None, description="registered under the Securities Act")
    rule_904_resale: YesNo = Field(None, description="an offshore resale under Rule 904")
    firm_commitment: YesNo = Field(
        None, description="a bank or broker buys and resells as principal"
    )


class DealTerms(DealElsewhere):
    """What is done and when."""

    kind: DealKind = Field(
        description="an offering to buyers not all named, a trade between named parties, or a "
        "private round"
    )
    action: Action = Field(
        "purchase", description="what the investing side does; conversion covers exercise"
    )
    solely_to_divest: YesNo = Field(
        None,
        description="the side that `action` names acts solely to effect the divestment of a US "
        "person's holding",
    )
    date: Day = Field(None, description="the day of the deal where one is set")
    contract_date: Day = Field(None, description="when the binding contract was signed")
    trade_date: Day = Field(None, description="trade date; without it `date` is taken")
    settlement_date: Day = Field(None, description="settlement date")
    structure: Structure = Structure()

    def day(self, as_of: date_type) -> date_type:
        """Return the day on which the trade is judged: its own, else the day asked.

        What settled before the day asked was not traded later than that.
        """
        stated = self.trade_date or self.date
        if stated is None and self.settlement_date is not None:
            return min(as_of, self.settlement_date)
        return stated or as_of


class Security(SecurityElsewhere):
    """The security dealt in."""

    kind: SecurityKind
    publicly_traded: YesNo = Field(
        None, description="this class trades on an exchange or over the counter on the day asked"
    )
    to_be_listed: YesNo = Field(None, description="it is to trade at or just after closing")
    isin: Word | None = None
    tenor_days: Whole = Field(None, description="days from issue to maturity")
    issue_date: Day = None
    terms_modified: YesNo = Field(
        None, description="tenor, rate or the like were materially changed since the issue"
    )
    terms_modified_date: Day = Field(None, description="when they were last so changed")
    underlying: Annotated[tuple[PartyId, ...], BeforeValidator(none_known)] = Field(
        (), description="parties whose securities it tracks; for a convertible, what it gives"
    )
    received_traded: YesNo = Field(
        None, description="what is received on conversion or exercise trades"
    )
    us_market_interest: YesNo = Field(
        None, description="substantial US market interest (17 CFR 230.902(j))"
    )


class Relation(Block):
    """What a party is to a listed entry; a fact of its own, with its source."""

    to: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+:[A-Za-z0-9._-]+$")]
    kind: RelationKind
    listed_vehicle: YesNo = Field(None, description="the party is the group's listed company")
    source: Word


class Activities(Block):
    """What a party does, as far as a rule turns on it."""

    prc_surveillance_technology: YesNo = None
    prc_defense_and_related_materiel: YesNo = None


class Party(PartyElsewhere):
    """Somebody in the deal."""

    id: PartyId
    name: Word
    role: Role
    type: Annotated[
        Literal["company", "person", "vessel", "fund", "security"] | None,
        BeforeValidator(as_unknown),
    ] = None
    organised_in: Country = Field(None, description="jurisdiction of organisation")
    country: Country = Field(None, description="where it is; an address is no jurisdiction")
    address: Word | None = None
    citizenships: Annotated[tuple[Country, ...], BeforeValidator(none_known)] = ()
    us_permanent_resident: YesNo = None
    residence: Country = None
    in_us: YesNo = Field(None, description="is in the United States on the day asked")
    ids: tuple[Word, ...] = Field((), description='SCHEME:VALUE, for example "hk_cr:2162198"')
    ofac_us_person: YesNo = None
    reg_s_us_person: YesNo = None
    foreign_bank_branch: YesNo = Field(
        None, description="a branch abroad of a US bank or insurer, regulated there"
    )
    sec_reporting: YesNo = Field(None, description="files reports under the Exchange Act")
    acts_for: Annotated[tuple[PartyId, ...], BeforeValidator(none_known)] = Field(
        (), description="for whose account or benefit it acts; its own id where for itself"
    )
    serves_us_person: YesNo = Field(
        None, description="serves a US person that buys or sells in the deal"
    )
    solely_to_divest: YesNo = Field(
        None, description="this party's own part serves only a US person's divestment"
    )
    blocked_by_ownership: YesNo = Field(
        None,
        description="blocked persons own 50 percent or more of it, directly or indirectly, in the "
        "aggregate; without it, what the holdings come to",
    )
    owners_complete: YesNo = Field(None, description="holdings name every owner of its equity")
    controllers_complete: YesNo = Field(
        None, description="holdings name everybody who controls it, by votes or otherwise"
    )
    relations: tuple[Relation, ...] = ()
    activities: Activities = Activities()
    controlled_by_us_person: YesNo = Field(
        None,
        description="a foreign entity that a US person controls: most votes or board power, "
        "general partner, or adviser of a fund (31 CFR 850.206, 850.219)",
    )
    us_financial_institution: YesNo = Field(
        None, description="a US bank, broker, insurer, fund or the like, with its branches abroad"
    )
    half_owned_by: HalfOwnedBy = HalfOwnedBy()
    country_links: CountryLinks = CountryLinks()
    outbound: OutboundTarget = OutboundTarget()
    source: Word | None = Field(None, description="where these facts are known from")


class Holding(Block):
    """Who owns how much of whom directly, or controls it."""

    owner: PartyId
    of: PartyId
    percent: ShareText = Field(
        default_factory=lambda: UNKNOWN_SHARE,
        description="33.5, 40-60, at least 25, less than 50, or unknown",
    )
    kind: Literal["equity", "vote", "control"] = Field(
        "equity", description="control: a power to direct it, with no percentage"
    )
    joint_with: Annotated[tuple[PartyId, ...], BeforeValidator(none_known)] = Field(
        (), description="parties with whom it is held jointly or under a joint arrangement"
    )
    as_of: Day = Field(None, description="the day of which it is known; later days count it too")
    source: Word | None = None


class Proceeds(Block):
    """A use of proceeds; `share` in percent."""

    party: PartyId | None = None
    share: Percent = None
    purpose: Word | None = None
    ear_items: YesNo = Field(None, description="buys items subject to the EAR for the party")


def _note(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Note(Block):
    """A remark that the memo prints as the file's own; `since` keeps it from earlier days."""

    text: Word
    since: Day = Field(None, description="the first day on which it could be known")


class Deal(Block):
    """A deal as its file tells it."""

    title: Word | None = None
    deal: DealTerms
    security: Security
    parties: Annotated[tuple[Party, ...], Field(min_length=1)]
    holdings: tuple[Holding, ...] = ()
    use_of_proceeds: tuple[Proceeds, ...] = ()
    outbound: OutboundTerms = OutboundTerms()
    cfius: Cfius = Cfius()
    dod_supply: YesNo = Field(
        None, description="a party contracts with, or supplies, the US Department of War (Defense)"
    )
    terms: dict[TermId, YesNo] = Field({}, description="T1 to T15: is the term in the documents?")
    notes: tuple[Annotated[Note, BeforeValidator(_note)], ...] = Field(
        (), description="remarks that the memo prints as the file's own: text, or {text, since}"
    )

    def notes_on(self, day: date_type) -> tuple[str, ...]:
        """Return the notes that could be known on a day."""
        return tuple(note.text for note in self.notes if note.since is None or day >= note.since)

    def party(self, party_id: str) -> Party:
        """Return the party with this id."""
        return self._parties_by_id[party_id]

    def with_role(self, role: str) -> tuple[Party, ...]:
        """Return the parties that have a role, in the file's order."""
        return self._parties_by_role.get(role, ())

    @cached_property
    def _parties_by_id(self) -> dict[str, Party]:
        return {party.id: party for party in self.parties}

    @cached_property
    def _parties_by_role(self) -> dict[str, tuple[Party, ...]]:
        roles = {party.role for party in self.parties}
        return {
            role: tuple(party for party in self.parties if party.role == role) for role in roles
        }
