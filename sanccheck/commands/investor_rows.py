"""Read the rows of an investor file; a row that cannot be judged says everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sanccheck.commands.batch_columns import USUAL, headings, plain_heading
from sanccheck.errors import UsageError
from sanccheck.investors import BadRow, Investor, Kind, Owner, Row
from sanccheck.investors.checks import contradictions
from sanccheck.investors.investor import OWN_ACCOUNT
from sanccheck.names.normalise import MAX_LENGTH, normalise
from sanccheck.names.typed import is_nothing, typed_country, typed_type
from sanccheck.ownership.shares import read_share
from sanccheck.screening import no_collecting
from sanccheck.tables import Row as TableRow
from sanccheck.tables import Table

FIELDS: dict[str, frozenset[str]] = {
    "name": USUAL["name"],
    "type": USUAL["type"],
    "organised_in": headings(
        "organised in|organized in|jurisdiction of organisation|jurisdiction of organization"
        "|place of incorporation|country of incorporation|incorporated in|jurisdiction"
        "|jurisdiction of incorporation|country of organisation|country of organization"
    ),
    "citizenships": headings("citizenships|citizenship|nationality|nationalities"),
    "residence": headings("residence|country of residence|resident in"),
    "ofac_us_person": headings("ofac us person|us person ofac"),
    "reg_s_us_person": headings("reg s us person|regulation s us person|us person reg s"),
    "acts_for": headings("acts for|acting for|on behalf of|for account of"),
    "owners": headings("owners|owner|shareholders"),
}
_KINDS = {
    Kind.TRUST: "trust|trustee|family trust",
    Kind.BANK_BRANCH: "bank branch|insurance branch|branch of a bank|foreign bank branch",
    Kind.BRANCH: "branch|agency|representative office",
    Kind.NOMINEE: "nominee|custodian|nominee company|depositary",
    Kind.ADVISER: "adviser|advisor|investment adviser|investment advisor|manager"
    "|investment manager|discretionary manager|asset manager",
    Kind.STAFF: "staff|employee|portfolio manager",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}
_BY_TYPE = {"company": Kind.COMPANY, "person": Kind.PERSON, "fund": Kind.FUND}
_OWN = {OWN_ACCOUNT, "self", "itself", "himself", "herself", "own", "for itself", "principal"}
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_SHARE = re.compile(
    r"\s((?:at least|at most|more than|over|less than|under)\s+\S+|\S+\s+to\s+\S+|unknown"
    r"|[0-9][^\s\[\]]*)\s*%?$",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"\s*\[([^\[\]]*)\]\s*$")
_TYPE_WORDS = ", ".join(one.value for one in Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands, counted from 0; `unused` are the headings that say nothing here."""

    at: dict[str, int]
    unused: tuple[str, ...]


def choose_columns(table: Table) -> Columns:
    """Tell which column holds what, from the headings.

    Raises:
        UsageError: when none is that of the names, or two are that of one field.
    """
    at: dict[str, int] = {}
    for name, usual in FIELDS.items():
        found = [n for n, text in enumerate(table.header) if plain_heading(text) in usual]
        exact = [n for n in found if table.header[n].strip().casefold() == name]
        found = exact if len(exact) == 1 else found
        if len(found) > 1:
            these = " and ".join(f"'{table.header[n]}'" for n in found)
            raise UsageError(f"{table.path}: {these} can each be {name}; rename one of them")
        if found:
            at[name] = found[0]
    if "name" not in at:
        listed = ", ".join(f"'{' '.join(text.split())}'" for text in table.header)
        raise UsageError(
            f"{table.path}: no column is headed as names usually are; call it name. Its columns "
            f"are {listed}"
        )
    unused = (text for n, text in enumerate(table.header) if n not in at.values())
    return Columns(at=at, unused=tuple(unused))


def read_rows(table: Table, columns: Columns) -> list[Row]:
    """Return every row, in order, as an investor or with what is wrong with it."""
    with no_collecting():
        return [_read(row, columns) for row in table.rows]


@dataclass(slots=True)
class _Reader:
    """Reads cells, noting each problem and going on."""

    row: TableRow
    columns: Columns
    problems: list[str] = field(default_factory=list)

    def cell(self, name: str) -> str:
        column = self.columns.at.get(name)
        return "" if column is None else " ".join(self.row.cells[column].split())

    def parts(self, name: str) -> list[str]:
        column = self.columns.at.get(name)
        text = "" if column is None else self.row.cells[column]
        if not text:
            return []
        return [" ".join(one.split()) for one in re.split(r"[;|\n]", text) if not is_nothing(one)]

    def read(self, name: str, read: Callable[[str], Any]) -> Any:
        text = self.cell(name)
        return None if not text or is_nothing(text) else self.take(name, text, read)

    def take(self, name: str, text: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(text)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return None


def _read(row: TableRow, columns: Columns) -> Row:
    reader = _Reader(row, columns)
    name = reader.take("name", reader.cell("name"), _name) or ""
    countries = [text for part in reader.parts("citizenships") for text in _commas(part)]
    citizenships = [reader.take("citizenships", text, _country) for text in countries]
    owners = [reader.take("owners", text, _owner) for text in reader.parts("owners")]
    investor = Investor(
        row=row.number,
        name=name,
        kind=reader.read("type", _kind),
        organised_in=reader.read("organised_in", _country),
        citizenships=tuple(dict.fromkeys(one for one in citizenships if one is not None)),
        residence=reader.read("residence", _country),
        ofac_us_person=reader.read("ofac_us_person", _yes_no),
        reg_s_us_person=reader.read("reg_s_us_person", _yes_no),
        acts_for=tuple(
            filter(
                None, (reader.take("acts_for", one, _acts_for) for one in reader.parts("acts_for"))
            )
        ),
        owners=tuple(one for one in owners if one is not None),
    )
    problems = [*_form(row, columns), *reader.problems]
    if name:
        problems += contradictions(investor)
    if problems:
        shown = name or _quoted(reader.cell("name"))
        return BadRow(row=row.number, name=shown, problems=tuple(dict.fromkeys(problems)))
    return investor


def _form(row: TableRow, columns: Columns) -> Iterator[str]:
    """Yield what is wrong with the row as such."""
    if row.extra:
        yield (
            f"the row goes on beyond the last heading ('{_quoted(row.extra[0])}'); put values that "
            "hold the separator in quotes"
        )
    if row.breaks(columns.at["name"]):
        yield (
            f"the row {row.span} of the file, and its name holds a line break; see whether a quote "
            "joins several rows, and write the name on one line"
        )


def _quoted(text: str) -> str:
    return " ".join(text.split())[:60]


def _name(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"has {len(text)} characters; at most {MAX_LENGTH} are read")
    if not normalise(text):
        raise ValueError(f"'{_quoted(text)}' holds no letter or digit")
    return text


def _acts_for(text: str) -> str:
    return OWN_ACCOUNT if text.casefold() in _OWN else _name(text)


def _commas(text: str) -> list[str]:
    """Split countries at commas and slashes, unless a country is written with one."""
    if typed_country(text) is not None:
        return [text]
    return [one.strip() for one in re.split(r"[,/]", text) if not is_nothing(one)]


def _country(text: str) -> str:
    code = typed_country(text)
    if code is None:
        raise ValueError(f"'{_quoted(text)}' is not known; write its ISO code or English name")
    return code


def _kind(text: str) -> Kind:
    kind = _KIND_OF.get(text.casefold())
    if kind is not None:
        return kind
    type_ = typed_type(text)
    if type_ is None or type_.value not in _BY_TYPE:
        raise ValueError(f"'{_quoted(text)}' is not known; write one of {_TYPE_WORDS}")
    return _BY_TYPE[type_.value]


def _yes_no(text: str) -> bool:
    value = _YES_NO.get(text.casefold())
    if value is None:
        raise ValueError(f"'{_quoted(text)}' is not yes, no or unknown")
    return value


def _owner(text: str) -> Owner:
    """Read `Example Holdings Limited [KY] 60%`; country and share may be left out."""
    found = _SHARE.search(text)
    share = "" if found is None else found[1].rstrip("%").strip()
    rest = text if found is None else text[: found.start()]
    place = _COUNTRY.search(rest)
    if place is not None:
        rest = rest[: place.start()]
    if share:
        read_share(share)
    country = None if place is None or is_nothing(place[1]) else _country(place[1].strip())
    return Owner(name=_name(rest.strip()), country=country, share=share)
