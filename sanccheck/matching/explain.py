"""Say in words why a name was found: what agrees, what is left over, what contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanccheck.model.entries import NameKind
from sanccheck.model.hits import Evidence, Says
from sanccheck.names.legal_forms import compare_forms
from sanccheck.names.reading import read_listed_name
from sanccheck.names.weights import is_neutral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.matching.align import Pair
    from sanccheck.matching.search import Found
    from sanccheck.model.entries import Name
    from sanccheck.names.legal_forms import Form
    from sanccheck.names.reading import Reading

_EXACT = 1.0
_WRITTEN_IN_CAPITALS = 4
_TITLED = frozenset({"inc", "ltd", "corp", "co", "pte", "pty", "ltda", "bhd", "sdn"})


def explain_name(found: Found, name: Name, *, person: bool) -> list[Evidence]:
    """Return the evidence that lies in the name."""
    reading, listed = found.reading, _listed_reading(found, name, person=person)
    evidence = [_agreeing_words(found, listed, name)]
    left = _words_left(found, listed)
    if left is not None:
        evidence.append(left)
    if found.score.numbers_differ:
        evidence.append(_conflict("number", "the names carry different numbers"))
    if found.score.places_differ:
        evidence.append(_conflict("place", "the names carry different places"))
    form = _legal_form(reading, listed, person=person)
    if form is not None:
        evidence.append(form)
    return evidence


def name_kind(name: Name) -> str | None:
    """Say what kind of name this is, None for the entry's primary name."""
    if name.source is not None:
        return "name from a supplement" if name.source != "unverified" else "unverified name"
    if name.weak:
        return "weak alias"
    return {
        NameKind.ALIAS: "alias",
        NameKind.FORMER: "former name",
        NameKind.ISSUER: "issuer name",
    }.get(name.kind)


def _listed_reading(found: Found, name: Name, *, person: bool) -> Reading:
    """Return the reading of the listed name that the row was made from."""
    readings = read_listed_name(name.text, person=person)
    same = [one for one in readings if len(one.tokens) == len(found.row.words)]
    return same[-1] if found.reading.tokens and found.reading.tokens[0].isascii() else same[0]


def _agreeing_words(found: Found, listed: Reading, name: Name) -> Evidence:
    said = [_say_pair(pair, found.reading, listed) for pair in _in_order(found)]
    whole = not found.alignment.query_left and not found.alignment.listed_left
    opening = "all words agree" if whole else "these words agree"
    detail = f"{opening}: {', '.join(said)}"
    kind = name_kind(name)
    if kind is not None:
        detail += f"; the {kind} '{name.text}'"
    if name.source is not None and name.source != "unverified":
        detail += f" ({name.source})"
    if found.reading.how is not None:
        detail += f"; asked for {found.reading.how}: {' '.join(found.reading.words)}"
    return Evidence(field="name", says=Says.AGREES, detail=detail)


def _in_order(found: Found) -> list[Pair]:
    return sorted(found.alignment.pairs, key=lambda pair: pair.query_start)


def _say_pair(pair: Pair, asked: Reading, listed: Reading) -> str:
    one = " ".join(asked.words[pair.query_start : pair.query_start + pair.query_size])
    other = " ".join(listed.words[pair.listed_start : pair.listed_start + pair.listed_size])
    if one == other:
        return one
    if pair.alike < _EXACT:
        return f"{one} for {other} ({pair.alike:.2f})"
    return f"{one} for {other}"


def _words_left(found: Found, listed: Reading) -> Evidence | None:
    asked_only = [found.reading.words[i] for i in found.alignment.query_left]
    listed_only = [listed.words[k] for k in found.alignment.listed_left]
    if not asked_only and not listed_only:
        return None
    parts = []
    if asked_only:
        parts.append(f"only asked: {', '.join(asked_only)}")
    if listed_only:
        parts.append(f"only listed: {', '.join(listed_only)}")
    telling = all(
        any(not is_neutral(word) for word in words) for words in (asked_only, listed_only)
    )
    says = Says.CONFLICTS if telling else Says.UNKNOWN
    return Evidence(field="words", says=says, detail="; ".join(parts))


def _legal_form(asked: Reading, listed: Reading, *, person: bool) -> Evidence | None:
    one, other = asked.form, listed.form
    if person and one is not None:
        detail = f"asked {_say_form(one.text)}, a company's; the entry is a person"
        return _conflict("legal form", detail)
    if one is None and other is None:
        return None
    says = compare_forms(
        None if one is None else one.family, None if other is None else other.family
    )
    detail = "; ".join(_say_forms(one, other, says))
    return Evidence(field="legal form", says=says, detail=detail)


def _say_forms(asked: Form | None, listed: Form | None, says: Says) -> Iterator[str]:
    if asked is None or listed is None:
        yield "not asked" if asked is None else f"asked {_say_form(asked.text)}"
        yield "not in the listed name" if listed is None else f"listed {_say_form(listed.text)}"
    else:
        yield f"asked {_say_form(asked.text)}, listed {_say_form(listed.text)}"
        if says is Says.CONFLICTS:
            yield "another form is another company"


def _say_form(text: str) -> str:
    return " ".join(
        word.title() if word in _TITLED or len(word) > _WRITTEN_IN_CAPITALS else word.upper()
        for word in text.split()
    )


def _conflict(field: str, detail: str) -> Evidence:
    return Evidence(field=field, says=Says.CONFLICTS, detail=detail)
