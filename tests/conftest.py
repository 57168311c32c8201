"""Shared by the tests: where the real list files are, and a home of its own for each test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes the golden files anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder of real official files, or skip where it is absent."""
    folder = Path(os.environ.get("SANCCHECK_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real list files are not at {folder}")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty SANCCHECK_HOME."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SANCCHECK_HOME", str(folder))
    return folder
