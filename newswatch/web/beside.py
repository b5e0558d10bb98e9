"""The page beside the daemon, in a process of its own: a fault in the page never stops the watching, and both stop together."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

_PAUSES = (1.0, 5.0, 30.0, 60.0)
"""Seconds before a page that ended is started again, the longest one from then on."""

_GRACE = 10.0
_COMMAND = "from newswatch.web.serving import serve_beside; serve_beside()"


class Beside:
    """While it is entered the page is up; one that ends is started again after a pause. `process` is the present one."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._words = [sys.executable, "-P", "-c", _COMMAND, str(path)]
        self._say, self._stop, self._lock = say, threading.Event(), threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_up, name="page", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        with self._lock:
            self._stop.set()
            if self.process and self.process.stdin:
                self.process.stdin.close()
                self.process.terminate()
        self._thread.join(_GRACE)
        if self.process and self.process.poll() is None:
            self.process.kill()

    def _keep_up(self) -> None:
        fallen = 0
        while not self._stop.is_set():
            how = self._ran()
            if self._stop.is_set():
                return
            pause = _PAUSES[min(fallen, len(_PAUSES) - 1)]
            self._say(f"the page {how}; it is started again in {pause:g} seconds")
            fallen += 1
            self._stop.wait(pause)

    def _ran(self) -> str:
        """Starts the page and waits for its end; tells how that came. A machine short of memory can't start it, and can later."""
        try:
            started = self._start()
        except OSError as error:
            return f"can't be started ({error.strerror or error})"
        code = started.wait() if started else 0
        if started and started.stdin:
            started.stdin.close()
        return f"ended (exit code {code})"

    def _start(self) -> subprocess.Popen[bytes] | None:
        """The page's process; None once it is to end."""
        with self._lock:
            if self._stop.is_set():
                return None
            self.process = subprocess.Popen(self._words, stdin=subprocess.PIPE, start_new_session=True)
            return self.process
