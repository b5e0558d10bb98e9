"""Settings that follow their files, for whoever stays: the daemon and the page."""

from collections.abc import Callable, Iterable
from pathlib import Path

from newswatch import config
from newswatch.config import Settings
from newswatch.errors import ConfigError, NewswatchError

Mark = tuple[str, int, int]
"""A file's path, size and time of change; size -1 where it can't be seen."""


class Watched:
    """Settings that follow their files: read anew when one changes. A broken edit leaves in force what was."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path, self._say = path, say
        self._settings, self._marks = self._read((path,))
        self._fault, self._problems = "", tuple[str, ...]()

    def current(self) -> Settings:
        """The settings in force now."""
        marks = self._look()
        if marks != self._marks or self._fault:
            self._marks = marks
            self._reload()
        return self._settings

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the files as they lie there, so that the settings read before stay in force; nothing if these are those of the files."""
        return self._problems

    def _reload(self) -> None:
        try:
            settings, marks = self._read(self._settings.files)
        except ConfigError as error:
            self._keep(f"{error}\nthe settings read before stay in force until this is mended", *error.problems)
            return
        except NewswatchError as error:
            self._keep(f"{error}\nthe settings read before stay in force until this is mended", str(error))
            return
        if settings.database != self._settings.database:
            why = f"{self._path}: names another database; the settings read before stay in force until the daemon is started anew"
            self._keep(why, why)
            return
        self._settings, self._marks, self._fault, self._problems = settings, marks, "", ()
        self._say(f"{self._path}: read anew")

    def _read(self, known: Iterable[Path]) -> tuple[Settings, list[Mark]]:
        """The settings, with the marks that their files had before they were read: what is saved meanwhile is news the next time. Where the settings name
        a file that was not looked at before, they are read once more."""
        before = {file: mark(file) for file in known}
        settings = config.load(self._path)
        if not before.keys() >= set(settings.files):
            return self._read(settings.files)
        return settings, [before[file] for file in settings.files]

    def _keep(self, fault: str, *problems: str) -> None:
        if fault != self._fault:
            self._say(fault)
        self._fault, self._problems = fault, problems

    def _look(self) -> list[Mark]:
        return [mark(file) for file in self._settings.files]


def mark(file: Path) -> Mark:
    """What tells whether a file has changed."""
    try:
        found = file.stat()
    except OSError:
        return str(file), -1, 0
    return str(file), found.st_size, found.st_mtime_ns
