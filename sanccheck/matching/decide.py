"""Decide what a hit amounts to. A score alone never makes a match.

A match takes a registered identifier that agrees; or, for a company, the exact legal name with its
legal form, the same jurisdiction of organisation, and an address or an identifier of its
securities that agrees; or, for a person, the full name, the full date of birth and a country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.matching.identifiers import REGISTERED
from sanccheck.model.entries import EntityType
from sanccheck.model.hits import Decision, Evidence, Says
from sanccheck.names.normalise import words
from sanccheck.names.weights import is_counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sanccheck.matching.search import Found
    from sanccheck.model.entries import Entry, Identifier
    from sanccheck.model.hits import Query

# So many telling words of an address in common make it agree.
_ADDRESS_WORDS = 2


def decide(
    query: Query,
    entry: Entry,
    found: Found | None,
    evidence: Iterable[Evidence],
    agreeing: Sequence[Identifier],
) -> Decision:
    """Return the decision on an entry that may be the one asked for."""
    says = {one.field: one.says for one in evidence}
    if any(one.scheme in REGISTERED for one in agreeing):
        return Decision.MATCH
    if found is None or not found.score.exact or found.row.weak or _left_over(found):
        return Decision.POSSIBLE
    if entry.type is EntityType.PERSON:
        sure = says.get("date of birth") is Says.AGREES and says.get("country") is Says.AGREES
    else:
        sure = (
            says.get("legal form") is Says.AGREES
            and says.get("jurisdiction") is Says.AGREES
            and (bool(agreeing) or _address_agrees(query, entry))
        )
    return Decision.MATCH if sure else Decision.POSSIBLE


def _left_over(found: Found) -> bool:
    return bool(found.alignment.query_left or found.alignment.listed_left)


def _address_agrees(query: Query, entry: Entry) -> bool:
    if query.address is None:
        return False
    asked = {word for word in words(query.address) if _tells(word)}
    return any(
        len(asked & set(words(address.text))) >= _ADDRESS_WORDS for address in entry.addresses
    )


def _tells(word: str) -> bool:
    """Say whether a word of an address tells one from others: a number of it, or a rare name."""
    return word.isdigit() or not is_counted(word)
