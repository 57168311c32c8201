"""Shared by the network tests: pauses are not waited for, and nothing leaves this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import respx
import stamina


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
