from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import respx

from sanccheck.errors import DownloadFailed
from sanccheck.network import download as room
from sanccheck.network.download import Fetched, Validators, Wanted, download, open_client

HREF = "https://lists.example/consolidated.xml"
BODY = b"<list>" + b"x" * 5000 + b"</list>"
ETAG = '"abc"'


def fetch(target: Path, **changes: object) -> tuple[Fetched, list[tuple[int, int | None]]]:
    """Download, and return what the progress was told."""
    seen: list[tuple[int, int | None]] = []
    values: dict[str, object] = {"href": HREF, "target": target, **changes}
    with open_client() as client:
        wanted = Wanted(**values)  # type: ignore[arg-type]
        found = download(client, wanted, lambda received, whole: seen.append((received, whole)))
    return found, seen


class Cut(httpx.SyncByteStream):
    """A body that breaks off."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __iter__(self) -> Iterator[bytes]:
        yield self._data
        raise httpx.ReadError("the line broke")


def test_a_whole_file(server: respx.MockRouter, tmp_path: Path) -> None:
    """The file is put in its place, with what the server says of it, and nothing beside it."""
    server.get(HREF).respond(200, content=BODY, headers={"ETag": ETAG, "Last-Modified": "then"})
    found, seen = fetch(tmp_path / "list.xml")
    assert found == Fetched(
        changed=True,
        validators=Validators(etag=ETAG, last_modified="then"),
        received=len(BODY),
    )
    assert (tmp_path / "list.xml").read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["list.xml"]
    assert seen[-1] == (len(BODY), len(BODY))


def test_nothing_newer(server: respx.MockRouter, tmp_path: Path) -> None:
    """What is known of the last file is sent, and an answer of 304 leaves everything as it is."""
    route = server.get(HREF).respond(304)
    known = Validators(etag=ETAG, last_modified="then")
    found, _ = fetch(tmp_path / "list.xml", known=known)
    assert (found.changed, found.validators) == (False, known)
    sent = route.calls.last.request.headers
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (ETAG, "then")
    assert not [*tmp_path.iterdir()]


def test_every_request_names_the_program_and_asks_for_plain_bytes(
    server: respx.MockRouter, tmp_path: Path
) -> None:
    """Some publishers refuse a client without a name; a compressed body could be a bomb."""
    route = server.get(HREF).respond(200, content=BODY)
    fetch(tmp_path / "list.xml")
    sent = route.calls.last.request.headers
    assert sent["User-Agent"].startswith("sanccheck/")
    assert sent["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(429, headers={"Retry-After": "1"}),
        httpx.Response(500),
        httpx.Response(503, headers={"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}),
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("garbled"),
    ],
    ids=["429", "500", "503", "no route", "timeout", "garbled"],
)
def test_what_may_pass_is_tried_again(
    server: respx.MockRouter, tmp_path: Path, failure: httpx.Response | Exception
) -> None:
    """A busy or broken server is asked again, and the file comes."""
    server.get(HREF).mock(side_effect=[failure, failure, httpx.Response(200, content=BODY)])
    assert fetch(tmp_path / "list.xml")[0].received == len(BODY)


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (httpx.Response(500), "the server answers 500; try again later"),
        (httpx.ConnectError("no route"), "the connection failed"),
    ],
)
def test_what_does_not_pass_is_said(
    server: respx.MockRouter, tmp_path: Path, failure: httpx.Response | Exception, says: str
) -> None:
    """After some tries the failure is told, and nothing is left in the file's place."""
    route = server.get(HREF).mock(side_effect=[failure] * 20)
    with pytest.raises(DownloadFailed, match=says):
        fetch(tmp_path / "list.xml")
    assert route.call_count == room.ATTEMPTS
    assert not (tmp_path / "list.xml").exists()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_will_not_pass_is_not_tried_again(
    server: respx.MockRouter, tmp_path: Path, status: int
) -> None:
    """A refusal is told at once, with the address to check."""
    route = server.get(HREF).respond(status)
    with pytest.raises(DownloadFailed, match=f"answers {status}; check the address"):
        fetch(tmp_path / "list.xml")
    assert route.call_count == 1


def test_goes_on_after_a_cut(server: respx.MockRouter, tmp_path: Path) -> None:
    """What came before the cut is kept, and only the rest is asked for, if the file is the same."""
    route = server.get(HREF).mock(
        side_effect=[
            httpx.Response(
                200,
                stream=Cut(BODY[:2000]),
                headers={"ETag": ETAG, "Content-Length": str(len(BODY))},
            ),
            httpx.Response(
                206,
                content=BODY[2000:],
                headers={"ETag": ETAG, "Content-Range": f"bytes 2000-{len(BODY) - 1}/{len(BODY)}"},
            ),
        ]
    )
    found, seen = fetch(tmp_path / "list.xml")
    assert (tmp_path / "list.xml").read_bytes() == BODY
    assert found.received == len(BODY)
    sent = route.calls.last.request.headers
    assert (sent["Range"], sent["If-Range"]) == ("bytes=2000-", ETAG)
    assert (2000, len(BODY)) in seen


def test_goes_on_in_another_run(server: respx.MockRouter, tmp_path: Path) -> None:
    """A run that failed leaves its part; the next one goes on with it."""
    cut = httpx.Response(200, stream=Cut(BODY[:3000]), headers={"ETag": ETAG})
    server.get(HREF).mock(side_effect=[cut, *[httpx.ConnectError("down")] * 10])
    with pytest.raises(DownloadFailed):
        fetch(tmp_path / "list.xml")
    headers = {"Content-Range": f"bytes 3000-{len(BODY) - 1}/{len(BODY)}"}
    server.get(HREF).mock(return_value=httpx.Response(206, content=BODY[3000:], headers=headers))
    fetch(tmp_path / "list.xml")
    assert (tmp_path / "list.xml").read_bytes() == BODY


@pytest.mark.parametrize(
    "second",
    [
        httpx.Response(200, content=BODY),
        httpx.Response(416),
        httpx.Response(206, content=b"?", headers={"Content-Range": "bytes 7-7/9"}),
    ],
    ids=["changed since", "no such rest", "another part"],
)
def test_a_part_that_no_longer_fits_is_dropped(
    server: respx.MockRouter, tmp_path: Path, second: httpx.Response
) -> None:
    """Bytes of two publications are never put together."""
    first = httpx.Response(200, stream=Cut(b"of another day"), headers={"ETag": ETAG})
    whole = httpx.Response(200, content=BODY)
    server.get(HREF).mock(side_effect=[first, second, whole, whole])
    fetch(tmp_path / "list.xml")
    assert (tmp_path / "list.xml").read_bytes() == BODY


def test_a_body_shorter_than_it_says_is_a_cut(server: respx.MockRouter, tmp_path: Path) -> None:
    """A body that ends early, without an error of the line, is not taken for the whole."""
    short = httpx.Response(200, content=BODY[:100], headers={"Content-Length": str(len(BODY))})
    server.get(HREF).mock(side_effect=[short] * 10)
    with pytest.raises(DownloadFailed, match="was cut after"):
        fetch(tmp_path / "list.xml")


def test_a_redirect_to_a_host_of_the_manifest(server: respx.MockRouter, tmp_path: Path) -> None:
    """A signed address on the publisher's own store is followed, and never remembered."""
    server.get(HREF).respond(302, headers={"Location": "https://store.example/signed?key=1"})
    server.get("https://store.example/signed?key=1").respond(200, content=BODY)
    fetch(tmp_path / "list.xml", hosts=frozenset({"store.example"}))
    assert (tmp_path / "list.xml").read_bytes() == BODY


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("https://elsewhere.example/x", "the host 'elsewhere.example'"),
        ("http://lists.example/x", "not https"),
        ("file:///etc/passwd", "not https"),
        ("//elsewhere.example/x", "the host 'elsewhere.example'"),
        ("https://lists.example@elsewhere.example/x", "the host 'elsewhere.example'"),
        ("", "without an end"),
    ],
)
def test_a_redirect_elsewhere_is_refused(
    server: respx.MockRouter, tmp_path: Path, location: str, says: str
) -> None:
    """A redirect off the manifest's hosts, off https, or in a circle, is not followed."""
    server.get(HREF).respond(302, headers={"Location": location})
    with pytest.raises(DownloadFailed, match=says):
        fetch(tmp_path / "list.xml")


def test_an_address_that_is_not_https_is_refused(tmp_path: Path) -> None:
    """The manifest's own address is held to the same rule."""
    with pytest.raises(DownloadFailed, match="not https"):
        fetch(tmp_path / "list.xml", href="http://lists.example/x")


@pytest.mark.parametrize("said", [True, False], ids=["by its header", "by its body"])
def test_a_file_that_is_too_long_is_refused(
    server: respx.MockRouter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bool
) -> None:
    """A body beyond the limit is cut off and forgotten, announced or not."""
    monkeypatch.setattr(room, "MAX_BYTES", 1000)
    if said:
        server.get(HREF).respond(200, content=BODY)
    else:
        server.get(HREF).mock(return_value=httpx.Response(200, stream=Cut(BODY)))
    with pytest.raises(DownloadFailed, match=r"at most 1,000|longer than 1,000"):
        fetch(tmp_path / "list.xml")
    assert not [*tmp_path.iterdir()]


def test_a_compressed_answer_is_refused(server: respx.MockRouter, tmp_path: Path) -> None:
    """What was asked for plain and comes packed may be a bomb."""
    headers = {"Content-Encoding": "gzip"}
    server.get(HREF).mock(return_value=httpx.Response(200, stream=Cut(b"x"), headers=headers))
    with pytest.raises(DownloadFailed, match="compressed, unasked"):
        fetch(tmp_path / "list.xml")
