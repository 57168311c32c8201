"""The checksum that a publisher announces of its file, and whether a file has it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from sanccheck.errors import DownloadFailed
from sanccheck.network.download import Wanted, download
from sanccheck.network.part import Part

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

# The length of the hexadecimal digits tells the algorithm.
_ALGORITHMS = {40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
_MOST = 1000
_ATTEMPTS = 2


def ask_checksum(
    client: httpx.Client, href: str, target: Path, hosts: frozenset[str] = frozenset()
) -> str:
    """Return the checksum that an address announces, in lower-case hexadecimal digits.

    `target` is a file to receive it in, which is gone afterwards.

    Raises:
        DownloadFailed: when the address cannot be had, or answers with anything else.
    """
    wanted = Wanted(href=href, target=target, hosts=hosts, most=_MOST, attempts=_ATTEMPTS)
    try:
        download(client, wanted, _unseen)
        text = target.read_bytes().decode("ascii", errors="replace").strip().strip('"').lower()
    finally:
        Part(target).drop()
        target.unlink(missing_ok=True)
    if len(text) not in _ALGORITHMS or not _HEX.fullmatch(text):
        raise DownloadFailed(f"{href}: does not answer with a checksum")
    return text


def has_checksum(path: Path, checksum: str) -> bool:
    """Say whether a file's digest, by the algorithm of that length, is the one announced."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, _ALGORITHMS[len(checksum)]).hexdigest() == checksum


def _unseen(received: int, whole: int | None) -> None:
    """Show no progress of some hundred bytes."""
    del received, whole
