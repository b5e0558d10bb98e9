"""Shows captured pages in a browser and keeps what it shows: a picture and a print."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime

from newswatch.core.record.files import FileState, FileType
from newswatch.errors import ParseError
from newswatch.services.copies.laying import lay
from newswatch.services.copies.waiting import Job
from newswatch.services.faults import Fault, attempt
from newswatch.sources.read import chromium, page_parts
from newswatch.sources.read.documents import is_file
from newswatch.store import page_copies, vault
from newswatch.store.page_copies import Step
from newswatch.store.store import Store

_MOST_PARTS = 40_000_000
"""Bytes of the parts that a browser is given for one page."""


def show_all(store: Store, jobs: Sequence[Job], browser: str, now: Callable[[], datetime], stop: Callable[[], bool]) -> tuple[int, str]:
    """Shows pages one after another until `stop`; gives how many are done, and what is wrong with the browser if it can't be used at all.

    A page that ends the browser has been tried; those after it are left to the next walk.
    A page that is a file, or of which no bytes are left, has nothing to be shown.
    """
    shown = 0
    with ExitStack() as stack:
        try:
            running = stack.enter_context(chromium.running(browser)) if jobs else None
        except ParseError as error:
            return 0, str(error)
        for job in jobs:
            if stop() or running is None or not running.is_alive:
                break
            outcome = attempt(job.kept.url, lambda job=job: _show(store, job, running, now()))  # type: ignore[misc]
            told = str(outcome) if isinstance(outcome, Fault) else outcome or ""
            with store.writing():
                page_copies.note(store, job.kept, Step.SHOWN, now(), done=not told, told=told)
            shown += not told
    return shown, ""


def _show(store: Store, job: Job, running: chromium.Chromium, now: datetime) -> str:
    """Shows one page and keeps it; gives what went wrong."""
    kept, body = job.kept, page_copies.body_of(store, job.kept)
    if not body or is_file(body):
        return ""
    try:
        shown = running.show(body, kept.url, kept.content_type, parts_of(store, job.unit_row, body, kept))
    except ParseError as error:
        return str(error)
    for kind, type_, data in (("screenshot", FileType.PNG, shown.picture), ("print", FileType.PDF, shown.sheets)):
        with lay(store, data, type_, now) as sha256:
            page_copies.add_copy(store, kept, kind, sha256, now, running.version)
    return ""


def parts_of(store: Store, unit_row: int, body: bytes, kept: page_copies.Kept, most: int = _MOST_PARTS) -> dict[str, tuple[str, bytes]]:
    """The type and bytes of the parts that were kept of a page, by their addresses, `most` bytes in all. A file that is not what it was is left out:
    others tell of it."""
    urls = page_parts.named(body, kept.url, kept.content_type)
    found: dict[str, tuple[str, bytes]] = {}
    for url, (type_, sha256, size) in page_copies.parts(store, unit_row, urls).items():
        small = sum(len(data) for _, data in found.values()) + size <= most
        if small and vault.state_of(store.path, sha256, size) is FileState.SOUND:
            found[url] = type_, vault.body_of(store.path, sha256, size)
    return found
