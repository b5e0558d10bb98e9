"""Commands that poll the sources: check, backfill."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, json_option, log, log_fault, show_json, unit_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, timedelta

    from newswatch.config import Settings
    from newswatch.services.check import Polled, Report
    from newswatch.services.copies.run import Copied
    from newswatch.services.faults import Fault
    from newswatch.services.log_files import TakenIn
    from newswatch.services.statements import Reconciled


def _scheduler(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from newswatch.config import is_scheduler

    if value and not is_scheduler(value):
        raise click.BadParameter(f"expected the address of a dask scheduler such as tcp://192.0.2.7:8786, found {value!r}")
    return value


cluster_option: Callable[[Any], Any] = click.option(
    "--cluster",
    metavar="ADDRESS",
    callback=_scheduler,
    help="Have the workers of this dask scheduler (tcp://HOST:PORT) look, instead of this machine; '' for this machine after all.",
)


@click.command()
@click.option("--sweep", is_flag=True, help="Go over all of the year covered before, for items edited, re-dated or taken away.")
@cluster_option
@click.option("--copies", is_flag=True, help="Then copy the pages of items that count or wait further, as `run` does: images, pictures.")
@click.option("--within", metavar="MINUTES", type=click.FloatRange(min=0), help="Begin with those that waited longest, and end by then.")
@unit_option
@json_option
@click.pass_obj
def check(ctx: Context, sweep: bool, cluster: str | None, copies: bool, within: float | None, unit_id: str | None, as_json: bool) -> None:
    """Look at every source once, and take in what lies in the inbox."""
    from datetime import timedelta

    limit = None if within is None else timedelta(minutes=within)
    _run(ctx, unit_id, None, as_json, cluster, sweep=sweep, within=limit, copies=copies)


@click.command()
@click.option("--since", required=True, metavar="DAY", help="How far back to go, as 2026-01-01.")
@cluster_option
@unit_option
@json_option
@click.pass_obj
def backfill(ctx: Context, since: str, cluster: str | None, unit_id: str | None, as_json: bool) -> None:
    """Walk the listings back to a day, to fill a year."""
    from datetime import date

    from newswatch.core.polling.coverage import midnight

    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise click.BadParameter(f"expected a day such as 2026-01-01, found {since!r}", param_hint="--since") from None
    _run(ctx, unit_id, midnight(day), as_json, cluster)


def _run(
    ctx: Context,
    unit_id: str | None,
    since: datetime | None,
    as_json: bool,
    cluster: str | None,
    *,
    sweep: bool = False,
    within: timedelta | None = None,
    copies: bool = False,
) -> None:
    from newswatch.daemon.signals import Signals
    from newswatch.services.round import Listener, Scope, Watch

    scope, heard = Scope(tuple(ctx.units(unit_id)), since, sweep, within=within), _Heard()
    total = sum(len(unit.sources) for unit in scope.units)
    with Signals() as signals, ctx.store(create=True) as store, _progress(total) as advance:
        listener = Listener(
            heard.fault, heard.file, advance, _Progress().asked, heard.reports.append, _tell_reconciled, _tell_copied, _tell_copying
        )
        watch = Watch(store, _polled_by(ctx.settings, cluster), ctx.now, stop=signals.stop)
        watch.walk(scope, listener)
        if copies and not signals.stop.is_set():
            watch.copy(scope.units, listener)
    for report in heard.reports:
        show_json(_shape(report, heard.taken)) if as_json else click.echo(_summary(report))
    if signals.code:
        log("stopped; what was read is kept, and the next check carries on from there")
    sys.exit(signals.code or heard.code)


def _polled_by(settings: Settings, cluster: str | None) -> Settings:
    """The settings with whom the option names, if it is given."""
    from dataclasses import replace

    return settings if cluster is None else replace(settings, fetch=replace(settings.fetch, cluster=cluster))


class _Heard:
    """What one call heard: the files of the inbox, the report (none if it was stopped before), the faults of single units and files."""

    def __init__(self) -> None:
        self.taken: list[TakenIn] = []
        self.reports: list[Report] = []
        self.faults: list[Fault] = []

    def file(self, file: TakenIn) -> None:
        self.taken.append(file)
        _tell_intake(file)

    def fault(self, fault: Fault) -> None:
        self.faults.append(fault)
        log_fault(fault)

    @property
    def code(self) -> int:
        """The exit code: 4 if no source could be read, 3 if anything else failed, or if time or budget left sources unread."""
        from newswatch.core.notices.agenda import Ending

        partly = self.faults or any(file.refused or file.problems for file in self.taken)
        left = any(report.ending is not Ending.OK for report in self.reports)
        return 4 if any(report.in_vain for report in self.reports) else 3 if partly or left else 0


class _Progress:
    """Tells now and then how far a long walk has come, so that it is not taken for dead."""

    EVERY = 50
    """Pages between two lines: about a minute at the usual pace."""

    def __init__(self) -> None:
        self._asked = count(1)

    def asked(self, url: str) -> None:
        """Hears of an address that is asked for, from any thread."""
        number = next(self._asked)
        if number % self.EVERY == 0:
            log(f"still reading: {number} pages asked for, the last {url}")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Polled], None]]:
    """Tells of each source as it is done, under a bar that counts them where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield _tell
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("sources", total=total)

        def advance(polled: Polled) -> None:
            _tell(polled)
            bar.advance(task)

        yield advance


def _summary(report: Report) -> str:
    new, changed = sum(x.new for x in report.polled), sum(x.changed for x in report.polled)
    failed = sum(x.failed and not x.poll.stopped and not x.poll.over_budget for x in report.polled)
    spared = sum(x.failed and x.poll.over_budget for x in report.polled)
    told = f"{len(report.polled)} sources looked at, {failed} failed"
    told += f", {spared} left alone: their hosts have had their requests of the day" if spared else ""
    told += f", {report.unfinished} not read to the end: the next check goes on there" if report.unfinished else ""
    left = f"; {report.unreached} not reached, the next check begins with them" if report.unreached else ""
    return f"{told}; {new} new items, {changed} changed{left}"


def _tell(polled: Polled) -> None:
    poll = polled.poll
    log(
        f"{polled.unit}/{polled.source}: {poll.outcome}, {poll.pages} pages, {polled.new} new, {polled.changed} changed, {len(poll.gone)} gone"
    )
    if poll.error:
        log(f"  {poll.error}")
    if poll.warnings:
        from newswatch.report.english import warning  # most polls have nothing to tell

        for text in map(warning, poll.warnings):
            log(f"  {text}")


def _tell_reconciled(one: Reconciled) -> None:
    if not one.revisions:
        return
    from newswatch.report import english  # most checks state no month anew

    for revision in one.revisions:
        for cause in revision.causes:
            log(f"{one.unit}: {revision.month.month} revised ({revision.stated.revision}): {english.cause(cause)}")


def _tell_copying(pages: int) -> None:
    log(f"all sources are looked at; copying {pages} pages of items that count or wait (Ctrl-C leaves the rest to a later round)")


def _tell_copied(copied: Copied) -> None:
    if copied.kept or copied.failed or copied.shown:
        log(f"copies of pages: {copied.kept} images and style sheets kept, {copied.failed} not had, {copied.shown} pages shown")
    for text in copied.told:
        log(f"  {text}")


def _tell_intake(file: TakenIn) -> None:
    log(f"inbox {file.file}: {file.told}")
    for problem in file.problems:
        log(f"  {problem}")


def _shape(report: Report, taken: list[TakenIn]) -> dict[str, Any]:
    from newswatch.report.english import warning

    sources = [
        {
            "unit": x.unit,
            "source": x.source,
            "url": x.url,
            "outcome": str(x.poll.outcome),
            "stopped": x.poll.stopped,
            "over_budget": x.poll.over_budget,
            "error": x.poll.error or None,
            "warnings": [warning(w) for w in x.poll.warnings],
            "pages": x.poll.pages,
            "entries": x.poll.entries,
            "new": x.new,
            "changed": x.changed,
            "gone": len(x.poll.gone),
        }
        for x in report.polled
    ]
    left = {"unreached": report.unreached, "unfinished": report.unfinished}
    return {"state": report.ending, **left, "sources": sources, "inbox": [file.shape for file in taken]}
