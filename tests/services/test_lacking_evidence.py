"""Evidence that lacks, from the tables to what people read: told in time, with what helps, and gone once it is there."""

import json
from datetime import date
from pathlib import Path

import pytest
from command import newswatch
from letter_worlds import counting, flat, letter, march, told
from office import Office
from portal import Portal
from rule_tables import rule
from worlds import year_of

from newswatch.core.notices.notice import NoticeKind
from newswatch.core.record.files import EvidenceKind, FileKind
from newswatch.report.vi import evidence as words
from newswatch.services import attach, doctor
from newswatch.store import evidence, pruning

LOG = "Ngày phát,Tên tin\n05/11/2026,Cải cách hành chính tại bộ phận một cửa\n06/11/2026,Rút ngắn thủ tục hành chính về đất đai\n"
ASKING = rule(evidence={"portal": "url + capture", "loudspeaker": "log line + (audio or script)"})


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with an article and two broadcasts in November, under a rule that asks for evidence."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-11-03 08:00")
    office.polls("2026-11-20 09:00")
    office.takes_in("so.csv", LOG)
    return office


def lacking(office: Office) -> list[int]:
    return [line.item.id for line in office.month("2026-11").lines if line.lacks]


def attached(office: Office, item: int, name: str, kind: FileKind) -> int:
    path = office.folder / name
    path.write_text("Lời đọc của bản tin", encoding="utf-8")
    with office.store() as store:
        return attach.attach(store, path, item, kind, office.now()).number


def test_an_attached_script_settles_it_and_voiding_brings_it_back(office: Office) -> None:
    """The article's page is kept by itself; a broadcast lacks its recording or script until one is attached, and again once that is voided."""
    assert lacking(office) == [2, 3]
    number = attached(office, 2, "loi-doc.txt", FileKind.SCRIPT)
    assert lacking(office) == [3]
    attached(office, 3, "khac.txt", FileKind.PAPER)
    assert lacking(office) == [3], "any other paper is no recording"
    with office.store() as store:
        attach.void(store, number, "Thư ký", "nhầm tệp", office.now())
    assert lacking(office) == [2, 3]


def test_a_log_that_holds_what_was_read_out_is_evidence(office: Office) -> None:
    """A script in a column of the log is one, as a file is."""
    office.takes_in("so-2.csv", "Ngày phát,Tên tin,Nội dung\n07/11/2026,Đối thoại về cải cách hành chính,Kính thưa bà con xã nhà\n")
    assert lacking(office) == [2, 3]


def test_a_dropped_page_is_evidence_no_more(office: Office) -> None:
    """Once a person dropped the body of the article's page, the article lacks it; the count stays."""
    before = office.month("2026-11").count
    with office.store() as store:
        assert evidence.of_unit(store, 1)[1] == {EvidenceKind.CAPTURE}
        pruning.drop(store, office.now().replace(year=2027), "Thư ký", "hết hạn lưu", office.now())
        assert pruning.count(store, office.now()) == (0, 0)
    assert lacking(office) == [1, 2, 3]
    assert office.month("2026-11").count == before


def test_status_explain_and_doctor_tell_it(office: Office) -> None:
    """Each names how many lack, explain names them with what lacks and the command that helps; a unit without lacks is not spoken of."""
    status, month = (
        newswatch("status", "--year", "2026", cwd=office.folder).stdout,
        newswatch("explain", "--month", "2026-11", cwd=office.folder),
    )
    assert "Còn thiếu tài liệu kiểm chứng: 2 tin, bài được tính (11/2026: 2)" in status
    assert "mục 2, Cải cách hành chính tại bộ phận một cửa: thiếu bản ghi âm hoặc kịch bản, lời đọc" in month.stdout
    assert "newswatch attach 2 TỆP --kind audio" in month.stdout
    assert "Còn thiếu tài liệu kiểm chứng: bản ghi âm" in newswatch("explain", "--item", "2", cwd=office.folder).stdout
    office.year()
    found = [f for f in doctor.run(office.settings.path, office.now, offline=True).findings if f.about == "tài liệu kiểm chứng unit"]
    assert [f.health for f in found] == [doctor.Health.WARN]
    for item in (2, 3):
        attached(office, item, f"{item}.txt", FileKind.SCRIPT)
    assert "kiểm chứng" not in newswatch("status", "--year", "2026", cwd=office.folder).stdout
    office.year()
    assert not [f for f in doctor.run(office.settings.path, office.now, offline=True).findings if f.about == "tài liệu kiểm chứng unit"]


def test_json_gives_both_figures_and_what_each_item_lacks(office: Office) -> None:
    """The score without such items, how many there are in a month, and of each item the choices, one kind of each being enough."""
    score = json.loads(newswatch("score", "--year", "2026", "--json", cwd=office.folder).stdout)
    items = json.loads(newswatch("items", "--month", "2026-11", "--json", cwd=office.folder).stdout)
    assert [m["unevidenced"] for m in score["months"] if m["month"] == "2026-11"] == [2]
    assert "if_evidenced_only" in score
    assert {item["id"]: item["lacks"] for item in items} == {1: [], 2: [["audio", "script"]], 3: [["audio", "script"]]}


def test_the_monthly_letter_names_them_and_gives_both_scores() -> None:
    """A section of its own: that they count all the same, the score with and without them, each item with what lacks, and below what to type."""
    notice = letter(march([*counting(1, 4), *counting(2, 4), *counting(3, 4, 1)], ASKING))
    text = flat(notice)
    assert "CÒN THIẾU TÀI LIỆU KIỂM CHỨNG (4)" in text
    assert "Các tin, bài này vẫn được tính; cần bổ sung trước khi nộp hồ sơ tự chấm điểm." in text
    assert "Điểm tính cả các tin, bài này: 2/2; chỉ tính tin, bài đủ tài liệu kiểm chứng: 0/2." in text
    assert "Mục 303: thiếu bản ghi âm hoặc kịch bản, lời đọc" in text
    assert "Mục 300: thiếu bản lưu của trang bài đăng" in text
    assert "newswatch attach 303 TỆP --kind audio" in text


def test_a_letter_of_a_rule_that_asks_for_nothing_says_nothing() -> None:
    """No section, no sentence."""
    assert "kiểm chứng" not in flat(letter(march(counting(3, 4, 1))))


@pytest.mark.parametrize(("kind", "period", "months"), [(NoticeKind.QUARTER, "2026-Q1", [1, 2, 3]), (NoticeKind.WARNING, "", [4])])
def test_other_letters_tell_it_too(kind: NoticeKind, period: str, months: list[int]) -> None:
    """A warning names the items while the month runs, a quarter says how many lack it in which months."""
    items = [*counting(1, 4), *counting(3, 4, 1), *counting(4, 2, 1)]
    year = year_of(items, ASKING, now="2026-04-20 08:00")
    text = flat(letter(told(kind, months, year, date(2026, 4, 20).isoformat(), period=period, days_left=10, working_days_left=6)))
    assert ("Mục 401: thiếu bản ghi âm" if kind is NoticeKind.WARNING else "(01/2026: 4, 03/2026: 4, 04/2026: 2)") in text


def test_each_kind_has_a_word() -> None:
    """Whatever a rule may ask for has a Vietnamese name."""
    assert set(words.KINDS) == set(EvidenceKind)
