"""The memo's ownership section: each company's answer, and the steps that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.assessment import Assessment
from sanccheck.assessment.result import OwnedLine
from sanccheck.memo.document import Line, Section, Table, Tone, line, paragraph, strong

_ANSWERS = {True: ("yes", Tone.BAD), None: ("open", Tone.CARE), False: ("no", Tone.GOOD)}


def ownership_sections(assessment: Assessment) -> Iterator[Section]:
    """Yield the section, none where the deal file names no owner of any company."""
    if not assessment.ownership:
        return
    rows = tuple(_row(item) for item in assessment.ownership)
    note = (
        "Holdings are as the deal file states them, those dated after the day left out. A holder "
        "that is itself reached counts in full, another one not at all; nothing is multiplied."
    )
    header = ("Company", "Test", "Reached", "By what, and the authority")
    yield Section("Ownership", (paragraph(note), Table(header, rows, (22, 20, 10, 48))))


def _row(item: OwnedLine) -> tuple[Line, ...]:
    word, tone = _ANSWERS[item.applies]
    cites = "; ".join(cite.title for cite in item.cites)
    return (
        line(strong(item.name)),
        line(item.title),
        line(word, tone=tone),
        line(f"{item.says}. [{cites}; confidence {item.confidence}]"),
    )
