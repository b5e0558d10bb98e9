"""The web archive of a pack: answers of servers as WARC 1.1 records within a WACZ 1.1.1, which ReplayWeb.page and pywb open.

Nothing in it is newer than the record: ids are made of what they name, dates are those of the answers. (py-wacz can't be used for writing: it states the
present time and random ids. Tests have it validate every pack.)
"""

import hashlib
import io
import json
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, Self

from newswatch import private
from newswatch.core.record.pack import Capture, What
from newswatch.masking import HIDDEN, SECRET_HEADERS
from newswatch.services.evidence import archive, cdx
from newswatch.services.evidence.archive import Member
from newswatch.services.evidence.bag import Sums, measured
from newswatch.store.cited import Answer

WARC, INDEX, SECONDARY, PAGES = "archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
VERSION = "1.1.1"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://newswatch.invalid/evidence")
_PACKINGS = ("content-encoding", "transfer-encoding")
"""Headers that tell how a body was packed on its way. Bodies are kept unpacked, so these, and the length that went with them, stand under the name that
web archives give to what they replace."""

_ORIGINAL = "X-Archive-Orig-"


def record_id(*named: object) -> str:
    """The id of a record, made of what it names."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, json.dumps(named, ensure_ascii=False))}"


class _Hashed:
    """A file that is written, and the digest of what was written since somebody began one."""

    def __init__(self, file: IO[bytes]) -> None:
        self.digest = hashlib.sha256()
        self.tell, self.flush, self.close = file.tell, file.flush, file.close
        self._write = file.write

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        return self._write(piece)


class WebArchive:
    """Takes answers in, each once, within a `with`, and is written as a WACZ file."""

    def __init__(self, folder: Path, title: str, as_of: datetime, program: str) -> None:
        from warcio.warcwriter import WARCWriter

        self._folder, self._title, self._as_of, self._program = folder, title, as_of, program
        private.make_folder(folder / "archive")
        private.make_file(folder / WARC)
        self._out = _Hashed((folder / WARC).open("wb"))
        self._writer: Any = WARCWriter(self._out, gzip=True, warc_version="1.1")
        self._kept: dict[str, Capture] = {}
        self._bodies: dict[str, Capture] = {}
        self._pages: list[str] = []
        self._lines: list[str] = []
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def known(self, answer: Answer, what: What) -> Capture | None:
        """What an answer is cited as, if it was taken in."""
        kept = self._kept.get(_named(answer))
        return None if kept is None else _as(kept, what)

    def keep(self, answer: Answer, body: bytes, what: What) -> Capture:
        """Takes an answer in with its body; gives what it is cited as. A body that is there already is named by a `revisit`. Raises OSError."""
        record = _named(answer)
        made = Capture(f"<{record}>", answer.sha256, what, answer.final_url, answer.url, _utc(answer.at), answer.status)
        first = self._bodies.get(answer.sha256) if body else None
        self._write(made, answer, body, first)
        self._kept[record] = made
        self._bodies.setdefault(answer.sha256, made)
        return made

    def names_page(self, capture: Capture, title: str) -> None:
        """Has an answer stand in the list of pages that a reader begins with."""
        page = {"id": record_id("page", capture.record), "url": capture.url, "ts": capture.at, "title": title}
        self._pages.append(json.dumps(page, ensure_ascii=False))

    @property
    def records(self) -> int:
        """How many answers were taken in."""
        return len(self._kept)

    def write(self, out: IO[bytes]) -> None:
        """Writes the archive, which takes in nothing more. Raises OSError."""
        self._out.close()
        self._index()
        head = {"format": "json-pages-1.0", "id": "pages", "title": self._title}
        self._put(PAGES, "".join(f"{line}\n" for line in (json.dumps(head, ensure_ascii=False), *dict.fromkeys(self._pages))).encode())
        sums = {name: self._sums(name) for name in (WARC, INDEX, SECONDARY, PAGES)}
        self._put(PACKAGE, _json(self._package(sums.values())))
        sums[PACKAGE] = self._sums(PACKAGE)
        self._put(DIGEST, _json({"path": PACKAGE, "hash": f"sha256:{sums[PACKAGE].sha256}"}))
        sums[DIGEST] = self._sums(DIGEST)
        members = [(Member(name, one.size, one.crc), self._pieces(name)) for name, one in sums.items()]
        archive.write(out, members, archive.moment(self._as_of))

    def _begin(self) -> None:
        words = {
            "software": self._program,
            "format": "WARC File Format 1.1",
            "description": "Answers of servers as newswatch kept them. Bodies are unpacked; headers that told how they were packed stand as "
            "X-Archive-Orig-…. The text beside a status and the version of HTTP were not kept: those of the standard stand there. "
            "What visits alone should know is hidden.",
        }
        raw = "".join(f"{name}: {value}\r\n" for name, value in words.items()).encode()
        headers = {
            "WARC-Record-ID": f"<{record_id('warcinfo', self._title, _stamp(self._as_of))}>",
            "WARC-Date": _stamp(self._as_of),
            "WARC-Block-Digest": _digest(raw),
        }
        self._writer.write_record(
            self._writer.create_warc_record("", "warcinfo", payload=io.BytesIO(raw), length=len(raw), warc_headers_dict=headers)
        )

    def _write(self, made: Capture, answer: Answer, body: bytes, first: Capture | None) -> None:
        from warcio.statusandheaders import StatusAndHeaders

        status = StatusAndHeaders(_status(answer.status), list(_headers(answer, len(body))), protocol="HTTP/1.1")
        status.compute_headers_buffer()
        block = _digest(status.headers_buff, b"" if first else body)
        headers = {"WARC-Record-ID": made.record, "WARC-Date": made.at, "WARC-Block-Digest": block}
        if answer.url != answer.final_url:
            headers["X-Newswatch-Asked-URI"] = _one_line(answer.url)
        if first is not None:
            record = self._writer.create_revisit_record(
                _one_line(made.url), f"sha256:{answer.sha256}", _one_line(first.url), first.at, status, headers
            )
        else:
            record = self._writer.create_warc_record(
                _one_line(made.url),
                "response",
                io.BytesIO(body),
                len(body),
                warc_headers_dict={**headers, "WARC-Payload-Digest": f"sha256:{answer.sha256}"},
                http_headers=status,
            )
        self._record(record, made, answer, revisit=first is not None)

    def _record(self, record: Any, made: Capture, answer: Answer, *, revisit: bool) -> None:
        """Writes a record, and notes where it lies."""
        offset = self._out.tell()
        self._out.digest = hashlib.sha256()
        self._writer.write_record(record)
        mime = "warc/revisit" if revisit else re.split(r"[;\s]", answer.content_type, maxsplit=1)[0]
        facts = {"mime": mime, "status": str(answer.status), "digest": f"sha256:{answer.sha256}", "length": str(self._out.tell() - offset)}
        place = {"offset": str(offset), "filename": Path(WARC).name, "recordDigest": f"sha256:{self._out.digest.hexdigest()}"}
        self._lines.append(cdx.line(_one_line(made.url), made.at, **facts, **place))

    def _index(self) -> None:
        index, second = cdx.blocks(self._lines, Path(INDEX).name)
        self._put(INDEX, index)
        self._put(SECONDARY, second)

    def _package(self, resources: Iterable[Sums]) -> dict[str, Any]:
        return {
            "profile": "data-package",
            "title": self._title,
            "created": _stamp(self._as_of),
            "wacz_version": VERSION,
            "software": self._program,
            "resources": [
                {"name": Path(one.path).name, "path": one.path, "hash": f"sha256:{one.sha256}", "bytes": one.size} for one in resources
            ],
        }

    def _put(self, name: str, raw: bytes) -> None:
        private.make_folder((self._folder / name).parent)
        private.write(self._folder / name, raw)

    def _sums(self, name: str) -> Sums:
        with (self._folder / name).open("rb") as file:
            return measured(name, file)

    def _pieces(self, name: str) -> Iterator[bytes]:
        with (self._folder / name).open("rb") as file:
            yield from iter(lambda: file.read(archive.PIECE), b"")


def _headers(answer: Answer, length: int) -> Iterator[tuple[str, str]]:
    """The headers as kept, secrets hidden, and the length of the body as it stands here."""
    told = [(_one_line(name), HIDDEN if name.lower() in SECRET_HEADERS else _one_line(value)) for name, value in answer.headers]
    own = {name.lower() for name, _ in told}
    as_sent = own.isdisjoint(_PACKINGS) and [value for name, value in told if name.lower() == "content-length"] == [str(length)]
    for name, value in told:
        replaced = name.lower() in _PACKINGS or (name.lower() == "content-length" and not as_sent)
        yield (f"{_ORIGINAL}{name}" if replaced else name), value
    if answer.content_type and "content-type" not in own:
        yield "Content-Type", _one_line(answer.content_type)
    if not as_sent:
        yield "Content-Length", str(length)


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _digest(*pieces: bytes) -> str:
    return f"sha256:{hashlib.sha256(b''.join(pieces)).hexdigest()}"


def _named(answer: Answer) -> str:
    return record_id(answer.sha256, answer.url, answer.final_url, answer.status, _utc(answer.at))


def _as(kept: Capture, what: What) -> Capture:
    return kept if kept.what is what else Capture(kept.record, kept.sha256, what, kept.url, kept.asked, kept.at, kept.status)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _utc(stored: str) -> str:
    at = datetime.fromisoformat(stored)
    return _stamp(at if at.tzinfo else at.replace(tzinfo=UTC))


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
