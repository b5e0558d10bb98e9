"""The inbox: whatever lies in it is read, or named with the reason, in check, status, doctor and mail."""

from dataclasses import replace
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.notices.notice import NoticeKind
from newswatch.errors import ConfigError
from newswatch.services import close, doctor, inbox, intake
from newswatch.services.status import status

LOG = "Ngày phát;Tên tin\n05/10/2026;Công khai thủ tục hành chính\n"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with an inbox."""
    found = Office(tmp_path, portal)
    found.settings.inbox.mkdir()
    return found


def lay(office: Office, name: str, body: bytes | str) -> None:
    """Lays a file into the inbox."""
    path = office.settings.inbox / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)


def swept(office: Office) -> dict[str, intake.TakenIn]:
    """What a check makes of the inbox."""
    with office.store() as store:
        return {taken.file: taken for taken in intake.sweep_inbox(store, office.settings, office.settings.units, office.now)}


def test_whatever_its_suffix_a_file_is_read_or_named(office: Office) -> None:
    """A log called .txt is read; a PDF, a Word file and a folder are refused by name; what Windows and Excel leave there is passed over."""
    lay(office, "so.txt", LOG)
    lay(office, "so.pdf", b"%PDF-1.7")
    lay(office, "so.docx", b"PK\x03\x04rubbish")
    lay(office, "thang 9/so9.csv", LOG)
    lay(office, "Thumbs.db", b"\x00")
    lay(office, "~$so.xlsx", b"\x00")
    found = swept(office)
    assert {name: (taken.added, bool(taken.refused)) for name, taken in found.items()} == {
        "so.txt": (1, False), "so.pdf": (0, True), "so.docx": (0, True), "thang 9": (0, True),
    }  # fmt: skip
    assert "a PDF" in found["so.pdf"].refused


def test_with_several_units_a_file_outside_their_folders_is_named(office: Office) -> None:
    """A log that lies in no unit's folder belongs to none; it is named with the folders it could go into."""
    office.settings = replace(office.settings, units=(office.unit, replace(office.unit, id="other", sources=())))
    lay(office, "so.csv", LOG)
    lay(office, "other/so2.csv", LOG)
    found = swept(office)
    assert (found["so2.csv"].added, found["so.csv"].added) == (1, 0)
    assert "no unit's folder" in found["so.csv"].refused


def test_status_doctor_and_mail_name_what_was_not_taken_in(office: Office) -> None:
    """A file that can't be read and one with bad rows are told of until they are mended, to the board as not counted."""
    office.has_board(None, "a@xa.example")
    lay(office, "anh.pdf", b"%PDF-1.7")
    lay(office, "so.csv", LOG + "31/02/2026;Tin hỏng\n")
    swept(office)
    with office.store() as store:
        told = status(store, office.settings, office.settings.units, 2026, office.now()).units[0].unread_logs
        notice = close.preview(store, office.settings, office.unit, NoticeKind.WARNING, None, office.now())
    assert [(log.file, log.rows, "a PDF" in log.why) for log in told] == [("anh.pdf", 0, True), ("so.csv", 1, False)]
    assert "Chưa đọc được hết sổ phát thanh: anh.pdf, so.csv (1 dòng)." in notice.text
    findings = doctor.run(office.settings.path, office.now, offline=True).findings
    assert [f.found.split(":")[0] for f in findings if f.about == "sổ phát thanh unit"] == ["anh.pdf", "so.csv"]


def test_a_log_that_was_mended_is_told_of_no_more(office: Office) -> None:
    """A file of the same name whose rows all go in takes the place of the one with bad rows."""
    lay(office, "so.csv", LOG + "31/02/2026;Tin hỏng\n")
    swept(office)
    lay(office, "so.csv", LOG + "03/02/2026;Tin hỏng\n")
    swept(office)
    with office.store() as store:
        assert inbox.unread_logs(store, office.settings, office.unit, office.now()) == ()


def test_a_preview_records_nothing(office: Office, tmp_path: Path) -> None:
    """A preview tells what an import would bring, and which of it is known, and leaves the database as it was."""
    path = tmp_path / "so.csv"
    path.write_text(LOG, encoding="utf-8")
    with office.store() as store:
        before = intake.preview(store, office.settings, office.unit, path)
        assert (before.taken.added, [new for _, new in before.bulletins], office.items()) == (1, [True], [])
        intake.read_file(store, office.settings, office.unit, path, office.now)
        after = intake.preview(store, office.settings, office.unit, path)
    assert (after.taken.added, after.taken.known, after.taken.before) == (0, 1, True)
    assert after.shape["bulletins"][0]["aired_on"] == "2026-10-05"


def test_own_column_names_are_used(office: Office, tmp_path: Path) -> None:
    """`log_columns` names an own copy of the column names; one that is not there is a fault of the configuration."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text('log_columns = "cot.toml"\n' + text, encoding="utf-8")
    with pytest.raises(ConfigError, match="log_columns"):
        office.reads_settings()
    (tmp_path / "cot.toml").write_text('date = ["Ngày ra loa"]\ntitle = ["Tên mẩu"]\n', encoding="utf-8")
    office.reads_settings()
    lay(office, "so.csv", "Ngày ra loa;Tên mẩu\n05/10/2026;Cải cách hành chính\n")
    assert swept(office)["so.csv"].added == 1
