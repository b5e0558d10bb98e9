"""Runs a piece of a test in a process that the system holds to a time of computing and to a memory: what is without bound does not end well there."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[1]
HELD = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, ({0}, {0}))\nresource.setrlimit(resource.RLIMIT_AS, ({1}, {1}))\n"


def held(code: str, *, seconds: int = 30, megabytes: int = 1500) -> str:
    """What a script prints within so many seconds of computing and so much memory. The bounds are generous: they tell hours from seconds."""
    script = HELD.format(seconds, megabytes * 1_000_000) + dedent(code)
    paths = f"import sys\nsys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
    done = subprocess.run([sys.executable, "-c", paths + script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr[-2000:]}"
    return done.stdout
