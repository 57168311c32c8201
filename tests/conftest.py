"""Shared by the tests: where the real list files are, and a home of its own for each test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).parent.parent
# The same cases are drawn on every run, so that a change fails for what it changed. Now and then
# look further: `pytest --hypothesis-profile explore`.
settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("same")
# A mutant that a drawn case kills is killed: making the case small would take most of the time.
settings.register_profile("mutants", phases=(Phase.explicit, Phase.generate))
if "MUTANT_UNDER_TEST" in os.environ:
    settings.load_profile("mutants")


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
