"""What Ctrl-C, SIGTERM and a closed terminal do: they end a command at once, and let a server close first."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})

_sentences = ["Stopped before it was done."]


def at_once(code: int) -> None:
    """End the program at a signal, wherever it stands, with one sentence and this exit code.

    No exception is raised, because one that comes out of anywhere leaves a trace somewhere.
    A transaction that is under way is rolled back by the database itself.
    """

    def end(_number: int, _frame: FrameType | None) -> None:
        os.write(2, f"microprojects: {_sentences[-1]}\n".encode())
        os._exit(code)

    for number in _heard():
        signal.signal(number, end)


@contextmanager
def telling(sentence: str) -> Iterator[None]:
    """While inside, a program that is ended says this sentence."""
    _sentences.append(sentence)
    try:
        yield
    finally:
        _sentences.remove(sentence)


def hand_over(stop: Callable[[], object], *, at: frozenset[signal.Signals] = SIGNALS) -> None:
    """Call `stop` at the first of these signals, in a thread of its own; no other signal is heard from now on.

    A handler runs inside whatever the main thread is doing. One that sets an event while the main
    thread holds the lock of that event waits for ever. So the signals are kept from this thread, and
    from every thread and process that it makes, and one thread waits for them.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=_listen, args=(stop, at & _heard()), name="signals", daemon=True).start()


def _listen(stop: Callable[[], object], numbers: frozenset[signal.Signals]) -> None:
    signal.sigwait(numbers)
    stop()


def _heard() -> frozenset[signal.Signals]:
    """Return the signals that count; under nohup a closed terminal does not."""
    ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return SIGNALS - {signal.SIGHUP} if ignored else SIGNALS
