from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from sanccheck.matching.candidates import Asked, find_candidates
from sanccheck.matching.explain import explain_name, name_kind
from sanccheck.matching.index import Index
from sanccheck.model.entries import EntityType, Entry, Name, NameKind
from sanccheck.model.hits import Evidence
from sanccheck.names.reading import read_name

Open = Callable[[Sequence[Entry]], Index]


@pytest.fixture
def explain(open_index_of: Open) -> Callable[..., list[Evidence]]:
    """Give the evidence that a name has against one listed name."""

    def make(asked: str, listed: Name, type_: EntityType = EntityType.COMPANY) -> list[Evidence]:
        entry = Entry(id="us_test:1", list="us_test", uid="1", type=type_, names=(listed,))
        (candidate,) = find_candidates(open_index_of([entry]), Asked(read_name(asked), ()), 0.3)
        assert candidate.found is not None
        return explain_name(candidate.found, listed, person=type_ is EntityType.PERSON)

    return make


@pytest.mark.parametrize(
    ("asked", "listed", "field", "detail"),
    [
        ("Hikvision", "HIKVISION", "name", "all words agree: hikvision"),
        ("Hikvison", "HIKVISION", "name", "all words agree: hikvison for hikvision (0.87)"),
        ("Sense Time", "SENSETIME", "name", "all words agree: sense time for sensetime"),
        ("SenseTime", "SENSE TIME", "name", "all words agree: sensetime for sense time"),
        (
            "Hikvision Tech",
            "HIKVISION TECHNOLOGIES",
            "name",
            "all words agree: hikvision, tech for technologies",
        ),
        ("Hikvision Zeta", "HIKVISION", "words", "only asked: zeta"),
        ("Hikvision", "HIKVISION DIGITAL", "words", "only listed: digital"),
        (
            "Hikvision Digital",
            "HIKVISION CHEMICAL",
            "words",
            "only asked: digital; only listed: chemical",
        ),
        ("Hikvision Fund II", "HIKVISION FUND III", "number", "different numbers"),
        ("Hikvision Beijing", "HIKVISION SHANGHAI", "place", "different places"),
        ("Hikvision LLC", "HIKVISION", "legal form", "asked LLC; not in the listed name"),
        ("Hikvision", "HIKVISION LTD", "legal form", "not asked; listed Ltd"),
        (
            "X Nominees a/c Hikvision",
            "HIKVISION",
            "name",
            "all words agree: hikvision; asked for beside 'a/c': hikvision",
        ),
    ],
)
def test_says_what_agrees_and_what_does_not(
    explain: Callable[..., list[Evidence]], asked: str, listed: str, field: str, detail: str
) -> None:
    """The evidence names the words that agree, those left over, and what contradicts."""
    found = [one.detail for one in explain(asked, Name(text=listed)) if one.field == field]
    assert found
    assert detail in found[0]


def test_names_the_alias_and_where_it_is_from(explain: Callable[..., list[Evidence]]) -> None:
    """A name from a supplement is quoted with its citation."""
    name = Name(text="\u6d77\u5eb7\u5a01\u89c6", kind=NameKind.ALIAS, source="Annual report 2020")
    detail = explain("Haikang Weishi", name)[0].detail
    assert "the name from a supplement" in detail
    assert "(Annual report 2020)" in detail


def test_a_person_has_no_legal_form(explain: Callable[..., list[Evidence]]) -> None:
    """A company's form in the name asked contradicts a person."""
    evidence = explain("Putin Ltd", Name(text="Vladimir PUTIN"), EntityType.PERSON)
    (form,) = (one for one in evidence if one.field == "legal form")
    assert "the entry is a person" in form.detail


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (Name(text="X"), None),
        (Name(text="X", kind=NameKind.ALIAS), "alias"),
        (Name(text="X", kind=NameKind.ALIAS, weak=True), "weak alias"),
        (Name(text="X", kind=NameKind.FORMER), "former name"),
        (Name(text="X", kind=NameKind.ISSUER), "issuer name"),
        (Name(text="X", kind=NameKind.ALIAS, source="unverified"), "unverified name"),
    ],
)
def test_says_what_kind_of_name_it_is(name: Name, kind: str | None) -> None:
    """Each kind of name has its word; the primary name needs none."""
    assert name_kind(name) == kind
