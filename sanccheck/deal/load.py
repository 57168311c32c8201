"""Read a deal file and report every problem in it at once, each with its line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sanccheck.deal.contradictions import contradictions_elsewhere, us_contradictions
from sanccheck.deal.holding_problems import holding_problems
from sanccheck.deal.identifier_problems import identifier_problems
from sanccheck.deal.schema import Deal, Party
from sanccheck.errors import DealError, Problem
from sanccheck.names.normalise import normalise
from sanccheck.yaml_lines import Mapping, Node, Sequence, line_at, parse_yaml, plain

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDeal:
    """A deal with the file it was read from, the file's sha256, and the line of every fact."""

    deal: Deal
    path: str
    sha256: str
    tree: Node

    def line(self, *where: str | int) -> int:
        """Return the line on which the value at a path of keys and indexes stands."""
        return line_at(self.tree, where)


def load_deal(path: Path) -> LoadedDeal:
    """Read and check a deal file.

    Raises:
        DealError: with all problems of the file, when there are any.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise DealError([Problem(path=str(path), line=None, message=reason)]) from None
    return parse_deal(data, str(path))


def parse_deal(data: bytes, path: str) -> LoadedDeal:
    """Check a deal file's bytes; see `load_deal`."""
    tree, problems = parse_yaml(data, path)
    if tree is None:
        raise DealError(problems)
    if not isinstance(tree, Mapping):
        message = "a deal file is a mapping with the keys deal, security, parties"
        raise DealError([*problems, Problem(path=path, line=tree.line, message=message)])
    try:
        deal = Deal.model_validate(plain(tree))
    except ValidationError as error:
        wrong = [*schema_problems(error, tree, path, Deal)]
        wrong += _contradictions_beside(error, tree, path)
        raise DealError(sorted([*problems, *wrong], key=_by_line)) from None
    found = _problems(deal, tree, path)
    if problems or found:
        raise DealError(sorted([*problems, *found], key=_by_line))
    return LoadedDeal(deal=deal, path=path, sha256=hashlib.sha256(data).hexdigest(), tree=tree)


def _problems(deal: Deal, tree: Node, path: str) -> list[Problem]:
    return [
        Problem(path=path, line=line_at(tree, where), message=message)
        for where, message in contradictions(deal)
    ]


def _contradictions_beside(error: ValidationError, tree: Node, path: str) -> list[Problem]:
    """Find what contradicts itself in what is left of a file without its bad values."""
    rest = plain(tree)
    for item in error.errors(include_url=False):
        _blank(rest, _keys(item["loc"], tree))
    try:
        return _problems(Deal.model_validate(rest), tree, path)
    except ValidationError:
        return []  # something that must be there is what was wrong


def _blank(value: Any, where: Where) -> None:
    """Take a value out of a mapping, or leave unknown what stands in a list."""
    for step in where[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(value, dict) and where:
        value.pop(where[-1], None)
    elif isinstance(value, list) and where and int(where[-1]) < len(value):
        value[int(where[-1])] = None


def _by_line(problem: Problem) -> int:
    return problem.line or 0


def schema_problems(
    error: ValidationError, tree: Node, path: str, model: type[BaseModel]
) -> Iterator[Problem]:
    """Turn a schema's errors into problems with lines, in a reader's words."""
    for item in error.errors(include_url=False):
        where = _keys(item["loc"], tree)
        if item["type"] == "too_short" and _has_items(tree, where):
            continue  # its items are told one by one
        yield Problem(path=path, line=line_at(tree, where), message=_say(dict(item), where, model))


def _keys(loc: tuple[int | str, ...], tree: Node) -> Where:
    """Drop what pydantic adds to a location (union members) and the document has not."""
    kept: list[str | int] = []
    node: Node | None = tree
    for step in loc:
        if isinstance(node, Mapping):
            if step not in node.items and step != loc[-1]:
                continue
            kept.append(step)
            node = node.items.get(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int):
            kept.append(step)
            node = node.items[step] if step < len(node.items) else None
    return tuple(kept)


def _has_items(tree: Node, where: Where) -> bool:
    node: Node = tree
    for step in where:
        if isinstance(node, Mapping):
            node = node.items[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
    return isinstance(node, Sequence) and len(node.items) > 0


def _say(item: dict[str, Any], where: Where, model: type[BaseModel]) -> str:
    name = ".".join(str(step) for step in where) or "the file"
    kind = item["type"]
    if kind == "extra_forbidden":
        near = get_close_matches(str(where[-1]), _known_keys(model), n=1)
        keys = "deal schema" if model is Deal else "rules schema"
        hint = f"; did you mean '{near[0]}'?" if near else f"; `sanccheck {keys}` shows the keys"
        return f"unknown key '{where[-1]}'{hint}"
    if kind == "missing":
        return f"'{name}' is missing"
    if kind in {"literal_error", "enum"}:
        return f"{name}: '{str(item['input'])[:60]}' is not one of {item['ctx']['expected']}"
    text = str(item["msg"]).removeprefix("Value error, ")
    if kind == "string_pattern_mismatch":
        text = f"'{str(item['input'])[:60]}' has not the form {item['ctx']['pattern']}"
    elif kind == "string_too_long":
        text = f"is longer than {item['ctx']['max_length']} characters"
    elif kind == "string_too_short":
        text = "is empty"
    elif kind == "too_short":
        text = "is empty; name at least one"
    elif kind in {"tuple_type", "dict_type", "model_type", "string_type"}:
        form = {"tuple_type": "a list", "string_type": "text"}.get(kind, "a mapping")
        text = f"must be {form}"
    return f"{name}: {text}"


def _known_keys(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    blocks = [schema, *schema.get("$defs", {}).values()]
    return sorted({key for block in blocks for key in block.get("properties", {})})


def contradictions(deal: Deal) -> Iterator[tuple[Where, str]]:
    """Find what each field allows and the whole does not."""
    ids = Counter(party.id for party in deal.parties)
    for index, party in enumerate(deal.parties):
        if ids[party.id] > 1:
            yield ("parties", index, "id"), f"the party id '{party.id}' stands more than once"
        yield from _party_contradictions(index, party, set(ids))
    for where, ref in _references(deal):
        if ref not in ids:
            yield where, _no_party(ref)
    total = sum(use.share for use in deal.use_of_proceeds if use.share is not None)
    if total > 100:  # noqa: PLR2004 - percent
        yield ("use_of_proceeds",), f"the shares add up to {total} percent"
    yield from holding_problems(deal)
    yield from identifier_problems(deal)
    terms = deal.deal
    if terms.trade_date and terms.date and terms.trade_date != terms.date:
        yield ("deal", "date"), f"date is not trade_date, {terms.trade_date}; leave one of them out"
    day = terms.trade_date or terms.date
    if day and terms.settlement_date and terms.settlement_date < day:
        yield ("deal", "settlement_date"), f"settlement_date is before the trade of {day}"
    traded = day or terms.settlement_date
    if terms.contract_date and traded and terms.contract_date > traded:
        yield ("deal", "contract_date"), f"contract_date is after the trade of {traded}"


def _references(deal: Deal) -> Iterator[tuple[Where, str]]:
    """Yield every place outside the parties that names a party."""
    for index, ref in enumerate(deal.security.underlying):
        yield ("security", "underlying", index), ref
    for index, holding in enumerate(deal.holdings):
        yield ("holdings", index, "owner"), holding.owner
        yield ("holdings", index, "of"), holding.of
        for number, ref in enumerate(holding.joint_with):
            yield ("holdings", index, "joint_with", number), ref
    for index, use in enumerate(deal.use_of_proceeds):
        if use.party is not None:
            yield ("use_of_proceeds", index, "party"), use.party


def _party_contradictions(index: int, party: Party, ids: set[str]) -> Iterator[tuple[Where, str]]:
    at: Where = ("parties", index)
    if not normalise(party.name):
        yield (*at, "name"), f"name: '{party.name[:40]}' holds no letter or digit"
    for key, message in us_contradictions(party):
        yield (*at, key), message
    for key, message in contradictions_elsewhere(party):
        yield (*at, key), message
    for number, ref in enumerate(party.acts_for):
        if ref not in ids:
            yield (*at, "acts_for", number), _no_party(ref)


def _no_party(ref: str) -> str:
    return f"'{ref}' is not the id of a party in this file"
