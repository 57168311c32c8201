"""Read a name: its words with their weights, its legal form, and the other ways to read it.

A name can be read in several ways: a Han name also in Latin letters, a name in a wrapper ("X
Nominees a/c Y", "Y c/o X") also without it, the name of a security also as that of its issuer.
The first reading is of the name as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sanccheck.names import marks
from sanccheck.names.legal_forms import Form, split_cut_form, split_form
from sanccheck.names.marks import marks_of
from sanccheck.names.normalise import has_han, normalise
from sanccheck.names.places import join_places
from sanccheck.names.repairs import (
    guess_form,
    holds_split_form,
    read_as_letters,
    repair_common,
    repair_form,
)
from sanccheck.names.spelling import canonical, may_be_number, number
from sanccheck.names.tables import KEPT_WORDS
from sanccheck.names.weights import CLASSES, weight

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_WORDS = 40
# Of a part of a name only what holds a word of this weight may be a name by itself.
TELLING = 0.8
# A fund's sponsor may be named in common words, which then must agree from end to end.
SOME = 0.3
# Systems that cut names off do so from about here.
CUT_FROM = 28


class Reading(NamedTuple):
    """One way to read a name.

    `tokens` are the words in their one spelling, without the legal form; `words` are the same
    words as normalised; `weights` what each tells. `how` says how the name was read where that
    is not as it stands; `cut` is the piece of a word with which a cut-off name ends; `numbers`
    are those that the reading leaves out (of "X Fund III"); `company` says that the name as it
    stands has a legal form, whatever the reading keeps of it; `guessed` that the reading's form
    is a guess, so that it says nothing where the listed name has another; `scanned` that letters
    were read otherwise than they stand; `slip` that a word was put right.
    """

    tokens: tuple[str, ...]
    words: tuple[str, ...]
    weights: tuple[float, ...]
    form: Form | None
    how: str | None = None
    cut: str | None = None
    numbers: tuple[str, ...] = ()
    company: bool = False
    guessed: bool = False
    scanned: bool = False
    slip: bool = False

    @property
    def total(self) -> float:
        """The weight of all words."""
        return sum(self.weights)


def read_name(text: str) -> tuple[Reading, ...]:
    r"""Return the readings of a name, the plain one first; none where nothing is left of it.

    >>> [reading.tokens for reading in read_name("Sense Time Technologies Co., Ltd.")]
    [('sense', 'time', 'technology')]
    >>> [reading.tokens for reading in read_name("\u4e0a\u6d77\u5546\u6c64\u79d1\u6280")][1]
    ('shanghai', 'shangtang', 'technology')
    """
    return read_normal(text, normalise(text))


def read_normal(text: str, normal: str) -> tuple[Reading, ...]:
    """Return the readings of a name of which the comparable form is known."""
    if not normal:
        return ()
    if not normal.isascii():
        return tuple(_distinct(_read_han(normal)))
    words = normal.split()
    marked = marks_of(words)
    readings = [read_words(words)]
    if marked & marks.WRAPPER or not _is_plain(text):
        readings += _unwrapped(text, normal)
    if marked & ~_AS_IT_STANDS:
        readings += _other_readings(words, marked)
    shorter = _cut_off(normal, words)
    if shorter is not None and shorter.tokens != readings[0].tokens:
        readings.append(shorter)
    if len(readings) == 1:
        return tuple(readings) if readings[0].tokens else ()
    found = _distinct(readings)
    if found[0].form is not None:
        found[1:] = [reading._replace(company=True) for reading in found[1:]]
    return tuple(found)


def _is_plain(text: str) -> bool:
    """Say whether a text is made of words and simple signs, so that no name is wrapped in it."""
    return text.isascii() and text.isprintable() and _SIGN.search(text) is None


def _other_readings(words: list[str], marked: int) -> Iterator[Reading]:
    """Give the readings of a name that something was done to, as far as its marks say so."""
    if marked & (marks.REPAIR | marks.SPLIT | marks.GUESS):
        yield from _with_form_repaired(words, marked)
    if marked & marks.COMMON:
        yield from _common_read_right(words)
    for letters in read_as_letters(words) if marked & marks.MISREAD else ():
        again = repair_form(letters) or letters
        read = read_words(again, "with what scanning confuses read as letters")
        yield read._replace(scanned=True)
        for right in _common_read_right(again):
            yield right._replace(scanned=True)
    if len(words) > _TITLE_AND_NAME and words[0] in _TITLES and split_form(words)[1] is None:
        yield read_words(words[1:], "without a title")
    if marked & marks.MIXED:
        apart = [part for word in words for part in _split_digits(word)]
        if len(apart) > len(words):
            yield read_words(apart, "with numbers apart from letters")
    sponsor = _without_vehicle(words) if marked & marks.VEHICLE else None
    if sponsor is not None:
        named = read_words(sponsor, "without the words of a fund or vehicle")
        yield named._replace(numbers=_numbers_in(words[len(sponsor) - 1 :]))
    issuer = _without_security(words) if marked & marks.SECURITY else None
    if issuer is not None:
        yield read_words(issuer, "as the issuer of a security")


def _with_form_repaired(words: list[str], marked: int) -> Iterator[Reading]:
    repaired = None
    if marked & marks.REPAIR or holds_split_form(words):
        repaired = repair_form(words)
    if repaired is not None:
        yield read_words(repaired, "with its legal form read through slips")
    guessed = guess_form(words) if marked & marks.GUESS else None
    if guessed is not None:
        read = read_words(guessed, "with its legal form read through slips")
        yield read._replace(guessed=True)


def _common_read_right(words: list[str]) -> Iterator[Reading]:
    """Give the reading in which slips in abbreviations and number words are put right, if any."""
    common = repair_common(words)
    if common is not None:
        read = read_words(repair_form(common) or common, "with slips in common words put right")
        yield read._replace(slip=True)


def _split_digits(word: str) -> list[str]:
    """Cut a number off the word it was written together with.

    >>> _split_digits("vato2002"), _split_digits("3m")
    (['vato', '2002'], ['3m'])
    """
    found = _LETTERS_AND_DIGITS.fullmatch(word)
    return [word] if found is None else list(found.groups())


def _numbers_in(words: list[str]) -> tuple[str, ...]:
    """Return the numbers among words, of which the first is only what stands before them."""
    found = (number(word, before) for before, word in pairwise(words))
    return tuple(one for one in found if one is not None)


def _cut_off(normal: str, words: list[str]) -> Reading | None:
    """Return the reading of a name long enough to be cut off, without its last piece of a word."""
    if len(normal) < CUT_FROM or len(words) == 1:
        return None
    *left, cut = words
    before, form = split_cut_form(left, cut)
    if form is not None:
        read = read_words(before, "as cut off at its end", with_form=False)
        return read._replace(form=form)
    return read_words(left, "as cut off at its end", cut=cut)


def read_listed_name(text: str, *, person: bool) -> tuple[Reading, ...]:
    """Return the readings under which a listed name is kept: as it stands and, for Han, in Latin.

    A person's name has no legal form, whatever its last word looks like.
    """
    normal = normalise(text)
    if not normal:
        return ()
    if not normal.isascii():
        return tuple(_distinct(_read_han(normal)))
    return (read_words(normal.split(), with_form=not person),)


def read_words(
    words: list[str], how: str | None = None, *, with_form: bool = True, cut: str | None = None
) -> Reading:
    """Read normalised Latin words."""
    rest, form = split_form(words) if with_form else (words, None)
    rest = join_places(rest)[:MAX_WORDS]
    tokens: tuple[str, ...] = tuple(map(_token, rest))
    if "" in tokens:
        tokens = tuple(_tokens(rest))
    return Reading(tokens, tuple(rest), tuple(map(weight, tokens)), form, how, cut)


@lru_cache(maxsize=KEPT_WORDS)
def _token(word: str) -> str:
    """Return the one spelling of a word, "" where that may depend on the word before it."""
    return "" if may_be_number(word) else canonical(word)


def _tokens(words: list[str]) -> Iterator[str]:
    before: str | None = None
    for word in words:
        yield number(word, before) or canonical(word)
        before = word


def _read_han(normal: str) -> list[Reading]:
    """Read a name that holds Han characters: as they stand, and in Latin letters."""
    from sanccheck.names.han import latin, simplify, split_han_form, split_words
    from sanccheck.names.legal_forms import HAN_FAMILIES

    han: list[str] = []
    forms: list[Form] = []
    for word in simplify(normal).split():
        if not has_han(word):
            han.append(word)
            continue
        core, text = split_han_form(word)
        if text is not None:
            forms.append(Form(family=HAN_FAMILIES[text], text=text))
        han.extend(split_words(core))
    form = forms[0] if forms else None
    plain = tuple(han[:MAX_WORDS])
    readings = [Reading(plain, plain, tuple(map(weight, plain)), form)]
    written = read_words([latin(word) if has_han(word) else word for word in han])
    readings.append(
        Reading(written.tokens, written.words, written.weights, form, "in Latin letters")
    )
    return readings


_WRAPPED = re.compile(
    r"(?<!\w)(?:c/o|a/c|f/b/o|fbo|f/k/a|fka|a/k/a|aka|n/k/a|d/b/a|dba|t/a|trading as|"
    r"doing business as|formerly(?: known as)?|also known as|now known as|previously known as|"
    r"for (?:the )?account of|for (?:the )?benefit of|on behalf of|acting for|as nominees? for|"
    r"nominees? for|nominees? of|as trustees? (?:for|of)|as custodian (?:for|of)|care of)(?!\w)",
    re.IGNORECASE,
)
_MAY_WRAP = re.compile(r"/|\b[fad][bk]a\b|\b(?:as|of|for|known|formerly|name)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
# "X Nominees Pty Ltd <Y A/C>" names the one for whom it holds.
_DESIGNATED = re.compile(r"<([^<>]*)>")
_OF_NOMINEES = re.compile(
    r"\W*\bnominees?\b\W*(?:\b(?:private|pte|pty|limited|ltd|co|company|llc|inc)\b\W*)*$",
    re.IGNORECASE,
)


def _unwrapped(text: str, normal: str) -> Iterator[Reading]:
    """Give the readings of the parts of a name that may each be the name of somebody."""
    parts: list[tuple[str, str]] = []
    if "(" in text:
        inside = [(part, "what stands in brackets") for part in _IN_BRACKETS.findall(text)]
        outside = (_IN_BRACKETS.sub(" ", text), "without what stands in brackets")
        parts += [(part, how) for part, how in (outside, *inside) if _tells(part)]
    if "<" in text:
        parts += [(part, "what stands in brackets") for part in _DESIGNATED.findall(text)]
    nominees = _OF_NOMINEES.search(text)
    if nominees is not None:
        parts.append((text[: nominees.start()], "without 'nominees'"))
    if _MAY_WRAP.search(text) is not None:
        found = _WRAPPED.findall(text)
        if found:
            parts += [(part, f"beside '{found[0].lower()}'") for part in _WRAPPED.split(text)]
    for part, how in parts:
        inner = normalise(part)
        if inner and inner.isascii() and inner != normal:
            yield read_words(inner.split(), how)


def _tells(part: str) -> bool:
    """Say whether a part holds a word, rare and not short, that tells a name from others."""
    return any(weight(canonical(word)) >= TELLING for word in normalise(part).split())


# Besides what may wrap a name: apostrophes, which are dropped within a word.
_SIGN = re.compile("[/(<'`]")
# What is no reason to read a name in another way.
_AS_IT_STANDS = marks.FORM | marks.PLACE | marks.NUMBER | marks.WRAPPER
_LETTERS_AND_DIGITS = re.compile(r"([a-z]{3,})([0-9]{2,})")
_TITLES = CLASSES["title"]
_TITLE_AND_NAME = 2
_VEHICLES, _OF_VEHICLES = CLASSES["vehicle"], CLASSES["of_vehicle"]
_SECURITIES, _OF_SECURITIES = CLASSES["security"], CLASSES["of_security"]
_SMALL_MARKS = frozenset(["w", "s", "r", "b", "a", "c", "h", "n", "i", "ii", "iii", "sw", "wr"])
_AMOUNT = re.compile(r"^(?:hkd|usd|rmb|cny|eur|gbp|jpy|us|hk)?\d+[a-z]?\d*$")


def _without_vehicle(words: list[str]) -> list[str] | None:
    """Return whom a fund or vehicle is named after, or None where the words name none."""
    if _VEHICLES.isdisjoint(words[1:]):
        return None
    end = len(words)
    while end > 1 and (words[end - 1] in _OF_VEHICLES or words[end - 1].isdigit()):
        end -= 1
    left = words[:end]
    if _VEHICLES.isdisjoint(words[end:]) or sum(weight(canonical(word)) for word in left) < SOME:
        return None
    return left


def _without_security(words: list[str]) -> list[str] | None:
    """Return the words up to the first that belongs to a security, or None where none does."""
    if _SECURITIES.isdisjoint(words[1:]) and not words[-1].isdigit():
        return None
    end = len(words)
    while end > 1 and (
        words[end - 1] in _OF_SECURITIES
        or words[end - 1] in _SMALL_MARKS
        or _AMOUNT.match(words[end - 1])
    ):
        end -= 1
    return words[:end] if end < len(words) and not _SECURITIES.isdisjoint(words[end:]) else None


def _distinct(readings: list[Reading]) -> list[Reading]:
    kept: list[Reading] = []
    for reading in readings:
        if reading.tokens and all(
            (reading.tokens, reading.cut) != (other.tokens, other.cut) for other in kept
        ):
            kept.append(reading)
    return kept
