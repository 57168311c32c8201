"""Lines that hang, break or lie, with a real TLS server on this machine."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sanccheck.errors import DownloadFailed
from sanccheck.network import download as room
from sanccheck.network.download import Fetched, Wanted, download, open_client

from .tls import read_request, serve

BODY = b"<list>" + b"x" * 5000 + b"</list>"


def fetch(href: str, target: Path) -> Fetched:
    """Download a file."""
    with open_client() as client:
        return download(client, Wanted(href=href, target=target), lambda received, whole: None)  # noqa: ARG005 - nobody looks


def whole(line: ssl.SSLSocket) -> None:
    """Answer with the file."""
    read_request(line)
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY))


def drip(head: bytes, piece: bytes) -> Callable[[ssl.SSLSocket], None]:
    """Answer with a head at once, and then with a piece now and then, for ever."""

    def answer(line: ssl.SSLSocket) -> None:
        read_request(line)
        line.sendall(head)
        while True:
            time.sleep(0.05)
            line.sendall(piece)

    return answer


def test_a_file_over_tls(trusted: Path, tmp_path: Path) -> None:
    """A server whose certificate is trusted is read."""
    with serve(trusted, whole) as base:
        assert fetch(f"{base}/list.xml", tmp_path / "list.xml").received == len(BODY)
    assert (tmp_path / "list.xml").read_bytes() == BODY


def test_a_certificate_that_nobody_trusts(
    certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that does not show who it is is not read or asked again; the way out is said."""
    monkeypatch.setenv("NO_PROXY", "localhost")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    asked = []
    with (
        serve(certificate, lambda line: asked.append(read_request(line))) as base,
        pytest.raises(DownloadFailed, match="certificate is not one that this computer trusts"),
    ):
        fetch(f"{base}/list.xml", tmp_path / "list.xml")
    assert not asked


def test_a_certificate_of_another_host(trusted: Path, tmp_path: Path) -> None:
    """A trusted certificate of another name is no better."""
    with (
        serve(trusted, whole) as base,
        pytest.raises(DownloadFailed, match="certificate is not one that this computer trusts"),
    ):
        fetch(base.replace("localhost", "127.0.0.1") + "/list.xml", tmp_path / "list.xml")


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 302 Found\r\nLocation: /", b"x"),
    ],
    ids=["status line", "header", "continue", "body", "chunks", "redirect"],
)
def test_a_server_that_drips_is_cut_off(
    trusted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes, piece: bytes
) -> None:
    """A byte now and then, wherever in the answer, keeps nobody waiting beyond the time limit."""
    monkeypatch.setattr(room, "MOST_SECONDS", 0.5)
    started = time.monotonic()
    with (
        serve(trusted, drip(head, piece)) as base,
        pytest.raises(DownloadFailed, match="takes longer than"),
    ):
        fetch(f"{base}/list.xml", tmp_path / "list.xml")
    assert time.monotonic() - started < 5
    assert not (tmp_path / "list.xml").exists()


def test_a_header_without_an_end_is_not_read_to_its_end(trusted: Path, tmp_path: Path) -> None:
    """A header of megabytes is broken off, however fast it comes."""

    def flood(line: ssl.SSLSocket) -> None:
        read_request(line)
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Endless: ")
        while True:
            line.sendall(b"x" * 65536)

    with (
        serve(trusted, flood) as base,
        pytest.raises(DownloadFailed, match="the connection failed"),
    ):
        fetch(f"{base}/list.xml", tmp_path / "list.xml")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
    ],
    ids=[
        "nothing",
        "another protocol",
        "cut",
        "two lengths",
        "a length of no digits",
        "a negative length",
        "packed for the way",
        "chunks cut",
        "chunks of no size",
        "no status",
    ],
)
def test_an_answer_that_is_none(trusted: Path, tmp_path: Path, answer: bytes) -> None:
    """What is not a whole answer of HTTP fails, is tried again, and leaves nothing in the place."""
    asked = []

    def reply(line: ssl.SSLSocket) -> None:
        asked.append(read_request(line))
        line.sendall(answer)

    with serve(trusted, reply) as base, pytest.raises(DownloadFailed, match="the connection"):
        fetch(f"{base}/list.xml", tmp_path / "list.xml")
    assert len(asked) == room.ATTEMPTS
    assert not (tmp_path / "list.xml").exists()


@pytest.mark.parametrize("href", ["https://localhost:1/x", "https://no-such-host.invalid/x"])
def test_nobody_there(
    trusted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, href: str
) -> None:
    """A port that refuses, and a name that leads nowhere, are said as a failed connection."""
    del trusted
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(DownloadFailed, match="the connection failed"):
        fetch(href, tmp_path / "list.xml")


def test_a_server_that_says_nothing(
    trusted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that takes the request and is silent is given up."""
    monkeypatch.setattr(room, "MOST_SECONDS", 0.5)

    def silent(line: ssl.SSLSocket) -> None:
        read_request(line)
        time.sleep(1)

    with (
        serve(trusted, silent) as base,
        pytest.raises(DownloadFailed, match="takes longer than"),
    ):
        fetch(f"{base}/list.xml", tmp_path / "list.xml")


def test_goes_on_over_tls_where_the_line_broke(trusted: Path, tmp_path: Path) -> None:
    """The rest is asked for with the validator, and the two parts are the file."""
    asked = []

    def reply(line: ssl.SSLSocket) -> None:
        request = read_request(line)
        asked.append(request)
        if "Range: bytes=" not in request:
            head = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n' % len(BODY)
            line.sendall(head + BODY[:3000])
            return
        start = int(request.partition("bytes=")[2].partition("-")[0])
        span = f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"
        rest = f'HTTP/1.1 206 Partial\r\nETag: "1"\r\nContent-Range: {span}\r\n'
        rest += f"Content-Length: {len(BODY) - start}\r\n\r\n"
        line.sendall(rest.encode() + BODY[start:])

    with serve(trusted, reply) as base:
        fetch(f"{base}/list.xml", tmp_path / "list.xml")
    assert (tmp_path / "list.xml").read_bytes() == BODY
    assert 'If-Range: "1"' in asked[-1]
