"""Tell which watched parties a few entries can touch at all, before any of them is read.

The look-ups of the parties' names are laid out once, as arrays, by the hashes under which an index
finds near words. A party can only be a hit where its look-ups share hashes with the entries' words
for enough of its name's weight, or where an identifier is the same: the bound that a batch begins
with (matching.gather.hopeful), with every word that may be near taken as equal.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sanccheck.matching.block import BRIEF, FREE, Block
from sanccheck.matching.edits import rest_hashes_of_many
from sanccheck.matching.index import audible
from sanccheck.matching.near_words import HEARD, Ways, ranges
from sanccheck.matching.opening import open_indexes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from sanccheck.matching.candidates import Asked
    from sanccheck.matching.near_words import Floats, Numbers
    from sanccheck.sources.served import Served

    Hashes = npt.NDArray[np.uint32]
    Bools = npt.NDArray[np.bool_]

_SLACK = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The names of all parties as arrays.

    Beside each of the `hashes` and `sounds` stands the way to look a word up that it is of; `ways`
    is how many there are. By look-up: its way, first word and number of words. By word: its weight,
    and whether it may agree `anyhow`, without being looked up. By reading: its first word, its
    weight in all and its party. `identifiers` is text, as bytes.
    """

    hashes: Hashes
    hash_ways: Numbers
    sounds: Hashes
    sound_ways: Numbers
    ways: Numbers
    look_ways: Numbers
    look_words: Numbers
    look_sizes: Numbers
    weights: Floats
    anyhow: Bools
    starts: Numbers
    totals: Floats
    owners: Numbers
    identifiers: Numbers

    def to_bytes(self, made_of: str) -> bytes:
        """Return it as bytes, with the digest of what it is made of."""
        file = io.BytesIO()
        arrays = {name: getattr(self, name) for name in self.__slots__}
        np.savez(file, made_of=np.frombuffer(made_of.encode(), np.uint8), **arrays)
        return file.getvalue()


def layout_from(data: bytes, made_of: str) -> Layout | None:
    """Return the layout of bytes, None where they are none, or of something else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if arrays["made_of"].tobytes().decode() != made_of:
                return None
            return Layout(**{name: arrays[name] for name in Layout.__slots__})
    except (ValueError, KeyError, OSError, EOFError):
        return None


def lay_out(asked: Sequence[Asked]) -> Layout:
    """Lay the parties' names out; there is one at least."""
    ways = Ways()
    block = Block([reading for one in asked for reading in one.readings], ways)
    owners = [owner for owner, one in enumerate(asked) for _ in one.readings]
    edits = np.array(ways.edits, dtype=np.int64)
    spelt = np.flatnonzero(edits != HEARD)
    hashes, which = rest_hashes_of_many([ways.words[at] for at in spelt], edits[spelt].tolist())
    listened = np.flatnonzero(edits == HEARD).tolist()
    heard = [(at, one) for at in listened for one in audible(ways.words[at])]
    sounds, sounding = rest_hashes_of_many([one for _, one in heard], [0] * len(heard))
    return Layout(
        hashes=hashes.astype(np.uint32),
        hash_ways=spelt[which],
        sounds=sounds.astype(np.uint32),
        sound_ways=np.array([at for at, _ in heard], np.int64)[sounding],
        ways=np.array([len(ways)]),
        look_ways=block.look_ways,
        look_words=block.starts[block.look_readings] + block.look_starts,
        look_sizes=block.look_sizes,
        weights=block.weights,
        anyhow=(block.kinds & (FREE | BRIEF)) > 0,
        starts=block.starts,
        totals=block.totals,
        owners=np.array(owners, np.int64),
        identifiers=_identifiers(asked),
    )


def _identifiers(asked: Sequence[Asked]) -> Numbers:
    """Return the parties' identifiers as text in bytes: [[party, "scheme:value"], …]."""
    found = [
        [owner, f"{one.scheme}:{one.value}"]
        for owner, party in enumerate(asked)
        for one in party.identifiers
    ]
    return np.frombuffer(json.dumps(found).encode("utf-8", "surrogatepass"), np.uint8).astype(
        np.int64
    )


def touched(layout: Layout, served: Served, least: float) -> list[int]:
    """Return the places of the parties that may have a hit among a few entries."""
    agrees = layout.anyhow.copy()
    near = np.zeros(int(layout.ways[0]), dtype=bool)
    keys: set[str] = set()
    for opened in open_indexes(served):
        rest = np.frombuffer(opened.index.rest_hashes, dtype=np.uint32)
        near[layout.hash_ways[np.isin(layout.hashes, rest)]] = True
        sounds = np.frombuffer(opened.index.sound_hashes, dtype=np.uint32)
        near[layout.sound_ways[np.isin(layout.sounds, sounds)]] = True
        for one in opened.corpora:
            entries = one.corpus.entries()
            keys |= {f"{it.scheme}:{it.value}" for entry in entries for it in entry.identifiers}
    may = near[layout.look_ways]
    agrees[ranges(layout.look_words[may], layout.look_sizes[may])] = True
    agreed = np.add.reduceat(np.where(agrees, layout.weights, 0.0), layout.starts)
    found = set(layout.owners[agreed >= least * layout.totals - _SLACK].tolist())
    if keys:
        text = layout.identifiers.astype(np.uint8).tobytes().decode("utf-8", "surrogatepass")
        found |= {owner for owner, key in json.loads(text) if key in keys}
    return sorted(found)
