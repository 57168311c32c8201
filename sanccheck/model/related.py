"""Who is known to stand close to a listed entry without being it: curated, cited, dated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanccheck.model.entries import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One party that a curated supplement relates to an entry.

    `kind` is the party's relation to the entry (parent, subsidiary, affiliate, same_group).
    `listed_vehicle` says that the party is the one whose securities trade for the group.
    `names` are further names; `organised_in` is an ISO alpha-2 code; `source` is the citation
    of the relation and `confidence` the tag of the fact (V, V2, M, U). `ids_source` is the citation
    of the identifiers where it is another; it may be later than a day asked, so that no answer
    prints it. `as_of` is the day the fact was read.
    """

    name: str
    entry: str
    kind: str
    source: str
    ids_source: str | None = None
    names: tuple[str, ...] = ()
    organised_in: str | None = None
    ids: tuple[Identifier, ...] = ()
    listed_vehicle: bool = False
    confidence: str | None = None
    note: str | None = None
    as_of: str | None = None
