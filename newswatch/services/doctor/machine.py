"""Is the machine as it must be: configuration, clock and zone, disks?"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from newswatch import config
from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.errors import ConfigError
from newswatch.services.doctor.finding import MEGABYTE, Finding, Health

_SCARCE, _TOO_SCARCE = 200 * MEGABYTE, 20 * MEGABYTE
_OTHERS_MAY_READ = 0o004
_LAST_MONTH = 12


def configuration(path: Path) -> tuple[list[Finding], Settings | None]:
    """The configuration as found, and the settings if it can be used; secrets that others can read."""
    try:
        settings = config.load(path)
    except ConfigError as error:
        return [Finding("configuration", Health.BAD, str(error), "correct it; the checks that need it are left out below")], None
    sources = sum(len(unit.sources) for unit in settings.units)
    findings = [Finding("configuration", Health.OK, f"{path}: {len(settings.units)} units, {sources} sources")]
    if _read_by_all(path):
        advice = f"it may name people's addresses; if the account that runs newswatch owns it: chmod o-r '{path}'"
        findings.append(Finding("configuration", Health.WARN, f"{path}: can be read by every account of this machine", advice))
    secret = settings.mail.password_file
    if secret and _read_by_all(secret):
        findings.append(
            Finding("mail password", Health.BAD, f"{secret}: can be read by every account of this machine", f"chmod 600 '{secret}'")
        )
    return findings, settings


def named_database(path: Path) -> Path:
    """The database a broken configuration names, as far as it can be told."""
    try:
        named = config.read_toml(path).get("database")
    except ConfigError:
        named = None
    return path.parent / (named if isinstance(named, str) and named else "newswatch.db")


def clock(now: datetime) -> list[Finding]:
    """The time of day, and whether the machine's own zone is that of Việt Nam (UTC+7)."""
    machine, local = now.astimezone(), now.astimezone(LOCAL)
    told = f"{local:%d/%m/%Y %H:%M} in Việt Nam"
    if machine.utcoffset() == local.utcoffset():
        return [Finding("clock", Health.OK, f"{told}; the machine keeps the same zone")]
    advice = "the daemon and the systemd timer are right anyway; lines of a crontab fire at the machine's hours: `newswatch service cron` tells more"
    return [Finding("clock", Health.WARN, f"{told}; the machine's own zone is UTC{machine:%z}", advice)]


def holidays(settings: Settings, now: datetime) -> Finding:
    """Whether the public holidays of this year, and in its last month of the next, are those announced."""
    today = now.astimezone(LOCAL).date()
    needed = [today.year] + ([today.year + 1] if today.month == _LAST_MONTH else [])
    missing = [str(year) for year in needed if year not in settings.holidays.announced]
    file = settings.holidays_path or "holidays.toml"
    if not missing:
        return Finding("holidays", Health.OK, f"{file}: those of {today.year} are as announced")
    copy = (
        "correct it"
        if settings.holidays_path
        else "copy newswatch/data/holidays.toml beside config.toml, name it as `holidays`, correct it"
    )
    return Finding(
        "holidays", Health.WARN, f"{file}: those of {', '.join(missing)} are reckoned, not announced", f"{copy}, and set announced = true"
    )


def disks(database: Path, settings: Settings | None) -> list[Finding]:
    """The room left where the database and the mails lie."""
    places = {"disk of the database": database.parent}
    if settings and not settings.mail.host and any(unit.board for unit in settings.units):
        places["disk of the mails"] = settings.mail.folder
    return [room(about, there := _nearest(place), shutil.disk_usage(there).free) for about, place in places.items()]


def room(about: str, place: Path, free: int) -> Finding:
    """Whether so many free bytes will do."""
    told = f"{place}: {free / MEGABYTE:,.0f} MB free"
    if free >= _SCARCE:
        return Finding(about, Health.OK, told)
    advice = "make room; with a full disk nothing can be stored and no mail goes out"
    return Finding(about, Health.BAD if free < _TOO_SCARCE else Health.WARN, told, advice)


def _nearest(place: Path) -> Path:
    """A folder, or the one it would be made in."""
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _read_by_all(path: Path) -> bool:
    try:
        return os.name == "posix" and bool(path.stat().st_mode & _OTHERS_MAY_READ)
    except OSError:
        return False
