"""Nothing is done twice: what was judged is not judged again, counted in judgements, comparisons and queries, not in time."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from neighbours import command, neighbours
from office import Office
from portal import Portal
from work import ITEMS_OF_A_UNIT, KEPT_YEARS, counting

from newswatch.config import Unit
from newswatch.core.model import Decision, ItemType, Origin, Verdict
from newswatch.core.months import Month
from newswatch.errors import StoreError
from newswatch.services import close, kept, outbox, overview, review, statements
from newswatch.services.opening import open_store
from newswatch.services.round import Listener, Scope, Watch
from newswatch.services.status import status
from newswatch.store.store import Store

READERS: dict[str, Callable[[Store, Unit, datetime], object]] = {
    "status": lambda store, unit, now: statements.in_brief(store, unit, 2026, now),
    "items": lambda store, unit, now: statements.year_of(store, unit, 2026, now),
    "explain a month": lambda store, unit, now: statements.month_of(store, unit, Month(2026, 10), now),
    "explain an item": lambda store, unit, now: statements.line_of(store, unit, 1, now),
    "units": lambda store, unit, now: overview.overview(store, [unit], 2026, overview.Wanted(), now).lines,
    "preview": lambda store, unit, now: statements.standing(store, unit, now),
}


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose October has three items, looked at and stated on 2 November."""
    office = Office(tmp_path, portal)
    office.has_board(None, "thuky@xa.example")
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-10-20 06:30", since="2026-01-01")
    walks(office, "2026-11-02 06:30")
    return office


def walks(office: Office, at: str) -> list[str]:
    """Inbox, check, reconcile, as `newswatch check` does; gives the units that were looked at for what to state."""
    office.at, stated = at, list[str]()
    with office.store() as store:
        listener = Listener(lambda fault: pytest.fail(fault.told), reconciled=lambda one: stated.append(one.unit))
        Watch(store, office.settings, office.now).walk(Scope(office.settings.units), listener)
    return stated


def closes(office: Office) -> None:
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)


@pytest.mark.parametrize("reader", READERS)
def test_a_year_is_judged_once(office: Office, reader: str) -> None:
    """After a check, who asks for what stands reads no unit whole, compares no items, and gets what is judged anew."""
    with office.store() as store:
        statements.standing(store, office.unit, office.now())
        with counting(store) as work:
            told = READERS[reader](store, office.unit, office.now())
        assert (work.units_read, work.compared) == (0, 0)
        with store.writing():
            store.run_sql("DELETE FROM kept")
        assert READERS[reader](store, office.unit, office.now()) == told


def test_a_poll_that_brings_nothing_judges_nothing(office: Office) -> None:
    """Hours later on the same day the portal shows the same: a check asks for the months that may have to be stated, and reads no unit's items for it."""
    office.polls("2026-11-02 09:00")
    with office.store() as store, counting(store) as work:
        assert [unit.id for unit in statements.unstated(store, office.settings, office.settings.units, office.now())] == ["unit"]
        assert statements.restate(store, office.settings, office.unit, office.now()) is None
        assert statements.unstated(store, office.settings, office.settings.units, office.now()) == ()
        assert (work.units_read, work.compared, work.asked(ITEMS_OF_A_UNIT), work.asked(", items FROM kept")) == (0, 0, 0, 0)


def test_a_unit_of_which_nothing_changed_is_not_looked_at(office: Office) -> None:
    """Once a unit was stated and nothing came since, reconciling asks for nothing of it but its counters."""
    with office.store() as store, counting(store) as work:
        assert statements.unstated(store, office.settings, office.settings.units, office.now()) == ()
        assert (work.units_read, work.asked(KEPT_YEARS), work.asked(ITEMS_OF_A_UNIT)) == (0, 0, 0)


def test_only_the_unit_that_changed_is_judged(office: Office) -> None:
    """Of two units one gets a decision: that one is stated again, the other left alone."""
    with Portal() as other:
        neighbours(office, other)
        for at in ("2026-11-02 09:00", "2026-11-02 10:00"):
            walks(office, at)
        office.decides(office.items()[0].id, verdict=Verdict.OTHER)
        with office.store() as store:
            assert [u.id for u in statements.unstated(store, office.settings, office.settings.units, office.now())] == ["unit"]


def test_the_next_day_all_are_judged_again(office: Office) -> None:
    """A day that has ended may be blind, so nothing of yesterday's judgement is taken for today's."""
    office.at = "2026-11-03 00:00"
    with office.store() as store, counting(store) as work:
        statements.reconcile(store, office.settings, office.unit, office.now())
        assert work.units_read == 1


@pytest.mark.parametrize("what", [{"verdict": Verdict.OTHER}, {"item_type": ItemType.NOTICE}, {"dead_link": True}])
def test_a_verdict_compares_no_items(office: Office, what: dict[str, Any]) -> None:
    """What a person settles of an item's news value is judged anew, and which items are the same news is known."""
    office.decides(1, **what)
    with office.store() as store, counting(store) as work:
        kept.years(store, office.unit, [2026], office.now())
    assert (work.units_read, work.compared) == (1, 0)


def test_the_next_day_compares_no_items(office: Office) -> None:
    """Neither does a day that has ended."""
    office.at = "2026-11-03 06:30"
    with office.store() as store, counting(store) as work:
        kept.years(store, office.unit, [2026], office.now())
    assert (work.units_read, work.compared) == (1, 0)


@pytest.mark.parametrize("what", [{"same_as": 2}, {"published_on": date(2026, 10, 9)}, {"origin": Origin.REPOST}])
def test_what_may_join_items_compares_them(office: Office, what: dict[str, Any]) -> None:
    """A day, an origin and a person's word on which item this one repeats are looked at when items are compared."""
    office.decides(1, **what)
    with office.store() as store, counting(store) as work:
        kept.years(store, office.unit, [2026], office.now())
    assert (work.units_read, work.compared) == (1, 1)


def test_years_of_one_moment_are_judged_from_one_reading(office: Office) -> None:
    """Both years that are not settled yet come from one reading of the unit and one comparison of its items."""
    with office.store() as store:
        with store.writing():
            store.run_sql("DELETE FROM kept")
            store.run_sql("DELETE FROM kept_pairs")
        with counting(store) as work:
            statements.standing(store, office.unit, office.now())
        assert (work.units_read, work.compared, work.asked(ITEMS_OF_A_UNIT)) == (1, 1, 1)


def test_status_of_many_units_asks_for_their_years_once(office: Office) -> None:
    """The years of one and of two units are read by as many queries: one."""
    with Portal() as other:
        asked = []
        for grow in (office.reads_settings, lambda: neighbours(office, other)):
            grow()
            with office.store() as store:
                status(store, office.settings, office.settings.units, 2026, office.now())
                with counting(store) as work:
                    status(store, office.settings, office.settings.units, 2026, office.now())
            asked.append((len(office.settings.units), work.asked(KEPT_YEARS), work.units_read))
        assert asked == [(1, 1, 0), (2, 1, 0)]


def test_closing_with_nothing_due_asks_nothing_of_a_unit(office: Office) -> None:
    """Once nothing was due, closing again asks as many queries for two units as for one, and reads no year."""
    with Portal() as other:
        asked = []
        for grow in (office.reads_settings, lambda: neighbours(office, other)):
            grow()
            for _ in range(3):
                closes(office)
            with office.store() as store, counting(store) as work:
                close.run(store, office.settings, office.settings.units, office.now)
                assert (work.units_read, work.asked(KEPT_YEARS)) == (0, 0)
                asked.append(sum(query.startswith("SELECT") for query in work.queries))
        assert asked[0] == asked[1]


def test_what_was_not_due_this_morning_is_due_once_something_came(office: Office) -> None:
    """A poll that fails, a decision, another day: each makes closing look again at what is due."""
    for _ in range(3):
        closes(office)

    def idle() -> frozenset[str]:
        with office.store() as store:
            return close._idle(store, office.settings, office.settings.units, office.now())

    assert idle() == {"unit"}
    office.portal.goes_down()
    office.polls("2026-11-02 10:00")
    assert idle() == frozenset()
    for _ in range(2):
        closes(office)
    assert idle() == {"unit"}
    office.decides(office.items()[0].id, verdict=Verdict.OTHER)
    assert idle() == frozenset()
    for _ in range(3):
        closes(office)
    office.at = "2026-11-03 08:00"
    assert idle() == frozenset()


def test_a_reader_does_not_wait_for_a_writer(office: Office) -> None:
    """While somebody else writes, what stands is judged and told at once, and kept by whoever asks next."""
    with office.store() as store, office.store() as writer:
        with writer.writing():
            writer.run_sql("DELETE FROM kept")
            writer.run_sql("UPDATE units SET stamp = stamp + 1")
            statements.in_brief(store, office.unit, 2026, office.now())
        for found in (1, 0):
            with counting(store) as work:
                statements.in_brief(store, office.unit, 2026, office.now())
            assert work.units_read == found


def test_a_person_is_not_hindered(office: Office) -> None:
    """What is kept within a person's own transaction is part of it, and undone with it."""
    with office.store() as store:
        review.decide(store, office.unit, [Decision(1, "Thư ký", "đã xem", verdict=Verdict.OTHER)], office.now())

        def fails() -> None:
            with store.writing():
                kept.years(store, office.unit, [2026], office.now())
                store.rows("SELECT 1 FROM nowhere")

        with pytest.raises(StoreError):
            fails()
        with counting(store) as work:
            kept.years(store, office.unit, [2026], office.now())
        assert work.units_read == 1


def test_who_reads_waits_as_long_as_before(office: Office) -> None:
    """Not to wait for what may be left out says nothing of the reads and writes that follow on the same connection."""
    with office.store() as store:
        before = store.rows("PRAGMA busy_timeout")
        store.write_if_free(lambda: None)
        assert store.rows("PRAGMA busy_timeout") == before


def test_a_fault_of_the_helper_is_not_hidden(office: Office) -> None:
    """A row that can't be written for any other reason than that the file is held or full is raised: it would be judged again for ever."""
    with office.store() as store:

        def work() -> None:
            store.change("DELETE FROM nowhere")

        with pytest.raises(StoreError, match="no such table"):
            store.write_if_free(work)


def test_review_reads_no_item_where_nothing_waits(office: Office) -> None:
    """Who asks what waits for a person reads the kept years in brief, and the unit's items only if one does."""
    with office.store() as store:
        assert statements.awaiting(store, office.unit, office.now()) == ()
        with counting(store) as work:
            assert statements.awaiting(store, office.unit, office.now()) == ()
        assert (work.units_read, work.compared, work.asked(ITEMS_OF_A_UNIT)) == (0, 0, 0)
    office.decides(1, verdict=Verdict.UNSURE)
    with office.store() as store:
        statements.standing(store, office.unit, office.now())
        with counting(store) as work:
            assert [one.line.item.id for one in statements.awaiting(store, office.unit, office.now())] == [1]
        assert (work.asked(ITEMS_OF_A_UNIT), work.compared) == (1, 0)


def test_units_asks_for_all_figures_at_once(office: Office) -> None:
    """The table of one and of two units is made by as many queries, reads no kept year, and judges nothing."""
    with Portal() as other:
        asked = []
        for grow in (office.reads_settings, lambda: neighbours(office, other)):
            grow()
            with office.store() as store:
                overview.overview(store, office.settings.units, 2026, overview.Wanted(), office.now())
                with counting(store) as work:
                    told = overview.overview(store, office.settings.units, 2026, overview.Wanted(), office.now())
            assert len(told.lines) == len(office.settings.units)
            assert (work.units_read, work.asked(f"{KEPT_YEARS} ")) == (0, 0)
            asked.append(sum(query.startswith("SELECT") for query in work.queries))
        assert asked[0] == asked[1]


def test_a_poll_that_brings_nothing_leaves_the_figures(office: Office) -> None:
    """Figures move on with their year: after a check that found nothing new the table of units still needs no year."""
    with office.store() as store:
        overview.overview(store, office.settings.units, 2026, overview.Wanted(), office.now())
    walks(office, "2026-11-02 09:00")
    with office.store() as store, counting(store) as work:
        overview.overview(store, office.settings.units, 2026, overview.Wanted(), office.now())
    assert (work.units_read, work.asked(f"{KEPT_YEARS} ")) == (0, 0)


def test_the_outbox_is_listed_by_one_question(office: Office) -> None:
    """Mails astray are found in one list of all mails, however many units there are."""
    closes(office)
    with Portal() as other:
        asked = []
        for grow in (office.reads_settings, lambda: neighbours(office, other)):
            grow()
            with office.store() as store, counting(store) as work:
                outbox.strays(store, office.settings)
            asked.append(work.asked("FROM deliveries"))
        assert asked == [1, 1]


def test_one_month_of_all_units_is_explained_on_one_connection(office: Office) -> None:
    """A command over many units opens the database and enrolls them once."""
    with Portal() as other, patch("newswatch.services.opening.open_store", wraps=open_store) as opened:
        neighbours(office, other)
        assert command(office, "explain", "--month", "2026-10").exit_code == 0
    assert opened.call_count == 1


def test_closing_many_units_holds_no_letters(office: Office) -> None:
    """What closing tells in brief has neither the bytes of letters nor items, which the database has."""
    with office.store() as store:
        (closed,) = close.run(store, office.settings, office.settings.units, office.now, brief=True)
        ((notice, _),) = closed.notices
        kept_body = store.rows("SELECT length(body) AS size FROM enclosures")[0]["size"]
    assert (notice.html, [e.body for e in notice.enclosures]) == ("", [b""])
    assert all(r.month.lines == r.month.elsewhere == () for r in closed.revisions)
    assert kept_body > 5000
