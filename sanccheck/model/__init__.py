"""The words of the domain as frozen, typed values; nothing here computes."""

from sanccheck.model.entries import (
    Address,
    EntityType,
    Entry,
    Identifier,
    Link,
    Listing,
    Name,
    NameKind,
    PartialDate,
)
from sanccheck.model.hits import (
    CaseMark,
    Decision,
    Disposition,
    Evidence,
    Hit,
    Query,
    Says,
    Screened,
    Screening,
    Verdict,
)
from sanccheck.model.lists import Covers, ListState, NotScreened

__all__ = [
    "Address",
    "CaseMark",
    "Covers",
    "Decision",
    "Disposition",
    "EntityType",
    "Entry",
    "Evidence",
    "Hit",
    "Identifier",
    "Link",
    "ListState",
    "Listing",
    "Name",
    "NameKind",
    "NotScreened",
    "PartialDate",
    "Query",
    "Says",
    "Screened",
    "Screening",
    "Verdict",
]
