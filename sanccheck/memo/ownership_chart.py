"""The ownership chart: who holds how much of whom, owners above what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sanccheck.assessment import Assessment
from sanccheck.deal.schema import Holding
from sanccheck.memo.drawing import Box, Drawing, Shape, Stroke, Words, fitting
from sanccheck.model import Decision
from sanccheck.ownership.shares import say_share

WIDTH = 480.0
_NODE, _HIGH, _GAP = 108.0, 42.0, 14.0
_ROW, _LEAST_ROW, _PAGE = 92.0, 62.0, 640.0  # from row to row; what a page has room for
_IN_A_ROW = 4
_BOLD = 0.92  # bold letters are wider
_MOST = 24  # companies and owners that a page shows legibly


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float

    @property
    def top(self) -> tuple[float, float]:
        return (self.x + _NODE / 2, self.y)

    @property
    def bottom(self) -> tuple[float, float]:
        return (self.x + _NODE / 2, self.y + _HIGH)


def holdings_on_day(assessment: Assessment) -> tuple[Holding, ...]:
    """Return the holdings of the deal file that count on the day asked."""
    day = assessment.as_of
    return tuple(one for one in assessment.deal.holdings if one.as_of is None or one.as_of <= day)


def ownership_chart(assessment: Assessment) -> Drawing | None:
    """Return the chart, None where no holding is stated or where a page cannot hold it."""
    holdings = holdings_on_day(assessment)
    nodes = list(dict.fromkeys(one for item in holdings for one in (*_owners(item), item.of)))
    if not nodes or len(nodes) > _MOST:
        return None
    rows = _rows(nodes, holdings)
    step = min(_ROW, (_PAGE - _HIGH) / max(len(rows) - 1, 1))
    if step < _LEAST_ROW:
        return None
    places = _places(rows, step)
    tones = _tones(assessment)
    height = (len(rows) - 1) * step + _HIGH + 4
    names = {party.id: party.name for party in assessment.parties}
    shapes = (
        *(shape for item in holdings for shape in _edges(item, places, tones)),
        *(shape for item in holdings for shape in _labels(item, places, holdings)),
        *(shape for node in nodes for shape in _node(names[node], places[node], tones.get(node))),
    )
    alt = (
        f"Ownership chart of {len(nodes)} parties and {len(holdings)} holdings; owners stand "
        "above what they hold."
    )
    return Drawing(WIDTH, height, alt, shapes)


def _owners(item: Holding) -> tuple[str, ...]:
    return (item.owner, *item.joint_with)


def _rows(nodes: Sequence[str], holdings: Sequence[Holding]) -> list[list[str]]:
    """Put each node below its owners; a circle of holdings is broken where it is met."""
    owners: dict[str, list[str]] = {node: [] for node in nodes}
    for item in holdings:
        owners[item.of] += [one for one in _owners(item) if one != item.of]
    depths: dict[str, int] = {}

    def depth(node: str, above: frozenset[str]) -> int:
        if node not in depths:
            found = [depth(one, above | {node}) for one in owners[node] if one not in above]
            depths[node] = 1 + max(found, default=-1)
        return depths[node]

    for node in nodes:
        depth(node, frozenset({node}))
    rows: list[list[str]] = []
    for level in range(max(depths.values()) + 1):
        found = [node for node in nodes if depths[node] == level]
        rows += [found[at : at + _IN_A_ROW] for at in range(0, len(found), _IN_A_ROW)]
    return [row for row in rows if row]


def _places(rows: Sequence[Sequence[str]], step: float) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for number, row in enumerate(rows):
        used = len(row) * _NODE + (len(row) - 1) * _GAP
        left = (WIDTH - used) / 2
        for column, node in enumerate(row):
            places[node] = _Place(left + column * (_NODE + _GAP), 2 + number * step)
    return places


def _tones(assessment: Assessment) -> Mapping[str, tuple[str, str]]:
    """Return the tone of each party that is listed, may be, or is reached, with its word."""
    found: dict[str, tuple[str, str]] = {}
    for line in assessment.ownership:
        if line.applies is None:
            found.setdefault(line.party, ("care", f"open: {line.test}"))
        elif line.applies:
            found[line.party] = ("bad", f"reached: {line.test}")
    for party in assessment.parties:
        own = [hit for hit in party.hits if hit.relation is None]
        matched = [hit for hit in own if hit.decision is Decision.MATCH]
        if matched:
            found[party.id] = ("bad", f"match: {matched[0].list}")
        elif own and found.get(party.id, ("", ""))[0] != "bad":
            found[party.id] = ("care", f"possible: {own[0].list}")
    return found


def _edges(
    item: Holding, places: Mapping[str, _Place], tones: Mapping[str, tuple[str, str]]
) -> Iterator[Shape]:
    target = places[item.of]
    for owner in _owners(item):
        source = places[owner]
        bad = tones.get(owner, ("plain", ""))[0] == "bad"
        upward = source.y >= target.y
        yield Stroke(
            source.top if upward else source.bottom,
            target.bottom if upward else target.top,
            tone="bad" if bad else "rule",
            dashed=item.kind == "control" or upward,
            arrow=True,
            thick=1.5 if bad else 1.0,
        )


def _labels(
    item: Holding, places: Mapping[str, _Place], holdings: Sequence[Holding]
) -> Iterator[Shape]:
    """Write the share near the end of the line that fewer lines meet."""
    source, target = places[item.owner], places[item.of]
    from_owner = sum(other.owner == item.owner for other in holdings)
    into = sum(other.of == item.of for other in holdings)
    part = 0.3 if into > from_owner else 0.62 if from_owner > into else 0.45
    (x1, y1), (x2, y2) = (
        (source.top, target.bottom) if source.y >= target.y else (source.bottom, target.top)
    )
    text = _share(item)
    width = max(30.0, len(text) * 4.4)
    x, y = x1 + (x2 - x1) * part - width / 2, y1 + (y2 - y1) * part - 5
    yield Box(x, y, width, 11, tone="paper", edge=None)
    yield Words(x, y, width, text, size=7.5, align="middle")


def _share(item: Holding) -> str:
    if item.kind == "control":
        return "controls"
    share = say_share(item.percent).removeprefix("an ").replace(" percent", "%")
    said = "share unknown" if share.startswith("unknown") else share.replace("between ", "")
    return f"{said} of votes" if item.kind == "vote" else said


def _node(name: str, place: _Place, mark: tuple[str, str] | None) -> Iterator[Shape]:
    tone, word = mark or ("plain", "")
    yield Box(place.x, place.y, _NODE, _HIGH, tone=tone, edge="rule" if mark is None else tone)
    lines = fitting(name, 7.5, (_NODE - 8) * _BOLD, lines=3 if mark is None else 2)
    top = place.y + 3 + (0 if mark is not None else (_HIGH - 8 - 10.5 * len(lines)) / 2)
    for number, text in enumerate(lines):
        yield Words(
            place.x + 4, top + 10.5 * number, _NODE - 8, text, size=7.5, strong=True, align="middle"
        )
    if mark is not None:
        (said,) = fitting(word, 6.5, _NODE - 8)
        yield Words(
            place.x + 4, place.y + _HIGH - 12, _NODE - 8, said, size=6.5, tone=tone, align="middle"
        )
