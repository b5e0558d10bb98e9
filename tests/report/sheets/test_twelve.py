"""Twelve self-score files as offices keep them are filled in right, and nothing else of them changes."""

import io
import subprocess
from pathlib import Path

import pytest
import sheets
from needs import program
from office_sheets import Kept, twelve
from openpyxl import load_workbook
from pypdf import PdfReader

FILES = twelve()


def test_they_are_twelve() -> None:
    """Each stands for one thing that a program might lose."""
    assert len(FILES) == 12


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_filled_in(name: str) -> None:
    """The score stands in its cell; every part but the sheets with the row and its totals, and the workbook's flag, is byte for byte as it was."""
    kept = FILES[name]
    filled = sheets.fill(kept.raw, kept.code)
    assert sheets.changed(kept.raw, filled.raw) <= kept.parts
    if isinstance(kept.cell, tuple):
        row, column = kept.cell
        assert [cells[column] for cells in sheets.word_rows(filled.raw)].count("1,5") == 1
        assert sheets.word_rows(filled.raw)[row + 1][column] == "1,5"
    else:
        assert filled.put[0] == (kept.cell, "1,5")
        assert load_workbook(io.BytesIO(filled.raw))["Tự chấm"][kept.cell].value == 1.5
        assert not any(b"<v>99</v>" in body for name, body in sheets.parts(filled.raw).items() if name.startswith("xl/worksheets/"))


def test_libreoffice_opens_each_and_works_out_its_totals(tmp_path: Path) -> None:
    """LibreOffice opens each filled file, and shows the totals that follow from the score in place of the stale ones."""
    soffice = program("soffice", package="libreoffice-calc-nogui")
    books = {name: kept for name, kept in FILES.items() if kept.totals}
    for name, kept in books.items():
        (tmp_path / f"{name}{kept.suffix}").write_bytes(sheets.fill(kept.raw, kept.code).raw)
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    files = [str(tmp_path / f"{name}{kept.suffix}") for name, kept in books.items()]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), *files], check=True, capture_output=True, timeout=180)
    assert {name: shown(tmp_path / "out" / f"{name}.xlsx", kept) for name, kept in books.items()} == {
        name: kept.totals for name, kept in books.items()
    }


VIETNAMESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item></oor:items>"""


def test_libreoffice_works_out_the_totals_of_word(tmp_path: Path) -> None:
    """On an office's computer, where `1,5` is a number, LibreOffice shows the total of a Word table that follows from the score."""
    soffice = program("soffice", package="libreoffice-writer-nogui")
    (tmp_path / "profile" / "user").mkdir(parents=True)
    (tmp_path / "profile" / "user" / "registrymodifications.xcu").write_text(VIETNAMESE, encoding="utf-8")
    (tmp_path / "a.docx").write_bytes(sheets.fill(FILES["word"].raw).raw)
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=180)
    printed = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages).split()
    assert {"6.5", "6,5"} & set(printed)
    assert "99" not in printed


def shown(path: Path, kept: Kept) -> dict[tuple[str, str], object]:
    """What stands in the cells of totals."""
    book = load_workbook(path, data_only=True)
    return {(sheet, cell): book[sheet][cell].value for sheet, cell in kept.totals}
