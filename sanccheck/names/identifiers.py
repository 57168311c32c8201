"""Write identifiers in one form, so that the same one typed twice is equal.

The normal forms:

    lei       20 characters, upper case                 5493001KJTIIGC8Y1R12
    isin      12 characters, upper case                 US0378331005
    uscc      18 characters, upper case                 91110000710925243K
    hk_cr     Hong Kong company number, 7 digits        0685974
    imo       7 digits                                  9187629
    bic       8 or 11 characters, upper case            BOELKPPY
    ticker    CODE@VENUE                                0020@XHKG
    passport  letters and digits, upper case            A12345678
    other     no spaces, upper case                     HRB20555

A ticker's venue is the ISO 10383 market code (MIC) where the table below knows it; else the
two-letter code as printed stays ("CHL@US": the United States is not one venue). Hong Kong codes
lose their leading zeros and are padded to four digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sanccheck.errors import UsageError
from sanccheck.model.entries import Identifier

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMES = ("lei", "isin", "uscc", "hk_cr", "imo", "bic", "ticker", "passport", "other")

# Bloomberg's two-letter codes and the suffixes of Reuters and Yahoo. What is not here stays as
# printed: OFAC prints "DE" and "SG", which no vendor's table explains for certain.
_VENUES = {
    "HK": "XHKG",
    "CG": "XSHG",
    "SS": "XSHG",
    "SH": "XSHG",
    "CS": "XSHE",
    "SZ": "XSHE",
    "LN": "XLON",
    "JP": "XTKS",
    "TT": "XTAI",
    "TW": "XTAI",
    "KS": "XKRX",
    "UN": "XNYS",
    "UW": "XNAS",
    "UQ": "XNAS",
}
# Mainland China: the first digit of the code tells the exchange.
_CHINA = {"CN", "CH"}
_CHINA_BY_DIGIT = {"6": "XSHG", "9": "XSHG", "0": "XSHE", "2": "XSHE", "3": "XSHE"}

_TICKER = re.compile(r"^([A-Z0-9][A-Z0-9./*-]*)(?:[@ ]+([A-Z]{2,4}))?(?: EQUITY)?$")
_DOTTED = re.compile(r"^([A-Z0-9-]+)\.([A-Z]{2})$")
_GLUED_CHINA = re.compile(r"^(\d{6})(CN|CH)$")
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_WALLET = re.compile(r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)\w{25,}$")


def normalise_identifier(scheme: str, value: str, *, check: bool = True) -> tuple[str, bool | None]:
    """Return the value in its scheme's normal form, and whether its check digits agree.

    The flag is None where the scheme has no check digits (or the form is right and nothing more
    can be said), False where the form or the check digits are wrong. `check` False leaves the
    check digits alone (the check loads a library), so that the flag is None.

    Raises:
        UsageError: when the scheme is not known or the value is empty.

    >>> normalise_identifier("ticker", "728 HK")
    ('0728@XHKG', None)
    >>> normalise_identifier("isin", "us0378331005")
    ('US0378331005', True)
    """
    if scheme not in _NORMAL:
        raise UsageError(
            f"identifier scheme '{scheme[:40]}' is not known; use {', '.join(SCHEMES)}"
        )
    text = " ".join(value.split())
    if not text:
        raise UsageError(f"identifier '{scheme}:' has no value")
    normal, checked = _NORMAL[scheme]
    found = normal(text)
    if not found:
        return text.upper(), False
    return found, _is_valid(checked, found) if checked is not None and check else None


def parse_identifier(text: str, *, check: bool = True) -> Identifier:
    """Read an identifier typed as SCHEME:VALUE.

    Raises:
        UsageError: when it is not of that form or the scheme is not known.

    >>> parse_identifier("hk_cr:685974").value
    '0685974'
    """
    scheme, colon, value = text.partition(":")
    if not colon:
        raise UsageError(f"identifier '{text[:60]}' has no scheme; write SCHEME:VALUE")
    scheme = scheme.strip().lower()
    normal, valid = normalise_identifier(scheme, value, check=check)
    return Identifier(scheme=scheme, value=normal, valid=valid)


def _is_valid(module: str, value: str) -> bool:
    import importlib

    return bool(importlib.import_module(f"stdnum.{module}").is_valid(value))


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text).upper()


def _imo(text: str) -> str | None:
    return re.sub(r"\D", "", text) or None


def _bic(text: str) -> str | None:
    value = _compact(text)
    return value if _BIC.fullmatch(value) else None


def _hk_cr(text: str) -> str | None:
    digits = re.sub(r"\D", "", text)
    if not digits or len(digits) > 8:  # noqa: PLR2004 - seven digits, eight since 2023
        return None
    return digits.lstrip("0").zfill(7)


def _passport(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper() or text


def _other(text: str) -> str:
    value = text.replace(" ", "")
    return value if _WALLET.match(value) else value.upper()


def _ticker(text: str) -> str | None:
    value = text.upper()
    found = _GLUED_CHINA.match(value) or _DOTTED.match(value) or _TICKER.match(value)
    if found is None:
        return None
    code, venue = found.group(1), found.group(2)
    if venue is None:
        return code
    if venue in _CHINA and code.isdigit():
        venue = _CHINA_BY_DIGIT.get(code[0], venue)
    venue = _VENUES.get(venue, venue)
    if venue == "XHKG" and code.isdigit():
        code = code.lstrip("0").zfill(4)
    return f"{code}@{venue}"


# The normal form of each scheme, and the module of python-stdnum that knows its check digits.
_NORMAL: dict[str, tuple[Callable[[str], str | None], str | None]] = {
    "lei": (_compact, "lei"),
    "isin": (_compact, "isin"),
    "uscc": (_compact, "cn.uscc"),
    "hk_cr": (_hk_cr, None),
    "imo": (_imo, "imo"),
    "bic": (_bic, None),
    "ticker": (_ticker, None),
    "passport": (_passport, None),
    "other": (_other, None),
}
