"""Loudspeaker logs for tests: the shipped header aliases, and the same rows as CSV, as XLSX and as JSON."""

import csv
import io
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import newswatch
from newswatch.core.bulletin import Bulletin, RowProblem
from newswatch.sources.log.reader import aliases_from_table, read

SHIPPED = tomllib.loads((Path(newswatch.__file__).parent / "data" / "log_columns.toml").read_text("utf-8"))
ALIASES = aliases_from_table(SHIPPED, "log_columns.toml")
HEADER = ("Ngày phát", "Giờ phát", "Thời lượng", "Tên tin, bài", "Thể loại", "Nguồn")
ROWS = (
    ("04/05/2027", "05:30", "2 phút", "Đổi giờ làm việc ở bộ phận tiếp công dân", "Tin", "Tự viết"),
    ("05/05/2027", "17:45", "4 phút", "Cắt điện luân phiên; bà con chủ động nước sinh hoạt", "Thông báo", "Tiếp âm Đài tỉnh"),
    ("06/05/2027", "05:30", "90 giây", 'Câu lạc bộ "Ông bà cháu" mở lớp học chữ', "Bài", "Phát lại"),
)


def csv_bytes(rows: Iterable[Sequence[str]], delimiter: str = ";", encoding: str = "utf-8-sig", line_end: str = "\r\n") -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue().encode(encoding)


def windows_1258(text: str) -> bytes:
    """Text as Windows writes it in code page 1258: tones as marks of their own behind the vowel."""
    spread = (unicodedata.normalize("NFD", letter) for letter in unicodedata.normalize("NFC", text))
    return "".join(_tone_apart(parts) for parts in spread).encode("cp1258")


def xlsx_bytes(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Sheets of cell values as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        fill(book.create_sheet(title), rows)
    return saved(book)


def fill(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    """Writes rows of values into a sheet, from its first cell."""
    for row in rows:
        sheet.append(list(row))


def saved(book: Workbook) -> bytes:
    """A workbook as the bytes of its file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def meaning(bulletin: Bulletin) -> dict[str, object]:
    """What a bulletin says, without where it was read."""
    places = ("file", "row")
    return {name: getattr(bulletin, name) for name in Bulletin.__slots__ if name not in places}


def _tone_apart(parts: str) -> str:
    tones = [c for c in parts[1:] if c in "\u0300\u0301\u0303\u0309\u0323"]
    letter = unicodedata.normalize("NFC", parts[0] + "".join(c for c in parts[1:] if c not in tones))
    return letter + "".join(tones)


def said(log: str | bytes, name: str = "log.csv") -> list[str]:
    """What a log gives: `2 2026-03-02 05:00 own Một` for a bulletin, `3 told Ngày` for a problem, by row."""
    reading = read(log.encode() if isinstance(log, str) else log, name, ALIASES)
    outcomes: list[Bulletin | RowProblem] = [*reading.bulletins, *reading.problems]
    found = [(one.row, _shown(one)) for one in outcomes]
    return [f"{row} {shown}" for row, shown in sorted(found, key=lambda pair: pair[0])]


def _shown(one: Bulletin | RowProblem) -> str:
    if isinstance(one, RowProblem):
        return f"told {one.column}"
    at = f"{one.aired_at:%H:%M} " if one.aired_at else f"{one.session} " if one.session else ""
    return f"{one.aired_on} {at}{one.origin} {one.title}"
