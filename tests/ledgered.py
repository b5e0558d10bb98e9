"""A unit whose record holds a row of every kind, and hands that change it behind the program's back."""

import gzip
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeding import fed_to
from office import FEED, LISTING, Office
from portal import Portal

from newswatch.config import load
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.core.record.files import FileKind, FileType
from newswatch.core.record.ledger import Verified
from newswatch.core.rights import Actor
from newswatch.services import attach, close, deliver, ledger, review, signing
from newswatch.services.copies.laying import lay
from newswatch.services.opening import open_as_it_is
from newswatch.store import files, unread_files, vault
from newswatch.store.ledger_kinds import KINDS

LOG = "Ngày phát,Tên tin,Nội dung\n05/10/2026,Cải cách hành chính tại xã,Bộ phận một cửa trả hồ sơ đúng hẹn.\n06/10/2026,Tin thời tiết,Mưa rào.\n"


def full_year(folder: Path, portal: Portal) -> Office:
    """An office with two sources and a board, polled for weeks: items changed, gone and moved, bulletins and a void, decisions, statements, mails, a score
    laid for other systems."""
    office = Office(folder, portal, LISTING, FEED)
    office.has_board(None, "thuky@xa.example")
    portal.per_page = 10
    for n in range(1, 9):
        office.par(n, f"2026-10-{n + 2:02d} 08:00")
    office.polls("2026-10-20 09:00")
    office.polls("2026-10-20 15:00")
    office.polls("2026-10-20 21:00")
    portal.article(2, title="Tiêu đề khác hẳn về cải cách hành chính", date="2026-10-04 08:00", body="Nội dung khác.\nCải cách hành chính.")
    office.polls("2026-10-21 09:00")
    office.takes_in("so.csv", LOG)
    office.at = "2026-10-21 10:00"
    office.takes_in("hong.csv", "Ngày phát,Tên tin\n05/11/2026,Cải cách hành chính\n32/11/2026,Không ngày\n")
    office.decides(1, verdict=Verdict.PAR)
    office.decides(2, same_as=1)
    with office.store() as store:
        voided, decided = (store.rows(sql)[0]["id"] for sql in (_LAST_BULLETIN, _LAST_DECISION))
        review.void(store, voided, "Thư ký", "nhầm", office.now())
        review.withdraw(store, office.unit, decided, "Thư ký", "xem lại", office.now())
        with store.writing():
            unread_files.ignore(store, 1, "hong.csv", "Thư ký", "dòng trống", office.now())
            store.run_sql(
                "INSERT INTO moves (key, item_id, url, seen_at) VALUES ('moi.example/1', 1, 'http://moi.example/1', '2026-10-21T03:00:00+00:00')"
            )
    has_evidence(office)
    office.closes_log("2026-10", "2026-11-01 09:00")
    office.polls("2026-11-20 09:00")
    fed_to(office, path="diem.json")
    closes(office)
    with office.store() as store:
        deliver.run(store, office.settings, office.now)
        signing.sign(store, office.unit, Month(2026, 10), signing.Function.HEAD, office.now(), Actor("Trưởng ban"))
    office.polls("2026-11-21 09:00")
    return office


def has_evidence(office: Office) -> None:
    """Two papers laid beside an item, one of a decision and one by mistake, an image of its page and a picture of it."""
    paper = office.folder / "giay.txt"
    with office.store() as store:
        decision = store.rows("SELECT min(id) AS id FROM decisions WHERE item_id = 1 AND kind = 'person'")[0]["id"]
        for n, of in enumerate((decision, None)):
            paper.write_text(f"tờ trình số {n}", encoding="utf-8")
            attach.attach(store, paper, 1, FileKind.SCRIPT, office.now(), by="Thư ký", decision_id=of)
        attach.void(store, 2, "Thư ký", "nhầm tin", office.now())
        answer = store.rows("SELECT max(answer) AS id FROM observations WHERE item_id = 1")[0]["id"]
        with files.together(store), lay(store, b"\x89PNG", FileType.PNG, office.now()) as sha256:
            store.run_sql(
                _PART,
                1,
                answer,
                2026,
                "http://a/1.png",
                "http://a/1.png",
                200,
                "image/png",
                "[]",
                "2026-10-21T03:00:00",
                "kept",
                "",
                sha256,
            )
            store.run_sql(_COPY, 1, answer, "screenshot", sha256, "2026-10-21T03:00:01", "chromium")


_PART = """INSERT INTO page_parts (item_id, answer, year, url, final_url, status, content_type, headers, asked_at, outcome, error, sha256)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_COPY = "INSERT INTO page_copies (item_id, answer, kind, sha256, made_at, maker) VALUES (?, ?, ?, ?, ?, ?)"
_LAST_BULLETIN = "SELECT max(item_id) AS id FROM bulletins"
_LAST_DECISION = "SELECT max(id) AS id FROM decisions WHERE kind = 'person'"


def copied(office: Office, folder: Path) -> Office:
    """The same office in another folder, with a copy of its database and configuration."""
    folder.mkdir()
    other = copy(office)
    shutil.copy(office.settings.path, folder)
    with closing(sqlite3.connect(office.settings.database)) as db:
        db.execute("VACUUM INTO ?", (str(folder / office.settings.database.name),))
    kept = vault.folder_of(office.settings.database)
    shutil.copytree(kept, folder / kept.name)
    other.folder, other.settings = folder, load(folder / office.settings.path.name)
    return other


def closes(office: Office) -> None:
    """States the months and writes the letters that are due."""
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)


def verified(office: Office, unit: str | None = None) -> Verified:
    """What verifying the record finds."""
    with open_as_it_is(office.settings) as store:
        return ledger.verify(store, unit)


@contextmanager
def by_other_hands(path: Path) -> Iterator[sqlite3.Connection]:
    """The database as another program writes it: no trigger refuses or notes anything, and no row needs another."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        triggers = without_triggers(db)
        yield db
        for sql in triggers:
            db.execute(sql)
        db.commit()


@contextmanager
def taken_back(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction in which no trigger refuses or notes anything and no row needs another, and which is taken back at its end."""
    db.execute("BEGIN")
    db.execute("PRAGMA defer_foreign_keys = ON")
    without_triggers(db)
    yield
    db.rollback()


def without_triggers(db: sqlite3.Connection) -> list[str]:
    """Drops all triggers; gives what makes them anew."""
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in triggers]


@dataclass(frozen=True)
class Change:
    """One value changed: the table, the key of its row as `verify` names it, the column, and what stood and stands there."""

    table: str
    row: str
    column: str
    before: Any
    after: Any


ROWS = {
    "moves": "item_id || ' ' || key",
    "intakes": "sha256",
    "log_files": "sha256",
    "captures": "sha256",
    "texts": "digest",
    "files": "sha256",
}
"""The keys of the tables that have no id."""

ENTERED = {
    "fetches": "finished = 1",
    "runs": "id IN (SELECT run_id FROM observations UNION SELECT run_id FROM bulletins UNION SELECT run_id FROM fetches WHERE finished = 1)",
}
"""The rows of tables that the ledger does not hold whole: a poll that is still being extended enters when it is finished."""

UNNOTICED = {
    ("captures", "body"): "compressed: the bytes in it are changed, not how they are packed",
    ("log_files", "body"): "the same",
    ("texts", "kind"): "a label of what units share",
    ("texts", "name"): "a label of what units share",
    ("texts", "kept_at"): "a label of what units share",
    ("files", "kept_at"): "a label of what units share",
    ("runs", "state"): "how work went",
    ("runs", "ending"): "how work went",
    ("runs", "note"): "how work went",
    ("runs", "finished_at"): "how work went",
    **{("feeds", name): "how work went" for name in ("attempts", "due_at", "changed_at", "in_doubt")},
    ("adoptions", "id"): "no row names it",
}
"""The columns of ledgered tables that may be changed without notice, and why."""

TABLES = (
    *dict.fromkeys(kind.source for kind in KINDS.values()),
    "items",
    "answers",
    "captures",
    "log_files",
    "files",
    "texts",
    "enclosures",
    "runs",
    "ledger",
)


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table that hold something of their own."""
    named = db.execute(f"SELECT name, hidden FROM pragma_table_xinfo('{table}')").fetchall()
    return [name for name, hidden in named if not hidden and (table, name) not in UNNOTICED]


def key_of(db: sqlite3.Connection, table: str) -> str:
    """The SQL of the key of a table's rows as `verify` names them."""
    if table == "ledger":
        return "link"
    names: list[str] = [name for (name,) in db.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk ORDER BY pk")]
    return ROWS.get(table, names[0])


def changed(db: sqlite3.Connection, rng: random.Random, table: str) -> Change | None:
    """Changes one value of one row at random; None where the database refuses the value, or the table is empty."""
    key = key_of(db, table)
    rows = db.execute(f"SELECT {key} FROM {table} WHERE {ENTERED.get(table, '1')} ORDER BY 1").fetchall()
    if not rows:
        return None
    row, column = rng.choice(rows)[0], rng.choice(columns(db, table))
    (before,) = db.execute(f"SELECT {column} FROM {table} WHERE {key} = ?", (row,)).fetchone()
    after = other(rng, before)
    try:
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (after, row))
    except sqlite3.IntegrityError:
        return None
    return Change(table, str(row), column, before, after)


def other(rng: random.Random, value: Any) -> Any:
    """Another value of the same kind."""
    if value is None:
        return rng.choice(["", "x", "2026-01-01T00:00:00+00:00"])
    if isinstance(value, int):
        return rng.choice([value + 1, 1 - value if value in (0, 1) else value + 100, value + 10_000])
    if isinstance(value, bytes):
        return bytes([*value[:-1], value[-1] ^ 1]) if value else b"\x01"
    at = rng.randrange(len(value) + 1)
    return rng.choice([value[:at] + "x" + value[at:], value[:at] + " " + value[at:], value.swapcase() + "'", value[:at] + "~"])


def repacked(db: sqlite3.Connection, rng: random.Random, table: str) -> Change:
    """Changes one byte of a kept body, well packed."""
    digest, body = rng.choice(db.execute(f"SELECT sha256, body FROM {table} ORDER BY 1").fetchall())
    plain = bytearray(gzip.decompress(body))
    plain[rng.randrange(len(plain))] ^= 1 << rng.randrange(8)
    db.execute(f"UPDATE {table} SET body = ? WHERE sha256 = ?", (gzip.compress(bytes(plain), mtime=0), digest))
    return Change(table, digest, "body", body, bytes(plain))


def rows_named(found: Verified) -> set[tuple[str, str]]:
    """Every row that a fault names, as its own or as one that its record holds."""
    faults = [*found.faults, *(fault for chain in found.chains for fault in chain.faults)]
    return {(f.table, f.row) for f in faults} | {(t, key) for f in faults for t, _, key in (also.partition(" ") for also in f.also)}
