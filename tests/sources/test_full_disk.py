"""A full disk is an error and no loss: what was loaded before stays, whole, and serves."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sanccheck.errors import SourceError
from sanccheck.screening import Screener
from sanccheck.sources.checks import Checks, Failure
from sanccheck.sources.derived import Derived
from sanccheck.sources.library import Library
from sanccheck.sources.store import Store

from .conftest import NOW, TODAY, Take, Write

MIB = 1024 * 1024


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size; a write beyond it fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def assert_serves(library: Library, entries: set[int]) -> int:
    """Check that what is stored is whole and serves; return how many entries do."""
    assert {one.state for one in library.verify(None)} == {"ok"}
    (state,) = Library(library.home, library._folder).serve(TODAY, ["us_ofac_sdn"]).lists  # noqa: SLF001 - a fresh look at the same folders
    assert state.entries in entries
    assert not [*library.home.rglob(".*.part")]
    return state.entries


@pytest.fixture
def old(take: Take, write_xml: Write) -> None:
    """Take in a first, small list."""
    take("us_ofac_sdn", write_xml("11/20/2026", "OLD COMPANY"))


@pytest.mark.usefixtures("old")
def test_no_room_for_the_entries(library: Library, take: Take, write_xml: Write) -> None:
    """The entries' file cannot be written: nothing of it is left, the old list serves."""
    path = write_xml("11/21/2026", *(os.urandom(20).hex() for _ in range(2000)))
    with no_file_longer_than(60_000), pytest.raises(SourceError, match="cannot be written"):
        take("us_ofac_sdn", path)
    assert assert_serves(library, {1}) == 1
    failure = Checks(library.store).failures()["us_ofac_sdn"]
    assert "cannot be written" in failure.why
    take("us_ofac_sdn", path)
    assert assert_serves(library, {2000}) == 2000
    assert Checks(library.store).failures() == {}


@pytest.mark.usefixtures("old")
def test_no_room_for_the_published_file(library: Library, take: Take, write_xml: Write) -> None:
    """The published file cannot be kept: the list is not taken in."""
    path = write_xml("11/21/2026", "NEW COMPANY")
    comment = f"<!-- {os.urandom(100_000).hex()} -->"
    path.write_text(path.read_text("utf-8").replace("</sdnList>", f"{comment}</sdnList>"), "utf-8")
    with no_file_longer_than(60_000), pytest.raises(SourceError, match="cannot be written"):
        take("us_ofac_sdn", path)
    assert assert_serves(library, {1}) == 1
    assert len(library.store.snapshots()) == 1


@pytest.mark.usefixtures("old")
def test_no_room_for_the_catalogue(library: Library, take: Take, write_xml: Write) -> None:
    """The catalogue cannot grow: it stays as it was, and names only what is there."""
    for day in range(1, 20):
        take("us_ofac_sdn", write_xml(f"10/{day:02}/2026", "OLD COMPANY", f"AND {day}"))
    before = library.store.snapshots()
    size = (library.home / "lists.sqlite3").stat().st_size
    with no_file_longer_than(size):
        for day in range(1, 28):
            path = write_xml(f"09/{day:02}/2026", *(f"COMPANY {n}" for n in range(3)))
            try:
                take("us_ofac_sdn", path)
            except SourceError as error:
                assert "cannot be written" in str(error)  # noqa: PT017 - when is not known
                break
        else:
            pytest.fail("the catalogue never grew")
    assert library.store.snapshots()[: len(before)] == before
    assert_serves(library, {1})
    take("us_ofac_sdn", path)


@pytest.mark.usefixtures("old")
def test_no_room_for_the_index(library: Library, take: Take, write_xml: Write) -> None:
    """The index made to start faster is not kept, nothing of it is left, and the answer comes."""
    take("us_ofac_sdn", write_xml("11/21/2026", *(f"COMPANY {n}" for n in range(500))))
    served = library.serve(TODAY, ["us_ofac_sdn"])
    before = {file for file in library.home.rglob("*") if file.is_file()}
    with no_file_longer_than(4096):
        Screener(served)
    assert {file for file in library.home.rglob("*") if file.is_file()} == before
    derived = Derived(library.home)
    with no_file_longer_than(4096):
        derived.keep("a" * 64, "index", b"x" * 10_000)
    assert derived.get("a" * 64, "index") is None
    assert_serves(library, {500})


def test_a_failure_that_cannot_be_remembered_hides_no_other(tmp_path: Path) -> None:
    """Where even the failure cannot be written, what failed is told all the same."""
    home = tmp_path / "home"
    home.write_text("in the way")
    failure = Failure(moment=NOW, command="import", origin="x", why="y")
    Checks(Store(home)).failed_if_possible("us_ofac_sdn", failure)
    with pytest.raises(SourceError, match="cannot be written"):
        Checks(Store(home)).failed("us_ofac_sdn", failure)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a file system of two MiB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_up_anywhere(small_disk: Path, lists: Path, write_xml: Write) -> None:
    """However little room is left, an import ends with an error or with the new list."""
    first = write_xml("11/20/2026", *(f"OLD COMPANY {n}" for n in range(300)))
    second = write_xml("11/21/2026", *(f"NEW COMPANY {n}" for n in range(1001)))
    library = Library(small_disk / "home", lists)
    ballast = small_disk / "ballast"
    library.import_file("us_ofac_sdn", first, published=None, partial=False, retrieved=NOW)
    Screener(library.serve(TODAY, ["us_ofac_sdn"]))
    ended = set()
    for room in range(0, 200, 4):
        fill(ballast, room * 1024)
        try:
            library.import_file("us_ofac_sdn", second, published=None, partial=False, retrieved=NOW)
        except SourceError as error:
            assert "cannot be written" in str(error)  # noqa: PT017 - whether is not known
        fresh = Library(small_disk / "home", lists)
        served = fresh.serve(TODAY, ["us_ofac_sdn"])
        Screener(served)
        ended.add(assert_serves(fresh, {300, 1001}))
        if 1001 in ended:
            break
    assert ended == {300, 1001}


def fill(ballast: Path, room: int) -> None:
    """Leave so much room on a disk, and no more."""
    ballast.unlink(missing_ok=True)
    with ballast.open("wb", buffering=0) as file:
        free = os.statvfs(ballast.parent)
        os.posix_fallocate(file.fileno(), 0, max(free.f_bavail * free.f_frsize - room, 1))
