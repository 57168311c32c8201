"""Text that shows all it holds, whatever somebody put into a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Marks that change the direction of what follows, have no width or look like another's, and what
# is no character that a font could have: shown, since a reader must see them.
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
_RIGHT_TO_LEFT = {"R", "AL"}


def visible(text: str) -> str:
    r"""Return text on one line, with what is invisible and changes meaning made visible.

    >>> visible("Acme\u202e\nLtd")
    'Acme⟨U+202E⟩ Ltd'
    """
    return text if text.isprintable() else "".join(_visible(text))


def _visible(text: str) -> Iterator[str]:
    for character in text:
        if character in "\t\n\r\v\f\x85\u2028\u2029":
            yield " "
        elif unicodedata.category(character) in _UNSEEN:
            yield f"⟨U+{ord(character):04X}⟩"
        else:
            yield character


def runs_right_to_left(text: str) -> bool:
    """Say whether a text holds letters that run from right to left.

    >>> runs_right_to_left("شركة"), runs_right_to_left("Acme")
    (True, False)
    """
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text
    )
