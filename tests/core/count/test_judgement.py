"""Item by item: does it count, and if not, why not and who can settle it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rule_tables import rule
from worlds import SITE, bulletin, countable, moment, person, watched

from newswatch.core.count.duplicates import Sameness
from newswatch.core.count.judgement import judge
from newswatch.core.count.reasons import Line, Reason, Why
from newswatch.core.model import Channel, Countable, DateOrigin, ItemType, Origin, Verdict
from newswatch.core.months import Month
from newswatch.core.quota.rule import Rule

RULE = rule()
TITLE = "Xã ra mắt tổ công nghệ số cộng đồng"
ARTICLE = countable(1, TITLE, "2026-10-05 09:00")


def lines(*items: Countable, under: Rule = RULE) -> dict[int, Line]:
    """The lines by item."""
    return {line.item.id: line for line in judge(items, under)}


def counted(*items: Countable, under: Rule = RULE) -> list[int]:
    """The items that count among all channels together."""
    return sorted(id_ for id_, line in lines(*items, under=under).items() if line.counted)


def on_channel(*items: Countable, under: Rule = RULE) -> list[int]:
    """The items that count among their own channel's."""
    return sorted(id_ for id_, line in lines(*items, under=under).items() if line.counted_on_channel)


def test_a_par_item_counts_in_its_month() -> None:
    """An item with nothing against it counts, together and on its channel, in the month of its local day."""
    line = lines(ARTICLE)[1]
    assert line == Line(ARTICLE, Month(2026, 10), True, True)
    assert not line.awaiting


def told_apart(*days: tuple[DateOrigin, str]) -> tuple[tuple[DateOrigin, date], ...]:
    return tuple((origin, date.fromisoformat(day)) for origin, day in days)


EITHER = ((DateOrigin.FEED, date(2026, 10, 5)), (DateOrigin.ALTERNATIVE, date(2026, 9, 30)))
APART = told_apart((DateOrigin.PAGE, "2026-10-01"), (DateOrigin.LISTING, "2026-09-29"))

CASES: list[tuple[str, Countable, tuple[Reason, ...], bool]] = [
    ("another subject", replace(ARTICLE, verdict=Verdict.OTHER), (Reason(Why.NOT_PAR),), False),
    ("a notice", replace(ARTICLE, item_type=ItemType.NOTICE), (Reason(Why.ITEM_TYPE, ItemType.NOTICE),), False),
    ("a document", replace(ARTICLE, item_type=ItemType.DOCUMENT), (Reason(Why.ITEM_TYPE, ItemType.DOCUMENT),), False),
    ("a rebroadcast alone", bulletin(1, TITLE, "2026-10-05", origin=Origin.REBROADCAST), (Reason(Why.NO_FIRST_AIRING),), True),
    ("unsure", replace(ARTICLE, verdict=Verdict.UNSURE), (Reason(Why.UNSURE),), True),
    ("unread", replace(ARTICLE, verdict=Verdict.UNSURE, whole=False), (Reason(Why.UNREAD),), True),
    ("a relay", bulletin(1, TITLE, "2026-10-05", origin=Origin.RELAY), (Reason(Why.ORIGIN_DOUBT, Origin.RELAY),), True),
    ("a repost", replace(ARTICLE, origin=Origin.REPOST), (Reason(Why.ORIGIN_DOUBT, Origin.REPOST),), True),
    ("retold, article unknown", bulletin(1, TITLE, "2026-10-05", origin=Origin.RETOLD), (Reason(Why.RETOLD),), True),
    ("undated", countable(1, TITLE, None), (Reason(Why.UNDATED),), True),
    (
        "dates of two months",
        replace(ARTICLE, stated=APART),
        (Reason(Why.DATES_DISAGREE, days=APART),),
        True,
    ),
    (
        "several doubts",
        bulletin(1, TITLE, "2026-10-05", origin=Origin.RELAY, verdict=Verdict.UNSURE),
        (Reason(Why.UNSURE), Reason(Why.ORIGIN_DOUBT, Origin.RELAY)),
        True,
    ),
    (
        "a doubt and a bar",
        replace(ARTICLE, verdict=Verdict.UNSURE, item_type=ItemType.NOTICE),
        (Reason(Why.ITEM_TYPE, ItemType.NOTICE),),
        False,
    ),
]


@pytest.mark.parametrize(("case", "item", "because", "awaiting"), CASES, ids=[case[0] for case in CASES])
def test_each_reason_not_to_count(case: str, item: Countable, because: tuple[Reason, ...], awaiting: bool) -> None:
    """What is against an item alone is told, and it waits for a person exactly if a person can settle all of it."""
    line = lines(item)[1]
    assert (line.because, line.awaiting, line.counted) == (because, awaiting, False), case
    assert line.counted_on_channel is (because == (Reason(Why.RETOLD),))


@pytest.mark.parametrize(
    ("item", "under", "because"),
    [
        (bulletin(1, TITLE, "2026-10-05"), rule(channels=["portal"]), Reason(Why.CHANNEL, Channel.LOUDSPEAKER)),
        (ARTICLE, rule(channels=["loudspeaker"]), Reason(Why.CHANNEL, Channel.PORTAL)),
        (bulletin(1, TITLE, "2026-10-05", origin=Origin.RELAY), rule(origins={"relay": "exclude"}), Reason(Why.ORIGIN, Origin.RELAY)),
        (replace(ARTICLE, origin=Origin.OWN), rule(origins={"own": "review"}), Reason(Why.ORIGIN_DOUBT, Origin.OWN)),
        (replace(ARTICLE, item_type=ItemType.TIN), rule(types=["bai"]), Reason(Why.ITEM_TYPE, ItemType.TIN)),
    ],
)
def test_the_rule_says_what_counts(item: Countable, under: Rule, because: Reason) -> None:
    """Channels, types and origins are the rule's to choose."""
    assert lines(item, under=under)[1].because == (because,)


@pytest.mark.parametrize(
    ("item", "under"),
    [
        (bulletin(1, TITLE, "2026-10-05", origin=Origin.RELAY), rule(origins={"relay": "count"})),
        (bulletin(1, TITLE, "2026-10-05", origin=Origin.REBROADCAST), rule(origins={"rebroadcast": "count"})),
        (replace(ARTICLE, item_type=ItemType.NOTICE), rule(types=["tin", "bai", "notice"])),
        (replace(ARTICLE, item_type=ItemType.BAI), RULE),
        (bulletin(1, TITLE, "2026-10-05", origin=Origin.RETOLD, same_as=1), RULE),
        (bulletin(1, TITLE, "2026-10-05", origin=Origin.RETOLD), rule(channels=["loudspeaker"])),
        (replace(ARTICLE, gone=True), RULE),
        (replace(ARTICLE, whole=False), RULE),
    ],
)
def test_what_the_rule_or_a_person_lets_count_counts(item: Countable, under: Rule) -> None:
    """A policy or a person's word lifts what would be against an item; a page that is gone, or PAR by its title alone, still counts."""
    assert (counted(item, under=under), on_channel(item, under=under)) == ([1], [1])


@pytest.mark.parametrize(
    ("case", "changes", "why"),
    [
        (
            "one day apart over the month's end",
            {"stated": told_apart((DateOrigin.PAGE, "2026-10-01"), (DateOrigin.FEED, "2026-09-30"))},
            None,
        ),
        ("two days apart over the month's end", {"stated": APART}, Why.DATES_DISAGREE),
        ("far apart within the month", {"stated": told_apart((DateOrigin.PAGE, "2026-10-01"), (DateOrigin.URL, "2026-10-31"))}, None),
        ("settled by a person", {"stated": APART, "date_origin": DateOrigin.PERSON}, None),
        ("nothing stated", {"stated": ()}, None),
        ("one day or the next, over the month's end", {"stated": EITHER, "date_origin": DateOrigin.FEED}, Why.DAY_DOUBT),
        ("one day or the next, within the month", {"stated": (EITHER[0], (DateOrigin.ALTERNATIVE, date(2026, 10, 4)))}, None),
        ("one day or the next, settled by a person", {"stated": EITHER, "date_origin": DateOrigin.PERSON}, None),
    ],
)
def test_dates_disagree_only_about_the_month(case: str, changes: dict[str, Any], why: Why | None) -> None:
    """Signs more than a day apart are a doubt only where they charge the item to different months, and a person's day ends it."""
    item = replace(ARTICLE, **changes)
    assert [reason.why for reason in lines(item)[1].because] == ([why] if why else []), case


def test_a_source_that_states_no_single_day_names_both_days() -> None:
    """The reason holds the day that stands with its origin, and the other; under a cut-off between them the months differ, else they don't."""
    days = ((DateOrigin.FEED, date(2026, 10, 20)), (DateOrigin.ALTERNATIVE, date(2026, 10, 19)))
    item = countable(1, TITLE, "2026-10-20", stated=days, date_origin=DateOrigin.FEED)
    assert lines(item, under=rule(cutoff_day=19))[1].because == (Reason(Why.DAY_DOUBT, days=days),)
    assert counted(item) == [1]


def test_months_follow_the_cut_off_day() -> None:
    """Under a cut-off on the 19th, 20 September is October's, and signs on both sides of it disagree."""
    under = rule(cutoff_day=19)
    stated = told_apart((DateOrigin.PAGE, "2026-09-20"), (DateOrigin.URL, "2026-09-18"))
    item = countable(1, TITLE, "2026-09-20", stated=stated)
    assert lines(item, under=under)[1].month == Month(2026, 10)
    assert lines(item, under=under)[1].because == (Reason(Why.DATES_DISAGREE, days=stated),)
    assert counted(item) == [1]


def test_an_airing_of_an_article_counts_once_together_and_once_on_each_channel() -> None:
    """Posted and aired, the same news is one item together and one on either channel; the later item names the first."""
    found = lines(ARTICLE, bulletin(2, TITLE, "2026-10-07"))
    assert [(i, line.counted, line.counted_on_channel) for i, line in found.items()] == [(1, True, True), (2, False, True)]
    assert found[2].because == (Reason(Why.SAME_STORY, item=1, sameness=Sameness.TITLE),)
    assert (found[2].duplicate_of, found[2].awaiting) == (1, False)


@pytest.mark.parametrize(
    ("posted", "aired", "month", "first"),
    [
        ("2026-10-31 23:50", "2026-11-01 05:30", 10, 1),
        ("2026-11-02 08:00", "2026-10-31 17:30", 10, 2),
        ("2026-11-01 09:00", "2026-11-01 05:30", 11, 1),
        ("2026-11-01", "2026-11-01 05:30", 11, 1),
    ],
)
def test_a_cluster_belongs_to_the_month_of_its_earliest_item(posted: str, aired: str, month: int, first: int) -> None:
    """Together a cluster counts where it was told first, on one day at its article; on each channel in that channel's own month."""
    found = lines(countable(1, TITLE, posted), bulletin(2, TITLE, aired))
    assert [line.item.id for line in found.values() if line.counted] == [first]
    assert found[first].month == Month(2026, month)
    assert all(line.counted_on_channel for line in found.values())


def test_airings_count_once_on_their_channel() -> None:
    """Of three airings the first counts; a rebroadcast is a repetition, not a doubt."""
    items = [
        bulletin(1, TITLE, "2026-10-05 05:30"),
        bulletin(2, TITLE, "2026-10-05 17:30"),
        bulletin(3, TITLE, "2026-10-07", origin=Origin.REBROADCAST),
    ]
    assert counted(*items) == on_channel(*items) == [1]
    assert [reason.why for i in (2, 3) for reason in lines(*items)[i].because] == [Why.SAME_STORY, Why.SAME_STORY]


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"verdict": Verdict.OTHER}, Why.NOT_PAR), ({"item_type": ItemType.NOTICE}, Why.ITEM_TYPE)],
)
def test_a_rebroadcast_that_would_not_count_anyway_waits_for_nobody(changes: dict[str, Any], why: Why) -> None:
    """No first airing is sought where the item is no PAR news, or of a kind that doesn't count."""
    item = bulletin(1, TITLE, "2026-10-05", origin=Origin.REBROADCAST, **changes)
    assert (lines(item)[1].because, lines(item)[1].awaiting) == ((Reason(why, ItemType.NOTICE if why is Why.ITEM_TYPE else None),), False)


def test_a_rebroadcast_on_a_channel_that_does_not_count_waits_for_nobody() -> None:
    """Under a rule for the portal alone a rebroadcast is barred as any airing is."""
    item = bulletin(1, TITLE, "2026-10-05", origin=Origin.REBROADCAST)
    assert lines(item, under=rule(channels=["portal"]))[1].because == (Reason(Why.CHANNEL, Channel.LOUDSPEAKER),)


def test_a_rebroadcast_of_something_else_than_par_waits() -> None:
    """Its first airing is none that counts, so that the log's word is open to a person."""
    found = lines(bulletin(1, TITLE, "2026-10-05", verdict=Verdict.OTHER), bulletin(2, TITLE, "2026-10-06", origin=Origin.REBROADCAST))
    assert found[2].because == (Reason(Why.NO_FIRST_AIRING),)


def test_a_retold_bulletin_repeats_its_article() -> None:
    """Retold from the portal, a bulletin repeats its article; on its own channel it counts."""
    found = lines(ARTICLE, bulletin(2, TITLE, "2026-10-07", origin=Origin.RETOLD))
    assert (found[2].duplicate_of, found[2].counted, found[2].counted_on_channel) == (1, False, True)


@pytest.mark.parametrize("same_as", [None, 1])
def test_a_retold_bulletin_may_come_before_the_date_of_its_article(same_as: int | None) -> None:
    """Where the article is known the bulletin counts, in the month it was aired, though the portal dates the article later."""
    title = TITLE if same_as is None else "Tin đọc lại"
    found = lines(countable(1, TITLE, "2026-11-02"), bulletin(2, title, "2026-10-31", origin=Origin.RETOLD, same_as=same_as))
    assert [(i, line.counted, line.awaiting) for i, line in found.items()] == [(2, True, False), (1, False, False)]


def test_a_retold_bulletin_whose_article_is_no_par_news_waits() -> None:
    """An article that doesn't count answers no question about the bulletin retold from it."""
    found = lines(replace(ARTICLE, verdict=Verdict.OTHER), bulletin(2, TITLE, "2026-10-07", origin=Origin.RETOLD))
    assert (found[2].because, found[2].awaiting) == ((Reason(Why.RETOLD),), True)


def test_two_retold_airings_wait_as_one() -> None:
    """Of several airings without their article one waits, the others repeat it."""
    found = lines(bulletin(1, TITLE, "2026-10-05", origin=Origin.RETOLD), bulletin(2, TITLE, "2026-10-06", origin=Origin.RETOLD))
    assert [(line.awaiting, line.duplicate_of) for line in found.values()] == [(True, None), (False, 1)]


def test_an_item_in_doubt_gives_way_to_a_sure_one() -> None:
    """An article the program is unsure of doesn't keep its sure airing from counting."""
    found = lines(replace(ARTICLE, verdict=Verdict.UNSURE), bulletin(2, TITLE, "2026-10-07"))
    assert [(i, line.counted, line.duplicate_of) for i, line in found.items()] == [(1, False, 2), (2, True, None)]


def test_items_that_are_all_in_doubt_wait_as_one() -> None:
    """The earliest waits, the others repeat it."""
    found = lines(replace(ARTICLE, verdict=Verdict.UNSURE), bulletin(2, TITLE, "2026-10-07", origin=Origin.RELAY))
    assert [(line.awaiting, line.duplicate_of) for line in found.values()] == [(True, None), (False, 1)]


def test_of_items_in_doubt_a_dated_one_waits() -> None:
    """An undated article seen before the airing was logged doesn't stand before it, and waits beside it, since it may be of an earlier month."""
    link = "https://xa.example.vn/1"
    undated = countable(1, TITLE, None, url=link, verdict=Verdict.UNSURE, first_seen_at=moment("2026-10-01"))
    found = lines(undated, bulletin(2, "Khác", "2026-10-07", url=link, verdict=Verdict.UNSURE))
    assert [(i, line.awaiting, line.duplicate_of) for i, line in found.items()] == [(1, True, None), (2, True, None)]


def test_a_barred_item_is_not_the_first() -> None:
    """A notice of the day before doesn't make the article of that title a repetition."""
    found = lines(bulletin(2, TITLE, "2026-10-04", item_type=ItemType.NOTICE), ARTICLE)
    assert counted(ARTICLE, bulletin(2, TITLE, "2026-10-04", item_type=ItemType.NOTICE)) == [1]
    assert found[2].because == (Reason(Why.ITEM_TYPE, ItemType.NOTICE),)


def test_an_undated_item_is_never_the_first() -> None:
    """An undated article repeats its dated airing where polls had seen all of the months before without it; else it may be of one, and waits."""
    airing = bulletin(2, "Khác", "2026-10-07", url="https://xa.example.vn/1")
    undated = countable(1, TITLE, None, url="https://xa.example.vn/1", first_source=SITE)
    for since, waits, repeats in (("2025-12-01", False, 2), ("2026-02-01", True, None)):
        found = {line.item.id: line for line in judge([undated, airing], RULE, [watched(since, "2026-10-02")])}
        assert (found[2].counted, found[2].month, found[1].counted) == (True, Month(2026, 10), False)
        assert (found[1].awaiting, found[1].duplicate_of, found[1].month) == (waits, repeats, None), since


def test_a_person_says_in_which_months_a_repetition_was_not_published() -> None:
    """An undated article that people say was put up in none of the months before its airing repeats it, whatever polls had seen."""
    airing = bulletin(2, "Khác", "2026-02-07", url="https://xa.example.vn/1")
    undated = countable(1, TITLE, None, url="https://xa.example.vn/1")
    for last, waits in ((date(2026, 1, 31), False), (date(2026, 1, 30), True)):
        settled = replace(undated, not_during=((date(2026, 1, 1), last),))
        assert lines(settled, airing)[1].awaiting is waits, last


def test_where_each_channel_counts_a_repetition_in_doubt_waits_for_its_own() -> None:
    """Under a rule that looks at each channel an article in doubt waits beside its airing, since it would be the story's only one on the portal."""
    article, airing = replace(ARTICLE, verdict=Verdict.UNSURE), bulletin(2, TITLE, "2026-10-04")
    assert [lines(article, airing, under=rule(scope=scope))[1].awaiting for scope in ("combined", "each_channel", "any_channel")] == [
        False,
        True,
        True,
    ]


def test_a_month_that_a_person_denies_is_no_longer_the_items() -> None:
    """An item dated in a month that people say it was not published in waits for a date; a date that a person gave stands."""
    denied = replace(ARTICLE, not_during=((date(2026, 10, 1), date(2026, 10, 31)),))
    assert lines(denied)[1].because == (Reason(Why.DATE_DENIED, days=((DateOrigin.PAGE, date(2026, 10, 5)),)),)
    assert (lines(denied)[1].awaiting, counted(replace(denied, date_origin=DateOrigin.PERSON))) == (True, [1])
    assert counted(replace(ARTICLE, not_during=((date(2026, 9, 1), date(2026, 9, 30)),))) == [1]


def test_a_dead_link_counts_only_by_a_persons_word() -> None:
    """An unread article whose link a person calls dead counts no more and waits for nobody, unless a person accepts it; once read it is judged."""
    dead = replace(ARTICLE, verdict=Verdict.UNSURE, whole=False, dead_link=True)
    assert (lines(dead)[1].because, lines(dead)[1].awaiting) == ((Reason(Why.DEAD_LINK),), False)
    assert counted(replace(dead, verdict=Verdict.PAR)) == []
    assert counted(replace(dead, verdict=Verdict.PAR, decided_by=person("Thư ký"))) == [1]
    assert counted(replace(dead, verdict=Verdict.PAR, whole=True)) == [1]


def test_lines_come_by_date() -> None:
    """Lines stand in the order of time, undated items where they were first seen."""
    items = [countable(1, "Tin một", None), countable(2, "Tin hai", "2026-10-07"), countable(3, "Tin ba", "2026-10-05")]
    assert [line.item.id for line in judge(items, RULE)] == [3, 2, 1]


def test_an_earlier_item_in_doubt_of_another_month_waits() -> None:
    """An article of October that is in doubt waits though its airing of November counts: accepted, it takes the count into October."""
    article = countable(1, "Một cửa", "2026-10-31 23:50", verdict=Verdict.UNSURE)
    airing = bulletin(2, "Một cửa", "2026-11-01")
    assert [(line.counted, line.awaiting) for line in judge([article, airing], rule())] == [(False, True), (True, False)]
    accepted = judge([replace(article, verdict=Verdict.PAR), airing], rule())
    assert [(line.counted, line.duplicate_of) for line in accepted] == [(True, None), (False, 1)]
