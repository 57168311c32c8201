from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sanccheck.commands.lists import command
from sanccheck.commands.lists_tables import clean
from sanccheck.errors import ListRefused, UsageError
from sanccheck.sources.library import open_library

ROOT = Path(__file__).parent.parent.parent
MADE_UP = ROOT / "lists" / "us_ofac_sdn" / "made_up.xml"
TODAY = date(2026, 7, 1)
pytestmark = pytest.mark.usefixtures("home")


def run(*arguments: str | Path) -> Result:
    """Run `sanccheck lists`; an error is raised as it is."""
    return CliRunner().invoke(
        command, [str(one) for one in arguments], catch_exceptions=False, standalone_mode=False
    )


def answer(*arguments: str | Path) -> Any:
    """Run with --json and read the one document on stdout."""
    return json.loads(run(*arguments, "--json").stdout)


def failed(*arguments: str | Path) -> BaseException | None:
    """Run and give the error."""
    return (
        CliRunner()
        .invoke(command, [str(one) for one in arguments], standalone_mode=False)
        .exception
    )


def test_status_of_a_fresh_machine() -> None:
    """The status names what is embedded and what is missing, with command and address."""
    sources = {one["source"]: one for one in answer("status", "--as-of", "2022-01-01")}
    cons, sdn = sources["us_ofac_cons"], sources["us_ofac_sdn"]
    assert (cons["embedded"], cons["entries"], cons["stale"]) == (True, 68, False)
    assert cons["published"] == "2021-12-16"
    assert cons["covers"] == {"from": "2021-06-03", "until": "2026-07-09"}
    assert (sdn["state"], sdn["sha256"], sdn["entries"], sdn["lists"]) == ("missing", None, 0, {})
    text = run("status", "--as-of", "2022-01-01").stdout
    assert "sanccheck lists import us_ofac_sdn SDN.XML" in text
    assert "exports/SDN.XML" in text
    assert "missing" in text


def test_import_and_status() -> None:
    """An import tells its counts; a part of a list is kept and marked."""
    report = answer("import", "us_ofac_sdn", MADE_UP, "--partial")
    assert report["source"] == "us_ofac_sdn"
    assert (report["entries"], report["aliases"], report["published"]) == (4, 4, "2024-01-15")
    assert report["lists"] == {"us_ofac_sdn": 4}
    assert report["unknown"] == {"identifier type": {"Number Nobody Knows": 1}}
    text = run("import", "us_ofac_sdn", MADE_UP, "--partial").stdout
    assert "accepted us_ofac_sdn: 4 entries, published 15 Jan 2024" in text
    assert "'Number Nobody Knows' 1" in text
    assert "finding nothing in it shows nothing" in " ".join(text.split())
    sources = {one["source"]: one for one in answer("status")}
    assert sources["us_ofac_sdn"]["state"] == "partial"


def test_refused(tmp_path: Path) -> None:
    """A refused file is exit 4, a path or source that is not there is exit 2."""
    empty = tmp_path / "sdn.xml"
    empty.write_bytes(b"")
    error = failed("import", "us_ofac_sdn", empty)
    assert isinstance(error, ListRefused)
    assert error.exit_code == 4
    for arguments in (
        ("import", "us_ofac_sdn", tmp_path / "none.xml"),
        ("import", "nosuch", MADE_UP),
        ("import", "us_ofac_sdn", MADE_UP, "--published", "yesterday"),
        ("import", "us_ofac_sdn", MADE_UP, "--published", "2024-01-16", "--partial"),
        ("show", "us_ns_cmic:1"),
        ("enable", "nosuch"),
    ):
        error = failed(*arguments)
        assert isinstance(error, UsageError)
        assert error.exit_code == 2


def test_enable_and_disable() -> None:
    """A source is taken out of the default and put back."""
    assert "only where --list names it" in run("disable", "us_ofac_sdn").stdout
    sources = {one["source"]: one for one in answer("status")}
    assert sources["us_ofac_sdn"]["enabled"] is False
    assert "us_ofac_sdn" in run("status").stdout.partition("Screened where named")[2]
    run("enable", "us_ofac_sdn")
    sources = {one["source"]: one for one in answer("status")}
    assert sources["us_ofac_sdn"]["enabled"] is True


def exit_of(*arguments: str | Path) -> int:
    """Run to the end and give the exit code."""
    return CliRunner().invoke(command, [str(one) for one in arguments]).exit_code


def test_a_disabled_list_is_called_disabled(home: Path) -> None:
    """A screening says of a list that the user disabled that it is, and how to have it back."""
    run("disable", "us_ofac_cons")
    left_out = {one.list: one for one in open_library(home).serve(TODAY, None).not_screened}
    assert left_out["us_ns_cmic"].why == "loaded, but disabled"
    assert left_out["us_ns_cmic"].remedy == "sanccheck lists enable us_ofac_cons"
    assert left_out["us_dod_1260h"].why == "loaded, not asked for"
    by_name = open_library(home).serve(TODAY, ["us_dod_1260h"]).not_screened
    assert {one.list: one.why for one in by_name}["us_ns_cmic"] == "loaded, not asked for"


def test_status_can_be_a_check() -> None:
    """With --check the status of lists that are missing, stale or in part exits with 4."""
    assert exit_of("status") == 0
    assert exit_of("status", "--check") == 4
    run("disable", "us_ofac_cons")
    run("import", "us_ofac_sdn", MADE_UP, "--partial")
    assert exit_of("status", "--check", "--as-of", "2024-01-16") == 4
    run("disable", "us_ofac_sdn")
    assert exit_of("status", "--check") == 0


@pytest.mark.parametrize(
    ("entry", "day", "says"),
    [
        ("us_ns_cmic:33114", "2022-01-01", ""),
        ("us_ns_cmic:33114", "2026-11-25", "STALE for 25 Nov 2026"),
        ("us_ns_cmic:33114", "2026-11-25", "us_ns_cmic covers to 9 Jul 2026"),
        ("us_ofac_sdn:900001", "2024-01-16", "only a PART of it"),
        ("us_ofac_sdn:900001", "2023-01-16", "reconstructed from a publication of a later day"),
    ],
)
def test_an_entry_is_shown_with_what_its_list_cannot_tell(entry: str, day: str, says: str) -> None:
    """Above an entry stands whether its list is stale, of a later day, or in part."""
    run("import", "us_ofac_sdn", MADE_UP, "--partial")
    text = " ".join(run("show", entry, "--as-of", day).stdout.split())
    limits = ("STALE", "REVIEW", "PART", "covers to")
    assert says in text if says else not any(word in text for word in limits)


def test_show() -> None:
    """One entry is printed in full, in words and as JSON."""
    text = run("show", "us_ns_cmic:33114", "--as-of", "2022-01-01").stdout
    for words in (
        "SENSETIME GROUP LIMITED",
        "last full day to divest: 9 Dec 2022",
        "2162198 (hk_cr), Hong Kong",
        "curated:",
    ):
        assert words in " ".join(text.split())
    plain = answer("show", "us_ns_cmic:33114", "--as-of", "2022-01-01")
    assert plain["id"] == "us_ns_cmic:33114"
    assert plain["listing"]["divest_before"] == "2022-12-10"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[bold]A[/bold]", "[bold]A[/bold]"),
        ("A\x1b[31mB", "A\N{REPLACEMENT CHARACTER}[31mB"),
        ("A\u202eB", "A\N{REPLACEMENT CHARACTER}B"),
        ("商汤 A", "商汤 A"),
    ],
)
def test_text_of_lists_is_only_text(text: str, shown: str) -> None:
    """Markup is printed as it is, and what would steer a terminal is not printed."""
    assert clean(text) == shown


def test_two_days_of_one_publication_are_not_compared() -> None:
    """Where both days stand on one publication that is said, and nothing counted; it exits 4."""
    days = ("us_dod_1260h", "2026-08-01", "2026-09-01")
    result = CliRunner().invoke(command, ["diff", *days])
    said = " ".join(result.stdout.split())
    assert result.exit_code == 4
    assert "same publication, us_dod_1260h, 10 Jun 2026 (embedded)" in said
    assert "0 added" not in said
    result = CliRunner().invoke(command, ["diff", *days, "--json"])
    assert result.exit_code == 4
    assert json.loads(result.stdout)["same_publication"] is True
