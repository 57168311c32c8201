"""Small valid files of every format, and what must be true of whatever is read."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sanccheck.model.entries import Entry
from sanccheck.model.entry_json import entry_from_dict, entry_to_dict
from sanccheck.parse.formats import CSV_SET, FORMATS
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.ofac_csv import OfacCsv
from sanccheck.parse.parsed import Reading, Tally, each_once

_HERE = Path(__file__).parent
# A list whose programmes are known and one for what is on none, so that what is strange is told.
RULES = ListRules(
    rules=(
        ListRule(id="known", programmes=frozenset({"SDGT", "XX-ONE", "CMIC-EO13959"})),
        ListRule(id="other", catch_all=True),
    )
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NULLS = ",".join(["-0- "] * 7)
_PARTS = {
    "prim": (
        f'900001,"MADE-UP CO., LTD.",-0- ,"SDGT] [CUBA",{_NULLS},"Tax ID No. 12 34 (Burma); '
        "a.k.a. 'MUC'; alt. Tax ID No. 56; Linked To: EXAMPLE-FAMILY, Example-Given.\"\r\n"
        f'900002,"EXAMPLE-FAMILY, Example-Given","individual","SDGT",{_NULLS},"DOB 1962; POB '
        "Exampletown; nationality Burma; Passport X1 (Burma) issued 01 Jan 2000 expires 01 Jan "
        "2010; a.k.a. 'EXAMPLE, The'; free words; Gender Male.\"\r\n"
        '900003,"MADE-UP VESSEL","vessel","CUBA",-0- ,"XX","Tanker","10","20","Panama",-0- ,'
        '"Vessel Registration Identification IMO 9074729."\r\n\x1a'
    ),
    "alt": '900001,1,"fka","FORMERLY MADE-UP",-0- \r\n900002,2,"aka","SAMPLE, O.",-0- \r\n\x1a',
    "add": '900001,1,"1 Example Street","Exampletown 0","Korea, North",-0- \r\n\x1a',
    "comments": '900001," and more"\r\n',
}
_FILES = {"prim": "sdn.csv", "alt": "alt.csv", "add": "add.csv", "comments": "sdn_comments.csv"}
_UK_COLUMNS = (
    "Last Updated",
    "Unique ID",
    "Name 6",
    "Name 1",
    "Name type",
    "Alias strength",
    "Name non-latin script",
    "Regime Name",
    "Designation Type",
    "Sanctions Imposed",
    "Address Line 1",
    "Address Country",
    "Date Designated",
    "D.O.B",
    "Nationality(/ies)",
    "Passport number",
    "Passport additional information",
    "Business registration number (s)",
    "IMO number",
    "Town of birth",
)
_UK_ROWS = (
    (
        "01/02/2026|MAD0001|MADE-UP CO||Primary Name||Выдумка|SDGT|Entity|Asset freeze|1 Road|Iran|"
        "29/06/2012|||||INN: 6608003052OGRN: 1026600000460||"
    ),
    "01/02/2026|MAD0001|MUC||Alias|Low quality a.k.a||SDGT|Entity|Asset freeze|||29/06/2012|||||||",
    (
        "01/02/2026|MAD0002|FAMILY|Given|Primary Name|||Other|Individual||||01/03/2022|dd/05/1945|"
        "Burma|X1|issued in 2000|||Exampletown"
    ),
    "01/02/2026|MAD0003|MADE-UP STAR||Primary Name|||Other|Ship||||||||||9187629|",
)
_ODS_ROWS = (
    ("Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Date Designated"),
    ("MAD0001", "99001", "MADE-UP &amp; CO", "SDGT", "Entity", "29-06-2012"),
    ("MAD0002", "", "FAMILY<text:s text:c='2'/>Given", "Other", "Individual", "01-02-2020"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A small valid file: what it is made of, and how a file of its kind is read."""

    name: str
    kind: str
    data: bytes
    open: Callable[[bytes], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What came of a file."""

    reading: Reading
    entries: tuple[Entry, ...]
    tally: Tally


def read_whole(sample: Sample, data: bytes) -> Whole:
    """Read a file and take every entry."""
    tally = Tally()
    reading = sample.open(data)
    entries = tuple(each_once(reading.entries(RULES, tally), "file"))
    return Whole(reading=reading, entries=entries, tally=tally)


def check_whole(whole: Whole) -> None:
    """Check what must be true of any file that is not refused."""
    entries, tally = whole.entries, whole.tally
    assert whole.reading.records == tally.records
    ids = [entry.id for entry in entries]
    assert len(set(ids)) == len(ids)
    assert len(ids) == sum(tally.lists.values())
    for entry in entries:
        assert entry.uid
        assert "\n" not in entry.id
        assert all(name.text.strip() for name in entry.names)
        assert entry_from_dict(entry_to_dict(entry)) == entry
        repr(entry).encode()


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Pack files as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def spreadsheet(content: str | bytes) -> bytes:
    """Pack the content of a spreadsheet."""
    return packed({"mimetype": ODS_TYPE, "content.xml": content})


def ods_content(rows: Sequence[Sequence[str]] = _ODS_ROWS) -> str:
    """Write the content of a spreadsheet of one sheet."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = (
        "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        for row in rows
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return (
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content "
        f"xmlns:office='{space}office:1.0' xmlns:table='{space}table:1.0' "
        f"xmlns:text='{space}text:1.0'><office:body><office:spreadsheet><table:table "
        f"table:name='List'>{body}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def uk_table(rows: Sequence[str] = _UK_ROWS) -> bytes:
    """Write the UK's CSV."""
    out = io.StringIO(newline="")
    out.write("Report Date: 24-Jun-2026\r\n")
    csv.writer(out).writerows([_UK_COLUMNS, *(row.split("|") for row in rows)])
    return out.getvalue().encode()


def _sample(name: str, kind: str, data: bytes) -> Sample:
    return Sample(
        name=name, kind=kind, data=data, open=lambda read: FORMATS[name].open(read, "file")
    )


def _of_set(part: str) -> Sample:
    """Give a part of OFAC's CSV set, read with the other parts whole."""

    def read(data: bytes) -> OfacCsv:
        files = {one: (_FILES[one], text.encode("cp1252")) for one, text in _PARTS.items()}
        return OfacCsv({**files, part: (_FILES[part], data)}, _FILES)

    data = _PARTS[part].encode("cp1252")
    return Sample(name=f"{CSV_SET} {part}", kind="csv", data=data, open=read)


def _file(name: str) -> bytes:
    return (_HERE / "samples" / name).read_bytes()


SAMPLES = {
    one.name: one
    for one in (
        _sample(
            "ofac_xml",
            "xml",
            (_HERE.parent.parent / "lists" / "us_ofac_sdn" / "made_up.xml").read_bytes(),
        ),
        _sample("ofac_advanced_xml", "xml", _file("ofac_advanced_made_up.xml")),
        _sample("ofac_enhanced_xml", "xml", _file("ofac_enhanced_made_up.xml")),
        *(_of_set(part) for part in _PARTS),
        _sample("eu_fsf_xml", "xml", _file("eu_fsf.xml")),
        _sample("un_sc_xml", "xml", _file("un_sc.xml")),
        _sample("uk_xml", "xml", _file("made_up_uk.xml")),
        _sample("uk_csv", "csv", uk_table()),
        _sample("uk_ods", "ods", spreadsheet(ods_content())),
        _sample("ca_sema_xml", "xml", _file("made_up_ca_sema.xml")),
        _sample("csl_csv", "csv", _file("csl_made_up.csv")),
        _sample("csl_json", "json", _file("csl_made_up.json")),
        _sample("os_simple_csv", "csv", _file("os_simple_made_up.csv")),
        _sample("os_nested_json", "json", _file("os_nested_made_up.json")),
        _sample("os_ftm_json", "json", _file("os_ftm_made_up.json")),
        _sample("bis_dpl_tsv", "tsv", _file("bis_dpl_made_up.txt")),
    )
}


def unpacked(sample: Sample) -> bytes:
    """Give the text of a sample: of a spreadsheet, that within the archive."""
    return ods_content().encode() if sample.kind == "ods" else sample.data


def repacked(sample: Sample, text: bytes) -> bytes:
    """Make a file of a changed text."""
    return spreadsheet(text) if sample.kind == "ods" else text
