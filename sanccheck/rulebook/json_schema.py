"""The form of a rule file as a JSON Schema, so that an editor completes and checks as one types.

It knows the form alone: that a fact exists and a citation is held is for `sanccheck rules check`.
"""

from __future__ import annotations

from typing import Any

from sanccheck.rulebook.outcomes import Rung
from sanccheck.rulebook.schema import Regime

# What the loader parses itself, and how a file writes it.
_PARSED = {"Has", "Compared", "IsUnknown", "Every", "AnyOf", "Negation"}
_CONDITION = {"$ref": "#/$defs/Condition"}
_SEVERAL = {"type": "array", "minItems": 1, "items": _CONDITION}
_SCALAR = {"type": ["string", "number", "boolean"]}
_YES_NO = {"enum": ["yes", "no", True, False]}


def rule_file_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one regime file."""
    made = _as_written(Regime.model_json_schema())
    defs = {name: one for name, one in made.pop("$defs").items() if name not in _PARSED}
    defs |= {"Condition": _condition(), "Rung": {"enum": [rung.name for rung in Rung]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "$defs": dict(sorted(defs.items())),
    }


def _condition() -> dict[str, Any]:
    tests = {"type": "object", "minProperties": 1, "additionalProperties": _SCALAR}
    return {
        "description": (
            "One of {all: [..]}, {any: [..]}, {in_turn: [..]}, {not: ..}, {is_unknown: fact} and "
            "{fact: value}; a value may be a list of which one holds, or a comparison."
        ),
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            "all": _SEVERAL,
            "any": _SEVERAL,
            "in_turn": _SEVERAL,
            "not": _CONDITION,
            "is_unknown": {"type": "string"},
        },
        "patternProperties": {
            r"^[a-z_]+\.": {
                "anyOf": [_SCALAR, {"type": "array", "minItems": 1, "items": _SCALAR}, tests]
            }
        },
        "additionalProperties": False,
    }


def _as_written(node: Any) -> Any:
    """Return a schema of the loaded values as one of what stands in the file."""
    if isinstance(node, list):
        return [_as_written(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "boolean":
        return {**{k: v for k, v in node.items() if k != "type"}, **_YES_NO}
    if any(_parsed(item) for item in node.get("anyOf", ())):
        null = [item for item in node["anyOf"] if item == {"type": "null"}]
        kept = {key: value for key, value in node.items() if key not in {"anyOf", "title"}}
        return {**kept, "anyOf": [_CONDITION, *null]} if null else {**kept, **_CONDITION}
    return {key: _as_written(value) for key, value in node.items()}


def _parsed(node: Any) -> bool:
    return isinstance(node, dict) and str(node.get("$ref", "")).rpartition("/")[2] in _PARSED
