from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sanccheck.commands import cli
from sanccheck.errors import StoreDamaged, UsageError

ROOT = Path(__file__).parent.parent.parent
DEAL = ROOT / "examples" / "deals" / "sensetime-placing.yaml"
SCREEN = ("screen", "SenseTime Group", "--list", "us_ns_cmic", "--as-of", "2026-02-02")


def run(*words: str | Path, code: int | None = None) -> Result:
    """Run the program; an error that it raises on purpose is raised here."""
    result = CliRunner().invoke(
        cli, [str(word) for word in words], catch_exceptions=False, standalone_mode=False
    )
    if code is not None:
        assert (result.return_value or 0) == code, result.output
    return result


def events(home: Path, name: str = "audit") -> list[dict[str, Any]]:
    """Return the events of a file as they stand there."""
    path = home / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_screening_is_an_event(home: Path) -> None:
    """It holds who, when, the program, the list files, what was asked and what came out."""
    result = run(*SCREEN, "--json", code=1)
    (event,) = events(home)
    document = json.loads(result.stdout)
    assert event["kind"] == "screening"
    assert event["who"]
    assert event["at"].endswith("Z")
    assert event["program"].startswith("sanccheck ")
    assert event["lists"][0][2] == document["lists"][0]["sha256"]
    assert event["inputs"]["queries"] == [document["results"][0]["query"]]
    assert event["outputs"]["hits"] == [[["us_ns_cmic:33114", "possible", 0.93, None]]]
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert event["outputs"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert result.stderr == ""


def test_every_command_that_answers_or_changes_lists_is_an_event(
    home: Path, tmp_path: Path
) -> None:
    """Batch, assessment, memo, import and the choice of lists stand in the log, one event each."""
    table = tmp_path / "house.csv"
    table.write_text("id,name\n1,Zephyr Quill Trading Ltd\n", "utf-8")
    run("lists", "import", "--as", "house", table, "--column=id=id", "--column=name=name")
    run("lists", "disable", "house")
    run("lists", "enable", "house")
    run(*SCREEN)
    run("batch", ROOT / "examples" / "investors.csv", "--as-of", "2026-02-02")
    run("assess", DEAL, "--as-of", "2026-02-02")
    memo = tmp_path / "memo.md"
    run("memo", DEAL, "--as-of", "2026-02-02", "-o", memo)
    found = events(home)
    assert [one["kind"] for one in found] == [
        "list_import",
        "list_choice",
        "list_choice",
        "screening",
        "batch",
        "assessment",
        "memo",
    ]
    batch, assessment, last = found[4:]
    file = (ROOT / "examples" / "investors.csv").read_bytes()
    assert batch["inputs"]["sha256"] == hashlib.sha256(file).hexdigest()
    assert batch["outputs"]["rows"] == 41
    assert assessment["inputs"]["files"]["deal"] == hashlib.sha256(DEAL.read_bytes()).hexdigest()
    assert assessment["outputs"]["findings"]
    assert last["outputs"]["memo"]["sha256"] == hashlib.sha256(memo.read_bytes()).hexdigest()
    assert run("audit", "verify", code=0).stdout.count("whole\n") == 1


def test_the_log_can_be_turned_off_and_every_answer_says_so(home: Path) -> None:
    """Turned off, nothing is added; stderr and the JSON say it, and the log says since when."""
    run(*SCREEN)
    run("audit", "off")
    result = run(*SCREEN, "--json", code=1)
    assert "NO RECORD was kept of this: the audit log is turned off" in result.stderr
    assert json.loads(result.stdout)["record"]["kept"] is False
    assert [one["kind"] for one in events(home)] == ["screening", "audit_off"]
    run("audit", "on")
    assert "record" not in json.loads(run(*SCREEN, "--json").stdout)
    assert [one["kind"] for one in events(home)][2:] == ["audit_on", "screening"]


def test_it_can_be_turned_off_for_one_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SANCCHECK_AUDIT=off keeps no record of a run, which says so."""
    monkeypatch.setenv("SANCCHECK_AUDIT", "off")
    assert "turned off by SANCCHECK_AUDIT" in run(*SCREEN, code=1).stderr
    assert not (home / "audit.jsonl").exists()


def test_a_home_that_cannot_be_written_still_screens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes, and says that no record of it was kept, nor cases of its party."""
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("SANCCHECK_HOME", str(tmp_path / "file" / "home"))
    result = run(*SCREEN, "--party", "P1", "--json", code=1)
    document = json.loads(result.stdout)
    assert document["results"][0]["hits"]
    assert "cannot be written" in document["record"]["why"]
    assert "the cases of this were not kept" in document["record"]["why"]
    assert "NO RECORD was kept" in result.stderr


def test_a_damaged_log_is_told_by_every_answer(home: Path) -> None:
    """The list is screened all the same; that nothing was recorded, and why, is said."""
    run(*SCREEN)
    path = home / "audit.jsonl"
    path.write_bytes(path.read_bytes().replace(b"screening", b"screenings"))
    result = run(*SCREEN, code=1)
    assert "NO RECORD was kept of this" in result.stderr
    assert "the last event is damaged" in result.stderr
    assert "event 1 was changed after it was written" in run("audit", "verify", code=4).stdout
    with pytest.raises(StoreDamaged):
        run("audit", "list")


def test_a_damaged_case_book_never_answers_as_if_whole(home: Path, tmp_path: Path) -> None:
    """No decision of it is applied, every hit is open again, and the commands on cases fail."""
    table = tmp_path / "in.csv"
    table.write_text("name\nSenseTime Group\n", "utf-8")
    batch = ("batch", table, "--list", "us_ns_cmic", "--as-of", "2026-02-02")
    run(*batch, code=1)
    case = events(home, "cases")[0]["cases"][0]["id"]
    run("cases", "decide", case, "false_positive", "--reason", "x", "--by", "Ann")
    run(*batch, code=0)
    path = home / "cases.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"Ann"', b'"Eve"'))
    result = run(*batch, "--json", code=1)
    assert "the case book is damaged, so no decision in it was applied" in result.stderr
    document = json.loads(result.stdout)
    assert "the case book is damaged" in document["record"]["why"]
    assert document["rows"][0]["hits"][0]["disposition"] is None
    for words in (("list",), ("show", case), ("export",)):
        with pytest.raises(StoreDamaged, match="the last event is damaged"):
            run("cases", *words)


def test_a_case_book_with_its_end_cut_off_is_damaged(home: Path, tmp_path: Path) -> None:
    """Without its last decisions the book is whole line by line, and still not taken for whole."""
    table = tmp_path / "in.csv"
    table.write_text("name\nSenseTime Group\n", "utf-8")
    run("batch", table, "--list", "us_ns_cmic", "--as-of", "2026-02-02")
    case = events(home, "cases")[0]["cases"][0]["id"]
    run("cases", "decide", case, "true_match", "--reason", "x", "--by", "Ann")
    path = home / "cases.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(StoreDamaged, match="the end is missing"):
        run("cases", "list")


def test_an_export_holds_every_event_as_it_was_written(home: Path) -> None:
    """Without the name of its file each line is the line of that file, byte for byte."""
    run(*SCREEN, "--party", "P1")
    run(*SCREEN)
    lines = run("audit", "export").stdout_bytes.splitlines()
    assert len(lines) == 3
    for name in ("audit", "cases"):
        begin = f'{{"file":"{name}",'.encode()
        own = [b"{" + line.removeprefix(begin) for line in lines if line.startswith(begin)]
        assert own == (home / f"{name}.jsonl").read_bytes().splitlines()


def test_events_are_listed_and_shown(home: Path) -> None:
    """Each stands in a line with its moment; one is printed whole by its number."""
    run(*SCREEN, "--party", "P1")
    assert home.is_dir()
    listed = run("audit", "list").stdout
    assert "audit:1" in listed
    assert "cases:1" in listed
    assert json.loads(run("audit", "show", "1").stdout)["kind"] == "screening"
    assert json.loads(run("audit", "show", "cases:1").stdout)["kind"] == "hits"
    for wrong in ("9", "x", "other:1"):
        with pytest.raises(UsageError, match="event"):
            run("audit", "show", wrong)


def test_a_hash_noted_down_is_looked_for(home: Path) -> None:
    """`verify --holds` fails when no event has the hash that somebody kept."""
    run(*SCREEN)
    kept = events(home)[0]["hash"]
    run("audit", "verify", "--holds", kept[:12], code=0)
    document = json.loads(run("audit", "verify", "--holds", "abc123", "--json", code=4).stdout)
    assert document["whole"] is False
    assert document["heads"]["audit"] == {"event": 1, "hash": kept}


def test_the_analyst_is_named_beside_the_account(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SANCCHECK_ANALYST says who it is; the account that ran the program stands beside it."""
    monkeypatch.setenv("SANCCHECK_ANALYST", "Ann Lee")
    run(*SCREEN)
    assert events(home)[0]["who"].startswith("Ann Lee (")
