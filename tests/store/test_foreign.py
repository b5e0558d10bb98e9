"""Databases that are not ours, or not whole: every command says what the file is and what to do, and leaves it as it was."""

import os
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest
from command import newswatch as run
from office import Office
from portal import Portal

from newswatch.cli import newswatch
from newswatch.errors import StoreError
from newswatch.services import close
from newswatch.services.opening import open_store
from newswatch.store import sound
from newswatch.store.opening import APPLICATION
from newswatch.store.store import Store

COMMANDS: dict[tuple[str, ...], Sequence[str]] = {
    ("check",): (),
    ("backfill",): ("--since", "2026-10-01"),
    ("status",): (),
    ("units",): (),
    ("items",): (),
    ("explain",): ("--month", "2026-10"),
    ("score",): (),
    ("review",): (),
    ("bulletin", "add"): ("--date", "05/10/2026", "--title", "Tin"),
    ("bulletin", "close"): ("--month", "2026-10", "--by", "Thư ký"),
    ("bulletin", "ignore"): ("so.csv", "--by", "Thư ký", "--because", "trùng"),
    ("bulletin", "import"): ("so.csv",),
    ("bulletin", "list"): (),
    ("bulletin", "void"): ("13", "--by", "Thư ký", "--because", "trùng"),
    ("close",): (),
    ("deliver",): (),
    ("mail", "preview"): ("--out", "mails"),
    ("outbox", "cancel"): ("1",),
    ("outbox", "list"): (),
    ("outbox", "retry"): (),
    ("outbox", "send-laid"): (),
    ("run",): ("--once",),
    ("doctor",): ("--offline",),
    ("rebuild",): (),
    ("replay",): ("--rule", "phuoc-an-2026", "--year", "2026"),
    ("lexicon", "suggest"): (),
    ("document",): ("report", "--year", "2026", "--out", "bao-cao.docx"),
    ("attach",): ("1", "so.csv", "--kind", "script"),
    ("files", "copy"): ("1", "minh-chung"),
    ("files", "list"): (),
    ("files", "void"): ("1", "--by", "Thư ký", "--because", "nhầm"),
    ("verify",): (),
    ("evidence", "pack"): ("--year", "2026", "--out", "minh-chung-2026"),
    ("backup",): ("sao-luu",),
    ("export",): ("lich-su.zip",),
    ("import",): ("so.csv",),
    ("prune",): ("--before", "2020-01-01", "--dry-run"),
    ("sign",): ("--month", "2026-10", "--as", "head", "--by", "Trưởng ban"),
    ("user", "add"): ("hoa", "--role", "viewer", "--link"),
    ("user", "disable"): ("hoa",),
    ("user", "enable"): ("hoa",),
    ("user", "grant"): ("hoa", "--role", "viewer"),
    ("user", "list"): (),
    ("user", "passwd"): ("hoa", "--link"),
    ("user", "revoke"): ("hoa", "--role", "viewer"),
}
WITHOUT = {
    ("init",),
    ("restore",),
    ("stamp",),
    *(("assess", name) for name in ("new", "fill", "check", "compare", "rank")),
    ("evidence", "verify"),
    ("calibrate",),
    ("mail", "test"),
    ("service",),
    ("lexicon", "score"),
    ("probe",),
    ("config",),
    ("demo",),
    ("serve",),  # stays where it begins: see tests/web/test_serving.py
}
"""The commands that open no database of the configuration, put another one in its place, or need an authority or a sheet first."""

BEGINNERS = {"check", "backfill", "bulletin add", "bulletin close", "bulletin import", "close", "deliver", "import", "run", "user add"}
"""The commands that make a database where none is."""

PAGE = 4096


def leaves(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command."""
    if not isinstance(command, click.Group):
        yield words
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner
        yield from leaves(inner, (*words, name))


def changed(path: Path, *statements: str) -> None:
    """Carries out statements on a database."""
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def made(path: Path, *statements: str) -> None:
    """Makes another database in the place of the file."""
    path.unlink()
    changed(path, *statements)


def newer(path: Path) -> None:
    changed(path, "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('newswatch', 'of_next_year', '2027-01-01')")


def newer_in_its_log(path: Path) -> None:
    """What says so lies in the write-ahead log alone, as a process left it that was killed."""
    place = path.with_name("busy.db")
    shutil.copy(path, place)
    with closing(sqlite3.connect(place)) as db:
        db.execute("PRAGMA journal_mode = WAL").fetchone()
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('newswatch', 'of_next_year', '2027')")
        db.commit()
        shutil.copy(place, path)
        shutil.copy(f"{place}-wal", f"{path}-wal")
    place.unlink()


def log_overwritten(path: Path) -> None:
    newer_in_its_log(path)
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"\x17" * PAGE + log.read_bytes()[PAGE:])


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pages_of_index(path: Path, index: str) -> int:
    """The root page of an index."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)).fetchone()[0])


def index_lost_rows(path: Path) -> None:
    """An index as it was before its last rows were written, which the disk lost: no check of its form finds anything."""
    root = pages_of_index(path, "observations_of_item")
    content = bytearray(path.read_bytes())
    start = (root - 1) * PAGE
    (cells,) = struct.unpack(">H", content[start + 3 : start + 5])
    (first,) = struct.unpack(">H", content[start + 8 : start + 10])
    content[start + 3 : start + 5] = struct.pack(">H", 1)
    content[start + 5 : start + 7] = struct.pack(">H", first)
    assert content[start] == 0x0A
    assert cells > 1
    path.write_bytes(content)


def page_of_zeros(path: Path) -> None:
    root = pages_of_index(path, "items")
    content = path.read_bytes()
    path.write_bytes(content[: (root - 1) * PAGE] + bytes(PAGE) + content[root * PAGE :])


def overwritten(content: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content(path.read_bytes()))


KINDS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "empty": (lambda p: p.write_bytes(b""), "is empty (0 bytes)", "restore a copy"),
    "a text": (lambda p: p.write_bytes(b"Ghi ch\xc3\xba c\xe1\xbb\xa7a x\xc3\xa3\n" * 300), "is no database", "name another file"),
    "a short text": (lambda p: p.write_bytes(b"x\n"), "is no database", "name another file"),
    "a folder": (folder, "is a folder", "name a file"),
    "of another program": (lambda p: made(p, "CREATE TABLE songs (id INTEGER)"), "of another program (tables songs)", "name another file"),
    "without tables": (lambda p: made(p, "PRAGMA user_version = 7"), "of another program (tables none)", "name another file"),
    "another user of sqlite-utils": (
        lambda p: made(
            p,
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)",
            "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('songs', 'first')",
        ),
        "of another program (tables _sqlite_migrations)",
        "name another file",
    ),
    "another application id": (
        lambda p: changed(p, "PRAGMA application_id = 252006673"),
        "(application id 252006673)",
        "name another file",
    ),
    "newer": (newer, "a later version of newswatch (change 'of_next_year'", "use that version"),
    "newer in its log": (newer_in_its_log, "a later version of newswatch (change 'of_next_year'", "use that version"),
    "its log overwritten": (log_overwritten, "n.db-wal: is damaged", "keep a copy of it"),
    "cut off": (overwritten(lambda b: b[: len(b) // 2]), "is damaged", "restore one from before"),
    "its beginning overwritten": (
        overwritten(lambda b: b"\xff" * PAGE + b[PAGE:]),
        "is no database, or its beginning",
        "restore one from before",
    ),
    "a page of zeros": (page_of_zeros, "damaged", "restore one from before"),
    "an index that lost rows": (index_lost_rows, "is damaged: row ", "restore one from before"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with something in every table."""
    with Portal() as portal:
        office = Office(tmp_path_factory.mktemp("office"), portal)
        office.has_board(None, "thuky@xa.example")
        for n in range(12):
            office.par(n, f"2026-10-{3 + n:02d} 08:00")
        office.polls(since="2026-01-01")
        office.takes_in("so.csv", "Ngày phát,Tên tin\n05/11/2026,Cải cách hành chính\n")
        with office.store() as store:
            close.run(store, office.settings, office.settings.units, office.now)
        yield office


def copied(whole: Office, folder: Path) -> None:
    for name in ("config.toml", "n.db", "so.csv"):
        shutil.copy(whole.folder / name, folder)
        (folder / name).chmod(0o644)


@pytest.fixture
def place(whole: Office, tmp_path: Path) -> Path:
    """A copy of the office's folder."""
    copied(whole, tmp_path)
    return tmp_path


def content(path: Path) -> dict[str, bytes]:
    """The bytes of a database and of its log."""
    files = [path, path.with_name(f"{path.name}-wal")]
    return {file.name: file.read_bytes() for file in files if file.is_file()}


def test_every_command_is_here() -> None:
    """The commands of the matrix and those without a database are all there are."""
    assert set(leaves(newswatch)) == COMMANDS.keys() | WITHOUT
    assert COMMANDS.keys() & WITHOUT == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_says_what_the_file_is(place: Path, kind: str) -> None:
    """Exit code 2 (3 of `doctor` and rounds), the file, what it is and what to do; no traceback, and not one byte of the file is changed."""
    spoil, what, advice = KINDS[kind]
    path = place / "n.db"
    spoil(path)
    before = content(path)
    wrong = {}
    for words, more in COMMANDS.items():
        result = run(*words, *more, cwd=place)
        told = result.stdout + result.stderr
        expected = 3 if words[0] in ("doctor", "run") else 2
        said = "n.db" in told and (words[0] == "doctor" or (what in told and advice in told))
        if result.returncode != expected or not said or "Traceback" in told or content(path) != before:
            wrong[words] = (result.returncode, told[:300], content(path) == before)
    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
def test_doctor_says_so_in_vietnamese(place: Path, kind: str) -> None:
    """`doctor` names the file and what to do in Vietnamese, and goes on with the rest."""
    KINDS[kind][0](place / "n.db")
    told = run("doctor", "--offline", cwd=place).stdout
    assert str(place / "n.db") in told
    assert not any(word in told for word in ("is damaged", "restore", "another program", "later version"))
    assert "đĩa chứa cơ sở dữ liệu" in told


def test_a_missing_file_is_made_by_those_that_begin_only(place: Path) -> None:
    """Where there is no file, commands that put something in make it, and the others say so and make none."""
    path = place / "n.db"
    for words, more in COMMANDS.items():
        path.unlink(missing_ok=True)
        result = run(*words, *more, cwd=place)
        assert path.exists() == (" ".join(words) in BEGINNERS), (words, result.stdout + result.stderr)


def test_an_index_that_lost_rows_would_count_fewer(place: Path) -> None:
    """The damage is of the kind that SQLite itself does not meet: a query finds fewer rows, and its quick check nothing."""
    path = place / "n.db"
    asked = "SELECT count(*) FROM observations {} WHERE item_id > 0"
    index_lost_rows(path)
    with closing(sqlite3.connect(path)) as db:
        by_index = db.execute(asked.format("INDEXED BY observations_of_item")).fetchone()
        whole = db.execute(asked.format("NOT INDEXED")).fetchone()
    assert by_index < whole


def test_a_large_database_is_checked_before_a_month_is_stated(place: Path, whole: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too large to be checked each time is checked by whoever states months: `check`, and `close` where anything is due."""
    monkeypatch.setattr("newswatch.services.opening._ALWAYS_CHECKED", 0)
    index_lost_rows(place / "n.db")
    assert run("status", cwd=place).returncode == 0
    for verb in ("check", "close"):
        result = run(verb, cwd=place)
        assert (result.returncode, "is damaged: row" in result.stderr) == (2, True), verb


def test_a_sound_database_is_checked_once(place: Path, whole: Office) -> None:
    """The tables that counts rest on are read once for as long as a database is open; pages as received are not among them."""
    whole_file = whole.settings.database
    with open_store(whole.settings) as store:
        asked: list[str] = []
        store._db.set_trace_callback(asked.append)
        assert store.sound
        sound.refuse_damaged_counts(store)
        assert asked == []
        store.sound = False
        sound.refuse_damaged_counts(store)
    assert any("(observations)" in sql for sql in asked)
    assert not any("(captures)" in sql for sql in asked)
    assert whole_file.exists()


def test_a_new_database_bears_our_mark(tmp_path: Path) -> None:
    """A new database has the application id of newswatch; one without, of an earlier version, is opened as well."""
    path = tmp_path / "n.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    changed(path, "PRAGMA application_id = 0")
    Store.open(path).close()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Gives up root's right to read and write everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


READERS = [
    ("status", "--year", "2026"),
    ("score", "--year", "2026"),
    ("items", "--year", "2026"),
    ("explain", "--month", "2026-10"),
    ("units", "--year", "2026"),
    ("outbox", "list"),
]


VOIDING = "UPDATE bulletins SET voided_at = '2026-11-20T00:00:00+00:00', voided_by = 'Thư ký', void_reason = 'trùng'"


def shown(place: Path) -> list[str]:
    """What the reading commands tell of a database."""
    return [run(*words, cwd=place).stdout.replace(str(place), "") for words in READERS]


@contextmanager
def with_log(path: Path, log: str) -> Iterator[None]:
    """A database whose last change lies in its write-ahead log: one that a killed process left, or one of a writer that has the file open."""
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy)) as writer:
        writer.execute("PRAGMA journal_mode = WAL").fetchone()
        writer.execute(VOIDING)
        writer.commit()
        if log == "left":
            for end in ("", "-wal"):
                shutil.copy(f"{copy}{end}", f"{path}{end}")
    if log == "none":
        shutil.copy(copy, path)
    copy.unlink()
    if log != "open":
        yield
        return
    with closing(sqlite3.connect(path)) as writer:
        writer.execute(VOIDING)
        writer.commit()
        yield


@pytest.fixture
def reachable(whole: Office) -> Iterator[Path]:
    """A copy of the office's folder that every account may enter, which folders of pytest are not."""
    with TemporaryDirectory(prefix="newswatch-office-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        copied(whole, folder)
        yield folder


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)], ids=["file", "folder", "both"])
@pytest.mark.parametrize("log", ["none", "left", "open"])
def test_what_may_only_be_read_can_be_read(reachable: Path, file: int, folder: int, log: str) -> None:
    """A file or a folder that may not be written is read by all commands that tell, with what its log holds; nothing of it is changed.

    What would write says that it may only be read.
    """
    path, before = reachable / "n.db", shown(reachable)
    pristine = path.read_bytes()
    with with_log(path, "none"):
        expected = shown(reachable)
    assert expected != before
    path.write_bytes(pristine)
    with with_log(path, log):
        for one in reachable.iterdir():
            one.chmod(file if one.name.startswith("n.db") else 0o644)
        held = content(path)
        reachable.chmod(folder)
        try:
            with as_nobody():
                assert shown(reachable) == expected
                refused = run("bulletin", "add", "--date", "05/10/2026", "--title", "Tin", cwd=reachable)
        finally:
            reachable.chmod(0o755)
        assert content(path) == held
        assert {one.name for one in reachable.iterdir()} <= {"config.toml", "so.csv", "n.db", "n.db-wal", "n.db-shm"}
    assert (refused.returncode, "n.db: may only be read here" in refused.stderr) == (2, True), refused.stderr


def test_a_writer_meanwhile_is_told(reachable: Path) -> None:
    """A file that is read as it lies, since its folder may not be written, is not read on once another account has written to it."""
    path = reachable / "n.db"
    path.chmod(0o444)
    with as_nobody():
        store = Store.open(path, create=False)
        assert store.rows("SELECT count(*) AS n FROM items")
    changed(path, VOIDING)
    with store, pytest.raises(StoreError, match="was written by another program while it was read; try again"):
        store.rows("SELECT count(*) AS n FROM items")
