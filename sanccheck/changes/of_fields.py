"""Changes of what the deal file says: yes for no, one word for another, of a field at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import NoneType
from typing import get_args

from pydantic.fields import FieldInfo

from sanccheck.changes.edit import Edit, World, changed, with_deal, with_party
from sanccheck.deal.schema import Action, Deal, DealKind, Party, SecurityKind
from sanccheck.deal.schema_types import Block
from sanccheck.deal.us_persons import ofac_us_person
from sanccheck.deal.us_places import US_CITIZENSHIPS, in_us
from sanccheck.rulebook.conditions import say_value

# Facts that rules read under another name than that of the field they are made from.
_READ_AS = {
    "solely_to_divest": ("party.solely_to_divest", "party.us_persons_divest"),
    "action": ("party.action", "deal.issues"),
    "kind": ("security.kind", "security.class", "ob.kind_of_interest"),
    "owners_complete": ("party.blocked_by_ownership", "party.blocked_ownership"),
    "controllers_complete": ("party.blocked_control", "party.uk_owned_or_controlled"),
}
_SAID = {
    "ofac_us_person": "a US person under the OFAC test",
    "reg_s_us_person": "a US person under Regulation S",
}
_STATUS = ("ofac_us_person", "reg_s_us_person")
Read = frozenset[str]
Put = Callable[[World, Mapping[str, object]], World]


def edits_of_fields(deal: Deal, read: Read, asked: Mapping[str, Read]) -> Iterator[Edit]:
    """Yield the changes of fields that a rule reads.

    `asked` holds for each party, and under "" for the deal, the facts that an open finding reads:
    an unknown one is changed only there.
    """
    deals = asked.get("", frozenset())
    yield from _words("deal kind", deal.deal.kind, get_args(DealKind), _in_terms("kind"))
    yield from _words("action", deal.deal.action, get_args(Action), _in_terms("action"))
    if read & {*_READ_AS["kind"]}:
        kinds = get_args(SecurityKind)
        yield from _words("kind of security", deal.security.kind, kinds, _in_security("kind"))
    yield from _flips(deal.deal, Reader(("deal",), read, deals, _put_terms))
    yield from _flips(deal.deal.structure, Reader(("structure",), read, deals, _put_structure))
    yield from _flips(deal.security, Reader(("security",), read, deals, _put_security))
    yield from _terms(deal, read, deals)
    for party in deal.parties:
        yield from _of_party(party, read, asked.get(party.id, frozenset()) | deals)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a block's fields are read as facts, which are asked for, and how they are changed."""

    prefixes: tuple[str, ...]
    read: Read
    asked: Read
    put: Put
    about: str = ""

    def reads(self, name: str, facts: Read) -> bool:
        """Say whether a field makes one of some facts, under its own name or one like it."""
        names = {*_READ_AS.get(name, ()), *(f"{prefix}.{name}" for prefix in self.prefixes)}
        starts = tuple(f"{prefix}." for prefix in self.prefixes)
        return bool(names & facts) or any(
            one.startswith(starts) and one.endswith(f"_{name}") for one in facts
        )


def _of_party(party: Party, read: Read, asked: Read) -> Iterator[Edit]:
    prefixes = ("party", "issuer") if party.role == "issuer" else ("party",)

    def put(world: World, values: Mapping[str, object]) -> World:
        return with_party(world, party.id, values)

    reader = Reader(prefixes, read, asked, put, party.name)
    is_us = ofac_us_person(party).strict is True
    if is_us and {"party.ofac_us_person", "party.reg_s_us_person"} & read:
        yield _no_us_person(party)
    yield from _flips(party, reader, but=_STATUS if is_us else ())
    for name in type(party).model_fields:
        block = getattr(party, name)
        if isinstance(block, Block):
            yield from _flips(block, replace(reader, put=_nested(party, name)))
    if {*party.acts_for} - {party.id}:
        yield Edit(
            fact="for whose account or benefit it acts",
            about=party.name,
            was=", ".join(party.acts_for),
            to="its own",
            stated=True,
            make=lambda world: put(world, {"acts_for": (party.id,)}),
        )


def _no_us_person(party: Party) -> Edit:
    """Make a US person one that is none by either test, whatever made it one."""
    values: dict[str, object] = {
        "ofac_us_person": False,
        "reg_s_us_person": False,
        "us_permanent_resident": None,
        "in_us": None,
        "foreign_bank_branch": None,
        "us_financial_institution": None,
        "citizenships": tuple({*party.citizenships} - US_CITIZENSHIPS),
    }
    places = ("organised_in", "residence")
    values |= {name: None for name in places if in_us(getattr(party, name))}
    return Edit(
        fact="a US person, by either test",
        about=party.name,
        was="yes",
        to="no",
        stated=True,
        make=lambda world: with_party(world, party.id, values),
    )


def _flips(block: Block, reader: Reader, but: tuple[str, ...] = ()) -> Iterator[Edit]:
    """Yield yes for no, no for yes, and either for unknown, of a block's fields that are read."""
    for name, field in type(block).model_fields.items():
        if not _is_yes_no(field) or name in but:
            continue
        now: bool | None = getattr(block, name)
        if not reader.reads(name, reader.asked if now is None else reader.read):
            continue
        for value in (True, False) if now is None else (not now,):
            yield Edit(
                fact=_said(name, field),
                about=reader.about,
                was=say_value(now),
                to=say_value(value),
                stated=now is not None,
                make=_putting(reader.put, name, value),
            )


def _said(name: str, field: FieldInfo) -> str:
    """Say what a field is about: what it is described as, without what is added to it."""
    words = _SAID.get(name) or field.description or name.replace("_", " ")
    return re.split(r"[;(]", words)[0].strip()


def _is_yes_no(field: FieldInfo) -> bool:
    return {*get_args(field.annotation)} == {bool, NoneType}


def _words(fact: str, now: str, words: tuple[str, ...], put: Put) -> Iterator[Edit]:
    for word in words:
        if word != now:
            yield Edit(fact=fact, was=now, to=word, stated=True, make=_putting(put, "", word))


def _terms(deal: Deal, read: Read, asked: Read) -> Iterator[Edit]:
    for name in sorted(one.removeprefix("terms.") for one in read if one.startswith("terms.")):
        now = deal.terms.get(name)
        if now is None and f"terms.{name}" not in asked:
            continue
        for value in (True, False) if now is None else (not now,):
            yield Edit(
                fact=f"term {name} is in the documents",
                was=say_value(now),
                to=say_value(value),
                stated=now is not None,
                make=_putting(_put_term, name, value),
            )


def _putting(put: Put, name: str, value: object) -> Callable[[World], World]:
    return lambda world: put(world, {name: value})


def _put_terms(world: World, values: Mapping[str, object]) -> World:
    return with_deal(world, {"deal": changed(world.deal.deal, values)})


def _put_structure(world: World, values: Mapping[str, object]) -> World:
    return _put_terms(world, {"structure": changed(world.deal.deal.structure, values)})


def _put_security(world: World, values: Mapping[str, object]) -> World:
    return with_deal(world, {"security": changed(world.deal.security, values)})


def _put_term(world: World, values: Mapping[str, object]) -> World:
    return with_deal(world, {"terms": {**world.deal.terms, **values}})


def _in_terms(name: str) -> Put:
    return lambda world, values: _put_terms(world, {name: next(iter(values.values()))})


def _in_security(name: str) -> Put:
    return lambda world, values: _put_security(world, {name: next(iter(values.values()))})


def _nested(party: Party, name: str) -> Put:
    def put(world: World, values: Mapping[str, object]) -> World:
        block: Block = getattr(world.deal.party(party.id), name)
        return with_party(world, party.id, {name: changed(block, values)})

    return put
