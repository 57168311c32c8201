"""The parties and deals that are watched, saved under names.

watch/<name>.json     what is watched: the parties as they are asked, from which file
watch/<name>.state    what the last run found (state.py)
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanccheck.errors import SourceError, StoreDamaged, UsageError
from sanccheck.screening_json import query_document, query_from
from sanccheck.sources.atomic import write_atomically
from sanccheck.watch.state import State, state_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sanccheck.model.hits import Query

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

    def queries(self) -> list[Query]:
        """Return the parties as they are asked."""
        return [query_from(one) for one in self.facts]


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
        self._write(self._path(name), json.dumps(document, ensure_ascii=False))

    def get(self, name: str) -> Watched:
        """Return what is watched under a name.

        Raises:
            UsageError: when nothing is.
            StoreDamaged: when it cannot be read.
        """
        from hashlib import sha256

        path = self._path(name)
        try:
            data = path.read_bytes()
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

    def state(self, name: str) -> State | None:
        """Return what the last run found, None where there was none or it cannot be read."""
        try:
            return state_from(self._state(name).read_bytes())
        except OSError:
            return None

    def keep(self, name: str, state: State) -> None:
        """Keep what a run found.

        Raises:
            SourceError: when the home cannot be written.
        """
        self._write(self._state(name), state.to_json().decode("utf-8", "surrogatepass"))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _state(self, name: str) -> Path:
        return self._folder / f"{name}.state"

    def _write(self, path: Path, text: str) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.encode("utf-8", "surrogatepass"))
        except OSError as error:
            raise SourceError(f"{path}: cannot be written ({error.strerror})") from None
