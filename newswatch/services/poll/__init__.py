"""One poll of one source: ask → read → compare → open the articles → classify. What it brings is stored by services.check."""

from newswatch.services.poll.rejudge import judge_stored
from newswatch.services.poll.task import Task, backfill, daily, needed
from newswatch.services.poll.walk import faulted, poll

__all__ = ["Task", "backfill", "daily", "faulted", "judge_stored", "needed", "poll"]
