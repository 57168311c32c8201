"""Let a run be cancelled between two rows, so that nothing half-written stays."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Cancellation:
    """Notes the first Ctrl-C or termination; a second one stops the run where it is.

    Raised anywhere, as Python does by default, an interruption may be lost in a library.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        """Take the signals, where that can be done."""
        if threading.current_thread() is threading.main_thread():
            self._before = {one: signal.signal(one, self._note) for one in _SIGNALS}
        return self

    def __exit__(self, *_exc: object) -> None:
        """Give the signals back."""
        for one, handler in self._before.items():
            signal.signal(one, handler)

    def _note(self, signum: int, frame: FrameType | None) -> None:
        del signum, frame
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True

    def check(self) -> None:
        """Stop here if the run was cancelled.

        Raises:
            KeyboardInterrupt: when it was.
        """
        if self._asked:
            raise KeyboardInterrupt
