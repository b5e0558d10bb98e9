"""Examine everything newswatch needs, and say what to do. Changes nothing but bringing the tables up to date, and noting what it takes of budgets.

configuration → clock, holidays → database, duties, outbox → boards → mail → sources → disks
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newswatch.config import Settings
from newswatch.core.hosts.own import named_site
from newswatch.errors import NewswatchError
from newswatch.report.vi.reasons import technical
from newswatch.services.budgets import lent
from newswatch.services.doctor import evidence, feed, machine, outside, records
from newswatch.services.doctor.finding import DATABASE, Finding, Health
from newswatch.sources.http.budget import Budget
from newswatch.store import deliveries
from newswatch.store.store import Store

__all__ = ["Examination", "Finding", "Health", "run", "shape"]


@dataclass(frozen=True, slots=True)
class Examination:
    """All findings; `configured` says whether the configuration could be used."""

    findings: tuple[Finding, ...]
    configured: bool

    @property
    def sound(self) -> bool:
        """Is nothing bad?"""
        return not any(f.health is Health.BAD for f in self.findings)


def run(path: Path, now: Callable[[], datetime], *, offline: bool = False) -> Examination:
    """Examines what a configuration file names; `offline` leaves the sources and the mail server alone. Nothing foreseen is raised."""
    findings, settings = machine.configuration(path)
    database = settings.database if settings else machine.named_database(path)
    findings += machine.clock(now())
    findings += [machine.holidays(settings, now()), evidence.browser(settings)] if settings else []
    findings += _stored(database, settings, now())
    if settings:
        refused = _refused(database)
        findings += [outside.board(settings, unit, refused) for unit in settings.units]
        findings += outside.sourceless(settings, now())
        findings.append(outside.mail_way(settings, offline=offline))
        findings += feed.secret(settings)
        findings += [] if offline else _tried(database, settings, now)
    findings += machine.closed(database, settings)
    findings += machine.disks(database, settings)
    return Examination(tuple(findings), settings is not None)


def _stored(database: Path, settings: Settings | None, now: datetime) -> Iterator[Finding]:
    """What the database tells; without settings only whether it is sound."""
    if not database.exists():
        yield Finding(DATABASE, Health.WARN, f"{database}: chưa có", "chạy `newswatch check`, lệnh này sẽ tạo ra")
        return
    try:
        with Store.open(database, create=False) as store:
            if harm := records.damage(store):
                yield from harm
                return
            yield from records.database(store, now)
            yield from evidence.files_kept(store)
            if settings:
                yield from records.duties_done(store, settings, now)
                yield records.outbox(store, settings, now)
                yield from feed.delivered(store, settings, now)
                yield from records.strays(store, settings)
                yield from records.seen(store, settings, now)
                yield from records.logs(store, settings, now)
                yield from evidence.budgets(store, settings)
                yield from evidence.lacking(store, settings, now)
    except NewswatchError as error:
        yield Finding(DATABASE, Health.BAD, technical(str(error)), "sửa lại, hoặc khôi phục từ bản sao")


def _tried(database: Path, settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """A trial read of each source. Where its hosts have budgets it is noted in the database as all requests are, and not made if it can't be."""
    fetch = settings.fetch
    unstored = Budget(fetch.budgets, fetch.requests_a_day)
    for unit in settings.units:
        for source in unit.sources:
            sites = {named_site(host) for host in (source.url, *source.hosts)}
            if not (any(map(unstored.limit, sites)) and database.exists()):
                yield outside.reached(settings, unit, source, now, unstored)
                continue
            try:
                with Store.open(database, create=False) as store, lent(store, fetch, now, sites) as budget:
                    found = outside.reached(settings, unit, source, now, budget)
            except NewswatchError as error:
                found = outside.untried(unit, source, error)
            yield found


def _refused(database: Path) -> frozenset[str]:
    """The mailboxes, in lower case, whose last mail was refused for good; none where the database can't be read, which is told elsewhere."""
    last: dict[str, str] = {}
    if database.exists():
        with suppress(NewswatchError), Store.open(database, create=False) as store:
            last = {
                m["address"].lower(): m["state"]
                for m in deliveries.listed(store, everything=True)
                if m["state"] in ("sent", "failed") and not m["laid"] and not m["in_doubt"]
            }
    return frozenset(address for address, state in last.items() if state == "failed")


def shape(examination: Examination) -> dict[str, Any]:
    """The examination as JSON."""
    return {"sound": examination.sound, "findings": [asdict(f) for f in examination.findings]}
