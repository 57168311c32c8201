"""Where a download may lead: https, a host of the manifest, its own port, and nothing else."""

from __future__ import annotations

import httpx

from sanccheck.errors import DownloadFailed

_HTTPS_PORT = 443
_SHOWN = 120  # characters of a strange address in a message


def check_address(href: str, official: str, hosts: frozenset[str]) -> None:
    """Refuse an address to which the official one may not lead.

    The address is read by the library that would follow it, so that both read the same host.

    Raises:
        DownloadFailed: with what is wrong with the address.
    """
    try:
        url, own = httpx.URL(href), httpx.URL(official)
    except (httpx.InvalidURL, ValueError):
        raise DownloadFailed(f"{official}: leads to '{_shown(href)}', no address at all") from None
    if url.scheme != "https":
        raise DownloadFailed(f"{official}: leads to '{_shown(href)}', which is not https")
    if url.userinfo:
        raise DownloadFailed(f"{official}: leads to an address with a user's name in it")
    if url.host not in hosts | {own.host}:
        raise DownloadFailed(
            f"{official}: leads to the host '{_shown(url.host)}', which the source's manifest "
            "does not name; check whether the publisher has moved"
        )
    own_port = own.port if url.host == own.host else None
    if url.port not in {None, _HTTPS_PORT, own_port}:
        raise DownloadFailed(f"{official}: leads to port {url.port} of '{url.host}'")


def next_address(href: str, location: str, official: str) -> str:
    """Return where a redirect leads, absolute.

    Raises:
        DownloadFailed: when it is no address.
    """
    try:
        return str(httpx.URL(href).join(location))
    except (httpx.InvalidURL, ValueError):
        shown = _shown(location)
        raise DownloadFailed(f"{official}: leads to '{shown}', no address at all") from None


def _shown(text: str) -> str:
    return text[:_SHOWN]
