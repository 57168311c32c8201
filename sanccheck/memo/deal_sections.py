"""The memo's facts: the deal as its file states it, the parties, the terms it needs."""

from __future__ import annotations

from datetime import date

from sanccheck.assessment import Assessment, ListedTerm, PartyResult, TermState
from sanccheck.dates import say_date
from sanccheck.deal.schema import Deal
from sanccheck.deal.us_persons import ofac_us_person, reg_s_us_person
from sanccheck.memo.document import (
    Block,
    Bullets,
    Facts,
    Heading,
    Line,
    Section,
    Span,
    Table,
    Tone,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.words import both_ends, cite_spans, say_fact, say_yes_no
from sanccheck.model import Decision

_STATES = {
    TermState.MET: ("met", Tone.GOOD),
    TermState.MISSING: ("missing", Tone.BAD),
    TermState.UNKNOWN: ("unknown", Tone.CARE),
}
_STRUCTURE = (
    ("reg_s", "Regulation S"),
    ("rule_144a", "Rule 144A tranche"),
    ("section_4a2", "Section 4(a)(2) placement"),
    ("reg_d", "Regulation D tranche"),
    ("registered", "Registered"),
    ("rule_904_resale", "Rule 904 resale"),
    ("firm_commitment", "Firm commitment"),
)


def deal_section(deal: Deal, day: date) -> Section:
    """Return the deal as its file states it; the section begins the pages after the first."""
    terms, structure, security = deal.deal, deal.deal.structure, deal.security
    rows = [
        ("Kind and action", line(f"{terms.kind.replace('_', ' ')}, {terms.action}")),
        ("Solely to divest", line(say_yes_no(terms.solely_to_divest))),
        ("Day of the trade", line(_day_of_trade(deal, day))),
        ("Settlement", line(_said(terms.settlement_date))),
        ("Contract", line(_said(terms.contract_date))),
        ("Security", line(security.kind.replace("_", " "))),
        ("Publicly traded", line(say_yes_no(security.publicly_traded))),
        ("To be listed", line(say_yes_no(security.to_be_listed))),
    ]
    rows += [(label, line(say_yes_no(getattr(structure, name)))) for name, label in _STRUCTURE]
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
    return Section("The deal", tuple(blocks), new_page=True)


def _said(day: date | None) -> str:
    return "unknown" if day is None else say_date(day)


def _day_of_trade(deal: Deal, as_of: date) -> str:
    stated = deal.deal.trade_date or deal.deal.date
    if stated is None:
        return f"not stated; judged as done on the day asked, {say_date(as_of)}"
    return say_date(stated)


def parties_section(assessment: Assessment) -> Section:
    """Return the parties, each with both tests of a US person and its result."""
    rows = []
    for result in assessment.parties:
        party = assessment.deal.party(result.id)
        place = f"organised: {party.organised_in or 'unknown'}; place: {party.country or 'unknown'}"
        rows.append(
            (
                line(strong(party.name), f" ({party.role.replace('_', ' ')})"),
                line(place),
                line(
                    f"OFAC: {say_fact(ofac_us_person(party))}. "
                    f"Regulation S: {say_fact(reg_s_us_person(party))}."
                ),
                _result(assessment, result),
            )
        )
    header = ("Party and role", "Where", "US person, two tests", "Result")
    return Section("Parties", (Table(header, tuple(rows), (28, 17, 27, 28)),))


def _result(assessment: Assessment, party: PartyResult) -> Line:
    """Say what the rules bring for a party, and which lists it is or may be on."""
    nothing = assessment.nothing_found(party)
    if nothing is not None:
        return line(nothing, tone=Tone.CARE)
    brought = both_ends(party.result, party.could_be)
    own = [hit for hit in party.hits if hit.relation is None]
    found = dict.fromkeys(f"{hit.decision}: {hit.list}" for hit in own)
    if not found:
        return brought
    tone = Tone.BAD if any(hit.decision is Decision.MATCH for hit in own) else Tone.CARE
    return Line((*brought.spans, Span(f". {', '.join(found)}")), tone)


def terms_section(assessment: Assessment) -> Section:
    """Return the structure and every term: met, missing or unknown, and whether it is needed."""
    structure = assessment.offering.structure
    strict = assessment.offering.structure_strict
    if not structure:
        said = "Nothing here asks for a structure of the deal."
    else:
        said = (
            f"Asked for: {', '.join(structure)}; by the text alone: {', '.join(strict) or 'none'}."
        )
    rows = [(*_term(term), term) for term in assessment.terms]
    rows += [(*_other(term), term) for term in assessment.other_terms]
    rows.sort(key=lambda row: int(row[-1].id.removeprefix("T")))
    table = Table(
        ("Term", "What it says", "In the documents", "Needed", "From"),
        tuple(row[:-1] for row in rows),
        (7, 40, 14, 15, 24),
    )
    note = paragraph(
        "Met, missing or unknown is what the deal file states of the documents; nobody has read "
        "the documents for this memo."
    )
    return Section("Structure and required terms", (paragraph(said), note, table))


def _term(term: ListedTerm) -> tuple[Line, Line, Line, Line, Line]:
    return _row(term, line("yes" if term.needed else "if an open fact says so"))


def _other(term: ListedTerm) -> tuple[Line, Line, Line, Line, Line]:
    return _row(term, line("not on these facts"), quiet=True)


def _row(
    term: ListedTerm, needed: Line, *, quiet: bool = False
) -> tuple[Line, Line, Line, Line, Line]:
    word, tone = _STATES[term.state]
    source = cite_spans(term.cites) or (Span("practice"),)
    return (
        line(strong(term.id)),
        line(term.text),
        line(word, tone=Tone.PLAIN if quiet else tone),
        needed,
        line(*source),
    )
