"""Build the index of a corpus from its entries."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence

from sanccheck.matching.edits import allowed_edits, rest_hashes, rest_hashes_of_many
from sanccheck.matching.layout import pack
from sanccheck.matching.rows import FLAG_WEAK, TYPE_FLAGS
from sanccheck.model.entries import EntityType, Entry
from sanccheck.names.legal_forms import FAMILIES
from sanccheck.names.reading import Reading, read_listed_name
from sanccheck.names.sounds import sounds
from sanccheck.names.weights import weight

_NUMPY_FROM = 20_000
_JOINED_SHORT = 6
_PAIR, _MAX_JOINED = 2, 4


def build_index(
    entries: Iterable[Entry], fingerprint: bytes, lists: Collection[str] | None = None
) -> bytes:
    """Return the index of the entries, in their order, as bytes.

    The same entries give the same bytes. Of `lists`, where they are named, only the entries are
    indexed, each by its place among all.
    """
    builder = _Builder()
    for position, entry in enumerate(entries):
        if lists is None or entry.list in lists:
            builder.add(position, entry)
    return pack(builder.sections(), fingerprint)


def joined_spans(tokens: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the words that neighbours make when written as one: (start, size, word).

    Neighbours two by two; up to four where all are short, as syllables are.

    >>> joined_spans(("sense", "time"))
    [(0, 2, 'sensetime')]
    """
    spans = []
    for start in range(len(tokens) - 1):
        joined = tokens[start]
        if joined.isdigit():
            continue
        longest = _MAX_JOINED if len(joined) <= _JOINED_SHORT else _PAIR
        for size, token in enumerate(tokens[start + 1 : start + longest], _PAIR):
            long = len(token) > _JOINED_SHORT
            if (long and size > _PAIR) or token.isdigit():
                break
            joined += token
            spans.append((start, size, joined))
            if long:
                break
    return spans


class _Builder:
    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._rows: list[tuple[list[int], list[int], tuple[int, int, int, int]]] = []
        self._whole: set[int] = set()
        self._sounding: set[int] = set()
        self._keys: set[tuple[str, int]] = set()

    def add(self, position: int, entry: Entry) -> None:
        """Add an entry's names and identifiers."""
        flags = 0 if entry.type is None else TYPE_FLAGS[entry.type]
        person = entry.type is EntityType.PERSON
        for index, name in enumerate(entry.names):
            for reading in read_listed_name(name.text, person=person):
                weak = FLAG_WEAK if name.weak else 0
                self._add_row(reading, (position, index, flags | weak), person=person)
        for identifier in entry.identifiers:
            self._keys.add((f"{identifier.scheme}:{identifier.value}", position))

    def _add_row(self, reading: Reading, facts: tuple[int, int, int], *, person: bool) -> None:
        words = [self._word(token) for token in reading.tokens]
        self._whole.update(words)
        if person:
            self._sounding.update(words)
        spans: list[int] = []
        for start, size, joined in joined_spans(reading.words):
            spans += [self._word(joined), start * 64 + size]
        form = 0 if reading.form is None else FAMILIES.index(reading.form.family) + 1
        self._rows.append((words, spans, (*facts, form)))

    def _word(self, token: str) -> int:
        return self._words.setdefault(token, len(self._words))

    def sections(self) -> dict[str, bytes]:
        """Return every section's bytes."""
        return (
            self._word_sections()
            | self._posting_sections()
            | self._row_sections()
            | self._rest_sections()
            | self._sound_sections()
            | self._key_sections()
            | {"forms_text": "\n".join(FAMILIES).encode()}
        )

    def _word_sections(self) -> dict[str, bytes]:
        encoded = [word.encode() for word in self._words]
        weights = array("d", map(weight, self._words))
        return {
            "word_offsets": _offsets(map(len, encoded)),
            "word_text": b"".join(encoded),
            "word_weights": weights.tobytes(),
        }

    def _posting_sections(self) -> dict[str, bytes]:
        postings: list[list[int]] = [[] for _ in self._words]
        for row, (words, spans, _) in enumerate(self._rows):
            for word in {*words, *spans[::2]}:
                postings[word].append(row)
        return {
            "posting_offsets": _offsets(map(len, postings)),
            "postings": array("I", (row for rows in postings for row in rows)).tobytes(),
        }

    def _row_sections(self) -> dict[str, bytes]:
        words, spans, facts = array("I"), array("I"), array("I")
        for row_words, row_spans, row_facts in self._rows:
            words.extend(row_words)
            spans.extend(row_spans)
            facts.extend(row_facts)
        weights = [weight(word) for word in self._words]
        totals = [sum(weights[word] for word in row_words) for row_words, _, _ in self._rows]
        return {
            "row_offsets": _offsets(len(row[0]) for row in self._rows),
            "row_words": words.tobytes(),
            "row_totals": array("d", totals).tobytes(),
            "row_facts": facts.tobytes(),
            "span_offsets": _offsets(len(row[1]) for row in self._rows),
            "spans": spans.tobytes(),
        }

    def _rest_sections(self) -> dict[str, bytes]:
        """A word that only stands for two joined ones is found as it is, without slips."""
        words = list(self._words)
        edits = [allowed_edits(word) if i in self._whole else 0 for i, word in enumerate(words)]
        hashes, positions = _hash_all(words, edits)
        return {"rest_hashes": hashes, "rest_words": positions}

    def _sound_sections(self) -> dict[str, bytes]:
        found: set[tuple[int, int]] = set()
        for word, position in self._words.items():
            if position in self._sounding:
                for heard in sounds(word):
                    found.update((value, position) for value in rest_hashes(heard, 0))
        ordered = sorted(found)
        return {
            "sound_hashes": array("I", (value for value, _ in ordered)).tobytes(),
            "sound_words": array("I", (position for _, position in ordered)).tobytes(),
        }

    def _key_sections(self) -> dict[str, bytes]:
        ordered = sorted((key.encode(), entry) for key, entry in self._keys)
        return {
            "key_offsets": _offsets(len(key) for key, _ in ordered),
            "key_text": b"".join(key for key, _ in ordered),
            "key_entries": array("I", (entry for _, entry in ordered)).tobytes(),
        }


def _hash_all(words: list[str], edits: list[int]) -> tuple[bytes, bytes]:
    if len(words) < _NUMPY_FROM:
        pairs = sorted(
            {
                (value, position)
                for position, (word, allowed) in enumerate(zip(words, edits, strict=True))
                for value in rest_hashes(word, allowed)
            }
        )
        hashes = array("I", (value for value, _ in pairs))
        return hashes.tobytes(), array("I", (position for _, position in pairs)).tobytes()
    import numpy as np

    from sanccheck.matching.sorting import sorted_once

    values, positions = rest_hashes_of_many(words, edits)
    both = sorted_once((values.astype(np.uint64) << np.uint64(32)) | positions)
    return (both >> np.uint64(32)).astype(np.uint32).tobytes(), both.astype(np.uint32).tobytes()


def _offsets(sizes: Iterable[int]) -> bytes:
    offsets = array("I", [0])
    total = 0
    for size in sizes:
        total += size
        offsets.append(total)
    return offsets.tobytes()
