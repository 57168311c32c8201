"""What would change an answer: the smallest changes of fact, found by judging again."""

from __future__ import annotations

from datetime import date

import pytest

from sanccheck.changes import Change, Changes, what_would_change
from sanccheck.changes.words import said
from sanccheck.commands.assess_json import changes_document
from sanccheck.deal import parse_deal
from sanccheck.model import Decision, Hit
from sanccheck.rulebook.outcomes import Rung, Rungs

from .conftest import BOOK, Judge, hit, list_state
from .test_brief_rows import LISTED
from .test_decision_rows import LISTS, OFFER
from .test_law import BUYER, ISSUER, SELLER, US_BUYER, US_SELLER, deal

SALE = "kind: trade, action: sale, solely_to_divest: yes, settlement_date: {}"
TRADE = "kind: trade, action: purchase, solely_to_divest: no"
BLOCKED: dict[str, tuple[Hit, ...]] = {"top": (hit(entry="us_ofac_sdn:1", list="us_ofac_sdn"),)}
OWNED = """
  - {id: top, name: Example Top, role: owner, type: person}
holdings: [{owner: top, of: buyer, percent: 50}]
"""


def changes(
    judge: Judge, text: str, day: str, hits: dict[str, tuple[Hit, ...]] | None = None
) -> Changes:
    """Return what would change the answer on a deal, with every list there."""
    lists = tuple(list_state(name, published=date.fromisoformat(day)) for name in LISTS)
    now = judge(text, day, hits=hits, screened=lists)
    return what_would_change(parse_deal(text.encode(), "deal.yaml"), BOOK, now)


def told(found: Changes) -> dict[str, Change]:
    """Return the changes by what they say."""
    return {said(change): change for change in found.found}


def test_a_day_earlier_would_have_been_allowed(judge: Judge) -> None:
    """A sale after the window is judged again on its last day, and no nearer day would do."""
    text = deal(SALE.format("unknown"), ISSUER, US_SELLER, BUYER)
    found = told(changes(judge, text, "2022-12-20", LISTED))
    change = found["day of the trade: 20 Dec 2022, the day asked → 9 Dec 2022"]
    assert change.result.strict is change.result.policy is Rung.CLEAR
    assert change.rules[0] == "CMIC-03"
    days = [one for one in found if one.startswith("day of the trade")]
    assert len(days) == len({(found[one].result, found[one].could_be) for one in days})


def test_settlement_moves_with_the_trade(judge: Judge) -> None:
    """A trade that is moved settles as many days later as it did."""
    text = deal(
        SALE.format("2022-12-22").replace("kind", "trade_date: 2022-12-20, kind"),
        ISSUER,
        US_SELLER,
        BUYER,
    )
    found = told(changes(judge, text, "2022-12-20", LISTED))
    assert "day of the trade: 20 Dec 2022 → 7 Dec 2022" not in found
    nine = found["day of the trade: 20 Dec 2022 → 9 Dec 2022"]
    assert (nine.result.strict, nine.result.policy) == (Rung.CLEAR, Rung.PROHIBITED)


def test_49_percent_for_50(judge: Judge) -> None:
    """A share of 50 percent that blocks is told with the whole percentage that does not."""
    text = deal(TRADE, ISSUER, SELLER, BUYER) + OWNED.lstrip("\n")
    found = told(changes(judge, text, "2023-07-06", BLOCKED))
    change = found[f"Example Top's share of {_name(BUYER)}: 50 percent → 49 percent"]
    assert change.result.policy is Rung.CLEAR
    assert "SDN-02" in change.rules
    other = text.replace("percent: 50", "percent: 20")
    found = told(changes(judge, other, "2023-07-06", BLOCKED))
    assert found[f"Example Top's share of {_name(BUYER)}: 20 percent → 50 percent"].rules[0] == (
        "SDN-02"
    )


def _name(party: str) -> str:
    return party.partition("name: ")[2].partition(",")[0]


def test_another_instrument_and_another_buyer(judge: Judge) -> None:
    """A class that does not trade, or a buyer that is no US person, is not barred."""
    found = told(changes(judge, deal(TRADE, ISSUER, SELLER, US_BUYER), "2023-07-06", LISTED))
    buyer = found[f"{_name(US_BUYER)}: a US person, by either test: yes → no"]
    class_ = found[
        "this class trades on an exchange or over the counter on the day asked: yes → no"
    ]
    for change in (buyer, class_):
        assert change.result.strict is change.result.policy is Rung.CLEAR
        assert change.stated
        assert "CMIC-01" in change.rules


def test_a_possible_hit_is_told_both_ways(judge: Judge) -> None:
    """What is not decided yet is a question: each answer that changes something is told."""
    possible: dict[str, tuple[Hit, ...]] = {"issuer": (hit(Decision.POSSIBLE),)}
    found = changes(judge, deal(OFFER, ISSUER), "2023-07-06", possible)
    change = told(found)[
        f"{_name(ISSUER)}: is EXAMPLE HOLDINGS LIMITED (us_ns_cmic:90001): unknown → yes"
    ]
    assert not change.stated
    assert change.result.strict is Rung.MUST_EXCLUDE_US_PERSONS


def _now(judge: Judge, text: str, hits: dict[str, tuple[Hit, ...]]) -> Rungs:
    lists = tuple(list_state(name) for name in LISTS)
    return judge(text, "2023-07-06", hits=hits, screened=lists).offering.result


def test_what_lowers_comes_first_and_what_is_known_before_what_is_asked(judge: Judge) -> None:
    """A reader wants first what would free the deal, and facts before answers."""
    text = deal(TRADE, ISSUER, SELLER, US_BUYER)
    found = changes(judge, text, "2023-07-06", LISTED).found
    now = _now(judge, text, LISTED)
    order = [(not one.lowers(now), not one.stated) for one in found]
    assert order == sorted(order)


@pytest.mark.parametrize("day", ["2021-12-13", "2022-03-01", "2023-07-06"])
def test_every_change_does_what_it_says(judge: Judge, day: str) -> None:
    """No change is told that leaves strict and policy as they are, and each names a rule."""
    text = deal(OFFER, ISSUER)
    lists = tuple(list_state(name, published=date.fromisoformat(day)) for name in LISTS)
    now = judge(text, day, hits=LISTED, screened=lists).offering.result
    found = changes(judge, text, day, LISTED)
    assert found.found
    for change, document in zip(found.found, changes_document(found)["found"], strict=True):
        assert change.rules
        assert change.result != now
        assert document["policy"] == change.result.policy.name


def test_what_is_not_tried_is_counted_and_can_be_asked_for(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a deal has more changes than are tried, that is said; on demand all are tried."""
    monkeypatch.setattr("sanccheck.changes.find._WORK", 0)
    monkeypatch.setattr("sanccheck.changes.find._FEWEST", 5)
    text = deal(TRADE, ISSUER, SELLER, US_BUYER)
    lists = tuple(list_state(name, published=date(2022, 3, 1)) for name in LISTS)
    now = judge(text, "2022-03-01", hits=LISTED, screened=lists)
    loaded = parse_deal(text.encode(), "deal.yaml")
    some = what_would_change(loaded, BOOK, now)
    every = what_would_change(loaded, BOOK, now, every=True)
    assert some.left_out > every.left_out == 0
    assert len(every.found) > len(some.found)
