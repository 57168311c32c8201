"""What an assessment says of ownership: each company's answer with its chain, and contradictions.

A company of which the file names no owner has no line; its question stands with the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.assessment.flags import WORST, OpenEnd
from sanccheck.assessment.result import OwnedLine, ReviewFlag
from sanccheck.deal.ownership import Ownership
from sanccheck.deal.ownership_names import QUIET_TESTS
from sanccheck.deal.ownership_words import say_answer, say_bounds
from sanccheck.ownership import Judgement, shipped_law
from sanccheck.ownership.shares import say_number


def owned_lines(ownership: Ownership) -> Iterator[OwnedLine]:
    """Yield a line for each test and each company of which an owner is named.

    A test that no rule asks for unless something points to it has a line only where it is met.
    """
    for judgement in ownership.judgements.values():
        for party in ownership.deal.parties:
            company = judgement.graph.companies.get(party.id)
            quiet = judgement.test.id in QUIET_TESTS and judgement.owned(party.id) is not True
            if company is not None and company.known and not quiet:
                yield _line(ownership, judgement, party.id)


def _line(ownership: Ownership, judgement: Judgement, party: str) -> OwnedLine:
    answer = judgement.answer(party)
    return OwnedLine(
        test=judgement.test.id,
        title=judgement.test.title,
        party=party,
        name=ownership.deal.party(party).name,
        applies=answer.verdict,
        kind=answer.kind,
        least=say_number(answer.least.value),
        most=say_number(answer.most.value),
        says=say_answer(ownership, judgement, answer),
        chain=answer.chain,
        cites=shipped_law(examples=False).law.sources(judgement.version),
        confidence=judgement.version.confidence,
    )


def contradicted_ownership(ownership: Ownership) -> Iterator[OpenEnd]:
    """Yield an open end for each party of which the file states what its holdings rule out."""
    for judgement in ownership.judgements.values():
        for party in ownership.deal.parties:
            if judgement.contradicted(party.id):
                yield _contradiction(ownership, judgement, party.id)


def _contradiction(ownership: Ownership, judgement: Judgement, party: str) -> OpenEnd:
    name = ownership.deal.party(party).name
    answer = judgement.answer(party)
    called = judgement.test.called
    if judgement.stated[party]:
        says, come = f"is {called} by its owners", say_bounds(judgement, answer)
    else:
        says, come = f"is not {called} by its owners", say_answer(ownership, judgement, answer)
    flag = ReviewFlag(
        id="ownership_conflict",
        reason=(
            f"The deal file states that {name} {says}, and its holdings say otherwise ({come}); "
            "what reaches further is taken."
        ),
        settle="Correct the statement or the holdings, with evidence.",
        source="deal file",
    )
    question = f"Which holds for {name}: what the deal file states of its owners, or its holdings?"
    return OpenEnd(flag=flag, question=question, parties=(party,), could_be=WORST)
