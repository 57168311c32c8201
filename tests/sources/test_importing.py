from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sanccheck.errors import ListRefused, SourceError, UsageError
from sanccheck.sources.checks import Checks
from sanccheck.sources.library import Library
from sanccheck.sources.report import ImportReport
from sanccheck.sources.store import Store

Take = Callable[..., ImportReport]
Write = Callable[..., Path]
ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
MADE_UP = ROOT / "lists" / "us_ofac_sdn" / "made_up.xml"


def test_report(take: Take) -> None:
    """An accepted file is reported with its counts and with what no table knows."""
    report = take("us_ofac_sdn", MADE_UP)
    assert report.published == date(2024, 1, 15)
    assert (report.entries, report.aliases, report.weak_aliases) == (4, 4, 2)
    assert report.lists == {"us_ofac_sdn": 4}
    assert report.unknown == {"identifier type": {"Number Nobody Knows": 1}}
    plain = report.to_dict()
    assert plain["published"] == "2024-01-15"
    assert len(plain["sha256"]) == 64


def refused(library: Library, take: Take, path: Path, says: str, source: str) -> None:
    """Check that a file is refused with the reason, which is kept, and nothing of the file."""
    home, catalogue = library.home, library.home / "lists.sqlite3"
    snapshots = library.store.snapshots()
    before = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    with pytest.raises(ListRefused, match=says):
        take(source, path)
    after = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    new = {one.name for one in after} - {one.name for one in before}
    assert new <= {"manifests.json", "lists.sqlite3"}
    assert all(after[file] == data for file, data in before.items() if file != catalogue)
    assert library.store.snapshots() == snapshots
    failure = Checks(library.store).failures()[source]
    assert (failure.moment, failure.command, failure.origin) == (NOW, "import", str(path))
    assert failure.why.startswith(str(path))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.xml", b"", "is empty"),
        ("blank.csv", b" \r\n\x1a", "is empty"),
        ("cut.xml", MADE_UP.read_bytes()[:900], "well-formed"),
        ("error.html", b"<!DOCTYPE html><html><body>503</body></html>", "web page"),
        ("error.xml", b"<?xml version='1.0'?>\n<html><body>503</body></html>", "web page"),
        ("list.zip", b"PK\x03\x04rest", "ZIP archive"),
        ("list.gz", b"\x1f\x8b\x08rest", "gzip"),
        ("other.xml", b"<?xml version='1.0'?><export/>", "not in a format of this source"),
        ("prose.txt", b"Dear customer, the list is not available today.\n", "end mark"),
        ("none.xml", b"<sdnList><publshInformation/></sdnList>", "declares ''"),
    ],
)
def test_refused_files(
    library: Library, take: Take, tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    """A file that is not a whole list of the source is refused; what was loaded stays."""
    take("us_ofac_sdn", MADE_UP)
    path = tmp_path / name
    path.write_bytes(data)
    refused(library, take, path, says, "us_ofac_sdn")
    state = library.serve(TODAY, ["us_ofac_sdn"]).lists[0]
    assert state.published == date(2024, 1, 15)


def test_wrong_file_for_the_source(library: Library, take: Take, write_xml: Write) -> None:
    """A consolidated file is refused as SDN and the other way round, naming the right source."""
    cons = write_xml("01/02/2025", "A", programme="CMIC-EO13959")
    refused(library, take, cons, "looks like a file of us_ofac_cons", "us_ofac_sdn")
    refused(library, take, MADE_UP, "looks like a file of us_ofac_sdn", "us_ofac_cons")


def test_implausible_count(home: Path, write_xml: Write) -> None:
    """With the shipped bounds a file of one record is no SDN list."""
    library = Library(home, ROOT / "lists")
    path = write_xml("01/02/2025", "A")
    with pytest.raises(ListRefused, match="holds 1 records"):
        library.import_file("us_ofac_sdn", path, published=None, partial=False, retrieved=NOW)


def test_drop(library: Library, take: Take, write_xml: Write) -> None:
    """A file that lost more than a tenth of the records is refused; a tenth is not too much."""
    names = [f"NAME {number}" for number in range(20)]
    take("us_ofac_sdn", write_xml("01/02/2025", *names))
    refused(library, take, write_xml("01/03/2025", *names[:17]), "3 fewer", "us_ofac_sdn")
    take("us_ofac_sdn", write_xml("01/04/2025", *names[:18]))
    take("us_ofac_sdn", write_xml("01/05/2025", *names[:9]), accept=True)


def test_an_older_file_may_be_smaller(library: Library, take: Take, write_xml: Write) -> None:
    """An older day is accepted however small, and does not replace the newer one."""
    names = [f"NAME {number}" for number in range(20)]
    take("us_ofac_sdn", write_xml("01/02/2025", *names))
    take("us_ofac_sdn", write_xml("01/02/2020", *names[:5]))
    assert library.serve(TODAY, ["us_ofac_sdn"]).lists[0].entries == 20
    assert library.serve(date(2020, 6, 1), ["us_ofac_sdn"]).lists[0].entries == 5


def test_a_part_never_displaces_the_whole(library: Library, take: Take, write_xml: Write) -> None:
    """A part is accepted with the flag, marked, and serves only where nothing whole does."""
    names = [f"NAME {number}" for number in range(20)]
    take("us_ofac_sdn", write_xml("01/02/2025", *names))
    take_partial = write_xml("01/03/2025", *names[:2])
    library.import_file("us_ofac_sdn", take_partial, published=None, partial=True, retrieved=NOW)
    assert library.serve(TODAY, ["us_ofac_sdn"]).lists[0].entries == 20
    assert [one.partial for one in Store(library.home).snapshots()] == [False, True]


def test_csv_alone_needs_the_flag(library: Library, take: Take, tmp_path: Path) -> None:
    """The main CSV file alone is refused, naming what is missing, and kept with --partial."""
    path = tmp_path / "sdn.csv"
    nulls = ",".join(["-0- "] * 8)
    path.write_bytes(f'1,"A",-0- ,"CUBA",{nulls}\r\n'.encode() + b"\x1a")
    refused(library, take, path, r"missing: add\.csv, alt\.csv", "us_ofac_sdn")
    report = take("us_ofac_sdn", path, partial=True)
    assert report.partial
    assert any("aliases" in note for note in report.notes)
    served = library.serve(TODAY, ["us_ofac_sdn"])
    state = next(one for one in served.lists if one.list == "us_ofac_sdn")
    assert (state.partial, state.entries) == (True, 1)


def test_csv_has_no_date(library: Library, take: Take, tmp_path: Path) -> None:
    """A CSV set without --published is stale and says so; with it, it has that date."""
    folder = tmp_path / "set"
    folder.mkdir()
    nulls = ",".join(["-0- "] * 8)
    (folder / "SDN.CSV").write_bytes(f'1,"A",-0- ,"CUBA",{nulls}\r\n'.encode() + b"\x1a")
    (folder / "alt.csv").write_bytes(b'1,1,"aka","B",-0- \r\n\x1a')
    (folder / "add.csv").write_bytes(b'1,1,-0- ,-0- ,"Cuba",-0- \r\n\x1a')
    report = take("us_ofac_sdn", folder)
    assert report.published is None
    assert any("--published" in note for note in report.notes)
    state = library.serve(TODAY, ["us_ofac_sdn"]).lists[0]
    assert (state.published, state.stale) == (None, True)
    dated = take("us_ofac_sdn", folder, published=date(2026, 11, 20))
    assert dated.sha256 == report.sha256
    state = library.serve(TODAY, ["us_ofac_sdn"]).lists[0]
    assert (state.published, state.stale) == (date(2026, 11, 20), False)


def test_dates_that_cannot_be(library: Library, take: Take, write_xml: Write) -> None:
    """A date that contradicts the file's own, or lies after today, is refused."""
    path = write_xml("01/02/2025", "A")
    with pytest.raises(UsageError, match="leave out --published"):
        take("us_ofac_sdn", path, published=date(2025, 1, 3))
    refused(library, take, write_xml("01/02/2027", "A"), "after today", "us_ofac_sdn")
    report = take("us_ofac_sdn", path, published=date(2025, 1, 2))
    assert report.published == date(2025, 1, 2)


DENIED = ROOT / "tests" / "parse" / "samples" / "bis_dpl_made_up.txt"


def test_entries_listed_after_the_day_given(library: Library, take: Take) -> None:
    """A day of publication before the days in the file is refused, and nothing is kept."""
    with pytest.raises(UsageError, match=r"not published on 2017-10-01: .* the last on 2017-10-16"):
        take("us_bis_dpl_file", DENIED, published=date(2017, 10, 1))
    assert not library.store.snapshots()
    accepted = take("us_bis_dpl_file", DENIED, published=date(2017, 10, 1), accept=True)
    assert accepted.published == date(2017, 10, 1)


@pytest.mark.parametrize("published", [date(2017, 10, 9), date(2017, 10, 16), date(2020, 1, 1)])
def test_entries_listed_days_after_the_day_given(take: Take, published: date) -> None:
    """A listing may take effect some days after it was published."""
    assert take("us_bis_dpl_file", DENIED, published=published).published == published


def test_entries_listed_after_today(take: Take, tmp_path: Path) -> None:
    """No day of publication fits a day to come, so that day refuses none."""
    path = tmp_path / "dpl.txt"
    path.write_bytes(DENIED.read_bytes().replace(b"10/16/2017", b"10/16/2031"))
    report = take("us_bis_dpl_file", path, published=date(2019, 6, 10))
    assert report.published == date(2019, 6, 10)


def test_real_files_under_too_early_a_day(take: Take, real_data: Path) -> None:
    """Files of 2022 and 2025 cannot be taken in as of years before, nor as parts."""
    for source, name, published in (
        ("us_csl", "us_csl/consolidated_2022-05.csv.gz", date(2019, 1, 1)),
        ("ca_sema", "ca_sema/sema_2025.xml", date(2015, 1, 1)),
    ):
        for partial in (False, True):
            with pytest.raises(UsageError, match=r"\d+ entries were listed after that"):
                take(source, real_data / name, published=published, partial=partial)


def test_usage(take: Take, tmp_path: Path) -> None:
    """A path that does not exist and a source that is not known are usage errors."""
    with pytest.raises(UsageError, match="does not exist"):
        take("us_ofac_sdn", tmp_path / "nothing.xml")
    with pytest.raises(UsageError, match=r"known are .*us_ofac_cons, us_ofac_sdn"):
        take("us_nothing", MADE_UP)
    with pytest.raises(ListRefused, match=r"does not hold 'sdn\.csv'"):
        take("us_ofac_sdn", tmp_path)


def test_home_that_cannot_be_written(lists: Path, tmp_path: Path) -> None:
    """A home that cannot be made is one clear error."""
    (tmp_path / "file").write_text("x")
    library = Library(tmp_path / "file" / "home", lists)
    with pytest.raises(SourceError, match="SANCCHECK_HOME"):
        library.import_file("us_ofac_sdn", MADE_UP, published=None, partial=False, retrieved=NOW)


def test_again(library: Library, take: Take) -> None:
    """The same bytes imported twice are one snapshot."""
    take("us_ofac_sdn", MADE_UP)
    take("us_ofac_sdn", MADE_UP)
    assert len(Store(library.home).snapshots()) == 1


def test_again_as_of_another_day(library: Library, take: Take, real_data: Path) -> None:
    """A day once given stays: beside another one, and where the same bytes come without any."""
    folder = real_data / "us_ofac_sdn" / "csv_2021-07"
    first, second = date(2021, 7, 15), date(2021, 7, 25)

    def stored() -> list[date | None]:
        return [one.published for one in library.store.snapshots()]

    take("us_ofac_sdn", folder)
    take("us_ofac_sdn", folder, published=first)
    assert stored() == [first]
    report = take("us_ofac_sdn", folder, published=second)
    assert "the same bytes are here as published on 2021-07-15 too; both stay" in report.notes
    assert stored() == [first, second]
    for day, published in ((date(2021, 7, 16), first), (date(2021, 7, 26), second)):
        (state,) = library.serve(day, ["us_ofac_sdn"]).lists
        assert (state.published, state.reconstructed) == (published, False)
    report = take("us_ofac_sdn", folder)
    assert report.published == second
    assert any("2021-07-25, is kept; --published" in note for note in report.notes)
    assert not any("carries no publication date" in note for note in report.notes)
    assert stored() == [first, second]
    assert [one.state for one in library.verify(None)] == ["ok", "ok"]


def test_again_a_day_later_than_it_is_dated(library: Library, write_xml: Write) -> None:
    """Of a file that says its day itself there is one, though it was first taken the day before."""
    path = write_xml("11/23/2026", "A COMPANY")
    for now in (NOW, NOW + timedelta(days=1)):
        library.import_file("us_ofac_sdn", path, published=None, partial=False, retrieved=now)
    assert [one.published for one in library.store.snapshots()] == [date(2026, 11, 23)]
    assert [one.state for one in library.verify(None)] == ["ok"]


@pytest.mark.parametrize(
    ("source", "path", "published", "counts"),
    [
        ("us_ofac_sdn", "us_ofac_sdn/SDN_2024-05-07.xml", None, (14966, 21754, 3694)),
        ("us_ofac_sdn", "us_ofac_sdn/csv_2021-07", "2021-07-15", (8976, 14351, 2441)),
        ("us_ofac_cons", "us_ofac_cons/CONSOLIDATED_2025-03-28.xml", None, (443, 1136, 70)),
        ("us_ofac_cons", "us_ofac_cons/CONSOLIDATED_2024-05-06.xml", None, (443, None, None)),
        ("us_ofac_cons", "us_ofac_cons/csv_2025-12", "2025-12-15", (442, 1145, 72)),
    ],
)
def test_real(
    home: Path,
    real_data: Path,
    source: str,
    path: str,
    published: str | None,
    counts: tuple[int, int | None, int | None],
) -> None:
    """The real files are accepted with the counts that they declare."""
    library = Library(home, ROOT / "lists")
    report = library.import_file(
        source,
        real_data / path,
        published=None if published is None else date.fromisoformat(published),
        partial=False,
        retrieved=NOW,
    )
    records, aliases, weak = counts
    assert report.entries == records
    if aliases is not None:
        assert (report.aliases, report.weak_aliases) == (aliases, weak)
    if source == "us_ofac_cons":
        assert report.lists["us_ns_cmic"] == 68
        assert "us_ofac_cons_other" not in report.lists
    assert set(report.unknown) <= {"country"}
    served = library.serve(TODAY, [source])
    assert sum(len(one.corpus) for one in served.corpora) == sum(report.lists.values())


@pytest.mark.parametrize(
    ("source", "path", "says"),
    [
        ("us_ofac_sdn", "us_ofac_sdn/history/sdn_2024-05-04_empty.csv", "is empty"),
        ("us_ofac_sdn", "us_ofac_sdn/history/sdn_2024-05-03.csv", "is only part"),
        ("us_ofac_sdn", "us_ofac_cons/CONSOLIDATED_2025-03-28.xml", "us_ofac_cons"),
        ("us_ofac_cons", "us_ofac_sdn/SDN_2024-05-07.xml", "us_ofac_sdn"),
        ("us_ofac_sdn", "eu_fsf/EU_FSF_FULL_1_1_2024-05-13.xml", "not in a format of this source"),
        (
            "us_ofac_sdn",
            "un_sc/MALFORMED_UN_consolidated_2025-08-16.xml",
            "not in a format of this source",
        ),
        (
            "us_ofac_sdn",
            "us_ofac_cons/CONS_ADVANCED_2020-03-17.xml",
            "looks like a file of us_ofac_cons",
        ),
        ("us_ofac_cons", "us_ofac_sdn/csv_2021-07", "does not hold"),
        ("us_ofac_sdn", "names/HKEX_ListOfSecurities_2026-03-23.xlsx", "ZIP"),
        ("us_ofac_sdn", "us_bis/denied_persons_2019-06.txt", "end mark"),
    ],
)
def test_real_refused(home: Path, real_data: Path, source: str, path: str, says: str) -> None:
    """Real files that are not this source's, or not whole, are refused."""
    library = Library(home, ROOT / "lists")
    with pytest.raises(ListRefused, match=says):
        library.import_file(source, real_data / path, published=None, partial=False, retrieved=NOW)
    assert Store(home).snapshots() == ()
