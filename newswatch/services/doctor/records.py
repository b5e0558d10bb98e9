"""What the database tells: is it sound, was everything done in time, what did the sources say, how does the outbox stand?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from newswatch.config import Settings
from newswatch.core.notices.agenda import Duty, Ending, Ran
from newswatch.core.notices.astray import astray
from newswatch.core.polling.proof import Gap
from newswatch.core.polling.records import LastPoll
from newswatch.report import english
from newswatch.services.doctor.finding import LATE, MEGABYTE, Finding, Health, ago, moment
from newswatch.services.duties import next_due, owing
from newswatch.services.inbox import unread_logs
from newswatch.store import deliveries, health, polls, runs, units
from newswatch.store.store import Store

_SLACK = timedelta(minutes=5)
_LASTING = (Gap.SEVERAL_LISTS, Gap.PAGE_SLIPPED, Gap.PAGE_MISSING, Gap.ORDER_UNKNOWN, Gap.PAGE_LIMIT, Gap.NEWEST_ONLY, Gap.NO_PAGER)


def damage(store: Store) -> list[Finding]:
    """What is broken in the file itself."""
    advice = "keep a copy of the file, then restore one from before; `sqlite3 FILE .recover` saves what can be read"
    harm = store.damage()
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
    units.enroll(store, settings.units)
    with_daemon = store.held(runs.DAEMON)
    coming = f"next duty at {moment(next_due(store, settings, now))}"
    yield Finding(
        "daemon", Health.OK, f"runs; {coming}" if with_daemon else f"does not run; cron, a timer or a person does its work; {coming}"
    )
    start = "see `systemctl status newswatch` or its log" if with_daemon else "start `newswatch run`, or see `newswatch service`"
    late = owing(store, settings, now - LATE)
    for duty, last in ((duty, runs.last_run(store, str(duty))) for duty in Duty):
        if last is None:
            yield Finding(f"last {duty}", Health.WARN, "never", f"run `newswatch {duty}`, or {start}")
        elif duty in late:
            yield Finding(f"last {duty}", Health.WARN, f"{ago(last.started_at, now)}, {_ended(last)}; one is overdue", start)
        elif last.ending is Ending.FAILED:
            yield Finding(f"last {duty}", Health.WARN, f"{ago(last.started_at, now)}, failed", f"`newswatch {duty}` says why")
        else:
            yield Finding(f"last {duty}", Health.OK, f"{ago(last.started_at, now)}, {_ended(last)}")
    yield from _open_run(store, now)


def _ended(last: Ran) -> str:
    return "broken off" if last.ending.broken_off else str(last.ending)


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


def strays(store: Store, settings: Settings) -> Iterator[Finding]:
    """The mails on their way to mailboxes that the settings name no more."""
    mails = deliveries.listed(store, everything=True)
    for mail in (stray for unit in settings.units for stray in astray(unit.id, mails, unit.recipients)):
        to = mail.others[0] if len(mail.others) == 1 else "ADDRESS"
        ways = f"`newswatch outbox retry {mail.mail_id} --to {to}` sends it to the right one, `newswatch outbox cancel {mail.mail_id}` calls it off"
        told = f"mail {mail.mail_id} of {mail.unit} is on its way to {mail.address}, which config.toml names no more"
        yield Finding(f"mail {mail.mail_id}", Health.WARN, told, ways)


def seen(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """What the last polls of the sources said."""
    for unit in settings.units:
        known = {last.source_id: last for last in polls.last_polls(store, units.unit_row(store, unit))} if units.has(store, unit) else {}
        for source in unit.sources:
            last = known.get(source.id, LastPoll(source.id, source.url))
            yield _last_poll(f"source {unit.id}/{source.id}", last, settings.schedule.trouble_days, now)


def _last_poll(about: str, last: LastPoll, patience: int, now: datetime) -> Finding:
    good = last.last_good_at
    if last.polled_at is None:
        return Finding(about, Health.WARN, "never looked at", "run `newswatch check`")
    told = f"last read well {ago(good, now)}" if good else "never read well"
    if last.failed:
        bad = good is None or now - good > timedelta(days=patience)
        told = f"{told}; the last look {last.outcome}: {last.error}"
        advice = f"see what `newswatch probe '{last.url}'` makes of it; correct url or profile in config.toml"
        return Finding(about, Health.BAD if bad else Health.WARN, told, advice)
    if good and now - good > timedelta(days=patience):
        return Finding(about, Health.WARN, told, "run `newswatch check`, and see why no check has run")
    settled = last.first_at is not None and now - last.first_at > timedelta(days=patience)
    return _unproved(about, told, last, settled=settled) or Finding(about, Health.OK, told)


def _unproved(about: str, told: str, last: LastPoll, *, settled: bool) -> Finding | None:
    """A source that is read well and still proves no day: a month that needs it can never be known.

    A page of several lists never will. Of others it is said once they are `settled`: the order of a short list shows only as news come in.
    """
    proof = last.proof
    if proof is None or proof.reach is not None:
        return None
    lasting = _LASTING if settled else _LASTING[:1]
    why = next((gap for gap in lasting if gap in proof.gaps), None)
    if why is None:
        return None
    said, _, advice = english.gap(why).partition("; ")
    return Finding(about, Health.WARN, f"{told}, but proves no day: {said}", advice or f"see `newswatch probe '{last.url}'`")


def _open_run(store: Store, now: datetime) -> Iterator[Finding]:
    run_ = health.open_run(store)
    if run_ and store.held():
        yield Finding("open run", Health.OK, f"{run_[0]}, begun {ago(run_[1], now)}, is at work")
    elif run_:
        yield Finding("open run", Health.OK, f"{run_[0]}, begun {ago(run_[1], now)}, was left by a crash; the next run closes it")


def logs(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """The loudspeaker logs that were handed in and not taken in whole."""
    for unit in settings.units:
        found = unread_logs(store, settings, unit, now)
        for one in found:
            told = f"{one.file}: {one.rows} rows were not taken in" if one.rows else f"{one.file}: {one.why}"
            advice = "`newswatch bulletin import --dry-run FILE` shows what is wrong; correct it and lay it into the inbox again"
            yield Finding(f"log {unit.id}", Health.WARN, told, advice)
        if not found:
            yield Finding(f"log {unit.id}", Health.OK, "every log handed in of late was taken in whole")
