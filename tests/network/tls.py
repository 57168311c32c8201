"""A TLS server on this machine that answers as a test says, byte by byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

Answer = Callable[[ssl.SSLSocket], None]


def make_certificate(folder: Path) -> Path:
    """Make a key and a certificate of `localhost` for this run; return the file with both."""
    file = folder / "localhost.pem"
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-newkey", "ec"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes(key.read_bytes() + certificate.read_bytes())
    return file


@contextlib.contextmanager
def serve(certificate: Path, answer: Answer) -> Iterator[str]:
    """Serve on a free port of this machine; give the base address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stop = threading.Event()
        thread = threading.Thread(target=_accept, args=(listener, context, answer, stop))
        thread.start()
        try:
            yield f"https://localhost:{listener.getsockname()[1]}"
        finally:
            stop.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(
    listener: socket.socket, context: ssl.SSLContext, answer: Answer, stop: threading.Event
) -> None:
    threads = []
    while not stop.is_set():
        with contextlib.suppress(OSError):
            line, _ = listener.accept()
            thread = threading.Thread(target=_talk, args=(line, context, answer))
            thread.start()
            threads.append(thread)
    for thread in threads:
        thread.join()


def _talk(line: socket.socket, context: ssl.SSLContext, answer: Answer) -> None:
    with contextlib.suppress(OSError), line, context.wrap_socket(line, server_side=True) as secure:
        answer(secure)


def read_request(line: ssl.SSLSocket) -> str:
    """Read a request's line and headers."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = line.recv(4096)
        if not more:
            break
        data += more
    return data.decode("latin-1")
