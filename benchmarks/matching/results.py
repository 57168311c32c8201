"""Count what the programs answered: by class, over all, at their own threshold and a chosen one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.matching.classes import BY_ID, Kind
from benchmarks.matching.queries import Query
from benchmarks.matching.scorers import Answer
from benchmarks.matching.statistics import Rate, precision, precision_ends

MOST_ORDINARY, MOST_HARD = 0.005, 0.03
CHOSEN_ON, REPORTED_ON = 0, 1
_STEPS = [step / 100 for step in range(50, 101)]
ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with a program's answer."""

    query: Query
    answer: Answer


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a group of queries, how they count, and a rate; hit@1 where found."""

    group: str
    kind: str
    rate: Rate
    first: Rate | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """What one program does at one threshold, on the half that is reported."""

    program: str
    threshold: float
    chosen: bool
    lines: tuple[Line, ...]
    short: tuple[Line, ...]
    seconds: float = field(default=0.0, compare=False)

    def line(self, group: str) -> Line:
        """Return a line by its group; an empty one where there is none."""
        return next((one for one in self.lines if one.group == group), Line(group, "", Rate(0, 0)))

    def precision(self, prevalence: float) -> tuple[float, float, float]:
        """Return the precision where so few names are listed parties', with its interval."""
        recall, alarms = self.line("all string").rate, self.line(ORDINARY).rate
        value = precision(recall.value, alarms.value, prevalence)
        return (value, *precision_ends(recall, alarms, prevalence))


def kind_of(group: str) -> str:
    """Say how a group counts."""
    found = BY_ID.get(group)
    if found is not None:
        return found.kind
    if group.startswith("hard: "):
        return "hard look-alikes"
    return "false alarms" if group == ORDINARY else "other"


def count(
    program: str, threshold: float, asked: Sequence[Asked], *, chosen: bool, seconds: float
) -> Results:
    """Count the half that is reported at a threshold."""
    half = [one for one in asked if one.query.half == REPORTED_ON]
    long = [one for one in half if not one.query.short]
    short = [one for one in half if one.query.short]
    return Results(
        program,
        threshold,
        chosen,
        tuple(_lines(long, threshold)),
        tuple(line for line in _by_group(short, threshold) if line.kind in set(Kind)),
        seconds,
    )


def choose_threshold(asked: Sequence[Asked]) -> float:
    """Return the least threshold at which, on the other half, alarms are as few as targeted."""
    half = [one for one in asked if one.query.half == CHOSEN_ON]
    ordinary = _of_kind(half, lambda kind: kind == "false alarms")
    hard = _of_kind(half, lambda kind: kind == "hard look-alikes")
    for threshold in _STEPS:
        few = _alarms(ordinary, threshold).value <= MOST_ORDINARY
        if few and _alarms(hard, threshold).value <= MOST_HARD:
            return threshold
    return 1.0


def _lines(asked: Sequence[Asked], threshold: float) -> Iterator[Line]:
    yield from _by_group(asked, threshold)
    for group, kinds in (
        ("all single edit", {Kind.SINGLE}),
        ("all string", {Kind.SINGLE, Kind.STRING}),
    ):
        members = _of_kind(asked, lambda kind, kinds=kinds: kind in kinds)  # type: ignore[misc]
        yield Line(group, "total", _found(members, threshold), _first(members, threshold))
    hard = _of_kind(asked, lambda kind: kind == "hard look-alikes")
    yield Line("all hard", "total", _alarms(hard, threshold))


def _by_group(asked: Sequence[Asked], threshold: float) -> Iterator[Line]:
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        groups.setdefault(one.query.group, []).append(one)
    for group, members in groups.items():
        if members[0].query.wanted:
            found, first = _found(members, threshold), _first(members, threshold)
            yield Line(group, kind_of(group), found, first)
        else:
            yield Line(group, kind_of(group), _alarms(members, threshold))


def _of_kind(asked: Sequence[Asked], test: Callable[[str], bool]) -> list[Asked]:
    return [one for one in asked if test(kind_of(one.query.group))]


def _found(asked: Sequence[Asked], threshold: float) -> Rate:
    return Rate(sum(one.answer.wanted >= threshold for one in asked), len(asked))


def _first(asked: Sequence[Asked], threshold: float) -> Rate:
    """Count, of what is found, where nothing else scores higher."""
    found = [one.answer for one in asked if one.answer.wanted >= threshold]
    return Rate(sum(one.wanted >= one.other for one in found), len(found))


def _alarms(asked: Sequence[Asked], threshold: float) -> Rate:
    return Rate(sum(one.answer.best >= threshold for one in asked), len(asked))
