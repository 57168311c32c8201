"""The case that rules are judged on: which regimes, and the facts they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sanccheck.assessment.asked import asked_lists
from sanccheck.assessment.regimes import lists_apart
from sanccheck.deal.actions import may_be_bought
from sanccheck.deal.bound_persons import BOUND, unnamed_purchaser
from sanccheck.deal.fact import Fact, Reading
from sanccheck.deal.facts import Actor, actors, day_facts, deal_facts, us_purchaser
from sanccheck.deal.links import NO_LIST, facts_behind, links
from sanccheck.deal.ownership import Ownership
from sanccheck.deal.schema import Deal
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.world_facts import (
    purchaser_facts,
    screened_facts,
    world_deal_facts,
    world_party_facts,
)
from sanccheck.rulebook.load import LoadedRegime, Rulebook
from sanccheck.rulebook.situations import Case


def judged(deal: Deal, screening: DealScreening, rulebook: Rulebook) -> tuple[Rulebook, Rulebook]:
    """Return the regimes to judge, and those to which nothing in the deal points."""
    lists = frozenset(item.regime.list for item in rulebook.regimes if item.regime.list is not None)
    facts = {**world_deal_facts(deal), **screened_facts(screening, lists)}
    told = [(item, _is_left_out(item, facts)) for item in rulebook.regimes]
    kept = tuple(item for item, out in told if not out)
    left_out = tuple(item for item, out in told if out)
    return replace(rulebook, regimes=kept), replace(rulebook, regimes=left_out)


def _is_left_out(item: LoadedRegime, facts: Mapping[str, Fact]) -> bool:
    condition = item.regime.judged_when
    return condition is not None and condition.verdict(facts, Reading.POLICY) is False


def build_case(
    deal: Deal, screening: DealScreening, ownership: Ownership, rulebook: Rulebook
) -> Case:
    """Return the facts of a deal for the regimes to judge."""
    lists = {item.regime.list for item in rulebook.regimes if item.regime.list is not None}
    asked = asked_lists(rulebook)
    apart = lists_apart(rulebook, screening)
    of_party = world_party_facts(deal, screening, ownership, asked, apart)
    behind = facts_behind(deal, screening, ownership)
    as_of = screening.as_of
    return Case(
        as_of=as_of,
        law_day=min(as_of, deal.deal.day(as_of)),
        facts={
            **deal_facts(deal, ownership),
            **day_facts(deal, as_of),
            **world_deal_facts(deal),
            **screened_facts(screening, asked),
        },
        actors=tuple(
            replace(actor, facts={**actor.facts, **of_party(actor.party)})
            for actor in actors(deal, screening, ownership, asked, apart)
        ),
        purchaser=us_purchaser(deal) if may_be_bought(deal) else None,
        purchasers=_purchasers(of_party(None)) if may_be_bought(deal) else {},
        links={
            list_id: links(deal, screening, list_id, behind, apart=list_id in apart)
            for list_id in sorted({*lists, NO_LIST})
        },
    )


def _purchasers(facts: Mapping[str, Fact]) -> dict[str, Actor]:
    """Return for each place the actor that stands for any person of it who would buy."""
    return {
        group.binds: Actor(
            id=group.purchaser,
            name=unnamed_purchaser(group.purchaser) or group.purchaser,
            party=None,
            facts={**facts, **purchaser_facts(group)},
        )
        for group in BOUND
    }
