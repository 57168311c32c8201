from __future__ import annotations

from datetime import date
from pathlib import Path

from sanccheck.audit.record import CASES, Record, Stamp
from sanccheck.cases.book import open_book
from sanccheck.cases.mark import Marking
from sanccheck.cases.party import Party
from sanccheck.model import Decision, Entry, Hit, Listing, Name, Query, Screened
from sanccheck.sources.served import Served, ServedCorpus
from sanccheck.watch.change import Few

STAMP = Stamp("2026-11-25T10:00:00Z", "ann", "test")
ENTRY = Entry(id="a_list:1", list="a_list", uid="1", type=None, names=(Name(text="Listed"),))


def served() -> Served:
    """Serve one entry."""
    corpus = ServedCorpus(corpus=Few([ENTRY]), lists=frozenset({"a_list"}))
    return Served(as_of=date(2026, 11, 25), lists=(), not_screened=(), corpora=(corpus,))


def screened(query: Query) -> Screened:
    """Answer a query with that entry."""
    hit = Hit(
        entry=ENTRY.id,
        list=ENTRY.list,
        name=ENTRY.name,
        matched_name=ENTRY.name,
        score=0.9,
        decision=Decision.POSSIBLE,
        programmes=(),
        listing=Listing(),
        evidence=(),
    )
    return Screened(query=query, normalised="x", hits=(hit,))


def test_many_cases_are_several_events_and_one_entry_is_kept_once(tmp_path: Path) -> None:
    """So that the last line stays short; the book that is read back has every case whole."""
    record = Record(tmp_path)
    marking = Marking(open_book(record), "parties", served())
    for number in range(250):
        query = Query(name=f"Party {number}")
        marking.mark(Party(book="parties", ref=None, query=query), screened(query))
    events = marking.events
    assert [len(event["cases"]) for event in events] == [100, 100, 50]
    assert [len(event["entries"]) for event in events] == [1, 0, 0]
    with record.writing() as writer:
        writer.append(CASES, STAMP, *events)
    book = open_book(record)
    assert len(book.cases) == 250
    assert {case.listed_name for case in book.cases.values()} == {"Listed"}


def test_what_the_book_has_is_not_written_again(tmp_path: Path) -> None:
    """A second screening of the same parties on the same list adds nothing."""
    record = Record(tmp_path)
    party = Party(book="parties", ref="1", query=Query(name="Party"))
    first = Marking(open_book(record), "parties", served())
    first.mark(party, screened(party.query))
    with record.writing() as writer:
        writer.append(CASES, STAMP, *first.events)
    second = Marking(open_book(record), "parties", served())
    second.mark(party, screened(party.query))
    assert second.events == []
