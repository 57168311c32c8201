from __future__ import annotations

import contextlib
import gzip
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import Entry
from sanccheck.parse import packed
from sanccheck.parse.expected import Expected
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.open_file import Opened, open_file
from sanccheck.parse.parsed import Tally

ROOT = Path(__file__).parent.parent.parent
MADE_UP = (ROOT / "lists" / "us_ofac_sdn" / "made_up.xml").read_bytes()
EXPECTED = Expected(
    formats=("ofac_xml", "ofac_csv"),
    csv_files={"prim": "sdn.csv", "alt": "alt.csv", "add": "add.csv"},
)
NULLS = ",".join(["-0- "] * 8)
SET = {
    "sdn.csv": f'1,"A",-0- ,"CUBA",{NULLS}\r\n'.encode() + b"\x1a",
    "alt.csv": b'1,1,"aka","B",-0- \r\n\x1a',
    "add.csv": b'1,1,-0- ,-0- ,"Cuba",-0- \r\n\x1a',
}
RULES = ListRules(rules=(ListRule(id="us_ofac_sdn", everything=True),))


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            # Without a clock: the same members give the same bytes.
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue()


def gz(data: bytes) -> bytes:
    """Return a gzip file without a clock in it."""
    return gzip.compress(data, mtime=0)


def opened(folder: Path, name: str, data: bytes) -> Opened:
    """Write a file and open it."""
    path = folder / name
    path.write_bytes(data)
    return open_file(path, EXPECTED)


def entries(found: Opened) -> tuple[Entry, ...]:
    """Return the entries of a publication."""
    return tuple(found.reading.entries(RULES, Tally()))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sdn.zip", zipped(("SDN.XML", MADE_UP))),
        ("deep.zip", zipped(("a/", b""), ("a/b/sdn.xml", MADE_UP), ("a/read me.txt", b"hello"))),
        ("mac.zip", zipped(("sdn.xml", MADE_UP), ("__MACOSX/._sdn.xml", MADE_UP))),
        ("stored.zip", zipped(("sdn.xml", MADE_UP), method=zipfile.ZIP_STORED)),
        ("sdn.xml.gz", gz(MADE_UP)),
        ("two parts.gz", gz(MADE_UP[:500]) + gz(MADE_UP[500:]) + b"\0\0"),
        ("no suffix", gz(MADE_UP)),
    ],
)
def test_the_same_list(tmp_path: Path, name: str, data: bytes) -> None:
    """A packed file is read as the file in it: the same entries, the same sha256."""
    plain, found = opened(tmp_path, "sdn.xml", MADE_UP), opened(tmp_path, name, data)
    assert entries(found) == entries(plain)
    assert found.sha256 == plain.sha256
    assert list(found.files.values()) == [MADE_UP]


def test_csv_set(tmp_path: Path) -> None:
    """A CSV set is found in any folder of the archive and in any case, and is the folder's."""
    folder = tmp_path / "set"
    folder.mkdir()
    for name, data in SET.items():
        (folder / name).write_bytes(data)
    plain = open_file(folder, EXPECTED)
    members = [(f"OFAC/{name.upper()}", data) for name, data in SET.items()]
    found = opened(tmp_path, "set.zip", zipped(*members, ("OFAC/readme.txt", b"x")))
    assert entries(found) == entries(plain)
    assert found.sha256 == plain.sha256
    assert found.notes == ("the archive also holds 'OFAC/readme.txt', not read",)


def test_real_gzip(real_data: Path) -> None:
    """The real Consolidated Screening List is read as it was archived, as gzip."""
    path = real_data / "us_csl" / "consolidated_2022-05.csv.gz"
    found = open_file(path, Expected(formats=("csl_csv", "csl_json")))
    assert list(found.files) == ["consolidated_2022-05.csv"]
    assert found.reading.records == 14_159


XML = ("sdn.xml", MADE_UP)


def encrypted() -> bytes:
    """Return an archive that says that its member is protected by a password."""
    data = bytearray(zipped(XML))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    return bytes(data)


def lying(size: int) -> bytes:
    """Return an archive that declares another size for its member than it has."""
    data = bytearray(zipped(XML))
    for magic, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(magic) + place
        data[at : at + 4] = size.to_bytes(4, "little")
    return bytes(data)


def damaged() -> bytes:
    """Return an archive whose member is stored with a byte changed."""
    data = bytearray(zipped(XML, method=zipfile.ZIP_STORED))
    data[data.index(b"<sdnEntry>") + 12] ^= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped(XML)[:-30], "damaged or was cut; download it again"),
        (zipped(XML)[:200], "damaged or was cut"),
        (damaged(), "damaged or was cut"),
        (lying(100), "damaged or was cut"),
        (lying(len(MADE_UP) + 1), "damaged or was cut"),
        (encrypted(), "protected by a password; unpack it"),
        (zipped(XML, method=zipfile.ZIP_BZIP2), "packed in a way that is not read"),
        (zipped(XML, method=zipfile.ZIP_LZMA), "packed in a way that is not read"),
        (zipped(("inner.zip", zipped(XML))), "'inner.zip' in it is itself an archive; unpack it"),
        (zipped(XML, ("more.gz", gz(b"x"))), "'more.gz' in it is itself an archive"),
        (gz(zipped(XML)), "'file' in it is itself an archive"),
        (gz(gz(MADE_UP)), "'file' in it is itself an archive"),
        (gz(bytes(257) + b"ustar" + bytes(600)), "is itself an archive"),
        (zipped(("../sdn.xml", MADE_UP)), "leads out of the archive"),
        (zipped(("a/../../sdn.xml", MADE_UP)), "leads out of the archive"),
        (zipped(("..\\sdn.xml", MADE_UP)), "leads out of the archive"),
        (zipped(("/sdn.xml", MADE_UP)), "leads out of the archive"),
        (zipped(("C:\\sdn.xml", MADE_UP)), "leads out of the archive"),
        (zipped(XML, ("SDN.xml", MADE_UP)), "holds 'SDN.xml' twice"),
        (zipped(XML, ("copy/sdn.xml", MADE_UP)), "more than one list: 'copy/sdn.xml', 'sdn.xml'"),
        (zipped(*SET.items(), ("old/sdn.csv", SET["sdn.csv"])), "holds more than one list"),
        (zipped(*SET.items(), XML), "'sdn.xml' beside the CSV set with 'sdn.csv'"),
        (zipped(("alt.csv", b"1"), ("add.csv", b"1")), "does not hold 'sdn.csv'"),
        (zipped(("a.txt", b"x"), ("b.txt", b"y")), "no file is in a format of this source"),
        (zipped(("a\x1b[31m.txt", b"x"), ("b.txt", b"y")), "'a\N{REPLACEMENT CHARACTER}.31m.txt'"),
        (zipped(), "holds no file"),
        (zipped(("a/", b"")), "holds no file"),
        (zipped(("sdn.xml", b"")), "is empty"),
        (zipped(("[Content_Types].xml", b"<a/>"), ("xl/b.xml", b"<b/>")), "an Office document"),
        (zipped(("sdn.xml", b"<html>503</html>")), "web page"),
        (zipped(*((f"{number}.xml", b"") for number in range(201))), "more than 200 files"),
        (zipped(("sdn.xml", bytes(2_000_000))), "more than 200 times its size"),
        (gz(bytes(2_000_000)), "more than 200 times its size"),
        (gz(MADE_UP)[:-1], "was cut; download it again"),
        (gz(MADE_UP)[:100], "was cut"),
        (gz(MADE_UP) + b"more", "damaged gzip"),
        (gz(MADE_UP)[:-6] + bytes(6), "damaged gzip"),
        (gz(b""), "is empty"),
        (b"\x1f\x8b", "was cut"),
        (b"PK\x03\x04", "damaged or was cut"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused(tmp_path: Path, data: bytes, says: str) -> None:
    """What is not one whole list, packed in the plain way, is refused with the reason."""
    with pytest.raises(ListRefused, match=says):
        opened(tmp_path, "file", data)


@pytest.mark.parametrize("pack", [lambda data: zipped(("sdn.xml", data)), gz])
def test_more_than_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    """What comes out is counted while it comes out, whatever the archive declares."""
    monkeypatch.setattr(packed, "MAX_BYTES", 1000)
    with pytest.raises(ListRefused, match="unpacks to more than 1,000 bytes"):
        opened(tmp_path, "file", pack(MADE_UP))


def test_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gzip file of endless empty parts is refused."""
    monkeypatch.setattr(packed, "_MAX_GZIP_PARTS", 10)
    with pytest.raises(ListRefused, match="too many parts"):
        opened(tmp_path, "file", gz(b"") * 11)


ARCHIVES = [
    zipped(("sdn.xml", MADE_UP), ("readme.txt", b"hello")),
    zipped(("sdn.xml", MADE_UP), method=zipfile.ZIP_STORED),
    gz(MADE_UP),
    zipped(*SET.items()),
]


@given(st.sampled_from(ARCHIVES), st.data())
def test_any_byte_may_be_wrong(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, draw: st.DataObject
) -> None:
    """An archive with a byte changed gives the same entries or is refused; never other ones."""
    folder = tmp_path_factory.getbasetemp()
    whole = entries(opened(folder, "mutated", data))
    at = draw.draw(st.integers(0, len(data) - 1))
    changed = bytearray(data)
    changed[at] ^= draw.draw(st.integers(1, 255))
    try:
        found = opened(folder, "mutated", bytes(changed))
        assert found.reading.missing or entries(found) == whole
    except ListRefused:
        pass


def test_damage(tmp_path: Path, damage: Callable[[bytes, random.Random, int], bytes]) -> None:
    """A damaged archive is refused or read, and nothing else happens."""
    chance = random.Random(3)  # noqa: S311 - damage, not secrets
    for data in ARCHIVES * 50:
        with contextlib.suppress(ListRefused):
            entries(opened(tmp_path, "file", damage(data, chance, 3)))


def test_cut_anywhere(tmp_path: Path) -> None:
    """An archive that ends too early anywhere is refused."""
    for data in ARCHIVES:
        for end in range(2, len(data) - 1, 37):
            with pytest.raises(ListRefused):
                opened(tmp_path, "file", data[:end])
