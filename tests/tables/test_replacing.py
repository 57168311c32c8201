from __future__ import annotations

from pathlib import Path

import pytest

from sanccheck.errors import InputError
from sanccheck.tables import check_target, replacing


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    """Until the end there is no target; at the end there is nothing else."""
    target = tmp_path / "out.csv"
    with replacing(target) as part:
        part.write_text("half", encoding="utf-8")
        assert not target.exists()
        assert part.parent == tmp_path
    assert target.read_text(encoding="utf-8") == "half"
    assert list(tmp_path.iterdir()) == [target]


def write_half(target: Path, failure: type[BaseException]) -> None:
    """Write something and fail."""
    with replacing(target, force=True) as part:
        part.write_text("half", encoding="utf-8")
        raise failure


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_what_was_there(tmp_path: Path, failure: type[BaseException]) -> None:
    """An error or a cancelled run removes the part and keeps the old file."""
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(failure):
        write_half(target, failure)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_existing_file_needs_force(tmp_path: Path) -> None:
    """Without force nothing is touched; with it the file is replaced."""
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="already exists; name another or add --force"):
        check_target(target, force=False)
    with replacing(target, force=True) as part:
        part.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "new"


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    """Somebody else's file made during the run is not replaced without force."""
    target = tmp_path / "out.csv"
    with pytest.raises(InputError, match="already exists"), replacing(target):
        target.write_text("theirs", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "theirs"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A missing folder and a folder in the file's place each have their line."""
    with pytest.raises(InputError, match=r"folder .* does not exist; make it first"):
        check_target(tmp_path / "no" / "out.csv", force=False)
    with pytest.raises(InputError, match="is a folder; name a file"):
        check_target(tmp_path, force=True)


def test_a_write_error_is_one_line(tmp_path: Path) -> None:
    """What the system reports is told with the output's name."""
    with (
        pytest.raises(InputError, match=r"output '.*' cannot be written: No space left"),
        replacing(tmp_path / "out.csv"),
    ):
        raise OSError(28, "No space left on device")
