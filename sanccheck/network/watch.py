"""Cut a request's line when its time is up, wherever it hangs.

The client's own limits are for each read, so that a server that sends a byte now and then, in a
header that never ends, would hold it for days.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType


class Watch:
    """A clock beside one request; `over` says that it has cut the line."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._line: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(0.0, seconds), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._let_go()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn of the line when it is opened (httpx's `trace` extension)."""
        if not event.endswith(".connect_tcp.complete"):
            return
        line = info["return_value"].get_extra_info("socket")
        with self._lock:
            # A second handle: TLS takes the first one over, and both are the same line.
            self._let_go()
            self._line = line.dup()
            if self.over:
                self._hang_up()

    def _cut(self) -> None:
        with self._lock:
            self.over = True
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
