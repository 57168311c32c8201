"""Whether an open question could still make a rule bar a purchase: the verdict without words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sanccheck.deal.fact import Fact
from sanccheck.deal.links import NO_LIST
from sanccheck.rulebook.outcomes import Rung
from sanccheck.rulebook.schema import Regime
from sanccheck.rulebook.situations import Case, Situation
from sanccheck.rulebook.terms import define
from sanccheck.rulebook.verdicts import verdict

Facts = Mapping[str, Fact]


def may_bar(
    regime: Regime, case: Case, facts: Facts, rules: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield each rule of a regime that may come to bar one of these facts, with the reading."""
    chosen = [
        (rule, version)
        for rule in regime.rules
        if rules is None or rule.id in rules
        for version in [rule.on(case.law_day)]
        if version is not None
    ]
    if not chosen:
        return
    links = case.links.get(regime.list or NO_LIST, ())
    own = (define(regime, {**case.facts, **facts}),)
    by_link = tuple(define(regime, {**case.facts, **link.facts, **facts}) for link in links)
    for rule, version in chosen:
        for known in own if rule.about == "party" else by_link:
            parted = (name for name in version.reads if name in known)
            two_ways = frozenset(name for name in parted if known[name].read_two_ways)
            found = verdict(rule, version, Situation(facts=known, two_ways=two_ways))
            for reading in ("strict", "policy"):
                now: Rung = getattr(found.result, reading)
                could_be: Rung = getattr(found.could_be, reading)
                if now <= Rung.NOTIFY < could_be:
                    yield rule.id, reading
