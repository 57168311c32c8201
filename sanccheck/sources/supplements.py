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
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sanccheck.errors import SourceError, UsageError
from sanccheck.model.entries import Name, NameKind
from sanccheck.model.related import Related

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

Plain = dict[str, Any]
_NAME_FIELDS = frozenset({"entry", "text", "script", "kind", "source", "read_on", "note"})
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
        """Return the curated names of an entry."""
        return self._names.get(entry, ())

    @cached_property
    def _names(self) -> dict[str, tuple[Name, ...]]:
        found: dict[str, tuple[Name, ...]] = {}
        for file in self._files:
            if file == "related.jsonl":
                continue
            for where, plain in self._lines(file):
                entry, name = _name(where, plain)
                found[entry] = (*found.get(entry, ()), name)
        return found

    @cached_property
    def related(self) -> tuple[Related, ...]:
        """The curated relations of parties to entries."""
        if "related.jsonl" not in self._files:
            return ()
        return tuple(_related(where, plain) for where, plain in self._lines("related.jsonl"))

    def _lines(self, file: str) -> Iterator[tuple[str, Plain]]:
        for number, line in enumerate(self._files[file].split(b"\n"), 1):
            where = f"{self._folder.name}/{file}:{number}"
            if not line.strip():
                continue
            try:
                plain = json.loads(line)
            except ValueError:
                raise SourceError(f"{where}: is not JSON in UTF-8") from None
            if not isinstance(plain, dict):
                raise SourceError(f"{where}: is not a JSON object")
            if plain.keys() != {"about"}:
                yield where, plain


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
