"""Which sites of a fetcher leave requests without any answer: they are not waited for again and again."""

from newswatch.core.identity import site_of
from newswatch.errors import FetchError, NoAnswer

_MOST = 2
"""After so many requests in a row that were left without any answer a site is asked no more: one address may hang where others answer."""


class Silences:
    """The silent requests of each site, in a row. After one of them the next request is tried once, after two none is made.

    With `prompt`, the first request of all is not tried again if it is left without an answer: the fetcher's work is `postponed`.
    """

    def __init__(self, retries: int, *, prompt: bool) -> None:
        self._retries = retries
        self._prompt = prompt
        self._silent: dict[str, int] = {}
        self.postponed = False

    def tries(self, named: str, target: str) -> int:
        """How often a request may be tried. Raises NoAnswer if it is not to be made at all."""
        silent = self._silent.get(site_of(target), 0)
        if self.postponed or silent >= _MOST:
            raise NoAnswer(f"{named}: not asked for, since its server does not answer", temporary=True)
        return 1 if silent else self._retries + 1

    def ends(self, error: FetchError) -> bool:
        """Whether a request is not to be tried again after an error, however hopeful that would be."""
        return self._prompt and isinstance(error, NoAnswer)

    def note(self, target: str, *, silent: bool) -> None:
        """Notes how a request ended."""
        site = site_of(target)
        self.postponed |= self._prompt and silent
        self._prompt = False
        self._silent[site] = self._silent.get(site, 0) + 1 if silent else 0
