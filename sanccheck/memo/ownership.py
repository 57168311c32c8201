"""The memo's ownership section: the chart, each company's answer, and the steps that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

from sanccheck.assessment import Assessment
from sanccheck.assessment.result import OwnedLine
from sanccheck.memo.document import (
    Block,
    Figure,
    Line,
    Section,
    Table,
    Tone,
    line,
    paragraph,
    strong,
)
from sanccheck.memo.ownership_chart import holdings_on_day, ownership_chart
from sanccheck.ownership.shares import say_share

_ANSWERS = {True: ("yes", Tone.BAD), None: ("open", Tone.CARE), False: ("no", Tone.GOOD)}


def ownership_sections(assessment: Assessment) -> Iterator[Section]:
    """Yield the section, none where the deal file names no owner of any company."""
    if not holdings_on_day(assessment):
        return
    note = (
        "Holdings are as the deal file states them, those dated after the day left out. A holder "
        "that is itself reached counts in full, another one not at all; nothing is multiplied."
    )
    blocks: list[Block] = [paragraph(note)]
    chart = ownership_chart(assessment)
    holdings = _holdings(assessment)
    if chart is None:
        blocks += [paragraph("There are more holdings than a picture shows legibly:"), holdings]
    else:
        caption = (
            "Who holds what, owners above. A dashed line is control without a share, or closes a "
            "circle of holdings."
        )
        blocks.append(Figure(chart, caption, holdings))
    rows = tuple(_row(item) for item in assessment.ownership)
    if rows:
        header = ("Company", "Test", "Reached", "By what")
        blocks.append(Table(header, rows, (24, 18, 11, 47)))
        blocks += [paragraph(text) for text in _authorities(assessment)]
    yield Section("Ownership", tuple(blocks))


def _holdings(assessment: Assessment) -> Table:
    names = {party.id: party.name for party in assessment.parties}
    rows = tuple(
        (
            line(" with ".join(names[one] for one in (item.owner, *item.joint_with))),
            line(names[item.of]),
            line(
                "control" if item.kind == "control" else f"{say_share(item.percent)}, {item.kind}"
            ),
            line(item.source or "not stated"),
        )
        for item in holdings_on_day(assessment)
    )
    return Table(("Owner", "Of", "Holds", "Source"), rows, (28, 28, 22, 22))


def _row(item: OwnedLine) -> tuple[Line, ...]:
    word, tone = _ANSWERS[item.applies]
    return line(strong(item.name)), line(item.title), line(word, tone=tone), line(f"{item.says}.")


def _authorities(assessment: Assessment) -> Iterator[str]:
    """Say once for each test what it rests on."""
    said = (
        f"{item.title}: {'; '.join(cite.title for cite in item.cites)}; confidence "
        f"{item.confidence}."
        for item in assessment.ownership
    )
    yield from dict.fromkeys(said)
