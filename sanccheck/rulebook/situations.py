"""Whom and what the rules of a deal are judged for, each with its facts.

A rule is judged for the deal, for each party, for each listed person that may stand behind the
security, or for each party and each such person. Most rules are ruled out by what is known of the
deal alone; so the facts come in layers, and those of a situation are put together on demand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sanccheck.deal.bound_persons import BY_BINDS
from sanccheck.deal.fact import Fact
from sanccheck.deal.facts import Actor
from sanccheck.deal.links import NO_LIST, Link
from sanccheck.rulebook.schema import Rule
from sanccheck.rulebook.standings import Standings
from sanccheck.rulebook.words import Words

Facts = Mapping[str, Fact]


class Place(NamedTuple):
    """Whom and what a rule is judged for: no actor where it is for the deal, no link for a party.

    A rule on a security is judged for the party behind it.
    """

    link: Link | None
    actor: Actor | None


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Whom and what a rule is judged for, with all the facts: None where it is for the deal.

    No fact outside `two_ways` is read two ways.
    """

    actor: Actor | None = None
    link: Link | None = None
    facts: Facts
    two_ways: frozenset[str]

    @cached_property
    def fill(self) -> Words:
        """What fills the placeholders of a sentence."""
        return Words(self.actor, self.link)


@dataclass(frozen=True, kw_only=True)
class Case:
    """The facts of a deal, ready for rules: its own, its actors' and its links' by list.

    `law_day` is the day whose law is applied: that of the trade, or the day asked where the
    trade is to come (what a later law says is not known yet). `purchaser` stands for any US person
    who would buy, `purchasers` for any person of another place, under the word of `binds`.
    """

    as_of: date
    law_day: date
    facts: Facts
    actors: tuple[Actor, ...]
    purchaser: Actor | None
    purchasers: Mapping[str, Actor]
    links: Mapping[str, tuple[Link, ...]]
    _made: dict[tuple[str, int, int], Situation] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _links: dict[int, Facts] = field(default_factory=dict, init=False, repr=False, compare=False)
    _parted: dict[int, frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def common(self) -> Facts:
        """The deal's own facts, without those that a party or a link has otherwise."""
        of_links = {name for links in self.links.values() for link in links for name in link.facts}
        apart = self._of_actors | of_links
        return {name: fact for name, fact in self.facts.items() if name not in apart}

    @property
    def _everybody(self) -> tuple[Actor, ...]:
        unnamed = () if self.purchaser is None else (self.purchaser,)
        return (*self.actors, *unnamed, *self.purchasers.values())

    @cached_property
    def _subjects(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    def places(
        self, rule: Rule, list_id: str | None, ruled_out: Callable[[Facts], bool]
    ) -> Iterator[Place]:
        """Yield whom and what a rule is judged for.

        The first comes always; of the others those that part of the facts do not rule out.
        """
        if rule.about == "deal":
            yield Place(None, None)
            return
        links = (None,) if rule.about == "party" else self.links.get(list_id or NO_LIST, ())
        begun = False
        for link in links:
            actors = self._actors(rule, link)
            if not begun and actors:
                begun = True
                yield Place(link, actors[0])
                if ruled_out(self.common):
                    return
                actors = actors[1:]
            if link is None or not ruled_out(self._of_link(link)):
                yield from [Place(link, actor) for actor in actors]

    def _actors(self, rule: Rule, link: Link | None) -> tuple[Actor, ...]:
        """Return whom a rule is judged for; one on a security, for the party behind it."""
        if rule.about == "security" and link is not None:
            return (self._subjects[link.subject.id],)
        unnamed = self.purchasers.get(rule.binds)
        if unnamed is None and rule.about != "party" and rule.binds not in BY_BINDS:
            unnamed = self.purchaser
        return self.actors if unnamed is None else (*self.actors, unnamed)

    def _of_link(self, link: Link) -> Facts:
        """Return what is known of a link whoever deals."""
        found = self._links.get(id(link))
        if found is None:
            own = {name: link.facts[name] for name in link.facts.keys() - self._of_actors}
            found = self._links[id(link)] = {**self.common, **own}
        return found

    @cached_property
    def _of_actors(self) -> frozenset[str]:
        return frozenset(name for actor in self._everybody for name in actor.facts)

    @cached_property
    def standings(self) -> Standings:
        """Which actors no rule tells apart."""
        return Standings(self._everybody)

    def situation(self, about: str, place: Place) -> Situation:
        """Return a place with its facts but the defined ones.

        It is put together once, for all the rules that are judged for it. Actors and links live
        as long as the case does, so that they are told apart by identity.
        """
        link, actor = place
        if actor is None:
            return Situation(facts=self.facts, two_ways=self._two_ways(self.facts))
        key = (about, id(link), id(actor))
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._put_together(about, link, actor)
        return found

    def _put_together(self, about: str, link: Link | None, actor: Actor) -> Situation:
        parted = self._two_ways(self.facts) | self._two_ways(actor.facts)
        if link is None:
            facts = {**self.facts, **actor.facts}
            return Situation(actor=actor, facts=facts, two_ways=parted)
        parted |= self._two_ways(link.facts)
        if about == "security":
            facts = {**self.facts, **actor.facts, **link.facts}
            return Situation(link=link, facts=facts, two_ways=parted)
        facts = {**self.facts, **link.facts, **actor.facts}
        return Situation(actor=actor, link=link, facts=facts, two_ways=parted)

    def _two_ways(self, facts: Facts) -> frozenset[str]:
        """Return the names of the facts that are read two ways, worked out once for each layer."""
        if id(facts) not in self._parted:
            self._parted[id(facts)] = two_ways(facts)
        return self._parted[id(facts)]


def two_ways(facts: Facts) -> frozenset[str]:
    """Return the names of the facts that are read two ways."""
    return frozenset([name for name, fact in facts.items() if fact.read_two_ways])
