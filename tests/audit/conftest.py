"""Shared by the tests of the record: a home with a few events in both files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanccheck.audit.record import AUDIT, CASES, Record, Stamp

STAMP = Stamp("2026-11-25T10:00:00.000Z", "ann", "sanccheck test")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Give a record with five events in the audit log and two in the case book between them."""
    found = Record(tmp_path / "home")
    for number in range(5):
        with found.writing() as writer:
            writer.append(AUDIT, STAMP, {"kind": "screening", "name": f"Müller {number} 商汤"})
            if number in {1, 3}:
                writer.append(CASES, STAMP, {"kind": "hits", "number": number})
    return found
