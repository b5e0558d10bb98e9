"""The outbox: each mail's way to its recipient, as rows that one process at a time can claim."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from newswatch.core.notices.board import NoticeKind, Recipient, Role
from newswatch.errors import InputError
from newswatch.store.store import Store, instant, stamp

if TYPE_CHECKING:
    from newswatch.core.notices.notice import Notice, Summary

_UNDELIVERED = "('queued', 'sending', 'failed')"


class MailState(StrEnum):
    """Where a mail is: waiting, being handed over, taken by the server, refused for good, called off by a person."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that this process alone may hand over now; `attempts` counts this one."""

    id: int
    address: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Delivery(Claim):
    """A claimed mail with all that is needed to write it."""

    notice: "Notice"
    recipient: Recipient
    everyone: tuple[Recipient, ...]
    message_id: str
    made_at: datetime
    unit_id: str
    unit_title: str
    year: int


def claim(store: Store, now: datetime) -> Claim | None:
    """Takes the oldest mail that is due for this process alone, or None. The claim is one conditional update: no two processes get the same.

    Of mails due at the same time the least tried goes first, so that one that is refused again and again keeps none of the others back.
    """
    with store.writing():
        taken = store.rows(
            "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, changed_at = ? WHERE state = 'queued' AND id = "
            "(SELECT id FROM deliveries WHERE state = 'queued' AND due_at <= ? ORDER BY due_at, attempts, id LIMIT 1) RETURNING id, address, attempts",
            stamp(now),
            stamp(now),
        )
    return Claim(**taken[0]) if taken else None


def tries(store: Store, claimed: Claim) -> int:
    """How often the way to the server was tried, with this claim, for all the mails that it holds up: each try is one of one mail."""
    held = store.rows("SELECT coalesce(sum(attempts), 0) AS n FROM deliveries WHERE state = 'queued' AND fault = 'server'")[0]["n"]
    return int(held) + claimed.attempts


def load(store: Store, claimed: Claim) -> Delivery:
    """All of a claimed mail."""
    from newswatch.store import notices  # who asks how many mails wait needs no notice

    row = store.rows(
        """SELECT d.*, n.made_at, n.year, u.key AS unit, u.kind || ' ' || u.name AS title
           FROM deliveries d JOIN notifications n ON n.id = d.notification_id JOIN units u ON u.id = n.unit_id WHERE d.id = ?""",
        claimed.id,
    )[0]
    others = store.rows("SELECT address, name, role FROM deliveries WHERE notification_id = ? ORDER BY id", row["notification_id"])
    made_at = instant(row["made_at"])
    assert made_at is not None
    return Delivery(
        claimed.id,
        claimed.address,
        claimed.attempts,
        notices.load(store, row["notification_id"]),
        _recipient(row),
        tuple(_recipient(other) for other in others),
        row["message_id"],
        made_at,
        row["unit"],
        row["title"],
        row["year"],
    )


def sent(store: Store, delivery: Claim, answer: str, now: datetime, *, laid: bool = False) -> None:
    """The server took the mail, or it was `laid` into a file since none is set; what waited only for the server is due at once."""
    with store.writing():
        store.run_sql(
            "UPDATE deliveries SET state = 'sent', sent_at = ?, changed_at = ?, fault = '', answer = ?, laid = ? WHERE id = ?",
            stamp(now),
            stamp(now),
            answer,
            int(laid),
            delivery.id,
        )
        store.run_sql("UPDATE deliveries SET due_at = min(due_at, ?), fault = '' WHERE state = 'queued' AND fault = 'server'", stamp(now))


def put_off(store: Store, delivery: Claim, error: str, until: datetime, now: datetime) -> None:
    """The recipient can't take the mail now; it is due again at `until`."""
    with store.writing():
        _release(store, delivery, "recipient", error, until, now)


def hold(store: Store, delivery: Claim, error: str, until: datetime, now: datetime) -> None:
    """The way to the server is at fault: no mail is tried before `until`."""
    with store.writing():
        _release(store, delivery, "server", error, until, now)
        store.run_sql(
            "UPDATE deliveries SET due_at = ?, fault = 'server', answer = ? WHERE state = 'queued' AND due_at < ?",
            stamp(until),
            error,
            stamp(until),
        )


def fail(store: Store, delivery: Claim, error: str, now: datetime) -> None:
    """The mail was refused for good: it is tried again only if a person says so."""
    with store.writing():
        store.run_sql(
            "UPDATE deliveries SET state = 'failed', fault = 'recipient', answer = ?, changed_at = ? WHERE id = ? AND state = 'sending' AND attempts = ?",
            error,
            stamp(now),
            delivery.id,
            delivery.attempts,
        )


def recover(store: Store, now: datetime) -> int:
    """Puts back what a process claimed and never settled; for use while no other process delivers. The mail may have been taken: it can go twice."""
    if not store.rows("SELECT 1 FROM deliveries WHERE state = 'sending' LIMIT 1"):
        return 0
    with store.writing():
        return store.change(
            "UPDATE deliveries SET state = 'queued', changed_at = ?, answer = 'broken off while it was handed over' WHERE state = 'sending'",
            stamp(now),
        )


def retry(store: Store, delivery_id: int | None, now: datetime) -> int:
    """Makes one refused or waiting mail due at once, or all of them but those in doubt. Raises InputError if the one named is none of these."""
    which, params = (" AND NOT in_doubt", ()) if delivery_id is None else (" AND id = ?", (delivery_id,))
    with store.writing():
        changed = store.change(
            "UPDATE deliveries SET state = 'queued', attempts = 0, due_at = ?, changed_at = ?, fault = '', in_doubt = 0 "
            f"WHERE state IN ('queued', 'failed'){which}",
            stamp(now),
            stamp(now),
            *params,
        )
    if delivery_id is not None and not changed:
        raise InputError(_unfit(store, delivery_id, "tried again"))
    return changed


def send_laid(store: Store, delivery_id: int | None, now: datetime) -> int:
    """Makes one mail that was laid into a file due at once, or all of them. Raises InputError if the one named is none of these."""
    which, params = ("", ()) if delivery_id is None else (" AND id = ?", (delivery_id,))
    with store.writing():
        changed = store.change(
            "UPDATE deliveries SET state = 'queued', attempts = 0, due_at = ?, changed_at = ?, sent_at = NULL, fault = '', laid = 0 "
            f"WHERE state = 'sent' AND laid{which}",
            stamp(now),
            stamp(now),
            *params,
        )
    if delivery_id is not None and not changed:
        raise InputError(_unfit(store, delivery_id, "sent from its file"))
    return changed


def readdress(store: Store, delivery_id: int, address: str, message_id: str, now: datetime) -> None:
    """Sends a waiting or refused mail to another mailbox, at once. Raises InputError if it is neither, or if that mailbox has this notice already."""
    doubled = """SELECT 1 FROM deliveries d JOIN deliveries o ON o.notification_id = d.notification_id AND o.id <> d.id
                 WHERE d.id = ? AND lower(o.address) = lower(?)"""
    if store.rows(doubled, delivery_id, address):
        raise InputError(f"{address} has a mail of this notice already; `newswatch outbox cancel {delivery_id}` calls this one off")
    with store.writing():
        changed = store.change(
            "UPDATE deliveries SET address = ?, name = '', message_id = ?, state = 'queued', attempts = 0, due_at = ?, changed_at = ?, fault = '', "
            "in_doubt = 0 WHERE id = ? AND state IN ('queued', 'failed')",
            address,
            message_id,
            stamp(now),
            stamp(now),
            delivery_id,
        )
    if not changed:
        raise InputError(_unfit(store, delivery_id, "sent to another mailbox"))


def identity(store: Store, delivery_id: int) -> tuple[str, NoticeKind, str, int]:
    """Of what notice a mail is: unit id, kind, period, revision. Raises InputError."""
    rows = store.rows(
        "SELECT u.key, n.kind, n.period, n.revision FROM deliveries d JOIN notifications n ON n.id = d.notification_id "
        "JOIN units u ON u.id = n.unit_id WHERE d.id = ?",
        delivery_id,
    )
    if not rows:
        raise InputError(_unfit(store, delivery_id, "found"))
    return rows[0]["key"], NoticeKind(rows[0]["kind"]), rows[0]["period"], rows[0]["revision"]


def cancel(store: Store, delivery_id: int, now: datetime) -> None:
    """Calls off one waiting or refused mail. Raises InputError if it is neither."""
    with store.writing():
        changed = store.change(
            "UPDATE deliveries SET state = 'cancelled', changed_at = ? WHERE id = ? AND state IN ('queued', 'failed')",
            stamp(now),
            delivery_id,
        )
    if not changed:
        raise InputError(_unfit(store, delivery_id, "cancelled"))


def listed(store: Store, *, everything: bool = False, since: datetime | None = None) -> list[dict[str, Any]]:
    """The mails not delivered yet, oldest first; with `everything` all of them, or those written since an instant."""
    which = "1" if everything else f"d.state IN {_UNDELIVERED}"
    return store.rows(
        f"""SELECT d.id, u.key AS unit, n.kind, n.period, n.revision, n.subject, n.made_at, d.address, d.state, d.attempts,
                d.due_at, d.changed_at, d.sent_at, d.fault, d.answer, d.message_id, d.laid, d.in_doubt
            FROM deliveries d JOIN notifications n ON n.id = d.notification_id JOIN units u ON u.id = n.unit_id
            WHERE {which} AND n.made_at >= ? ORDER BY d.id""",
        stamp(since) or "",
    )


def summary(store: Store) -> "Summary":
    """How the outbox stands."""
    from newswatch.core.notices.notice import Summary  # checks write no notice

    rows = {
        (r["state"], r["fault"]): r["n"] for r in store.rows("SELECT state, fault, count(*) AS n FROM deliveries GROUP BY state, fault")
    }
    last = store.rows(
        f"""SELECT (SELECT min(n.made_at) FROM deliveries d JOIN notifications n ON n.id = d.notification_id WHERE d.state IN {_UNDELIVERED}) AS oldest,
            (SELECT answer FROM deliveries WHERE state = 'queued' AND fault = 'server' ORDER BY changed_at DESC LIMIT 1) AS trouble,
            (SELECT count(*) FROM deliveries WHERE state = 'sent' AND laid) AS laid,
            (SELECT count(*) FROM deliveries WHERE state = 'failed' AND in_doubt) AS in_doubt"""
    )[0]
    number = {state: sum(n for (s, _), n in rows.items() if s == state) for state in MailState}
    waiting, held = number[MailState.QUEUED] + number[MailState.SENDING], rows.get((MailState.QUEUED, "server"), 0)
    sent_ = number[MailState.SENT] - last["laid"]
    failed, oldest = number[MailState.FAILED] - last["in_doubt"], instant(last["oldest"])
    return Summary(waiting, held, failed, sent_, oldest, last["trouble"] or "", last["laid"], last["in_doubt"])


def of_unit(store: Store, unit_id: int) -> tuple[int, int, datetime | None]:
    """How many of a unit's mails wait, how many were refused or can't go out, and when the last one was sent (UTC)."""
    row = store.rows(
        """SELECT coalesce(sum(d.state IN ('queued', 'sending') AND d.fault = ''), 0) AS waiting, max(d.sent_at) AS sent_at,
            coalesce(sum(d.state = 'failed' OR (d.state = 'queued' AND d.fault <> '')), 0) AS stuck
        FROM deliveries d JOIN notifications n ON n.id = d.notification_id WHERE n.unit_id = ?""",
        unit_id,
    )[0]
    return int(row["waiting"]), int(row["stuck"]), instant(row["sent_at"])


def next_due(store: Store) -> datetime | None:
    """When the next mail is due."""
    return instant(store.rows("SELECT min(due_at) AS at FROM deliveries WHERE state = 'queued'")[0]["at"])


def _release(store: Store, delivery: Claim, fault: str, error: str, until: datetime, now: datetime) -> None:
    store.run_sql(
        "UPDATE deliveries SET state = 'queued', due_at = ?, changed_at = ?, fault = ?, answer = ? WHERE id = ? AND state = 'sending' AND attempts = ?",
        stamp(until),
        stamp(now),
        fault,
        error,
        delivery.id,
        delivery.attempts,
    )


def _recipient(row: dict[str, Any]) -> Recipient:
    return Recipient(row["address"], row["name"], Role(row["role"]))


def _unfit(store: Store, delivery_id: int, what: str) -> str:
    rows = store.rows("SELECT state, laid FROM deliveries WHERE id = ?", delivery_id)
    if not rows:
        return f"no mail has the number {delivery_id}; `newswatch outbox list --all` shows them"
    if rows[0]["laid"]:
        return f"mail {delivery_id} can't be {what}: it lies in a file; `newswatch outbox send-laid {delivery_id}` sends it"
    return f"mail {delivery_id} can't be {what}: it is {rows[0]['state']}"
