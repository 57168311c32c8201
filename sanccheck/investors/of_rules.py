"""Reasons from the rules: what bars an investor, what is open, what its own word would settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanccheck.assessment.flags import OpenEnd
from sanccheck.deal.fact import Reading
from sanccheck.investors.documents import Gate, missing_status, of_rungs
from sanccheck.investors.frames import Part
from sanccheck.investors.law import Law, Situation
from sanccheck.investors.parties import Shape
from sanccheck.investors.representations import (
    ALL,
    BEHIND_FACT,
    BY_REVIEW,
    OFAC,
    OFAC_FACT,
    Representation,
    can_represent,
    given,
)
from sanccheck.investors.status import Facts
from sanccheck.investors.verdict import About, Effect, Reason
from sanccheck.rulebook.conditions import open_questions
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rung

# Review flags of findings that bar nothing and that the documents, or the deal, see to.
_ELSEWHERE = frozenset({"reg_s_buyer"})
_NOTED = frozenset({"listed_party"})
_ABOUT = (
    ("party.on.", About.HIT),
    ("party.principal_on.", About.BENEFICIARY),
    ("party.principal_blocked_by_ownership", About.BENEFICIARY),
    ("party.acts_for_ofac_us_person", About.BENEFICIARY),
    ("party.blocked", About.OWNERSHIP),
    ("party.uk_owned", About.OWNERSHIP),
    ("party.eu_owned", About.OWNERSHIP),
    ("party.ca_owned", About.OWNERSHIP),
)


def bars(finding: Finding, reading: str) -> bool:
    """Say whether a finding bars a purchase; a duty to notify does not."""
    return of_rungs(finding.result, reading) > Rung.NOTIFY


def may_bar(finding: Finding, reading: str) -> bool:
    """Say whether an open question could still make a finding bar a purchase."""
    return of_rungs(finding.could_be, reading) > Rung.NOTIFY and not bars(finding, reading)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a part of the law is asked about: the facts that it reads, and whose words may settle.

    `shape` is used for no more than what it lacks.
    """

    part: Part
    number: int
    facts: Facts
    may: tuple[Representation, ...]
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A situation as the rules are asked about it, and what no rule judges.

    `asked` holds numbers: what is asked twice has one.
    """

    asked: Sequence[int]
    open_ends: tuple[OpenEnd, ...]


class RuleReasons:
    """Asks the rules about an investor, and asks again as if it had given its word."""

    def __init__(
        self, law: Law, gate: Gate, told: frozenset[str], of_lists: frozenset[str]
    ) -> None:
        """Make ready to ask.

        `of_lists` are the questions that ask for a list, `told` those put for everybody at once.
        """
        self._of_lists = of_lists
        self._law = law
        self._gate = gate
        self._told = told
        self._asked: list[Asked] = []
        self._numbers: dict[tuple[object, ...], int] = {}
        self._answered: dict[tuple[str, int], tuple[Reason, ...]] = {}
        self._may: dict[tuple[int, tuple[str, ...]], tuple[Representation, ...]] = {}
        self._found: dict[int, tuple[Finding, ...]] = {}
        self._may_bar: dict[int, frozenset[tuple[str, str]]] = {}
        self._may_bar_then: dict[int, frozenset[tuple[str, str]]] = {}

    def weighed(self, situation: Situation) -> Weighed:
        """Return what each part of the law is asked about in a situation."""
        shape, facts = situation.shape, situation.facts
        may = tuple(one.id for one in ALL if can_represent(one, shape, facts))
        lacks = (situation.number, shape.is_person, shape.kind is None, shape.twice)
        asked = []
        for part in situation.frame.parts:
            read = tuple(map(facts.get, part.order))
            of_part = self._settling(part, may)
            key = (part.number, lacks, read, tuple(one.id for one in of_part))
            number = self._numbers.setdefault(key, len(self._asked))
            if number == len(self._asked):
                told = {name: facts[name] for name in part.order if name in facts}
                self._asked.append(
                    Asked(part=part, number=situation.number, facts=told, may=of_part, shape=shape)
                )
            asked.append(number)
        return Weighed(asked=asked, open_ends=situation.open_ends)

    def reasons(self, weighed: Weighed, reading: str) -> Iterator[Reason]:
        """Yield what the rules come to on a reading; equal situations are met once."""
        for number in weighed.asked:
            key = (reading, number)
            if key not in self._answered:
                self._answered[key] = tuple(self._reasons(number, reading))
            yield from self._answered[key]
        for end in weighed.open_ends:
            yield Reason(effect=Effect.MISSING, about=About.LAW, text=end.question)

    def _settling(self, part: Part, may: tuple[str, ...]) -> tuple[Representation, ...]:
        """Return those of the representations that may settle a fact which a part reads."""
        key = (part.number, may)
        if key not in self._may:
            self._may[key] = tuple(
                one
                for one in ALL
                if one.id in may and any(one.settles(name) is not None for name in part.order)
            )
        return self._may[key]

    def _reasons(self, number: int, reading: str) -> Iterator[Reason]:
        asked = self._asked[number]
        for finding in self._findings(number):
            yield from self._established(finding, asked.facts, reading)
        rules = frozenset(rule for rule, each in self._opened(number) if each == reading)
        if rules:
            yield from self._open(number, rules, reading)

    def _opened(self, number: int) -> frozenset[tuple[str, str]]:
        """Return which rules an open question could still make a bar, each with the reading."""
        if number not in self._may_bar:
            asked = self._asked[number]
            self._may_bar[number] = self._law.may_bar(asked.part, asked.facts)
        return self._may_bar[number]

    def _left(self, number: int) -> frozenset[tuple[str, str]]:
        """Return which of them could bar still, once the investor has given its word."""
        if number not in self._may_bar_then:
            asked = self._asked[number]
            all_given = given(asked.facts, asked.may)
            self._may_bar_then[number] = self._law.may_bar(asked.part, all_given)
        return self._may_bar_then[number]

    def _findings(self, number: int) -> tuple[Finding, ...]:
        if number not in self._found:
            asked = self._asked[number]
            self._found[number] = self._law.findings(asked.part, asked.number, asked.facts)
        return self._found[number]

    def _established(self, finding: Finding, facts: Facts, reading: str) -> Iterator[Reason]:
        cites = tuple(cite.title for cite in finding.cites)
        if bars(finding, reading):
            about = _about(finding, facts)
            yield Reason(
                effect=Effect.EXCLUDES,
                about=about,
                text=_why(finding, facts, about),
                rule=finding.rule,
                cites=cites,
            )
            return
        if not finding.applies:
            return
        if finding.notify is not None:
            duty = finding.notify
            text = f"To report: to {duty.authority}, {duty.deadline}; who files: {duty.who_files}"
            yield Reason(
                effect=Effect.NOTE, about=About.LAW, text=text, rule=finding.rule, cites=cites
            )
        for item in finding.review:
            if item.id in BY_REVIEW:
                yield self._gate.needs(BY_REVIEW[item.id], finding.rule)
            elif item.id not in _ELSEWHERE:
                effect = Effect.NOTE if item.id in _NOTED else Effect.MISSING
                about = _about(finding, facts)
                text = f"{item.reason} {item.settle}"
                yield Reason(effect=effect, about=about, text=text, rule=finding.rule, cites=cites)

    def _open(self, number: int, rules: frozenset[str], reading: str) -> Iterator[Reason]:
        """Yield which words of the investor would settle what is open, and what is open then."""
        asked = self._asked[number]
        law, part, facts = self._law, asked.part, asked.facts
        left = {rule for rule, each in self._left(number) if each == reading}
        read = frozenset(name for rule in rules for name in part.reads[rule])
        for one in asked.may:
            if not any(_unknown(facts, name) and one.settles(name) is not None for name in read):
                continue
            others = given(facts, [other for other in asked.may if other is not one])
            without = law.may_bar(part, others, rules)
            more = {rule for rule, each in without if each == reading} - left
            if more:
                yield self._gate.needs(one, ", ".join(sorted(more)))
        if not left:
            return
        for finding in law.findings(part, asked.number, given(facts, asked.may), left):
            if may_bar(finding, reading):
                yield from self._missing(finding, asked, reading)

    def _missing(self, finding: Finding, asked: Asked, reading: str) -> Iterator[Reason]:
        if {item.id for item in finding.review} & {*BY_REVIEW}:
            return  # asked for as a representation
        cites = tuple(cite.title for cite in finding.cites)
        facts, shape = asked.facts, asked.shape
        by_question = {fact.question: name for name, fact in facts.items() if fact.question}
        for text in _needs(finding, reading) or tuple(item.settle for item in finding.review):
            if text in self._told:
                continue
            ofac = facts.get(OFAC_FACT)
            if ofac is not None and text == ofac.question and OFAC not in asked.may:
                yield missing_status(About.OFAC, shape, self._gate.cites(OFAC.regime, OFAC.cites))
                continue
            name = by_question.get(text, "")
            about = next((one for prefix, one in _ABOUT if name.startswith(prefix)), None)
            about = About.LISTS if text in self._of_lists else about
            yield Reason(
                effect=Effect.MISSING,
                about=about or _about(finding, facts),
                text=text,
                rule=finding.rule,
                cites=cites,
            )


def _needs(finding: Finding, reading: str) -> tuple[str, ...]:
    """Return the questions of a finding; on the policy reading, what is contested is decided."""
    texts = tuple(need.text for need in finding.needs)
    if reading == "strict":
        return texts
    asked = open_questions(finding.card.version.condition, finding.situation.facts, Reading.POLICY)
    return texts[: len({*asked})]


def _unknown(facts: Facts, name: str) -> bool:
    fact = facts.get(name)
    return fact is not None and fact.strict is None and fact.policy is None


def _about(finding: Finding, facts: Facts) -> About:
    """Tell what a finding is about from the facts that it turned on."""
    turned = {leaf.fact: leaf.verdict for leaf in finding.trace.leaves() if leaf.fact is not None}
    for prefix, about in _ABOUT:
        if any(name.startswith(prefix) and verdict for name, verdict in turned.items()):
            return about
    if any(name.endswith(("us_trader", "us_side", "ofac_us_person")) for name in turned):
        ofac = facts.get(OFAC_FACT)
        return About.BENEFICIARY if ofac is not None and ofac.strict is False else About.OFAC
    if any(name.endswith("_person") and verdict for name, verdict in turned.items()):
        return About.PLACE
    return About.LAW


def _why(finding: Finding, facts: Facts, about: About) -> str:
    """Say who it is that a rule bars, and what the rule says."""
    ofac, behind = facts.get(OFAC_FACT), facts.get(BEHIND_FACT)
    who = ""
    if about is About.OFAC and ofac is not None and ofac.strict is True:
        who = f"It is one: {ofac.source}. "
    elif about is About.BENEFICIARY and behind is not None and behind.strict is True:
        who = "It acts for the account or benefit of an OFAC US person. "
    return f"{who}{finding.because}"
