"""How often a password may be tried: by account and address. Only failures count, and they are told in memory alone."""

from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter

from newswatch.services import accounts
from newswatch.web.desk import desk
from newswatch.web.proxies import network

_BY_BOTH, _BY_ACCOUNT, _BY_ADDRESS = "8 per 15 minutes", "30 per 15 minutes", "60 per 15 minutes"
_OWN = "settings.password"


def install(app: Flask) -> None:
    """Puts limits on the pages that take a password."""
    limiter = Limiter(_address, app=app)
    for name in ("login.enter", "link.use", _OWN):
        view: Any = app.view_functions[name]
        for rate, key in ((_BY_BOTH, _both), (_BY_ACCOUNT, _account), (_BY_ADDRESS, _address)):
            view = limiter.limit(rate, key_func=key, methods=["POST"], deduct_when=_failed)(view)
        app.view_functions[name] = view


def _failed(response: Response) -> bool:
    return response.status_code not in (303, 429)


def _account() -> str:
    """Whose password is tried: at the way in the name's, as the login knows it however it is typed; else one's own."""
    if request.endpoint == _OWN:
        at = desk()
        assert at.account is not None, "the guard lets nobody else in"
        return str(at.account.id)
    return accounts.known_as(request.form.get("name", "").strip())


def _address() -> str:
    return network(request.remote_addr or "")


def _both() -> str:
    return f"{_account()} {_address()}"
