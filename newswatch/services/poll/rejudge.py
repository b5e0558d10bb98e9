"""Holds items that earlier versions stored as read against what an article must show, once, by the pages that were kept. Nothing is asked for."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from newswatch.config import Unit
from newswatch.core.answer.garbled import is_garbled
from newswatch.core.answer.kinds import Answer
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.dates.places import Places
from newswatch.core.identity import text_digest
from newswatch.core.model import Page, Profile
from newswatch.errors import ParseError
from newswatch.services.poll.items import entry_of
from newswatch.services.poll.made import Maker, without_page
from newswatch.services.poll.receive import Received, judged
from newswatch.sources.fetch_article import read_answer
from newswatch.store import articles, captures, known_items, observations, units
from newswatch.store.articles import Unjudged
from newswatch.store.store import Store

_NO_PROFILE = Profile(name="")
_BY_PROFILE = frozenset({Answer.OTHER_PAGE, Answer.HOME, Answer.SHELL})
"""Answers that only the profile of a source can tell for sure. Of a source that is configured no more they are not believed."""


def judge_stored(store: Store, unit: Unit, run_id: int, lexicon: Lexicon, now: datetime) -> None:
    """Judges the items of a unit that were never judged. What is not the article is unread from now on, and the next poll asks for it."""
    unit_id = units.unit_row(store, unit)
    stored = articles.unjudged(store, unit_id)
    if not stored:
        return
    profiles = {units.source_row(store, unit, source): source.profile for source in unit.sources}
    answers = _without_twins({one: _answer(store, one, profiles) for one in stored})
    known = known_items.of_keys(store, unit_id, 0, [one.key for one in stored])
    with store.writing():
        for one, answer in answers.items():
            if answer.unread and one.whole:
                entry, maker = entry_of(one.key, known[one.key]), Maker(profiles.get(one.source_id, _NO_PROFILE), lexicon, Places())
                update = maker.update(entry, Received(answer, None), without_page(known[one.key]), now, fresh=False, listed=False)
                observations.write(store, observations.Seen(run_id, unit_id, one.source_id, now), update)
            articles.note_judged(store, one.item_id, answer, "" if answer.unread else text_digest(one.text))


def _answer(store: Store, one: Unjudged, profiles: Mapping[int, Profile]) -> Answer:
    if not one.url:
        return Answer.ENTRY
    if not one.whole:
        return Answer.UNASKED
    kept = captures.behind(store, one.item_id) if one.captured else None
    if kept is None:
        return Answer.BINARY
    page = Page(one.url, kept.url, 200, kept.body, kept.content_type, kept.fetched_at)
    title = "" if is_garbled(one.title) else one.title
    try:
        answer = judged(title, read_answer(page, profiles.get(one.source_id), title_hint=title))
    except ParseError:
        return Answer.BINARY
    return Answer.BODY if answer in _BY_PROFILE and one.source_id not in profiles else answer


def _without_twins(answers: Mapping[Unjudged, Answer]) -> dict[Unjudged, Answer]:
    """The answers, less those of pages under another title than their item's whose text stands under several items."""
    texts = Counter(text_digest(one.text) for one in answers)
    return {
        one: Answer.OTHER_PAGE if answer is Answer.BODY and (text := text_digest(one.text)) and texts[text] > 1 else answer
        for one, answer in answers.items()
    }
