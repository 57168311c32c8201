"""What a memo costs beside its assessment: a deal of 20 parties and 200 hits.

    taskset -c 0 python -m benchmarks.memo_cost

Assesses a made-up deal with ten hits for each of twenty parties, finds what would change the answer
as far as `memo` does, builds the memo with it and writes it in every format. Prints the CPU seconds
of each, least of three (of the search one run), and the ratio to the assessment. Finding what would
change the answer judges the deal again many times; it is no part of what a format costs, and stands
on a line of its own.
Exits 1 where Word takes more than 3 s, PDF more than 6 s, or Markdown more than the assessment.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date

from sanccheck.assessment import Assessment, assess
from sanccheck.changes import what_would_change
from sanccheck.deal import parse_deal
from sanccheck.deal.screened import DealScreening
from sanccheck.memo import build_memo
from sanccheck.memo.html import to_html
from sanccheck.memo.markdown import to_markdown
from sanccheck.memo.pdf import to_pdf
from sanccheck.memo.word import to_word
from sanccheck.model import (
    Decision,
    EntityType,
    Evidence,
    Hit,
    Listing,
    ListState,
    Query,
    Says,
    Screened,
)
from sanccheck.rulebook.load import shipped_rulebook

PARTIES, HITS = 20, 10
DAY = date(2026, 2, 2)
LIMITS = {"Word": 3.0, "PDF": 6.0}
ROLES = ("issuer", "guarantor", "placing_agent", "cornerstone", "investor", "shareholder")
FIELDS = ("name", "legal form", "country", "jurisdiction", "address", "type")


def deal_text() -> str:
    """Return a deal file of twenty parties that hold shares in a row."""
    lines = [
        "title: A made-up offering to measure by",
        "deal: {kind: offering, date: 2026-02-02}",
        "security: {kind: equity, publicly_traded: yes}",
        "parties:",
    ]
    for number in range(PARTIES):
        role = ROLES[min(number, len(ROLES) - 1)]
        lines.append(
            f"  - {{id: p{number}, name: Made-up Company Number {number} Limited, role: {role}, "
            "type: company, organised_in: KY, country: HK}"
        )
    lines.append("holdings:")
    lines += [
        f"  - {{owner: p{number}, of: p{number - 1}, percent: 30}}" for number in range(1, PARTIES)
    ]
    return "\n".join(lines)


def hit(party: int, number: int) -> Hit:
    """Return a possible hit with evidence on six fields."""
    uid = party * HITS + number
    evidence = tuple(
        Evidence(field=field, says=says, detail=f"what the comparison of the {field} came to")
        for field, says in zip(FIELDS, [*Says, *Says], strict=True)
    )
    return Hit(
        entry=f"us_ns_cmic:9{uid:04d}",
        list="us_ns_cmic",
        name=f"LISTED COMPANY NUMBER {uid} LIMITED",
        matched_name=f"LISTED COMPANY {uid} LTD",
        score=0.8 + number / 100,
        decision=Decision.POSSIBLE,
        programmes=("CMIC-EO13959",),
        listing=Listing(listed_on=date(2021, 12, 10), effective_on=date(2022, 2, 8)),
        evidence=evidence,
        type=EntityType.COMPANY,
    )


def screened() -> DealScreening:
    """Return the screening with its two hundred hits."""
    state = ListState(
        list="us_ns_cmic",
        source="us_ofac_cons",
        title="Made-up list",
        published=DAY,
        sha256="0" * 64,
        entries=200,
        embedded=False,
        stale=False,
        reconstructed=False,
    )
    results = {
        f"p{party}": Screened(
            query=Query(name=f"Made-up Company Number {party} Limited", country="HK"),
            normalised=f"made up company number {party} limited",
            hits=tuple(hit(party, number) for number in range(HITS)),
        )
        for party in range(PARTIES)
    }
    return DealScreening(as_of=DAY, lists=(state,), not_screened=(), results=results, related={})


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of a run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def least(work: Callable[[], object]) -> float:
    """Return the least CPU seconds of three runs."""
    return min(seconds(work) for _ in range(3))


def main() -> None:
    """Print the table."""
    loaded, screening = parse_deal(deal_text().encode(), "deal.yaml"), screened()
    book = shipped_rulebook(examples=False)

    def judge() -> Assessment:
        return assess(loaded, screening, book, "sanccheck benchmark")

    now = judge()
    changes = what_would_change(loaded, book, now)
    memo = build_memo(now, changes)
    base = least(judge)
    costs = {
        "the assessment": base,
        "what changes it": seconds(lambda: what_would_change(loaded, book, judge())) - base,
        "the model": least(lambda: build_memo(judge(), changes)) - base,
        "Markdown": least(lambda: to_markdown(memo)),
        "HTML": least(lambda: to_html(memo)),
        "Word": least(lambda: to_word(memo)),
        "PDF": least(lambda: to_pdf(memo)),
    }
    print(f"{PARTIES} parties, {PARTIES * HITS} hits, CPU seconds, least of three")
    for name, cost in costs.items():
        print(f"{name:16} {cost:6.2f} s  {cost / base:6.2f} of the assessment")
    told = f"{len(changes.found)} changes told, {changes.left_out} not tried"
    print(f"what changes it: {told}")
    slow = any(costs[name] > limit for name, limit in LIMITS.items())
    sys.exit(slow or costs["Markdown"] > base)


if __name__ == "__main__":
    main()
