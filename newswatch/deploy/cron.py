"""Lines for a crontab.

Source: crontab(5).
"""

from newswatch.deploy.place import Place
from newswatch.deploy.quoting import shell_command
from newswatch.deploy.template import text


def crontab(place: Place) -> dict[str, str]:
    """The lines for `crontab -e`, by file name."""
    minutes = place.tick_minutes()
    values = {
        "password_hint": place.password_hint,
        "newswatch": shell_command(place.command),
        "ticks": "0" if minutes == 60 else f"*/{minutes}",
    }
    return {"newswatch.cron": text("newswatch.cron", values)}
