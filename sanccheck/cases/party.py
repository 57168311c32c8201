"""Whose hit it is: a party of a book, known by its reference, or by all that is known of it.

A party with a reference (a row's own id, the id of a deal file, `--party`) stays the same party
when its facts change. One without is its facts: another with the same name and another country is
another party, so that nothing is suppressed by a name alone. A book is a file, by its path, or
what the user calls it: the same name in two books is two parties.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.cases.stood import digest
from sanccheck.screening_json import query_document

if TYPE_CHECKING:
    from sanccheck.model.hits import Query

_ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party of a book; `ref` is its reference there, None where it has none."""

    book: str
    ref: str | None
    query: Query

    @property
    def key(self) -> str:
        """A digest that names the party."""
        who = self.ref if self.ref is not None else query_document(self.query)
        return digest([self.book, self.ref is not None, who])

    @property
    def name_key(self) -> str:
        """A digest of its book and name, by which an earlier case of it is found."""
        return digest([self.book, self.query.name])


def case_id(party: Party, entry: str) -> str:
    """Return the id of the case of a party and an entry, the same at every screening."""
    text = f"{party.key} {entry}"
    return "c" + hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH]
