"""Blocks of the deal file on export controls, procurement and CFIUS."""

from __future__ import annotations

from pydantic import Field

from sanccheck.deal.schema_types import Block, YesNo


class Cfius(Block):
    """What a foreign investor gets in a US business, for 31 CFR part 800."""

    tid_us_business: YesNo = Field(
        None, description="critical technology, critical infrastructure or sensitive personal data"
    )
    export_authorisation_needed: YesNo = Field(
        None, description="its critical technology would need an authorisation for the investor"
    )
    foreign_government_49_percent: YesNo = Field(
        None, description="a foreign government holds 49 percent of the votes of the investor"
    )
    investor_25_percent: YesNo = Field(
        None, description="the investor gets 25 percent of the votes or more"
    )
    control_or_access: YesNo = Field(
        None, description="control, a board seat, or access to technology or decisions"
    )
