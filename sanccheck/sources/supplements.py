"""Curated supplements beside a source's manifest: further names, and related parties.

names_*.jsonl, one object a line:
    {"entry": "us_ns_cmic:33114", "text": "商汤集团有限公司", "script": "Hans", "kind": "full",
     "source": "<citation, or unverified>", "read_on": "2026-11-22", "note": "…"}
    Each becomes a further name (a former name where `kind` says so, else an alias; with its
    source) of the entry with that id, whichever snapshot serves the entry.

related.jsonl, one object a line: the fields of `sanccheck.model.related.Related`, with `ids`
written SCHEME:VALUE.

An empty line, and a line with the single key "about", are passed over.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sanccheck.errors import SourceError, UsageError
from sanccheck.model.entries import Name, NameKind
from sanccheck.model.related import Related

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Plain = dict[str, Any]
_NAME_FIELDS = frozenset({"entry", "text", "script", "kind", "source", "read_on", "note"})
# A line that begins with the entry it is about, as they are written.
_ABOUT_ENTRY = re.compile(rb'\{"entry": "([a-z0-9_]+:[^"\\]+)"')
_KINDS = {"full": NameKind.ALIAS, "short": NameKind.ALIAS, "former": NameKind.FORMER}


class Supplements:
    """The supplements of one source's folder; read when first asked for."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        there = folder.iterdir() if folder.is_dir() else ()  # an own list has no folder
        self._files = {
            file.name: file.read_bytes()
            for file in sorted(there, key=lambda one: one.name)
            if file.name == "related.jsonl"
            or (file.name.startswith("names_") and file.name.endswith(".jsonl"))
        }

    @cached_property
    def digest(self) -> str:
        """A sha256 over all names files: changes when a curated name does."""
        total = hashlib.sha256()
        for name, data in self._files.items():
            if name != "related.jsonl":
                total.update(name.encode() + b"\0" + data)
        return total.hexdigest()

    @cached_property
    def sha256(self) -> dict[str, str]:
        """The sha256 of each supplement file, by its name."""
        return {name: hashlib.sha256(data).hexdigest() for name, data in self._files.items()}

    def names_of(self, entry: str) -> tuple[Name, ...]:
        """Return the curated names of an entry.

        Raises:
            SourceError: when a line about it, or one of which that cannot be told, is not right.
        """
        return tuple(_name(*line)[1] for line in map(self._parsed, self._places.get(entry, ())))

    @cached_property
    def _places(self) -> dict[str, list[tuple[str, int]]]:
        """Where the lines about each entry stand; few are asked for, so the rest stays as it is."""
        found: dict[str, list[tuple[str, int]]] = {}
        for file in self._files:
            if file == "related.jsonl":
                continue
            for number, line in enumerate(self._lines[file]):
                about = _ABOUT_ENTRY.match(line)
                if about is not None:
                    found.setdefault(about[1].decode(), []).append((file, number))
                elif (plain := self._parsed((file, number))[1]).keys() != {"about"}:
                    entry, _ = _name(self._where(file, number), plain)
                    found.setdefault(entry, []).append((file, number))
        return found

    @cached_property
    def related(self) -> tuple[Related, ...]:
        """The curated relations of parties to entries."""
        if "related.jsonl" not in self._files:
            return ()
        lines = range(len(self._lines["related.jsonl"]))
        parsed = (self._parsed(("related.jsonl", number)) for number in lines)
        return tuple(_related(*line) for line in parsed if line[1].keys() != {"about"})

    @cached_property
    def _lines(self) -> dict[str, list[bytes]]:
        return {file: data.split(b"\n") for file, data in self._files.items()}

    def _where(self, file: str, number: int) -> str:
        return f"{self._folder.name}/{file}:{number + 1}"

    def _parsed(self, place: tuple[str, int]) -> tuple[str, Plain]:
        """Return where a line stands and what it says; an empty one is about nothing."""
        where, line = self._where(*place), self._lines[place[0]][place[1]]
        try:
            plain = json.loads(line) if line.strip() else {"about": ""}
        except ValueError:
            raise SourceError(f"{where}: is not JSON in UTF-8") from None
        if not isinstance(plain, dict):
            raise SourceError(f"{where}: is not a JSON object")
        return where, plain


def _name(where: str, plain: Plain) -> tuple[str, Name]:
    unknown = plain.keys() - _NAME_FIELDS
    if unknown:
        raise SourceError(f"{where}: the key '{min(unknown)}' is not known")
    entry, text, source = (plain.get(key) for key in ("entry", "text", "source"))
    if not all(isinstance(value, str) and value for value in (entry, text, source)):
        raise SourceError(f"{where}: 'entry', 'text' and 'source' must be filled with text")
    kind = plain.get("kind", "full")
    if kind not in _KINDS:
        raise SourceError(f"{where}: the kind '{kind}' is not {', '.join(_KINDS)}")
    return str(entry), Name(text=str(text), kind=_KINDS[kind], source=str(source))


def _related(where: str, plain: Plain) -> Related:
    from sanccheck.names.identifiers import parse_identifier

    try:
        ids = tuple(parse_identifier(text, check=False) for text in plain.get("ids", ()))
        names = tuple(plain.get("names", ()))
        return Related(**{**plain, "ids": ids, "names": names})
    except (TypeError, UsageError) as error:
        raise SourceError(f"{where}: is not a curated relation ({error})") from None
