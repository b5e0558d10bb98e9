"""Dates from the portal to the month: lists in the wrong order, feeds in the wrong zone, dates that count from today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from office import PAR_BODY, PAR_TITLE, Office
from portal import Portal

from newswatch.core.count.reasons import Why
from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL, DateOrigin
from newswatch.report.vi import terms
from newswatch.services import statements

ROW = '<div class=tin><a class=tieu-de href="/bai-{n}">{title}</a><span class=ngay>{day}</span></div>'


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as one:
        yield one


def title(n: int) -> str:
    return PAR_TITLE.format(n=n)


def lists(portal: Portal, rows: dict[int, str], at: str, *, pages: dict[int, str] | None = None) -> None:
    """Serves a list of PAR stories with these printed dates, answered at a local instant; `pages` are the dates on the articles themselves."""
    answered = {"Date": format_datetime(datetime.fromisoformat(at).replace(tzinfo=LOCAL).astimezone(UTC), usegmt=True)}
    shown = "".join(ROW.format(n=n, title=title(n), day=day) for n, day in rows.items())
    portal.serves("/", f"<html><body><div class=danh-sach>{shown}</div></body></html>", headers=answered)
    for n in rows:
        printed = (pages or {}).get(n, "")
        body = f"<h1 class=tieu-de>{title(n)}</h1><div class=ngay>{printed}</div><div class=noi-dung><p>{PAR_BODY.format(n=n)}</p></div>"
        portal.serves(f"/bai-{n}", f"<html><head><title>{title(n)}</title></head><body>{body}</body></html>", headers=answered)


def dated(office: Office) -> dict[str, str]:
    """The day of each item by its number."""
    return {item.url.rpartition("-")[2]: f"{item.day:%d/%m}" if item.day else "-" for item in office.items()}


LIST = (
    'id = "list"\nkind = "listing"\nurl = "{portal.base}/"\n[units.sources.profile]\nentry = ".tin"\nlink = "a.tieu-de"\ndate = ".ngay"\n'
    'article_title = "h1"\narticle_date = ".ngay"\narticle_body = ".noi-dung"\n'
)


def test_articles_print_the_month_first_as_their_list_proves(tmp_path: Path, portal: Portal) -> None:
    """Month-first dates of a list date its items, and the same form on their own pages is read alike, whatever it would mean alone."""
    office = Office(tmp_path, portal, LIST)
    shown = {1: "11/25/2026 8:05:00 AM", 2: "11/5/2026 2:30:00 PM", 3: "11/03/2026 09:00"}
    lists(portal, shown, "2026-11-26 09:00", pages=shown)
    office.polls("2026-11-26 09:00")
    assert dated(office) == {"1": "25/11", "2": "05/11", "3": "03/11"}
    assert {item.date_origin for item in office.items()} == {DateOrigin.PAGE}


def test_a_list_of_relative_dates_changes_nothing_from_day_to_day(tmp_path: Path, portal: Portal) -> None:
    """Items dated by "2 giờ trước" and "3 ngày trước" keep their days at later polls, and no poll calls them changed."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, {1: "2 giờ trước", 2: "3 ngày trước"}, "2026-11-10 09:00")
    office.polls("2026-11-10 09:00")
    expected = {"1": "10/11", "2": "07/11"}
    assert dated(office) == expected
    for at, first, second in (
        ("2026-11-10 23:30", "14 giờ trước", "4 ngày trước"),
        ("2026-11-11 06:30", "Hôm qua", "4 ngày trước"),
        ("2026-11-18 21:00", "1 tuần trước", "1 tuần trước"),
        ("2026-12-20 06:30", "1 tháng trước", "1 tháng trước"),
    ):
        lists(portal, {1: first, 2: second}, at)
        report = office.polls(at)
        assert [(p.new, p.changed) for p in report.polled] == [(0, 0)], at
        assert dated(office) == expected


def test_relative_dates_count_from_the_date_header(tmp_path: Path, portal: Portal) -> None:
    """An answer that a store on the way hands on a day late names the days that it named when it was made."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, {1: "2 giờ trước", 2: "hôm qua"}, "2026-11-10 09:00")
    office.polls("2026-11-11 06:00")
    assert dated(office) == {"1": "10/11", "2": "09/11"}


def test_a_date_of_weeks_ago_over_a_month_end_waits_for_a_person(tmp_path: Path, portal: Portal) -> None:
    """Three weeks ago that can mean two months is asked about with its days; within one month it counts."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, {1: "3 tuần trước", 2: "1 tuần trước"}, "2026-11-26 09:00")
    office.polls("2026-11-26 09:00")
    with office.store() as store:
        (waiting,) = statements.awaiting(store, office.unit, office.now())
    (reason,) = waiting.line.because
    assert reason.why is Why.DAY_DOUBT
    assert [day for _, day in reason.days] == [date(2026, 11, 5), date(2026, 10, 29), date(2026, 11, 8)]
    assert office.counted() == {"2026-11": 1}


def feed_at(portal: Portal, at: str, entries: dict[int, str], built: str = "") -> None:
    """Serves a feed of PAR stories whose local times are called GMT."""
    answered = {"Date": format_datetime(datetime.fromisoformat(at).replace(tzinfo=LOCAL).astimezone(UTC), usegmt=True)}
    named = {
        local: format_datetime(datetime.fromisoformat(local).replace(tzinfo=UTC), usegmt=True)
        for local in (*entries.values(), built)
        if local
    }
    items = "".join(
        f"<item><title>{title(n)}</title><link>{portal.base}/bai-{n}</link><pubDate>{named[local]}</pubDate></item>"
        for n, local in entries.items()
    )
    made = f"<lastBuildDate>{named[built]}</lastBuildDate>" if built else ""
    lists(portal, dict.fromkeys(entries, ""), at)
    portal.serves(
        "/feed", f'<rss version="2.0"><channel><title>Xã</title>{made}{items}</channel></rss>', "application/rss+xml", headers=answered
    )


def test_local_time_called_gmt_is_asked_about_at_a_month_end(tmp_path: Path, portal: Portal) -> None:
    """An item put up on 31 March at 18:00 is of March or April until a person settles it, and neither month is called short meanwhile."""
    office = Office(tmp_path, portal, LIST.replace('"list"\nkind = "listing"', '"feed"\nkind = "feed"').replace("base}/", "base}/feed"))
    feed_at(portal, "2026-02-20 06:30", {9: "2026-02-02 08:00"})
    office.polls("2026-02-20 06:30")
    feed_at(portal, "2026-04-01 06:30", {1: "2026-03-31 18:00", 2: "2026-03-31 09:00", 9: "2026-02-02 08:00"}, "2026-04-01 06:30")
    office.polls("2026-04-01 06:30")
    feed_at(portal, "2026-05-01 18:30", {3: "2026-04-30 19:00", 1: "2026-03-31 18:00", 2: "2026-03-31 09:00", 9: "2026-02-02 08:00"})
    office.polls("2026-05-01 18:30")
    office.at = "2026-06-20 09:00"
    with office.store() as store:
        waiting = statements.awaiting(store, office.unit, office.now())
    told = {one.line.item.url.rpartition("-")[2]: terms.standing(one.line) for one in waiting}
    assert told == {
        "1": "nguồn tin ghi chưa rõ ngày thuộc tháng nào: ngày trong kênh tin của trang 01/04/2026, cũng có thể là 31/03/2026",
        "3": "nguồn tin ghi chưa rõ ngày thuộc tháng nào: ngày trong kênh tin của trang 01/05/2026, cũng có thể là 30/04/2026",
    }
    assert office.counted() == {"2026-02": 1, "2026-03": 1}
    assert office.month("2026-03").state is State.UNKNOWN
    office.decides(office.item("Xã 1 ").id, published_on=date(2026, 3, 31))
    assert office.counted()["2026-03"] == 2
