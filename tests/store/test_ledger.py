"""What enters the ledger, when, and that nothing which a later writer adds can be forgotten."""

import os
import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import old_databases as old
import pytest
from ledgered import closes, verified
from office import Office
from portal import Portal

from newswatch.core.model import Decision, Verdict
from newswatch.core.record.ledger import Broken, digest, following, genesis
from newswatch.errors import StoreError
from newswatch.services import ledger as service
from newswatch.services import statements
from newswatch.store import decisions, found
from newswatch.store.ledger import record_of
from newswatch.store.ledger_kinds import KINDS, UNLEDGERED
from newswatch.store.store import Store

IDS = {"attachment_id", "id", "unit_id", "item_id", "run_id", "source_id", "answer", "last_run", "same_as", "decision_id", "statement_id"}
"""Numbers of rows in one database: a record names those rows by what they are."""

OTHERWISE = {
    ("bulletins", "voided_at"): "a void is a link of its own",
    ("bulletins", "voided_by"): "a void is a link of its own",
    ("bulletins", "void_reason"): "a void is a link of its own",
    ("statements", "counted"): "its items are named",
    ("statements", "causes"): "its items are named",
    **{("feeds", column): "the way of what is not delivered yet" for column in ("state", "attempts", "due_at", "changed_at", "in_doubt")},
}
"""Columns of a ledgered table that its record holds in another way."""


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose portal has eight articles."""
    office = Office(tmp_path, portal)
    portal.per_page = 10
    for n in range(1, 9):
        office.par(n, f"2026-10-{n + 1:02d} 08:00")
    return office


def linked(office: Office) -> list[str]:
    """The kinds of the unit's links, in order."""
    with office.store() as store:
        return [row["kind"] for row in store.rows("SELECT kind FROM ledger ORDER BY link")]


def test_every_table_is_ledgered_or_says_why_not(tmp_path: Path) -> None:
    """A table that joins the database joins the ledger, or the list of those that don't, with a reason."""
    with Store.open(tmp_path / "n.db") as store:
        tables = {row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")}
    ledgered = {kind.source for kind in KINDS.values()}
    assert tables | {"kept_figures", *found.TABLES} == ledgered | set(UNLEDGERED)  # those are made when they are first needed
    assert ledgered & set(UNLEDGERED) == set()
    assert all(UNLEDGERED.values())


def test_every_append_only_table_has_a_trigger_that_notes_its_rows(tmp_path: Path) -> None:
    """What may never be changed is noted when it is written, or enters with what cites it."""
    with Store.open(tmp_path / "n.db") as store:
        sql = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = [(row["tbl_name"], row["sql"]) for row in store.rows(sql)]
    append_only = {table for table, text in triggers if "append-only" in text}
    noted = {table for table, text in triggers if "INTO unsealed" in text}
    cited = {"answers", "captures", "log_files", "texts", "enclosures", "ledger", "stamps", "files", "pruned", "prunings", "writes"}
    assert append_only - cited <= noted
    assert noted == {kind.source for kind in KINDS.values()}
    assert append_only >= cited | {"observations", "decisions", "statements", "notifications", "adoptions"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_column_of_a_ledgered_table_is_entered(tmp_path: Path, kind: Any) -> None:
    """A column that joins a table joins its record, with the value that stands for none left out, so that older records stay as they are."""
    with Store.open(tmp_path / "n.db") as store:
        found = store.rows(f"SELECT name, dflt_value, hidden, \"notnull\" FROM pragma_table_xinfo('{kind.source}')")
    columns = {row["name"]: row["dflt_value"] for row in found if not row["hidden"]}
    entered = {column for one in KINDS.values() if one.source == kind.source for column in one.columns}
    assert set(columns) - IDS - {column for table, column in OTHERWISE if table == kind.source} <= entered
    for column, without in kind.columns.items():
        default = columns[column]
        assert without == (None if default is None else int(default) if default.isdigit() else default.lstrip("x").strip("'")), column


def test_a_link_is_made_of_the_one_before_and_the_row(office: Office) -> None:
    """The first head is the unit's, each other SHA-256 over the one before it and the digest of its row's record."""
    office.polls("2026-10-20 09:00")
    with office.store() as store:
        head = genesis("unit")
        for row in store.rows("SELECT kind, row, head, digest FROM ledger ORDER BY link"):
            record = row["digest"] or record_of(store.connection, 1, KINDS[row["kind"]], row["row"])
            assert record is not None
            head = following(head, record)
            assert row["head"] == head


def test_a_record_is_known_to_the_letter(office: Office) -> None:
    """Another program can work out a link: this is the record of a decision."""
    office.polls("2026-10-20 09:00")
    office.at = "2026-10-20 10:00"
    office.decides(1, because="đã xem", verdict=Verdict.PAR)
    with office.store() as store:
        (item,) = store.rows("SELECT channel, key, first_seen_at FROM items WHERE id = 1")
        (row,) = store.rows("SELECT max(id) AS id FROM decisions")
        record = record_of(store.connection, 1, KINDS["decisions"], row["id"])
    content = {
        "because": "đã xem",
        "decided_at": "2026-10-20T03:00:00+00:00",
        "decided_by": "Thư ký",
        "item.channel": item["channel"],
        "item.first_seen_at": item["first_seen_at"],
        "item.key": item["key"],
        "kind": "person",
        "verdict": "par",
    }
    assert record == digest("decisions", content)


def test_steady_polls_add_nothing(office: Office) -> None:
    """A poll that only extends the last row adds no link; the row enters when another follows."""
    office.polls("2026-10-20 09:00")
    office.polls("2026-10-20 10:00")
    before = linked(office)
    for hour in range(11, 18):
        office.polls(f"2026-10-20 {hour}:00")
    assert linked(office) == before
    office.par(4, "2026-10-20 17:00")
    office.polls("2026-10-20 18:00")
    added = linked(office)[len(before) :]
    assert added[:2] == ["fetches", "fetches"]
    with office.store() as store:
        (row,) = store.rows(
            "SELECT f.times FROM ledger l JOIN fetches f ON f.id = l.row WHERE l.kind = 'fetches' AND l.link = ?", len(before) + 1
        )
    assert row["times"] == 8


def test_a_statement_ends_the_polls_that_are_being_extended(office: Office) -> None:
    """At the latest with the next statement an extended poll enters, before the statement's own link; what is kept of the unit still stands."""
    office.polls("2026-11-02 09:00")
    office.polls("2026-11-02 10:00")
    with office.store() as store:
        assert store.rows("SELECT count(*) AS n FROM fetches WHERE finished = 0")[0]["n"] == 1
    before = len(linked(office))
    office.states()
    added = linked(office)[before:]
    assert added[0] == "fetches"
    assert set(added[1:]) == {"statements"}
    with office.store() as store:
        assert store.rows("SELECT 1 FROM fetches WHERE finished = 0") == []
        assert statements.unstated(store, office.settings, office.settings.units, office.now()) == ()
    office.polls("2026-11-02 11:00")
    assert verified(office).whole


def test_each_statement_holds_the_head_before_its_own_link(office: Office) -> None:
    """The months stated together follow each other in the chain."""
    office.polls("2026-11-02 09:00")
    office.states()
    with office.store() as store:
        rows = store.rows(
            """SELECT s.head, hex(p.head) AS before FROM ledger l JOIN statements s ON s.id = l.row
               JOIN ledger p ON p.unit_id = l.unit_id AND p.link = l.link - 1 WHERE l.kind = 'statements'"""
        )
    assert len(rows) > 5
    assert all(row["head"] == row["before"].lower() for row in rows)


def test_a_transaction_that_is_taken_back_leaves_no_link(office: Office) -> None:
    """Row and link are written together or not at all."""
    office.polls("2026-10-20 09:00")
    before = linked(office)

    def half() -> None:
        with store.writing():
            decisions.add(store, Decision(1, "Thư ký", "xem", verdict=Verdict.OTHER), office.now())
            store.run_sql("INSERT INTO closings (unit_id) VALUES (1)")

    with office.store() as store, pytest.raises(StoreError):
        half()
    assert linked(office) == before
    assert verified(office).whole


@pytest.mark.parametrize("written", ["INTO decisions", "INTO ledger", "DELETE FROM unsealed", "COMMIT"])
def test_a_kill_leaves_row_and_link_or_neither(office: Office, written: str) -> None:
    """kill -9 while a decision is written and sealed: the chain is whole and as it was."""
    office.polls("2026-10-20 09:00")
    before = linked(office)
    child = os.fork()
    if child == 0:
        with office.store() as store:
            store.connection.set_trace_callback(lambda sql: os.kill(os.getpid(), signal.SIGKILL) if written in sql else None)
            with store.writing():
                decisions.add(store, Decision(1, "Thư ký", "xem", verdict=Verdict.OTHER), office.now())
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert verified(office).whole
    assert linked(office) == before


def test_rows_of_before_are_adopted_in_the_order_of_their_times(tmp_path: Path) -> None:
    """An older database's rows enter with the change of its tables, and a link says how many did, and when."""
    path = tmp_path / "n.db"
    old.made_before(path, old.run(90, "ok"), old.statement("2026-09", 7, "[]"))
    with Store.open(path) as store:
        found = service.verify(store)
        kinds = [row["kind"] for row in store.rows("SELECT kind FROM ledger ORDER BY link")]
        times = [
            at
            for at in (_time(store, row) for row in store.rows("SELECT kind, row FROM ledger WHERE kind <> 'adoptions' ORDER BY link"))
            if at
        ]
    (chain,) = found.chains
    assert found.whole, found
    assert kinds[-1] == "adoptions"
    ((at, rows),) = chain.adopted
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]{8}\+00:00", at)
    assert rows == chain.links - 1 == len(kinds) - 1 > 10
    assert times == sorted(times)


def _time(store: Store, row: dict[str, Any]) -> str:
    kind = KINDS[row["kind"]]
    (at,) = store.connection.execute(
        f"SELECT {kind.at} FROM {kind.source} r WHERE {kind.find or kind.key.replace('$r', 'r') + ' = ?1'}", (row["row"],)
    ).fetchone()
    return str(at)


def test_an_older_program_writes_outside_the_chain(office: Office) -> None:
    """A program that knows no ledger can still write, and what it wrote is told."""
    office.polls("2026-10-20 09:00")
    with closing(sqlite3.connect(office.settings.database)) as db:
        db.execute("INSERT INTO watches (unit_id, began_on) VALUES (1, '2026-01-01')")
        db.commit()
    closes(office)
    assert {(f.what, f.table) for f in verified(office).chains[0].faults} == {(Broken.OUTSIDE, "watches")}


def test_units_have_chains_of_their_own(tmp_path: Path, portal: Portal) -> None:
    """What is written of one unit moves no other's head."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-10-02 08:00")
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(
        f'{text}\n[[units]]\nid = "khac"\nname = "Khác"\nkind = "xã"\nrules = ["quang-dien-2614"]\n', encoding="utf-8"
    )
    office.reads_settings()
    with office.store():
        pass
    before = {chain.unit: chain.head for chain in verified(office).chains}
    office.polls("2026-10-20 09:00")
    after = {chain.unit: chain.head for chain in verified(office).chains}
    assert before["khac"] == after["khac"] == genesis("khac").hex()
    assert before["unit"] != after["unit"]
    assert verified(office, "khac").bodies == 0
