"""The directives that an entry names, however the file keeps them."""

from __future__ import annotations

from datetime import date

import pytest

from sanccheck.model import Entry, Name
from sanccheck.model.directives import Directive, directives_of


def entry(*details: tuple[str, str], remarks: str | None = None) -> Entry:
    """Return an entry with labelled facts and remarks."""
    return Entry(
        id="us_ssi:1",
        list="us_ssi",
        uid="1",
        type=None,
        names=(Name(text="A COMPANY"),),
        details=details,
        remarks=remarks,
    )


@pytest.mark.parametrize(
    ("label", "value", "found"),
    [
        ("Executive Order 13662 Directive Determination", "Subject to Directive 1", ("13662", "1")),
        (
            "Executive Order 13662 Directive Determination -",
            "Subject to Directive 4",
            ("13662", "4"),
        ),
        (
            "Executive Order 14024 Directive Information",
            "Subject to Directive 3 - All transactions in, provision of financing for",
            ("14024", "3"),
        ),
        (
            "Executive Order 14024 Directive Information",
            "Subject to Directive 1a - As of the effective date, participation",
            ("14024", "1a"),
        ),
    ],
)
def test_a_labelled_directive(label: str, value: str, found: tuple[str, str]) -> None:
    """The order is in the label, the directive in its value, in any of the files' spellings."""
    (directive,) = directives_of(entry((label, value)))
    assert (directive.order, directive.number) == found


def test_the_days_of_a_directive_are_its_own() -> None:
    """An entry under two directives keeps the days of each apart; a bad day is none."""
    found = directives_of(
        entry(
            ("Executive Order 14024 Directive Information", "Subject to Directive 2 - accounts"),
            ("Executive Order 14024 Directive Information", "Subject to Directive 3 - new debt"),
            ("Executive Order 14024 Directive Information", "For more information, please visit"),
            ("Listing Date (EO 14024 Directive 3)", "24 Feb 2022"),
            ("Effective Date (EO 14024 Directive 3)", "26 Mar 2022."),
            ("Effective Date (EO 14024 Directive 2)", "soon"),
        )
    )
    assert found == (
        Directive(order="14024", number="2"),
        Directive(
            order="14024",
            number="3",
            listed_on=date(2022, 2, 24),
            effective_on=date(2022, 3, 26),
        ),
    )


def test_a_directive_named_by_its_dates_alone() -> None:
    """Entries of the CAPTA List give the dates of Directive 2 and no words on it."""
    found = directives_of(entry(("Effective Date (EO 14024 Directive 2)", "26 Mar 2022")))
    day = date(2022, 3, 26)
    assert found == (Directive(order="14024", number="2", effective_on=day),)


def test_remarks_that_are_one_text_are_read_too() -> None:
    """A file without labels keeps the directive in its remarks; other words are none."""
    text = "DOB 1990; Executive Order 13662 Directive Determination - Subject to Directive 2; x"
    assert directives_of(entry(remarks=text)) == (Directive(order="13662", number="2"),)
    assert directives_of(entry(("Website", "Subject to Directive 1"), remarks="Directive 1")) == ()
