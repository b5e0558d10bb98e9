"""Loudspeaker bulletins: taken in once each, voided, never deleted."""

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from newswatch.core.bulletin import Bulletin
from newswatch.core.model import Channel, Classification, ItemType, Origin
from newswatch.core.months import Window
from newswatch.errors import InputError
from newswatch.masking import without_login
from newswatch.store import decisions, items
from newswatch.store.store import Run, Store, instant, stamp

_COLUMNS = (
    *(
        "aired_on",
        "aired_at",
        "duration",
        "session",
        "programme",
        "section",
        "title",
        "summary",
        "script",
        "item_type",
        "origin",
        "origin_raw",
    ),
    *("author", "editor", "approver", "announcer", "approved_on", "speaker_clusters", "web_link", "entered_by", "note"),
)


@dataclass(frozen=True, slots=True)
class Intake:
    """A log file taken in: its bytes and their SHA-256, its name, number of good rows and the problems told of it."""

    body: bytes
    sha256: str
    file: str
    rows: int
    problems: tuple[str, ...]


def add(
    store: Store,
    run: Run,
    unit_id: int,
    rows: Sequence[tuple[Bulletin, Classification]],
    now: datetime,
    intake: Intake | None = None,
    *,
    anew: bool = False,
) -> list[int]:
    """Takes in bulletins with their classifications, and the file they come from, within a transaction; gives the ids of those not there before.

    A voided bulletin stays known, so that the log it came from does not bring it back; `anew` takes it in again, under a new id.
    """
    added = [id_ for bulletin, classification in rows if (id_ := _add_one(store, run, unit_id, bulletin, classification, now, anew))]
    if intake:
        _note_intake(store, unit_id, intake, now)
    return added


def taken_in(store: Store, unit_id: int, sha256: str) -> tuple[str, ...] | None:
    """The problems told of a file with this content when it was taken in; None if it never was."""
    rows = store.rows("SELECT problems FROM intakes WHERE unit_id = ? AND sha256 = ?", unit_id, sha256)
    return tuple(json.loads(rows[0]["problems"])) if rows else None


def known(store: Store, unit_id: int, keys: Iterable[str]) -> set[str]:
    """Which of these keys name a bulletin that was taken in before, voided or not."""
    sql = "SELECT 1 FROM items WHERE unit_id = ? AND channel = ? AND key = ?"
    return {key for key in keys if store.rows(sql, unit_id, str(Channel.LOUDSPEAKER), key)}


def bad_rows(store: Store, unit_id: int, since: datetime) -> list[tuple[str, int]]:
    """Log files taken in since then of which rows could not be read, and how many. Of files of one name the last taken in stands, if nobody told to
    ignore it since."""
    sql = """SELECT file, taken_in_at AS at, problems FROM intakes WHERE unit_id = ?
        UNION ALL SELECT file, ignored_at, '[]' FROM ignored_files WHERE unit_id = ? ORDER BY at"""
    rows = (row for row in store.rows(sql, unit_id, unit_id) if row["at"] >= (stamp(since) or ""))
    last = {row["file"]: len(json.loads(row["problems"])) for row in rows}
    return [(file, n) for file, n in last.items() if n]


_HANDED_IN = """SELECT file, taken_in_at AS at, rows, problems = '[]' AS settled FROM intakes WHERE unit_id = ?1
    UNION ALL SELECT file, since, NULL, 0 FROM unread_files WHERE unit_id = ?1
    UNION ALL SELECT file, changed_at, NULL, 0 FROM unread_files WHERE unit_id = ?1
    UNION ALL SELECT file, ended_at, 0, 1 FROM unread_files WHERE unit_id = ?1 AND sound
    UNION ALL SELECT file, ignored_at, 0, 1 FROM ignored_files WHERE unit_id = ?1 ORDER BY at, settled"""


def bad_logs(store: Store, unit_id: int) -> dict[str, tuple[list[datetime], set[date]]]:
    """For each log file that could not be read, wholly or in rows, when it was last handed in: when it was handed in so since it was last settled (by
    a version without bad rows, by a person who told to ignore it, or, if it lay in the inbox unread, by being taken away), and the days of its sound
    rows, which are empty where those are not all known."""
    bad: dict[str, tuple[list[datetime], int | None]] = {}
    for row in store.rows(_HANDED_IN, unit_id):
        since, _ = bad.pop(row["file"], ([], 0))
        at = instant(row["at"])
        if at and not row["settled"]:
            bad[row["file"]] = ([*since, at], row["rows"])
    days = {file: _days_of(store, unit_id, file) for file in bad}
    return {
        file: (since, set(days[file]) if rows is not None and len(days[file]) >= rows else set()) for file, (since, rows) in bad.items()
    }


def _days_of(store: Store, unit_id: int, file: str) -> list[date]:
    """The day of each bulletin that was first taken in from a file, or from a sheet of it (`log.xlsx[Sheet]`)."""
    sql = """SELECT b.aired_on FROM bulletins b JOIN items i ON i.id = b.item_id
        WHERE i.unit_id = ? AND (b.file = ? OR substr(b.file, 1, length(?) + 1) = ? || '[')"""
    return [date.fromisoformat(row["aired_on"]) for row in store.rows(sql, unit_id, file, file, file)]


def aired(store: Store, unit_id: int, days: Window) -> int:
    """How many bulletins that were not voided a unit aired on these local days."""
    sql = """SELECT count(*) AS n FROM bulletins b JOIN items i ON i.id = b.item_id
        WHERE i.unit_id = ? AND i.channel = 'loudspeaker' AND b.voided_at IS NULL AND b.aired_on BETWEEN ? AND ?"""
    return int(store.rows(sql, unit_id, days.first.isoformat(), days.last.isoformat())[0]["n"])


def void(store: Store, item_id: int, by: str, because: str, now: datetime) -> None:
    """Marks a bulletin as entered in error, within a transaction; it stays, and counts no more. Raises InputError if there is none to void."""
    row = store.rows("SELECT voided_at, voided_by FROM bulletins WHERE item_id = ?", item_id)
    if not row:
        raise InputError(f"no bulletin has the id {item_id}; `newswatch bulletin list` shows them")
    if row[0]["voided_at"]:
        raise InputError(f"bulletin {item_id} was voided already, on {row[0]['voided_at']} by {row[0]['voided_by']}")
    sql = "UPDATE bulletins SET voided_at = ?, voided_by = ?, void_reason = ? WHERE item_id = ?"
    store.run_sql(sql, stamp(now), by, because, item_id)


def listed(store: Store, unit_id: int) -> list[dict[str, Any]]:
    """Every bulletin of a unit, the voided ones too, by airing."""
    sql = """SELECT b.* FROM bulletins b JOIN items i ON i.id = b.item_id WHERE i.unit_id = ? ORDER BY b.aired_on, b.aired_at, b.item_id"""
    return store.rows(sql, unit_id)


def aired_in(store: Store, unit_id: int, first: date, last: date) -> list[tuple[int, Bulletin, bool]]:
    """The bulletins of a unit on local days from `first` to `last` by airing, each with its item, and whether it was voided."""
    sql = """SELECT b.* FROM bulletins b JOIN items i ON i.id = b.item_id WHERE i.unit_id = ? AND b.aired_on BETWEEN ? AND ?
        ORDER BY b.aired_on, b.aired_at, b.item_id"""
    rows = store.rows(sql, unit_id, first.isoformat(), last.isoformat())
    return [(int(row["item_id"]), _bulletin(row), row["voided_at"] is not None) for row in rows]


def _bulletin(row: dict[str, Any]) -> Bulletin:
    """A bulletin as its row tells; its key is not kept with it."""
    texts: dict[str, Any] = {
        name: row[name] or "" for name in _COLUMNS if name not in ("aired_on", "aired_at", "duration", "item_type", "origin", "approved_on")
    }
    return Bulletin(
        key="",
        aired_on=date.fromisoformat(row["aired_on"]),
        aired_at=time.fromisoformat(row["aired_at"]) if row["aired_at"] else None,
        duration=row["duration"],
        item_type=ItemType(row["item_type"]) if row["item_type"] else None,
        origin=Origin(row["origin"]),
        approved_on=date.fromisoformat(row["approved_on"]) if row["approved_on"] else None,
        **texts,
    )


def on_days(store: Store, unit_id: int, days: Window) -> list[dict[str, Any]]:
    """The same of some local days, without the texts that were read."""
    names = ", ".join(f"b.{name}" for name in ("item_id", "taken_in_at", "file", *_COLUMNS) if name not in ("script", "summary"))
    sql = f"""SELECT {names}, b.script <> '' AS has_script, b.voided_at, b.voided_by, b.void_reason FROM bulletins b JOIN items i ON i.id = b.item_id
        WHERE i.unit_id = ? AND i.channel = 'loudspeaker' AND b.aired_on BETWEEN ? AND ? ORDER BY b.aired_on, b.aired_at, b.item_id"""
    return store.rows(sql, unit_id, days.first.isoformat(), days.last.isoformat())


def last_by_hand(store: Store, unit_id: int) -> dict[str, Any] | None:
    """The bulletin of a unit that was entered last by hand and not voided."""
    sql = """SELECT b.* FROM bulletins b JOIN items i ON i.id = b.item_id
        WHERE i.unit_id = ? AND b.file = '' AND b.voided_at IS NULL ORDER BY b.item_id DESC LIMIT 1"""
    return next(iter(store.rows(sql, unit_id)), None)


def _add_one(
    store: Store, run: Run, unit_id: int, bulletin: Bulletin, classification: Classification, now: datetime, anew: bool
) -> int | None:
    bulletin = replace(bulletin, web_link=without_login(bulletin.web_link))
    key = bulletin.key
    item_id, made = items.add(store, unit_id, Channel.LOUDSPEAKER, key, now)
    while anew and not made and store.rows("SELECT 1 FROM bulletins WHERE item_id = ? AND voided_at IS NOT NULL", item_id):
        key = f"{key}+"
        item_id, made = items.add(store, unit_id, Channel.LOUDSPEAKER, key, now)
    if not made:
        return None
    columns = ("item_id", "run_id", "taken_in_at", "file", "file_row", *_COLUMNS)
    values = (item_id, run.id, stamp(now), bulletin.file, bulletin.row, *(_stored(getattr(bulletin, c)) for c in _COLUMNS))
    store.run_sql(f"INSERT INTO bulletins ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", *values)
    decisions.add_classification(store, item_id, classification, now)
    return item_id


def _stored(value: str | int | date | time | ItemType | Origin | None) -> str | int | None:
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _note_intake(store: Store, unit_id: int, intake: Intake, now: datetime) -> None:
    store.run_sql(
        "INSERT INTO log_files (sha256, size, body) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
        intake.sha256,
        len(intake.body),
        gzip.compress(intake.body, 6, mtime=0),
    )
    store.run_sql(
        "INSERT INTO intakes (sha256, unit_id, file, taken_in_at, rows, problems) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (unit_id, sha256) DO UPDATE SET taken_in_at = excluded.taken_in_at, rows = excluded.rows, problems = excluded.problems",
        intake.sha256,
        unit_id,
        intake.file,
        stamp(now),
        intake.rows,
        json.dumps(intake.problems, ensure_ascii=False),
    )
