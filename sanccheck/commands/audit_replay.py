"""Run a recorded screening, batch or assessment again, on the lists and rules of then.

The stored snapshots that served, the user's choices, the deal file, the rules and the case book as
it was are taken from the home; what comes with the program (embedded lists, supplements, the code)
is that of now, and where it differs from then, that is said.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanccheck import __version__
from sanccheck.audit.inputs import kept_input
from sanccheck.audit.record import Record
from sanccheck.cases.book import open_book
from sanccheck.cases.mark import Marking
from sanccheck.cases.party import Party
from sanccheck.commands.options import home
from sanccheck.commands.recording import digest, ground, hits_of
from sanccheck.errors import InputError, SourceError, UsageError
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Pinned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.model.hits import Screened
    from sanccheck.sources.served import Served

Plain = dict[str, Any]

_KINDS = ("screening", "batch", "assessment", "memo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What running an event again came to; `differs` says what came out otherwise, and why."""

    event: int
    kind: str
    equal: bool
    differs: tuple[str, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> Plain:
        """Return it as plain values for JSON."""
        return {
            "event": self.event,
            "kind": self.kind,
            "equal": self.equal,
            "differs": list(self.differs),
            "notes": list(self.notes),
        }


def replay(event: Plain) -> Replayed:
    """Run an event again and compare what comes out with what came out then.

    Raises:
        UsageError: when it is no screening, batch, assessment or memo.
        SourceError: when what it was made from is gone or damaged.
        InputError: when a batch's file is gone or is another.
    """
    again = {
        "screening": _screening,
        "batch": _batch,
        "assessment": _assessment,
        "memo": _assessment,
    }.get(event["kind"])
    if again is None:
        raise UsageError(
            f"event {event['n']} is a {event['kind']}; what can be run again is a "
            f"{', '.join(_KINDS[:-1])} or {_KINDS[-1]}"
        )
    before = event["outputs"]
    served, outputs = again(event)
    gone = {(one[0], one[1]) for one in event["snapshots"]} - set(served.snapshots)
    if gone:
        source, sha256 = min(gone)
        raise SourceError(
            f"the snapshot of {source} with the sha256 {sha256[:16]} is gone or damaged; import "
            "that file again to run this event"
        )
    equal = outputs["sha256"] == before["sha256"]
    differs = () if equal else (*_ground(event, ground(served)), *_outputs(before, outputs))
    if not equal and not differs:
        differs = ("the same hits and findings, told in other words",)
    return Replayed(
        event=event["n"],
        kind=event["kind"],
        equal=equal,
        differs=differs,
        notes=tuple(_notes(event)),
    )


def _notes(event: Plain) -> Iterator[str]:
    program = f"sanccheck {__version__}"
    if event["program"] != program:
        yield f"answered then by {event['program']}, now by {program}"


def _pinned(event: Plain) -> Pinned:
    snapshots = frozenset((source, sha256) for source, sha256 in event["snapshots"])
    return Pinned(snapshots=snapshots, choices=event["choices"])


def _marking(event: Plain, book: str, served: Served) -> Marking:
    """Return what gives hits their cases, with the case book as it was then."""
    head = event["cases_head"][0]
    until = head if isinstance(head, int) else 0
    return Marking(open_book(Record(home()), until=until), book, served)


def _screening(event: Plain) -> tuple[Served, Plain]:
    from sanccheck.screening import screen
    from sanccheck.screening_json import query_from, screening_document

    asked = event["inputs"]
    as_of = date.fromisoformat(event["as_of"])
    served = open_library(home()).serve(as_of, asked["lists"], pinned=_pinned(event))
    queries = [query_from(one) for one in asked["queries"]]
    screening = screen(queries, served, min_score=asked["min_score"])
    if asked["party"] is not None:
        book, ref = asked["party"]
        marking = _marking(event, book, served)
        results = (
            marking.mark(Party(book=book, ref=ref, query=one.query), one)
            for one in screening.results
        )
        screening = replace(screening, results=tuple(results))
    return served, {
        "sha256": digest(screening_document(screening)),
        "hits": [hits_of(one) for one in screening.results],
    }


def _batch(event: Plain) -> tuple[Served, Plain]:
    from sanccheck.commands.batch import digested
    from sanccheck.commands.batch_answers import Counts, answer_rows
    from sanccheck.commands.batch_columns import Given, choose_columns
    from sanccheck.commands.batch_rows import drop_unfit, read_rows
    from sanccheck.screening import Screener
    from sanccheck.tables import read_table

    asked = event["inputs"]
    path = Path(asked["file"])
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    if sha256 != asked["sha256"]:
        raise InputError(f"{path}: is not the file of then; put that back to run the batch again")
    as_of = date.fromisoformat(event["as_of"])
    served = open_library(home()).serve(as_of, asked["lists"], pinned=_pinned(event))
    table = read_table(path, sheet=asked["sheet"])
    columns, _ = drop_unfit(table, choose_columns(table, Given(**asked["columns"])))
    screener = Screener(served, min_score=asked["min_score"]) if served.lists else None
    marking = _marking(event, asked["book"], served)

    def mark(ref: str | None, screened: Screened) -> Screened:
        return marking.mark(Party(book=asked["book"], ref=ref, query=screened.query), screened)

    total, counts = hashlib.sha256(), Counts()
    screen = None if screener is None else screener.screen_many
    for answer in answer_rows(read_rows(table, columns), screen, mark):
        counts.add(answer)
        total.update(digested(answer))
    by_status = {one.name.lower(): count for one, count in counts.by_status.items()}
    return served, {"sha256": total.hexdigest(), "rows": counts.rows, "counts": by_status}


def _assessment(event: Plain) -> tuple[Served, Plain]:
    from sanccheck.assessment import assess
    from sanccheck.commands.assess import serve
    from sanccheck.commands.assess_json import document
    from sanccheck.commands.assess_record import outputs, unpacked
    from sanccheck.deal.load import parse_deal
    from sanccheck.deal.screen import screen_deal
    from sanccheck.rulebook.house import with_house
    from sanccheck.rulebook.load import load_rulebook
    from sanccheck.screening import Screener

    asked, as_of = event["inputs"], date.fromisoformat(event["as_of"])
    kept = {name: kept_input(home(), sha256) for name, sha256 in asked["kept"].items()}
    if not kept:
        raise UsageError(f"of event {event['n']} the deal file and the rules were not kept")
    loaded = parse_deal(kept["deal"], asked["path"])
    rulebook = load_rulebook(unpacked(kept["rules"]), examples=False)
    if "house" in kept:
        rulebook = with_house(rulebook, unpacked(kept["house"]))
    served = serve(open_library(home()), as_of, loaded, rulebook, _pinned(event))
    screening = screen_deal(loaded.deal, served, Screener(served))
    marking = _marking(event, asked["book"], served)
    results = {
        party: marking.mark(Party(book=asked["book"], ref=party, query=one.query), one)
        for party, one in screening.results.items()
    }
    found = assess(loaded, replace(screening, results=results), rulebook, event["program"])
    return served, {"sha256": digest(document(found)), **outputs(found)}


def _ground(event: Plain, now: Plain) -> Iterator[str]:
    """Say which list or supplement that took part is another now, or is not there."""
    for what, key in (("list", "lists"), ("supplement", "supplements")):
        before = {one[0]: one[-1] for one in event[key]}
        after = {one[0]: one[-1] for one in now[key]}
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                old, new = _short(before.get(name)), _short(after.get(name))
                yield f"the {what} {name} was {old}, is {new}"


def _short(sha256: str | None) -> str:
    return "not there" if sha256 is None else f"sha256 {sha256[:12]}"


def _outputs(before: Plain, after: Plain) -> Iterator[str]:
    for key in after:
        old, new = before.get(key), after[key]
        if key == "sha256" or old == new:
            continue
        if key == "hits":
            yield from _hits(old, new)
        elif key == "findings":
            yield from _items("finding", old or [], new)
        else:
            yield f"{key} was {old}, is {new}"


def _hits(old: Any, new: Any) -> Iterator[str]:
    """Say which hits differ; of a screening they stand by query, of an assessment by party."""
    pairs = new.items() if isinstance(new, dict) else enumerate(new)
    for who, found in pairs:
        yield from _items(f"hit of {who}", old[who] if old else [], found)


def _items(what: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    for one in old:
        if one not in new:
            yield f"{what} then and not now: {_words(one)}"
    for one in new:
        if one not in old:
            yield f"{what} now and not then: {_words(one)}"


def _words(item: list[Any]) -> str:
    return " ".join(str(one) for one in item if one is not None)
