"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sanccheck.errors import InputError


def check_target(target: Path, *, force: bool) -> None:
    """Make sure that a file may be written there.

    Raises:
        InputError: when it exists already (and `force` is not given), is a folder, or its folder
            does not exist.
    """
    if target.is_dir():
        raise InputError(f"output '{target}' is a folder; name a file")
    if not target.parent.is_dir():
        raise InputError(f"output folder '{target.parent}' does not exist; make it first")
    if target.exists() and not force:
        raise InputError(f"output '{target}' already exists; name another or add --force")


def check_apart(source: Path, target: Path) -> None:
    """Make sure that writing the target does not write over the source.

    Raises:
        InputError: when both are the same file.
    """
    if source.exists() and target.exists() and target.samefile(source):
        raise InputError(f"output '{target}' is the file to be read; name another")


@contextmanager
def replacing(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a file beside the target to write to; it takes the target's name at the end.

    On any failure, and when the run is cancelled, it is removed and the target stays as it was.

    Raises:
        InputError: as `check_target` does, and when writing fails.
    """
    check_target(target, force=force)
    part = target.parent / f".{target.name}.{secrets.token_hex(4)}.part"
    try:
        try:
            yield part
            check_target(target, force=force)
            part.replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"output '{target}' cannot be written: {reason}") from error
