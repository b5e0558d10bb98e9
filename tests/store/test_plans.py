"""What the database is asked is found by an index, however many units it holds."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import newswatch
from illustrated import illustrates, png
from office import Office
from portal import Portal

from newswatch.store.store import Store

COMMANDS = (
    ("check",),
    ("check",),
    ("check", "--sweep"),
    ("status",),
    ("status", "--json"),
    ("score",),
    ("items",),
    ("items", "--json"),
    ("attach", "1", "config.toml", "--kind", "script"),
    ("files",),
    ("files", "1"),
    ("files", "void", "1", "--by", "A", "--because", "b"),
    ("files", "copy", "1", "folder"),
    ("review",),
    ("explain", "--month", "2026-11"),
    ("explain", "--item", "1"),
    ("bulletin", "list"),
    ("close",),
    ("deliver",),
    ("run", "--once"),
    ("mail", "preview", "--month", "2026-10"),
    ("backfill", "--since", "2026-01-01"),
)
FEW = ("gaps", "units", "sources", "duties", "done", "gone_over", "copied_units")
"""Of these there are a few thousand rows in a whole country."""

ALLOWED = (
    "SCAN CONSTANT ROW",
    "SCAN deliveries USING COVERING INDEX deliveries_by_state",
    "SCAN feeds USING COVERING INDEX feeds_by_state",
    "SCAN statements USING COVERING INDEX sqlite_autoindex_statements_1",
    "SCAN notifications USING COVERING INDEX sqlite_autoindex_notifications_1",
    "SCAN observations USING COVERING INDEX observations_of_poll",
)
"""No table; `status` counts all mails and scores, and what is kept asks once for the last statement and notice of every unit, by an index. A source
written down would scan what names it were a foreign key left open, which none ever is."""


@pytest.fixture
def asked(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, dict[str, tuple[object, ...]]]]:
    """A unit's database, and every statement that the commands of a day carried out on it, with one set of its parameters."""
    office, said = Office(tmp_path, portal), dict[str, tuple[object, ...]]()
    office.has_board(None, "thuky@xa.example")
    text = office.settings.path.read_text(encoding="utf-8").replace("[[units]]", '[feed]\npath = "diem.json"\n[[units]]', 1)
    office.settings.path.write_text(text, encoding="utf-8")
    for n in range(1, 7):
        illustrates(office, n, f"2026-11-0{n} 08:00", f'<img src="/{n}.png">', head="<link rel=stylesheet href=/k.css>")
        portal.serves(f"/{n}.png", png(n), "image/png")
    portal.serves("/k.css", "p { color: red }", "text/css")
    for name in ("rows", "run_sql", "change"):
        monkeypatch.setattr(Store, name, noting(getattr(Store, name), said))
    for words in COMMANDS:
        done = newswatch(*words, cwd=tmp_path)
        assert done.returncode == 0, (words, done.stderr)
    with office.store() as store:
        yield store, said


def noting(real: Any, said: dict[str, tuple[object, ...]]) -> Any:
    """A method of the store that notes what it is told to carry out."""

    def noted(store: Store, sql: str, *params: object) -> Any:
        said.setdefault(sql, params)
        return real(store, sql, *params)

    return noted


def scans(store: Store, sql: str, params: tuple[object, ...]) -> list[str]:
    """The steps of the plan of a statement that read all rows of a table which grows with time."""
    plan = [row["detail"] for row in store.rows(f"EXPLAIN QUERY PLAN {sql}", *params)]
    return [step for step in plan if step.startswith("SCAN") and step not in ALLOWED and not _is_of_few(step, sql)]


def _is_of_few(step: str, sql: str) -> bool:
    """Is this a table of few rows, under its own name or the one that the statement gives it, or a list of values in the statement itself?"""
    name = step.split()[1]
    return name in FEW or "VIRTUAL TABLE" in step or any(re.search(rf"\b{few} {name}\b", sql) for few in FEW)


def test_no_statement_of_a_day_reads_a_whole_table(asked: tuple[Store, dict[str, tuple[object, ...]]]) -> None:
    """Every statement of checks, tables, letters and mails finds its rows by an index of the tables that grow with units and time."""
    store, said = asked
    assert len(said) > 80
    found = {sql: steps for sql, params in list(said.items()) if not sql.startswith("PRAGMA") and (steps := scans(store, sql, params))}
    assert found == {}


def test_a_scan_is_seen(tmp_path: Path) -> None:
    """Without the index of runs by what they did, the last run of a kind is looked for among all."""
    last = "SELECT started_at FROM runs WHERE verb = ? ORDER BY id DESC LIMIT 1"
    with Store.open(tmp_path / "n.db") as store:
        assert scans(store, last, ("check",)) == []
        with store.writing():
            store.run_sql("DROP INDEX runs_of_verb")
    with Store.open(tmp_path / "n.db") as store:
        assert scans(store, last, ("check",)) == ["SCAN runs"]
