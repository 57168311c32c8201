"""The memo's section on who may buy: counts, what everybody has, and the investors by verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanccheck.investors.verdict import (
    About,
    Answer,
    Counts,
    Effect,
    Outcome,
    Readings,
    Reason,
    Verdict,
)
from sanccheck.investors.words import SAYS, SETTLED, in_columns, of_everybody
from sanccheck.memo.document import (
    Block,
    Bullets,
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
from sanccheck.memo.words import counted, say_numbers

_ROWS = 40  # investors shown of each verdict
_WHY = 25  # reasons told of each verdict, those of most rows first
_NUMBERS = 30  # row numbers told of a reason
_ORDER = (Verdict.EXCLUDED, Verdict.CANNOT_DECIDE, Verdict.NEEDS, Verdict.ELIGIBLE)
_TONES = {
    Verdict.ELIGIBLE: Tone.GOOD,
    Verdict.NEEDS: Tone.CARE,
    Verdict.CANNOT_DECIDE: Tone.CARE,
    Verdict.EXCLUDED: Tone.BAD,
}
_DECIDES = {
    Verdict.EXCLUDED: Effect.EXCLUDES,
    Verdict.CANNOT_DECIDE: Effect.MISSING,
    Verdict.NEEDS: Effect.NEEDS,
}
_WHY_TITLES = {
    Verdict.EXCLUDED: "What excludes them",
    Verdict.CANNOT_DECIDE: "What is missing",
    Verdict.NEEDS: "What they would represent",
}
_ALL = "sanccheck assess DEAL --investors FILE -o who.xlsx writes them all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyers:
    """Who may buy, of an investor file: its path and sha256, the counts, every row's answer."""

    path: str
    sha256: str
    counts: Counts
    answers: tuple[Answer, ...]


def buyers_section(buyers: Buyers) -> Section:
    """Return the counts, what everybody has in common once, and a table for each verdict."""
    everybody = of_everybody(buyers.answers)
    blocks: list[Block] = [
        paragraph(
            f"The rows of {buyers.path}, each judged under the structure that the deal has (as it "
            "stands) and under the one that it should have, by the policy reading and by the text "
            "alone. A deal is settled once the questions on the deal itself are answered in its "
            "favour; the verdicts below are of that column, by the policy reading."
        ),
        _counts(buyers.counts),
        paragraph(
            f"{counted(buyers.counts.with_hits, 'row')} with a hit on the lists screened. "
            "Eligible means that no rule judged here bars the row on the facts given."
        ),
    ]
    if everybody:
        lines = tuple(_told(one) for one in everybody)
        blocks += [Heading("Before anybody is eligible"), Bullets(lines)]
    for verdict in _ORDER:
        blocks += _of_verdict(verdict, buyers.answers)
    blocks += _bad(buyers.answers)
    return Section("Who may buy", tuple(blocks))


def buyers_line(counts: Counts) -> Line:
    """Say in a line what the first page needs to say."""
    found = [
        f"{counts.settled[one]} {one.value}"
        for one in Verdict
        if counts.settled[one] or one is Verdict.ELIGIBLE
    ]
    found += [f"{counts.bad} not judged"] if counts.bad else []
    return line(
        strong("Allocate only to investors that Who may buy calls eligible"),
        f": of {counted(counts.rows, 'row')}, once the deal is settled, {', '.join(found)}.",
    )


def _counts(counts: Counts) -> Table:
    columns = (SETTLED, *SAYS.values())
    header = ("", *(f"{said[0].upper()}{said[1:]}" for said in columns))
    rows = [
        (
            line(strong(verdict.value), tone=_TONES[verdict]),
            *(line(str(count)) for count in in_columns(counts, verdict)),
        )
        for verdict in Verdict
    ]
    for said, count in (("row not judged", counts.bad), ("rows", counts.rows)):
        rows.append((line(said), *[line(str(count))] * len(columns)))
    return Table(header, tuple(rows), (25, 15, 15, 15, 15, 15))


def _told(reason: Reason) -> Line:
    about = "" if reason.about is About.DEAL else f"{reason.about}: "
    rule = f" [{reason.rule}]" if reason.rule else ""
    return line(f"{about}{reason.text}{rule}")


def _of_verdict(verdict: Verdict, answers: Sequence[Answer]) -> Iterator[Block]:
    found = [one for one in answers if one.should and one.should.policy.settled is verdict]
    if not found:
        return
    yield Heading(f"{verdict.value.capitalize()}: {counted(len(found), 'row')}")
    rows = tuple(_row(answer) for answer in found[:_ROWS])
    header = ("Row", "Investor", "Verdict", "By the text alone", "Decided by")
    yield Table(header, rows, (6, 29, 16, 14, 35))
    if len(found) > _ROWS:
        yield paragraph(f"And {counted(len(found) - _ROWS, 'more row')}: {_ALL}.")
    yield from _why(verdict, found)


def _row(answer: Answer) -> tuple[Line, ...]:
    should, stands = _readings(answer)
    verdict = should.policy.settled
    spans = [strong(verdict.value)]
    if stands.policy.settled is not verdict:
        spans.append(Span(f"; as the deal stands: {stands.policy.settled.value}"))
    return (
        line(str(answer.row)),
        line(answer.name),
        Line(tuple(spans), _TONES[verdict]),
        line(should.strict.settled.value),
        line(_decided_by(should.policy)),
    )


def _readings(answer: Answer) -> tuple[Readings, Readings]:
    assert answer.should is not None
    assert answer.stands is not None
    return answer.should, answer.stands


def _decided_by(found: Outcome) -> str:
    """Say what decides in few words: what each reason is about, and by which rules."""
    if found.settled is Verdict.ELIGIBLE:
        return "nothing bars it on the facts given"
    rules: dict[About, dict[str, None]] = {}
    for reason in _deciding(found):
        rules.setdefault(reason.about, {}).update(dict.fromkeys(_rules(reason)))
    said = (
        f"{about} ({', '.join(named)})" if named else about.value for about, named in rules.items()
    )
    return "; ".join(said) or "as everybody, above"


def _rules(reason: Reason) -> list[str]:
    return reason.rule.split(", ") if reason.rule else []


def _deciding(found: Outcome) -> Iterator[Reason]:
    """Yield the reasons that decide, without those on the deal itself and those of everybody."""
    effect = _DECIDES.get(found.settled)
    for reason in found.reasons:
        of_deal = reason.about is About.DEAL and reason.effect is Effect.MISSING
        if reason.effect is effect and not of_deal and not reason.everybody:
            yield reason


def _why(verdict: Verdict, answers: Sequence[Answer]) -> Iterator[Block]:
    """Yield each reason that decides once, with the rows that have it, those of most rows first."""
    rows: dict[Reason, list[int]] = {}
    for answer in answers:
        for reason in _deciding(_readings(answer)[0].policy):
            rows.setdefault(reason, []).append(answer.row)
    if not rows:
        return
    found = sorted(rows.items(), key=lambda one: -len(one[1]))
    yield paragraph(f"{_WHY_TITLES[verdict]}:")
    told = tuple(
        (line(_rows(numbers)), line(f"{reason.about}: {reason.text}"), line(reason.rule))
        for reason, numbers in found[:_WHY]
    )
    yield Table(("Rows", "Why", "Rules"), told, (16, 63, 21))
    if len(found) > _WHY:
        yield paragraph(f"And {counted(len(found) - _WHY, 'more reason')}: {_ALL}.")


def _rows(numbers: Sequence[int]) -> str:
    shown = say_numbers(numbers[:_NUMBERS])
    more = len(numbers) - _NUMBERS
    return f"{shown} and {more} more" if more > 0 else shown


def _bad(answers: Sequence[Answer]) -> Iterator[Block]:
    """Yield the rows that could not be judged, each with what is wrong with it."""
    bad = [one for one in answers if one.should is None]
    if not bad:
        return
    yield Heading(f"Not judged: {counted(len(bad), 'row')}")
    rows = tuple(
        (line(str(one.row)), line(one.name or "(no name)"), line("; ".join(one.problems)))
        for one in bad[:_ROWS]
    )
    yield Table(("Row", "Investor", "What is wrong with it"), rows, (7, 33, 60))
    if len(bad) > _ROWS:
        yield paragraph(f"And {counted(len(bad) - _ROWS, 'more row')}: {_ALL}.")
