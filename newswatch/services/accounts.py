"""Accounts of the page: adding, granting, disabling, passwords and one-time links. What each may do is decided in `core.rights`.

Every change ends in the list of writes in its own transaction. Whether the person who acts may do it is asked by the door before.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from newswatch.core.rights import ALL_UNITS, Action, Actor, Grant, Role
from newswatch.core.text import fold, printable
from newswatch.errors import FieldCode, FieldFault, InputError
from newswatch.services import passwords
from newswatch.store import accounts, audit
from newswatch.store.accounts import Account as Account
from newswatch.store.accounts import Link as Link
from newswatch.store.accounts import LinkPurpose as LinkPurpose
from newswatch.store.audit import What
from newswatch.store.store import Store

LINK_PATH = "/lien-ket/"
"""The path of the page before a one-time link's token."""

FIRST_LASTS, RESET_LASTS = timedelta(hours=72), timedelta(hours=24)
"""How long one-time links can be used: the first manager may set up over a weekend, a reset is handed over the same day."""

_LONGEST_NAME = 100


def add(store: Store, name: str, display_name: str, grants: Iterable[Grant], now: datetime, actor: Actor) -> Account:
    """Adds an account without a password; one signs in once a one-time link was used. Raises FieldFault for a name that is empty, too long or taken."""
    key, shown = _key(name), _display_name(display_name or name)
    with store.person_writing():
        _note(store, actor, f"add {key}", now)  # first: a form that comes twice is told so, not that the name is taken
        return _made(store, key, shown, grants, now)


def known_as(name: str) -> str:
    """A name as it is known, however its letters are typed: hoà and HÒA are one."""
    return fold(printable(name[: _LONGEST_NAME * 4]))


def listed(store: Store) -> list[Account]:
    """Every account by name."""
    return accounts.listed(store)


def found(store: Store, name: str) -> Account:
    """The account of a name, however its letters are typed. Raises InputError."""
    account = accounts.named(store, known_as(name))
    if account is None:
        raise InputError(f"there is no account {name!r}; `newswatch user list` shows them")
    return account


def set_password(store: Store, name: str, password: str, now: datetime, actor: Actor) -> None:
    """Sets the password of an account, and ends its sessions and links. Raises InputError, FieldFault."""
    account = found(store, name)
    passwords.check(password, account.name)
    hashed = passwords.hashed(password)
    with store.person_writing():
        _put_password(store, account, hashed)
        _note(store, actor, f"password {account.name}", now)


def change_password(store: Store, account: Account, old: str, new: str, now: datetime, actor: Actor) -> None:
    """Sets one's own password, and ends all of one's sessions. Raises FieldFault for a wrong old one, or as `set_password` does."""
    if not passwords.is_it(accounts.password(store, account.id), old):
        raise FieldFault("the password is wrong", "old", FieldCode.WRONG)
    passwords.check(new, account.name)
    hashed = passwords.hashed(new)
    with store.person_writing():
        _put_password(store, account, hashed)
        audit.add(store, actor, What(Action.OWN_ACCOUNT, object=f"password {account.name}"), now)


def disable(store: Store, name: str, now: datetime, actor: Actor) -> None:
    """Disables an account and ends its sessions and links. Raises InputError: there is none, or it is the last manager's."""

    def work(account: Account) -> None:
        with _still_managed(store, "disabled"):
            accounts.disable(store, account.id, now)
        accounts.end_sessions(store, account.id)
        accounts.end_links(store, LinkPurpose.RESET, account.id)

    _change(store, name, "disable", now, actor, work)


def enable(store: Store, name: str, now: datetime, actor: Actor) -> None:
    """Enables an account again. Raises InputError if there is none."""
    _change(store, name, "enable", now, actor, lambda account: accounts.disable(store, account.id, None))


def grant(store: Store, name: str, given: Grant, now: datetime, actor: Actor) -> None:
    """Gives an account a role. Raises InputError: there is none, or an appraiser is to be one of a single unit.

    A link that resets a password ends: whoever asked for it might manage the account as it was and not as it becomes. A first password's stays.
    """

    def work(account: Account) -> None:
        accounts.grant(store, account.id, given, now)
        if account.has_password:
            accounts.end_links(store, LinkPurpose.RESET, account.id)

    _check_grant(given)
    _change(store, name, f"grant {_told(given)}", now, actor, work)


def revoke(store: Store, name: str, taken: Grant, now: datetime, actor: Actor) -> None:
    """Takes a role from an account. Raises InputError: there is none, it has no such role, or it is the last manager's."""

    def work(account: Account) -> None:
        with _still_managed(store, "revoked"):
            taken_away = accounts.revoke(store, account.id, taken)
        if not taken_away:
            raise InputError(f"{account.name} has no role {_told(taken)}; `newswatch user list` shows what each has")

    _change(store, name, f"revoke {_told(taken)}", now, actor, work)


def authenticate(store: Store, name: str, password: str) -> Account | None:
    """The enabled account of this name and password. To say no takes as long whether the name is known or not."""
    account = accounts.named(store, known_as(name))
    stored = accounts.password(store, account.id) if account and not account.disabled else ""
    if not passwords.is_it(stored, password) or account is None:
        return None
    if passwords.is_outdated(stored):
        anew = passwords.hashed(password)
        store.write_if_free(lambda: accounts.replace_password(store, account.id, stored, anew))
    return account


def reset_link(store: Store, name: str, now: datetime, actor: Actor) -> str:
    """The token of a one-time link by which an account gets a new password. Raises InputError: there is none, or it is disabled."""
    token = passwords.token()

    def work(account: Account) -> None:
        if account.disabled:
            raise InputError(f"{account.name} is disabled; enable it first")
        accounts.add_link(store, passwords.digest(token), LinkPurpose.RESET, account.id, now, now + RESET_LASTS)

    _change(store, name, "link", now, actor, work)
    return token


def first_link(store: Store, now: datetime) -> str | None:
    """The token of the one-time link for the first manager's account; None once somebody manages all units."""
    token = passwords.token()
    with store.person_writing():
        if _managers(store):
            return None
        accounts.add_link(store, passwords.digest(token), LinkPurpose.FIRST, None, now, now + FIRST_LASTS)
    return token


def link(store: Store, token: str, now: datetime) -> Link | None:
    """What a one-time link is for; None if it is unknown, was used, or has expired."""
    return accounts.link(store, passwords.digest(token), now)


def use_link(
    store: Store, token: str, password: str, now: datetime, *, name: str = "", display_name: str = "", address: str = ""
) -> Account:
    """Sets the password that a one-time link is for; the first manager's link makes the account of that `name`. Gives the account.

    Raises InputError if the link can't be used (any more), FieldFault for name and password; the link can then be used again.
    """
    asked = _usable(store, token, now)
    key = asked.account.name if asked.account else _key(name)
    shown = asked.account.display_name if asked.account else _display_name(display_name or name)
    passwords.check(password, key)
    hashed = passwords.hashed(password)
    with store.person_writing():
        account = _usable(store, token, now).account or _made(store, key, shown, [Grant(Role.MANAGER)], now)
        accounts.use_link(store, passwords.digest(token), now)
        _put_password(store, account, hashed)
        by = Actor(account.display_name, account.id, address)
        audit.add(store, by, What(Action.OWN_ACCOUNT, object=f"password {account.name} by a one-time link"), now)
    return replace(account, has_password=True)


def _usable(store: Store, token: str, now: datetime) -> Link:
    found = link(store, token, now)
    if found is None or (found.account and found.account.disabled) or (found.purpose is LinkPurpose.FIRST and _managers(store)):
        raise InputError("this link was used before, or has expired; ask a manager for another one")
    return found


def _made(store: Store, key: str, shown: str, grants: Iterable[Grant], now: datetime) -> Account:
    account_id = accounts.add(store, key, shown, now)
    if not account_id:
        raise FieldFault(f"there is an account {key!r} already", "name", FieldCode.TAKEN, key)
    for given in grants:
        _check_grant(given)
        accounts.grant(store, account_id, given, now)
    account = accounts.numbered(store, account_id)
    assert account is not None
    return account


def _put_password(store: Store, account: Account, hashed: str) -> None:
    accounts.set_password(store, account.id, hashed)
    accounts.end_sessions(store, account.id)
    accounts.end_links(store, LinkPurpose.RESET, account.id)


def _change(store: Store, name: str, what: str, now: datetime, actor: Actor, work: Callable[[Account], object]) -> None:
    with store.person_writing():
        account = found(store, name)
        _note(store, actor, f"{what} {account.name}", now)
        work(account)


def _note(store: Store, actor: Actor, what: str, now: datetime) -> None:
    audit.add(store, actor, What(Action.ACCOUNTS, object=what), now)


@contextmanager
def _still_managed(store: Store, done: str) -> Iterator[None]:
    """Raises InputError if what is done inside leaves nobody who manages all units."""
    before = _managers(store)
    yield
    if before and not _managers(store):
        raise InputError(f"this is the last account that manages all units, so it can't be {done}; make another manager first")


def _managers(store: Store) -> list[Account]:
    """The enabled accounts that manage all units and can sign in."""
    return [a for a in accounts.listed(store) if not a.disabled and a.has_password and Grant(Role.MANAGER) in a.grants]


def _check_grant(given: Grant) -> None:
    if given.role is Role.APPRAISER and given.unit != ALL_UNITS:
        raise InputError("an appraiser appraises all units; name none")


def _told(given: Grant) -> str:
    return f"{given.role} in {given.unit or 'all units'}"


def _key(name: str) -> str:
    key = known_as(name)
    if not key or len(key) > _LONGEST_NAME:
        code = FieldCode.TOO_LONG if key else FieldCode.MISSING
        raise FieldFault(f"a name of 1 to {_LONGEST_NAME} characters is needed, found {len(key)}", "name", code, name[:_LONGEST_NAME])
    return key


def _display_name(text: str) -> str:
    shown = printable(text)
    if not shown or len(shown) > _LONGEST_NAME:
        code = FieldCode.TOO_LONG if shown else FieldCode.MISSING
        raise FieldFault(
            f"a name of 1 to {_LONGEST_NAME} characters is needed, found {len(shown)}", "display_name", code, shown[:_LONGEST_NAME]
        )
    return shown
