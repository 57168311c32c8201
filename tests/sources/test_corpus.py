from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from sanccheck.errors import SourceError, StoreDamaged
from sanccheck.model.entries import Entry, Name, NameKind
from sanccheck.sources.corpus import EmbeddedLines, StoredCorpus
from sanccheck.sources.derived import Derived
from sanccheck.sources.entries_file import PER_BLOCK, EntriesFile, EntriesWriter
from sanccheck.sources.library import Library
from sanccheck.sources.report import ImportReport
from sanccheck.sources.supplements import Supplements

Take = Callable[..., ImportReport]
Write = Callable[..., Path]


def entry(number: int) -> Entry:
    """Give an entry."""
    return Entry(
        id=f"us_x:{number}",
        list="us_x",
        uid=str(number),
        type=None,
        names=(Name(text=f"商汤 {number}"),),
    )


def written(count: int) -> tuple[bytes, str]:
    """Write that many entries; give the bytes and their sha256."""
    file = BytesIO()
    writer = EntriesWriter(file)
    for number in range(count):
        writer.add(entry(number))
    digest = writer.close()
    return file.getvalue(), digest


def corpus_of(data: bytes, digest: str, folder: Path) -> StoredCorpus:
    """Give the corpus of a written file with the supplements in a folder."""
    folder.mkdir(exist_ok=True)
    return StoredCorpus(
        EntriesFile(data, digest, "file"), digest, Supplements(folder), Derived(folder / "home")
    )


@pytest.mark.parametrize("count", [0, 1, PER_BLOCK - 1, PER_BLOCK, PER_BLOCK + 1, 100])
def test_there_and_back(tmp_path: Path, count: int) -> None:
    """Entries come back in order, all at once, by position and by id."""
    corpus = corpus_of(*written(count), tmp_path / "s")
    assert len(corpus) == count
    assert corpus.entries() == tuple(entry(number) for number in range(count))
    assert [corpus.entry_at(number) for number in range(count)] == list(corpus.entries())
    assert [corpus.position_of(f"us_x:{number}") for number in range(count)] == list(range(count))
    assert corpus.position_of("us_x:none") is None
    for position in (-1, count):
        with pytest.raises(IndexError):
            corpus.entry_at(position)


def test_any_flipped_byte_is_noticed() -> None:
    """No byte of a snapshot can change unnoticed."""
    data, digest = written(3)
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= 1
        with pytest.raises(StoreDamaged):
            EntriesFile(bytes(damaged), digest, "file")


def names_file(folder: Path, *lines: object) -> None:
    """Write a supplement."""
    folder.mkdir(exist_ok=True)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / "names_zh.jsonl").write_text(text + "\n", "utf-8")


def test_curated_names(tmp_path: Path) -> None:
    """Curated names are added with their source; one that the publisher has is not repeated."""
    folder = tmp_path / "s"
    names_file(
        folder,
        {"about": "curated"},
        {"entry": "us_x:1", "text": "甲", "script": "Hans", "source": "unverified"},
        {"entry": "us_x:1", "text": "乙", "kind": "former", "source": "somewhere", "note": "n"},
        {"entry": "us_x:1", "text": "商汤 1", "source": "somewhere"},
    )
    corpus = corpus_of(*written(3), folder)
    assert corpus.entry_at(1).names == (
        Name(text="商汤 1"),
        Name(text="甲", kind=NameKind.ALIAS, source="unverified"),
        Name(text="乙", kind=NameKind.FORMER, source="somewhere"),
    )
    assert corpus.entry_at(0) == entry(0)


def test_key_follows_content_and_supplement(tmp_path: Path) -> None:
    """The key changes when an entry does and when a curated name does, and else not."""
    folder = tmp_path / "s"
    first = corpus_of(*written(3), folder).key
    assert corpus_of(*written(3), folder).key == first
    assert corpus_of(*written(4), folder).key != first
    names_file(folder, {"entry": "us_x:1", "text": "甲", "source": "unverified"})
    assert corpus_of(*written(3), folder).key != first


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"entry": "us_x:1"}', "must be filled"),
        ('{"entry": "us_x:1", "text": "", "source": "s"}', "must be filled"),
        ('{"entry": "us_x:1", "text": "t", "source": "s", "colour": "x"}', "'colour'"),
        ('{"entry": "us_x:1", "text": "t", "source": "s", "kind": "odd"}', "'odd'"),
        ("[]", "not a JSON object"),
        ("{", "not JSON"),
    ],
)
def test_bad_curated_name(tmp_path: Path, line: str, says: str) -> None:
    """A bad line of a supplement is an error with its file and line."""
    folder = tmp_path / "us_x"
    folder.mkdir()
    (folder / "names_zh.jsonl").write_text("\n" + line + "\n", "utf-8")
    with pytest.raises(SourceError, match=says) as error:
        Supplements(folder).names_of("us_x:1")
    assert "us_x/names_zh.jsonl:2" in str(error.value)


@pytest.mark.parametrize(
    "line",
    [
        '{"entry": "us_x:1", "text": "甲", "source": "s"}',
        '{"entry":"us_x:1","text":"甲","source":"s"}',
        '  {"text": "甲", "source": "\\"entry\\": us_x:2", "entry": "us_x:1"}',
        '{"entry": "us\\u005fx:1", "text": "甲", "source": "s"}',
    ],
)
def test_curated_names_are_found_however_their_line_is_written(tmp_path: Path, line: str) -> None:
    """What a line is about is told by what it says, not by how it is spaced."""
    (tmp_path / "names_zh.jsonl").write_text(line, "utf-8")
    assert [name.text for name in Supplements(tmp_path).names_of("us_x:1")] == ["甲"]
    assert Supplements(tmp_path).names_of("us_x:2") == ()


def test_every_curated_name_that_comes_with_the_program_is_read() -> None:
    """Each line of each names file gives a name of the entry that it names."""
    counted = 0
    for file in (Path(__file__).parents[2] / "lists").glob("*/names_*.jsonl"):
        supplements = Supplements(file.parent)
        plain = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for line in plain:
            if "entry" in line:
                names = [name.text for name in supplements.names_of(line["entry"])]
                assert line["text"] in names
                counted += 1
    assert counted > 500


@pytest.mark.parametrize(
    "line",
    ['{"name": "A"}', '{"name": "A", "entry": "e", "kind": "k", "source": "s", "ids": ["x"]}'],
)
def test_bad_relation(tmp_path: Path, line: str) -> None:
    """A bad relation is an error with its file and line."""
    (tmp_path / "related.jsonl").write_text(line, "utf-8")
    with pytest.raises(SourceError, match=r"related\.jsonl:1"):
        Supplements(tmp_path).related  # noqa: B018 - reading it is the test


def test_kept_with_the_snapshot(library: Library, take: Take, write_xml: Write) -> None:
    """What is derived from a corpus is there for the next process that serves the same."""
    take("us_ofac_sdn", write_xml("01/02/2025", "A", "B"))
    day = date(2025, 1, 3)
    library.serve(day, ["us_ofac_sdn"]).corpora[0].corpus.keep_derived("index", b"made")
    again = Library(library.home, library._folder)  # noqa: SLF001 - the same lists
    found = again.serve(day, ["us_ofac_sdn"]).corpora[0].corpus.derived("index")
    assert found is not None
    assert bytes(found) == b"made"
    take("us_ofac_sdn", write_xml("01/03/2025", "A", "C"))
    assert library.serve(day, ["us_ofac_sdn"]).corpora[0].corpus.derived("index") is None


def test_unreadable_entry(tmp_path: Path) -> None:
    """A line that is no entry is told as damage, not as a traceback of JSON."""
    folder = tmp_path / "s"
    folder.mkdir()
    lines = EmbeddedLines(b'{"about": 1}\n{"id": "us_x:1"}\n')
    corpus = StoredCorpus(lines, "0", Supplements(folder), Derived(folder))
    assert len(corpus) == 1
    with pytest.raises(StoreDamaged, match="us_x:1"):
        corpus.entry_at(0)
