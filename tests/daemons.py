"""Daemons under test: real processes, with the ear of systemd on a real socket."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

LONGEST_WAIT = 180.0
_QUICK = "import sys; from pathlib import Path; from newswatch.daemon.serving import serve; serve(Path(sys.argv[1]), tick_seconds=float(sys.argv[2]))"


class Ear:
    """What systemd would hear, on a datagram socket at `address` (a path, or a name beginning with @)."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.heard: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        self._socket.setblocking(False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def hears(self, line: str, times: int = 1) -> bool:
        """Whether a line was heard so often by now."""
        while True:
            try:
                self.heard += self._socket.recv(4096).decode().splitlines()
            except BlockingIOError:
                return self.heard.count(line) >= times


class DaemonProcess:
    """A daemon as its own process, ended with `with`. `log` is what it has written so far."""

    def __init__(self, config: Path, *, tick_seconds: float = 0.2, environment: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-c", _QUICK, str(config), str(tick_seconds)]
        inherited = {k: v for k, v in os.environ.items() if k not in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")}
        self.process = subprocess.Popen(command, env=inherited | (environment or {}), stderr=subprocess.PIPE, encoding="utf-8")
        self.log = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join(LONGEST_WAIT)
        assert self.process.stderr is not None
        self.process.stderr.close()

    def says(self, text: str) -> None:
        """Waits until the log holds a text."""
        self.reaches(lambda: text in self.log, f"{text!r} in its log")

    def reaches(self, there: Callable[[], bool], what: str) -> None:
        """Waits until something is so."""
        until = time.monotonic() + LONGEST_WAIT
        while not there():
            assert self.process.poll() is None, f"the daemon ended with {self.process.returncode}:\n{self.log}"
            assert time.monotonic() < until, f"no {what}:\n{self.log}"
            time.sleep(0.02)

    def stops(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Sends a signal and gives the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(LONGEST_WAIT)
        self._reader.join(LONGEST_WAIT)
        return code

    def measured(self) -> tuple[float, float]:
        """The seconds of processor time it has used, and its resident megabytes (Linux)."""
        proc = Path(f"/proc/{self.process.pid}")
        fields = (proc / "stat").read_text().rpartition(")")[2].split()
        resident = next(line for line in (proc / "status").read_text().splitlines() if line.startswith("VmRSS"))
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), int(resident.split()[1]) / 1024

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log += line
