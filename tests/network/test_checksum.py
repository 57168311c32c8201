from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import respx

from sanccheck.errors import DownloadFailed
from sanccheck.network.checksum import ask_checksum, has_checksum
from sanccheck.network.download import open_client

HREF = "https://lists.example/checksum"
BODY = b"a list"


def ask(target: Path) -> str:
    """Ask for the checksum."""
    with open_client() as client:
        return ask_checksum(client, HREF, target)


@pytest.mark.parametrize("algorithm", ["sha1", "sha224", "sha256", "sha384", "sha512"])
def test_the_length_tells_the_algorithm(
    server: respx.MockRouter, tmp_path: Path, algorithm: str
) -> None:
    """A file has the checksum announced, whatever its algorithm; another file has not."""
    digest = hashlib.new(algorithm, BODY).hexdigest()
    server.get(HREF).respond(200, content=f' "{digest.upper()}"\r\n'.encode())
    assert ask(tmp_path / "checksum") == digest
    assert not [*tmp_path.iterdir()]
    file = tmp_path / "list"
    file.write_bytes(BODY)
    assert has_checksum(file, digest)
    file.write_bytes(BODY + b".")
    assert not has_checksum(file, digest)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>sorry</html>", b"a" * 39, b"a" * 50, b"g" * 40, b"\xb2" * 40, b"a" * 1001],
    ids=["nothing", "a page", "too short", "no known length", "no digits", "no ASCII", "too long"],
)
def test_what_is_no_checksum(server: respx.MockRouter, tmp_path: Path, body: bytes) -> None:
    """Anything else than a checksum is told, and leaves nothing behind."""
    server.get(HREF).respond(200, content=body)
    with pytest.raises(DownloadFailed, match="checksum"):
        ask(tmp_path / "checksum")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_checksum_that_cannot_be_had(
    server: respx.MockRouter, tmp_path: Path, status: int
) -> None:
    """A server without it is asked twice at most: the file can be had without."""
    route = server.get(HREF).respond(status)
    with pytest.raises(DownloadFailed):
        ask(tmp_path / "checksum")
    assert route.call_count == (2 if status == 500 else 1)
