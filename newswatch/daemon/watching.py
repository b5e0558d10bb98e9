"""What the daemon keeps an eye on between two rounds: its configuration, and the inbox."""

from collections.abc import Iterator
from pathlib import Path

from newswatch import config
from newswatch.config import Settings
from newswatch.daemon.once import say
from newswatch.errors import NewswatchError
from newswatch.services.inbox import inbox_files
from newswatch.services.round import Say

Mark = tuple[str, int, int]
"""A file's path, size and time of change; size -1 where it can't be seen."""


class Watched:
    """Settings that follow their files: read anew when one changes. A broken edit leaves in force what was."""

    def __init__(self, path: Path, say: Say = say) -> None:
        self._path, self._say = path, say
        self._settings = config.load(path)
        self._marks, self._fault = self._look(), ""

    def current(self) -> Settings:
        """The settings in force now."""
        marks = self._look()
        if marks != self._marks or self._fault:
            self._reload()
            self._marks = self._look()
        return self._settings

    def _reload(self) -> None:
        try:
            settings = config.load(self._path)
        except NewswatchError as error:
            self._keep(f"{error}\nthe settings read before stay in force until this is mended")
            return
        if settings.database != self._settings.database:
            self._keep(f"{self._path}: names another database; the settings read before stay in force until the daemon is started anew")
            return
        self._settings, self._fault = settings, ""
        self._say(f"{self._path}: read anew")

    def _keep(self, fault: str) -> None:
        if fault != self._fault:
            self._say(fault)
        self._fault = fault

    def _look(self) -> list[Mark]:
        s = self._settings
        return [mark(file) for file in (s.path, s.lexicon_path, s.holidays_path, *_rule_files(s.path)) if file]


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


def mark(file: Path) -> Mark:
    """What tells whether a file has changed."""
    try:
        found = file.stat()
    except OSError:
        return str(file), -1, 0
    return str(file), found.st_size, found.st_mtime_ns


def _rule_files(path: Path) -> Iterator[Path]:
    """The rule files a configuration names; those that come with newswatch don't change."""
    try:
        units = config.read_toml(path).get("units")
    except NewswatchError:
        return
    for unit in units if isinstance(units, list) else []:
        names = unit.get("rules") if isinstance(unit, dict) else None
        yield from (path.parent / n for n in (names if isinstance(names, list) else []) if isinstance(n, str) and n.endswith(".toml"))
