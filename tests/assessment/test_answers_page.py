"""docs/answers.md lists what is judged of which deal on which day: the cases of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from . import test_decision_rows, test_law, test_world

PAGE = Path(__file__).parent.parent.parent / "docs/answers.md"


class Answered(Protocol):
    """What a case of any of the tables has."""

    @property
    def says(self) -> str:
        """The deal in a sentence."""
        ...

    @property
    def day(self) -> str:
        """The day asked."""
        ...

    @property
    def result(self) -> tuple[str, str]:
        """The strict and the policy rung."""
        ...

    @property
    def could_be(self) -> tuple[str, str] | None:
        """What is still open, where the case says so."""
        ...


def line(case: Answered) -> str:
    """Return a case as a row of the page."""
    strict, policy = case.result
    could = case.could_be or case.result
    open_ = ", ".join(
        f"{side} could be {rung}"
        for side, rung, now in zip(("strict", "policy"), could, case.result, strict=True)
        if rung != now
    )
    number = f"{case.row}. " if isinstance(case, test_decision_rows.Row) else ""
    return f"| {number}{case.says} | {case.day} | {strict} | {policy} | {open_} |"


def page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Answers"
    yield ""
    yield "What the rules say of a deal on a day: strict (what the text prohibits), policy (what a"
    yield "prudent deal team does), and what is still open. Every line is a test in"
    yield "`tests/assessment/`, where its deal file stands; the tests write this page. Parties are"
    yield "made up, and hits are given, so that the law alone decides."
    parts: list[tuple[str, list[Answered]]] = [
        ("NS-CMIC, blocking and Regulation S", [*test_law.CASES]),
        ("Other US law, by the row of the decision table", [*test_decision_rows.ROWS]),
        (
            "Law of other places",
            [*test_world.UK, *test_world.EU, *test_world.OTHERS, *test_world.CHINA],
        ),
    ]
    for title, cases in parts:
        yield ""
        yield f"## {title}"
        yield ""
        yield "| deal | day | strict | policy | open |"
        yield "| --- | --- | --- | --- | --- |"
        yield from map(line, cases)


def test_the_page_holds_every_case(pytestconfig: pytest.Config) -> None:
    """The page is what the cases make it; `--update-golden` writes it anew."""
    text = "\n".join(page()) + "\n"
    if pytestconfig.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text("utf-8") == text
