"""Who may wait for a later check: only the quiet, never past the last check of a day, never where a month is decided."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.notices.agenda import Agenda, Duty
from newswatch.core.polling.adaptive import SHARE, Checks, Quiet, is_decisive

PLANS = st.lists(st.integers(0, 24 * 60 - 1), min_size=1, max_size=24, unique=True).map(
    lambda minutes: tuple(time(*divmod(minute, 60)) for minute in sorted(minutes))
)
TWICE = Agenda((time(6, 30), time(17, 30)), 0, time(8), "x")


def at(text: str) -> datetime:
    """A local instant of 2026, written `05-14 06:30`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("polled", "news", "now", "waits"),
    [
        ("05-13 17:30", "05-01 10:00", "05-14 06:30", True),
        ("05-13 17:29", "05-01 10:00", "05-14 06:30", False),  # not asked by the last check of the day before
        ("05-13 17:30", "05-10 10:00", "05-14 06:30", False),  # news not long ago
        ("05-13 17:30", "05-01 10:00", "05-14 17:30", False),  # the last check of the day
        ("05-12 17:30", "05-01 10:00", "05-14 06:30", False),  # a day off
        ("05-15 17:30", "05-01 10:00", "05-14 06:30", False),  # a clock that ran ahead
    ],
)
def test_the_quiet_alone_wait_and_only_for_a_check_of_the_same_day(polled: str, news: str, now: str, waits: bool) -> None:
    """A unit waits if it was asked at the end of the day before, will be asked on this one, and has brought nothing for eight times as long."""
    assert Quiet(at(polled), at(news)).may_wait(TWICE.checks_around(at(now)), at(now)) is waits


@given(plan=PLANS, jitter=st.integers(0, 120), days=st.integers(2, 5), seed=st.text(max_size=3))
def test_a_silent_unit_is_asked_on_every_local_day(plan: tuple[time, ...], jitter: int, days: int, seed: str) -> None:
    """Whatever the plan and its jitter, a unit quiet for years is asked by the last check planned for each local day, and by none before it but the
    first of all."""
    agenda = Agenda(plan, jitter, time(8), seed)
    begin = at("05-10 00:00")
    end = begin + timedelta(days=days)
    planned = sorted(t for t in agenda._planned(Duty.CHECK, date(2026, 5, 9), days + 1) if begin <= t < end)
    quiet, asked = Quiet(begin.astimezone(UTC) - timedelta(days=30), at("01-01 00:00") - timedelta(days=3000)), []
    for now in planned:
        if not quiet.may_wait(agenda.checks_around(now), now):
            quiet = Quiet(now, quiet.news_at)
            asked.append(now)
    last = {local_day(now): now for now in planned}
    assert set(last.values()) <= set(asked)
    assert set(asked) - set(last.values()) <= set(planned[:1])


@given(hours=st.floats(0.1, 20), quiet=st.floats(0, 400))
def test_the_wait_grows_with_the_quiet(hours: float, quiet: float) -> None:
    """A unit waits an eighth of the time for which it brought nothing, and no longer."""
    now = at("05-14 23:00")
    checks = Checks(at("05-12 00:00"), again_today=True)
    found = Quiet(now - timedelta(hours=hours), now - timedelta(hours=hours + quiet)).may_wait(checks, now)
    assert found is (timedelta(hours=hours) < timedelta(hours=hours + quiet) / SHARE)


@pytest.mark.parametrize(
    ("day", "cutoff", "decisive"),
    [
        ("05-03", None, True),
        ("05-04", None, False),
        ("05-28", None, False),
        ("05-29", None, True),
        ("05-31", None, True),
        ("06-01", None, True),
        ("05-20", None, True),
        ("05-19", None, False),
        ("05-22", 25, False),
        ("05-23", 25, True),
        ("05-28", 25, True),
        ("05-29", 25, False),
        ("06-14", 25, True),  # day 20 of the window that began on 26 May
        ("06-20", 25, False),
    ],
)
def test_no_check_is_left_out_where_a_month_is_decided(day: str, cutoff: int | None, decisive: bool) -> None:
    """Three days before a month's end and after it, by its own cut-off, and on the days on which the board is warned, every check counts."""
    assert is_decisive(date.fromisoformat(f"2026-{day}"), cutoff, (10, 20, 25)) is decisive
