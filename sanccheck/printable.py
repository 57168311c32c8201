"""Text from files as it can be shown: nothing in it steers a terminal or turns its direction."""

from __future__ import annotations


def printable(text: str, most: int | None = None) -> str:
    r"""Return text that cannot move the cursor or colour the screen, cut after `most` characters.

    >>> printable("A\x1b[31mB"), printable("abcdef", 3)
    ('A�[31mB', 'abc…')
    """
    if most is not None and len(text) > most:
        text = f"{text[:most]}…"
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
