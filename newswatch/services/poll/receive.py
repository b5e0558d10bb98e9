"""What comes back when an article is asked for: the article, or by which answer it is known that it is not."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from newswatch.core.answer.decide import Led, judge
from newswatch.core.answer.garbled import is_garbled
from newswatch.core.answer.kinds import Answer
from newswatch.core.identity import canonical_url, site_of
from newswatch.core.model import Article, Page, Profile
from newswatch.errors import BudgetSpent, ElsewhereError, FetchError, Forbidden, ParseError, SourceError, TooLarge
from newswatch.sources.fetch_article import ReadAnswer, read_answer
from newswatch.sources.http.fetch import Fetcher

_END, _TAIL = re.compile(rb"</(html|body)\s*>", re.IGNORECASE), 4096
_OPENS, _CLOSES = (re.compile(rb"<" + sign + rb"(div|section|article|main|table|p|h1|h2)[\s>]", re.IGNORECASE) for sign in (b"", b"/"))
_MISSING, _REFUSED = (404, 410), (401, 403, 451)
_MOST_FAILURES = 3
"""After so many answers in a row that tell of a broken server (5xx) no more is asked of it in this poll; after one request without any answer at once."""


@dataclass(frozen=True, slots=True)
class Received:
    """An answer and what it is. `page` is None where nothing came that could be kept; `article` is None where the answer is not the article.

    `asked_at` is when it was asked for, None if it was not. `error` tells a person what went wrong, `temporary` that trying again soon can help.
    """

    answer: Answer
    asked_at: datetime | None
    page: Page | None = None
    article: Article | None = None
    error: str = ""
    status: int = 0


@dataclass(slots=True)
class Receiver:
    """Asks for the articles of one poll. A server that is silent or broken is left alone for the rest of it. `spent` says of the first one that its site's
    requests of the day were used up.
    """

    profile: Profile
    fetcher: Fetcher
    spent: str = ""
    _failures: dict[str, int] = field(default_factory=dict)
    _ends: set[str] = field(default_factory=set)

    def learn(self, page: Page) -> None:
        """Learns from a page of a site how its pages end, so that one which was cut off is told."""
        if _END.search(page.body[-_TAIL:]):
            self._ends.add(site_of(page.final_url))

    def _is_cut(self, page: Page) -> bool:
        """Whether a page was cut off: it lacks the end that other pages of the site have, and leaves elements open."""
        if site_of(page.final_url) not in self._ends or _END.search(page.body[-_TAIL:]):
            return False
        return len(_OPENS.findall(page.body)) > len(_CLOSES.findall(page.body))

    def ask(self, url: str, title: str) -> Received:
        """The article at an address. `title` is its title as a list named it; empty if none did, or in broken letters."""
        site, asked_at = site_of(url), self.fetcher.now()
        if self._failures.get(site, 0) >= _MOST_FAILURES:
            return Received(Answer.UNASKED, None, error=f"{url}: not asked for, since its server does not answer")
        wanted = "" if is_garbled(title) else title
        try:
            page = self.fetcher.get_article(url)
        except BudgetSpent as error:
            self.spent = str(error)
            return Received(Answer.OVER_BUDGET, None, error=self.spent)
        except FetchError as error:
            return self._failed(site, error, asked_at)
        self._failures[site] = 0
        try:
            read = read_answer(page, self.profile, title_hint=wanted)
        except ParseError as error:
            return Received(Answer.BINARY if page.body.strip() else Answer.ERROR_PAGE, asked_at, page, error=str(error))
        answer = judged(wanted, read)
        if not read.file and self._is_cut(page):
            return Received(
                Answer.UNREACHABLE, asked_at, page, error=f"{url}: was cut off, it lacks the end that other pages of the site have"
            )
        if answer.unread:
            return Received(answer, asked_at, page, error=f"{url}: is not the article ({answer})")
        self.learn(page)
        return Received(answer, asked_at, page, read.article)

    def _failed(self, site: str, error: FetchError, at: datetime) -> Received:
        if error.temporary:
            self._failures[site] = self._failures.get(site, 0) + (1 if error.status else _MOST_FAILURES)
        return Received(_of_error(error), at, error=str(error), status=error.status)


def judged(title: str, read: ReadAnswer) -> Answer:
    """What was received: an article, a file, or one of the things that servers send in their place."""
    if read.file:
        return Answer.GARBLED if is_garbled(read.article.text) else read.file
    return judge(title, read.article, read.showing, _led(read.page))


def _led(page: Page) -> Led:
    if canonical_url(page.final_url) == canonical_url(page.url):
        return Led.ITSELF
    parts = urlsplit(page.final_url)
    return Led.ELSEWHERE if parts.path.strip("/") or parts.query else Led.HOME


def _of_error(error: SourceError) -> Answer:
    """What a request that failed is known by."""
    kinds: dict[type[SourceError], Answer] = {ElsewhereError: Answer.OTHER_HOST, Forbidden: Answer.REFUSED, TooLarge: Answer.TOO_LARGE}
    if type(error) in kinds:
        return kinds[type(error)]
    status = error.status if isinstance(error, FetchError) else 0
    return Answer.MISSING if status in _MISSING else Answer.REFUSED if status in _REFUSED else Answer.UNREACHABLE
