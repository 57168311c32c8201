"""Artefacts beside the lists: found whole or not at all, also when they are read ahead."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanccheck.sources.derived import Derived

KEY, NAME = "0" * 64, "matching.idx"


@pytest.fixture
def derived(tmp_path: Path) -> Derived:
    """Give the folder of a home in which one artefact is kept."""
    made = Derived(tmp_path)
    made.keep(KEY, NAME, b"what was made")
    return made


def _file(tmp_path: Path) -> Path:
    return next((tmp_path / "derived").rglob(NAME))


@pytest.mark.parametrize("ahead", [False, True])
def test_what_was_kept_is_found(derived: Derived, *, ahead: bool) -> None:
    """An artefact comes back as it was, also where the reading was begun before."""
    if ahead:
        assert derived.read_ahead(KEY, NAME)
        assert derived.read_ahead(KEY, NAME)
    assert bytes(derived.get(KEY, NAME) or b"") == b"what was made"
    assert bytes(derived.get(KEY, NAME) or b"") == b"what was made"


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("at", range(-13, 0))
def test_a_changed_byte_is_found(tmp_path: Path, derived: Derived, at: int, *, ahead: bool) -> None:
    """An artefact of which one byte changed is as good as absent."""
    data = bytearray(_file(tmp_path).read_bytes())
    data[at] ^= 1
    _file(tmp_path).write_bytes(data)
    if ahead:
        derived.read_ahead(KEY, NAME)
    assert derived.get(KEY, NAME) is None


@pytest.mark.parametrize("size", [0, 7, 8, 20])
def test_a_cut_file_is_found(tmp_path: Path, derived: Derived, size: int) -> None:
    """An artefact that was cut is as good as absent."""
    _file(tmp_path).write_bytes(_file(tmp_path).read_bytes()[:size])
    assert derived.get(KEY, NAME) is None


def test_nothing_kept(tmp_path: Path) -> None:
    """What was never kept is absent, also where it was asked for ahead."""
    derived = Derived(tmp_path)
    assert not derived.read_ahead(KEY, NAME)
    assert derived.get(KEY, NAME) is None


def test_derived(tmp_path: Path) -> None:
    """An artefact is kept by key and name and comes back as bytes that can be sliced."""
    derived = Derived(tmp_path)
    assert derived.get("a" * 64, "index") is None
    derived.keep("a" * 64, "index", b"12345")
    derived.keep("a" * 64, "empty", b"")
    found = derived.get("a" * 64, "index")
    assert found is not None
    assert bytes(found[1:3]) == b"23"
    empty = derived.get("a" * 64, "empty")
    assert empty is not None
    assert len(empty) == 0
    assert derived.get("b" * 64, "index") is None
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("name", ["../x", "", "A", "a/b"])
def test_artefact_names(tmp_path: Path, name: str) -> None:
    """A name cannot lead out of the folder."""
    with pytest.raises(ValueError, match="not a name"):
        Derived(tmp_path).keep("a" * 64, name, b"")
