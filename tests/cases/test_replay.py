from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sanccheck.errors import InputError, SourceError, StoreDamaged, UsageError

from .conftest import ORRIN, ZEPHYR, House

DEAL = Path(__file__).parent.parent.parent / "examples" / "deals" / "sensetime-placing.yaml"
SCREEN = ("screen", "Zephyr Quill Trading", "--country", "US", "--list", "house_watch")
DAY = ("--as-of", "2026-01-20")


def last(house: House) -> str:
    """Return the number of the last event of the audit log."""
    shown = house.run("audit", "list", "--json").stdout
    return str(max(one["n"] for one in json.loads(shown) if one["file"] == "audit"))


def replayed(house: House, event: str) -> dict[str, Any]:
    """Run an event again."""
    found: dict[str, Any] = json.loads(house.run("audit", "replay", event, "--json").stdout)
    return found


def test_a_screening_is_run_again_on_the_list_of_then(house: House) -> None:
    """A newer publication by the same day serves now; the one that served then is taken again."""
    house.run(*SCREEN, *DAY, code=1)
    event = last(house)
    house.import_list(ORRIN)
    house.run(*SCREEN, *DAY, code=0)
    assert replayed(house, event) == {
        "event": int(event),
        "kind": "screening",
        "equal": True,
        "differs": [],
        "notes": [],
    }


def test_what_a_disabled_source_answered_is_run_again_as_it_was(house: House) -> None:
    """The choice of lists is that of then too."""
    house.run("screen", "Zephyr Quill Trading", *DAY)
    event = last(house)
    house.run("lists", "disable", "house_watch")
    assert replayed(house, event)["equal"]


def test_decisions_made_later_are_not_seen(house: House) -> None:
    """The case book is that of then: open where it was open, decided where it was decided."""
    words = (*SCREEN, *DAY, "--party", "K1", "--json")
    document = house.document(*words)
    opened = last(house)
    house.decide(document["results"][0]["hits"][0]["case"]["id"], "false_positive")
    house.run(*words, code=0)
    decided = last(house)
    assert replayed(house, opened)["equal"]
    assert replayed(house, decided)["equal"]


def test_a_batch_is_run_again_on_the_same_file_alone(house: House) -> None:
    """The file is looked for where it was; another in its place is told."""
    path = house.parties()
    house.batch(path, "--party-column", "ref")
    event = last(house)
    house.import_list(ORRIN)
    assert replayed(house, event)["equal"]
    house.parties("ref,name\nA1,Zephyr\n")
    with pytest.raises(InputError, match="is not the file of then"):
        house.run("audit", "replay", event)


@pytest.mark.parametrize("command", ["assess", "memo"])
def test_an_assessment_is_run_again_on_the_deal_and_rules_of_then(
    house: House, command: str
) -> None:
    """The deal file may be gone by now: what it said then was kept, and so were the rules."""
    deal = house.folder / "deal.yaml"
    deal.write_bytes(DEAL.read_bytes())
    more = ("-o", house.folder / "memo.md") if command == "memo" else ()
    house.run(command, deal, "--as-of", "2026-02-02", *more)
    event = last(house)
    deal.unlink()
    assert replayed(house, event)["equal"]


def test_what_comes_out_otherwise_is_said_with_why(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that scores otherwise gives another answer: the hits that differ are named."""
    house.run(*SCREEN, *DAY, code=1)
    monkeypatch.setattr("sanccheck.matching.features.COUNTRY_CONFLICTS", 0.95)
    event = last(house)
    result = house.run("audit", "replay", event, code=1)
    assert "DIFFERS" in result.stdout
    assert "hit of 0 then and not now: house_watch:1 possible" in result.stdout
    assert "hit of 0 now and not then: house_watch:1 possible" in result.stdout


def test_a_rule_of_then_that_is_gone_from_the_program_still_judges(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules that were kept judge again, whatever the program brings by now."""
    house.run("assess", DEAL, "--as-of", "2026-02-02")
    event = last(house)
    monkeypatch.setattr("sanccheck.rulebook.load.shipped", lambda _: Path("/nowhere"))
    assert replayed(house, event)["equal"]


def test_a_snapshot_that_is_gone_cannot_be_run_again(home: Path, house: House) -> None:
    """Without the file of then there is no replay, and none is made up on another."""
    house.run(*SCREEN, *DAY)
    event = last(house)
    for path in (home / "snapshots").iterdir():
        path.unlink()
    with pytest.raises(SourceError, match="the snapshot of house_watch"):
        house.run("audit", "replay", event)


def test_kept_inputs_that_were_changed_are_damage(home: Path, house: House) -> None:
    """A deal file or a set of rules that is not what was kept is told."""
    house.run("assess", DEAL, "--as-of", "2026-02-02")
    for path in (home / "inputs").iterdir():
        path.write_bytes(b"x")
    with pytest.raises(StoreDamaged, match="inputs"):
        house.run("audit", "replay", last(house))
    assert "NOT WHOLE  inputs/" in house.run("audit", "verify", code=4).stdout


def test_what_is_no_answer_cannot_be_run_again(house: House) -> None:
    """An import is an event, and nothing to run again."""
    assert ZEPHYR
    with pytest.raises(UsageError, match="is a list_import"):
        house.run("audit", "replay", "1")
