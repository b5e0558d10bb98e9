"""What a unit's people are told to do, and in which order."""

from datetime import date

import pytest
from rule_tables import rule as rule_of
from worlds import CLOSED, countable, moment, watched, year_of

from newswatch.core.count.logbook import Logbook
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.core.notices.to_do import Facts, Task, TaskKind, present_month, to_do
from newswatch.core.polling.proof import Gap, Proof
from newswatch.core.polling.records import LastPoll, PollOutcome

TODAY = date(2026, 11, 26)
NOW = "2026-11-26 09:00"
OPEN_LOG = Logbook(began=date(2025, 1, 1))


def stated(*days: str, unsure: tuple[str, ...] = (), logbook: Logbook = CLOSED) -> YearStatement:
    """The year with PAR items on these days, and items that wait for a person."""
    items = [countable(n, f"Tin số {n}", f"{day} 08:00") for n, day in enumerate(days, 1)]
    items += [countable(n, f"Tin chờ {n}", f"{day} 08:00", verdict=Verdict.UNSURE) for n, day in enumerate(unsure, 100)]
    return year_of(items, rule_of(), (watched("2025-12-01", "2026-11-25"),), NOW, logbook=logbook)


def kinds(tasks: tuple[Task, ...]) -> list[TaskKind]:
    """What is told, in order."""
    return [task.kind for task in tasks]


def test_the_present_month_is_found_in_its_year() -> None:
    """The month that holds a day, with its year; none where no year does."""
    year = stated()
    found = present_month([year], TODAY)
    assert found is not None
    assert (found[0].year, found[1].month) == (2026, Month(2026, 11))
    assert present_month([year], date(2028, 1, 1)) is None


def test_what_decides_an_ended_month_stands_first() -> None:
    """Items that may change an ended month come before those of the open one, each month once with how many items and the points."""
    full = [f"2026-{month:02d}-0{n}" for month in range(1, 10) for n in range(1, 5)]
    year = stated(*full, "2026-10-01", "2026-10-02", "2026-10-03", unsure=("2026-10-07", "2026-10-09", "2026-11-03"))
    tasks = to_do([year], Facts(aired=1), TODAY)
    assert kinds(tasks) == [TaskKind.SETTLE_ENDED, TaskKind.SETTLE_OPEN]
    assert (tasks[0].months, tasks[0].count) == ((Month(2026, 10),), 2)
    assert (tasks[1].months, tasks[1].count) == ((Month(2026, 11),), 1)


def test_items_that_change_nothing_are_no_task() -> None:
    """An item that waits in a month that has its quota decides nothing."""
    full = [f"2026-{month:02d}-0{n}" for month in range(1, 12) for n in range(1, 5)]
    assert to_do([stated(*full, unsure=("2026-10-07",))], Facts(), TODAY) == ()


@pytest.mark.parametrize(
    ("good", "outcome", "told"),
    [
        ("2026-11-26 06:31", PollOutcome.OK, None),
        ("2026-11-25 17:31", PollOutcome.NOT_MODIFIED, None),
        ("2026-11-24 17:31", PollOutcome.OK, (date(2026, 11, 24), False)),
        ("2026-11-25 17:31", PollOutcome.FAILED, (date(2026, 11, 25), True)),
        (None, PollOutcome.FAILED, (None, True)),
    ],
)
def test_a_source_that_was_not_read_is_told_from_one_nobody_asked(
    good: str | None, outcome: PollOutcome, told: tuple[date | None, bool] | None
) -> None:
    """Of a required source it is told since when it was not read, and whether somebody tried; one read yesterday is no task."""
    at = moment(good) if good else None
    polled = moment("2026-11-26 06:31") if outcome is PollOutcome.FAILED else at
    poll = LastPoll("list", "http://x", polled, outcome, last_good_at=at, first_at=moment("2026-01-01"))
    full = stated(*[f"2026-{month:02d}-0{n}" for month in range(1, 12) for n in range(1, 5)])
    tasks = to_do([full], Facts(polls=[poll], required=["list"]), TODAY)
    assert [(task.since, task.tried) for task in tasks] == ([] if told is None else [told])
    assert to_do([full], Facts(polls=[poll], required=[]), TODAY) == ()


@pytest.mark.parametrize(("good", "tasks"), [("2026-11-25 17:31", 0), ("2026-11-24 17:31", 1), (None, 1)])
def test_a_source_left_alone_for_its_budget_is_a_task_once_it_was_not_read_for_long(good: str | None, tasks: int) -> None:
    """A source that was read yesterday, and today had no request left, is no task; one that was not read for as long as any other is."""
    at, proof = moment(good) if good else None, Proof(gaps=(Gap.FAILED, Gap.OVER_BUDGET))
    first, polled = moment("2026-01-01"), moment("2026-11-26 06:31")
    poll = LastPoll("list", "http://x", polled, PollOutcome.FAILED, last_good_at=at, first_at=first, proof=proof)
    full = stated(*[f"2026-{month:02d}-0{n}" for month in range(1, 12) for n in range(1, 5)])
    assert len(to_do([full], Facts(polls=[poll], required=["list"]), TODAY)) == tasks


def test_a_source_before_its_first_poll_is_no_task() -> None:
    """What was never asked for is told of elsewhere, not as a failure."""
    full = stated(*[f"2026-{month:02d}-0{n}" for month in range(1, 12) for n in range(1, 5)])
    assert to_do([full], Facts(polls=[LastPoll("list", "http://x")], required=["list"]), TODAY) == ()


def test_open_logs_are_to_be_closed_and_the_present_one_filled() -> None:
    """A month whose log closed by itself, and that lacks items, is to be closed by a person; the present one, of which nothing is logged, filled in."""
    full = [f"2026-{month:02d}-0{n}" for month in range(1, 10) for n in range(1, 5)]
    year = stated(*full, logbook=OPEN_LOG)
    tasks = to_do([year], Facts(), TODAY)
    assert [(task.kind, task.months) for task in tasks] == [
        (TaskKind.CLOSE_LOG, (Month(2026, 10),)),
        (TaskKind.FILL_LOG, (Month(2026, 11),)),
    ]
    assert kinds(to_do([year], Facts(aired=2), TODAY)) == [TaskKind.CLOSE_LOG]


def test_files_evidence_and_mails_come_last() -> None:
    """Log files not read whole, bulletins without evidence and mails that do not go out are told after what decides months."""
    full = stated(*[f"2026-{month:02d}-0{n}" for month in range(1, 12) for n in range(1, 5)])
    tasks = to_do([full], Facts(unread_logs=["so.csv"], without_evidence=3, mails=2), TODAY)
    assert [(t.kind, t.name, t.count) for t in tasks] == [
        (TaskKind.MEND_LOG, "so.csv", 0),
        (TaskKind.EVIDENCE, "", 3),
        (TaskKind.MAILS, "", 2),
    ]
