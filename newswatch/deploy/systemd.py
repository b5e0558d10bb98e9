"""Units for systemd: the daemon, or a timer that starts what is due.

Sources: systemd.service(5), systemd.exec(5), systemd.timer(5), systemd.time(7).
"""

import shlex
from collections.abc import Mapping
from pathlib import Path

from newswatch.deploy.place import ZONE, Place, any_below
from newswatch.deploy.quoting import percent, shell_command, unit_command, unit_word
from newswatch.deploy.template import Values, lines, text, when

_HOMES = tuple(Path(p) for p in ("/home", "/root", "/run/user"))
_TEMPORARY = tuple(Path(p) for p in ("/tmp", "/var/tmp"))
_CREDENTIAL = Path("/etc/newswatch/smtp-password")


def daemon(place: Place) -> dict[str, str]:
    """The unit of the daemon, by file name."""
    install = {"files": "newswatch.service", "enabled": "newswatch.service", "option": ""}
    return {"newswatch.service": text("newswatch.service", _service(place, install))}


def timer(place: Place) -> dict[str, str]:
    """A unit that does once what is due, and the timer that starts it, by file name."""
    install = {"files": "newswatch.service, newswatch.timer", "enabled": "newswatch.timer", "option": " --timer"}
    minutes = place.tick_minutes()
    ticks = "00" if minutes == 60 else f"0/{minutes}"
    return {
        "newswatch.service": text("newswatch-once.service", _service(place, install)),
        "newswatch.timer": text("newswatch.timer", {"minutes": str(minutes), "ticks": ticks, "zone": ZONE}),
    }


def _service(place: Place, install: Mapping[str, str]) -> Values:
    return {
        "install": lines("install.conf", {**_installed(place), **install}),
        "units": percent(place.units),
        "newswatch": unit_command(place.command),
        "confined": lines("confined.conf", _confined(place)),
    }


def _installed(place: Place) -> Values:
    return {
        "newswatch": shell_command(place.command),
        "folders": shlex.join(map(str, place.folders)),
        "as_root": when(not place.account),
    }


def _confined(place: Place) -> Values:
    """What the service may see and do: little. Home folders and /tmp are hidden unless its own files lie there."""
    settings = place.settings
    files = [settings.path, *place.folders, *place.code]
    files += [f for f in (settings.lexicon_path, settings.holidays_path, settings.mail.ca_file, settings.feed.secret_file) if f]
    trusts = [source.trust for unit in settings.units for source in unit.sources]
    files += [f for trust in trusts for f in (trust.ca_file, trust.login and trust.login.password_file) if f]
    return {
        "account": [place.account] if place.account else [],
        "as_root": when(not place.account),
        "login": when(bool(settings.mail.login)),
        "no_login": when(not settings.mail.login),
        "password_file": percent(str(settings.mail.password_file or _CREDENTIAL)),
        "feed": when(bool(settings.feed.url and settings.feed.secret_file)),
        "secret_file": percent(str(settings.feed.secret_file or "")),
        "protect_home": "read-only" if any_below(files, _HOMES) else "yes",
        "private_tmp": "no" if any_below(files, _TEMPORARY) else "yes",
        "folders": [unit_word(str(folder)) for folder in place.folders],
    }
