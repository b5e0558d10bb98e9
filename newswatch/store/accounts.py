"""Accounts, their grants, sessions and one-time links. Passwords come hashed, and tokens as their SHA-256."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from newswatch.core.rights import Grant, Role
from newswatch.store.store import Store, instant, stamp


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it may be shown: `name` is what one signs in with, `display_name` what goes on record. `made_at` is UTC."""

    id: int
    name: str
    display_name: str
    disabled: bool
    has_password: bool
    grants: tuple[Grant, ...]
    made_at: datetime


class LinkPurpose(StrEnum):
    """What a one-time link is for. The values are stored."""

    FIRST = "first"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link that can be used: for the first manager's account, or for a new password of an account."""

    purpose: LinkPurpose
    account: Account | None


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of an account; it ends at `expires_at` (UTC) at the latest."""

    account: Account
    began_at: datetime
    used_at: datetime
    expires_at: datetime


def add(store: Store, name: str, display_name: str, now: datetime) -> int:
    """Adds an account without a password, within a transaction; gives its id, or 0 if there is one of that name."""
    into = "INSERT INTO accounts (name, display_name, made_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING"
    return store.insert_new(into, name, display_name, stamp(now))


def listed(store: Store) -> list[Account]:
    """Every account by name."""
    grants = store.rows("SELECT account_id, unit, role FROM grants ORDER BY unit, role")
    return [_account(row, grants) for row in store.rows("SELECT * FROM accounts ORDER BY name")]


def named(store: Store, name: str) -> Account | None:
    """The account of a folded name."""
    return _one(store, "name = ?", name)


def numbered(store: Store, account_id: int) -> Account | None:
    """The account with an id."""
    return _one(store, "id = ?", account_id)


def password(store: Store, account_id: int) -> str:
    """The hash of an account's password; empty for none."""
    return str(store.rows("SELECT password FROM accounts WHERE id = ?", account_id)[0]["password"])


def set_password(store: Store, account_id: int, hashed: str) -> None:
    """Sets the hash of a password, within a transaction."""
    store.run_sql("UPDATE accounts SET password = ? WHERE id = ?", hashed, account_id)


def replace_password(store: Store, account_id: int, before: str, hashed: str) -> None:
    """Sets another hash of the same password, within a transaction, unless the password was changed meanwhile."""
    store.run_sql("UPDATE accounts SET password = ? WHERE id = ? AND password = ?", hashed, account_id, before)


def disable(store: Store, account_id: int, at: datetime | None) -> None:
    """Disables an account, or enables it (None), within a transaction."""
    store.run_sql("UPDATE accounts SET disabled_at = ? WHERE id = ?", stamp(at), account_id)


def grant(store: Store, account_id: int, given: Grant, now: datetime) -> bool:
    """Gives an account a role, within a transaction; gives whether it had it not."""
    into = "INSERT INTO grants (account_id, unit, role, granted_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    return store.change(into, account_id, given.unit, str(given.role), stamp(now)) == 1


def revoke(store: Store, account_id: int, taken: Grant) -> bool:
    """Takes a role from an account, within a transaction; gives whether it had it."""
    return store.change("DELETE FROM grants WHERE account_id = ? AND unit = ? AND role = ?", account_id, taken.unit, str(taken.role)) == 1


def add_link(store: Store, token: str, purpose: LinkPurpose, account_id: int | None, now: datetime, expires_at: datetime) -> None:
    """Adds a one-time link, within a transaction. Older ones for the same end."""
    end_links(store, purpose, account_id)
    into = "INSERT INTO one_time_links (token, purpose, account_id, made_at, expires_at) VALUES (?, ?, ?, ?, ?)"
    store.run_sql(into, token, str(purpose), account_id, stamp(now), stamp(expires_at))


def end_links(store: Store, purpose: LinkPurpose, account_id: int | None) -> None:
    """Removes the unused links for something, within a transaction."""
    store.run_sql("DELETE FROM one_time_links WHERE purpose = ? AND account_id IS ? AND used_at IS NULL", str(purpose), account_id)


def link(store: Store, token: str, now: datetime) -> Link | None:
    """A link that was neither used nor has expired."""
    rows = store.rows("SELECT * FROM one_time_links WHERE token = ? AND used_at IS NULL AND expires_at > ?", token, stamp(now))
    if not rows:
        return None
    return Link(LinkPurpose(rows[0]["purpose"]), None if rows[0]["account_id"] is None else numbered(store, rows[0]["account_id"]))


def use_link(store: Store, token: str, now: datetime) -> None:
    """Marks a link as used, within a transaction."""
    store.run_sql("UPDATE one_time_links SET used_at = ? WHERE token = ?", stamp(now), token)


def begin_session(store: Store, token: str, account_id: int, now: datetime, expires_at: datetime, address: str) -> None:
    """Adds a session, and removes those that are long over, within a transaction."""
    store.run_sql("DELETE FROM sessions WHERE expires_at <= ?", stamp(now))
    into = "INSERT INTO sessions (token, account_id, began_at, used_at, expires_at, address) VALUES (?, ?, ?, ?, ?, ?)"
    store.run_sql(into, token, account_id, stamp(now), stamp(now), stamp(expires_at), address)


def session(store: Store, token: str) -> Session | None:
    """A session by its token, over or not."""
    rows = store.rows("SELECT * FROM sessions WHERE token = ?", token)
    account = numbered(store, rows[0]["account_id"]) if rows else None
    return Session(account, *(_at(rows[0][name]) for name in ("began_at", "used_at", "expires_at"))) if account else None


def use_session(store: Store, token: str, now: datetime) -> None:
    """Notes that a session was used, within a transaction."""
    store.run_sql("UPDATE sessions SET used_at = max(used_at, ?) WHERE token = ?", stamp(now), token)


def end_session(store: Store, token: str) -> None:
    """Ends a session, within a transaction."""
    store.run_sql("DELETE FROM sessions WHERE token = ?", token)


def end_sessions(store: Store, account_id: int) -> int:
    """Ends all sessions of an account, within a transaction; gives how many there were."""
    return store.change("DELETE FROM sessions WHERE account_id = ?", account_id)


def end_all(store: Store) -> None:
    """Ends every session and unused link, within a transaction."""
    store.run_sql("DELETE FROM sessions")
    store.run_sql("DELETE FROM one_time_links WHERE used_at IS NULL")


def _one(store: Store, where: str, value: str | int) -> Account | None:
    rows = store.rows(f"SELECT * FROM accounts WHERE {where}", value)
    if not rows:
        return None
    return _account(
        rows[0], store.rows("SELECT account_id, unit, role FROM grants WHERE account_id = ? ORDER BY unit, role", rows[0]["id"])
    )


def _account(row: dict[str, Any], grants: list[dict[str, Any]]) -> Account:
    held = tuple(Grant(Role(g["role"]), g["unit"]) for g in grants if g["account_id"] == row["id"])
    names = (row["id"], row["name"], row["display_name"])
    return Account(*names, row["disabled_at"] is not None, bool(row["password"]), held, _at(row["made_at"]))


def _at(text: str) -> datetime:
    at = instant(text)
    assert at is not None
    return at
