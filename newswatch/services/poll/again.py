"""Asks again for the articles that earlier polls could not have, at the times that `core.answer.schedule` states; and what is left to be done."""

from collections.abc import Iterable

from newswatch.core.answer.schedule import Asked, has_rested, is_due, scout
from newswatch.core.identity import same_site
from newswatch.core.model import Place
from newswatch.services.poll.gather import Gathered
from newswatch.services.poll.items import entry_of

MOST_ASKED = 100
"""How many articles one poll asks for again at most; the next one goes on with the others."""


def ask_again(gathered: Gathered) -> None:
    """Asks for the articles of this source's site that are due and that the poll has not opened yet.

    Where none is due, one is asked for all the same, and once one that was unread is read, the fault is over and all others are asked for.
    """
    now, left = gathered.fetcher.now(), waiting(gathered)
    due = sorted((key for key, asked in left.items() if is_due(asked, now)), key=lambda key: _turn(gathered, key, left[key]))[:MOST_ASKED]
    first = due or list(filter(None, [scout(left, now)]))
    _ask(gathered, first)
    if gathered.revived:
        others = (key for key, asked in left.items() if key not in gathered.tried and has_rested(asked, now))
        _ask(gathered, list(others)[: MOST_ASKED - len(first)])


def is_calm(gathered: Gathered) -> bool:
    """Whether a poll that found its source as it was brought nothing, and no item waits for its article or for its date to be looked at again."""
    brought = gathered.updates or gathered.vain or gathered.unread or gathered.sighted or gathered.refuted
    return not (brought or waiting(gathered) or any(item.withheld for item in gathered.task.known.undated().values()))


def is_settled(gathered: Gathered) -> bool:
    """Whether nothing is to be done at the next poll if the source says the same: all that it names is read and dated, and all that it names no more
    was found or is gone."""
    items = (gathered.task.known[key] for key in gathered.seen)
    done = all((one.whole or one.elsewhere) and not one.gone and (one.published_at or one.settled_at) for one in items)
    return done and not (gathered.left_over or gathered.vain or gathered.unread)


def _ask(gathered: Gathered, keys: Iterable[str]) -> None:
    for key in keys:
        gathered.open(entry_of(key, gathered.task.known[key]), None, listed=False)


def waiting(gathered: Gathered) -> dict[str, Asked]:
    """The items whose article is still to be asked for, and that the poll has not asked for yet: those that this source named, and, if it tells where
    an article's text stands, others of its site."""
    source, known = gathered.task.source, gathered.task.known.waiting()
    sites = (source.url, *source.hosts) if source.profile.article_body else ()
    own = gathered.task.hosts
    waits = {key: item for key, item in known.items() if item.asked.waits and not item.gone and key not in gathered.tried}
    found = {key: item for key, item in waits.items() if own.place(item.url) is Place.OWN and not gathered.keys.is_shared(key)}
    return {key: item.asked for key, item in found.items() if item.digest or any(same_site(item.url, site) for site in sites)}


def _turn(gathered: Gathered, key: str, asked: Asked) -> tuple[bool, bool, str]:
    """Those that can decide a month that is not settled come first, then those left alone for longest."""
    later = not gathered.task.decides(gathered.task.known[key])
    return later, asked.at is not None, asked.at.isoformat() if asked.at else ""
