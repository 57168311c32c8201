"""Judge one entry that a query may be: the score, the decision and the evidence for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.matching.decide import decide
from sanccheck.matching.explain import explain_name
from sanccheck.matching.features import FIELDS
from sanccheck.matching.identifiers import REGISTERED, agreeing, say
from sanccheck.model.entries import EntityType
from sanccheck.model.hits import Decision, Evidence, Says

if TYPE_CHECKING:
    from sanccheck.matching.candidates import Candidate
    from sanccheck.model.entries import Entry, Identifier
    from sanccheck.model.hits import Query

# What an identifier that agrees is worth, whatever the name.
REGISTERED_SCORE = 1.0
OTHER_SCORE = 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """What comparing a query with an entry came to."""

    score: float
    decision: Decision
    matched_name: str
    evidence: tuple[Evidence, ...]
    by_identifier: bool


def judge(
    query: Query, entry: Entry, candidate: Candidate, doubtful: frozenset[tuple[str, str]]
) -> Judged:
    """Compare a query with an entry.

    `doubtful` are identifiers read off the name whose scheme is a guess: they make a hit, but no
    match.
    """
    evidence: list[Evidence] = []
    score = 0.0
    matched_name = entry.name
    found = candidate.found
    if found is not None:
        name = entry.names[found.row.name]
        matched_name = name.text
        evidence += explain_name(found, name, person=entry.type is EntityType.PERSON)
        score = found.score.score
    features = [compare(query, entry) for compare in FIELDS]
    for feature in features:
        score *= feature.factor
    shared = agreeing(candidate.identifiers, entry)
    evidence += [_say_agreeing(one, doubtful) for one in shared]
    evidence += [feature.evidence for feature in features if feature.evidence is not None]
    certain = [one for one in shared if (one.scheme, one.value) not in doubtful]
    if shared:
        registered = any(one.scheme in REGISTERED for one in certain)
        score = max(score, REGISTERED_SCORE if registered else OTHER_SCORE)
    return Judged(
        score=min(1.0, score),
        decision=decide(query, entry, found, evidence, certain),
        matched_name=matched_name,
        evidence=tuple(evidence),
        by_identifier=bool(shared),
    )


def _say_agreeing(identifier: Identifier, doubtful: frozenset[tuple[str, str]]) -> Evidence:
    detail = say(identifier)
    if identifier.scheme == "ticker":
        detail += "; the tickers on lists are often stale"
    if (identifier.scheme, identifier.value) in doubtful:
        detail += "; a bare number may be another register's"
    return Evidence(field="identifier", says=Says.AGREES, detail=detail)
