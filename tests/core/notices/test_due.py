"""What the board is to be told on which day: results, warnings, revisions, troubles and digests, each once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import rule as rule_of
from worlds import ALL_YEAR, countable, moment, watched, year_of

from newswatch.config import load_holidays
from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State, YearStatement
from newswatch.core.model import Countable
from newswatch.core.months import Month
from newswatch.core.notices.due import Habits, Told, Trail, brief, due_notices, mailed
from newswatch.core.notices.notice import NoticeKind, Recovered, Unreadable
from newswatch.core.polling.records import Span
from newswatch.core.quota.clause import Reading
from newswatch.core.quota.rule import Rule

HABITS = Habits(load_holidays())
NOTHING_TOLD = Told(Month(2026, 1), frozenset(), {})
A_YEAR = dict.fromkeys(range(1, 13), 4)


def published(counts: dict[int, int]) -> list[Countable]:
    """So many PAR items in each month of 2026, on days 2, 4, 6 …"""
    return [
        countable(month * 100 + k, f"Tin cải cách {month}-{k}", f"2026-{month:02d}-{2 + 2 * k:02d} 08:00")
        for month, n in counts.items()
        for k in range(n)
    ]


def as_of(day: str, counts: dict[int, int], spans: Sequence[Span] = ALL_YEAR, rule: Rule | None = None) -> YearStatement:
    """The year 2026 as it stood at 08:00 of a day."""
    at = moment(f"{day} 08:00")
    return year_of([i for i in published(counts) if i.published_at and i.published_at < at], rule, spans, f"{day} 08:00")


def due(
    day: str,
    counts: dict[int, int],
    told: Told = NOTHING_TOLD,
    habits: Habits = HABITS,
    *,
    trails: dict[Month, Trail] | None = None,
    sources: Sequence[Unreadable] = (),
    rule: Rule | None = None,
) -> list[str]:
    """The notices due on a day, as `kind period`."""
    found = due_notices([as_of(day, counts, rule=rule)], trails or {}, sources, told, habits, date.fromisoformat(day))
    return [f"{o.kind} {o.period}" for o in found]


def since(month: int, *given: str) -> Told:
    """A board told since a month of 2026, having been given `kind period` notices."""
    keys = frozenset((NoticeKind(kind), period, 0) for kind, period in (g.split() for g in given))
    return Told(Month(2026, month), keys, {})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-31", []),
        ("2026-02-01", []),
        ("2026-02-02", ["shortfall 2026-01"]),
        ("2026-02-10", ["shortfall 2026-01"]),
    ],
    ids=["last day of the month", "a Sunday", "first working day", "a week later"],
)
def test_result_is_due_on_the_first_working_day(day: str, expected: list[str]) -> None:
    """A month's result is due from the first working day after it, not before."""
    assert due(day, A_YEAR | {2: 4}, since(1)) == expected


def test_result_waits_for_the_end_of_a_holiday() -> None:
    """April 2026 ends on a Thursday that is a holiday, 1 May is one too: its result is due on Monday 4 May."""
    told = since(4)
    assert due("2026-05-01", A_YEAR, told) == []
    assert due("2026-05-04", A_YEAR, told) == ["shortfall 2026-04"]


def test_results_missed_are_made_up_for() -> None:
    """After three months in which nobody closed, each of their results is due, once."""
    told = since(3, "shortfall 2026-03")
    assert due("2026-07-06", A_YEAR, told)[:3] == ["shortfall 2026-04", "shortfall 2026-05", "shortfall 2026-06"]


def test_board_is_not_flooded_with_the_past() -> None:
    """Of the months before the one since which the board is told, nothing is due."""
    assert due("2026-11-23", A_YEAR, since(10)) == ["shortfall 2026-10"]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-03-09", 0, []),
        ("2026-03-10", 0, ["warning 2026-03-10"]),
        ("2026-03-10", 1, []),
        ("2026-03-19", 0, ["warning 2026-03-10"]),
        ("2026-03-20", 1, ["warning 2026-03-20"]),
        ("2026-03-20", 4, []),
        ("2026-03-24", 3, ["warning 2026-03-20"]),
        ("2026-03-25", 3, ["warning 2026-03-25"]),
        ("2026-03-31", 3, ["warning 2026-03-25"]),
        ("2026-04-01", 3, []),
    ],
)
def test_warning_days(day: str, count: int, expected: list[str]) -> None:
    """On day 10 if there is none, on 20 and 25 while some are missing; a day missed is made up for by the latest alone."""
    told = since(3, "shortfall 2026-03", "quarter 2026-Q1")
    assert due(day, {3: count, 4: 4}, told) == expected


def test_warning_days_follow_the_window() -> None:
    """With cut-off day 19, day 10 of March's window is 1 March, and day 20 is 11 March."""
    rule = rule_of(cutoff_day=19)
    told = since(3)
    assert due("2026-02-28", {3: 0}, told, rule=rule) == []
    assert due("2026-03-01", {3: 0}, told, rule=rule) == ["warning 2026-03-10"]
    assert due("2026-03-11", {3: 0}, told, rule=rule) == ["warning 2026-03-20"]


def test_merged_unit_is_left_in_peace() -> None:
    """After a unit's last day its results are still due, warnings and troubles are not."""
    habits = replace(HABITS, exists=(None, date(2026, 6, 30)))
    source = Unreadable("list", "https://xa.example/", date(2026, 6, 1), "", True)
    at = "2026-07-20 08:00"
    year = year_of(published({6: 3}), now=at, exists=habits.exists)
    found = due_notices([year], {}, [source], since(5, "shortfall 2026-05"), habits, date(2026, 7, 20))
    assert [f"{o.kind} {o.period}" for o in found] == ["shortfall 2026-06", "year 2026"]


def test_digests_of_a_year() -> None:
    """Digests come with the result of March, June, September and the last month: quarter, six months, quarter, year."""
    found = []
    for day in ("2026-04-01", "2026-05-04", "2026-07-01", "2026-10-01", "2027-01-04"):
        found += [o for o in due(day, A_YEAR) if not o.startswith(("shortfall", "warning"))]
    assert sorted(set(found)) == ["half_year 2026-H1", "quarter 2026-Q1", "quarter 2026-Q3", "year 2026"]


def test_digest_tells_its_months() -> None:
    """The half-year's digest is about its six months, the third quarter's about three."""
    found = due_notices([as_of("2026-10-01", A_YEAR)], {}, [], NOTHING_TOLD, HABITS, date(2026, 10, 1))
    months = {o.period: [m.month for m in o.months] for o in found if o.kind in (NoticeKind.QUARTER, NoticeKind.HALF_YEAR)}
    assert months == {"2026-Q1": [1, 2, 3], "2026-H1": [1, 2, 3, 4, 5, 6], "2026-Q3": [7, 8, 9]}


def test_year_that_ends_in_october() -> None:
    """Where the rule's year closes in October, its digest is due with October's result."""
    assert "year 2026" in due("2026-11-02", A_YEAR, since(9), rule=rule_of(window_start="01-01", window_end="10-31"))


def stated(revision: int, state: State, *counted: int) -> Stated:
    return Stated(revision, counted, state, "digest")


@pytest.mark.parametrize(
    ("before", "now", "when_met", "expected"),
    [
        (stated(0, State.SHORT, 1, 2, 3), stated(1, State.MET, 1, 2, 3, 4), False, ["revision 2026-03"]),
        (stated(0, State.UNKNOWN, 1, 2, 3), stated(1, State.SHORT, 1, 2, 3), False, ["revision 2026-03"]),
        (stated(0, State.SHORT, 1, 2, 3), stated(1, State.SHORT, 1, 2, 4), False, ["revision 2026-03"]),
        (stated(0, State.MET, 1, 2, 3, 4), stated(1, State.MET, 1, 2, 3, 4, 5), False, []),
        (stated(0, State.MET, 1, 2, 3, 4), stated(1, State.MET, 1, 2, 3, 4, 5), True, ["revision 2026-03"]),
        (stated(0, State.MET, 1, 2, 3, 4), stated(1, State.SHORT, 1, 2, 3), False, ["revision 2026-03"]),
        (stated(0, State.SHORT, 1, 2, 3), stated(1, State.SHORT, 1, 2, 3), False, []),
    ],
    ids=["met now", "known now", "another item", "met stays met", "met stays met, wanted", "short now", "only the rule's text"],
)
def test_revision_is_due_when_what_was_told_changed(before: Stated, now: Stated, when_met: bool, expected: list[str]) -> None:
    """A stated month that changed is told again where the state or the counted items differ from what was told."""
    told = Told(Month(2026, 3), frozenset({(NoticeKind.SHORTFALL, "2026-03", 0)}), {Month(2026, 3): 0})
    trails = {Month(2026, 3): Trail((before, now), ((), (Cause(Kind.SEEN),)))}
    found = due("2026-04-15", {3: 3, 4: 1}, told, replace(HABITS, when_met=when_met), trails=trails)
    assert [o for o in found if o.startswith("revision")] == expected


def test_revisions_between_two_notices_are_told_in_one() -> None:
    """Two revisions since the board was told make one notice, with the causes of both."""
    causes = Cause(Kind.ADDED, 4), Cause(Kind.REMOVED, 1, reason=Reason(Why.NOT_PAR))
    trail = Trail(
        (stated(0, State.SHORT, 1, 2), stated(1, State.SHORT, 1, 2, 4), stated(2, State.SHORT, 2, 4)), ((), (causes[0],), (causes[1],))
    )
    told = Told(Month(2026, 3), frozenset({(NoticeKind.SHORTFALL, "2026-03", 0)}), {Month(2026, 3): 0})
    found = due_notices([as_of("2026-04-15", {3: 3})], {Month(2026, 3): trail}, [], told, HABITS, date(2026, 4, 15))
    revision = next(o for o in found if o.kind is NoticeKind.REVISION)
    assert (revision.revision, revision.causes, revision.before) == (2, causes, trail.stated[0])


def test_trouble_after_so_many_days() -> None:
    """A source without a good poll for three days is told of once, together with those unreadable since the same day."""
    sources = [Unreadable(name, f"https://{name}.example/", date(2026, 3, 5), "HTTP 500", True) for name in ("a", "b")]
    assert due("2026-03-07", {3: 4}, since(3), sources=sources) == []
    assert due("2026-03-08", {3: 4}, since(3), sources=sources) == ["trouble 2026-03-05"]
    assert due("2026-03-09", {3: 4}, since(3, "trouble 2026-03-05"), sources=sources) == []


@pytest.mark.parametrize(("days", "told"), [(0, ["trouble 2026-03-05"]), (7, ["trouble 2026-03-05"]), (8, [])])
def test_the_end_of_a_trouble_is_told_while_it_is_news(days: int, told: list[str]) -> None:
    """Within a week of the first good poll the end of a trouble that was told is told once; later nobody needs it."""
    again = Recovered("2026-03-05", ("a",), moment("2026-03-09 06:30"))
    today = date(2026, 3, 9 + days)
    given = Told(Month(2026, 3), frozenset({(NoticeKind.TROUBLE, "2026-03-05", 0)}), {})
    ends = [n for n in due_notices([], {}, [], given, HABITS, today, [again]) if n.kind is NoticeKind.TROUBLE]
    assert [(f"{n.kind} {n.period}", n.revision) for n in ends] == [(text, 1) for text in told]
    after = replace(given, given=given.given | {(NoticeKind.TROUBLE, "2026-03-05", 1)})
    assert due_notices([], {}, [], after, HABITS, today, [again]) == []


def test_met_month_is_kept_without_a_mail() -> None:
    """The result of a met month is mailed only where the board wants it; of a short or unknown one always."""
    told = {
        state: as_of("2026-04-01", {3: n}, spans) for state, n, spans in (("met", 4, ALL_YEAR), ("short", 3, ALL_YEAR), ("unknown", 3, ()))
    }
    due_notice = {name: next(o for o in due_notices([y], {}, [], since(3), HABITS, date(2026, 4, 1))) for name, y in told.items()}
    assert {name: mailed(due_notice[name], told[name], HABITS) for name in told} == {"met": False, "short": True, "unknown": True}
    assert mailed(due_notice["met"], told["met"], replace(HABITS, when_met=True))


@pytest.mark.parametrize(
    ("reading", "counts", "risk"),
    [
        (Reading.A_CUMULATIVE, {1: 4, 2: 4, 3: 2}, "1"),
        (Reading.A_CUMULATIVE, {1: 1, 2: 3, 3: 2}, "0"),
        (Reading.B_DEFICIENT_MONTHS, {1: 4, 2: 4, 3: 0}, "0.5"),
        (Reading.E_ANNUAL_TOTAL, {1: 5, 2: 5, 3: 2}, "0"),
    ],
    ids=["two missing", "nothing left to lose", "one bad month", "made up for before"],
)
def test_points_at_risk(reading: Reading, counts: dict[int, int], risk: str) -> None:
    """The points at risk are what the year loses by its reading if the open month ends as it stands."""
    rule = rule_of(reading=reading)
    year = as_of("2026-03-20", counts, rule=rule)
    due_notice = next(o for o in due_notices([year], {}, [], since(3), HABITS, date(2026, 3, 20)) if o.kind is NoticeKind.WARNING)
    briefing = brief(due_notice, [year], HABITS, date(2026, 3, 20))
    assert (briefing.at_risk, briefing.days_left) == (Decimal(risk), 11)


def test_briefing_knows_the_holidays_ahead() -> None:
    """On 10 February 2026 there are 18 days left, eight of them working days, and Tết lies among them."""
    year = as_of("2026-02-10", {1: 4, 2: 0})
    due_notice = next(o for o in due_notices([year], {}, [], since(2), HABITS, date(2026, 2, 10)))
    briefing = brief(due_notice, [year], HABITS, date(2026, 2, 10))
    assert (briefing.days_left, briefing.working_days_left) == (18, 8)
    assert ["Tết" in rest.name for rest in briefing.rests] == [True]


def test_briefing_holds_a_forecast_once_three_months_are_behind() -> None:
    """The forecast draws on the ended months that are known, and is silent while there are fewer than three."""
    found = {}
    for day in ("2026-03-20", "2026-04-20"):
        year = as_of(day, {1: 5, 2: 5, 3: 5, 4: 1} if day > "2026-04" else {1: 5, 2: 5, 3: 1}, [watched("2026-01-01", day)])
        due_notice = next(o for o in due_notices([year], {}, [], since(1), HABITS, date.fromisoformat(day)) if o.kind is NoticeKind.WARNING)
        forecast = brief(due_notice, [year], HABITS, date.fromisoformat(day)).forecast
        found[day] = forecast and (forecast.months, str(forecast.pace))
    assert found == {"2026-03-20": None, "2026-04-20": (3, "5.0")}


def test_day_nobody_could_look_makes_the_result_unknown_not_short() -> None:
    """With a blind day the month's result is due all the same, of an unknown month."""
    year = as_of("2026-04-01", {3: 3}, [watched("2026-03-01", "2026-03-30")])
    kinds = [o.kind for o in due_notices([year], {}, [], since(3), HABITS, date(2026, 4, 1))]
    assert (kinds[0], year.months[2].state) == (NoticeKind.SHORTFALL, State.UNKNOWN)


@given(
    counts=st.dictionaries(st.integers(1, 12), st.integers(0, 6)),
    steps=st.lists(st.integers(1, 40), min_size=3, max_size=25),
)
def test_each_notice_is_given_once_however_seldom_one_closes(counts: dict[int, int], steps: list[int]) -> None:
    """Whatever days one closes on, no notice is due twice, no ended month's result is left out, and warnings speak of the present month."""
    told, day = NOTHING_TOLD, date(2026, 1, 5)
    for step in steps:
        day = min(day + timedelta(days=step), date(2027, 1, 4))
        year = as_of(day.isoformat(), counts)
        found = due_notices([year], {}, [], told, HABITS, day)
        keys = {(o.kind, o.period, o.revision) for o in found}
        assert len(keys) == len(found)
        assert all(o.months[-1] == Month(day.year, day.month) for o in found if o.kind is NoticeKind.WARNING)
        told = Told(told.since, told.given | keys, {})
        assert due_notices([year], {}, [], told, HABITS, day) == []
    ended = [m for m in range(1, 13) if HABITS.holidays.first_working_day(Month(2026, m).window(None).last) <= day]
    assert {p for k, p, _ in told.given if k is NoticeKind.SHORTFALL} == {f"2026-{m:02d}" for m in ended}
