"""Labelled names: what must raise a hit, what must not, and what this program says today.

tests/cases/names.csv holds the pairs. `listed` are the names of one entry, the primary one first,
divided by "; ", a weak alias marked by "~". A "match" must raise a hit on that entry; a "no" must
not: the query is another party, or too little of a name. A hit is no more than a reason to look,
so a "match" may be another legal person than the entry ("SenseTime Group Inc."), as its note says.
names_frozen.csv beside it holds the verdicts; `--update-golden` writes it anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from sanccheck.model import Query
from sanccheck.model.entries import EntityType, Entry, Name, NameKind
from sanccheck.screening import Screener
from sanccheck.sources.served import Served, ServedCorpus

CASES = Path(__file__).parent.parent / "cases"
LIST = "us_test"
# What may be missed and raised for nothing at most; the floors rise as matching gets better.
LEAST_FOUND = 0.90
MOST_ALARMS = 0.05
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pair with what the program says of it: whether it is found, and how it is decided."""

    row: Row
    found: bool
    decision: str


class Corpus:
    """Entries held in memory."""

    key = "labelled names"

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry."""
        return self._entries

    def entry_at(self, position: int) -> Entry:
        """Return one entry."""
        return self._entries[position]

    def position_of(self, entry_id: str) -> int | None:
        """Return where an entry stands, or None."""
        ids = [entry.id for entry in self._entries]
        return ids.index(entry_id) if entry_id in ids else None

    def derived(self, name: str) -> bytes | memoryview | None:
        """Return nothing: an index is built for each test."""
        assert name
        return None

    def read_ahead(self, name: str) -> None:
        """Read nothing ahead."""

    def keep_derived(self, name: str, data: bytes) -> None:
        """Keep nothing."""


def read_rows() -> list[Row]:
    """Read the labelled pairs."""
    with (CASES / "names.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entries_of(rows: Sequence[Row]) -> list[Entry]:
    """Make one entry of each group's listed names."""
    groups = {row["group"]: row for row in rows}
    return [
        Entry(
            id=f"{LIST}:{group}",
            list=LIST,
            uid=group,
            type=EntityType(row["listed_type"]),
            names=tuple(names_of(row["listed"])),
        )
        for group, row in groups.items()
    ]


def names_of(listed: str) -> Iterator[Name]:
    """Give the names of one entry."""
    for number, text in enumerate(listed.split("; ")):
        kind = NameKind.ALIAS if number else NameKind.PRIMARY
        yield Name(text=text.removesuffix("~"), kind=kind, weak=text.endswith("~"))


def query_of(row: Row) -> Query:
    """Make the query of a pair."""
    type_ = EntityType(row["type"]) if row["type"] else None
    return Query(name=row["query"], type=type_, country=row["country"] or None)


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    """Screen every query against the listed names of the whole file."""
    rows = read_rows()
    corpus = ServedCorpus(corpus=Corpus(entries_of(rows)), lists=frozenset({LIST}))
    served = Served(as_of=date(2026, 7, 1), lists=(), not_screened=(), corpora=(corpus,))
    answers = Screener(served).screen_many(map(query_of, rows))
    found = []
    for row, answer in zip(rows, answers, strict=True):
        hits = [hit for hit in answer.hits if hit.entry == f"{LIST}:{row['group']}"]
        found.append(Verdict(row, bool(hits), hits[0].decision.value if hits else ""))
    return found


def frozen_text(verdicts: Sequence[Verdict]) -> str:
    """Write the verdicts, one a line, without scores: a line changes when a verdict does."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("group", "query", "labelled", "said", "decision", "right"))
    for one in verdicts:
        said = "match" if one.found else "no"
        right = "" if said == one.row["verdict"] else "WRONG"
        row = one.row
        writer.writerow((row["group"], row["query"], row["verdict"], said, one.decision, right))
    return out.getvalue()


def test_the_verdicts_are_the_frozen_ones(
    verdicts: list[Verdict], pytestconfig: pytest.Config
) -> None:
    """A change of matching shows as a diff of verdicts, to be read before it is accepted."""
    path = CASES / "names_frozen.csv"
    made = frozen_text(verdicts)
    if pytestconfig.getoption("--update-golden"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_enough_is_found(verdicts: list[Verdict]) -> None:
    """Of the names that must raise a hit, no more are missed than the floor allows."""
    wanted = [one for one in verdicts if one.row["verdict"] == "match"]
    missed = [f"{one.row['query']} ({one.row['listed']})" for one in wanted if not one.found]
    assert 1 - len(missed) / len(wanted) >= LEAST_FOUND, missed


def test_little_is_raised_for_nothing(verdicts: list[Verdict]) -> None:
    """Of the names that must raise no hit, no more do than the floor allows."""
    others = [one for one in verdicts if one.row["verdict"] == "no"]
    raised = [f"{one.row['query']} ({one.row['listed']})" for one in others if one.found]
    assert len(raised) / len(others) <= MOST_ALARMS, raised


def test_no_name_alone_is_a_match(verdicts: list[Verdict]) -> None:
    """Names and countries alone decide nothing: every hit of the file is a possible one."""
    assert {one.decision for one in verdicts if one.found} == {"possible"}


def test_the_pairs_are_sound() -> None:
    """At least 400 pairs, half of them hard negatives, none twice, each with its labels."""
    rows = read_rows()
    negatives = [row for row in rows if row["verdict"] == "no"]
    assert len(rows) >= 400
    assert 2 * len(negatives) >= len(rows) - 1
    assert len({(row["group"], row["query"]) for row in rows}) == len(rows)
    assert {row["verdict"] for row in rows} == {"match", "no"}
    assert all(row["listed"] and row["category"] and row["query"] for row in rows)


def test_one_group_is_one_entry() -> None:
    """All pairs of a group name the same listed names."""
    rows = read_rows()
    assert len({(row["group"], row["listed"], row["listed_type"]) for row in rows}) == len(
        {row["group"] for row in rows}
    )
