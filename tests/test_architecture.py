"""The house rules that a machine can hold: who imports whom, and where the clock is."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newswatch"
CLOCK_DOORS = {"cli", "daemon", "web"}
CLOCK_CALLS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}


def clock_calls(source: str) -> list[str]:
    """Calls that read the wall clock: `datetime.now`, `date.today`, `time.time` and their like, by whatever name they were imported."""
    tree = ast.parse(source)
    found = [
        f"{node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _reads_clock(node.func)
    ]
    imported = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "time"]
    return found + [f"{n.lineno}: from time import {a.name}" for n in imported for a in n.names if a.name in CLOCK_CALLS]


def _reads_clock(func: ast.Attribute) -> bool:
    owner = func.value.attr if isinstance(func.value, ast.Attribute) else getattr(func.value, "id", "")
    return owner in {"datetime", "date", "time", "_dt", "dt"} and func.attr in CLOCK_CALLS


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """import-linter's verdict on a checkout."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True, no_cache=True))",
    ]
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_import_contracts_hold() -> None:
    """No module imports against the layers, no I/O reaches core, each of the field's packages has one door."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("core/text.py", "import sqlite3"),
        ("core/months.py", "from newswatch.store import store"),
        ("report/vi/terms.py", "from newswatch.store import store"),
        ("report/vi/terms.py", "from newswatch.report.letters import blocks"),
        ("report/terminal/cells.py", "from newswatch.report.letters import sections"),
        ("store/reads.py", "from newswatch.sources import feed"),
        ("sources/feed.py", "import requests"),
        ("undeclared.py", "import json"),
    ],
)
def test_import_contracts_can_break(tmp_path: Path, module: str, line: str) -> None:
    """Each planted wrong import, and a module outside the layers, makes the import contracts fail."""
    shutil.copytree(PACKAGE, tmp_path / "newswatch", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "newswatch" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert lint(tmp_path).returncode != 0


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_clock_below_the_doors(path: Path) -> None:
    """Only the doors (cli, daemon, web) read the wall clock; everything below is handed the time."""
    if path.relative_to(PACKAGE).parts[0] not in CLOCK_DOORS:
        assert clock_calls(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "from time import time",
    ],
)
def test_clock_check_can_fail(source: str) -> None:
    """The clock check sees every common way of reading the wall clock."""
    assert clock_calls(source)
