"""Tell which column of a table holds what, from its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sanccheck.errors import UsageError
from sanccheck.names.identifiers import SCHEMES
from sanccheck.tables import Table

# Headings as they are compared: lower case, words with one space between.
_NAME = """
    name|full name|legal name|entity name|party name|investor name|company name|client name
    customer name|counterparty name|placee name|subscriber name|shareholder name|holder name
    account name|issuer name|name of investor|name of company|name of entity|name of party
    name of placee|name of subscriber|name of shareholder|name of individual or entity
    name of securities|investor|company|entity|party|counterparty|placee|subscriber|shareholder
    participant|customer|client|名称|名稱|姓名|公司名称|公司名稱|公司|企业名称|企業名稱|机构名称
    機構名稱|投资者|投資者|投资者名称|投資者名稱|投资人|投資人|股东|股東|股东名称|股東名稱|承配人
    承配人名稱|认购人|認購人|客户名称|客戶名稱|中文名称|中文名稱
"""
_ORGANISED = """
    place of incorporation|country of incorporation|incorporated in|jurisdiction of incorporation
    jurisdiction|jurisdiction of organisation|jurisdiction of organization|organised in
    organized in|country of organisation|country of organization|country of registration
    place of registration|注册地|註冊地|注册地点|成立地點|註冊成立地點
"""
_COUNTRY = """
    country|country code|iso country|nationality|domicile|country of domicile|country of residence
    country or region|country region|place of incorporation nationality
    国家|國家|国家 地区|國家 地區|国籍|國籍
"""
_TYPE = """
    type|entity type|party type|investor type|client type|customer type|placee type|legal type
    individual or entity|类型|類型|投资者类型|投資者類別|类别|類別
"""
_ID = "id|ids|identifier|identifiers|identification|registration|id no|id number|证件号码|證件號碼"
_SCHEME_HEADINGS = {
    "lei": "lei|lei code|lei no|legal entity identifier",
    "isin": "isin|isin code",
    "uscc": "uscc|unified social credit code|统一社会信用代码|統一社會信用代碼",
    "hk_cr": "hk cr|cr no|c r no|hk company number|hong kong company number",
    "imo": "imo|imo no|imo number",
    "bic": "bic|swift|swift code|bic code",
    "ticker": "ticker|ticker symbol",
    "passport": "passport|passport no|passport number",
}


def headings(text: str) -> frozenset[str]:
    """Return the headings of a table above."""
    return frozenset(part.strip() for part in re.split(r"[|\n]", text) if part.strip())


_ORGANISED_SET = headings(_ORGANISED)
USUAL = {
    "name": headings(_NAME),
    "country": headings(_COUNTRY) | _ORGANISED_SET,
    "type": headings(_TYPE),
    "id": headings(_ID).union(*(headings(text) for text in _SCHEME_HEADINGS.values())),
}
SCHEME_OF = {
    heading: scheme for scheme, text in _SCHEME_HEADINGS.items() for heading in headings(text)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The columns that the user named; None is left to be guessed."""

    name: str | None = None
    country: str | None = None
    type: str | None = None
    id: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where in a row each field stands, counted from 0.

    `organised` says that the country column states where a company is organised. `scheme` is
    the identifier scheme that the id column's heading names. `party` is the column of the user's
    own references, which is never guessed. `guessed` holds the fields that the user did not name.
    """

    name: int
    country: int | None = None
    type: int | None = None
    id: int | None = None
    party: int | None = None
    organised: bool = False
    scheme: str | None = None
    guessed: frozenset[str] = frozenset()

    def fields(self) -> Iterator[tuple[str, int]]:
        """Yield each field that has a column, with the column."""
        for field in ("name", "country", "type", "id", "party"):
            column = getattr(self, field)
            if column is not None:
                yield field, column

    def without(self, field: str) -> Columns:
        """Return the same columns with one field left out."""
        left = {one: column for one, column in self.fields() if one not in {field, "name"}}
        return Columns(
            name=self.name,
            country=left.get("country"),
            type=left.get("type"),
            id=left.get("id"),
            party=left.get("party"),
            organised=self.organised and "country" in left,
            scheme=self.scheme if "id" in left else None,
            guessed=self.guessed,
        )


def choose_columns(table: Table, given: Given) -> Columns:
    """Return the columns named by the user or told by their headings.

    Raises:
        UsageError: when a named column is not there, when no column can be the one of the
            names, or when several can be the one of a field.
    """
    found = {field: _choose(table, field, getattr(given, field)) for field in USUAL}
    name = found["name"]
    if name is None:
        raise UsageError(
            f"{table.path}: no column is headed as names usually are; say which with "
            f"--name-column. Its columns are {_listed(table.header)}"
        )
    country, ids = found["country"], found["id"]
    guessed = {field for field in USUAL if getattr(given, field) is None}
    return Columns(
        name=name,
        country=country,
        type=found["type"],
        id=ids,
        party=None if given.party is None else _named(table, "party", given.party),
        organised=country is not None and plain_heading(table.header[country]) in _ORGANISED_SET,
        scheme=None if ids is None else scheme_of(table.header[ids]),
        guessed=frozenset(guessed),
    )


def _choose(table: Table, field: str, given: str | None) -> int | None:
    if given is not None:
        return _named(table, field, given)
    usual = USUAL[field]
    columns = [index for index, text in enumerate(table.header) if plain_heading(text) in usual]
    if len(columns) > 1:
        these = " and ".join(f"'{table.header[index]}'" for index in columns)
        raise UsageError(
            f"{table.path}: {these} can each be the column of the {field}; say which with "
            f"--{field}-column. Its columns are {_listed(table.header)}"
        )
    return columns[0] if columns else None


def _named(table: Table, field: str, given: str) -> int:
    if given in table.header:
        return table.header.index(given)
    folded = [text.casefold() for text in table.header]
    if folded.count(given.strip().casefold()) == 1:
        return folded.index(given.strip().casefold())
    raise UsageError(
        f"{table.path}: has no column '{given[:60]}' (--{field}-column); "
        f"its columns are {_listed(table.header)}"
    )


def plain_heading(heading: str) -> str:
    """Return a heading as it is compared: lower case, its words with one space between."""
    return " ".join(re.findall(r"[^\W_]+", heading.casefold()))


def scheme_of(heading: str) -> str | None:
    """Return the identifier scheme that a heading names, None where it names none."""
    plain = plain_heading(heading)
    if plain.replace(" ", "_") in SCHEMES:
        return plain.replace(" ", "_")
    return SCHEME_OF.get(plain)


def _listed(header: tuple[str, ...]) -> str:
    return ", ".join(f"'{' '.join(text.split())}'" for text in header)
