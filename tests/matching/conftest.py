"""Shared by the matching tests: entries made by hand, an index of them, a slow search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from sanccheck.matching.align import Listed, Span, align
from sanccheck.matching.build import build_index, joined_spans
from sanccheck.matching.comparison import ListedName
from sanccheck.matching.edits import allowed_edits, distance
from sanccheck.matching.index import SOUND_LIKENESS, Index
from sanccheck.matching.layout import unpack
from sanccheck.matching.likeness import near_likeness
from sanccheck.matching.look_ups import looked_up
from sanccheck.matching.names import score_name
from sanccheck.matching.search import SHORT
from sanccheck.model.entries import EntityType, Entry, Name
from sanccheck.names.reading import Reading, read_listed_name, read_name
from sanccheck.names.sounds import is_skeleton, sounds
from sanccheck.names.weights import weight

FINGERPRINT = b"f" * 32
SlowScores = Callable[[str, Sequence[Entry], float], dict[int, float]]


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """Give a maker of entries: the names as text, further fields by keyword."""

    def make(*names: str, uid: str = "1", **fields: object) -> Entry:
        made = tuple(Name(text=name) for name in names)
        plain: dict[str, object] = {"type": EntityType.COMPANY, **fields}
        return Entry(id=f"us_test:{uid}", list="us_test", uid=uid, names=made, **plain)  # type: ignore[arg-type]

    return make


@pytest.fixture
def open_index_of() -> Callable[[Sequence[Entry]], Index]:
    """Give a maker of indexes."""

    def make(entries: Sequence[Entry]) -> Index:
        sections = unpack(build_index(entries, FINGERPRINT), FINGERPRINT)
        assert sections is not None
        return Index(sections)

    return make


@pytest.fixture
def slow_scores() -> SlowScores:
    """Give the obvious search: every reading against every name, every word against every word."""
    return _slow_scores


def _slow_scores(name: str, entries: Sequence[Entry], least: float) -> dict[int, float]:
    best: dict[int, float] = {}
    for reading in read_name(name):
        for position, entry in enumerate(entries):
            score = max(_row_scores(reading, entry), default=0.0)
            if score > 0.0 and score >= least:
                best[position] = max(best.get(position, 0.0), score)
    return best


def _row_scores(reading: Reading, entry: Entry) -> Iterator[float]:
    person = entry.type is EntityType.PERSON
    for name in entry.names:
        for listed in read_listed_name(name.text, person=person):
            yield _score(reading, listed, weak=name.weak, type_=entry.type)


def _score(reading: Reading, listed: Reading, *, weak: bool, type_: EntityType | None) -> float:
    spans = joined_spans(listed.words)
    vocabulary = list(dict.fromkeys([*listed.tokens, *(word for _, _, word in spans)]))
    whole = set(listed.tokens)
    choices = {
        number: found
        for number, word in enumerate(vocabulary)
        if (found := list(_spans_like(reading, word, whole=word in whole, type_=type_)))
    }
    weights = [weight(token) for token in listed.tokens]
    alignment = align(
        reading.tokens,
        reading.weights,
        choices,
        Listed(
            words=[vocabulary.index(token) for token in listed.tokens],
            weights=weights,
            spans=[(vocabulary.index(word), start, size) for start, size, word in spans],
            letters={k: token[0] for k, token in enumerate(listed.tokens)},
            short={k: token for k, token in enumerate(listed.tokens) if len(token) <= SHORT},
            person=type_ is EntityType.PERSON,
        ),
    )
    form = None if listed.form is None else listed.form.family
    name = ListedName(tokens=listed.tokens, weights=weights, form=form, weak=weak, type=type_)
    return score_name(reading, name, alignment).score


def _spans_like(
    reading: Reading, word: str, *, whole: bool, type_: EntityType | None
) -> Iterator[Span]:
    for asked, edits, start, size in looked_up(reading):
        allowed = min(edits, allowed_edits(word)) if whole else 0
        alike = near_likeness(asked, allowed, word, distance)
        if alike > 0.0:
            yield Span(start, size, alike, heard=False)
    if reading.form is None and type_ is EntityType.PERSON and whole:
        for start, token in enumerate(reading.tokens):
            if _sounds_like(token, word):
                yield Span(start, 1, SOUND_LIKENESS, heard=True)


def _sounds_like(one: str, other: str) -> bool:
    soft = frozenset("aeiouyh")
    shared = set(sounds(one)) & set(sounds(other))
    bare = is_skeleton(one) or is_skeleton(other)
    if one == other or (not is_skeleton(one) and len(one) < 4):
        return False
    return any(
        bare
        or (
            (len(heard) >= 3 and min(len(one), len(other)) >= 4)
            and (one[0] in soft) == (other[0] in soft)
        )
        for heard in shared
    )
