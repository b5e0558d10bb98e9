"""Closing: which notices are kept for whom, against a real portal and database."""

from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.core.notices.notice import Notice, NoticeKind
from newswatch.errors import InputError, RunOpenError
from newswatch.services import close
from newswatch.store import deliveries

BOARD = ("thuky@xa.example", "truongban@xa.example")


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with three items in October 2026 and its log closed, one in November, and a board of two."""
    office = Office(tmp_path, portal)
    office.has_board(None, *BOARD)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.par(4, "2026-11-02 05:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.closes_log("2026-10")
    office.polls("2026-11-02 06:35")
    return office


def closes(office: Office, at: str) -> list[tuple[Notice, list[str]]]:
    """What one closing keeps: the notices, and the mailboxes each goes to."""
    office.at = at
    with office.store() as store:
        closed = close.run(store, office.settings, office.settings.units, office.now)
    return [(notice, [r.address for r in recipients]) for one in closed for notice, recipients in one.notices]


def subjects(office: Office, at: str) -> list[str]:
    return [notice.subject for notice, _ in closes(office, at)]


def queued(office: Office) -> list[tuple[str, str]]:
    with office.store() as store:
        return [(row["subject"], row["address"]) for row in deliveries.listed(store)]


def test_short_month_is_mailed_to_each_of_the_board(office: Office) -> None:
    """On the first working day the short October is told, with its list, a mail for each of the board; closing again adds nothing."""
    kept = closes(office, "2026-11-02 08:00")
    assert [(n.subject, to) for n, to in kept] == [
        ("[Thử] Tin, bài CCHC tháng 10/2026: 3/4 – thiếu 1, trừ 0,5 điểm (tạm tính)", list(BOARD))
    ]
    assert kept[0][0].enclosures[0].name.endswith("2026-10.xlsx")
    assert closes(office, "2026-11-02 09:00") == []
    assert [address for _, address in queued(office)] == list(BOARD)


def test_met_month_is_kept_without_a_mail_and_told_of_when_it_falls(office: Office) -> None:
    """A met month is not mailed, but once a person rejects one of its items the board is told of the revision, with what it was before."""
    office.par(9, "2026-10-20 08:00")
    office.polls("2026-11-02 06:40", since="2026-09-01")
    item = office.item("Xã 9 ")
    office.decides(item.id, verdict=Verdict.PAR, published_on=item.day)
    assert [(n.subject, to) for n, to in closes(office, "2026-11-02 08:00")] == [("[Thử] Tin, bài CCHC tháng 10/2026: 4/4 – đạt", [])]
    assert queued(office) == []
    office.decides(item.id, verdict=Verdict.OTHER)
    kept = closes(office, "2026-11-03 08:00")
    assert [n.subject for n, _ in kept] == [
        "[Thử] Đính chính tin, bài CCHC tháng 10/2026: 3/4 – thiếu 1, trừ 0,5 điểm (tạm tính) (trước đó: 4/4 – đạt)"
    ]
    assert item.title in kept[0][0].html
    assert closes(office, "2026-11-04 08:00") == []


def test_correction_after_another_rule_knows_the_quota_told_before(office: Office) -> None:
    """A unit that comes under another rule is told its former quota, since the rule told before comes with newswatch."""
    closes(office, "2026-11-02 08:00")
    path = office.settings.path
    path.write_text(path.read_text(encoding="utf-8").replace("quang-dien-2614", "phuoc-an-2026"), encoding="utf-8")
    office.reads_settings()
    (told,) = subjects(office, "2026-11-03 08:00")
    assert told == "[Thử] Đính chính tin, bài CCHC tháng 10/2026: 3 tin, bài (chỉ tiêu 2) – đạt (trước đó: 3/4 – thiếu 1)"


def test_month_nobody_could_see_is_unknown_and_revised_later(tmp_path: Path, portal: Portal) -> None:
    """While the portal is down the month is told as unknown, with no word of a shortfall; the outage is told, then its end and the truth."""
    office = Office(tmp_path, portal)
    office.has_board(None, *BOARD)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-10-30 06:30", since="2026-09-01")
    portal.goes_down()
    office.polls("2026-11-02 06:30")
    office.closes_log("2026-10")
    first = closes(office, "2026-11-02 08:00")
    assert [n.kind for n, _ in first] == ["shortfall", "trouble"]
    assert "chưa rõ" in first[0][0].subject
    assert "thiếu" not in first[0][0].subject + first[0][0].short_text
    assert "30/10/2026" in first[1][0].text
    portal.comes_back()
    office.polls("2026-11-05 06:30")
    told = subjects(office, "2026-11-05 08:00")
    assert told[1:] == ["[Thử] Đã đọc lại được trang tin lúc 06:30 05/11/2026"]
    assert subjects(office, "2026-11-06 08:00") == []
    assert told[0].startswith("[Thử] Đính chính tin, bài CCHC tháng 10/2026: 3/4 – thiếu 1, trừ 0,5 điểm (tạm tính) (trước đó: 3/4")


def test_warning_speaks_of_the_open_month(office: Office) -> None:
    """On day 20 the board is warned of what November still needs."""
    closes(office, "2026-11-02 08:00")
    office.polls("2026-11-20 06:30")
    assert subjects(office, "2026-11-20 08:00") == [
        "[Thử] Tin, bài CCHC tháng 11/2026: mới có 1/4 tin, bài, còn thiếu 3 – sau hôm nay còn 10 ngày"
    ]


def test_member_gets_only_its_kinds(office: Office) -> None:
    """A member who asked for warnings alone gets no result."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('role = "head"', 'role = "head"\nnotices = ["warning"]'), encoding="utf-8")
    office.reads_settings()
    assert [to for _, to in closes(office, "2026-11-02 08:00")] == [[BOARD[0]]]
    office.polls("2026-11-20 06:30")
    assert [to for _, to in closes(office, "2026-11-20 08:00")] == [list(BOARD)]


def test_telling_begins_once_there_is_a_board(tmp_path: Path, portal: Portal) -> None:
    """A unit without a board has its months stated, and its board is told of the last one as soon as somebody stands in it."""
    office = Office(tmp_path, portal)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    assert closes(office, "2026-11-02 08:00") == []
    with office.store() as store:
        assert store.rows("SELECT count(*) AS n FROM statements WHERE month = '2026-10'") == [{"n": 1}]
    office.has_board(None, *BOARD)
    office.polls("2026-11-16 06:30")
    assert [(n.period, to) for n, to in closes(office, "2026-11-16 08:00")] == [("2026-10", list(BOARD)), ("2026-11-10", list(BOARD))]


def test_unit_nobody_ever_looked_at(tmp_path: Path, portal: Portal) -> None:
    """Of a unit that nobody has looked at yet nothing is told, but after three days that nobody does."""
    office = Office(tmp_path, portal)
    office.has_board(None, *BOARD)
    assert [subjects(office, f"2026-11-{day:02d} 08:00") for day in (23, 24, 25)] == [[], [], []]
    assert [n.kind for n, _ in closes(office, "2026-11-26 08:00")] == ["trouble"]


def test_closing_waits_for_another_run(office: Office) -> None:
    """While another run writes, closing is refused and keeps nothing; afterwards it keeps what was due."""
    office.at = "2026-11-02 08:00"
    with office.store() as store, office.store() as other, other.run("check", office.now), pytest.raises(RunOpenError):
        close.run(store, office.settings, office.settings.units, office.now)
    assert len(closes(office, "2026-11-02 08:10")) == 1


def test_stopping_ends_between_two_units(office: Office) -> None:
    """Told to stop, it closes no further unit and says that it did not finish."""
    with office.store() as store:
        assert close.run(store, office.settings, office.settings.units, office.now, stop=lambda: True) == []
        assert store.rows("SELECT state FROM runs WHERE verb = 'close'") == [{"state": "failed"}]


def test_notice_states_its_facts_as_they_stood(office: Office) -> None:
    """What was written stays as it was written, whatever becomes known before it is sent."""
    before = closes(office, "2026-11-02 08:00")[0][0]
    office.decides(office.item("Xã 1 ").id, verdict=Verdict.OTHER)
    with office.store() as store:
        claimed = deliveries.claim(store, office.now())
        assert claimed is not None
        kept = deliveries.load(store, claimed).notice
    assert (kept.subject, kept.text, kept.enclosures) == (before.subject, before.text, before.enclosures)


def test_preview_of_a_merged_unit(office: Office) -> None:
    """Of a unit that was merged away the last month it was judged in is shown."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('2614"]', '2614"]\nvalid_to = 2026-10-15', 1), encoding="utf-8")
    office.reads_settings()
    office.at = "2026-11-20 09:00"
    with office.store() as store:
        notice = close.preview(store, office.settings, office.unit, NoticeKind.SHORTFALL, None, office.now())
    assert notice.period == "2026-09"


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("shortfall", "[Thử] Tin, bài CCHC tháng 10/2026: 3/4"),
        ("warning", "[Thử] Tin, bài CCHC tháng 11/2026: mới"),
        ("revision", "[Thử] Đính chính tin, bài CCHC tháng 10/2026"),
        ("trouble", "[Thử] Máy theo dõi không chạy"),
        ("quarter", "[Thử] Tin, bài CCHC quý IV/2026"),
        ("half_year", "[Thử] Tin, bài CCHC 6 tháng cuối năm 2026"),
        ("year", "[Thử] Tin, bài CCHC năm 2026"),
    ],
)
def test_preview_keeps_nothing(office: Office, kind: str, begins: str) -> None:
    """Each kind of notice can be seen beforehand; nothing is kept of it, and no month is stated."""
    office.at = "2026-11-20 09:00"
    with office.store() as store:
        notice = close.preview(store, office.settings, office.unit, NoticeKind(kind), None, office.now())
        assert store.rows("SELECT count(*) AS n FROM notifications") == [{"n": 0}]
        assert store.rows("SELECT count(*) AS n FROM statements") == [{"n": 0}]
    assert notice.subject.startswith(begins.replace("[Thử] ", "[Thử] BẢN XEM TRƯỚC – "))


def test_late_item_that_decides_a_stated_month_is_told_by_its_title(office: Office) -> None:
    """An article put up in November under a day of October, whose result was short, is told of the next morning, as what leaves the month unknown."""
    assert [notice.kind for notice, _ in closes(office, "2026-11-02 07:00")] == [NoticeKind.SHORTFALL]
    office.par(20, "2026-10-29 08:00")
    office.polls("2026-11-04 17:30")
    ((notice, told),) = closes(office, "2026-11-05 07:00")
    text = " ".join(notice.text.split())
    assert (notice.kind, told) == (NoticeKind.REVISION, list(BOARD))
    assert "đăng ngày 29/10/2026 có thể thuộc tháng này, còn chờ xét (thấy lần đầu 04/11/2026)" in text
    assert "tin, bài được tính có thể thuộc tháng trước" not in text
    assert closes(office, "2026-11-06 07:00") == []


def test_item_that_decides_the_open_month_is_told_by_its_title(office: Office) -> None:
    """With three of four counted, an article that awaits a person is told of the next morning, and not again."""
    closes(office, "2026-11-02 07:00")
    for n in (5, 6):
        office.par(n, "2026-11-03 05:00")
    office.par(21, "", title="Xã công khai thủ tục hành chính chưa ghi ngày")
    office.polls("2026-11-03 06:30")
    assert [notice for notice, _ in closes(office, "2026-11-03 07:00") if notice.kind is NoticeKind.WARNING] == []
    ((notice, told),) = closes(office, "2026-11-04 07:00")
    assert (notice.kind, told) == (NoticeKind.WARNING, list(BOARD))
    assert "Xã công khai thủ tục hành chính chưa ghi ngày" in " ".join(notice.text.split())
    assert closes(office, "2026-11-05 07:00") == []


@pytest.mark.parametrize("month", [Month(2026, 10), Month(2026, 12)])
def test_a_warning_of_another_than_the_present_month_is_not_shown(office: Office, month: Month) -> None:
    """The days left are those of the month that runs, so a warning of an ended or coming month is refused."""
    office.polls("2026-11-20 06:30")
    with (
        office.store() as store,
        pytest.raises(InputError, match=f"--month {month}: a warning is written while its month runs, so only of 2026-11"),
    ):
        close.preview(store, office.settings, office.unit, NoticeKind.WARNING, month, office.now())
