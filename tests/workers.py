"""A dask scheduler with workers, each a real process on loopback."""

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import needs

_ROOT = Path(__file__).parents[1]
_QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error", "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__GIL__ENABLED": "false"}


class Workers:
    """A scheduler at `address` and so many workers, up within `with`; each polls one parcel at a time. `folder` takes what they write.

    `preload` is Python that each worker runs as it starts. A task whose worker dies is given to `failures` others.
    """

    def __init__(self, folder: Path, count: int, *, preload: str = "", failures: int = 3) -> None:
        if find_spec("distributed") is None:
            needs.missing("needs dask.distributed: pip install 'newswatch[cluster]'")
        self._folder, self._preload, self._failures = folder, preload, failures
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2], "--dashboard-address", ":0"
        )
        self.workers = [self.join() for _ in range(count)]

    def join(self) -> "subprocess.Popen[bytes]":
        """One worker more."""
        more = ["--preload", self._preload] if self._preload else []
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", *more)

    def _start(self, *command: str) -> "subprocess.Popen[bytes]":
        paths = os.pathsep.join((str(_ROOT), str(_ROOT / "tests"), str(self._folder)))
        environment = {**os.environ, **_QUIET, "PYTHONPATH": paths, "DASK_TEMPORARY_DIRECTORY": str(self._folder)}
        environment |= {
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self._failures),
            "DASK_DISTRIBUTED__SCHEDULER__IDLE_TIMEOUT": "5 minutes",
        }
        log = (self._folder / "workers.log").open("ab")
        with log:
            return subprocess.Popen([sys.executable, "-m", "dask", *command], env=environment, cwd=self._folder, stdout=log, stderr=log)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
