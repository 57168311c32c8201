"""The memo's first page: the outcome, what to do about it, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.assessment import Assessment, Question, TermState
from sanccheck.dates import say_date
from sanccheck.investors import Counts
from sanccheck.memo.buyers import buyers_line
from sanccheck.memo.document import Bullets, Facts, Line, Section, Tone, line, paragraph, strong
from sanccheck.memo.house import house_rows
from sanccheck.memo.words import counted, ends, say_names, sentence
from sanccheck.model import Decision
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Limb, Rung

_FIRST = 4  # questions that the first page shows
_NAMED = 3  # parties that it names for each

_DEEDS = {
    Rung.PROHIBITED: "Do not go ahead with the deal as it stands",
    Rung.RESTRICTED_LICENCE: "Do not close without a licence",
    Rung.MUST_EXCLUDE_US_PERSONS: ("Let no OFAC US person buy, and nobody who buys for one"),
    Rung.REG_S_ONLY: "Offer and sell outside the United States only, under Regulation S",
    Rung.NOTIFY: "File the reports named below",
}
_PLACES = {"UK": "UK", "EU": "EU", "CA": "Canadian"}


def first_page(assessment: Assessment, buyers: Counts | None = None) -> tuple[Section, ...]:
    """Return the sections that stand on the first page; `buyers` counts who may buy."""
    return (_answer(assessment), _what_to_do(assessment, buyers), _open_questions(assessment))


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
    note = (
        "Strict is what the text of the law prohibits on the day; policy is what a prudent deal "
        "team does. Each is shown with the highest rung that an open question could still bring."
    )
    return Section("Answer", (Facts(tuple(rows), boxed=True), paragraph(note)))


def _what_to_do(assessment: Assessment, buyers: Counts | None) -> Section:
    todo = (
        *_of_outcome(assessment),
        *(() if buyers is None else (buyers_line(buyers),)),
        *_of_structure(assessment),
        *_to_report(assessment),
        *_of_terms(assessment),
        *_of_hits(assessment),
        *_of_lists(assessment),
    )
    if not todo:
        text = (
            "No rule judged here bars the deal on the facts known; that is no clearance. "
            "Keep this memo with the file."
        )
        return Section("What to do", (paragraph(text),))
    return Section("What to do", (Bullets(todo, numbered=True),))


def _of_outcome(assessment: Assessment) -> Iterator[Line]:
    offering = assessment.offering
    policy = offering.result.policy
    if policy is Rung.CLEAR and offering.could_be != offering.result:
        yield line(
            "No rule judged here bars the deal on the facts known; that is no clearance, since "
            "questions are open."
        )
    if policy is not Rung.CLEAR:
        rules = _rules_of(assessment, policy)
        by = f" ({', '.join(rules)})" if rules else ""
        yield line(strong(_DEEDS[policy]), f"{by}.", tone=Tone.BAD)
    yield from _of_text_alone(assessment)
    if offering.could_be != offering.result:
        highest = max(offering.could_be.strict, offering.could_be.policy)
        yield line(f"Settle the open questions first: an answer could still bring {highest.name}.")


def _of_text_alone(assessment: Assessment) -> Iterator[Line]:
    """Say what the law's text comes to without policy, a firm's own rules left out."""
    house, policy = assessment.house, assessment.offering.result.policy
    text = (assessment.offering if house is None else house.law).result.strict
    if text is policy:
        return
    alone = "On the text alone" if house is None else "On the text of the law, house policy apart,"
    found = (
        "no bar is established" if text is Rung.CLEAR else f"the facts known come to {text.name}"
    )
    unsettled = "law that is unsettled or not yet effective"
    why = unsettled if house is None else f"house policy, or {unsettled}"
    yield line(
        f"{alone} {found}: the difference is {why}. Take counsel's view before relying on it."
    )


def _rules_of(assessment: Assessment, rung: Rung) -> tuple[str, ...]:
    """Return the rules of the securities limb that bring a rung, for the whole deal or a party."""
    found = (
        assessment.named(finding.rule)
        for finding in assessment.findings
        if finding.applies and finding.limb is Limb.SECURITIES and _brings(finding, rung)
    )
    return tuple(dict.fromkeys(found))[:4]


def _brings(finding: Finding, rung: Rung) -> bool:
    """Say whether a finding brings a rung; a bar that leaving US persons out cures counts so."""
    if finding.result.policy is rung:
        return True
    cured = rung is Rung.MUST_EXCLUDE_US_PERSONS and finding.curable
    return cured and finding.result.policy > rung


def _of_structure(assessment: Assessment) -> Iterator[Line]:
    for item in assessment.offering.structure:
        if item == Rung.REG_S_ONLY.name:
            yield line(f"{_DEEDS[Rung.REG_S_ONLY]}.")
        elif item.startswith("EXCLUDE_") and item.endswith("_PERSONS"):
            place = item.removeprefix("EXCLUDE_").removesuffix("_PERSONS")
            yield line(f"Leave {_PLACES.get(place, place)} persons out ({item}).")
        else:
            yield line(f"Meet the structure asked for: {item}.")


def _to_report(assessment: Assessment) -> Iterator[Line]:
    duties = dict.fromkeys(
        (finding.notify.authority, finding.notify.deadline, finding.notify.who_files, finding.rule)
        for finding in assessment.findings
        if finding.notify is not None
    )
    for authority, deadline, who, rule in duties:
        yield line(f"Report to {authority}, {deadline}; who files: {who} ({rule}).")


def _of_terms(assessment: Assessment) -> Iterator[Line]:
    for state, said in (
        (TermState.MISSING, "Put into the documents"),
        (TermState.UNKNOWN, "Show that the documents have, or put into them"),
    ):
        ids = [term.id for term in assessment.terms if term.needed and term.state is state]
        if ids:
            yield line(f"{said}: {', '.join(ids)}.")


def _of_hits(assessment: Assessment) -> Iterator[Line]:
    open_hits = sum(
        hit.decision is Decision.POSSIBLE and hit.relation is None
        for party in assessment.parties
        for hit in party.hits
    )
    if open_hits:
        yield line(
            f"Decide {counted(open_hits, 'possible match', 'possible matches')}, under Hits and "
            "dispositions."
        )


def _of_lists(assessment: Assessment) -> Iterator[Line]:
    screening = assessment.screening
    missing = [item.list for item in screening.not_screened if item.asked_for]
    weak = [state.list for state in screening.lists if state.stale or state.partial]
    if missing:
        yield line(f"Load and screen: {', '.join(dict.fromkeys(missing))} (commands under Lists).")
    if weak:
        yield line(f"Renew, being stale or incomplete: {', '.join(dict.fromkeys(weak))}.")


def _open_questions(assessment: Assessment) -> Section:
    questions = assessment.questions
    if not questions:
        return Section("Open questions", (paragraph("No question is open."),))
    names = {party.id: party.name for party in assessment.parties}
    shown = tuple(_asked(question, names) for question in questions[:_FIRST])
    blocks = [Bullets(shown, numbered=True)]
    more = len(questions) - _FIRST
    if more <= 0:
        return Section("Open questions", tuple(blocks))
    rest = paragraph(
        f"{counted(more, 'further question')}, with the rules that ask, under All open questions."
    )
    return Section("Open questions", (*blocks, rest))


def _asked(question: Question, names: dict[str, str]) -> Line:
    worst = max(question.could_be.strict, question.could_be.policy)
    about = say_names([names[party] for party in question.parties], tuple(names.values()))
    more = len(question.parties) - _NAMED
    if more > 0 and not about.startswith("every party"):
        first = ", ".join(names[party] for party in question.parties[:_NAMED])
        about = f"{first} and {counted(more, 'other')}"
    parts = [sentence(question.text), f"Could bring {worst.name}."]
    if about:
        parts.insert(1, sentence(f"About: {about}"))
    return line(" ".join(parts))
