"""What a decision rests on: the party's facts, the entry and the matcher's verdict, as they stood.

Each is kept as plain values with a digest. A false positive holds while all three digests are the
same; what differs is said in words.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanccheck.model.entry_json import entry_to_dict
from sanccheck.screening_json import query_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sanccheck.model.entries import Entry
    from sanccheck.model.hits import Hit, Query

Plain = dict[str, Any]

_SHORT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A hit on a party as it stands: the party's facts, the entry, the verdict.

    `entry` holds the entry as it stands in each publication that serves it, a whole and a newer
    part; most often that is one.
    """

    facts: Plain
    entry: tuple[Plain, ...]
    verdict: Plain

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each of the three."""
        return {
            "party": digest(self.facts),
            "entry": digest(self.entry),
            "verdict": digest(self.verdict),
        }


def stood(query: Query, hit: Hit, entries: Sequence[Entry]) -> Stood:
    """Return how a hit stands."""
    return Stood(
        facts=query_document(query),
        entry=tuple(entry_to_dict(one) for one in entries),
        verdict=_verdict(hit),
    )


def digest(plain: Any) -> str:
    """Return the sha256 of plain values, whatever the order of their keys."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def differences(before: Stood, now: Stood) -> tuple[str, ...]:
    """Say in words what of the party, the entry and the verdict differs."""
    return (
        *_fields("the party's", before.facts, now.facts),
        *_entries(before.entry, now.entry),
        *_fields("the matcher's", before.verdict, now.verdict),
    )


def _verdict(hit: Hit) -> Plain:
    """Return what the matcher says; what is of the entry alone is left to the entry."""
    return {
        "decision": hit.decision.value,
        "relation": hit.relation,
        "score": hit.score,
        "matched_name": hit.matched_name,
        "evidence": [[one.field, one.says.value, one.detail] for one in hit.evidence],
        "list_certain": hit.list_certain,
        "listed_on_known": hit.listed_on_known,
    }


def _entries(before: Sequence[Plain], now: Sequence[Plain]) -> Iterator[str]:
    if len(before) != len(now):
        yield f"the entry stood in {len(before)} publications, now in {len(now)}"
    for old, new in zip(before, now, strict=False):
        yield from _fields("the entry's", old, new)


def _fields(whose: str, before: Plain, now: Plain) -> Iterator[str]:
    for key in dict.fromkeys([*before, *now]):
        old, new = before.get(key), now.get(key)
        if old != new:
            yield f"{whose} {key.replace('_', ' ')} was {_say(old, new)}, is {_say(new, old)}"


def _say(value: Any, other: Any) -> str:
    """Say a value; of a list what the other has not."""
    if value is None or value == []:
        return "not given"
    if isinstance(value, list):
        kept = other if isinstance(other, list) else []
        own = [one for one in value if one not in kept]
        if not own:
            return f"{len(value)} of these"
        said = "; ".join(_plain(one) for one in own)
    else:
        said = _plain(value)
    return f"{said[:_SHORT]}…" if len(said) > _SHORT else said


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values())
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return f"'{value}'" if isinstance(value, str) else str(value)
