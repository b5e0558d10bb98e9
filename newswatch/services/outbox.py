"""What a person does with mails, and with scores for other systems: see those on their way, try one again, send it elsewhere, call it off, see one
before it goes, try the way out."""

from datetime import datetime
from pathlib import Path
from typing import Any

from newswatch import mail, private
from newswatch.config import MailSettings, Settings, Unit, is_address
from newswatch.core.months import local_day
from newswatch.core.notices.astray import Stray, astray
from newswatch.core.notices.notice import Notice, Recipient
from newswatch.errors import InputError
from newswatch.mail import Mail
from newswatch.report.letters.trial import trial
from newswatch.store import deliveries, feeds
from newswatch.store.store import Store

_NOBODY = Recipient("ban-bien-tap@example.invalid", "Ban biên tập")


def listed(store: Store, *, everything: bool) -> list[dict[str, Any]]:
    """The mails that are not delivered yet, oldest first, as stored; with `everything` also those delivered and called off."""
    return deliveries.listed(store, everything=everything)


def fed(store: Store, *, everything: bool) -> list[dict[str, Any]]:
    """The same of scores for other systems. Each has the columns of a mail, its number after an `f`, and its `year` and `key` besides."""
    return [_as_mail(row) for row in feeds.listed(store, everything=everything)]


def _as_mail(row: dict[str, Any]) -> dict[str, Any]:
    same = ("unit", "made_at", "state", "attempts", "due_at", "changed_at", "sent_at", "answer", "in_doubt", "year", "key")
    own = {
        "id": f"f{row['id']}",
        "kind": f"feed_{row['way']}",
        "period": str(row["year"]),
        "revision": None,
        "subject": "",
        "message_id": None,
    }
    fault = "server" if row["state"] == "queued" and row["answer"] else "recipient" if row["state"] == "failed" and row["answer"] else ""
    return own | {"address": row["target"], "laid": 0, "fault": fault} | {name: row[name] for name in same}


def retry_fed(store: Store, number: int | None, now: datetime) -> int:
    """Makes a waiting or refused score due at once, or all of them but those in doubt; gives how many. Raises InputError if that one is neither."""
    return feeds.retry(store, number, now)


def cancel_fed(store: Store, number: int, now: datetime) -> None:
    """Calls off one waiting or refused score. Raises InputError if it is neither."""
    feeds.cancel(store, number, now)


def strays(store: Store, settings: Settings) -> list[Stray]:
    """The mails on their way to mailboxes that were taken out of the settings, or corrected there, since they were written."""
    return astray(listed(store, everything=True), {unit.id: unit.recipients for unit in settings.units})


def retry(store: Store, mail_id: int | None, now: datetime) -> int:
    """Makes a waiting or refused mail due at once, or all of them; gives how many. Raises InputError if that one is neither."""
    return deliveries.retry(store, mail_id, now)


def send_laid(store: Store, settings: Settings, mail_id: int | None, now: datetime) -> int:
    """Makes one mail that was laid into a file due for the server, or all of them; gives how many. Each keeps its Date and Message-ID, and its file.

    Raises InputError if no server is set, or that one is no such mail.
    """
    if not settings.mail.host:
        raise InputError("mail.host: no mail server is set, so that nothing can be sent; set one in [mail] of config.toml")
    return deliveries.send_laid(store, mail_id, now)


def laid(store: Store) -> int:
    """How many mails lie in files and were not sent."""
    return deliveries.summary(store).laid


def readdress(store: Store, settings: Settings, mail_id: int, address: str, now: datetime) -> None:
    """Sends a waiting or refused mail to another mailbox, at once. Raises InputError."""
    if not is_address(address):
        raise InputError(f"--to: expected a mail address such as xa@hue.gov.vn, found {address!r}")
    identity = mail.message_id(*deliveries.identity(store, mail_id), address, mail.domain_of(settings.mail))
    deliveries.readdress(store, mail_id, address, identity, now)


def cancel(store: Store, mail_id: int, now: datetime) -> None:
    """Calls off one waiting or refused mail. Raises InputError if it is neither."""
    deliveries.cancel(store, mail_id, now)


def write_preview(settings: MailSettings, unit: Unit, notice: Notice, folder: Path, now: datetime) -> list[Path]:
    """Writes a notice as its first recipient would get it now: .eml, .html, the short text, and what is attached; gives the paths.

    The folder is made where it is not there; other accounts can't read the files. Nothing is kept or sent.
    """
    first = unit.recipients(notice.kind)[:1] or (_NOBODY,)
    stem = folder / f"{unit.id}-{notice.kind}-{notice.period}"
    private.make_folder(folder)
    files = {
        Path(f"{stem}.eml"): mail.compose(_single(settings, unit, notice, first[0], now), settings),
        Path(f"{stem}.html"): notice.html.encode(),
        Path(f"{stem}.txt"): notice.short_text.encode("utf-8-sig"),
    } | {folder / enclosure.name: enclosure.body for enclosure in notice.enclosures}
    for path, content in files.items():
        private.write(path, content)
    return list(files)


def send_trial(settings: MailSettings, unit: Unit, address: str, now: datetime) -> str:
    """Sends one test mail now; gives what the server answered. Raises DeliveryError."""
    carrier = mail.carrier(settings)
    try:
        return carrier.send(_single(settings, unit, trial(unit, now), Recipient(address), now))
    finally:
        carrier.close()


def _single(settings: MailSettings, unit: Unit, notice: Notice, to: Recipient, now: datetime) -> Mail:
    """A mail to one mailbox, with a Message-ID of this moment, so that it is never taken for a mail of the outbox."""
    period = f"{notice.period}.{now:%Y%m%dT%H%M%S}"
    identity = mail.message_id(unit.id, notice.kind, period, notice.revision, to.address, mail.domain_of(settings))
    return Mail(notice, to, (to,), (), identity, now, unit.id, unit.title, local_day(now).year)
