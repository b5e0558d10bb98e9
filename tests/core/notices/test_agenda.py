"""What is owed now: each planned instant is served once, whatever the clock, the ticks and the process do."""

import time as clock
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.model import LOCAL
from newswatch.core.notices.agenda import Agenda, Duty, Ending, Ran

PLAIN = Agenda((time(6, 30), time(17, 30)), 0, time(8), "quang-tho")
JITTERY = Agenda((time(6, 30), time(17, 30), time(23, 55)), 10, time(8), "quang-tho")
FIRST = datetime(2026, 2, 26, tzinfo=LOCAL)
BOTH = (Duty.CHECK, Duty.CLOSE)
MINUTES = st.lists(st.integers(0, 8 * 24 * 60), min_size=2, max_size=60, unique=True).map(sorted)
AGENDAS = st.builds(
    Agenda,
    st.lists(st.times(), min_size=1, max_size=4).map(lambda times: tuple(t.replace(second=0, microsecond=0) for t in times)),
    st.integers(0, 120),
    st.just(time(8)),
    st.text(max_size=5),
)


def at(text: str) -> datetime:
    """A local instant of 2026, written `02-26 06:30`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL)


def ran(check: str, close: str, ending: Ending = Ending.OK) -> dict[Duty, Ran]:
    return {Duty.CHECK: Ran(at(check), ending), Duty.CLOSE: Ran(at(close), ending)}


def ticks(agenda: Agenda, instants: list[datetime]) -> Iterator[tuple[Duty, datetime]]:
    """The runs of a daemon that ticks at these instants and does at once all that is due."""
    last: dict[Duty, Ran] = {}
    for now in instants:
        for duty in agenda.due(now, last):
            last[duty] = Ran(now, Ending.OK)
            yield duty, now


@pytest.mark.parametrize(
    ("now", "check", "close", "due"),
    [
        ("02-26 06:29:59", "02-25 17:30", "02-25 08:00", ()),
        ("02-26 06:30", "02-25 17:30", "02-25 08:00", (Duty.CHECK,)),
        ("02-26 07:00", "02-26 06:30", "02-25 08:00", ()),
        ("02-26 08:00", "02-26 06:30", "02-25 08:00", (Duty.CLOSE,)),
        ("02-26 08:00", "02-26 06:29:59", "02-25 08:00", BOTH),
        ("02-26 17:29", "02-26 06:31", "02-26 08:01", ()),
        ("03-01 00:00", "02-28 17:31", "02-28 08:01", ()),
        ("03-07 12:00", "02-25 17:30", "02-25 08:00", BOTH),
    ],
)
def test_a_duty_is_due_from_its_planned_instant_until_it_runs(now: str, check: str, close: str, due: tuple[Duty, ...]) -> None:
    """The check comes before the closing, and what was missed on many days is due once."""
    assert PLAIN.due(at(now), ran(check, close)) == due


def test_what_has_never_run_is_due_at_once() -> None:
    """On a new installation both duties are due, at any hour."""
    assert PLAIN.due(at("02-26 03:00"), {}) == BOTH
    assert PLAIN.next(at("02-26 03:00"), {}) == at("02-26 03:00")


@pytest.mark.parametrize("ending", [Ending.FAILED, Ending.OPEN])
@pytest.mark.parametrize(("now", "due"), [("02-26 09:29:59", ()), ("02-26 09:30", BOTH), ("02-26 11:00", BOTH)])
def test_a_broken_run_is_tried_again_after_an_hour(ending: Ending, now: str, due: tuple[Duty, ...]) -> None:
    """A run that failed wholly, or has not ended, is due again one hour after it began, not sooner."""
    assert PLAIN.due(at(now), ran("02-26 08:30", "02-26 08:30", ending)) == due


@pytest.mark.parametrize("ending", [Ending.STOPPED, Ending.CRASHED])
def test_what_was_broken_off_is_due_at_once(ending: Ending) -> None:
    """A check that was stopped or killed is due at once, before the closing that would build on it."""
    assert PLAIN.due(at("02-26 08:31"), ran("02-26 08:30", "02-25 08:00", ending)) == BOTH


@pytest.mark.parametrize("ending", [Ending.OK, Ending.PARTIAL])
def test_a_run_that_did_something_is_not_tried_again(ending: Ending) -> None:
    """A check of which some sources failed waits for its next time."""
    assert PLAIN.due(at("02-26 17:29"), ran("02-26 08:30", "02-26 08:30", ending)) == ()


def test_a_broken_run_does_not_hold_up_the_next_planned_one() -> None:
    """A run that failed shortly before a planned instant is due at that instant already."""
    assert PLAIN.due(at("02-26 17:30"), ran("02-26 17:00", "02-26 08:00", Ending.FAILED))[0] is Duty.CHECK


@pytest.mark.parametrize(
    ("now", "due"),
    [("02-26 07:00", BOTH), ("02-26 07:29:59", BOTH), ("02-26 07:30", ()), ("02-26 08:15", ())],
)
def test_a_clock_set_back_stalls_nothing(now: str, due: tuple[Duty, ...]) -> None:
    """A last run of 08:30 counts for nothing at 07:00, while a clock set back by less than an hour makes nothing run twice."""
    assert PLAIN.due(at(now), ran("02-26 08:30", "02-26 08:30")) == due


def test_a_clock_that_was_years_ahead_costs_one_extra_run() -> None:
    """After a run dated 2030 the duties run once and then at their times."""
    last = {duty: Ran(FIRST.replace(year=2030), Ending.OK) for duty in Duty}
    assert PLAIN.due(FIRST, last) == BOTH
    assert PLAIN.next(FIRST, {duty: Ran(FIRST, Ending.OK) for duty in Duty}) == at("02-26 06:30")


def test_an_instant_without_time_zone_is_refused() -> None:
    """What is due is a matter of local time, so that a naive instant is a mistake."""
    naive = FIRST.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        PLAIN.due(naive, {})
    with pytest.raises(ValueError, match="no time zone"):
        PLAIN.next(naive, {})


@given(MINUTES)
def test_each_planned_instant_is_served_once(minutes: list[int]) -> None:
    """Whatever the ticks, a duty runs at the first, and then at a tick if and only if a planned instant lies between it and the tick before."""
    instants = [FIRST + timedelta(minutes=n) for n in minutes]
    runs = list(ticks(PLAIN, instants))
    for duty, times in ((Duty.CHECK, PLAIN.checks), (Duty.CLOSE, (PLAIN.close,))):
        planned = [datetime.combine(FIRST.date() + timedelta(days=n), t, LOCAL) for n in range(9) for t in times]
        wanted = [now for before, now in pairwise(instants) if any(before < p <= now for p in planned)]
        assert [now for ran_duty, now in runs if ran_duty is duty] == [instants[0], *wanted]


@given(AGENDAS, st.integers(1, 60), st.integers(0, 24 * 60 - 1))
def test_after_any_time_off_one_catch_up_of_each(agenda: Agenda, days: int, minute: int) -> None:
    """A machine that was off for days does each duty once, and not again a second later."""
    on_again = FIRST + timedelta(days=days + 1, minutes=minute)
    last = {duty: Ran(FIRST, Ending.OK) for duty in Duty}
    assert agenda.due(on_again, last) == BOTH
    assert agenda.due(on_again, {duty: Ran(on_again, Ending.OK) for duty in Duty}) == ()


@given(AGENDAS, st.integers(0, 3 * 86400), st.integers(-90, 2 * 24 * 60), st.sampled_from(Ending), st.integers(0, 999))
def test_next_is_the_first_instant_at_which_anything_is_due(agenda: Agenda, seconds: int, ago: int, ending: Ending, part: int) -> None:
    """Nothing is due before it, and something at it."""
    now = FIRST + timedelta(seconds=seconds)
    last = {Duty.CHECK: Ran(now - timedelta(minutes=ago), ending), Duty.CLOSE: Ran(now - timedelta(minutes=3), Ending.OK)}
    found = agenda.next(now, last)
    assert found >= now
    assert agenda.due(found, last)
    before = now + (found - now) * part / 1000
    assert before == found or not agenda.due(before, last)
    assert found == now or not agenda.due(found - timedelta(microseconds=1), last)


def test_a_year_of_jitter_stays_in_bounds_and_uses_them() -> None:
    """Every check of a year begins within ten minutes after its time, spread over the whole of them; the closing is on time."""
    drawn, closings = [], []
    now, last = FIRST, {duty: Ran(FIRST, Ending.OK) for duty in Duty}
    while (now := JITTERY.next(now, last)) < FIRST + timedelta(days=365):
        for duty in JITTERY.due(now, last):
            last[duty] = Ran(now, Ending.OK)
            if duty is Duty.CLOSE:
                closings.append(now.time())
            else:
                midnights = (now.replace(hour=0, minute=0, second=0) - timedelta(days=n) for n in (0, 1))
                times = [m + timedelta(hours=t.hour, minutes=t.minute) for m in midnights for t in JITTERY.checks]
                drawn.append(min((now - t).total_seconds() for t in times if t <= now))
    assert closings == [time(8)] * 365
    assert len(drawn) in (3 * 365, 3 * 365 - 1)
    assert 0 <= min(drawn) < 30
    assert 570 < max(drawn) <= 600
    assert 270 < sum(drawn) / len(drawn) < 330


def test_communes_do_not_all_ask_in_the_same_minute() -> None:
    """Of 3,321 communes with the default jitter no more than a fifth begin in any one minute, and each keeps its instant when asked again."""
    last = {duty: Ran(at("02-26 05:00"), Ending.OK) for duty in Duty}
    begun = [Agenda((time(6, 30),), 10, time(8), f"xa-{n}").next(at("02-26 06:00"), last) for n in range(3321)]
    minutes = [instant.replace(second=0) for instant in begun]
    assert max(minutes.count(m) for m in set(minutes)) < 3321 / 5
    assert begun[7] == Agenda((time(6, 30),), 10, time(8), "xa-7").next(at("02-26 06:29"), last)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
def test_the_time_zone_of_the_process_is_irrelevant(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due, and next, follows from local time in Việt Nam, wherever the process thinks it is and however the instant is written."""
    instants = [FIRST + timedelta(minutes=7 * n) for n in range(500)]
    wanted = list(ticks(JITTERY, instants))
    monkeypatch.setenv("TZ", zone)
    clock.tzset()
    try:
        for write in (UTC, timezone(timedelta(hours=-9))):
            assert list(ticks(JITTERY, [now.astimezone(write) for now in instants])) == wanted
    finally:
        monkeypatch.undo()
        clock.tzset()


def test_leap_february_has_its_29th() -> None:
    """29 February is a day as any other."""
    agenda, leap = PLAIN, date(2028, 2, 29)
    last = {duty: Ran(datetime.combine(leap, time(), LOCAL), Ending.OK) for duty in Duty}
    assert agenda.next(datetime.combine(leap, time(1), LOCAL), last) == datetime.combine(leap, time(6, 30), LOCAL)
