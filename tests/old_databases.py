"""Databases of the version before facts were typed, made from its dump with what else such a database may hold."""

import sqlite3
from contextlib import closing
from pathlib import Path

DUMP = Path(__file__).parent / "store" / "databases" / "before_services.sql"
LATER = "2026-11-03T23:30:00+00:00"


def made_before(path: Path, *statements: str) -> None:
    """Makes the file anew from the dump, and carries out the statements on it."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(DUMP.read_text(encoding="utf-8"))
        for statement in statements:
            db.execute(statement)
        db.commit()


def content(path: Path) -> list[str]:
    """All that the file holds, as statements, without the table in which upgrades are noted."""
    with closing(sqlite3.connect(path)) as db:
        return [line for line in db.iterdump() if "_sqlite_migrations" not in line]


def run(id_: int, state: str, note: str = "", verb: str = "check") -> str:
    """The row of a run."""
    finished = "NULL" if state == "open" else f"'{LATER}'"
    return f"INSERT INTO runs VALUES ({id_}, '{verb}', '{LATER}', {finished}, '{state}', '{note}')"


def poll(id_: int, run_id: int, outcome: str, *, reach: bool) -> str:
    """The row of a poll of the one source."""
    proven = "'2026-08-31T17:00:00+00:00'" if reach else "NULL"
    return f"INSERT INTO fetches VALUES ({id_}, {run_id}, 1, '{LATER}', '{outcome}', '', {proven}, 1, 4, 2, '', '', '')"


def decision(id_: int, item: int, by: str, because: str, verdict: str | None = "par", **settled: str) -> str:
    """The row of a person's decision; `settled` are further columns."""
    said = f"'{verdict}'" if verdict else "NULL"
    names, values = "".join(f", {name}" for name in settled), "".join(f", {value}" for value in settled.values())
    return (
        f"INSERT INTO decisions (id, item_id, decided_at, kind, decided_by, verdict, reasons{names}) "
        f"VALUES ({id_}, {item}, '{LATER}', 'person', '{by}', {said}, '[\"{because}\"]'{values})"
    )


def statement(month: str, revision: int, causes: str) -> str:
    """The row of a stated month."""
    return (
        "INSERT INTO statements (unit_id, month, revision, stated_at, rule, rule_digest, counted, short, state, causes) "
        f"VALUES (1, '{month}', {revision}, '{LATER}', 'quang-dien-2614', 'x', '[2]', 3, 'short', '{causes}')"
    )


def article(item: int, title: str, text: str, *, whole: bool = True) -> str:
    """The row of what was seen of an item after all else."""
    return (
        "INSERT INTO observations (item_id, run_id, source_id, seen_at, kind, whole, url, title, text, date_origin, digest) "
        f"VALUES ({item}, 3, 1, '{LATER}', 'seen', {int(whole)}, 'http://127.0.0.1:36511/tin/{item}', '{title}', '{text}', 'none', 'x')"
    )
