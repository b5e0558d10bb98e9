"""When an article that could not be read is asked for again."""

from datetime import UTC, datetime, timedelta

import pytest

from newswatch.core.answer.kinds import Answer
from newswatch.core.answer.schedule import LEAST, WAITS, Asked, is_due, scout

NOW = datetime(2026, 11, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(("times", "wait"), [*enumerate(WAITS, start=1), (50, WAITS[-1])])
def test_waits_grow_and_end(times: int, wait: timedelta) -> None:
    """After each request in vain an article is left alone for longer, for a week at most, and is due to the second after that."""
    asked = Asked(Answer.MISSING, NOW - wait, times)
    assert is_due(asked, NOW)
    assert not is_due(asked, NOW - timedelta(seconds=1))


def test_what_was_read_or_never_asked_for() -> None:
    """An article that was read is never due, one that was not asked for always is, and so is one that a wrong clock asked for in the future."""
    assert not is_due(Asked(Answer.ARTICLE, NOW, 0), NOW + timedelta(days=400))
    assert not is_due(Asked(), NOW)
    assert is_due(Asked(Answer.UNASKED), NOW)
    assert is_due(Asked(Answer.MISSING, NOW + timedelta(days=300), 9), NOW)


def test_the_scout_is_the_one_left_alone_for_longest() -> None:
    """Of the articles that rested for half a day the one asked for first is tried before its time; none if none has rested."""
    waiting = {str(n): Asked(Answer.CHALLENGE, NOW - LEAST - timedelta(hours=n), 6) for n in range(3)}
    assert scout(waiting, NOW) == "2"
    assert scout({"1": Asked(Answer.CHALLENGE, NOW - LEAST + timedelta(seconds=1), 6)}, NOW) == ""


def test_answers_in_vain_are_counted() -> None:
    """A request in vain adds to those before, one that brought the article ends them, and one never made adds nothing."""
    assert Asked.after(2, Answer.MISSING, NOW).times == 3
    assert Asked.after(2, Answer.BODY, NOW).times == 0
    assert Asked.after(2, Answer.UNASKED, NOW) == Asked(Answer.UNASKED, None, 2)
