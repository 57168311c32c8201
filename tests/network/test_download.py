from __future__ import annotations

import errno
import resource
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
import respx

from sanccheck.errors import DownloadFailed
from sanccheck.network import download as room
from sanccheck.network.download import Fetched, Validators, Wanted, download, open_client
from sanccheck.network.part import Part

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


def as_bytes(headers: Mapping[str, str | bytes]) -> list[tuple[bytes, bytes]]:
    """Give headers as they come over the line."""
    return [
        (key.encode(), value if isinstance(value, bytes) else value.encode())
        for key, value in headers.items()
    ]


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


@pytest.mark.parametrize("status", [203, 204, 300, 400, 401, 403, 404, 407, 410, 416, 451])
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


@pytest.mark.parametrize(
    "span",
    [None, "", "bytes 0-99/*", "bytes 0-99/5013", "bytes 1-5012/5013", "lines 0-5012/5013", "²"],
)
def test_a_part_that_was_not_asked_for_is_no_file(
    server: respx.MockRouter, tmp_path: Path, span: str | None
) -> None:
    """An answer of 206 to a plain request is never taken for the whole."""
    headers = as_bytes({}) if span is None else as_bytes({"Content-Range": span.encode()})
    server.get(HREF).mock(side_effect=[httpx.Response(206, content=b"x", headers=headers)] * 9)
    with pytest.raises(DownloadFailed, match="another part"):
        fetch(tmp_path / "list.xml")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Range": f"bytes 2000-{len(BODY) - 1}/*"},
        {"Content-Range": f"bytes 2000-2999/{len(BODY)}"},
        {"Content-Range": f"bytes 2000-{len(BODY) - 1}/{len(BODY)}", "ETag": '"other"'},
    ],
    ids=["no whole", "not to the end", "another file"],
)
def test_a_rest_that_does_not_show_that_it_is_the_rest_is_dropped(
    server: respx.MockRouter, tmp_path: Path, headers: dict[str, str]
) -> None:
    """A rest that may be of another file, or may not be all, is asked for anew as a whole."""
    cut = httpx.Response(200, stream=Cut(BODY[:2000]), headers={"ETag": ETAG})
    rest = httpx.Response(206, content=BODY[2000:], headers=headers)
    route = server.get(HREF).mock(side_effect=[cut, rest, httpx.Response(200, content=BODY)])
    fetch(tmp_path / "list.xml")
    assert (tmp_path / "list.xml").read_bytes() == BODY
    assert "Range" not in route.calls.last.request.headers


def test_a_whole_that_was_cut_by_the_end_of_the_program_is_asked_for_anew(
    server: respx.MockRouter, tmp_path: Path
) -> None:
    """A part that is already the whole file has no rest: the server says so, and sends it again."""
    (tmp_path / ".list.xml.part").write_bytes(BODY)
    (tmp_path / ".list.xml.etag").write_text(ETAG)
    server.get(HREF).mock(side_effect=[httpx.Response(416), httpx.Response(200, content=BODY)])
    fetch(tmp_path / "list.xml")
    assert (tmp_path / "list.xml").read_bytes() == BODY


def test_unchanged_without_being_asked_is_no_answer(
    server: respx.MockRouter, tmp_path: Path
) -> None:
    """A server that says 304 to a plain request has not shown that the file is here."""
    server.get(HREF).respond(304)
    with pytest.raises(DownloadFailed, match="was not asked that"):
        fetch(tmp_path / "list.xml")


def test_unchanged_to_a_rest_is_no_answer(server: respx.MockRouter, tmp_path: Path) -> None:
    """A 304 to a request for the rest forgets the part; the next request is a whole one."""
    cut = httpx.Response(200, stream=Cut(BODY[:2000]), headers={"ETag": ETAG})
    whole = httpx.Response(200, content=BODY)
    server.get(HREF).mock(side_effect=[cut, httpx.Response(304), whole])
    assert fetch(tmp_path / "list.xml")[0].changed
    assert (tmp_path / "list.xml").read_bytes() == BODY


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"ETag": 'W/"weak"'}, Validators(etag='W/"weak"')),
        ({"Last-Modified": "yesterday"}, Validators(last_modified="yesterday")),
        ({"ETag": b'"\xe9\xff"', "Last-Modified": b"\xb2"}, Validators()),
        ({"ETag": '"' + "x" * 600 + '"', "Last-Modified": " "}, Validators()),
    ],
    ids=["weak", "no date", "not ASCII", "too long"],
)
def test_validators_are_sent_back_as_they_came_or_not_at_all(
    server: respx.MockRouter, tmp_path: Path, sent: dict[str, str | bytes], kept: Validators
) -> None:
    """What a later request could not carry is not kept; the rest is the server's own affair."""
    answer = httpx.Response(200, content=BODY, headers=as_bytes(sent))
    route = server.get(HREF).mock(side_effect=[answer, httpx.Response(200, content=BODY)])
    found, _ = fetch(tmp_path / "list.xml")
    assert found.validators == kept
    fetch(tmp_path / "list.xml", known=found.validators)
    assert route.calls.last.request.headers.get("If-None-Match") == kept.etag
    assert route.calls.last.request.headers.get("If-Modified-Since") == kept.last_modified


def test_a_weak_etag_never_joins_two_parts(server: respx.MockRouter, tmp_path: Path) -> None:
    """Two files with one weak ETag may differ: after a cut the whole is asked for."""
    cut = httpx.Response(200, stream=Cut(BODY[:2000]), headers={"ETag": 'W/"1"'})
    route = server.get(HREF).mock(side_effect=[cut, httpx.Response(200, content=BODY)])
    fetch(tmp_path / "list.xml")
    assert "Range" not in route.calls.last.request.headers


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "7" * 15}, 120.0),
        ({"Retry-After": "7" * 400}, None),
        ({"Retry-After": "-7"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": b"\xb2"}, None),
        ({"Retry-After": "Wed, 25 Nov 2026 08:00:30 GMT"}, None),
        (
            {
                "Retry-After": "Wed, 25 Nov 2026 08:00:30 GMT",
                "Date": "Wed, 25 Nov 2026 08:00:00 GMT",
            },
            30.0,
        ),
        (
            {
                "Retry-After": "Wed, 25 Nov 2026 07:00:00 GMT",
                "Date": "Wed, 25 Nov 2026 08:00:00 GMT",
            },
            0.0,
        ),
        (
            {
                "Retry-After": "Wed, 25 Nov 2026 08:00:30 -0000",
                "Date": "Wed, 25 Nov 2026 08:00:00 GMT",
            },
            None,
        ),
    ],
)
def test_the_pause_that_a_busy_server_asks_for(
    headers: dict[str, str | bytes], pause: float | None
) -> None:
    """Seconds or a moment, within two minutes; what is neither leaves the usual pauses."""
    answer = httpx.Response(429, headers=as_bytes(headers))
    assert room.asked_wait(answer) == pause


def test_a_part_that_cannot_grow_is_said_and_gone(server: respx.MockRouter, tmp_path: Path) -> None:
    """A disk that is full does not stay so with the part on it; nothing is asked again."""
    route = server.get(HREF).respond(200, content=BODY, headers={"ETag": ETAG})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(DownloadFailed, match=r"cannot be written \(File too large\)"):
            fetch(tmp_path / "list.xml")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert route.call_count == 1
    assert not [*tmp_path.iterdir()]


def test_a_full_disk_is_said_and_the_part_is_gone(
    server: respx.MockRouter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is a disk that is full only when the whole is put in its place."""
    server.get(HREF).respond(200, content=BODY, headers={"ETag": ETAG})

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Part, "finish", full)
    with pytest.raises(DownloadFailed, match="No space left on device"):
        fetch(tmp_path / "list.xml")
    assert not [*tmp_path.iterdir()]


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
        ("https://lists.example@elsewhere.example/x", "a user's name in it"),
        ("https://user:word@lists.example/x", "a user's name in it"),
        ("https://lists.example\\@elsewhere.example/x", "no address at all|a user's name in it"),
        ("https://lists.example.elsewhere.example/x", "the host 'lists.example.elsewhere"),
        ("https://lists.example./x", "the host 'lists.example.'"),
        ("https://lists.example:8443/x", "leads to port 8443"),
        ("https://lists.example:99999999/x", "leads to port 99999999"),
        ("https://lists.example:0/x", "leads to port 0"),
        ("https:\\\\elsewhere.example/x", "no address at all"),
        ("https://[::1/x", "Invalid URL in location"),
        ("https://127.0.0.1/x", "the host '127.0.0.1'"),
        ("https://[::1]/x", "the host '::1'"),
        ("https://2130706433/x", "the host '2130706433'"),
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


def test_a_redirect_in_a_circle_of_two_ends(server: respx.MockRouter, tmp_path: Path) -> None:
    """Two addresses that lead to each other are asked a few times, and no more."""
    other = "https://lists.example/other.xml"
    first = server.get(HREF).respond(301, headers={"Location": other})
    second = server.get(other).respond(307, headers={"Location": HREF})
    with pytest.raises(DownloadFailed, match="without an end"):
        fetch(tmp_path / "list.xml")
    assert (first.call_count, second.call_count) == (3, 3)


def test_validators_of_a_redirect_are_those_of_the_last_answer(
    server: respx.MockRouter, tmp_path: Path
) -> None:
    """What the first server says of its redirect is not what the store says of the file."""
    headers = {"Location": "https://store.example/x", "ETag": '"redirect"', "Last-Modified": "no"}
    server.get(HREF).respond(302, headers=headers)
    server.get("https://store.example/x").respond(200, content=BODY, headers={"ETag": ETAG})
    found, _ = fetch(tmp_path / "list.xml", hosts=frozenset({"store.example"}))
    assert found.validators == Validators(etag=ETAG)


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
