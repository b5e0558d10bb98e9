"""What polls prove of a portal, whatever its list looks like: nothing is called watched that was not, and ordinary portals stay known."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from arranged import Arranged
from office import FEED, LISTING, Office
from portal_http import Answer, Request

from newswatch.core.count.statement import State
from newswatch.core.polling.proof import End, Gap, Order, Proof, Walk

COLUMN = "<div class=cot><h2>{name}</h2><div class=danh-sach>{rows}</div></div>"
ROW = '<div class=tin><a class=tieu-de href="{url}">{title}</a><span class=ngay>{day}</span></div>'
BLOCK = "<html><head><title>Access denied</title></head><body><h1>Truy cập bị chặn</h1><p>Mã sự cố 1020</p></body></html>"


@pytest.fixture
def portal() -> Iterator[Arranged]:
    """A portal whose list a test arranges."""
    with Arranged() as arranged:
        yield arranged


@pytest.fixture
def office(tmp_path: Path, portal: Arranged) -> Office:
    """An office that watches the portal's list, ten entries a page."""
    return at(tmp_path, portal, LISTING)


def at(folder: Path, portal: Arranged, *sources: str) -> Office:
    office = Office(folder, portal, *sources)
    portal.per_page = 10
    return office


def daily(office: Office, first: str, days: int, *, count: int = 1) -> None:
    """Publishes `count` plain stories a day from a day on; every fifth is PAR news."""
    for n in range(days):
        day = date.fromisoformat(first) + timedelta(days=n)
        for k in range(count):
            number = 1000 + n * count + k
            if number % 5:
                office.portal.article(
                    number, title=f"Tin đồng áng số {number}", date=f"{day} 0{k + 6}:00", body=f"Bà con gặt lúa, buổi {number}."
                )
            else:
                office.par(number, f"{day} 0{k + 6}:00")


def proof(office: Office) -> Proof:
    """What the last poll of the one source proves."""
    from newswatch.store import polls

    with office.store() as store:
        found = polls.evidence(store, 1)[-1].proof
    return found


def blind(office: Office, *months: str) -> int:
    """How many days of months are not proved."""
    return sum(len(office.month(month).coverage.blind) for month in months)


def test_an_oldest_first_list_is_read_to_its_end_and_proved_by_a_second_poll(office: Office, portal: Arranged) -> None:
    """The newest stand on the last page: they are found, and the days are proved once two polls saw the same end."""
    portal.arrange = lambda posts: posts[::-1]
    daily(office, "2026-09-01", 45)
    office.polls("2026-10-16 09:00")
    assert len(office.items()) == 45
    assert (proof(office).order, proof(office).end, proof(office).reach) == (Order.OLDEST_FIRST, End.CLAIMED, None)
    assert office.month("2026-09").state in (State.UNKNOWN, State.MET)
    daily(office, "2026-09-01", 46)
    office.polls("2026-10-17 09:00")
    assert (len(office.items()), proof(office).end) == (46, End.PROVED)
    assert blind(office, "2026-09", "2026-10") == 0


def test_a_long_oldest_first_list_is_read_from_its_last_page(office: Office, portal: Arranged) -> None:
    """Where the pager names the last page, a poll begins there and goes back as far as it must."""
    portal.arrange, portal.names_last = lambda posts: posts[::-1], True
    daily(office, "2026-01-01", 240)
    for day in (29, 30):
        office.polls(f"2026-08-{day} 09:00")
    before = len(portal.asked())
    daily(office, "2026-01-01", 242)
    office.polls("2026-08-31 09:00")
    pages = [path for path in portal.asked()[before:] if "tin" not in path]
    assert pages[:3] == ["/", "/trang-25.html", "/trang-24.html"]
    assert len(pages) < 12
    assert (proof(office).order, proof(office).end, blind(office, "2026-07")) == (Order.OLDEST_FIRST, End.PROVED, 0)


def test_an_undated_list_is_proved_by_arrival(tmp_path: Path, portal: Arranged) -> None:
    """Where neither list nor articles print a date, days are proved once new entries stood above all known ones, back to the first poll."""
    office = at(tmp_path, portal, LISTING)
    portal.listing_dates, portal.date_form = False, ""
    daily(office, "2026-09-20", 11)
    office.polls("2026-09-30 09:00")
    month_of_polls(office, 1)
    assert proof(office).order is Order.ARRIVAL
    office.polls("2026-11-01 06:30")
    assert blind(office, "2026-10") == 0


def test_pins_at_each_foot_stop_no_walk(office: Office, portal: Arranged) -> None:
    """Old entries at the foot of each page, as many as there are news, prove nothing of how far back a page goes."""
    portal.per_page = 5
    for n in range(5):
        portal.article(n + 1, title=f"Bài ghim số {n}", date=f"2025-06-0{n + 1} 08:00", body=f"Chủ động phòng cháy {n}.")
    portal.at_foot = (1, 2, 3, 4, 5)
    daily(office, "2026-09-01", 40)
    office.polls("2026-10-11 09:00")
    assert len(office.items()) == 45
    assert (proof(office).order, proof(office).displacement_days) == (Order.NEWEST_FIRST, 0)


def test_a_server_that_always_says_not_modified_is_read_once_a_day(office: Office, portal: Arranged) -> None:
    """Each local day begins with a request that no 304 can answer, so that what was put up is seen."""
    daily(office, "2026-09-20", 25)
    office.polls("2026-10-14 09:00")
    office.polls("2026-10-14 17:30")
    portal.frozen = True
    office.par(9001, "2026-10-15 07:00")
    office.polls("2026-10-14 19:00")
    assert office.counted().get("2026-10") == 2
    office.polls("2026-10-15 09:00")
    assert office.counted().get("2026-10") == 3


def test_an_unchanged_list_costs_one_conditional_request(office: Office, portal: Arranged) -> None:
    """After the first poll of a day, an unchanged newest-first list is asked for once, with the validators it gave."""
    daily(office, "2026-01-02", 300)
    office.polls("2026-10-29 09:00")
    before = len(portal.requests)
    office.polls("2026-10-29 17:30")
    asked = [r for r in portal.requests[before:] if r.path != "/robots.txt"]
    assert [r.path for r in asked] == ["/"]
    assert asked[0].headers.get("if-none-match")


def test_an_entry_that_slips_up_while_pages_are_read_is_taken(office: Office, portal: Arranged) -> None:
    """A removal on page 1 after it was read moves the first entry of page 2 onto it: the same poll finds it there."""
    daily(office, "2026-09-01", 40)
    portal.on_page[2] = lambda: portal.deletes(1037)
    office.polls("2026-10-11 09:00")
    assert len(office.items()) == 40
    assert proof(office).walk is Walk.OVERLAPPED


def test_entries_that_keep_slipping_prove_nothing(office: Office, portal: Arranged) -> None:
    """If entries slip in each of four walks, no day is proved."""
    daily(office, "2026-09-01", 40)
    doomed = iter(range(1039, 1030, -1))

    def again() -> None:
        portal.deletes(next(doomed))
        portal.on_page[2] = again

    portal.on_page[2] = again
    office.polls("2026-10-11 09:00")
    assert (proof(office).walk, proof(office).reach) == (Walk.SLIPPED, None)
    assert Gap.PAGE_SLIPPED in proof(office).gaps


def test_columns_of_categories_prove_no_day(office: Office, portal: Arranged) -> None:
    """A front page of columns, each with its newest entries, is no complete list, however old its last entries are."""
    days = {"CCHC": (20, 15, 12), "Văn hóa": (19, 14, 10), "Quốc phòng": (3, 2, 1)}
    for n, (name, found) in enumerate(days.items()):
        for k, day in enumerate(found):
            portal.article(n * 10 + k, title=f"{name} tin số {k}", date=f"2026-10-{day:02d} 08:00", body=f"Bà con {name} {k}.")
    rows = {
        name: "".join(
            ROW.format(url=portal.url_of(n * 10 + k), title=f"{name} tin số {k}", day=f"{day:02d}/10/2026") for k, day in enumerate(found)
        )
        for n, (name, found) in enumerate(days.items())
    }
    portal.serves("/", "<html><body>" + "".join(COLUMN.format(name=name, rows=found) for name, found in rows.items()) + "</body></html>")
    for day in (21, 22, 23):
        office.polls(f"2026-10-{day} 09:00")
    assert (proof(office).reach, Gap.SEVERAL_LISTS in proof(office).gaps) == (None, True)
    assert blind(office, "2026-10") == 22


@pytest.mark.parametrize("strange", [BLOCK, "<html><body></body></html>"])
def test_a_page_of_another_kind_is_no_end(office: Office, portal: Arranged, strange: str) -> None:
    """A notice of a protection service in mid-archive ends nothing: the days behind it stay unknown, also when it stays."""
    daily(office, "2026-09-01", 60)
    portal.serves("/trang-3.html", strange)
    for day in (1, 2):
        office.polls(f"2026-11-0{day} 09:00", since="2026-08-01")
    assert (proof(office).end, Gap.PAGE_MISSING in proof(office).gaps) == (End.NOT_REACHED, True)
    assert office.month("2026-09").coverage.watched == 0
    assert office.month("2026-10").coverage.watched > 14


def test_a_missing_clock_minute_changes_nothing(office: Office) -> None:
    """A clock set back by a minute between two polls makes nothing back-dated and no day unknown."""
    daily(office, "2026-09-01", 60)
    office.polls("2026-11-01 09:00", since="2026-09-01")
    office.polls("2026-11-01 08:59")
    office.at = "2026-11-02 09:00"
    assert not any(line.awaiting for line in office.month("2026-09").lines)
    assert (office.counted()["2026-09"], blind(office, "2026-09", "2026-10")) == (6, 0)


def test_polls_made_before_proofs_were_kept_prove_nothing_until_the_next(office: Office) -> None:
    """After an upgrade the first check goes over all ground covered before, so that the year is proved anew."""
    daily(office, "2026-03-01", 240)
    office.polls("2026-10-26 09:00", since="2026-03-05")
    with office.store() as store, store.writing():
        for trigger in ("fetches_finished_stay", "fetches_open_are_extended"):
            store.run_sql(f"DROP TRIGGER {trigger}")
        store.run_sql("UPDATE fetches SET proof = ''")
    assert blind(office, "2026-04", "2026-09") == 60
    office.polls("2026-10-26 10:00")
    assert blind(office, "2026-04", "2026-09") == 0


def month_of_polls(office: Office, posts: int, *, deletions: bool = False) -> None:
    """Thirty days of two polls each, with some posts a day and, if asked for, an article taken away every third day."""
    for n in range(30):
        day = date(2026, 10, 1) + timedelta(days=n)
        for k in range(posts):
            number = 5000 + n * posts + k
            office.portal.article(number, title=f"Tin mới số {number}", date=f"{day} 0{k + 7}:30", body=f"Bà con ra đồng, buổi {number}.")
        if deletions and n % 3 == 2:
            office.portal.deletes(5000 + (n - 1) * posts)
        office.polls(f"{day} 06:30")
        office.polls(f"{day} 17:30")
    office.polls("2026-10-31 06:30")


def test_an_ordinary_portal_stays_known_for_a_month(office: Office) -> None:
    """Daily polls with posts and deletions leave no day unknown."""
    daily(office, "2026-07-01", 92)
    office.polls("2026-09-30 09:00", since="2026-07-01")
    month_of_polls(office, 2, deletions=True)
    office.polls("2026-11-01 06:30")
    assert blind(office, "2026-08", "2026-09", "2026-10") == 0


@pytest.mark.parametrize("source", [LISTING, FEED], ids=["one page", "feed"])
def test_one_page_polled_daily_stays_known(tmp_path: Path, portal: Arranged, source: str) -> None:
    """A portal of one page, and a feed, are known from the first poll on while an entry of the last poll is still there."""
    office = at(tmp_path, portal, source)
    portal.arrange = lambda posts: posts[:10]
    daily(office, "2026-09-20", 11)
    office.polls("2026-09-30 09:00")
    month_of_polls(office, 3)
    office.polls("2026-11-01 06:30")
    assert blind(office, "2026-10") == 0


def test_one_page_that_turned_over_between_two_polls_is_unknown(tmp_path: Path, portal: Arranged) -> None:
    """If no entry of the last poll is left, what came and went between is not known."""
    office = at(tmp_path, portal, LISTING)
    portal.arrange = lambda posts: posts[:10]
    daily(office, "2026-10-01", 1, count=3)
    office.polls("2026-10-02 09:00")
    daily(office, "2026-10-03", 8, count=3)
    office.polls("2026-10-11 09:00")
    assert blind(office, "2026-10") > 3


class AsksOnce(Arranged):
    """A portal that shows its first page once and then fails."""

    shown = 0

    def _validated(self, request: Request, answer: Answer) -> Answer:
        self.shown += request.path == "/"
        return Answer(b"", status=500) if request.path == "/" and self.shown > 1 else super()._validated(request, answer)


def test_a_page_that_could_not_be_asked_again_joins_nothing(tmp_path: Path) -> None:
    """Where page 1 can't be asked again after page 2, an entry may have slipped onto it meanwhile: page 2 proves no day."""
    with AsksOnce() as portal:
        office = at(tmp_path, portal, LISTING)
        daily(office, "2026-03-01", 31)
        office.polls("2026-04-01 07:00")
        assert portal.shown > 1
        assert proof(office).reach is None
