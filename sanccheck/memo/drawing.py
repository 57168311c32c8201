"""Pictures as data, and as SVG: boxes, strokes and words, in points, nothing else.

A drawing is made once and written by each renderer in its own way, so that its words stay words
in every format: they can be searched, copied and shown in any script that the reader has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from sanccheck.memo.visible import visible

INK, SOFT, RULE = "#1c2430", "#f4f6f8", "#8a94a1"
FILLS: Mapping[str, str] = {
    "plain": SOFT,
    "good": "#e3f1e8",
    "care": "#fbeed3",
    "bad": "#f9dfe2",
    "paper": "#ffffff",
}
INKS: Mapping[str, str] = {
    "plain": INK,
    "good": "#1b6b3a",
    "care": "#8a5a00",
    "bad": "#a11622",
    "quiet": "#59636f",
    "rule": RULE,
}
_WIDE = {"W", "F"}
_NARROW = frozenset("iljtfrI.,:;'|!()[] -")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `tone` fills it, `edge` colours its border, without one it has none."""

    x: float
    y: float
    width: float
    height: float
    tone: str = "plain"
    edge: str | None = "rule"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line from one point to another, perhaps with an arrow at its end."""

    start: tuple[float, float]
    end: tuple[float, float]
    tone: str = "rule"
    dashed: bool = False
    arrow: bool = False
    thick: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text in a strip of `width` from `x`; `y` is the top of the strip."""

    x: float
    y: float
    width: float
    text: str
    size: float = 8.0
    tone: str = "plain"
    strong: bool = False
    align: str = "left"

    def __post_init__(self) -> None:
        """Make the text visible, whoever wrote it."""
        object.__setattr__(self, "text", visible(self.text))

    @property
    def height(self) -> float:
        """The height of the strip."""
        return self.size * 1.35


Shape = Box | Stroke | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of `width` by `height` points; `alt` says in words what it shows."""

    width: float
    height: float
    alt: str
    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        """Make the text visible, whoever wrote it."""
        object.__setattr__(self, "alt", visible(self.alt))


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text stands, on the generous side."""
    return size * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in _WIDE:
        return 1.02
    if character in _NARROW:
        return 0.34
    return 0.72 if character.isupper() else 0.56


def fitting(text: str, size: float, width: float, lines: int = 1) -> tuple[str, ...]:
    """Break a text into lines that fit; what finds no room is left out with an ellipsis.

    >>> fitting("one two three", 10, 45, lines=2)
    ('one two', 'three')
    """
    rows: list[str] = []
    rest = text.strip()
    while rest and len(rows) < lines:
        row = _row(rest, size, width)
        rest = rest[len(row) :].strip()
        rows.append(row.strip())
    if rest and rows:
        row = rows[-1]
        while row and text_width(f"{row}…", size) > width:
            row = row[:-1]
        rows[-1] = f"{row.rstrip()}…"
    return tuple(rows)


def _row(text: str, size: float, width: float) -> str:
    """Take the longest beginning that fits, up to a space where there is one."""
    used, last = 0.0, 0
    for position, character in enumerate(text):
        used += size * _advance(character)
        if used > width:
            return text[: last or max(position, 1)]
        if character == " ":
            last = position
    return text


def to_svg(drawing: Drawing, fonts: Sequence[str] = ()) -> str:
    """Return the drawing as an SVG element that stands by itself or within HTML.

    Without `fonts` the words are in those of what is around it.
    """
    width, height = _number(drawing.width), _number(drawing.height)
    shapes = "".join(_svg(drawing))
    family = f" font-family={quoteattr(', '.join(fonts))}" if fonts else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img"{family} '
        f'width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" aria-label={quoteattr(drawing.alt)}>'
        f"<title>{escape(drawing.alt)}</title>{shapes}</svg>"
    )


def _svg(drawing: Drawing) -> Iterator[str]:
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            yield _svg_box(shape)
        elif isinstance(shape, Stroke):
            yield from _svg_stroke(shape)
        else:
            yield _svg_words(shape)


def _svg_box(box: Box) -> str:
    edge = "none" if box.edge is None else INKS[box.edge]
    dash = ' stroke-dasharray="3 2"' if box.dashed else ""
    return (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" fill="{FILLS[box.tone]}" stroke="{edge}"{dash}/>'
    )


def _svg_stroke(stroke: Stroke) -> Iterator[str]:
    (x1, y1), (x2, y2) = stroke.start, stroke.end
    colour = INKS[stroke.tone]
    dash = ' stroke-dasharray="3 2"' if stroke.dashed else ""
    yield (
        f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}" '
        f'stroke="{colour}" stroke-width="{_number(stroke.thick)}"{dash}/>'
    )
    if stroke.arrow:
        points = " ".join(f"{_number(x)},{_number(y)}" for x, y in arrow_head(stroke))
        yield f'<polygon points="{points}" fill="{colour}"/>'


def arrow_head(stroke: Stroke) -> tuple[tuple[float, float], ...]:
    """Return the three corners of the arrow at a stroke's end."""
    (x1, y1), (x2, y2) = stroke.start, stroke.end
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 0.01)
    along = ((x2 - x1) / length, (y2 - y1) / length)
    across = (-along[1], along[0])
    base = (x2 - 6 * along[0], y2 - 6 * along[1])
    return (
        (x2, y2),
        (base[0] + 2.5 * across[0], base[1] + 2.5 * across[1]),
        (base[0] - 2.5 * across[0], base[1] - 2.5 * across[1]),
    )


def _svg_words(words: Words) -> str:
    anchor, x = {
        "left": ("start", words.x),
        "middle": ("middle", words.x + words.width / 2),
        "right": ("end", words.x + words.width),
    }[words.align]
    weight = ' font-weight="bold"' if words.strong else ""
    return (
        f'<text x="{_number(x)}" y="{_number(words.y + words.size)}" '
        f'font-size="{_number(words.size)}" text-anchor="{anchor}" '
        f'fill="{INKS[words.tone]}"{weight}>{escape(words.text)}</text>'
    )


def _number(value: float) -> str:
    """Write a number of points, the same on every machine.

    >>> _number(12.0), _number(3.14159)
    ('12', '3.1')
    """
    return f"{value:.1f}".removesuffix(".0")
