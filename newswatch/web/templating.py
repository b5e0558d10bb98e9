"""What templates may call: addresses, how days and points are written, states by shape and word, what the menu offers."""

from datetime import datetime
from typing import Any

from flask import Flask, request, url_for
from flask_wtf.csrf import generate_csrf

from newswatch import __version__
from newswatch.core.count.statement import State
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.rights import Action, may_anywhere
from newswatch.core.text import printable
from newswatch.report.vi import terms
from newswatch.report.vi.reasons import technical
from newswatch.web import assets, banner, bars
from newswatch.web.desk import desk
from newswatch.web.registry import page_named

MENU = (
    ("overview.show", "Tổng quan"),
    ("items.show", "Tin, bài"),
    ("review.show", "Chờ xét"),
    ("broadcasts.show", "Truyền thanh"),
    ("results.show", "Kết quả"),
    ("units.show", "Các đơn vị"),
    ("settings.show", "Cài đặt"),
    ("audit.show", "Nhật ký"),
    ("help.show", "Hướng dẫn"),
)
"""The pages that every other leads to, in their order; those that are not there or not allowed are left out."""

ALWAYS = ("overview.show", "review.show", "broadcasts.show")
"""Those that stand in the menu of a narrow screen; the others are behind “Thêm”."""

_SECTIONS = {"accounts": "settings", "files": "results", "sheet": "results"}
"""Pages below one of the menu's, by module."""

STATES = {State.MET: "dat", State.SHORT: "thieu", State.UNKNOWN: "chuaro", State.OPEN: "dang"}
"""The name of each state's shape and colour; a month to come has `toi`."""


def install(app: Flask) -> None:
    """Gives the templates their words."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=assets.address,
        csrf=generate_csrf,
        may=may,
        there=there,
        Action=Action,
        State=State,
        STATES=STATES,
        WORDS=terms.STATES,
        bars=bars,
    )
    app.jinja_env.filters.update(
        day=terms.day,
        moment=terms.moment,
        month=terms.month,
        points=terms.points,
        small=terms.small,
        capital=terms.capital,
        plain=printable,
        local_day=local_day,
    )
    app.jinja_env.filters["lines"] = lambda text: "\n".join(printable(line) for line in text.splitlines())
    app.jinja_env.filters["clock"] = lambda at: f"{at.astimezone(LOCAL):%H:%M}"
    app.jinja_env.filters["stamped"] = lambda text: terms.moment(datetime.fromisoformat(text))
    app.jinja_env.filters["short_day"] = lambda day: f"{day:%d/%m}"
    app.context_processor(_context)


def may(action: Action) -> bool:
    """May the person do this here?"""
    return desk().may(action)


def there(endpoint: str) -> bool:
    """Is there such a page, and may the person see it? Only then is it offered."""
    found = page_named(endpoint)
    if found is None or found.get is None:
        return False
    return found.open or found.get is Action.OWN_ACCOUNT or desk().may(found.get)


def _menu(several: bool) -> list[tuple[str, str, bool]]:
    """The pages that are offered: name, label, whether it is the one shown or one above it. Who sees one unit alone is offered no list of units."""
    module = (request.endpoint or "").partition(".")[0]
    here = _SECTIONS.get(module, module.partition("_")[0])
    offered = [(name, label) for name, label in MENU if there(name) and (several or name != "units.show")]
    return [(name, label, name.partition(".")[0] == here) for name, label in offered]


def _problems() -> list[str]:
    """What is wrong with the files of the settings, for whoever may see these."""
    at = desk()
    return list(map(technical, at.world.problems())) if at.account is not None and may_anywhere(at.grants, Action.SETTINGS) else []


def _context() -> dict[str, Any]:
    at = desk()
    return {
        "desk": at,
        "person": at.account,
        "unit_title": terms.capital(at.home.title) if at.home else "",
        "menu": _menu(at.several),
        "ALWAYS": ALWAYS,
        "banners": banner.taken,
        "problems": _problems(),
        "version": __version__,
        "here": request.path,
        "login_path": url_for("login.enter"),
    }
