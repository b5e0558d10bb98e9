"""Who is logged in: a session of the services by its token, which alone lies in the cookie."""

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from newswatch.services import sessions
from newswatch.services.accounts import Account
from newswatch.web.desk import desk


class Person(UserMixin):  # type: ignore[misc]
    """A logged-in account for Flask-Login. Its id is the session's token, so that it ends where the session ends."""

    def __init__(self, account: Account, token: str) -> None:
        self.account, self.token = account, token

    def get_id(self) -> str:
        """The session's token."""
        return self.token


def install(app: Flask) -> None:
    """Has Flask-Login ask the services. A phone changes its address all day, so that a session is bound to none."""
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # the page of a problem is shown without asking anybody
    manager.session_protection = None
    manager.user_loader(load)


def load(token: str) -> Person | None:
    """The person of a session's token; None if it has ended."""
    at = desk()
    held = sessions.current(at.store, token, at.now)
    return Person(held.account, token) if held else None


def settle() -> None:
    """Finds out who asks, for the desk."""
    found = current_user._get_current_object()
    if isinstance(found, Person):
        at = desk()
        at.account, at.token = found.account, found.token


def begin(account: Account, address: str) -> None:
    """Logs an account in under a new token, and with nothing of what the cookie held before."""
    at = desk()
    token = sessions.begin(at.store, account, at.now, address)
    session.clear()
    login_user(Person(account, token))
    at.account, at.token = account, token


def end() -> None:
    """Logs out here."""
    at = desk()
    if at.token:
        sessions.end(at.store, at.token, at.now)
    logout_user()
    session.clear()
    at.account = None


def end_everywhere() -> int:
    """Logs out on every machine; gives how many sessions ended."""
    at = desk()
    assert at.account is not None
    ended = sessions.end_all(at.store, at.account.id, at.now, at.actor)
    logout_user()
    session.clear()
    at.account = None
    return ended
