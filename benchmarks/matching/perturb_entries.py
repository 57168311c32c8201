"""Queries made from an entry rather than from its name's letters: acronyms, numbers, scripts."""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Callable
from functools import lru_cache

from benchmarks.matching.perturb_persons import arabic_variant as _arabic
from benchmarks.matching.perturb_persons import cyrillic_variant as _cyrillic
from benchmarks.matching.subjects import Subject
from sanccheck.model.entries import Entry

_FORMER_SOVIET = frozenset({"RU", "BY", "UA", "KZ", "UZ", "KG", "TJ"})
_ARAB = frozenset(
    {"SY", "IQ", "LB", "SA", "YE", "LY", "AE", "EG", "JO", "KW", "QA", "BH", "OM", "DZ", "TN", "SD"}
)
_ACRONYM = re.compile(r"[A-Z]{3,7}")
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_FORM = re.compile("(股份)?有限(责任|責任)?公司$|公司$")
_REGISTERED = frozenset({"lei", "isin", "uscc", "hk_cr", "imo", "passport"})
_MARKETS = {"XHKG": "HK", "XSHG": "SS", "XSHE": "SZ", "XNYS": "US"}


def _of(entry: Entry, countries: frozenset[str]) -> bool:
    return not countries.isdisjoint((*entry.countries, *entry.nationalities))


def cyrillic_variant(subject: Subject, rng: random.Random) -> str | None:
    """Latin letters for Cyrillic ones in another usual way; entries of the former Soviet Union."""
    return _cyrillic(subject.name, rng) if _of(subject.entry, _FORMER_SOVIET) else None


def arabic_variant(subject: Subject, rng: random.Random) -> str | None:
    """Latin letters for Arabic ones in another usual way; entries of Arab countries."""
    return _arabic(subject.name, rng) if _of(subject.entry, _ARAB) else None


def listed_acronym(subject: Subject, _: random.Random) -> str | None:
    """An alias of the entry that is one word of three to seven capitals, if it has another name."""
    if _ACRONYM.fullmatch(subject.name):
        return None
    for name in subject.entry.names:
        if _ACRONYM.fullmatch(name.text):
            return name.text
    return None


def identifier(subject: Subject, rng: random.Random) -> str | None:
    """A registered identifier typed in the place of the name."""
    found = [one for one in subject.entry.identifiers if one.scheme in _REGISTERED]
    if not found:
        return None
    one = rng.choice(found)
    if one.scheme in {"lei", "isin", "uscc"}:
        return one.value
    if one.scheme == "imo" and rng.random() < 0.5:
        return one.value
    return f"{_LABELS[one.scheme]} {one.value}"


def passport(subject: Subject, rng: random.Random) -> str | None:
    """The number of a passport, with nothing that says so."""
    found = [one.value for one in subject.entry.identifiers if one.scheme == "passport"]
    return rng.choice(found) if found else None


_LABELS = {"hk_cr": "CR No.", "imo": "IMO", "passport": "Passport No."}


def ticker(subject: Subject, rng: random.Random) -> str | None:
    """A ticker typed in the place of the name."""
    found = [
        one
        for one in subject.entry.identifiers
        if one.scheme == "ticker" and not one.value.endswith("@")
    ]
    if not found:
        return None
    code, _, venue = rng.choice(found).value.partition("@")
    short = _MARKETS.get(venue, venue)
    return rng.choice((f"{code}.{short}", f"{code} {short}", f"{code}@{venue}"))


def register_number(subject: Subject, rng: random.Random) -> str | None:
    """A number of some national register typed in the place of the name."""
    found = [
        one.value
        for one in subject.entry.identifiers
        if one.scheme == "other" and one.value.isdigit() and 8 <= len(one.value) <= 15
    ]
    return rng.choice(found) if found else None


def _han_names(entry: Entry) -> list[str]:
    return [name.text for name in entry.names if len(_HAN.findall(name.text)) >= 4]


def han(subject: Subject, rng: random.Random) -> str | None:
    """A curated Chinese name."""
    found = _han_names(subject.entry)
    return rng.choice(found) if found else None


def han_converted(subject: Subject, rng: random.Random) -> str | None:
    """A curated Chinese name in the other script than that in which it is kept, or mixed."""
    found = han(subject, rng)
    if found is None:
        return None
    for way in ("s2hk", "t2s"):
        made = _convert(found, way)
        if made != found:
            return made[: len(made) // 2] + found[len(made) // 2 :] if len(made) > 8 else made
    return None


def han_without_form(subject: Subject, rng: random.Random) -> str | None:
    """A curated Chinese name without its legal form."""
    found = han(subject, rng)
    made = "" if found is None else _HAN_FORM.sub("", found)
    return made if len(made) >= 4 and made != found else None


def pinyin_words(subject: Subject, rng: random.Random) -> str | None:
    """A curated Chinese name in pinyin, word by word."""
    found = han(subject, rng)
    return None if found is None else _pinyin(found, apart=False)


def pinyin_syllables(subject: Subject, rng: random.Random) -> str | None:
    """A curated Chinese name in pinyin, syllable by syllable."""
    found = han(subject, rng)
    return None if found is None else _pinyin(found, apart=True)


def _convert(text: str, way: str) -> str:
    return _converter(way)(text)


@lru_cache(maxsize=4)
def _converter(way: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(way).convert
    return convert


def _pinyin(text: str, *, apart: bool) -> str | None:
    """Write in pinyin by pypinyin, which the program does not use; None where it is absent."""
    try:
        lazy_pinyin = importlib.import_module("pypinyin").lazy_pinyin
        cut = importlib.import_module("pypinyin.seg.mmseg").seg.cut
    except ImportError:
        return None
    simple = "".join(_HAN.findall(_convert(text, "t2s")))
    words = ["".join(lazy_pinyin(word)) for word in cut(simple)]
    return " ".join(lazy_pinyin(simple) if apart else words).title()
