from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, Entry
from sanccheck.model.entry_json import entry_to_dict
from sanccheck.names.normalise import normalise
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.parsed import Tally
from sanccheck.parse.plain_table import PlainTable, read_day
from sanccheck.parse.table_columns import FIELDS, TableColumns, own_words, place_of

RULES = ListRules(rules=(ListRule(id="my_list", everything=True),))
NAME = TableColumns(pairs=(("name", "Company"),))


def written(*rows: Sequence[str]) -> bytes:
    """Return rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


def read(
    data: bytes, columns: TableColumns | None = NAME, *, partial: bool = False
) -> tuple[list[Entry], Tally, PlainTable]:
    """Return the entries of a table, the counts and the reading."""
    tally = Tally()
    table = PlainTable(data, "table.csv", columns, partial=partial)
    return list(table.entries(RULES, tally)), tally, table


def mapped(**columns: str) -> TableColumns:
    """Return columns by field."""
    return TableColumns(pairs=tuple(columns.items()))


def test_every_field() -> None:
    """Each field is read from its column, and what has no field is a detail."""
    data = written(
        ["Ref", "Firm", "Aka", "Kind", "Land", "Born", "Where", "From", "To", "Why", "LEI", "Desk"],
        [
            "R1",
            "Jane Roe",
            "J. Roe; Jany",
            "Individual",
            "中国",
            "circa 1961",
            "1 Main St\nTown",
            "22 Nov 2025",
            "2026-01-02",
            "a client",
            "5493001KJTIIGC8Y1R12",
            "ECM",
        ],
    )
    columns = mapped(
        id="Ref",
        name="Firm",
        aliases="Aka",
        type="Kind",
        country="Land",
        birth_date="Born",
        address="Where",
        listed_on="From",
        delisted_on="To",
        remarks="Why",
        lei="LEI",
    )
    (entry,), tally, table = read(data, columns)
    assert (entry.id, entry.name, entry.type) == ("my_list:R1", "Jane Roe", EntityType.PERSON)
    assert [name.text for name in entry.names] == ["Jane Roe", "J. Roe", "Jany"]
    assert entry.countries == ("CN",)
    assert (entry.births[0].year, entry.births[0].circa) == (1961, True)
    assert entry.addresses[0].text == "1 Main St Town"
    assert entry.listing.listed_on == date(2025, 11, 22)
    assert entry.listing.delisted_on == date(2026, 1, 2)
    assert entry.remarks == "a client"
    (lei,) = entry.identifiers
    assert (lei.scheme, lei.value, lei.label) == ("lei", "5493001KJTIIGC8Y1R12", "LEI")
    # What is shown in other words stands beside them as it was written.
    assert dict(entry.details) == {
        "Kind": "Individual",
        "Land": "中国",
        "Where": "1 Main St\nTown",
        "From": "22 Nov 2025",
        "Desk": "ECM",
    }
    assert (table.records, tally.records, tally.aliases, tally.identifiers) == (1, 1, 2, 1)
    assert not tally.unknown


def test_headings_that_are_fields() -> None:
    """Without columns said, the headings that are names of fields say them."""
    data = written(["Name", "Birth date", "ISIN", "Desk"], ["A Ltd", "1970", "US0378331005", "x"])
    (entry,), _tally, _table = read(data, None)
    assert (entry.births[0].year, entry.identifiers[0].scheme) == (1970, "isin")
    assert entry.details == (("Desk", "x"),)
    with pytest.raises(ListRefused, match="no column is named for the field 'name'"):
        read(written(["Firm"], ["A Ltd"]), None)


def test_what_no_table_knows_is_kept_and_counted() -> None:
    """A type, country, date of birth or alias that cannot be read stays as it was written."""
    data = written(
        ["Company", "Kind", "Land", "Born", "Aka"], ["A Ltd", "Trust", "Atlantis", "long ago", "?"]
    )
    columns = mapped(name="Company", type="Kind", country="Land", birth_date="Born", aliases="Aka")
    (entry,), tally, _table = read(data, columns)
    assert (entry.type, entry.countries) == (None, ())
    assert entry.births[0].text == "long ago"
    assert dict(entry.details) == {"Kind": "Trust", "Land": "Atlantis", "Aka": "?"}
    assert {kind: dict(counts) for kind, counts in tally.unknown.items()} == {
        "type": {"Trust": 1},
        "country": {"Atlantis": 1},
        "date": {"long ago": 1},
        "alias": {"?": 1},
    }


def test_wrong_check_digits_are_told() -> None:
    """An identifier whose check digits are wrong is taken, and named with its row."""
    columns = mapped(name="Company", lei="LEI")
    data = written(["Company", "LEI"], ["A Ltd", "5493001KJTIIGC8Y1R13"])
    (entry,), _tally, table = read(data, columns)
    assert entry.identifiers[0].valid is False
    assert table.notes == ("row 2: wrong check digits or form: 5493001KJTIIGC8Y1R13",)


BAD = written(
    ["Ref", "Company", "From", "To"],
    ["1", "Good Ltd", "", ""],
    ["1", "Again Ltd", "03/04/2026", ""],
    ["3", "", "", ""],
    ["", "No id Ltd", "", ""],
    ["5", "...", "", ""],
    ["6", "Huawei", " Ltd.", "", ""],  # a comma without quotes
    ["", "", "", ""],
    ["8", "N" * 1001, "", ""],
    ["9", "Late Ltd", "2026-01-02", "2026-01-01"],
    ["a\u200bb", "Odd Ltd", "", ""],
)
BAD_COLUMNS = mapped(id="Ref", name="Company", listed_on="From", delisted_on="To")


def test_bad_rows_are_told_at_once() -> None:
    """Every row that is no entry is named with its line and all that is wrong with it."""
    with pytest.raises(ListRefused) as caught:
        read(BAD, BAD_COLUMNS)
    said = str(caught.value).splitlines()
    assert said[0] == (
        "table.csv:3: the id '1' stands in row 2 already; the date '03/04/2026' (listed_on) cannot "
        "be read; write it as YYYY-MM-DD"
    )
    for line, text in zip(
        said[1:-1],
        (
            "table.csv:4: has no name",
            "table.csv:5: has no id",
            "table.csv:6: has a name without a letter or digit, '...'",
            "table.csv:7: goes on beyond the last heading",
            "table.csv:9: has a name of 1,001 characters; at most 1,000 are read",
            "table.csv:10: was delisted on 2026-01-01, before it was listed on 2026-01-02",
            "table.csv:11: has an id that is none",
        ),
        strict=True,
    ):
        assert line.startswith(text)
    assert "8 of 10 rows cannot be read; mend them, or give --partial" in said[-1]


def test_partial() -> None:
    """With --partial the bad rows are left out and named."""
    (entry,), _tally, table = read(BAD, BAD_COLUMNS, partial=True)
    assert entry.id == "my_list:1"
    assert "8 of 10 rows are left out" in table.notes
    assert "left out: table.csv:4: has no name" in table.notes


JOINED = b'Company,Note\n"Foo Ltd,FR\nBar Ltd,DE\nBaz Ltd",US\nQux Ltd,"two\nlines"\n'


def test_a_name_that_joins_rows_is_told() -> None:
    """A quoted name over several lines may hold several names, so its row is no entry."""
    with pytest.raises(ListRefused, match=r"table.csv:2: spans lines 2 to 4, and its name holds a"):
        read(JOINED)
    (entry,), _tally, table = read(JOINED, partial=True)
    assert entry.name == "Qux Ltd"
    assert table.notes[0].startswith("row 2 spans lines 2 to 4, row 5 spans lines 5 to 6: a cell")


def test_a_column_that_is_gone_is_named() -> None:
    """A header that has lost a column is refused with the column's name and those there are."""
    columns = mapped(name="Company", lei="LEI")
    with pytest.raises(ListRefused, match=r"no column 'LEI' \(lei\).*columns are 'Company', 'Lay'"):
        read(written(["Company", "Lay"], ["A Ltd", ""]), columns)
    entries, _tally, _table = read(written([" company ", "Lei"], ["A Ltd", ""]), columns)
    assert entries[0].name == "A Ltd"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xff\xfeC\0", "UTF-16"),
        (b"Company\n\xff\n", "not UTF-8"),
        (b"PK\x03\x04", "is a workbook, not CSV"),
        (b'Company,a\n"x,1\n', "never closed"),
        (b'Company,a\n"x,1\n"y,2\n', "table.csv:3: text stands after the quote"),
        (b"Company,Company\nA,B\n", "more than once"),
        (b"Company\nA\0\n", "zero byte"),
    ],
)
def test_what_is_no_table(data: bytes, says: str) -> None:
    """What cannot be read as a table is refused as a list file is."""
    with pytest.raises(ListRefused, match=says):
        read(data)


def ids(*rows: Sequence[str]) -> list[str]:
    """Return the ids of rows without an id column."""
    columns = mapped(name="Company", country="Land")
    found, _tally, _table = read(written(["Company", "Land", "Desk"], *rows), columns)
    return [entry.uid for entry in found]


def test_ids_from_the_content() -> None:
    """Without an id column the id comes from name and country, whatever else the row says."""
    (first, second) = ids(["A Ltd", "CN", "x"], ["B Ltd", "", ""])
    assert first != second
    assert ids(["B Ltd", "", ""], ["a  LTD", "China", "y"]) == [second, first]
    assert ids(["A Ltd", "HK", "x"]) != [first]
    assert len(first) == 16


def test_ids_of_rows_with_one_name() -> None:
    """Rows that share name and country stay apart; one that repeats another is counted once."""
    rows = (["A Ltd", "CN", "x"], ["A LTD", "CN", "y"], ["A Ltd", "CN", "x"])
    found = ids(*rows)
    assert len(set(found)) == len(found) == 2
    assert ids(*reversed(rows)) == [found[0], found[1]]
    table = PlainTable(
        written(["Company", "Land", "Desk"], *rows),
        "table.csv",
        mapped(name="Company", country="Land"),
        partial=False,
    )
    assert table.notes == ("row 4 repeats an earlier one and is counted once",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-02", date(2026, 1, 2)),
        ("2026-01-02 00:00:00", date(2026, 1, 2)),
        ("2026/01/02", date(2026, 1, 2)),
        ("2.1.2026", date(2026, 1, 2)),
        ("2 January 2026", date(2026, 1, 2)),
        ("02/01/2026", None),
        ("2026-13-01", None),
        ("31.2.2026", None),
        ("next week", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    """A day is read where it can be one day only."""
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (mapped(lei="LEI"), "no column is named for the field 'name'"),
        (mapped(nam="X", name="Y"), "the field 'nam' is not known; fields are id, name"),
        (TableColumns(pairs=(("name", "A"), ("name", "B"))), "'name' is read from one column"),
        (TableColumns(pairs=(("name", "A"),), separator=" "), "one character"),
        (TableColumns(pairs=(("name", "A"),), separator="||"), "one character"),
    ],
)
def test_wrong_columns(columns: TableColumns, says: str) -> None:
    """A choice of columns that cannot be is told."""
    with pytest.raises(ListRefused, match=says):
        read(b"A,B\nx,y\n", columns)


def test_columns_are_kept() -> None:
    """Columns written down are read back; anything else is not."""
    columns = TableColumns(pairs=(("name", "商号"), ("lei", "L\x1bI")), separator="|", sheet="S")
    assert TableColumns.from_bytes(columns.to_bytes()) == columns
    for data in (b"", b"[]", b"{}", b'{"columns": [1], "separator": ";", "sheet": null}', b"\xff"):
        with pytest.raises(ListRefused):
            TableColumns.from_bytes(data)
    assert own_words(["Hong Kong", "HK CR"]).pairs == (("hk_cr", "HK CR"),)
    assert place_of("name", ["NAME", "Name"]) is None
    assert place_of("NAME", ["NAME", "Name"]) == 0


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
FIELD = st.sampled_from([None, *(field for field in FIELDS if field not in {"id", "name"})])
DAYS = {"listed_on", "delisted_on"}


def parts_of(entry: Entry) -> str:
    """Return all that an entry says as one text."""

    def texts(value: object) -> Iterable[str]:
        if isinstance(value, dict):
            for one in value.values():
                yield from texts(one)
        elif isinstance(value, list):
            for one in value:
                yield from texts(one)
        elif value is not None:
            yield str(value)

    return "\x00".join(texts(entry_to_dict(entry)))


def _on_one_line(text: str) -> bool:
    return not {"\n", "\r"} & set(text.strip())


@given(
    fields=st.lists(FIELD, min_size=1, max_size=5),
    rows=st.data(),
    count=st.integers(1, 4),
)
def test_no_cell_is_lost(fields: list[str | None], rows: st.DataObject, count: int) -> None:
    """Each row is one entry under its name, and every cell of it is found there as it stood."""
    assume(all(fields.count(one) == 1 for one in ("type", *DAYS) if one in fields))
    day = st.sampled_from(["", "2026-01-02", "n/a"])
    header = ["no", "who", *(f"column {number}" for number in range(len(fields)))]
    body = []
    for number in range(count):
        name = rows.draw(CELL.filter(lambda text: bool(normalise(text)) and _on_one_line(text)))
        cells = [rows.draw(day if field in DAYS else CELL) for field in fields]
        body.append([f"{number}", name, *cells])
    pairs = [("id", "no"), ("name", "who")]
    pairs += [(field, header[2 + at]) for at, field in enumerate(fields) if field is not None]
    found, tally, _table = read(written(header, *body), TableColumns(pairs=tuple(pairs)))
    assert len(found) == tally.records == count
    for entry, row in zip(found, body, strict=True):
        assert normalise(entry.name) == normalise(row[1])
        said = parts_of(entry)
        for field, cell in zip(fields, row[2:], strict=True):
            whole = [cell.strip()]
            if field in {"aliases", *FIELDS[10:]}:
                whole = [part.strip() for part in cell.replace(";", "\n").splitlines()]
            assert all(part in said for part in whole), (field, cell)
        assert row[1].strip() in said
        assert not any(unicodedata.category(one) == "Cc" for one in entry.name)
