"""OFAC's five steps to assess a name match (OFAC FAQ 5), answered as far as a case's facts go.

The steps guide; a person decides. An answer that the facts do not give is None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sanccheck.cases.case import Case

Plain = dict[str, Any]

CITE = "OFAC FAQ 5, https://ofac.treasury.gov/faqs/5"
_OFAC_LISTS = frozenset(
    {
        "us_ofac_sdn",
        "us_ns_cmic",
        "us_ssi",
        "us_ns_mbs",
        "us_capta",
        "us_fse",
        "us_plc",
        "us_ofac_cons_other",
    }
)
_PERSON, _NOT_PERSON = "person", frozenset({"company", "fund", "vessel", "aircraft", "security"})
_COMPARED = ("country", "jurisdiction", "address", "date of birth", "identifier")
_MUCH = 3


def steps_of(case: Case) -> tuple[Plain, ...]:
    """Return the five steps, each with its question, the answer so far, and what follows of it."""
    rows = {row["field"]: row for row in case.comparison}
    return (_source(case), _kind(rows), _name(case, rows), _facts(rows), _similar(rows))


def _step(number: int, question: str, so: str, *, answer: bool | None) -> Plain:
    return {"step": number, "question": question, "answer": answer, "so": so}


def _source(case: Case) -> Plain:
    ofac = case.list_id in _OFAC_LISTS
    so = (
        f"{case.list_id} is one of OFAC's lists: go on"
        if ofac
        else f"{case.list_id} is kept by another authority: its keeper's guidance comes first; the "
        "comparison below helps all the same"
    )
    return _step(1, "Is the hit on one of OFAC's lists?", so, answer=ofac)


def _kind(rows: dict[str, Plain]) -> Plain:
    asked, listed = rows["type"]["asked"], rows["type"]["listed"]
    question = "Is one a person and the other a company, a vessel or the like?"
    if asked is None or listed is None:
        return _step(2, question, "find out what both are", answer=None)
    differ = (asked == _PERSON and listed in _NOT_PERSON) or (
        listed == _PERSON and asked in _NOT_PERSON
    )
    so = "not a valid match" if differ else "go on"
    return _step(2, question, f"asked a {asked}, listed a {listed}: {so}", answer=differ)


def _name(case: Case, rows: dict[str, Plain]) -> Plain:
    question = "Does only a part of the listed name agree, as a last name alone?"
    left = [row[2] for row in case.stood.verdict["evidence"] if row[0] == "words"]
    if any("only listed" in one for one in left):
        so = f"{left[0]}: if only one of several names agrees it is not a valid match"
        return _step(3, question, so, answer=None)
    agrees = rows["name"]["says"] == "agrees"
    return _step(3, question, rows["name"]["why"], answer=False if agrees else None)


def _facts(rows: dict[str, Plain]) -> Plain:
    missing = [
        field
        for field in _COMPARED
        if field in rows and rows[field]["listed"] is not None and rows[field]["asked"] is None
    ]
    question = "Is much of what the entry says not known of the party?"
    if not missing:
        return _step(4, question, "what the entry gives is known of the party: go on", answer=False)
    so = f"not known of the party: {', '.join(missing)}; get it, then compare"
    return _step(4, question, so, answer=len(missing) >= _MUCH or None)


def _similar(rows: dict[str, Plain]) -> Plain:
    agree = [field for field, row in rows.items() if row["says"] == "agrees"]
    conflict = [field for field, row in rows.items() if row["says"] == "conflicts"]
    question = "Are there several similarities or exact matches?"
    beside = [field for field in agree if field not in {"name", "type"}]
    so = f"agree: {', '.join(agree) or 'nothing'}; conflict: {', '.join(conflict) or 'nothing'}"
    if beside and not conflict:
        return _step(
            5, question, f"{so}: treat it as a match and ask OFAC before acting", answer=True
        )
    if conflict and not beside:
        return _step(
            5, question, f"{so}: not a valid match, if what conflicts is certain", answer=False
        )
    return _step(5, question, f"{so}: for a person to weigh", answer=None)
