"""The loudspeaker log of a month: open until a person or the calendar closes it; only then is a month below its quota short."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rule_tables import rule as rule_of
from worlds import ALL_YEAR, bulletin, countable, moment, month_in, watched, year_of

from newswatch.core.bulletin import Broadcasts, Closing
from newswatch.core.count.logbook import BadLog, Logbook, LogState, MonthLog
from newswatch.core.count.reasons import Why
from newswatch.core.count.revision import Cause, Kind, Revision, Stated, revise
from newswatch.core.count.statement import MonthStatement, State
from newswatch.core.model import Channel, Countable, Verdict
from newswatch.core.months import Month
from newswatch.core.quota.rule import Rule

MARCH = Month(2026, 3)
THREE = [countable(n, f"Tin cải cách {n}", f"2026-03-{2 + 2 * n:02d}") for n in range(3)]
AIRED = bulletin(9, "Tin phát thanh cải cách", "2026-03-20 05:30")


def march(now: str, items: Sequence[Countable] = THREE, rule: Rule | None = None, spans: Any = ALL_YEAR, **book: Any) -> MonthStatement:
    """March 2026 as it stands at 08:00 of a day."""
    return month_in(year_of(items, rule, spans, f"{now} 08:00", logbook=Logbook(**book)), 3)


def by(name: str, at: str, *, none_aired: bool = False) -> dict[str, Any]:
    """The log of March closed by a person."""
    return {"closings": {MARCH: Closing(MARCH, name, moment(at), none_aired)}}


def log_of(month: MonthStatement) -> MonthLog:
    assert month.log is not None
    return month.log


@pytest.mark.parametrize(
    ("now", "log", "state"),
    [
        ("2026-03-31", LogState.OPEN, State.OPEN),
        ("2026-04-01", LogState.OPEN, State.UNKNOWN),
        ("2026-04-09", LogState.OPEN, State.UNKNOWN),
        ("2026-04-10", LogState.UNCONFIRMED, State.SHORT),
        ("2027-01-05", LogState.UNCONFIRMED, State.SHORT),
    ],
)
def test_log_that_nobody_closes_closes_by_itself_on_day_ten(now: str, log: LogState, state: State) -> None:
    """A month below its quota is unknown while its log is open, and short from day ten of the next month on."""
    month = march(now)
    assert (log_of(month).state, month.state) == (log, state)


@pytest.mark.parametrize(
    ("handed_in", "days", "state"),
    [
        (["2026-04-05"], [], State.UNKNOWN),
        (["2026-03-01"], [], State.UNKNOWN),
        (["2026-02-28"], [], State.SHORT),
        (["2026-04-09"], ["2026-03-31"], State.UNKNOWN),
        (["2026-04-10"], ["2026-03-31"], State.SHORT),
        (["2026-04-05"], ["2026-02-28", "2026-04-01"], State.SHORT),
        (["2026-04-05"], ["2026-02-28", "2026-03-01"], State.UNKNOWN),
        (["2026-04-09", "2026-04-20"], [], State.UNKNOWN),
    ],
)
def test_log_with_bad_rows_keeps_the_month_open(handed_in: list[str], days: list[str], state: State) -> None:
    """Bad rows handed in between the month's first day and its closing keep it open for good, unless the sound rows are all of other months."""
    bad = BadLog(tuple(map(date.fromisoformat, handed_in)), frozenset(map(date.fromisoformat, days)))
    month = march("2026-05-05", bad=(bad,))
    assert (month.state, log_of(month).closes_on is None) == (state, state is State.UNKNOWN)
    assert march("2026-05-05", bad=(bad,), **by("Hoa", "2026-04-20")).state is State.SHORT


def late(n: int, day: str, seen: str) -> Countable:
    """A bulletin of March that does not count, logged on another day."""
    return bulletin(n, "Phòng cháy rừng", f"{day} 05:30", verdict=Verdict.OTHER, first_seen_at=moment(seen))


@pytest.mark.parametrize(
    ("began", "state"),
    [
        ("2025-12-31", State.SHORT),
        ("2026-04-01", State.SHORT),
        ("2026-04-03", State.SHORT),
        ("2026-04-04", State.UNKNOWN),
        ("2026-04-10", State.UNKNOWN),
        ("2026-11-20", State.UNKNOWN),
    ],
)
def test_empty_log_of_a_time_before_the_watch_closes_only_by_hand(began: str, state: State) -> None:
    """Where the unit was watched for less than a week before the log would close by itself, nobody could have handed it in: the month is unknown
    until a person closes it, and then short."""
    month = march("2026-12-01", began=date.fromisoformat(began))
    assert (month.state, log_of(month).before_watch, log_of(month).closes_on is None) == (
        state,
        state is State.UNKNOWN,
        state is State.UNKNOWN,
    )
    assert march("2026-12-01", began=date.fromisoformat(began), **by("Hoa", "2026-11-25")).state is State.SHORT


def test_what_the_portal_alone_shows_stays_met_before_the_watch() -> None:
    """A month whose articles suffice is met, whatever its log would have held."""
    met = [*THREE, countable(7, "Tin cải cách khác", "2026-03-25")]
    assert march("2026-12-01", met, began=date(2026, 11, 20)).state is State.MET


def test_log_imported_for_a_time_before_the_watch_closes_by_itself() -> None:
    """Once something of it is logged the month is judged as any other; it closed when that was logged, and only what came later is late."""
    handed = [late(8, "2026-03-19", "2026-11-20 09:00"), late(9, "2026-03-20", "2026-11-20 09:00")]
    log = log_of(month := march("2026-12-01", [*THREE, *handed], began=date(2026, 11, 20)))
    assert (month.state, log.state, log.closed_at, log.late) == (State.SHORT, LogState.UNCONFIRMED, moment("2026-11-20 09:00"), 0)
    more = late(10, "2026-03-21", "2026-11-23 09:00")
    assert log_of(march("2026-12-01", [*THREE, *handed, more], began=date(2026, 11, 20))).late == 1


@pytest.mark.parametrize(
    ("handed_in", "days", "state"),
    [
        ("2026-11-20", [], State.UNKNOWN),
        ("2026-11-20", ["2026-03-19", "2026-10-02"], State.UNKNOWN),
        ("2026-11-20", ["2026-10-02"], State.SHORT),
        ("2026-11-21", [], State.SHORT),
    ],
)
def test_imported_log_with_bad_rows_keeps_a_time_before_the_watch_open(handed_in: str, days: list[str], state: State) -> None:
    """The file that brings the first of such a log keeps the month open if it has rows that could not be read; a later one comes too late."""
    bad = BadLog((date.fromisoformat(handed_in),), frozenset(map(date.fromisoformat, days)))
    items = [*THREE, late(8, "2026-03-19", "2026-11-20 09:00")]
    assert march("2026-12-01", items, began=date(2026, 11, 20), bad=(bad,)).state is state


def test_open_log_costs_nothing_yet() -> None:
    """A month that is unknown because its log is open takes no points off."""
    assert (march("2026-04-01").deduction, march("2026-04-10").deduction) == (Decimal(0), Decimal("0.5"))


@pytest.mark.parametrize(("closes_on", "now"), [(0, "2027-01-05"), (31, "2026-04-29")])
def test_another_day_or_never(closes_on: int, now: str) -> None:
    """With 0 the log never closes by itself; a day that the next month lacks is its last one."""
    assert march(now, closes_on=closes_on).state is State.UNKNOWN
    assert march("2026-04-30", closes_on=31).state is State.SHORT


def test_day_counts_from_the_end_of_the_window() -> None:
    """Where March ends on 19 March, day ten is 29 March."""
    rule = rule_of(cutoff_day=19)
    assert log_of(march("2026-03-28", rule=rule)).closes_on == date(2026, 3, 29)
    assert [march(day, rule=rule).state for day in ("2026-03-28", "2026-03-29")] == [State.UNKNOWN, State.SHORT]


def test_met_month_needs_no_closed_log() -> None:
    """What is seen suffices: more broadcasts could not make a met month short."""
    assert march("2026-04-01", [*THREE, AIRED]).state is State.MET


@pytest.mark.parametrize("none_aired", [False, True])
def test_person_closes_before_the_day(none_aired: bool) -> None:
    """Closed by a person the month is short at once, and the log tells who closed it and when."""
    log = log_of(month := march("2026-04-02", **by("Trần Thị Hoa", "2026-04-01 09:00", none_aired=none_aired)))
    assert month.state is State.SHORT
    assert (log.state, log.by) == (LogState.NONE_AIRED if none_aired else LogState.CLOSED, "Trần Thị Hoa")
    assert log.closed_at == moment("2026-04-01 09:00")


def test_person_confirms_what_closed_by_itself() -> None:
    """A closing after day ten takes the mark away that nobody confirmed the log."""
    assert log_of(march("2026-04-20", **by("Trần Thị Hoa", "2026-04-15"))).state is LogState.CLOSED


def test_closed_log_hides_no_unseen_day() -> None:
    """A closed log says nothing of days on which nobody could look at the portal."""
    spans = [watched("2026-01-01", "2026-03-09"), watched("2026-03-12", "2027-01-04")]
    assert march("2026-04-02", spans=spans, **by("Hoa", "2026-04-01")).state is State.UNKNOWN


def test_rule_without_broadcasts_has_no_log() -> None:
    """Under a rule that counts the portal alone a month has no log, and is known on the first day after it."""
    month = march("2026-04-01", rule=rule_of(channels=["portal"]))
    assert (month.log, month.state) == (None, State.SHORT)


def test_late_bulletins_are_numbered() -> None:
    """The log tells how many bulletins of the month were logged after it had been closed; an article seen late is none of them."""
    late = bulletin(9, "Tin phát thanh cải cách", "2026-03-20 05:30", first_seen_at=moment("2026-04-05"))
    article = countable(8, "Bài thấy muộn", "2026-03-21", first_seen_at=moment("2026-04-05"))
    month = march("2026-04-20", [*THREE, late, article], **by("Hoa", "2026-04-01"))
    assert (log_of(month).state, log_of(month).late) == (LogState.CLOSED, 1)


UNWATCHED: dict[str, Any] = {"broadcasts": Broadcasts.UNWATCHED}


@pytest.mark.parametrize("scope", ["combined", "each_channel", "any_channel"])
def test_unwatched_broadcasts_leave_the_portal_alone(scope: str) -> None:
    """Where nobody logs, the portal alone faces the quota, in any scope, and is known on the first day; bulletins don't count."""
    month = march("2026-04-01", [*THREE, AIRED], rule_of(scope=scope), **UNWATCHED)
    assert (log_of(month).state, month.state, month.short) == (LogState.UNWATCHED, State.SHORT, 1)
    assert dict(month.count.by_channel) == {Channel.PORTAL: 3}
    (why,) = (line.because[0].why for line in month.lines if line.item.id == 9)
    assert why is Why.CHANNEL


def test_score_of_the_portal_alone_is_not_official() -> None:
    """A score that leaves the loudspeakers out says so, even under a rule that is confirmed."""
    rule = rule_of(reading_status="confirmed", confirmed_by="1367/UBND")
    watched_year, alone = (year_of(THREE, rule, logbook=Logbook(broadcasts)) for broadcasts in Broadcasts)
    assert watched_year.provisional is None
    assert "portal alone" in (alone.provisional or "")


def test_nothing_watched_is_nothing_known() -> None:
    """Under a rule that counts broadcasts alone a unit that doesn't log them is never short."""
    assert march("2026-05-01", rule=rule_of(channels=["loudspeaker"]), **UNWATCHED).state is State.UNKNOWN


def revised(month: MonthStatement, before: MonthStatement, rule: Rule | None = None) -> Revision:
    """The revision of a month that was stated before; under one rule unless it is applied otherwise."""
    first = revise(None, before, rule or rule_of())
    assert first is not None
    found = revise(first.stated, month, rule or rule_of())
    assert found is not None
    return found


def test_closing_is_the_cause_of_the_result() -> None:
    """A month stated while its log was open is revised by the closing, with who closed it; by itself, with the day."""
    opened = march("2026-04-01")
    closed = revised(march("2026-04-03", **by("Trần Thị Hoa", "2026-04-02 09:00")), opened)
    assert closed.causes == (Cause(Kind.LOG, day=date(2026, 4, 2), by="Trần Thị Hoa", log=LogState.CLOSED),)
    alone = revised(march("2026-04-10"), opened)
    assert alone.causes == (Cause(Kind.LOG, day=date(2026, 4, 10), log=LogState.UNCONFIRMED),)


def test_closing_of_a_month_with_unseen_days_is_recorded() -> None:
    """Closed, a month with unseen days stays unknown, but what is still missing is no longer the log."""
    spans = [watched("2026-01-01", "2026-03-09"), watched("2026-03-12", "2027-01-04")]
    found = revised(march("2026-04-03", spans=spans, **by("Hoa", "2026-04-02")), march("2026-04-01", spans=spans))
    assert (found.stated.state, found.stated.log, found.stated.awaits_log) == (State.UNKNOWN, LogState.CLOSED, False)


def test_closing_a_met_month_changes_nothing() -> None:
    """A met month is not stated again because its log was closed."""
    first = revise(None, march("2026-04-01", [*THREE, AIRED]), rule_of())
    assert first is not None
    assert revise(first.stated, march("2026-04-20", [*THREE, AIRED]), rule_of()) is None


def test_bulletin_logged_after_closing_is_a_revision_that_says_so() -> None:
    """A bulletin logged after closing leaves the log closed, counts, and the cause says that it came late."""
    before = march("2026-04-03", **by("Hoa", "2026-04-02 09:00"))
    late = bulletin(9, "Tin phát thanh cải cách", "2026-03-20 05:30", first_seen_at=moment("2026-04-15"))
    found = revised(march("2026-04-16", [*THREE, late], **by("Hoa", "2026-04-02 09:00")), before)
    assert (found.stated.state, found.stated.log) == (State.MET, LogState.CLOSED)
    assert found.causes == (Cause(Kind.ADDED, 9, day=date(2026, 4, 15), late=True),)


def test_month_stated_short_by_an_earlier_version_says_why_it_is_open() -> None:
    """A month of the last days that a version without logs called short is unknown now, because its log is open."""
    old = Stated(0, (0, 1, 2), State.SHORT, rule_of().digest)
    found = revise(old, march("2026-04-02"), rule_of())
    assert found is not None
    assert (found.stated.state, found.causes) == (State.UNKNOWN, (Cause(Kind.LOG, log=LogState.OPEN),))
    assert revise(old, march("2026-04-10"), rule_of()) is None


def test_watching_no_more_is_told_as_such() -> None:
    """A unit that stops logging is stated again with that cause, not with another rule's."""
    applied = Logbook(**UNWATCHED).applied(rule_of())
    first = revise(None, march("2026-05-02"), rule_of())
    assert first is not None
    found = revise(first.stated, march("2026-05-02", **UNWATCHED), applied)
    assert found is not None
    assert found.causes == (Cause(Kind.LOG, log=LogState.UNWATCHED),)
