"""Ctrl+C, as the process takes it."""

import os
import signal
import threading

import pytest

from accrochage.cli.interruption import Interruption, stop_if_asked


@pytest.fixture(autouse=True)
def taken():
    """Let Ctrl+C through, though the tests may have been started in the background, where it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press():
    os.kill(os.getpid(), signal.SIGINT)


def test_an_interruption_stops_what_runs_and_is_remembered():
    with Interruption() as interruption:
        with pytest.raises(KeyboardInterrupt):
            press()
        assert interruption.asked
        with pytest.raises(KeyboardInterrupt):
            stop_if_asked()


def test_nothing_stops_when_nobody_asked():
    stop_if_asked()
    with Interruption():
        stop_if_asked()


def test_what_was_there_before_comes_back():
    before = signal.getsignal(signal.SIGINT)
    with Interruption():
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before


def test_a_signal_that_the_caller_ignores_stays_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interruption() as interruption:
            press()
        assert not interruption.asked
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_elsewhere_than_in_the_main_thread_it_does_nothing():
    before, seen = signal.getsignal(signal.SIGINT), []

    def run():
        with Interruption():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    assert seen == [before]
