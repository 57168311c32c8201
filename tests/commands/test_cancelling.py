from __future__ import annotations

import signal
import threading

import pytest

from sanccheck.commands.cancelling import Cancellation


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_is_noted_and_stops_at_the_next_check(how: signal.Signals) -> None:
    """Nothing is raised where the signal comes, only where the run asks."""
    with Cancellation() as cancellation:
        cancellation.check()
        signal.raise_signal(how)
        with pytest.raises(KeyboardInterrupt):
            cancellation.check()


def test_a_second_signal_stops_at_once() -> None:
    """Who presses Ctrl-C twice does not wait for the next row."""
    with Cancellation():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_the_signals_are_given_back() -> None:
    """Afterwards the program handles signals as before."""
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    with Cancellation():
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == before


def test_another_thread_leaves_the_signals_alone() -> None:
    """Only the main thread may take signals; elsewhere the run goes on without."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with Cancellation() as cancellation:
                cancellation.check()
        except BaseException as error:  # noqa: BLE001 - reported below
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert failures == []
