"""The house rules that a machine can hold: who imports whom, and where the clock is."""

import ast
import os
import re
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
    """No module imports against the layers and their order inside core and services; each package that newswatch uses has one door."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


WRONG_IMPORTS = [
    ("core/text.py", "import sqlite3", "sqlite3"),
    ("core/months.py", "from newswatch.store import store", "newswatch.store.store"),
    ("core/months.py", "from newswatch.core.dates import parse", "newswatch.core.dates"),
    ("core/dates/tokens.py", "from newswatch.core.classify import classify", "newswatch.core.classify"),
    ("core/classify/lexicon.py", "from newswatch.core.quota import rule", "newswatch.core.quota.rule"),
    ("core/quota/rule.py", "from newswatch.core.polling import coverage", "newswatch.core.polling.coverage"),
    ("core/polling/coverage.py", "from newswatch.core.count import judgement", "newswatch.core.count.judgement"),
    ("core/count/judgement.py", "from newswatch.core.notices import due", "newswatch.core.notices.due"),
    ("report/vi/terms.py", "from newswatch.store import store", "newswatch.store.store"),
    ("report/vi/terms.py", "import sqlite3", "sqlite3"),
    ("report/json_shapes.py", "import tempfile", "tempfile"),
    ("report/vi/terms.py", "from newswatch.report.letters import blocks", "newswatch.report.letters.blocks"),
    ("report/letters/sections.py", "from newswatch.report.documents import told", "newswatch.report.documents.told"),
    ("report/books/items.py", "from newswatch.report.letters import sections", "newswatch.report.letters.sections"),
    ("report/documents/told.py", "import docxtpl", "docxtpl"),
    ("report/terminal/cells.py", "from newswatch.report.letters import sections", "newswatch.report.letters.sections"),
    ("store/items.py", "from newswatch.sources import feed", "newswatch.sources.feed"),
    ("store/items.py", "from newswatch.core.classify.classifier import classify", "newswatch.core.classify.classifier"),
    ("store/polls.py", "from newswatch.core.polling.coverage import coverage", "newswatch.core.polling.coverage"),
    ("store/statements.py", "from newswatch.core.count.judgement import judge", "newswatch.core.count.judgement"),
    ("sources/feed.py", "import requests", "requests"),
    ("sources/sitemap.py", "import socket", "socket"),
    ("services/deliver.py", "import smtplib", "smtplib"),
    ("services/witnesses.py", "import urllib3", "urllib3"),
    ("services/evidence/rows.py", "import warcio", "warcio"),
    ("services/copies/run.py", "from newswatch.services import evidence", "newswatch.services.evidence"),
    ("report/evidence/index.py", "from newswatch.report.letters import blocks", "newswatch.report.letters.blocks"),
    ("network/bounds.py", "from newswatch.sources import listing", "newswatch.sources.listing"),
    ("sources/listing.py", "from newswatch.core.polling.changes import diff", "newswatch.core.polling.changes"),
    ("sources/article.py", "from newswatch.core.classify import classify", "newswatch.core.classify"),
    ("sources/read/visible_date.py", "from newswatch.core.dates.standing import choose", "newswatch.core.dates.standing"),
    ("services/intake.py", "from newswatch.services import check", "newswatch.services.check"),
    ("services/statements.py", "from newswatch.services import close", "newswatch.services.close"),
    ("cli/results.py", "from newswatch.store import polls", "newswatch.store.polls"),
    ("cli/setup.py", "from newswatch.sources import feed", "newswatch.sources.feed"),
    ("daemon/serving.py", "from newswatch.mail import compose", "newswatch.mail"),
    ("demo/folder.py", "from newswatch.deploy import systemd", "newswatch.deploy.systemd"),
    ("config/files.py", "from newswatch.services import check", "newswatch.services.check"),
]


def copied(folder: Path) -> Path:
    """A copy of the package's modules with the contracts beside it."""
    shutil.copytree(PACKAGE, folder / "newswatch", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "newswatch"


@pytest.fixture(scope="module")
def verdict_on_wrong_imports(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy into which every wrong import was planted."""
    folder = tmp_path_factory.mktemp("wrong")
    package = copied(folder)
    for module, line, _ in WRONG_IMPORTS:
        with (package / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    return lint(folder).stdout


@pytest.mark.parametrize(("module", "line", "imported"), WRONG_IMPORTS)
def test_import_contracts_can_break(verdict_on_wrong_imports: str, module: str, line: str, imported: str) -> None:
    """Each wrong import planted into a copy is named by the contract it breaks."""
    importer = f"newswatch.{module.removesuffix('.py').replace('/', '.')}"
    assert re.search(rf"{re.escape(importer)}\s+->\s+{re.escape(imported)}\s+\(l\.\d+\)", verdict_on_wrong_imports), line


@pytest.mark.parametrize("module", ["undeclared.py", "core/undeclared.py", "services/undeclared.py"])
def test_a_module_outside_the_layers_is_refused(tmp_path: Path, module: str) -> None:
    """A new module that no layer names makes the import contracts fail."""
    (copied(tmp_path) / module).write_text('"""New."""\n', encoding="utf-8")
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


JUDGING = {"choose", "classify", "classify_item", "diff", "guard", "judge", "repost_sign", "state_year"}
OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"}


def names_used(source: str, names: set[str]) -> list[str]:
    """The imports and calls of these names, whatever module or object they belong to."""
    tree = ast.parse(source)
    imported = [(n.lineno, a.name) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names]
    calls = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
    called = [(f.lineno, f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "")) for f in calls]
    return [f"{line}: {name}" for line, name in imported + called if name in names]


def modules(package: str) -> list[Path]:
    """The modules of a package."""
    return sorted((PACKAGE / package).rglob("*.py"))


@pytest.mark.parametrize("path", [*modules("sources"), *modules("store")], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_sources_and_store_do_not_judge(path: Path) -> None:
    """No module of sources or store names a function that chooses a date, classifies, compares or counts, by whatever way it may come.

    Only the upgrade of an older database records once what that version had worked out on each reading: which articles show a repost.
    """
    allowed = {"repost_sign"} if path.name == "typed_facts.py" else set()
    assert names_used(path.read_text(encoding="utf-8"), JUDGING - allowed) == []


@pytest.mark.parametrize("path", modules("report"), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_report_opens_no_file(path: Path) -> None:
    """No module of report opens, reads, writes or makes a file: all it shows is handed in."""
    assert names_used(path.read_text(encoding="utf-8"), OPENING) == []


@pytest.mark.parametrize(
    "source",
    [
        "from newswatch.core.dates import choose",
        "import newswatch.core.dates as d\nd.choose(x)",
        "judge(items)",
        "open('f')",
        "p.read_text()",
    ],
)
def test_name_checks_can_fail(source: str) -> None:
    """The checks of names see an import, a call of a function and a call of a method."""
    assert names_used(source, JUDGING | OPENING)


FEW_FLAT = {"core": 12, "sources": 8, "report": 8}


@pytest.mark.parametrize("package", FEW_FLAT)
def test_rooms_stay_small(package: str) -> None:
    """The big packages keep few modules beside their rooms, so that `ls` tells what they hold."""
    assert len([p for p in (PACKAGE / package).glob("*.py") if p.name != "__init__.py"]) <= FEW_FLAT[package]


OLD_NAMES = {
    "tellings",
    "keeper",
    "parts",
    "words",
    "looking",
    "looks",
    "landmarks",
    "furniture",
    "outline",
    "printed",
    "stories",
    "ruling",
}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_are_short(path: Path) -> None:
    """No file has more than 300 lines, no function more than 40, and no module bears a name the field does not use."""
    source = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert source.count("\n") <= 300
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > 40] == []
    assert path.stem not in OLD_NAMES
