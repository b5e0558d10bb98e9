"""The command line run inside the test's own process: what it printed and the code it ended with, as of a process, at a fraction of the cost."""

import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from newswatch.cli import main


class _Terminal(StringIO):
    """What a person types at a terminal."""

    def isatty(self) -> bool:
        return True


def newswatch(*words: str | Path, cwd: Path, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the console script in a folder, with the environment's configuration left out. A fault nobody foresaw is raised.

    With `typed` a person sits at a terminal and types that; else nobody can be asked.
    """
    given = [str(word) for word in words]
    out, err = (TextIOWrapper(BytesIO(), encoding="ascii", errors="replace") for _ in range(2))
    with (
        chdir(cwd),
        patch.dict(os.environ),
        patch.object(sys, "argv", ["newswatch", *given]),
        patch.object(sys, "excepthook", sys.excepthook),
        patch.object(sys, "stdin", StringIO() if typed is None else _Terminal(typed)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        os.environ.pop("NEWSWATCH_CONFIG", None)
        return subprocess.CompletedProcess(given, _code(), _text(out), _text(err))


def _code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    return 0


def _text(stream: TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode("utf-8")
