from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sanccheck.errors import StoreDamaged, UsageError
from sanccheck.model.lists import NotScreened
from sanccheck.sources.library import Library, open_library
from sanccheck.sources.report import ImportReport
from sanccheck.sources.served import Served

Take = Callable[..., ImportReport]
Write = Callable[..., Path]
ROOT = Path(__file__).parent.parent.parent
MADE_UP = ROOT / "lists" / "us_ofac_sdn" / "made_up.xml"
TODAY = date(2026, 11, 22)
CONS = {"us_ns_cmic", "us_ssi", "us_ns_mbs", "us_capta", "us_fse", "us_plc"}


def left_out(served: Served) -> dict[str, NotScreened]:
    """Give what is not screened, by list."""
    return {one.list: one for one in served.not_screened}


def test_fresh_machine(home: Path) -> None:
    """With nothing imported the embedded list serves, and the others are named with a remedy."""
    served = open_library(home).serve(date(2022, 1, 1), None)
    assert [(one.list, one.embedded, one.entries) for one in served.lists] == [
        ("us_ns_cmic", True, 68)
    ]
    state = served.lists[0]
    assert (state.stale, state.reconstructed, state.published) == (False, False, date(2021, 12, 16))
    missing = left_out(served)
    asked = {one.list for one in missing.values() if one.asked_for}
    assert asked == (CONS - {"us_ns_cmic"}) | {"us_ofac_sdn"}
    assert missing["us_dod_1260h"].why == "loaded, not asked for"
    sdn = missing["us_ofac_sdn"]
    assert sdn.why == "not downloaded"
    assert sdn.remedy == "sanccheck lists import us_ofac_sdn SDN.XML"
    assert sdn.address.endswith("/exports/SDN.XML")


@pytest.mark.parametrize(
    ("day", "serves"),
    [("2021-03-01", False), ("2021-06-02", False), ("2021-06-03", True), ("2021-12-13", True)],
)
def test_days_of_the_embedded_list(home: Path, day: str, serves: bool) -> None:
    """The embedded list serves from its first covered day; before it, the predecessor is named."""
    served = open_library(home).serve(date.fromisoformat(day), ["us_ns_cmic"])
    assert bool(served.lists) is serves
    if not serves:
        why = left_out(served)["us_ns_cmic"].why
        assert "2021-06-03" in why
        assert "NS-CCMC" in why
        assert "not loaded" in why


def test_stale_embedded(home: Path) -> None:
    """Today the embedded list is stale: it was last verified more than a month ago."""
    assert open_library(home).serve(TODAY, ["us_ns_cmic"]).lists[0].stale


def test_named_lists(home: Path) -> None:
    """A named list is asked for, the others are not; a source stands for all its lists."""
    library = open_library(home)
    missing = left_out(library.serve(TODAY, ["us_ns_cmic"]))
    assert not missing["us_ofac_sdn"].asked_for
    assert not missing["us_ssi"].asked_for
    missing = left_out(library.serve(TODAY, ["us_ofac_cons"]))
    assert missing["us_ssi"].asked_for
    assert not missing["us_ofac_sdn"].asked_for


@pytest.mark.parametrize("name", ["nosuch", "", "US_NS_CMIC"])
def test_unknown_list(home: Path, name: str) -> None:
    """An unknown list is a usage error that names the known ones."""
    with pytest.raises(UsageError, match="us_ns_cmic") as error:
        open_library(home).serve(TODAY, [name])
    assert "us_ofac_sdn" in str(error.value)


def test_official_takes_over(library: Library, take: Take, write_xml: Write) -> None:
    """The imported file takes the embedded list's place and keeps the curated names."""
    path = write_xml("03/28/2025", "A", "B", programme="CMIC-EO13959")
    text = path.read_text("utf-8").replace("<uid>1</uid>", "<uid>33114</uid>")
    path.write_text(text, "utf-8")
    take("us_ofac_cons", path)
    served = library.serve(date(2025, 4, 1), ["us_ns_cmic"])
    state = served.lists[0]
    assert (state.embedded, state.entries, state.stale, state.reconstructed) == (
        False,
        2,
        False,
        False,
    )
    corpus = served.corpora[0].corpus
    assert served.corpora[0].lists == {"us_ns_cmic"}
    names = [name.text for name in corpus.entry_at(0).names]
    assert names[0] == "A"
    assert "商汤集团" in names
    assert all(name.source for name in corpus.entry_at(0).names[1:])
    assert library.serve(date(2021, 12, 20), ["us_ns_cmic"]).lists[0].reconstructed
    assert library.serve(date(2021, 3, 1), ["us_ns_cmic"]).lists == ()


def test_unlisted_records_are_served(library: Library, take: Take, write_xml: Write) -> None:
    """A record of a programme that no table knows is reported and stands on the catch-all list."""
    path = write_xml("03/28/2025", *"ABCDEFGHIJK", programme="NS-PLC")
    text = path.read_text("utf-8").replace("NS-PLC", "BRAND-NEW", 1)
    path.write_text(text, "utf-8")
    report = take("us_ofac_cons", path)
    assert report.lists["us_ofac_cons_other"] == 1
    assert report.unknown == {"programme": {"BRAND-NEW": 1}}
    served = library.serve(date(2025, 4, 1), None)
    assert "us_ofac_cons_other" in {one.list for one in served.lists}


def test_idle_catch_all_is_not_mentioned(home: Path) -> None:
    """The catch-all list appears only where something is on it, or it is named."""
    served = open_library(home).serve(TODAY, None)
    assert "us_ofac_cons_other" not in left_out(served)
    served = open_library(home).serve(TODAY, ["us_ofac_cons_other"])
    assert left_out(served)["us_ofac_cons_other"].asked_for


def test_disabled(library: Library, take: Take) -> None:
    """A disabled source is left out by default, named as such, and screened where asked for."""
    take("us_ofac_sdn", MADE_UP)
    library.enable("us_ofac_sdn", enabled=False)
    served = library.serve(TODAY, None)
    assert "us_ofac_sdn" not in {one.list for one in served.lists}
    missing = left_out(served)["us_ofac_sdn"]
    assert (missing.asked_for, missing.why) == (False, "loaded, but disabled")
    assert library.serve(TODAY, ["us_ofac_sdn"]).lists
    library.enable("us_ofac_sdn", enabled=True)
    assert "us_ofac_sdn" in {one.list for one in library.serve(TODAY, None).lists}
    with pytest.raises(UsageError):
        library.enable("us_nothing", enabled=True)


def flip(path: Path, at: int) -> None:
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_damaged_snapshot_never_clears(
    library: Library, take: Take, lists: Path, damage: str
) -> None:
    """A damaged snapshot makes its list unusable with the reason, never "no hits"."""
    take("us_ofac_sdn", MADE_UP)
    file = next((library.home / "snapshots").glob("*.entries"))
    if damage == "flip":
        flip(file, 40)
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-10])
    else:
        file.unlink()
    served = Library(library.home, lists).serve(TODAY, None)
    missing = left_out(served)["us_ofac_sdn"]
    assert missing.asked_for
    assert "cannot be used" in missing.why
    assert missing.remedy.startswith("sanccheck lists import us_ofac_sdn")
    status = {one.source: one for one in Library(library.home, lists).status(TODAY)}
    assert status["us_ofac_sdn"].state == "unusable"
    take("us_ofac_sdn", MADE_UP)
    served = Library(library.home, lists).serve(TODAY, None)
    assert "us_ofac_sdn" in {one.list for one in served.lists}


def test_damaged_catalogue(library: Library, take: Take) -> None:
    """A catalogue that is not one is an error that says what to do."""
    take("us_ofac_sdn", MADE_UP)
    (library.home / "lists.sqlite3").write_bytes(b"not a database, but long enough" * 40)
    with pytest.raises(StoreDamaged, match="import the lists again"):
        library.serve(TODAY, None)


def test_newer_catalogue(library: Library, take: Take) -> None:
    """A catalogue of a newer program is not touched."""
    take("us_ofac_sdn", MADE_UP)
    database = sqlite3.connect(library.home / "lists.sqlite3")
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreDamaged, match="newer sanccheck"):
        library.serve(TODAY, None)
    with pytest.raises(StoreDamaged, match="newer sanccheck"):
        take("us_ofac_sdn", MADE_UP)


def test_home_that_is_not_one(tmp_path: Path) -> None:
    """Where the home cannot be made or read, the embedded list still serves."""
    file = tmp_path / "file"
    file.write_text("x")
    served = open_library(file / "home").serve(TODAY, None)
    assert served.lists[0].embedded
    corpus = served.corpora[0].corpus
    corpus.keep_derived("index", b"data")
    assert corpus.derived("index") is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_home(library: Library, take: Take, lists: Path) -> None:
    """A home that may only be read serves what is in it."""
    take("us_ofac_sdn", MADE_UP)
    for path in (library.home, *library.home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        served = Library(library.home, lists).serve(TODAY, None)
        assert "us_ofac_sdn" in {one.list for one in served.lists}
    finally:
        for path in (library.home, *library.home.rglob("*")):
            path.chmod(0o755)


def test_related(home: Path) -> None:
    """The curated relations come with what is served, their identifiers in the normal form."""
    related = open_library(home).serve(TODAY, None).related
    vehicles = [one for one in related if one.listed_vehicle]
    assert [one.name for one in vehicles] == ["SenseTime Group Inc."]
    assert vehicles[0].entry == "us_ns_cmic:33114"
    assert ("ticker", "0020@XHKG") in {(one.scheme, one.value) for one in vehicles[0].ids}


def test_supplements_are_named(home: Path) -> None:
    """What is served names the curated files that took part, with their sha256."""
    found = dict(open_library(home).serve(TODAY, None).supplements)
    file = ROOT / "lists" / "us_ofac_cons" / "names_zh.jsonl"
    assert found["us_ofac_cons/names_zh.jsonl"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "us_ofac_cons/related.jsonl" in found


def test_entry(library: Library, take: Take) -> None:
    """One entry is found by its id, as its list stands on the day."""
    take("us_ofac_sdn", MADE_UP)
    entry, state = library.entry("us_ofac_sdn:900003", TODAY)
    assert (entry.name, state.list) == ("MADE-UP VESSEL", "us_ofac_sdn")


@pytest.mark.parametrize(
    ("entry", "day", "says"),
    [
        ("us_ns_cmic:1", "2022-01-01", "is not on us_ns_cmic"),
        ("us_ns_cmic", "2022-01-01", "is not an entry"),
        ("nosuch:1", "2022-01-01", "is not known"),
        ("us_ofac_cons:33114", "2022-01-01", "is a source"),
        ("us_ns_cmic:33114", "2021-01-01", "does not serve 2021-01-01"),
        ("us_ofac_sdn:36", "2022-01-01", "not downloaded"),
    ],
)
def test_no_such_entry(home: Path, entry: str, day: str, says: str) -> None:
    """What is no entry on the day is a usage error with the reason."""
    with pytest.raises(UsageError, match=says):
        open_library(home).entry(entry, date.fromisoformat(day))


def test_status(library: Library, take: Take) -> None:
    """The status of a source tells the snapshot, its lists and what is missing."""
    take("us_ofac_sdn", MADE_UP)
    status = {one.source: one for one in library.status(date(2024, 1, 20))}
    sdn, cons = status["us_ofac_sdn"], status["us_ofac_cons"]
    assert (sdn.state, sdn.entries, sdn.lists, sdn.stale) == (
        "fresh",
        4,
        {"us_ofac_sdn": 4},
        False,
    )
    assert sdn.retrieved == datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    assert (cons.state, cons.embedded, cons.lists) == ("fresh", True, {"us_ns_cmic": 68})
    assert set(cons.missing) == CONS - {"us_ns_cmic"}
    plain = cons.to_dict()
    assert plain["covers"] == {"from": "2021-06-03", "until": "2026-07-09"}
    late = {one.source: one for one in library.status(TODAY)}
    assert (late["us_ofac_sdn"].state, late["us_ofac_cons"].state) == ("stale", "stale")
    early = {one.source: one for one in library.status(date(2021, 1, 1))}
    assert early["us_ofac_sdn"].state == "reconstructed"
    assert early["us_ofac_cons"].state == "missing"


def test_nothing_heavy_is_imported(home: Path) -> None:
    """Serving the embedded list a second time loads neither YAML, lxml, pydantic nor stdnum."""
    code = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from sanccheck.sources.library import open_library;"
        f"open_library(Path({str(home)!r})).serve(date(2022, 1, 1), None);"
        "print([m for m in ('yaml', 'lxml', 'pydantic', 'stdnum', 'rich', 'numpy', 'click')"
        " if m in sys.modules])"
    )
    for _ in range(2):
        found = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
        ).stdout
    assert found.strip() == "[]"


def test_several_processes_at_once(home: Path, write_xml: Write) -> None:
    """Imports at the same time are all kept, and the home is whole afterwards."""
    paths = [write_xml(f"01/{day:02}/2025", "A", "B") for day in range(1, 7)]
    program = "from sanccheck.commands import main; main()"
    command = [sys.executable, "-c", program, "lists", "import", "us_ofac_sdn", "--partial"]
    running = [subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL) for path in paths]
    assert [one.wait(60) for one in running] == [0] * 6
    status = {one.source: one for one in open_library(home).status(TODAY)}
    assert status["us_ofac_sdn"].snapshots == 6
    assert not list((home / "snapshots").glob("*.part"))
