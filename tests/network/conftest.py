"""Shared by the network tests: pauses are not waited for, and nothing leaves this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import respx
import stamina

from .tls import make_certificate


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """Try again at once."""
    with stamina.set_testing(testing=True, attempts=5, cap=True):
        yield


@pytest.fixture
def server() -> Iterator[respx.MockRouter]:
    """Give the server that answers every request; one that it does not know is an error."""
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate of `localhost` that is made for this run and that nobody trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate")
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program trust that certificate, and reach this machine without a proxy."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("NO_PROXY", "localhost")
    return certificate
