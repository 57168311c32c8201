"""What the rules say of an investor: the same rules, judged for it as a buyer in the deal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sanccheck.assessment import Assessment
from sanccheck.assessment.asked import asked_facts, asked_lists
from sanccheck.assessment.case import build_case, judged
from sanccheck.assessment.flags import (
    COUNTRY_PROGRAMMES,
    OpenEnd,
    unjudged_hits,
    unjudged_places,
)
from sanccheck.assessment.regimes import judged_lists, lists_apart
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.facts import Actor
from sanccheck.deal.load import LoadedDeal
from sanccheck.deal.ownership import judge_ownership
from sanccheck.deal.ownership_names import tests_of
from sanccheck.deal.schema import Deal
from sanccheck.deal.screened import DealScreening
from sanccheck.deal.world_facts import world_deal_facts
from sanccheck.deal.world_registry import WORLD_FACTS
from sanccheck.investors.fact_maker import FactMaker
from sanccheck.investors.frames import Frame, Part, live, only, part_of, that_may_apply
from sanccheck.investors.investor import SERVES, Kind
from sanccheck.investors.openness import may_bar
from sanccheck.investors.parties import (
    BLANK,
    Shape,
    only_investor,
    party_id,
    screened,
    token,
    with_investor,
)
from sanccheck.investors.status import Facts, adjusted
from sanccheck.rulebook.evaluate import bars_other_purchasers, bars_us_purchasers
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.load import Rulebook
from sanccheck.rulebook.outcomes import Limb
from sanccheck.rulebook.schema import Regime
from sanccheck.rulebook.situations import Case

# What who serves is and does; a buyer does what the deal is about.
_SERVING = {Kind.ADVISER: ("adviser", "advise"), Kind.STAFF: ("employee", "advise")}
_WORLD = frozenset(WORLD_FACTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An investor, or one whose purchase it serves, before the rules.

    `open_ends` is what no rule judges.
    """

    number: int
    shape: Shape
    facts: Facts
    frame: Frame
    open_ends: tuple[OpenEnd, ...]


class Law:
    """The rules, ready to be asked about one investor after another."""

    def __init__(
        self,
        loaded: LoadedDeal,
        screening: DealScreening,
        rulebook: Rulebook,
        assessment: Assessment,
    ) -> None:
        self._deal = loaded.deal
        self._screening = screening
        self._rulebook = rulebook
        self._assessment = assessment
        self._facts = FactMaker()
        self._frames: dict[tuple[object, ...], Frame] = {}
        self._parts: dict[tuple[object, ...], Part] = {}
        self._widest: dict[Kind | None, Frame] = {}
        self._by_places: dict[tuple[frozenset[str], Kind | None], Frame] = {}
        self._by_role: dict[Kind | None, Mapping[str, Regime]] = {}

    def situations(self, shapes: Sequence[Shape]) -> tuple[Situation, ...]:
        """Return what is to be judged: the investor, and the buyers that it only serves."""
        deal = with_investor(self._deal, shapes)
        screening = screened(self._screening, shapes)
        frame = self._frame(shapes, deal, screening)
        asked = tuple(dict.fromkeys([0, *(shapes[0].acts_for if _serves(shapes) else ())]))
        wide = replace(self._wide(shapes), apart=frame.apart)
        facts_of = self._facts.of(shapes, deal, screening, wide, asked)
        ends: tuple[OpenEnd, ...] = ()
        if frame.places or any(shape.hits for shape in shapes):
            alone = only_investor(deal)
            ends = (*unjudged_hits(alone, screening, frame.lists), *unjudged_places(alone))
        return tuple(
            Situation(
                number=number,
                shape=shapes[number],
                facts=adjusted(shapes, number, facts_of[number]),
                frame=frame,
                open_ends=ends if number == 0 else (),
            )
            for number in asked
        )

    def findings(
        self, part: Part, number: int, facts: Facts, rules: Collection[str] | None = None
    ) -> tuple[Finding, ...]:
        """Return what a part's rules, or some of them, find on these facts of a party."""
        actor = Actor(id=party_id(number), name=token(number), party=None, facts=facts)
        regime = part.regime if rules is None else only(part.regime, rules)
        return tuple(live((regime,), replace(part.case, actors=(actor,))))

    def may_bar(
        self, part: Part, facts: Facts, rules: Collection[str] | None = None
    ) -> frozenset[tuple[str, str]]:
        """Return which rules an open question could still make a bar, each with the reading.

        It is what `findings` come to, without their words.
        """
        return frozenset(may_bar(part.regime, part.case, facts, rules))

    @cached_property
    def _regimes(self) -> Mapping[str, Regime]:
        """The regimes, with no more of their rules than say whether a party may buy."""
        about = {"party", "party_and_security"}
        found = {}
        for item in self._rulebook.regimes:
            rules = [
                rule.id
                for rule in item.regime.rules
                if rule.about in about and rule.limb is Limb.SECURITIES
            ]
            found[item.regime.id] = only(item.regime, rules)
        return found

    @cached_property
    def _barred(self) -> dict[str, Fact]:
        """What the deal's own findings say of who is left out, for the rules on the structure."""
        stages = {item.regime.id: item.regime.stage for item in self._rulebook.regimes}
        first = tuple(
            one for one in self._assessment.findings if stages.get(one.regime) == "outcome"
        )
        return {
            "offering.us_purchasers_barred": bars_us_purchasers(first),
            "offering.other_purchasers_barred": bars_other_purchasers(first),
        }

    @cached_property
    def _whole(self) -> Case:
        """The deal's case for every regime, with a buyer of whom nothing is known."""
        deal = with_investor(self._deal, (BLANK,))
        screening = screened(self._screening, (BLANK,))
        ownership = judge_ownership(deal, screening, tests_of(asked_facts(self._rulebook)))
        case = build_case(deal, screening, ownership, self._rulebook)
        return replace(case, facts={**case.facts, **self._barred}, purchaser=None, purchasers={})

    def _frame(self, shapes: Sequence[Shape], deal: Deal, screening: DealScreening) -> Frame:
        """Return the frame of an investor; it turns on no more than its places and its role."""
        role = shapes[0].kind if _serves(shapes) else None
        places = frozenset(
            place
            for shape in shapes
            for place in (shape.organised_in, shape.residence, *shape.citizenships)
            if place is not None
        )
        if (places, role) not in self._by_places:
            book, _ = judged(deal, screening, self._rulebook)
            facts = world_deal_facts(deal)
            ids = tuple(item.regime.id for item in book.regimes)
            programmes = places & COUNTRY_PROGRAMMES
            key = (role, ids, programmes, *sorted(facts.items(), key=_name))
            if key not in self._frames:
                self._frames[key] = self._made(book, role, facts, programmes)
            self._by_places[places, role] = self._frames[key]
        return self._by_places[places, role]

    def _wide(self, shapes: Sequence[Shape]) -> Frame:
        """Return the frame of every regime, in which facts are made whatever the places are."""
        role = shapes[0].kind if _serves(shapes) else None
        if role not in self._widest:
            facts = world_deal_facts(self._deal)
            self._widest[role] = self._made(self._rulebook, role, facts, frozenset())
        return self._widest[role]

    def _made(
        self, book: Rulebook, role: Kind | None, facts: Facts, places: frozenset[str]
    ) -> Frame:
        kept = self._kept(role)
        items = [item for item in book.regimes if item.regime.id in kept]
        reduced = replace(
            book, regimes=tuple(replace(item, regime=kept[item.regime.id]) for item in items)
        )
        return Frame(
            number=len(self._frames),
            parts=tuple(self._part(kept[item.regime.id], facts, role) for item in items),
            places=places,
            lists=judged_lists(book.law, self._assessment.findings, self._screening),
            asked=asked_lists(reduced),
            apart=lists_apart(book, self._screening),
            tests=tests_of(asked_facts(reduced)),
        )

    def _part(self, regime: Regime, facts: Facts, role: Kind | None) -> Part:
        """Return a regime's part; it turns on no more of the deal's facts than its rules read."""
        whole = self._whole
        case = replace(whole, facts={**whole.facts, **facts, **self._barred}, actors=())
        made = part_of(len(self._parts), regime, case)
        read = tuple((name, facts[name]) for name in made.order if name in facts)
        return self._parts.setdefault((regime.id, role, *read), made)

    def _kept(self, role: Kind | None) -> Mapping[str, Regime]:
        """Return the regimes with those of their rules that may apply to one of a role.

        Who serves is judged beside the buyers that it serves.
        """
        if role not in self._by_role:
            whole = self._whole
            buyer = whole.actors[-1]
            actors_ = [buyer]
            if role is not None:
                name, action = _SERVING[role]
                does = {
                    "party.role": known(name, "the type"),
                    "party.action": known(action, "the type"),
                }
                actors_.append(replace(buyer, id="serves", facts={**buyer.facts, **does}))
            facts = {
                name: unknown("not asked") if name in _WORLD else fact
                for name, fact in whole.facts.items()
            }
            blank = replace(whole, facts=facts, actors=tuple(actors_))
            kept = that_may_apply(tuple(self._regimes.values()), blank)
            self._by_role[role] = {regime.id: regime for regime in kept if regime.rules}
        return self._by_role[role]


def _serves(shapes: Sequence[Shape]) -> bool:
    return shapes[0].kind in SERVES


def _name(item: tuple[str, Fact]) -> str:
    return item[0]
