"""Deals on which a wrong answer would be a false clear, or a bar that is none.

Each is a sentence, a deal file, a day, and what must come out. The issuer, guarantor or
underlying called Example Holdings Limited is listed on 10 Dec 2021, barred from 8 Feb 2022, with
a window to divest until the end of 9 Dec 2022. Ownership is stated, so that only the question of
the case is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from sanccheck.assessment import Assessment
from sanccheck.assessment.to_json import assessment_document
from sanccheck.model import Decision, Evidence, Says
from sanccheck.rulebook.outcomes import Limb

from .conftest import ENTRY, Judge, hit

P1, P2, P3 = "2022-01-10", "2022-03-01", "2023-07-06"
CLEAR, EXCLUDE, BARRED = "CLEAR", "MUST_EXCLUDE_US_PERSONS", "PROHIBITED"

ISSUER = "{id: issuer, name: Example Holdings Limited, role: issuer, organised_in: HK}"
US_SELLER = "{id: seller, name: A US holder, role: seller, organised_in: US, acts_for: [seller]}"
SELLER = "{id: seller, name: A holder, role: seller, ofac_us_person: no, acts_for: [seller]}"
US_BUYER = "{id: buyer, name: A US fund, role: buyer, organised_in: US, acts_for: [buyer]}"
BUYER = "{id: buyer, name: A buyer, role: buyer, ofac_us_person: no, acts_for: [buyer]}"
EQUITY = "{kind: equity, publicly_traded: yes}"


US_BROKER = (
    "{id: broker, name: A US bank, role: broker, organised_in: US, acts_for: [buyer],"
    " serves_us_person: no}"
)


def deal(terms: str, *parties: str, security: str = EQUITY, structure: str = "") -> str:
    """Write a deal file; a party that says nothing of ownership is not blocked by it."""
    shape = f", structure: {{{structure}}}" if structure else ""
    lines = [f"deal: {{{terms}{shape}}}", f"security: {security}", "parties:"]
    for party in parties:
        owned = "" if "blocked_by_ownership" in party else ", blocked_by_ownership: no"
        lines.append(f"  - {party[:-1]}{owned}}}")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A deal, the day asked, and its answer: (strict, policy) and (strict, policy) could be."""

    says: str
    day: str
    text: str
    result: tuple[str, str]
    could_be: tuple[str, str] | None = None
    asks: str | None = None
    flags: frozenset[str] = frozenset()
    listed: str = "issuer"


SALE = "kind: trade, action: sale, solely_to_divest: yes"
CASES = [
    # The day of the trade, not the day asked, is judged.
    Case(
        says="a purchase asked before the effective day and made after it",
        day="2022-02-01",
        text=deal(
            "kind: trade, trade_date: 2022-02-10",
            ISSUER,
            SELLER,
            US_BUYER.replace("acts_for", "solely_to_divest: no, acts_for"),
        ),
        result=(BARRED, BARRED),
        flags=frozenset({"day_of_trade"}),
    ),
    Case(
        says="a sale to divest asked within the window and made after it",
        day="2022-12-01",
        text=deal(f"{SALE}, date: 2022-12-12", ISSUER, US_SELLER, BUYER),
        result=(BARRED, BARRED),
    ),
    Case(
        says="a purchase before the listing, asked after it, was not barred",
        day=P3,
        text=deal(
            "kind: trade, trade_date: 2021-11-22, settlement_date: 2021-11-24",
            ISSUER,
            SELLER,
            US_BUYER,
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Was a party listed on 22 Nov 2021 that is not now?",
        flags=frozenset({"day_of_trade", "lists_of_another_day"}),
    ),
    Case(
        says="a sale to divest whose settlement is not known could settle after the window",
        day="2022-12-01",
        text=deal(SALE, ISSUER, US_SELLER, BUYER),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="What is the settlement date?",
    ),
    Case(
        says="a sale to divest that settles after the window",
        day="2022-12-08",
        text=deal(f"{SALE}, settlement_date: 2022-12-12", ISSUER, US_SELLER, BUYER),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"settlement"}),
    ),
    Case(
        says="a sale to divest that trades and settles within the window",
        day="2022-12-01",
        text=deal(f"{SALE}, settlement_date: 2022-12-05", ISSUER, US_SELLER, BUYER),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="a sale before the effective day, not to divest, that settles after the window",
        day=P1,
        text=deal(
            "kind: trade, action: sale, solely_to_divest: no, settlement_date: 2022-12-15",
            ISSUER,
            US_SELLER,
            BUYER,
        ),
        result=(CLEAR, BARRED),
    ),
    Case(
        says="a purchase before the effective day settled after it, asked later: the trade date",
        day=P3,
        text=deal(
            "kind: trade, trade_date: 2022-02-07, settlement_date: 2022-02-09",
            ISSUER,
            SELLER,
            US_BUYER.replace("acts_for", "solely_to_divest: no, acts_for"),
        ),
        result=(CLEAR, BARRED),
        flags=frozenset({"settlement"}),
    ),
    # Who sells, who buys.
    Case(
        says="a shareholder is the seller where nobody else can be",
        day=P3,
        text=deal(
            "kind: trade, action: sale",
            ISSUER,
            US_SELLER.replace("role: seller", "role: shareholder"),
            BUYER,
        ),
        result=(BARRED, BARRED),
    ),
    Case(
        says="which of two shareholders sells is asked",
        day=P3,
        text=deal(
            "kind: trade, action: sale",
            ISSUER,
            US_SELLER.replace("role: seller", "role: shareholder"),
            SELLER.replace("role: seller", "role: shareholder").replace("seller", "other"),
            BUYER,
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Who sells?",
    ),
    Case(
        says="an investor in a sale without a seller sells: allowed before the effective day",
        day=P1,
        text=deal(
            "kind: trade, action: sale, settlement_date: 2022-01-12",
            ISSUER,
            US_SELLER.replace("role: seller", "role: investor"),
            BUYER,
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="where nobody named buys, any US person may be the buyer",
        day=P1,
        text=deal("kind: trade, action: sale, settlement_date: 2022-01-12", ISSUER, SELLER),
        result=(CLEAR, EXCLUDE),
    ),
    # Solely to divest is each party's own.
    Case(
        says="a US buyer is not excused by the seller's purpose, and is asked for its own",
        day=P2,
        text=deal(f"{SALE}, settlement_date: 2022-03-03", ISSUER, US_SELLER, US_BUYER),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Does the party trade solely to effect the divestment",
    ),
    Case(
        says="a US market maker that buys solely for a divestment",
        day=P2,
        text=deal(
            f"{SALE}, settlement_date: 2022-03-03",
            ISSUER,
            US_SELLER,
            US_BUYER.replace("acts_for", "solely_to_divest: yes, acts_for"),
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="a reinvestment never divests",
        day=P2,
        text=deal(
            "kind: trade, action: reinvestment, solely_to_divest: yes",
            ISSUER,
            US_BUYER.replace("role: buyer", "role: shareholder"),
        ),
        result=(BARRED, BARRED),
    ),
    # What is received on conversion.
    Case(
        says="a bond that does not trade, converted into shares that do",
        day=P3,
        text=deal(
            "kind: trade, action: conversion",
            ISSUER,
            US_BUYER.replace("role: buyer", "role: shareholder"),
            security="{kind: convertible, publicly_traded: no, to_be_listed: no,"
            " received_traded: yes}",
        ),
        result=(BARRED, BARRED),
    ),
    Case(
        says="whether the shares received trade is asked",
        day=P3,
        text=deal(
            "kind: trade, action: conversion",
            ISSUER,
            US_BUYER.replace("role: buyer", "role: shareholder"),
            security="{kind: convertible, publicly_traded: no, to_be_listed: no}",
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Does what is received on conversion or exercise trade",
    ),
    # For whom a party acts.
    Case(
        says="a nominee of a trust for a US citizen",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER.replace("acts_for: [buyer]", "acts_for: [trust]"),
            "{id: trust, name: A trust, role: shareholder, type: fund, ofac_us_person: no,"
            " acts_for: [citizen]}",
            "{id: citizen, name: A person, role: shareholder, type: person, citizenships: [US]}",
        ),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"causing"}),
    ),
    Case(
        says="who stands behind the trust is not known",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER.replace("acts_for: [buyer]", "acts_for: [trust]"),
            "{id: trust, name: A trust, role: shareholder, type: fund, ofac_us_person: no}",
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="For whose account or benefit does the party act",
    ),
    Case(
        says="a nominee that sells for a US person after the window",
        day=P3,
        text=deal(
            "kind: trade, action: sale",
            ISSUER,
            SELLER.replace("acts_for: [seller]", "acts_for: [owner]"),
            BUYER,
            "{id: owner, name: A US fund, role: shareholder, organised_in: US}",
        ),
        result=(CLEAR, BARRED),
    ),
    Case(
        says="a US broker in a US buyer's barred trade",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            US_BUYER,
            "{id: broker, name: A US broker, role: broker, organised_in: US, acts_for: [buyer]}",
        ),
        result=(BARRED, BARRED),
    ),
    Case(
        says="a US broker between two who are not US persons",
        day=P3,
        text=deal(
            "kind: trade, structure: {firm_commitment: no}",
            ISSUER,
            SELLER,
            BUYER,
            "{id: broker, name: A US broker, role: broker, organised_in: US, acts_for: [buyer]}",
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="a US adviser of a US fund",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER,
            "{id: fund, name: A US fund, role: shareholder, organised_in: US, acts_for: [fund]}",
            "{id: adviser, name: An adviser, role: adviser, organised_in: US, acts_for: [fund]}",
        ),
        result=(CLEAR, BARRED),
        flags=frozenset({"staff_for_us_person"}),
    ),
    # Underwriters and placing agents.
    Case(
        says="a US bank that places without commitment is permitted by analogy only",
        day=P3,
        text=deal(
            "kind: offering, structure: {firm_commitment: no}",
            ISSUER,
            "{id: bank, name: A US bank, role: underwriter, organised_in: US,"
            " serves_us_person: no}",
        ),
        result=(EXCLUDE, EXCLUDE),
        flags=frozenset({"placing"}),
    ),
    Case(
        says="a US bank that commits to buy is curable by another bank, so the offering stands",
        day=P3,
        text=deal(
            "kind: offering, structure: {firm_commitment: yes}",
            ISSUER,
            "{id: bank, name: A US bank, role: underwriter, organised_in: US,"
            " serves_us_person: no}",
        ),
        result=(EXCLUDE, EXCLUDE),
        flags=frozenset({"underwriting"}),
    ),
    # Guarantors.
    Case(
        says="a US holder sells a bond with a listed guarantor after the window",
        day=P3,
        text=deal(
            "kind: trade, action: sale",
            "{id: issuer, name: A finance company, role: issuer, organised_in: KY}",
            "{id: parent, name: Example Holdings Limited, role: guarantor, organised_in: HK}",
            US_SELLER,
            BUYER,
            security="{kind: debt, publicly_traded: yes}",
        ),
        listed="parent",
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"guarantor"}),
    ),
    Case(
        says="before the effective day nothing is barred for a guarantor's sake",
        day=P1,
        text=deal(
            "kind: offering, settlement_date: 2022-01-20",
            "{id: issuer, name: A finance company, role: issuer, organised_in: KY}",
            "{id: parent, name: Example Holdings Limited, role: guarantor, organised_in: HK}",
            security="{kind: debt, publicly_traded: yes}",
        ),
        listed="parent",
        result=(CLEAR, EXCLUDE),
        could_be=(CLEAR, EXCLUDE),
    ),
    # Trading and places.
    Case(
        says="a class that is to trade is covered for prudence, traded yet or not",
        day=P2,
        text=deal("kind: offering", ISSUER, security="{kind: equity, to_be_listed: yes}"),
        result=(CLEAR, EXCLUDE),
        could_be=(EXCLUDE, EXCLUDE),
        asks="Does this class of the security trade",
    ),
    Case(
        says="a company of Puerto Rico is a US person",
        day=P3,
        text=deal("kind: trade", ISSUER, SELLER, US_BUYER.replace("in: US", "in: PR")),
        result=(BARRED, BARRED),
    ),
    Case(
        says="an interest in a private fund on the shares is left open",
        day=P3,
        text=deal(
            "kind: trade",
            "{id: manager, name: A fund, role: issuer, organised_in: KY}",
            "{id: held, name: Example Holdings Limited, role: use_of_proceeds, organised_in: HK}",
            SELLER,
            US_BUYER,
            security="{kind: lp_interest, publicly_traded: no, to_be_listed: no,"
            " underlying: [held]}",
        ),
        listed="held",
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"private_fund"}),
    ),
    # Contracts.
    Case(
        says="a purchase to divest within the window is saved whenever its contract was signed",
        day=P2,
        text=deal(
            f"{SALE}, contract_date: 2021-12-01, settlement_date: 2022-03-03",
            ISSUER,
            US_SELLER,
            US_BUYER.replace("acts_for", "solely_to_divest: yes, acts_for"),
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    # Who stands behind a party that is not a US person.
    Case(
        says="a nominee for a US person, before the effective day",
        day=P1,
        text=deal(
            "kind: trade, settlement_date: 2022-01-12",
            ISSUER,
            SELLER,
            BUYER.replace("acts_for: [buyer]", "acts_for: [owner]"),
            "{id: owner, name: A US person, role: shareholder, type: person, citizenships: [US],"
            " acts_for: [owner]}",
        ),
        result=(CLEAR, EXCLUDE),
        could_be=(CLEAR, EXCLUDE),
        flags=frozenset({"announced", "causing"}),
    ),
    Case(
        says="a nominee that sells to divest for a US holder and settles after the window",
        day="2022-12-08",
        text=deal(
            f"{SALE}, settlement_date: 2022-12-13",
            ISSUER,
            SELLER.replace("acts_for: [seller]", "acts_for: [owner]"),
            BUYER,
            "{id: owner, name: A US person, role: adviser, type: person, citizenships: [US],"
            " serves_us_person: no}",
        ),
        result=(CLEAR, BARRED),
        flags=frozenset({"settlement", "causing"}),
    ),
    Case(
        says="a nominee for a US person buys a bond with a listed guarantor",
        day=P3,
        text=deal(
            "kind: trade",
            "{id: issuer, name: A finance company, role: issuer, organised_in: KY}",
            "{id: parent, name: Example Holdings Limited, role: guarantor, organised_in: HK}",
            SELLER,
            BUYER.replace("acts_for: [buyer]", "acts_for: [owner]"),
            "{id: owner, name: A US person, role: shareholder, type: person, citizenships: [US]}",
            security="{kind: debt, publicly_traded: yes}",
        ),
        listed="parent",
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
    ),
    Case(
        says="a guaranteed bond sold to divest, its settlement not known",
        day="2022-12-08",
        text=deal(
            SALE,
            "{id: issuer, name: A finance company, role: issuer, organised_in: KY}",
            "{id: parent, name: Example Holdings Limited, role: guarantor, organised_in: HK}",
            US_SELLER,
            BUYER,
            security="{kind: debt, publicly_traded: yes}",
        ),
        listed="parent",
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="What is the settlement date?",
    ),
    Case(
        says="a seller that is not a US person deals with a US buyer who may not buy",
        day=P3,
        text=deal("kind: trade", ISSUER, SELLER, US_BUYER),
        result=(BARRED, BARRED),
        flags=frozenset({"causing"}),
    ),
    Case(
        says="for whom a buyer acts may be a blocked person, where it is not said",
        day="2021-11-22",
        text=deal(
            "kind: trade, settlement_date: 2021-11-24",
            ISSUER,
            SELLER,
            BUYER.replace(", acts_for: [buyer]", ""),
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="For whose account or benefit does the party act,",
    ),
    # Who sells, who issues, who deals as principal.
    Case(
        says="the only one that could sell to the buyer is a US shareholder",
        day=P3,
        text=deal(
            "kind: trade", ISSUER, US_SELLER.replace("role: seller", "role: shareholder"), BUYER
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Who sells?",
    ),
    Case(
        says="nobody in the file can be the seller",
        day=P3,
        text=deal("kind: trade, action: sale", ISSUER, BUYER),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Who sells?",
        flags=frozenset({"no_seller"}),
    ),
    Case(
        says="a US bank issues traded warrants on the shares",
        day=P3,
        text=deal(
            "kind: offering",
            "{id: bank, name: A US bank, role: issuer, organised_in: US}",
            "{id: held, name: Example Holdings Limited, role: underlying, organised_in: HK}",
            BUYER.replace("role: buyer", "role: investor"),
            security="{kind: warrant, publicly_traded: yes, underlying: [held]}",
        ),
        listed="held",
        result=(EXCLUDE, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"issuing"}),
    ),
    Case(
        says="a US dealer may be dealing as principal",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER,
            "{id: broker, name: A US dealer, role: broker, organised_in: US, acts_for: [buyer]}",
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="as principal?",
    ),
    Case(
        says="a US bank may commit to a block that a US holder sells to divest",
        day="2022-03-01",
        text=deal(
            f"{SALE}, settlement_date: 2022-03-03",
            ISSUER,
            US_SELLER,
            BUYER,
            US_BROKER,
            structure="firm_commitment: yes",
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="and not where a US buyer that divests nothing trades too",
        day="2022-03-01",
        text=deal(
            "kind: trade, settlement_date: 2022-03-03",
            ISSUER,
            US_SELLER.replace("acts_for", "solely_to_divest: yes, acts_for"),
            US_BUYER.replace("acts_for", "solely_to_divest: no, acts_for"),
            US_BROKER,
            structure="firm_commitment: no",
        ),
        result=(BARRED, BARRED),
    ),
    Case(
        says="a US bank commits before the effective day and settles on it",
        day="2022-02-04",
        text=deal(
            "kind: trade, settlement_date: 2022-02-08",
            ISSUER,
            SELLER,
            BUYER,
            US_BROKER,
            structure="firm_commitment: yes",
        ),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"settlement"}),
    ),
    Case(
        says="a US custodian does not commit, whatever the bank beside it does",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER,
            US_BROKER.replace("role: broker", "role: custodian"),
            structure="firm_commitment: yes",
        ),
        result=(CLEAR, CLEAR),
        could_be=(CLEAR, CLEAR),
    ),
    Case(
        says="a US person does not hold on where a nominee buys for it",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER.replace("acts_for: [buyer]", "acts_for: [owner]"),
            "{id: owner, name: A US person, role: shareholder, type: person, citizenships: [US],"
            " acts_for: [owner]}",
        ),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
        flags=frozenset({"through_another"}),
    ),
    Case(
        says="nor where the buyer may be buying for it",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER.replace(", acts_for: [buyer]", ""),
            "{id: owner, name: A US person, role: shareholder, type: person, citizenships: [US],"
            " acts_for: [owner]}",
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="For whose account or benefit does the party act,",
    ),
    Case(
        says="two nominees that act for each other end nowhere",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            BUYER.replace("acts_for: [buyer]", "acts_for: [other]"),
            "{id: other, name: Another, role: shareholder, ofac_us_person: no, acts_for: [buyer]}",
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="For whose account or benefit does the party act,",
    ),
    Case(
        says="a warrant whose underlying is not named",
        day=P3,
        text=deal(
            "kind: trade",
            ISSUER,
            SELLER,
            US_BUYER,
            security="{kind: warrant, publicly_traded: yes}",
        ),
        listed="nobody",
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Whose securities does the security give, hold or track?",
        flags=frozenset({"no_underlying"}),
    ),
    Case(
        says="for whom a bank acts may be a blocked person too",
        day="2021-11-22",
        text=deal(
            "kind: trade, settlement_date: 2021-11-24",
            ISSUER,
            SELLER,
            BUYER,
            US_BROKER.replace(", acts_for: [buyer]", ""),
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="For whose account or benefit does the party act,",
    ),
    Case(
        says="proceeds of which nobody says who receives them",
        day="2021-11-22",
        text=deal("kind: trade, settlement_date: 2021-11-24", ISSUER, SELLER, BUYER)
        + "use_of_proceeds: [{share: 60, purpose: to repay a lender}]\n",
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Who receives the proceeds?",
        flags=frozenset({"proceeds_unnamed"}),
    ),
    Case(
        says="a sale to divest that settles on the last evening",
        day="2022-12-07",
        text=deal(f"{SALE}, settlement_date: 2022-12-09", ISSUER, US_SELLER, BUYER),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"boundary_hour"}),
    ),
    Case(
        says="a US bank in a placing under the original order",
        day="2021-03-01",
        text=deal(
            "kind: trade, settlement_date: 2021-03-03",
            ISSUER,
            SELLER,
            BUYER,
            US_BROKER,
            structure="firm_commitment: yes",
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"predecessor"}),
    ),
    Case(
        says="a trade with a company that blocked persons own, before these rules begin",
        day="2014-08-12",
        text=deal(
            "kind: trade, settlement_date: 2014-08-14",
            ISSUER,
            SELLER.replace("acts_for", "blocked_by_ownership: yes, acts_for"),
            BUYER,
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"older_law"}),
    ),
    # A bare word does not divest.
    Case(
        says="a subscription never divests, whatever the file says of the deal",
        day=P2,
        text=deal(
            "kind: offering, solely_to_divest: yes",
            ISSUER,
            US_BUYER.replace("role: buyer", "role: cornerstone"),
        ),
        result=(EXCLUDE, EXCLUDE),
    ),
    Case(
        says="a US buyer that divests nobody's holding",
        day=P2,
        text=deal(
            "kind: trade, settlement_date: 2022-03-03",
            ISSUER,
            SELLER,
            US_BUYER.replace("acts_for", "solely_to_divest: yes, acts_for"),
        ),
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        asks="Which US person's holding is divested?",
    ),
    # Other law.
    Case(
        says="a traded loan may be no security",
        day=P3,
        text=deal(
            "kind: trade", ISSUER, SELLER, US_BUYER, security="{kind: loan, publicly_traded: yes}"
        ),
        result=(CLEAR, BARRED),
        could_be=(BARRED, BARRED),
    ),
    Case(
        says="a trade of the days of the original order, asked later",
        day=P3,
        text=deal("kind: trade, trade_date: 2021-03-01", ISSUER, SELLER, US_BUYER),
        listed="nobody",
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"predecessor", "day_of_trade"}),
    ),
    Case(
        says="an issuer of a country with a programme that no rule judges",
        day="2024-01-10",
        text=deal("kind: trade", ISSUER.replace("HK", "IR"), SELLER, US_BUYER),
        listed="nobody",
        result=(CLEAR, CLEAR),
        could_be=(BARRED, BARRED),
        flags=frozenset({"country_programme"}),
    ),
    Case(
        says="an offering in which nobody buys bars nobody",
        day=P3,
        text=deal("kind: offering, action: hold", ISSUER),
        result=(CLEAR, CLEAR),
    ),
    Case(
        says="a cornerstone in the US in an offering under Regulation S",
        day="2021-11-22",
        text=deal(
            "kind: offering, structure: {reg_s: yes}",
            ISSUER,
            US_BUYER.replace("role: buyer", "role: cornerstone"),
        ),
        result=(CLEAR, CLEAR),
        flags=frozenset({"reg_s_buyer"}),
    ),
    Case(
        says="a category that turns on a reporting status that is not known",
        day="2021-11-22",
        text=deal(
            "kind: private_round",
            ISSUER,
            security="{kind: equity, publicly_traded: yes, us_market_interest: yes}",
        ),
        result=(CLEAR, CLEAR),
        flags=frozenset({"category"}),
    ),
]


def assessed(judge: Judge, case: Case) -> Assessment:
    """Judge a case, its listed party hitting the entry from the day of the listing."""
    hits = {case.listed: (hit(),)} if case.day >= "2021-12-10" else {}
    return judge(case.text, case.day, hits=hits)


@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_the_answer(judge: Judge, case: Case) -> None:
    """Strict and policy, what they could be, the question and the flags are those of the case."""
    found = assessed(judge, case)
    offering = found.offering
    assert (offering.result.strict.name, offering.result.policy.name) == case.result
    if case.could_be is not None:
        assert (offering.could_be.strict.name, offering.could_be.policy.name) == case.could_be
    if case.asks is not None:
        assert any(case.asks in question.text for question in found.questions)
    assert case.flags <= {flag.id for flag in offering.review}


def test_ownership_is_asked_until_it_is_stated(judge: Judge) -> None:
    """With every list loaded and no hit, a party may still be blocked through its owners."""
    parties = (ISSUER, SELLER, BUYER)
    plain = re.sub(", blocked_by_ownership: no", "", deal("kind: trade", *parties))
    found = judge(plain, "2021-11-22")
    assert found.offering.result.strict.name == CLEAR
    assert found.offering.could_be.strict.name == BARRED
    assert any("own 50 percent or more" in question.text for question in found.questions)
    owner = BUYER.replace("role", "blocked_by_ownership: yes, role")
    owned = judge(deal("kind: trade", ISSUER, SELLER, owner), "2021-11-22")
    assert owned.offering.result.strict.name == BARRED


def test_a_blocked_holder_of_less_than_half_is_reviewed(judge: Judge) -> None:
    """A blocked minority shareholder does not by itself block the issuer, and its stake counts."""
    holder = "{id: holder, name: A holder, role: shareholder}"
    blocked = hit(entry="us_ofac_sdn:1", list="us_ofac_sdn")
    text = deal("kind: offering", ISSUER, holder)
    for percent, strict in (("12.5", CLEAR), ("50", BARRED)):
        stake = f"holdings: [{{owner: holder, of: issuer, percent: {percent}}}]\n"
        found = judge(text + stake, "2022-03-01", hits={"holder": (blocked,)})
        assert found.offering.result.strict.name == strict
        assert found.offering.could_be.strict.name == BARRED
        assert "blocked_shareholder" in {flag.id for flag in found.offering.review}


def test_the_offering_of_a_us_bank_s_bought_deal_is_not_prohibited(judge: Judge) -> None:
    """The bank may not commit; another bank, and leaving US persons out, cure the offering."""
    case = next(case for case in CASES if "commits to buy is curable" in case.says)
    bank = next(party for party in assessed(judge, case).parties if party.id == "bank")
    assert (bank.result.strict.name, bank.result.policy.name) == (CLEAR, BARRED)


RELATED = f'relations: [{{to: "{ENTRY}", kind: parent, %ssource: s}}]'


@pytest.mark.parametrize("vehicle", ["", "listed_vehicle: no, "], ids=["left out", "no"])
def test_a_deal_file_does_not_lower_the_curated_relation(judge: Judge, vehicle: str) -> None:
    """What the curated supplement knows holds against a file that leaves it out or denies it."""
    text = deal("kind: offering", ISSUER.replace("role", f"{RELATED % vehicle}, role"))
    curated = hit(Decision.POSSIBLE, relation="parent", listed_vehicle=True)
    found = judge(text, P2, hits={"issuer": (curated,)})
    assert found.offering.result.policy.name == EXCLUDE
    flags = {flag.id for flag in found.offering.review}
    assert ("relation_conflict" in flags) == bool(vehicle)


def test_a_relation_to_an_entry_that_is_none_is_open(judge: Judge) -> None:
    """A mistyped entry could be the one that bars the deal."""
    text = deal("kind: offering", ISSUER.replace("role", f"{RELATED % ''}, role"))
    found = judge(text.replace(ENTRY, "us_bis_entity:1"), P2)
    assert found.offering.could_be.strict.name == BARRED
    assert "relation_not_checked" in {flag.id for flag in found.offering.review}


def test_a_duty_to_report_says_to_whom_by_when_and_who(judge: Judge) -> None:
    """A filing is told with its authority, its deadline and who files."""
    case = next(case for case in CASES if case.says == "a US broker in a US buyer's barred trade")
    found = assessed(judge, case)
    duties = {finding.party: finding.notify for finding in found.findings if finding.notify}
    assert {"buyer", "broker"} <= duties.keys()
    duty = duties["broker"]
    assert duty is not None
    assert (duty.authority, duty.deadline) == ("OFAC", "within 10 business days of the rejection")
    assert Limb.FILING in found.offering.limbs


def test_a_listed_underlying_is_not_called_unrelated(judge: Judge) -> None:
    """A listed party behind the security is judged there, not as a bystander."""
    case = next(case for case in CASES if "private fund" in case.says)
    assert "listed_party" not in {flag.id for flag in assessed(judge, case).offering.review}


def test_a_trade_says_nothing_of_a_choice_of_regulation_s(judge: Judge) -> None:
    """Between named parties nobody chooses Regulation S for want of a bar."""
    text = deal("kind: trade, structure: {reg_s: yes}", ISSUER, SELLER, BUYER)
    live = {finding.rule for finding in judge(text, P2).findings if finding.applies}
    assert "REGS-CHOICE" not in live


@pytest.mark.parametrize(
    ("security", "asked"),
    [
        ("{kind: equity, publicly_traded: yes}", True),
        ("{kind: equity, publicly_traded: yes, us_market_interest: no}", False),
        ("{kind: convertible, publicly_traded: yes, us_market_interest: no}", True),
    ],
    ids=["interest not known", "none", "convertible"],
)
def test_the_compliance_period_is_asked_for_until_ruled_out(
    judge: Judge, security: str, asked: bool
) -> None:
    """T4 is listed wherever Category 2 or 3 is not ruled out."""
    found = judge(deal("kind: offering", ISSUER, security=security), "2021-11-22")
    assert ("T4" in {term.id for term in found.terms}) == asked


def test_nothing_later_than_the_day_is_cited(judge: Judge) -> None:
    """An answer as of December 2021 rests on no source that came later."""
    text = deal("kind: offering", ISSUER)
    found = judge(text, "2021-12-20", hits={"issuer": (hit(),)})
    cited = {cite.title for finding in found.findings for cite in finding.cites}
    cited |= {cite.title for note in found.regimes for _, cites in note.not_this for cite in cites}
    for later in ("FAQ 1046", "FAQ 1048", "586.404", "850.224", "89 FR 74832"):
        assert not any(later in title for title in cited)
    assert any("FAQ 857" in title for title in cited)


def test_a_relation_does_not_erase_an_exact_name(judge: Judge) -> None:
    """A deal file that calls the very name and form of an entry a relation is asked which holds."""
    same = tuple(
        Evidence(field=field, says=Says.AGREES, detail="it does")
        for field in ("name", "legal form")
    )
    text = deal(
        "kind: trade",
        ISSUER.replace("role", f"{RELATED % 'listed_vehicle: no, '}, role"),
        SELLER,
        US_BUYER,
    )
    found = judge(text, P3, hits={"issuer": (hit(Decision.POSSIBLE, evidence=same),)})
    assert found.offering.could_be.strict.name == BARRED
    assert any("which holds?" in question.text for question in found.questions)


def test_proceeds_to_a_blocked_party_are_barred(judge: Judge) -> None:
    """A blocked lender that the proceeds repay makes the deal prohibited, whatever its role."""
    lender = "{id: lender, name: A lender, role: shareholder, blocked_by_ownership: yes}"
    uses = "use_of_proceeds: [{party: lender, share: 60, purpose: repayment}]\n"
    text = deal("kind: offering", ISSUER, lender)
    assert judge(text + uses, "2021-11-22").offering.result.strict.name == BARRED
    assert judge(text, "2021-11-22").offering.result.strict.name == CLEAR


def test_a_foreign_branch_of_a_us_bank(judge: Judge) -> None:
    """A US bank's branch abroad is bound by the ban, and no US person under Regulation S."""
    branch = US_BUYER.replace(
        "acts_for", "type: company, foreign_bank_branch: yes, reg_s_us_person: no, acts_for"
    )
    text = deal("kind: trade", ISSUER, SELLER, branch)
    assert judge(text, P3, hits={"issuer": (hit(),)}).offering.result.strict.name == BARRED


def vars_of(value: object) -> dict[str, str]:
    """Write anything as a document, for a test that does not look at it."""
    return {"value": repr(value)}


def test_every_answer_says_what_no_rule_judges(judge: Judge) -> None:
    """Export controls, country programmes and the rest are named even where nothing is found."""
    document = assessment_document(
        judge(deal("kind: trade", ISSUER, SELLER, BUYER), "2021-11-22"), vars_of, vars_of, vars_of
    )
    assert any("Entity List" in text for text in document["not_judged"])


def test_a_holder_may_be_the_one_for_whom_a_nominee_buys(judge: Judge) -> None:
    """Until the buyer says for whom it buys, a US holder is not told that it only holds on."""
    case = next(case for case in CASES if case.says == "nor where the buyer may be buying for it")
    owner = next(party for party in assessed(judge, case).parties if party.id == "owner")
    assert (owner.result.policy.name, owner.could_be.policy.name) == (CLEAR, BARRED)


def test_a_seller_s_divestment_does_not_excuse_a_bank_that_serves_the_buyer(judge: Judge) -> None:
    """The bank between a US holder that divests and a US buyer that does not is barred itself."""
    case = next(case for case in CASES if case.says.startswith("and not where a US buyer"))
    bank = next(party for party in assessed(judge, case).parties if party.id == "broker")
    assert (bank.result.strict.name, bank.result.policy.name) == (BARRED, BARRED)
