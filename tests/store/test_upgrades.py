"""A database of the version before facts were typed: what it held is brought along, whole or not at all."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import old_databases as old
import pytest
from effects import each
from office import Office
from portal import Portal
from sqlite_utils import Database

from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.revision import Cause, Kind
from newswatch.core.model import PROGRAM, Channel, DateOrigin, Decider, DeciderKind, ItemType, Origin
from newswatch.core.notices.agenda import Duty, Ending, Ran
from newswatch.errors import StoreError
from newswatch.store import decisions, known_items, runs, statements, units
from newswatch.store.store import Store, instant

BEGAN = instant(old.LATER)
EVERY = each(5)
"""Of the statements of an upgrade, which are one transaction: if one of them ended it, each later fault or kill would show."""


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query of the upgraded file."""
    with Store.open(path):
        pass
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database lies."""
    return tmp_path / "n.db"


@pytest.mark.parametrize(
    ("case", "polls", "kept"),
    [
        ("good, then failed", [("ok", True), ("failed", False)], 0),
        ("failed, then good", [("failed", False), ("ok", True)], 1),
        ("good, then stopped half-way", [("not_modified", True), ("failed", True)], 0),
        ("one that proves nothing, then one that does", [("ok", False), ("ok", True)], 1),
        ("one that proves, then one that doesn't", [("ok", True), ("ok", False)], 0),
        ("two good ones", [("ok", True), ("not_modified", True)], 1),
        ("a bad one between two failed ones", [("failed", False), ("suspect", False), ("failed", False)], 2),
        ("three", [("failed", True), ("ok", True), ("failed", False)], 1),
    ],
)
def test_of_polls_recorded_twice_the_good_one_stays(path: Path, case: str, polls: Sequence[tuple[str, bool]], kept: int) -> None:
    """Of several polls of one source in one run the one that proves most stays, and of equals the last; other runs keep theirs."""
    twice = [old.poll(10 + n, 5, outcome, reach=reach) for n, (outcome, reach) in enumerate(polls)]
    old.made_before(path, old.run(5, "ok"), *twice)
    assert rows(path, "SELECT id FROM fetches ORDER BY id") == [(1,), (2,), (10 + kept,)], case


def test_from_then_on_a_run_has_one_poll_of_a_source(path: Path) -> None:
    """After the upgrade the database itself refuses a second poll of a source in a run."""
    old.made_before(path, old.run(5, "ok"), old.poll(10, 5, "ok", reach=True), old.poll(11, 5, "ok", reach=True))
    rows(path, "SELECT 1")
    with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        db.execute("INSERT INTO fetches (run_id, source_id, fetched_at, outcome, ended, pages, entries) VALUES (5, 1, 'x', 'ok', 0, 1, 0)")


def test_all_rows_stay_tied_and_sound(path: Path) -> None:
    """The upgraded file passes SQLite's own checks, keeps every row of what was seen, decided and told, and is as append-only as a new one."""
    tables = ("items", "observations", "captures", "decisions", "statements", "bulletins", "notifications", "deliveries", "sightings")
    counting = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    old.made_before(path)
    with closing(sqlite3.connect(path)) as db:
        before = db.execute(counting).fetchall()
    assert rows(path, counting) == before
    assert rows(path, "PRAGMA foreign_key_check") == []
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    with Store.open(path.with_name("new.db")):
        pass
    triggers = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    assert rows(path, triggers) == rows(path.with_name("new.db"), triggers)
    columns = (
        "SELECT m.name, p.* FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type IN ('table', 'view') ORDER BY m.name, p.cid"
    )
    assert rows(path, columns) == rows(path.with_name("new.db"), columns)


def test_decisions_keep_who_and_why(tmp_path: Path, portal: Portal) -> None:
    """A person's decision stays a person's, also of one named "rules", with the words given; what else was settled stays, and phrases are typed."""
    office = Office(tmp_path, portal)
    old.made_before(
        office.settings.database,
        old.decision(20, 4, "rules", "đúng là CCHC; đã gọi hỏi"),
        old.decision(21, 5, "Thư ký", "theo sổ", None, published_on="'2026-09-02'"),
        old.decision(22, 6, "Thư ký", "cùng chuyện", None, same_as="5"),
        old.decision(23, 7, "Trưởng ban", "bài riêng", None, own_story="1"),
        old.decision(24, 9, "Thư ký", "phát lại", "other", origin="'rebroadcast'", item_type="'notice'"),
    )
    found = {item.id: item for item in office.items()}
    assert found[4].decided_by == Decider(DeciderKind.PERSON, "rules", "đúng là CCHC; đã gọi hỏi")
    assert (found[5].day, found[5].date_origin, found[5].decided_by) == (date(2026, 9, 2), DateOrigin.PERSON, PROGRAM)
    assert (found[6].same_as, found[7].same_as) == (5, 7)
    assert (found[9].origin, found[9].item_type) == (Origin.REBROADCAST, ItemType.NOTICE)
    assert found[3].decided_by == Decider(DeciderKind.PERSON, "Thư ký", "đã xem")
    first = found[2].phrases[0]
    assert (first.text, first.where, first.weight) == ("cải cách hành chính", "title", 5.0)
    with office.store() as store:
        judged = {one.item_id for one in decisions.judged_by_people(store, units.unit_row(store, office.unit))}
    assert judged == {3, 4, 9}


def test_what_people_settle_since_is_kept_beside_older_decisions(tmp_path: Path, portal: Portal) -> None:
    """Decisions made before deny no month and call no link dead; in the upgraded file both can be settled, and a torn list of spans is refused."""
    office = Office(tmp_path, portal)
    old.made_before(office.settings.database, old.decision(20, 4, "Thư ký", "đúng là CCHC"))
    assert {(item.not_during, item.dead_link) for item in office.items()} == {((), False)}
    span = (date(2026, 9, 1), date(2026, 9, 30))
    office.decides(5, not_during=(span,))
    office.decides(5, not_during=(span, (date(2025, 1, 1), date(2025, 12, 31))), dead_link=True)
    found = {item.id: item for item in office.items()}
    assert (set(found[5].not_during), found[5].dead_link) == ({span, (date(2025, 1, 1), date(2025, 12, 31))}, True)
    with closing(sqlite3.connect(office.settings.database)) as db, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        db.execute("INSERT INTO decisions (item_id, decided_at, kind, decided_by, not_during) VALUES (5, 'x', 'person', 'a', '[[')")


OLD_CAUSES = [
    ("added", 4, "", "2026-11-04", Cause(Kind.ADDED, 4, date(2026, 11, 4))),
    ("added", 5, "", "2026-11-04, Lê Văn Ba, xã", Cause(Kind.ADDED, 5, date(2026, 11, 4), "Lê Văn Ba, xã")),
    ("moved", 6, "", "", Cause(Kind.MOVED, 6)),
    ("rule", 0, "", "", Cause(Kind.RULE)),
    ("seen", 0, "", "", Cause(Kind.SEEN)),
]
OLD_REASONS = [
    ("NOT_PAR", "", Reason(Why.NOT_PAR)),
    ("CHANNEL", "loudspeaker", Reason(Why.CHANNEL, Channel.LOUDSPEAKER)),
    ("ITEM_TYPE", "notice", Reason(Why.ITEM_TYPE, ItemType.NOTICE)),
    ("ORIGIN", "relay", Reason(Why.ORIGIN, Origin.RELAY)),
    ("NO_FIRST_AIRING", "", Reason(Why.NO_FIRST_AIRING)),
    ("SAME_STORY", "12", Reason(Why.SAME_STORY, item=12)),
    ("UNSURE", "", Reason(Why.UNSURE)),
    ("UNREAD", "", Reason(Why.UNREAD)),
    ("ORIGIN_DOUBT", "repost", Reason(Why.ORIGIN_DOUBT, Origin.REPOST)),
    ("RETOLD", "", Reason(Why.RETOLD)),
    ("UNDATED", "", Reason(Why.UNDATED)),
    (
        "DATES_DISAGREE",
        "page 2026-10-01, listing 2026-09-29",
        Reason(Why.DATES_DISAGREE, days=((DateOrigin.PAGE, date(2026, 10, 1)), (DateOrigin.LISTING, date(2026, 9, 29)))),
    ),
    ("BACKDATED", "2026-11-18", Reason(Why.BACKDATED, days=((None, date(2026, 11, 18)),))),
    ("TOO_LATE", "2026-11-18", Reason(Why.TOO_LATE, days=((None, date(2026, 11, 18)),))),
    ("FUTURE", "2026-12-01", Reason(Why.FUTURE, days=((None, date(2026, 12, 1)),))),
]


def test_causes_of_every_kind_are_typed(path: Path) -> None:
    """Each cause of a revision, and each reason of a removal with its date, item or origin, is read as it was meant."""
    removed = [("removed", 7, why, detail, Cause(Kind.REMOVED, 7, reason=reason)) for why, detail, reason in OLD_REASONS]
    assert [reason.why for _, _, reason in OLD_REASONS] == list(Why)[: len(OLD_REASONS)]
    told = [*OLD_CAUSES, *removed]
    old.made_before(path, old.statement("2026-08", 1, json.dumps([cause[:4] for cause in told], ensure_ascii=False)))
    with Store.open(path) as store:
        row = statements.revisions(store, 1, "2026-08")[-1]
        assert statements.causes(row) == [cause[4] for cause in told]
        assert [statements.causes(row) for row in statements.revisions(store, 1, "2026-10")] == [
            [],
            [Cause(Kind.REMOVED, 3, reason=Reason(Why.NOT_PAR))],
        ]


@pytest.mark.parametrize(
    ("state", "note", "ending"),
    [
        ("ok", "", Ending.OK),
        ("partial", "unit/list: HTTP 500", Ending.PARTIAL),
        ("failed", "unit/list: HTTP 500", Ending.FAILED),
        ("failed", "stopped-xa/list: HTTP 500", Ending.FAILED),
        ("failed", "ZeroDivisionError: planted", Ending.FAILED),
        ("failed", "stopped; unit/list: HTTP 500", Ending.STOPPED),
        ("failed", "stopped; ", Ending.STOPPED),
        ("failed", "KeyboardInterrupt: ", Ending.STOPPED),
        ("failed", "ended without being closed", Ending.CRASHED),
        ("open", "", Ending.CRASHED),
    ],
)
def test_how_a_run_ended_is_a_value(path: Path, state: str, note: str, ending: Ending) -> None:
    """What a note told in words is how the run ended; one left open whose process is dead has crashed. It was done for every unit."""
    old.made_before(path, old.run(5, state, note))
    with Store.open(path) as store:
        assert BEGAN
        assert runs.duties(store)[1][Duty.CHECK] == Ran(BEGAN, ending)
        assert runs.duties(store)[1][Duty.CLOSE].ending is Ending.OK


def test_a_close_that_was_stopped_is_told_as_that(path: Path) -> None:
    """A close told to stop between two units is owed at once."""
    old.made_before(path, old.run(5, "failed", "stopped before all units were closed", "close"))
    with Store.open(path) as store:
        assert runs.duties(store)[1][Duty.CLOSE].ending is Ending.STOPPED


REPOST = "Sáng nay, xã khai trương quầy hướng dẫn hồ sơ.\nTheo Báo Thừa Thiên Huế"


def test_origins_are_recorded_once(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that shows a repost stays one when its text changes later and when the rules for signs change; so does one that shows none."""
    office = Office(tmp_path, portal)
    old.made_before(office.settings.database, old.article(4, "Tin", REPOST), old.article(5, "Điểm báo ngày 12/3", "", whole=False))
    assert rows(office.settings.database, "SELECT item_id, origin, sign <> '' FROM origins WHERE item_id < 7 ORDER BY item_id") == [
        (1, "own", 0),
        (2, "own", 0),
        (3, "own", 0),
        (4, "repost", 1),
        (5, "repost", 1),
        (6, "own", 0),
    ]
    with office.store() as store, store.writing():
        store.run_sql(old.article(4, "Tin", "Sáng nay, xã khai trương quầy hướng dẫn hồ sơ."))
        store.run_sql(old.article(6, "Tin", REPOST))
    for module in ("newswatch.core.classify.reposts", "newswatch.services.poll.made"):
        monkeypatch.setattr(f"{module}.repost_sign", lambda *_: "mọi bài")
    assert [(item.id, item.origin) for item in office.items() if item.id in (2, 4, 5, 6)] == [
        (2, Origin.OWN),
        (4, Origin.REPOST),
        (5, Origin.REPOST),
        (6, Origin.OWN),
    ]


def test_an_unread_article_shows_no_origin_yet(path: Path) -> None:
    """Of an article that was never read, and whose title shows nothing, no origin is recorded: it is decided when it is read."""
    old.made_before(path, old.article(8, "Tin", "", whole=False))
    assert rows(path, "SELECT * FROM origins WHERE item_id = 8") == []


def test_each_capture_has_its_answer(path: Path) -> None:
    """What was known of a captured page, address, status and time, stands in a row of its own."""
    old.made_before(path)
    same = "SELECT url, final_url, status, content_type, fetched_at, sha256 FROM {} ORDER BY sha256"
    assert rows(path, same.format("answers")) == rows(path, same.format("captures"))
    assert rows(path, "SELECT count(*) FROM answers") == [(8,)]


def judged(office: Office) -> list[tuple[str, int, str]]:
    """Each month of the year with its count and state, once October's log has closed by itself."""
    office.at = "2026-11-10 09:00"
    return [(str(m.month), m.count.combined, str(m.state)) for m in office.year().months]


def test_a_source_of_an_older_database_is_the_one_in_config(tmp_path: Path, portal: Portal) -> None:
    """A source of an older database has the address and profile of the one in config from then on; its polls kept no proof, so they prove no day."""
    office = Office(tmp_path, portal)
    old.made_before(office.settings.database)
    assert judged(office)[8:10] == [("2026-09", 4, "met"), ("2026-10", 3, "unknown")]
    source = office.unit.sources[0]
    assert rows(office.settings.database, "SELECT id, url, profile FROM sources") == [(1, source.url, source.profile.digest)]


def test_dates_of_an_older_database_are_remembered(path: Path) -> None:
    """What stood of an item's dates in an older database is known to the next poll, so that a reading without dates takes none away."""
    old.made_before(path)
    with Store.open(path) as store:
        known = known_items.known(store, 1, 1).values()
        assert known_items.moved(store, 1) == {}
    dated = [item for item in known if item.published_at]
    assert dated
    assert all(item.published_at in (item.dates.printed_at, item.dates.listing_at) for item in dated)
    assert {item.dates.bare_place for item in known} == {None}


def open_until(path: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Opens the file and raises before the statement of that number, settings of the connection aside; gives how many statements there were."""
    real, done = Database.execute, 0

    def execute(self: Database, sql: str, parameters: Any = None) -> Any:
        nonlocal done
        done += not sql.startswith("PRAGMA")
        if done == step:
            raise sqlite3.OperationalError("planted")
        return real(self, sql, parameters)

    with monkeypatch.context() as patched:
        patched.setattr(Database, "execute", execute)
        with Store.open(path):
            return done


def test_a_fault_at_any_statement_leaves_the_old_database(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever statement of the upgrade fails, the file holds what it held, and the next opening brings it along."""
    office = Office(tmp_path, portal)
    path = office.settings.database
    old.made_before(path, old.run(5, "ok"), old.poll(10, 5, "ok", reach=True), old.poll(11, 5, "failed", reach=False))
    before, step = old.content(path), 1
    while True:
        try:
            statements_made = open_until(path, step, monkeypatch)
        except StoreError:
            assert old.content(path) == before, step
            step += EVERY
        else:
            break
    assert step > statements_made > 80
    assert judged(office)[8:10] == [("2026-09", 4, "met"), ("2026-10", 3, "unknown")]


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from newswatch.store.store import Store

connect = sqlite3.connect
def walk(path, step):
    done = 0
    def effect(sql):
        nonlocal done
        done += not sql.upper().startswith(("SELECT", "PRAGMA", "WITH", "--"))
        if done > step:
            os.kill(os.getpid(), signal.SIGKILL)
    def connecting(*args, **options):
        made = connect(*args, **options)
        made.set_trace_callback(effect)
        return made
    sqlite3.connect = connecting
    Store.open(path).close()

path, step, every = Path(sys.argv[1]), 0, int(sys.argv[2])
while True:
    child = os.fork()
    if child == 0:
        walk(path, step)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
    db = connect(path)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    polls = db.execute("SELECT count(*) FROM fetches").fetchone()[0]
    reasons = db.execute("SELECT count(reasons) FROM decisions").fetchone()[0]
    db.close()
    print(step, "duties" in tables, "countables" in tables, polls, reasons)
    step += every
"""


def test_a_kill_at_any_statement_leaves_the_old_database(tmp_path: Path, portal: Portal) -> None:
    """A process killed with SIGKILL before any statement of the upgrade leaves the old tables and rows; the next opening brings them along."""
    office = Office(tmp_path, portal)
    path = office.settings.database
    old.made_before(path, old.run(5, "ok"), old.poll(10, 5, "ok", reach=True), old.poll(11, 5, "failed", reach=False))
    walked = subprocess.run([sys.executable, "-c", KILLED, str(path), str(EVERY)], capture_output=True, encoding="utf-8", check=True)
    points = [line.split(maxsplit=1)[1] for line in walked.stdout.splitlines()]
    assert len(points) > 80 / EVERY
    assert set(points) == {"False True 4 11"}
    assert judged(office)[8:10] == [("2026-09", 4, "met"), ("2026-10", 3, "unknown")]


def test_one_that_may_only_be_read_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old database that can't be written is left alone, and the message says what to do; one that is up to date may be read."""
    old.made_before(path)
    with monkeypatch.context() as patched:
        patched.setattr("os.access", lambda *_, **__: False)
        with pytest.raises(StoreError, match="earlier version and may only be read; open it once"):
            Store.open(path)
    assert "countables" in "".join(old.content(path))
    rows(path, "SELECT 1")
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    with Store.open(path) as store:
        assert len(decisions.judged_by_people(store, 1)) == 1


def test_two_processes_may_open_it_at_once(path: Path) -> None:
    """Of two that open an old database at the same time one brings it along and the other finds it done."""
    old.made_before(path)
    start, faults = threading.Barrier(2), list[BaseException]()

    def open_it() -> None:
        start.wait()
        try:
            Store.open(path).close()
        except StoreError as error:
            faults.append(error)

    both = [threading.Thread(target=open_it) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert faults == []
    assert rows(path, "SELECT count(*) FROM origins") == [(8,)]
