"""Read the rows of a table as queries; a row that cannot be one says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sanccheck.commands.batch_columns import Columns
from sanccheck.errors import UsageError
from sanccheck.model import EntityType, Identifier, Query
from sanccheck.names.countries import country_code
from sanccheck.names.identifiers import parse_identifier
from sanccheck.names.normalise import MAX_LENGTH, normalise
from sanccheck.tables import Row, Table

_NOTHING = {"", "-", "--", "n/a", "n.a.", "unknown", "not known", "not available", "undetermined"}

_TYPES = {
    EntityType.COMPANY: "company|corporate|corporation|entity|legal entity|organisation"
    "|organization|institution|institutional|bank|llc|partnership|公司|企业|企業|机构|機構|法人",
    EntityType.PERSON: "person|individual|natural person|private individual|自然人|个人|個人",
    EntityType.VESSEL: "vessel|ship|船舶",
    EntityType.AIRCRAFT: "aircraft|飞机|飛機",
    EntityType.FUND: "fund|investment fund|private fund|mutual fund|etf|基金",
    EntityType.SECURITY: "security|share|bond|note|证券|證券",
}
_TYPE_OF = {word: type_ for type_, words in _TYPES.items() for word in words.split("|")}
_TYPE_WORDS = ", ".join(one.value for one in EntityType)

# Names of the places from which investors of such deals mostly come, in Chinese.
_COUNTRIES_ZH = {
    "CN": "中国|中國|中华人民共和国|中華人民共和國|内地|中国内地|中國內地|中国大陆",
    "HK": "香港|中国香港|中國香港|香港特别行政区",
    "MO": "澳门|澳門|中国澳门|中國澳門",
    "TW": "台湾|台灣|臺灣|中国台湾|中國台灣",
    "KY": "开曼群岛|開曼群島|开曼",
    "VG": "英属维尔京群岛|英屬維爾京群島|英屬處女群島|英属处女群岛",
    "BM": "百慕大|百慕达|百慕達",
    "SG": "新加坡",
    "US": "美国|美國",
    "GB": "英国|英國",
    "JP": "日本",
    "KR": "韩国|韓國|南韩|南韓",
    "LU": "卢森堡|盧森堡",
    "RU": "俄罗斯|俄羅斯",
    "AE": "阿联酋|阿聯酋",
    "SA": "沙特阿拉伯|沙特",
    "QA": "卡塔尔|卡塔爾",
    "DE": "德国|德國",
    "FR": "法国|法國",
    "CH": "瑞士",
    "CA": "加拿大",
    "AU": "澳大利亚|澳大利亞|澳洲",
}
_CODE_OF_ZH = {name: code for code, names in _COUNTRIES_ZH.items() for name in names.split("|")}

# A value without its scheme is taken where its check digits prove what it is.
_SELF_EVIDENT = {"lei": 20, "uscc": 18, "isin": 12}
_LENGTHS = _SELF_EVIDENT | {"imo": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a row asks: a query, or the error that keeps it from being one.

    `remark` is what the reader of the result should know of a row that could be asked.
    """

    row: Row
    query: Query | None = None
    error: str | None = None
    remark: str | None = None


class _BadCellError(Exception):
    """A cell does not hold what its column says."""


def read_rows(table: Table, columns: Columns) -> list[Asked]:
    """Return what each row asks, in order."""
    return [_read_row(row, columns) for row in table.rows]


def drop_unfit(table: Table, columns: Columns) -> tuple[Columns, list[str]]:
    """Leave out guessed columns that hold something else, and say which.

    A column is left out when it was not named by the user and not one of its values (of two or
    more) can be read: a column "type" with "cornerstone" and "placee" says nothing of entities.
    """
    said: list[str] = []
    for field, column in columns.fields():
        if field == "name" or field not in columns.guessed:
            continue
        values = {row.cells[column] for row in table.rows if not _is_nothing(row.cells[column])}
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
    return Asked(row=row, query=query, remark=_remark(identifiers))


def _check_width(row: Row) -> None:
    if row.extra:
        raise _BadCellError(
            f"the row goes on beyond the last heading ('{_quoted(row.extra[0])}'); put values that "
            "hold the separator in quotes"
        )


def _cell(row: Row, column: int | None) -> str:
    return "" if column is None else row.cells[column]


def _quoted(text: str) -> str:
    return " ".join(text.split())[:60]


def _is_nothing(cell: str) -> bool:
    return cell.strip().casefold() in _NOTHING


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
    if _is_nothing(cell):
        return None
    text = cell.strip()
    code = country_code(text) or _CODE_OF_ZH.get(text)
    if code is None:
        raise _BadCellError(
            f"country '{_quoted(text)}' is not known; write its ISO code or its English name"
        )
    return code


def _type(cell: str) -> EntityType | None:
    if _is_nothing(cell):
        return None
    text = cell.strip()
    type_ = _TYPE_OF.get(text.casefold())
    if type_ is None:
        raise _BadCellError(f"type '{_quoted(text)}' is not known; write one of {_TYPE_WORDS}")
    return type_


def _identifiers(cell: str, scheme: str | None) -> tuple[Identifier, ...]:
    if _is_nothing(cell):
        return ()
    return tuple(_identifier(part, scheme) for part in _parts(cell))


def _parts(cell: str) -> Iterator[str]:
    for part in re.split(r"[;,|\n]", cell):
        if not _is_nothing(part):
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


def _remark(identifiers: tuple[Identifier, ...]) -> str | None:
    wrong = [f"{one.scheme}:{one.value}" for one in identifiers if one.valid is False]
    if not wrong:
        return None
    return f"the check digits of {', '.join(wrong)} are wrong; it was screened as typed"
