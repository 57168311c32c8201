from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, Entry, Identifier, Link, Name, NameKind
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.ofac_csv import OfacCsv
from sanccheck.parse.ofac_remarks import read_remarks
from sanccheck.parse.ofac_xml import OfacXml
from sanccheck.parse.parsed import Tally

if TYPE_CHECKING:
    from pathlib import Path

SDN = ListRules(rules=(ListRule(id="us_ofac_sdn", everything=True),))
FILES = {"prim": "sdn.csv", "alt": "alt.csv", "add": "add.csv", "comments": "sdn_comments.csv"}
NULLS = "-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
PRIM = (
    f'900001,"MADE-UP CO., LTD.",-0- ,"SDGT] [CUBA",{NULLS},'
    f"\"Tax ID No. 12 34 (Burma); a.k.a. 'MUC'; alt. Tax ID No. 56; Linked To: EXAMPLE-FAMILY, "
    'Example-Given."\r\n'
    f'900002,"EXAMPLE-FAMILY, Example-Given","individual","SDGT",{NULLS},'
    f'"DOB 1962; alt. DOB 01 Jan 1963; POB Exampletown; nationality Burma; Passport X1 (Burma) '
    "issued 01 Jan 2000 expires 01 Jan 2010; a.k.a. 'EXAMPLE, The'; free words; "
    'Gender Male."\r\n'
    '900003,"MADE-UP VESSEL","vessel","CUBA",-0- ,"XXXX","Crude Oil Tanker","10","20","Panama",'
    '-0- ,"Vessel Registration Identification IMO 9074729."\r\n'
)
ALT = '900001,1,"fka","FORMERLY MADE-UP",-0- \r\n900002,2,"aka","SAMPLE, Other",-0- \r\n'
ADD = (
    '900001,1,"1 Example Street","Exampletown 0000","Korea, North",-0- \r\n'
    "900002,2,-0- ,-0- ,-0- ,-0- \r\n"
)
END = b"\x1a"


def parts(**texts: str | bytes) -> dict[str, tuple[str, bytes]]:
    """Give a set of files, each ending as the publisher's do."""
    return {
        part: (
            FILES[part],
            text if isinstance(text, bytes) else text.encode("cp1252") + END,
        )
        for part, text in texts.items()
    }


def read(files: dict[str, tuple[str, bytes]]) -> tuple[OfacCsv, list[Entry], Tally]:
    """Read a set whole."""
    tally = Tally()
    reading = OfacCsv(files, FILES)
    return reading, list(reading.entries(SDN, tally)), tally


def test_company() -> None:
    """An entity (type null) gets its names, identifiers, address and link from four places."""
    reading, entries, tally = read(parts(prim=PRIM, alt=ALT, add=ADD))
    company = entries[0]
    assert (reading.published, reading.missing, reading.notes) == (None, (), ())
    assert company.type is EntityType.COMPANY
    assert company.programmes == ("SDGT", "CUBA")
    assert company.names == (
        Name(text="MADE-UP CO., LTD."),
        Name(text="FORMERLY MADE-UP", kind=NameKind.FORMER),
        Name(text="MUC", kind=NameKind.ALIAS, weak=True),
    )
    assert company.identifiers == (
        Identifier(scheme="other", value="1234", label="Tax ID No.", country="MM"),
        Identifier(scheme="other", value="56", label="Tax ID No."),
    )
    assert company.addresses[0].text == "1 Example Street, Exampletown 0000, Korea, North"
    assert company.links == (
        Link(kind="Linked To", name="EXAMPLE-FAMILY, Example-Given", entry="us_ofac_sdn:900002"),
    )
    assert company.remarks is None
    assert (tally.records, tally.aliases, tally.weak_aliases) == (3, 4, 2)


def test_person_and_vessel() -> None:
    """A person's dates and papers are read from the remarks, a vessel's facts from its columns."""
    _reading, entries, _tally = read(parts(prim=PRIM, alt=ALT, add=ADD))
    person, vessel = entries[1:]
    assert [name.text for name in person.names] == [
        "Example-Given EXAMPLE-FAMILY",
        "Other SAMPLE",
        "The EXAMPLE",
    ]
    assert [birth.year for birth in person.births] == [1962, 1963]
    assert person.nationalities == ("MM",)
    assert person.identifiers[0] == Identifier(
        scheme="passport", value="X1", label="Passport", country="MM"
    )
    assert ("Passport X1 expires", "01 Jan 2010") in person.details
    assert ("Gender", "Male") in person.details
    assert person.remarks == "free words"
    assert person.addresses == ()
    assert vessel.identifiers[0].value == "9074729"
    assert ("Vessel Gross Registered Tonnage", "20") in vessel.details
    assert vessel.countries == ("PA",)


def test_cut_remarks_go_on_in_the_comments() -> None:
    """Remarks cut at 1,000 characters, here inside an alias, are joined with nothing between."""
    cut = "y" * 986 + "; a.k.a. 'SPLI"
    assert len(cut) == 1000
    prim = f'900001,"MADE-UP",-0- ,"CUBA",{NULLS},"{cut}"\r\n'
    comments = '900001,"T ALIAS\'; Linked To: SOMEBODY."\r\n'
    whole = read(parts(prim=prim, alt="", add="", comments=comments.encode()))
    assert whole[1][0].names[1].text == "SPLIT ALIAS"
    assert whole[0].missing == ()
    part = OfacCsv(parts(prim=prim, alt="", add=""), FILES)
    assert part.missing == ("sdn_comments.csv",)
    assert "cut" in part.notes[0]


def test_alone() -> None:
    """The main file alone says what is missing with it."""
    reading = OfacCsv(parts(prim=PRIM), FILES)
    assert reading.missing == ("add.csv", "alt.csv")
    assert len(reading.notes) == 2


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (parts(prim=PRIM.encode()), "end mark"),
        (parts(prim=PRIM.encode()[:200] + END), "not readable as CSV"),
        (parts(prim=PRIM + '900004,"A"\r\n'), "not a row of 12 columns"),
        (parts(prim=PRIM + PRIM), "stands twice"),
        (parts(prim=PRIM.replace('"MADE-UP VESSEL"', "-0- ")), "has no name"),
        (parts(prim=PRIM, alt=ALT.replace("900002", "900009")), "not of one day"),
        (parts(prim="name,country\r\n"), "not a row of 12 columns"),
        (parts(prim=b"900001,\x81\x8d" + END), "not readable as CSV"),
    ],
)
def test_refused(files: dict[str, tuple[str, bytes]], says: str) -> None:
    """A set that is cut, damaged or put together from two days is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        OfacCsv(files, FILES)


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 10))
def test_nothing_but_a_refusal(chance: random.Random, changes: int) -> None:
    """However the files are damaged, they are read or refused; nothing else is raised."""
    texts = {}
    for part, text in (("prim", PRIM), ("alt", ALT), ("add", ADD)):
        data = bytearray(text.encode() + END)
        for _ in range(chance.randrange(changes)):
            if not data:
                break
            at = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[at] = chance.randrange(256)
            else:
                del data[at : at + chance.randrange(1, 30)]
        texts[part] = bytes(data)
    try:
        read(parts(**texts))
    except ListRefused:
        return


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", []),
        ("all offices worldwide.", ["all offices worldwide"]),
        ("a.k.a. unquoted; DOB 1962", ["a.k.a. unquoted"]),
        ("Tax Identity Whatever 5", ["Tax Identity Whatever 5"]),
    ],
)
def test_free_remarks_stay(text: str, rest: list[str]) -> None:
    """What is no known fact stays in the remarks as printed."""
    assert read_remarks(text).rest == rest


@pytest.mark.parametrize(
    ("folder", "names", "records", "aliases"),
    [
        ("us_ofac_sdn/csv_2021-07", FILES, 8976, 11910),
        (
            "us_ofac_cons/csv_2025-12",
            {part: f"cons_{part}.csv" for part in FILES},
            442,
            1073,
        ),
    ],
)
def test_real_counts(
    real_data: Path, folder: str, names: dict[str, str], records: int, aliases: int
) -> None:
    """The real sets give the counts of their rows; the weak aliases are those in the remarks."""
    files = {part: (name, (real_data / folder / name).read_bytes()) for part, name in names.items()}
    _reading, entries, tally = read(files)
    assert (tally.records, len(entries)) == (records, records)
    assert tally.aliases - tally.weak_aliases == aliases
    assert "identifier type" not in tally.unknown


def test_same_as_the_xml(real_data: Path) -> None:
    """The NS-CMIC entries of the real CSV are, field by field, those of the real XML.

    The CSV ends its remarks with a full stop, so that one at the end of a linked name is lost.
    """
    cmic = ListRules(
        rules=(
            ListRule(id="us_ns_cmic", programmes=frozenset({"CMIC-EO13959"})),
            ListRule(id="rest", catch_all=True),
        )
    )
    folder = real_data / "us_ofac_cons" / "csv_2025-12"
    files = {part: (part, (folder / f"cons_{part}.csv").read_bytes()) for part in FILES}
    xml = OfacXml((real_data / "us_ofac_cons" / "CONSOLIDATED_2025-03-28.xml").read_bytes(), "xml")

    def comparable(reading: OfacCsv | OfacXml) -> dict[str, Entry]:
        return {
            entry.id: replace(
                entry,
                names=tuple(sorted(entry.names, key=lambda name: (name.kind, name.text))),
                identifiers=tuple(sorted(entry.identifiers, key=lambda one: one.value)),
                details=tuple(sorted(entry.details)),
                links=tuple(replace(one, name=one.name.rstrip(".")) for one in entry.links),
                addresses=tuple(replace(one, text="") for one in entry.addresses),
                remarks=None,
            )
            for entry in reading.entries(cmic, Tally())
            if entry.list == "us_ns_cmic"
        }

    from_csv, from_xml = comparable(OfacCsv(files, FILES)), comparable(xml)
    assert len(from_csv) == 68
    assert from_csv == from_xml
