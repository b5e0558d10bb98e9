"""Deliver every mail that is due, once each, then the scores for other systems.

claim → compose → hand over → settle, one mail at a time

A mail is marked as sent after the server took it: a crash between the two repeats that one mail, under the same Message-ID, and loses none.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from newswatch import mail
from newswatch.config import Settings
from newswatch.errors import DeliveryError, NewswatchError, StoreError
from newswatch.mail import Carrier, Mail
from newswatch.services.faults import Fault, fault
from newswatch.services.feed import delivery as feed
from newswatch.services.feed.delivery import Fed
from newswatch.store import deliveries, feeds
from newswatch.store.deliveries import Claim, Delivery
from newswatch.store.store import Store

LOCK = "outbox"
_ROOM = 1_000_000
_FIRST_WAIT, _GREATEST_WAIT, _GREATEST_OUTAGE_WAIT = timedelta(minutes=5), timedelta(hours=4), timedelta(hours=1)
_FIRST_REFUSAL_WAIT, _GREATEST_REFUSAL_WAIT = timedelta(hours=1), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of the mails that were due; `trouble` is why the way to the server was given up, if it was.

    `faults` are exceptions nobody foresaw, each of one mail that was put off for it; their tracebacks are for the log. `fed` is what came of the
    scores for other systems.
    """

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    trouble: str = ""
    faults: tuple[Fault, ...] = ()
    fed: Fed = field(default_factory=Fed)

    @property
    def missed(self) -> int:
        """How many mails and scores were not delivered."""
        return self.put_off + self.failed + self.fed.put_off + self.fed.failed


def run(
    store: Store,
    settings: Settings,
    now: Callable[[], datetime],
    *,
    stop: Callable[[], bool] = lambda: False,
    on_mail: Callable[[Claim, str], None] | None = None,
) -> Delivered:
    """Delivers what is due until nothing is (nothing is while the way to the server is at fault), or `stop` says so: mails, then scores for other systems.
    `on_mail` hears of each mail.

    Any number of processes may deliver at once. A mail that can't be composed or sent, for whatever reason, is put off with that reason, and the
    others go. Raises StoreError if the database can't be written, before any mail is handed over.
    """
    so_far = Delivered()
    with store.together(LOCK, lambda: recover(store, now())):
        carrier = mail.carrier(settings.mail)
        try:
            while not stop() and (settled := deliver_one(store, carrier, now)):
                so_far = settled.added_to(so_far)
                if on_mail:
                    on_mail(settled.claim, settled.told)
        finally:
            carrier.close()
        return replace(so_far, fed=feed.run(store, settings, now, stop))


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of one mail: `told` is the server's answer, or why it was not taken."""

    claim: Claim
    told: str
    error: DeliveryError | None = None
    fault: Fault | None = None

    def added_to(self, so_far: Delivered) -> Delivered:
        """The sum with this mail in it."""
        if self.error is None:
            return replace(so_far, sent=so_far.sent + 1)
        if self.error.server:
            return replace(so_far, put_off=so_far.put_off + 1, trouble=self.told)
        if self.error.temporary:
            return replace(so_far, put_off=so_far.put_off + 1, faults=(*so_far.faults, *filter(None, [self.fault])))
        return replace(so_far, failed=so_far.failed + 1)


def deliver_one(store: Store, carrier: Carrier, now: Callable[[], datetime]) -> Settled | None:
    """Claims the oldest mail that is due, hands it over and settles it; None where none is due. Raises StoreError before it hands one over."""
    _check_room(store)
    claimed = deliveries.claim(store, now())
    if claimed is None:
        return None
    try:
        answer = carrier.send(_mail(deliveries.load(store, claimed)))
    except DeliveryError as error:
        return _refused(store, claimed, error, now())
    except NewswatchError as error:
        return _refused(store, claimed, DeliveryError(str(error), temporary=True), now())
    except Exception as error:
        with suppress(Exception):  # nobody knows how far the talk with the server had come
            carrier.close()
        found = fault(f"mail {claimed.id} to {claimed.address}", error)
        return _refused(store, claimed, DeliveryError(str(found), temporary=True), now(), found)
    deliveries.sent(store, claimed, answer, now(), laid=carrier.lays)
    return Settled(claimed, answer)


def recover(store: Store, now: datetime) -> None:
    """Puts back what a process was handing over when it died; for use while no other process delivers."""
    deliveries.recover(store, now)
    feeds.recover(store, now)


def wait(attempts: int, error: DeliveryError) -> timedelta:
    """How long to wait after so many attempts: doubling from five minutes to four hours, or to one where the server could not be reached.

    Where trying again can't help as things stand (login refused, certificate not trusted) from an hour to twelve, lest the server locks the account.
    """
    first, greatest = _FIRST_WAIT, _GREATEST_OUTAGE_WAIT if error.server else _GREATEST_WAIT
    if not error.temporary:
        first, greatest = _FIRST_REFUSAL_WAIT, _GREATEST_REFUSAL_WAIT
    doubled: timedelta = first * 2 ** min(attempts - 1, 20)
    return min(doubled, greatest)


def _refused(store: Store, claimed: Claim, error: DeliveryError, now: datetime, found: Fault | None = None) -> Settled:
    until = now + wait(deliveries.tries(store, claimed) if error.server else claimed.attempts, error)
    if error.server:
        deliveries.hold(store, claimed, str(error), until, now)
    elif error.temporary:
        deliveries.put_off(store, claimed, str(error), until, now)
    else:
        deliveries.fail(store, claimed, str(error), now)
    return Settled(claimed, str(error), error, found)


def _mail(delivery: Delivery) -> Mail:
    everyone = delivery.everyone
    return Mail(
        notice=delivery.notice,
        recipient=delivery.recipient,
        to=tuple(r for r in everyone if r.role.addressed),
        copies=tuple(r for r in everyone if not r.role.addressed),
        message_id=delivery.message_id,
        made_at=delivery.made_at,
        unit_id=delivery.unit_id,
        unit_title=delivery.unit_title,
        year=delivery.year,
    )


def _check_room(store: Store) -> None:
    """A mail handed over that can't be marked as sent would go out again and again."""
    free = shutil.disk_usage(store.path.parent).free
    if free < _ROOM:
        raise StoreError(f"{store.path}: only {free} bytes are free on its disk, so no mail is handed over; make room, nothing is lost")
