"""Documents say what letters say: in the same sentences, and never more than is sure."""

import papers
import pytest
from letter_worlds import A_HOLE, counting, waiting
from rule_tables import rule
from worlds import watched

from newswatch.report.books import items as listing
from newswatch.report.documents import contents
from newswatch.report.documents.kinds import TEMPLATED, Kind
from newswatch.report.letters import monthly, periodic
from newswatch.report.letters.blocks import Paragraph
from newswatch.report.vi import logs, sentences

SHORT = (*counting(1, 4), *counting(2, 4), *counting(3, 3))


def said(kind: Kind, **changes: object) -> str:
    """The whole text of a document."""
    return "\n".join(papers.texts(papers.made(kind, papers.paper(**changes))))  # type: ignore[arg-type]


def test_a_short_month_is_told_with_what_it_costs() -> None:
    """The report's row of the month has count, missing items, points with a comma and the numbers of its evidence; the sums stand below."""
    values = contents.values(Kind.REPORT, papers.paper("2026-Q1", SHORT))
    march = values["months"][2]
    assert (march["counted"], march["missing"], march["lost"], march["numbers"]) == ("3/4", 1, "0,5", "9–11")
    assert (values["total"]["counted"], values["total"]["missing"], values["total"]["lost"]) == (11, 1, "0,5")
    assert values["shortcomings"][0] == "Tháng 03/2026: 3/4 – thiếu 1, trừ 0,5 điểm."


def test_an_unknown_month_is_never_said_to_be_short() -> None:
    """Where days of the month were not seen, each document says it is not known and why, and none that anything is missing."""
    for kind in (Kind.REPORT, Kind.EXPLANATION):
        text = said(kind, period="2026-Q1", items=SHORT, spans=A_HOLE)
        assert "chưa rõ, có 2 ngày chưa xem được" in text
        assert "chưa kết luận là đạt hay thiếu" in text
        assert "thiếu 1" not in text
    values = contents.values(Kind.REPORT, papers.paper("2026-Q1", SHORT, spans=A_HOLE))
    assert [values["months"][2][name] for name in ("missing", "lost")] == ["–", "–"]
    notice = said(Kind.NOTICE, items=SHORT, spans=A_HOLE)
    assert "mới thấy 3/4" in notice
    assert "thiếu 1" not in notice


def test_open_months_are_said_to_be_open() -> None:
    """The explanation of a year that runs names the months that have not ended, and says of how many the score is."""
    text = said(Kind.EXPLANATION, period="2026", items=SHORT)
    assert "Chưa kết thúc, chưa tính: tháng 04/2026, tháng 05/2026" in text
    assert "1,5 (3/12 tháng đã rõ)" in text
    values = contents.values(Kind.REPORT, papers.paper("2026", SHORT))
    assert [one["outcome"] for one in values["months"][3:5]] == ["đang trong tháng", "chưa tới"]
    assert values["months"][4]["counted"] == "–"


def test_a_score_under_an_unread_rule_is_provisional() -> None:
    """The explanation calls it so beside the figure, and says why."""
    text = said(Kind.EXPLANATION, period="2026", items=SHORT, rule=rule(verified=False))
    assert "1,5 (tạm tính, 3/12 tháng đã rõ)" in text
    assert "Quy định này chưa được đối chiếu với văn bản gốc: điểm chỉ để tham khảo." in text


def test_a_rule_without_a_code_or_points_reads_well() -> None:
    """A criterion whose number nobody knows is called by what it is about; a target without points costs none."""
    text = said(Kind.REPORT, period="2026-Q1", items=SHORT, rule=rule(criterion="chưa rõ"))
    assert "Thực hiện tiêu chí về tin, bài (chưa rõ mã) theo văn bản số" in text
    pointless = said(Kind.EXPLANATION, period="2026", items=SHORT, rule=rule(max_points=None, penalty=None))
    assert "Chỉ tiêu này không chấm điểm." in pointless


def test_the_notice_has_the_sentences_of_the_letter() -> None:
    """Result, coverage, score and what waits are the very sentences of the monthly letter."""
    what = papers.paper()
    month = what.months[0]
    text = "\n".join(papers.texts(papers.made(Kind.NOTICE, what)))
    letter = [block.text for block in monthly.opening(what.unit, what.year, month) if isinstance(block, Paragraph)]
    assert letter
    assert [one for one in letter if one not in text] == []
    assert sentences.result(what.year, month) in text
    assert "Nếu mục này được nhận thì đạt 4/4." in text


def test_the_report_has_the_sentences_of_the_digest() -> None:
    """The account of a quarter is that of its letter, and so is the summary."""
    what = papers.paper("2026-Q1")
    text = "\n".join(papers.texts(papers.made(Kind.REPORT, what)))
    found = [one for one in periodic.account(what.unit, what.year, what.months, whole=True) if one]
    assert [one for one in found if one not in text] == []
    assert periodic.summary(what.year, what.months) in text


def test_numbers_are_those_of_the_list() -> None:
    """An item has one number in workbook, report, appendix and explanation."""
    what = papers.paper("2026-Q1", lacking={300: papers.PAGE, 302: papers.READ})
    by_item = {row[-1]: row[0] for row in listing.item_rows(what.year, what.months)}
    appendix = contents.values(Kind.APPENDIX, what)
    assert {row["item"]: row["number"] for row in (*appendix["counted"], *appendix["waiting"])}.items() <= by_item.items()
    assert [(row["item"], row["number"]) for row in contents.values(Kind.EXPLANATION, what)["lacking"]] == [
        (300, by_item[300]),
        (302, by_item[302]),
    ]
    march = contents.values(Kind.REPORT, what)["months"][2]["numbers"]
    assert march == f"{by_item[300]}–{by_item[302]}"


def test_missing_evidence_is_named_and_only_there() -> None:
    """The explanation lists each counted item without evidence and what it lacks; with none it says what all have."""
    lacking = said(Kind.EXPLANATION, period="2026-Q1", lacking={300: papers.PAGE, 302: papers.READ})
    assert "bản lưu của trang bài đăng" in lacking
    assert "bản ghi âm hoặc kịch bản, lời đọc" in lacking
    assert "Cho phép bổ sung minh chứng" in lacking
    whole = (
        "Cả 12 tin, bài được tính đều có tài liệu kiểm chứng mà quy định đang dùng yêu cầu. Trang TTĐT: địa chỉ bài đăng; bản lưu của trang"
    )
    assert whole in said(Kind.EXPLANATION, period="2026-Q1")
    assert "đều có tài liệu" not in said(Kind.EXPLANATION, period="2026-Q1", items=())
    asking_nothing = said(Kind.EXPLANATION, period="2026-Q1", rule=rule())
    assert "Quy định đang dùng không nêu tài liệu kiểm chứng phải có." in asking_nothing
    assert "đều có tài liệu" not in asking_nothing


def test_the_appendix_lists_what_counts_and_what_waits() -> None:
    """Other news is counted, not listed; repetitions are in the full list."""
    values = contents.values(Kind.APPENDIX, papers.paper())
    assert [row["item"] for row in values["counted"]] == [300, 301, 302]
    assert [row["item"] for row in values["waiting"]] == [370]
    assert values["others"] == 8
    assert values["totals"] == "Tổng số 12 mục: được tính 3, chờ xét 1, không tính 8."


def test_the_log_is_printed_with_how_it_stands() -> None:
    """Each airing has day, hour, length and people; the log's state and the voided entries are told."""
    text = said(Kind.LOG)
    assert "Sổ phát thanh tháng 03/2026: Trần Thị Hoa chốt sổ ngày 01/04/2026." in text
    assert "01/03/2026 05:30" in text
    assert "Viết: Trần Thị Hoa" in text
    assert "Tổng số 3 lượt phát đã ghi, thời lượng 16 phút 30 giây. 1 mục ghi nhầm đã hủy, không in ở đây." in text


def test_names_keep_their_capitals() -> None:
    """A quarter at the beginning of a line is “Quý I”, and a section that goes on keeps the names in it."""
    assert "Quý I/2026" in said(Kind.LOG, period="2026-Q1").splitlines()


def test_loudspeakers_that_nobody_watches_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Report and log say that the result speaks of the portal alone."""
    from worlds import year_of

    from newswatch.core.bulletin import Broadcasts
    from newswatch.core.count.logbook import Logbook

    monkeypatch.setattr(papers, "year_of", lambda *given, **named: year_of(*given, **named, logbook=Logbook(Broadcasts.UNWATCHED)))
    assert logs.UNWATCHED in said(Kind.REPORT, period="2026-Q1", items=counting(3, 3))
    assert logs.UNWATCHED in said(Kind.LOG)


def test_months_outside_of_the_scored_time_are_named() -> None:
    """A quarter of which only October is scored says so of the others."""
    what = papers.paper("2026-Q4", SHORT, rule(window_start="01-01", window_end="10-31"))
    text = "\n".join(papers.texts(papers.made(Kind.REPORT, what)))
    assert "Không tính tháng 11/2026, 12/2026: ngoài thời gian chấm điểm" in text


@pytest.mark.parametrize("kind", TEMPLATED)
@pytest.mark.parametrize("items", [(), (waiting(1, None),)], ids=["nothing", "undated"])
def test_documents_of_a_time_with_nothing_are_whole(kind: Kind, items: tuple[object, ...]) -> None:
    """With no item, or one without a day, nothing fails, and no tag is left standing."""
    text = said(kind, period="2026-03" if kind is Kind.NOTICE else "2026", items=items, spans=(watched("2026-03-01", "2026-03-02"),))
    assert "{{" not in text
    assert "{%" not in text
    assert "None" not in text


@pytest.mark.parametrize(("period", "told"), [("2026-04", "đang trong tháng"), ("2026-12", "chưa tới")])
def test_a_month_that_has_not_ended_is_told_as_such(period: str, told: str) -> None:
    """The notice of the present month, or of one to come, states no result."""
    text = said(Kind.NOTICE, period=period, items=SHORT)
    assert f"0/4 – {told}" in text
    assert "thiếu 4" not in text
    assert "trừ 2 điểm" not in text
