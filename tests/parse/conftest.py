"""Shared by the parser tests: the made-up file and short ways to read bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def made_up() -> bytes:
    """Give the made-up SDN file in the publisher's format."""
    return (ROOT / "lists" / "us_ofac_sdn" / "made_up.xml").read_bytes()
