"""English sentences about facts: each fact has one, with its details in their places."""

from datetime import date

import pytest
from worlds import countable, person, phrase

from newswatch.core.count.duplicates import Sameness
from newswatch.core.count.reasons import Line, Reason, Why
from newswatch.core.count.revision import Cause, Kind
from newswatch.core.model import Channel, DateOrigin, ItemType, Origin, SourceWarning, WarningKind
from newswatch.report import english

SEEN_ON = ((None, date(2026, 11, 18)),)
APART = ((DateOrigin.PAGE, date(2026, 10, 1)), (DateOrigin.LISTING, date(2026, 9, 29)))


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason(Why.NOT_PAR), "not PAR news"),
        (Reason(Why.CHANNEL, Channel.LOUDSPEAKER), "this channel does not count under the rule: loudspeaker"),
        (Reason(Why.ITEM_TYPE, ItemType.NOTICE), "neither tin nor bài: notice"),
        (Reason(Why.ORIGIN, Origin.RELAY), "origin that does not count: relay"),
        (Reason(Why.ORIGIN_DOUBT, Origin.REPOST), "does this origin count: repost?"),
        (Reason(Why.SAME_STORY, item=7, sameness=Sameness.TITLE), "the same story as item 7 (the same title, told within days)"),
        (Reason(Why.SAME_STORY, item=7), "the same story as item 7"),
        (Reason(Why.UNSURE), "the rules are unsure"),
        (Reason(Why.DATES_DISAGREE, days=APART), "its stated dates disagree about the month: page 2026-10-01, listing 2026-09-29"),
        (Reason(Why.BACKDATED, days=SEEN_ON), "put up, or re-dated, after its month had ended; first seen 2026-11-18"),
        (
            Reason(Why.TOO_LATE, days=SEEN_ON),
            "put up, or re-dated, after its month had ended, which the rule leaves out; first seen 2026-11-18",
        ),
        (Reason(Why.NOT_OURS, host="tinh.vn"), "it lies on the host tinh.vn, which config.toml names as foreign (foreign_hosts)"),
        (
            Reason(Why.FOREIGN_HOST, host="tinh.vn"),
            'it lies on the host tinh.vn, which nobody settled: name it in "hosts" of its source if it is the same portal, else in "foreign_hosts"',
        ),
        (Reason(Why.FUTURE, days=SEEN_ON), "dated after the day it was first seen: 2026-11-18"),
    ],
)
def test_a_reason_reads_as_a_sentence(reason: Reason, text: str) -> None:
    """The detail stands in its place, the sameness behind it."""
    assert english.reason(reason) == text


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence(why: Why) -> None:
    """No reason is without words."""
    assert english.reason(Reason(why))


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        (Cause(Kind.ADDED, 4, day=date(2026, 11, 4)), "item 4 now counts (2026-11-04)"),
        (Cause(Kind.ADDED, 4, day=date(2026, 11, 4), by="Thư ký"), "item 4 now counts (2026-11-04, Thư ký)"),
        (Cause(Kind.REMOVED, 4, reason=Reason(Why.SAME_STORY, item=2)), "item 4 counts no more: the same story as item 2"),
        (Cause(Kind.MOVED, 4), "item 4 is in another month now, or void"),
        (Cause(Kind.RULE), "the rule changed"),
        (Cause(Kind.AWAITING, 7, day=date(2026, 4, 3)), "item 7 may be of the month and awaits a person (2026-04-03)"),
        (Cause(Kind.SEEN), "days or articles were looked at that had not been"),
        (Cause(Kind.UNSEEN), "nothing proves any more that all days were watched: a source changed, or what it showed is in doubt"),
    ],
)
def test_a_cause_reads_as_a_sentence(cause: Cause, text: str) -> None:
    """What changed a month is told with its item, day, person and reason."""
    assert english.cause(cause) == text


@pytest.mark.parametrize(
    ("warning", "text"),
    [
        (
            SourceWarning(WarningKind.NO_PAGER),
            "no way to a second page was found; what is older than this page was not looked at: "
            "run `newswatch probe` and set next_page or page_pattern",
        ),
        (SourceWarning(WarningKind.PAGE_LIMIT, 40), "stopped after 40 pages (max_pages)"),
        (SourceWarning(WarningKind.UNDATED, 3), "3 entries show no date that can be read"),
        (SourceWarning(WarningKind.UNDATED, 1, "20.11"), '1 entries show no date that can be read, e.g. "20.11"'),
        (SourceWarning(WarningKind.UNDATED, 1, "{count}"), '1 entries show no date that can be read, e.g. "{count}"'),
        (
            SourceWarning(WarningKind.DATES_CLASH, 2),
            "in 2 entries the printed date and the one in the markup name different days; the printed one was taken",
        ),
        (SourceWarning(WarningKind.UNREAD_ARTICLE, text="https://xa.example/1: HTTP 404 {x}"), "https://xa.example/1: HTTP 404 {x}"),
    ],
)
def test_a_warning_reads_as_a_sentence(warning: SourceWarning, text: str) -> None:
    """What was odd is told with its number and an example as it was met."""
    assert english.warning(warning) == text


def test_what_drove_a_verdict() -> None:
    """The program's verdict is told by its phrases with their weights, a person's by the reason given."""
    drivers = (phrase(5, "cải cách hành chính"), phrase(-0.25, "lúa", "text"))
    item = countable(1, "Tin", "2026-10-05", phrases=drivers)
    assert english.drivers(Line(item, None, True, True)) == ["+5.0 cải cách hành chính (title)", "-0.2 lúa (text)"]
    by_hand = countable(1, "Tin", "2026-10-05", phrases=drivers, decided_by=person("rules", "là giấy mời"))
    assert english.drivers(Line(by_hand, None, True, True)) == ["là giấy mời"]
