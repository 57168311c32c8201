"""What is remembered of checks and failures, in catalogues old and new."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sanccheck.sources.checks import Checks, Failure, LastDownload
from sanccheck.sources.library import Library
from sanccheck.sources.store import Store

from .conftest import NOW, TODAY, Take, Write

# A catalogue as the version before wrote it: a failure stood beside the last download.
OLD = """
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, sha256 TEXT NOT NULL, published TEXT,
    retrieved TEXT NOT NULL, imported_on TEXT NOT NULL, partial INTEGER NOT NULL,
    format TEXT NOT NULL, records INTEGER NOT NULL, lists TEXT NOT NULL, report TEXT NOT NULL,
    entries_sha256 TEXT NOT NULL, raw TEXT, UNIQUE (source, sha256, partial)
) STRICT;
CREATE TABLE choice (source TEXT PRIMARY KEY, enabled INTEGER NOT NULL) STRICT;
CREATE TABLE download (
    source TEXT PRIMARY KEY, checked TEXT NOT NULL, etag TEXT, last_modified TEXT, sha256 TEXT,
    failed TEXT
) STRICT;
INSERT INTO snapshot VALUES (1, 'un_sc', 'a', '2026-02-27', '2026-02-27T10:00:00+00:00',
    '2026-02-27', 0, 'un_sc_xml', 5, '{}', '{}', 'b', NULL);
INSERT INTO download VALUES ('un_sc', '2026-03-01T10:00:00+00:00', '"1"', NULL, 'a', NULL);
INSERT INTO download VALUES ('eu_fsf', '2026-03-02T10:00:00+00:00', '"2"', NULL, 'c', 'it broke');
PRAGMA user_version = 3;
"""


def failure(command: str = "update") -> Failure:
    """Give a failure."""
    return Failure(moment=NOW, command=command, origin="https://x/y", why="it broke")


def test_an_old_catalogue_is_carried_over(tmp_path: Path) -> None:
    """It is read as it is, and the first change brings its downloads and failures along."""
    database = sqlite3.connect(tmp_path / "lists.sqlite3")
    database.executescript(OLD)
    database.close()
    store = Store(tmp_path)
    (snapshot,) = store.snapshots()
    assert (snapshot.records, snapshot.origin) == (5, None)
    assert Checks(store).downloads() == {}
    store.choose("un_sc", enabled=True)
    assert store.snapshots() == (snapshot,)
    downloads, failures = Checks(store).downloads(), Checks(store).failures()
    assert downloads.keys() == {"un_sc"}
    assert (downloads["un_sc"].etag, downloads["un_sc"].sha256) == ('"1"', "a")
    assert failures.keys() == {"eu_fsf"}
    assert (failures["eu_fsf"].command, failures["eu_fsf"].why) == ("update", "it broke")


def test_what_was_noted_is_read_back(tmp_path: Path) -> None:
    """Every field of a check and of a failure is kept; the later one takes the place."""
    checks = Checks(Store(tmp_path))
    last = LastDownload(
        checked=NOW, etag='"1"', last_modified="then", checksum="a" * 64, sha256="b", note="n"
    )
    checks.succeeded("eu_fsf", last)
    checks.succeeded("eu_fsf", LastDownload(checked=NOW + timedelta(days=1)))
    checks.succeeded("un_sc", last)
    assert checks.downloads()["un_sc"] == last
    assert checks.downloads()["eu_fsf"].etag is None
    checks.failed("un_sc", failure("import"))
    checks.failed("un_sc", failure())
    assert checks.failures() == {"un_sc": failure()}


@pytest.mark.parametrize(("command", "left"), [("update", 0), ("import", 1)])
def test_a_check_settles_what_failed_in_an_update_only(
    tmp_path: Path, command: str, left: int
) -> None:
    """A file that was refused by hand stays told until an import succeeds."""
    checks = Checks(Store(tmp_path))
    checks.failed("un_sc", failure(command))
    checks.succeeded("un_sc", LastDownload(checked=NOW))
    assert len(checks.failures()) == left
    checks.settled("un_sc")
    assert checks.failures() == {}


@pytest.fixture
def closed_disk(tmp_path: Path, lists: Path, write_xml: Write) -> Iterator[Path]:
    """Give a home with a list on a disk that cannot be written, where one may be mounted."""
    home = tmp_path / "closed"
    home.mkdir()
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(home)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a disk")
    try:
        path = write_xml("11/20/2026", "A", "B")
        Library(home, lists).import_file(
            "us_ofac_sdn", path, published=None, partial=False, retrieved=NOW
        )
        subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)
        yield home
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)


def test_a_home_that_cannot_be_written_serves(closed_disk: Path, lists: Path) -> None:
    """Lists on a read-only disk are screened and shown."""
    library = Library(closed_disk, lists)
    (state,) = library.serve(TODAY, ["us_ofac_sdn"]).lists
    assert state.entries == 2
    status = {one.source: one for one in library.status(TODAY)}
    assert status["us_ofac_sdn"].state == "fresh"


def test_where_a_snapshot_came_from_is_kept(library: Library, take: Take, write_xml: Write) -> None:
    """The path of an imported file stands in the catalogue."""
    path = write_xml("11/20/2026", "A")
    take("us_ofac_sdn", path)
    (snapshot,) = library.store.snapshots()
    assert snapshot.origin == str(path.absolute())
