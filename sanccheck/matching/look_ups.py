"""Say under which words a reading is looked up, and what slips each may hold."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.matching.build import joined_spans
from sanccheck.matching.edits import allowed_edits
from sanccheck.names.spelling import canonical, misspelt
from sanccheck.names.tables import KEPT_WORDS
from sanccheck.names.weights import is_counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.names.reading import Reading

_PLURAL_FROM = 5


class LookUp(NamedTuple):
    """A word under which a reading is looked up, the slips allowed, and where it stands."""

    word: str
    edits: int
    start: int
    size: int


def looked_up(reading: Reading) -> Iterator[LookUp]:
    """Give the words under which a reading is looked up.

    Beside its own words those that neighbours make when written as one, and what a rare word may
    be a slip of: a plural's singular, a common word written in another way.
    """
    for start, token in enumerate(reading.tokens):
        for word, edits in ways_of_word(token):
            yield LookUp(word, edits, start, 1)
    for start, size, joined in joined_spans(reading.words):
        for word, edits in ways_of_joined(joined):
            yield LookUp(word, edits, start, size)


def ways_of_joined(joined: str) -> tuple[tuple[str, int], ...]:
    """Return what neighbours written as one are looked up under, each with its slips allowed."""
    one = canonical(joined)
    own = joined, min(1, allowed_edits(joined))
    return (own,) if one == joined else (own, (one, 0))


@lru_cache(maxsize=KEPT_WORDS)
def ways_of_word(token: str) -> tuple[tuple[str, int], ...]:
    """Return the words that a token is looked up under, each with its slips allowed."""
    ways = [(token, allowed_edits(token))]
    if not is_counted(token):
        if len(token) > _PLURAL_FROM and token.endswith("s"):
            ways.append((token[:-1], allowed_edits(token[:-1])))
        meant = misspelt(token)
        if meant is not None:
            ways.append((meant, 0))
    return tuple(ways)
