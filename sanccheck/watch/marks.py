"""A mark for each entry of a corpus: a digest that changes when the entry does, and its dates.

Kept beside the corpus, so that two publications are compared by their marks, without reading an
entry of either.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from sanccheck.model.entry_json import entry_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.sources.served import Corpus, Shelf

NAME = "marks.bin"
_MAGIC = f"marks 1 {sys.byteorder}\n".encode()  # the numbers are in the machine's own order
_SIZE = 8
_DATED = re.compile(rb'"(?:de)?listed_on": ?"(\d{4}-\d\d-\d\d)"')


@runtime_checkable
class Lined(Protocol):
    """A corpus of which each entry's line is at hand."""

    def lines_by_id(self) -> Iterator[tuple[str, bytes]]:
        """Give each entry's id with all that it is made of, in bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Marks:
    """The digest of each entry, by id, and the days on which some are listed or delisted."""

    digests: dict[str, int]
    dated: dict[str, tuple[str, ...]]


def marks_of(corpus: Corpus) -> Marks:
    """Return a corpus's marks: those kept beside it, or made now and kept."""
    kept = corpus.derived(NAME)
    if kept is not None and (found := _unpacked(bytes(kept))) is not None:
        return found
    data = _packed(corpus)
    corpus.keep_derived(NAME, data)
    found = _unpacked(data)
    assert found is not None
    return found


def marks_of_key(shelf: Shelf | None, key: str) -> Marks | None:
    """Return the marks of a corpus that served before, None where they are gone."""
    kept = None if shelf is None else shelf.get(key, NAME)
    return None if kept is None else _unpacked(bytes(kept))


def _packed(corpus: Corpus) -> bytes:
    ids, digests, dated = [], [], {}
    for entry, line in _lines(corpus):
        ids.append(entry)
        digests.append(hashlib.blake2b(line, digest_size=_SIZE).digest())
        if b'listed_on"' in line:
            dated[entry] = [one.decode() for one in _DATED.findall(line)]
    text = "\n".join(ids).encode()
    head = _MAGIC + f"{len(ids)} {len(text)}\n".encode()
    return head + text + b"".join(digests) + json.dumps(dated).encode()


def _lines(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    if isinstance(corpus, Lined):
        yield from corpus.lines_by_id()
        return
    for entry in corpus.entries():
        yield entry.id, json.dumps(entry_to_dict(entry), ensure_ascii=False).encode()


def _unpacked(data: bytes) -> Marks | None:
    if not data.startswith(_MAGIC):
        return None
    start = data.index(b"\n", len(_MAGIC)) + 1
    count, size = map(int, data[len(_MAGIC) : start].split())
    ids = data[start : start + size].decode().split("\n") if count else []
    end = start + size + count * _SIZE
    numbers = array("Q", data[start + size : end])
    digests = dict(zip(ids, numbers, strict=True))
    dated = {entry: tuple(days) for entry, days in json.loads(data[end:]).items()}
    return Marks(digests, dated)
