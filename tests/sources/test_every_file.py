from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from benchmarks.count_files import Count, Counts
from benchmarks.read_every_file import FILES, File, page, read

PAGE = Path(__file__).parent.parent.parent / "docs" / "list_files.md"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def written_on() -> datetime:
    """Return the day that the page bears."""
    found = PAGE.read_text("utf-8").partition("Written on ")[2][:10]
    return datetime.combine(date.fromisoformat(found), time(12), UTC)


def test_the_page_is_what_comes_out(real_data: Path) -> None:
    """Each official file is read as the page says, and what another count gives is explained."""
    text, wrong = page(real_data, written_on())
    assert wrong == ()
    assert text == PAGE.read_text("utf-8")


def test_every_file_is_on_the_page() -> None:
    """The page has each file by its path, and why those are refused that must be."""
    lines = PAGE.read_text("utf-8").splitlines()
    for file in FILES:
        line = next(one for one in lines if one.startswith(f"| `{file.path}` |"))
        assert file.refused in line
        assert file.note in line
        assert all(why in line for _number, why in file.differs.values())


@pytest.mark.parametrize(
    ("counted", "differs", "wrong"),
    [
        (4, {}, 0),
        (5, {}, 1),
        (5, {"records": (-1, "one stands twice")}, 0),
        (6, {"records": (-1, "one stands twice")}, 1),
    ],
)
def test_a_difference_needs_its_reason(
    counted: int, differs: dict[str, tuple[int, str]], wrong: int
) -> None:
    """Two counts that differ are wrong, but where a reason for just that difference is stated."""
    file = File(
        path="made_up.xml",
        source="us_ofac_sdn",
        count=lambda _path: Counts(Count(counted, "made up")),
        partial=True,
        differs=differs,
    )
    folder = Path(__file__).parent.parent.parent / "lists" / "us_ofac_sdn"
    result = read(file, folder, NOW)
    assert len(result.wrong) == wrong
    assert ("one stands twice" in result.line) == (differs != {} and not wrong)


def test_a_refusal_needs_its_reason(tmp_path: Path) -> None:
    """A file that is refused, or read, other than expected is wrong."""
    (tmp_path / "empty.xml").write_bytes(b"")
    for refused, wrong in (("is empty", 0), ("is a ZIP archive", 1), ("", 1)):
        file = File(path="empty.xml", source="un_sc", refused=refused)
        assert len(read(file, tmp_path, NOW).wrong) == wrong
    folder = Path(__file__).parent.parent.parent / "lists" / "us_ofac_sdn"
    must = File(path="made_up.xml", source="us_ofac_sdn", partial=True, refused="is empty")
    assert read(must, folder, NOW).wrong == ("made_up.xml: is read",)
