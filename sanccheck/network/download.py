"""Download one official file: over https only, within limits, going on after a cut.

A redirect is followed only to a host that the source's manifest names. An answer of 429 or 5xx,
and a line that breaks, are tried again with growing pauses, or after the time that the server
asks for. What was received before a cut is kept beside the target and gone on with, if the server
says that the file is still the same.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from sanccheck import __version__
from sanccheck.errors import DownloadFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A retry is no news of its own; the failure of all of them is.
stamina.instrumentation.set_on_retry_hooks([])

MAX_BYTES = 300_000_000
ATTEMPTS = 5
_MOST_SECONDS = 1200.0
_LONGEST_WAIT = 120.0
_REDIRECTS = 5
_TIMEOUT = httpx.Timeout(60.0, connect=20.0)
_TOO_MANY, _SERVER_ERROR = 429, 500
_OK, _PARTIAL, _NOT_MODIFIED, _NOT_SATISFIABLE = 200, 206, 304, 416
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
# Some publishers answer 403 to a client without a name.
USER_AGENT = f"sanccheck/{__version__} (sanctions list updater)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said of the file last time, so that it can say whether it changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file to download: its official address, where to put it, and what is known of it.

    `hosts` are those to which a redirect may lead, besides the address's own.
    """

    href: str
    target: Path
    hosts: frozenset[str] = frozenset()
    known: Validators = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a download came to; not `changed` means that the server has no newer file."""

    changed: bool
    validators: Validators
    received: int


class _AgainError(Exception):
    """A failure that may pass; `wait` is the pause in seconds that the server asked for."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def download(
    client: httpx.Client, wanted: Wanted, progress: Callable[[int, int | None], None]
) -> Fetched:
    """Download a file to its target, which is only there once it is whole.

    `progress` is called with the bytes received so far and the whole size where it is known.

    Raises:
        DownloadFailed: with the reason, when it cannot be had.
    """
    _check_address(wanted.href, wanted)
    started = time.monotonic()
    try:
        for attempt in stamina.retry_context(
            on=_pause, attempts=ATTEMPTS, timeout=_MOST_SECONDS, wait_initial=1.0, wait_max=60.0
        ):
            with attempt:
                return _once(client, wanted, progress, started)
    except _AgainError as error:
        raise DownloadFailed(f"{wanted.href}: {error}; try again later") from None
    raise AssertionError  # the loop returns or raises


def open_client() -> httpx.Client:
    """Open a client that follows no redirect by itself and takes no compressed answers."""
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    return httpx.Client(headers=headers, timeout=_TIMEOUT, follow_redirects=False, http2=False)


def _pause(error: Exception) -> bool | float:
    if not isinstance(error, _AgainError):
        return False
    return True if error.wait is None else error.wait


def _once(
    client: httpx.Client,
    wanted: Wanted,
    progress: Callable[[int, int | None], None],
    started: float,
) -> Fetched:
    part = _Part(wanted.target)
    href = wanted.href
    try:
        for _ in range(_REDIRECTS + 1):
            with client.stream("GET", href, headers=_headers(wanted, part)) as answer:
                if answer.status_code in _REDIRECTING:
                    href = _follow(answer, href, wanted)
                    continue
                return _receive(answer, part, wanted, progress, started)
    except (httpx.TransportError, httpx.DecodingError) as error:
        name = type(error).__name__
        raise _AgainError(f"the connection failed ({name}: {str(error)[:200]})") from None
    raise DownloadFailed(f"{wanted.href}: leads from one address to the next without an end")


def _headers(wanted: Wanted, part: _Part) -> dict[str, str]:
    """Ask for the rest of what was received before, or only for a file that changed."""
    if part.validator is not None and part.size:
        return {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    headers = {}
    if wanted.known.etag is not None:
        headers["If-None-Match"] = wanted.known.etag
    if wanted.known.last_modified is not None:
        headers["If-Modified-Since"] = wanted.known.last_modified
    return headers


def _follow(answer: httpx.Response, href: str, wanted: Wanted) -> str:
    target = str(urljoin(href, answer.headers.get("Location", "")))
    _check_address(target, wanted)
    return target


def _check_address(href: str, wanted: Wanted) -> None:
    parts = urlsplit(href)
    if parts.scheme != "https":
        raise DownloadFailed(f"{wanted.href}: leads to '{href[:120]}', which is not https")
    allowed = wanted.hosts | {urlsplit(wanted.href).hostname or ""}
    if parts.hostname not in allowed:
        raise DownloadFailed(
            f"{wanted.href}: leads to the host '{str(parts.hostname)[:120]}', which the source's "
            "manifest does not name; check whether the publisher has moved"
        )


def _receive(
    answer: httpx.Response,
    part: _Part,
    wanted: Wanted,
    progress: Callable[[int, int | None], None],
    started: float,
) -> Fetched:
    status = answer.status_code
    if status == _NOT_MODIFIED:
        return Fetched(changed=False, validators=wanted.known, received=0)
    if status == _NOT_SATISFIABLE and part.size:
        part.drop()
        raise _AgainError("the server no longer has the rest of the file")
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        raise _AgainError(f"the server answers {status}", _asked_wait(answer))
    if status not in {_OK, _PARTIAL}:
        raise DownloadFailed(f"{wanted.href}: the server answers {status}; check the address")
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise DownloadFailed(f"{wanted.href}: the server sends it compressed, unasked")
    validators = Validators(
        etag=answer.headers.get("ETag"), last_modified=answer.headers.get("Last-Modified")
    )
    goes_on = status == _PARTIAL and _starts_at(answer) == part.size
    if status == _PARTIAL and not goes_on:
        part.drop()
        raise _AgainError("the server sends another part than was asked for")
    _write(answer, part.open(validators, goes_on=goes_on), wanted, progress, started)
    received = part.size
    part.finish()
    return Fetched(changed=True, validators=validators, received=received)


def _write(
    answer: httpx.Response,
    part: _Part,
    wanted: Wanted,
    progress: Callable[[int, int | None], None],
    started: float,
) -> None:
    length = answer.headers.get("Content-Length", "")
    whole = part.size + int(length) if length.isdigit() else None
    if whole is not None and whole > MAX_BYTES:
        part.drop()
        raise DownloadFailed(f"{wanted.href}: is {whole:,} bytes long; at most {MAX_BYTES:,}")
    with part.path.open("ab") as file:
        for chunk in answer.iter_raw():
            file.write(chunk)
            progress(file.tell(), whole)
            if file.tell() > MAX_BYTES:
                part.drop()
                raise DownloadFailed(f"{wanted.href}: is longer than {MAX_BYTES:,} bytes")
            if time.monotonic() - started > _MOST_SECONDS:
                raise DownloadFailed(f"{wanted.href}: takes longer than {_MOST_SECONDS:.0f} s")
    if whole is not None and part.size != whole:
        raise _AgainError(f"the line was cut after {part.size:,} of {whole:,} bytes")


def _starts_at(answer: httpx.Response) -> int | None:
    unit, _, span = answer.headers.get("Content-Range", "").partition(" ")
    first = span.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdigit() else None


def _asked_wait(answer: httpx.Response) -> float | None:
    """Return the pause that Retry-After asks for, in seconds or as a moment, within reason."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return min(float(text), _LONGEST_WAIT)
    try:
        moment, now = (
            parsedate_to_datetime(text),
            parsedate_to_datetime(answer.headers.get("Date", "")),
        )
    except (TypeError, ValueError):
        return None
    return min(max(0.0, (moment - now).total_seconds()), _LONGEST_WAIT)


class _Part:
    """What was received of a file so far, and the server's word that it is still the same."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.path = target.with_name(f".{target.name}.part")
        self._note = target.with_name(f".{target.name}.etag")

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def validator(self) -> str | None:
        """What to ask the server, so that it goes on only with the same file."""
        if not (self.path.is_file() and self._note.is_file()):
            return None
        return self._note.read_text("utf-8").strip() or None

    def open(self, validators: Validators, *, goes_on: bool) -> _Part:
        """Begin anew, or go on; a weak ETag cannot say that two files are the same."""
        if goes_on:
            return self
        self.drop()
        strong = validators.etag if not (validators.etag or "W/").startswith("W/") else None
        self._note.write_text(strong or validators.last_modified or "", "utf-8")
        self.path.touch()
        return self

    def finish(self) -> None:
        """Put the whole file in its place."""
        self.path.replace(self._target)
        self._note.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget what was received."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
