"""Logs that are larger than any log, or unpack to more, are refused by name before they fill the memory; those of an office are read."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from logbook import ALIASES
from office import LISTING, Office
from portal import Portal
from rlimits import held

from newswatch.errors import InputError
from newswatch.services import intake
from newswatch.sources.log import bounds
from newswatch.sources.log.reader import read
from newswatch.store.store import Store

HEADER = "Ngày,Giờ,Tiêu đề"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def packed(**parts: bytes | str) -> bytes:
    """A ZIP archive; `__` in a name stands for a slash, `_` before its ending for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return made.getvalue()


def workbook(**parts: bytes | str) -> bytes:
    """A workbook with one airing, in which these parts stand in the place of its own."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADER.split(","))  # type: ignore[union-attr]
    book.active.append(["05/03/2026", "05:30", "Tin"])  # type: ignore[union-attr]
    book.save(made)
    whole, named = io.BytesIO(), {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **named}:
            new.writestr(name, named.get(name, old.read(name) if name in old.namelist() else b""))
    return whole.getvalue()


def ods(table: str) -> bytes:
    """An .ods with this in its only table."""
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {names}>{body}</office:document-content>')
    return made.getvalue()


def cells(rows: int, columns: int) -> str:
    """The XML of so many cells."""
    return SHEET.format("<sheetData>" + ("<row>" + "<c><v>1</v></c>" * columns + "</row>") * rows + "</sheetData>")


def forged() -> bytes:
    """A workbook whose directory says that a sheet of 200 MB has 100 bytes."""
    body = bytearray(packed(xl__workbook_xml="<a/>", xl__worksheets__sheet1_xml=b" " * 200_000_000))
    at = body.find(struct.pack("<I", 200_000_000), body.find(b"PK\x01\x02"))
    body[at : at + 4] = struct.pack("<I", 100)
    return bytes(body)


CELL = '<table:table-cell office:value-type="string" {}><text:p>x</text:p></table:table-cell>'
MANY = 'table:number-columns-repeated="16384"'
TABLE = '<table:table table:name="a">{}</table:table>'
ROW = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
MERGED_OVER_ALL = SHEET.format('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
MERGES = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 5002))

REFUSED: dict[str, tuple[Callable[[], bytes | str], str, str]] = {
    "bytes": (lambda: b" x" * 15_000_001, "csv", "has more than 30 MB; a log is far smaller"),
    "unpacked": (lambda: workbook(xl__worksheets__sheet1_xml=b" " * 290_000_000), "xlsx", "holds more than 60 MB unpacked"),
    "forged": (forged, "xlsx", "a damaged or incomplete workbook"),
    "cells": (lambda: workbook(xl__worksheets__sheet1_xml=cells(5001, 100)), "xlsx", "has more than 500,000 cells"),
    "rows": (lambda: HEADER + "\n" + "05/03/2026,05:30,Tin\n" * 20_001, "csv", "has 20,002 rows, more than 20,000"),
    "lines": (lambda: HEADER + "\n" + ",,\n" * 200_001, "csv", "has more than 200,000 lines"),
    "columns": (lambda: HEADER + ",x" * 300 + "\n05/03/2026,05:30,Tin\n", "csv", "has 303 columns, more than 200"),
    "keys": (
        lambda: "[" + ",".join(f'{{"ngay":"05/03/2026","k{n}":1}}' for n in range(300)) + "]",
        "json",
        "has 301 columns, more than 200",
    ),
    "a merged cell": (lambda: workbook(xl__worksheets__sheet1_xml=MERGED_OVER_ALL), "xlsx", "has more than 500,000 cells"),
    "merged cells": (
        lambda: workbook(xl__worksheets__sheet1_xml=SHEET.format(f"<sheetData/><mergeCells>{MERGES}</mergeCells>")),
        "xlsx",
        "has more than 5,000 merged cells",
    ),
    "sheets": (
        lambda: workbook(**{f"xl__worksheets__sheet{n}_xml": SHEET.format("<sheetData/>") for n in range(1, 102)}),
        "xlsx",
        "has more than 100 sheets",
    ),
    "definitions": (
        lambda: workbook(xl__sharedStrings_xml='<!DOCTYPE a [<!ENTITY b "bbbb">]><sst>&b;</sst>'),
        "xlsx",
        "whose XML has definitions of its own",
    ),
    "repeated cells": (lambda: ods(TABLE.format(ROW.format(1_000_000, CELL.format(MANY)))), "ods", "has more than 500,000 cells"),
    "far cells": (
        lambda: ods(TABLE.format(ROW.format(1_000_000, "") + ROW.format(1, f"<table:table-cell {MANY}/>" + CELL.format("")))),
        "ods",
        "has more than 2,000,000 cells",
    ),
    "ods sheets": (lambda: ods(TABLE.format("") * 101), "ods", "has more than 100 sheets"),
}


@pytest.mark.parametrize(("made", "ending", "told"), REFUSED.values(), ids=REFUSED)
def test_a_log_larger_than_any_log_is_refused(made: Callable[[], bytes | str], ending: str, told: str) -> None:
    """Bytes, unpacked bytes, cells, rows, columns, sheets and merged cells beyond the bounds are refused with the file's name and what was found."""
    body = made()
    with pytest.raises(InputError) as refused:
        read(body if isinstance(body, bytes) else body.encode(), f"so.{ending}", ALIASES)
    assert str(refused.value).startswith("so.")
    assert told in str(refused.value)


BOMBS = {
    "unpacked": "workbook(xl__worksheets__sheet1_xml=b' ' * 290_000_000)",
    "300,000 rows": "workbook(xl__worksheets__sheet1_xml=cells(300_000, 3))",
    "repeated": "ods(TABLE.format(ROW.format(1_000_000, CELL.format(MANY))))",
    "one merged cell over all": "workbook(xl__worksheets__sheet1_xml=MERGED_OVER_ALL)",
    "nested JSON": "b'[' * 5_000_000",
    "blank cells": "HEADER.encode() + (b'\\n05/03/2026,05:30,\"Tin' + b' ' * 30_000 + b'\\n' * 30_000 + b'x\"') * 5",
    "numbers": "HEADER.encode() + (b'\\n05/03/2026,05:30,' + b'1/' * 8_000) * 5",
    "a long header": "(b'1/' * 16_000 + b',' + HEADER.encode() + b'\\n05/03/2026,05:30,Tin')",
    "one long cell": "HEADER.encode() + b'\\n05/03/2026,05:30,' + b'tin ' * 30_000",
}


@pytest.mark.parametrize("made", BOMBS.values(), ids=BOMBS)
def test_a_bomb_takes_neither_time_nor_memory(made: str) -> None:
    """Workbooks that unpack to 290 MB or hold 300,000 rows, repeated cells and nested JSON end within bounds of computing and memory."""
    code = f"""
    sys.path.insert(0, "tests/sources/log")
    from test_log_bounds import *
    body = {made}
    try:
        read(body, "so.xlsx" if body[:2] == b"PK" else "so.json" if body[:1] == b"[" else "so.csv", ALIASES)
    except InputError as error:
        print(error)
    print("done")
    """
    assert held(code, seconds=40, megabytes=2000).endswith("done\n")


def test_a_log_of_an_office_is_within_the_bounds() -> None:
    """A year of ten airings a day, on a sheet formatted far below and beside it, is read whole."""
    book, made = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("2026")
    sheet.append(HEADER.split(","))
    for n in range(3650):
        sheet.append([f"{1 + n % 28:02}/{1 + n % 12:02}/2026", f"{5 + n % 10:02}:30", f"Tin {n}"])
    book.save(made)
    assert len(read(made.getvalue(), "so.xlsx", ALIASES).bulletins) == 3650


def test_no_lock_is_held_while_a_log_is_read(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file of the inbox is read another run may begin, so that a file that takes long holds up nobody."""
    office = Office(tmp_path, portal, LISTING)
    office.settings.inbox.mkdir()
    (office.settings.inbox / "so.csv").write_text(f"{HEADER}\n05/03/2026,05:30,Tin\n", encoding="utf-8")
    ran: list[bool] = []
    whole = bounds.check_tables

    def reading(found: object, name: str) -> None:
        with Store.open(office.settings.database) as other, other.run("check", office.now):
            ran.append(True)
        whole(found, name)  # type: ignore[arg-type]

    monkeypatch.setattr("newswatch.sources.log.reader.check_tables", reading)
    with office.store() as store:
        taken = intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
    assert ([one.added for one in taken], ran) == ([1], [True])
