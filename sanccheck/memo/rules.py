"""The memo's law: the rules applied with their sources, and what the regimes are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanccheck.assessment import Assessment
from sanccheck.deal.bound_persons import unnamed_purchaser
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.memo.document import (
    Block,
    Bullets,
    Facts,
    Heading,
    Line,
    Section,
    Table,
    Tone,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.facts_read import facts_read
from sanccheck.memo.words import CONFIDENCE, both_ends, cite_spans, say_names, say_numbers, sentence
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rungs

_NEEDS = 4  # that a row of the table tells in full


def rules_section(assessment: Assessment) -> Section:
    """Return the rules that apply, those that are open, and those that do not apply."""
    live = [finding for finding in assessment.findings if finding.applies]
    undecided = [finding for finding in assessment.findings if finding.applies is None]
    blocks: list[Block] = [Heading("Rules that apply")]
    blocks += [block for alike in _alike(live) for block in _finding(assessment, alike)]
    if undecided:
        blocks.append(Heading("Rules that cannot be decided"))
        blocks += _undecided(assessment, undecided)
    blocks.append(
        paragraph("Rules that do not apply, and regimes with nothing to say, are in the appendix.")
    )
    legend = "; ".join(f"{tag}: {text}" for tag, text in CONFIDENCE.items())
    blocks.append(paragraph(f"Confidence of a citation or rule. {legend}."))
    return Section("Rules applied", tuple(blocks))


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Put findings together that say the same of several parties."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        said = (finding.rule, finding.version, finding.because, finding.exceptions)
        came = (finding.result, finding.could_be, finding.contested, finding.cites)
        groups.setdefault((*said, *came), []).append(finding)
    return list(groups.values())


def _finding(assessment: Assessment, alike: Sequence[Finding]) -> Iterator[Block]:
    finding = alike[0]
    rows: list[tuple[str, Line]] = [
        ("For", line(_for_whom(assessment, alike))),
        ("Because", line(finding.because)),
        ("Result", _result(finding)),
    ]
    if finding.result.strict is not finding.result.policy:
        rows += [("Policy side only", line(reason)) for reason in finding.contested]
    rows += [("Exception", line(text)) for text in finding.exceptions]
    if finding.notify is not None:
        duty = finding.notify
        rows.append(
            (
                "To report",
                line(f"to {duty.authority}, {duty.deadline}; who files: {duty.who_files}"),
            )
        )
    rows.append(
        (
            "Authority",
            line(
                *cite_spans(finding.cites),
                f". Rule version of {finding.version}, confidence {finding.confidence}, "
                f"{finding.status.replace('_', ' ')}.",
            ),
        )
    )
    read = "; ".join(dict.fromkeys(fact for one in alike for fact in facts_read(one)))
    if read:
        rows.append(("Facts", line(read)))
    yield Heading(f"{assessment.named(finding.rule)} {finding.title}", level=3)
    yield Facts(tuple(rows))


def _result(finding: Finding) -> Line:
    """Say a finding's result; one that only flags has none of its own."""
    if finding.review and finding.result == finding.could_be == Rungs():
        flags = ", ".join(item.id for item in finding.review)
        return line("no rung of its own; flagged: ", strong(flags), tone=Tone.CARE)
    return both_ends(finding.result, finding.could_be)


def _about(assessment: Assessment, finding: Finding) -> str:
    if finding.party is None:
        return ""
    if finding.party == HYPOTHETICAL:
        return "any US person who would buy"
    unnamed = unnamed_purchaser(finding.party)
    return unnamed or assessment.deal.party(finding.party).name


def _for_whom(assessment: Assessment, findings: Sequence[Finding]) -> str:
    found = dict.fromkeys(_about(assessment, finding) for finding in findings)
    names = [name for name in found if name]
    return say_names(names, [party.name for party in assessment.parties]) or "the deal"


def _needs(assessment: Assessment, needs: Sequence[str]) -> str:
    """Name the questions by their numbers; one that does not bear on who may buy has none."""
    numbers = {question.text: at for at, question in enumerate(assessment.questions, 1)}
    known = say_numbers(sorted(numbers[need] for need in needs if need in numbers))
    rest = [need for need in needs if need not in numbers]
    said = [f"{'Question' if known.isdecimal() else 'Questions'} {known}."] if known else []
    more = len(rest) - _NEEDS
    if more > 1:
        rest = [*rest[:_NEEDS], f"And {more} further of the kind, in the assessment's JSON."]
    return " ".join([*said, *map(sentence, rest)])


def _undecided(assessment: Assessment, findings: list[Finding]) -> Iterator[Block]:
    """Yield one row a rule, with the parties that it is open for."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    rows = []
    for rule, group in by_rule.items():
        needs = dict.fromkeys(need.text for item in group for need in item.needs)
        worst = max(group, key=lambda item: (item.could_be.strict, item.could_be.policy))
        rows.append(
            (
                line(strong(assessment.named(rule)), f" {group[0].title}"),
                line(_for_whom(assessment, group)),
                line(_needs(assessment, tuple(needs))),
                both_ends(worst.result, worst.could_be),
            )
        )
    yield paragraph("What each needs is numbered as under All open questions.")
    header = ("Rule", "Open for", "Needs", "Result")
    yield Table(header, tuple(rows), (26, 22, 24, 28))


def not_this_section(assessment: Assessment) -> Section:
    """Return what the regimes with a finding are not, and what nothing here judges."""
    blocks: list[Block] = []
    for note in assessment.regimes:
        title = assessment.titled(note.id, note.title)
        blocks.append(Heading(f"{title} ({note.status.replace('_', ' ')})"))
        lines = [line(text, " ", *cite_spans(cites)) for text, cites in note.not_this]
        lines += [line(strong("Not judged:"), " ", text) for text in note.not_judged]
        if lines:
            blocks.append(Bullets(tuple(lines)))
    blocks += [
        Heading("Law that no rule here judges"),
        Bullets(tuple(map(line, assessment.not_judged))),
    ]
    return Section("What these regimes are not, and what is not judged", tuple(blocks))
