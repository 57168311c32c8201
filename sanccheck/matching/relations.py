"""Know who stands close to a listed entry without being it, from the curated supplements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.matching.judge import Judged
from sanccheck.model.hits import Decision, Evidence, Says
from sanccheck.names.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sanccheck.model.entries import Identifier
    from sanccheck.model.hits import Hit, Query
    from sanccheck.model.related import Related

# What naming a related party exactly is worth as a hit on the entry.
RELATED_SCORE = 0.9
_SAID = {
    "parent": "the parent",
    "subsidiary": "a subsidiary",
    "affiliate": "an affiliate",
    "same_group": "of the same group",
}


class Relations:
    """The related parties, by their exact names and by their identifiers."""

    def __init__(self, related: Iterable[Related]) -> None:
        self._by_name: dict[str, list[Related]] = {}
        self._by_identifier: dict[tuple[str, str], list[Related]] = {}
        for one in related:
            for name in {normalise(text) for text in (one.name, *one.names)}:
                self._by_name.setdefault(name, []).append(one)
            for identifier in one.ids:
                key = identifier.scheme, identifier.value
                self._by_identifier.setdefault(key, []).append(one)

    def __contains__(self, normal: str) -> bool:
        """Say whether a related party has a normalised name."""
        return normal in self._by_name

    def of(self, normal: str, given: Sequence[Identifier]) -> Iterator[Related]:
        """Give the related parties with a normalised name, legal form and all, or an identifier."""
        found = list(self._by_name.get(normal, ()))
        for identifier in given:
            for one in self._by_identifier.get((identifier.scheme, identifier.value), ()):
                if one not in found:
                    found.append(one)
        yield from found

    def judge(self, related: Related, query: Query, by_name: Hit | None) -> Judged:
        """Return the hit that a relation makes; it takes the place of the name's own hit."""
        detail = (
            f"{related.name} is {_SAID.get(related.kind, related.kind)} of the listed entity, "
            f"not the listed entity ({related.source})"
        )
        if related.kind == "same_group":
            detail = f"{related.name} is of the listed entity's group, not it ({related.source})"
        evidence = [Evidence(field="relation", says=Says.AGREES, detail=detail)]
        if by_name is not None:
            evidence += by_name.evidence
        return Judged(
            score=RELATED_SCORE if by_name is None else max(by_name.score, RELATED_SCORE),
            decision=Decision.POSSIBLE,
            matched_name=query.name if by_name is None else by_name.matched_name,
            evidence=tuple(evidence),
            by_identifier=False,
        )
