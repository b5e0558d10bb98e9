"""The index of items keeps to the words of the core."""

import re

from newswatch.core.answer.kinds import Answer
from newswatch.store import item_index
from newswatch.store.item_index_tables import ITEM_INDEX


def test_an_item_waits_for_its_article_as_long_as_the_core_calls_it_unread() -> None:
    """What the index and its triggers take for read is each answer that the core calls the article, and none yet."""
    read = {str(answer) for answer in Answer if not answer.unread}
    lists = re.findall(r"answer(?:, '')?\)? NOT IN \(([^)]*)\)", item_index._SEEN + ITEM_INDEX)
    assert len(lists) == 3
    assert all(set(re.findall(r"'([a-z_]*)'", one)) == read for one in lists)
