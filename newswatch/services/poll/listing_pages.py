"""The pages of a listing, one after another."""

from collections.abc import Iterator
from dataclasses import dataclass

from newswatch.core.model import Entry, Page, SourceWarning, WarningKind
from newswatch.errors import FetchError
from newswatch.services.poll.task import Task
from newswatch.sources import listing
from newswatch.sources.http.fetch import Fetcher

NO_PAGER = SourceWarning(WarningKind.NO_PAGER)
_FIRST_FOLLOWED = 2


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one page of a listing brought; `last` says that the archive ends with it. `page` is None where it was missing."""

    number: int
    page: Page | None
    entries: tuple[Entry, ...]
    last: bool
    warnings: tuple[SourceWarning, ...] = ()


def listing_pages(task: Task, page: Page, seen: set[str], fetcher: Fetcher) -> Iterator[ListingPage]:
    """The entries of one page after another, until one has no next or shows nothing that was not `seen`.

    Only a page that others led to can be the last.
    """
    profile, number = task.source.profile, 0
    while True:
        number += 1
        read = listing.read(page.body, page.final_url, profile, content_type=page.content_type, number=number)
        if number > 1 and all(entry.key in seen for entry in read.entries):
            yield ListingPage(number, page, (), number > _FIRST_FOLLOWED, read.warnings)
            return
        alone = (NO_PAGER,) if read.next_url is None and number == 1 else ()
        yield ListingPage(number, page, read.entries, read.next_url is None and number > 1, (*read.warnings, *alone))
        if read.next_url is None:
            return
        if number >= task.max_pages:
            yield ListingPage(number, page, (), False, (SourceWarning(WarningKind.PAGE_LIMIT, number),))
            return
        following = _following(read.next_url, fetcher, linked=bool(profile.next_page))
        if following is None:
            yield ListingPage(number, None, (), number > 1)
            return
        page = following


def _following(url: str, fetcher: Fetcher, *, linked: bool) -> Page | None:
    """The next page, or None where a page number tried by pattern leads past the end; a page that was linked to and is missing is a fault."""
    try:
        return fetcher.get(url)
    except FetchError as error:
        if error.status in (404, 410) and not linked:
            return None
        raise
