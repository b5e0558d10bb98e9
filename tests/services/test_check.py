"""Looking at a portal day after day: what is found, what is noticed, what a fault may never do."""

from datetime import date
from pathlib import Path

import pytest
from office import FEED, LISTING, Office
from portal import Portal

from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.statement import State
from newswatch.core.model import SourceWarning, Verdict, WarningKind
from newswatch.core.notices.agenda import Ending
from newswatch.core.polling.records import PollOutcome
from newswatch.errors import RunOpenError


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office that watches the portal's listing. The log of October 2026 is closed, so that only polls decide what is known of the month."""
    office = Office(tmp_path, portal)
    office.closes_log("2026-10")
    return office


def fill(office: Office, months: range, per_month: int = 4, year: int = 2026) -> None:
    """Publishes PAR stories on days 3, 6, 9 … of each month."""
    for month in months:
        for k in range(per_month):
            office.par(month * 100 + k, f"{year}-{month:02d}-{3 + 3 * k:02d} 08:0{k}")


@pytest.mark.parametrize("sources", [(LISTING,), (LISTING, FEED), (FEED, LISTING)], ids=["listing", "listing+feed", "feed+listing"])
def test_every_article_once(tmp_path: Path, portal: Portal, sources: tuple[str, ...]) -> None:
    """A backfill finds every article of the portal once, with its title, address and local date, however many sources name it."""
    office = Office(tmp_path, portal, *sources)
    fill(office, range(1, 12), per_month=3)
    office.polls(since="2026-01-01")
    found = {i.title: (i.url, i.published_at.isoformat() if i.published_at else "") for i in office.items()}
    assert len(office.items()) == len(found) == 33
    par = office.item("Xã 302 ")
    assert (par.url, par.day and par.day.isoformat()) == (portal.url_of(302), "2026-03-09")


def test_feed_alone_gives_what_it_holds(tmp_path: Path, portal: Portal) -> None:
    """By its feed alone a portal gives each of the feed's items, read whole from its page."""
    office = Office(tmp_path, portal, FEED)
    fill(office, range(9, 12), per_month=4)
    office.polls()
    assert len(office.items()) == 10
    assert all("một cửa" in i.text and i.whole for i in office.items())


def test_second_look_asks_little(office: Office, portal: Portal) -> None:
    """Once two looks agree on the end of the archive, the next sends the validators it was given, opens no article, and writes no item anew."""
    portal.validators = "etag"
    fill(office, range(10, 12))
    office.polls("2026-11-20 06:30")
    office.polls("2026-11-20 11:30")
    before = len(portal.requests)
    report = office.polls("2026-11-20 17:30")
    assert (report.polled[0].new, report.polled[0].changed) == (0, 0)
    asked = portal.requests[before:]
    assert [r.path for r in asked] == ["/robots.txt", "/"]
    assert asked[-1].headers.get("if-none-match")


def test_article_opened_once_for_two_sources(tmp_path: Path, portal: Portal) -> None:
    """Two sources of one portal that name an article in one run open it once."""
    office = Office(tmp_path, portal, LISTING, FEED)
    office.par(1, "2026-11-03 08:00")
    office.polls()
    assert len(portal.asked(r"/tin/")) == 1


def test_new_title_leaves_a_trace(office: Office, portal: Portal) -> None:
    """An edited title is seen, the old one stays in the trace, and the item counts once."""
    fill(office, range(11, 12), per_month=2)
    office.polls("2026-11-12 06:30")
    portal.retitles(1100, "Tiêu đề mới về cải cách hành chính ở bộ phận một cửa")
    office.polls("2026-11-13 06:30")
    item = office.item("Tiêu đề mới")
    titles = [row["title"] for row in office.trace(item.id)["observations"]]
    assert [t[:3] for t in titles] == ["Xã ", "Tiê"]
    assert office.counted() == {"2026-11": 2}


def test_redated_item_moves_and_leaves_a_trace(office: Office, portal: Portal) -> None:
    """An item re-dated into a month that has ended is in that month once, its trace holds both dates, and it waits for a person to count."""
    fill(office, range(9, 12), per_month=3)
    office.polls("2026-11-12 06:30", since="2026-01-01")
    portal.redates(1101, "2026-09-15 10:00")
    office.polls("2026-11-13 06:30")
    item = office.item("Xã 1101 ")
    assert [row["local_day"] for row in office.trace(item.id)["observations"]] == ["2026-11-06", "2026-09-15"]
    assert office.counted() == {"2026-09": 3, "2026-10": 3, "2026-11": 2}
    assert [line.item.id for line in office.month("2026-09").lines if line.awaiting] == [item.id]
    office.decides(item.id, published_on=date(2026, 9, 15))
    assert office.counted() == {"2026-09": 4, "2026-10": 3, "2026-11": 2}


def test_deleted_item_stays_counted_and_is_marked_gone(office: Office, portal: Portal) -> None:
    """A deleted article is noticed and marked; it was published and captured, so it still counts."""
    fill(office, range(11, 12), per_month=3)
    office.polls("2026-11-12 06:30")
    portal.deletes(1101)
    report = office.polls("2026-11-13 06:30")
    assert len(report.polled[0].poll.gone) == 1
    item = office.item("Xã 1101 ")
    assert item.gone
    assert [row["kind"] for row in office.trace(item.id)["observations"]] == ["seen", "gone"]
    assert office.counted() == {"2026-11": 3}
    office.polls("2026-11-14 06:30")
    assert len(office.trace(item.id)["observations"]) == 2


def test_deleted_item_that_returns_is_there_again(office: Office, portal: Portal) -> None:
    """An article that comes back after it was gone is seen again under its old id."""
    fill(office, range(11, 12), per_month=3)
    office.polls("2026-11-12 06:30")
    portal.deletes(1101)
    office.polls("2026-11-13 06:30")
    office.par(1101, "2026-11-06 08:01")
    office.polls("2026-11-14 06:30")
    item = office.item("Xã 1101 ")
    assert not item.gone
    assert [row["kind"] for row in office.trace(item.id)["observations"]] == ["seen", "gone", "seen"]


def test_pinned_item_does_not_end_the_walk(office: Office, portal: Portal) -> None:
    """An old item pinned on top of the first page neither ends the walk nor is found twice."""
    fill(office, range(6, 12), per_month=4)
    portal.pins(600)
    office.polls(since="2026-06-01")
    assert office.counted() == {f"2026-{m:02d}": 4 for m in range(6, 12)}


def test_sweep_finds_what_was_back_dated(office: Office, portal: Portal) -> None:
    """An item put up late under an old date stands on a deep page only; the weekly sweep finds it there, and a person decides."""
    fill(office, range(3, 12), per_month=4)
    office.polls("2026-11-10 06:30", since="2026-03-01")
    office.polls("2026-11-10 17:30")
    office.par(999, "2026-03-25 08:00")
    office.polls("2026-11-11 06:30")
    assert office.counted()["2026-03"] == 4
    office.polls("2026-11-18 06:30")
    month = office.month("2026-03")
    assert (month.count.combined, month.awaiting) == (4, 1)
    late = Reason(Why.BACKDATED, days=((None, date(2026, 11, 18)),))
    assert [line.because for line in month.lines if line.awaiting] == [(late,)]


def test_outage_makes_a_month_unknown_never_short(office: Office, portal: Portal) -> None:
    """While days at a month's end could not be looked at, a month below its quota is unknown; a look after the outage settles it."""
    fill(office, range(9, 11), per_month=3)
    office.polls("2026-10-20 06:30")
    portal.goes_down()
    report = office.polls("2026-11-02 06:30")
    assert report.ending is Ending.FAILED
    assert office.month("2026-10").state is State.UNKNOWN
    assert office.month("2026-10").count.combined == 3
    portal.comes_back()
    office.par(1099, "2026-10-28 08:00")
    office.polls("2026-11-03 06:30")
    assert (office.month("2026-10").state, office.month("2026-10").count.combined) == (State.MET, 4)
    office.closes_log("2026-09")
    assert office.month("2026-09").state is State.SHORT


def test_listing_without_a_way_on_is_no_whole_archive(office: Office, portal: Portal) -> None:
    """Of a portal whose listing shows one page and no way to a second, only the time of that page counts as looked at; the look says so."""
    portal.per_page = 10
    fill(office, range(9, 11), per_month=3)
    report = office.polls("2026-11-05 06:30", since="2026-01-01")
    assert report.polled[0].poll.warnings == (SourceWarning(WarningKind.NO_PAGER),)
    assert {m.state for m in office.year().months if m.month.month < 10} == {State.UNKNOWN}


def test_before_the_first_item_nothing_is_known(office: Office, portal: Portal) -> None:
    """A portal of which two looks saw the same end says nothing of the months before its first item: it may have moved here."""
    fill(office, range(9, 11), per_month=3)
    office.polls("2026-11-05 06:30", since="2026-01-01")
    assert office.month("2026-09").state is State.UNKNOWN
    office.polls("2026-11-05 17:30")
    for month in ("2026-08", "2026-09", "2026-10"):
        office.closes_log(month)
    assert [office.month(m).state for m in ("2026-08", "2026-09", "2026-10")] == [State.UNKNOWN, State.SHORT, State.SHORT]


def test_moved_into_another_ended_month_waits(office: Office, portal: Portal) -> None:
    """An item re-dated from a month with plenty into an ended month that was short waits for a person, though that month came later."""
    fill(office, range(9, 11), per_month=3)
    office.par(999, "2026-09-20 08:00")
    office.polls("2026-11-05 06:30", since="2026-01-01")
    portal.redates(999, "2026-10-28 08:00")
    office.polls("2026-11-06 06:30", since="2026-01-01")
    assert (office.month("2026-10").count.combined, office.month("2026-10").awaiting) == (3, 1)


def test_met_month_stays_met_through_an_outage(office: Office, portal: Portal) -> None:
    """A hole in the looks does not matter to a month that has its quota."""
    fill(office, range(10, 11), per_month=4)
    office.polls("2026-10-20 06:30")
    portal.goes_down()
    office.polls("2026-11-02 06:30")
    assert office.month("2026-10").state is State.MET


def test_clock_that_was_behind_for_one_look_changes_no_count(office: Office) -> None:
    """A look made with a clock seven hours behind neither makes what was seen before look back-dated, nor hides a day."""
    fill(office, range(8, 11), per_month=3)
    office.polls("2026-11-05 10:00", since="2026-08-01")
    before = office.counted()
    office.polls("2026-11-05 03:00")
    office.at = "2026-11-06 06:30"
    assert office.counted() == before == {"2026-08": 3, "2026-09": 3, "2026-10": 3}
    office.polls("2026-11-06 06:30")
    assert office.counted() == before
    assert office.month("2026-10").state is State.SHORT


def test_clock_that_ran_ahead_for_one_look_covers_nothing_to_come(office: Office) -> None:
    """A look made with a clock a month ahead is no proof that the days till then were looked at."""
    fill(office, range(9, 11), per_month=3)
    office.polls("2026-10-20 06:30", since="2026-09-01")
    office.polls("2026-12-01 06:30")
    office.at = "2026-11-02 08:00"
    assert office.month("2026-10").state is State.UNKNOWN
    office.polls("2026-11-02 09:00")
    assert office.month("2026-10").state is State.SHORT


def test_walk_broken_off_keeps_what_was_read(office: Office, portal: Portal) -> None:
    """If a listing breaks off on its third page, the items of the first two stay, the months behind are unknown, and the next look catches up."""
    portal.per_page = 10
    fill(office, range(1, 11), per_month=3)
    portal.fails(r"/trang-3\.html", status=500)
    report = office.polls("2026-11-05 06:30", since="2026-01-01")
    assert (report.ending, report.polled[0].poll.outcome) == (Ending.FAILED, PollOutcome.FAILED)
    assert len(office.items()) == 20
    for number in range(1, 11):
        office.closes_log(f"2026-{number:02d}")
    states = {m.month.month: m.state for m in office.year().months}
    assert (states[1], states[3], states[10], states[9]) == (State.UNKNOWN, State.UNKNOWN, State.SHORT, State.SHORT)
    portal.heals()
    office.polls("2026-11-05 07:30", since="2026-01-01")
    office.polls("2026-11-05 17:30")
    assert len(office.items()) == 30
    assert {m.state for m in office.year().months if m.month.month <= 10} == {State.SHORT}


def test_unread_article_makes_its_month_unknown(office: Office, portal: Portal) -> None:
    """An article that could not be opened is kept, waits, and makes a month short of its quota unknown until it was read."""
    fill(office, range(10, 11), per_month=4)
    portal.fails(r"/tin/.*-1002", status=503)
    portal.retitles(1002, "Bà con phấn khởi")
    report = office.polls("2026-11-05 06:30", since="2026-10-01")
    assert report.polled[0].failed
    item = office.item("Bà con phấn khởi")
    assert (item.whole, item.verdict) == (False, Verdict.UNSURE)
    assert (office.month("2026-10").count.combined, office.month("2026-10").state) == (3, State.UNKNOWN)
    portal.heals()
    office.polls("2026-11-05 17:30")
    assert (office.month("2026-10").count.combined, office.month("2026-10").state) == (4, State.MET)


def test_listed_article_that_is_missing_is_asked_for_again(office: Office, portal: Portal) -> None:
    """A listed article that answers 404 fails no look, but keeps a short month unknown and is asked for again until it is there or a person settles it."""
    fill(office, range(10, 11), per_month=4)
    portal.retitles(1002, "Bà con phấn khởi")
    portal.fails(r"/tin/.*-1002", status=404)
    assert office.polls("2026-11-05 06:30", since="2026-10-01").ending is Ending.OK
    assert (office.month("2026-10").count.combined, office.month("2026-10").state) == (3, State.UNKNOWN)
    office.polls("2026-11-05 17:30")
    assert office.month("2026-10").state is State.UNKNOWN
    office.decides(office.item("Bà con phấn khởi").id, verdict=Verdict.OTHER)
    assert office.month("2026-10").state is State.SHORT
    portal.heals()
    office.polls("2026-11-06 06:30", since="2026-10-01")
    assert office.item("Bà con phấn khởi").whole


def test_listing_gone_empty_is_suspect(office: Office, portal: Portal) -> None:
    """A listing that suddenly has no entries is a failed look, not a quiet day: nothing changes and no day counts as looked at."""
    fill(office, range(10, 12), per_month=3)
    office.polls("2026-11-12 06:30")
    before = office.counted()
    portal.serves("/", b"<html><body><h1>B\xe1\xba\xa3o tr\xc3\xac</h1></body></html>", "text/html; charset=utf-8")
    report = office.polls("2026-11-13 06:30")
    assert report.polled[0].poll.outcome is PollOutcome.SUSPECT
    assert "newswatch probe" in report.polled[0].poll.error
    assert office.counted() == before
    assert not any(i.gone for i in office.items())


def test_decision_of_a_person_outranks_later_rulings(office: Office, portal: Portal) -> None:
    """What a person rejected stays rejected though the article changes and is ruled again."""
    fill(office, range(11, 12), per_month=2)
    office.polls("2026-11-12 06:30")
    item = office.item("Xã 1100 ")
    office.decides(item.id, verdict=Verdict.OTHER)
    assert office.counted() == {"2026-11": 1}
    portal.retitles(1100, "Xã 1100 và cải cách hành chính: thêm một bước")
    office.polls("2026-11-13 06:30")
    assert office.counted() == {"2026-11": 1}
    assert [d["kind"] for d in office.trace(item.id)["decisions"]] == ["ruling", "person", "ruling"]


def test_person_settles_a_missing_date(office: Office, portal: Portal) -> None:
    """An undated item waits, counts in no month, and counts in the month a person names."""
    portal.article(
        5, title="Cải cách hành chính ở bộ phận một cửa", date=None, body="Thủ tục hành chính được rút ngắn tại bộ phận một cửa xã."
    )
    office.par(6, "2026-11-03 08:00")
    office.polls("2026-11-12 06:30")
    item = office.item("Cải cách hành chính ở bộ phận")
    assert (item.day, office.counted()) == (None, {"2026-11": 1})
    office.decides(item.id, published_on=date(2026, 10, 30))
    assert office.counted() == {"2026-10": 1, "2026-11": 1}


def test_evidence_is_kept_as_received(office: Office, portal: Portal) -> None:
    """The page an observation cites is stored byte for byte under its SHA-256."""
    import hashlib

    from newswatch.store import captures

    office.par(1, "2026-11-03 08:00")
    office.polls()
    sha256 = office.trace(office.item("Xã 1 ").id)["observations"][0]["capture"]
    with office.store() as store:
        body = captures.body(store, sha256)
    assert hashlib.sha256(body).hexdigest() == sha256
    assert "rút ngắn".encode() in body


def test_second_run_is_refused_while_one_is_open(office: Office, portal: Portal) -> None:
    """Two runs on one database can't be open at once; the second is told so and harms nothing."""
    office.par(1, "2026-11-03 08:00")
    with office.store() as store, store.run("check", office.now), pytest.raises(RunOpenError, match="another run"):
        office.polls()
    assert office.polls().ending is Ending.OK


def test_run_left_open_by_a_crash_is_closed_as_failed(office: Office, portal: Portal) -> None:
    """A run whose process died is closed as failed by the next one, which goes on as usual."""
    office.par(1, "2026-11-03 08:00")
    with office.store() as store, store.writing():
        store.run_sql("INSERT INTO runs (verb, started_at, state) VALUES ('check', '2026-11-01T00:00:00+00:00', 'open')")
    assert office.polls().ending is Ending.OK
    with office.store() as store:
        assert [r["state"] for r in store.rows("SELECT state FROM runs ORDER BY id")] == ["failed", "ok"]


def test_feed_without_a_profile_names_items_as_its_listing_does(tmp_path: Path, portal: Portal) -> None:
    """A feed that has no profile of its own takes the one of the listing on its site, so that an article is one item under both."""
    office = Office(tmp_path, portal, LISTING, 'id = "feed"\nkind = "feed"\nurl = "{portal.feed_url}"')
    fill(office, range(11, 12), per_month=3)
    report = office.polls()
    assert [entry.new for entry in report.polled] == [3, 0]
