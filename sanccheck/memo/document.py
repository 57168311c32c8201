"""What a memo is made of: sections of paragraphs, lists and tables, in plain text.

Every text is made harmless here, once: whatever a name or a note holds, it reaches a renderer as
visible text on one line. Renderers only escape what is markup in their own format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from sanccheck.memo.drawing import Drawing
from sanccheck.memo.visible import visible

_LONG = 60  # rows and paragraphs
_LONGEST_ADDRESS = 2000  # characters, the most that Word and PDF take


class Tone(StrEnum):
    """How a cell is coloured; a word always carries the meaning."""

    PLAIN = "plain"
    GOOD = "good"
    CARE = "care"
    BAD = "bad"


def _web_address(href: str) -> str | None:
    """Return an address that every format can hold, None where it is none of the web."""
    if len(href) > _LONGEST_ADDRESS or not href.startswith(("https://", "http://")):
        return None
    return quote(href, safe="%:/?#[]@!$&'()*+,;=~", errors="replace")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, perhaps a link, emphasised, or a hash to be compared letter by letter."""

    text: str
    href: str | None = None
    strong: bool = False
    code: bool = False

    def __post_init__(self) -> None:
        """Make the text visible, whoever made the span; a link leads to the web or nowhere."""
        object.__setattr__(self, "text", visible(self.text))
        if self.href is not None:
            object.__setattr__(self, "href", _web_address(self.href))


@dataclass(frozen=True, slots=True)
class Line:
    """Spans that stand on one line of thought, with a tone."""

    spans: tuple[Span, ...]
    tone: Tone = Tone.PLAIN

    def plain(self) -> str:
        """Return the text alone."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; `widths` are the columns' shares of the page.

    One `to_sign` leaves room to write in.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what holds for each; `boxed` for the answer on the first page."""

    rows: tuple[tuple[str, Line], ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str
    level: int = 2

    def __post_init__(self) -> None:
        """Make the text visible, whoever made the heading."""
        object.__setattr__(self, "text", visible(self.text))


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; `told` says the same as a table, where no picture can stand."""

    drawing: Drawing
    caption: str
    told: Table

    def __post_init__(self) -> None:
        """Make the text visible, whoever made the figure."""
        object.__setattr__(self, "caption", visible(self.caption))


Block = Paragraph | Bullets | Table | Facts | Heading | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section of the memo; one with `new_page` begins a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A memo. `day` is the ISO date asked; the same memo gives the same bytes in each format."""

    title: str
    subtitle: str
    day: str
    program: str
    notice: str
    sections: tuple[Section, ...]

    @property
    def is_long(self) -> bool:
        """Say whether a reader needs a table of contents to find something."""
        return sum(_rows(block) for section in self.sections for block in section.blocks) > _LONG


def _rows(block: Block) -> int:
    if isinstance(block, Table | Facts):
        return len(block.rows)
    return len(block.lines) if isinstance(block, Bullets) else 1


def with_leads(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield each block with whether it leads to a table or list, and stays on its page."""
    leads = False
    found: list[tuple[Block, bool]] = []
    for block in reversed(blocks):
        found.append((block, leads and isinstance(block, Paragraph)))
        leads = isinstance(block, Table | Facts | Bullets | Figure) or found[-1][1]
    yield from reversed(found)


def line(*parts: str | Span, tone: Tone = Tone.PLAIN) -> Line:
    """Make a line of texts and spans."""
    return Line(tuple(part if isinstance(part, Span) else Span(part) for part in parts), tone)


def paragraph(*parts: str | Span, tone: Tone = Tone.PLAIN) -> Paragraph:
    """Make a paragraph of texts and spans."""
    return Paragraph(line(*parts, tone=tone))


def strong(text: str) -> Span:
    """Make an emphasised span."""
    return Span(text, strong=True)
