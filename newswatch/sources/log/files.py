"""Turns a loudspeaker log in CSV, JSON or a workbook into tables of text cells. What the columns mean is read elsewhere.

Row numbers are those that a person sees: the row in Excel for a CSV or a workbook, the place in the list (from 1) for JSON.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import PurePath

from newswatch.errors import InputError
from newswatch.sources.log.bounds import check_tables
from newswatch.sources.log.columns import HEADER_WITHIN, Meanings, find_header, match
from newswatch.sources.log.encoding import decode
from newswatch.sources.log.json_file import json_sheets
from newswatch.sources.log.sheet import Row, Sheet

_MOST_LINES = 200_000  # blank ones among them
_DELIMITERS = (";", ",", "\t", "|")
_NAMED_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ROW_START = re.compile(r'\s*"?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,4})"?\s*')
_SAVE_AS_XLSX = 'open it in Excel and save it as .xlsx, or as "CSV UTF-8"'
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"ID3", "an MP3 recording"),
    (b"RIFF", "a recording or picture (RIFF)"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_WORKBOOK_STREAMS = tuple(stream.encode("utf-16-le") for stream in ("Workbook", "Book"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets(body: bytes, name: str, known: Meanings) -> list[Sheet]:
    """The tables of a file. Its content decides its format, then its name. Raises InputError if it is no CSV, XLSX or JSON."""
    if not body.strip():
        raise InputError(f"{name}: the file is empty")
    if _is_old_workbook(body):
        from newswatch.sources.log.old_workbook import old_workbook_sheets

        return old_workbook_sheets(body, name)
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from newswatch.sources.log.workbook import workbook_sheets

        return workbook_sheets(body, name)
    _refuse_foreign(body, name)
    text = decode(body, name)
    if not text.strip():
        raise InputError(f"{name}: the file is empty")
    if _looks_like_json(text, name):
        return json_sheets(text, name, known)
    if text.lstrip().startswith("<"):
        raise InputError(f"{name}: an HTML or XML page, whatever its name says; {_SAVE_AS_XLSX}")
    return [_csv_sheet(text, name, known)]


def _is_old_workbook(body: bytes) -> bool:
    """Whether a file is an .xls or .ods: an OLE file with a stream for a workbook, or a ZIP archive that calls itself a spreadsheet."""
    if body.startswith(_OLE):
        return _ENCRYPTED not in body and any(name in body for name in _WORKBOOK_STREAMS)
    return body.startswith(b"PK") and b"opendocument.spreadsheet" in body[:200]


def _refuse_foreign(body: bytes, name: str) -> None:
    if body.startswith(_OLE):
        if _ENCRYPTED in body:
            raise InputError(f"{name}: the workbook is protected with a password; save a copy without one")
        raise InputError(f"{name}: an old Office file that is no workbook (.doc, .ppt); {_SAVE_AS_XLSX}")
    for magic, kind in _FOREIGN:
        if body.startswith(magic):
            raise InputError(f"{name}: {kind}, but a log must be CSV, XLSX, XLS, ODS or JSON")


def _looks_like_json(text: str, name: str) -> bool:
    suffix = PurePath(name).suffix.lower()
    return suffix == ".json" or (suffix not in (".csv", ".tsv") and text.lstrip()[:1] in ("{", "["))


def _csv_sheet(text: str, name: str, known: Meanings) -> Sheet:
    named = _NAMED_DELIMITER.match(text)
    if named:
        text = text[named.end() :]
    try:
        delimiter = named[1] if named else max(_DELIMITERS, key=lambda d: _fit(text, d, known))
        rows = [(number, tuple(record)) for number, record in enumerate(islice(_records(text, delimiter), _MOST_LINES + 1), 1)]
    except (csv.Error, TypeError, ValueError) as error:
        raise InputError(f"{name}: can't be read as CSV ({error}); {_SAVE_AS_XLSX}") from error
    if len(rows) > _MOST_LINES:
        raise InputError(f"{name}: has more than {_MOST_LINES:,} lines; a log is far smaller")
    check_tables([Sheet(name, rows)], name)
    _refuse_open_quote(rows, text, delimiter, name)
    return Sheet(name, rows, delimiter=delimiter)


def _records(text: str, delimiter: str) -> Iterable[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _fit(text: str, delimiter: str, known: Meanings) -> tuple[bool, int, int]:
    """How well a delimiter fits: whether a header is found, how many fields it names, and the width of the widest row near the top."""
    try:
        top = list(enumerate(islice(_records(text, delimiter), HEADER_WITHIN), 1))
    except csv.Error:
        return False, 0, 0
    fields = max((len(match(record, known)) for _, record in top), default=0)
    return find_header(top, known) is not None, fields, max((len(record) for _, record in top), default=0)


def _refuse_open_quote(rows: Sequence[Row], text: str, delimiter: str, name: str) -> None:
    """Raises InputError for a quotation mark that is never closed, because it silently swallows the rows below it.

    A text on several lines is sound if it stands in the file between quotation marks, these close before a delimiter or a line's end, and no
    line of the text looks like a row.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    at = 0
    for number, cells in rows:
        for cell in cells:
            if "\n" not in cell and "\r" not in cell:
                continue
            quoted = '"' + cell.replace('"', '""') + '"'
            at = text.find(quoted, at)
            closed = at >= 0 and text[at + len(quoted) : at + len(quoted) + 1] in ("", "\r", "\n", delimiter)
            if not closed or any(_is_row(line, delimiter, width) for line in cell.splitlines()[1:]):
                raise InputError(
                    f"{name}: row {number}: a quotation mark is opened and not closed, and rows below it are lost in it; close it"
                )
            at += len(quoted)


def _is_row(line: str, delimiter: str, width: int) -> bool:
    start = _ROW_START.match(line)
    return width > 2 and start is not None and line[start.end() :].startswith(delimiter) and line.count(delimiter) >= width - 1
