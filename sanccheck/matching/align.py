"""Lay the words of a query beside the words of a listed name.

Each word goes with at most one word of the other side, or with neighbours that make it when
written as one ("Sense Time"). Order does not count. A pair counts with the lesser of its two
weights, so that a slip in a common word does not become a rare word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.matching.edits import distance
from sanccheck.names.weights import LETTER_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INITIAL_LIKENESS = 0.8
BRIEF_LIKENESS = 0.6
_BRIEF = 2
EXACT = 1.0


class Span(NamedTuple):
    """One word, or neighbours written as one: where it starts, how many words, how alike.

    `heard` says that it is alike only by its sound, which counts in names of persons.
    """

    start: int
    size: int
    alike: float
    heard: bool


class Pair(NamedTuple):
    """Words of the query beside words of the listed name."""

    query_start: int
    query_size: int
    listed_start: int
    listed_size: int
    alike: float
    weight: float
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The words of one listed name as the aligner needs them, by number.

    `spans` are neighbours written as one: (word, start, size). `short` gives the words of up to
    three letters by position, `letters` the first letter of each word of a person's name.
    """

    words: Sequence[int]
    weights: Sequence[float]
    spans: Sequence[tuple[int, int, int]]
    letters: Mapping[int, str]
    short: Mapping[int, str]
    person: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs, and the positions left over on either side."""

    pairs: tuple[Pair, ...]
    query_left: tuple[int, ...]
    listed_left: tuple[int, ...]


Choices = dict[int, list[Span]]


def align(
    tokens: Sequence[str], weights: Sequence[float], choices: Choices, listed: Listed
) -> Alignment:
    """Return the best pairs, heaviest first, each word used once.

    `choices` gives for each word of the vocabulary the spans of the query that may be it.
    """
    offers = _offers(weights, choices, listed)
    offers.sort(key=_rank)
    query_free = [True] * len(tokens)
    listed_free = [True] * len(listed.words)
    pairs = []
    for pair in offers:
        query_span = range(pair.query_start, pair.query_start + pair.query_size)
        listed_span = range(pair.listed_start, pair.listed_start + pair.listed_size)
        if all(query_free[i] for i in query_span) and all(listed_free[k] for k in listed_span):
            pairs.append(pair)
            for i in query_span:
                query_free[i] = False
            for k in listed_span:
                listed_free[k] = False
    query_left = [i for i, free in enumerate(query_free) if free]
    listed_left = [k for k, free in enumerate(listed_free) if free]
    if query_left and listed_left:
        if listed.person:
            _pair_initials(tokens, weights, listed, (query_left, listed_left), pairs)
        if listed.short and pairs:
            _pair_short(tokens, weights, listed, (query_left, listed_left), pairs)
    return Alignment(tuple(pairs), tuple(query_left), tuple(listed_left))


def _rank(pair: Pair) -> tuple[float, int, int, int]:
    return (
        -pair.weight * pair.alike,
        -pair.query_size - pair.listed_size,
        pair.query_start,
        pair.listed_start,
    )


def _offers(weights: Sequence[float], choices: Choices, listed: Listed) -> list[Pair]:
    offers = []
    for k, word in enumerate(listed.words):
        for start, size, alike, heard in choices.get(word, ()):
            if heard and not listed.person:
                continue
            own = weights[start] if size == 1 else sum(weights[start : start + size])
            offers.append(Pair(start, size, k, 1, alike, min(own, listed.weights[k]), heard))
    for word, k, listed_size in listed.spans:
        for start, size, alike, _ in choices.get(word, ()):
            if size == 1 and alike == EXACT:
                theirs = sum(listed.weights[k : k + listed_size])
                offers.append(Pair(start, 1, k, listed_size, alike, min(weights[start], theirs)))
    return offers


def _pair_initials(
    tokens: Sequence[str],
    weights: Sequence[float],
    listed: Listed,
    left: tuple[list[int], list[int]],
    pairs: list[Pair],
) -> None:
    """Let a person's lone letter go with a word that starts with it."""
    query_left, listed_left = left
    first_letters = listed.letters
    for i in list(query_left):
        if len(tokens[i]) != 1:
            continue
        for k in listed_left:
            if first_letters.get(k) == tokens[i]:
                weight = min(LETTER_WEIGHT, weights[i])
                pairs.append(Pair(i, 1, k, 1, INITIAL_LIKENESS, weight))
                query_left.remove(i)
                listed_left.remove(k)
                break


def _pair_short(
    tokens: Sequence[str],
    weights: Sequence[float],
    listed: Listed,
    left: tuple[list[int], list[int]],
    pairs: list[Pair],
) -> None:
    """Let a word of two letters go with a short one a slip apart that is left over beside it.

    Such words are too short to be looked up through slips ("Ak-Hasan" for "Al-Hasan").
    """
    query_left, listed_left = left
    for i in list(query_left):
        if not is_brief(tokens[i]):
            continue
        for k in listed_left:
            if k in listed.short and distance(tokens[i], listed.short[k], 1) == 1:
                weight = min(weights[i], listed.weights[k], LETTER_WEIGHT)
                pairs.append(Pair(i, 1, k, 1, BRIEF_LIKENESS, weight))
                query_left.remove(i)
                listed_left.remove(k)
                break


def is_brief(token: str) -> bool:
    """Say whether a word is too short for slips and may be paired by the words beside it."""
    return len(token) == _BRIEF and token.isalpha() and token.isascii()
