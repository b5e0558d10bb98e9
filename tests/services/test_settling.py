"""People settle what the program can't: days, months in which not, dead links; and a portal without dates becomes known and exact by their word."""

import json
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest
from command import newswatch
from office import LISTING, Office
from portal import Portal

from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.settling import Decides, Settling
from newswatch.core.count.statement import State
from newswatch.core.model import DateOrigin, Decision, Verdict
from newswatch.core.polling.proof import End
from newswatch.errors import InputError
from newswatch.report.terminal import explain
from newswatch.services import review, statements
from newswatch.store import known_items, polls, units

OCTOBER = ((date(2026, 10, 1), date(2026, 10, 31)),)
MONTHS = {"2026-08": 4, "2026-09": 3, "2026-10": 4}
PUBLISHED = {n: f"{month}-{5 + k:02d}" for n, (month, k) in enumerate((m, k) for m, most in MONTHS.items() for k in range(most))}
"""The articles of three months by number, with the days on which they were put up; no page prints one."""


@pytest.fixture
def undated(tmp_path: Path, portal: Portal) -> Office:
    """An office whose portal prints no date anywhere, looked at on three days of November, with its logs closed."""
    office = Office(tmp_path, portal, LISTING)
    portal.listing_dates, portal.date_form = False, ""
    for n, day in PUBLISHED.items():
        office.par(n, f"{day} 08:00")
    office.polls("2026-11-02 06:30", since="2026-07-01")
    for at in ("2026-11-03 06:30", "2026-11-04 06:30"):
        office.polls(at)
    for month in MONTHS:
        office.closes_log(month)
    return office


def waiting(office: Office) -> tuple[Settling, ...]:
    """What waits for a person, in order; the same as the kept years tell."""
    with office.store() as store:
        found = statements.awaiting(store, office.unit, office.now())
        brief = statements.queue(store, office.unit, office.now())
    assert [(one.line.item.id, one.line.because, one.stakes) for one in brief] == [
        (one.line.item.id, one.line.because, one.stakes) for one in found
    ]
    return found


def number_of(title: str) -> int:
    """The number in an article's title."""
    return int(title.split()[1])


def state(office: Office) -> dict[str, tuple[State, int]]:
    """The states and counts of the three months."""
    return {month: (office.month(month).state, office.month(month).count.combined) for month in MONTHS}


def proved(office: Office) -> tuple[End, date | None]:
    """The end that the last poll came to, and the first day that it knows."""
    with office.store() as store:
        proof = polls.evidence(store, units.unit_row(store, office.unit))[-1].proof
    return proof.end, proof.first_day


def test_a_year_without_any_date_is_known_and_exact_once_people_settled_it(undated: Office) -> None:
    """Nothing is stated of an undated archive; each item asked for first decides a month; once dated, two polls prove all days back to the first item."""
    assert {s for s, _ in state(undated).values()} == {State.UNKNOWN}
    assert len(waiting(undated)) == len(PUBLISHED)
    while (first := waiting(undated)) and first[0].decides is Decides.ENDED:
        item = first[0].line.item
        undated.decides(item.id, published_on=date.fromisoformat(PUBLISHED[number_of(item.title)]))
    assert state(undated)["2026-09"] == (State.UNKNOWN, 3)
    undated.polls("2026-11-05 06:30")
    assert proved(undated) == (End.CLAIMED, date(2026, 8, 5))
    undated.polls("2026-11-06 06:30")
    assert proved(undated) == (End.PROVED, date(2026, 8, 5))
    assert state(undated) == {"2026-08": (State.MET, 4), "2026-09": (State.SHORT, 3), "2026-10": (State.MET, 4)}
    assert [undated.month(month).coverage.blind for month in MONTHS] == [()] * 3


def test_a_short_month_is_known_once_people_say_that_nothing_else_is_of_it(undated: Office) -> None:
    """The days of the others need not be known: that they were not published in the short month, nor in one that lacks items, is enough."""
    for item in undated.items():
        day = date.fromisoformat(PUBLISHED[number_of(item.title)])
        if day.month == 8 or number_of(item.title) == 4:
            undated.decides(item.id, published_on=day)
        else:
            undated.decides(item.id, not_during=OCTOBER)
    for at in ("2026-11-05 06:30", "2026-11-06 06:30"):
        undated.polls(at)
    assert state(undated)["2026-10"] == (State.SHORT, 0)
    assert state(undated)["2026-09"] == (State.UNKNOWN, 1)


def test_polls_take_a_persons_date_for_the_items_own_and_a_dead_link_for_read(undated: Office) -> None:
    """What polls know of an item is the day that a person gave; withdrawn, it has none again. An article called dead is asked for no more."""
    item = undated.item("Xã 5 ")
    undated.decides(item.id, published_on=date(2026, 9, 6), dead_link=True)

    def known() -> tuple[str | None, bool]:
        with undated.store() as store:
            found = known_items.known(store, units.unit_row(store, undated.unit), 1)
        one = next(k for k in found.values() if k.item_id == item.id)
        return one.published_at.isoformat() if one.published_at else None, one.settled_at is not None

    assert known() == ("2026-09-05T17:00:00+00:00", True)
    with undated.store() as store:
        number = next(row["id"] for row in undated.trace(item.id)["decisions"] if row["kind"] == "person")
        review.withdraw(store, undated.unit, number, "Trưởng ban", "nhầm", undated.now())
    assert known() == (None, False)


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with three articles of October and a fourth that can't be read, looked at on two days of November, with its log closed."""
    office = Office(tmp_path, portal, LISTING)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    for n in range(3, 6):
        office.par(n, f"2026-09-{5 + n:02d} 08:00")
    portal.article(9, title="Xã 9 gặp mặt người dân", date="2026-10-20 08:00", body="Thủ tục hành chính.")
    portal.fails(r"/tin/.*-9\.html", 404)
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.polls("2026-11-03 06:30")
    office.closes_log("2026-10")
    return office


def test_a_dead_link_is_settled_by_a_person(office: Office, portal: Portal) -> None:
    """An unread article leaves its month unknown until a person calls its link dead; then it neither counts nor is asked for, and who said so stays."""
    item = office.item("Xã 9 ")
    assert (item.whole, office.month("2026-10").state) == (False, State.UNKNOWN)
    office.decides(item.id, "đã hỏi phòng Văn hóa", dead_link=True)
    assert (office.month("2026-10").state, office.month("2026-10").count.combined) == (State.SHORT, 3)
    asked = len(portal.asked(r"-9\.html"))
    office.polls("2026-11-04 06:30")
    assert len(portal.asked(r"-9\.html")) == asked
    text = "\n".join(explain.item(office.trace(item.id), None))
    assert "Thư ký: bài không còn đọc được – đã hỏi phòng Văn hóa" in text


def test_a_dead_link_may_count_by_its_title(office: Office) -> None:
    """Accepted with a date, an article that nobody can read any more counts by its title."""
    item = office.item("Xã 9 ")
    office.decides(item.id, verdict=Verdict.PAR, published_on=date(2026, 10, 21), dead_link=True)
    month = office.month("2026-10")
    assert (month.state, month.count.combined) == (State.MET, 4)
    assert [line.item.date_origin for line in month.lines if line.item.id == item.id] == [DateOrigin.PERSON]


def test_a_denied_month_is_no_longer_the_items(office: Office) -> None:
    """An article that people say was not put up in the month that it states counts in none until it is dated."""
    item = office.item("Xã 1 ")
    office.decides(item.id, not_during=OCTOBER)
    with office.store() as store:
        line = statements.line_of(store, office.unit, item.id, office.now())
    assert line is not None
    assert line.because == (Reason(Why.DATE_DENIED, days=((DateOrigin.PAGE, date(2026, 10, 6)), (DateOrigin.LISTING, date(2026, 10, 6)))),)
    assert office.month("2026-10").count.combined == 2
    office.decides(item.id, published_on=date(2026, 9, 30))
    assert office.month("2026-09").count.combined == 4


def test_a_decision_that_contradicts_a_persons_date_is_refused(office: Office) -> None:
    """Nobody denies the month of a date that people gave, nor a span that ends before it begins; nothing is recorded."""
    item = office.item("Xã 1 ").id
    office.decides(item, published_on=date(2026, 10, 7))
    for spans, told in ((OCTOBER, "a person dated it 2026-10-07"), (((date(2026, 9, 2), date(2026, 9, 1)),), "is no span of days")):
        with office.store() as store, pytest.raises(InputError, match=told):
            review.decide(store, office.unit, [Decision(item, "Thư ký", "nhớ lại", not_during=spans)], office.now())
    assert office.items()[0].not_during == ()


def test_the_command_lists_and_settles(undated: Office) -> None:
    """`review` lists what waits with what it decides, takes months and years in which several items were not published, and refuses what is no month."""
    folder = undated.folder
    listed = newswatch("review", cwd=folder).stdout
    assert "có thể thuộc tháng 01/2026 (còn thiếu 4), 0,5 điểm; hoặc thuộc tháng" in listed
    assert "--not-in 2026-03" in listed
    assert "--dead-link" in listed
    found = json.loads(newswatch("review", "--json", cwd=folder).stdout)
    assert [one["decides"] for one in found] == ["ended"] * len(PUBLISHED)
    assert found[0]["may_fill"][0] == {"month": "2026-01", "ended": True, "short": 4, "points": "0.5"}
    said = ("--by", "Thư ký", "--because", "xem sổ")
    first, second = (str(one["id"]) for one in found[:2])
    done = newswatch("review", "--settle", first, "--settle", second, "--not-in", "2026", "--not-in", "2025-12", *said, cwd=folder)
    assert (done.returncode, done.stderr.strip()) == (
        0,
        f"recorded: decision 12 (item {first}), decision 13 (item {second}); `newswatch review --withdraw 12` withdraws the first",
    )
    left = {str(one["id"]): one["decides"] for one in json.loads(newswatch("review", "--json", cwd=folder).stdout)}
    assert (left[first], left[second], list(left)[-2:]) == ("nothing", "nothing", [first, second])
    assert newswatch("review", "--settle", first, "--not-in", "2026-13", *said, cwd=folder).returncode == 2
    assert "không đăng từ 01/01/2026 đến 31/12/2026, không đăng từ 01/12/2025" in newswatch("explain", "--item", first, cwd=folder).stdout


def test_a_day_that_may_be_a_visitor_clock_is_looked_at_again_on_an_unchanged_list(tmp_path: Path, portal: Portal) -> None:
    """An article that printed the day of its first poll has no sure date then; the next day's poll opens it again though nothing changed."""
    office = Office(tmp_path, portal, LISTING)
    portal.listing_dates = False
    for n in range(6):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.par(9, "2026-11-20 07:00")
    with urlopen(portal.listing_url) as answer:
        portal.serves("/", answer.read())
    office.polls("2026-11-20 09:00", since="2026-10-01")
    assert office.item("Xã 9 ").day is None
    office.polls("2026-11-20 18:00")
    office.polls("2026-11-21 09:00")
    assert office.item("Xã 9 ").day == date(2026, 11, 20)
