"""A list that lost articles that are still there, or whose titles came in broken letters, is not to be believed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newswatch.core.answer.kinds import Answer
from newswatch.core.answer.schedule import Asked
from newswatch.core.model import DateOrigin, Dates, Entry
from newswatch.core.polling.changes import Known, caught_up, dates_late, guard_days, guard_letters, guard_lost
from newswatch.errors import SuspectListing

NOW = datetime(2026, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("living", "kept", "suspect"), [(2, 0, False), (3, 0, True), (3, 6, True), (3, 7, False), (5, 5, True), (0, 0, False)]
)
def test_many_lost_articles_that_live_make_a_list_suspect(living: int, kept: int, suspect: bool) -> None:
    """Three that live, and half as many as the list still names, are a fault of the list; one or two an editor hid."""
    if not suspect:
        guard_lost(living, kept, "https://xa.example/")
        return
    with pytest.raises(SuspectListing, match=rf"lacks {living} articles .* names {kept} "):
        guard_lost(living, kept, "https://xa.example/")


def dated(n: int, day: int | None, origin: DateOrigin = DateOrigin.LISTING) -> Entry:
    """An entry of a list, of a day of November."""
    at = None if day is None else datetime(2026, 11, day, 8, tzinfo=UTC)
    return Entry(f"k{n}", f"https://xa.example/{n}", f"Tin {n}", published_at=at, date_origin=origin if at else DateOrigin.NONE)


@pytest.mark.parametrize(
    ("days", "suspect"),
    [
        ((1, 2, 3, 4), False),
        ((5, 5, 5, 5), True),
        ((5, 5, 5, 4), True),
        ((5, 5, 3, 4), False),
        ((5, 2, 3, 4), False),
        ((5, 5, None, 4), True),
        ((5, None, None, None), False),
        ((None, None, None, None), False),
    ],
)
def test_most_entries_of_other_days_make_a_list_suspect(days: tuple[int | None, ...], suspect: bool) -> None:
    """Two entries of other days than before, and with those of none more than half, are a fault of the list; what was known is of 1 to 4 November."""
    stated = {f"k{n}": Dates(listing_at=datetime(2026, 11, n, 8, tzinfo=UTC)) for n in range(1, 5)}
    known = {key: Known(n, "said", NOW, "Tin", dates=dates) for n, (key, dates) in enumerate(stated.items(), 1)}
    entries = [dated(n, day) for n, day in enumerate(days, 1)]
    if not suspect:
        guard_days(entries, known, "https://xa.example/")
        return
    with pytest.raises(SuspectListing, match="of other days than before"):
        guard_days(entries, known, "https://xa.example/")
    settled = {key: replace(item, settled_at=NOW) for key, item in known.items()}
    guard_days(entries, settled, "https://xa.example/")
    guard_days([replace(e, date_origin=DateOrigin.MODIFIED) for e in entries], known, "https://xa.example/")


@pytest.mark.parametrize(
    ("asked", "first_seen", "settled", "again"), [(6, 20, False, False), (7, 20, False, True), (7, 93, False, False), (7, 20, True, False)]
)
def test_an_article_read_without_a_date_is_read_again(asked: int, first_seen: int, settled: bool, again: bool) -> None:
    """Once a week, for three months, unless a person gave its date."""
    before = Asked(Answer.ARTICLE, NOW - timedelta(days=asked), 0)
    item = Known(1, "said", NOW - timedelta(days=first_seen), "Tin", asked=before, settled_at=NOW if settled else None)
    assert dates_late(item, NOW) is again
    assert not dates_late(replace(item, published_at=NOW), NOW)


def test_titles_in_broken_letters_make_a_list_suspect() -> None:
    """Most titles in broken letters are named with an example; a single one is no fault of the list."""
    broken = "CÃ´ng khai thá»§ tá»¥c hÃ nh chÃ­nh"
    with pytest.raises(SuspectListing, match="broken letters, such as"):
        guard_letters([broken, broken, "Tin xã"], "https://xa.example/")
    guard_letters([broken, "Tin xã", "Họp thôn"], "https://xa.example/")


def test_what_another_source_learned_is_known() -> None:
    """Once another source of the run opened an item, its answer is known here too, and what this source said of it stays its own."""
    mine = Known(7, "said", NOW, "Tin", "https://xa.example/1", whole=False, asked=Asked(Answer.MISSING, NOW, 2))
    other = Known(0, "", NOW, "Tin", "https://xa.example/1", asked=Asked(Answer.ARTICLE, NOW, 0))
    found = caught_up(mine, other)
    assert (found.item_id, found.digest, found.whole, found.asked) == (7, "said", True, other.asked)
    assert caught_up(mine, mine) is mine
    assert caught_up(None, other) is other
