"""The memo's section on what would change the answer, one fact at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanccheck.assessment import Assessment
from sanccheck.changes import Change, Changes
from sanccheck.changes.words import either, whose_fact
from sanccheck.memo.document import (
    Block,
    Heading,
    Line,
    Section,
    Span,
    Table,
    Tone,
    line,
    paragraph,
)
from sanccheck.memo.words import TONES, counted, ends

_SHOWN = 24  # changes of each direction
_RULES = 4  # rules that flip, of those that move the furthest
_HEADER = ("Fact", "Now", "Changed to", "The answer then", "Rules that flip")
_WIDTHS = (27, 14, 14, 24, 21)


def changes_section(assessment: Assessment, changes: Changes) -> Section:
    """Return each change of one fact that changes strict or policy, with the answer it gives."""
    note = (
        "Found by judging the deal again with one fact changed at a time. It shows on which facts "
        "the answer rests; a fact is not to be stated otherwise than it is."
    )
    now = assessment.offering.result
    lower = [one for one in changes.found if one.lowers(now)]
    higher = [one for one in changes.found if not one.lowers(now)]
    blocks: list[Block] = [paragraph(note)]
    blocks += _table(assessment, "Changes that lower the answer", lower)
    blocks += _table(assessment, "Changes that raise the answer", higher)
    if not changes.found:
        blocks.append(paragraph("No change of one fact that was tried changes strict or policy."))
    blocks += _not_tried(changes)
    return Section("What would change the answer", tuple(blocks))


def _table(assessment: Assessment, title: str, found: Sequence[Change]) -> Iterator[Block]:
    if not found:
        return
    yield Heading(title)
    rows = tuple(_row(assessment, change) for change in found[:_SHOWN])
    yield Table(_HEADER, rows, _WIDTHS)
    if len(found) > _SHOWN:
        more = counted(len(found) - _SHOWN, "more change")
        yield paragraph(f"And {more}, which the memo as .json tells.")


def _row(assessment: Assessment, change: Change) -> tuple[Line, ...]:
    return (
        line(whose_fact(change)),
        line(change.was),
        line(either(change.to)),
        _answer(assessment, change),
        line(", ".join(map(assessment.named, change.rules[:_RULES]))),
    )


def _answer(assessment: Assessment, change: Change) -> Line:
    """Say strict and policy as they would be, each only where it is another than now."""
    now = assessment.offering.result
    spans: list[Span] = []
    tone = Tone.PLAIN
    for which in ("strict", "policy"):
        after = getattr(change.result, which)
        if after is not getattr(now, which):
            told = ends(change.result, change.could_be, which)
            spans += [Span(f"{'; ' if spans else ''}{which}: "), *told.spans]
            tone = TONES[after]
    return Line(tuple(spans), tone)


def _not_tried(changes: Changes) -> Iterator[Block]:
    if changes.left_out:
        yield paragraph(
            f"{counted(changes.left_out, 'further change')} "
            f"{'was' if changes.left_out == 1 else 'were'} not tried, as a deal of many parties "
            "has more than can be tried at once; sanccheck assess --all-changes tries every one."
        )
