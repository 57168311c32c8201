"""What judging a deal costs beside screening its parties: all regimes over the same 20 parties.

    python -m benchmarks.rules_ratio [--home FOLDER]

Screens the parties against the SDN and the consolidated list and judges the deal, each time in a
process of its own as `assess` does, and again and again in one process. Prints the least processor
time of each step over some rounds, and what judging takes of screening. Nearly nothing is stated of
the parties, so that most rules stay open, which costs most. Exits 1 where a deal judged in a
process of its own costs more than the screening before it, or where loading the rules adds more
than a fifth to a whole `assess`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.loaded import AS_OF, PROGRAM, environment, load

ROUNDS = 9
REPEATS = 25
MOST_TIMES = 1.0
MOST_ADDED = 0.2
PARTIES = (
    ("issuer", "issuer", "Harbour Ridge Intelligence Group Limited", "KY"),
    ("guarantor", "guarantor", "Harbour Ridge Cloud (Shenzhen) Technology Co., Ltd.", "CN"),
    ("bank", "underwriter", "Meridian Quay Securities Plc", "GB"),
    ("second_bank", "underwriter", "Stonebridge Atlantic Securities LLC", "US"),
    ("agent", "placing_agent", "Pearl Delta Capital Markets Limited", "HK"),
    ("sponsor", "sponsor", "Rheintal Handelsbank AG", "DE"),
    ("cornerstone", "cornerstone", "Jiangnan State Capital Investment Co., Ltd.", "CN"),
    ("second_cornerstone", "cornerstone", "Maple Ledger Pension Fund", "CA"),
    ("investor", "investor", "Great Plains Index Trust", "US"),
    ("second_investor", "investor", "Highland Moor Partners LP", "GB"),
    ("third_investor", "investor", "Volga Bridge Holding", "RU"),
    ("fourth_investor", "investor", "Silver Fern Growth Fund", "NZ"),
    ("fifth_investor", "investor", "Sakura Coast Asset Management K.K.", "JP"),
    ("shareholder", "shareholder", "East Lake Venture Partners II, L.P.", "KY"),
    ("second_shareholder", "shareholder", "Qilin Peak Holdings Limited", "VG"),
    ("founder", "owner", "Example Founder", "CN"),
    ("parent", "owner", "Qilin Peak Group Co., Ltd.", "CN"),
    ("state_fund", "owner", "Northern Lights State Fund", "NO"),
    ("custodian", "custodian", "Alpenrand Depotbank AG", "CH"),
    ("adviser", "adviser", "Fleet Lane Advisers LLP", "GB"),
)
HOLDINGS = (
    ("parent", "second_shareholder", "100"),
    ("second_shareholder", "issuer", "40-55"),
    ("shareholder", "issuer", "12"),
    ("founder", "issuer", "18.5"),
    ("state_fund", "shareholder", "30"),
    ("issuer", "guarantor", "100"),
)


def deal_text() -> str:
    """Return the deal file: an offering under Regulation S with much of it not stated."""
    people = {"founder"}
    lines = [
        "title: An offering of twenty parties",
        "deal: {kind: offering, action: purchase, structure: {reg_s: yes}}",
        "security: {kind: equity, to_be_listed: yes, currency: HKD}",
        "holdings:",
        *(f"  - {{owner: {who}, of: {of}, percent: {part}}}" for who, of, part in HOLDINGS),
        "parties:",
    ]
    for party, role, name, place in PARTIES:
        where = f"type: person, country: {place}" if party in people else f"organised_in: {place}"
        lines.append(f"  - {{id: {party}, name: '{name}', role: {role}, {where}}}")
    return "\n".join(lines)


def steps(home: Path) -> dict[str, float]:
    """Judge the deal as `assess` does; return the processor seconds of each step.

    `again` are those of screening and judging once more, the least of many.
    """
    clock = [time.process_time()]

    def lap() -> float:
        clock.append(time.process_time())
        return clock[-1] - clock[-2]

    from sanccheck.assessment import assess
    from sanccheck.deal import parse_deal
    from sanccheck.deal.screen import screen_deal
    from sanccheck.ownership import shipped_law
    from sanccheck.rulebook.load import shipped_rulebook
    from sanccheck.screening import Screener
    from sanccheck.sources.library import open_library

    found = {"start": clock[0] + lap()}
    loaded = parse_deal(deal_text().encode(), "deal.yaml")
    found["deal"] = lap()
    rulebook = shipped_rulebook(examples=False)
    shipped_law(examples=False)
    found["rules"] = lap()
    day = date.fromisoformat(AS_OF)
    served = open_library(home).serve(day, None, rulebook.lists_on(day), set())
    found["lists"] = lap()
    screening = screen_deal(loaded.deal, served, Screener(served))
    found["screening"] = lap()
    assess(loaded, screening, rulebook, "benchmark")
    found["judging"] = lap()
    again: list[tuple[float, float]] = []
    for _ in range(REPEATS):
        lap()
        screen_deal(loaded.deal, served, Screener(served))
        screened = lap()
        assess(loaded, screening, rulebook, "benchmark")
        again.append((screened, lap()))
    found["screening again"] = min(one for one, _ in again)
    found["judging again"] = min(other for _, other in again)
    return found


def measure(home: Path) -> dict[str, float]:
    """Run the steps and the whole `assess` in processes of their own; return the least of each."""
    command = (sys.executable, "-m", "benchmarks.rules_ratio", "--once", "--home", str(home))
    runs: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        deal = Path(folder) / "deal.yaml"
        deal.write_text(deal_text(), encoding="utf-8")
        whole = (*PROGRAM, "assess", str(deal), "--as-of", AS_OF, "--json")
        for _ in range(ROUNDS):
            done = subprocess.run(command, env=environment(home), check=True, capture_output=True)
            runs.append(json.loads(done.stdout) | {"whole assess": _seconds(whole, home)})
    return {step: min(run[step] for run in runs) for step in runs[0]}


def _seconds(command: tuple[str, ...], home: Path) -> float:
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--home", type=Path, help="a SANCCHECK_HOME with the lists loaded")
    parser.add_argument("--once", action="store_true", help="one run, as JSON")
    given = parser.parse_args()
    if given.once:
        print(json.dumps(steps(given.home)))
        return
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        if given.home is None:
            load(home)
        found = measure(home)
    for step, seconds in found.items():
        print(f"{step:18} {seconds * 1000:7.1f} ms")
    ratio = found["judging"] / found["screening"]
    again = found["judging again"] / found["screening again"]
    share = found["rules"] / (found["whole assess"] - found["rules"])
    print(
        f"judging {len(PARTIES)} parties takes {ratio:.2f} of screening them (at most {MOST_TIMES})"
    )
    print(f"again and again in one process {again:.2f}")
    print(f"loading the rules adds {share:.2f} to a whole assess (at most {MOST_ADDED})")
    sys.exit(ratio > MOST_TIMES or share > MOST_ADDED)


if __name__ == "__main__":
    main()
