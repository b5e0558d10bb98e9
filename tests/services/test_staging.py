"""Bulletins from a form, and log files that are looked at before they are taken in."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.rights import Action, Actor
from newswatch.errors import FieldCode, FieldFault, FieldFaults, InputError
from newswatch.services import audit, bulletin_form, intake, staging

HOA = Actor("Trần Thị Hoa", None, "10.0.0.7")
LOG = (
    "Ngày phát;Giờ phát;Tên tin, bài;Nguồn;Đầu mối\n"
    "05/10/2026;05:30;Công khai thủ tục hành chính;Tự viết;a\n"
    "31/02/2026;05:30;Tin hỏng;Tự viết;b\n"
    "06/10/2026;05:30;Một cửa thêm giờ làm việc;Tự viết;c\n"
    "07/10/2026;hai mốt;Tin hỏng nữa;Tự viết;d\n"
)
STRANGE = "Ngày phát;Zyx\n05/10/2026;Công khai thủ tục hành chính\n06/10/2026;Một cửa thêm giờ làm việc\n"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with an empty portal and no bulletins."""
    return Office(tmp_path, portal)


def staged(office: Office, text: str, name: str = "so.csv") -> str:
    with office.store() as store:
        return staging.stage(store, office.unit, name, io.BytesIO(text.encode()), office.now())


def preview(office: Office, token: str) -> staging.Sheet:
    with office.store() as store:
        return staging.preview(store, office.settings, office.unit, token, office.now())


def test_four_fields_make_a_bulletin(office: Office) -> None:
    """Day in short, hour as spoken, title and minutes are enough; who enters it is on record, and so is the write."""
    with office.store() as store:
        fields = {"date": "27/10", "time": "6g30", "title": "Một cửa thêm giờ", "duration": "15"}
        done = bulletin_form.enter(store, office.settings, office.unit, fields, office.now(), HOA)
        [row] = intake.listed(store, office.unit)
        assert done.day.isoformat() == row["aired_on"] == "2026-10-27"
        assert (row["aired_at"], row["duration"], row["entered_by"], row["title"]) == ("06:30:00", 900, "Trần Thị Hoa", "Một cửa thêm giờ")
        [write] = audit.listed(store)
        assert (write.action, write.object, write.address) == (Action.LOG, f"bulletin {done.item_id}", "10.0.0.7")
        again = bulletin_form.enter(store, office.settings, office.unit, fields, office.now(), HOA)
        assert (again.item_id, len(audit.listed(store))) == (None, 1)


def test_every_faulty_field_is_told_at_once(office: Office) -> None:
    """A form with five faults tells five, and records nothing."""
    with office.store() as store:
        fields = {"date": "31/02", "title": " ", "duration": "lâu", "time": "sáng sớm tinh mơ nào đó"}
        with pytest.raises(FieldFaults) as told:
            bulletin_form.enter(store, office.settings, office.unit, fields, office.now(), HOA)
        codes = {fault.field: fault.code for fault in told.value.faults}
        assert codes == {
            "date": FieldCode.NO_SUCH_DAY,
            "title": FieldCode.MISSING,
            "duration": FieldCode.NOT_MINUTES,
            "time": FieldCode.UNREADABLE,
        }
        assert intake.listed(store, office.unit) == []
        assert audit.listed(store) == []


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"title": "Tin"}, "date", FieldCode.MISSING),
        ({"date": "21/11/2026", "title": "Tin"}, "date", FieldCode.FUTURE),
        ({"date": "20/11", "title": "..."}, "title", FieldCode.MISSING),
        ({"date": "20/11", "title": "Tin", "lạ": "x"}, "lạ", FieldCode.UNREADABLE),
    ],
)
def test_one_faulty_field_is_told_by_kind(office: Office, fields: dict[str, str], field: str, code: FieldCode) -> None:
    """A missing day, one to come, a title without letters and a field nobody knows are told apart."""
    with office.store() as store, pytest.raises(FieldFaults) as told:
        bulletin_form.enter(store, office.settings, office.unit, fields, office.now(), HOA)
    assert [(fault.field, fault.code) for fault in told.value.faults] == [(field, code)]


def test_the_next_entry_begins_with_the_last_ones_values(office: Office) -> None:
    """Reader, kind and source of the last entry by hand that was not voided are offered, never its title or day."""
    with office.store() as store:
        assert bulletin_form.defaults(store, office.unit) == {}
        fields = {"date": "27/10", "title": "Tin", "announcer": "Nam", "item_type": "Tin", "origin": "tự viết"}
        bulletin_form.enter(store, office.settings, office.unit, fields, office.now(), HOA)
        assert bulletin_form.defaults(store, office.unit) == {"announcer": "Nam", "item_type": "tin", "origin": "tự viết"}


def test_each_row_shows_what_it_becomes_or_what_is_wrong(office: Office) -> None:
    """The preview tells good rows, bad rows in their order, and the header that means nothing; nothing is recorded."""
    sheet = preview(office, staged(office, LOG))
    assert [(row.row, row.bulletin is not None, row.new) for row in sheet.rows] == [
        (2, True, True),
        (3, False, False),
        (4, True, True),
        (5, False, False),
    ]
    assert [row.problem.column for row in sheet.rows if row.problem] == ["Ngày phát", "Giờ phát"]
    assert (sheet.new, sheet.known, sheet.bad, sheet.unknown, sheet.before) == (2, 0, 2, ("Đầu mối",), False)
    with office.store() as store:
        assert intake.listed(store, office.unit) == []


def test_good_rows_go_in_as_one(office: Office) -> None:
    """Taking in a staged file records its good rows with one write; sent again, or as the same rows elsewhere, it brings nothing."""
    token = staged(office, LOG)
    with office.store() as store:
        taken = staging.take_in(store, office.settings, office.unit, token, office.now(), HOA)
        assert (taken.added, len(taken.problems)) == (2, 2)
        [write] = audit.listed(store)
        assert (write.action, write.object) == (Action.IMPORT, "so.csv: 2 bulletins")
        assert staging.take_in(store, office.settings, office.unit, token, office.now(), HOA).before
        assert len(audit.listed(store)) == 1
    again = preview(office, token)
    assert (again.before, again.new, again.known) == (True, 0, 2)


def test_a_header_named_by_hand_is_remembered(office: Office) -> None:
    """A file whose title column has an unknown header is refused with that header; once a person says what it means, this file, the next and those of the
    inbox are read."""
    token = staged(office, STRANGE)
    sheet = preview(office, token)
    assert sheet.refused
    assert "Zyx" in sheet.unknown
    with office.store() as store:
        staging.remember(store, office.unit, {"Zyx": "title"}, office.now(), HOA)
        assert audit.listed(store)[0].object == "columns: Zyx = title"
    sheet = preview(office, token)
    assert (sheet.refused, sheet.new, sheet.unknown) == ("", 2, ())
    assert sheet.columns
    assert sheet.columns["title"] == "Zyx"
    assert office.takes_in("nua.csv", STRANGE.replace("05/10", "08/10").replace("Zyx", "ZYX")).added == 2


def test_a_header_that_tells_nothing_is_asked_for_once(office: Office) -> None:
    """An unknown header that a person says tells nothing is not asked for again."""
    token = staged(office, LOG)
    with office.store() as store:
        staging.remember(store, office.unit, {"Đầu mối": ""}, office.now(), HOA)
    sheet = preview(office, token)
    assert (sheet.unknown, sheet.new) == ((), 2)


def test_a_known_header_can_be_named_otherwise(office: Office) -> None:
    """What a person says of a header outranks what the program takes it for."""
    text = "Ngày phát;Tên tin, bài;Ghi chú\n05/10/2026;Chương trình sáng;Công khai thủ tục hành chính\n"
    token = staged(office, text)
    with office.store() as store:
        staging.remember(store, office.unit, {"Ghi chú": "title", "Tên tin, bài": "programme"}, office.now(), HOA)
    [row] = preview(office, token).rows
    assert row.bulletin
    assert (row.bulletin.title, row.bulletin.programme) == ("Công khai thủ tục hành chính", "Chương trình sáng")


@pytest.mark.parametrize(
    ("meant", "code"),
    [({"Zyx": "tựa"}, FieldCode.WRONG), ({"Zyx": "title", "Abc": "title"}, FieldCode.TAKEN)],
)
def test_headers_mean_one_known_field_each(office: Office, meant: dict[str, str], code: FieldCode) -> None:
    """No field of that name, or one for two headers, is refused, and nothing is remembered."""
    with office.store() as store:
        with pytest.raises(FieldFault) as fault:
            staging.remember(store, office.unit, meant, office.now(), HOA)
        assert fault.value.code is code
        assert store.rows("SELECT * FROM column_meanings") == []


def test_a_staged_file_is_one_units_for_a_day(office: Office) -> None:
    """Another unit, another token and the next day find nothing; the next staging removes what is over."""
    token = staged(office, LOG)
    with office.store() as store:
        for unit, asked, later in (
            (replace(office.unit, id="an-hoa"), token, 0),
            (office.unit, "đoán", 0),
            (office.unit, token, 24),
        ):
            with pytest.raises(InputError, match="not kept any more"):
                staging.preview(store, office.settings, unit, asked, office.now() + timedelta(hours=later))
        staging.stage(store, office.unit, "b.csv", io.BytesIO(b"x"), office.now() + timedelta(hours=25))
        assert len(store.rows("SELECT token FROM staged_files")) == 1


@pytest.mark.parametrize(("size", "code"), [(0, FieldCode.MISSING), (10_000_001, FieldCode.TOO_LONG)])
def test_a_file_has_bytes_and_a_bound(office: Office, size: int, code: FieldCode) -> None:
    """An empty file and one that is larger than any log are refused before anything is laid aside."""
    with office.store() as store:
        with pytest.raises(FieldFault) as fault:
            staging.stage(store, office.unit, "so.csv", io.BytesIO(bytes(size)), office.now())
        assert fault.value.code is code
        assert store.rows("SELECT token FROM staged_files") == []


@pytest.mark.parametrize("body", [b"\x00\x01\x02rubbish", b"PK\x03\x04rubbish", "không có bảng".encode()])
def test_rubbish_is_refused_in_the_preview(office: Office, body: bytes) -> None:
    """What is no log is refused with the reason, and has no rows."""
    with office.store() as store:
        token = staging.stage(store, office.unit, "so.xlsx", io.BytesIO(body), office.now())
        sheet = staging.preview(store, office.settings, office.unit, token, office.now())
    assert sheet.refused
    assert sheet.rows == ()
