"""One poll of one source: its first page is asked for, and told unchanged or read (`walk`)."""

from typing import TYPE_CHECKING

from newswatch.config import SourceKind
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.polling.records import Poll
from newswatch.errors import SourceError, Stopped, StoreError
from newswatch.services.faults import fault
from newswatch.services.poll.outcomes import faulted, is_unchanged, quietly
from newswatch.services.poll.task import Task
from newswatch.sources.http.fetch import Fetcher

if TYPE_CHECKING:
    from newswatch.services.poll.walk import Reading


def poll(task: Task, fetcher: Fetcher, lexicon: Lexicon) -> Poll:
    """The poll of a source. What goes wrong with it is a Poll that says so, with all that was read before; so is a stop.

    An exception nobody foresaw is kept with its traceback. Raises StoreError if what is known can't be read.
    """
    reading: Reading | None = None
    try:
        past = task.short_cut
        asked = None if task.body_wanted else past
        page = task.page or fetcher.get(
            _first_address(task), etag=asked.etag if asked else "", last_modified=asked.last_modified if asked else ""
        )
        task.page = page
        stands = past.proof if past and past.proof and is_unchanged(page, past, task.source) else None
        if past and stands and task.quiet:
            return quietly(past, stands, page)
        reading = _reading(task, fetcher, lexicon)
        if past and stands:
            return reading.unchanged(past, stands, page)
        reading.read(page)
        return reading.done()
    except (SourceError, Stopped) as error:
        return (reading or _reading(task, fetcher, lexicon)).failed(error)
    except StoreError:
        raise
    except Exception as error:
        found = fault(task.source.url, error)
        return reading.faulted(found) if reading else faulted(found, fetcher.now())


def _reading(task: Task, fetcher: Fetcher, lexicon: Lexicon) -> "Reading":
    from newswatch.services.poll.walk import Reading  # reads, compares and classifies; most polls find their page as it was

    return Reading(task, fetcher, lexicon)


def _first_address(task: Task) -> str:
    """Where a poll begins."""
    if task.source.kind is not SourceKind.WORDPRESS:
        return task.source.url
    from newswatch.services.poll.posts import first_address

    return first_address(task)
