from __future__ import annotations

import json
from pathlib import Path

import pytest

from sanccheck.errors import UsageError

from .conftest import ORRIN, PARTIES, ZEPHYR, House

AS_OF = ("--list", "house_watch", "--as-of", "2026-01-05")


def decided(house: House, *words: str) -> tuple[Path, str]:
    """Check the parties, decide that the one hit is another's, and return the table and case."""
    path = house.parties()
    (hit,) = house.hits(path, *words)
    assert hit["case"]["state"] == "open"
    assert hit["disposition"] is None
    house.decide(hit["case"]["id"], "false_positive")
    return path, hit["case"]["id"]


def test_a_hit_of_a_batch_becomes_a_case_compared_field_by_field(house: House) -> None:
    """The case shows what was asked, what is listed, and what that says of each field."""
    (hit,) = house.hits(house.parties())
    case = house.document("cases", "show", hit["case"]["id"], "--json")
    assert (case["state"], case["entry"]) == ("open", "house_watch:1")
    rows = {row["field"]: row for row in case["comparison"]}
    country = rows["country"]
    assert (country["asked"], country["listed"], country["says"]) == ("US", "GB", "conflicts")
    assert rows["name"]["says"] == "agrees"
    assert rows["address"]["says"] == "unknown"
    assert [step["step"] for step in case["steps"]] == [1, 2, 3, 4, 5]


def test_a_false_positive_is_suppressed_and_still_shown(house: House) -> None:
    """What was decided stays in the answer, with who and why, and no longer makes the code 1."""
    path, case = decided(house)
    row, _ = house.batch(path, code=0)
    (hit,) = row["hits"]
    assert hit["disposition"]["suppressed"] is True
    assert hit["disposition"]["analyst"] == "Ann"
    assert hit["disposition"]["reason"] == "another company"
    assert hit["case"] == {"id": case, "state": "decided", "changed": []}
    result = house.run("batch", path, *AS_OF)
    assert "decided" in result.stdout
    assert "1 hits decided false positive" in result.stderr


def test_before_it_is_decided_the_code_is_1(house: House) -> None:
    """An open case is a hit like any other, also the second time."""
    path = house.parties()
    house.batch(path, code=1)
    house.batch(path, code=1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((ZEPHYR.replace("first", "changed"), ORRIN), "details"),
        ((ZEPHYR.replace("GB", "IE"), ORRIN), "countries was 'GB', is 'IE'"),
        ((ZEPHYR.replace("Ltd", "Limited"), ORRIN), "names was"),
    ],
    ids=["note", "country", "name"],
)
def test_it_returns_when_the_entry_changes_and_says_what(
    house: House, rows: tuple[str, ...], said: str
) -> None:
    """A later publication that says something else of the entry wakes the case."""
    path, case = decided(house)
    house.import_list(*rows)
    row, _ = house.batch(path, code=1)
    (hit,) = row["hits"]
    assert hit["disposition"] is None
    assert (hit["case"]["id"], hit["case"]["state"]) == (case, "returned")
    assert any(said in one for one in hit["case"]["changed"]), hit["case"]["changed"]
    assert "changed:" in house.run("cases", "list", code=1).stdout


def test_a_later_publication_that_leaves_the_entry_alone_wakes_nothing(house: House) -> None:
    """Another entry's change is none of this case's."""
    path, _ = decided(house)
    house.import_list(ZEPHYR, ORRIN.replace("second", "changed"), "3,Marl Sedge Ltd,NO,third")
    house.batch(path, code=0)


def test_it_returns_when_the_party_s_facts_change(house: House) -> None:
    """A party with another country is not the one that was decided on; the old facts are named."""
    decided(house)
    house.parties(PARTIES.replace("US", "GB"))
    (hit,) = house.hits(house.folder / "parties.csv")
    assert hit["disposition"] is None
    assert hit["case"]["state"] == "returned"
    assert "the party's country was 'US', is 'GB'" in hit["case"]["changed"]


def test_with_a_reference_it_stays_the_same_case_when_the_facts_change(house: House) -> None:
    """The user's own reference says that it is the same party; its case returns."""
    _, case = decided(house, "--party-column", "ref")
    path = house.parties(PARTIES.replace("US", "GB"))
    (hit,) = house.hits(path, "--party-column", "ref")
    assert (hit["case"]["id"], hit["case"]["state"]) == (case, "returned")


def test_it_stands_again_when_the_change_is_undone(house: House) -> None:
    """What was decided holds for what stood then, whenever it stands so."""
    path, _ = decided(house)
    house.import_list(ZEPHYR.replace("GB", "IE"), ORRIN)
    house.batch(path, code=1)
    house.import_list(ZEPHYR, ORRIN)
    house.batch(path, code=0)


def test_nothing_is_suppressed_in_another_book_by_name(house: House) -> None:
    """The same name and facts in another file, or in a bare screening, are another party's."""
    decided(house)
    (hit,) = house.hits(house.parties(name="others.csv"))
    assert (hit["disposition"], hit["case"]["state"]) == (None, "open")
    result = house.run("screen", "Zephyr Quill Trading", "--country", "US", *AS_OF, "--json")
    assert result.return_value == 1
    assert "case" not in json.loads(result.stdout)["results"][0]["hits"][0]


def test_of_two_rows_with_one_name_only_the_one_decided_on_is_suppressed(house: House) -> None:
    """Other facts are another party: its hit stays, and says that its namesake's was decided."""
    path = house.parties(f"{PARTIES}A3,Zephyr Quill Trading,GB\n")
    first, second = house.hits(path)
    house.decide(first["case"]["id"], "false_positive")
    first, second = house.hits(path)
    assert first["disposition"]["suppressed"] is True
    assert second["disposition"] is None
    assert second["case"]["state"] == "open"


def test_a_name_screened_as_a_party_has_a_case_and_its_decision_holds(house: House) -> None:
    """`screen --party` names the party, so that its hits are cases and stay decided."""
    words = ("screen", "Zephyr Quill Trading", *AS_OF, "--party", "K-77", "--json")
    (hit,) = house.document(*words)["results"][0]["hits"]
    house.decide(hit["case"]["id"], "false_positive")
    result = house.run(*words, code=0)
    (hit,) = json.loads(result.stdout)["results"][0]["hits"]
    assert hit["disposition"]["suppressed"] is True
    shown = house.run(*words[:-1], code=0).stdout
    assert "decided FALSE POSITIVE" in shown
    other = ("screen", "Zephyr Quill Trading", *AS_OF, "--party", "K-78")
    house.run(*other, code=1)


def test_four_eyes_are_of_two_persons(house: House) -> None:
    """A decision that asks for a second person holds when another signs it, never the same."""
    path = house.parties()
    (hit,) = house.hits(path)
    case = hit["case"]["id"]
    house.decide(case, "false_positive", "--four-eyes")
    house.batch(path, code=1)
    for same in ("Ann", " ann "):
        with pytest.raises(UsageError, match="another person must sign"):
            house.run("cases", "sign", case, "--by", same)
    house.batch(path, code=1)
    house.run("cases", "sign", case, "--by", "Ben")
    row, _ = house.batch(path, code=0)
    assert row["hits"][0]["disposition"]["signed_by"] == "Ben"
    with pytest.raises(UsageError, match="waits for no sign-off"):
        house.run("cases", "sign", case, "--by", "Cleo")


def test_who_decides_again_does_not_get_round_the_second_person(house: House) -> None:
    """Where a case once asked for four eyes, every later decision on it does."""
    path = house.parties()
    (hit,) = house.hits(path)
    house.decide(hit["case"]["id"], "false_positive", "--four-eyes")
    house.decide(hit["case"]["id"], "false_positive")
    house.batch(path, code=1)
    house.run("cases", "sign", hit["case"]["id"], "--by", "Ben")
    house.batch(path, code=0)


def test_what_changed_before_the_sign_off_is_decided_anew(house: House) -> None:
    """Nobody signs off what is no longer what was decided on."""
    path = house.parties()
    (hit,) = house.hits(path)
    house.decide(hit["case"]["id"], "false_positive", "--four-eyes")
    house.import_list(ZEPHYR.replace("GB", "IE"), ORRIN)
    house.batch(path)
    with pytest.raises(UsageError, match="changed since it was decided"):
        house.run("cases", "sign", hit["case"]["id"], "--by", "Ben")


def test_a_true_match_makes_the_row_a_match(house: House) -> None:
    """What a person confirmed counts as a match, and keeps doing so when the spelling changes."""
    path = house.parties()
    (hit,) = house.hits(path)
    house.decide(hit["case"]["id"], "true_match")
    result = house.run("batch", path, *AS_OF, code=1)
    assert "1 match" in result.stderr
    house.import_list(ZEPHYR.replace("first", "changed"), ORRIN)
    (hit,) = house.hits(path)
    assert hit["disposition"]["disposition"] == "true_match"
    assert hit["case"]["changed"]


def test_an_escalated_case_stays_open(house: House) -> None:
    """Who escalates has not decided: the hit counts, and the case is still listed."""
    path = house.parties()
    (hit,) = house.hits(path)
    house.decide(hit["case"]["id"], "escalated")
    house.batch(path, code=1)
    assert "escalated" in house.run("cases", "list", code=1).stdout


def test_the_last_decision_holds(house: House) -> None:
    """A decision is never taken back but by another; all of them stay."""
    path, case = decided(house)
    house.decide(case, "true_match")
    house.batch(path, code=1)
    shown = house.document("cases", "show", case, "--json")
    assert [one["verdict"] for one in shown["decisions"]] == ["false_positive", "true_match"]


def test_reviewing_takes_one_key_and_a_reason(house: House) -> None:
    """`cases review` shows each open case; a key decides, Enter takes the reason offered."""
    path = house.parties(f"{PARTIES}A3,Orrin Vale Holdings,SG\n")
    house.hits(path)
    result = house.run("cases", "review", "--by", "Ann", answers="xf\nq")
    assert "1 of 2" in result.stdout
    assert "1 decided of 2" in result.stdout
    first, second = house.hits(path)
    assert first["disposition"]["reason"].startswith("country conflicts: asked United States")
    assert second["disposition"] is None


def test_cases_are_exported_with_their_decisions(house: House) -> None:
    """CSV has a row for each case, decided or not; a cell that would run as a formula does not."""
    path, case = decided(house)
    house.run("cases", "decide", case, "escalated", "--reason", "=1+1", "--by", "Ann")
    header, row = house.run("cases", "export").stdout.splitlines()
    found = dict(zip(header.split(","), row.split(","), strict=True))
    assert (found["case"], found["book"]) == (case, str(path))
    assert (found["verdict"], found["reason"]) == ("escalated", "'=1+1")
    (whole,) = house.document("cases", "export", "--format", "json")
    assert len(whole["decisions"]) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cases", "show", "no-case"), "is not known"),
        (("cases", "decide", "zz", "escalated", "--reason", "x"), "is not known"),
        (("cases", "decide", "c", "escalated", "--reason", " ", "--by", "A"), "takes its reason"),
        (("cases", "sign", "c", "--by", "B"), "waits for no sign-off"),
        (("screen", "A B", "C D", "--party", "x"), "one party"),
        (("screen", "A B", "--book", "x"), "add --party"),
    ],
)
def test_what_cannot_be_done_is_said(house: House, words: tuple[str, ...], said: str) -> None:
    """A case that is not there, a decision without reason and the like are usage errors."""
    house.hits(house.parties())
    with pytest.raises(UsageError, match=said):
        house.run(*words)
