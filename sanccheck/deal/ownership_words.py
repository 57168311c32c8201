"""Ownership in words: the chain, the bounds, and the question that would settle most."""

from __future__ import annotations

from sanccheck.deal.fact import Fact
from sanccheck.deal.ownership import Ownership
from sanccheck.ownership import Answer, Judgement, Link, OpenPoint, Version
from sanccheck.ownership.shares import NONE, WHOLE, Least, Most, least_of, say_number, say_share

_LONGEST = 8  # steps of a chain that are told


def say_answer(ownership: Ownership, judgement: Judgement, answer: Answer) -> str:
    """Say an answer with what made it so."""
    name = ownership.deal.party(answer.node).name
    called = judgement.test.called
    chain = say_chain(ownership, judgement, answer)
    if answer.verdict is True:
        if not chain:
            return f"the deal file states that {name} is {called}"
        return f"{chain}: {name} is {called}"
    bounds = say_bounds(judgement, answer)
    if answer.verdict is False:
        return f"{bounds}: {name} is not {called} by what they own"
    why = f"{bounds}; unknown whether {name} is {called}"
    if answer.supposing:
        names = " and ".join(ownership.deal.party(one).name for one in answer.supposing)
        chain = f"it would be if {names} counted: {chain}"
    return f"{why} ({chain})" if chain else why


def say_bounds(judgement: Judgement, answer: Answer) -> str:
    """Say between which bounds those whose stakes count hold a company."""
    whose, what = judgement.test.whose, "votes" if answer.kind == "vote" else "equity"
    held = "holds" if whose.startswith("a ") else "hold"
    return f"{whose} {held} {say_between(answer.least, answer.most)} of its {what}"


def say_between(least: Least, most: Most) -> str:
    """Say two ends of a percentage.

    >>> from fractions import Fraction
    >>> say_between(Least(Fraction(33), False), Most(Fraction(58), False))
    'between 33 and 58 percent'
    """
    if least.value == most.value:
        return f"{say_number(least.value)} percent" if least.value else "nothing"
    if least.value == NONE and not least.beyond:
        if most.value == WHOLE and not most.short:
            return "an unknown part"
        return f"{'less than' if most.short else 'at most'} {say_number(most.value)} percent"
    return f"between {say_number(least.value)} and {say_number(most.value)} percent"


def say_chain(ownership: Ownership, judgement: Judgement, answer: Answer) -> str:
    """Say the steps that reach a company, each owner that starts one with why it counts."""
    steps = [say_link(ownership, judgement, link) for link in answer.chain[-_LONGEST:]]
    more = len(answer.chain) - len(steps)
    before = [f"{more} earlier steps"] if more else []
    return ", ".join([*before, *steps])


def say_link(ownership: Ownership, judgement: Judgement, link: Link) -> str:
    """Say one step: who owns how much of whom, or controls it."""
    deal = ownership.deal
    owner, of = _owner(ownership, judgement, link.owner), deal.party(link.of).name
    if link.share is None:
        return f"{owner} controls {of}"
    joint = [deal.party(one).name for one in link.joint]
    jointly = f", jointly with {' and '.join(joint)}," if joint else ""
    votes = " the votes of" if link.kind == "vote" else ""
    verb = "holds" if votes else "owns"
    return f"{owner}{jointly} {verb} {say_share(link.share)} of{votes} {of}"


def _owner(ownership: Ownership, judgement: Judgement, node: str) -> str:
    """Name an owner, with the entry that makes its stakes count."""
    name = ownership.deal.party(node).name
    fact = ownership.persons[judgement.test.id].get(node)
    if fact is not None and fact.strict is True:
        return f"{name} ({fact.source.removeprefix('matches ')})"
    if judgement.stated.get(node):
        return f"{name} (stated to be {judgement.test.called})"
    return name


def question_of(ownership: Ownership, judgement: Judgement, node: str) -> str:
    """Ask for what would settle most of a company's unknown answer."""
    point = judgement.open_point(node)
    name = ownership.deal.party(point.about).name
    about = "the party" if point.about == node else name
    if point.kind == "owners":
        return _who_owns(judgement, point, name)
    if point.kind == "stake" and point.owner is not None:
        return _how_much(ownership, judgement, point, name)
    if point.kind == "person":
        fact: Fact = ownership.persons[judgement.test.id][point.about]
        return fact.question or judgement.test.question.format(of=about)
    if point.kind == "control":
        return f"Who controls {name}? Name each in the holdings, and say so once all are named."
    if point.kind == "law":
        return f"What does counsel say of this test for {name}? {judgement.version.note or ''}"
    return judgement.test.question.format(of=about)


def _who_owns(judgement: Judgement, point: OpenPoint, name: str) -> str:
    version: Version = judgement.version
    company = judgement.graph.company(point.about)
    kinds = [kind for kind in (*version.counts, *version.may_count) if company.of_kind(kind)]
    kind = kinds[0] if kinds else version.counts[0]
    stakes = company.of_kind(kind)
    what = "votes" if kind == "vote" else "equity"
    if not stakes:
        return f"Who owns the {what} of {name}, and how much each?"
    rest = say_number(WHOLE - least_of(stake.share for stake in stakes).value)
    return f"Who owns the other {rest} percent of the {what} of {name}?"


def _how_much(ownership: Ownership, judgement: Judgement, point: OpenPoint, name: str) -> str:
    assert point.owner is not None
    owner = ownership.deal.party(point.owner).name
    company = judgement.graph.company(point.about)
    shares = [
        stake.share
        for kind in (*judgement.version.counts, *judgement.version.may_count)
        for stake in company.of_kind(kind)
        if stake.owner == point.owner and not stake.share.exact
    ]
    said = say_share(shares[0]) if shares else "an unknown percentage"
    return f"What percentage of {name} does {owner} own? The deal file says {said}."
