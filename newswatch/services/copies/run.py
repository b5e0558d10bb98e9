"""One walk through the pages that wait to be copied, in bounded time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from newswatch.config import Settings
from newswatch.services.budgets import lent
from newswatch.services.copies.fetching import Got, Hands, Wanted, wanted
from newswatch.services.copies.laying import lay
from newswatch.services.copies.shown import show_all
from newswatch.services.copies.waiting import MOST_TRIES, Due, Job, jobs
from newswatch.services.faults import Fault, attempt
from newswatch.services.poll.halt import Halt
from newswatch.services.poll.window import Window
from newswatch.store import files, page_copies, units
from newswatch.store.page_copies import Outcome, Step
from newswatch.store.store import Store

MOST_TIME = timedelta(minutes=10)
"""How long one walk may take: it fits between two checks of a day many times over, and a mail that falls due waits no longer. The next goes on."""

_MOST_PAGES = 30
"""Pages of one unit in one walk, so that a unit whose year was filled holds up no other."""

_STYLES_HOLD = timedelta(days=30)
_MEGABYTE = 1_000_000


@dataclass(slots=True)
class Copied:
    """What one walk brought: how many parts were kept, asked for in vain and shown in a browser; `told` is what a person should hear, in English."""

    kept: int = 0
    failed: int = 0
    shown: int = 0
    told: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Until(Halt):
    """Set by its owner, by the event it was given, or when the time is over by the walk's clock."""

    def __init__(self, outer: Event | None, now: Callable[[], datetime], end: datetime) -> None:
        super().__init__(outer)
        self._now, self._end = now, end

    def is_set(self) -> bool:
        """Is nothing more to be begun?"""
        return super().is_set() or self._now() >= self._end

    def again(self) -> "_Until":
        """One that ends with this one and can be set without it."""
        return _Until(self, self._now, self._end)


def copy_pages(
    store: Store,
    settings: Settings,
    waiting: Sequence[Due],
    now: Callable[[], datetime],
    *,
    stop: Event | None = None,
    on_get: Callable[[str], None] | None = None,
    on_begin: Callable[[int], None] = lambda _: None,
) -> Copied:
    """Copies the pages of units that wait for it (`waiting.due`); `on_begin` hears how many there are, unless there is none.

    Nothing of it is in a transaction of a poll or in a run, and no page or part that can't be had fails anything. Raises StoreError.
    """
    copied, until = Copied(), _Until(stop, now, now() + MOST_TIME)
    with files.together(store):
        left = [job for unit in waiting for job in _jobs(store, settings, unit, now(), copied)[:_MOST_PAGES]]
        if left:
            on_begin(len(left))
        _Walk(store, settings, now, until, on_get, copied).fetch([job for job in left if job.parts])
        ready = [job for job in left if job.shown and not (job.parts and _parts_wait(store, job))]
        copied.shown, trouble = show_all(store, ready, waiting[0].browser if waiting else "", now, until.is_set)
        copied.told += [trouble] if trouble else []
    for one in waiting:
        if not until.is_set() and not copied.faults and not _jobs(store, settings, one, now(), copied):
            with store.writing():
                page_copies.note_mark(store, units.unit_row(store, one.unit), one.mark)
    return copied


def _jobs(store: Store, settings: Settings, due: Due, now: datetime, copied: Copied) -> list[Job]:
    """The pages of a unit that wait; none of one that a fault hits."""
    found = attempt(f"unit {due.unit.id}", lambda: list(jobs(store, settings, due.unit, due.browser, now)))
    if isinstance(found, Fault):
        copied.faults.append(found)
        return []
    return found


def _parts_wait(store: Store, job: Job) -> bool:
    """Whether parts of a page may still be had, so that it is not to be shown yet."""
    times, done = page_copies.tried(store, job.kept, Step.PARTS)
    return not done and times < MOST_TRIES


@dataclass(slots=True)
class _Walk:
    """Fetches the parts of pages, hosts side by side, and keeps what comes in the one thread that writes."""

    store: Store
    settings: Settings
    now: Callable[[], datetime]
    until: _Until
    on_get: Callable[[str], None] | None
    copied: Copied
    left: dict[tuple[str, int], int] = field(default_factory=dict)
    planned: set[tuple[int, str]] = field(default_factory=set)

    def fetch(self, waiting: Sequence[Job]) -> None:
        """Fetches what waits."""
        halt = self.until.again()  # a window sets what it was given when it ends
        for job in waiting:
            if (key := (job.unit.id, job.year)) not in self.left:
                budget = self.settings.evidence.images_mb * _MEGABYTE
                self.left[key] = budget - page_copies.spent(self.store, job.unit_row, job.year)
        fetch, sites = self.settings.fetch, {site for job in waiting for site in job.unit.hosts.own}
        with lent(self.store, fetch, self.now, sites) as requests:
            hands = Hands(fetch, self.now, halt, self.settings.trust, self.on_get, self._is_spent, requests)
            Window(fetch.workers, halt, hands.turn, self._enter).run(self._groups(waiting))

    def _groups(self, waiting: Sequence[Job]) -> Iterator[list[Wanted]]:
        """The pages of units that share their portal's hosts, together."""
        groups: dict[tuple[str, ...], list[Job]] = defaultdict(list)
        for job in waiting:
            groups[tuple(sorted(job.unit.hosts.own))].append(job)
        for group in groups.values():
            yield [self._wanted(job) for job in group]

    def _wanted(self, job: Job) -> Wanted:
        body, settled = page_copies.body_of(self.store, job.kept), page_copies.settled(self.store, job.kept)
        found = wanted(job, body, settled, partial(self._is_had, job.unit_row))
        self.planned |= {(job.unit_row, url) for url in found.styles}
        return found

    def _is_had(self, unit_row: int, url: str) -> bool:
        """Whether a style sheet is fetched in this walk already, or was kept of late."""
        return (unit_row, url) in self.planned or page_copies.kept_since(self.store, unit_row, url, self.now() - _STYLES_HOLD)

    def _is_spent(self, job: Job) -> bool:
        return self.left[job.unit.id, job.year] <= 0

    def _enter(self, got: Got) -> None:
        """Keeps one part, or notes that a page's are all asked for."""
        self.copied.faults += [got.fault] if got.fault else []
        if got.part is None:
            with self.store.writing():
                page_copies.note(self.store, got.job.kept, Step.PARTS, self.now(), done=not got.again)
            return
        part, page, key = got.part, got.part.page, (got.job.unit.id, got.job.year)
        if part.outcome is not Outcome.KEPT or page is None or got.type is None:
            self._note(got)
        elif len(page.body) > self.left[key]:
            self.left[key] = 0
            self._note(got, Outcome.OVER_BUDGET)
        else:
            new = not files.has(self.store, page.sha256)
            with lay(self.store, page.body, got.type, self.now()) as sha256:
                page_copies.add_part(self.store, replace(part, sha256=sha256))
            self.left[key] -= len(page.body) if new else 0
            self.copied.kept += 1

    def _note(self, got: Got, outcome: Outcome | None = None) -> None:
        """Keeps that a part was not had; a budget that is spent is told once."""
        assert got.part is not None
        with self.store.writing():
            page_copies.add_part(self.store, replace(got.part, outcome=outcome or got.part.outcome, sha256=None))
            if (outcome or got.part.outcome) is Outcome.OVER_BUDGET:
                self._tell(got.job)
        self.copied.failed += 1

    def _tell(self, job: Job) -> None:
        budget = self.settings.evidence.images_mb
        if page_copies.tell_spent(self.store, job.unit_row, job.year, budget, self.now()):
            self.copied.told.append(
                f"{job.unit.id}: the images of {job.year} have used up their {budget} MB; no more are kept (evidence.images_mb in config.toml)"
            )
