"""Fixtures of the page's tests. What takes long (passwords, tables) is made once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from quick_passwords import quick

from newswatch.config import load
from web.pages import Browser, Clock, Site, furnish


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """No test of the page waits for argon2."""
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        yield


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of one unit, made once."""
    folder = tmp_path_factory.mktemp("furnished")
    furnish(folder)
    return folder


@pytest.fixture
def clock() -> Clock:
    """The present moment."""
    return Clock()


@pytest.fixture
def desk_office(furnished: Path, tmp_path: Path, clock: Clock) -> Site:
    """An office of one unit with an account of each role."""
    shutil.copytree(furnished, tmp_path / "office")
    return Site(load(tmp_path / "office" / "config.toml"), clock)


@pytest.fixture
def app(desk_office: Site) -> Flask:
    """The page's application."""
    return desk_office.app()


def _logged_in(app: Flask, role: str) -> Browser:
    browser = Browser(app)
    assert browser.login(role).status_code == 303
    return browser


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser of nobody's."""
    return Browser(app)


@pytest.fixture
def viewer(app: Flask) -> Browser:
    """A browser in which the viewer is logged in."""
    return _logged_in(app, "viewer")


@pytest.fixture
def editor(app: Flask) -> Browser:
    """A browser in which the editor is logged in."""
    return _logged_in(app, "editor")


@pytest.fixture
def manager(app: Flask) -> Browser:
    """A browser in which the manager is logged in."""
    return _logged_in(app, "manager")


@pytest.fixture
def appraiser(app: Flask) -> Browser:
    """A browser in which the appraiser is logged in."""
    return _logged_in(app, "appraiser")
