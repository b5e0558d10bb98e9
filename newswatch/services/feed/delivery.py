"""Delivers the scores that are due: into files, whole or not at all, and by signed POST, each at least once.

claim → write or post → settle, one at a time

A score is marked as delivered after it was: a crash between the two repeats that one delivery, under the same key, and loses none.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_ISREG

from newswatch import __version__, private
from newswatch.config import FeedSettings, Settings, Unit, feed_secret
from newswatch.core.record.feeding import FeedWay, signature
from newswatch.core.text import printable
from newswatch.errors import DeliveryError, NewswatchError, SourceError
from newswatch.services.faults import Fault, fault
from newswatch.services.feed import intent
from newswatch.store import feeds
from newswatch.store.feeds import Claim
from newswatch.store.store import Store

_FIRST_WAIT, _GREATEST_WAIT = timedelta(minutes=5), timedelta(hours=4)
_MODE = 0o644
_LATER = frozenset((408, 425, 429))
"""HTTP statuses below 500 that ask to come again (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4)."""

_LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Fed:
    """What came of the scores that were due: how many were delivered, put off, refused; why, of each that was not; `faults` nobody foresaw."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    trouble: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def run(store: Store, settings: Settings, now: Callable[[], datetime], stop: Callable[[], bool] = lambda: False) -> Fed:
    """Delivers what is due until nothing is, or `stop` says so. For use with the lock of whoever delivers held.

    What can't be delivered is put off with the reason, and with it all that goes to the same target; a refusal for good is told, and the others go. Raises
    StoreError if the database can't be written.
    """
    so_far = Fed()
    while not stop() and (claimed := feeds.claim(store, now())):
        so_far = _one(store, settings, claimed, now, so_far)
    return so_far


def wait(attempts: int) -> timedelta:
    """How long to wait after so many attempts at one target: doubling from five minutes to four hours."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, _GREATEST_WAIT)


def _one(store: Store, settings: Settings, claimed: Claim, now: Callable[[], datetime], so_far: Fed) -> Fed:
    try:
        answer = _delivered(settings, claimed, now())
    except DeliveryError as error:
        return _refused(store, claimed, error, now(), so_far)
    except NewswatchError as error:
        return _refused(store, claimed, DeliveryError(str(error), temporary=True), now(), so_far)
    except Exception as error:
        found = fault(f"feed f{claimed.id} to {claimed.target}", error)
        return _refused(store, claimed, DeliveryError(str(found), temporary=True), now(), replace(so_far, faults=(*so_far.faults, found)))
    feeds.sent(store, claimed, answer, now())
    return replace(so_far, sent=so_far.sent + 1)


def _refused(store: Store, claimed: Claim, error: DeliveryError, now: datetime, so_far: Fed) -> Fed:
    told = replace(so_far, trouble=(*so_far.trouble, f"f{claimed.id}: {error}"))
    if error.temporary:
        feeds.hold(store, claimed, str(error), now + wait(feeds.tries(store, claimed)), now)
        return replace(told, put_off=told.put_off + 1)
    feeds.fail(store, claimed, str(error), now)
    return replace(told, failed=told.failed + 1)


def _delivered(settings: Settings, claimed: Claim, now: datetime) -> str:
    """Delivers one; gives what is to be kept of the answer. Raises DeliveryError or another NewswatchError."""
    units = {unit.id: unit for unit in settings.units}
    if not _is_named(settings.feed, units.get(claimed.unit), claimed):
        raise DeliveryError(f"{claimed.target}: is named in [feed] no more, so nothing is sent there", temporary=False)
    if claimed.way is FeedWay.FILE:
        lay(Path(claimed.target), claimed.body)
        return ""
    return _posted(settings, claimed, now)


def _is_named(feed: FeedSettings, unit: Unit | None, claimed: Claim) -> bool:
    """Do the settings still send the unit's scores there?"""
    named = intent.targets(feed, unit) if unit else ()
    years = {target.replace("{year}", str(claimed.year)) if way is FeedWay.FILE else target for way, target in named if way is claimed.way}
    return claimed.target in years


def lay(path: Path, body: bytes) -> None:
    """Writes a file whole or not at all: under another name, synced, then renamed. Every account may read it, or those that may read the one in its place.

    Raises DeliveryError; what lay there stays then.
    """
    part = path.with_name(f"{path.name}.part")
    if not path.parent.is_dir():
        raise DeliveryError(f"{path.parent}: there is no such folder; make it, and let the receiver read it", temporary=True)
    try:
        part.unlink(missing_ok=True)
        private.make_file(part)
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_mode(path))
        part.replace(path)
        private.sync(path.parent)
    except OSError as error:
        raise DeliveryError(f"{path}: can't be written: {error.strerror or error}", temporary=True) from error


def _mode(path: Path) -> int:
    """The rights of the file that lies there, else those of one that everybody reads."""
    try:
        found = path.lstat().st_mode
    except OSError:
        return _MODE
    return found & 0o777 if S_ISREG(found) else _MODE


def _posted(settings: Settings, claimed: Claim, now: datetime) -> str:
    from newswatch.sources.http.posting import post  # with it comes requests

    url, secret = claimed.target, feed_secret(settings.feed)
    if secret is None:
        hint = "name a file with it as secret_file in [feed], or set NEWSWATCH_FEED_SECRET"
        raise DeliveryError(f"{url}: there is no secret to sign it with; {hint}", temporary=True)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"newswatch/{__version__}",
        "Idempotency-Key": claimed.key,
        "Newswatch-Delivery": str(claimed.id),
        "Newswatch-Signature": signature(secret, now, claimed.body),
    }
    try:
        answer = post(url, claimed.body, headers, settings.feed.timeout_seconds, settings.fetch.networks, opening=_LONGEST_ANSWER)
    except SourceError as error:
        raise DeliveryError(str(error), temporary=True) from error
    told = f"HTTP {answer.status}"
    if 200 <= answer.status < 300:
        return told
    said = printable(answer.body.decode("utf-8", "replace"), _LONGEST_ANSWER)
    said = f"{told} ({said})" if said else told
    if answer.status >= 500 or answer.status in _LATER:
        raise DeliveryError(f"{url}: answered {said}; it is tried again", temporary=True)
    if 300 <= answer.status < 400:
        where = printable(answer.location, _LONGEST_ANSWER) or told
        raise DeliveryError(
            f"{url}: redirects to another address ({where}), to which nothing is sent; write the right one as url in [feed]",
            temporary=False,
        )
    raise DeliveryError(f"{url}: refused it: {said}", temporary=False)
