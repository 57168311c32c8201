"""What was received of a file so far, kept beside its target, so that a later run can go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said of the file last time, so that it can say whether it changed."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def for_range(self) -> str:
        """What shows that two parts are of one file; a weak ETag cannot."""
        if self.etag is not None and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified or ""


def validators_of(headers: Mapping[str, str]) -> Validators:
    """Read the validators of an answer; one that could not be sent back is as good as none."""
    return Validators(
        etag=_sound(headers.get("ETag")), last_modified=_sound(headers.get("Last-Modified"))
    )


def _sound(text: str | None) -> str | None:
    if text is None or not (text.isascii() and text.isprintable()) or len(text) > _LONGEST:
        return None
    return text.strip() or None


class Part:
    """The bytes of a file that are here, and the server's word that it is still the same."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.path = target.with_name(f".{target.name}.part")
        self._note = target.with_name(f".{target.name}.etag")

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def validator(self) -> str | None:
        """What to ask the server, so that it goes on only with the same file."""
        if not (self.path.is_file() and self._note.is_file()):
            return None
        return _sound(self._note.read_text("utf-8", errors="replace"))

    def begin(self, validators: Validators) -> None:
        """Begin anew, and remember by what the file is known."""
        self.drop()
        self._note.write_text(validators.for_range, "utf-8")
        self.path.touch()

    def finish(self) -> None:
        """Put the whole file in its place."""
        self.path.replace(self._target)
        self._note.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget what was received."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
