"""Draw the cost of a query against the size of the lists, as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 400, 70, 30, 120, 50
_COLOURS = ("#1f5fa8", "#b3541e", "#3d7a3d")


def plot(sizes: Sequence[int], curves: Mapping[str, Sequence[float]]) -> str:
    """Return both axes on a logarithmic scale; a dashed line shows cost that grows as the lists."""
    top = max(max(costs) for costs in curves.values()) * 2
    bottom = min(min(costs) for costs in curves.values()) / 2
    scale = _Scale(sizes[0], sizes[-1], bottom, top)
    parts = [*_frame(), *_axes(scale, sizes), *_proportional(scale, sizes, curves)]
    for number, (name, costs) in enumerate(curves.items()):
        parts += _curve(scale, sizes, costs, (name, _COLOURS[number % len(_COLOURS)]))
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    """From a size and a cost to a place on the page."""

    def __init__(self, first: float, last: float, bottom: float, top: float) -> None:
        self._x = math.log(first), math.log(last)
        self._y = math.log(bottom), math.log(top)

    def x(self, size: float) -> float:
        low, high = self._x
        part = (math.log(size) - low) / (high - low)
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)

    def y(self, cost: float) -> float:
        low, high = self._y
        part = (math.log(cost) - low) / (high - low)
        return _HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM)

    def ticks(self) -> list[float]:
        low, high = (value / math.log(10) for value in self._y)
        powers = range(math.floor(low), math.ceil(high) + 1)
        every = [10.0**power * step for power in powers for step in (1, 2, 5)]
        return [tick for tick in every if low <= math.log10(tick) <= high]


def _frame() -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif" font-size="12" role="img">'
    )
    yield "<title>Milliseconds a query against the number of listed names</title>"
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'


def _axes(scale: _Scale, sizes: Sequence[int]) -> Iterator[str]:
    floor = _HEIGHT - _BOTTOM
    for tick in scale.ticks():
        y = scale.y(tick)
        yield _line((_LEFT, y), (_WIDTH - _RIGHT, y), "#e0e0e0")
        yield _text(_LEFT - 8, y + 4, f"{tick:g}", "end")
    for size in sizes:
        x = scale.x(size)
        yield _line((x, _TOP), (x, floor), "#e0e0e0")
        yield _text(x, floor + 18, f"{size // 1000}k", "middle")
    yield _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, "listed names", "middle")
    yield _text(_LEFT, _TOP - 12, "ms a query, CPU", "middle")


def _proportional(
    scale: _Scale, sizes: Sequence[int], curves: Mapping[str, Sequence[float]]
) -> Iterator[str]:
    start = max(costs[0] for costs in curves.values())
    # The line leaves the page at the top before the largest size where it is steeper.
    last = max(
        (size for size in sizes if scale.y(start * size / sizes[0]) >= _TOP), default=sizes[0]
    )
    one = scale.x(sizes[0]), scale.y(start)
    other = scale.x(last), scale.y(start * last / sizes[0])
    yield _line(one, other, "#888888", dashed=True)
    yield _text(other[0] - 6, other[1] + 4, "as the lists", "end")


def _curve(
    scale: _Scale, sizes: Sequence[int], costs: Sequence[float], drawn: tuple[str, str]
) -> Iterator[str]:
    name, colour = drawn
    points = [(scale.x(size), scale.y(cost)) for size, cost in zip(sizes, costs, strict=True)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    yield _text(points[-1][0] + 8, points[-1][1] + 4, name, "start")


def _line(
    one: tuple[float, float], other: tuple[float, float], colour: str, *, dashed: bool = False
) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<line x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" y2="{other[1]:.1f}" '
        f'stroke="{colour}"{dash}/>'
    )


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222222">{said}</text>'
