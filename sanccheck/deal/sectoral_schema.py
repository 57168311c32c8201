"""Blocks of the deal file on sectoral bans: ownership by listed persons, places, old and new debt.

A fact left out, or written `unknown`, is None here, as everywhere in the deal file.
"""

from __future__ import annotations

from pydantic import Field

from sanccheck.deal.schema_types import Block, Day, YesNo


class HalfOwnedBy(Block):
    """Who owns 50 percent or more of a party, directly or indirectly, in the aggregate."""

    ssi_directive_1: YesNo = Field(None, description="persons under EO 13662 Directive 1")
    ssi_directive_2: YesNo = Field(None, description="persons under EO 13662 Directive 2")
    ssi_directive_3: YesNo = Field(None, description="persons under EO 13662 Directive 3")
    ssi_directive_4: YesNo = Field(None, description="persons under EO 13662 Directive 4")
    eo14024_directive_2: YesNo = Field(None, description="institutions under EO 14024 Directive 2")
    eo14024_directive_3: YesNo = Field(None, description="entities under EO 14024 Directive 3")
    bis_listed: YesNo = Field(
        None, description="parties on the Entity List or the Military End-User List"
    )


class OilProject(Block):
    """A deepwater, Arctic offshore or shale project with the potential to produce oil."""

    in_russia: YesNo = Field(None, description="in Russia or the maritime area that it claims")
    started_on: Day = Field(None, description="when it was initiated")
    held_33_percent: YesNo = Field(
        None,
        description="persons under EO 13662 Directive 4 hold 33 percent or more, or most votes",
    )


class CountryLinks(Block):
    """What ties a party to Russia, Belarus or Venezuela, where its places do not tell."""

    in_russia: YesNo = Field(None, description="an entity located in the Russian Federation")
    russian_energy_sector: YesNo = Field(None, description="in Russia's energy sector")
    funds_for_russia: YesNo = Field(
        None, description="the funds are meant for new projects or operations in Russia"
    )
    half_of_revenue_from_russia: YesNo = Field(
        None, description="half of its revenue or more comes from its investments in Russia"
    )
    russian_issuers_predominant: YesNo = Field(
        None, description="a fund: Russian issuers are a predominant share by value"
    )
    oil_project: OilProject | None = Field(None, description="such a project that it takes part in")
    no_oil_project: YesNo = Field(None, description="yes where it takes part in none")
    russian_sovereign: YesNo = Field(
        None, description="Russia's Central Bank, National Wealth Fund or Ministry of Finance"
    )
    belarus_sovereign: YesNo = Field(
        None, description="Belarus's Ministry of Finance or Development Bank"
    )
    government_of_venezuela: YesNo = Field(
        None, description="the Government of Venezuela, or owned or controlled by it"
    )
    pdvsa: YesNo = Field(None, description="Petroleos de Venezuela, S.A., or half owned by it")
