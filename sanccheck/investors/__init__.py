"""Who may buy: the investors of a file judged one by one under a deal."""

from sanccheck.investors.book import BadRow, Row, who_may_buy
from sanccheck.investors.investor import Investor, Kind, Owner
from sanccheck.investors.verdict import Answer, Counts, Effect, Reason, Verdict

__all__ = [
    "Answer",
    "BadRow",
    "Counts",
    "Effect",
    "Investor",
    "Kind",
    "Owner",
    "Reason",
    "Row",
    "Verdict",
    "who_may_buy",
]
