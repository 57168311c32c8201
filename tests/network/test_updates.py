"""Updates by real processes, from a TLS server on this machine: at once, killed, and gone on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sanccheck.sources.library import Library

from .tls import read_request, serve

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 11, 22)
# The program itself, with a folder of lists of our own.
# SIGINT is as in a shell of one's own: a job in the background has it ignored from the start.
PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from sanccheck.sources import library
folder = Path(sys.argv.pop(1))
library.shipped = lambda name: folder
from sanccheck.commands import main
main()
"""
# Somebody who screens again and again, and prints what he screened against.
READER = """
import sys
from datetime import date
from pathlib import Path
from sanccheck.model.hits import Query
from sanccheck.screening import Screener
from sanccheck.sources.library import Library
folder, home, stop = map(Path, sys.argv[1:])
while not stop.exists():
    served = Library(home, folder).serve(date(2026, 11, 22), ["us_ofac_sdn"])
    screening = Screener(served).screen(Query(name="COMMON COMPANY"))
    print(served.lists[0].entries, len(screening.hits), flush=True)
"""


def sdn(published: str, count: int) -> bytes:
    """Write a list in OFAC's format, of which one name is in every publication."""
    names = ["COMMON COMPANY", *(f"COMPANY {n} OF {published}" for n in range(1, count))]
    records = "".join(
        f"<sdnEntry><uid>{uid}</uid><lastName>{name}</lastName><sdnType>Entity</sdnType>"
        "<programList><program>CUBA</program></programList></sdnEntry>"
        for uid, name in enumerate(names, 1)
    )
    head = f"<Publish_Date>{published}</Publish_Date><Record_Count>{count}</Record_Count>"
    text = f"<sdnList><publshInformation>{head}</publshInformation>{records}</sdnList>"
    return text.encode()


class Publisher:
    """A server with one file, which it can send slowly; it knows its ETag and sends a rest."""

    def __init__(self) -> None:
        self.body = b""
        self.pause = 0.0
        self.requests: list[str] = []

    def __call__(self, line: ssl.SSLSocket) -> None:
        """Answer one request."""
        request = read_request(line)
        self.requests.append(request)
        body, etag = self.body, f'"{len(self.body)}"'
        if f"If-None-Match: {etag}" in request:
            line.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n")
            return
        start, status, span = 0, "200 OK", ""
        if f"If-Range: {etag}" in request:
            start = int(request.partition("Range: bytes=")[2].partition("-")[0])
            status = "206 Partial Content"
            span = f"Content-Range: bytes {start}-{len(body) - 1}/{len(body)}\r\n"
        head = f"HTTP/1.1 {status}\r\nETag: {etag}\r\n{span}Content-Length: {len(body) - start}"
        line.sendall(f"{head}\r\n\r\n".encode())
        step = max(len(body) // 20, 1)
        for place in range(start, len(body), step):
            line.sendall(body[place : place + step])
            time.sleep(self.pause)


@pytest.fixture
def publisher() -> Publisher:
    """Give a publisher that has nothing yet."""
    return Publisher()


@pytest.fixture
def lists(tmp_path: Path, trusted: Path, publisher: Publisher) -> Iterator[Path]:
    """Give a lists folder whose SDN list comes from this machine."""
    folder = tmp_path / "lists"
    shutil.copytree(ROOT / "lists", folder)
    manifest = folder / "us_ofac_sdn" / "source.yaml"
    text = manifest.read_text("utf-8")
    official = "https://sanctionslistservice.ofac.treas.gov"
    with serve(trusted, publisher) as base:
        text = text.replace(official, base).replace("{min: 5000", "{min: 1")
        manifest.write_text(text, "utf-8")
        yield folder


def start(lists: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the program."""
    command = [sys.executable, "-c", PROGRAM, str(lists), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(running: subprocess.Popen[bytes]) -> list[dict[str, object]]:
    """Wait for an update with --json and read what it says."""
    stdout, stderr = running.communicate(timeout=60)
    assert running.returncode == 0, (stdout, stderr)
    done: list[dict[str, object]] = json.loads(stdout)
    return done


def update(lists: Path) -> list[dict[str, object]]:
    """Run an update to its end."""
    return finish(start(lists, "lists", "update", "us_ofac_sdn", "--json"))


def assert_whole(home: Path, lists: Path, counts: set[int]) -> None:
    """Check that everything stored is what was written, and that one of the lists serves."""
    library = Library(home, lists)
    assert {one.state for one in library.verify(None)} == {"ok"}
    (state,) = library.serve(DAY, ["us_ofac_sdn"]).lists
    assert state.entries in counts


def test_two_updates_at_once_and_a_reader(
    home: Path, lists: Path, publisher: Publisher, tmp_path: Path
) -> None:
    """Both end well, one of them downloads, and who screens meanwhile sees the old or the new."""
    publisher.body = sdn("11/20/2026", 900)
    assert update(lists)[0]["state"] == "updated"

    publisher.body, publisher.pause = sdn("11/21/2026", 901), 0.05
    publisher.requests.clear()
    stop = tmp_path / "stop"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(lists), str(home), str(stop)], stdout=subprocess.PIPE
    )
    assert reader.stdout is not None
    seen = [reader.stdout.readline().decode().strip()]
    both = [start(lists, "lists", "update", "us_ofac_sdn", "--json") for _ in range(2)]
    states = [finish(one)[0]["state"] for one in both]
    while seen[-1] not in {"901 1", ""}:
        seen.append(reader.stdout.readline().decode().strip())
    stop.touch()
    seen += reader.communicate(timeout=60)[0].decode().splitlines()
    assert reader.returncode == 0
    assert set(seen) == {"900 1", "901 1"}
    assert seen == sorted(seen)
    assert sorted(map(str, states)) == ["unchanged", "updated"]
    assert len(publisher.requests) == 2
    assert_whole(home, lists, {901})


def test_a_kill_in_a_download_leaves_the_old_list_and_a_part_to_go_on_with(
    home: Path, lists: Path, publisher: Publisher
) -> None:
    """The lock goes with the process; the next update asks only for the rest."""
    publisher.body = sdn("11/20/2026", 900)
    update(lists)
    publisher.body, publisher.pause = sdn("11/21/2026", 901), 0.05
    part = home / "downloads" / "us_ofac_sdn" / ".SDN.XML.part"
    for _ in range(2):
        running = start(lists, "lists", "update", "us_ofac_sdn", "--json")
        before, until = part.stat().st_size if part.is_file() else 0, time.monotonic() + 20
        while not (part.is_file() and part.stat().st_size > before):
            assert time.monotonic() < until
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        assert_whole(home, lists, {900})
    size = part.stat().st_size
    assert 0 < size < len(publisher.body)
    assert update(lists)[0]["state"] == "updated"
    assert f"Range: bytes={size}-" in publisher.requests[-1]
    assert_whole(home, lists, {901})
    assert not part.exists()


def test_control_c_ends_an_update_at_once(home: Path, lists: Path, publisher: Publisher) -> None:
    """The command does not wait for a slow server; the old list stays."""
    publisher.body = sdn("11/20/2026", 900)
    update(lists)
    publisher.body, publisher.pause = sdn("11/21/2026", 901), 1.0
    part = home / "downloads" / "us_ofac_sdn" / ".SDN.XML.part"
    running = start(lists, "lists", "update", "us_ofac_sdn", "--json")
    while not (part.is_file() and part.stat().st_size):
        time.sleep(0.02)
    started = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, stderr = running.communicate(timeout=20)
    assert running.returncode == 130
    assert b"Traceback" not in stderr
    assert time.monotonic() - started < 10
    assert_whole(home, lists, {900})


def test_the_bars_of_a_terminal_hide_nothing_that_is_printed(
    home: Path, lists: Path, publisher: Publisher
) -> None:
    """On a terminal the bars move while the file comes, and what changed stands there in full."""
    pty = pytest.importorskip("pty")
    publisher.body = sdn("11/20/2026", 900)
    update(lists)
    publisher.body, publisher.pause = sdn("11/21/2026", 901), 0.03
    parent, child = pty.openpty()
    command = [sys.executable, "-c", PROGRAM, str(lists), "lists", "update", "us_ofac_sdn"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "90"}
    running = subprocess.Popen(command, stdout=child, stderr=child, stdin=child, env=environment)
    os.close(child)
    seen = b""
    try:
        while more := os.read(parent, 65536):
            seen += more
    except OSError:  # the end of a terminal
        pass
    os.close(parent)
    assert running.wait(20) == 0
    assert_whole(home, lists, {901})
    text = seen.decode()
    assert "\u2501" in text
    for said in (
        "901 entries, published 21 Nov 2026",
        "1 added, 0 removed, 899 changed",
        "and 894 more",
    ):
        assert said in text
