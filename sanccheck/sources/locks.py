"""One process at a time where two would write the same file.

The lock goes with the process that holds it, however that ends.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from sanccheck.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LONGEST_WAIT = 1800.0
_PAUSE = 0.2


class Lock:
    """A lock on a file, taken in one thread and given back in any."""

    def __init__(
        self, path: Path, *, pause: float = _PAUSE, longest: float = _LONGEST_WAIT
    ) -> None:
        self._path = path
        self._pause = pause
        self._longest = longest
        self._handle: int | None = None

    def take(self, go_on: Callable[[], None]) -> None:
        """Take the lock, waiting for whoever has it; `go_on` is called meanwhile and may raise.

        Raises:
            SourceError: when somebody has it too long (half an hour, where nothing else is said),
                or the folder cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise SourceError(f"{self._path}: cannot be written ({error.strerror})") from None
        until = time.monotonic() + self._longest
        try:
            while not _try(handle):
                go_on()
                if time.monotonic() > until:
                    raise SourceError(f"{self._path}: another process has it; try again later")
                time.sleep(self._pause)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def give_back(self) -> None:
        """Give the lock back; nothing where it was not taken."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _try(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
