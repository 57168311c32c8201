"""Find the legal form in a name and compare two forms.

Forms are folded to find a name and compared to decide: "SenseTime Group Inc." and "SENSETIME
GROUP LIMITED" are found by the same words, and their forms conflict. Each form belongs to a
family; two families agree, may be the same thing in two languages (unknown), or conflict.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanccheck.model.hits import Says
from sanccheck.names.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

# What two different families say to each other; a pair that is not here conflicts.
_MAY_BE_THE_SAME = {
    frozenset(pair)
    for pair in (
        ("limited", "co_limited"),
        ("limited", "cn_llc"),
        ("limited", "llc"),
        ("limited", "jsc_limited"),
        ("co_limited", "cn_llc"),
        ("co_limited", "jsc_limited"),
        ("co_limited", "llc"),
        ("cn_llc", "llc"),
        ("jsc_limited", "jsc"),
        ("jsc_limited", "plc"),
        ("jsc_limited", "corp"),
        ("jsc", "plc"),
        ("jsc", "corp"),
        ("inc", "corp"),
        ("limited", "fund"),
        ("lp", "fund"),
        ("llc", "fund"),
        ("plc", "fund"),
        ("jsc", "fund"),
        ("state", "corp"),
        ("state", "jsc"),
    )
}
# A bare "Company" says nothing; so does any form beside it.
_SAYS_NOTHING = "company"
# Chinese, Russian and other translations write these in English as they like.
_AGREE = {frozenset(("limited", "co_limited")), frozenset(("co_limited", "cn_llc"))}

_MAX_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A legal form as found in a name: its family and the words as written."""

    family: str
    text: str


def _read_table() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    tables: dict[str, dict[str, str]] = {"end": {}, "start": {}, "any": {}}
    for family, where, forms in read_table("legal_forms.tsv"):
        for form in forms.split(", "):
            tables[where].setdefault(form, family)
            if form.endswith(" company"):
                tables[where].setdefault(form.removesuffix("mpany"), family)
    anywhere = tables["any"]
    return anywhere, tables["end"] | anywhere, tables["start"] | anywhere


_ANYWHERE, _AT_END, _AT_START = _read_table()
_ENDINGS = sorted(_AT_END)


def _sizes(forms: Iterable[str], at: int) -> dict[str, tuple[int, ...]]:
    """Return, by a form's first or last word, of how many words such forms are, longest first."""
    found: dict[str, set[int]] = {}
    for form in forms:
        words = form.split()
        found.setdefault(words[at], set()).add(len(words))
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in found.items()}


_SIZES_AT_END = _sizes(_AT_END, -1)
_SIZES_AT_START = _sizes(_AT_START, 0)
_SIZES_INSIDE = _sizes(_ANYWHERE, 0)
FAMILIES = tuple(dict.fromkeys((_AT_END | _AT_START).values()))
FORM_WORDS = frozenset(word for form in _AT_END | _AT_START for word in form.split())
HAN_FAMILIES = {form: family for form, family in _ANYWHERE.items() if not form.isascii()}
HAN_FORMS = tuple(sorted(HAN_FAMILIES, key=len, reverse=True))


def split_form(words: list[str]) -> tuple[list[str], Form | None]:
    """Return the words without their legal form, and the form.

    Forms stand at the end, at the start or, where no other word is meant by them, inside; a name
    that is nothing but a form keeps its words.

    >>> split_form("hangzhou hikvision co ltd".split())
    (['hangzhou', 'hikvision'], Form(family='co_limited', text='co ltd'))
    >>> split_form("public joint stock company sberbank of russia".split())[1].text
    'public joint stock company'
    """
    found: list[Form] = []
    rest = _strip_end(words, found)
    rest = _strip_start(rest, found)
    if len(rest) > 1:
        rest = _strip_inside(rest, found)
    return rest, _main_form(found)


def split_cut_form(words: list[str], cut: str) -> tuple[list[str], Form | None]:
    """Return the words without a legal form that is cut off in its last word, and the form.

    >>> split_cut_form("orion concern open joint stock".split(), "comp")[0]
    ['orion', 'concern']
    """
    if words[-1] not in FORM_WORDS:
        return words, None
    for size in range(min(_MAX_WORDS, len(words) - 1), 0, -1):
        begun = " ".join([*words[-size:], cut])
        at = bisect_left(_ENDINGS, begun)
        if at < len(_ENDINGS) and _ENDINGS[at].startswith(begun):
            return words[:-size], Form(family=_AT_END[_ENDINGS[at]], text=_ENDINGS[at])
    return words, None


def _strip_end(words: list[str], found: list[Form]) -> list[str]:
    while len(words) > 1 and (sizes := _SIZES_AT_END.get(words[-1])) is not None:
        for size in sizes:
            form = " ".join(words[-size:])
            family = _AT_END.get(form) if size < len(words) else None
            if family is not None:
                found.append(Form(family=family, text=form))
                words = words[:-size]
                break
        else:
            break
    return words


def _strip_start(words: list[str], found: list[Form]) -> list[str]:
    for size in _SIZES_AT_START.get(words[0], ()) if len(words) > 1 else ():
        form = " ".join(words[:size])
        family = _AT_START.get(form) if size < len(words) else None
        if family is not None:
            found.append(Form(family=family, text=form))
            return words[size:]
    return words


def _strip_inside(words: list[str], found: list[Form]) -> list[str]:
    if _SIZES_INSIDE.keys().isdisjoint(words):
        return words
    kept = words[:1]
    index = 1
    while index < len(words):
        size = _form_size(words, index)
        if size:
            form = " ".join(words[index : index + size])
            found.append(Form(family=_ANYWHERE[form], text=form))
            index += size
        else:
            kept.append(words[index])
            index += 1
    return kept


def _form_size(words: list[str], index: int) -> int:
    for size in _SIZES_INSIDE.get(words[index], ()):
        if " ".join(words[index : index + size]) in _ANYWHERE:
            return size
    return 0


def _main_form(found: list[Form]) -> Form | None:
    """Return the form that says most: the first found that is more than "Company"."""
    for form in found:
        if form.family != _SAYS_NOTHING:
            return form
    return found[0] if found else None


def compare_forms(one: str | None, other: str | None) -> Says:
    """Say whether two families of legal form agree, conflict, or may be the same (unknown).

    >>> str(compare_forms("limited", "inc")), str(compare_forms("limited", "co_limited"))
    ('conflicts', 'agrees')
    """
    if one is None or other is None or _SAYS_NOTHING in {one, other}:
        return Says.UNKNOWN
    if one == other:
        return Says.AGREES
    pair = frozenset((one, other))
    if pair in _AGREE:
        return Says.AGREES
    return Says.UNKNOWN if pair in _MAY_BE_THE_SAME else Says.CONFLICTS
