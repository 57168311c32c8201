"""What several commands share: the day asked, the home folder, JSON on stdout.

The clock and the environment are read here and nowhere below.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from sanccheck.dates import NEW_YORK, parse_date, say_date

if TYPE_CHECKING:
    from sanccheck.rulebook.load import Rulebook


def read_day(value: str | date) -> date:
    """Read a date option; a bad one is a usage error (exit 2)."""
    return value if isinstance(value, date) else parse_date(value)


as_of_option = click.option(
    "--as-of",
    type=read_day,
    metavar="YYYY-MM-DD",
    default=None,
    help="The day asked, a civil date in New York. Default: today there.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else there."
)

# The book of the parties that are named by a reference alone.
PARTIES = "parties"
book_option = click.option(
    "--book",
    metavar="BOOK",
    help="Whose parties these are, for the cases: a decision holds within one book. Default: the "
    "path of the file; of --party and --party-column the book 'parties'.",
)

rules_option = click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Add the regimes of a folder as house policy: it tightens the law and never loosens it.",
)


def rulebook_with(rules: Path | None) -> Rulebook:
    """Return the shipped rules, with the house rules of a folder where one is given.

    Raises:
        RuleError: with every problem of the house rules.
    """
    from sanccheck.rulebook.load import shipped_rulebook

    law = shipped_rulebook(examples=False)
    if rules is None:
        return law
    from sanccheck.rulebook.house import with_house
    from sanccheck.rulebook.load import read_files

    return with_house(law, read_files(rules))


def day_asked(as_of: date | None) -> date:
    """Return the day asked, or today in New York."""
    return datetime.now(ZoneInfo(NEW_YORK)).date() if as_of is None else as_of  # noqa: TID251 - the one clock


def last_day_begun() -> date:
    """Return the latest civil day that has begun anywhere: in Asia it is tomorrow before here."""
    return datetime.now(timezone(timedelta(hours=14))).date()  # noqa: TID251 - the one clock


def in_future(day: date) -> bool:
    """Tell whether a day has begun nowhere yet, so that no list can speak of it."""
    return day > last_day_begun()


def say_if_in_future(day: date) -> None:
    """Say on stderr that the day asked is still to come."""
    if in_future(day):
        click.echo(
            f"sanccheck: {say_date(day)} is in the future: no list can speak of it, and finding "
            "nothing is no answer",
            err=True,
        )


def home() -> Path:
    """Return the folder that holds snapshots, history and cases (SANCCHECK_HOME)."""
    given = os.environ.get("SANCCHECK_HOME")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("sanccheck", appauthor=False))


def print_json(document: Any) -> None:
    """Write one JSON document in UTF-8 to stdout."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
