"""The end of the memo: the lines to sign, the parties without a hit, the inputs."""

from __future__ import annotations

from collections.abc import Mapping

from sanccheck.assessment import Assessment
from sanccheck.memo.document import Block, Heading, Section, Span, Table, line, paragraph


def sign_off_section() -> Section:
    """Return the lines for who made and who read the memo."""
    header = ("", "Name", "Date", "Signature")
    rows = tuple((line(role), line(""), line(""), line("")) for role in ("Analyst", "Reviewer"))
    note = paragraph("Signed for the facts, lists, rules and day named here, and for no others.")
    return Section("Sign-off", (note, Table(header, rows, (16, 34, 20, 30), to_sign=True)))


def appendix(assessment: Assessment, more: Mapping[str, str]) -> Section:
    """Return every party without a hit, and what the memo was made from.

    `more` are the inputs that the assessment does not know, with their sha256.
    """
    blocks: list[Block] = [Heading("Parties without a hit"), *_no_hits(assessment)]
    blocks += [Heading("Rules that do not apply"), *_silent_rules(assessment)]
    rows = tuple(
        (line(name), line(Span(sha256, code=True)))
        for name, sha256 in (*assessment.inputs.items(), *more.items())
    )
    blocks += [
        Heading("Inputs and program"),
        paragraph(f"Made by {assessment.program}. The same inputs give the same memo."),
        Table(("Input", "sha256"), rows, (36, 64)),
    ]
    return Section("Appendix: no-hits, inputs, program", tuple(blocks), new_page=True)


def _no_hits(assessment: Assessment) -> list[Block]:
    stale = [state.list for state in assessment.screening.lists if state.stale]
    parts = [state.list for state in assessment.screening.lists if state.partial]
    said = "No hit on the lists screened; that is no clearance."
    if stale:
        said += f" Stale for the day asked: {', '.join(stale)}."
    if parts:
        said += f" Only in part: {', '.join(parts)}."
    found = [party for party in assessment.parties if not party.hits]
    if not found:
        return [paragraph("None: every party has a hit.")]
    rows = tuple(
        (
            line(party.name),
            line(party.role.replace("_", " ")),
            line(party.screened.normalised),
        )
        for party in found
    )
    return [paragraph(said), Table(("Party", "Role", "Compared as"), rows, (45, 17, 38))]


def _silent_rules(assessment: Assessment) -> list[Block]:
    silent = dict(assessment.silent)
    titles = dict.fromkeys(
        (finding.rule, finding.title)
        for finding in assessment.findings
        if finding.applies is False and finding.regime not in silent
    )
    rows = tuple((line(assessment.named(rule)), line(title)) for rule, title in titles)
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(("Rule", "Title"), rows, (16, 84)))
    if silent:
        said = "; ".join(assessment.titled(*one) for one in silent.items())
        blocks.append(
            paragraph(
                "No rule of these regimes applies on these facts; lists that were not screened are "
                f"told apart: {said}."
            )
        )
    return blocks or [paragraph("None.")]
