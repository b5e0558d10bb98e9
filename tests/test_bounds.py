"""The README's table of bounds: each row is held to the constants of the code, and to tests that are there."""

import ast
import re
from pathlib import Path

import pytest

from newswatch.config import FetchSettings, WebSettings, load, unit_rows
from newswatch.config import files as settings_files
from newswatch.core.quota import evidence
from newswatch.core.record.files import MOST_BYTES, FileKind
from newswatch.errors import ConfigError
from newswatch.mail import line
from newswatch.report.documents import filling, language
from newswatch.report.sheets import markup, package
from newswatch.report.sheets import reading as sheets
from newswatch.services import moving, staging
from newswatch.services.assess import files as assess_files
from newswatch.services.assess import reading as assessed
from newswatch.services.documents import converting
from newswatch.services.evidence import archive, contents, handing, verifying, web_checking
from newswatch.services.feed import delivery
from newswatch.sources import feed, sitemap, wordpress
from newswatch.sources.http import fetch, gunzip, posting, robots
from newswatch.sources.infer import dom
from newswatch.sources.log import bounds as logs
from newswatch.sources.log import files as log_files
from newswatch.sources.read import chromium, documents, tree
from newswatch.store import vault
from newswatch.web import limits, registry, serving
from newswatch.web.pages import units as units_page

TESTS = Path(__file__).parent
README = (TESTS.parent / "README.md").read_text(encoding="utf-8")
TABLE = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in README.partition("## Bounds\n")[2].partition("\n## ")[0].splitlines()
    if row[:1] == "|"
][2:]

STATED = {
    "one request": [f"{fetch._PATIENCE} × `fetch.timeout_seconds`"],
    "a robots.txt": [f"{robots._MOST_BYTES:,} bytes"],
    "resolving": ["`fetch.timeout_seconds`"],
    "head of": [f"{fetch._LARGEST_HEAD:,} bytes", "100 lines"],
    "body of": [f"{FetchSettings().max_bytes:,}", "100,000,000 at most", "twice"],
    "gzip file": [f"{gunzip.MOST_UNPACKED:,} bytes", f"{gunzip.MOST_MEMBERS:,}"],
    "nested encodings": ["one gzip"],
    "step of a mail": [f"{line.MOST_ANSWERED:,} bytes"],
    "answer to a POST": [f"{posting._PATIENCE} × its `timeout_seconds`", f"{posting.MOST:,} bytes", f"{delivery._LONGEST_ANSWER} of them"],
    "text of evidence": [f"{evidence._LONGEST} characters", f"{evidence._DEEPEST} parentheses"],
    "tags of": [f"{tree.MOST_TAGS:,}"],
    "parsing": [f"{tree._SECONDS} s", f"{tree._MEMORY // 1_000_000} MB", f"{tree.DEEPEST:,} elements"],
    "elements within": [f"{dom.DEEPEST};"],
    "feed": [f"{feed.MOST_ENTRIES:,} entries", f"{feed.MOST_TAGS:,} tags"],
    "sitemap": [f"{sitemap.MOST_ADDRESSES:,} addresses", f"{sitemap._MOST_TAGS:,} tags", f"{sitemap._MOST_BYTES:,} bytes"],
    "WordPress": [f"{wordpress._MOST_POSTS:,} posts"],
    "patterns": ["linear"],
    "PDF": [
        f"{documents._SECONDS} s",
        f"{documents._MEMORY // 1_000_000:,} MB",
        f"{documents._MOST_PAGES} pages",
        f"{documents._MOST_LETTERS:,} letters",
    ],
    "log file": [
        f"{logs.MOST_BYTES:,} bytes",
        f"{logs.MOST_ROWS:,} filled rows",
        f"{log_files._MOST_LINES:,} lines",
        f"{logs.MOST_COLUMNS} columns",
    ],
    "XLSX": [
        f"{logs.MOST_UNPACKED:,} bytes",
        f"{logs.MOST_CELLS:,} cells",
        f"{logs.MOST_SHEETS} sheets",
        f"{logs.MOST_MERGED:,} merged cells",
    ],
    "locks": ["none"],
    "file attached": [f"{MOST_BYTES[FileKind.AUDIO]:,} bytes", f"{vault.PIECE:,} are read"],
    "page shown": [f"{chromium._PATIENCE_MS // 1000} s a step", f"{chromium._LONGEST:.0f} s in all"],
    "template": [
        f"{filling.MOST_BYTES:,} bytes",
        f"{filling._MOST_XML:,} of its text",
        f"{language.MOST_LETTERS:,} characters",
    ],
    "LibreOffice": [f"{converting.SECONDS} s"],
    "history": [f"{moving._MOST_TIMES} times"],
    "assessment sheet": [
        f"{package.MOST_BYTES:,} bytes",
        f"{package._MOST_UNPACKED:,} unpacked",
        f"{markup._MOST_NODES:,} elements",
        f"{sheets._MOST_ROWS:,} rows",
        f"{assessed._MOST_FILES:,} files",
    ],
    "evidence pack": [
        f"{archive.MOST_MEMBERS:,} files",
        f"{verifying.LARGEST_JSON:,} bytes",
        f"{contents.MOST_VALUES:,} values",
        f"{web_checking.MOST_TIMES} times",
        f"{web_checking.LONGEST_HEAD:,} bytes",
        f"{web_checking.MOST_RECORDS:,} answers",
    ],
    "form of": [f"{registry._KILOBYTES * 1024:,} bytes", f"{WebSettings().upload_mb} MB", f"{serving._HEADER_BYTES:,} bytes"],
    "handed in": [
        f"{staging.MOST_BYTES:,} bytes",
        f"{assess_files.MOST_UNPACKED:,} unpacked",
        f"{staging.KEPT.total_seconds() / 3600:.0f} hours",
    ],
    "packs made": [f"{handing.MOST} at once", f"{handing._ROOM:,} bytes"],
    "units judged": [f"{units_page.MOST_ANEW};"],
    "wrong passwords": [limits._BY_BOTH.replace(" per ", " in ")],
    "TOML": [f"{settings_files.MOST_BYTES:,} bytes"],
    "`units_file`": [f"{unit_rows._MOST_BYTES:,} bytes"],
}
"""What each row has to state, by how it begins."""


def named(cell: str) -> list[tuple[str, str]]:
    """The tests of a row: the file, and the test in it (empty for all of the file)."""
    found, file = [], ""
    for text in re.findall(r"`([^`]+)`", cell):
        path, _, test = text.partition("::")
        file = path or file
        found.append((file, test))
    return found


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_a_row_of_the_table_is_true_and_proved(row: list[str]) -> None:
    """Each row states the number that the code has, and names tests that exist."""
    what, bound, proved = row
    stated = next(values for start, values in STATED.items() if what.startswith(start))
    assert [value for value in stated if value not in bound] == []
    assert named(proved)
    for file, test in named(proved):
        tree_ = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        functions = {node.name for node in ast.walk(tree_) if isinstance(node, ast.FunctionDef)}
        assert test in functions if test else any(name.startswith("test_") for name in functions), (file, test)


def test_each_bound_has_its_row() -> None:
    """No row is missing, and none stands twice."""
    assert sorted(next(start for start in STATED if row[0].startswith(start)) for row in TABLE) == sorted(STATED)


@pytest.mark.parametrize(
    ("text", "told"),
    [("#" * 5_000_001, "has more than 5 MB; a file of settings is far smaller"), ("a = " + "[" * 100_000, "nested too deeply")],
    ids=["bytes", "depth"],
)
def test_a_settings_file_is_bounded(tmp_path: Path, text: str, told: str) -> None:
    """A TOML file larger than 5 MB, or nested without end, is refused by its name."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert told in str(refused.value)


def test_a_list_of_units_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of units larger than the bound is refused by its name."""
    monkeypatch.setattr(unit_rows, "_MOST_BYTES", 100)
    (tmp_path / "units.csv").write_text("id,name\n" + "x" * 200, encoding="utf-8")
    (tmp_path / "config.toml").write_text('units_file = "units.csv"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"units\.csv: has more than"):
        load(tmp_path / "config.toml")
