"""The timeline: when entries were listed and bind, beside the deal's own days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sanccheck.assessment import Assessment
from sanccheck.dates import last_full_day_before, say_date
from sanccheck.memo.document import Figure, Line, Table, line
from sanccheck.memo.drawing import Box, Drawing, Shape, Stroke, Words, fitting, text_width
from sanccheck.model import Decision, Hit

WIDTH = 480.0
_LABEL, _HEAD, _ROW = 118.0, 32.0, 34.0
_MOST_ENTRIES, _MOST_DAYS = 8, 10


@dataclass(frozen=True, slots=True)
class _Mark:
    day: date
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class _Track:
    """One line of the picture: an entry's days, or the deal's."""

    label: str
    note: str
    marks: tuple[_Mark, ...]


def timeline(assessment: Assessment) -> Figure | None:
    """Return the picture with its table, None where no entry found has a date."""
    entries = list(_entry_tracks(assessment))
    if not entries:
        return None
    deal = _deal_track(assessment)
    kept = _keep(deal, entries)
    caption = "Days of the entries found and of the deal, in order; the spacing is not to scale."
    if len(kept) < len(entries):
        caption += (
            f" {len(kept)} of {len(entries)} entries are drawn, matches and relations first; "
            "the days of all stand with the hits."
        )
    tracks = (deal, *kept)
    return Figure(_draw(tracks, assessment.as_of, caption), caption, _told(tracks))


def _deal_track(assessment: Assessment) -> _Track:
    terms = assessment.deal.deal
    named = (
        (terms.contract_date, "contract"),
        (terms.trade_date or terms.date, "trade"),
        (terms.settlement_date, "settlement"),
        (assessment.as_of, "day asked"),
    )
    marks = tuple(_Mark(day, word, "plain") for day, word in named if day is not None)
    return _Track("The deal", "", marks)


def _entry_tracks(assessment: Assessment) -> Iterator[_Track]:
    """Yield a track for each entry found that has a date, the surest first."""
    hits: dict[str, Hit] = {}
    for party in assessment.parties:
        for hit in party.hits:
            hits.setdefault(hit.entry, hit)
    for hit in sorted(hits.values(), key=_weight):
        marks = tuple(_marks(hit))
        if marks:
            yield _Track(hit.name, hit.list, marks)


def _weight(hit: Hit) -> tuple[bool, bool, bool, str]:
    days = hit.listing
    bare = days.effective_on is None and days.divest_before is None
    return (hit.decision is not Decision.MATCH, hit.relation is None, bare, hit.entry)


def _marks(hit: Hit) -> Iterator[_Mark]:
    listing = hit.listing
    if listing.listed_on is not None:
        yield _Mark(listing.listed_on, "listed", "care")
    if listing.effective_on is not None:
        yield _Mark(listing.effective_on, "effective", "bad")
    if listing.divest_before is not None:
        yield _Mark(last_full_day_before(listing.divest_before), "last day to divest", "bad")


def _keep(deal: _Track, entries: Sequence[_Track]) -> tuple[_Track, ...]:
    """Return the entries that a picture has room for: so many lines, so many different days."""
    days = {mark.day for mark in deal.marks}
    kept: list[_Track] = []
    for track in entries:
        more = days | {mark.day for mark in track.marks}
        if len(kept) < _MOST_ENTRIES and len(more) <= _MOST_DAYS:
            kept.append(track)
            days = more
    return tuple(kept)


def _draw(tracks: Sequence[_Track], as_of: date, caption: str) -> Drawing:
    days = sorted({mark.day for track in tracks for mark in track.marks})
    step = (WIDTH - _LABEL) / len(days)
    centres = {day: _LABEL + step * (number + 0.5) for number, day in enumerate(days)}
    height = _HEAD + _ROW * len(tracks) + 2
    shapes: list[Shape] = []
    for number in range(0, len(tracks), 2):
        top = _HEAD + _ROW * number
        shapes.append(Box(0, top, WIDTH, _ROW, edge=None))
    for day, x in centres.items():
        asked = day == as_of
        shapes.append(
            Stroke((x, _HEAD - 4), (x, height - 2), dashed=not asked, thick=1.6 if asked else 0.6)
        )
        shapes += _day(day, x, step, asked=asked)
    for number, track in enumerate(tracks):
        tone = "paper" if number % 2 else "plain"
        shapes += _track(track, _HEAD + _ROW * number, centres, step, tone)
    return Drawing(WIDTH, height, f"Timeline. {caption}", tuple(shapes))


def _day(day: date, x: float, step: float, *, asked: bool) -> Iterator[Shape]:
    """Yield a day over its line, on two lines where the columns are narrow."""
    text = say_date(day)
    lines = fitting(text, 7.5, step - 2, lines=3)
    top = _HEAD - 6 - 9 * len(lines)
    for number, part in enumerate(lines):
        yield Words(x - step / 2, top + 9 * number, step, part, 7.5, "plain", asked, "middle")


def _track(
    track: _Track, top: float, centres: Mapping[date, float], step: float, ground: str
) -> Iterator[Shape]:
    lines = fitting(track.label, 7.5, _LABEL - 8, lines=2)
    for number, text in enumerate(lines):
        yield Words(2, top + 2 + 9.5 * number, _LABEL - 6, text, 7.5, "plain", strong=True)
    if track.note:
        yield Words(2, top + 3 + 9.5 * len(lines), _LABEL - 6, track.note, 6.5, "quiet")
    if track.note:
        yield from _bars(track.marks, top, centres)
    by_day: dict[date, list[_Mark]] = {}
    for mark in track.marks:
        by_day.setdefault(mark.day, []).append(mark)
    for day, marks in by_day.items():
        x = centres[day]
        yield Box(x - 3, top + 5, 6, 6, tone=marks[0].tone, edge=_edge(marks[0]))
        word = " and ".join(mark.word for mark in marks)
        for number, text in enumerate(fitting(word, 6.5, step, lines=2)):
            wide = text_width(text, 6.5)
            yield Box(x - wide / 2, top + 13.5 + 9 * number, wide, 9, tone=ground, edge=None)
            yield Words(
                x - step / 2, top + 13 + 9 * number, step, text, 6.5, marks[0].tone, align="middle"
            )


def _edge(mark: _Mark) -> str:
    return "rule" if mark.tone == "plain" else mark.tone


def _bars(marks: Sequence[_Mark], top: float, centres: Mapping[date, float]) -> Iterator[Shape]:
    """Yield the stretches between an entry's days, and after the last one to the end."""
    ends = [*(centres[mark.day] for mark in marks[1:]), WIDTH]
    for mark, end in zip(marks, ends, strict=True):
        yield Stroke((centres[mark.day], top + 8), (end, top + 8), tone=mark.tone, thick=2.2)


def _told(tracks: Sequence[_Track]) -> Table:
    """Return the same as a table, day by day."""
    found = sorted(
        (mark.day, track.label, mark.word, track.note) for track in tracks for mark in track.marks
    )
    rows: list[tuple[Line, ...]] = [
        (line(say_date(day)), line(f"{label}{f' ({note})' if note else ''}"), line(word))
        for day, label, word, note in found
    ]
    return Table(("Day", "Of", "What"), tuple(rows), (18, 57, 25))
