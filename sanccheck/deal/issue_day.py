"""When the security dealt in was issued, and when it was last made new."""

from __future__ import annotations

from datetime import date

from sanccheck.deal.actions import issues
from sanccheck.deal.fact import Fact, known, unknown
from sanccheck.deal.schema import Deal

DEBT = frozenset({"debt", "loan", "convertible", "exchangeable"})
_FILE = "the deal file states it"


def issued_on(deal: Deal, day: date) -> Fact:
    """Return when the security was issued: as stated, or in this deal where it is issued here."""
    if deal.security.issue_date is not None:
        return known(deal.security.issue_date, _FILE)
    if issues(deal):
        return known(day, "the deal issues it")
    return unknown("When was the security issued?")


def new_on(deal: Deal, day: date) -> Fact:
    """Return when the security was issued, or its terms were last materially changed.

    What the deal itself issues is new on the day of the trade (OFAC FAQ 942, 989 on changed terms).
    """
    security = deal.security
    issued = security.issue_date
    if issued is None:
        return issued_on(deal, day)
    if security.terms_modified_date is not None:
        return known(max(issued, security.terms_modified_date), _FILE)
    if security.terms_modified is False or security.kind not in DEBT or issued >= day:
        return known(issued, _FILE)
    return unknown(
        "Have the terms of the debt (tenor, rate and the like) been materially changed since it "
        "was issued, and when?"
    )
