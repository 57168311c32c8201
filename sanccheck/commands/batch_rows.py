"""Read the rows of a table as queries; a row that cannot be one says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sanccheck.commands.batch_columns import Columns
from sanccheck.errors import UsageError
from sanccheck.model import EntityType, Identifier, Query
from sanccheck.names.identifiers import parse_identifier
from sanccheck.names.normalise import MAX_LENGTH, normalise
from sanccheck.names.typed import is_nothing, typed_country, typed_type
from sanccheck.tables import Row, Table

# So many rows are screened together, and are one worker's at a time.
PIECE = 2000

_TYPE_WORDS = ", ".join(one.value for one in EntityType)

# A value without its scheme is taken where its check digits prove what it is.
_SELF_EVIDENT = {"lei": 20, "uscc": 18, "isin": 12}
_LENGTHS = _SELF_EVIDENT | {"imo": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a row asks: a query, or the error that keeps it from being one.

    `remark` is what the reader of the result should know of a row that could be asked, `ref` the
    user's own reference for the party.
    """

    row: Row
    query: Query | None = None
    error: str | None = None
    remark: str | None = None
    ref: str | None = None


class _BadCellError(Exception):
    """A cell does not hold what its column says."""


def read_rows(table: Table, columns: Columns) -> Iterator[Asked]:
    """Give what each row asks, in order."""
    return (_read_row(row, columns) for row in table.rows)


def drop_unfit(table: Table, columns: Columns) -> tuple[Columns, list[str]]:
    """Leave out guessed columns that hold something else, and say which.

    A column is left out when it was not named by the user and not one of its values (of two or
    more) can be read: a column "type" with "cornerstone" and "placee" says nothing of entities.
    """
    said: list[str] = []
    for field, column in columns.fields():
        if field == "name" or field not in columns.guessed:
            continue
        values = {row.cells[column] for row in table.rows if not is_nothing(row.cells[column])}
        if len(values) > 1 and not any(_readable(field, value, columns) for value in values):
            heading = " ".join(table.header[column].split())
            columns = columns.without(field)
            said.append(
                f"the column '{heading}' is not used: no value in it is one for the {field}; "
                f"if it is one, name it with --{field}-column"
            )
    return columns, said


def _readable(field: str, value: str, columns: Columns) -> bool:
    read: dict[str, Callable[[], object]] = {
        "country": lambda: _country(value),
        "type": lambda: _type(value),
        "id": lambda: _identifiers(value, columns.scheme),
    }
    try:
        read[field]()
    except _BadCellError:
        return False
    return True


def _read_row(row: Row, columns: Columns) -> Asked:
    try:
        _check_width(row)
        _check_lines(row, columns.name)
        name = _name(row.cells[columns.name])
        country = _country(_cell(row, columns.country))
        identifiers = _identifiers(_cell(row, columns.id), columns.scheme)
        query = Query(
            name=name,
            type=_type(_cell(row, columns.type)),
            country=country,
            organised_in=country if columns.organised else None,
            identifiers=identifiers,
        )
    except _BadCellError as error:
        return Asked(row=row, error=str(error))
    ref = _cell(row, columns.party).strip() or None
    return Asked(row=row, query=query, remark=_remark(row, identifiers), ref=ref)


def _check_width(row: Row) -> None:
    if row.extra:
        raise _BadCellError(
            f"the row goes on beyond the last heading ('{_quoted(row.extra[0])}'); put values that "
            "hold the separator in quotes"
        )


def _check_lines(row: Row, name: int) -> None:
    """Refuse a name that a quote in the wrong place may have joined from several rows."""
    if row.breaks(name):
        raise _BadCellError(
            f"the row {row.span} of the file, and its name holds a line break; see whether a "
            "quote joins several rows, and write the name on one line"
        )


def _cell(row: Row, column: int | None) -> str:
    return "" if column is None else row.cells[column]


def _quoted(text: str) -> str:
    return " ".join(text.split())[:60]


def _name(cell: str) -> str:
    name = " ".join(cell.split())
    if not name:
        raise _BadCellError("the name is empty")
    if len(name) > MAX_LENGTH:
        raise _BadCellError(f"the name has {len(name)} characters; at most {MAX_LENGTH} are read")
    if not normalise(name):
        raise _BadCellError(f"the name '{_quoted(name)}' holds no letter or digit")
    return name


def _country(cell: str) -> str | None:
    if is_nothing(cell):
        return None
    code = typed_country(cell)
    if code is None:
        raise _BadCellError(
            f"country '{_quoted(cell)}' is not known; write its ISO code or its English name"
        )
    return code


def _type(cell: str) -> EntityType | None:
    if is_nothing(cell):
        return None
    type_ = typed_type(cell)
    if type_ is None:
        raise _BadCellError(f"type '{_quoted(cell)}' is not known; write one of {_TYPE_WORDS}")
    return type_


def _identifiers(cell: str, scheme: str | None) -> tuple[Identifier, ...]:
    if is_nothing(cell):
        return ()
    return tuple(_identifier(part, scheme) for part in _parts(cell))


def _parts(cell: str) -> Iterator[str]:
    for part in re.split(r"[;,|\n]", cell):
        if not is_nothing(part):
            yield part.strip()


def _identifier(text: str, scheme: str | None) -> Identifier:
    if ":" not in text:
        return _bare_identifier(text, scheme)
    try:
        identifier = parse_identifier(text)
    except UsageError as error:
        raise _BadCellError(" ".join(str(error).split())) from None
    _check_form(identifier)
    return identifier


def _bare_identifier(text: str, scheme: str | None) -> Identifier:
    if scheme is not None:
        return _identifier(f"{scheme}:{text}", None)
    for likely, length in _SELF_EVIDENT.items():
        if len(text) == length:
            identifier = parse_identifier(f"{likely}:{text}")
            if identifier.valid:
                return identifier
    raise _BadCellError(
        f"id '{_quoted(text)}' has no scheme; write SCHEME:VALUE, as lei:… or isin:…"
    )


def _check_form(identifier: Identifier) -> None:
    """Refuse what cannot be an identifier of its scheme; wrong check digits are only remarked."""
    if identifier.valid is False and len(identifier.value) != _LENGTHS.get(identifier.scheme):
        raise _BadCellError(
            f"id '{identifier.scheme}:{_quoted(identifier.value)}' is not of the form of its scheme"
        )


def _remark(row: Row, identifiers: tuple[Identifier, ...]) -> str | None:
    said = []
    if row.span is not None:
        said.append(f"the row {row.span} of the file; see whether a quote joins several rows")
    wrong = [f"{one.scheme}:{one.value}" for one in identifiers if one.valid is False]
    if wrong:
        said.append(f"the check digits of {', '.join(wrong)} are wrong; it was screened as typed")
    return "; ".join(said) or None
