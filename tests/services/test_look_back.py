"""Dates that one page of a list, or one article, leaves open, and that the other pages and articles settle or contradict."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from office import PAR_BODY, PAR_TITLE, Office
from portal import Portal

from newswatch.core.model import LOCAL, DateOrigin

LIST = (
    'id = "list"\nkind = "listing"\nurl = "{portal.base}/"\n[units.sources.profile]\nentry = ".tin"\nlink = "a.tieu-de"\n'
    'date = ".ngay"\nnext_page = "a.sau"\narticle_title = "h1"\narticle_body = ".noi-dung"\n'
)
ROW = "<div class=tin><a class=tieu-de href=/bai-{n}>{title}</a><span class=ngay>{day}</span></div>"


UNSURE = {1: "09/01/2026", 2: "08/12/2026"}, {3: "08/02/2026", 4: "07/11/2026"}, {5: "07/01/2026", 6: "06/12/2026"}
"""A list, page by page, that is in order only with the month first, though no date proves it."""


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as one:
        yield one


def lists(portal: Portal, at: str, *pages: dict[int, str], printed: dict[int, str] | None = None) -> None:
    """Serves the pages of a list of PAR stories with these printed dates, answered at a local instant; `printed` stands below the title of each."""
    answered = {"Date": format_datetime(datetime.fromisoformat(at).replace(tzinfo=LOCAL).astimezone(UTC), usegmt=True)}
    for number, rows in enumerate(pages, start=1):
        shown = "".join(ROW.format(n=n, title=PAR_TITLE.format(n=n), day=day) for n, day in rows.items())
        following = f"<a class=sau href=/trang-{number + 1}>Trang sau</a>" if number < len(pages) else ""
        path = "/" if number == 1 else f"/trang-{number}"
        portal.serves(path, f"<html><body><div>{shown}</div>{following}</body></html>", headers=answered)
        for n in rows:
            title, below = PAR_TITLE.format(n=n), f"<p>{printed[n]}</p>" if printed and n in printed else ""
            body = f"<h1>{title}</h1>{below}<div class=noi-dung><p>{PAR_BODY.format(n=n)}</p></div>"
            portal.serves(f"/bai-{n}", f"<html><head><title>{title}</title></head><body>{body}</body></html>", headers=answered)


def days(office: Office) -> dict[str, str]:
    """The days of each item by its number: the one that stands, and those that it can be of as well."""
    found = {}
    for item in office.items():
        others = [day for origin, day in item.stated if origin is DateOrigin.ALTERNATIVE]
        found[item.url.rpartition("-")[2]] = " ".join(f"{day:%d/%m}" if day else "-" for day in (item.day, *others))
    return found


def test_a_later_page_dates_the_first_one(tmp_path: Path, portal: Portal) -> None:
    """A day above the twelfth on the second page proves the month first for the first page too, at the first poll and after it."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, "2026-11-20 09:00", {1: "11/05/2026", 2: "11/02/2026"}, {3: "10/25/2026", 4: "10/03/2026"})
    office.polls("2026-11-20 09:00")
    assert days(office) == {"1": "05/11", "2": "02/11", "3": "25/10", "4": "03/10"}
    lists(portal, "2026-11-21 09:00", {5: "11/11/2026", 1: "11/05/2026"}, {2: "11/02/2026", 3: "10/25/2026"}, {4: "10/03/2026"})
    report = office.polls("2026-11-21 09:00")
    assert [(p.new, p.changed) for p in report.polled] == [(1, 0)]
    assert days(office) == {"1": "05/11", "2": "02/11", "3": "25/10", "4": "03/10", "5": "11/11"}


def test_an_article_that_prints_the_same_digits_is_no_second_witness(tmp_path: Path, portal: Portal) -> None:
    """Items whose list is in order only with the month first are of either day, though their articles print the same; neither month counts them."""
    office = Office(tmp_path, portal, LIST)
    printed = {n: f"Ngày đăng: {day}" for page in UNSURE for n, day in page.items()}
    lists(portal, "2026-12-20 09:00", *UNSURE, printed=printed)
    office.polls("2026-12-20 09:00")
    assert days(office) == {
        "1": "09/01 01/09",
        "2": "08/12 12/08",
        "3": "08/02 02/08",
        "4": "07/11 11/07",
        "5": "07/01 01/07",
        "6": "06/12 12/06",
    }
    assert not any(office.counted().values())


def test_what_was_left_open_stays_so_when_its_article_is_asked_again(tmp_path: Path, portal: Portal) -> None:
    """An item that leaves the list while its page lives can still be of either day: its page alone settles nothing."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, "2026-12-20 09:00", *UNSURE)
    office.polls("2026-12-20 09:00")
    assert days(office)["3"] == "08/02 02/08"
    lists(portal, "2026-12-21 09:00", UNSURE[0], {4: "07/11/2026"}, UNSURE[2])
    office.polls("2026-12-21 09:00", since="2026-01-01")
    assert portal.asked("/bai-3") == ["/bai-3", "/bai-3"]
    assert days(office)["3"] == "08/02 02/08"


def test_a_proof_settles_what_was_left_open(tmp_path: Path, portal: Portal) -> None:
    """Once a day above the twelfth proves the month first, items that could be of either day are dated by it."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, "2026-12-20 09:00", *UNSURE)
    office.polls("2026-12-20 09:00")
    lists(portal, "2026-12-22 09:00", {7: "09/21/2026"}, *UNSURE)
    office.polls("2026-12-22 09:00", since="2026-01-01")
    assert days(office) == {"1": "01/09", "2": "12/08", "3": "02/08", "4": "11/07", "5": "01/07", "6": "12/06", "7": "21/09"}


def test_what_an_earlier_poll_left_is_dated_anew(tmp_path: Path, portal: Portal) -> None:
    """Items that were read day first while nothing told are dated anew once a page of the list proves the month first."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, "2026-11-12 09:00", {1: "11/05/2026", 2: "10/05/2026"})
    office.polls("2026-11-12 09:00")
    assert days(office) == {"1": "11/05", "2": "10/05"}
    lists(portal, "2026-11-25 09:00", {3: "11/24/2026", 1: "11/05/2026", 2: "10/05/2026"})
    office.polls("2026-11-25 09:00")
    assert days(office) == {"1": "05/11", "2": "05/10", "3": "24/11"}


def test_a_later_page_dates_what_an_earlier_poll_left(tmp_path: Path, portal: Portal) -> None:
    """Items of an earlier poll whose own page still proves nothing are opened again and dated by what a later page proves."""
    office = Office(tmp_path, portal, LIST)
    lists(portal, "2026-11-12 09:00", {1: "11/05/2026", 2: "10/05/2026"})
    office.polls("2026-11-12 09:00")
    lists(portal, "2026-11-25 09:00", {1: "11/05/2026", 2: "10/05/2026"}, {3: "09/24/2026", 4: "09/02/2026"})
    office.polls("2026-11-25 09:00", since="2026-01-01")
    assert days(office) == {"1": "05/11", "2": "05/10", "3": "24/09", "4": "02/09"}


def event(day: str) -> str:
    return f"Ngày {day}"


def test_a_place_with_a_day_to_come_dates_nothing(tmp_path: Path, portal: Portal) -> None:
    """Unlabelled days below the title date items until one of them is still to come: then all are undated, also those of earlier polls."""
    office = Office(tmp_path, portal, LIST)
    rows = {3: "", 2: "", 1: ""}
    printed = {1: event("02/11/2026"), 2: event("05/11/2026"), 3: event("09/11/2026")}
    lists(portal, "2026-11-12 09:00", rows, printed=printed)
    office.polls("2026-11-12 09:00")
    assert days(office) == {"1": "02/11", "2": "05/11", "3": "09/11"}
    lists(portal, "2026-11-13 09:00", {4: "", **rows}, printed={**printed, 4: event("20/11/2026")})
    office.polls("2026-11-13 09:00")
    assert days(office)["4"] == "-"
    lists(portal, "2026-11-14 09:00", {5: "", 4: "", **rows}, printed={**printed, 4: event("20/11/2026"), 5: event("13/11/2026")})
    office.polls("2026-11-14 09:00")
    assert days(office) == dict.fromkeys("12345", "-")


def test_an_unlabelled_day_out_of_order_is_left_open(tmp_path: Path, portal: Portal) -> None:
    """An item whose unlabelled day stands out of its list's order is of that day or of its neighbours'; a labelled day is believed."""
    office = Office(tmp_path, portal, LIST)
    stated = {n: f"{28 - 2 * n:02}/10/2026" for n in range(1, 12)}
    stated[5] = "03/08/2026"
    lists(portal, "2026-11-12 09:00", dict.fromkeys(stated, ""), printed={n: event(day) for n, day in stated.items()})
    office.polls("2026-11-12 09:00")
    found = days(office)
    assert found.pop("5") == "03/08 20/10 16/10"
    assert found == {str(n): day[:5] for n, day in stated.items() if n != 5}


def test_a_labelled_day_out_of_order_is_believed(tmp_path: Path, portal: Portal) -> None:
    """A day that the article calls that of its publication stands wherever the list has put the item."""
    office = Office(tmp_path, portal, LIST)
    stated = {n: f"{28 - 2 * n:02}/10/2026" for n in range(1, 12)} | {5: "03/08/2026"}
    lists(portal, "2026-11-12 09:00", dict.fromkeys(stated, ""), printed={n: f"Ngày đăng: {day}" for n, day in stated.items()})
    office.polls("2026-11-12 09:00")
    assert days(office) == {str(n): day[:5] for n, day in stated.items()}
