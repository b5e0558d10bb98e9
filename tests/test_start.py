"""What a command loads before it does anything: nobody waits for a library that the command has no use for."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from office import Office
from portal import Portal

ROOT = Path(__file__).parents[1]
CALL = (
    "import sys\nfrom newswatch.cli import main\ntry:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
    "print('\\n' + ' '.join(sorted(sys.modules)), file=sys.stderr)"
)
READERS = {"feedparser", "bs4", "openpyxl", "python_calamine", "xlrd", "pypdf", "docx", "usp", "selectolax", "rapidfuzz", "cryptography"}
HEAVY = READERS | {"sqlite_utils", "apscheduler", "smtplib", "newswatch.report.letters", "newswatch.sources.log.reader"}
"""Each takes from 5 to 200 ms to load."""
READING = {
    *("newswatch.core.classify.classifier", "newswatch.core.dates.together", "newswatch.core.assessment", "newswatch.config.units_kept"),
    *("newswatch.services.poll.gather", "newswatch.services.poll.rejudge", "newswatch.services.poll.walk", "newswatch.sources.article"),
    *("newswatch.sources.feed", "newswatch.sources.listing", "newswatch.store.found_items", "newswatch.store.item_index"),
    *("newswatch.report.english", "newswatch.sources.log.bounds"),
}
"""What a page that is as it was, and an empty inbox, leave no use for."""


def loaded(folder: Path, *words: str) -> set[str]:
    """The modules that a command had loaded when it ended, as a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", CALL, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(told.stderr.splitlines()[-1].split())


def test_help_loads_click_alone(tmp_path: Path) -> None:
    """`--help` reads neither settings nor database: click and the modules of the command line are all it loads."""
    modules = loaded(tmp_path, "--help")
    assert modules & (HEAVY | {"requests", "sqlite3", "rich", "tomllib", "newswatch.config", "newswatch.core"}) == set()


@pytest.mark.parametrize("package", ["newswatch.core.dates", "newswatch.core.classify"])
def test_no_name_that_is_loaded_late_is_that_of_a_module(package: str) -> None:
    """A package that loads its names when they are asked for has no module of such a name, which would take its place."""
    found = import_module(package)
    beside = {path.stem for path in Path(found.__path__[0]).glob("*.py")}
    assert set(found.__all__) & beside == set()
    assert all(getattr(found, name) for name in found.__all__)


def test_status_loads_no_reader_and_no_migration(tmp_path: Path, portal: Portal) -> None:
    """`status` of a database that is up to date loads nothing that fetches, reads, classifies, compares or mails; its JSON no tables either."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-11-03 08:00")
    office.polls()
    told, shown = (loaded(tmp_path, "status", "--year", "2026", *words) for words in (["--json"], []))
    nothing_of = HEAVY | {"requests", "newswatch.core.classify.classifier", "newswatch.core.dates.grammar", "newswatch.sources.http"}
    assert shown & nothing_of == set()
    assert told & (nothing_of | {"rich"}) == set()


def test_a_check_of_an_unchanged_list_loads_no_reader(tmp_path: Path, portal: Portal) -> None:
    """A list that the server says is unchanged is neither parsed nor classified, and what would do it is not loaded. Once a check went over all items and
    found none that waits, nothing is loaded that reads, compares or tells."""
    office = Office(tmp_path, portal)
    portal.per_page = 10
    for n, title in enumerate(("Khám mắt miễn phí", "Giao quân đợt hai", "Ra quân trồng rừng", "Mở lớp dạy đan lát", "Thi kéo co"), 1):
        office.par(n, f"2026-11-0{n} 08:00", title=title, body=title * 9)
    assert "newswatch.core.classify.classifier" in loaded(tmp_path, "check")
    asked = len(portal.requests)
    modules = loaded(tmp_path, "check")
    assert portal.requests[asked:]
    assert modules & (HEAVY | {"newswatch.core.classify.classifier", "newswatch.sources.article"}) == set()
    assert loaded(tmp_path, "check") & (HEAVY | READING) == set()
    assert "requests" in modules
