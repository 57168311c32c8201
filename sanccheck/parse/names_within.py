"""Find the names that stand within a published name: "A (a.k.a. B; C)", "A, f.k.a., B"."""

from __future__ import annotations

import re
from typing import NamedTuple

from sanccheck.model.entries import NameKind

_SIGN = re.compile(r"(?:[(\[]\s*|,\s+|\s)([afn])(?:[./]k[./]a\.?|ka)[,:]?\s+", re.IGNORECASE)
_BARE = re.compile(r"[afn]ka", re.IGNORECASE)
_CLOSES = {"(": ")", "[": "]"}


class WithinName(NamedTuple):
    """A name found within another, and how the publisher calls it there."""

    text: str
    kind: NameKind


def names_within(text: str) -> tuple[WithinName, ...]:
    """Return the names within a name, that before the sign first; none where there is no sign.

    >>> [one.text for one in names_within("Example Inc. (a.k.a. Sample; Model Ltd.) KG")]
    ['Example Inc. KG', 'Sample', 'Model Ltd.']
    """
    found = _SIGN.search(text)
    if found is None:
        return ()
    opening = found.group(0).strip()[:1]
    # Without a bracket "aka" may be a word of a name; with points or strokes it is none.
    if opening not in _CLOSES and _BARE.search(found.group(0)):
        return ()
    end = _end(text, found.end(), opening) if opening in _CLOSES else len(text)
    kind = NameKind.FORMER if found.group(1).lower() == "f" else NameKind.ALIAS
    outside = f"{text[: found.start()]} {text[end + 1 :]}"
    within = [one.strip(" ,") for one in text[found.end() : end].split(";")]
    names = [WithinName(" ".join(outside.split()).strip(" ,"), NameKind.ALIAS)]
    names += [WithinName(one, kind) for one in within]
    return tuple(one for one in names if any(letter.isalnum() for letter in one.text))


def _end(text: str, start: int, opening: str) -> int:
    depth = 0
    for position in range(start, len(text)):
        if text[position] == opening:
            depth += 1
        elif text[position] == _CLOSES[opening]:
            if depth == 0:
                return position
            depth -= 1
    return len(text)
