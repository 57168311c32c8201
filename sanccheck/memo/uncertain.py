"""Where the law or the facts are uncertain, what would settle it, and every open question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanccheck.assessment import Assessment, ReviewFlag
from sanccheck.memo.document import (
    Block,
    Heading,
    Section,
    Table,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.words import CONFIDENCE, say_names
from sanccheck.rulebook.finding import Finding

_SURE = {"V", "V2"}


def uncertain_section(assessment: Assessment) -> Section:
    """Return the flags on the law, apart from those on facts and lists, with what settles each."""
    rules = {finding.rule for finding in assessment.findings}
    flags = assessment.offering.review
    of_law = [flag for flag in flags if flag.source in rules]
    of_facts = [flag for flag in flags if flag.source not in rules]
    blocks: list[Block] = [Heading("The law")]
    blocks += (
        _flags(assessment, of_law) if of_law else [paragraph("No rule that applies raises a flag.")]
    )
    blocks += _unsure(assessment)
    blocks.append(Heading("Facts and lists"))
    blocks += (
        _flags(assessment, of_facts) if of_facts else [paragraph("No flag on facts or lists.")]
    )
    return Section("What is uncertain, and what would settle it", tuple(blocks))


def _flags(assessment: Assessment, flags: Sequence[ReviewFlag]) -> list[Block]:
    rows = tuple(
        (
            line(strong(flag.id), f" ({assessment.named(flag.source)})"),
            line(flag.reason),
            line(flag.settle),
        )
        for flag in flags
    )
    return [Table(("Flag", "Why", "What would settle it"), rows, (22, 44, 34))]


def _unsure(assessment: Assessment) -> Iterator[Block]:
    """Yield the rules that apply on the policy side only, or that rest on no verified source."""
    reasons: dict[tuple[str, str], dict[str, None]] = {}
    for finding in assessment.findings:
        for why in _reasons(finding):
            reasons.setdefault(why, {})[assessment.named(finding.rule)] = None
    if reasons:
        yield paragraph("Rules that apply or are open, and rest on unsettled or unverified law:")
        rows = tuple(
            (line(strong(", ".join(rules))), line(why), line(settle))
            for (why, settle), rules in reasons.items()
        )
        yield Table(("Rules", "Why", "What would settle it"), rows, (22, 44, 34))


def _reasons(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield why a rule is unsure, each with what would settle it."""
    if finding.applies is False:
        return
    settle = "Counsel's view, or the authority's, on this reading."
    for reason in finding.contested if finding.applies else ():
        yield f"On the policy side only: {reason}.", settle
    if finding.confidence == "U":
        yield f"Confidence U: {CONFIDENCE['U']}.", settle
    elif finding.confidence not in _SURE:
        why = f"Confidence {finding.confidence}: {CONFIDENCE[finding.confidence]}."
        yield why, "Read the rule in its primary source."


def questions_section(assessment: Assessment) -> Section:
    """Return every open question with the rules that ask it and what it could bring."""
    if not assessment.questions:
        return Section("All open questions", (paragraph("None."),))
    names = {party.id: party.name for party in assessment.parties}
    rows = tuple(
        (
            line(str(number)),
            line(question.text),
            line(
                say_names([names[party] for party in question.parties], tuple(names.values()))
                or "the deal"
            ),
            line(
                f"{max(question.could_be.strict, question.could_be.policy).name} "
                f"({', '.join(map(assessment.named, question.rules))})"
            ),
        )
        for number, question in enumerate(assessment.questions, 1)
    )
    header = ("", "Question", "About", "Could bring, by rule")
    table = Table(header, rows, (5, 41, 26, 28))
    return Section("All open questions", (paragraph("The weightiest first."), table))
