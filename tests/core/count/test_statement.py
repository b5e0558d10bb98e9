"""Months and years as people read them: met, short, unknown, open; what the score covers; what no fault in polling may change."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rule_tables import rule
from worlds import ALL_YEAR, SITE, bulletin, countable, moment, month_in, watched, year_of

from newswatch.core.count.statement import State, state_year
from newswatch.core.model import Channel, Countable, DateOrigin, Origin, Verdict
from newswatch.core.months import Month
from newswatch.core.polling.records import Refutation, Span
from newswatch.core.polling.witness import Witnesses
from newswatch.core.quota.clause import Reading
from newswatch.core.quota.readings import MonthCount

OCTOBER = 10


def articles(*numbers: int, month: int = OCTOBER) -> list[Countable]:
    """One article a number, on the first days of a month."""
    return [countable(month * 100 + n, f"Tin số {n} của tháng {month}", f"2026-{month:02d}-{n:02d}") for n in numbers]


def state(items: list[Countable], spans: tuple[Span, ...] = ALL_YEAR, now: str = "2027-01-05 08:00") -> State:
    """The state of October."""
    return month_in(year_of(items, spans=spans, now=now), OCTOBER).state


UNREAD = countable(99, "Tin chưa đọc được", "2026-10-20", verdict=Verdict.UNSURE, whole=False)
WITH_A_GAP = (watched("2026-01-01", "2026-10-09"), watched("2026-10-11", "2027-01-04"))


@pytest.mark.parametrize(
    ("case", "items", "spans", "expected"),
    [
        ("four", articles(1, 2, 3, 4), ALL_YEAR, State.MET),
        ("five", articles(1, 2, 3, 4, 5), ALL_YEAR, State.MET),
        ("three", articles(1, 2, 3), ALL_YEAR, State.SHORT),
        ("none", [], ALL_YEAR, State.SHORT),
        ("three, a day no poll covers", articles(1, 2, 3), WITH_A_GAP, State.UNKNOWN),
        ("four, a day no poll covers", articles(1, 2, 3, 4), WITH_A_GAP, State.MET),
        ("three, a gap that a later poll closed", articles(1, 2, 3), (*WITH_A_GAP, watched("2026-09-30", "2026-12-31")), State.SHORT),
        ("three, never polled", articles(1, 2, 3), (), State.UNKNOWN),
        (
            "three, covered by a source that is not required",
            articles(1, 2, 3),
            (watched("2026-01-01", "2027-01-04", "feed"),),
            State.UNKNOWN,
        ),
        ("three, and one unread", [*articles(1, 2, 3), UNREAD], ALL_YEAR, State.UNKNOWN),
        ("four, and one unread", [*articles(1, 2, 3, 4), UNREAD], ALL_YEAR, State.MET),
        (
            "three, and one unread of another month",
            [*articles(1, 2, 3), replace(UNREAD, published_at=moment("2026-08-20"))],
            ALL_YEAR,
            State.SHORT,
        ),
        ("three, and one unread without date", [*articles(1, 2, 3), replace(UNREAD, published_at=None)], ALL_YEAR, State.UNKNOWN),
        (
            "three, and one unread that a person rejected",
            [*articles(1, 2, 3), replace(UNREAD, verdict=Verdict.OTHER)],
            ALL_YEAR,
            State.SHORT,
        ),
        (
            "three, and one unread without date that a person rejected",
            [*articles(1, 2, 3), replace(UNREAD, published_at=None, verdict=Verdict.OTHER)],
            ALL_YEAR,
            State.SHORT,
        ),
        ("three, one of them PAR by its title, unread", [*articles(1, 2), replace(UNREAD, verdict=Verdict.PAR)], ALL_YEAR, State.SHORT),
        ("three, and one unread that repeats one", [*articles(1, 2, 3), replace(UNREAD, same_as=1001)], ALL_YEAR, State.SHORT),
        ("three, and one the program is unsure of", [*articles(1, 2, 3), replace(UNREAD, whole=True)], ALL_YEAR, State.SHORT),
    ],
)
def test_the_state_of_a_month(case: str, items: list[Countable], spans: tuple[Span, ...], expected: State) -> None:
    """Enough is met whatever was missed; too few is short only if polls cover every day and every article that could count was read."""
    assert state(items, spans) is expected, case


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-10-31 23:59", State.OPEN), ("2026-11-01 00:00", State.SHORT), ("2026-09-01", State.OPEN), ("2027-06-01", State.SHORT)],
)
def test_a_month_is_open_until_its_last_day_is_over(now: str, expected: State) -> None:
    """A running month and one to come are open, short or not."""
    assert state([], now=now) is expected
    assert (state(articles(1, 2, 3, 4), now=now) is State.OPEN) is (expected is State.OPEN)


def test_an_open_month_tells_what_is_missing_and_costs_nothing_yet() -> None:
    """The shortfall so far stands in the statement; the score knows nothing of the month."""
    year = year_of(articles(1), now="2026-10-10")
    october = month_in(year, OCTOBER)
    assert (october.state, october.count.combined, october.short, october.deduction) == (State.OPEN, 1, 3, Decimal(0))
    assert (october.coverage.watched, october.coverage.blind) == (9, ())
    assert year.score is not None


@pytest.mark.parametrize(
    ("numbers", "short", "deduction"),
    [((), 4, "2"), ((1,), 3, "1.5"), ((1, 2, 3), 1, "0.5"), ((1, 2, 3, 4), 0, "0"), ((1, 2, 3, 4, 5), 0, "0")],
)
def test_a_short_month_costs_half_a_point_an_item(numbers: tuple[int, ...], short: int, deduction: str) -> None:
    """What is missing and what that alone costs stand in the month."""
    october = month_in(year_of(articles(*numbers)), OCTOBER)
    assert (october.short, october.deduction) == (short, Decimal(deduction))


def test_an_unknown_month_costs_nothing_yet() -> None:
    """A month nobody can be sure of has no deduction and no part in the score."""
    full = [item for month in range(1, 13) for item in articles(1, 2, 3, 4, month=month)]
    year = year_of([item for item in full if item.id != 1004], spans=WITH_A_GAP)
    assert month_in(year, OCTOBER).deduction == 0
    assert (year.score, year.deduction) == (Decimal(2), Decimal(0))


def test_an_airing_counts_in_its_own_month_on_its_channel_only() -> None:
    """Posted on 31 October at 23:50 and aired on 1 November, a story is October's together, and each channel's in its own month."""
    year = year_of([countable(1, "Tin cuối tháng", "2026-10-31 23:50"), bulletin(2, "Tin cuối tháng", "2026-11-01 05:30")])
    assert month_in(year, 10).count == MonthCount(Month(2026, 10), 1, {Channel.PORTAL: 1, Channel.LOUDSPEAKER: 0})
    assert month_in(year, 11).count == MonthCount(Month(2026, 11), 0, {Channel.PORTAL: 0, Channel.LOUDSPEAKER: 1})


def test_every_item_of_a_month_is_told() -> None:
    """Lines hold what counts, what repeats, what waits and what is something else; only the first counts."""
    items = [
        countable(1, "Tin một", "2026-10-05"),
        bulletin(2, "Tin một", "2026-10-06"),
        bulletin(3, "Tin của tỉnh", "2026-10-06", origin=Origin.RELAY),
        countable(4, "Tin thể thao", "2026-10-07", verdict=Verdict.OTHER),
        countable(5, "Tin không ngày", None),
        countable(6, "Tin tháng sau", "2026-11-01"),
        countable(7, "Tin năm trước", "2025-12-31 23:59"),
    ]
    year = year_of(items)
    october = month_in(year, OCTOBER)
    assert [line.item.id for line in october.lines] == [1, 2, 3, 4]
    assert (october.count.combined, october.awaiting) == (1, 1)
    assert [line.item.id for line in year.undated] == [5]
    assert 7 not in {line.item.id for month in year.months for line in month.lines}


@pytest.mark.parametrize(
    ("scope", "expected", "short"), [("combined", State.MET, 0), ("any_channel", State.SHORT, 1), ("each_channel", State.SHORT, 4)]
)
def test_the_scope_decides_which_counts_face_the_quota(scope: str, expected: State, short: int) -> None:
    """Three articles and an airing of its own are four together, three on the better channel, and one and three short on each."""
    items = [*articles(1, 2, 3), bulletin(9, "Chỉ phát loa", "2026-10-09")]
    october = month_in(year_of(items, rule(scope=scope)), OCTOBER)
    assert (october.state, october.short) == (expected, short)


@pytest.mark.parametrize(("spans", "expected"), [(ALL_YEAR, State.SHORT), (WITH_A_GAP, State.SHORT), ((), State.SHORT)])
def test_a_rule_for_the_loudspeaker_alone_asks_nothing_of_the_portal(spans: tuple[Span, ...], expected: State) -> None:
    """Where the portal doesn't count, days without a poll, and articles not read, hide nothing."""
    year = year_of([UNREAD, replace(UNREAD, id=98, published_at=None)], rule(channels=["loudspeaker"]), spans)
    assert month_in(year, OCTOBER).state is expected


def test_months_follow_window_and_cut_off() -> None:
    """A window to 31 October has ten months; a cut-off on the 19th charges 20 September to October and ends October on its 19th."""
    assert [m.month.month for m in year_of([], rule(window_start="01-01", window_end="10-31")).months] == list(range(1, 11))
    under = rule(cutoff_day=19)
    items = [countable(1, "Tin một", "2026-09-20"), countable(2, "Tin hai", "2026-10-19"), countable(3, "Tin ba", "2026-10-20")]
    assert [line.item.id for line in month_in(year_of(items, under), OCTOBER).lines] == [1, 2]
    assert month_in(year_of(items, under, now="2026-10-19 23:59"), OCTOBER).state is State.OPEN
    assert month_in(year_of(items, under, now="2026-10-20"), OCTOBER).state is State.SHORT


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 7, 1), None, [7, 8, 9, 10, 11, 12]),
        (date(2026, 7, 2), None, [8, 9, 10, 11, 12]),
        (None, date(2026, 6, 30), [1, 2, 3, 4, 5, 6]),
        (None, date(2026, 6, 29), [1, 2, 3, 4, 5]),
        (date(2027, 1, 1), None, []),
        (None, None, list(range(1, 13))),
    ],
)
def test_a_unit_is_judged_for_the_months_it_lived_through(first: date | None, last: date | None, months: list[int]) -> None:
    """Months before a unit began or after it ended, even in part, are left out."""
    assert [m.month.month for m in year_of([], exists=(first, last)).months] == months


def test_a_year_without_a_judged_month_has_no_score() -> None:
    """Nothing judged is no score, not a perfect one."""
    for year in (year_of([], now="2026-01-10"), year_of([], exists=(date(2027, 1, 1), None)), year_of([], spans=())):
        assert (year.score, year.deduction, dict(year.by_reading)) == (None, None, {})
    assert (year_of([], now="2026-01-10").low, year_of([], now="2026-01-10").high) == (None, None)


def full_but(*missing: int) -> list[Countable]:
    """Four articles a month, without those of the given ids."""
    return [item for month in range(1, 13) for item in articles(1, 2, 3, 4, month=month) if item.id not in missing]


def test_a_year_is_scored_with_every_reading_beside_it() -> None:
    """One item missing in the year is 1.5 of 2 as read, and the spread of the readings stands beside it."""
    year = year_of(full_but(1004))
    assert (year.score, year.deduction) == (Decimal("1.5"), Decimal("0.5"))
    assert set(year.by_reading) == set(Reading)
    assert (year.low, year.high) == (min(year.by_reading.values()), max(year.by_reading.values()))
    assert year.high is not None
    assert year.low == Decimal("1.5") < year.high < 2


def test_an_unknown_month_opens_the_range_to_both_sides() -> None:
    """The lowest takes the unknown month as it was seen, the highest as met; a confirmed reading leaves no others."""
    confirmed = rule(reading_status="confirmed", confirmed_by="07/TB-UBND ngày 02/01/2026")
    year = year_of(full_but(1004, 1003), confirmed, WITH_A_GAP)
    assert (year.low, year.score, year.high) == (Decimal("1.0"), Decimal(2), Decimal(2))
    assert (year_of(full_but(1004, 1003), confirmed).low, year_of(full_but(1004, 1003), confirmed).high) == (Decimal("1.0"), Decimal("1.0"))
    assert year_of(full_but(1004, 1003), spans=WITH_A_GAP).low == Decimal("1.0")


def test_the_range_knows_what_only_unknown_months_have() -> None:
    """Where every ended month is unknown there is no score, but there are bounds."""
    year = year_of([], spans=())
    assert (year.score, year.low, year.high) == (None, Decimal(0), Decimal(2))


def test_in_each_channel_an_unknown_month_may_be_met_on_both() -> None:
    """The highest takes an unknown month's every channel as met."""
    year = year_of([], rule(scope="each_channel"), spans=())
    assert (year.low, year.high) == (Decimal(0), Decimal(2))


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        ([], Decimal("1.5")),
        ([countable(1, "Tin chờ", "2026-10-09", verdict=Verdict.UNSURE)], Decimal(2)),
        ([bulletin(1, "Tin tiếp âm", "2026-10-09", origin=Origin.RELAY)], Decimal(2)),
        ([countable(1, "Tin chờ", "2026-11-09", verdict=Verdict.UNSURE)], Decimal("1.5")),
        ([countable(1, "Tin khác", "2026-10-09", verdict=Verdict.OTHER)], Decimal("1.5")),
    ],
)
def test_what_waits_might_still_count(waiting: list[Countable], expected: Decimal) -> None:
    """The score if people accept all that waits takes each item in its own month, and nothing that doesn't wait."""
    year = year_of([*full_but(1004), *waiting])
    assert (year.score, year.if_accepted) == (Decimal("1.5"), expected)


def test_a_target_without_points_has_states_and_no_score() -> None:
    """Months are met or short; nothing is scored."""
    year = year_of(articles(1), rule(max_points=None, penalty=None))
    assert (year.score, year.low, year.high, dict(year.by_reading)) == (None, None, None, {})
    assert (month_in(year, OCTOBER).state, month_in(year, OCTOBER).short, month_in(year, OCTOBER).deduction) == (State.SHORT, 3, Decimal(0))


def test_a_score_is_provisional_until_a_document_confirms_its_reading() -> None:
    """An assumed reading, or a rule no longer in force at the year's end, makes the score provisional."""
    confirmed = {"reading_status": "confirmed", "confirmed_by": "07/TB-UBND"}
    assert "assumed" in (year_of([]).provisional or "")
    assert year_of([], rule(**confirmed)).provisional is None
    assert "in force" in (year_of([], rule(**confirmed, effective_to=date(2026, 6, 30))).provisional or "")


def test_every_required_source_is_asked() -> None:
    """A month is short only if polls of each required source cover it."""
    spans = (watched("2026-01-01", "2026-12-31", "news"), watched("2026-01-01", "2026-10-30", "notices"))
    for required, expected in ((["news"], State.SHORT), (["news", "notices"], State.UNKNOWN), (["notices"], State.UNKNOWN)):
        year = state_year(2026, rule(), [], spans, required, moment("2027-01-05"))
        assert month_in(year, OCTOBER).state is expected


def test_a_statement_says_what_it_is_of() -> None:
    """A statement of a year has its twelve months and says when it was made."""
    year = year_of([], now="2027-01-05 08:00")
    assert ([m.month.month for m in year.months], year.as_of, year.year) == (list(range(1, 13)), moment("2027-01-05 08:00"), 2026)


TWO_POLLS = (watched("2025-12-01", "2026-11-02"), watched("2026-11-01", "2026-11-20"))
"""A poll of 2 November that proves all of October, and a later one."""


@pytest.mark.parametrize(
    ("seen", "verdict", "spans", "expected"),
    [
        ("2026-10-20 08:00", Verdict.PAR, ALL_YEAR, State.UNKNOWN),
        ("2026-11-01 08:00", Verdict.UNSURE, TWO_POLLS, State.UNKNOWN),
        ("2026-11-20 08:00", Verdict.PAR, TWO_POLLS, State.SHORT),
        ("2026-09-30 08:00", Verdict.PAR, ALL_YEAR, State.SHORT),
        ("2026-10-20 08:00", Verdict.OTHER, ALL_YEAR, State.SHORT),
    ],
    ids=["seen in the month", "seen by the first poll after it", "seen after all of it was", "seen before it", "no PAR news"],
)
def test_an_undated_article_leaves_each_month_unknown_that_it_may_belong_to(
    seen: str, verdict: Verdict, spans: tuple[Span, ...], expected: State
) -> None:
    """An article without a date may be of any month that had begun when it was first seen, unless an earlier poll had seen all of that month."""
    undated = countable(9, "Tin không ngày", None, verdict=verdict, first_seen_at=moment(seen))
    assert state([*articles(1, 2, 3), undated], spans) is expected


def test_a_day_that_a_witness_refuted_was_not_seen_before_an_undated_article() -> None:
    """A poll whose list hid an item of October had not seen all of it, so an article without a date that is found later may be of October, too."""
    witnesses = Witnesses({"rest": (SITE,)}, (Refutation("rest", date(2026, 10, 15), 3),))
    spans = (watched("2025-12-01", "2026-11-02"), Span("rest", moment("2025-12-01"), moment("2027-01-04"), 4))
    undated = countable(9, "Tin không ngày", None, first_seen_at=moment("2026-11-20 08:00"))
    found = [
        year_of(items, rule(), spans, witnesses=witnesses).months[9].state for items in (articles(1, 2, 3), [*articles(1, 2, 3), undated])
    ]
    assert found == [State.SHORT, State.UNKNOWN]


def test_an_item_of_one_of_two_months_leaves_both_unknown() -> None:
    """A month that is short stays unknown while an item may be of it whose source states no single day; settled by a person, both are known."""
    days = ((DateOrigin.FEED, date(2026, 4, 1)), (DateOrigin.ALTERNATIVE, date(2026, 3, 31)))
    item = countable(1, "Xã công khai thủ tục hành chính", "2026-04-01 01:00", stated=days, date_origin=DateOrigin.FEED)
    year = year_of([item])
    assert [month_in(year, n).state for n in (2, 3, 4, 5)] == [State.SHORT, State.UNKNOWN, State.UNKNOWN, State.SHORT]
    settled = year_of([replace(item, date_origin=DateOrigin.PERSON)])
    assert [month_in(settled, n).state for n in (3, 4)] == [State.SHORT, State.SHORT]
    other = year_of([replace(item, verdict=Verdict.OTHER)])
    assert [month_in(other, n).state for n in (3, 4)] == [State.SHORT, State.SHORT]
