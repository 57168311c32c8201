"""`sanccheck lists status`: how each list stands, for people and for JSON, and what failed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sanccheck.commands.lists import command

ROOT = Path(__file__).parent.parent.parent
MADE_UP = ROOT / "lists" / "us_ofac_sdn" / "made_up.xml"
pytestmark = pytest.mark.usefixtures("home")


def run(*arguments: str | Path, width: int = 80) -> Result:
    """Run `sanccheck lists` in a terminal of a width."""
    return CliRunner().invoke(command, [str(one) for one in arguments], env={"COLUMNS": str(width)})


def state_of(source: str, day: str) -> dict[str, Any]:
    """Return what `lists status --json` says of a source."""
    found: list[dict[str, Any]] = json.loads(run("status", "--as-of", day, "--json").stdout)
    return next(one for one in found if one["source"] == source)


def refuse(source: str, path: Path, day: str, *, says: str) -> None:
    """Import a file that is refused; check that it is shown, and the list stays as it was."""
    before = state_of(source, day)
    result = run("import", source, path)
    assert getattr(result.exception, "exit_code", None) == 4
    after = state_of(source, day)
    for key in ("sha256", "state", "entries", "lists", "published", "retrieved", "origin"):
        assert after[key] == before[key]
    assert says in after["last_failure"]
    assert (after["failed_command"], after["failed_origin"]) == ("import", str(path))
    text = run("status", "--as-of", day).stdout
    assert f"import on {after['failed_at'][:10]}" in text
    assert "FAILED" in text
    assert says in " ".join(text.split())
    stays = "nothing was loaded before" if before["sha256"] is None else "loaded stays in use"
    assert stays in text


def test_the_real_empty_sdn_file_of_may_2024(real_data: Path) -> None:
    """The zero-byte download is refused and shown until a later import succeeds."""
    history = real_data / "us_ofac_sdn" / "history"
    (empty,) = history.glob("*_empty.csv")
    (good,) = history.glob("sdn_2024-05-03*.csv")
    part = ("import", "us_ofac_sdn", good, "--published", "2024-05-03", "--partial")
    assert run(*part).exit_code == 0
    refuse("us_ofac_sdn", empty, "2024-05-04", says="is empty")
    assert run("import", "us_ofac_sdn", MADE_UP, "--partial").exit_code == 0
    after = state_of("us_ofac_sdn", "2024-05-04")
    assert (after["last_failure"], after["failed_at"]) == (None, None)


def test_the_real_damaged_un_file(real_data: Path) -> None:
    """The file with broken bytes is refused; the list that was here serves, and says so."""
    folder = real_data / "un_sc"
    (good,) = folder.glob("UN_*.xml")
    (damaged,) = folder.glob("MALFORMED_*.xml")
    assert run("import", "un_sc", good).exit_code == 0
    refuse("un_sc", damaged, "2026-03-01", says="MALFORMED")
    assert run("import", "un_sc", good).exit_code == 0
    assert "FAILED" not in run("status", "--as-of", "2026-03-01").stdout


def test_what_is_told_of_a_source() -> None:
    """Publisher, days, ages, origin, digest, address and how that was checked are all there."""
    assert run("import", "us_ofac_sdn", MADE_UP, "--partial").exit_code == 0
    one = state_of("us_ofac_sdn", "2024-01-20")
    assert (one["published"], one["age_days"], one["max_age_days"]) == ("2024-01-15", 5, 7)
    assert one["publisher"].startswith("US Department of the Treasury")
    assert one["origin"] == str(MADE_UP)
    assert (one["checked"], one["checked_days"], one["rhythm"][:11]) == (None, None, "no schedule")
    assert {
        "file": "SDN.XML",
        "href": one["address"],
        "checksum": None,
        "checked_on": "2026-11-25",
        "against": one["addresses"][0]["against"],
        "seen_live": False,
    } == one["addresses"][0]
    assert one["list_states"] == [
        {
            "list": "us_ofac_sdn",
            "state": "partial",
            "published": "2024-01-15",
            "entries": 4,
            "embedded": False,
            "age_days": 5,
            "why": None,
        }
    ]
    text = " ".join(run("status", "--as-of", "2024-01-20").stdout.split())
    for said in (
        "us_ofac_sdn partial 15 Jan 2024 5 of 7 4",
        "file official file, published 15 Jan 2024, 4 entries",
        f"from {MADE_UP}",
        f"sha256 {one['sha256']}",
        "rhythm no schedule; about three publications a week; stale after 7 days",
        "age published 5 days before the day asked",
        "asked the publisher was never asked from here",
        "checked 25 Nov 2026, not seen live (--json says against what)",
    ):
        assert said in text


def test_keys_that_others_rely_on() -> None:
    """The keys of the documented interface are there for every source."""
    for one in json.loads(run("status", "--json").stdout):
        assert {
            *("source", "embedded", "published", "retrieved", "sha256", "entries", "lists"),
            *("stale", "covers"),
        } <= one.keys()


@pytest.mark.parametrize("width", [80, 100])
def test_nothing_is_broken_in_a_narrow_terminal(width: int, tmp_path: Path) -> None:
    """Lines fit, save addresses and commands, which stay whole; words say what colours do."""
    empty = tmp_path / "empty.xml"
    empty.write_bytes(b"")
    run("import", "us_ofac_sdn", MADE_UP, "--partial")
    run("import", "us_ofac_sdn", empty)
    run("import", "uk_sanctions", empty)
    for line in run("status", width=width).stdout.splitlines():
        assert len(line) <= width or "https://" in line or "sanccheck lists" in line or "/" in line
        assert "…" not in line
