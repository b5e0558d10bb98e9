"""Asks again for the articles that earlier polls could not have, at the times that `core.answer.schedule` states."""

from collections.abc import Iterable

from newswatch.core.answer.schedule import Asked, has_rested, is_due, scout
from newswatch.core.identity import same_site
from newswatch.core.model import Place
from newswatch.services.poll.gather import Gathered, entry_of

MOST_ASKED = 100
"""How many articles one poll asks for again at most; the next one goes on with the others."""


def ask_again(gathered: Gathered) -> None:
    """Asks for the articles of this source's site that are due and that the poll has not opened yet.

    Where none is due, one is asked for all the same, and once one that was unread is read, the fault is over and all others are asked for.
    """
    now, waiting = gathered.fetcher.now(), _waiting(gathered)
    due = sorted((key for key, asked in waiting.items() if is_due(asked, now)), key=lambda key: _turn(waiting[key]))[:MOST_ASKED]
    first = due or list(filter(None, [scout(waiting, now)]))
    _ask(gathered, first)
    if gathered.revived:
        others = (key for key, asked in waiting.items() if key not in gathered.tried and has_rested(asked, now))
        _ask(gathered, list(others)[: MOST_ASKED - len(first)])


def _ask(gathered: Gathered, keys: Iterable[str]) -> None:
    for key in keys:
        gathered.open(entry_of(key, gathered.task.known[key]), None, listed=False)


def _waiting(gathered: Gathered) -> dict[str, Asked]:
    """The items whose article is still to be asked for, and that the poll has not asked for yet: those that this source named, and, if it tells where
    an article's text stands, others of its site."""
    source, known = gathered.task.source, gathered.task.known
    sites = (source.url, *source.hosts) if source.profile.article_body else ()
    own = gathered.task.hosts
    waits = {key: item for key, item in known.items() if item.asked.waits and not item.gone and key not in gathered.tried}
    found = {key: item for key, item in waits.items() if own.place(item.url) is Place.OWN and not gathered.keys.is_shared(key)}
    return {key: item.asked for key, item in found.items() if item.digest or any(same_site(item.url, site) for site in sites)}


def _turn(asked: Asked) -> tuple[bool, str]:
    """Those left alone for longest come first."""
    return asked.at is not None, asked.at.isoformat() if asked.at else ""
