"""Recognise identifiers typed in place of a name, and compare those of a query with an entry's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.model.entries import Identifier
from sanccheck.names.identifiers import normalise_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sanccheck.model.entries import Entry

# An identifier under which somebody is registered: one that agrees makes a match.
REGISTERED = frozenset({"lei", "isin", "uscc", "hk_cr", "imo", "passport"})
# One person or company has one of these, so two that differ contradict.
_ONE_EACH = frozenset({"lei", "uscc", "hk_cr", "imo"})

_CHECKED = (
    ("isin", re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")),
    ("lei", re.compile(r"[A-Z0-9]{18}[0-9]{2}")),
    ("uscc", re.compile(r"[0-9A-Z]{18}")),
)
_LABELLED = re.compile(
    r"(isin|lei|uscc|imo|passport)(?: (?:no|number))?[ .:#]+(\S.*)", re.IGNORECASE
)
# What registers call their numbers: "C.R. No. 2162198", "OGRN 1027739345842".
_REGISTER = re.compile(
    r"(c\.?r\.?|br|ogrn|inn|kpp|company|registration|reg|tax|trade register)\.?"
    r"(?: (?:id|number|no\.?))?[ .:#]*([0-9][0-9A-Z ./-]{3,24})",
    re.IGNORECASE,
)
_TICKER = re.compile(r"([A-Z0-9]{1,6})[.@ ]([A-Z]{2,4})")
_VENUES = frozenset(
    "HK SS SZ SH CH CN LN JP TT TW KS US UN UW UQ DE GR RU AR SG BR CA AU XHKG XSHG XSHE XLON XNYS"  # noqa: SIM905
    " XNAS".split()
)
_VENUE_FIRST = re.compile(r"(SEHK|HKEX|HKG|HKSE|NYSE|NASDAQ|LSE|SSE|SZSE)[: ]+([A-Z0-9]{1,6})")
_VENUE_OF = {
    "SEHK": "HK",
    "HKEX": "HK",
    "HKG": "HK",
    "HKSE": "HK",
    "NYSE": "XNYS",
    "NASDAQ": "XNAS",
    "LSE": "XLON",
    "SSE": "XSHG",
    "SZSE": "XSHE",
}
_SIGN = re.compile("[0-9@:.]")
_MAY_BE = re.compile(r"[0-9@:]|[.][A-Z]{2,4}$")
_LONGEST = 40
_NUMBER = re.compile(r"[0-9]{5,16}")
_DOCUMENT = re.compile(r"[A-Z]{1,4}[ -]?[0-9]{5,9}|[0-9]{2,9}[A-Z]{1,3}[0-9]{2,9}")
_HK_CR_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """An identifier read off a name; `certain` where its form leaves no doubt of its scheme."""

    identifier: Identifier
    certain: bool


def typed_identifiers(name: str) -> tuple[Typed, ...]:
    """Return the identifiers that a name may be; none for an ordinary name.

    >>> [(one.identifier.scheme, one.identifier.value) for one in typed_identifiers("0020.HK")]
    [('ticker', '0020@XHKG')]
    >>> typed_identifiers("SenseTime Group")
    ()
    """
    if _SIGN.search(name) is None:
        return ()
    text = " ".join(name.upper().split())
    if len(text) > _LONGEST or _MAY_BE.search(text) is None:
        return ()
    labelled = _LABELLED.fullmatch(text)
    if labelled is not None:
        scheme = labelled.group(1).lower()
        return (Typed(_identifier(scheme, labelled.group(2)), certain=True),)
    compact = re.sub(r"[\s-]", "", text)
    for scheme, form in _CHECKED:
        if form.fullmatch(compact):
            found = _identifier(scheme, compact)
            if found.valid:
                return (Typed(found, certain=True),)
    ticker = _ticker(text)
    if ticker is not None:
        return (Typed(ticker, certain=True),)
    return tuple(Typed(one, certain=False) for one in _guesses(text))


def _guesses(text: str) -> Iterator[Identifier]:
    """Give what a bare number, or one beside the word of its register, may be."""
    register = _REGISTER.fullmatch(text)
    if register is not None:
        label, value = register.groups()
        if label.replace(".", "") == "CR":
            yield _identifier("hk_cr", value)
        yield _identifier("other", value)
    elif _NUMBER.fullmatch(text):
        for scheme in ("hk_cr", "imo") if len(text) <= _HK_CR_DIGITS else ():
            yield _identifier(scheme, text)
        yield _identifier("passport", text)
        yield _identifier("other", text)
    elif _DOCUMENT.fullmatch(text):
        yield _identifier("passport", text)
        yield _identifier("other", text)


def _identifier(scheme: str, text: str) -> Identifier:
    value, valid = normalise_identifier(scheme, text)
    return Identifier(scheme=scheme, value=value, valid=valid)


def _ticker(text: str) -> Identifier | None:
    found = _TICKER.fullmatch(text)
    if found is not None and found.group(2) in _VENUES and found.group(1) not in _VENUES:
        return _identifier("ticker", f"{found.group(1)}@{found.group(2)}")
    first = _VENUE_FIRST.fullmatch(text)
    if first is not None:
        return _identifier("ticker", f"{first.group(2)}@{_VENUE_OF[first.group(1)]}")
    return None


def agreeing(asked: Iterable[Identifier], entry: Entry) -> tuple[Identifier, ...]:
    """Return the entry's identifiers that the query gives too, in the entry's order."""
    wanted = {(one.scheme, one.value) for one in asked}
    return tuple(one for one in entry.identifiers if (one.scheme, one.value) in wanted)


def contradicting(
    asked: Iterable[Identifier], entry: Entry
) -> tuple[tuple[Identifier, Identifier], ...]:
    """Return pairs of one scheme that differ, where each has only one of that scheme."""
    pairs = []
    for one in asked:
        if one.scheme not in _ONE_EACH or one.valid is False:
            continue
        theirs = [other for other in entry.identifiers if other.scheme == one.scheme]
        if theirs and all(other.value != one.value for other in theirs):
            pairs.append((one, theirs[0]))
    return tuple(pairs)


def say(identifier: Identifier) -> str:
    """Write an identifier as a reader knows it.

    >>> say(Identifier(scheme="hk_cr", value="2162198"))
    'Hong Kong C.R. 2162198'
    """
    label = _SAID.get(identifier.scheme, identifier.label or "number")
    return f"{label} {identifier.value}"


_SAID = {
    "lei": "LEI",
    "isin": "ISIN",
    "uscc": "USCC",
    "hk_cr": "Hong Kong C.R.",
    "imo": "IMO",
    "bic": "BIC",
    "ticker": "ticker",
    "passport": "passport",
}
