"""A list that lost articles that are still there, or whose titles came in broken letters, is not to be believed."""

from datetime import UTC, datetime

import pytest

from newswatch.core.answer.kinds import Answer
from newswatch.core.answer.schedule import Asked
from newswatch.core.polling.changes import Known, caught_up, guard_letters, guard_lost
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
