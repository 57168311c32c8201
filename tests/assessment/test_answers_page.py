"""docs/answers.md lists what is judged of which deal on which day: the cases of these tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from . import test_brief_rows, test_decision_rows, test_law, test_world

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
    def flags(self) -> frozenset[str]:
        """The flags that the case checks."""
        ...

    @property
    def could_be(self) -> tuple[str, str] | None:
        """What is still open, where the case says so."""
        ...


NUMBERED = re.compile(r"row (\d+): (.*)", re.DOTALL)
EVERY = [*(str(number) for number in range(1, 31)), *(f"S{number}" for number in range(1, 9))]


def number_of(case: Answered) -> tuple[str | None, str]:
    """Return the number of a case in the decision table or among the worked answers, and the rest.

    Cases of other places bear it in what they say.
    """
    if isinstance(case, test_decision_rows.Row):
        return case.row, case.says
    found = NUMBERED.fullmatch(case.says)
    return (None, case.says) if found is None else (found[1], found[2])


def line(case: Answered, number: str | None = None) -> str:
    """Return a case as a row of the page."""
    strict, policy = case.result
    could = case.could_be or case.result
    open_ = ", ".join(
        f"{side} could be {rung}"
        for side, rung, now in zip(("strict", "policy"), could, case.result, strict=True)
        if rung != now
    )
    first = "" if number is None else f"{number} | "
    told = f"{case.day} | {strict} | {policy} | {open_} | {beside(case)}"
    return f"| {first}{number_of(case)[1]} | {told} |"


def beside(case: Answered) -> str:
    """Return what a case checks beside the rung: structure, other limbs, flags."""
    structure = getattr(case, "structure", None) or ()
    limbs: dict[str, str] = getattr(case, "limbs", {})
    filing = getattr(case, "filing", None)
    found = [*sorted(structure), *(f"{limb}: {rung}" for limb, rung in sorted(limbs.items()))]
    found += [] if filing is None else [f"filing: {filing[1]}"]
    return ", ".join([*found, *(f"flag {flag}" for flag in sorted(case.flags))])


def cases() -> list[Answered]:
    """Return every case, those of the US first."""
    found: list[Answered] = [*test_brief_rows.NUMBERED, *test_decision_rows.ROWS]
    found += [*test_world.UK, *test_world.EU, *test_world.OTHERS, *test_world.CHINA]
    return [*found, *test_law.CASES]


def page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Answers"
    yield ""
    yield "What the rules say of a deal on a day: strict (what the text prohibits), policy (what a"
    yield "prudent deal team does), and what is still open. Every line is a test in"
    yield "`tests/assessment/`, where its deal file stands; the tests write this page. Parties are"
    yield "made up, and hits are given, so that the law alone decides. A bar on the persons of one"
    yield "place leaves the rung of an offering as it is and stands in its structure; exports,"
    yield "filings and procurement stand beside the rung as well. *Open* is empty where nothing is,"
    yield "or where the case does not look at it."
    yield ""
    yield "## The decision table and the worked answers, by number"
    yield ""
    yield "Rows 1 to 30 are those of the decision table that the rules were written from, S1 to S8"
    yield "the worked answers for the deals of `examples/deals/`."
    yield ""
    yield "| number | deal | day | strict | policy | open | beside it |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for number in EVERY:
        yield from (line(case, number) for case in cases() if number_of(case)[0] == number)
    parts: list[tuple[str, list[Answered]]] = [
        ("More on NS-CMIC, blocking and Regulation S", [*test_law.CASES]),
        (
            "More on the law of other places",
            [*test_world.UK, *test_world.EU, *test_world.OTHERS, *test_world.CHINA],
        ),
    ]
    for title, every in parts:
        yield ""
        yield f"## {title}"
        yield ""
        yield "| deal | day | strict | policy | open | beside it |"
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from (line(case) for case in every if number_of(case)[0] is None)


def test_every_number_stands_on_the_page() -> None:
    """All thirty rows and all eight worked answers have a deal of their own on the page."""
    told = [row.split(" | ")[0].removeprefix("| ") for row in PAGE.read_text("utf-8").splitlines()]
    assert list(dict.fromkeys(one for one in told if one in set(EVERY))) == EVERY
    assert len(EVERY) == 38


def test_no_case_is_left_out_of_the_page() -> None:
    """Every case of the tables is one line, numbered or not."""
    rows = [row for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| ")]
    heads = sum("| strict | policy |" in row or row.startswith("| ---") for row in rows)
    assert len(rows) - heads == len(cases())


def test_the_page_holds_every_case(pytestconfig: pytest.Config) -> None:
    """The page is what the cases make it; `--update-golden` writes it anew."""
    text = "\n".join(page()) + "\n"
    if pytestconfig.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text("utf-8") == text
