"""What the record cites of an item: the answers of servers that named or showed it, their bodies, the parts of its pages, the log files of a bulletin."""

import gzip
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256 as sha256_of
from io import BytesIO
from typing import Any

from newswatch.core.record.files import FileState
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer as kept: the address asked for and the one that answered, the status, all headers, when (as stored), the digest of its body."""

    url: str
    final_url: str
    status: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PartFile:
    """An image or style sheet as kept: the answer it came with, and its size in bytes."""

    answer: Answer
    size: int


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log file as taken in: its digest, its name, when it was taken in (as stored), and its bytes; None where no version kept them, or not whole."""

    sha256: str
    file: str
    at: str
    body: bytes | None
    state: FileState


_ANSWERED = """
    SELECT coalesce(a.url, c.url) AS url, coalesce(a.final_url, c.final_url) AS final_url, coalesce(a.status, c.status) AS status,
        coalesce(a.content_type, c.content_type) AS content_type, coalesce(a.headers, '[]') AS headers, coalesce(a.fetched_at, c.fetched_at) AS at,
        coalesce(a.sha256, c.sha256) AS sha256
"""
_PAGES = f"""{_ANSWERED} FROM observations o LEFT JOIN answers a ON a.id = o.answer LEFT JOIN captures c ON c.sha256 = o.capture
    WHERE o.item_id = ? AND coalesce(o.answer, o.capture) IS NOT NULL ORDER BY o.id"""
_LISTING = (
    f"""{_ANSWERED} FROM namings n JOIN answers a ON a.id = n.answer LEFT JOIN captures c ON c.sha256 = a.sha256 WHERE n.item_id = ?"""
)


def pages(store: Store, item_id: int) -> list[Answer]:
    """The answers in which an item's article was asked for and that its observations cite, oldest first, each once."""
    return list(dict.fromkeys(_answer(row) for row in store.rows(_PAGES, item_id)))


def listing(store: Store, item_id: int) -> Answer | None:
    """The page of a list that first named an item; None if none was kept."""
    return next((_answer(row) for row in store.rows(_LISTING, item_id)), None)


def body(store: Store, sha256: str) -> tuple[bytes, FileState]:
    """The body kept under a digest, and how it is found; empty unless it is sound."""
    rows = store.rows("SELECT body, size FROM captures WHERE sha256 = ?", sha256)
    return _sound(rows[0]["body"], rows[0]["size"], sha256) if rows else (b"", FileState.MISSING)


def was_pruned(store: Store, sha256: str) -> bool:
    """Did a person let go of the body?"""
    return bool(store.rows("SELECT 1 FROM pruned WHERE sha256 = ?", sha256))


def parts(store: Store, unit_row: int, urls: Iterable[str]) -> list[PartFile]:
    """The files kept for some addresses, for items of one unit; the latest of each address."""
    sql = """SELECT p.url, p.final_url, p.status, p.content_type, p.headers, p.asked_at AS at, p.sha256, f.size
        FROM page_parts p JOIN files f USING (sha256) JOIN items i ON i.id = p.item_id WHERE p.url = ? AND i.unit_id = ? ORDER BY p.id DESC LIMIT 1"""
    return [PartFile(_answer(row), row["size"]) for url in urls for row in store.rows(sql, url, unit_row)]


def part_addresses(store: Store, item_id: int) -> list[str]:
    """The addresses of images and style sheets that were kept for an item's pages, in their order."""
    return [row["url"] for row in store.rows("SELECT url FROM page_parts WHERE item_id = ? AND outcome = 'kept' ORDER BY id", item_id)]


def parts_not_had(store: Store, item_id: int) -> int:
    """How many images and style sheets of an item's pages were asked for and never had."""
    sql = """SELECT count(DISTINCT url) AS n FROM page_parts WHERE item_id = ?1
        AND url NOT IN (SELECT url FROM page_parts WHERE item_id = ?1 AND outcome = 'kept')"""
    return int(store.rows(sql, item_id)[0]["n"])


def pictures(store: Store, item_id: int) -> list[dict[str, Any]]:
    """The pictures and prints that were made of an item's pages: `id`, `kind`, `made_at`, `maker`, `sha256`, `size`, `type`."""
    sql = """SELECT c.id, c.kind, c.made_at, c.maker, c.sha256, f.size, f.type FROM page_copies c JOIN files f USING (sha256)
        WHERE c.item_id = ? ORDER BY c.id"""
    return store.rows(sql, item_id)


def lexicons(store: Store, item_id: int) -> list[str]:
    """The digests of the vocabularies by which an item was ruled on."""
    return [row["lexicon"] for row in store.rows("SELECT DISTINCT lexicon FROM decisions WHERE item_id = ? AND lexicon <> ''", item_id)]


def of_item(store: Store, item_id: int) -> dict[str, Any]:
    """By what the ledger names an item (`channel`, `key`), and when its address was first found to exist no more (`gone_at`, None for never)."""
    sql = """SELECT channel, key, (SELECT min(seen_at) FROM observations WHERE item_id = i.id AND kind = 'gone'
            AND id > (SELECT max(id) FROM observations WHERE item_id = i.id AND kind = 'seen')) AS gone_at FROM items i WHERE id = ?"""
    return store.rows(sql, item_id)[0]


def bulletin(store: Store, item_id: int) -> dict[str, Any] | None:
    """A bulletin as it was taken in; None for an item that is none."""
    return next(iter(store.rows("SELECT * FROM bulletins WHERE item_id = ?", item_id)), None)


def log_files(store: Store, unit_row: int, named: str) -> list[LogFile]:
    """The log files of a name that were taken in, oldest first. `named` is what a bulletin says it is from: `log.xlsx`, or a sheet, `log.xlsx[Sheet]`."""
    sql = """SELECT n.sha256, n.file, n.taken_in_at AS at, f.size, f.body FROM intakes n LEFT JOIN log_files f USING (sha256)
        WHERE n.unit_id = ?1 AND (n.file = ?2 OR substr(?2, 1, length(n.file) + 1) = n.file || '[') ORDER BY n.taken_in_at, n.sha256"""
    return [_log_file(row) for row in store.rows(sql, unit_row, named)]


def _log_file(row: dict[str, Any]) -> LogFile:
    found, state = _sound(row["body"] or b"", row["size"] or 0, row["sha256"])
    return LogFile(row["sha256"], row["file"], row["at"], found if state is FileState.SOUND else None, state)


def _answer(row: dict[str, Any]) -> Answer:
    try:
        headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
    except (ValueError, TypeError):
        headers = ()
    return Answer(row["url"], row["final_url"], row["status"], row["content_type"], headers, row["at"], row["sha256"])


def _sound(packed: bytes, size: int, sha256: str) -> tuple[bytes, FileState]:
    """What a body unpacks to, if that is what its digest says. No more is unpacked than there should be."""
    if not packed:
        return b"", FileState.MISSING
    try:
        with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
            plain = file.read(max(size, 0) + 1)
    except (OSError, EOFError, zlib.error):
        return b"", FileState.CHANGED
    return (plain, FileState.SOUND) if sha256_of(plain).hexdigest() == sha256 else (b"", FileState.CHANGED)
