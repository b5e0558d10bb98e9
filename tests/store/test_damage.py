"""A damaged database: every command says so and what to do, and none ends in a traceback."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from office import Office
from portal import Portal

from newswatch.cli import newswatch
from newswatch.errors import StoreError
from newswatch.services import close
from newswatch.services.opening import open_store
from newswatch.store.store import Store

READING = (
    ("status", "--year", "2026"),
    ("items", "--year", "2026"),
    ("explain", "--month", "2026-10"),
    ("explain", "--item", "1"),
    ("score", "--year", "2026"),
    ("review",),
    ("bulletin", "list"),
    ("outbox", "list"),
    ("replay", "--rule", "phuoc-an-2026", "--year", "2026"),
    ("lexicon", "suggest"),
    ("doctor", "--offline"),
)
WRITING = (("bulletin", "add", "--date", "05/10/2026", "--title", "Tin"), ("close",), ("deliver",))
PAGE = 4096


class Copy:
    """A database that can be damaged page by page and made whole again."""

    def __init__(self, office: Office) -> None:
        self.office, self.path = office, office.settings.database
        with closing(sqlite3.connect(self.path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.roots = sorted({1, *(row[0] for row in db.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0"))})
        self._whole = self.path.read_bytes()

    def damages(self, page: int, filling: bytes = b"\xff" * PAGE) -> None:
        """Writes over one page of a whole database."""
        for left in self.path.parent.glob(f"{self.path.name}*"):
            left.unlink()
        start = (page - 1) * PAGE
        self.path.write_bytes(self._whole[:start] + filling + self._whole[start + len(filling) :])

    def says(self, *words: str) -> str:
        """What a command says of the database; empty if it found nothing wrong. Any other end than that fails the test."""
        result = CliRunner().invoke(newswatch, ["--config", str(self.office.settings.path), *words])
        if isinstance(result.exception, StoreError):
            return str(result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
        return ""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The database of an office with something in every table people read."""
    with Portal() as portal:
        office = Office(tmp_path_factory.mktemp("office"), portal)
        office.has_board(None, "thuky@xa.example")
        for n in range(12):
            office.par(n, f"2026-10-{3 + n:02d} 08:00")
        office.polls(since="2026-01-01")
        office.takes_in("so.csv", "Ngày phát,Tên tin\n05/11/2026,Cải cách hành chính\n")
        office.decides(1)
        with office.store() as store:
            close.run(store, office.settings, office.settings.units, office.now)
        yield Copy(office)


@pytest.mark.parametrize(("filling", "first"), [(b"\xff", 0), (b"\0", 4), (bytes(range(256)), 8)], ids=["ones", "zeros", "letters"])
def test_damaged_page_is_told_by_whoever_reads_it(copy: Copy, filling: bytes, first: int) -> None:
    """Whichever page is damaged, a command reads on where it needs it not, and else says that the file is damaged and to restore a copy."""
    said = []
    for n, page in enumerate(copy.roots, first):
        copy.damages(page, filling * (PAGE // len(filling)))
        said.append(copy.says(*READING[n % len(READING)]))
    told = [text for text in said if text]
    assert len(told) > len(copy.roots) // 6
    assert [text for text in told if str(copy.path) not in text or "restore" not in text] == []


def test_damaged_page_is_told_by_whoever_writes(copy: Copy) -> None:
    """A command that would write to a damaged file says the same."""
    with closing(sqlite3.connect(copy.path)) as db:
        roots = dict(db.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"))
    for table, words in zip(("items", "statements", "deliveries"), WRITING, strict=True):
        copy.damages(roots[table])
        said = copy.says(*words)
        assert ("restore" in said, "is the disk full" in said) == (True, False), words


def test_what_a_damaged_page_seems_to_hold_is_told_as_damage(copy: Copy) -> None:
    """An exception over a value that can't be, in a file that is damaged, is told as damage; in a sound file it goes on as it is."""
    with closing(sqlite3.connect(copy.path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'enclosures'").fetchone()[0]
    copy.damages(root)
    with pytest.raises(StoreError, match=r"is damaged: .*restore"), open_store(copy.office.settings):
        raise ValueError("'o\x14n' is not a valid Origin")
    copy.damages(1, b"")
    with pytest.raises(ValueError, match="not a valid"), open_store(copy.office.settings):
        raise ValueError("'o\x14n' is not a valid Origin")


def test_text_that_is_no_text_is_told_as_damage(copy: Copy) -> None:
    """A text whose bytes are no UTF-8 is damage, too."""
    copy.damages(1, b"")
    with closing(sqlite3.connect(copy.path)) as db:
        db.execute("UPDATE units SET name = CAST(x'c3c3' AS TEXT)")
        db.commit()
    assert "it is damaged: keep a copy" in copy.says("status")


def test_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """A file of another kind is named, with what to do."""
    (tmp_path / "n.db").write_bytes(b"no database at all " * 500)
    with pytest.raises(StoreError, match=r"n\.db: is no database, .*restore one"):
        Store.open(tmp_path / "n.db")


def test_damaged_lock_file_is_told(tmp_path: Path) -> None:
    """A lock file that is damaged is no run that is open: it is named, with what to do."""
    (tmp_path / "n.db-lock").write_bytes(b"no database at all " * 500)
    with (
        Store.open(tmp_path / "n.db") as store,
        pytest.raises(StoreError, match=r"n\.db-lock: can't be locked: .*can be removed"),
        store.alone(),
    ):
        pass
