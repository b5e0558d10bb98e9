"""What the database tells: is it sound, was everything done in time, what did the sources say, how does the outbox stand?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from newswatch.config import Settings
from newswatch.core.notices.agenda import Duty
from newswatch.services.doctor.finding import LATE, MEGABYTE, Finding, Health, ago, moment
from newswatch.store import deliveries, duties, health, reads
from newswatch.store.store import Store, enroll, instant

_SLACK = timedelta(minutes=5)


def damage(store: Store) -> list[Finding]:
    """What is broken in the file itself."""
    advice = "keep a copy of the file, then restore one from before; `sqlite3 FILE .recover` saves what can be read"
    harm = "; ".join(health.damage(store))
    return [Finding("database", Health.BAD, f"{store.path}: is damaged: {harm}", advice)] if harm else []


def database(store: Store, now: datetime) -> Iterator[Finding]:
    """Whether it can be written, and holds nothing that is still to come."""
    size = store.path.stat().st_size / MEGABYTE
    if store.writable:
        with store.writing():
            pass
        yield Finding("database", Health.OK, f"{store.path}: sound, can be written, {size:.1f} MB")
    else:
        advice = "run newswatch as the account that owns it, or give it the file"
        yield Finding("database", Health.BAD, f"{store.path}: may only be read", advice)
    last = health.latest(store)
    if last and last > now + _SLACK:
        advice = "the clock was set back, or ran ahead once: set it right (timedatectl, NTP); until then what is seen now counts as earlier"
        yield Finding("clock", Health.BAD, f"the database holds something of {moment(last)}, which is still to come", advice)


def duties_done(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether a daemon runs, and when each daily duty was last done, by whomever."""
    with_daemon = store.held(duties.DAEMON)
    coming = f"next duty at {moment(duties.next_due(store, settings, now))}"
    yield Finding(
        "daemon", Health.OK, f"runs; {coming}" if with_daemon else f"does not run; cron, a timer or a person does its work; {coming}"
    )
    start = "see `systemctl status newswatch` or its log" if with_daemon else "start `newswatch run`, or see `newswatch service`"
    late = duties.due(store, settings, now - LATE)
    for duty, last in ((duty, reads.last_run(store, str(duty))) for duty in Duty):
        if last is None:
            yield Finding(f"last {duty}", Health.WARN, "never", f"run `newswatch {duty}`, or {start}")
        elif duty in late:
            yield Finding(f"last {duty}", Health.WARN, f"{ago(last.started_at, now)}, {last.state}; one is overdue", start)
        elif last.state == "failed":
            yield Finding(f"last {duty}", Health.WARN, f"{ago(last.started_at, now)}, failed", f"`newswatch {duty}` says why")
        else:
            yield Finding(f"last {duty}", Health.OK, f"{ago(last.started_at, now)}, {last.state}")
    yield from _open_run(store, now)


def outbox(store: Store, now: datetime) -> Finding:
    """The mails on their way."""
    box = deliveries.summary(store)
    since = f", the oldest written {ago(box.oldest, now)}" if box.oldest else ""
    told = f"{box.sent} mails sent, {box.waiting} waiting, {box.failed} refused for good{since}"
    if box.held:
        advice = "mend the way to the mail server; they go out by themselves then"
        return Finding("outbox", Health.BAD, f"{told}; {box.held} held back: {box.trouble}", advice)
    if box.failed:
        advice = "`newswatch outbox list` says why; `newswatch outbox retry` tries them once more, `--to ADDRESS` elsewhere"
        return Finding("outbox", Health.BAD, told, advice)
    if box.waiting and box.oldest and now - box.oldest > LATE:
        return Finding("outbox", Health.WARN, told, "`newswatch outbox list` says why; `newswatch deliver` tries those that are due")
    return Finding("outbox", Health.OK, told)


def seen(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """What the last looks at the sources said."""
    rows = enroll(store, settings.units)
    for unit in settings.units:
        polls = {row["source"]: row for row in reads.last_polls(store, rows[unit.id, ""])} if (unit.id, "") in rows else {}
        for source in unit.sources:
            yield _last_look(f"source {unit.id}/{source.id}", polls.get(source.id, {}), settings.schedule.trouble_days, now)


def _last_look(about: str, row: dict[str, Any], patience: int, now: datetime) -> Finding:
    looked, good = instant(row.get("fetched_at")), instant(row.get("last_good"))
    if looked is None:
        return Finding(about, Health.WARN, "never looked at", "run `newswatch check`")
    told = f"last read well {ago(good, now)}" if good else "never read well"
    if row["outcome"] in ("failed", "suspect"):
        bad = good is None or now - good > timedelta(days=patience)
        told = f"{told}; the last look {row['outcome']}: {row['error']}"
        advice = f"see what `newswatch probe '{row['url']}'` makes of it; correct url or profile in config.toml"
        return Finding(about, Health.BAD if bad else Health.WARN, told, advice)
    if good and now - good > timedelta(days=patience):
        return Finding(about, Health.WARN, told, "run `newswatch check`, and see why no check has run")
    return Finding(about, Health.OK, told)


def _open_run(store: Store, now: datetime) -> Iterator[Finding]:
    run_ = health.open_run(store)
    if run_ and store.held():
        yield Finding("open run", Health.OK, f"{run_[0]}, begun {ago(run_[1], now)}, is at work")
    elif run_:
        yield Finding("open run", Health.OK, f"{run_[0]}, begun {ago(run_[1], now)}, was left by a crash; the next run closes it")
