"""Build the memo of an assessment: what a reader needs first comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sanccheck.assessment import Assessment, ListedTerm, Question, TermState
from sanccheck.assessment.to_json import DISCLAIMER
from sanccheck.dates import say_date
from sanccheck.deal.bound_persons import unnamed_purchaser
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.deal.schema import Deal
from sanccheck.deal.us_persons import ofac_us_person, reg_s_us_person
from sanccheck.memo.document import (
    Block,
    Bullets,
    Facts,
    Heading,
    Line,
    Memo,
    Section,
    Span,
    Table,
    Tone,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.evidence import hit_blocks, list_section
from sanccheck.memo.house import house_rows
from sanccheck.memo.ownership import ownership_sections
from sanccheck.memo.words import (
    CONFIDENCE,
    both_ends,
    cite_spans,
    counted,
    ends,
    say_fact,
    say_yes_no,
)
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rungs

_STATES = {
    TermState.MET: ("met", Tone.GOOD),
    TermState.MISSING: ("missing", Tone.BAD),
    TermState.UNKNOWN: ("not shown", Tone.CARE),
}


_FIRST = 5  # questions that the first page shows


def build_memo(assessment: Assessment) -> Memo:
    """Return the memo of an assessment; equal assessments give equal memos."""
    deal = assessment.deal
    return Memo(
        title="Sanctions and investment restriction memo",
        subtitle=line(deal.title or "Untitled deal").plain(),
        day=assessment.as_of.isoformat(),
        program=assessment.program,
        notice=DISCLAIMER,
        sections=(
            _answer(assessment),
            _what_to_do(assessment),
            _flags(assessment),
            _deal(deal, assessment.as_of),
            _parties(assessment),
            *ownership_sections(assessment),
            Section("Screening, party by party", tuple(hit_blocks(assessment))),
            _findings(assessment),
            _terms(assessment),
            _questions(assessment),
            _not_this(assessment),
            list_section(assessment.screening),
            _inputs(assessment),
            _sign_off(),
        ),
    )


def _answer(assessment: Assessment) -> Section:
    offering = assessment.offering
    rows = [
        ("Day asked", line(f"{say_date(assessment.as_of)}, a civil date in New York")),
        ("Strict", ends(offering.result, offering.could_be, "strict")),
        ("Policy", ends(offering.result, offering.could_be, "policy")),
        ("Structure", line(", ".join(offering.structure) or "nothing here asks for one")),
    ]
    rows += house_rows(assessment.house)
    for limb, rungs in offering.limbs.items():
        rows.append((f"Beside it: {limb.value}", line(rungs.policy.name, tone=Tone.CARE)))
    rows.append(
        (
            "Open",
            line(
                f"{counted(len(assessment.questions), 'question')}, "
                f"{counted(len(offering.review), 'REVIEW flag')}"
            ),
        )
    )
    note = (
        "Strict is what the text of the law prohibits on the day; policy is what a prudent deal "
        "team does. Each is shown with the highest rung that an open question could still bring."
    )
    return Section("Answer", (Facts(tuple(rows), boxed=True), paragraph(note)))


def _what_to_do(assessment: Assessment) -> Section:
    names = {party.id: party.name for party in assessment.parties}
    todo = [line(_asked(question, names)) for question in assessment.questions[:_FIRST]]
    more = len(assessment.questions) - _FIRST
    if more > 0:
        todo.append(line(f"Answer {counted(more, 'further question')}, under Open questions."))
    open_terms = [term for term in assessment.terms if term.state is not TermState.MET]
    if assessment.offering.structure and open_terms:
        ids = ", ".join(term.id for term in open_terms)
        todo.append(line(f"Put into the documents, or show where they stand: {ids}."))
    if not todo:
        return Section("What to do", (paragraph("Nothing is open beyond the flags below."),))
    return Section("What to do", (Bullets(tuple(todo), numbered=True),))


def _asked(question: Question, names: Mapping[str, str]) -> str:
    if not question.parties:
        return question.text
    return f"{question.text} About: {', '.join(names[party] for party in question.parties)}."


def _flags(assessment: Assessment) -> Section:
    flags = assessment.offering.review
    if not flags:
        return Section("REVIEW flags", (paragraph("None."),))
    rows = tuple(
        (
            line(strong(flag.id), f" ({assessment.named(flag.source)})"),
            line(flag.reason),
            line(flag.settle),
        )
        for flag in flags
    )
    return Section(
        "REVIEW flags", (Table(("Flag", "Why", "What would settle it"), rows, (20, 45, 35)),)
    )


def _said(day: date | None) -> str:
    return "unknown" if day is None else say_date(day)


def _day_of_trade(deal: Deal, as_of: date) -> str:
    stated = deal.deal.trade_date or deal.deal.date
    if stated is None:
        return f"not stated; judged as done on the day asked, {say_date(as_of)}"
    return say_date(stated)


def _deal(deal: Deal, day: date) -> Section:
    terms, structure, security = deal.deal, deal.deal.structure, deal.security
    rows = [
        ("Kind and action", line(f"{terms.kind}, {terms.action}")),
        ("Solely to divest", line(say_yes_no(terms.solely_to_divest))),
        ("Day of the trade", line(_day_of_trade(deal, day))),
        ("Settlement", line(_said(terms.settlement_date))),
        ("Contract", line(_said(terms.contract_date))),
        ("Security", line(security.kind)),
        ("Publicly traded", line(say_yes_no(security.publicly_traded))),
        ("To be listed", line(say_yes_no(security.to_be_listed))),
    ]
    for name, label in (
        ("reg_s", "Regulation S"),
        ("rule_144a", "Rule 144A tranche"),
        ("section_4a2", "Section 4(a)(2) placement"),
        ("reg_d", "Regulation D tranche"),
        ("registered", "Registered"),
        ("rule_904_resale", "Rule 904 resale"),
        ("firm_commitment", "Firm commitment"),
    ):
        rows.append((label, line(say_yes_no(getattr(structure, name)))))
    blocks: list[Block] = [
        paragraph("As the deal file states it; what it leaves out is unknown."),
        Facts(tuple(rows)),
    ]
    uses = [
        f"{'unknown share' if use.share is None else f'{use.share} percent'}: "
        f"{use.purpose or 'purpose unknown'}"
        for use in deal.use_of_proceeds
    ]
    if uses:
        blocks += [Heading("Use of proceeds"), Bullets(tuple(line(use) for use in uses))]
    notes = deal.notes_on(day)
    if notes:
        blocks += [Heading("Notes of the deal file"), Bullets(tuple(map(line, notes)))]
    return Section("The deal", tuple(blocks))


def _parties(assessment: Assessment) -> Section:
    rows = []
    for result in assessment.parties:
        party = assessment.deal.party(result.id)
        place = f"organised in {party.organised_in or 'unknown'}; in {party.country or 'unknown'}"
        rows.append(
            (
                line(strong(party.name), f" ({party.role.replace('_', ' ')})"),
                line(place),
                line(
                    f"OFAC: {say_fact(ofac_us_person(party))}. "
                    f"Regulation S: {say_fact(reg_s_us_person(party))}."
                ),
                line(nothing, tone=Tone.CARE)
                if (nothing := assessment.nothing_found(result)) is not None
                else both_ends(result.result, result.could_be),
            )
        )
    header = ("Party and role", "Where", "US person, two tests", "Result")
    return Section("Parties", (Table(header, tuple(rows), (28, 20, 28, 24)),))


def _findings(assessment: Assessment) -> Section:
    live = [finding for finding in assessment.findings if finding.applies]
    undecided = [finding for finding in assessment.findings if finding.applies is None]
    silent = dict(assessment.silent)
    rest = [
        finding
        for finding in assessment.findings
        if finding.applies is False and finding.regime not in silent
    ]
    blocks: list[Block] = [Heading("Rules that apply")]
    blocks += [item for finding in live for item in _finding(assessment, finding)]
    if undecided:
        blocks.append(Heading("Rules that cannot be decided"))
        blocks += _undecided(assessment, undecided)
    if rest:
        titles = dict.fromkeys((finding.rule, finding.title) for finding in rest)
        rows = tuple((line(assessment.named(rule)), line(title)) for rule, title in titles)
        blocks += [
            Heading("Rules that do not apply on these facts"),
            Table(("Rule", "Title"), rows, (20, 80)),
        ]
    if silent:
        said = "; ".join(assessment.titled(*one) for one in silent.items())
        blocks.append(
            paragraph(
                "No rule of these regimes applies on these facts; lists that were not screened are "
                f"told apart: {said}."
            )
        )
    legend = "; ".join(f"{tag}: {text}" for tag, text in CONFIDENCE.items())
    blocks.append(paragraph(f"Confidence of a citation or rule. {legend}."))
    return Section("Findings", tuple(blocks))


def _finding(assessment: Assessment, finding: Finding) -> Iterator[Block]:
    rule = assessment.named(finding.rule)
    rows: list[tuple[str, Line]] = [
        ("Rule", line(strong(f"{rule} {finding.title}"), _about(assessment, finding))),
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
    read = [f"{leaf.text} ({leaf.source})" for leaf in finding.trace.leaves() if leaf.verdict]
    facts = "; ".join(dict.fromkeys(read))
    if facts:
        rows.append(("Facts", line(facts)))
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
        return ", for any US person who would buy"
    unnamed = unnamed_purchaser(finding.party)
    return f", for {unnamed or assessment.deal.party(finding.party).name}"


def _undecided(assessment: Assessment, findings: list[Finding]) -> Iterator[Block]:
    """Yield one row a rule, with the parties that it is open for."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    rows = []
    for rule, group in by_rule.items():
        names = dict.fromkeys(_about(assessment, item).removeprefix(", for ") for item in group)
        needs = dict.fromkeys(need.text for item in group for need in item.needs)
        worst = max(group, key=lambda item: (item.could_be.strict, item.could_be.policy))
        rows.append(
            (
                line(strong(assessment.named(rule)), f" {group[0].title}"),
                line(", ".join(name for name in names if name) or "the deal"),
                line(" ".join(needs)),
                both_ends(worst.result, worst.could_be),
            )
        )
    header = ("Rule", "Open for", "Needs", "Result")
    yield Table(header, tuple(rows), (22, 24, 34, 20))


def _terms(assessment: Assessment) -> Section:
    if not assessment.terms:
        return Section("Terms", (paragraph("No term is asked for on these facts."),))
    rows = tuple(_term(term) for term in assessment.terms)
    header = ("Term", "What it says", "In the documents", "From")
    return Section("Terms that the documents need", (Table(header, rows, (8, 47, 15, 30)),))


def _term(term: ListedTerm) -> tuple[Line, ...]:
    word, tone = _STATES[term.state]
    if not term.needed:
        word += "; needed if an open fact says so"
    source = cite_spans(term.cites) or (Span("practice"),)
    return line(strong(term.id)), line(term.text), line(word, tone=tone), line(*source)


def _questions(assessment: Assessment) -> Section:
    if not assessment.questions:
        return Section("Open questions", (paragraph("None."),))
    names = {party.id: party.name for party in assessment.parties}
    rows = tuple(
        (
            line(str(number)),
            line(question.text),
            line(", ".join(names[party] for party in question.parties) or "the deal"),
            line(
                f"{max(question.could_be.strict, question.could_be.policy).name} "
                f"({', '.join(map(assessment.named, question.rules))})"
            ),
        )
        for number, question in enumerate(assessment.questions, 1)
    )
    header = ("", "Question", "About", "Could bring, by rule")
    return Section("Open questions, the weightiest first", (Table(header, rows, (5, 45, 28, 22)),))


def _not_this(assessment: Assessment) -> Section:
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


def _inputs(assessment: Assessment) -> Section:
    rows = tuple((line(name), line(sha256)) for name, sha256 in assessment.inputs.items())
    return Section(
        "Inputs",
        (
            paragraph(f"Made by {assessment.program}. The same inputs give the same memo."),
            Table(("Input", "sha256"), rows, (30, 70)),
        ),
    )


def _sign_off() -> Section:
    header = ("", "Name", "Date", "Signature")
    rows = tuple((line(role), line(""), line(""), line("")) for role in ("Analyst", "Reviewer"))
    return Section("Sign-off", (Table(header, rows, (16, 34, 20, 30)),))
