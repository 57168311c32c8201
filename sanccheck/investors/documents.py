"""Whom the documents of a deal let in: those that it has, and those that it should have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanccheck.assessment import Assessment
from sanccheck.deal.bound_persons import BOUND, Bound
from sanccheck.deal.fact import Fact
from sanccheck.deal.schema import Deal
from sanccheck.investors.parties import Shape
from sanccheck.investors.representations import (
    BEHIND_FACT,
    BRANCH,
    FIDUCIARY,
    OFAC,
    OFAC_FACT,
    PLACES,
    PRIVATE,
    QIB,
    REG_S,
    REG_S_FACT,
    Representation,
    can_represent,
)
from sanccheck.investors.status import Facts
from sanccheck.investors.verdict import About, Effect, Reason
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.outcomes import Rung, Rungs

_REGIME = "us_regulation_s"
_TRANCHES = ("rule_144a", "section_4a2", "reg_d", "registered")
_WORDS = {
    "rule_144a": "a Rule 144A tranche",
    "section_4a2": "a section 4(a)(2) placement",
    "reg_d": "a Regulation D tranche",
    "registered": "a registration under the Securities Act",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """What the documents say of US buyers, None where that is not known.

    `offshore` is that it is sold under Regulation S; `tranches` are the ways for a Regulation S US
    person to buy all the same. `excludes_ofac` is the sanctions exclusion (T5). `groups` are the
    persons of other places that are left out. `required` is that they are those that the deal
    should have. `offering` is that there is an offering to be documented at all. `should` says that
    they are those of the deal as it should be, whether or not that differs.
    """

    offshore: bool | None
    tranches: tuple[tuple[str, bool | None], ...]
    excludes_ofac: bool | None
    groups: tuple[Bound, ...] = ()
    required: bool = False
    offering: bool = True
    should: bool = False


def of_deal(deal: Deal) -> Documents:
    """Return the documents that the deal has."""
    structure = deal.deal.structure
    ways = {structure.reg_s, structure.rule_904_resale}
    return Documents(
        offshore=True if True in ways else (None if None in ways else False),
        tranches=tuple((name, getattr(structure, name)) for name in _TRANCHES),
        excludes_ofac=deal.terms.get("T5"),
        offering=deal.deal.kind != "trade",
    )


def that_should_be(deal: Deal, assessment: Assessment, reading: str) -> Documents:
    """Return the documents that the findings ask for on a reading, else those that it has."""
    has = of_deal(deal)
    offering = assessment.offering
    words = offering.structure if reading == "policy" else offering.structure_strict
    rung: Rung = getattr(offering.result, reading)
    groups = tuple(group for group in BOUND if group.exclusion in words)
    barred = rung in {Rung.MUST_EXCLUDE_US_PERSONS, Rung.REG_S_ONLY} or "REG_S_ONLY" in words
    if not barred:
        return Documents(
            offshore=has.offshore,
            tranches=has.tranches,
            excludes_ofac=has.excludes_ofac,
            groups=groups,
            required=bool(groups),
            offering=has.offering,
            should=True,
        )
    return Documents(
        offshore=True,
        tranches=tuple((name, False) for name in _TRANCHES),
        excludes_ofac=True,
        groups=groups,
        required=True,
        should=True,
    )


class Gate:
    """Asks what documents mean for an investor, with the sources of the shipped rules."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def reasons(self, documents: Documents, shape: Shape, facts: Facts) -> Iterator[Reason]:
        """Yield what the documents do to an investor."""
        if documents.offering:
            yield from self._reg_s(documents, shape, facts)
        if documents.excludes_ofac:
            yield from self._ofac(documents, shape, facts)
        for group in documents.groups:
            yield from self._of_place(group, facts)

    def of_account(self, documents: Documents, shape: Shape, facts: Facts) -> Iterator[Reason]:
        """Yield what the documents do to an account that an adviser holds for another."""
        if documents.offering:
            yield from self._reg_s(documents, shape, facts)

    def cites(self, regime_id: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return the titles of sources that a regime names."""
        regime = self._rulebook.regime(regime_id)
        if regime is None:
            return ()
        return tuple(regime.cites[key].title for key in keys if key in regime.cites)

    def needs(self, given: Representation, rule: str = "") -> Reason:
        """Return the reason that asks for a representation."""
        return Reason(
            effect=Effect.NEEDS,
            about=given.about,
            text=given.words,
            rule=rule,
            cites=self.cites(given.regime, given.cites),
        )

    def _reg_s(self, documents: Documents, shape: Shape, facts: Facts) -> Iterator[Reason]:
        fact = facts[REG_S_FACT]
        if fact.strict is False:
            return
        if_us = tuple(self._for_us_person(documents, fact))
        if fact.strict is True:
            yield from if_us
        elif if_us:
            yield self._status(shape, facts, fact)

    def _status(self, shape: Shape, facts: Facts, fact: Fact) -> Reason:
        """Ask for the Regulation S status where it matters."""
        for given in (BRANCH, FIDUCIARY):
            if fact.question == given.words:
                return self.needs(given, "REGS-BUYER")
        if can_represent(REG_S, shape, facts):
            return self.needs(REG_S, "REGS-BUYER")
        return missing_status(About.REG_S, shape, self.cites(_REGIME, REG_S.cites))

    def _for_us_person(self, documents: Documents, fact: Fact) -> Iterator[Reason]:
        """Yield what keeps a Regulation S US person out, or lets it in on a condition."""
        ways = {name for name, open_ in documents.tranches if open_}
        unknown = [name for name, open_ in documents.tranches if open_ is None]
        cites = self.cites(_REGIME, ("rule_902h", "rule_902k", "rule_903a"))
        if "registered" in ways:
            return
        if "rule_144a" in ways:
            yield self.needs(QIB, "REGS-144A")
        elif ways:
            yield self.needs(PRIVATE, "REGS-4A2")
        elif unknown or documents.offshore is not True:
            missing = ", ".join(_WORDS[name] for name in unknown) or "another exemption"
            yield Reason(
                effect=Effect.MISSING,
                about=About.DOCUMENTS,
                text=f"how the deal is sold to a US person: is there {missing}?",
                rule="REGS-BUYER",
                cites=cites,
            )
        else:
            which = "is to be" if documents.required else "is"
            yield Reason(
                effect=Effect.EXCLUDES,
                about=About.REG_S,
                text=(
                    f"It is a US person under Regulation S ({fact.source}), and the deal {which} "
                    "sold offshore under Regulation S only."
                ),
                rule="REGS-BUYER",
                cites=cites,
            )

    def _ofac(self, documents: Documents, shape: Shape, facts: Facts) -> Iterator[Reason]:
        ofac, behind = facts[OFAC_FACT], facts[BEHIND_FACT]
        cites = self.cites(_REGIME, OFAC.cites)
        which = "are to leave" if documents.required else "leave"
        if ofac.strict is True or behind.strict is True:
            about = About.OFAC if ofac.strict is True else About.BENEFICIARY
            who = (
                f"It is an OFAC US person ({ofac.source})"
                if ofac.strict is True
                else "It acts for an OFAC US person"
            )
            yield Reason(
                effect=Effect.EXCLUDES,
                about=about,
                text=f"{who}; the documents {which} those out (term T5).",
                rule="REGS-03",
                cites=cites,
            )
        elif ofac.strict is None:
            if can_represent(OFAC, shape, facts):
                yield self.needs(OFAC, "REGS-03")
            else:
                yield missing_status(About.OFAC, shape, cites)

    def _of_place(self, group: Bound, facts: Facts) -> Iterator[Reason]:
        fact = facts.get(group.fact)
        if fact is None or fact.strict is False:
            return
        if fact.strict is True:
            yield Reason(
                effect=Effect.EXCLUDES,
                about=About.PLACE,
                text=(
                    f"It is bound by {group.adjective} sanctions ({fact.source}), and such "
                    "persons are to be left out."
                ),
                rule=group.exclusion,
            )
        else:
            yield self.needs(next(one for one in PLACES if one.id == f"not_{group.key}"))


def missing_status(about: About, shape: Shape, cites: tuple[str, ...]) -> Reason:
    """Say which columns would tell whether an investor is a US person under one of the tests."""
    column = "ofac_us_person" if about is About.OFAC else "reg_s_us_person"
    if shape.twice:
        wanted = "one row of that name: several have it"
    elif shape.is_person:
        wanted = "citizenships and residence" if about is About.OFAC else "residence"
    else:
        wanted = "type and organised_in" if shape.kind is None else "organised_in"
    return Reason(
        effect=Effect.MISSING,
        about=about,
        text=f"whether it is a US person ({about}): {wanted}, or {column}",
        cites=cites,
    )


def missing_place(shape: Shape) -> Iterator[Reason]:
    """Ask where an investor is of, where that is not told: it decides whose law is judged."""
    if shape.is_person:
        columns = {"citizenships": shape.citizenships, "residence": shape.residence}
    else:
        columns = {"organised_in": shape.organised_in}
    wanted = " and ".join(name for name, told in columns.items() if not told)
    if wanted:
        text = f"of which place it is, whose law is judged only then: {wanted}"
        yield Reason(effect=Effect.MISSING, about=About.PLACE, text=text)


def of_rungs(rungs: Rungs, reading: str) -> Rung:
    """Return the rung under a reading."""
    rung: Rung = getattr(rungs, reading)
    return rung
