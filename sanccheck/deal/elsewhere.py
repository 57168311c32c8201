"""What a deal file may say for the law of places other than the US; joined by the schema."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from sanccheck.deal.schema_types import Block, Country, YesNo, as_unknown, none_known

# How an issuer stands to Schedule 2 of the UK regulations: named there, or owned by or acting for
# somebody named there, or neither.
UkSchedule2 = Literal["named", "owned", "none"]
OverseasMarket = Literal["first", "same", "other"]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class PartyElsewhere(Block):
    """Who is bound by which law, and what the law of other places turns on."""

    uk_person: YesNo = Field(None, description="bound by UK sanctions: SAMLA 2018 s.21")
    eu_person: YesNo = Field(None, description="bound by EU sanctions: 269/2014 art. 17")
    ca_person: YesNo = Field(None, description="in Canada, or a Canadian outside it")
    ch_person: YesNo = Field(None, description="in Switzerland, or acts from there")
    au_person: YesNo = Field(None, description="in Australia, or Australian")
    jp_person: YesNo = Field(None, description="resident in Japan, or acts from there")
    uk_owned_or_controlled: YesNo = Field(
        None, description="persons on the UK Sanctions List own more than half of it or control it"
    )
    eu_owned_or_controlled: YesNo = Field(
        None, description="persons on the EU list together own more than half of it or control it"
    )
    eu_owned_half: YesNo = Field(
        None, description="persons on the EU list together own exactly half of it"
    )
    ca_owned_or_controlled: YesNo = Field(
        None, description="a person on the Canadian list holds half of it or more, or controls it"
    )
    connected_with_russia: YesNo = Field(
        None, description="resident or situated in Russia, or incorporated or domiciled there"
    )
    outside_russia_in_2022: YesNo = Field(
        None, description="domiciled outside Russia on 1 March 2022, or a subsidiary of one"
    )
    uk_schedule_2: Annotated[
        UkSchedule2 | None,
        BeforeValidator(as_unknown),
        Field(description="in Schedule 2 of SI 2019/855, owned by or acting for one, or none"),
    ] = None
    eu_833_annex: YesNo = Field(
        None, description="in an annex to which 833/2014 art. 5 refers, or owned by or for one"
    )
    russian_state: YesNo = Field(None, description="Russia, its government or its central bank")
    prc_business: YesNo = Field(
        None, description="half of its figures and its main business are mainland China's"
    )
    land_border_owner: YesNo = Field(
        None, description="its beneficial owner is of a country that borders India"
    )
    land_border_small: YesNo = Field(
        None, description="such owners hold up to 10 percent and do not control"
    )


class SecurityElsewhere(Block):
    """What the law of other places asks of the security."""

    currency: Annotated[
        Currency | None, BeforeValidator(as_unknown), Field(description="ISO code, such as EUR")
    ] = None


class DealElsewhere(Block):
    """Where it is offered, and what is filed there."""

    offered_in: Annotated[tuple[Country, ...], BeforeValidator(none_known)] = Field(
        (), description="countries in which it is offered"
    )
    overseas_market: Annotated[
        OverseasMarket | None,
        BeforeValidator(as_unknown),
        Field(
            description="for an issuer from mainland China: its first overseas listing, more in "
            "the same overseas market, or in another one"
        ),
    ] = None
