"""Read the numbers that stand in the UK list as free text: "TIN - 5027030107", "'07784342"."""

from __future__ import annotations

import re
from typing import NamedTuple

REGISTRATION = "Business registration number"

_USCC = r"[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])"
_LEI = r"[0-9A-Z]{18}\d{2}(?![0-9A-Za-z])"
_BIC = r"(?<=[ :\u2013-])[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![0-9A-Za-z])"
# A number of a register; a word that follows without a space is the next label.
_PLAIN = r"[A-Z]{0,3}\d[\d/.\-]*\d[A-Z]?(?![A-Za-z\d])|\d{5,}(?=[A-Z][A-Za-z]{2,})"
_PAIR = re.compile(
    r"[\s,;]*(?P<label>(?:(?:[A-Z][A-Za-z ]*Number:\s*)?[^\W\d][^\d:;\u2013-]*?)?)"
    r"\s*[:\u2013.-]?\s*(?<![^\W\d])"
    rf"(?P<value>{_USCC}|{_LEI}|{_BIC}|{_PLAIN})(?:\s*\([A-Z][A-Za-z ]+\))?"
)
_SCHEMES = (
    (
        "uscc",
        re.compile(r"unified social credit (?:code|identifier)|\bUSC[CI]\b", re.IGNORECASE),
        _USCC,
    ),
    ("lei", re.compile(r"legal entity (?:identifier|number)|\bLEI\b", re.IGNORECASE), _LEI),
    (
        "bic",
        re.compile(r"\bSWIFT\b|\bBIC\b", re.IGNORECASE),
        r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
    ),
)
# A label of one letter is part of the number, one in capitals as long as a BIC a number itself.
_NO_LABEL = re.compile(r"[^\W\d]|[a-z].*|.*\b[A-Z0-9]{8,}\b.*", re.DOTALL)
_BARE = re.compile(r"(?<![\dA-Za-z/.\-])\d{7,}(?!\d)")
_BETWEEN = " .,;'\u00a0\u202f\t\n"


class Number(NamedTuple):
    """A number with the scheme it is certain to be of, "other" where the label does not say."""

    scheme: str
    value: str
    label: str


def unmarked(text: str) -> str:
    """Take off the apostrophe by which a spreadsheet marks a number as text.

    >>> unmarked("'03824970 ")
    '03824970'
    """
    return text.strip().strip("'\u2018\u2019").strip()


def registration_numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text that holds numbers of registers, each with its own label.

    Where the text is more than labelled numbers, its long numbers are taken without a label, and
    the whole text where it has none.

    >>> [one[1:] for one in registration_numbers("INN: 6608003052OGRN: 1026600000460")]
    [('6608003052', 'INN'), ('1026600000460', 'OGRN')]
    """
    text = unmarked(text)
    found: list[Number] = []
    at = 0
    while at < len(text):
        pair = _PAIR.match(text, at)
        if pair is None or _NO_LABEL.fullmatch(pair["label"]):
            return _unlabelled(text)
        label = " ".join(pair["label"].split()) or REGISTRATION
        scheme = _scheme(label, pair["value"])
        if scheme == "other" and not any(one.isdigit() for one in pair["value"]):
            return _unlabelled(text)
        found.append(Number(scheme, pair["value"], label))
        at = pair.end()
        while at < len(text) and text[at] in _BETWEEN:
            at += 1
    return tuple(found)


def _unlabelled(text: str) -> tuple[Number, ...]:
    bare = dict.fromkeys(_BARE.findall(text)) or {text: None}
    return tuple(Number("other", value, REGISTRATION) for value in bare)


def _scheme(label: str, value: str) -> str:
    for scheme, says, form in _SCHEMES:
        if says.search(label) and re.fullmatch(form, value):
            return scheme
    return "other"
