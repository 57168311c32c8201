"""Blocks of the deal file on outbound investment (31 CFR part 850)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sanccheck.deal.schema_types import Block, Number, YesNo, as_unknown

# What the company does, by the paragraph of 31 CFR 850.224 (prohibited) or 850.217 (notifiable).
Activity = Literal[
    "eda_software",
    "chip_equipment",
    "ic_design_3a090",
    "ic_fabrication_advanced",
    "ic_packaging_advanced",
    "supercomputer",
    "quantum_computer",
    "quantum_sensing_military",
    "quantum_network",
    "ai_military_exclusive",
    "holds_prohibited",
    "ic_design",
    "ic_fabrication",
    "ic_packaging",
    "ai_military_use",
    "ai_security_or_robotics",
    "other_ai",
    "none",
]
PROHIBITED = frozenset(
    {
        "eda_software",
        "chip_equipment",
        "ic_design_3a090",
        "ic_fabrication_advanced",
        "ic_packaging_advanced",
        "supercomputer",
        "quantum_computer",
        "quantum_sensing_military",
        "quantum_network",
        "ai_military_exclusive",
        "holds_prohibited",
    }
)
NOTIFIABLE = frozenset(
    {"ic_design", "ic_fabrication", "ic_packaging", "ai_military_use", "ai_security_or_robotics"}
)


class OutboundTarget(Block):
    """What a company does, for a US person that would invest in it."""

    person_of_country_of_concern: YesNo = Field(
        None,
        description="organised, headquartered or with its main place of business in the PRC, Hong "
        "Kong or Macau, or owned or directed as 31 CFR 850.221 says",
    )
    activities: Annotated[tuple[Activity, ...] | None, BeforeValidator(as_unknown)] = Field(
        None, description="everything that it does of this list; [none] where nothing"
    )
    training_operations: Number = Field(
        None, description="operations used to train its largest AI system, for example 1e25"
    )
    biological_sequence_data: YesNo = Field(
        None, description="that system was trained primarily on biological sequence data"
    )
    military_intelligence_or_fto: YesNo = Field(
        None, description="a military-intelligence end-user (15 CFR 744.22(f)(2)), or an FTO"
    )


class OutboundTerms(Block):
    """What a US person gets in the deal, and which exception it could rest on."""

    rights_beyond_minority: YesNo = Field(
        None, description="a board seat, a veto or other rights beyond standard minority protection"
    )
    equity_like_rights: YesNo = Field(
        None, description="for debt: a share of profits, a board seat or the like"
    )
    us_commitment_usd: Number = Field(
        None, description="a limited partner's committed capital in US dollars, with co-investments"
    )
    commitment_before_2025: YesNo = Field(
        None, description="a binding, uncalled capital commitment made before 2 January 2025"
    )
    buys_out_all: YesNo = Field(
        None, description="buys all interests held by persons of a country of concern"
    )
    acquired_before_2025: YesNo = Field(
        None, description="for a conversion: the instrument was acquired before 2 January 2025"
    )
