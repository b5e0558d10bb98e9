"""Ctrl-C and SIGTERM as an event, for work that ends between two of its steps."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Self

_NUMBERS = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """While it is entered, the first SIGTERM or SIGINT sets `stop`, and the next of its kind ends the process at once.

    `number` is the signal that came, 0 for none. It is entered in the main thread only.
    """

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.number = 0

    def __enter__(self) -> Self:
        self._before = [signal.signal(number, self._handle) for number in _NUMBERS]
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        for number, before in zip(_NUMBERS, self._before, strict=True):
            signal.signal(number, before)

    @property
    def code(self) -> int:
        """The exit code of a process that a signal ended: 130 for Ctrl-C, 143 for SIGTERM; 0 if none came."""
        return 128 + self.number if self.number else 0

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        """Set in the handler itself, the event could wait for itself."""
        self.number = self.number or number
        signal.signal(number, signal.SIG_DFL)
        threading.Thread(target=self.stop.set).start()
