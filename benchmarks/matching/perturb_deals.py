"""Names as they stand in deals: funds, securities, nominees, vessels."""

from __future__ import annotations

import random
import re

from benchmarks.matching.vocabulary import is_telling, split_form

_FUNDS = (
    "{0} Investment Fund I, L.P.",
    "{0} Opportunities Fund II LP",
    "{0} Growth Partners III, L.P.",
    "{0} Capital Fund IV (Cayman), L.P.",
    "{0} Private Equity Fund I",
    "{0} Feeder Fund Ltd.",
    "{0} Holdings SPV 2 Limited",
    "{0} Co-Investment Vehicle LP",
    "{0} Special Situations Master Fund",
)
_SECURITIES = (
    "{0} Class B Ordinary Shares",
    "{0} H Shares",
    "{0} A Shares",
    "{0} Class A",
    "{0} Sponsored ADR",
    "{0} ADS",
    "{0} 4.25% Senior Notes due 2027",
    "{0} 5.5% Convertible Bonds 2026",
    "{0} Common Stock",
    "{0} Ord",
    "{0} GDR Reg S",
    "{0} Depositary Receipts",
    "{0} 3.875% Perpetual",
)
_WRAPPERS = (
    "c/o {0}",
    "Central Custody Nominees Limited a/c {0}",
    "Northgate Nominees Pty Ltd <{0}>",
    "Harbour Trustees Limited as trustee for {0}",
    "Meridian Custodian Services f/b/o {0}",
    "Nominee for {0}",
    "Overlook Securities (Nominees) Ltd on behalf of {0}",
    "{0} (Nominees) Limited",
    "Quayside Capital LLC c/o {0}",
)
# A name that ends in one of these cannot be told from the fund's own words.
_OF_FUNDS = frozenset(
    {"capital", "investment", "investments", "holding", "holdings", "management", "fund", "funds"}
)
_PREFIXES = ("MV {0}", "M/V {0}", "M/T {0}", "MT {0}", "M.V. {0}", "Vessel {0}", "S.S. {0}")


def fund(name: str, rng: random.Random) -> str | None:
    """A fund or vehicle that carries a name that tells."""
    core, _ = split_form(name)
    if not is_telling(core) or core.lower().split()[-1] in _OF_FUNDS:
        return None
    return rng.choice(_FUNDS).format(_titled(core))


def security(name: str, rng: random.Random) -> str | None:
    """A security of the name."""
    return rng.choice(_SECURITIES).format(_titled(name))


def wrapper(name: str, rng: random.Random) -> str | None:
    """Care of, for the account of, nominee of the name."""
    return rng.choice(_WRAPPERS).format(_titled(name))


def vessel_prefix(name: str, rng: random.Random) -> str | None:
    """What is written before a ship's name."""
    return rng.choice(_PREFIXES).format(name)


def _titled(name: str) -> str:
    """Write a name in capitals as deals do, with capitals only where words start."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]{4,}", lambda found: found.group().title(), name)
