"""Judge the investors of a file: may each be allocated, on which condition, and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sanccheck.assessment import Assessment
from sanccheck.assessment.regimes import lists_beside
from sanccheck.deal.load import LoadedDeal
from sanccheck.deal.screened import DealScreening, is_certain
from sanccheck.investors import deal_wide
from sanccheck.investors.documents import (
    Documents,
    Gate,
    missing_place,
    of_deal,
    that_should_be,
)
from sanccheck.investors.investor import SERVES, Investor, Kind, Node, Register
from sanccheck.investors.law import Law, Situation
from sanccheck.investors.of_rules import RuleReasons
from sanccheck.investors.parties import OPENING, Shape, named, principals_missing, shapes_of
from sanccheck.investors.representations import OFAC_FACT, REG_S_FACT
from sanccheck.investors.status import Facts
from sanccheck.investors.verdict import (
    READINGS,
    STRUCTURES,
    About,
    Answer,
    Effect,
    Outcome,
    Readings,
    Reason,
    outcome,
)
from sanccheck.model import Hit
from sanccheck.rulebook.load import Rulebook

HitsOf = Callable[[Node], Sequence[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What equal investors come to, names left out; `names` says that a reason has some to fill."""

    outcomes: Mapping[tuple[str, str], Outcome]
    by: Mapping[str, Readings]
    facts: Facts
    names: bool


class Judge:
    """Judges one investor after another; equal ones are judged once."""

    def __init__(
        self,
        loaded: LoadedDeal,
        screening: DealScreening,
        rulebook: Rulebook,
        assessment: Assessment,
    ) -> None:
        self._law = Law(loaded, screening, rulebook, assessment)
        self._gate = Gate(rulebook)
        self._rules = RuleReasons(
            self._law,
            self._gate,
            deal_wide.list_questions(screening, asked_for=True),
            deal_wide.list_questions(screening, asked_for=False),
        )
        self._documents = {("stands", reading): of_deal(loaded.deal) for reading in READINGS} | {
            ("should", reading): that_should_be(loaded.deal, assessment, reading)
            for reading in READINGS
        }
        lists = tuple(deal_wide.of_lists(assessment, rulebook.law))
        self._for_all = {
            reading: tuple(
                replace(one, everybody=True)
                for one in (*deal_wide.of_deal(assessment, reading), *lists)
            )
            for reading in READINGS
        }
        self._answered: dict[tuple[Shape, ...], Answered] = {}
        self._alone: dict[tuple[object, ...], Answered] = {}
        self._gap = _gap(assessment, self._gate)
        self._beside = lists_beside(rulebook.law)
        self._house = assessment.house
        self._named = assessment.named

    def answer(self, investor: Investor, register: Register, hits_of: HitsOf) -> Answer:
        """Judge one investor; `hits_of` gives the hits of whoever is in or behind it."""
        nodes = register.behind(investor)
        found = [tuple(hits_of(node)) for node in nodes]
        answered = self._of(investor, nodes, found)
        own = tuple(self._of_hits(nodes, found))
        by = answered.by
        if own or answered.names:
            by = _readings(
                {
                    key: outcome([*own, *(_filled(reason, nodes) for reason in one.reasons)])
                    for key, one in answered.outcomes.items()
                }
            )
        return Answer(
            row=investor.row,
            name=investor.name,
            stands=by["stands"],
            should=by["should"],
            ofac=answered.facts[OFAC_FACT],
            reg_s=answered.facts[REG_S_FACT],
            hits=tuple(hit for hits in found for hit in hits),
        )

    def _of(
        self, investor: Investor, nodes: Sequence[Node], found: Sequence[Sequence[Hit]]
    ) -> Answered:
        """Return what an investor's shapes come to; that of one who stands alone by its cells."""
        cells: tuple[object, ...] | None = None
        if len(nodes) == 1 and not found[0] and not investor.owners:
            cells = (
                *(investor.kind, investor.organised_in, investor.citizenships),
                *(investor.residence, investor.ofac_us_person, investor.reg_s_us_person),
                *(bool(investor.acts_for), nodes[0].acts_for),
            )
            if cells in self._alone:
                return self._alone[cells]
        shapes = shapes_of(nodes, found)
        if shapes not in self._answered:
            self._answered[shapes] = self._judge(shapes)
        if cells is not None:
            self._alone[cells] = self._answered[shapes]
        return self._answered[shapes]

    def _judge(self, shapes: tuple[Shape, ...]) -> Answered:
        situations = self._law.situations(shapes)
        weighed = [self._rules.weighed(one) for one in situations]
        by = {}
        for reading in READINGS:
            of_rules = [tuple(self._rules.reasons(one, reading)) for one in weighed]
            for structure in STRUCTURES:
                documents = self._documents[structure, reading]
                said = self._all(shapes, list(zip(situations, of_rules, strict=True)), documents)
                every = (*self._for_all[reading], *said)
                by[structure, reading] = outcome(map(self._marked, every))
        reasons = (reason for one in by.values() for reason in one.reasons)
        names = any(OPENING in reason.text for reason in reasons)
        return Answered(outcomes=by, by=_readings(by), facts=situations[0].facts, names=names)

    def _marked(self, reason: Reason) -> Reason:
        """Mark the rules of a reason that are house policy."""
        if self._house is None or not reason.rule:
            return reason
        rules = ", ".join(self._named(rule) for rule in reason.rule.split(", "))
        return replace(reason, rule=rules)

    def _all(
        self,
        shapes: Sequence[Shape],
        situations: Sequence[tuple[Situation, tuple[Reason, ...]]],
        documents: Documents,
    ) -> Iterator[Reason]:
        serves = shapes[0].kind in SERVES
        for number, shape in enumerate(shapes):
            if principals_missing(shape):
                who = "it acts" if number == 0 else f"⟦{number}⟧ acts"
                yield Reason(
                    effect=Effect.MISSING,
                    about=About.BENEFICIARY,
                    text=f"for whom {who}: acts_for names nobody",
                )
        for situation, of_rules in situations:
            said = [*of_rules, *missing_place(situation.shape)]
            if not (serves and situation.number == 0):
                said += self._gate.reasons(documents, situation.shape, situation.facts)
            elif situation.shape.kind is Kind.ADVISER:
                said += self._gate.of_account(documents, situation.shape, situation.facts)
            if not documents.should:
                said += self._not_kept_out(said, documents)
            about = "" if situation.number == 0 else f"⟦{situation.number}⟧, for whom it acts: "
            for reason in said:
                yield reason if not about else _of(reason, about)

    def _not_kept_out(self, said: Sequence[Reason], documents: Documents) -> Iterator[Reason]:
        """Note that the law bars an OFAC US person whom the documents as they are let in."""
        barred = any(
            reason.effect is Effect.EXCLUDES and reason.about is About.OFAC for reason in said
        )
        kept_out = documents.excludes_ofac or any(
            reason.effect is Effect.EXCLUDES and reason.about is About.REG_S for reason in said
        )
        if barred and not kept_out and self._gap is not None:
            yield self._gap

    def _of_hits(self, nodes: Sequence[Node], found: Sequence[Sequence[Hit]]) -> Iterator[Reason]:
        """Yield each hit; a possible one leaves the investor undecided.

        Unless its list is about exports, procurement or the like, and says nothing of who may buy.
        """
        for number, (node, hits) in enumerate(zip(nodes, found, strict=True)):
            who = "It" if number == 0 else node.name
            for hit in hits:
                if hit.relation is not None:
                    relation = hit.relation.replace("_", " ")
                    text = f"{who} is the {relation} of {hit.name} ({hit.entry})."
                elif is_certain(hit):
                    text = f"{who} is {hit.name} ({hit.entry})."
                elif hit.list in self._beside:
                    text = (
                        f"{who} may be {hit.name} ({hit.entry}, score {hit.score:.2f}), on a list "
                        "that says nothing of who may buy."
                    )
                else:
                    whether = "it" if number == 0 else node.name
                    text = (
                        f"whether {whether} is {hit.name} ({hit.entry}, score {hit.score:.2f}): "
                        "compare numbers, places and dates"
                    )
                    yield Reason(effect=Effect.MISSING, about=About.HIT, text=text)
                    continue
                yield Reason(effect=Effect.NOTE, about=About.HIT, text=text)


def _readings(outcomes: Mapping[tuple[str, str], Outcome]) -> Mapping[str, Readings]:
    return {
        structure: Readings(
            strict=outcomes[structure, "strict"], policy=outcomes[structure, "policy"]
        )
        for structure in STRUCTURES
    }


def _gap(assessment: Assessment, gate: Gate) -> Reason | None:
    if "REG_S_ONLY" not in assessment.offering.structure:
        return None
    return Reason(
        effect=Effect.NOTE,
        about=About.DOCUMENTS,
        text=(
            "Regulation S alone does not keep it out, and nothing shows that the documents do "
            "(terms T5 and T6)."
        ),
        rule="REGS-03",
        cites=gate.cites("us_regulation_s", ("rule_902k", "eo_s3d", "cfr_586_307")),
    )


def _of(reason: Reason, about: str) -> Reason:
    return replace(reason, text=f"{about}{reason.text}")


def _filled(reason: Reason, nodes: Sequence[Node]) -> Reason:
    if OPENING not in reason.text:
        return reason
    return replace(reason, text=named(reason.text, nodes))
