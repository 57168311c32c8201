"""The facts about ownership that rules read: stated in the deal file, or what holdings come to."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sanccheck.deal.fact import Fact, known, stated, unknown
from sanccheck.deal.ownership import OFAC, PERSON, Ownership
from sanccheck.deal.ownership_names import (
    BANDS,
    SETTLED_FACTS,
    WORLD_TESTS,
)
from sanccheck.deal.ownership_words import question_of, say_answer
from sanccheck.deal.schema import Party
from sanccheck.deal.us_persons import ofac_us_person
from sanccheck.ownership import Judgement, Version
from sanccheck.ownership.fixpoint import close_surely, held_through
from sanccheck.ownership.graph import EQUITY, VOTE
from sanccheck.ownership.shares import NONE, Most, most_of

FILE = "the deal file states it"
_HOLDINGS = "the holdings of the deal file"
_HOW_MUCH = "What percentage of the issuer's equity does the party own?"


def owned_facts(ownership: Ownership, party: Party) -> dict[str, Fact]:
    """Return what is known of blocked persons among a party's owners."""
    facts = {"party.blocked_by_ownership": owned_fact(ownership, party, OFAC)}
    blocked = ownership.blocked
    if blocked is not None:
        facts |= {
            "party.blocked_ownership": _held(blocked, party, EQUITY),
            "party.blocked_votes": _held(blocked, party, VOTE),
            "party.blocked_control": _controlled(ownership, blocked, party),
        }
    facts["party.holds_half"] = holds_half(ownership, party)
    return facts


def owned_fact(ownership: Ownership, party: Party, test_id: str) -> Fact:
    """Return whether a party is reached under a test; stated or computed, whichever reaches more.

    A computed yes stands against a stated no, and the contradiction is flagged.
    """
    if party.type == "person":
        return known(value=False, source=PERSON)
    test = ownership.tests[test_id]
    judgement = ownership.judgements.get(test_id)
    if judgement is None:
        first = test.versions[0].since
        return unknown(f"What did the law say before {first}: {test.title}?")
    verdict = judgement.owned(party.id)
    if judgement.stated.get(party.id) is not None and verdict is judgement.stated[party.id]:
        return known(value=bool(verdict), source=FILE)
    answer = judgement.answer(party.id)
    if verdict is not None:
        return known(value=verdict, source=say_answer(ownership, judgement, answer))
    told = judgement.graph.company(party.id).known
    source = say_answer(ownership, judgement, answer) if told else "not stated"
    return unknown(question_of(ownership, judgement, party.id), source=source)


def settled(ownership: Ownership, party: Party, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return facts with those that the holdings settle; else what is stated, or asked, stands."""
    found = dict(facts)
    for name, test_id in SETTLED_FACTS.items():
        judgement = ownership.judgements.get(test_id)
        if judgement is None or name not in facts:
            continue
        if test_id == "us_outbound_parent":
            found[name] = _controlled_abroad(ownership, judgement, party, facts[name])
        elif test_id == "us_outbound_persons":
            found[name] = _of_concern(ownership, judgement, party, facts[name])
        else:
            found[name] = _half_owned(ownership, judgement, party, facts[name])
    return found


def _half_owned(ownership: Ownership, judgement: Judgement, party: Party, fact: Fact) -> Fact:
    """Return whether listed persons own half of a party.

    Which sectoral directive an owner is under the holdings do not tell, so that a yes asks for it.
    """
    verdict = judgement.owned(party.id)
    if verdict is None or fact.strict is verdict:
        return fact
    answer = judgement.answer(party.id)
    stated = party.id in judgement.stated
    if stated and not answer.chain:
        return fact
    says = say_answer(ownership, judgement, answer)
    if not (verdict and judgement.test.id == "us_ssi"):
        return known(verdict, says)
    question = f"Under which directives of EO 13662 are the owners of {party.name}?"
    return fact if stated else unknown(question, source=says)


def _of_concern(ownership: Ownership, judgement: Judgement, party: Party, fact: Fact) -> Fact:
    """Return whether a party is a person of a country of concern, by itself or by its owners."""
    if fact.strict is True:
        return fact
    if judgement.owned(party.id) is True:
        return known(value=True, source=_says(ownership, judgement, party))
    if fact.strict is None and judgement.verdict(party.id) is False:
        return known(value=False, source=_says(ownership, judgement, party))
    return _asked_if_held(ownership, judgement, party, fact)


def _controlled_abroad(
    ownership: Ownership, judgement: Judgement, party: Party, fact: Fact
) -> Fact:
    """Return whether a US person is the parent of a party that is itself none."""
    if fact.strict is True or ofac_us_person(party).strict is True:
        return fact
    if judgement.owned(party.id) is True:
        return known(value=True, source=_says(ownership, judgement, party))
    return _asked_if_held(ownership, judgement, party, fact)


def _asked_if_held(ownership: Ownership, judgement: Judgement, party: Party, fact: Fact) -> Fact:
    """Ask what was not asked so far, where one whose stakes count is named among the holders."""
    if party.id in judgement.stated or fact.strict is not False:
        return fact
    holders = judgement.graph.company(party.id).holders
    held = any(judgement.closures.surely(holder) for holder in holders)
    if not held or judgement.owned(party.id) is not None:
        return fact
    answer = judgement.answer(party.id)
    question = question_of(ownership, judgement, party.id)
    return unknown(question, source=say_answer(ownership, judgement, answer))


def _says(ownership: Ownership, judgement: Judgement, party: Party) -> str:
    return say_answer(ownership, judgement, judgement.answer(party.id))


def owned_abroad(ownership: Ownership, name: str, party: Party, question: str) -> Fact:
    """Return a fact on ownership of the law of another place: stated, or what holdings come to.

    A computed yes stands against a stated no, and the contradiction is flagged.
    """
    if party.type == "person":
        return known(bool(getattr(party, name)), PERSON)
    said: bool | None = getattr(party, name)
    judgement = ownership.judgements.get(WORLD_TESTS[name])
    if judgement is None:
        return stated(said, FILE, question)
    verdict = _owned_abroad(judgement, name, party.id)
    if said is not None and (said or not verdict):
        return known(said, FILE)
    told = judgement.graph.company(party.id).known
    says = say_answer(ownership, judgement, judgement.answer(party.id)) if told else None
    if verdict is None:
        return unknown(question, source=says or "not stated")
    return known(verdict, says or FILE)


def _owned_abroad(judgement: Judgement, name: str, party: str) -> bool | None:
    """Judge a test as the fact of that name means it.

    The EU's two facts part more than half, or control, from exactly half, whatever the day.
    """
    if WORLD_TESTS[name] != "eu_asset_freeze":
        return judgement.owned(party)
    versions = judgement.test.versions
    over = next(one for one in versions if one.reach.over is not None)
    from_half = next(one for one in versions if one.reach.at_least is not None)
    more, half = judgement.under(over).owned(party), judgement.under(from_half).owned(party)
    if name != "eu_owned_half":
        return more
    return False if more or half is False else (True if more is False and half else None)


def _held(judgement: Judgement, party: Party, kind: str) -> Fact:
    """Return how much of a party its named owners that are blocked hold, in bands.

    Who is not named is left out: whether half is reached at all, another fact says.
    """
    what = "votes" if kind == VOTE else "equity"
    if party.type == "person":
        return known(BANDS[0], PERSON)
    least = judgement.least(party.id, kind)
    most = _named_most(judgement, party.id, kind)
    low, high = (_band(judgement.version, end) for end in (least.value, most.value))
    if judgement.stated.get(party.id) is False and kind == EQUITY:
        high = max(low, min(high, BANDS.index("significant")))
    source = f"{_HOLDINGS}: named owners that are blocked, {what}"
    if low >= high:
        return known(BANDS[low], source)
    names = BANDS[low : high + 1]
    return unknown(
        f"How much of the party's {what} do its named owners hold that are, or may be, blocked?",
        source=source,
        among=names,
    )


def _band(version: Version, value: Fraction) -> int:
    if value == NONE:
        return 0
    if value >= version.reach.value:
        return 3
    reviewed = version.review_from is not None and value >= Fraction(version.review_from)
    return 2 if reviewed else 1


def _named_most(judgement: Judgement, node: str, kind: str) -> Most:
    """Return the most that named owners hold which are, or may be, reached."""
    stakes = judgement.graph.company(node).of_kind(kind)
    return most_of(
        stake.share
        for stake in stakes
        if any(judgement.closures.possibly(one) for one in (stake.owner, *stake.joint))
        and _pointed_at(judgement, stake.owner, stake.joint)
    )


def _pointed_at(judgement: Judgement, owner: str, joint: tuple[str, ...]) -> bool:
    """Say whether something points at an owner, more than that its own owners are not named."""
    pointed = judgement.seeds.sure | judgement.seeds.maybe
    named = (owner, *joint)
    return any(one in pointed or judgement.closures.surely(one) for one in named) or any(
        stake.owner in pointed or judgement.closures.surely(stake.owner)
        for one in named
        for kind in (EQUITY, VOTE)
        for stake in judgement.graph.company(one).of_kind(kind)
    )


def _controlled(ownership: Ownership, judgement: Judgement, party: Party) -> Fact:
    """Return whether a blocked person is stated to control a party."""
    owners = [one.owner for one in judgement.graph.company(party.id).controllers]
    for owner in owners:
        if judgement.closures.surely(owner):
            name = ownership.deal.party(owner).name
            return known(value=True, source=f"{name}, which is blocked, controls it")
    open_ones = [one for one in owners if judgement.closures.possibly(one)]
    if open_ones:
        name = ownership.deal.party(open_ones[0]).name
        return unknown(f"Is {name}, which controls the party, blocked?")
    return known(value=False, source="no blocked person is stated to control it")


def ownership_known(ownership: Ownership) -> Fact:
    """Return whether it is known of every party that takes part whether it is blocked so."""
    blocked = ownership.blocked
    verdicts = [
        party.type == "person" or (blocked is not None and blocked.owned(party.id) is not None)
        for party in ownership.deal.parties
        if party.role != "owner"
    ]
    return known(all(verdicts), "the parties and holdings of the deal file")


def issuer_blocked(ownership: Ownership) -> Fact:
    """Return whether blocked persons own half of an issuer, no only where that is so of each.

    It asks nothing itself: the question stands with the issuer's own fact.
    """
    facts = [owned_fact(ownership, issuer, OFAC) for issuer in ownership.deal.with_role("issuer")]
    verdicts = {fact.strict for fact in facts}
    if True in verdicts:
        return known(value=True, source="the issuer is blocked by ownership")
    if verdicts == {False}:
        return known(value=False, source="no issuer is blocked by ownership")
    return Fact(strict=None, policy=None, source="the issuer's owners are not known")


def holds_half(ownership: Ownership, party: Party) -> Fact:
    """Return whether a party alone owns half or more of the equity of an issuer.

    What it holds through companies of which it owns half counts in full, other companies' stakes
    not at all (OFAC FAQ 401). Without a stated stake it is not known.
    """
    judgement = ownership.blocked
    issuers = [issuer.id for issuer in ownership.deal.with_role("issuer") if issuer.id != party.id]
    if judgement is None or not issuers:
        return unknown(_HOW_MUCH)
    (reached,) = close_surely(judgement.graph, judgement.version, frozenset({party.id}))
    if any(issuer in reached for issuer in issuers):
        return known(value=True, source=_HOLDINGS)
    if any(_may_hold_half(judgement, party.id, issuer) for issuer in issuers):
        return unknown(_HOW_MUCH)
    return known(value=False, source=_HOLDINGS)


def _may_hold_half(judgement: Judgement, party: str, issuer: str) -> bool:
    """Say whether a party's stated stakes in an issuer leave open that it owns half of it."""
    stakes = judgement.graph.company(issuer).of_kind(EQUITY)
    own = [stake.share for stake in stakes if stake.owner == party]
    behind = held_through(judgement.graph, {party}) - {party}
    indirect = any(stake.owner in behind for stake in stakes)
    return not own or indirect or judgement.version.reach.maybe(most_of(own))
