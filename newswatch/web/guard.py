"""Stands before every page: who asks, whether another site sent them, and whether they may. What is not told to be allowed is refused."""

from typing import Any

from flask import Flask, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newswatch.core.rights import Action
from newswatch.web import people, stash
from newswatch.web.desk import desk
from newswatch.web.proxies import network
from newswatch.web.registry import Page, page_named
from newswatch.web.targets import parted, safe_path

_SAFE = ("GET", "OPTIONS")


def install(app: Flask) -> None:
    """Puts the guard before every request."""
    app.url_value_preprocessor(_take_unit)
    app.url_defaults(_name_unit)
    app.before_request(guard)


def _take_unit(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Takes the unit out of what the page is called with."""
    if endpoint and page_named(endpoint) and values is not None:
        desk().unit_id = values.pop("unit_id", "")


def _name_unit(endpoint: str, values: dict[str, Any]) -> None:
    """An address that a page about a unit gives leads to the same unit."""
    found = page_named(endpoint)
    if found and found.of_unit and "unit_id" not in values:
        at = desk()
        if at.unit_id and at.several:
            values["unit_id"] = at.unit_id


def guard() -> ResponseReturnValue | None:
    """Lets a request through (None), or answers in the page's place."""
    if request.endpoint == "asset":
        return None
    if request.method not in _SAFE:
        _refuse_other_sites()
    found = page_named(request.endpoint or "")
    if found is None:
        return None
    request.max_content_length = min(found.kilobytes * 1024, current_app.config["MAX_CONTENT_LENGTH"])
    at = desk()
    people.settle()
    if found.open:
        return None
    if at.account is None:
        return _to_login()
    elsewhere = _place(found)
    if elsewhere is None:
        _refuse_without_right(found)
    return elsewhere


def _refuse_other_sites() -> None:
    """A form that another site sends is refused, whatever it carries."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and not _is_ours(origin):
        abort(403)


def _is_ours(origin: str) -> bool:
    """Is it this page, also where a proxy before it tells no name?"""
    parts = parted(origin)
    if parts is None:
        return False
    return parts.netloc == request.host or parts.hostname in {name.strip("[]") for name in desk().settings.web.names}


def _to_login() -> ResponseReturnValue:
    """A stranger is shown the way in; what was typed into a form comes back after it."""
    back = _back()
    if request.method == "GET" and "HX-Request" not in request.headers:
        return redirect(url_for("login.enter", toi=back if back != "/" else None), 303)
    key = stash.keep(request.form, network(request.remote_addr or "")) if request.form else ""
    if "HX-Request" in request.headers:
        return "", 401, {"HX-Redirect": url_for("login.enter", toi=back, giu=key or None)}
    return render_template("login.html", back=back, kept=key, expired=True, faults=[], name=""), 401


def _back() -> str:
    """The page to come back to: the one asked for, or that whose form was sent; of a part of a page the page."""
    if request.method == "GET":
        whole = parted(request.headers.get("HX-Current-URL", ""))
        return safe_path(f"{whole.path}?{whole.query}" if whole and whole.path else request.full_path.removesuffix("?"))
    return safe_path(request.form.get("trang") or request.path)


def _place(found: Page) -> ResponseReturnValue | None:
    """Settles which unit the page is about. With several to choose from a person chooses."""
    at = desk()
    if not found.of_unit:
        return None
    if at.unit_id:
        return None if any(unit.id == at.unit_id for unit in at.units) else abort(404)
    if len(at.units) == 1:
        at.unit_id = at.units[0].id
        return None
    if not at.units:
        abort(403)
    if request.method == "GET" and not (request.view_args or {}):
        return redirect(url_for(_chooser()), 303)
    return abort(404)


def _chooser() -> str:
    return "units.show" if page_named("units.show") else "chooser.show"


def _refuse_without_right(found: Page) -> None:
    action = found.get if request.method == "GET" else found.post
    at = desk()
    if action is None or not (action is Action.OWN_ACCOUNT or at.may(action)):
        abort(403)
