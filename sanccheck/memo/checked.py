"""A checked batch, read back from the JSON lines that `batch` wrote."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sanccheck.errors import InputError, Problem

Plain = dict[str, Any]
_MOST_PROBLEMS = 20
_WHAT = "it is no line that `sanccheck batch --format jsonl` wrote"


class RowStatus(StrEnum):
    """What came of a row, in a word that says no more than is known."""

    MATCH = "match"
    POSSIBLE = "possible"
    DECIDED = "hits decided false positive"
    NO_HIT = "no hit"
    NOT_SCREENED = "not screened"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedHit:
    """An entry that a row's name may be.

    `decided` is what a person decided of it, "" where nothing that holds; `suppressed` says that
    it was decided a false positive, `confirmed` a true match.
    """

    entry: str
    list: str
    name: str
    matched_name: str
    score: float
    decision: str
    relation: str
    programmes: str
    days: str
    evidence: str
    decided: str
    suppressed: bool
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """One row of the batch with what came of it."""

    number: int
    name: str
    status: RowStatus
    hits: tuple[CheckedHit, ...]
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBatch:
    """A batch as of a day. `lists` and `not_screened` are as `screen --json` writes them.

    `lists` is None where the file does not say which lists were screened.
    """

    as_of: date
    caveat: str
    rows: tuple[CheckedRow, ...]
    lists: tuple[Plain, ...] | None
    not_screened: tuple[Plain, ...]
    program: str
    counts: Counter[RowStatus] = field(compare=False)

    def with_status(self, *wanted: RowStatus) -> Iterator[CheckedRow]:
        """Yield the rows of some statuses, in order."""
        return (row for row in self.rows if row.status in wanted)


def read_checked(path: Path) -> CheckedBatch:
    """Return the batch of a file of JSON lines.

    Raises:
        InputError: with every line (the first twenty) that is not such a row, or when the rows are
            not all of one day.
    """
    problems: list[Problem] = []
    rows: list[CheckedRow] = []
    grounds: dict[tuple[str, str], int] = {}
    screening: Plain = {}
    for number, text in enumerate(_lines(path), 1):
        try:
            document = _document(text)
            rows.append(_row(document))
            grounds.setdefault((document["as_of"], document.get("caveat") or ""), number)
            screening = document.get("screening") or screening
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(Problem(path=str(path), line=number, message=_say(error)))
            if len(problems) == _MOST_PROBLEMS:
                break
    if not rows and not problems:
        raise InputError(f"{path}: is empty; write it with `sanccheck batch --format jsonl`")
    if problems:
        raise InputError("\n".join(map(str, problems)))
    return _batch(path, rows, grounds, screening)


def _batch(
    path: Path,
    rows: list[CheckedRow],
    grounds: dict[tuple[str, str], int],
    screening: Plain,
) -> CheckedBatch:
    days = {day for day, _ in grounds}
    if len(days) > 1:
        raise InputError(f"{path}: holds rows of several days ({', '.join(sorted(days))})")
    lists = screening.get("lists")
    return CheckedBatch(
        as_of=date.fromisoformat(days.pop()),
        caveat="; ".join(caveat for _, caveat in grounds if caveat),
        rows=tuple(rows),
        lists=None if lists is None else tuple(lists),
        not_screened=tuple(screening.get("not_screened", ())),
        program=str(screening.get("program", "")),
        counts=Counter(row.status for row in rows),
    )


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from (line for line in file if line.strip())
    except UnicodeDecodeError:
        raise InputError(f"{path}: is no text in UTF-8; {_WHAT}") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _document(text: str) -> Plain:
    document = json.loads(text)
    if not isinstance(document, dict):
        raise TypeError("no object")
    date.fromisoformat(document["as_of"])
    return document


def _say(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is no JSON ({error.msg}); {_WHAT}"
    if isinstance(error, KeyError):
        return f"has no {error}; {_WHAT}"
    return _WHAT


def _row(document: Plain) -> CheckedRow:
    query = document["query"]
    hits = tuple(_hit(hit) for hit in document["hits"])
    given = " | ".join(str(value) for value in document["input"].values() if value)
    return CheckedRow(
        number=int(document["row"]),
        name=given if query is None else str(query["name"]),
        status=_status(document, hits),
        hits=hits,
        problem=str(document.get("error") or document.get("remark") or ""),
    )


def _status(document: Plain, hits: tuple[CheckedHit, ...]) -> RowStatus:
    if "error" in document:
        return RowStatus.ERROR
    if "not_screened" in document:
        return RowStatus.NOT_SCREENED
    if not hits:
        return RowStatus.NO_HIT
    open_ones = [hit for hit in hits if not hit.suppressed]
    if not open_ones:
        return RowStatus.DECIDED
    if any(hit.decision == RowStatus.MATCH or hit.confirmed for hit in open_ones):
        return RowStatus.MATCH
    return RowStatus.POSSIBLE


def _hit(hit: Plain) -> CheckedHit:
    days = (
        ("listed", hit["listed_on"]),
        ("effective", hit["effective_on"]),
        ("divest before", hit["divest_before"]),
    )
    return CheckedHit(
        entry=str(hit["entry"]),
        list=str(hit["list"]),
        name=str(hit["name"]),
        matched_name=str(hit["matched_name"]),
        score=float(hit["score"]),
        decision=str(hit["decision"]),
        relation=str(hit["relation"] or "").replace("_", " "),
        programmes=", ".join(map(str, hit["programmes"])),
        days="; ".join(f"{word} {day}" for word, day in days if day),
        evidence="; ".join(
            f"{one['field']} {one['says']}: {one['detail']}" for one in hit["evidence"]
        ),
        **_decided(hit.get("disposition")),
    )


def _decided(found: Plain | None) -> Plain:
    """Say what a person decided of a hit."""
    if found is None:
        return {"decided": "", "suppressed": False, "confirmed": False}
    verdict = str(found["disposition"])
    signed = f", signed off by {found['signed_by']}" if found["signed_by"] else ""
    by = f"{found['analyst']} on {str(found['at'])[:10]}{signed}"
    return {
        "decided": f"{verdict.replace('_', ' ')}, {by}: {found['reason']}",
        "suppressed": bool(found["suppressed"]),
        "confirmed": verdict == "true_match",
    }
