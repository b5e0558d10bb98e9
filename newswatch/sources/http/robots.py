"""What the robots.txt of a site allows (RFC 9309), read with protego."""

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from newswatch.core.hosts.inner import is_inner
from newswatch.core.model import Page
from newswatch.errors import AddressRefused, BudgetSpent, FetchError, TlsError
from newswatch.sources.http.pace import Pace

AGENT = "newswatch"
"""The name by which a robots.txt addresses this program."""

_MOST_BYTES = 512_000
"""What follows is not read, as RFC 9309 (2.5) allows after 500 KiB."""

_MOST_REDIRECTS = 5
"""A robots.txt behind more may be taken for absent (RFC 9309, 2.3.1.2)."""

_FORBIDS = "di"
"""What stands in "Disallow", and in all misspellings that protego takes for it. A robots.txt without it forbids nothing, whatever address is held
against it."""


class Robots:
    """The robots.txt files of the sites that one fetcher asks, each fetched once.

    `ask(named, address)` gives the page at an address or the address that it redirects to, or raises FetchError. A crawl delay slows down `pace`.
    Redirects are followed to any host of the public network, and what they lead to holds for the site that redirects (RFC 9309, 2.3.1.2).
    """

    def __init__(self, ask: Callable[[str, str], Page | str], pace: Pace) -> None:
        self._ask = ask
        self._pace = pace
        self._rules: dict[str, Protego | None] = {}

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched. A missing robots.txt (4xx, or a redirect that may not be followed) allows all.

        Raises FetchError if it can't be read for now.
        """
        root = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if root not in self._rules:
            text = self._text(root, url)
            rules = Protego.parse(text)
            self._pace.slow_down(rules.crawl_delay(AGENT) or 0.0)
            self._rules[root] = rules if _FORBIDS in text.lower() else None
        found = self._rules[root]
        return found is None or bool(found.can_fetch(url, AGENT))

    def _text(self, root: str, url: str) -> str:
        place = named = f"{root}/robots.txt"
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = self._ask(named, place)
                if isinstance(answer, Page):
                    return answer.body[:_MOST_BYTES].decode("utf-8-sig", "replace")
                if _is_inner(answer) and not _is_inner(root):
                    return ""
                place, named = answer, f"{root}/robots.txt (which redirects to {answer})"
        except BudgetSpent:
            raise
        except FetchError as error:
            own = place.startswith(f"{root}/")
            if isinstance(error, TlsError) and own:
                raise error.at(url) from error
            if isinstance(error, AddressRefused):
                if own:
                    raise
                return ""
            if 200 <= error.status < 500 and not error.temporary:
                return ""
            why = f"{error}; the site is left alone until its robots.txt can be read, or set respect_robots = false in [fetch]"
            hopeful = error.temporary or error.status >= 500
            raise FetchError(why, temporary=hopeful, status=error.status, retry_after=error.retry_after) from error
        return ""


def _is_inner(url: str) -> bool:
    """Whether an address lies within an office's own network, which a public site must not make this program ask."""
    return is_inner(urlsplit(url).hostname or "")
