"""Is the answer the article? What servers send in its place is never read for it, is told, and is asked for again until the article is there."""

import io
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from office import FEED, LISTING, PAR_BODY, PAR_TITLE, Office
from portal import Portal
from portal_http import Answer as Served
from portal_http import Request
from unread_pages import NOTICES, PAR_WORDS, page

from newswatch.core.answer.kinds import Answer
from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.statement import State
from newswatch.core.model import Verdict
from newswatch.core.polling.records import PollOutcome

PLAIN = "Bà con phấn khởi trong ngày hội lần {n}"
"""A title that leaves open what the article is about."""


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose portal has four PAR articles of October under titles that say little, and later ones; its log of October is closed."""
    office = Office(tmp_path, portal)
    portal.per_page = 5
    for n in range(1, 5):
        office.par(n, f"2026-10-{3 * n:02d} 08:00", title=PLAIN.format(n=n))
    for n in (5, 6):
        office.par(n, f"2026-11-0{n - 4} 08:00")
    office.closes_log("2026-10", "2026-11-05 06:30")
    return office


def path(office: Office, n: int) -> str:
    return office.portal.url_of(n).removeprefix(office.portal.base)


def october(office: Office) -> tuple[int, State]:
    month = office.month("2026-10")
    return month.count.combined, month.state


def answers(office: Office) -> set[Answer]:
    return {item.answer for item in office.items() if "phấn khởi" in item.title}


@pytest.mark.parametrize(("answer", "notice"), NOTICES, ids=lambda v: str(v) if isinstance(v, Answer) else "")
def test_a_notice_served_as_every_article_is_none(office: Office, answer: Answer, notice: str) -> None:
    """Whatever comes for all articles, none is read, merged or counted, the month is unknown, and a day after the fault all count."""
    for n in range(1, 5):
        office.portal.serves(path(office, n), notice)
    office.polls("2026-11-05 06:30")
    office.polls("2026-11-06 06:30")
    assert (october(office), answers(office)) == ((0, State.UNKNOWN), {answer})
    assert [line.because for line in office.month("2026-10").lines] == [(Reason(Why.UNREAD, answer),)] * 4
    office.portal._raw.clear()
    office.polls("2026-11-07 06:30")
    assert (october(office), answers(office)) == ((4, State.MET), {Answer.ARTICLE})


def test_the_home_page_served_as_every_article_is_none(office: Office) -> None:
    """The list itself, which names every article, is no article, though each title stands on it with a link to its own address."""
    home = office.portal.base
    body = "".join(
        f'<div class="tin"><a class="tieu-de" href="{office.portal.url_of(n)}">{PLAIN.format(n=n)}</a></div>' for n in range(1, 5)
    )
    for n in range(1, 5):
        office.portal.serves(path(office, n), page("Xã Thử", f'<h1>Xã Thử</h1><div class="danh-sach">{body}</div><p>{PAR_WORDS}</p>'))
    office.polls("2026-11-05 06:30")
    assert (october(office)[1], answers(office)) == (State.UNKNOWN, {Answer.HOME}), home


def test_a_redirect_to_the_home_page_or_off_the_site_is_no_article(office: Office) -> None:
    """Led to the front page, or to another host, an article is unread."""
    office.portal.serves(path(office, 1), b"", status=302, headers={"Location": "/"})
    office.portal.serves(path(office, 2), b"", status=302, headers={"Location": "https://elsewhere.example/"})
    office.polls("2026-11-05 06:30")
    assert {office.item("lần 1").answer, office.item("lần 2").answer} == {Answer.HOME, Answer.OTHER_HOST}


def test_another_headline_is_read_and_one_page_for_several_is_not(office: Office) -> None:
    """A text in its place under another headline is the article; the same under several entries whose titles it does not bear is none of them."""
    for n in (1, 2, 3, 4):
        body = (PAR_BODY if n == 1 else PAR_BODY + "\nBài này giống nhau ở hai địa chỉ.").format(n=7)
        text = "".join(f"<p>{line}</p>" for line in body.split("\n"))
        served = f'<div class="chi-tiet"><h2 class="tieu-de">Một nhan đề khác hẳn</h2><div class="noi-dung">{text}</div></div>'
        office.portal.serves(path(office, n), page("Xã Thử", served))
    office.polls("2026-11-05 06:30")
    assert [office.item(f"lần {n}").answer for n in (1, 2, 3, 4)] == [Answer.BODY, *[Answer.OTHER_PAGE] * 3]
    assert (office.item("lần 1").verdict, october(office)) == (Verdict.PAR, (1, State.UNKNOWN))


def test_a_front_page_without_news_is_no_article(office: Office) -> None:
    """A page that bears the name of the site alone is its front page, though a text stands where articles have theirs."""
    served = '<div class="chi-tiet"><h2 class="tieu-de">Cổng thông tin điện tử xã Thử</h2><div class="noi-dung"><p>Xã có chín thôn.</p></div></div>'
    office.portal.serves(path(office, 2), page("Xã Thử", served))
    office.polls("2026-11-05 06:30")
    assert office.item("lần 2").answer is Answer.HOME


def test_a_genuine_repost_stays_read(office: Office) -> None:
    """Two articles with one text, each under its own title, are read and count once."""
    for n in (1, 2):
        office.portal.rewrites(n, PAR_BODY.format(n=1) + "\nBuổi kiểm tra có đại diện các thôn cùng dự và góp ý thẳng thắn.")
    office.polls("2026-11-05 06:30")
    assert (answers(office), october(office)[0]) == ({Answer.ARTICLE}, 3)


def test_what_was_read_stands_while_its_page_is_another(office: Office) -> None:
    """An article that was read and whose entry changes while a notice is served keeps its text, counts on, and is read again afterwards."""
    office.polls("2026-11-05 06:30")
    assert october(office) == (4, State.MET)
    office.portal.retitles(2, "Bà con phấn khởi trong ngày hội lần 2, sửa lại")
    office.portal.serves(path(office, 2), NOTICES[0][1])
    office.polls("2026-11-06 06:30")
    assert (october(office), office.item("lần 2").text != "") == ((4, State.MET), True)
    office.portal._raw.clear()
    office.polls("2026-11-07 06:30")
    assert (october(office), office.item("sửa lại").answer) == ((4, State.MET), Answer.ARTICLE)


def test_an_unread_article_is_asked_for_at_most_so_often(office: Office) -> None:
    """An article that is missing is asked for after an hour, half a day, a day and so on; a poll in between leaves it alone."""
    office.portal.fails(r"/tin/.*-2\.html", 404)
    asked = []
    for at in ("05 06:30", "05 06:40", "05 08:00", "05 11:00", "05 21:00", "06 08:00", "06 09:10"):
        before = len(office.portal.asked(r"/tin/.*-2\.html"))
        office.polls(f"2026-11-{at}")
        asked.append(len(office.portal.asked(r"/tin/.*-2\.html")) - before)
    assert asked == [1, 0, 1, 0, 1, 0, 1]
    assert october(office) == (3, State.UNKNOWN)


def test_a_list_that_does_not_change_is_no_reason_to_forget(office: Office) -> None:
    """Unread articles deep in a list whose first page is the same are asked for too, and read once they are there."""
    office.portal.per_page = 2
    office.portal.fails(r"/tin/.*-1\.html", 503)
    for day in ("05", "06", "07"):
        office.polls(f"2026-11-{day} 06:30")
    office.portal.heals()
    report = office.polls("2026-11-09 11:30")
    assert (october(office), report.polled[0].poll.pages) == ((4, State.MET), report.polled[0].poll.pages)


def test_a_dead_server_is_asked_once_a_poll(office: Office) -> None:
    """After one article got no answer at all the others are not asked for; all are unread, the poll failed, and the next reads them."""
    office.portal.fails(r"/tin/", "drop")
    report = office.polls("2026-11-05 06:30")
    assert len(office.portal.asked(r"/tin/")) == 1
    assert report.polled[0].poll.outcome is PollOutcome.FAILED
    assert (october(office)[1], answers(office)) == (State.UNKNOWN, {Answer.UNASKED})
    office.portal.heals()
    office.polls("2026-11-05 08:00")
    assert october(office) == (4, State.MET)


def test_days_are_proved_though_articles_are_unread(office: Office) -> None:
    """A list that is read proves its days, so that a month with no unread article is known while another waits."""
    office.portal.fails(r"-6\.html", 503)
    office.polls("2026-11-05 06:30")
    office.polls("2026-11-06 06:30")
    assert october(office) == (4, State.MET)
    assert office.month("2026-10").coverage.complete


def pdf(text: str = "", password: str = "") -> bytes:
    """A PDF file of one page, with a text in plain letters if any."""
    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(300, 300)
    if text:
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(b"BT /F1 10 Tf 10 200 Td (" + text.encode("latin-1") + b") Tj ET")
        font = pypdf.generic.DictionaryObject(
            {
                pypdf.generic.NameObject(k): pypdf.generic.NameObject(v)
                for k, v in {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}.items()
            }
        )
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        sheet[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/Font"): fonts})
        sheet[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def word(*paragraphs: str) -> bytes:
    """A Word file."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


UNMARKED = (
    "Sang nay, Uy ban nhan dan xa niem yet cong khai thu tuc hanh chinh, day manh cai cach hanh chinh tai bo phan mot cua, "
    "rut ngan thoi gian giai quyet ho so thu tuc hanh chinh va huong dan nguoi dan nop ho so dich vu cong truc tuyen."
)
FILES = {
    "word": (word(*PAR_BODY.format(n=2).split("\n")), Answer.FILE, Verdict.PAR),
    "scanned": (pdf(), Answer.NO_TEXT, Verdict.UNSURE),
    "locked": (pdf(UNMARKED, "mat-khau"), Answer.LOCKED, Verdict.UNSURE),
    "broken": (b"%PDF-1.7\n" + b"\x00\xff" * 4000, Answer.BROKEN, Verdict.UNSURE),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), Answer.BINARY, Verdict.UNSURE),
    "archive": (b"PK\x03\x04" + bytes(3000), Answer.BINARY, Verdict.UNSURE),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_place_of_a_page(office: Office, name: str) -> None:
    """The text of a PDF or Word file is the item's; of a file without text only the title is known, it says so, and the month stays open."""
    body, answer, verdict = FILES[name]
    office.portal.serves(path(office, 2), body, "application/octet-stream")
    office.polls("2026-11-05 06:30")
    item = office.item("lần 2")
    assert (item.answer, item.verdict, item.whole) == (answer, verdict, answer is Answer.FILE)
    assert october(office) == ((4, State.MET) if verdict is Verdict.PAR else (3, State.UNKNOWN))
    assert (item.text != "") == item.whole


def test_the_text_of_a_pdf_is_the_items(office: Office) -> None:
    """What a PDF file says is read from it; its title is the list's."""
    office.portal.serves(path(office, 2), pdf(UNMARKED), "application/pdf")
    office.polls("2026-11-05 06:30")
    item = office.item("lần 2")
    assert (item.text.split(), item.title, item.answer) == (UNMARKED.split(), PLAIN.format(n=2), Answer.FILE)


def test_the_text_of_the_feed_stands_in(tmp_path: Path, portal: Portal) -> None:
    """Where a notice is served for the article, the feed's own text is the item's if it is surely PAR news; what it leaves open stays unread, and so
    does an entry whose text the feed gives for another one too."""
    office = Office(tmp_path, portal, FEED)
    texts = {1: PAR_BODY.format(n=1), 2: "Bà con thôn Đông ra đồng gặt lúa sớm, năng suất cao hơn vụ trước nhiều tạ mỗi sào."}
    texts |= dict.fromkeys((3, 4), "Cổng thông tin xã: " + PAR_BODY.format(n=5))
    for n in texts:
        office.par(n, f"2026-11-0{n} 08:00", title=PLAIN.format(n=n))
        portal.serves(path(office, n), NOTICES[0][1])
    items = "".join(
        f"<item><title>{PLAIN.format(n=n)}</title><link>{portal.url_of(n)}</link><pubDate>Mon, 0{n} Nov 2026 01:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
        for n, text in texts.items()
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    portal.serves(
        "/rss", f'<?xml version="1.0"?><rss version="2.0" {space}><channel><title>X</title>{items}</channel></rss>', "application/rss+xml"
    )
    office.polls("2026-11-05 06:30")
    first, second = office.item("lần 1"), office.item("lần 2")
    assert [office.item(f"lần {n}").whole for n in (3, 4)] == [False, False]
    assert (first.verdict, first.whole, first.answer) == (Verdict.PAR, True, Answer.CHALLENGE)
    assert (second.verdict, second.whole) == (Verdict.UNSURE, False)
    assert office.counted() == {"2026-11": 1}
    portal._raw.pop(path(office, 1))
    portal._raw.pop(path(office, 2))
    office.polls("2026-11-06 06:30")
    assert office.item("lần 1").answer is Answer.ARTICLE


def garbled(text: str) -> str:
    """A text encoded in UTF-8 twice."""
    return text.encode().decode("cp1252", "replace")


def test_an_article_in_broken_letters_is_unread(office: Office) -> None:
    """A page whose text came in broken letters is named so and unread, and read once it is mended."""
    text = garbled(f"<h2 class='tieu-de'>{PLAIN.format(n=2)}</h2><div class='noi-dung'><p>{PAR_BODY.format(n=2)}</p></div>")
    office.portal.serves(path(office, 2), page("X", f"<div class='chi-tiet'>{text}</div>"))
    office.polls("2026-11-05 06:30")
    assert (office.item("lần 2").answer, october(office)) == (Answer.GARBLED, (3, State.UNKNOWN))


def test_a_list_in_broken_letters_concludes_nothing(office: Office) -> None:
    """A list whose titles turned to broken letters is suspect: no item is re-titled, added or gone, and its validators are not kept."""
    office.polls("2026-11-05 06:30")
    office.polls("2026-11-06 06:30")
    before = [(i.id, i.title, i.gone) for i in office.items()]
    rows = "".join(
        f'<div class="tin"><a class="tieu-de" href="{office.portal.url_of(n)}">{garbled(PAR_TITLE.format(n=n))}</a></div>'
        for n in range(1, 7)
    )
    office.portal.serves("/", page("Xã", f'<div class="danh-sach">{rows}</div>'), headers={"ETag": '"broken"'})
    report = office.polls("2026-11-07 06:30")
    assert (report.polled[0].poll.outcome, report.polled[0].poll.etag) == (PollOutcome.SUSPECT, "")
    assert [(i.id, i.title, i.gone) for i in office.items()] == before


def test_a_list_that_lost_articles_that_live_is_suspect(office: Office, portal: Portal) -> None:
    """A list that names most of what it named no more, though the pages live, proves nothing and marks none as taken off; deleted ones are gone."""
    portal.per_page = 20
    office.polls("2026-11-05 06:30")
    office.polls("2026-11-06 06:30")
    few = "".join(
        f'<div class="tin"><a class="tieu-de" href="{path(office, n)}">{PLAIN.format(n=n)}</a> <span class="ngay">0{3 * n}/10/2026 08:00</span></div>'
        for n in (2, 1)
    )
    portal.serves("/", page("Xã", f'<div class="danh-sach">{few}</div>'))
    report = office.polls("2026-11-07 06:30")
    poll = report.polled[0].poll
    assert (poll.outcome, poll.reach, poll.unlisted, poll.etag) == (PollOutcome.SUSPECT, None, (), "")


def test_listing_and_feed_ask_once(tmp_path: Path, portal: Portal) -> None:
    """An unread article that two sources name is asked for once in one run."""
    office = Office(tmp_path, portal, LISTING, FEED)
    office.par(1, "2026-11-03 08:00", title=PLAIN.format(n=1))
    portal.fails(r"/tin/", 404)
    office.polls("2026-11-05 06:30")
    assert len(portal.asked(r"/tin/")) == 1


def test_what_one_source_asked_for_the_next_does_not(tmp_path: Path, portal: Portal) -> None:
    """In later runs too an unread article is asked for once, whichever of the sources that name it comes first; what one reads the other knows."""
    office = Office(tmp_path, portal, LISTING, FEED)
    office.par(1, "2026-11-03 08:00", title=PLAIN.format(n=1))
    portal.fails(r"/tin/", 404, times=2)
    for at, asked in (("05 06:30", 1), ("05 09:30", 2), ("05 22:30", 3), ("06 22:30", 3)):
        office.polls(f"2026-11-{at}")
        assert len(portal.asked(r"/tin/")) == asked
    assert office.item("lần 1").whole


def test_a_long_article_about_a_repair_is_read(office: Office) -> None:
    """Under another headline a long text in its place is an article, be it about maintenance or about 500 gifts."""
    for n, headline in ((1, "Thông báo bảo trì hệ thống một cửa điện tử"), (2, "Trao 500 suất quà cho bà con")):
        text = "".join(f"<p>{line}</p>" for line in (PAR_BODY.format(n=n) * 6).split("\n"))
        served = f'<div class="chi-tiet"><h2 class="tieu-de">{headline}</h2><div class="noi-dung">{text}</div></div>'
        office.portal.serves(path(office, n), page("Xã Thử", served))
    office.polls("2026-11-05 06:30")
    assert [office.item(f"lần {n}").answer for n in (1, 2)] == [Answer.BODY, Answer.BODY]


INSTEAD = {
    "empty": ("", Answer.SHELL),
    "login": ("<p>Vui lòng đăng nhập để xem nội dung bài viết này.</p>", Answer.LOGIN),
    "error": ("<p>Có lỗi xảy ra khi tải nội dung, mời bà con trở lại sau.</p>", Answer.ERROR_PAGE),
}


@pytest.mark.parametrize("name", INSTEAD)
def test_a_page_with_the_title_alone_is_unread(office: Office, name: str) -> None:
    """A page that bears the title but holds no text, or a notice in its place, is unread, and read once the text is there."""
    inside, answer = INSTEAD[name]
    served = f'<div class="chi-tiet"><h2 class="tieu-de">{PLAIN.format(n=2)}</h2><div class="noi-dung">{inside}</div></div>'
    office.portal.serves(path(office, 2), page("Xã Thử", served))
    office.polls("2026-11-05 06:30")
    assert (office.item("lần 2").answer, october(office)) == (answer, (3, State.UNKNOWN))
    office.portal._raw.clear()
    office.polls("2026-11-06 06:30")
    assert october(office) == (4, State.MET)


def test_a_page_that_was_cut_off_is_unread(office: Office) -> None:
    """An article without the end that other pages of the site have was cut off on its way, and is unread."""
    served = page(
        PLAIN.format(n=2), f'<div class="chi-tiet"><h2 class="tieu-de">{PLAIN.format(n=2)}</h2><div class="noi-dung"><p>Sáng nay, bà con'
    )
    office.portal.serves(path(office, 2), served.removesuffix("</body></html>"))
    office.polls("2026-11-05 06:30")
    assert (office.item("lần 2").answer, october(office)) == (Answer.UNREACHABLE, (3, State.UNKNOWN))


def test_one_broken_article_does_not_fail_its_source_for_ever(office: Office) -> None:
    """An article that always answers 500 fails the poll that first met it; later ones tell of it in a warning, and its month stays open."""
    office.portal.fails(r"/tin/.*-2\.html", 500)
    outcomes = [office.polls(f"2026-11-0{day} 06:30").polled[0].poll for day in (5, 6, 7)]
    assert [poll.outcome is PollOutcome.FAILED for poll in outcomes] == [True, False, False]
    assert all(poll.warnings for poll in outcomes[1:])
    assert october(office) == (3, State.UNKNOWN)


SHORT = [
    "Xã Thử đã xóa xong nhà tạm cho ba hộ, bà con phấn khởi về ở trước Tết.",
    "Tuyến đường trục thôn đang được nâng cấp, hệ thống thủy lợi 500 héc-ta có lợi cho cả xã.",
    "Chợ xã tạm dừng hoạt động hai ngày để tránh bão, bà con chú ý.",
    "Thôn đang xây dựng cầu mới, kinh phí bảo trì do dân góp.",
]


@pytest.mark.parametrize("body", SHORT)
def test_a_short_article_with_words_of_notices_is_read(office: Office, body: str) -> None:
    """Two lines of news about houses, roads, markets or profit are no notice, under their own title or another."""
    office.portal.rewrites(2, body)
    served = f'<div class="chi-tiet"><h2 class="tieu-de">Tin vắn trong tuần</h2><div class="noi-dung"><p>{body}</p></div></div>'
    office.portal.serves(path(office, 3), page("Xã Thử", served))
    office.polls("2026-11-05 06:30")
    assert [office.item(f"lần {n}").answer for n in (2, 3)] == [Answer.ARTICLE, Answer.BODY]


def test_a_copy_that_a_cache_kept_proves_nothing_of_the_time_since(office: Office) -> None:
    """A list that a cache gives out with an Age of a week proves its days up to then alone; without an Age all of them."""
    for day in ("05", "06"):
        office.polls(f"2026-11-{day} 06:30")
    assert not any(date(2026, 11, 3) <= day for day in office.month("2026-11").coverage.blind)
    listed = office.portal.answer(Request("GET", "/", {}))
    assert isinstance(listed, Served)
    office.portal.serves("/", listed.body, headers={"Age": "604800"})
    office.polls("2026-11-20 06:30")
    assert date(2026, 11, 14) in office.month("2026-11").coverage.blind
    office.portal._raw.clear()
    office.polls("2026-11-20 17:30")
    assert not any(date(2026, 11, 3) <= day for day in office.month("2026-11").coverage.blind)
