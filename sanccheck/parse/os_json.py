"""Read OpenSanctions' JSON lines: nested targets, or entities that name each other by id.

Only targets become entries. What else is in a file of entities (addresses, sanctions, relations,
parties that are no targets) goes into the entries of the targets that it is about. Lines are read
and checked at once and decoded again one by one as entries are asked for, so that a large file is
never in memory as objects.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused
from sanccheck.parse.iso_dates import new_york_day
from sanccheck.parse.os_entry import OsEntry
from sanccheck.parse.os_thing import ENDS, PARTIES, Thing, datasets_note, read_thing
from sanccheck.parse.strict_json import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sanccheck.model.entries import Entry
    from sanccheck.parse.list_rules import ListRules
    from sanccheck.parse.parsed import Tally

Span = tuple[int, int]


class OsJson:
    """A file of JSON lines read whole.

    Raises:
        ListRefused: when a line is not whole, well-formed JSON, or an object has no id, no schema
            or no name, stands twice, or does not say whether it is a target.
    """

    format = ""
    missing: tuple[str, ...] = ()

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        self._spans: dict[str, Span] = {}
        self._targets: dict[str, Span] = {}
        self._attached: dict[str, list[Span]] = {}
        self._unattached: list[str] = []
        days = set()
        datasets: Counter[str] = Counter()
        for number, span in enumerate(self._lines(), 1):
            thing = self._thing(span)
            self._check(thing, number)
            self._spans[thing.id] = span
            if thing.target:
                self._targets[thing.id] = span
                days.add(dict(thing.seen).get("last_seen", ""))
                datasets.update(thing.datasets)
            elif thing.schema not in PARTIES and thing.schema != "Address":
                self._attach(thing, span)
        self.published = self._latest(days)
        others = len(self._spans) - len(self._targets)
        self.notes: tuple[str, ...] = datasets_note(datasets)
        if others:
            note = f"{others} objects of the file are no targets and no entries of their own"
            self.notes = (*self.notes, note)

    @property
    def records(self) -> int:
        """The number of targets."""
        return len(self._targets)

    def entries(self, rules: ListRules, tally: Tally) -> Iterator[Entry]:
        """Give the entries, one for each list that a target is on."""
        on = rules.lists_of((), tuple)
        maker = OsEntry(tally, on[0].list if on else "", self._resolve, set(self._targets))
        for schema in self._unattached:
            tally.strange("relation", schema)
        for uid, span in self._targets.items():
            attached = [self._thing(one) for one in self._attached.get(uid, ())]
            yield from maker.record(self._thing(span), attached).entries(rules)

    def _lines(self) -> Iterator[Span]:
        start = 3 if self._data.startswith(b"\xef\xbb\xbf") else 0
        while start < len(self._data):
            end = self._data.find(b"\n", start)
            end = len(self._data) if end < 0 else end
            if self._data[start:end].strip():
                yield start, end
            start = end + 1

    def _thing(self, span: Span) -> Thing:
        start, end = span
        where = f"{self._name}: the line at byte {start}"
        return read_thing(read_json(self._data[start:end], where), where)

    def _check(self, thing: Thing, number: int) -> None:
        if not (thing.id and thing.schema and thing.caption) or any(
            letter.isspace() for letter in thing.id
        ):
            raise ListRefused(
                f"{self._name}: line {number}: '{(thing.id or thing.caption or '?')[:40]}' has no "
                "id, no schema or no name; download it again"
            )
        if thing.target is None:
            raise ListRefused(
                f"{self._name}: line {number}: '{thing.id[:60]}' does not say whether it is a "
                "target; the publisher has changed the format"
            )
        if thing.id in self._spans:
            raise ListRefused(
                f"{self._name}: '{thing.id[:60]}' stands twice (line {number}); download it again"
            )

    def _attach(self, thing: Thing, span: Span) -> None:
        ends = {text for prop in ENDS for text in thing.texts(prop)}
        for text in ends:
            self._attached.setdefault(text, []).append(span)
        if not ends:
            self._unattached.append(thing.schema)

    def _resolve(self, uid: str) -> Thing | None:
        span = self._spans.get(uid)
        return None if span is None else self._thing(span)

    def _latest(self, moments: set[str]) -> date | None:
        days = [self._day(one) for one in moments if one]
        return max(days, default=None)

    def _day(self, moment: str) -> date:
        day = new_york_day(moment)
        if day is None:
            raise ListRefused(f"{self._name}: last_seen '{moment[:40]}' is no time")
        return day


class OsNestedJson(OsJson):
    """A file of targets with what belongs to them nested in them."""

    format = "os_nested_json"


class OsFtmJson(OsJson):
    """A file of entities that name each other by id."""

    format = "os_ftm_json"
