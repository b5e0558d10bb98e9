"""Pages that were taken for articles by the place of their text alone, under another headline, and that other articles of the site show to be none."""

from typing import TYPE_CHECKING

from newswatch.core.answer.kinds import Answer
from newswatch.core.polling.records import ItemUpdate

if TYPE_CHECKING:
    from newswatch.services.poll.gather import Gathered


def served_for_several(gathered: "Gathered", update: ItemUpdate) -> None:
    """Leaves items unread whose pages bear another title than theirs and hold a text that another item has: one page was served for several."""
    if update.answer is not Answer.BODY or not update.body:
        return
    same = gathered.task.known.bearing(update.body)
    if len(same) < 2 and update.body not in gathered.strange:
        return
    gathered.strange.add(update.body)
    for key in (key for key in same if gathered.task.known[key].asked.answer is Answer.BODY):
        gathered.leave_unread(key, "the same page was served for another article")
