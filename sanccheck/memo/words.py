"""How the memo says rungs, facts, dates, citations and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sanccheck.dates import say_date
from sanccheck.deal.fact import Fact
from sanccheck.memo.document import Line, Span, Tone, line, strong
from sanccheck.rulebook.outcomes import Rung, Rungs
from sanccheck.rulebook.schema import Cite

_MANY = 4  # parties; fewer are always named

CONFIDENCE = {
    "V": "verified in a primary source or a copy of the official text",
    "V2": "verified in a secondary source only",
    "M": "from memory, not verified",
    "M?": "from memory, doubtful",
    "U": "unknown or unsettled",
}
TONES = {
    Rung.CLEAR: Tone.PLAIN,
    Rung.NOTIFY: Tone.CARE,
    Rung.REG_S_ONLY: Tone.CARE,
    Rung.MUST_EXCLUDE_US_PERSONS: Tone.CARE,
    Rung.RESTRICTED_LICENCE: Tone.BAD,
    Rung.PROHIBITED: Tone.BAD,
}


def ends(result: Rungs, could_be: Rungs, which: str) -> Line:
    """Say a rung with the highest that an open question could still make of it."""
    now: Rung = getattr(result, which)
    later: Rung = getattr(could_be, which)
    if later <= now:
        return line(strong(now.name), " on the facts known", tone=TONES[now])
    return line(strong(now.name), " so far; could be ", strong(later.name), tone=TONES[now])


def both_ends(result: Rungs, could_be: Rungs) -> Line:
    """Say strict and policy in one line, each with its two ends."""
    strict, policy = (ends(result, could_be, which) for which in ("strict", "policy"))
    if strict == policy:
        return strict
    return Line((Span("strict: "), *strict.spans, Span("; policy: "), *policy.spans), policy.tone)


def say_fact(fact: Fact) -> str:
    """Say a yes-or-no fact with its source."""
    if fact.strict is None:
        return "unknown"
    return f"{'yes' if fact.strict else 'no'} ({fact.source})"


def say_names(found: Sequence[str], everybody: Sequence[str]) -> str:
    """Name some parties, shortly where they are nearly all.

    >>> say_names(["A", "B", "C", "D"], ["A", "B", "C", "D"]), say_names(["A"], ["A"])
    ('every party', 'A')
    >>> say_names(["A", "B", "C", "D"], ["A", "B", "C", "D", "E"])
    'every party but E'
    """
    rest = [name for name in everybody if name not in found]
    if (
        len(found) < _MANY
        or len(rest) * 3 > len(found)
        or any(name not in everybody for name in found)
    ):
        return ", ".join(found)
    return f"every party but {', '.join(rest)}" if rest else "every party"


def say_numbers(numbers: Sequence[int]) -> str:
    """Write rising numbers, those in a row by the first and the last.

    >>> say_numbers([1, 3, 4, 5, 8, 9])
    '1, 3 to 5, 8, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (
        f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run))  # noqa: PLR2004 - a pair
        for run in runs
    )
    return ", ".join(said)


def sentence(text: str) -> str:
    """End a text so that another sentence can follow.

    >>> sentence("To load: sanccheck lists import"), sentence("Who sells?")
    ('To load: sanccheck lists import.', 'Who sells?')
    """
    return text if text.endswith((".", "?", "!")) else f"{text}."


def counted(number: int, word: str, many: str | None = None) -> str:
    """Say a number of things.

    >>> counted(1, "question"), counted(2, "question"), counted(0, "party", "parties")
    ('1 question', '2 questions', '0 parties')
    """
    return f"{number} {word if number == 1 else many or f'{word}s'}"


def say_day(day: date | None) -> str:
    """Say a date, or that there is none."""
    return "not known" if day is None else say_date(day)


def cite_spans(cites: Iterable[Cite]) -> tuple[Span, ...]:
    """Return citations as links, each with its confidence."""
    spans: list[Span] = []
    for cite in cites:
        spans += [Span("; ")] if spans else []
        note = f"; {cite.note}" if cite.note else ""
        spans += [Span(cite.title, cite.href), Span(f" [{cite.confidence}{note}]")]
    return tuple(spans)


def say_yes_no(value: bool | None) -> str:
    """Say a fact of the deal file."""
    return {True: "yes", False: "no", None: "unknown"}[value]
