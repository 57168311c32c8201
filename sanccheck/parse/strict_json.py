"""Read JSON so that nothing in it is lost: no key twice, no text that cannot be written again.

A number with a point or an exponent is taken as the text that it is written as.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sanccheck.errors import ListRefused

if TYPE_CHECKING:
    from typing import NoReturn


def read_json(data: bytes, where: str) -> object:
    """Return the decoded value.

    Raises:
        ListRefused: naming `where`, when it is not one whole, well-formed JSON value in UTF-8,
            has a key twice in one object, a number that is none, or half a character.
    """
    try:
        value: object = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_float=str,
            parse_constant=_no_constant,
        )
        if b"\\u0000" in data:
            raise ValueError("a text holds a NUL")
        if b"\\ud" in data or b"\\uD" in data:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        what = str(error)[:80] or "nested too deep"
        raise ListRefused(
            f"{where}: is not whole, well-formed JSON ({what}); download it again"
        ) from None
    return value


def write_value(value: object) -> str:
    """Write a decoded value as a text: a text as it is, anything else as JSON.

    >>> write_value("a"), write_value([True, None])
    ('a', '[true, null]')
    """
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")
