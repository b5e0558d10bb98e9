"""Which notices an open loudspeaker log brings and holds back: a letter on the first working day, then the result, once."""

from dataclasses import replace
from datetime import date

import pytest
from worlds import countable, moment, year_of

from newswatch.config import load_holidays
from newswatch.core.bulletin import Closing
from newswatch.core.count.logbook import Logbook, LogState
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State, YearStatement
from newswatch.core.months import Month
from newswatch.core.notices.due import Habits, Told, Trail, due_notices, mailed
from newswatch.core.notices.notice import DueNotice, NoticeKind

HABITS = Habits(load_holidays())
MARCH = Month(2026, 3)
LETTER = (NoticeKind.SHORTFALL, "2026-03", 0)
OPEN = Stated(0, (301, 302, 303), State.UNKNOWN, "digest", LogState.OPEN)


def as_of(day: str, march: int = 3, logbook: Logbook | None = None) -> YearStatement:
    """2026 at 08:00 of a day: four items in each month, `march` in March."""
    counts = dict.fromkeys(range(1, 13), 4) | {3: march}
    items = [countable(m * 100 + n, f"Tin {m}-{n}", f"2026-{m:02d}-{2 + n:02d}") for m, k in counts.items() for n in range(1, k + 1)]
    at = f"{day} 08:00"
    return year_of([i for i in items if i.published_at and i.published_at < moment(at)], now=at, logbook=logbook or Logbook())


def due(day: str, *stated: Stated, march: int = 3, given: bool = True, logbook: Logbook | None = None) -> list[DueNotice]:
    """The notices due on a day, to a board told of March's open log or not, with March's statements so far."""
    before = (NoticeKind.SHORTFALL, "2026-02", 0)
    told = Told(MARCH.previous(), frozenset({before, LETTER} if given else {before}), {MARCH: 0} if given else {})
    trail = Trail(stated, ((), *(((Cause(Kind.LOG, log=s.log)),) for s in stated[1:])))
    year = as_of(day, march, logbook)
    return due_notices([year], {MARCH: trail} if stated else {}, [], told, HABITS, date.fromisoformat(day))


def named(found: list[DueNotice]) -> list[str]:
    return [f"{o.kind} {o.period} {o.revision}" for o in found]


def test_open_month_is_told_on_the_first_working_day_without_its_digest() -> None:
    """On 1 April the letter of March is due though its log is open; the quarter's digest waits for the log."""
    assert named(due("2026-04-01", given=False)) == ["shortfall 2026-03 0"]
    assert named(due("2026-04-10", given=False)) == ["shortfall 2026-03 0", "quarter 2026-Q1 0"]


def test_digest_waits_for_no_log_that_never_closes() -> None:
    """Where logs close by people alone the digest comes on the first working day, the month unknown in it."""
    assert "quarter 2026-Q1 0" in named(due("2026-04-01", logbook=Logbook(closes_on=0)))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (replace(OPEN, revision=1, counted=(301, 302)), []),
        (replace(OPEN, revision=1, state=State.SHORT, log=LogState.UNCONFIRMED), ["shortfall 2026-03 1"]),
        (replace(OPEN, revision=1, state=State.SHORT, log=LogState.NONE_AIRED), ["shortfall 2026-03 1"]),
        (replace(OPEN, revision=1, state=State.UNKNOWN, log=LogState.CLOSED), ["shortfall 2026-03 1"]),
        (replace(OPEN, revision=1, state=State.MET, counted=(301, 302, 303, 9)), ["shortfall 2026-03 1"]),
    ],
    ids=["another count, still open", "closed by itself", "none aired", "closed, days unseen", "met before it was closed"],
)
def test_result_follows_once_there_is_one(after: Stated, expected: list[str]) -> None:
    """What is logged while the log is open is not told each time; the result is, as a result and not as a correction."""
    found = [o for o in due("2026-04-08", OPEN, after) if o.kind in (NoticeKind.SHORTFALL, NoticeKind.REVISION)]
    assert named(found) == expected
    assert all(o.before == OPEN for o in found)


def test_result_that_follows_is_mailed_though_met() -> None:
    """A board that was asked about an open log hears that the month is met, even if results of met months are not mailed."""
    met = replace(OPEN, revision=1, state=State.MET, counted=(301, 302, 303, 9))
    (notice,) = (o for o in due("2026-04-08", OPEN, met, march=4) if o.kind is NoticeKind.SHORTFALL)
    assert mailed(notice, as_of("2026-04-08", 4), HABITS)


def test_month_that_falls_back_is_told() -> None:
    """A month told as met that falls below its quota while the log is open is corrected, without waiting for the log."""
    before = Stated(0, (301, 302, 303, 9), State.MET, "digest", LogState.OPEN)
    assert "revision 2026-03 1" in named(due("2026-04-08", before, replace(OPEN, revision=1)))


def test_closing_by_a_person_ends_the_wait_of_the_digest() -> None:
    """Closed on 2 April, March's digest is due on that day."""
    logbook = Logbook(closings={MARCH: Closing(MARCH, "Hoa", moment("2026-04-02 07:00"))})
    assert "quarter 2026-Q1 0" in named(due("2026-04-02", logbook=logbook))
