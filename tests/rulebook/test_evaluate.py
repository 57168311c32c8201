"""Rules judged for everybody: the short ways come to what judging each in full comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.facts import HYPOTHETICAL, Actor
from sanccheck.deal.links import Link
from sanccheck.deal.schema import Party
from sanccheck.rulebook.conditions import (
    AnyOf,
    Compared,
    Condition,
    Every,
    Has,
    IsUnknown,
    Negation,
)
from sanccheck.rulebook.evaluate import (
    bars_other_purchasers,
    bars_us_purchasers,
    evaluate_regime,
    judge,
)
from sanccheck.rulebook.finding import Card, Finding
from sanccheck.rulebook.outcomes import Limb, Rung, Rungs
from sanccheck.rulebook.schema import Regime
from sanccheck.rulebook.situations import Case, Situation, two_ways
from sanccheck.rulebook.terms import define

DAY = date(2024, 5, 7)
ISSUER, HELD = (
    Party.model_validate({"id": one, "name": f"The {one}", "role": "issuer"})
    for one in ("issuer", "held")
)


def yes(name: str) -> Has:
    """Return the condition that a fact is true."""
    return Has(fact=name, values=(True,))


def contested(*, strict: bool | None, policy: bool | None, source: str = "law") -> Fact:
    """Return a fact on which the readings may part."""
    return Fact(strict=strict, policy=policy, contested=True, source=source, question="Which?")


def toy(applies_when: Condition, **changes: object) -> Regime:
    """Return a regime of one rule; `changes` are to the rule, its version or the regime."""
    version: dict[str, object] = {
        "from": "2020-01-01",
        "cites": ["source"],
        "confidence": "V",
        "applies_when": applies_when,
        "outcome": {"strict": "PROHIBITED", "policy": "PROHIBITED"},
        "because": "{party} may not.",
    }
    rule: dict[str, object] = {"id": "TOY-1", "title": "A rule", "about": "party"}
    regime: dict[str, object] = {"id": "toy", "title": "A law", "authority": "A", "status": "draft"}
    source = {"title": "S", "href": "https://example.org", "read_on": "2024-01-01"}
    regime["cites"] = {"source": {**source, "confidence": "V"}}
    for key, value in changes.items():
        home = rule if key in {"about", "binds", "limb", "reading", "cured_by_exclusion"} else None
        home = version if key in {"unless", "outcome", "review"} else home
        (regime if home is None else home)[key] = value
    return Regime.model_validate({**regime, "rules": [{**rule, "versions": [version]}]})


def actor(name: str, **facts: Fact) -> Actor:
    """Return an actor; facts are named without their `party.`."""
    return Actor(
        id=name, name=name.title(), party=None, facts={f"party.{k}": v for k, v in facts.items()}
    )


def case(
    facts: Mapping[str, Fact],
    actors: tuple[Actor, ...],
    links: tuple[Link, ...] = (),
    purchaser: Actor | None = None,
    purchasers: Mapping[str, Actor] | None = None,
) -> Case:
    """Return a case of facts, with links that belong to no list."""
    return Case(
        as_of=DAY,
        law_day=DAY,
        facts=facts,
        actors=actors,
        purchaser=purchaser,
        purchasers=purchasers or {},
        links={"": links},
    )


def link(subject: Party, facts: Mapping[str, Fact]) -> Link:
    """Return a link to no entry."""
    return Link(day=DAY, via="issuer", subject=subject, entry=None, facts=facts)


STATES = st.sampled_from(
    [
        known(value=True, source="told"),
        known(value=False, source="told"),
        unknown("Is it?"),
        contested(strict=False, policy=True),
        contested(strict=True, policy=False),
        contested(strict=None, policy=True),
        contested(strict=False, policy=False),
    ]
)
NAMES = ("deal.a", "deal.b", "party.x", "party.y", "covered.z", "toy.term", "nowhere.told")
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(
        st.builds(
            lambda fact, value: Has(fact=fact, values=(value,)),
            st.sampled_from(NAMES),
            st.booleans(),
        ),
        st.builds(lambda fact: IsUnknown(fact=fact), st.sampled_from(NAMES)),
    ),
    lambda inner: st.one_of(
        st.builds(
            lambda of, turn: Every(of=tuple(of), in_turn=turn),
            st.lists(inner, min_size=1, max_size=3),
            st.booleans(),
        ),
        st.builds(lambda of: AnyOf(of=tuple(of)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda of: Negation(of=of), inner),
    ),
    max_leaves=7,
)


def in_full(regime: Regime, of: Case) -> list[Finding]:
    """Judge every situation of a rule on all its facts, and only then leave any out."""
    (rule,) = regime.rules
    card = Card(regime=regime, rule=rule, version=rule.versions[0], as_of=of.as_of)
    unnamed = of.purchasers.get(rule.binds)
    if rule.about == "party_and_security" and rule.binds not in of.purchasers:
        unnamed = of.purchaser
    actors = [*of.actors, *(() if unnamed is None else (unnamed,))]
    pairs: list[tuple[Link | None, Actor | None, Mapping[str, Fact]]] = []
    if rule.about == "deal":
        pairs = [(None, None, of.facts)]
    elif rule.about == "party":
        pairs = [(None, one, {**of.facts, **one.facts}) for one in actors]
    elif rule.about == "security":
        own = {one.id: one.facts for one in of.actors}
        pairs = [
            (one, None, {**of.facts, **own[one.subject.id], **one.facts}) for one in of.links[""]
        ]
    else:
        pairs = [
            (one, who, {**of.facts, **one.facts, **who.facts})
            for one in of.links[""]
            for who in actors
        ]
    found = []
    for one, who, facts in pairs:
        whole = define(regime, facts)
        found.append(
            judge(card, Situation(actor=who, link=one, facts=whole, two_ways=two_ways(whole)))
        )
    return found


def told(finding: Finding) -> tuple[object, ...]:
    """Return what a finding says."""
    return (
        finding.party,
        finding.subject,
        finding.applies,
        finding.result,
        finding.could_be,
        finding.needs,
        finding.contested,
        finding.because,
        finding.exceptions,
        finding.trace,
    )


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_the_short_ways_come_to_the_same(data: st.DataObject) -> None:
    """Whatever is ruled out early would have been ruled out in full, and nothing else is."""
    state: st.SearchStrategy[Fact] = STATES

    def drawn(*names: str) -> dict[str, Fact]:
        return {name: data.draw(state, label=name) for name in names}

    clause = {
        "id": "a clause",
        "when": data.draw(CONDITIONS.filter(lambda one: "toy.term" not in str(one))),
        "strict": data.draw(st.booleans()),
        "policy": data.draw(st.booleans()),
        "contested": True,
        "question": "Is it?",
        "because": "it is so",
        "cites": ["source"],
    }
    exception = {"id": "but", "because": "not here", "cites": ["source"]}
    regime = toy(
        data.draw(CONDITIONS),
        about=data.draw(st.sampled_from(["deal", "party", "security", "party_and_security"])),
        binds=data.draw(st.sampled_from(["everyone", "ofac_us_persons", "uk_persons"])),
        reading=data.draw(st.sampled_from(["both", "policy"])),
        unless=[{**exception, "when": data.draw(CONDITIONS)}] if data.draw(st.booleans()) else [],
        definitions=[{"fact": "toy.term", "meaning": "a term", "clauses": [clause]}]
        if data.draw(st.booleans())
        else [],
    )
    actors = tuple(actor(name, **drawn("x", "y")) for name in ("issuer", "held", "buyer"))
    of = case(
        drawn("deal.a", "deal.b"),
        actors,
        (link(ISSUER, drawn("covered.z")), link(HELD, drawn("covered.z", "deal.b"))),
        actor(HYPOTHETICAL, **drawn("x")) if data.draw(st.booleans()) else None,
        {"uk_persons": actor("uk_purchaser", **drawn("y"))},
    )
    every = in_full(regime, of)
    live = [one for one in every if one.applies is not False]
    found = evaluate_regime(regime, of)
    if live:
        assert [told(one) for one in found] == [told(one) for one in live]
        return
    (nobody,) = found
    assert (nobody.party, nobody.subject, nobody.entry) == (None, None, None)
    assert told(nobody)[2:] == told(every[0])[2:]


def test_a_term_that_asks_what_is_unknown_is_not_told_from_a_part_of_the_facts() -> None:
    """What is only not yet looked at is not unknown: the rule is judged for those who have it."""
    clause = {"id": "open", "when": IsUnknown(fact="party.x"), "strict": True, "policy": True}
    clause |= {"because": "it is not known", "cites": ["source"]}
    terms = [{"fact": "toy.term", "meaning": "a term", "clauses": [clause]}]
    regime = toy(Negation(of=yes("toy.term")), definitions=terms)
    actors = (actor("open", x=unknown("Is it?")), actor("told", x=known(value=True, source="t")))
    (found,) = evaluate_regime(regime, case({}, actors))
    assert (found.party, found.applies) == ("told", True)


@pytest.mark.parametrize(
    ("condition", "one", "other"),
    [
        (
            yes("party.x"),
            unknown("Is it?"),
            Fact(strict=None, policy=None, source="nobody knows"),
        ),
        (
            Has(fact="party.x", values=("a",)),
            unknown("Which?", among=("a",)),
            unknown("Which?", among=("b",)),
        ),
        (
            Compared(fact="party.x", test="over", bound=0),
            known(value=1, source="told"),
            known(value=True, source="told"),
        ),
    ],
    ids=["can be asked", "could be", "kind of value"],
)
def test_actors_that_a_verdict_tells_apart_are_judged_apart(
    condition: Condition, one: Fact, other: Fact
) -> None:
    """Facts that look alike and are not do not lend each other their verdict."""
    regime = toy(condition)
    first = actor("first", x=known(value=False, source="told"))
    for facts in ((one, other), (other, one)):
        actors = (first, actor("second", x=facts[0]), actor("third", x=facts[1]))
        of = case({}, actors)
        live = [found for found in in_full(regime, of) if found.applies is not False]
        assert [told(found) for found in evaluate_regime(regime, of)] == [
            told(found) for found in live
        ]


def test_the_readings_of_a_rule_part_on_a_contested_fact() -> None:
    """Text and prudence are told apart, why, and what the open law could still bring."""
    facts = {"deal.a": contested(strict=False, policy=True, source="two views")}
    (found,) = evaluate_regime(toy(yes("deal.a"), about="deal"), case(facts, ()))
    assert (found.strict, found.policy, found.applies) == (False, True, True)
    assert found.result == Rungs(strict=Rung.CLEAR, policy=Rung.PROHIBITED)
    assert found.could_be == Rungs(strict=Rung.PROHIBITED, policy=Rung.PROHIBITED)
    assert found.contested == ("two views",)
    assert [need.text for need in found.needs] == ["Which?"]
    assert [leaf.value for leaf in found.trace.leaves()] == [True]


def test_the_trace_of_what_prudence_does_not_bar_is_the_text_s() -> None:
    """Where only the text bars, the trace shows the facts as the text reads them."""
    facts = {"deal.a": contested(strict=True, policy=False)}
    (found,) = evaluate_regime(toy(yes("deal.a"), about="deal"), case(facts, ()))
    assert (found.strict, found.policy) == (True, False)
    assert [leaf.value for leaf in found.trace.leaves()] == [True]
    same = {"deal.a": contested(strict=False, policy=False)}
    (none,) = evaluate_regime(toy(yes("deal.a"), about="deal"), case(same, ()))
    assert (none.applies, none.contested) == (False, ())


def test_a_rule_of_prudence_is_judged_on_that_reading_alone() -> None:
    """A rule read on the policy side holds on both or on neither, and asks no law."""
    facts = {"deal.a": contested(strict=False, policy=True)}
    rule = toy(yes("deal.a"), about="deal", reading="policy")
    (found,) = evaluate_regime(rule, case(facts, ()))
    assert (found.strict, found.policy, found.verdict.parted) == (True, True, False)
    assert (found.contested, found.needs) == ((), ())


def test_what_was_missing_is_asked_before_what_is_contested() -> None:
    """The questions of missing facts stand first, each once."""
    facts = {"deal.a": unknown("Missing?"), "deal.b": contested(strict=True, policy=True)}
    both = Every(of=(yes("deal.b"), yes("deal.a")))
    (found,) = evaluate_regime(toy(both, about="deal"), case(facts, ()))
    assert [need.text for need in found.needs] == ["Missing?", "Which?"]


def test_a_term_is_what_its_clauses_agree_on() -> None:
    """An open clause leaves a term open unless all that may hold agree; it asks the first."""

    def term(*clauses: tuple[str, bool, bool], **facts: Fact) -> Fact:
        definition = {
            "fact": "toy.term",
            "meaning": "a term",
            "clauses": [
                {
                    "id": f"clause {fact}",
                    "when": yes(f"deal.{fact}"),
                    "strict": strict,
                    "policy": policy,
                    "contested": strict is not policy,
                    "question": "Is the law so?",
                    "because": f"by {fact}",
                    "cites": ["source"],
                }
                for fact, strict, policy in clauses
            ],
        }
        regime = toy(yes("toy.term"), definitions=[definition])
        return define(regime, {f"deal.{name}": fact for name, fact in facts.items()})["toy.term"]

    told_yes, told_no = known(value=True, source="told"), known(value=False, source="told")
    open_one, quiet = unknown("Is it a?"), Fact(strict=None, policy=None, source="nobody knows")
    none = term(("a", True, True), a=told_no)
    assert (none.strict, none.policy, none.source) == (False, False, "not a term")
    held = term(("a", True, False), a=told_yes)
    assert (held.strict, held.policy, held.contested) == (True, False, True)
    assert (held.source, held.question) == ("clause a: by a", "Is the law so?")
    may = term(("a", True, True), a=open_one)
    assert (may.strict, may.policy, may.contested) == (None, None, False)
    assert (may.source, may.question) == ("by a", "Is it a?")
    agreed = term(("a", True, True), ("b", True, True), a=open_one, b=told_yes)
    assert (agreed.strict, agreed.policy, agreed.source) == (True, True, "by a; by b")
    parted = term(("a", True, False), ("b", False, False), a=quiet, b=told_yes)
    assert (parted.strict, parted.policy, parted.contested) == (None, False, True)
    assert parted.question == "Is it a term?"
    strictly = term(("a", True, True), a=contested(strict=False, policy=True))
    assert strictly.strict is False


BARS = [
    ("nothing bars", "no", ("CLEAR", "CLEAR"), {}, (False, False, False)),
    ("barred by the text", "yes", ("PROHIBITED", "PROHIBITED"), {}, (True, True, False)),
    (
        "just so far",
        "yes",
        ("MUST_EXCLUDE_US_PERSONS", "MUST_EXCLUDE_US_PERSONS"),
        {},
        (True, True, False),
    ),
    ("less than that", "yes", ("REG_S_ONLY", "REG_S_ONLY"), {}, (False, False, False)),
    ("by prudence alone", "yes", ("CLEAR", "PROHIBITED"), {}, (False, True, False)),
    (
        "by prudence, the text open",
        "yes",
        ("CLEAR", "PROHIBITED"),
        {"strict": "MUST_EXCLUDE_US_PERSONS"},
        (False, True, True),
    ),
    ("open", "unknown", ("PROHIBITED", "PROHIBITED"), {}, (None, None, False)),
]


@pytest.mark.parametrize("who", [HYPOTHETICAL, "uk_purchaser"])
@pytest.mark.parametrize(
    ("holds", "outcome", "could_be", "expected"),
    [row[1:] for row in BARS],
    ids=[row[0] for row in BARS],
)
def test_whether_purchasers_are_barred_follows_from_the_findings(
    who: str,
    holds: str,
    outcome: tuple[str, str],
    could_be: dict[str, str],
    expected: tuple[bool | None, bool | None, bool],
) -> None:
    """A bar is read off the findings on those who would buy; while one is open so is the fact."""
    state = {
        "yes": known(value=True, source="told"),
        "no": known(value=False, source="told"),
        "unknown": unknown("Is it?"),
    }[holds]
    strict, policy = outcome
    binds = "ofac_us_persons" if who == HYPOTHETICAL else "uk_persons"

    def of(limb: str, bound: str = binds) -> tuple[Finding, ...]:
        regime = toy(
            yes("party.x"),
            binds=bound,
            limb=limb,
            outcome={"strict": strict, "policy": policy, "could_be": could_be},
        )
        card = Card(
            regime=regime, rule=regime.rules[0], version=regime.rules[0].versions[0], as_of=DAY
        )
        facts = {"party.x": state}
        return (judge(card, Situation(actor=actor(who), facts=facts, two_ways=frozenset())),)

    bars = bars_us_purchasers if who == HYPOTHETICAL else bars_other_purchasers
    found = bars(of("securities"))
    assert (found.strict, found.policy, found.contested) == expected
    if expected[0] is None:
        assert found.source == "turns on findings that are open"
    elif who == HYPOTHETICAL:
        assert found.source == (
            "US purchasers are barred by the findings on any US person who would buy"
        )
    else:
        assert found.source == (
            "purchasers of another place are barred by the findings on any of them who would buy"
        )
    beside = bars(of("export"))
    assert (beside.strict, beside.policy) == (False, False)
    other = bars_us_purchasers(of("securities", "everyone"))
    assert (other.strict, other.policy) == (False, False)


@pytest.mark.parametrize(
    ("action", "left_out"),
    [
        ("purchase", True),
        ("conversion", True),
        ("reinvestment", True),
        ("sale", False),
        ("underwrite", False),
        (None, False),
    ],
)
def test_leaving_out_those_who_buy_leaves_out_no_bank(action: str | None, left_out: bool) -> None:
    """A bar on the persons of a place is cured for buyers alone."""
    facts = {} if action is None else {"action": known(action, "told")}
    who = actor("one", x=known(value=True, source="told"), **facts)
    (found,) = evaluate_regime(toy(yes("party.x"), binds="uk_persons"), case({}, (who,)))
    assert found.curable is left_out
    (us_rule,) = evaluate_regime(toy(yes("party.x"), binds="ofac_us_persons"), case({}, (who,)))
    assert us_rule.curable is True


def test_what_a_version_holds_open_counts_unless_it_is_ruled_out() -> None:
    """The end that the law itself leaves open stands beside what the rule brings."""
    outcome = {"strict": "CLEAR", "policy": "NOTIFY", "could_be": {"strict": "PROHIBITED"}}
    regime = toy(yes("deal.a"), about="deal", outcome=outcome)

    def of(fact: Fact) -> tuple[Rungs, Rungs]:
        (found,) = evaluate_regime(regime, case({"deal.a": fact}, ()))
        return found.result, found.could_be

    none = Rungs()
    some = Rungs(strict=Rung.CLEAR, policy=Rung.NOTIFY)
    ends = Rungs(strict=Rung.PROHIBITED, policy=Rung.NOTIFY)
    assert of(known(value=True, source="told")) == (some, ends)
    assert of(known(value=False, source="told")) == (none, none)
    assert of(unknown("Is it?")) == (none, ends)
    assert of(contested(strict=False, policy=False)) == (none, ends)


def test_each_layer_of_a_case_is_kept_apart() -> None:
    """Facts of one link or party are never those of another, and the limb is the rule's."""
    told_yes, told_no = known(value=True, source="told"), known(value=False, source="told")
    actors = (actor("issuer"), actor("held"), actor("buyer", x=told_yes))
    links = (link(ISSUER, {"covered.z": told_no}), link(HELD, {"covered.z": told_yes}))
    regime = toy(
        Every(of=(yes("covered.z"), yes("party.x"))), about="party_and_security", limb="export"
    )
    found = evaluate_regime(regime, case({}, actors, links))
    assert {(one.subject, one.party) for one in found if one.applies} == {("held", "buyer")}
    assert {one.limb for one in found} == {Limb.EXPORT}
    behind = toy(yes("covered.z"), about="security")
    assert [one.subject for one in evaluate_regime(behind, case({}, actors, links))] == ["held"]
    assert evaluate_regime(behind, case({}, actors)) == ()
    elsewhere = behind.model_copy(update={"list": "a_list"})
    assert evaluate_regime(elsewhere, case({}, actors, links)) == ()
