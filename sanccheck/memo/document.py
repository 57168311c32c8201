"""What a memo is made of: sections of paragraphs, lists and tables, in plain text.

Every text is made harmless here, once: whatever a name or a note holds, it reaches a renderer as
visible text on one line. Renderers only escape what is markup in their own format.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# Marks that change the direction of what follows, or have no width: shown, since a reader must
# see them. The last two are no characters and not allowed in XML.
_UNSEEN = {
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0x200B, 0x2010),
    *(0x061C, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF),
}


class Tone(StrEnum):
    """How a cell is coloured; a word always carries the meaning."""

    PLAIN = "plain"
    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, perhaps a link or emphasised."""

    text: str
    href: str | None = None
    strong: bool = False

    def __post_init__(self) -> None:
        """Make the text visible, whoever made the span."""
        object.__setattr__(self, "text", visible(self.text))


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
    """A table with a header row; `widths` are the columns' shares of the page."""

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what holds for each; `boxed` for the answer on the first page."""

    rows: tuple[tuple[str, Line], ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str

    def __post_init__(self) -> None:
        """Make the text visible, whoever made the heading."""
        object.__setattr__(self, "text", visible(self.text))


Block = Paragraph | Bullets | Table | Facts | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section of the memo."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A memo. `day` is the ISO date asked; the same memo gives the same bytes in each format."""

    title: str
    subtitle: str
    day: str
    program: str
    notice: str
    sections: tuple[Section, ...]


def visible(text: str) -> str:
    r"""Return text on one line, with what is invisible and changes meaning made visible.

    >>> visible("Acme\u202e\nLtd")
    'Acme⟨U+202E⟩ Ltd'
    """
    return "".join(_visible(text))


def _visible(text: str) -> Iterator[str]:
    for character in text:
        code = ord(character)
        if character in "\t\n\r\v\f\x85\u2028\u2029":
            yield " "
        elif code in _UNSEEN or unicodedata.category(character) in {"Cc", "Cs"}:
            yield f"⟨U+{code:04X}⟩"
        else:
            yield character


def line(*parts: str | Span, tone: Tone = Tone.PLAIN) -> Line:
    """Make a line of texts and spans."""
    return Line(tuple(part if isinstance(part, Span) else Span(part) for part in parts), tone)


def paragraph(*parts: str | Span, tone: Tone = Tone.PLAIN) -> Paragraph:
    """Make a paragraph of texts and spans."""
    return Paragraph(line(*parts, tone=tone))


def strong(text: str) -> Span:
    """Make an emphasised span."""
    return Span(text, strong=True)
