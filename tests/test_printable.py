from __future__ import annotations

import pytest

from sanccheck.printable import printable


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("商汤 A", None, "商汤 A"),
        ("A\x1b[31mB", None, "A\N{REPLACEMENT CHARACTER}[31mB"),
        ("A\u202eB\x9b", None, "A\N{REPLACEMENT CHARACTER}B\N{REPLACEMENT CHARACTER}"),
        ("half \ud800", None, "half \N{REPLACEMENT CHARACTER}"),
        ("two\nlines", None, "two\N{REPLACEMENT CHARACTER}lines"),
        ("abcdef", 3, "abc…"),
        ("abc", 3, "abc"),
    ],
)
def test_printable(text: str, most: int | None, shown: str) -> None:
    """What would steer a terminal is replaced, and what is too long is cut."""
    assert printable(text, most) == shown
