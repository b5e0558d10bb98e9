"""What the daemon keeps an eye on between two rounds: its configuration, and the inbox."""

from pathlib import Path

from newswatch.config import Settings
from newswatch.daemon.once import say
from newswatch.services import watching
from newswatch.services.inbox import inbox_files
from newswatch.services.round import Say
from newswatch.services.watching import Mark, mark


class Watched(watching.Watched):
    """The settings, with what is wrong with them told on standard error unless `say` takes it."""

    def __init__(self, path: Path, say: Say = say) -> None:
        super().__init__(path, say)


class Inbox:
    """Says when the inbox holds something new: a change that has settled, so that no half-copied file is taken."""

    def __init__(self) -> None:
        self._taken: list[Mark] = []
        self._last: list[Mark] = []

    def changed(self, settings: Settings) -> bool:
        """Whether what lies there differs from what the last round saw, and has not changed since the last call."""
        before, self._last = self._last, sorted(mark(file) for _, file in inbox_files(settings, settings.units))
        return self._last == before and self._last != self._taken

    def taken(self) -> None:
        """A round took in what lay there at the last call of `changed`."""
        self._taken = self._last
