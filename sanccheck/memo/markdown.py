"""Render a memo as Markdown (GitHub flavour)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sanccheck.memo.document import (
    Block,
    Bullets,
    Facts,
    Figure,
    Heading,
    Line,
    Memo,
    Paragraph,
    Span,
    Table,
)
from sanccheck.memo.letterhead import PLAIN, Letterhead

_ANYWHERE = re.compile(r"([\\`*\[\]<>|~$&@])")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(r"^(\s*)([#+=\-]|\d+(?=[.)]))")


def to_markdown(memo: Memo, letterhead: Letterhead = PLAIN) -> str:
    """Return the memo as Markdown text that ends in a newline."""
    return "\n".join(_lines(memo, letterhead)) + "\n"


def _lines(memo: Memo, letterhead: Letterhead) -> Iterator[str]:
    above = ". ".join(part for part in (letterhead.name, letterhead.header) if part)
    if above:
        yield escape(above)
        yield ""
    yield f"# {escape(memo.title)}"
    yield ""
    yield f"**{escape(memo.subtitle)}**, as of {memo.day}"
    yield ""
    yield f"> {escape(memo.notice)}"
    for number, section in enumerate(memo.sections, 1):
        yield ""
        yield f"## {number}. {escape(section.title)}"
        for block in section.blocks:
            yield ""
            yield from _block(block)
    if letterhead.footer:
        yield ""
        yield "---"
        yield ""
        yield escape(letterhead.footer)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _line(block.line)
    elif isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {escape(block.text)}"
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.lines, 1):
            yield f"{f'{number}.' if block.numbered else '-'} {_line(item)}"
    elif isinstance(block, Facts):
        yield "| | |"
        yield "|---|---|"
        for label, value in block.rows:
            yield f"| {escape(label)} | {_line(value)} |"
    elif isinstance(block, Figure):
        yield escape(block.caption)
        yield ""
        yield from _block(block.told)
    elif isinstance(block, Table):
        yield f"| {' | '.join(escape(cell) for cell in block.header)} |"
        yield f"|{'---|' * len(block.header)}"
        for row in block.rows:
            yield f"| {' | '.join(_line(cell) for cell in row)} |"


def _line(line: Line) -> str:
    return "".join(_span(span) for span in line.spans)


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.strong and text.strip():
        bare = text.strip()
        text = text.replace(bare, f"**{bare}**", 1)
    if span.href is not None:
        return f"[{text}](<{span.href.replace('<', '%3C').replace('>', '%3E')}>)"
    return text


def escape(text: str) -> str:
    r"""Return text in which nothing is markup and nothing becomes a link by itself.

    An underscore within a word is none, so that MUST_EXCLUDE_US_PERSONS stays as it is.

    >>> escape("REG_S_ONLY _x_ [a](https://b)")
    'REG_S_ONLY \\_x\\_ \\[a\\](https\\://b)'
    """
    text = _ANYWHERE.sub(r"\\\1", text)
    text = _UNDERSCORE.sub(r"\\_", text)
    text = text.replace("://", "\\://").replace("www.", "www\\.")
    start = _AT_START.match(text)
    if start is None:
        return text
    mark = start[2]
    if mark.isdigit():
        return text[: start.end()] + "\\" + text[start.end() :]
    return start[1] + "\\" + text[start.start(2) :]
