"""A small office with its page, for tests: one unit (or several), a database, an account of each role, and browsers that are logged in."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newswatch.config import Settings, load
from newswatch.core.model import LOCAL
from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts
from newswatch.services.opening import open_store
from newswatch.store.store import Store
from newswatch.web.app import create_app
from newswatch.web.world import World

PASSWORD = "mot cau that de nho"
ROLES = tuple(Role)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_UNIT = """
[[units]]
id = "{id}"
name = "{name}"
kind = "xã"
rules = ["quang-dien-2614"]
[[units.sources]]
id = "list"
kind = "listing"
url = "http://127.0.0.1:9/{id}/"
[units.sources.profile]
entry = "li"
link = "a"
title = "a"
"""


@dataclass
class Clock:
    """The present moment in local time, as a test sets it."""

    at: str = "2026-11-26 09:00"

    def now(self) -> datetime:
        """That moment in UTC."""
        return datetime.fromisoformat(self.at).replace(tzinfo=LOCAL).astimezone(UTC)


@dataclass
class Site:
    """An office with its page. `said` is what was told to whoever keeps the machine."""

    settings: Settings
    clock: Clock
    said: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path, clock: Clock) -> "Site":
        """The office of a configuration."""
        return cls(load(path), clock)

    def app(self) -> Flask:
        """The page's application."""
        return create_app(World(lambda: self.settings, self.said.append, self.clock.now))

    def store(self) -> Store:
        """The open database."""
        return open_store(self.settings)

    def has_web(self, **changes: Any) -> None:
        """Serves the page otherwise, as [web] would say."""
        self.settings = replace(self.settings, web=replace(self.settings.web, **changes))


def furnish(folder: Path, names: tuple[str, ...] = ("Thử",), roles: tuple[Role, ...] = ROLES) -> None:
    """Makes configuration, database and an account of each role, named as the role, of which all have one password; each role is of all units."""
    tables = "".join(_UNIT.format(id=f"unit{n or ''}", name=name) for n, name in enumerate(names))
    path = folder / "config.toml"
    path.write_text(f'database = "n.db"\n{tables}', encoding="utf-8")
    now = Clock("2026-01-01 08:00").now()
    with open_store(load(path), create=True) as store:
        for role in roles:
            accounts.add(store, str(role), f"Người {role}", [Grant(role)], now, Actor("kiểm thử"))
            accounts.set_password(store, str(role), PASSWORD, now, Actor("kiểm thử"))


class Browser:
    """What a person does with the page."""

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = app.test_client()
        self._environ = {"REMOTE_ADDR": address}

    def get(self, path: str, **headers: str) -> TestResponse:
        """Asks for a page; follows nothing."""
        return self.client.get(path, headers=_named(headers), environ_base=self._environ, buffered=True)

    def post(self, path: str, fields: dict[str, Any] | None = None, *, token: bool = True, **headers: str) -> TestResponse:
        """Sends a form, with the token that the page has given unless told otherwise."""
        given = {**({"csrf_token": self.token()} if token else {}), **(fields or {})}
        return self.client.post(path, data=given, headers=_named(headers), environ_base=self._environ)

    def token(self) -> str:
        """The token that stands in every form of this browser."""
        page = self.get("/huong-dan")
        text = page.text if page.status_code == 200 else self.get("/dang-nhap").text
        found = _TOKEN.search(text)
        assert found, text
        return found[1]

    def login(self, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        """Fills in the form of the way in."""
        return self.post("/dang-nhap", {"name": name, "password": password, **fields})


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
