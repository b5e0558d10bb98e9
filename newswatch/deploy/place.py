"""Where newswatch runs on this machine: how it is started, whose files it uses, which folders it writes to."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import newswatch
from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.deploy.template import lines, when

ZONE = str(LOCAL)


@dataclass(frozen=True, slots=True)
class Place:
    """One installation: the words that start it, the account its files belong to (empty: root or unknown), the folders of its code."""

    program: tuple[str, ...]
    account: str
    code: tuple[Path, ...]
    settings: Settings

    @property
    def command(self) -> tuple[str, ...]:
        """The words that each command line begins with."""
        return (*self.program, "--config", str(self.settings.path))

    @property
    def units(self) -> str:
        """The watched unit by its title, or how many units there are."""
        units = self.settings.units
        return units[0].title if len(units) == 1 else f"{len(units)} units"

    @property
    def folders(self) -> list[Path]:
        """The folders newswatch writes to or takes files from, none inside another."""
        mail = [] if self.settings.mail.host else [self.settings.mail.folder]
        fed = [folder] if (folder := self.settings.feed.folder) else []
        wanted = sorted({self.settings.database.parent, self.settings.inbox, *mail, *fed})
        return [f for f in wanted if not any_below([f], [other for other in wanted if other != f])]

    @property
    def password_hint(self) -> list[str]:
        """What to do where no systemd credential gives the password of the mail login; empty where nothing is to be done."""
        mail = self.settings.mail
        unseen = bool(mail.login) and not mail.password_file
        return lines("password-hint.txt", {"unseen": when(unseen), "config": str(self.settings.path)})

    def tick_minutes(self, least: int = 1) -> int:
        """Minutes between two runs: the greatest part of an hour within the pace of deliveries, or within `least` if that is longer.

        It is a part of an hour because calendars of systemd and cron begin anew each hour.
        """
        pace = max(self.settings.schedule.deliver_minutes, least)
        return max(n for n in range(1, 61) if 60 % n == 0 and n <= pace)


def here(settings: Settings) -> Place:
    """The running program's own place."""
    script = Path(sys.executable).with_name("newswatch.exe" if sys.platform == "win32" else "newswatch")
    program = (str(script),) if script.exists() else (sys.executable, "-m", "newswatch.cli")
    code = (Path(sys.prefix), Path(sys.base_prefix), Path(newswatch.__file__).parent)
    return Place(program, _owner(settings.path), code, settings)


def any_below(paths: Iterable[Path], folders: Iterable[Path]) -> bool:
    """Does any of the paths lie in one of the folders?"""
    above = tuple(folders)
    return any(path.is_relative_to(folder) for path in paths for folder in above)


def _owner(path: Path) -> str:
    """The account a file belongs to; empty for root and where accounts are unknown."""
    try:
        owner = path.owner()
    except (KeyError, OSError, NotImplementedError):
        return ""
    return "" if owner == "root" else owner
