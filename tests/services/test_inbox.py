"""The inbox: whatever lies in it is read, or named with the reason, in check, status, doctor and mail."""

from dataclasses import replace
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.count.statement import State
from newswatch.core.notices.notice import NoticeKind
from newswatch.errors import ConfigError, InputError
from newswatch.services import close, doctor, inbox, intake
from newswatch.services.log_files import TakenIn
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


def swept(office: Office) -> dict[str, TakenIn]:
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


DAMAGED = b"PK\x03\x04rubbish"


def october(office: Office) -> State:
    """How October stands once all of it was seen, with three items on the portal."""
    return office.month("2026-10").state


@pytest.fixture
def short_october(office: Office) -> Office:
    """The office with three items of October, watched since the month began, on a morning in early November."""
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-10-20 06:30", since="2026-09-01")
    office.polls("2026-11-05 06:30")
    office.polls("2026-11-05 06:35")
    return office


def later(office: Office) -> None:
    """Past the day on which October's log closes by itself."""
    office.polls("2026-11-12 06:30")


@pytest.mark.parametrize(
    ("name", "body"), [("so.xlsx", DAMAGED), ("so.pdf", b"%PDF-1.7"), ("so.csv", "tin;bài\n1;2\n"), ("cu/so.csv", LOG)]
)
def test_file_that_cant_be_read_holds_its_months_open_while_it_lies_there(short_october: Office, name: str, body: bytes | str) -> None:
    """Damaged, of another format, without a known head or in a folder: it may be October's log, so October stays unknown; taken away, it is told once
    and holds nothing."""
    office = short_october
    lay(office, name, body)
    swept(office)
    later(office)
    assert october(office) is State.UNKNOWN
    (office.settings.inbox / name).unlink()
    told = swept(office)
    assert [(taken.gone, taken.refused) for taken in told.values()] == [(True, "")]
    assert (swept(office), october(office)) == ({}, State.SHORT)


def test_file_that_is_handed_in_after_the_closing_holds_nothing_open(short_october: Office) -> None:
    """What is laid into the inbox once October's log has closed reopens it no more than a bulletin does."""
    later(short_october)
    lay(short_october, "so.xlsx", DAMAGED)
    swept(short_october)
    assert october(short_october) is State.SHORT


def test_file_that_is_replaced_by_a_readable_one_ends_its_hold(short_october: Office) -> None:
    """The same name with a sound log: October is known. With a bad row instead it stays open, though that version came after the closing day."""
    office = short_october
    lay(office, "so.csv", DAMAGED)
    swept(office)
    later(office)
    other = LOG.replace("Công khai thủ tục hành chính", "Phòng cháy rừng")
    lay(office, "so.csv", other + "31/02/2026;Tin hỏng\n")
    swept(office)
    assert october(office) is State.UNKNOWN
    lay(office, "so.csv", other)
    swept(office)
    assert october(office) is State.SHORT


@pytest.mark.parametrize("body", [DAMAGED, LOG.replace("Công khai thủ tục hành chính", "Phòng cháy rừng").encode() + b"31/02/2026;Tin\n"])
def test_a_person_ignores_what_could_not_be_read(short_october: Office, body: bytes) -> None:
    """Deleting a log with bad rows settles nothing; ignored by name and with a reason it is told of no more and holds nothing, until it changes."""
    office = short_october
    lay(office, "so.csv", body)
    swept(office)
    later(office)
    with office.store() as store:
        for by, because in (("", "x"), ("Hoa", " ")):
            with pytest.raises(InputError, match="--by NAME and --because TEXT"):
                inbox.ignore(store, office.unit, "so.csv", by, because, office.now())
        with pytest.raises(InputError, match=r"khac\.csv: no log of this name .*known are: so\.csv"):
            inbox.ignore(store, office.unit, "khac.csv", "Hoa", "nhầm", office.now())
        inbox.ignore(store, office.unit, "so.csv", "Hoa", "dòng ấy ghi nhầm", office.now())
        assert inbox.unread_logs(store, office.settings, office.unit, office.now()) == ()
    assert (october(office), swept(office)) == (State.SHORT, {})
    office.at = "2026-11-13 09:00"
    lay(office, "so.csv", body + b"32/02/2026;Tin\n")
    swept(office)
    with office.store() as store:
        assert [log.file for log in inbox.unread_logs(store, office.settings, office.unit, office.now())] == ["so.csv"]


def test_deleting_a_log_with_bad_rows_makes_no_month_known(short_october: Office) -> None:
    """What could not be read may be October's whether or not the file still lies there; a person closes the log or ignores the rows."""
    office = short_october
    lay(office, "so.csv", LOG.replace("Công khai thủ tục hành chính", "Phòng cháy rừng") + "31/02/2026;Tin\n")
    swept(office)
    (office.settings.inbox / "so.csv").unlink()
    later(office)
    assert (swept(office), october(office)) == ({}, State.UNKNOWN)
    findings = doctor.run(office.settings.path, office.now, offline=True).findings
    assert any("newswatch bulletin ignore 'so.csv'" in f.advice for f in findings)


def test_unread_file_is_tried_later_and_later_until_it_changes(office: Office) -> None:
    """A patient sweep tries an unchanged file after 10, 20, 40 … minutes and at last every 12 hours; a changed one, and one a person asks for, at once."""
    lay(office, "so.xlsx", DAMAGED)
    tried = []
    with office.store() as store:
        for minute in range(0, 60 * 48, 5):
            office.at = f"2026-11-{20 + minute // 1440:02d} {minute // 60 % 24:02d}:{minute % 60:02d}"
            (taken,) = intake.sweep_inbox(store, office.settings, office.settings.units, office.now, patient=True)
            assert taken.refused
            tried += [] if taken.again else [minute]
        assert tried == [0, 10, 30, 70, 150, 310, 630, 1270, 1990, 2710]
        (taken,) = intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
        assert not taken.again
        lay(office, "so.xlsx", DAMAGED + b"!")
        (taken,) = intake.sweep_inbox(store, office.settings, office.settings.units, office.now, patient=True)
        assert not taken.again


def test_a_fault_nobody_foresaw_in_a_log_is_named_by_status(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that breaks the reader is told of as unread; the unit's status is told all the same."""
    lay(office, "so.csv", LOG)

    def breaks(*_: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr("newswatch.sources.log.reader.read", breaks)
    assert swept(office)["so.csv"].fault
    with office.store() as store:
        told = status(store, office.settings, office.settings.units, 2026, office.now())
    assert [(log.file, "RecursionError" in log.why) for one in told.units for log in one.unread_logs] == [("so.csv", True)]
