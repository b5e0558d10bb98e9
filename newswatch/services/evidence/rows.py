"""One row of a pack: the item's answers into the web archive, its files into the payload, and what is missing told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Channel
from newswatch.core.record.files import SUFFIXES, FileKind, FileState, FileType
from newswatch.core.record.pack import ITEMS, LOGS, Capture, Lack, Missing, Piece, Row, What
from newswatch.core.text import bare, printable
from newswatch.report import figures
from newswatch.report.evidence import bulletin
from newswatch.report.vi import item_names
from newswatch.report.vi.terms import Namer
from newswatch.services.copies.handed import readable_copy
from newswatch.services.evidence.laying import Payload
from newswatch.services.evidence.web import WebArchive
from newswatch.sources.read import documents, page_parts
from newswatch.sources.read.file_type import file_type
from newswatch.store import cited, files, page_copies, vault
from newswatch.store.cited import Answer
from newswatch.store.store import Store, stamp

_LONGEST_TITLE = 300
_KINDS = {
    FileKind.AUDIO: What.AUDIO,
    FileKind.SCRIPT: What.SCRIPT,
    FileKind.LOG_PAGE: What.LOG_PAGE,
    FileKind.DECISION: What.DECISION,
    FileKind.SCREENSHOT: What.PICTURE,
    FileKind.PAPER: What.PAPER,
}
_LOST = frozenset({Lack.PRUNED, Lack.BODY_CHANGED, Lack.FILE_MISSING, Lack.FILE_CHANGED})
_ENDS = 65536


@dataclass(slots=True)
class Desk:
    """What rows are made with: the database, the unit's row, the year, how items are named, where files and answers go; and the log files that were laid,
    by the names of bulletins."""

    store: Store
    unit_row: int
    year: YearStatement
    named: Namer
    payload: Payload
    web: WebArchive
    logs: dict[str, tuple[tuple[Piece, ...], tuple[Missing, ...]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What was found of one item so far."""

    pieces: list[Piece] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def lacks(self, what: Lack, which: str = "", count: int = 1) -> None:
        self.missing.append(Missing(what, which, count))


def row(desk: Desk, number: int, line: Line) -> Row:
    """Lays all that is kept of an item; gives its row. Raises OSError, StoreError."""
    found, item = _Found(), line.item
    known = cited.of_item(desk.store, item.id)
    told = cited.bulletin(desk.store, item.id) if item.channel is Channel.LOUDSPEAKER else None
    counts = figures.counts(desk.year.rule, line)
    matters = counts or line.awaiting
    if told is not None:
        _bulletin(desk, number, told, found)
    else:
        _portal(desk, number, line, found, matters=matters)
    _attached(desk, number, item.id, found)
    if told is not None and matters:
        _lacks_of_bulletin(told, found)
    return Row(
        number=number,
        item=item.id,
        channel=str(item.channel),
        key=known["key"],
        title=printable(item.title, _LONGEST_TITLE),
        url=item.url,
        day=item.day.isoformat() if item.day else "",
        day_from=str(item.date_origin),
        seen_at=stamp(item.first_seen_at) or "",
        gone_at=known["gone_at"] or "",
        standing="counted" if counts else "waiting" if line.awaiting else "not",
        why="" if counts else item_names.why_not(line, desk.named),
        wanting=counts and (bool(line.lacks) or _is_lost(found)),
        log_row=f"{told['file']}, dòng {told['file_row']}" if told is not None and told["file"] else "",
        pieces=tuple(found.pieces),
        captures=tuple(dict.fromkeys(found.captures)),
        missing=tuple(dict.fromkeys(found.missing)),
    )


def _is_lost(found: _Found) -> bool:
    """Whether evidence that the record tells of is not in the pack, nor any other that would stand for it."""
    has = {*(one.what for one in found.captures), *(one.what for one in found.pieces)} & {What.PAGE, What.AUDIO, What.SCRIPT}
    lacks = {one.what for one in found.missing}
    return not has and bool(lacks & _LOST) and (Lack.AUDIO not in lacks or Lack.SCRIPT in lacks)


def _portal(desk: Desk, number: int, line: Line, found: _Found, *, matters: bool) -> None:
    store, item = desk.store, line.item
    listing, pages = cited.listing(store, item.id), cited.pages(store, item.id)
    if listing is None:
        found.lacks(Lack.LISTING)
    else:
        _capture(desk, listing, What.LISTING, found)
    for answer in pages:
        if capture := _capture(desk, answer, What.PAGE, found):
            desk.web.names_page(capture, printable(item.title, _LONGEST_TITLE) or capture.url)
    if not pages:
        found.lacks(Lack.PAGE)
    elif not item.whole:
        found.lacks(Lack.UNREAD)
    kept = next(iter(page_copies.pages(store, [item.id])), None)
    if last := next((page for page in reversed(pages) if kept is None or (page.sha256, page.at) == (kept.sha256, kept.fetched_at)), None):
        _page(desk, number, last, kept, found)
    pictures = cited.pictures(store, item.id)
    for one in pictures:
        _copied(desk, number, one, What(one["kind"]), one["made_at"], found)
    if matters and pages and not pictures and not any(piece.what is What.DOCUMENT for piece in found.pieces):
        found.lacks(Lack.PICTURE)
    if matters and (count := cited.parts_not_had(store, item.id)):
        found.lacks(Lack.PART, count=count)


def _capture(desk: Desk, answer: Answer, what: What, found: _Found) -> Capture | None:
    """Cites an answer, if its body is what it was."""
    capture = desk.web.known(answer, what)
    if capture is None:
        body, state = cited.body(desk.store, answer.sha256)
        if state is not FileState.SOUND:
            found.lacks(_lack_of(desk, answer, state), f"{answer.final_url} {answer.at} SHA-256 {answer.sha256}")
            return None
        capture = desk.web.keep(answer, body, what)
    found.captures.append(capture)
    return capture


def _lack_of(desk: Desk, answer: Answer, state: FileState) -> Lack:
    if state is FileState.CHANGED:
        return Lack.BODY_CHANGED
    return Lack.PRUNED if cited.was_pruned(desk.store, answer.sha256) else Lack.BODY_CHANGED


def _page(desk: Desk, number: int, answer: Answer, kept: page_copies.Kept | None, found: _Found) -> None:
    """The page that came last as a copy that people can open; of one that was read as an article its images and style sheets in the web archive, too."""
    body, state = cited.body(desk.store, answer.sha256)
    if state is not FileState.SOUND:
        return
    if documents.is_file(body):
        type_ = file_type(body[:_ENDS], body[-_ENDS:])
        _put(desk, f"{_folder(number)}/trang{SUFFIXES[type_] if type_ else '.bin'}", body, What.DOCUMENT, answer.at, found)
    elif kept is not None and (copy := readable_copy(desk.store, desk.unit_row, body, kept)):
        _put(desk, f"{_folder(number)}/trang.html", copy, What.READABLE, answer.at, found)
        named = page_parts.named(body, kept.url, kept.content_type)
        _parts(desk, dict.fromkeys((*named, *cited.part_addresses(desk.store, kept.item_id))), found)
    else:
        found.lacks(Lack.READABLE)


def _parts(desk: Desk, urls: Iterable[str], found: _Found) -> None:
    for part in cited.parts(desk.store, desk.unit_row, urls):
        if capture := desk.web.known(part.answer, What.PART):
            found.captures.append(capture)
            continue
        state = vault.state_of(desk.store.path, part.answer.sha256, part.size)
        if state is FileState.SOUND:
            body = vault.body_of(desk.store.path, part.answer.sha256, part.size)
            found.captures.append(desk.web.keep(part.answer, body, What.PART))
        else:
            found.lacks(_of_file(state), f"{part.answer.url} SHA-256 {part.answer.sha256}")


def _attached(desk: Desk, number: int, item_id: int, found: _Found) -> None:
    for one in files.of_item(desk.store, item_id):
        if not one["voided_at"]:
            _copied(desk, number, one, _KINDS[FileKind(one["kind"])], one["attached_at"], found)


def _copied(desk: Desk, number: int, one: dict[str, Any], what: What, at: str, found: _Found) -> None:
    """Copies a file beside the database, if it is what it was."""
    path = f"{_folder(number)}/{one['kind']}-{one['id']}{SUFFIXES[FileType(one['type'])]}"
    name = str(one.get("name", ""))
    if sums := desk.payload.copy(desk.store, one["sha256"], path):
        found.pieces.append(Piece(path, sums.sha256, sums.size, what, at, name))
        return
    state = vault.state_of(desk.store.path, one["sha256"], one["size"], whole=False)
    found.lacks(_of_file(state), f"{name or what} SHA-256 {one['sha256']}")


def _of_file(state: FileState) -> Lack:
    return Lack.FILE_MISSING if state is FileState.MISSING else Lack.FILE_CHANGED


def _bulletin(desk: Desk, number: int, told: dict[str, Any], found: _Found) -> None:
    _put(desk, f"{_folder(number)}/ban-tin.txt", bulletin.text(told).encode(), What.BULLETIN, told["taken_in_at"], found)
    named = told["file"]
    if named not in desk.logs:
        desk.logs[named] = _logs(desk, named)
    pieces, missing = desk.logs[named]
    found.pieces += pieces
    found.missing += missing


def _logs(desk: Desk, named: str) -> tuple[tuple[Piece, ...], tuple[Missing, ...]]:
    """The log files of a name, laid once for all their rows."""
    kept = cited.log_files(desk.store, desk.unit_row, named) if named else []
    pieces = tuple(_log(desk, one, one.body) for one in kept if one.body is not None)
    lost = (one for one in kept if one.body is None)
    missing = tuple(
        Missing(Lack.LOG if one.state is FileState.MISSING else Lack.FILE_CHANGED, f"{one.file} SHA-256 {one.sha256}") for one in lost
    )
    return pieces, missing or (() if kept else (Missing(Lack.LOG, named),))


def _log(desk: Desk, one: cited.LogFile, body: bytes) -> Piece:
    """A log file under a name of ASCII letters that begins as its own, so that people know it again."""
    own = PurePath(one.file.replace("\\", "/"))
    stem = re.sub(r"[^a-z0-9]+", "-", bare(own.stem)).strip("-")[:40]
    suffix = re.sub(r"[^.a-z0-9]", "", own.suffix.lower())[:8]
    path = f"{LOGS}/{stem or 'so'}-{one.sha256[:12]}{suffix}"
    sums = desk.payload.sums.get(path) or desk.payload.put(path, body)
    return Piece(path, sums.sha256, sums.size, What.LOG, one.at, one.file)


def _lacks_of_bulletin(told: dict[str, Any], found: _Found) -> None:
    had = {piece.what for piece in found.pieces}
    if What.AUDIO not in had:
        found.lacks(Lack.AUDIO)
    if What.SCRIPT not in had and not told["script"].strip():
        found.lacks(Lack.SCRIPT)


def _put(desk: Desk, path: str, raw: bytes, what: What, at: str, found: _Found) -> None:
    sums = desk.payload.put(path, raw)
    found.pieces.append(Piece(path, sums.sha256, sums.size, what, at))


def _folder(number: int) -> str:
    return f"{ITEMS}/{number:04d}"
