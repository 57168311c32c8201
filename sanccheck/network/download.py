"""Download one official file: over https only, within limits, going on after a cut.

A redirect is followed only to a host that the source's manifest names. An answer of 429 or 5xx,
and a line that breaks, are tried again with growing pauses, or after the time that the server
asks for. What was received before a cut is kept beside the target and gone on with, if the server
says that the file is still the same.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx
import stamina

from sanccheck import __version__
from sanccheck.errors import DownloadFailed
from sanccheck.network.addresses import check_address, next_address
from sanccheck.network.part import Part, Validators, validators_of
from sanccheck.network.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Fetched", "Validators", "Wanted", "download", "open_client"]

# A retry is no news of its own; the failure of all of them is.
stamina.instrumentation.set_on_retry_hooks([])

MAX_BYTES = 300_000_000
ATTEMPTS = 5
MOST_SECONDS = 1200.0
_LONGEST_WAIT = 120.0
_REDIRECTS = 5
# Before its first byte the EU's server makes the file anew, for more than a minute.
_TIMEOUT = httpx.Timeout(150.0, connect=20.0)
# Each request has a line of its own, so that its watch can cut it and no other.
_LIMITS = httpx.Limits(max_keepalive_connections=0)
_TOO_MANY, _SERVER_ERROR = 429, 500
_OK, _PARTIAL, _NOT_MODIFIED, _NOT_SATISFIABLE = 200, 206, 304, 416
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)
_LENGTH = re.compile(r"\d{1,15}", re.ASCII)
# Some publishers answer 403 to a client without a name.
USER_AGENT = f"sanccheck/{__version__} (sanctions list updater)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file to download: its official address, where to put it, and what is known of it.

    `hosts` are those to which a redirect may lead, besides the address's own. `most` is the
    longest that the file may be, in bytes; `attempts` how often it is asked for.
    """

    href: str
    target: Path
    hosts: frozenset[str] = frozenset()
    known: Validators = field(default_factory=Validators)
    most: int | None = None
    attempts: int | None = None

    @property
    def limit(self) -> int:
        """The longest that the file may be, in bytes."""
        return MAX_BYTES if self.most is None else self.most


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

    `progress` is called with the bytes received so far and the whole size where it is known; an
    error that it raises ends the download, and what was received is kept.

    Raises:
        DownloadFailed: with the reason, when it cannot be had.
    """
    check_address(wanted.href, wanted.href, wanted.hosts)
    run = _Run(client, wanted, progress)
    try:
        for attempt in stamina.retry_context(
            on=_pause,
            attempts=wanted.attempts or ATTEMPTS,
            timeout=MOST_SECONDS,
            wait_initial=1.0,
            wait_max=60.0,
        ):
            with attempt:
                return run.once()
    except _AgainError as error:
        raise DownloadFailed(f"{wanted.href}: {error}; try again later") from None
    except OSError as error:
        # A disk that is full stays so with the part on it.
        run.part.drop()
        raise DownloadFailed(
            f"{wanted.target}: cannot be written ({error.strerror}); nothing was changed"
        ) from None
    raise AssertionError  # the loop returns or raises


def open_client() -> httpx.Client:
    """Open a client that follows no redirect by itself and takes no compressed answers."""
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    return httpx.Client(
        headers=headers, timeout=_TIMEOUT, limits=_LIMITS, follow_redirects=False, http2=False
    )


def _pause(error: Exception) -> bool | float:
    if not isinstance(error, _AgainError):
        return False
    return True if error.wait is None else error.wait


class _Run:
    """The tries of one download, within one time limit."""

    def __init__(
        self, client: httpx.Client, wanted: Wanted, progress: Callable[[int, int | None], None]
    ) -> None:
        self._client = client
        self._wanted = wanted
        self._progress = progress
        self._until = time.monotonic() + MOST_SECONDS
        self.part = Part(wanted.target)

    def once(self) -> Fetched:
        """Try once: follow the redirects and receive the file.

        Raises:
            _AgainError: when another try may do better.
            DownloadFailed: when none will.
        """
        href = self._wanted.href
        for _ in range(_REDIRECTS + 1):
            found = self._hop(href)
            if isinstance(found, Fetched):
                return found
            href = found
        raise self._failed("leads from one address to the next without an end")

    def _hop(self, href: str) -> str | Fetched:
        """Ask one address; return the next one, or what was received."""
        headers = self._headers()
        with Watch(self._until - time.monotonic()) as watch:
            try:
                with self._client.stream(
                    "GET", href, headers=headers, extensions={"trace": watch.trace}
                ) as answer:
                    if answer.status_code in _REDIRECTING:
                        location = answer.headers.get("Location", "")
                        target = next_address(href, location, self._wanted.href)
                        check_address(target, self._wanted.href, self._wanted.hosts)
                        return target
                    return self._receive(answer, headers)
            except httpx.InvalidURL:
                raise self._failed("leads to what is no address at all") from None
            except (httpx.TransportError, httpx.DecodingError) as error:
                if watch.over:
                    raise self._too_slow() from None
                raise self._broken(error) from None

    def _headers(self) -> dict[str, str]:
        """Ask for the rest of what was received before, or only for a file that changed."""
        validator = self.part.validator
        if validator is not None and self.part.size:
            return {"Range": f"bytes={self.part.size}-", "If-Range": validator}
        known, headers = self._wanted.known, {}
        if known.etag is not None:
            headers["If-None-Match"] = known.etag
        if known.last_modified is not None:
            headers["If-Modified-Since"] = known.last_modified
        return headers

    def _receive(self, answer: httpx.Response, sent: dict[str, str]) -> Fetched:
        status = answer.status_code
        if status == _NOT_MODIFIED:
            return self._unchanged(sent)
        if status == _NOT_SATISFIABLE and "Range" in sent:
            raise self._anew("the server no longer has the rest of the file")
        if status == _TOO_MANY or status >= _SERVER_ERROR:
            raise _AgainError(f"the server answers {status}", asked_wait(answer))
        if status not in {_OK, _PARTIAL}:
            raise self._failed(f"the server answers {status}; check the address")
        if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise self._failed("the server sends it compressed, unasked")
        validators = validators_of(answer.headers)
        if status == _PARTIAL:
            whole: int | None = self._whole_of_rest(answer, sent)
        else:
            self.part.begin(validators)
            length = answer.headers.get("Content-Length", "")
            whole = int(length) if _LENGTH.fullmatch(length) else None
        self._write(answer, whole)
        received = self.part.size
        self.part.finish()
        return Fetched(changed=True, validators=validators, received=received)

    def _unchanged(self, sent: dict[str, str]) -> Fetched:
        if not sent.keys() & {"If-None-Match", "If-Modified-Since"}:
            raise self._anew("the server says 'not modified', and was not asked that")
        return Fetched(changed=False, validators=self._wanted.known, received=0)

    def _whole_of_rest(self, answer: httpx.Response, sent: dict[str, str]) -> int:
        """Return the size of the whole file, of which the answer is the rest that was asked for.

        A server that does not say how long the whole is cannot show that it sent all of it.
        """
        span = _RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
        first, last, whole = (int(number) for number in span.groups()) if span else (-1, -1, -1)
        if "Range" not in sent or first != self.part.size or last != whole - 1:
            raise self._anew("the server sends another part than was asked for")
        now, then = validators_of(answer.headers), sent["If-Range"]
        if (now.etag if then.startswith('"') else now.last_modified) not in {None, then}:
            raise self._anew("the server sends a part of another file")
        return whole

    def _write(self, answer: httpx.Response, whole: int | None) -> None:
        limit = self._wanted.limit
        if whole is not None and whole > limit:
            self.part.drop()
            raise self._failed(f"is {whole:,} bytes long; at most {limit:,}")
        with self.part.path.open("ab") as file:
            for chunk in answer.iter_raw():
                file.write(chunk)
                size = file.tell()
                self._progress(size, whole)
                if size > limit:
                    self.part.drop()
                    raise self._failed(f"is longer than {limit:,} bytes")
                if time.monotonic() > self._until:
                    raise self._too_slow()
        if whole is not None and self.part.size != whole:
            raise _AgainError(f"the line was cut after {self.part.size:,} of {whole:,} bytes")

    def _anew(self, why: str) -> _AgainError:
        """Forget what was received, and ask for the whole file again."""
        self.part.drop()
        return _AgainError(why)

    def _failed(self, why: str) -> DownloadFailed:
        return DownloadFailed(f"{self._wanted.href}: {why}")

    def _too_slow(self) -> DownloadFailed:
        return self._failed(f"takes longer than {MOST_SECONDS:.0f} s; try again later")

    def _broken(self, error: Exception) -> Exception:
        """Tell a line that may come back from a server that does not show who it is."""
        said = str(error)[:200]
        if "CERTIFICATE_VERIFY_FAILED" in said:
            return self._failed(
                f"the server's certificate is not one that this computer trusts ({said}); check "
                "the computer's clock; where a firm's proxy signs for others, name its "
                "certificate in SSL_CERT_FILE"
            )
        return _AgainError(f"the connection failed ({type(error).__name__}: {said})")


def asked_wait(answer: httpx.Response) -> float | None:
    """Return the pause that Retry-After asks for, in seconds or as a moment, within reason."""
    text = answer.headers.get("Retry-After", "").strip()
    if _LENGTH.fullmatch(text):
        return min(float(text), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
        pause = (moment - parsedate_to_datetime(answer.headers.get("Date", ""))).total_seconds()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return min(max(0.0, pause), _LONGEST_WAIT)
