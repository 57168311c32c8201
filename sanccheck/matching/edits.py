"""Find words that are a slip apart: hashes of what is left of a word when letters are dropped.

Two words within k edits (a letter more, less or other, or two neighbours swapped) leave the same
rest when up to k letters are dropped from each. So a word's near words are found by looking up the
hashes of its rests, at a cost that does not grow with the vocabulary. Dropping a letter from a
polynomial hash needs no second pass over the word, in plain Python as in numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_INVERSE_TWICE = _INVERSE * _INVERSE & _MASK
_MIX = 0xD6E8FEB86659FD93

_POWERS = [1]
MAX_EDITS = 2
_ONE_FROM, _TWO_FROM, _HAN_FROM, _LONGEST = 3, 8, 4, 32


def allowed_edits(word: str) -> int:
    """Return how many slips a word may hold and still be told: none in numbers and short words.

    >>> [allowed_edits(word) for word in ("ab", "abc", "hikvision", "2162198")]
    [0, 1, 2, 0]
    """
    size = len(word)
    if not word.isascii():
        return int(size >= _HAN_FROM)
    if size < _ONE_FROM or size > _LONGEST or word.isdigit():
        return 0
    return 1 if size < _TWO_FROM else MAX_EDITS


def allowed_edits_of_many(
    sizes: npt.NDArray[np.int64], plain: npt.NDArray[np.bool_], digits: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Return the same of many words: their letters, which are ASCII, and which all digits."""
    import numpy as np

    none = (sizes < _ONE_FROM) | (sizes > _LONGEST) | digits
    of_plain = np.where(none, 0, np.where(sizes < _TWO_FROM, 1, MAX_EDITS))
    return np.where(plain, of_plain, (sizes >= _HAN_FROM).astype(np.int64))


def rest_hashes(word: str, edits: int) -> set[int]:
    """Return the 32-bit hashes of the word with up to `edits` letters dropped."""
    powers = _powers(len(word))
    before = [0]
    for char, power in zip(word, powers, strict=False):
        before.append((before[-1] + ord(char) * power) & _MASK)
    total = before[-1]
    found = {total}
    if edits:
        for j in range(len(word)):
            found.add(before[j] + (total - before[j + 1]) * _INVERSE & _MASK)
    if edits > 1:
        for j in range(len(word) - 1):
            head, after = before[j], before[j + 1]
            for k in range(j + 1, len(word)):
                middle = (before[k] - after) * _INVERSE
                tail = (total - before[k + 1]) * _INVERSE_TWICE
                found.add(head + middle + tail & _MASK)
    return {(value * _MIX & _MASK) >> 32 for value in found}


def _powers(size: int) -> list[int]:
    while len(_POWERS) < size:
        _POWERS.append(_POWERS[-1] * _BASE & _MASK)
    return _POWERS


def rest_hashes_of_many(
    words: Sequence[str], edits: Sequence[int]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return the hashes of many words and, beside each, the position of its word.

    The same hashes as `rest_hashes`, in no particular order; one may stand twice.
    """
    import numpy as np

    groups: dict[tuple[int, int], list[int]] = {}
    for position, (word, allowed) in enumerate(zip(words, edits, strict=True)):
        groups.setdefault((len(word), allowed), []).append(position)
    hashes, positions = [], []
    for (size, allowed), members in groups.items():
        table = _hash_group([words[member] for member in members], size, allowed)
        hashes.append(table.ravel())
        positions.append(np.repeat(np.array(members, dtype=np.uint32), table.shape[1]))
    if not hashes:
        return np.empty(0, np.uint32), np.empty(0, np.uint32)
    mixed = (np.concatenate(hashes) * np.uint64(_MIX)) >> np.uint64(32)
    return mixed.astype(np.uint32), np.concatenate(positions)


def _hash_group(words: Sequence[str], size: int, edits: int) -> npt.NDArray[np.uint64]:
    """Hash words of one length, a row for each; overflow wraps as the plain version masks."""
    import numpy as np

    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    terms = letters.reshape(len(words), size).astype(np.uint64)
    terms *= np.array(_powers(size)[:size], dtype=np.uint64)
    before = np.zeros((len(words), size + 1), dtype=np.uint64)
    np.cumsum(terms, axis=1, out=before[:, 1:])
    total = before[:, -1:]
    columns = [total]
    once, twice = np.uint64(_INVERSE), np.uint64(_INVERSE_TWICE)
    if edits:
        columns.append(before[:, :-1] + (total - before[:, 1:]) * once)
    if edits > 1:
        first, second = np.triu_indices(size, 1)
        columns.append(
            before[:, first]
            + (before[:, second] - before[:, first + 1]) * once
            + (total - before[:, second + 1]) * twice
        )
    return np.concatenate(columns, axis=1)


def distance(one: str, other: str, limit: int) -> int:
    """Return the edits between two words (neighbours swapped count one), or more than `limit`.

    >>> distance("hikvision", "hikvison", 2), distance("iran", "iraq", 1), distance("ab", "ba", 1)
    (1, 1, 1)
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    start = 0
    shortest = min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    one_end, other_end = len(one), len(other)
    while one_end > start and other_end > start and one[one_end - 1] == other[other_end - 1]:
        one_end -= 1
        other_end -= 1
    return _distance(one[start:one_end], other[start:other_end], limit)


def _distance(one: str, other: str, limit: int) -> int:
    if not one or not other:
        return len(one) + len(other)
    earlier: list[int] = []
    last = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        row = [i]
        for j, opposite in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != opposite))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        earlier, last = last, row
    return last[-1]
