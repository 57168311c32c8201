"""Read a name through damage: slips in its legal form, digits where letters were meant.

A repaired name is a second reading beside the name as typed, never in its place.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from sanccheck.names.legal_forms import FORM_WORDS, split_form
from sanccheck.names.spelling import canonical, short_way_meant
from sanccheck.names.tables import KEPT_WORDS
from sanccheck.names.weights import CLASSES, DISTINCTIVE, is_common, weight

_OF_DE_CV = frozenset({"cv", "dec"})
_CO, _LTD = frozenset({"co", "company"}), frozenset({"ltd", "limited"})
_FORMS_AT_START = ("jsc", "ooo", "llc", "oao", "zao", "pao", "ojsc", "pjsc", "cjsc")
_SHORT_FORMS = tuple(sorted(CLASSES["short_form"]))
# The longer words of legal forms; a rare word that is a slip of one is hardly anything else.
_LONG_FORMS = tuple(sorted(CLASSES["long_form"]))
# A slip leaves one end of a word as it is.
_OPENINGS = frozenset(word[:2] for word in _LONG_FORMS)
_ENDINGS = frozenset(word[-2:] for word in _LONG_FORMS)
_GLUED_END = tuple(sorted(CLASSES["glued_end"], key=lambda form: (-len(form), form)))
_GLUED_START = tuple(sorted(CLASSES["glued_start"], key=lambda form: (-len(form), form)))
_KEPT_OF_GLUED = 4
_LONG_WORD, _TWO_SLIPS_FROM = 4, 8
_SHORT_MOST = 5
_PAIR = 2

_AS_LETTERS = str.maketrans("0125689", "oizsgbg")
_AS_OTHER_LETTERS = str.maketrans("01", "ol")
_SEEN_AS_TWO = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))


def repair_form(words: list[str]) -> list[str] | None:
    """Return the words with slips in their legal form put right, or None where that finds no form.

    >>> repair_form("hikvision lmited".split())
    ['hikvision', 'limited']
    >>> repair_form("hikvision digital".split())
    """
    repaired = _join_split_forms(_cut_glued_forms(words))
    repaired = [_form_word(word) for word in repaired]
    repaired[-1] = _short_form(repaired[-1])
    if len(repaired) > 1:
        repaired[-2:] = _co_ltd(*repaired[-2:])
        repaired[-2:] = _de_cv(*repaired[-2:])
    if repaired == words:
        return None
    rest, _ = split_form(repaired)
    before, _ = split_form(words)
    changed = len("".join(rest)) < len("".join(before))
    return repaired if changed and (len(rest) > 1 or weight(rest[0]) >= DISTINCTIVE) else None


def repair_common(words: list[str]) -> list[str] | None:
    """Return the words with slips in abbreviations and number words put right, None if none is.

    >>> repair_common("sunway teech".split())
    ['sunway', 'tech']
    """
    repaired = [_common_meant(word) for word in words]
    return None if repaired == words else repaired


def _common_meant(word: str) -> str:
    if is_common(word) or word in FORM_WORDS or canonical(word) != word:
        return word
    return short_way_meant(word) or word


def guess_form(words: list[str]) -> list[str] | None:
    """Return the words with a first word that is a slip from a short form put right, or None.

    Such a word may as well be a name of its own ("MSC"), so that the form must agree too.

    >>> guess_form("olc vygon consulting".split())
    ['llc', 'vygon', 'consulting']
    """
    meant = _form_meant(words[0])
    if meant is None or len(words) == 1:
        return None
    return [meant, *words[1:]] if len(words) > _PAIR or weight(words[1]) >= DISTINCTIVE else None


def may_be_repaired(word: str) -> bool:
    """Say whether `repair_form` may have something to do about a word that stands whole.

    >>> may_be_repaired("lmited"), may_be_repaired("hikvision")
    (True, False)
    """
    return (
        _cut_one(word) != (word,)
        or _form_word(word) != word
        or _short_form(word) != word
        or word in _OF_DE_CV
        or (word not in FORM_WORDS and _one_slip(word, "ltd"))
        or (word not in FORM_WORDS and not is_common(word) and _one_slip(word, "co"))
    )


def may_be_common(word: str) -> bool:
    """Say whether `repair_common` reads a word as another."""
    return _common_meant(word) != word


def may_end_form(word: str) -> bool:
    """Say whether a word may be what is left of a legal form's word behind a split."""
    return word in _ends_of_forms()


def holds_split_form(words: list[str]) -> bool:
    """Say whether two neighbours are one word of a legal form: "lim ited"."""
    return any(_is_split(*pair) for pair in pairwise(words))


def may_open_with_form(word: str) -> bool:
    """Say whether `guess_form` may read a first word as a legal form."""
    return _form_meant(word) is not None


def is_misread(word: str) -> bool:
    """Say whether `read_as_letters` may read a word otherwise."""
    return _is_mixed(word) or _unsplit_letters(word) != word


@lru_cache(maxsize=1)
def _ends_of_forms() -> frozenset[str]:
    """Return what may stand behind the first piece of a legal form's word that was split."""
    return frozenset(
        form[i:] for form in FORM_WORDS if len(form) >= _LONG_WORD for i in range(1, len(form))
    )


@lru_cache(maxsize=KEPT_WORDS)
def _form_meant(word: str) -> str | None:
    if (
        word in FORM_WORDS
        or len(word) > _SHORT_MOST
        or _rests_at_start().isdisjoint(_rests(word, 1))
    ):
        return None
    return next((form for form in _FORMS_AT_START if _one_slip(word, form)), None)


@lru_cache(maxsize=1)
def _rests_at_start() -> frozenset[str]:
    return frozenset(rest for form in _FORMS_AT_START for rest in _rests(form, 1))


def _one_slip(word: str, of: str) -> bool:
    """Say whether two words differ by one letter more, less or other, or two swapped."""
    if abs(len(word) - len(of)) > 1:
        return False
    if len(word) == len(of):
        apart = [i for i, (one, other) in enumerate(zip(word, of, strict=True)) if one != other]
        return len(apart) == 1 or (
            len(apart) == 2  # noqa: PLR2004 - two neighbours
            and apart[1] == apart[0] + 1
            and word[apart[0]] == of[apart[1]]
            and word[apart[1]] == of[apart[0]]
        )
    shorter, longer = sorted((word, of), key=len)
    return len(longer) - len(shorter) == 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    )


def read_as_letters(words: list[str]) -> list[list[str]]:
    """Return the words with what scanning confuses read the other way, where any may be.

    >>> read_as_letters(["hikvi5ion"])
    [['hikvision']]
    """
    versions = []
    for table in (_AS_LETTERS, _AS_OTHER_LETTERS):
        read = [word.translate(table) if _is_mixed(word) else word for word in words]
        if read != words and read not in versions:
            versions.append(read)
    read = [_unsplit_letters(word) for word in words]
    if read != words:
        versions.append(read)
    return versions


def _co_ltd(before: str, last: str) -> tuple[str, str]:
    """Put right a slip in "Co Ltd", of which either word is too short to be told alone."""
    if before in _CO and last not in FORM_WORDS and _one_slip(last, "ltd"):
        return before, "ltd"
    if (
        last in _LTD
        and before not in FORM_WORDS
        and not is_common(before)
        and _one_slip(before, "co")
    ):
        return "co", last
    return before, last


def _de_cv(before: str, last: str) -> tuple[str, str]:
    """Put right a slip in "S.A. de C.V.", or a space in it that was lost."""
    if last == "cv" and before != "de" and _one_slip(before, "de"):
        return "de", last
    if (before, last) == ("dec", "v"):
        return "de", "cv"
    return before, last


def _is_mixed(word: str) -> bool:
    return not word.isdigit() and not word.isalpha() and word.isascii()


@lru_cache(maxsize=KEPT_WORDS)
def _unsplit_letters(word: str) -> str:
    if is_common(word):
        return word
    for two, one in _SEEN_AS_TWO:
        word = word.replace(two, one)
    return word


def _join_split_forms(words: list[str]) -> list[str]:
    """Write "lim ited" as one word."""
    joined: list[str] = []
    for word in words:
        if joined and _is_split(joined[-1], word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _is_split(one: str, other: str) -> bool:
    """Say whether two words are one of a legal form, and not each a word of one as it stands.

    "Joint stock" is not a split "jointstock".
    """
    whole = one + other
    return (
        whole in FORM_WORDS
        and len(whole) >= _LONG_WORD
        and not (one in FORM_WORDS and other in FORM_WORDS)
    )


def _cut_glued_forms(words: list[str]) -> list[str]:
    """Cut "companylimited" in two."""
    cut: list[str] = []
    for word in words:
        cut += _cut_one(word)
    return cut


@lru_cache(maxsize=KEPT_WORDS)
def _cut_one(word: str) -> tuple[str, ...]:
    if not (word.endswith(_GLUED_END) or word.startswith(_GLUED_START)):
        return (word,)
    if is_common(word) or word in FORM_WORDS:
        return (word,)
    for form in _GLUED_END if word.endswith(_GLUED_END) else ():
        head = word.removesuffix(form)
        if head != word and (len(head) >= _KEPT_OF_GLUED or (len(head) > 1 and head in FORM_WORDS)):
            return (head, form)
    for form in _GLUED_START if word.startswith(_GLUED_START) else ():
        tail = word.removeprefix(form)
        if tail != word and len(tail) >= (1 if len(form) >= _TWO_SLIPS_FROM else _KEPT_OF_GLUED):
            return (form, tail)
    return (word,)


@lru_cache(maxsize=KEPT_WORDS)
def _short_form(word: str) -> str:
    if len(word) > _SHORT_MOST or word in FORM_WORDS or is_common(word):
        return word
    asked = _rests(word, 1)
    if asked.isdisjoint(_rests_of_short()):
        return word
    for form, rests in _short_form_rests():
        if abs(len(form) - len(word)) <= 1 and not rests.isdisjoint(asked):
            return form
    return word


@lru_cache(maxsize=1)
def _rests_of_short() -> frozenset[str]:
    return frozenset(rest for _, rests in _short_form_rests() for rest in rests)


@lru_cache(maxsize=1)
def _short_form_rests() -> list[tuple[str, set[str]]]:
    return [(form, _rests(form, 1)) for form in _SHORT_FORMS]


@lru_cache(maxsize=KEPT_WORDS)
def _form_word(word: str) -> str:
    """Return the word of a legal form that a word is a slip of, or the word itself."""
    if word[:2] not in _OPENINGS and word[-2:] not in _ENDINGS:
        return word
    if len(word) < _LONG_WORD or word in FORM_WORDS or is_common(word):
        return word
    letters = _slips_in(word)
    if not _has_letters_of_form(word, letters):
        return word
    known = _long_form_words()
    meant: dict[str, int] = {}
    for rest in _rests(word, letters):
        for form in known.get(rest, ()):
            meant[form] = max(meant.get(form, 0), len(rest))
    return min(meant, key=lambda form: _least_changed(form, meant[form])) if meant else word


def _slips_in(word: str) -> int:
    return 2 if len(word) >= _TWO_SLIPS_FROM else 1


def _has_letters_of_form(word: str, slips: int) -> bool:
    """Say whether the letters of a word are those of a longer legal form's, but for its slips."""
    letters = _letters(word)
    for theirs, others in _letters_of_forms(len(word), slips):
        if (letters & ~theirs).bit_count() <= slips and (theirs & ~letters).bit_count() <= others:
            return True
    return False


@lru_cache(maxsize=128)
def _letters_of_forms(size: int, slips: int) -> list[tuple[int, int]]:
    """Return the letters, and the slips, of the longer legal forms that are about as long."""
    return [
        (_letters(form), others)
        for form in _LONG_FORMS
        if -slips <= len(form) - size <= (others := _slips_in(form))
    ]


def _letters(word: str) -> int:
    """Return which letters a word holds, a bit for each."""
    held = 0
    for char in word:
        held |= 1 << (ord(char) & 63)
    return held


def _least_changed(form: str, kept: int) -> tuple[int, int, str]:
    """Order what a word may be a slip of: the most letters in common, the fewest beside them."""
    return -kept, len(form) - kept, form


@lru_cache(maxsize=1)
def _long_form_words() -> dict[str, list[str]]:
    """Return the rests that the longer words of legal forms leave, each with its words."""
    found: dict[str, list[str]] = {}
    for word in _LONG_FORMS:
        for rest in _rests(word, _slips_in(word)):
            found.setdefault(rest, []).append(word)
    return found


def _rests(word: str, letters: int) -> set[str]:
    """Return what is left of a word when up to so many letters are dropped."""
    found = {word}
    last = found
    for _ in range(letters):
        last = {rest[:i] + rest[i + 1 :] for rest in last for i in range(len(rest))}
        found = found | last
    return found
