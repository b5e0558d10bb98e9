"""When an item was first seen against the date it states."""

from dataclasses import replace
from datetime import timedelta

import pytest
from rule_tables import rule
from worlds import bulletin, countable, moment

from newswatch.core.count.judgement import judge
from newswatch.core.count.reasons import Why
from newswatch.core.model import DateOrigin
from newswatch.core.polling.records import Span
from newswatch.core.polling.timeliness import Timeliness, timeliness
from newswatch.core.quota.clause import Policy

LISTING = "list"


def poll(reach: str, at: str, source: str = LISTING) -> Span:
    """A poll made `at`, complete back to `reach`."""
    return Span(source, moment(reach), moment(at))


DAILY = [poll("2026-09-01", f"2026-{month:02d}-{day:02d} 06:30") for month in (10, 11) for day in range(1, 31)]


@pytest.mark.parametrize(
    ("stated", "first_seen", "spans", "expected"),
    [
        ("2026-10-05 08:00", "2026-10-05 17:30", DAILY, Timeliness.ON_TIME),
        ("2026-10-05 08:00", "2026-10-06 06:30", DAILY, Timeliness.ON_TIME),
        ("2026-10-05", "2026-10-06 06:30", DAILY, Timeliness.ON_TIME),
        ("2026-10-05 08:00", "2026-10-09 06:30", DAILY, Timeliness.LATE),
        ("2026-10-31 20:00", "2026-11-01 06:30", DAILY, Timeliness.ON_TIME),
        ("2026-10-28 20:00", "2026-10-31 06:30", DAILY, Timeliness.LATE),
        ("2026-10-05 08:00", "2026-11-03 06:30", DAILY, Timeliness.BACKDATED),
        ("2026-09-05 08:00", "2026-10-09 06:30", DAILY, Timeliness.BACKDATED),
        ("2026-08-05 08:00", "2026-10-09 06:30", DAILY, Timeliness.BASELINE),
        ("2026-10-05 08:00", "2026-11-03 06:30", [], Timeliness.BASELINE),
        ("2026-10-05 08:00", "2026-11-03 06:30", [poll("2026-09-01", "2026-10-05 09:00")], Timeliness.ON_TIME),
        ("2026-10-05 08:00", "2026-11-03 06:30", [poll("2026-10-20", "2026-11-01 06:30")], Timeliness.BASELINE),
        ("2026-10-05 08:00", "2026-11-03 06:30", [poll("2026-09-01", "2026-11-01 06:30", "feed of another section")], Timeliness.BASELINE),
        ("2026-10-05 08:00", "2026-11-03 06:30", [poll("2026-09-01", "2026-11-03 06:30")], Timeliness.BASELINE),
        ("2026-10-10 08:00", "2026-10-09 06:30", DAILY, Timeliness.FUTURE),
        (None, "2026-10-09 06:30", DAILY, Timeliness.UNDATED),
    ],
)
def test_first_seen_against_stated_date(stated: str | None, first_seen: str, spans: list[Span], expected: Timeliness) -> None:
    """An item missed by a complete poll of its own source a day or more after its date is late, or backdated once that poll lay in a later month."""
    item = replace(countable(1, "Một cửa", stated), first_seen_at=moment(first_seen), first_source=LISTING)
    assert timeliness(item, spans, None) is expected


def test_the_order_of_polls_is_that_of_their_rows() -> None:
    """A poll made after the one that named an item missed nothing, though its clock was set back by a minute."""
    item = replace(
        countable(1, "Một cửa", "2026-10-05 08:00"), first_seen_at=moment("2026-11-03 06:30"), first_source=LISTING, first_poll=7
    )
    behind = Span(LISTING, moment("2026-09-01"), moment("2026-11-03 06:29"), 8)
    assert timeliness(item, [behind], None) is Timeliness.BASELINE
    assert timeliness(item, [replace(behind, row=6)], None) is Timeliness.BACKDATED


def test_redated_into_a_month_that_ended_is_backdated() -> None:
    """An item whose first stated day lay in a later month than the one it states now was put under an earlier date; within a month it was not."""
    item = replace(countable(1, "Một cửa", "2026-09-15 08:00"), first_seen_at=moment("2026-11-07"), first_source=LISTING)
    assert timeliness(replace(item, first_day=moment("2026-11-06").date()), [], None) is Timeliness.BACKDATED
    assert timeliness(replace(item, first_day=moment("2026-09-20").date()), [], None) is Timeliness.BASELINE


def test_a_log_entered_later_is_not_backdated() -> None:
    """Bulletins are logged after they aired, a month's sheet at once."""
    item = replace(bulletin(1, "Một cửa", "2026-10-05"), first_seen_at=moment("2026-11-07"))
    assert timeliness(item, DAILY, None) is Timeliness.ON_TIME


@pytest.mark.parametrize(
    ("policy", "counted", "awaiting"), [(Policy.COUNT, True, False), (Policy.REVIEW, False, True), (Policy.EXCLUDE, False, False)]
)
def test_the_rule_says_what_becomes_of_a_backdated_item(policy: Policy, counted: bool, awaiting: bool) -> None:
    """A backdated item counts, waits or is left out as the rule's policy says, and counts once a person settled its date."""
    item = replace(countable(1, "Một cửa", "2026-10-05 08:00"), first_seen_at=moment("2026-11-07"), first_source=LISTING)
    (line,) = judge([item], rule(backdating=str(policy)), DAILY)
    assert (line.counted, line.awaiting) == (counted, awaiting)
    assert counted or line.because[0].why is (Why.BACKDATED if awaiting else Why.TOO_LATE)
    (settled,) = judge([replace(item, date_origin=DateOrigin.PERSON)], rule(backdating=str(policy)), DAILY)
    assert settled.counted


def test_an_article_of_tomorrow_waits() -> None:
    """An article dated after the day it was first seen waits for a person."""
    item = countable(1, "Một cửa", "2026-10-05 08:00")
    (line,) = judge([replace(item, first_seen_at=item.first_seen_at - timedelta(days=2))], rule())
    assert [reason.why for reason in line.because] == [Why.FUTURE]
