"""Turns a loudspeaker log in CSV, XLSX or JSON into tables of text cells. What the columns mean is read elsewhere.

Row numbers are those that a person sees: the row in Excel for a CSV or a workbook, the place in the list (from 1) for JSON.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from newswatch.core.bulletin import RowProblem
from newswatch.core.text import clean
from newswatch.errors import InputError
from newswatch.sources.log.columns import HEADER_WITHIN, Meanings, Row, find_header, match
from newswatch.sources.log.encoding import decode

_DELIMITERS = (";", ",", "\t", "|")
_NAMED_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ROW_START = re.compile(r'\s*"?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,4})"?\s*')
_LIST_KEYS = ("bulletins", "data", "items", "rows", "result", "results", "records", "list")
_LABEL_KEYS = ("name", "title", "label", "value")
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
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a log file.

    `delimiter` is set only for CSV, whose rows may be longer than its header. `unit` is the unit of a length that is a bare number: apps
    write seconds into JSON, and people write anything. `problems` are entries that are no rows.
    """

    name: str
    rows: Sequence[Row]
    delimiter: str = ""
    unit: str = ""
    problems: tuple[RowProblem, ...] = ()


def sheets(body: bytes, name: str, known: Meanings) -> list[Sheet]:
    """The tables of a file. Its content decides its format, then its name. Raises InputError if it is no CSV, XLSX or JSON."""
    if not body.strip():
        raise InputError(f"{name}: the file is empty")
    if body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from newswatch.sources.log.workbook import workbook_sheets

        return [Sheet(label, rows) for label, rows in workbook_sheets(body, name)]
    _refuse_foreign(body, name)
    text = decode(body, name)
    if not text.strip():
        raise InputError(f"{name}: the file is empty")
    if _looks_like_json(text, name):
        return [_json_sheet(text, name)]
    if text.lstrip().startswith("<"):
        raise InputError(f"{name}: an HTML or XML page, whatever its name says; {_SAVE_AS_XLSX}")
    return [_csv_sheet(text, name, known)]


def _refuse_foreign(body: bytes, name: str) -> None:
    if body.startswith(_OLE):
        if _ENCRYPTED in body:
            raise InputError(f"{name}: the workbook is protected with a password; save a copy without one")
        raise InputError(f"{name}: an old Office file (.xls, .doc); {_SAVE_AS_XLSX}")
    for magic, kind in _FOREIGN:
        if body.startswith(magic):
            raise InputError(f"{name}: {kind}, but a log must be CSV, XLSX or JSON")


def _looks_like_json(text: str, name: str) -> bool:
    suffix = PurePath(name).suffix.lower()
    return suffix == ".json" or (suffix not in (".csv", ".tsv") and text.lstrip()[:1] in ("{", "["))


def _csv_sheet(text: str, name: str, known: Meanings) -> Sheet:
    named = _NAMED_DELIMITER.match(text)
    if named:
        text = text[named.end() :]
    try:
        delimiter = named[1] if named else max(_DELIMITERS, key=lambda d: _fit(text, d, known))
        rows = [(number, tuple(record)) for number, record in enumerate(_records(text, delimiter), 1)]
    except (csv.Error, TypeError, ValueError) as error:
        raise InputError(f"{name}: can't be read as CSV ({error}); {_SAVE_AS_XLSX}") from error
    _refuse_open_quote(rows, text, delimiter, name)
    return Sheet(name, rows, delimiter)


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


def _json_sheet(text: str, name: str) -> Sheet:
    try:
        entries = _entries(json.loads(text))
        if entries is None:
            raise InputError(
                f"{name}: no list of bulletins; expected a list of objects, or an object with one under {', '.join(_LIST_KEYS[:3])}"
            )
        return _sheet_of(entries, name)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: no valid JSON ({error})") from error


def _sheet_of(entries: Sequence[object], name: str) -> Sheet:
    """JSON objects as rows under a header of all their keys. Entries that are no objects are problems."""
    objects = {place: entry for place, entry in enumerate(entries, 1) if isinstance(entry, Mapping)}
    keys = list(dict.fromkeys(str(key) for entry in objects.values() for key in entry))
    rows = [(place, tuple(_json_text(entry.get(key)) for key in keys)) for place, entry in objects.items()]
    others = [(place, entry) for place, entry in enumerate(entries, 1) if place not in objects]
    odd = tuple(RowProblem(name, place, "", _json_text(entry), "not an object with fields") for place, entry in others)
    return Sheet(name, [(0, tuple(keys)), *rows], unit="giây", problems=odd)


def _entries(found: object) -> list[object] | None:
    """The list of bulletins: the document itself, or what is under one of the usual keys, at any depth."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        return None
    for key in _LIST_KEYS:
        if isinstance(found.get(key), list | dict):
            return _entries(found[key])
    return None


def _json_text(value: object) -> str:
    """A JSON value as a person would write it in a cell. An object gives its name, a list its values."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return "; ".join(clean(_json_text(inner)) for inner in value)
    if isinstance(value, dict):
        label = next((value[key] for key in _LABEL_KEYS if isinstance(value.get(key), str)), None)
        return label if label is not None else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
