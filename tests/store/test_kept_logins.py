"""Addresses that earlier versions stored with a login: nothing shows it any more, the source stays the same, and doctor says to change it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from command import newswatch
from office import Office
from portal import Portal

SECRET = "Tr0ng-kho"


def test_logins_of_earlier_versions_are_shown_no_more(tmp_path: Path, portal: Portal) -> None:
    """Items, polls and faults come without the login, what was proved of the source stays proved, and what counted counts."""
    office = Office(tmp_path, portal)
    for n in range(4):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls(since="2026-01-01")
    before = office.month("2026-10")
    _stored_as_before(office.settings.database, portal)
    office.polls("2026-11-20 10:00")
    assert (office.month("2026-10").state, office.month("2026-10").count) == (before.state, before.count)
    commands = (
        "status",
        "status --json",
        "items --year 2026 --json",
        "explain --item 1 --json",
        "explain --month 2026-10",
        "outbox list",
        "review",
    )
    told = {words: newswatch(*words.split(), cwd=tmp_path) for words in (*commands, "doctor --offline")}
    assert {words: result.stdout + result.stderr for words, result in told.items() if SECRET in result.stdout + result.stderr} == {}
    assert "đổi mật khẩu đó ở cổng" in told["doctor --offline"].stdout
    with closing(sqlite3.connect(office.settings.database)) as db:
        assert db.execute("SELECT count(*) FROM sources").fetchone() == (1,)


def _stored_as_before(path: Path, portal: Portal) -> None:
    """Makes the addresses of a database those that an earlier version would have stored of a source with a login in its address."""
    with closing(sqlite3.connect(path)) as db:
        triggers = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('observations', 'fetches', 'answers', 'sources')"
        ).fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for table in ("sources", "observations", "answers"):
            db.execute(f"UPDATE {table} SET url = replace(url, '//', '//u:{SECRET}@')")
        db.execute(f"UPDATE fetches SET error = '{portal.base.replace('//', f'//u:{SECRET}@')}/: no answer'")
        for _, sql in triggers:
            db.execute(sql)
        db.commit()
