"""A process that is killed, and two that decide at once, lose no decision and break no chain."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sanccheck.audit.record import Record
from sanccheck.audit.verify import verify
from sanccheck.cases.book import open_book

from .conftest import House

ROOT = Path(__file__).parent.parent.parent
KILLS = 40  # here; `python -m benchmarks.kill_record` makes 1,000

DECIDE = """
import sys
from pathlib import Path
from sanccheck.audit.record import Record, Stamp
from sanccheck.cases.decide import Judgement, decide
from sanccheck.model import Verdict
home, case, who, times = sys.argv[1:]
for number in range(int(times)):
    judgement = Judgement(verdict=Verdict.ESCALATED, reason=f"{who} {number}", analyst=who)
    decide(Record(Path(home)), Stamp("2026-11-25T10:00:00Z", who, "test"), case, judgement)
"""


def test_kills_at_random_moments_lose_nothing() -> None:
    """After each kill the chain is whole and every decision that was said to be made is there."""
    if not (ROOT / "benchmarks" / "kill_record.py").is_file():
        pytest.skip("benchmarks are in the repository alone")
    command = [sys.executable, "-m", "benchmarks.kill_record", str(KILLS)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert f"{KILLS} kills" in result.stdout


def test_two_processes_that_decide_at_once_are_both_heard(home: Path, house: House) -> None:
    """Each waits for the other: no decision is lost, none is written into another."""
    (hit,) = house.hits(house.parties())
    case, times = hit["case"]["id"], 30
    command = [sys.executable, "-c", DECIDE, str(home), case]
    running = [subprocess.Popen([*command, who, str(times)]) for who in ("Ann", "Ben")]
    assert [one.wait() for one in running] == [0, 0]
    assert verify(Record(home)).faults == ()
    decisions = open_book(Record(home)).case(case).decisions
    for who in ("Ann", "Ben"):
        reasons = [one.reason for one in decisions if one.analyst == who]
        assert reasons == [f"{who} {number}" for number in range(times)]


def test_who_reviews_is_told_when_somebody_else_decided_meanwhile(home: Path, house: House) -> None:
    """A decision made on what another has decided since is not recorded over it."""
    from sanccheck.audit.record import Stamp
    from sanccheck.cases.decide import Judgement, decide
    from sanccheck.errors import UsageError
    from sanccheck.model import Verdict

    (hit,) = house.hits(house.parties())
    case = hit["case"]["id"]
    house.decide(case, "true_match")
    late = Judgement(verdict=Verdict.FALSE_POSITIVE, reason="x", analyst="Ben", seen=0)
    with pytest.raises(UsageError, match="decided by somebody else meanwhile"):
        decide(Record(home), Stamp("2026-11-25T10:00:00Z", "ben", "test"), case, late)
    shown = json.loads(house.run("cases", "show", case, "--json").stdout)
    assert [one["verdict"] for one in shown["decisions"]] == ["true_match"]
