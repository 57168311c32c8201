"""Changes to words of company names: forms, order, more and fewer words, other ways to write."""

from __future__ import annotations

import random
import re

from benchmarks.matching.vocabulary import (
    ABBREVIATIONS,
    FORM_WORDS,
    FORMS,
    NUMBER_WORDS,
    OTHER_FORMS,
    ROMAN,
    SPELLINGS,
    is_telling,
    split_form,
)

_EXTRA = (
    *("Group", "International", "Global", "Holdings", "Worldwide", "Trading", "Asia"),
    *("Services", "Industries", "Enterprise", "Overseas", "New"),
)
_EXPANDED = {short.lower(): full for full, short in ABBREVIATIONS.items()}


_COUNTED = frozenset({"no", "fund", "series", "phase", "class", "number", "ship", "vessel"})
# Half of a place in two words.
_IN_PAIRS = frozenset({"hong", "kong", "united", "states", "arab", "emirates", "saudi", "sri"})


def _holds_form(words: list[str]) -> bool:
    return any(word.lower().strip(".,'\"") in FORM_WORDS for word in words)


def _bare(form: str) -> str:
    return re.sub(r"[.,\s]", "", form).lower()


def _like(word: str, original: str) -> str:
    return word.upper() if original.isupper() else word


def form_swapped(name: str, rng: random.Random) -> str | None:
    """Another legal form in the place of the name's own."""
    core, form = split_form(name)
    row = next((row for row in FORMS if _bare(form) in map(_bare, row)), ())
    if not form:
        return None
    others = [other for other in OTHER_FORMS if other not in row and _bare(other) != _bare(form)]
    return f"{core} {rng.choice(others)}"


def form_dropped(name: str, _: random.Random) -> str | None:
    """No legal form."""
    core, form = split_form(name)
    return core if form else None


def form_expanded(name: str, rng: random.Random) -> str | None:
    """The same legal form, written out or abbreviated."""
    core, form = split_form(name)
    for row in FORMS:
        if form and _bare(form) in map(_bare, row):
            ways = [other for other in row if _bare(other) != _bare(form)]
            return f"{core} {rng.choice(ways)}" if ways else None
    return None


def form_added(name: str, rng: random.Random) -> str | None:
    """A legal form after a name that has none."""
    _, form = split_form(name)
    return None if form else f"{name} {rng.choice(OTHER_FORMS)}"


def word_order(name: str, rng: random.Random) -> str | None:
    """Two words of the name change places, or its last word comes first."""
    core, form = split_form(name)
    words = core.split()
    if len(words) < 2 or _holds_form(words):
        return None
    if rng.random() < 0.5:
        words = [words[-1], *words[:-1]]
    else:
        i, k = rng.sample(range(len(words)), 2)
        words[i], words[k] = words[k], words[i]
    return " ".join([*words, form]).strip()


def missing_word(name: str, rng: random.Random) -> str | None:
    """A word that does not tell is missing; one that does stays."""
    core, form = split_form(name)
    words = core.split()
    generic = [
        i
        for i, word in enumerate(words)
        if not is_telling(word) and len(word) > 2 and word.lower() not in _IN_PAIRS
    ]
    if len(words) < 3 or not any(map(is_telling, words)) or not generic or _holds_form(words):
        return None
    del words[rng.choice(generic)]
    return " ".join([*words, form]).strip()


def missing_telling_word(name: str, rng: random.Random) -> str | None:
    """One of two or more telling words is missing, not the longest of them."""
    core, form = split_form(name)
    words = core.split()
    telling = [i for i, word in enumerate(words) if is_telling(word)]
    if len(telling) < 2:
        return None
    longest = max(telling, key=lambda i: len(words[i]))
    del words[rng.choice([i for i in telling if i != longest])]
    return " ".join([*words, form]).strip()


def extra_word(name: str, rng: random.Random) -> str | None:
    """A word more, before the legal form or at the start of a name that tells."""
    core, _ = split_form(name)
    return _with_word(name, rng) if is_telling(core) else None


def extra_word_common(name: str, rng: random.Random) -> str | None:
    """The same in a name of common words only, where one more may make another company."""
    core, _ = split_form(name)
    return None if is_telling(core) else _with_word(name, rng)


def _with_word(name: str, rng: random.Random) -> str:
    core, form = split_form(name)
    word = rng.choice([word for word in _EXTRA if word.lower() not in core.lower()])
    word = _like(word, core)
    made = f"{word} {core}" if rng.random() < 0.25 else f"{core} {word}"
    return f"{made} {form}".strip()


def joined_words(name: str, rng: random.Random) -> str | None:
    """Two neighbours written as one."""
    core, form = split_form(name)
    words = core.split()
    if len(words) < 2:
        return None
    at = rng.randrange(len(words) - 1)
    words[at : at + 2] = [words[at] + words[at + 1]]
    return " ".join([*words, form]).strip()


def split_word(name: str, rng: random.Random) -> str | None:
    """A word of six letters or more written as two."""
    words = name.split()
    long = [i for i, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return None
    i = rng.choice(long)
    at = rng.randrange(2, len(words[i]) - 1)
    words[i] = f"{words[i][:at]} {words[i][at:]}"
    return " ".join(words)


def and_sign(name: str, _: random.Random) -> str | None:
    """`&` for "and", "and" for `&`."""
    if "&" in name:
        return re.sub(r"\s*&\s*", " and ", name)
    made = re.sub(r"\b(and|AND|And)\b", "&", name)
    return made if made != name else None


def spelling(name: str, _: random.Random) -> str | None:
    """British spelling for American, American for British."""
    return _replace_words(name, SPELLINGS)


def abbreviated(name: str, rng: random.Random) -> str | None:
    """One or more words abbreviated as in lists of shareholders (Intl, Tech, Mfg)."""
    table = ABBREVIATIONS
    words = [word for word in re.findall(r"\w+", name) if word.lower() in table]
    if not words:
        return None
    chosen = words if rng.random() < 0.5 else [rng.choice(words)]
    return _replace_words(name, {word.lower(): table[word.lower()] for word in chosen})


def expanded(name: str, _: random.Random) -> str | None:
    """An abbreviation of the listed name written out."""
    core, form = split_form(name)
    made = _replace_words(core, _EXPANDED)
    return None if made is None else f"{made} {form}".strip()


def number_words(name: str, rng: random.Random) -> str | None:
    """A number written as a word or in Roman figures, or the other way round."""
    words = name.split()
    for i, word in enumerate(words):
        if i and word.isdigit() and 0 < int(word) < len(ROMAN):
            ways = [_like(NUMBER_WORDS[int(word)].title(), name)]
            # A lone I, V or X is a number only after a word that is counted.
            if int(word) not in {1, 5, 10} or words[i - 1].lower().strip(".") in _COUNTED:
                ways.append(ROMAN[int(word)])
            words[i] = rng.choice(ways)
            return " ".join(words)
        if i and word.upper() in ROMAN[2:] and word not in {"V", "X"}:
            words[i] = str(ROMAN.index(word.upper()))
            return " ".join(words)
        if word.lower() in NUMBER_WORDS[2:]:
            words[i] = str(NUMBER_WORDS.index(word.lower()))
            return " ".join(words)
    return None


def acronym(name: str, _: random.Random) -> str | None:
    """The first letters of four words or more."""
    core, _form = split_form(name)
    words = [word for word in re.findall(r"[^\W\d_]+", core) if word.lower() not in _SMALL]
    return "".join(word[0].upper() for word in words) if 4 <= len(words) <= 7 else None


_SMALL = frozenset({"of", "the", "and", "for", "de", "la", "al", "to", "in"})


def _replace_words(name: str, table: dict[str, str]) -> str | None:
    def put(found: re.Match[str]) -> str:
        word = found.group()
        new = table.get(word.lower())
        if new is None:
            return word
        return new.upper() if word.isupper() else new.title() if word[0].isupper() else new

    made = re.sub(r"[^\W\d_]+", put, name)
    return made if made != name else None
