"""The parties and deals that are watched, saved under names.

watch/<name>.json     what is watched: the parties as they are asked, from which file
watch/<name>.state    what the last run found (state.py)
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, overload

from sanccheck.errors import SourceError, StoreDamaged, UsageError
from sanccheck.screening_json import query_document, query_from
from sanccheck.sources.atomic import write_atomically
from sanccheck.watch.state import State, state_from

if TYPE_CHECKING:
    from pathlib import Path

    from sanccheck.model.hits import Query
    from sanccheck.watch.touch import Layout

Plain = dict[str, Any]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
_FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is watched under a name.

    `kind` is "parties" or "deal", `origin` the file it was read from, `sha256` of its bytes, `book`
    the case book's book of its parties, `refs` the parties' references there, `named` the lists
    that a deal's relations name, `digest` names all this.
    """

    name: str
    kind: str
    origin: str
    sha256: str
    book: str
    refs: tuple[str | None, ...]
    facts: tuple[Plain, ...]
    named: tuple[str, ...]
    digest: str

    def queries(self) -> Sequence[Query]:
        """Return the parties as they are asked, each read when it is asked for."""
        return Parties(self.facts)


def _whole(data: bytes) -> bytes:
    """Return what follows the digest of a file.

    Raises:
        ValueError: when it is not what was written.
    """
    digest, _, rest = data.partition(b"\n")
    if digest != sha256(rest).hexdigest().encode():
        raise ValueError("it is damaged: its sha256 is not the one that it begins with")
    return rest


class Parties(Sequence["Query"]):
    """Queries of their documents, each made when it is asked for."""

    def __init__(self, facts: Sequence[Plain]) -> None:
        self._facts = facts

    def __len__(self) -> int:
        return len(self._facts)

    @overload
    def __getitem__(self, place: int) -> Query: ...

    @overload
    def __getitem__(self, place: slice) -> Parties: ...

    def __getitem__(self, place: int | slice) -> Query | Parties:
        """Return one, or some."""
        if isinstance(place, slice):
            return Parties(self._facts[place])
        return query_from(self._facts[place])


class Saved:
    """The watch/ folder of a home."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "watch"

    def names(self) -> list[str]:
        """Return the names under which something is watched, in order."""
        return sorted(path.stem for path in self._folder.glob("*.json"))

    def add(
        self,
        name: str,
        plain: Plain,
        parties: Sequence[tuple[str | None, Query]],
    ) -> None:
        """Save parties with their references under a name, in the place of what was there.

        Args:
            name: of the watch.
            plain: kind, origin, sha256, book and named.
            parties: each with its reference.

        Raises:
            UsageError: when that is no name for a file.
            SourceError: when the home cannot be written.
        """
        if _NAME.fullmatch(name) is None:
            raise UsageError(f"'{name[:60]}' is no name for a watch; use letters, digits, - and _")
        document = {
            "form": _FORM,
            **plain,
            "refs": [ref for ref, _ in parties],
            "parties": [query_document(query) for _, query in parties],
        }
        text = json.dumps(document, ensure_ascii=False)
        self._write(self._path(name), text.encode("utf-8", "surrogatepass"))

    def get(self, name: str) -> Watched:
        """Return what is watched under a name.

        Raises:
            UsageError: when nothing is.
            StoreDamaged: when it cannot be read.
        """
        path = self._path(name)
        try:
            data = _whole(path.read_bytes())
            plain = json.loads(data)
            return Watched(
                name=name,
                kind=plain["kind"],
                origin=plain["origin"],
                sha256=plain["sha256"],
                book=plain["book"],
                refs=tuple(plain["refs"]),
                facts=tuple(plain["parties"]),
                named=tuple(plain["named"]),
                digest=sha256(data).hexdigest(),
            )
        except FileNotFoundError:
            known = ", ".join(self.names()) or "none"
            raise UsageError(f"nothing is watched as '{name[:60]}'; watched are {known}") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(f"{path}: cannot be read ({error}); add it again") from None

    def remove(self, name: str) -> None:
        """Watch it no longer."""
        self.get(name)
        self._path(name).unlink()
        self._state(name).unlink(missing_ok=True)
        self._layout(name).unlink(missing_ok=True)

    def state(self, name: str) -> State | None:
        """Return what the last run found, None where there was none or it cannot be read."""
        try:
            return state_from(_whole(self._state(name).read_bytes()))
        except (OSError, ValueError):
            return None

    def keep(self, name: str, state: State) -> None:
        """Keep what a run found.

        Raises:
            SourceError: when the home cannot be written.
        """
        self._write(self._state(name), state.to_json())

    def layout(self, name: str, made_of: str) -> Layout | None:
        """Return the parties' names laid out, None where that is not kept, or is of others."""
        try:
            data = _whole(self._layout(name).read_bytes())
        except (OSError, ValueError):
            return None
        from sanccheck.watch.touch import layout_from

        return layout_from(data, made_of)

    def keep_layout(self, name: str, layout: Layout, made_of: str) -> None:
        """Keep the parties' names laid out.

        Raises:
            SourceError: when the home cannot be written.
        """
        self._write(self._layout(name), layout.to_bytes(made_of))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _state(self, name: str) -> Path:
        return self._folder / f"{name}.state"

    def _layout(self, name: str) -> Path:
        return self._folder / f"{name}.layout"

    def _write(self, path: Path, data: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, sha256(data).hexdigest().encode() + b"\n" + data)
        except OSError as error:
            raise SourceError(f"{path}: cannot be written ({error.strerror})") from None
