"""What a batch found: each row's answer, its status in words, and the counts of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import tee

from sanccheck.commands.batch_rows import Asked
from sanccheck.dates import say_date
from sanccheck.listing_phase import cmic_dates
from sanccheck.model import Decision, Hit, Listing, Query, Screened
from sanccheck.sources.served import Served

_CMIC = "us_ns_cmic"


class Status(StrEnum):
    """A row's answer in words; that nothing was found never says more than where."""

    MATCH = "match"
    POSSIBLE = "possible"
    SUPPRESSED = "hits decided false positive"
    NO_HIT = "no hit on the lists screened"
    NOT_SCREENED = "not screened: no list serves this day"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row with what was found for it; `screened` is None where it could not be asked."""

    asked: Asked
    screened: Screened | None
    status: Status

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The row's hits, best first."""
        return () if self.screened is None else self.screened.hits

    @property
    def former(self) -> tuple[Hit, ...]:
        """Entries that were removed by the day asked."""
        return () if self.screened is None else self.screened.former

    @property
    def problem(self) -> str:
        """The row's error, or what its reader should know; "" where there is nothing to say."""
        return self.asked.error or self.asked.remark or ""


@dataclass(slots=True)
class Counts:
    """How many rows had which status."""

    rows: int = 0
    by_status: Counter[Status] = field(default_factory=Counter)

    def add(self, answer: Answer) -> None:
        """Count one row."""
        self.rows += 1
        self.by_status[answer.status] += 1

    @property
    def hit(self) -> bool:
        """Whether a row had a hit."""
        return bool(self.by_status[Status.MATCH] or self.by_status[Status.POSSIBLE])

    @property
    def failed(self) -> bool:
        """Whether a row could not be asked."""
        return bool(self.by_status[Status.ERROR])

    def in_words(self) -> str:
        """Say the counts in one line."""
        parts = [
            f"{self.by_status[status]} {status.value}"
            for status in Status
            if self.by_status[status] or status not in {Status.NOT_SCREENED, Status.SUPPRESSED}
        ]
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        return f"{rows}: {', '.join(parts)}"


# Screens queries, the answers in their order; None where no list serves the day.
Screening = Callable[[Iterable[Query]], Iterator[Screened]] | None
# Gives the hits of a row's answer their cases.
Mark = Callable[[str | None, Screened], Screened]


def answer_rows(
    asked: Iterable[Asked], screen: Screening, mark: Mark = lambda _, screened: screened
) -> Iterator[Answer]:
    """Screen the rows in order and yield each one's answer; a bad row stops nothing."""
    rows, ahead = tee(asked)
    found: Iterator[Screened] = iter(())
    if screen is not None:
        found = screen(one.query for one in ahead if one.query is not None)
    else:
        del ahead
    for one in rows:
        if one.query is None:
            yield Answer(asked=one, screened=None, status=Status.ERROR)
        elif screen is None:
            yield Answer(asked=one, screened=None, status=Status.NOT_SCREENED)
        else:
            screened = mark(one.ref, next(found))
            yield Answer(asked=one, screened=screened, status=_status(screened))


def _status(screened: Screened) -> Status:
    if not screened.hits:
        return Status.NO_HIT
    unsettled = [hit for hit in screened.hits if not hit.suppressed]
    if not unsettled:
        return Status.SUPPRESSED
    if any(hit.decision is Decision.MATCH or hit.confirmed for hit in unsettled):
        return Status.MATCH
    return Status.POSSIBLE


def caveat_in_words(served: Served) -> str:
    """Say why finding nothing cannot be relied on, "" where the lists asked for cover the day.

    It stands in every row, since the file is what is kept when stderr is gone.
    """
    kinds = (
        ("not screened", [one.list for one in served.not_screened if one.asked_for]),
        ("stale", [one.list for one in served.lists if one.stale]),
        ("only a part", [one.list for one in served.lists if one.partial]),
        ("reconstructed", [one.list for one in served.lists if one.reconstructed]),
    )
    return "; ".join(f"{kind}: {', '.join(lists)}" for kind, lists in kinds if lists)


def evidence_in_words(hit: Hit) -> str:
    """Say each piece of evidence, and the notes, in one line."""
    pieces = [f"{one.field} {one.says.value}: {one.detail}" for one in hit.evidence]
    return "; ".join([*pieces, *hit.notes])


def dates_in_words(hit: Hit) -> str:
    """Say the dates of the entry in one line."""
    if hit.list == _CMIC:
        return cmic_dates(hit.listing)
    return "; ".join(_plain_dates(hit.listing)) or "no dates published"


def _plain_dates(listing: Listing) -> Iterator[str]:
    for word, day in (
        ("listed", listing.listed_on),
        ("effective", listing.effective_on),
        ("divest before", listing.divest_before),
        ("removed", listing.delisted_on),
    ):
        if day is not None:
            yield f"{word} {say_date(day)}"


def case_in_words(hit: Hit) -> str:
    """Say how a hit stands in the case book, "" where it is no party's of a book."""
    if hit.case is None:
        return ""
    case, found = hit.case, hit.disposition
    said = f"{case.id} {case.state}"
    if found is not None:
        signed = "" if found.signed_by is None else f", signed off by {found.signed_by}"
        said = f"{case.id} {found.verdict} by {found.analyst} on {found.at[:10]}{signed}"
        said += f": {found.reason}"
    return said if not case.changed else f"{said}; changed: {'; '.join(case.changed)}"


def hit_in_words(hit: Hit) -> str:
    """Say a hit in one line: what it is, how sure, and under which name."""
    relation = "" if hit.relation is None else f", {hit.relation} of the entry"
    decided = f", decided {hit.disposition.verdict}" if hit.disposition is not None else ""
    return f"{hit.decision.value} {hit.score:.2f} {hit.name} ({hit.entry}{relation}{decided})"
