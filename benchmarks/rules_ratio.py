"""What judging a deal costs beside screening its parties: all regimes over the same 20 parties.

    python -m benchmarks.rules_ratio [--home FOLDER]

Loads the SDN and the consolidated list, screens the parties of a deal and judges it, in turn, and
prints the least processor time of each and their ratio; then the shares of one cold `assess`.
Exits 1 where the rules cost more than the screening.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.loaded import AS_OF, load
from sanccheck.assessment import assess
from sanccheck.deal import parse_deal
from sanccheck.deal.load import LoadedDeal
from sanccheck.deal.screen import screen_deal
from sanccheck.deal.screened import DealScreening
from sanccheck.rulebook.load import shipped_rulebook
from sanccheck.screening import Screener
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served

ROUNDS = 25
MOST_TIMES = 1.0
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


def least(rounds: int, *runs: Callable[[], object]) -> list[float]:
    """Run each in turn, and return the least processor seconds of each."""
    found = [float("inf")] * len(runs)
    for _ in range(rounds):
        for place, run in enumerate(runs):
            start = time.process_time()
            run()
            found[place] = min(found[place], time.process_time() - start)
    return found


def measure(home: Path, loaded: LoadedDeal, day: date) -> tuple[float, float]:
    """Return what screening the parties costs, and what judging the deal costs after it."""
    rulebook = shipped_rulebook(examples=False)
    served = open_library(home).serve(day, None, rulebook.lists_on(day), set())
    found = screen(loaded, served)
    screening, rules = least(
        ROUNDS,
        lambda: screen(loaded, served),
        lambda: assess(loaded, found, rulebook, "benchmark"),
    )
    return screening, rules


def screen(loaded: LoadedDeal, served: Served) -> DealScreening:
    """Screen every party, nothing kept from before."""
    return screen_deal(loaded.deal, served, Screener(served))


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--home", type=Path, help="a SANCCHECK_HOME with the lists loaded")
    given = parser.parse_args().home
    loaded = parse_deal(deal_text().encode(), "deal.yaml")
    with tempfile.TemporaryDirectory() as folder:
        home = given or Path(folder)
        if given is None:
            load(home)
        screening, rules = measure(home, loaded, date.fromisoformat(AS_OF))
    print(f"screening {len(loaded.deal.parties)} parties  {screening * 1000:7.1f} ms")
    print(f"judging the deal      {rules * 1000:7.1f} ms")
    print(f"ratio {rules / screening:.2f} (at most {MOST_TIMES})")
    sys.exit(rules / screening > MOST_TIMES)


if __name__ == "__main__":
    main()
