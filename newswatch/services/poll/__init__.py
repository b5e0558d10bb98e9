"""One poll of one source: ask → read → compare → open the articles → classify. What it brings is stored by services.check."""

from newswatch.services.poll.look import poll
from newswatch.services.poll.outcomes import faulted
from newswatch.services.poll.task import Items, Task, backfill, daily, needed
from newswatch.services.poll.turn import Done, Job, Turns
from newswatch.services.poll.window import Window

__all__ = ["Done", "Items", "Job", "Task", "Turns", "Window", "backfill", "daily", "faulted", "needed", "poll"]
