"""All evidence of one item laid into a folder, so that it can be opened, printed or handed on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newswatch import private
from newswatch.core.model import LOCAL
from newswatch.core.record.files import SUFFIXES, FileState, FileType
from newswatch.errors import InputError, ParseError
from newswatch.services.copies.shown import parts_of
from newswatch.sources.read.readable import readable
from newswatch.store import files, page_copies, vault
from newswatch.store.page_copies import Kept
from newswatch.store.store import Store

_HEAD = "Bản sao đọc được của {url}, nhận lúc {at} (giờ Việt Nam). SHA-256 của trang gốc: {sha256}. Bản sao không chạy mã nào và không tải gì từ mạng."

_MOST_IMAGES = 40_000_000
"""Bytes of the images in a copy that is handed on."""


def lay_out(store: Store, item_id: int, folder: Path) -> list[Path]:
    """Lays the page of an item as it was received, a readable copy of it, its images, pictures and attached files into a new folder; gives their paths.

    What was voided is left out. Raises InputError: there is no such item, or the folder can't be made or is not empty. Raises StoreError for a kept
    file that is not as it was.
    """
    if files.item(store, item_id) is None:
        raise InputError(f"no item has the id {item_id}; `newswatch items` and `newswatch bulletin list` show them")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"{folder}: is not empty; name a new folder")
        return [_written(folder / name, body) for name, body in _all(store, item_id)]
    except OSError as error:
        raise InputError(f"{error.filename or folder}: can't be written: {error.strerror or error}; name another folder") from error


def _written(path: Path, body: bytes) -> Path:
    private.write(path, body)
    return path


def _all(store: Store, item_id: int) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file."""
    for kept in page_copies.pages(store, [item_id]):
        yield from _page(store, item_id, kept)
    for row in page_copies.listed(store, item_id)["page_copies"]:
        yield f"{row['kind']}-{row['id']}{_suffix(row['type'])}", vault.body_of(store.path, row["sha256"], row["size"])
    seen = set[str]()
    for row in page_copies.listed(store, item_id)["page_parts"]:
        if row["sha256"] and row["sha256"] not in seen and FileState(row["state"]).is_there:
            seen.add(row["sha256"])
            name = "style" if row["type"] == FileType.STYLE else "image"
            yield f"{name}-{len(seen)}{_suffix(row['type'])}", vault.body_of(store.path, row["sha256"], row["size"])
    for row in files.of_item(store, item_id):
        if not row["voided_at"]:
            yield f"{row['kind']}-{row['id']}{_suffix(row['type'])}", vault.body_of(store.path, row["sha256"], row["size"])


def _page(store: Store, item_id: int, kept: Kept) -> Iterator[tuple[str, bytes]]:
    found = captured(store, item_id, kept)
    if found.body:
        yield "page-as-received.bin", found.body
    if found.readable:
        yield "page-readable.html", found.readable


@dataclass(frozen=True, slots=True)
class Captured:
    """A captured page: its address, when it was received (UTC), its bytes (none if they were dropped), and its readable copy (empty if it is no HTML)."""

    url: str
    at: datetime
    body: bytes
    readable: bytes


def captured(store: Store, item_id: int, kept: Kept, most: int = _MOST_IMAGES) -> Captured:
    """A captured page of an item, with `most` bytes of images in its readable copy. Raises StoreError for bytes that are not as they were."""
    body, at = page_copies.body_of(store, kept), datetime.fromisoformat(kept.fetched_at)
    copy = readable_copy(store, files.unit_row(store, item_id), body, kept, most) if body else b""
    return Captured(kept.url, at, body, copy)


def readable_copy(store: Store, unit_row: int, body: bytes, kept: Kept, most: int = _MOST_IMAGES) -> bytes:
    """A kept page as a copy that a person can read, `most` bytes of its images within; nothing if it is no HTML page."""
    at = datetime.fromisoformat(kept.fetched_at).astimezone(LOCAL)
    head = _HEAD.format(url=kept.url, at=f"{at:%H:%M %d/%m/%Y}", sha256=kept.sha256)
    try:
        return readable(body, kept.url, kept.content_type, parts_of(store, unit_row, body, kept, most), head).encode()
    except ParseError:
        return b""


def _suffix(type_: str) -> str:
    return SUFFIXES[FileType(type_)]
