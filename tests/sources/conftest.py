"""Shared by the tests of the lists room: a folder of lists that takes small files, and files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sanccheck.sources.library import Library
from sanccheck.sources.report import ImportReport

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

Take = Callable[..., ImportReport]
Write = Callable[..., Path]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Give a copy of the shipped lists folder that takes files of one to 60,000 records."""
    folder = tmp_path / "lists"
    shutil.copytree(ROOT / "lists", folder)
    for source in folder.iterdir():
        manifest = source / "source.yaml"
        text = manifest.read_text("utf-8")
        manifest.write_text(
            text.replace("records: {min: 5000", "records: {min: 1").replace(
                "records: {min: 200", "records: {min: 1"
            ),
            "utf-8",
        )
    return folder


@pytest.fixture
def library(lists: Path, tmp_path: Path) -> Library:
    """Give a library of that folder with a home of its own."""
    return Library(tmp_path / "home", lists)


@pytest.fixture
def take(library: Library) -> Take:
    """Give a short way to import a file."""

    def run(
        source: str,
        path: Path,
        *,
        published: date | None = None,
        partial: bool = False,
        accept: bool = False,
    ) -> ImportReport:
        return library.import_file(
            source,
            path,
            published=published,
            partial=partial,
            retrieved=NOW,
            accept=accept,
        )

    return run


@pytest.fixture
def write_xml(tmp_path: Path) -> Write:
    """Give a way to write a small file in OFAC's format, one company for each name."""

    def run(published: str, *names: str, programme: str = "CUBA", count: int | None = None) -> Path:
        records = "".join(
            f"<sdnEntry><uid>{uid}</uid><lastName>{name}</lastName><sdnType>Entity</sdnType>"
            f"<programList><program>{programme}</program></programList></sdnEntry>"
            for uid, name in enumerate(names, 1)
        )
        text = (
            "<sdnList><publshInformation>"
            f"<Publish_Date>{published}</Publish_Date>"
            f"<Record_Count>{len(names) if count is None else count}</Record_Count>"
            f"</publshInformation>{records}</sdnList>"
        )
        path = tmp_path / f"{published.replace('/', '-')}-{len(names)}-{programme}.xml"
        path.write_text(text, "utf-8")
        return path

    return run
