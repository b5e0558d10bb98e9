"""Files in place of articles are read within bounds of time, memory and length, whatever they hold."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from newswatch.core.answer.kinds import Answer
from newswatch.sources.read import documents

LINE = "Ủy ban nhân dân xã công khai thủ tục hành chính tại bộ phận một cửa."


def word(*lines: str, table: tuple[str, ...] = ()) -> bytes:
    """A Word file with paragraphs and a table of one row."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        for cell, text in zip(document.add_table(1, len(table)).rows[0].cells, table, strict=True):
            cell.text = text
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_word_file_with_a_table() -> None:
    """Paragraphs and the rows of tables are lines, in the order of the file."""
    assert documents.read(word(LINE, table=("Hồ sơ", "62"))) == (f"{LINE}\nHồ sơ 62", Answer.FILE)


def test_a_long_file_is_cut() -> None:
    """Of a file as long as a book the beginning is read."""
    text, answer = documents.read(word(*[LINE * 20] * 200))
    assert (len(text), answer) == (documents._MOST_LETTERS, Answer.FILE)


def bomb() -> bytes:
    """A Word file that unpacks to 300 MB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/document.xml", b" " * 300_000_000)
    return held.getvalue()


def looping_pdf() -> bytes:
    """A PDF file whose tree of pages holds itself."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>"]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 3\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 3>>\nstartxref\n%d\n%%%%EOF" % (table, len(body))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": bomb,
    "loop": looping_pdf,
    "cut": lambda: word(LINE)[:-300],
    "no PDF": lambda: b"%PDF-1.7\n" + b"1 0 obj<<" * 20_000,
    "empty archive": lambda: b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_broken(name: str) -> None:
    """A file that is damaged or made to hurt gives no text, and says so."""
    text, answer = documents.read(HOSTILE[name]())
    assert (text, answer in (Answer.BROKEN, Answer.BINARY, Answer.NO_TEXT)) == ("", True)


def test_a_file_that_keeps_the_reader_busy_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads a file is ended after its time, and the file counts as broken."""
    monkeypatch.setattr(documents, "_SECONDS", 0.01)
    assert documents.read(word(LINE)) == ("", Answer.BROKEN)


@pytest.mark.parametrize(
    ("body", "is_file"),
    [
        (b"%PDF-1.4", True),
        (b"\n\n%PDF-1.4", True),
        (b"PK\x03\x04", True),
        (b"<html><p>%PDF-1.4</p>", False),
        (b"<!DOCTYPE html>", False),
        (b"", False),
    ],
)
def test_files_are_told_from_pages(body: bytes, is_file: bool) -> None:
    """The first bytes tell a file; a page that speaks of one is a page."""
    assert documents.is_file(body) is is_file
