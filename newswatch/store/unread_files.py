"""Files of the inbox that could not be read, for as long as they lie there so, and the logs that people told the program to ignore."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswatch.store.store import Store, instant, stamp

_IGNORED = """EXISTS (SELECT 1 FROM ignored_files i WHERE i.unit_id = u.unit_id AND i.file = u.file AND i.ignored_at >= u.changed_at)"""


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that lies in the inbox unread: what tells whether it has changed, why it was not read, and how often it was tried as it is, at last
    when (UTC). `ignored` says that a person told to ignore it as it is."""

    file: str
    mark: str
    why: str
    tries: int
    tried_at: datetime
    ignored: bool


def lying(store: Store, unit_id: int) -> dict[str, UnreadFile]:
    """The files of a unit's inbox that could not be read when they were last tried, by name."""
    sql = f"SELECT file, mark, why, tries, tried_at, {_IGNORED} AS ignored FROM unread_files u WHERE unit_id = ? AND ended_at IS NULL"
    return {row["file"]: _unread(**row) for row in store.rows(sql, unit_id)}


def note(store: Store, unit_id: int, file: str, mark: str, why: str, now: datetime) -> None:
    """Notes within a transaction that a file could not be read. One that changed begins its tries anew."""
    same = "(ended_at IS NULL AND mark = excluded.mark)"
    store.run_sql(
        "INSERT INTO unread_files (unit_id, file, mark, why, since, changed_at, tried_at, tries) VALUES (?, ?, ?, ?, ?, ?, ?, 1) "
        "ON CONFLICT (unit_id, file) DO UPDATE SET since = iif(ended_at IS NULL, since, excluded.since), "
        f"changed_at = iif({same}, changed_at, excluded.changed_at), tries = iif({same}, tries + 1, 1), "
        "mark = excluded.mark, why = excluded.why, tried_at = excluded.tried_at, ended_at = NULL, sound = 0",
        *(unit_id, file, mark, why, stamp(now), stamp(now), stamp(now)),
    )


def end(store: Store, unit_id: int, file: str, now: datetime, *, sound: bool) -> None:
    """Notes within a transaction that a file lies there unread no more: it is gone, or was read. `sound`: no row of it was bad."""
    sql = "UPDATE unread_files SET ended_at = ?, sound = ? WHERE unit_id = ? AND file = ? AND ended_at IS NULL"
    store.run_sql(sql, stamp(now), int(sound), unit_id, file)


def ignore(store: Store, unit_id: int, file: str, by: str, because: str, now: datetime) -> None:
    """Appends within a transaction that a person told to ignore what could not be read of a file, as it is now."""
    sql = "INSERT INTO ignored_files (unit_id, file, ignored_at, ignored_by, because) VALUES (?, ?, ?, ?, ?)"
    store.run_sql(sql, unit_id, file, stamp(now), by, because)


def _unread(tried_at: str, ignored: int, **row: Any) -> UnreadFile:
    at = instant(tried_at)
    assert at is not None
    return UnreadFile(tried_at=at, ignored=bool(ignored), **row)
