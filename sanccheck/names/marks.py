"""Know of each word, once, whether reading a name has anything to do about it.

Most words of most names are plain: no part of a legal form, no slip of one, no number. What has to
be looked into is told by the marks of a name's words, so that a plain name is read in one step.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from sanccheck.names.legal_forms import FORM_WORDS
from sanccheck.names.places import begins_place
from sanccheck.names.repairs import (
    is_misread,
    may_be_common,
    may_be_repaired,
    may_end_form,
    may_open_with_form,
)
from sanccheck.names.spelling import may_be_number
from sanccheck.names.tables import KEPT_WORDS
from sanccheck.names.weights import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable

FORM = 1  # a word of a legal form
PLACE = 2  # the first word of a place of several
NUMBER = 4  # digits, a number word or a Roman number
REPAIR = 8  # may be a legal form with a slip in it, or hold one
GUESS = 16  # at the start it may be a short legal form with a slip in it
MISREAD = 32  # may hold what scanning confuses
MIXED = 64  # letters and digits
TITLE = 128
VEHICLE = 256
SECURITY = 512
WRAPPER = 1024  # may stand between two names
COMMON = 4096  # may be a common word with a slip in it
SPLIT = 2048  # the end of a legal form's word

_TITLES, _VEHICLES, _SECURITIES = CLASSES["title"], CLASSES["vehicle"], CLASSES["security"]
_WRAPPERS = frozenset({"as", "of", "for", "known", "formerly", "name", "nominee", "nominees"}) | {
    f"{one}{two}a" for one in "fad" for two in "bk"
}


def marks_of(words: Iterable[str]) -> int:
    """Return all marks that any of the words has.

    >>> marks_of(["hikvision", "digital"]), marks_of(["hikvision", "ltd"]) == FORM
    (0, True)
    """
    return reduce(or_, map(marks, words), 0)


@lru_cache(maxsize=KEPT_WORDS)
def marks(word: str) -> int:
    """Return the marks of a word in its comparable form."""
    return (
        FORM * (word in FORM_WORDS)
        | PLACE * begins_place(word)
        | NUMBER * may_be_number(word)
        | REPAIR * may_be_repaired(word)
        | COMMON * may_be_common(word)
        | SPLIT * may_end_form(word)
        | GUESS * may_open_with_form(word)
        | MISREAD * is_misread(word)
        | MIXED * (not (word.isalpha() or word.isdigit()))
        | TITLE * (word in _TITLES)
        | VEHICLE * (word in _VEHICLES)
        | SECURITY * (word in _SECURITIES or word.isdigit())
        | WRAPPER * (word in _WRAPPERS)
    )
