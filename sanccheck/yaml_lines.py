"""Read YAML strictly: scalars stay text, repeated keys are refused, every value knows its line.

PyYAML's plain loader reads `NO` as False, `07552116` as a number and lets a repeated key win;
a country, a company number and a rule are too dear for that. Only composed nodes are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from sanccheck.errors import Problem

MAX_BYTES = 5_000_000
MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written; `quoted` tells "null" from null."""

    value: str
    line: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping in file order; keys are unique, each with its own line."""

    items: dict[str, Node]
    key_lines: dict[str, int]
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A sequence in file order."""

    items: tuple[Node, ...]
    line: int


Node = Text | Mapping | Sequence
Plain = str | None | dict[str, "Plain"] | list["Plain"]


def read_yaml(path: Path) -> tuple[Node | None, list[Problem]]:
    """Read a file; see `parse_yaml`. A file that cannot be read is a problem, not an exception."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [Problem(path=str(path), line=None, message=f"cannot be read: {reason}")]
    return parse_yaml(data, str(path))


def parse_yaml(data: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    """Return the document's tree and every problem of its form (encoding, syntax, repeated keys).

    `path` names the file in the problems. The tree is None where there is none to go on with.
    """
    try:
        root = yaml.compose(_text(data), Loader=yaml.SafeLoader)
    except _NotText as error:
        return None, [Problem(path=path, line=error.line, message=error.message)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        message = f"is not valid YAML: {error.problem or error.context}"
        return None, [Problem(path=path, line=line, message=message)]
    except yaml.YAMLError as error:
        message = f"is not valid YAML: {str(error).splitlines()[0]}"
        return None, [Problem(path=path, line=None, message=message)]
    except RecursionError:
        root, message = None, "is nested too deeply"
    else:
        message = "is empty"
    if root is None:
        return None, [Problem(path=path, line=None, message=message)]
    problems: list[Problem] = []
    return _convert(root, path, problems, 0), problems


class _NotText(Exception):
    """The bytes are no text to read YAML from."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.message, self.line = message, line


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _NotText(f"is {len(data)} bytes long; at most {MAX_BYTES} are read")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _NotText("is not UTF-8 text; save it as UTF-8", line) from None


def _convert(node: yaml.Node, path: str, problems: list[Problem], depth: int) -> Node:
    line = node.start_mark.line + 1
    if depth > MAX_DEPTH:
        problems.append(Problem(path=path, line=line, message="is nested too deeply"))
        return Text("", line, quoted=True)
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(node, path, problems, depth)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(
            tuple(_convert(item, path, problems, depth + 1) for item in node.value), line
        )
    return Text(str(node.value), line, quoted=getattr(node, "style", None) in {"'", '"', "|", ">"})


def _convert_mapping(
    node: yaml.MappingNode, path: str, problems: list[Problem], depth: int
) -> Mapping:
    items: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(path=path, line=line, message="a key must be plain text"))
            continue
        key = str(key_node.value)
        if key in items:
            message = f"the key '{key}' stands twice (first on line {lines[key]}); keep one"
            problems.append(Problem(path=path, line=line, message=message))
            continue
        items[key] = _convert(value_node, path, problems, depth + 1)
        lines[key] = line
    return Mapping(items, lines, node.start_mark.line + 1)


def plain(node: Node) -> Plain:
    """Return the tree as dicts, lists and text; an unquoted empty value, `~` or `null` is None."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if not node.quoted and node.value in {"", "~", "null"}:
        return None
    return node.value


def line_at(node: Node, where: tuple[str | int, ...]) -> int:
    """Return the line of the value at a path of keys and indexes, or of its nearest parent.

    The line of a mapping's value is its key's, which is where a reader looks.
    """
    line = node.line
    for step in where:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.items:
            line, node = node.key_lines[step], node.items[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
        else:
            break
    return line
