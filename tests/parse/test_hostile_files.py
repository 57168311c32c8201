"""Whatever bytes come in, a file is read whole or refused in the program's own words."""

from __future__ import annotations

import random
import re
import resource
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused, UsageError
from sanccheck.parse.expected import Expected
from sanccheck.parse.formats import CSV_SET, FORMATS, tell
from sanccheck.parse.open_document import media_type
from sanccheck.parse.open_file import open_file
from tests.parse import hostile_changes, hostile_samples
from tests.parse.hostile_samples import SAMPLES, Sample, check_whole, read_whole

NAMES = sorted(SAMPLES)
XML = [name for name in NAMES if SAMPLES[name].kind == "xml"]
JSON = [name for name in NAMES if SAMPLES[name].kind == "json"]
TABLES = [name for name in NAMES if SAMPLES[name].kind in {"csv", "tsv"}]
WHOLE = [name for name in NAMES if SAMPLES[name].kind in {"xml", "ods"}] + ["csl_json"]
# Files that bear a mark of their end.
END_MARKED = {"ofac_csv prim", "ofac_csv alt", "ofac_csv add"}
SECONDS = 5.0
FILES = re.compile(r"file|sdn\.csv|alt\.csv|add\.csv|sdn_comments\.csv")
STABLE = settings(deadline=None, derandomize=True, database=None, max_examples=150)


def chance_of(seed: str) -> random.Random:
    """Give the same chances for the same seed."""
    return random.Random(seed)  # noqa: S311 - the same file each time, and no secret


def read_or_refuse(sample: Sample, data: bytes) -> bool:
    """Read a file twice and check it; tell whether it was read, False where it was refused."""
    start = time.monotonic()
    try:
        whole = read_whole(sample, data)
    except ListRefused as error:
        refused = str(error)
    else:
        refused = ""
    finally:
        assert time.monotonic() - start < SECONDS
    if refused:
        assert FILES.match(refused)
        return False
    check_whole(whole)
    assert read_whole(sample, data).entries == whole.entries
    return True


def test_every_format_has_a_sample() -> None:
    """Every format that can be read is tried here, and each sample is read without a complaint."""
    assert {name.partition(" ")[0] for name in NAMES} == {*FORMATS, CSV_SET}
    for sample in SAMPLES.values():
        assert read_or_refuse(sample, sample.data)
        packed = media_type(sample.data)
        if not sample.name.startswith(CSV_SET):
            assert tell(packed or sample.data, (sample.name,)) is not None


@pytest.mark.parametrize("name", NAMES)
@STABLE
@given(chance=st.randoms(use_true_random=False))
def test_nothing_but_a_refusal(name: str, chance: random.Random) -> None:
    """However a file is changed, it is read whole and the same each time, or it is refused."""
    sample = SAMPLES[name]
    read_or_refuse(sample, hostile_changes.mutate(sample, chance))


# Published files cut down to a few records.
CUT_DOWN = {
    "ofac_advanced_xml": "ofac_advanced/CONS_ADVANCED_2020-03-17_trimmed.xml",
    "ofac_enhanced_xml": "ofac_enhanced/CONS_ENHANCED_excerpt_2026-09-04.xml",
    "uk_xml": "uk_sanctions_list/sample_uk_sanctions_xml_2026-09-07_trimmed.xml",
    "uk_csv": "uk_sanctions_list/sample_uk_csv_header_2026-06-24.csv",
    "ca_sema_xml": "ca_sema/sema-lmes_bilingual_tags_2026-09_trimmed.xml",
    "csl_json": "trade_csl/csl_json_records_2026-09.json",
    "os_nested_json": "opensanctions/targets.nested_persons_2024-03.json",
    "os_ftm_json": "opensanctions/entities.ftm_eu_fsf_sample_2024-06.json",
}


@pytest.mark.parametrize(("name", "path"), CUT_DOWN.items(), ids=CUT_DOWN)
@settings(deadline=None, derandomize=True, database=None, max_examples=40)
@given(chance=st.randoms(use_true_random=False))
def test_published_records(real_data: Path, name: str, path: str, chance: random.Random) -> None:
    """Records as published, changed, are read whole and the same each time, or refused."""
    sample = replace(SAMPLES[name], data=(real_data / "formats" / path).read_bytes())
    read_or_refuse(sample, hostile_changes.mutate(sample, chance))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", hostile_changes.TEXTS, ids=range(len(hostile_changes.TEXTS)))
def test_no_text_breaks_a_reader(name: str, text: str) -> None:
    """A hostile text in any place of a file is kept or refused, and soon."""
    sample = SAMPLES[name]
    chance = chance_of(f"{name} {text[:50]}")
    for _ in range(4):
        read_or_refuse(sample, hostile_changes.with_text(sample, text, chance))


@pytest.mark.parametrize("name", WHOLE)
def test_a_cut_file_is_refused(name: str) -> None:
    """A file whose form tells where it ends is refused wherever it is cut off before that."""
    sample = SAMPLES[name]
    whole = sample.data.rstrip()
    step = max(1, len(whole) // 400)
    for end in {*range(0, len(whole), step), *range(len(whole) - 60, len(whole))}:
        with pytest.raises(ListRefused):
            sample.open(whole[:end])


@pytest.mark.parametrize("name", TABLES)
def test_a_cut_table_is_refused_or_lacks_whole_rows(name: str) -> None:
    """A table cut off within a row is refused; one that lacks whole rows says less, not other."""
    sample = SAMPLES[name]
    before = repr(read_whole(sample, sample.data).entries)
    for end in range(len(sample.data.rstrip())):
        data = sample.data[:end]
        if not read_or_refuse(sample, data):
            continue
        assert name not in END_MARKED
        assert not data or data.endswith((b"\n", b"\r", b'"', b"\x1a"))
        for entry in read_whole(sample, data).entries:
            assert all(repr(entry_name) in before for entry_name in entry.names)


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-7"])
def test_declarations(name: str, encoding: str) -> None:
    """A file that declares a document type or entities is refused, in whatever encoding."""
    for declaration in hostile_changes.DECLARATIONS:
        data = hostile_changes.declared(SAMPLES[name].data, declaration, encoding)
        with pytest.raises(ListRefused):
            read_whole(SAMPLES[name], data)


def test_an_entity_before_another_root() -> None:
    """A declaration is told before any record is read, also where the root is another one."""
    data = (
        '<!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/hostname">]><x><Designations><Designation>'
        "<UniqueID>MAD0001</UniqueID>&d;</Designation></Designations></x>"
    )
    with pytest.raises(ListRefused, match="declares a document type"):
        SAMPLES["uk_xml"].open(data.encode("utf-16"))


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("deep", [300, 10_000])
def test_deep_elements(name: str, deep: int) -> None:
    """Elements nested without end refuse the file."""
    data = SAMPLES[name].data
    at = data.rindex(b"</")
    nested = data[:at] + b"<x>" * deep + b"</x>" * deep + data[at:]
    with pytest.raises(ListRefused):
        read_whole(SAMPLES[name], nested)


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("deep", [40, 450, 900, 100_000])
@pytest.mark.parametrize(("start", "end"), [(b"[", b"]"), (b'{"a":[', b"]}")], ids=["list", "dict"])
def test_deep_json(name: str, deep: int, start: bytes, end: bytes) -> None:
    """Lists and objects nested without end are kept as they are, or refused."""
    sample = SAMPLES[name]
    for found in list(hostile_changes.JSON_VALUE.finditer(sample.data))[:: 1 if deep < 1000 else 9]:
        at, until = found.span()
        nested = start * deep + end * deep
        read_or_refuse(sample, sample.data[:at] + nested + sample.data[until:])


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize(
    "new",
    [b"NaN", b"-Infinity", b'"\\ud800"', b'"\\u0000"', b"9" * 6000, b'"\xff"', b'"\xed\xa0\x80"'],
)
def test_json_values(name: str, new: bytes) -> None:
    """A number that is none, half a character, a NUL and bytes that are no text are refused."""
    data = SAMPLES[name].data
    for found in hostile_changes.JSON_VALUE.finditer(data):
        start, end = found.span()
        with pytest.raises(ListRefused):
            SAMPLES[name].open(data[:start] + new + data[end:])


def test_numbers_stay_as_written() -> None:
    """A number of JSON is kept digit by digit, and true as JSON writes it."""
    data = SAMPLES["csl_json"].data.replace(
        b'"new value"', b'[12345678901234567890.1230, 1e999, true, "x"]'
    )
    details = read_whole(SAMPLES["csl_json"], data).entries[1].details
    said = [text for label, text in details if label == "new field"]
    assert said == ["12345678901234567890.1230", "1e999", "true", "x"]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("wild", [b'"', b"\0", b"\x1a", b",\t", b"\xff\xfe", b"\r"])
def test_wild_bytes_in_a_table(name: str, wild: bytes) -> None:
    """A quote, a NUL, a Ctrl-Z or a separator anywhere in a table does no more than refuse it."""
    sample = SAMPLES[name]
    for at in range(0, len(sample.data), 7):
        read = read_or_refuse(sample, sample.data[:at] + wild + sample.data[at:])
        assert not (read and wild == b"\0")


@pytest.mark.parametrize("name", TABLES)
def test_a_field_of_a_megabyte(name: str) -> None:
    """A field of a megabyte is read or refused, in a moment."""
    for text in ("y" * 1_000_000, "; " * 500_000, "y(" * 500_000):
        read_or_refuse(
            SAMPLES[name], hostile_changes.with_text(SAMPLES[name], text, chance_of(text[:9]))
        )


def test_spreadsheet_members() -> None:
    """A spreadsheet that lacks its content, or has it twice or elsewhere, is refused."""
    content = hostile_samples.ods_content()
    members: list[dict[str, str | bytes]] = [
        {},
        {"mimetype": hostile_samples.ODS_TYPE},
        {"mimetype": hostile_samples.ODS_TYPE, "../content.xml": content},
        {"mimetype": hostile_samples.ODS_TYPE, "content.xml": ""},
        {**{f"{number}.xml": "" for number in range(300)}, "content.xml": content},
    ]
    for one in members:
        with pytest.raises(ListRefused):
            SAMPLES["uk_ods"].open(hostile_samples.packed(one))


def test_a_spreadsheet_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Path names that lead out of an archive are not followed: only its content is read."""
    monkeypatch.chdir(tmp_path)
    members = {
        "mimetype": hostile_samples.ODS_TYPE,
        "content.xml": hostile_samples.ods_content(),
        "../../x": "x",
    }
    assert read_or_refuse(SAMPLES["uk_ods"], hostile_samples.packed(members))
    assert not list(tmp_path.iterdir())
    assert not (tmp_path.parent.parent / "x").exists()


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """Let the process grow by this much at most; more raises MemoryError."""
    with Path("/proc/self/statm").open() as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + megabytes * 1_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is told by /proc")
@pytest.mark.parametrize("bomb", ["zeros", "lies", "spaces", "columns", "members"])
def test_bombs(bomb: str) -> None:
    """A small archive that unpacks to much takes little memory and is refused, or says little."""
    cell = "<text:p>x<text:s text:c='1000'/>x</text:p>"
    contents = {
        "zeros": "\0" * 100_000_000,
        "spaces": hostile_samples.ods_content(
            [("Unique ID", "Name"), *[("MAD1", cell * 50)] * 9000]
        ),
        "columns": hostile_samples.ods_content().replace(
            "<table:table-cell", "<table:table-cell table:number-columns-repeated='9999999'"
        ),
    }
    if bomb == "members":
        data = b"PK\x03\x04" + b"PK\x01\x02" * 3_000_000
    else:
        data = hostile_samples.spreadsheet(contents.get(bomb, contents["zeros"]))
    if bomb == "lies":
        data = data.replace(struct.pack("<L", 100_000_000), struct.pack("<L", 1000))
    contents.clear()
    with at_most(300), pytest.raises(ListRefused):
        read_whole(SAMPLES["uk_ods"], data)


def test_repeats_of_nothing() -> None:
    """A row or a cell that is said to stand there no times is read all the same."""
    for what in ("table-row table:number-rows", "table-cell table:number-columns"):
        content = hostile_samples.ods_content().replace(
            f"<table:{what.partition(' ')[0]}>", f"<table:{what}-repeated='0'>"
        )
        whole = read_whole(SAMPLES["uk_ods"], hostile_samples.spreadsheet(content))
        assert [entry.name for entry in whole.entries] == ["MADE-UP & CO", "FAMILY Given"]


@pytest.mark.parametrize("what", [b"<!---->", b"<!-- x -->\n", b"<??>", b"<?x?> <!---->", b" "])
def test_telling_a_format_takes_no_time(what: bytes) -> None:
    """A beginning of nothing but comments is told apart at once, whatever follows it."""
    start = time.monotonic()
    assert tell(what * 600 + b"x", tuple(FORMATS)) is None
    assert time.monotonic() - start < 1
    found = tell(what * 100 + b"<sdnList>", tuple(FORMATS))
    assert found is not None
    assert found.name == "ofac_xml"


def test_semicolons_without_end() -> None:
    """Names are split at semicolons in a time that grows as the text does."""
    data = SAMPLES["un_sc_xml"].data.replace(b"Egza Mple; Egsa Mple", b"a;" * 200_000 + b"b", 1)
    assert read_or_refuse(SAMPLES["un_sc_xml"], data)


# Paths.


def _of_no_path(folder: Path) -> Path:
    return folder / "a\0b"


_PARTS = {"prim": "a", "alt": "b", "add": "c", "comments": "d"}


def _of_a_pipe(folder: Path) -> Path:
    import os

    os.mkfifo(folder / "pipe")
    return folder / "pipe"


@pytest.mark.parametrize(
    "make",
    [_of_no_path, _of_a_pipe, lambda folder: folder / "none", lambda _: Path("/dev/zero")],
)
def test_paths(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """What is no file, or a file without an end, is no path to import."""
    with pytest.raises(UsageError):
        open_file(
            make(tmp_path), Expected(formats=("ofac_xml", CSV_SET), csv_files={"prim": "sdn.csv"})
        )


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """Of two files whose names differ in case alone neither is taken for the other."""
    (tmp_path / "SDN.CSV").write_bytes(SAMPLES["ofac_csv prim"].data)
    (tmp_path / "sdn.csv").write_bytes(SAMPLES["ofac_csv prim"].data)
    with pytest.raises(ListRefused, match=r"holds both 'SDN.CSV' and 'sdn.csv'"):
        open_file(tmp_path, Expected(formats=(CSV_SET,), csv_files={"prim": "sdn.csv"}))


def test_other_tables_of_a_folder_are_named(tmp_path: Path) -> None:
    """A table in the folder that is no part of the set is not read, and that is said."""
    (tmp_path / "SDN.CSV").write_bytes(SAMPLES["ofac_csv prim"].data)
    for name in ("alt_old.csv", "sdn2.xlsx", "readme.txt"):
        (tmp_path / name).write_bytes(b"x")
    opened = open_file(
        tmp_path, Expected(formats=(CSV_SET,), csv_files={**_PARTS, "prim": "sdn.csv"})
    )
    assert opened.notes == ("the folder also holds 'alt_old.csv', 'sdn2.xlsx', not read",)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, derandomize=True, database=None, max_examples=20)
@given(chance=st.randoms(use_true_random=False))
def test_open_file(
    name: str, tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    """A changed file on the disk is opened as a format of a source, or is refused."""
    sample = SAMPLES[name]
    path = tmp_path_factory.mktemp("files") / "file"
    path.write_bytes(hostile_changes.mutate(sample, chance))
    try:
        open_file(path, Expected(formats=(*FORMATS, CSV_SET), csv_files=_PARTS))
    except ListRefused as error:
        refused = str(error)
    else:
        refused = str(path)
    assert str(path) in refused
