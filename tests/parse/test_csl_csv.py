from __future__ import annotations

import csv
import gzip
import io
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import (
    Address,
    EntityType,
    Entry,
    Identifier,
    Link,
    Listing,
    NameKind,
    PartialDate,
)
from sanccheck.parse.csl_csv import CslCsv
from sanccheck.parse.formats import FORMATS, tell
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.names_within import names_within
from sanccheck.parse.parsed import Tally
from sanccheck.sources.library import Library

ROOT = Path(__file__).parent.parent.parent
REAL = "us_csl/consolidated_2022-05.csv.gz"
RULES = ListRules(
    rules=(
        ListRule(
            id="us_ns_cmic",
            programmes=frozenset(
                {
                    (
                        "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - "
                        "Treasury Department"
                    )
                }
            ),
        ),
        ListRule(
            id="us_bis_el",
            programmes=frozenset({"Entity List (EL) - Bureau of Industry and Security"}),
        ),
        ListRule(id="us_csl_other", catch_all=True),
    )
)
Damage = Callable[[bytes, random.Random, int], bytes]


def read(data: bytes) -> tuple[CslCsv, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = CslCsv(data, "file.csv")
    return reading, list(reading.entries(RULES, tally)), tally


@pytest.fixture(scope="module")
def made_up(samples: Path) -> bytes:
    """Give the made-up file."""
    return (samples / "csl_made_up.csv").read_bytes()


@pytest.fixture(scope="module")
def entries(made_up: bytes) -> dict[str, Entry]:
    """Give the entries of the made-up file by the primary name's first word but one."""
    return {entry.name: entry for entry in read(made_up)[1]}


def test_company(entries: dict[str, Entry]) -> None:
    """A Treasury record has OFAC's own id, identifiers and NS-CMIC dates, all out of `ids`."""
    company = entries["MADE-UP GROUP LIMITED (EXAMPLE)"]
    assert (company.id, company.type) == ("us_ns_cmic:900001", EntityType.COMPANY)
    assert company.listing == Listing(
        listed_on=date(2021, 12, 10),
        effective_on=date(2022, 2, 8),
        divest_before=date(2022, 12, 10),
    )
    assert [(name.text, name.kind) for name in company.names] == [
        ("MADE-UP GROUP LIMITED (EXAMPLE)", NameKind.PRIMARY),
        ("MADE-UP GROUP LTD", NameKind.ALIAS),
        ("MUG", NameKind.ALIAS),
        ("MADE-UP GROUP LTD", NameKind.ISSUER),
    ]
    assert company.identifiers == (
        Identifier(scheme="hk_cr", value="1234567", label="C.R. No.", country="HK"),
        Identifier(scheme="isin", value="CNE000000AA1", label="ISIN", valid=False),
        Identifier(scheme="ticker", value="000001@XSHE", label="Equity Ticker"),
        Identifier(scheme="other", value="77", label="Number Nobody Knows"),
    )
    assert company.addresses == (
        Address(text="1 Example Road, Exampletown, 100000, CN", country="CN"),
    )
    assert company.countries == ("HK", "CN")
    assert company.links == (
        Link(kind="Linked To", name="EXAMPLE-FAMILY, Example-Given", entry="us_csl_other:900002"),
    )
    assert ("Target Type", "Public Company") in company.details
    assert ("Number Nobody Knows 77 country", "XX") in company.details


def test_person(entries: dict[str, Entry]) -> None:
    """A person reads "given family"; dates are known as far as they are printed."""
    person = entries["Example-Given EXAMPLE-FAMILY"]
    assert person.type is EntityType.PERSON
    assert [name.text for name in person.names] == ["Example-Given EXAMPLE-FAMILY", "The EXAMPLE"]
    assert person.births == (
        PartialDate(text="1961-02-03", year=1961, month=2, day=3),
        PartialDate(text="circa 1962", year=1962, circa=True),
        PartialDate(text="1960 to 1963", year=1960, until_year=1963),
        PartialDate(text="sometime"),
    )
    assert person.nationalities == ("MM", "TR")
    assert person.identifiers == (
        Identifier(scheme="passport", value="X000001", label="Passport", country="MM"),
        Identifier(scheme="other", value="110", label="Registration Number", country="MM"),
    )
    assert set(person.details) >= {
        ("Passport X 000-001 expires", "2010-01-01"),
        ("Passport X 000-001 issued", "2000-01-01"),
        ("Registration Number 110 issued or expires", "2017-01-16"),
        ("Secondary sanctions risk", "section 1(b), as amended"),
        ("Additional Sanctions Information", "one thing; another thing"),
        ("Nationality", "ZZ"),
        ("Title", "Example Officer"),
    }


def test_vessel(entries: dict[str, Entry]) -> None:
    """A vessel has its IMO number, its flag's country and its facts."""
    vessel = entries["MADE-UP STAR (EXAMPLE)"]
    assert (vessel.type, vessel.countries) == (EntityType.VESSEL, ("PA",))
    assert (vessel.identifiers[0].scheme, vessel.identifiers[0].valid) == ("imo", True)
    assert ("Vessel Type", "Crude Oil Tanker") in vessel.details


def test_names_in_prose(entries: dict[str, Entry]) -> None:
    """The Entity List's names in prose are kept as printed, and the names within are added."""
    entry = entries["Made-Up Technology Co., Ltd. (a.k.a. Example Tech; MUT (Example))"]
    assert [name.text for name in entry.names[1:]] == [
        "Made-Up Technology Co., Ltd.",
        "Example Tech",
        "MUT (Example)",
        "First Made-Up Ltd.",
        "Second Made-Up Ltd., and Third Made-Up",
        "Second Made-Up Ltd.",
        "Third Made-Up",
        "Fourth Made-Up",
        "Fifth Made-Up",
    ]
    assert ("Alternative name as printed", "and Fifth Made-Up") in entry.details
    assert entry.listing == Listing(listed_on=date(2019, 10, 9))
    assert [one.country for one in entry.addresses] == ["CN", "HK"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A Ltd., f.k.a., B", [("A Ltd.", "alias"), ("B", "former")]),
        (
            "FUYI EXAMPLE A/K/A FRANK EXAMPLE",
            [("FUYI EXAMPLE", "alias"), ("FRANK EXAMPLE", "alias")],
        ),
        ("A [aka B, C]", [("A", "alias"), ("B, C", "alias")]),
        ("PEARL (A.K.A. NEI) LI", [("PEARL LI", "alias"), ("NEI", "alias")]),
        ("A (a.k.a. B", [("A", "alias"), ("B", "alias")]),
        ("YK-AKA", []),
        ("Aka Example Ltd", []),
        ("Example aka Ltd", []),
        ("Plain (Example) Ltd", []),
    ],
)
def test_names_within(text: str, names: list[tuple[str, str]]) -> None:
    """Names within a name are told by a sign with points, strokes or a bracket, and no other."""
    assert [(one.text, str(one.kind)) for one in names_within(text)] == names


def test_denied(entries: dict[str, Entry]) -> None:
    """A state is no country, and the date of a renewed order is no listing date."""
    denied, renewed = entries["EXAMPLE DENIED"], entries["EXAMPLE RENEWED"]
    assert (denied.countries, denied.addresses[0].country) == ((), None)
    assert denied.listing == Listing(listed_on=date(2020, 1, 2))
    assert ("End date", "2030-01-02") in denied.details
    assert renewed.listing == Listing()
    assert ("Start date", "2020-01-03") in renewed.details
    assert renewed.countries == ("TR",)


def test_counts(made_up: bytes) -> None:
    """A row that repeats another is counted once and said; what no table knows is counted."""
    reading, entries, tally = read(made_up)
    assert (reading.records, len(entries), tally.records) == (7, 7, 7)
    assert reading.published is None
    assert reading.notes == ("1 rows repeat another one and are counted once",)
    assert "Unverified List (UVL)" in reading.missing
    assert "Entity List (EL)" not in reading.missing
    bank = entries[-1]
    assert ("Source list", "https://example.org/list") in bank.details
    assert tally.unknown["identifier type"] == Counter({"Number Nobody Knows": 1})
    assert tally.unknown["date"] == Counter({"sometime": 1})
    assert tally.unknown["country"] == Counter({"XX": 1, "ZZ": 1})


def test_new_column(made_up: bytes) -> None:
    """A column that no table knows is kept and counted."""
    lines = made_up.decode().splitlines()
    data = "\n".join([lines[0] + ",novelty", *(line + ",new" for line in lines[1:]), ""])
    _reading, entries, tally = read(data.encode())
    assert ("novelty", "new") in entries[0].details
    assert tally.unknown["field"]["novelty"] == 7


def test_empty_row(made_up: bytes) -> None:
    """An empty row is no record, and is said."""
    reading = read(made_up + b"," * 28 + b"\n")[0]
    assert (reading.records, reading.notes[1]) == (7, "1 rows are empty")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"_id,source", b"_id,sauce", "no column 'source'"),
        (b"gross_tonnage,gross_reg", b"gross_tonnage,gross_tonnage,gross_reg", "two columns"),
        (b"MADE-UP STAR (EXAMPLE)", b"", "no id, no source or no name"),
        (b"900004,Capta", b"900004,cut\n", "fields, the header 29"),
        (b"MADE-UP BANK (EXAMPLE)", b"ANOTHER BANK (EXAMPLE)", "says different things"),
        (b'"1 Example Road', b'"1 "Example Road', "well-formed table"),
        (b"Exampletown", b"Example\xfftown", "UTF-8"),
    ],
)
def test_refused(made_up: bytes, old: bytes, new: bytes, says: str) -> None:
    """A file that is damaged or not this list is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        CslCsv(made_up.replace(old, new, 1), "file.csv")


def test_told(made_up: bytes) -> None:
    """The format is told from the header line."""
    found = tell(made_up, tuple(FORMATS))
    assert found is not None
    assert found.name == "csl_csv"


@settings(max_examples=200, deadline=None)
@given(chance=st.randoms(use_true_random=False), changes=st.integers(1, 12))
def test_nothing_but_a_refusal(
    made_up: bytes, damage: Damage, chance: random.Random, changes: int
) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    try:
        _reading, entries, tally = read(damage(made_up, chance, changes))
    except ListRefused:
        return
    assert tally.records == len(entries)


@pytest.fixture(scope="module")
def real(real_data: Path) -> bytes:
    """Give the real file of May 2022."""
    return gzip.decompress((real_data / REAL).read_bytes())


@pytest.fixture(scope="module")
def real_read(real: bytes) -> tuple[CslCsv, list[Entry], Tally]:
    """Give the real file read."""
    return read(real)


def test_real_counts(real: bytes, real_read: tuple[CslCsv, list[Entry], Tally]) -> None:
    """The real file gives the records, names and identifiers that a search of its bytes gives."""
    reading, entries, tally = real_read
    rows = list(csv.reader(io.StringIO(real.decode(), newline="")))
    # One CAPTA row stands twice.
    assert (len(rows), reading.records, len(entries)) == (14161, 14159, 14159)
    assert reading.missing == ()
    assert set(tally.unknown) == {"programme", "list", "identifier type"}
    assert tally.unknown["identifier type"] == Counter({"RSIN": 1})
    for label in (b"Passport", b"ISIN", b"Tax ID No.", b"Equity Ticker", b"SWIFT/BIC"):
        ends = re.findall(rb", " + re.escape(label) + rb'(?=; |"|,|\r?\n)', real)
        held = sum(one.label == label.decode() for entry in entries for one in entry.identifiers)
        # Bank of Kunlun's SWIFT code stands in both rows; the rest repeat within their record.
        assert len(ends) - 5 <= held <= len(ends), label


def test_real_names(real: bytes, real_read: tuple[CslCsv, list[Entry], Tally]) -> None:
    """Every alternative name of the real file is a name of its entry."""
    position = {
        (row["source"], row["entity_number"] or row["_id"]): row
        for row in csv.DictReader(io.StringIO(real.decode(), newline=""))
    }
    entries = real_read[1]
    assert len(position) == len(entries)
    pieces = 0
    for row, entry in zip(position.values(), entries, strict=True):
        held = {
            word for name in entry.names for word in (name.text, f"{name.family}, {name.given}")
        }
        for piece in re.split(r"; ?", row["alt_names"]):
            text = " ".join(piece.split())
            pieces += bool(text)
            assert not text or {text, text.removeprefix("and ")} & held, piece
    assert pieces == len(
        re.findall(r"[^;\s][^;]*", "\n;".join(r["alt_names"] for r in position.values()))
    )
    assert real_read[2].aliases > 19000


def test_real_cmic(home: Path, real: bytes, tmp_path: Path) -> None:
    """The 68 NS-CMIC entries have the ids, dates and ISINs of the embedded list."""
    library = Library(home, ROOT / "lists")
    path = tmp_path / "consolidated.csv"
    path.write_bytes(real)
    report = library.import_file(
        "us_csl",
        path,
        published=date(2022, 5, 31),
        partial=False,
        retrieved=datetime(2026, 11, 22, tzinfo=UTC),
    )
    assert report.unknown == {"identifier type": {"RSIN": 1}}
    assert report.lists == {
        "us_bis_el": 2001,
        "us_bis_meu": 71,
        "us_bis_uvl": 201,
        "us_bis_dpl": 462,
        "us_state_isn": 163,
        "us_state_dtc": 727,
        "us_ofac_sdn": 10026,
        "us_ns_cmic": 68,
        "us_ssi": 290,
        "us_ns_mbs": 17,
        "us_capta": 52,
        "us_fse": 3,
        "us_plc": 78,
    }
    # The embedded list serves NS-CMIC; the file serves what nothing else does.
    served = library.serve(date(2022, 6, 1), ["us_ns_cmic", "us_bis_el", "us_ofac_sdn"])
    assert {state.list: state.source for state in served.lists} == {
        "us_ns_cmic": "us_ofac_cons",
        "us_bis_el": "us_csl",
        "us_ofac_sdn": "us_csl",
    }
    ours = {one.id: one for one in read(real)[1] if one.list == "us_ns_cmic"}
    for entry_id, entry in ours.items():
        theirs = library.entry(entry_id, date(2022, 6, 1))[0]
        assert entry.listing == theirs.listing
        assert entry.name.casefold() == theirs.name.casefold()
        isins = [
            {i.value for i in one.identifiers if i.scheme == "isin"} for one in (entry, theirs)
        ]
        assert isins[0] == isins[1]
    assert len(ours) == 68
