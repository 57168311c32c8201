"""Names that are none, or not as names are: what comes in when a table is torn."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 1000


def bad_names() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Give what each is with a maker of it, another for each number."""
    yield "nothing", lambda _: ""
    yield "spaces and controls", lambda number: " \t\r\n\x00\x1b\x7f" * (number + 1)
    yield "punctuation", lambda number: "!?.,;:-/&()<>" * (number + 1)
    yield "emoji", lambda number: "\U0001f680\U0001f4a5\u2764\ufe0f" * (number + 1)
    yield "right-to-left marks", lambda number: "\u200f\u202e\u2067" * (number + 1)
    yield "lone surrogates", lambda number: "\ud800\udfff" * (number + 1)
    yield "surrogates in a name", lambda number: f"Hik\ud800vision {_word(number, 8)}"
    yield "controls in a name", lambda number: f"Hik\x00vi\x1bsion\x07 {_word(number, 8)}"
    yield "marks in a name", lambda number: f"\u202eHik\u200fvision {_word(number, 8)}\u202c"
    yield "emoji in a name", lambda number: f"\U0001f680 Hikvision \U0001f4a5 {_word(number, 8)}"
    yield "scripts mixed in a word", lambda number: f"Нikvision 海康 هيك {_word(number, 5)}б"  # noqa: RUF001 - that is it
    yield "10,000 letters", lambda number: _word(number, 10_000)
    yield "10,000 letters of words", lambda number: _words(number, 10_000)
    yield "one word as long as is read", lambda number: _word(number, _LONGEST)
    yield "words as long as is read", lambda number: _words(number, _LONGEST)
    yield "short words as long as is read", lambda number: _words(number, _LONGEST, size=3)
    yield "one word again and again", lambda number: (_word(number, 7) + " ") * 120
    yield "common words alone", lambda _: ("bank of china trading group " * 36)[:_LONGEST]
    yield "lone letters", lambda number: " ".join(_word(number, 500))
    yield "numbers", lambda number: " ".join(map(str, range(number, number + 250)))[:_LONGEST]
    yield (
        "Han as long as is read",
        lambda number: "".join(
            random.Random(number).choices("中国商汤科技集团海康威视上海北京", k=_LONGEST)  # noqa: S311
        ),
    )


def _word(number: int, size: int) -> str:
    return "".join(random.Random(number).choices(_LETTERS, k=size))  # noqa: S311 - to repeat it


def _words(number: int, length: int, *, size: int = 8) -> str:
    return " ".join(_word(number * length + at, size) for at in range(0, length, size))[:length]
