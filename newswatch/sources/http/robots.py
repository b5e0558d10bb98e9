"""What the robots.txt of a site allows (RFC 9309), read with protego."""

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from newswatch.errors import FetchError, TlsError
from newswatch.sources.http.pace import Pace

AGENT = "newswatch"
"""The name by which a robots.txt addresses this program."""


class Robots:
    """The robots.txt files of the sites that one fetcher asks, each fetched once.

    `fetch` returns the body at an address or raises FetchError. A crawl delay slows down `pace`.
    """

    def __init__(self, fetch: Callable[[str], bytes], pace: Pace) -> None:
        self._fetch = fetch
        self._pace = pace
        self._rules: dict[str, Protego] = {}

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched. A missing robots.txt (4xx) allows all. Raises FetchError if it can't be read for now."""
        root = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if root not in self._rules:
            self._rules[root] = Protego.parse(self._text(root, url))
            self._pace.slow_down(self._rules[root].crawl_delay(AGENT) or 0.0)
        return bool(self._rules[root].can_fetch(url, AGENT))

    def _text(self, root: str, url: str) -> str:
        try:
            return self._fetch(f"{root}/robots.txt").decode("utf-8-sig", "replace")
        except TlsError as error:
            raise error.at(url) from error
        except FetchError as error:
            if 200 <= error.status < 500 and not error.temporary:
                return ""
            why = f"{error}; the site is left alone until its robots.txt can be read, or set fetch.respect_robots = false"
            hopeful = error.temporary or error.status >= 500
            raise FetchError(why, temporary=hopeful, status=error.status, retry_after=error.retry_after) from error
