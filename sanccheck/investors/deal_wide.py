"""What stands in the way of every investor: the deal itself, or lists that cannot be relied on."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.assessment import Assessment
from sanccheck.assessment.regimes import lists_beside
from sanccheck.dates import say_date
from sanccheck.deal.actions import may_sell
from sanccheck.deal.bound_persons import PURCHASERS
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.deal.schema import Deal
from sanccheck.deal.screened import DealScreening
from sanccheck.investors.documents import of_rungs
from sanccheck.investors.verdict import About, Effect, Reason
from sanccheck.model import ListState
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.outcomes import Limb, Rung

# Whom no investor can do without. Others can be replaced, or take no part.
_BEHIND = frozenset({"issuer", "guarantor", "underlying", "seller", "use_of_proceeds", "owner"})
_UNNAMED = PURCHASERS | {HYPOTHETICAL}


def of_deal(assessment: Assessment, reading: str) -> Iterator[Reason]:
    """Yield what bars, or may bar, the deal itself, whoever buys."""
    deal = assessment.deal
    essential = _essential(deal)
    barring = [one for one in assessment.findings if _concerns_all(one, essential)]
    for finding in barring:
        if of_rungs(finding.result, reading) >= Rung.RESTRICTED_LICENCE:
            yield Reason(
                effect=Effect.EXCLUDES,
                about=About.DEAL,
                text=f"The deal itself is barred: {finding.because}",
                rule=finding.rule,
                cites=tuple(cite.title for cite in finding.cites),
            )
    asked = {
        finding.rule
        for finding in barring
        if of_rungs(finding.could_be, reading) >= Rung.RESTRICTED_LICENCE
    }
    rules = {finding.rule for finding in assessment.findings}
    for question in assessment.questions:
        if of_rungs(question.could_be, reading) < Rung.RESTRICTED_LICENCE:
            continue
        about = essential & {*question.parties}
        from_rule = bool(asked & {*question.rules})
        beside_rules = not rules >= {*question.rules}
        if (about and (from_rule or beside_rules)) or (
            not question.parties and (from_rule or beside_rules)
        ):
            names = ", ".join(party.name for party in deal.parties if party.id in about)
            yield Reason(
                effect=Effect.MISSING,
                about=About.DEAL,
                text=f"of the deal itself: {question.text}{f' ({names})' if names else ''}",
                rule=", ".join(question.rules),
            )


def _essential(deal: Deal) -> frozenset[str]:
    behind = {party.id for party in deal.parties if party.role in _BEHIND}
    return frozenset(behind | may_sell(deal) | {*deal.security.underlying})


def _concerns_all(finding: Finding, essential: frozenset[str]) -> bool:
    """Say whether a finding is about the deal whoever buys, and leaving buyers out is no cure."""
    if finding.limb is not Limb.SECURITIES or finding.applies is False:
        return False
    if finding.party is None:
        return True
    return finding.party not in _UNNAMED and finding.party in essential


def of_lists(assessment: Assessment, rulebook: Rulebook) -> Iterator[Reason]:
    """Yield the lists on which finding nothing shows nothing, of those that say who may buy.

    One made from a later publication counts as read, and is noted.
    """
    beside = lists_beside(rulebook)
    screening = assessment.screening
    found: dict[str, list[str]] = {}
    for item in screening.not_screened:
        if item.asked_for and item.list not in beside:
            why = f"not screened ({item.why}); to load: {item.remedy}"
            found.setdefault(why, []).append(item.list)
    later: dict[str, list[str]] = {}
    for state in screening.lists:
        weak = _weak(state)
        if state.list in beside:
            continue
        if weak:
            found.setdefault(", ".join(weak), []).append(state.list)
        elif state.reconstructed:
            why = f"made from the publication of {_published(state)}, after the day asked"
            later.setdefault(why, []).append(state.list)
    for effect, told in ((Effect.MISSING, found), (Effect.NOTE, later)):
        for why, lists in told.items():
            text = f"{', '.join(lists)}: {why}"
            yield Reason(effect=effect, about=About.LISTS, text=text)


def list_questions(screening: DealScreening, *, asked_for: bool) -> frozenset[str]:
    """Return the questions that ask for a list; with `asked_for`, those that `of_lists` names."""
    lists = [item.list for item in screening.not_screened if item.asked_for or not asked_for]
    lists += [state.list for state in screening.lists if state.partial]
    return frozenset(screening.missing(list_id).question or "" for list_id in lists)


def _weak(state: ListState) -> list[str]:
    said = []
    if state.stale:
        said.append(f"too old for the day asked, published {_published(state)}")
    if state.partial:
        said.append("only a part of it is there")
    return said


def _published(state: ListState) -> str:
    return "a day not known" if state.published is None else say_date(state.published)
