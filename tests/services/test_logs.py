"""Closing a month's loudspeaker log: who may, what is recorded, what the board is told before and after."""

from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.count.logbook import LogState
from newswatch.core.count.statement import State
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.core.notices.notice import Notice
from newswatch.errors import ConfigError, InputError, StoreError
from newswatch.services import close, intake, replay

BOARD = ("thuky@xa.example", "truongban@xa.example")
OCTOBER = Month(2026, 10)
HEADER = "Ngày phát;Giờ phát;Tên tin, bài;Thể loại;Nguồn\n"
PAR_ROW = "15/10/2026;05:30;Công khai thủ tục hành chính tại bộ phận một cửa xã;Tin;Tự viết\n"
OTHER_ROW = "16/10/2026;05:30;Phòng cháy rừng mùa khô;Tin;Tự viết\n"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with three items on its portal in October 2026, polled twice on the first working day of November, and a board of two."""
    office = Office(tmp_path, portal)
    office.has_board(None, *BOARD)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.polls("2026-11-02 06:35")
    return office


def closes(office: Office, at: str) -> list[tuple[Notice, int]]:
    """What `close` keeps at a moment: the notices, and to how many each goes."""
    office.at = at
    with office.store() as store:
        closed = close.run(store, office.settings, office.settings.units, office.now)
    return [(notice, len(recipients)) for one in closed for notice, recipients in one.notices]


def subjects(office: Office, at: str) -> list[tuple[str, int]]:
    return [(notice.subject.removeprefix("[Thử] "), to) for notice, to in closes(office, at) if notice.kind in ("shortfall", "revision")]


def flat(text: str) -> str:
    return " ".join(text.split())


def completes(office: Office, name: str, rows: str, month: Month = OCTOBER, by: str = "Thư ký") -> bool:
    """Hands in a log file as the rest of a month's log; was the log closed?"""
    path = office.folder / name
    path.write_text(HEADER + rows, encoding="utf-8")
    with office.store() as store:
        return intake.complete(store, office.settings, office.unit, [path], month, by, office.now)[1]


def test_open_log_is_asked_about_and_the_result_follows_once(office: Office) -> None:
    """On the first working day the board is told what is seen, missing and lost if nothing else aired; on day ten the result follows, once."""
    (letter, to), *more = closes(office, "2026-11-02 08:00")
    text = flat(letter.text)
    assert (letter.subject, to, more) == ("[Thử] Tin, bài CCHC tháng 10/2026: 3/4 – chưa rõ, chưa chốt sổ phát thanh", 2, [])
    assert "Đến nay thấy 3/4 tin, bài được tính (trang TTĐT 3, truyền thanh 0)." in text
    assert "Nếu ngoài ra không phát tin, bài nào nữa thì thiếu 1, trừ 0,5 điểm." in text
    assert "ngày 10/11/2026 sổ tự chốt, kết quả ghi là không ai xác nhận" in text
    body, _, operator = text.partition("CÁN BỘ PHỤ TRÁCH KỸ THUẬT")
    assert "newswatch" not in body.replace("bởi newswatch", "")
    assert "newswatch bulletin close --month 2026-10 --by TÊN" in operator
    assert "--none-aired" in operator
    assert subjects(office, "2026-11-09 08:00") == []
    office.polls("2026-11-10 06:30")
    assert subjects(office, "2026-11-10 08:00") == [
        ("Kết quả tin, bài CCHC tháng 10/2026: 3/4 – thiếu 1, trừ 0,5 điểm (tạm tính) (sổ phát thanh không ai xác nhận)", 2)
    ]
    assert subjects(office, "2026-11-11 08:00") == []


def test_person_closes_and_the_result_follows(office: Office) -> None:
    """Closed by the secretary the month is short, and the letter says who closed the log and what was told before."""
    closes(office, "2026-11-02 08:00")
    office.closes_log("2026-10", "2026-11-03 09:00")
    ((letter, to),) = closes(office, "2026-11-04 08:00")
    text = flat(letter.text)
    assert (letter.subject, to) == ("[Thử] Kết quả tin, bài CCHC tháng 10/2026: 3/4 – thiếu 1, trừ 0,5 điểm (tạm tính)", 2)
    assert "Thư trước đã báo: 3/4 – chưa rõ (chưa chốt sổ phát thanh)." in text
    assert "Sổ phát thanh tháng 10/2026: Thư ký chốt sổ ngày 03/11/2026." in text
    assert subjects(office, "2026-11-10 08:00") == []


def test_log_handed_in_complete_closes_the_month(office: Office) -> None:
    """The rest of the log brings the fourth item and closes the month: the board hears that it is met, by the one letter that follows."""
    closes(office, "2026-11-02 08:00")
    office.at = "2026-11-03 09:00"
    assert completes(office, "so.csv", PAR_ROW)
    month = office.month("2026-10")
    assert month.log is not None
    assert (month.state, month.log.state, month.log.by) == (State.MET, LogState.CLOSED, "Thư ký")
    assert subjects(office, "2026-11-04 08:00") == [("Kết quả tin, bài CCHC tháng 10/2026: 4/4 – đạt", 2)]
    assert completes(office, "so.csv", PAR_ROW)


def test_what_changes_meanwhile_is_told_with_the_result(office: Office) -> None:
    """An item rejected while the log is open brings no letter of its own; the result counts without it."""
    closes(office, "2026-11-02 08:00")
    office.decides(office.item("Xã 1 ").id, verdict=Verdict.OTHER)
    assert subjects(office, "2026-11-03 08:00") == []
    office.closes_log("2026-10", "2026-11-04 07:00")
    assert subjects(office, "2026-11-04 08:00") == [("Kết quả tin, bài CCHC tháng 10/2026: 2/4 – thiếu 2, trừ 1 điểm (tạm tính)", 2)]


def test_file_with_a_bad_row_closes_nothing(office: Office) -> None:
    """Where a row could not be taken in the log stays open, also when the same file is handed in again."""
    bad = OTHER_ROW + "31/02/2026;05:30;Tin hỏng;Tin;Tự viết\n"
    assert [completes(office, "so.csv", bad), completes(office, "so.csv", bad)] == [False, False]
    assert office.month("2026-10").state is State.UNKNOWN


def test_file_with_a_bad_row_keeps_the_log_open_until_it_is_mended(office: Office) -> None:
    """Past day ten the month stays unknown while the file of its log has a bad row; mended under the same name it closes by itself."""
    office.at = "2026-11-03 09:00"
    office.takes_in("so.csv", HEADER + OTHER_ROW + "31/02/2026;05:30;Tin hỏng;Tin;Tự viết\n")
    office.polls("2026-11-12 06:30")
    assert office.month("2026-10").state is State.UNKNOWN
    office.takes_in("so.csv", HEADER + OTHER_ROW)
    month = office.month("2026-10")
    assert month.log is not None
    assert (month.state, month.log.state) == (State.SHORT, LogState.UNCONFIRMED)


@pytest.mark.parametrize(("first", "state"), [("", State.SHORT), ("so.csv", State.UNKNOWN)])
def test_bad_rows_of_another_month_keep_nothing_open(office: Office, first: str, state: State) -> None:
    """Bad rows beside sound ones of another month keep this one open only where those came from another file first, so that not all are known."""
    office.at = "2026-11-03 09:00"
    september = HEADER + OTHER_ROW.replace("/10/2026", "/09/2026")
    if first:
        office.takes_in(first, september)
    office.takes_in("cu.csv", september + "31/02/2026;05:30;Tin hỏng;Tin;Tự viết\n")
    office.polls("2026-11-12 06:30")
    assert office.month("2026-10").state is state


def test_bulletin_after_closing_opens_nothing_and_is_told_as_a_revision(office: Office) -> None:
    """A bulletin logged after closing counts; the log stays closed, and the correction says that it was logged late."""
    office.closes_log("2026-10")
    closes(office, "2026-11-02 08:00")
    office.at = "2026-11-12 09:00"
    office.takes_in("so.csv", HEADER + PAR_ROW)
    month = office.month("2026-10")
    assert month.log is not None
    assert (month.state, month.log.state, month.log.late) == (State.MET, LogState.CLOSED, 1)
    office.polls("2026-11-13 06:30")
    found = [notice for notice, _ in closes(office, "2026-11-13 08:00") if notice.kind == "revision"]
    assert [n.subject for n in found] == ["[Thử] Đính chính tin, bài CCHC tháng 10/2026: 4/4 – đạt (trước đó: 3/4 – thiếu 1)"]
    assert "nay được tính (ghi vào sổ ngày 12/11/2026, sau khi đã chốt sổ)" in flat(found[0].text)


@pytest.mark.parametrize(
    ("month", "by", "none_aired", "at", "told"),
    [
        ("2026-10", " ", False, "2026-11-02 09:00", "--by NAME"),
        ("2026-11", "Hoa", False, "2026-11-30 09:00", "2026-11 has not ended; its log can be closed once 30/11/2026 is over"),
        ("2026-10", "Hoa", True, "2026-11-02 09:00", "1 bulletins are logged"),
    ],
    ids=["nobody signs", "not ended", "something aired"],
)
def test_closing_is_refused(office: Office, month: str, by: str, none_aired: bool, at: str, told: str) -> None:
    """Unsigned, of a month that runs, or against what is logged, a closing is refused and nothing is recorded."""
    office.takes_in("so.csv", HEADER + OTHER_ROW)
    office.at = at
    with office.store() as store, pytest.raises(InputError, match=told.replace("(", r"\(")):
        intake.close_log(store, office.unit, Month.parse(month), by, none_aired=none_aired, now=office.now())
    with office.store() as store:
        assert store.rows("SELECT count(*) AS n FROM closings") == [{"n": 0}]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('2614"]', '2614"]\nbroadcasts = "unwatched"'), "unwatched"),
        (("quang-dien-2614", "phuoc-an-2026"), "counts no broadcasts"),
        (('2614"]', '2614"]\nvalid_from = 2026-11-01'), "no scoring year"),
    ],
    ids=["unwatched", "another rule", "not yet a unit"],
)
def test_there_is_no_log_to_close(office: Office, change: tuple[str, str], told: str) -> None:
    """Where nobody logs, the rule counts no broadcasts, or the unit did not live, there is no log to close."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace(*change, 1), encoding="utf-8")
    office.reads_settings()
    with pytest.raises(InputError, match=told):
        office.closes_log("2026-10")


def test_refused_closing_takes_no_file_in(office: Office) -> None:
    """A file that is to complete a running month is refused before anything of it goes in."""
    office.at = "2026-11-05 09:00"
    with pytest.raises(InputError, match="has not ended"):
        completes(office, "so.csv", OTHER_ROW, Month(2026, 11))
    with office.store() as store:
        assert intake.listed(store, office.unit) == []


def test_same_word_twice_is_recorded_once_another_outranks_it(office: Office) -> None:
    """The same closing again changes nothing; another word is one more row, and the last one stands."""
    for none_aired in (True, True, False):
        office.closes_log("2026-10", none_aired=none_aired)
    with office.store() as store:
        assert [r["none_aired"] for r in store.rows("SELECT none_aired FROM closings ORDER BY id")] == [1, 0]
    log = office.month("2026-10").log
    assert log is not None
    assert log.state is LogState.CLOSED


def test_closing_waits_for_no_run_and_stays(office: Office) -> None:
    """A person closes while a check runs; the row advances the unit's stamp and can be neither changed nor deleted."""
    with office.store() as store, store.run("check", office.now):
        before = store.rows("SELECT stamp FROM units")[0]["stamp"]
        office.closes_log("2026-10")
        assert store.rows("SELECT stamp FROM units")[0]["stamp"] == before + 1
    for sql in ("UPDATE closings SET closed_by = 'x'", "DELETE FROM closings"):
        with office.store() as store, pytest.raises(StoreError, match="append-only"), store.writing():
            store.run_sql(sql)


def test_replay_sees_the_closed_log(office: Office) -> None:
    """A replay judges the month with its closing, as of the last thing stored."""
    office.closes_log("2026-10", "2026-11-03 09:00")
    with office.store() as store:
        found = replay.run(store, office.settings, office.unit, 2026, None, None)
    assert [m.state for m in found.before.months if m.month == OCTOBER] == [State.SHORT]
    assert found.before.as_of >= office.now()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('broadcasts = "none"', "units[1].broadcasts: expected one of logged, unwatched, found 'none'"),
        ("log_closes_on = 32", "units[1].log_closes_on: expected 0 to 28, found 32"),
    ],
)
def test_faults_of_the_log_settings_are_told(office: Office, line: str, told: str) -> None:
    """A word that is neither logged nor unwatched, or a day that no month has, is a fault with its path; saying nothing is none."""
    assert (office.unit.broadcasts, office.unit.log_closes_on) == ("logged", 10)
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('2614"]', f'2614"]\n{line}', 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        office.reads_settings()
    assert told in str(caught.value)


def test_unwatched_unit_is_stated_of_its_portal_alone(office: Office) -> None:
    """Where nobody logs, October is short on the first working day, and subject, text and chat text say that it is the portal's alone."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('2614"]', '2614"]\nbroadcasts = "unwatched"', 1), encoding="utf-8")
    office.reads_settings()
    ((letter, _),) = closes(office, "2026-11-02 08:00")
    assert letter.subject == "[Thử] Tin, bài CCHC tháng 10/2026: 3/4 – thiếu 1, trừ 0,5 điểm (tạm tính) (chỉ tính trang TTĐT)"
    assert "Truyền thanh không được theo dõi (đơn vị không ghi sổ phát thanh): kết quả chỉ nói về trang TTĐT." in flat(letter.text)
    assert letter.short_text.count("chỉ tính trang TTĐT") == 3


def test_first_letter_states_no_shortfall_of_a_time_before_the_watch(tmp_path: Path, portal: Portal) -> None:
    """First run in late November: of October the board hears that its log was never handed in; once it is, the result follows."""
    office = Office(tmp_path, portal)
    office.has_board(None, *BOARD)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-20 06:30", since="2026-09-01")
    office.polls("2026-11-20 06:35")
    ((letter, _),) = [(notice, to) for notice, to in closes(office, "2026-11-20 08:00") if notice.kind == "shortfall"]
    assert letter.subject == "[Thử] Tin, bài CCHC tháng 10/2026: 3/4 – chưa rõ, chưa chốt sổ phát thanh"
    assert "Tháng này có trước khi bắt đầu theo dõi nên sổ không tự chốt; có nhập sổ hoặc chốt sổ thì mới có kết luận." in flat(letter.text)
    office.polls("2026-11-23 06:30")
    assert subjects(office, "2026-11-23 08:00") == []
    office.takes_in("so.csv", HEADER + OTHER_ROW)
    month = office.month("2026-10")
    assert month.log is not None
    assert (month.state, month.log.state, month.log.late) == (State.SHORT, LogState.UNCONFIRMED, 0)
    assert subjects(office, "2026-11-24 08:00") == [
        ("Kết quả tin, bài CCHC tháng 10/2026: 3/4 – thiếu 1, trừ 0,5 điểm (tạm tính) (sổ phát thanh không ai xác nhận)", 2)
    ]
