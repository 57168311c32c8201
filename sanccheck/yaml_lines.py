"""Read YAML strictly: scalars stay text, repeated keys are refused, every value knows its line.

PyYAML's plain loader reads `NO` as False, `07552116` as a number and lets a repeated key win;
a country, a company number and a rule are too dear for that. Only parser events are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from sanccheck.errors import Problem

# libyaml's parser is ten times faster than the one in Python; the events are the same.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MAX_BYTES = 5_000_000
MAX_DEPTH = 60
_TOO_DEEP = "is nested too deeply"
MAX_NODES = 200_000

_EXAMPLES = re.compile(
    rb"^(?:examples|example_facts):[^\n]*\n(?:(?:[ \t#-][^\n]*|\r?)\n)*(?:[ \t#-][^\n]*\Z)?",
    re.MULTILINE,
)


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
    builder = _Builder()
    try:
        root = builder.build(yaml.parse(_text(data), Loader=_LOADER))
    except _Unreadable as error:
        found = (error.line, error.message)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        found = (line, _say_syntax(str(error.problem or error.context)))
    except yaml.YAMLError as error:
        found = (None, f"is not valid YAML: {str(error).splitlines()[0]}")
    else:
        return root, [
            Problem(path=path, line=line, message=message) for line, message in builder.problems
        ]
    return None, [Problem(path=path, line=found[0], message=found[1])]


def _say_syntax(problem: str) -> str:
    # Newer versions of libyaml have a bound of their own, met before the first event is given.
    if "nesting depth" in problem:
        return _TOO_DEEP
    return f"is not valid YAML: {problem}"


class _Unreadable(Exception):
    """There is no tree to be had from the bytes."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.message, self.line = message, line


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _Unreadable(f"is {len(data)} bytes long; at most {MAX_BYTES} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _Unreadable("is not UTF-8 text; save it as UTF-8", line) from None
    if (control := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise _Unreadable(f"holds the control character U+{ord(control[0]):04X}; remove it", line)
    return text


class _Builder:
    """Build a tree from parser events: bounded in depth, and in size however often it repeats.

    PyYAML's own composer has neither bound: nesting ends the process, and aliases of aliases
    grow without end.
    """

    def __init__(self) -> None:
        self.problems: list[tuple[int, str]] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._nodes = 0

    def build(self, events: Iterator[yaml.Event]) -> Node:
        """Return the first document's tree."""
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
                break
        else:
            raise _Unreadable("is empty")
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Unreadable("holds several documents; keep one", _line(event))
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        line = _line(event)
        if depth > MAX_DEPTH:
            raise _Unreadable(_TOO_DEEP, line)
        if isinstance(event, yaml.AliasEvent):
            return self._repeat(str(event.anchor), line)
        tag: str | None = getattr(event, "tag", None)
        if tag not in {None, "!"}:
            self.problems.append((line, f"the tag '{str(tag)[:60]}' says nothing here; remove it"))
        before = self._nodes
        self._count(1)
        node: Node
        if isinstance(event, yaml.MappingStartEvent):
            node = self._mapping(line, events, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(line, events, depth)
        else:
            assert isinstance(event, yaml.ScalarEvent)
            node = Text(str(event.value), line, quoted=event.style in {"'", '"', "|", ">"})
        anchor: str | None = event.anchor
        if anchor is not None:
            self._anchors[anchor] = (node, self._nodes - before)
        return node

    def _repeat(self, anchor: str, line: int) -> Node:
        if anchor not in self._anchors:
            raise _Unreadable(f"the anchor '{anchor}' is not defined", line)
        node, size = self._anchors[anchor]
        self._count(size)
        return node

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise _Unreadable(f"holds more than {MAX_NODES} values")

    def _mapping(self, line: int, events: Iterator[yaml.Event], depth: int) -> Mapping:
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Text):
                self.problems.append((key.line, "a key must be plain text"))
            elif key.value in items:
                first = lines[key.value]
                message = f"the key '{key.value}' stands twice (first on line {first}); keep one"
                self.problems.append((key.line, message))
            else:
                items[key.value], lines[key.value] = value, key.line
        return Mapping(items, lines, line)

    def _sequence(self, line: int, events: Iterator[yaml.Event], depth: int) -> Sequence:
        items: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1))
        return Sequence(tuple(items), line)


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return 1 if mark is None else int(mark.line) + 1


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


def without_examples(data: bytes) -> bytes:
    """Empty the lines of a file's examples, which are half of it; the others keep their number.

    A top-level value ends where the next line begins with neither space, dash nor comment.
    """
    return _EXAMPLES.sub(lambda found: b"\n" * found[0].count(b"\n"), data)
