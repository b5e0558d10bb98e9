"""Documents of a real database: every kind and form, an office's own templates, LibreOffice where it is and where it isn't."""

import io
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import papers
import pytest
from command import newswatch
from docx import Document
from needs import program
from office import Office
from openpyxl import load_workbook
from portal import Portal
from pypdf import PdfReader

from newswatch.core.periods import Period
from newswatch.errors import InputError
from newswatch.report.documents.kinds import TEMPLATED, Form, Kind, forms
from newswatch.report.vi.reasons import technical
from newswatch.services import documents
from newswatch.services.documents import converting

LOG = "Ngày phát,Giờ phát,Thời lượng,Tên tin bài,Thể loại,Người viết\n"
LOGGED = (
    "05/09/2026,05:30,05:30,Xã công khai thủ tục hành chính mới về đất đai,tin,Trần Thị Hoa\n"
    "06/09/2026,05:30,05:30,Bản tin ghi nhầm về cải cách hành chính,tin,Trần Thị Hoa\n"
)


class Desk:
    """An office with three months watched, a log taken in, and one airing of it voided."""

    def __init__(self, folder: Path, portal: Portal) -> None:
        self.office, self.folder = Office(folder, portal), folder
        for n, month in enumerate((8, 9, 9, 10)):
            self.office.par(n, f"2026-{month:02d}-{5 + n:02d} 08:00")
        self.office.polls("2026-10-20 06:30", since="2026-01-01")
        self.office.polls("2026-11-02 06:30")
        self.office.takes_in("so.csv", LOG + LOGGED)
        self.run("bulletin", "void", str(self.office.item("ghi nhầm").id), "--by", "Thư ký", "--because", "nhầm")

    def made(self, kind: Kind, period: str = "2026-09", form: Form = Form.DOCX) -> bytes:
        """A document as made now."""
        with self.office.store() as store:
            made = documents.made(store, self.office.settings, self.office.unit, kind, Period.parse(period), form, self.office.now())
        assert made.name.isascii()
        assert made.name.endswith(f"-thu-{period.lower()}.{form}")
        return made.raw

    def run(self, *given: str) -> Any:
        """A command of newswatch in the office's folder."""
        return newswatch(*given, cwd=self.folder)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Portal() as portal:
        yield Desk(tmp_path_factory.mktemp("desk"), portal)


def letters(line: str) -> list[str]:
    """The letters of a line. Those that a font lacks are of another font in a PDF, and pypdf reads them after the others of their line."""
    return sorted("".join(line.split()))


@pytest.mark.parametrize("kind", TEMPLATED)
def test_each_kind_is_made_of_a_database(desk: Desk, kind: Kind) -> None:
    """The notice is made of a month, the others of half a year and a year; the same moment gives the same bytes."""
    for period in ("2026-09",) if kind is Kind.NOTICE else ("2026-H2", "2026"):
        raw = desk.made(kind, period)
        assert raw == desk.made(kind, period)
        text = "\n".join(papers.texts(raw))
        assert "{{" not in text
        assert "Thử" in text or "THỬ" in text


def test_the_log_holds_what_was_aired(desk: Desk) -> None:
    """The airing on record is printed with its hour and people; the voided one is only counted."""
    text = "\n".join(papers.texts(desk.made(Kind.LOG)))
    assert "Xã công khai thủ tục hành chính mới về đất đai" in text
    assert "05/09/2026 05:30" in text
    assert "Viết: Trần Thị Hoa" in text
    assert "ghi nhầm về" not in text
    assert "1 mục ghi nhầm đã hủy" in text


def test_list_and_papers_share_their_numbers(desk: Desk) -> None:
    """The number of an item in the workbook is that in the report's column of evidence and in the appendix."""
    sheet: Any = load_workbook(io.BytesIO(desk.made(Kind.LIST, "2026-Q3", Form.XLSX))).worksheets[0]
    listed = {row[3].value: row[0].value for row in sheet.iter_rows(min_row=4) if row[3].value}
    table = Document(io.BytesIO(desk.made(Kind.APPENDIX, "2026-Q3"))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert rows
    assert all(str(listed[row[3]]) == row[0] for row in rows)
    with desk.office.store() as store:
        _, months = documents.told_of(store, desk.office.unit, Period.parse("2026-Q3"), desk.office.now())
    assert [str(month.month) for month in months] == ["2026-07", "2026-08", "2026-09"]


def test_evidence_that_is_there_is_not_missed(desk: Desk) -> None:
    """A portal item whose page was received has its evidence; a broadcast without recording or script has none until a script is attached."""
    lacking = "\n".join(papers.texts(desk.made(Kind.EXPLANATION, "2026-Q3")))
    assert "bản ghi âm hoặc kịch bản, lời đọc" in lacking
    assert "bản lưu của trang bài đăng" not in lacking
    script = desk.folder / "bai.txt"
    script.write_text("Xã công khai thủ tục.", encoding="utf-8")
    desk.run("attach", str(desk.office.item("đất đai").id), str(script), "--kind", "script", "--by", "Thư ký")
    assert "tin, bài được tính đều có tài liệu kiểm chứng" in "\n".join(papers.texts(desk.made(Kind.EXPLANATION, "2026-Q3")))


def test_forms_and_periods_that_are_not_had(desk: Desk) -> None:
    """A kind is refused in a form it isn't made in, a notice of more than a month, a time that no year scores."""
    with pytest.raises(InputError, match="report is made as docx, pdf, odt, not as xlsx"):
        desk.made(Kind.REPORT, form=Form.XLSX)
    with pytest.raises(InputError, match="a notice is about one month, not about 2026-Q3"):
        desk.made(Kind.NOTICE, "2026-Q3")
    assert forms(Kind.LIST)[0] is Form.XLSX


COMMANDS = [
    (("report",), "name one of --month, --quarter, --half-year, --year"),
    (("report", "--month", "2026-09", "--year", "2026"), "name one of"),
    (("report", "--quarter", "3/2026"), "is no period: write a month as 2026-03"),
    (("report", "--quarter", "2026-09"), "2026-09 is a month; name it with --month"),
    (("report", "--year", "2026-H1"), "2026-H1 is a half year; name it with --half-year"),
    (("report", "--month", "2026-09", "--format", "pdf"), "out.docx ends with another"),
    (("templates", "--year", "2026"), "templates are of no period"),
]


@pytest.mark.parametrize(("given", "told"), COMMANDS)
def test_what_is_asked_wrongly_is_told(desk: Desk, given: tuple[str, ...], told: str) -> None:
    """Each wrong option says what to name; nothing is written."""
    done = desk.run("document", *given, "--out", str(desk.folder / "out.docx"))
    assert done.returncode == 2
    assert told in done.stderr
    assert not (desk.folder / "out.docx").exists()


def test_a_document_is_written_once(desk: Desk) -> None:
    """The command writes the file named, in the form its name ends with, says so, and leaves a file alone that is there."""
    for name in ("danh sách.csv", "báo cáo.docx"):
        kind, out = ("list" if name.endswith("csv") else "report"), desk.folder / name
        assert desk.run("document", kind, "--quarter", "2026-Q3", "--out", str(out)).stdout.strip() == str(out)
        before = out.read_bytes()
        again = desk.run("document", kind, "--quarter", "2026-Q3", "--out", str(out))
        assert (again.returncode, "lies there already" in again.stderr) == (2, True)
        assert out.read_bytes() == before
    missing = desk.run("document", "report", "--year", "2026", "--out", str(desk.folder / "không có" / "a.docx"))
    assert (missing.returncode, "can't be written" in missing.stderr) == (2, True)


def test_own_templates(tmp_path: Path, portal: Portal) -> None:
    """A template copied out, edited and named in config.toml is used in place of ours and goes into backups; a broken one is named, and nothing is
    written."""
    desk = Desk(tmp_path, portal)
    copied = desk.run("document", "templates", "--out", str(tmp_path / "mau")).stdout.split()
    assert sorted(Path(one).name for one in copied) == sorted(f"{kind}.docx" for kind in TEMPLATED)
    config = desk.office.settings.path
    config.write_text(config.read_text(encoding="utf-8").replace("[fetch]", '[documents]\ntemplates = "mau"\n[fetch]'), encoding="utf-8")
    (tmp_path / "mau" / "report.docx").write_bytes(papers.edited(Kind.REPORT, ("BÁO CÁO", "BÁO CÁO NHANH")))
    (tmp_path / "mau" / "log.docx").unlink()
    (tmp_path / "mau" / "~$report.docx").touch()
    desk.office.reads_settings()
    kept = [path.name for path in desk.office.settings.files if path.parent.name == "mau"]
    assert kept == ["appendix.docx", "explanation.docx", "notice.docx", "report.docx"]
    assert f"Mẫu văn bản:       {tmp_path / 'mau'}" in desk.run("config").stdout
    assert "BÁO CÁO NHANH" in papers.texts(desk.made(Kind.REPORT))
    assert "SỔ NHẬT KÝ PHÁT THANH" in papers.texts(desk.made(Kind.LOG))
    (tmp_path / "mau" / "report.docx").write_bytes(papers.edited(Kind.REPORT, ("{{ summary }}", "{{ sumary }}")))
    done = desk.run("document", "report", "--month", "2026-09", "--out", str(tmp_path / "a.docx"))
    assert done.returncode == 2
    assert f"template {tmp_path / 'mau' / 'report.docx'}: paragraph " in done.stderr
    assert "{{ sumary }}: nothing is named sumary" in done.stderr
    assert not (tmp_path / "a.docx").exists()
    again = desk.run("document", "templates", "--out", str(tmp_path / "mau"))
    assert (again.returncode, "lies there already" in again.stderr) == (2, True)


def test_a_folder_of_templates_that_is_not_there_is_told(tmp_path: Path, portal: Portal) -> None:
    """The settings name it and the command that makes it, in Vietnamese too."""
    office = Office(tmp_path, portal)
    path = office.settings.path
    path.write_text(
        '[documents]\ntemplates = "mẫu"\n' + path.read_text(encoding="utf-8").replace('database = "n.db"\n', ""), encoding="utf-8"
    )
    done = newswatch("config", cwd=tmp_path)
    assert "documents.templates: " in done.stderr
    assert "`newswatch document templates --out mẫu` makes it" in done.stderr
    assert technical("mau is not there; `newswatch document templates --out mau` makes it").startswith("không có thư mục mau")


def test_libreoffice_makes_a_pdf_whose_text_can_be_read(desk: Desk) -> None:
    """The report as PDF has its heads on one line each, its marks right, and pages numbered from the second on."""
    program("soffice", package="libreoffice-writer-nogui")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(desk.made(Kind.REPORT, "2026", Form.PDF))).pages]
    lines = [letters(line) for page in pages for line in page.splitlines()]
    heads = ("ỦY BAN NHÂN DÂN", "XÃ THỬ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO")
    assert [head for head in heads if letters(head) not in lines] == []
    assert letters("Kết quả tin, bài tuyên truyền cải cách hành chính năm 2026") in lines
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    assert pages[0].split()[0] != "1"


def test_without_libreoffice_it_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form, the program, the packages and the way without it are named."""
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(InputError, match=r"--format pdf: needs LibreOffice.*libreoffice-writer-nogui.*as docx and save it"):
        desk.made(Kind.REPORT, form=Form.PDF)


@pytest.fixture
def office_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program by the name of LibreOffice's, to be written by the test."""
    path = tmp_path / "soffice"
    path.touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return path


def test_a_program_that_hangs_is_ended_with_all_it_started(desk: Desk, office_program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time LibreOffice is ended, and so is what it started; the file as it is can be had."""
    monkeypatch.setattr(converting, "SECONDS", 0.5)
    office_program.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {office_program}.child\nsleep 300\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"did not end within 0.5 s and was stopped"):
        desk.made(Kind.REPORT, form=Form.PDF)
    child = int(Path(f"{office_program}.child").read_text(encoding="utf-8"))
    for _ in range(200):
        if not Path(f"/proc/{child}").exists() or "\nState:\tZ" in Path(f"/proc/{child}/status").read_text(encoding="utf-8"):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("what LibreOffice started goes on")


def test_a_program_that_makes_nothing_is_quoted(desk: Desk, office_program: Path) -> None:
    """What LibreOffice said last is told."""
    office_program.write_text("#!/bin/sh\necho 'Error: source file could not be loaded'\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"LibreOffice made nothing of the docx file: Error: source file could not be loaded"):
        desk.made(Kind.REPORT, form=Form.PDF)


def test_nothing_is_recorded(desk: Desk) -> None:
    """A document changes nothing in the database."""

    def rows() -> dict[str, int]:
        with closing(sqlite3.connect(desk.office.settings.database)) as db:
            names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'kept%'")]
            return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}

    before = rows()
    desk.made(Kind.REPORT, "2026")
    assert rows() == before
