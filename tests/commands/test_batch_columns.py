from __future__ import annotations

import pytest

from sanccheck.commands.batch_columns import Columns, Given, choose_columns
from sanccheck.errors import UsageError
from sanccheck.tables import Table


def table(*header: str) -> Table:
    """Return an empty table with these headings."""
    return Table(path="f.csv", sheet=None, header=header, rows=())


def chosen(columns: Columns) -> dict[str, int]:
    """Return the columns by field."""
    return dict(columns.fields())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("name", "country", "type", "id"), {"name": 0, "country": 1, "type": 2, "id": 3}),
        (("No.", "Investor Name", "Country Code"), {"name": 1, "country": 2}),
        (("Company", "Amount"), {"name": 0}),
        (("名称", "国家/地区", "类型"), {"name": 0, "country": 1, "type": 2}),
        (("公司名稱", "註冊地"), {"name": 0, "country": 1}),
        (
            ("No.", "Placee name", "Placee name (Chinese)", "Placee type"),
            {"name": 1, "type": 3},
        ),
        (("NAME OF\nINVESTOR", "LEI Code"), {"name": 0, "id": 1}),
        (("Stock Code", "Name of Securities", "ISIN"), {"name": 1, "id": 2}),
    ],
)
def test_columns_are_told_by_usual_headings(
    header: tuple[str, ...], expected: dict[str, int]
) -> None:
    """Case, punctuation and line breaks in a heading do not matter."""
    assert chosen(choose_columns(table(*header), Given())) == expected


def test_named_columns_are_taken_as_named() -> None:
    """A name given by the user wins over the headings, whatever its case."""
    columns = choose_columns(
        table("Investor", "Company", "Where"), Given(name="company", country="Where")
    )
    assert chosen(columns) == {"name": 1, "country": 2}
    assert columns.guessed == {"type", "id"}


@pytest.mark.parametrize(
    ("header", "given", "message"),
    [
        (("a", "b"), Given(), "no column is headed as names usually are; say which with"),
        (("Investor", "Company"), Given(), "'Investor' and 'Company' can each be the column of"),
        (("name", "country", "nationality"), Given(), "say which with --country-column"),
        (("name", "lei", "isin"), Given(), "say which with --id-column"),
        (("name",), Given(name="nom"), "has no column 'nom' (--name-column)"),
        (("name",), Given(type="kind"), "has no column 'kind' (--type-column)"),
    ],
)
def test_what_cannot_be_told_is_asked_for(
    header: tuple[str, ...], given: Given, message: str
) -> None:
    """The message names the columns that there are and the option that decides."""
    with pytest.raises(UsageError) as caught:
        choose_columns(table(*header), given)
    assert message in str(caught.value)
    assert f"columns are {', '.join(repr(text) for text in header)}" in str(caught.value)


def test_a_heading_can_say_the_scheme_of_its_identifiers() -> None:
    """A column "LEI" holds identifiers of one scheme, a column "id" of any."""
    assert choose_columns(table("name", "LEI"), Given()).scheme == "lei"
    assert choose_columns(table("name", "统一社会信用代码"), Given()).scheme == "uscc"
    assert choose_columns(table("name", "C.R. No."), Given()).scheme == "hk_cr"
    assert choose_columns(table("name", "id"), Given()).scheme is None
    assert choose_columns(table("name", "Passport"), Given(id="Passport")).scheme == "passport"


def test_a_heading_can_say_where_a_company_is_organised() -> None:
    """A place of incorporation is more than a country."""
    assert choose_columns(table("name", "Place of incorporation"), Given()).organised
    assert not choose_columns(table("name", "country"), Given()).organised


def test_a_field_can_be_left_out() -> None:
    """What depends on the column goes with it."""
    columns = choose_columns(table("name", "Jurisdiction", "LEI"), Given())
    assert chosen(columns.without("country")) == {"name": 0, "id": 2}
    assert not columns.without("country").organised
    assert columns.without("id").scheme is None
