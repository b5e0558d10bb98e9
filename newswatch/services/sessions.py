"""Who is signed in: sessions are kept here, and a browser holds a token alone. One ends when it lies idle, at the latest after a working day."""

from datetime import datetime, timedelta

from newswatch.core.rights import Action, Actor
from newswatch.services import passwords
from newswatch.store import accounts, audit
from newswatch.store.accounts import Account, Session
from newswatch.store.audit import What
from newswatch.store.store import Store

IDLE = timedelta(hours=2)
"""Longer than a lunch, shorter than an afternoon away from the desk."""

LONGEST = timedelta(hours=12)
_RENEWED_AFTER = timedelta(minutes=1)


def begin(store: Store, account: Account, now: datetime, address: str = "") -> str:
    """Signs an account in; gives the token of a session of its own. Raises StoreError."""
    token = passwords.token()
    with store.person_writing():
        accounts.begin_session(store, passwords.digest(token), account.id, now, now + LONGEST, address)
        _note(store, Actor(account.display_name, account.id, address), "sign in", now)
    return token


def current(store: Store, token: str, now: datetime) -> Session | None:
    """The session of a token; None if it is unknown or over, or its account is disabled. That it was used is noted once a minute, if nobody writes."""
    key = passwords.digest(token)
    found = accounts.session(store, key)
    if found is None or found.account.disabled or now >= found.expires_at or now >= found.used_at + IDLE:
        return None
    if now >= found.used_at + _RENEWED_AFTER:
        store.write_if_free(lambda: accounts.use_session(store, key, now))
    return found


def end(store: Store, token: str, now: datetime, address: str = "") -> None:
    """Signs out. An unknown token is let be."""
    key = passwords.digest(token)
    with store.person_writing():
        found = accounts.session(store, key)
        if found:
            accounts.end_session(store, key)
            _note(store, Actor(found.account.display_name, found.account.id, address), "sign out", now)


def end_all(store: Store, account_id: int, now: datetime, actor: Actor) -> int:
    """Signs an account out everywhere; gives how many sessions it had."""
    with store.person_writing():
        ended = accounts.end_sessions(store, account_id)
        _note(store, actor, f"sign out everywhere, account {account_id}", now)
    return ended


def _note(store: Store, actor: Actor, what: str, now: datetime) -> None:
    audit.add(store, actor, What(Action.OWN_ACCOUNT, object=what), now)
