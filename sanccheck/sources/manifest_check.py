"""Check a source.yaml: every problem at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sanccheck.errors import Problem
from sanccheck.parse.expected import TABLE
from sanccheck.parse.formats import CSV_SET, FORMATS
from sanccheck.parse.table_columns import FIELDS
from sanccheck.yaml_lines import Mapping, Node, Sequence, Text

_HOST = re.compile(r"([a-z0-9-]+\.)+[a-z][a-z0-9-]*", re.ASCII)

Check = Callable[["_Checker", Node, str], None]


@dataclass(slots=True)
class _Checker:
    path: str
    problems: list[Problem] = field(default_factory=list)

    def fail(self, line: int, message: str) -> None:
        self.problems.append(Problem(path=self.path, line=line, message=message))

    def fields(self, node: Node, where: str, must: dict[str, Check], may: dict[str, Check]) -> None:
        if not isinstance(node, Mapping):
            self.fail(node.line, f"{where} must be keys and values")
            return
        known = must | may
        for key, value in node.items.items():
            check = known.get(key)
            if check is None:
                self.fail(node.key_lines[key], f"the key '{key}' is not known in {where}")
            else:
                check(self, value, key)
        for key in must:
            if key not in node.items:
                self.fail(node.line, f"the key '{key}' is missing in {where}")


def check_manifest(root: Node, path: str, folder: str) -> list[Problem]:
    """Return what is wrong with a manifest; nothing where it is right."""
    checker = _Checker(path)
    checker.fields(root, "a source", _MUST, _MAY)
    if isinstance(root, Mapping):
        name = root.items.get("id")
        if isinstance(name, Text) and name.value != folder:
            checker.fail(name.line, f"'id' is '{name.value}', its folder '{folder}'")
        _check_update(checker, root)
    return checker.problems


def _check_update(checker: _Checker, root: Mapping) -> None:
    """A file to fetch that has no address would never be fetched, and nobody would be told."""
    update, downloads = root.items.get("update"), root.items.get("downloads")
    files = downloads.items if isinstance(downloads, Sequence) else ()
    names = [file.items.get("file") for file in files if isinstance(file, Mapping)]
    if isinstance(update, Text) and update.value not in {
        name.value for name in names if isinstance(name, Text)
    }:
        checker.fail(update.line, "'update' must name a file of 'downloads'")


def _text(checker: _Checker, node: Node, key: str) -> None:
    if not isinstance(node, Text) or not node.value.strip():
        checker.fail(node.line, f"'{key}' must be text")


def _href(checker: _Checker, node: Node, key: str) -> None:
    if not isinstance(node, Text) or not node.value.startswith("https://"):
        checker.fail(node.line, f"'{key}' must be an https address")


def _host(checker: _Checker, node: Node, key: str) -> None:
    """A host by its name: what stands behind a number may be anybody's tomorrow."""
    if not isinstance(node, Text) or not _HOST.fullmatch(node.value):
        checker.fail(node.line, f"'{key}' must be names of hosts")


def _number(checker: _Checker, node: Node, key: str) -> None:
    if not isinstance(node, Text) or not node.value.isascii() or not node.value.isdigit():
        checker.fail(node.line, f"'{key}' must be a whole number")


def _flag(checker: _Checker, node: Node, key: str) -> None:
    if not isinstance(node, Text) or node.value not in {"true", "false"}:
        checker.fail(node.line, f"'{key}' must be true or false")


def _format(checker: _Checker, node: Node, key: str) -> None:
    known = (*FORMATS, CSV_SET, TABLE)
    if not isinstance(node, Text) or node.value not in known:
        checker.fail(node.line, f"'{key}' must be of {', '.join(known)}")


def _date(checker: _Checker, node: Node, key: str) -> None:
    try:
        date.fromisoformat(node.value if isinstance(node, Text) else "")
    except ValueError:
        checker.fail(node.line, f"'{key}' must be a date YYYY-MM-DD")


def _each(check: Check) -> Check:
    def run(checker: _Checker, node: Node, key: str) -> None:
        if not isinstance(node, Sequence):
            checker.fail(node.line, f"'{key}' must be a list")
            return
        for item in node.items:
            check(checker, item, key)

    return run


def _keyed(check: Check) -> Check:
    def run(checker: _Checker, node: Node, key: str) -> None:
        if not isinstance(node, Mapping):
            checker.fail(node.line, f"'{key}' must be keys and values")
            return
        for name, item in node.items.items():
            check(checker, item, name)

    return run


def _object(must: dict[str, Check], may: dict[str, Check] | None = None) -> Check:
    def run(checker: _Checker, node: Node, key: str) -> None:
        checker.fields(node, f"'{key}'", must, may or {})

    return run


_LIST_MUST: dict[str, Check] = {
    "id": _text,
    "title": _text,
    "effect": _text,
    "cites": _each(_object({"title": _text, "href": _href})),
}
_LIST_MAY: dict[str, Check] = {
    "programmes": _each(_text),
    "perhaps": _each(_text),
    "signs": _keyed(_each(_text)),
    "everything": _flag,
    "catch_all": _flag,
    "enabled": _flag,
    "exists_from": _date,
    "before": _text,
    "embedded": _object(
        {
            "file": _text,
            "published": _date,
            "covers": _object({"from": _date, "until": _date}),
            "verified": _text,
        },
        {"partial": _flag},
    ),
}
_CHECKED = _object({"on": _date, "against": _text, "seen_live": _flag})
_FILE_MAY: dict[str, Check] = {"checksum": _href}
_MUST: dict[str, Check] = {
    "id": _text,
    "title": _text,
    "publisher": _text,
    "country": _text,
    "official": _flag,
    "address": _href,
    "licence": _text,
    "rhythm": _text,
    "max_age_days": _number,
    "downloads": _each(_object({"file": _text, "href": _href, "checked": _CHECKED}, _FILE_MAY)),
    "formats": _each(_format),
    "records": _object({"min": _number, "max": _number}),
    "lists": _each(_object(_LIST_MUST, _LIST_MAY)),
}
_MAY: dict[str, Check] = {
    "rank": _number,
    "update": _text,
    "redirect_hosts": _each(_host),
    "csv_files": _keyed(_text),
    "columns": _object({"name": _text}, dict.fromkeys(FIELDS, _text)),
    "silent_programmes": _each(_text),
    "never_programmes": _each(_text),
    "max_unlisted_percent": _number,
    "looks_like": _text,
}
