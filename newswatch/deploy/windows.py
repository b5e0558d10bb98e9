"""A task for the Task Scheduler of Windows, with its command file.

Source: the Task Scheduler schema of Windows.
"""

from xml.sax.saxutils import escape

from newswatch.deploy.place import Place
from newswatch.deploy.quoting import batch_command, batch_word
from newswatch.deploy.template import text

_LEAST_MINUTES = 15


def task(place: Place) -> dict[str, str]:
    """A command file, a task that runs it, and how to install the task, by file name. No administrator is needed."""
    folder = place.settings.path.parent
    values = {
        "minutes": str(place.tick_minutes(_LEAST_MINUTES)),
        "command": escape(str(folder / "newswatch.cmd")),
        "folder": escape(str(folder)),
        "units": escape(place.units),
    }
    batch = {"newswatch": batch_command(place.command), "log": batch_word(str(folder / "newswatch.log"))}
    how = {"password_hint": place.password_hint, "task": batch_word(str(folder / "newswatch.xml"))}
    return {
        "newswatch.cmd": text("newswatch.cmd", batch, "\r\n"),
        "newswatch.xml": text("newswatch.xml", values),
        "how.txt": text("how.txt", how),
    }
