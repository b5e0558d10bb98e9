"""Lines for a crontab.

Source: crontab(5).
"""

from datetime import time

from newswatch.deploy.place import ZONE, Place
from newswatch.deploy.quoting import shell_command
from newswatch.deploy.template import text


def crontab(place: Place) -> dict[str, str]:
    """The lines for `crontab -e`, by file name."""
    schedule, minutes = place.settings.schedule, place.tick_minutes()
    values = {
        "zone": ZONE,
        "password_hint": place.password_hint,
        "newswatch": shell_command(place.command),
        "checks": [_daily(at) for at in schedule.checks],
        "close": _daily(schedule.close),
        "ticks": "0" if minutes == 60 else f"*/{minutes}",
    }
    return {"newswatch.cron": text("newswatch.cron", values)}


def _daily(at: time) -> str:
    """Minute and hour of each day."""
    return f"{at.minute} {at.hour}"
