"""What the index keeps of each listed name: one row for each way to read it."""

from __future__ import annotations

from dataclasses import dataclass

from sanccheck.model.entries import EntityType

FLAG_WEAK = 1
TYPE_MASK = 0b1110
TYPE_FLAGS = {type_: (index + 1) << 1 for index, type_ in enumerate(EntityType)}
FLAG_TYPES = {flag: type_ for type_, flag in TYPE_FLAGS.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One reading of one name of one entry, its words by their place in the vocabulary.

    `spans` are the words that neighbours make when written as one: (word, start, size).
    """

    number: int
    entry: int
    name: int
    weak: bool
    type: EntityType | None
    form: str | None
    words: tuple[int, ...]
    spans: tuple[tuple[int, int, int], ...]
