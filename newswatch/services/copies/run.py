"""One walk through the pages that wait to be copied, in bounded time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from newswatch.config import Settings, Unit
from newswatch.services.copies.laying import lay
from newswatch.services.copies.parts import Got, Hands, Wanted, wanted
from newswatch.services.copies.shown import show_all
from newswatch.services.copies.waiting import MOST_TRIES, Job, jobs, mark
from newswatch.services.faults import Fault, attempt
from newswatch.services.poll.window import Window
from newswatch.sources.read import chromium
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


class _Until(Event):
    """Set by its owner, by the event it was given, or when the time is over."""

    def __init__(self, outer: Event, now: Callable[[], datetime], end: datetime) -> None:
        super().__init__()
        self._outer, self._now, self._end = outer, now, end

    def is_set(self) -> bool:
        """Is nothing more to be begun?"""
        return super().is_set() or self._outer.is_set() or self._now() >= self._end

    def again(self) -> "_Until":
        """One that ends with this one and can be set without it."""
        return _Until(self, self._now, self._end)


def copy_pages(
    store: Store,
    settings: Settings,
    chosen: Sequence[Unit],
    now: Callable[[], datetime],
    *,
    stop: Event | None = None,
    on_get: Callable[[str], None] | None = None,
) -> Copied:
    """Copies the pages of the units that wait for it. Units of which nothing has changed are passed over.

    Nothing of it is in a transaction of a poll or in a run, and no page or part that can't be had fails anything. Raises StoreError.
    """
    browser = chromium.installed() if settings.evidence.pictures else ""
    marks, copied = page_copies.marks(store), Copied()
    until = _Until(stop or Event(), now, now() + MOST_TIME)
    open_marks = {unit.id: mark(store, settings, unit, browser, now()) for unit in chosen}
    due = [unit for unit in chosen if marks.get(units.unit_row(store, unit)) != open_marks[unit.id]]
    if not due:
        return copied
    with files.together(store):
        left = {unit.id: _jobs(store, settings, unit, browser, now(), copied) for unit in due}
        waiting = [job for of_unit in left.values() for job in of_unit[:_MOST_PAGES]]
        _Walk(store, settings, now, until, on_get, copied).fetch([job for job in waiting if job.parts])
        ready = [job for job in waiting if job.shown and not (job.parts and _parts_wait(store, job))]
        copied.shown, trouble = show_all(store, ready, browser, now, until.is_set)
        copied.told += [trouble] if trouble else []
    for unit in due:
        if not until.is_set() and not _jobs(store, settings, unit, browser, now(), copied):
            with store.writing():
                page_copies.note_mark(store, units.unit_row(store, unit), open_marks[unit.id])
    return copied


def _jobs(store: Store, settings: Settings, unit: Unit, browser: str, now: datetime, copied: Copied) -> list[Job]:
    """The pages of a unit that wait; none of one that a fault hits."""
    found = attempt(f"unit {unit.id}", lambda: list(jobs(store, settings, unit, browser, now)))
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

    def fetch(self, waiting: Sequence[Job]) -> None:
        """Fetches what waits."""
        halt = self.until.again()  # a window sets what it was given when it ends
        hands = Hands(self.settings.fetch, self.now, halt, self.settings.trust, self.on_get, self._is_spent)
        for job in waiting:
            if (key := (job.unit.id, job.year)) not in self.left:
                budget = self.settings.evidence.images_mb * _MEGABYTE
                self.left[key] = budget - page_copies.spent(self.store, job.unit_row, job.year)
        Window(self.settings.fetch.workers, halt, hands.turn, self._enter).run(self._groups(waiting))

    def _groups(self, waiting: Sequence[Job]) -> Iterator[list[Wanted]]:
        """The pages of units that share their portal's hosts, together."""
        groups: dict[tuple[str, ...], list[Job]] = defaultdict(list)
        for job in waiting:
            groups[tuple(sorted(job.unit.hosts.own))].append(job)
        for group in groups.values():
            yield [self._wanted(job) for job in group]

    def _wanted(self, job: Job) -> Wanted:
        recent = partial(page_copies.kept_since, self.store, job.unit_row, since=self.now() - _STYLES_HOLD)
        return wanted(job, page_copies.body_of(self.store, job.kept), page_copies.settled(self.store, job.kept), recent)

    def _is_spent(self, job: Job) -> bool:
        return self.left[job.unit.id, job.year] <= 0

    def _enter(self, got: Got) -> None:
        """Keeps one part, or notes that a page's are all asked for."""
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
