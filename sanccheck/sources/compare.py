"""Compare what two publications of a source say, and follow one entry through all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publication of a source, or its embedded list, as it was taken in.

    `published` is None where the file has no date; `partial` says that only a part is there.
    """

    source: str
    published: date | None
    sha256: str
    embedded: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An entry that stands in both; `fields` are the names of those that differ."""

    entry: str
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What was added, removed and changed from one publication to a later one, by entry id."""

    source: str
    earlier: Publication
    later: Publication
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    changed: tuple[Changed, ...]

    @property
    def same_publication(self) -> bool:
        """Say that both days stand on one publication, so that nothing was compared."""
        return self.earlier == self.later

    def of_list(self, list_id: str) -> Difference:
        """Return the part of the difference that is about one legal list."""
        prefix = f"{list_id}:"
        return replace(
            self,
            added=tuple(one for one in self.added if one[0].startswith(prefix)),
            removed=tuple(one for one in self.removed if one[0].startswith(prefix)),
            changed=tuple(one for one in self.changed if one.entry.startswith(prefix)),
        )

    def to_dict(self) -> Plain:
        """Return the difference as plain values for JSON."""
        return {
            "source": self.source,
            "from": publication_to_dict(self.earlier),
            "to": publication_to_dict(self.later),
            "same_publication": self.same_publication,
            "added": [{"entry": entry, "name": name} for entry, name in self.added],
            "removed": [{"entry": entry, "name": name} for entry, name in self.removed],
            "changed": [
                {"entry": one.entry, "name": one.name, "fields": list(one.fields)}
                for one in self.changed
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a publication says of an entry.

    `what` is "on it", "unchanged", "changed" (`fields` are those that differ) or "not on it"; or
    "not in this part", where a part of the list no longer has what an earlier part had.
    """

    publication: Publication
    what: str
    name: str | None
    fields: tuple[str, ...] = ()

    def to_dict(self) -> Plain:
        """Return the event as plain values for JSON."""
        return {
            **publication_to_dict(self.publication),
            "what": self.what,
            "name": self.name,
            "fields": list(self.fields),
        }


def publication_to_dict(publication: Publication) -> Plain:
    """Return a publication as plain values for JSON."""
    published = publication.published
    return {
        "source": publication.source,
        "published": None if published is None else published.isoformat(),
        "sha256": publication.sha256,
        "embedded": publication.embedded,
        "partial": publication.partial,
    }


def lines_by_id(lines: Iterable[bytes]) -> dict[str, bytes]:
    """Return entries' JSON lines by entry id."""
    found = {}
    for line in lines:
        found[str(json.loads(line)["id"])] = line
    return found


def differ(
    source: str,
    earlier: tuple[Publication, Mapping[str, bytes]],
    later: tuple[Publication, Mapping[str, bytes]],
) -> Difference:
    """Compare two publications, each with its entries' lines by id."""
    before, after = earlier[1], later[1]
    return Difference(
        source=source,
        earlier=earlier[0],
        later=later[0],
        added=tuple((one, _name(after[one])) for one in after if one not in before),
        removed=tuple((one, _name(before[one])) for one in before if one not in after),
        changed=tuple(
            Changed(entry=one, name=_name(line), fields=fields)
            for one, line in after.items()
            if one in before and (fields := fields_changed(before[one], line))
        ),
    )


def follow(publications: Iterable[tuple[Publication, bytes | None]]) -> Iterator[Event]:
    """Yield what each publication says of an entry; of those without it, where it went missing."""
    last: bytes | None = None
    first = True  # so that an entry that comes later is told to be missing at first
    in_a_part = False
    for publication, line in publications:
        if line is None and publication.partial:
            # Another part may hold it: that it is not here says nothing of the list.
            if in_a_part:
                name = None if last is None else _name(last)
                yield Event(publication=publication, what="not in this part", name=name)
            in_a_part = False
            continue
        in_a_part = publication.partial or in_a_part
        if line is None and (first or last is not None):
            name = None if last is None else _name(last)
            yield Event(publication=publication, what="not on it", name=name)
        elif line is not None and last is None:
            yield Event(publication=publication, what="on it", name=_name(line))
        elif line is not None and last is not None:
            fields = fields_changed(last, line)
            what = "changed" if fields else "unchanged"
            yield Event(publication=publication, what=what, name=_name(line), fields=fields)
        first, last = False, line


def fields_changed(before: bytes, after: bytes) -> tuple[str, ...]:
    """Return the names of the fields that differ between two lines of an entry."""
    if before == after:
        return ()
    old, new = json.loads(before), json.loads(after)
    return tuple(key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key))


def _name(line: bytes) -> str:
    return str(json.loads(line)["names"][0]["text"])
