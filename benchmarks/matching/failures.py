"""Write down what went wrong, case by case, so that somebody can look into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.matching.queries import Query
from benchmarks.matching.scorers import Answer
from benchmarks.matching.world import World
from sanccheck.errors import UsageError
from sanccheck.model import Query as Asked
from sanccheck.model.hits import Hit, Screened
from sanccheck.screening import Screener

_ANY = 0.01


@dataclass(frozen=True, slots=True)
class Case:
    """A query with its answer, in the world in which it was asked."""

    world: World
    query: Query
    answer: Answer


def failures(cases: Sequence[Case], threshold: float, most: int, *, alarms: int) -> Iterator[str]:
    """Give Markdown: for each class the first misses and wrong first hits; for alarms, the alarms.

    Both halves are read: what is looked at here is no longer a test of what is changed by it.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.query.group, []).append(case)
    for group, members in groups.items():
        wanted = bool(members[0].query.wanted)
        wrong = [one for one in members if _is_wrong(one, threshold)]
        if not wrong:
            continue
        shown = wrong[: most if wanted else alarms]
        yield f"\n## {group}: {len(wrong)} of {len(members)} wrong, {len(shown)} shown\n"
        yield "| asked | listed | score | next other | why |\n|---|---|---|---|---|"
        yield from (_miss(one, threshold) if wanted else _alarm(one) for one in shown)


def _is_wrong(case: Case, threshold: float) -> bool:
    answer = case.answer
    if not case.query.wanted:
        return answer.other >= threshold
    return answer.wanted < threshold or answer.wanted < answer.other


def _miss(case: Case, threshold: float) -> str:
    found = _screen(case, _ANY)
    hits = [] if found is None else [hit for hit in found.hits if hit.entry in case.query.wanted]
    best = max(hits, key=lambda hit: hit.score, default=None)
    score = 0.0 if best is None else best.score
    why = "no score at all: too little agrees, or no word is near" if best is None else _say(best)
    if best is not None and case.answer.wanted < threshold <= score:
        why = f"LOST by the index at the threshold asked, though it scores so much; {why}"
    elif best is not None and case.answer.wanted < case.answer.other:
        why = f"not first; {why}"
    short = " (short)" if case.query.short else ""
    other = f"{case.answer.other:.2f} {case.answer.other_name}" if case.answer.other else ""
    listed = best.matched_name if best is not None else case.query.made_from
    if listed != case.query.made_from:
        listed += f" (made from {case.query.made_from})"
    return _row((case.query.name + short, listed, f"{score:.2f}", other, why))


def _alarm(case: Case) -> str:
    found = _screen(case, case.answer.other - 0.001)
    best = found.hits[0] if found is not None and found.hits else None
    why = "" if best is None else _say(best)
    listed = case.answer.other_name
    if case.query.made_from:
        listed += f" (made from {case.query.made_from})"
    return _row((case.query.name, listed, f"{case.answer.other:.2f}", "", why))


def _screen(case: Case, least: float) -> Screened | None:
    try:
        return Screener(case.world.served, min_score=least).screen(Asked(name=case.query.name))
    except UsageError:
        return None


def _say(hit: Hit) -> str:
    return "; ".join(f"{one.field} {one.says.value}: {one.detail}" for one in hit.evidence)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"
