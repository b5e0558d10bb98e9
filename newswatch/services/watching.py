"""Settings that follow their files, for whoever stays: the daemon and the page."""

from collections.abc import Callable, Iterator
from pathlib import Path

from newswatch import config
from newswatch.config import Settings
from newswatch.errors import NewswatchError

Mark = tuple[str, int, int]
"""A file's path, size and time of change; size -1 where it can't be seen."""


class Watched:
    """Settings that follow their files: read anew when one changes. A broken edit leaves in force what was."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
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
