"""Shared by the parser tests: the made-up file and short ways to read bytes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def made_up() -> bytes:
    """Give the made-up SDN file in the publisher's format."""
    return (ROOT / "lists" / "us_ofac_sdn" / "made_up.xml").read_bytes()


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of made-up files in the publishers' formats."""
    return Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def damage() -> Callable[[bytes, random.Random, int], bytes]:
    """Give a way to damage a file: bytes changed, cut out or repeated."""

    def run(data: bytes, chance: random.Random, changes: int) -> bytes:
        found = bytearray(data)
        for _ in range(changes):
            at = chance.randrange(len(found))
            action = chance.randrange(3)
            if action == 0:
                found[at] = chance.randrange(256)
            elif action == 1:
                del found[at : at + chance.randrange(1, 60)]
            else:
                found[at:at] = found[at : at + chance.randrange(1, 60)]
        return bytes(found)

    return run
