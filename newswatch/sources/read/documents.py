"""Reads the text of a file that a portal links to as an article: PDF (pypdf) and Word (python-docx), in a process of its own.

A file is made by anyone, and a small one can keep a parser busy for hours or fill the memory. The process is ended after `_SECONDS`; it may use
`_MEMORY` at most where the system can hold it to that. What is read is bounded too, since only the beginning tells what a document is about.
"""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator

from newswatch.core.answer.kinds import Answer
from newswatch.core.text import clean

_SECONDS = 20
_MEMORY = 1_500_000_000
_MOST_PAGES = 30
_MOST_LETTERS = 200_000
_MOST_UNPACKED = 200_000_000
_FEWEST_LETTERS = 40
"""Letters. Pages without more were scanned: what text they have is a stamp or a page number."""

_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"
_MAGIC = (
    _ZIP,
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"{\\rtf",
    b"RIFF",
    b"ID3",
    b"Rar!",
    b"7z\xbc\xaf",
)
_JUNK = 1024
"""Bytes that may stand before the mark of a PDF file (ISO 32000-1, annex H.3.4.1)."""


def is_file(body: bytes) -> bool:
    """Whether an answer is a file and no page, by its first bytes."""
    return _is_pdf(body) or body.startswith(_MAGIC)


def read(body: bytes) -> tuple[str, Answer]:
    """The text of a file, a paragraph on each line, and what it turned out to be: FILE, or why its text can't be had."""
    kind = "pdf" if _is_pdf(body) else "docx" if _is_docx(body) else ""
    if not kind:
        return "", Answer.BINARY
    command = [sys.executable, "-m", __name__, kind]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=_SECONDS, check=False)
        text, answer = json.loads(done.stdout)
        return str(text), Answer(answer)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return "", Answer.BROKEN


def _is_pdf(body: bytes) -> bool:
    return body.find(_PDF, 0, _JUNK) >= 0 and b"<html" not in body[:_JUNK].lower()


def _is_docx(body: bytes) -> bool:
    if not body.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _text_of(kind: str, body: bytes) -> tuple[str, Answer]:
    try:
        text = _bounded(_pdf(body) if kind == "pdf" else _docx(body))
    except _Locked:
        return "", Answer.LOCKED
    except Exception:  # whatever a parser says of a file that it can't read; the process is made for this one file
        return "", Answer.BROKEN
    return (text, Answer.FILE) if sum(map(str.isalpha, text)) >= _FEWEST_LETTERS else ("", Answer.NO_TEXT)


class _Locked(Exception):
    """A file that opens with a password only."""


def _bounded(lines: Iterator[str]) -> str:
    kept: list[str] = []
    length = 0
    for line in lines:
        text = clean(line)
        length += len(text)
        if text:
            kept.append(text)
        if length >= _MOST_LETTERS:
            break
    return "\n".join(kept)[:_MOST_LETTERS]


def _pdf(body: bytes) -> Iterator[str]:
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _Locked
    except pypdf.errors.DependencyError as error:
        raise _Locked from error
    for page in reader.pages[:_MOST_PAGES]:
        yield from page.extract_text().splitlines()


def _docx(body: bytes) -> Iterator[str]:
    import docx

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise ValueError("unpacks to too much")
    for block in docx.Document(io.BytesIO(body)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            yield from (" ".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def _hold_memory() -> None:
    """Holds this process to its memory where the system can."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _hold_memory()
    read_text, found = _text_of(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.write(json.dumps([read_text, str(found)]))
