"""The index as bytes: named sections, found without reading them.

A header, a table of (offset, length) and the sections, each on a multiple of eight. Numbers are in
the machine's own byte order; a header written in the other order is refused, as is any that this
program did not write, so a foreign index is built anew rather than read wrongly.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SECTIONS = (
    "word_offsets",  # I: where each word of the vocabulary starts in word_text
    "word_text",  # UTF-8
    "word_weights",  # d
    "posting_offsets",  # I: where each word's rows start in postings
    "postings",  # I: rows, ascending
    "row_offsets",  # I: where each row's words start in row_words
    "row_words",  # I: words of the vocabulary, in the order of the name
    "row_totals",  # d: the weight of each row's words
    "row_facts",  # I: four a row: entry, name, flags, legal form
    "span_offsets",  # I: where each row's joined words start in spans
    "spans",  # I: two a joined word: the word, and start * 64 + size
    "rest_hashes",  # I: sorted
    "rest_words",  # I: beside each hash the word that leaves it
    "sound_hashes",  # I: sorted
    "sound_words",  # I
    "forms_text",  # UTF-8: the families of legal form, one a line
    "key_offsets",  # I: where each identifier starts in key_text
    "key_text",  # UTF-8, sorted: "scheme:value"
    "key_entries",  # I: beside each identifier its entry
)
_MAGIC = b"sanccheck index\x00"
_ORDER = 0x01020304
_HEAD = struct.Struct("=16sII32s")
_PLACE = struct.Struct("=QQ")


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of an index by name, as views of its bytes."""

    views: dict[str, memoryview]

    def numbers(self, name: str) -> memoryview[int]:
        """Return a section as unsigned 32-bit numbers."""
        return self.views[name].cast("I")

    def floats(self, name: str) -> memoryview[float]:
        """Return a section as 64-bit floats."""
        return self.views[name].cast("d")

    def text(self, name: str) -> memoryview:
        """Return a section as bytes."""
        return self.views[name]


def pack(sections: dict[str, bytes], fingerprint: bytes) -> bytes:
    """Return the index as bytes; `fingerprint` (32 bytes) names the code that made it."""
    at = _HEAD.size + len(SECTIONS) * _PLACE.size
    places, blocks = [], []
    for name in SECTIONS:
        block = sections[name]
        padding = -at % 8
        at += padding
        places.append(_PLACE.pack(at, len(block)))
        blocks += [bytes(padding), block]
        at += len(block)
    head = _HEAD.pack(_MAGIC, _ORDER, len(SECTIONS), fingerprint)
    return b"".join([head, *places, *blocks])


def unpack(data: bytes | memoryview, fingerprint: bytes) -> Sections | None:
    """Return the sections, or None where the bytes are not an index made by this code."""
    view = memoryview(data)
    start = _HEAD.size + len(SECTIONS) * _PLACE.size
    if len(view) < start:
        return None
    if _HEAD.unpack_from(view) != (_MAGIC, _ORDER, len(SECTIONS), fingerprint):
        return None
    views = {}
    for index, name in enumerate(SECTIONS):
        at, size = _PLACE.unpack_from(view, _HEAD.size + index * _PLACE.size)
        if at + size > len(view):
            return None
        views[name] = view[at : at + size]
    return Sections(views)
