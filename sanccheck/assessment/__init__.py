"""From findings to an answer: outcome, structure, terms, questions, per party and per offering."""

from sanccheck.assessment.assess import assess
from sanccheck.assessment.result import (
    Assessment,
    ListedTerm,
    OfferingResult,
    PartyResult,
    Question,
    ReviewFlag,
    TermState,
)

__all__ = [
    "Assessment",
    "ListedTerm",
    "OfferingResult",
    "PartyResult",
    "Question",
    "ReviewFlag",
    "TermState",
    "assess",
]
