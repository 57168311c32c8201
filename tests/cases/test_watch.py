"""What is watched from the command line: what is told, when, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sanccheck.errors import InputError, StoreDamaged, UsageError

from .conftest import ORRIN, PARTIES, ZEPHYR, House

DEAL = Path(__file__).parent.parent.parent / "examples" / "deals" / "sensetime-placing.yaml"


def watch(house: House, *words: str, code: int | None = None) -> dict[str, Any]:
    """Run what is watched on the day after the last import."""
    asked = ("--list", "house_watch", "--as-of", f"2026-01-{house.day:02}", "--json")
    result = house.run("watch", "run", *words, *asked, code=code)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def told(document: dict[str, Any]) -> dict[str, list[str]]:
    """Return the entries that are new, changed and gone."""
    (one,) = document["watched"]
    kinds = ("new", "changed", "gone")
    return {kind: [item["hit"]["entry"] for item in one[kind]] for kind in kinds}


@pytest.fixture
def listed(house: House) -> House:
    """Watch the two parties and run them once."""
    path = house.parties()
    house.run("watch", "add", "listed", path, "--party-column", "ref")
    assert told(watch(house, code=1)) == {"new": ["house_watch:1"], "changed": [], "gone": []}
    return house


def test_what_did_not_change_is_no_news(listed: House) -> None:
    """A second run on the same list tells nothing and exits 0; so does a change elsewhere."""
    assert told(watch(listed, code=0)) == {"new": [], "changed": [], "gone": []}
    listed.import_list(ZEPHYR, ORRIN.replace("second", "changed"), "3,Marl Sedge Ltd,NO,third")
    document = watch(listed, code=0)
    assert told(document) == {"new": [], "changed": [], "gone": []}
    (one,) = document["watched"]
    assert (one["how"], one["entries_changed"]) == ("what changed", 2)


def test_a_new_entry_a_changed_and_a_gone_one_are_told(listed: House) -> None:
    """Each stands with its party and reference; what is new or changed exits 1, gone alone 0."""
    listed.import_list(ZEPHYR, ORRIN, "3,Plain Harmless Widgets Ltd,FR,third")
    document = watch(listed, code=1)
    assert told(document)["new"] == ["house_watch:3"]
    (item,) = document["watched"][0]["new"]
    assert (item["ref"], item["party"]["name"]) == ("A2", "Plain Harmless Widgets")
    listed.import_list(ZEPHYR.replace("GB", "IE"), ORRIN, "3,Plain Harmless Widgets Ltd,FR,third")
    assert told(watch(listed, code=1))["changed"] == ["house_watch:1"]
    listed.import_list(ORRIN)
    gone = {"new": [], "changed": [], "gone": ["house_watch:1", "house_watch:3"]}
    assert told(watch(listed, code=0)) == gone


def test_everything_gives_the_same(listed: House) -> None:
    """Screening everything again finds what the run on what changed has found."""
    listed.import_list(ZEPHYR.replace("GB", "IE"), "3,Plain Harmless Widgets Ltd,FR,third")
    watch(listed)
    document = watch(listed, "--everything", code=0)
    assert told(document) == {"new": [], "changed": [], "gone": []}
    assert document["watched"][0]["how"] == "everything"


def test_a_change_wakes_a_decided_case(listed: House) -> None:
    """Watch and batch share the cases of a book: what was decided returns, with what changed."""
    path = listed.folder / "parties.csv"
    (hit,) = listed.hits(path, "--party-column", "ref")
    listed.decide(hit["case"]["id"], "false_positive")
    listed.import_list(ZEPHYR.replace("GB", "IE"), ORRIN)
    document = watch(listed, code=1)
    (item,) = document["watched"][0]["changed"]
    assert item["hit"]["case"]["state"] == "returned"
    assert "the entry's countries was 'GB', is 'IE'" in item["hit"]["case"]["changed"]


def test_a_change_that_no_hit_shows_wakes_a_decided_case_too(listed: House) -> None:
    """What an entry says in its remarks alone is a change of it: the case returns."""
    path = listed.folder / "parties.csv"
    (hit,) = listed.hits(path, "--party-column", "ref")
    listed.decide(hit["case"]["id"], "false_positive")
    listed.import_list(ZEPHYR.replace("first", "now wanted"), ORRIN)
    document = watch(listed, code=1)
    (item,) = document["watched"][0]["changed"]
    assert item["hit"]["case"]["state"] == "returned"


def test_what_is_told_is_told_in_words_too(listed: House) -> None:
    """Without --json each new hit is a line with its party, entry and case."""
    listed.import_list(ZEPHYR, "3,Plain Harmless Widgets Ltd,FR,third")
    words = ("watch", "run", "--list", "house_watch", "--as-of", f"2026-01-{listed.day:02}")
    result = listed.run(*words, code=1)
    assert "new      Plain Harmless Widgets | Plain Harmless Widgets Ltd" in result.stdout
    assert "open" in result.stdout
    assert "nothing new, changed or gone" in listed.run(*words, code=0).stdout


def test_a_deal_is_watched_and_assessed_again_when_its_hits_change(house: House) -> None:
    """Its parties are screened as an assessment does; news bring the outcome as it is now."""
    house.run("watch", "add", "placing", DEAL)
    words = ("watch", "run", "--as-of", "2026-02-02", "--json")
    (one,) = house.document(*words)["watched"]
    assert {item["hit"]["list"] for item in one["new"]} >= {"us_ns_cmic"}
    assert {"us_ns_cmic", "us_bis_el", "us_dod_1260h"} <= set(one["lists"])
    assert one["assessment"]["policy"] == "MUST_EXCLUDE_US_PERSONS"
    (one,) = house.document(*words)["watched"]
    assert "assessment" not in one


def test_the_list_that_cannot_be_relied_on_is_4(home: Path, house: House) -> None:
    """No news on a list that is missing is no answer."""
    house.run("watch", "add", "listed", house.parties())
    house.run("watch", "run", "--list", "us_ofac_sdn", "--as-of", "2026-01-05", code=4)
    assert home.is_dir()


def test_a_row_that_cannot_be_asked_is_not_left_out(house: House) -> None:
    """Nothing is saved with a party less; every bad row is named."""
    path = house.parties(f"{PARTIES}A3,,GB\nA4,Foo,Narnia\n")
    with pytest.raises(InputError, match=r"row 3: the name is empty\n.*row 4: country 'Narnia'"):
        house.run("watch", "add", "listed", path)
    assert "nothing is watched" in house.run("watch", "list").stdout


def test_it_is_listed_and_removed(home: Path, listed: House) -> None:
    """The list says of which file, how many parties and what the last run found."""
    (one,) = listed.document("watch", "list", "--json")
    assert (one["name"], one["parties"], one["hits"]) == ("listed", 2, 1)
    listed.run("watch", "remove", "listed")
    assert listed.document("watch", "list", "--json") == []
    assert not list((home / "watch").iterdir())
    with pytest.raises(UsageError, match="nothing is watched as 'listed'"):
        listed.run("watch", "run", "listed")


def test_what_cannot_be_read_is_damage_and_a_lost_state_a_first_run(
    home: Path, listed: House
) -> None:
    """A damaged state is not believed: everything is screened, and all hits are new again."""
    (home / "watch" / "listed.state").write_text("{", "utf-8")
    document = watch(listed, code=1)
    assert document["watched"][0]["why"] == "the first run"
    path = home / "watch" / "listed.json"
    path.write_bytes(path.read_bytes().replace(b"Zephyr", b"Zephir"))
    with pytest.raises(StoreDamaged, match=r"it is damaged.*add it again"):
        watch(listed)
    with pytest.raises(UsageError, match="is no name for a watch"):
        listed.run("watch", "add", "../x", listed.parties())
