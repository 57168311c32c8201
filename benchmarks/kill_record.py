"""Kill a process that decides cases at 1,000 random moments, and look at what is left.

    python -m benchmarks.kill_record [KILLS [SEED]]

A process decides cases one after another and says each time that it has; it is killed with
SIGKILL at a random moment, most often in the middle of writing. Then the record must be whole,
from the first event to the last, and every decision that was said to be made must be in the case
book. The next process goes on with the same record. Every 50 kills it begins anew, so that it
stays as small as a day's work. Prints how many kills there were, in how many a decision was under
way and stands without having been said, and how many ends were torn. Exits 1 at the first loss.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sanccheck.audit.record import AUDIT, CASES, Record, Stamp
from sanccheck.audit.verify import verify
from sanccheck.cases.book import open_book
from sanccheck.cases.decide import Judgement, decide
from sanccheck.cases.mark import Marking
from sanccheck.cases.party import Party
from sanccheck.model import Decision, Hit, Listing, Query, Screened, Verdict
from sanccheck.sources.served import Served

KILLS, ANEW = 1000, 50
STAMP = Stamp("2026-11-25T10:00:00.000Z", "somebody", "sanccheck")
PARTIES = 5
LONGEST = 0.03


@dataclass(slots=True)
class Tally:
    """What the kills came to."""

    kills: int = 0
    said: int = 0
    unsaid: int = 0
    torn: int = 0


def begin(home: Path) -> list[str]:
    """Make a case book of a few open cases and return their ids."""
    from datetime import date

    record = Record(home)
    served = Served(as_of=date(2026, 11, 25), lists=(), not_screened=(), corpora=())
    marking = Marking(open_book(record), "parties", served)
    marked = [
        marking.mark(Party(book="parties", ref=str(number), query=query), _hit(query))
        for number in range(PARTIES)
        for query in [Query(name=f"Party {number}")]
    ]
    with record.writing() as writer:
        writer.append(CASES, STAMP, *marking.events)
    return [hit.case.id for one in marked for hit in one.hits if hit.case is not None]


def _hit(query: Query) -> Screened:
    hit = Hit(
        entry="a_list:1",
        list="a_list",
        name="Listed",
        matched_name="Listed",
        score=0.9,
        decision=Decision.POSSIBLE,
        programmes=(),
        listing=Listing(),
        evidence=(),
    )
    return Screened(query=query, normalised=query.name, hits=(hit,))


def decide_on(home: Path, cases: list[str], out: int) -> None:
    """Decide without end; say the number of each decision's event once it is made."""
    record = Record(home)
    verdicts = list(Verdict)
    for number in range(1_000_000):
        judgement = Judgement(
            verdict=verdicts[number % 3], reason=f"reason {number}" * 20, analyst="Ann"
        )
        case = decide(record, STAMP, cases[number % len(cases)], judgement)
        last = case.last
        assert last is not None
        os.write(out, f"{last.event}\n".encode())
        with record.writing() as writer:
            writer.append(AUDIT, STAMP, {"kind": "screening", "number": number})


def kill_one(home: Path, cases: list[str], moment: float) -> list[int]:
    """Start such a process, kill it that long after its first word, and return what it said."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            decide_on(home, cases, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    select.select([ours], [], [], 60)  # it has begun: the moment counts from here
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = b""
    while piece := os.read(ours, 65536):
        said += piece
    os.close(ours)
    return [int(line) for line in said.split()]


def check(home: Path, said: list[int], tally: Tally) -> str | None:
    """Return what is lost or broken, None where nothing is."""
    record = Record(home)
    tally.torn += any(record.chain(name).torn() for name in (AUDIT, CASES))
    found = verify(record)
    if found.faults:
        return "; ".join(map(str, found.faults))
    decided = {one.event for case in open_book(record).cases.values() for one in case.decisions}
    lost = set(said) - decided
    tally.said += len(said)
    tally.unsaid += bool(said) and max(decided) > max(said)
    return f"decisions {sorted(lost)} are lost" if lost else None


def run(kills: int, seed: int) -> tuple[Tally, str | None]:
    """Kill so many times; return the tally and what was lost or broken, None where nothing was."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    tally = Tally()
    while tally.kills < kills:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            cases = begin(home)
            for _ in range(min(ANEW, kills - tally.kills)):
                said = kill_one(home, cases, chance.uniform(0, LONGEST))
                tally.kills += 1
                wrong = check(home, said, tally)
                if wrong is not None:
                    return tally, wrong
    return tally, None


def main() -> None:
    """Print the tally."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    tally, wrong = run(kills, seed)
    print(f"{tally.kills} kills, {tally.said} decisions said to be made and all there")
    print(
        f"{tally.unsaid} made and killed before it was said; {tally.torn} with a torn end, mended"
    )
    if wrong is not None:
        sys.exit(f"after kill {tally.kills}: {wrong}")


if __name__ == "__main__":
    main()
