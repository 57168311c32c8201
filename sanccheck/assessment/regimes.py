"""The regimes of an assessment: on which lists they speak, what they are not, which are silent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sanccheck.assessment.result import RegimeNote
from sanccheck.deal.screened import DealScreening
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.outcomes import Limb
from sanccheck.rulebook.schema import Cite, Regime


def judged_lists(
    rulebook: Rulebook, findings: Sequence[Finding], screening: DealScreening
) -> frozenset[str]:
    """Return the lists of which a rule in force that day speaks, or would if undecided."""
    live = {finding.regime for finding in findings}
    return frozenset(
        list_id
        for item in rulebook.regimes
        if item.regime.id in live
        for list_id in item.regime.lists
        if item.regime.not_screened == "undecided" or screening.state(list_id) is not None
    )


def lists_apart(rulebook: Rulebook, screening: DealScreening) -> frozenset[str]:
    """Return the lists that were not screened and are told apart from the rules on them."""
    told = {
        list_id
        for item in rulebook.regimes
        if item.regime.not_screened == "apart"
        for list_id in item.regime.lists
    }
    decided = {
        list_id
        for item in rulebook.regimes
        if item.regime.not_screened != "apart"
        for list_id in item.regime.lists
    }
    return frozenset(one for one in told - decided if screening.state(one) is None)


def spoken_of(rulebook: Rulebook, findings: Sequence[Finding]) -> frozenset[tuple[str, str]]:
    """Return the parties, each with a list, of which a rule speaks that applies or is open."""
    lists = {item.regime.id: item.regime.lists for item in rulebook.regimes}
    return frozenset(
        (party, list_id)
        for finding in findings
        if finding.applies is not False
        for party in (finding.party, finding.subject)
        if party is not None
        for list_id in lists[finding.regime]
    )


def lists_beside(rulebook: Rulebook) -> frozenset[str]:
    """Return the lists of which no rule says who may buy: exports, procurement and the like."""
    rules = [(item.regime, rule) for item in rulebook.regimes for rule in item.regime.rules]
    every = {list_id for regime, _ in rules for list_id in regime.lists}
    securities = {
        list_id
        for regime, rule in rules
        if rule.limb is Limb.SECURITIES
        for list_id in regime.lists
    }
    return frozenset(every - securities)


def linked_lists(rulebook: Rulebook) -> frozenset[str]:
    """Return the lists whose rules read what stands behind the security, relations included."""
    return frozenset(
        item.regime.list
        for item in rulebook.regimes
        if item.regime.list is not None
        and any(rule.about in {"security", "party_and_security"} for rule in item.regime.rules)
    )


def regime_notes(
    rulebook: Rulebook, findings: Sequence[Finding], screening: DealScreening
) -> Iterator[RegimeNote]:
    """Yield what is to be said of each regime that has a finding, or whose list was not read."""
    judged = {finding.regime for finding in findings}
    live = {finding.regime for finding in findings if finding.applies is not False}
    for loaded in rulebook.regimes:
        regime = loaded.regime
        unread = tuple(_not_asked(regime, judged, screening))
        if unread and regime.id not in live:
            yield RegimeNote(
                id=regime.id,
                title=regime.title,
                authority=regime.authority,
                status=regime.status,
                not_this=(),
                not_judged=unread,
            )
        if regime.id in live:
            yield RegimeNote(
                id=regime.id,
                title=regime.title,
                authority=regime.authority,
                status=regime.status,
                not_this=tuple(_not_this(regime, screening.as_of)),
                not_judged=(*unread, *regime.not_judged),
            )


def silent_regimes(rulebook: Rulebook, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Yield each regime in force that has nothing to say: its id and title."""
    judged = {finding.regime for finding in findings}
    live = {finding.regime for finding in findings if finding.applies is not False}
    for item in rulebook.regimes:
        if item.regime.id in judged - live:
            yield item.regime.id, item.regime.title


def _not_asked(regime: Regime, judged: Collection[str], screening: DealScreening) -> Iterator[str]:
    """Say of a regime in force that one of its lists was not asked for, and so not screened."""
    left_out = {item.list: item for item in screening.not_screened if not item.asked_for}
    for list_id in regime.lists:
        if regime.id in judged and list_id in left_out and regime.not_screened == "apart":
            yield (
                f"The list {list_id} was not screened ({left_out[list_id].why}): that nobody is on "
                "it is not known."
            )


def _not_this(regime: Regime, as_of: date) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    """Yield what a regime is not, as far as a source that could be read on the day says so."""
    for item in regime.not_this:
        cites = regime.sources(item.cites, as_of)
        if cites:
            yield item.text, cites
