"""The posts that WordPress lists for machines: page after page until all that it counts are named, and whether other sources agree."""

from dataclasses import dataclass, field, replace

from newswatch.core.identity import same_site
from newswatch.core.model import Page
from newswatch.core.polling.changes import guard
from newswatch.core.polling.proof import Walk
from newswatch.core.polling.witness import Named
from newswatch.services.poll.gather import Gathered
from newswatch.services.poll.task import Task
from newswatch.sources import wordpress
from newswatch.sources.http.fetch import Fetcher

_WALKS_AGAIN = 3


@dataclass(slots=True)
class PostsWalk:
    """One walk over WordPress' list of posts. `named` is what it has named so far, also where it breaks off."""

    task: Task
    gathered: Gathered
    fetcher: Fetcher
    named: Named = field(init=False)
    first_count: int = 0
    _numbers: set[int] = field(default_factory=set)
    _counted: bool = False

    def __post_init__(self) -> None:
        self._begin()

    def run(self, first: Page) -> None:
        """Reads all pages; begins anew, three times, where the posts named are not as many as the server counts."""
        for again in range(_WALKS_AGAIN + 1):
            self._begin()
            if self._through(first):
                self._look_around()
                return
            if again < _WALKS_AGAIN:
                first = self.fetcher.get(self._address(1))
        self.named = replace(self.named, whole=False, contradicted=True)

    def _begin(self) -> None:
        self.named, self._numbers, self._counted = Named(self.task.since, Walk.COUNTED, {}), set(), False

    def _address(self, number: int) -> str:
        return wordpress.address(self.task.source.url, number, self.task.since)

    def _through(self, page: Page) -> bool:
        """All pages from the first on; False if the posts named are not as many as the server counts at the end."""
        number = 1
        while True:
            posts = wordpress.read(page, id_pattern=self.task.source.profile.id_pattern)
            self._take(posts, page, number)
            if number >= posts.pages:
                self._counted = len(self._numbers) == posts.total
                return self._counted
            if number >= self.task.max_pages:
                self.named = replace(self.named, limited=True)
                return True
            number += 1
            page = self.fetcher.get(self._address(number))

    def _take(self, posts: wordpress.Posts, page: Page, number: int) -> None:
        posts = replace(posts, entries=self.gathered.keys.as_known(posts.entries))
        self.first_count = len(posts.entries) if number == 1 else self.first_count
        self.named = replace(self.named, pages=number)
        self.gathered.take(posts.entries, page)
        self._numbers |= set(posts.numbers)
        self.named = replace(self.named, dates={**self.named.dates, **{e.key: e.published_at for e in posts.entries}})

    def _look_around(self) -> None:
        """Whether there are older posts, and whether other sources have named posts that this list lacks; before that is known, it is not whole."""
        earliest = min((at for at in self.named.dates.values() if at is not None), default=None)
        older = (earliest is not None and earliest <= self.task.since) or self._has_older()
        if not older and not self.named.dates:
            guard((), None, self.task.source.url)
        lacking = self._counted and self.gathered.lacks(self.task.since, lambda url: same_site(url, self.task.source.url))
        self.named = replace(self.named, whole=self._counted, older=older, contradicted=lacking)

    def _has_older(self) -> bool:
        return wordpress.read(self.fetcher.get(wordpress.older(self.task.source.url, self.task.since))).total > 0


def first_address(task: Task) -> str:
    """The address at which a poll begins."""
    return wordpress.address(task.source.url, 1, task.since)
