"""What is known of a list on a day: which snapshot serves it, how old it is, what it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sanccheck.dates import say_date

# What an answer says of a list that was made from a publication of a later day.
CANNOT_KNOW = (
    "reconstructed from a publication of a later day: what was removed before then is not in it, "
    "names and details are those of the later day, and an entry without a listing date may not "
    "have been on the list yet"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    """The days, both ends included, for which a list is complete; None is open."""

    start: date | None
    until: date | None

    def __contains__(self, day: date) -> bool:
        return not (
            (self.start is not None and day < self.start)
            or (self.until is not None and day > self.until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """One list as it serves one day.

    `published` is the date of the publication, None where the file carries none. `sha256` is of
    the bytes as published (of the embedded file where `embedded`). `reconstructed` says that
    the snapshot was published after the day asked, so that what was removed in between is not
    in it. `covers` is None where nothing is known of completeness. `partial` says that only a part
    of the publication is there: a hit counts, the absence of one shows nothing. `newer_part` is the
    day of a part that is newer than the whole publication and is screened beside it. `effect` says
    in a sentence, with its source, what being on the list means. `kind` is official, unofficial (a
    collection of others' lists) or own (the user's).
    """

    list: str
    source: str
    title: str
    published: date | None
    sha256: str
    entries: int
    embedded: bool
    stale: bool
    reconstructed: bool
    covers: Covers | None = None
    partial: bool = False
    effect: str = ""
    kind: str = "official"
    newer_part: date | None = None

    @property
    def origin(self) -> str:
        """Where the list is from, in words."""
        if self.embedded:
            return "embedded in the program"
        words = {"own": "own list, not official", "official": "official file"}
        return words.get(self.kind, "not an official file")

    @property
    def only_part(self) -> str | None:
        """Why finding nothing shows nothing where only a part is there, else None."""
        if self.newer_part is not None:
            return (
                f"of what is newer, of {say_date(self.newer_part)}, only a PART is there, screened "
                "beside it: finding nothing shows nothing"
            )
        if self.partial:
            return "only a PART of it: finding nothing shows nothing"
        return None

    def ends_before(self, as_of: date) -> str | None:
        """Say that the days for which the list is complete end before the day asked, else None."""
        until = None if self.covers is None else self.covers.until
        if until is None or as_of <= until:
            return None
        return f"{self.list} covers to {say_date(until)}, the day asked is later"

    @property
    def cannot_know(self) -> str | None:
        """What the list cannot know of the day asked, None where it is of its time."""
        return CANNOT_KNOW if self.reconstructed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotScreened:
    """A known list that was not screened: why, and the command and address that mend it."""

    list: str
    why: str
    title: str
    source: str
    remedy: str
    address: str
    asked_for: bool
