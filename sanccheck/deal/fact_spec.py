"""What a fact is for a rule: its type, its words, its meaning."""

from __future__ import annotations

from dataclasses import dataclass

YES_NO = "yes_no"
WORD = "word"
NUMBER = "number"
DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """What a fact is: its type, its words where it has a closed set, its meaning."""

    type: str
    meaning: str
    words: tuple[str, ...] = ()


def yes_no(meaning: str) -> FactSpec:
    """Describe a fact that is yes or no."""
    return FactSpec(type=YES_NO, meaning=meaning)


def word(meaning: str, *words: str) -> FactSpec:
    """Describe a fact that is one of a set of words."""
    return FactSpec(type=WORD, meaning=meaning, words=words)
