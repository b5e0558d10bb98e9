"""Fetches the images and style sheets of pages, politely: through the one fetcher, from the portal's own hosts alone, within a budget."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Event

from newswatch.config import FetchSettings, Trust
from newswatch.core.model import Page
from newswatch.core.record.files import IMAGES, FileType
from newswatch.errors import BudgetSpent, ElsewhereError, FetchError, Forbidden, ParseError, Stopped, TooLarge
from newswatch.services.copies.waiting import Job
from newswatch.services.faults import Fault, attempt
from newswatch.sources.http.budget import Budget
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.read import page_parts
from newswatch.sources.read.documents import is_file
from newswatch.sources.read.file_type import PIECE, file_type
from newswatch.store.page_copies import Outcome, Part


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page whose parts are to be fetched: their addresses, and which of them are style sheets."""

    job: Job
    urls: tuple[str, ...]
    styles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Got:
    """A part as fetched, with its type by content if it is one to be kept; the last of its page has no part, and says whether any may be had later.

    `fault` is an exception nobody foresaw that ended the fetching of the page.
    """

    job: Job
    part: Part | None = None
    type: FileType | None = None
    again: bool = False
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Hands:
    """What the workers that fetch share. `is_spent` tells whether the budget of a job's unit and year is spent."""

    settings: FetchSettings
    now: Callable[[], datetime]
    halt: Event
    trust: Mapping[str, Trust]
    on_get: Callable[[str], None] | None
    is_spent: Callable[[Job], bool]
    budget: Budget

    def turn(self, group: Sequence[Wanted], give: Callable[[Got], None], _patiently: bool) -> bool:
        """Fetches the parts of the pages of one portal, one after another, and gives each. Once it is halted no more is asked for."""
        hosts = sorted({host for wanted in group for host in wanted.job.unit.hosts.own})
        settings = replace(self.settings, retries=0)
        with Fetcher(settings, hosts, self.now, self.halt, self.trust, self.on_get, budget=self.budget) as fetcher:
            for wanted in group:
                try:
                    outcome = attempt(wanted.job.kept.url, partial(self._give_all, fetcher, wanted, give))
                except Stopped:
                    return False
                if isinstance(outcome, Fault):
                    give(Got(wanted.job, again=True, fault=outcome))
        return False

    def _give_all(self, fetcher: Fetcher, wanted: Wanted, give: Callable[[Got], None]) -> None:
        for got in self._page(fetcher, wanted):
            give(got)

    def _page(self, fetcher: Fetcher, wanted: Wanted) -> Iterator[Got]:
        again = False
        for url in wanted.urls:
            if self.is_spent(wanted.job):
                part = Part(wanted.job.kept, wanted.job.year, url, self.now(), Outcome.OVER_BUDGET)
                yield Got(wanted.job, part)
                continue
            got = self._part(fetcher, wanted, url)
            again |= got.again
            yield got
        yield Got(wanted.job, again=again)

    def _part(self, fetcher: Fetcher, wanted: Wanted, url: str) -> Got:
        job, at = wanted.job, self.now()
        try:
            page = fetcher.get_article(url)
        except FetchError as error:
            again = error.temporary or isinstance(error, BudgetSpent)
            return Got(job, Part(job.kept, job.year, url, at, _of_error(error), str(error)), again=again)
        found = _style(page) if url in wanted.styles else _image(page)
        outcome = Outcome.KEPT if found else Outcome.NO_IMAGE
        return Got(job, Part(job.kept, job.year, url, at, outcome, "", page), found)


def wanted(job: Job, body: bytes, settled: Collection[str], is_recent: Callable[[str], bool]) -> Wanted:
    """What is to be fetched of a page: its images, and the style sheets that were not kept of late for another page of the unit.

    A page that no parser can read, or that is a file, has no parts.
    """
    profile = next((s.profile for s in job.unit.sources if s.id == job.kept.source_key), job.unit.sources[0].profile)
    url, type_ = job.kept.url, job.kept.content_type

    def read() -> tuple[tuple[str, ...], tuple[str, ...]]:
        return page_parts.images(body, url, profile, type_), page_parts.styles(body, url, type_)

    try:
        found = ((), ()) if not body or is_file(body) else attempt(url, read)
    except ParseError:
        found = ((), ())
    images, styles = found if isinstance(found, tuple) else ((), ())
    fresh = [one for one in styles if not is_recent(one)]
    return Wanted(job, tuple(one for one in dict.fromkeys((*images, *fresh)) if one not in settled), frozenset(fresh) - set(images))


def _of_error(error: FetchError) -> Outcome:
    kinds: dict[type[FetchError], Outcome] = {
        ElsewhereError: Outcome.ELSEWHERE,
        Forbidden: Outcome.REFUSED,
        TooLarge: Outcome.TOO_LARGE,
    }
    later = error.temporary or isinstance(error, BudgetSpent)
    return kinds.get(type(error), Outcome.FAILED if later else Outcome.REFUSED)


def _image(page: Page) -> FileType | None:
    found = file_type(page.body[:PIECE], page.body[-PIECE:])
    return found if found in IMAGES else None


def _style(page: Page) -> FileType | None:
    """A style sheet, by what its server says of it: its bytes are text as any other."""
    return FileType.STYLE if page.content_type.lower().startswith("text/css") and b"\0" not in page.body else None
