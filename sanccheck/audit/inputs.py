"""Keep what an answer was made from, so that it can be made again: deal files, sets of rules.

inputs/<sha256>.z    the bytes, compressed, under their own sha256
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from sanccheck.errors import SourceError, StoreDamaged
from sanccheck.sources.atomic import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

_LEVEL = 1


def keep_input(home: Path, data: bytes) -> str:
    """Keep bytes and return their sha256; what is there already is left.

    Raises:
        SourceError: when the home cannot be written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(home, sha256)
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, zlib.compress(data, _LEVEL))
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror})") from None
    return sha256


def kept_input(home: Path, sha256: str) -> bytes:
    """Return the bytes with that sha256.

    Raises:
        StoreDamaged: when they are gone, or are not what was kept.
    """
    path = _path(home, sha256)
    try:
        data = zlib.decompress(path.read_bytes())
    except (OSError, zlib.error) as error:
        raise StoreDamaged(f"{path}: cannot be read ({error})") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreDamaged(f"{path}: is damaged (its sha256 is not the one recorded)")
    return data


def _path(home: Path, sha256: str) -> Path:
    return home / "inputs" / f"{sha256}.z"
