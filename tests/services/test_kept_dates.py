"""An item keeps its date and its decisions: through changes of its page, when it leaves its list, and when it moves."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from office import FEED, LISTING, PAR_BODY, PAR_TITLE, Office
from portal import Portal

from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL, DateOrigin

ATOM = FEED.replace("{portal.feed_url}", "{portal.atom_url}")


def entry(portal: Portal, n: int, stamps: str) -> str:
    """An Atom entry with its article's page, which prints no date."""
    portal.serves(f"/tin/{n}.html", page(n))
    link = f"{portal.base}/tin/{n}.html"
    return f'<entry><title>{PAR_TITLE.format(n=n)}</title><link href="{link}"/><id>{link}</id>{stamps}</entry>'


def page(n: int, dates: str = "", title: str = "") -> str:
    title = title or PAR_TITLE.format(n=n)
    body = "".join(f"<p>{line}</p>" for line in PAR_BODY.format(n=n).split("\n"))
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{dates}<div class='noi-dung'>{body}</div></body></html>"


def serves_atom(portal: Portal, *stamps: str) -> None:
    entries = "".join(entry(portal, n, stamp) for n, stamp in enumerate(stamps, 1))
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Xã</title>{entries}</feed>'
    portal.serves("/atom", feed, "application/atom+xml")


def serves_list(portal: Portal, *rows: str) -> None:
    """A list of articles, one page: address, title and date of each as HTML."""
    portal.serves("/", "<html><body><ul>" + "".join(f'<li class="muc">{row}</li>' for row in rows) + "</ul></body></html>")


def row(n: int, printed: str, path: str = "") -> str:
    return f'<a href="{path or f"/tin/{n}.html"}">{PAR_TITLE.format(n=n)}</a><span class="ngay">{printed}</span>'


def updated(day: str) -> str:
    return f"<updated>{day}T08:00:00+07:00</updated>"


def published(day: str) -> str:
    return f"<published>{day}T08:00:00+07:00</published>"


LIST = 'id = "list"\nkind = "listing"\nurl = "{portal.listing_url}"\n[units.sources.profile]\nentry = "li.muc"\nlink = "a[href]"\ndate = ".ngay"\n'
LIST += 'article_title = "h1"\narticle_body = ".noi-dung"\n'


@pytest.mark.parametrize(
    ("first", "later", "day", "origin"),
    [
        (updated("2026-10-14"), updated("2026-11-09"), date(2026, 10, 14), DateOrigin.MODIFIED),
        (
            published("2026-10-14") + updated("2026-10-15"),
            published("2026-10-14") + updated("2026-11-09"),
            date(2026, 10, 14),
            DateOrigin.FEED,
        ),
        (published("2026-10-14") + updated("2026-10-15"), updated("2026-11-09"), date(2026, 10, 14), DateOrigin.FEED),
        (updated("2026-10-14"), published("2026-10-12") + updated("2026-11-09"), date(2026, 10, 12), DateOrigin.FEED),
        (updated("2026-10-14"), published("2026-09-28") + updated("2026-11-09"), date(2026, 9, 28), DateOrigin.FEED),
        (updated("2026-10-14"), "", date(2026, 10, 14), DateOrigin.MODIFIED),
    ],
)
def test_a_changed_updated_moves_no_item(tmp_path: Path, portal: Portal, first: str, later: str, day: date, origin: DateOrigin) -> None:
    """An Atom entry's `updated` dates it at the first sight alone and labelled so; its `published` stands before and after."""
    office = Office(tmp_path, portal, ATOM)
    serves_atom(portal, first, updated("2026-10-10"))
    office.polls("2026-10-15 09:00")
    serves_atom(portal, later, updated("2026-10-10"))
    for at in ("2026-11-10 09:00", "2026-11-11 09:00", "2026-12-02 09:00"):
        office.polls(at)
    item = office.item("Xã 1 ")
    assert (item.day, item.date_origin) == (day, origin)
    assert office.counted() == ({"2026-10": 2} if day.month == 10 else {"2026-09": 1, "2026-10": 1})


@pytest.mark.parametrize("clock", ["2026-11-20", "2026-11-20T00:00:01+07:00"])
def test_a_change_stated_as_now_dates_nothing(tmp_path: Path, portal: Portal, clock: str) -> None:
    """A program that states the day of the answer as that of a change dates none of the old articles it shows, on no later day either."""
    office = Office(tmp_path, portal, LIST)
    head = '<meta property="article:modified_time" content="{}">'
    portal.serves("/tin/1.html", page(1).replace("</head>", head.format(clock) + "</head>"))
    serves_list(portal, row(1, ""))
    office.polls("2026-11-20 09:00")
    assert office.item("Xã 1 ").day is None
    portal.serves("/tin/1.html", page(1).replace("</head>", head.format("2026-11-23") + "</head>"))
    office.polls("2026-11-23 09:00")
    assert office.item("Xã 1 ").day is None


def test_a_list_that_prints_changes_alone(tmp_path: Path, portal: Portal) -> None:
    """ "Cập nhật: …" as the only date of a list's entry dates it, labelled so, and a later one does not move it."""
    office = Office(tmp_path, portal, LIST)
    for n in (1, 2):
        portal.serves(f"/tin/{n}.html", page(n))
    serves_list(portal, row(2, "Cập nhật: 16/11/2026"), row(1, "Cập nhật: 12/11/2026"))
    office.polls("2026-11-20 09:00")
    item = office.item("Xã 1 ")
    assert (item.day, item.date_origin) == (date(2026, 11, 12), DateOrigin.MODIFIED)
    serves_list(portal, row(1, "Cập nhật: 03/12/2026"), row(2, "Cập nhật: 16/11/2026"))
    office.polls("2026-12-04 09:00")
    assert office.item("Xã 1 ").day == date(2026, 11, 12)
    assert office.counted() == {"2026-11": 2}


def test_a_page_that_prints_a_change_after_an_edit(tmp_path: Path, portal: Portal) -> None:
    """An article dated by its page stays where it was when the page prints "Cập nhật" in the date's place after an edit."""
    office = Office(tmp_path, portal, LIST)
    portal.serves("/tin/1.html", page(1, "<p>Ngày đăng: 12/10/2026</p>"))
    serves_list(portal, row(1, ""))
    office.polls("2026-10-20 09:00")
    portal.serves("/tin/1.html", page(1, "<p>Cập nhật: 05/11/2026</p>"))
    serves_list(portal, row(1, "").replace("Xã 1 ", "Xã 1 (đã sửa) "))
    office.polls("2026-11-06 09:00")
    item = office.item("Xã 1 (đã sửa)")
    assert (item.day, item.date_origin) == (date(2026, 10, 12), DateOrigin.PAGE)


def test_an_item_that_left_its_list_keeps_its_date(tmp_path: Path, portal: Portal) -> None:
    """An article whose date stood in its list alone is read again when the list names it no more, and keeps its date and its text."""
    office = Office(tmp_path, portal, LIST)
    for n in range(1, 6):
        portal.serves(f"/tin/{n}.html", page(n))
    serves_list(portal, *(row(n, f"{10 + n}/11/2026") for n in (5, 4, 3, 2, 1)))
    office.polls("2026-11-20 09:00")
    serves_list(portal, *(row(n, f"{10 + n}/11/2026") for n in (5, 3, 2, 1)))
    report = office.polls("2026-11-21 09:00")
    assert len(report.polled[0].poll.unlisted) == 1
    item = office.item("Xã 4 ")
    assert (item.day, item.date_origin, item.gone) == (date(2026, 11, 14), DateOrigin.LISTING, False)
    assert len(office.trace(item.id)["observations"]) == 1
    assert office.counted() == {"2026-11": 5}


def test_an_item_of_a_feed_that_left_it_keeps_its_date(tmp_path: Path, portal: Portal) -> None:
    """So does one that its feed names no more, be it dated by publication or by a change."""
    office = Office(tmp_path, portal, ATOM)
    stamps = [published("2026-11-15"), updated("2026-11-14"), published("2026-11-13"), published("2026-11-12"), published("2026-11-11")]
    serves_atom(portal, *stamps)
    office.polls("2026-11-20 09:00")
    before = {i.title: (i.day, i.date_origin) for i in office.items()}
    kept = "".join(entry(portal, n, stamps[n - 1]) for n in (3, 4, 5))
    portal.serves("/atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Xã</title>{kept}</feed>', "application/atom+xml")
    office.polls("2026-11-21 09:00")
    assert {i.title: (i.day, i.date_origin) for i in office.items()} == before


def moves(portal: Portal, n: int, to: str, title: str = "") -> None:
    """An article's address redirects to another one, which has an article."""
    portal.serves(f"/tin/{n}.html", "", status=301, headers={"Location": to})
    portal.serves(to, page(n, title=title))


def test_an_item_that_moved_is_the_same_item(tmp_path: Path, portal: Portal) -> None:
    """A list that names an article's new address names the same item, with its date and what a person decided of it, for good."""
    office = Office(tmp_path, portal, LIST)
    for n in range(1, 6):
        portal.serves(f"/tin/{n}.html", page(n))
    serves_list(portal, *(row(n, f"{10 + n}/11/2026") for n in (5, 4, 3, 2, 1)))
    office.polls("2026-11-20 09:00")
    item = office.item("Xã 4 ")
    office.decides(item.id, published_on=date(2026, 10, 30))
    moves(portal, 4, "/bai-viet/bon.html")
    serves_list(portal, *(row(n, f"{10 + n}/11/2026", "/bai-viet/bon.html" if n == 4 else "") for n in (5, 4, 3, 2, 1)))
    for at in ("2026-11-21 09:00", "2026-11-22 09:00", "2026-11-23 09:00"):
        report = office.polls(at)
        assert (report.polled[0].poll.gone, report.polled[0].poll.unlisted) == ((), ())
    again = office.item("Xã 4 ")
    assert (again.id, again.url, again.day) == (item.id, f"{portal.base}/bai-viet/bon.html", date(2026, 10, 30))
    assert len(office.items()) == 5
    assert len(office.trace(item.id)["observations"]) == 2


def test_a_moved_item_that_no_list_names_has_its_new_address(tmp_path: Path, portal: Portal) -> None:
    """An article that left its list and redirects within the site is there at its new address; one that redirects to the home page is gone."""
    office = Office(tmp_path, portal, LIST)
    for n in range(1, 7):
        portal.serves(f"/tin/{n}.html", page(n))
    serves_list(portal, *(row(n, f"{10 + n}/11/2026") for n in (6, 5, 4, 3, 2, 1)))
    office.polls("2026-11-20 09:00")
    moves(portal, 5, "/bai-viet/nam.html")
    moves(portal, 4, "/trang-khac.html", title="Giới thiệu chung về xã Tân Hòa và các thôn")
    portal.serves("/tin/3.html", "", status=302, headers={"Location": "/"})
    serves_list(portal, *(row(n, f"{10 + n}/11/2026") for n in (6, 2, 1)))
    report = office.polls("2026-11-21 09:00")
    five = office.item("Xã 5 ")
    assert (five.url, five.day, five.gone) == (f"{portal.base}/bai-viet/nam.html", date(2026, 11, 15), False)
    assert [office.item(f"Xã {n} ").gone for n in (4, 3)] == [True, True]
    assert office.counted() == {"2026-11": 6}
    serves_list(portal, *(row(n, f"{10 + n}/11/2026", "/bai-viet/nam.html" if n == 5 else "") for n in (6, 5, 2, 1)))
    report = office.polls("2026-11-22 09:00")
    assert (report.polled[0].new, len(office.items())) == (0, 6)


def test_an_article_of_the_same_title_is_no_moved_one(tmp_path: Path, portal: Portal) -> None:
    """A new article that bears the title of an old one, whose address still stands, is an item of its own."""
    office = Office(tmp_path, portal, LIST)
    for n in (1, 2):
        portal.serves(f"/tin/{n}.html", page(n))
    serves_list(portal, row(2, "12/11/2026"), row(1, "11/11/2026"))
    office.polls("2026-11-20 09:00")
    portal.serves("/tin/9.html", page(9, title=PAR_TITLE.format(n=1)))
    serves_list(portal, row(1, "21/11/2026", "/tin/9.html"), row(2, "12/11/2026"))
    office.polls("2026-11-21 09:00")
    assert len(office.items()) == 3


def test_a_place_that_most_articles_print_dates_them(tmp_path: Path, portal: Portal) -> None:
    """Undated lists whose articles print "Ngày …" at one place are dated by it within the poll that shows it; one event's day elsewhere dates nothing."""
    office = Office(tmp_path, portal, LIST)
    for n in range(1, 5):
        portal.serves(f"/tin/{n}.html", page(n, f"<div class='dau-bai'><i>Ngày {n + 10}/11/2026</i></div>"))
    portal.serves("/tin/5.html", page(5, "<p>Ngày 02/09/2026</p>"))
    portal.serves("/tin/6.html", page(6, "<div class='dau-bai'><i>Ngày 20/11/2026, UBND xã tổ chức</i></div>"))
    serves_list(portal, *(row(n, "") for n in (6, 5, 4, 3, 2, 1)))
    office.polls("2026-11-20 09:00")
    days = {i.title[3]: i.day for i in office.items()}
    assert days == {**{str(n): date(2026, 11, n + 10) for n in range(1, 5)}, "5": None, "6": None}
    assert office.counted() == {"2026-11": 4}


def test_a_place_shown_by_later_articles_dates_earlier_ones(tmp_path: Path, portal: Portal) -> None:
    """Articles left undated while too few had shown where the site prints its dates are dated by a later poll."""
    office = Office(tmp_path, portal, LIST)
    for n in range(1, 5):
        portal.serves(f"/tin/{n}.html", page(n, f"<div class='dau-bai'><i>Ngày {n + 10}/11/2026</i></div>"))
    serves_list(portal, row(2, ""), row(1, ""))
    office.polls("2026-11-20 09:00")
    assert [i.day for i in office.items()] == [None, None]
    serves_list(portal, *(row(n, "") for n in (4, 3, 2, 1)))
    office.polls("2026-11-21 09:00")
    office.polls("2026-11-22 09:00")
    assert sorted(i.day for i in office.items() if i.day) == [date(2026, 11, n + 10) for n in range(1, 5)]


def test_a_relative_date_is_counted_once(tmp_path: Path, portal: Portal) -> None:
    """ "3 ngày trước" dates an article from the answer that said so first; when it is read again it does not move."""
    office = Office(tmp_path, portal, LIST)
    portal.serves("/tin/1.html", page(1, "<i class='ngay'>3 ngày trước</i>"))
    serves_list(portal, row(1, ""))
    office.polls("2026-10-20 09:00")
    assert office.item("Xã 1 ").day == date(2026, 10, 17)
    portal.serves("/tin/1.html", page(1, "<i class='ngay'>3 ngày trước</i>", title="Xã 1 sửa tiêu đề về cải cách hành chính"))
    serves_list(portal, row(1, "").replace(PAR_TITLE.format(n=1), "Xã 1 sửa tiêu đề về cải cách hành chính"))
    office.polls("2026-11-20 09:00")
    assert office.item("Xã 1 sửa").day == date(2026, 10, 17)


def test_a_relative_date_counts_from_the_answers_own_date(tmp_path: Path, portal: Portal) -> None:
    """An answer that a store on the way hands on two days late counts "hôm qua" from the Date it was made at."""
    office = Office(tmp_path, portal, LIST)
    portal.serves("/tin/1.html", page(1, "<i class='ngay'>hôm qua</i>"))
    serves_list(portal, row(1, ""))
    made = datetime.now(LOCAL)
    office.polls(f"{made + timedelta(days=2):%Y-%m-%d %H:%M}")
    yesterday = {(at - timedelta(days=1)).date() for at in (made, datetime.now(LOCAL))}
    assert office.item("Xã 1 ").day in yesterday


def test_articles_dated_by_a_change_leave_earlier_months_open(tmp_path: Path, portal: Portal) -> None:
    """A month is not short for sure while an article of a later month, known by a change alone, may be of it; a person's date settles that."""
    office = Office(tmp_path, portal, LISTING, LIST.replace('"list"', '"moi"').replace("{portal.listing_url}", "{portal.base}/moi"))
    office.closes_log("2026-10", "2026-11-12 09:00")
    for n in range(3):
        office.par(100 + n, f"2026-10-{10 + n} 08:00")
        office.par(200 + n, f"2026-09-{10 + n} 08:00")
    portal.serves("/tin/1.html", page(1))
    portal.serves("/moi", f"<html><body><ul><li class='muc'>{row(1, 'Cập nhật: 10/11/2026')}</li></ul></body></html>")
    office.polls("2026-11-12 09:00", since="2026-08-01")
    office.polls("2026-11-13 09:00", since="2026-08-01")
    assert office.month("2026-10").stand_ins == 1
    assert office.month("2026-10").state is State.UNKNOWN
    office.decides(office.item("Xã 1 ").id, published_on=date(2026, 11, 9))
    assert office.month("2026-10").stand_ins == 0
