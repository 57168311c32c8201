"""The one table of perturbation classes: what each is, whom it applies to, and how it counts.

`SINGLE` is one character added, dropped, changed, swapped or hidden: whoever compares strings
must find it. `STRING` can be told from the two strings, with what everybody knows of names.
`BEYOND` takes more than the strings: another script, a curated name, an identifier, a guess; it
stands in the table and in no total. A few changes take away what tells a name apart; they are
BEYOND too, because not finding them may be right.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.matching import perturb_deals as deals
from benchmarks.matching import perturb_entries as entries
from benchmarks.matching import perturb_letters as slips
from benchmarks.matching import perturb_persons as persons
from benchmarks.matching import perturb_words as words
from benchmarks.matching.subjects import Subject
from sanccheck.model.entries import EntityType

Change = Callable[[str, random.Random], str | None]
PersonChange = Callable[[str, str, random.Random], str | None]


class Kind(StrEnum):
    """How a class counts."""

    SINGLE = "single edit"
    STRING = "string"
    BEYOND = "beyond strings"


@dataclass(frozen=True, slots=True)
class Class:
    """One class: `of` is whom it applies to, None everybody; `why` is why it counts as it does."""

    id: str
    kind: Kind
    of: EntityType | None
    make: Callable[[Subject, random.Random], str | None]
    why: str


def _name(change: Change) -> Callable[[Subject, random.Random], str | None]:
    return lambda subject, rng: change(subject.name, rng)


def _parts(change: PersonChange) -> Callable[[Subject, random.Random], str | None]:
    def make(subject: Subject, rng: random.Random) -> str | None:
        if subject.given is None or subject.family is None:
            return None
        return change(subject.given, subject.family, rng)

    return make


_COMPANY, _PERSON = EntityType.COMPANY, EntityType.PERSON
_ONE, _STRING, _BEYOND = Kind.SINGLE, Kind.STRING, Kind.BEYOND

CLASSES = (
    Class("typo", _ONE, _COMPANY, _name(slips.one_typo), "one letter"),
    Class("typo_person", _ONE, _PERSON, _name(slips.one_typo), "one letter"),
    Class("first_letter", _ONE, _COMPANY, _name(slips.first_letter), "one letter"),
    Class("doubled_letter", _ONE, _COMPANY, _name(slips.doubled_letter), "one letter"),
    Class("joined_words", _ONE, _COMPANY, _name(words.joined_words), "one space"),
    Class("split_word", _ONE, _COMPANY, _name(words.split_word), "one space"),
    Class("zero_width", _ONE, None, _name(slips.zero_width), "nothing that is seen changes"),
    Class("accents_added", _ONE, None, _name(slips.accents_added), "the letters stay"),
    Class("accents_removed", _ONE, None, _name(slips.accents_removed), "the letters stay"),
    Class("scanned", _ONE, _COMPANY, _name(slips.scanned), "one or two letters misread"),
    Class("homoglyphs", _ONE, None, _name(slips.homoglyphs), "looks the same"),
    Class("full_width", _STRING, None, _name(slips.full_width), "looks the same, wider"),
    Class("typo_each_word", _STRING, _COMPANY, _name(slips.typo_in_each_word), "a letter a word"),
    Class("truncated_35", _STRING, None, _name(slips.truncated), "35 letters tell enough"),
    Class("form_swapped", _STRING, _COMPANY, _name(words.form_swapped), "found, form conflicts"),
    Class("form_dropped", _STRING, _COMPANY, _name(words.form_dropped), "the name stays"),
    Class("form_added", _STRING, _COMPANY, _name(words.form_added), "the name stays"),
    Class("form_expanded", _STRING, _COMPANY, _name(words.form_expanded), "the same form"),
    Class("word_order", _STRING, _COMPANY, _name(words.word_order), "the same words"),
    Class("missing_word", _STRING, _COMPANY, _name(words.missing_word), "what tells stays"),
    Class(
        "missing_telling",
        _BEYOND,
        _COMPANY,
        _name(words.missing_telling_word),
        "half of what tells is gone: it may be another",
    ),
    Class("extra_word", _STRING, _COMPANY, _name(words.extra_word), "what tells stays"),
    Class(
        "extra_word_common",
        _BEYOND,
        _COMPANY,
        _name(words.extra_word_common),
        "of common words: it may be another",
    ),
    Class("and_sign", _STRING, _COMPANY, _name(words.and_sign), "the same word"),
    Class("uk_us_spelling", _STRING, _COMPANY, _name(words.spelling), "the same word"),
    Class("abbreviated", _STRING, _COMPANY, _name(words.abbreviated), "usual abbreviations"),
    Class("expanded", _STRING, _COMPANY, _name(words.expanded), "usual abbreviations"),
    Class("number_words", _STRING, None, _name(words.number_words), "the same number"),
    Class("fund", _STRING, _COMPANY, _name(deals.fund), "the sponsor's name stands in it"),
    Class("security", _STRING, _COMPANY, _name(deals.security), "the issuer's name stands in it"),
    Class("wrapper", _STRING, _COMPANY, _name(deals.wrapper), "the name stands in it"),
    Class(
        "vessel_prefix", _STRING, EntityType.VESSEL, _name(deals.vessel_prefix), "the name stays"
    ),
    Class("person_order", _STRING, _PERSON, _parts(persons.order), "the same words"),
    Class("initials", _STRING, _PERSON, _parts(persons.initials), "the rest stays"),
    Class("patronymic", _STRING, _PERSON, _parts(persons.patronymic_dropped), "the rest stays"),
    Class("middle_name", _STRING, _PERSON, _parts(persons.middle_dropped), "the rest stays"),
    Class("particles", _STRING, _PERSON, _name(persons.particles), "the rest stays"),
    Class("title", _STRING, _PERSON, _name(persons.title), "the name stays"),
    Class("cyrillic_latin", _STRING, None, entries.cyrillic_variant, "one or two letters"),
    Class("arabic_latin", _STRING, _PERSON, entries.arabic_variant, "one or two letters"),
    Class("acronym_made", _BEYOND, _COMPANY, _name(words.acronym), "a guess, mostly of many"),
    Class("acronym_listed", _BEYOND, None, entries.listed_acronym, "the list's own acronym"),
    Class("identifier", _BEYOND, None, entries.identifier, "no name at all"),
    Class("passport_bare", _BEYOND, _PERSON, entries.passport, "no name, no scheme"),
    Class("ticker", _BEYOND, None, entries.ticker, "no name at all"),
    Class("register_number", _BEYOND, None, entries.register_number, "no name, no scheme"),
    Class("han", _BEYOND, _COMPANY, entries.han, "a curated name"),
    Class("han_other_script", _BEYOND, _COMPANY, entries.han_converted, "simplified, traditional"),
    Class("han_no_form", _BEYOND, _COMPANY, entries.han_without_form, "a curated name, cut"),
    Class("pinyin", _BEYOND, _COMPANY, entries.pinyin_words, "a curated name in Latin letters"),
    Class("pinyin_syllables", _BEYOND, _COMPANY, entries.pinyin_syllables, "as above, apart"),
)
BY_ID = {one.id: one for one in CLASSES}


def perturb(subject: Subject, seed: int, class_id: str) -> str | None:
    """Return a name changed as its class says, None where that does not apply.

    A function of the name, the seed and the class alone.
    """
    rng = random.Random(f"{seed}|{class_id}|{subject.name}")  # noqa: S311 - to repeat it
    return BY_ID[class_id].make(subject, rng)
