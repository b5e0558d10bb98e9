"""Fixtures of the whole suite."""

import os
from collections.abc import Iterator

import needs
import pytest
from authority import Authority
from hypothesis import settings
from new_databases import copied
from portal import Portal
from postbox import Postbox

# a busy machine is slow, not wrong
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# only tests of the pictures themselves wait for a browser
os.environ["NEWSWATCH_BROWSER"] = ""

LONG = ("test_year.py",)
"""Files of one or two tests that take half a minute each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with what takes longest, so that neither process ends by waiting for the other."""
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Keeps packed bytes, which hold the time they were packed at, out of the names of tests: both processes of a run have to call a test the same."""
    return argname if isinstance(val, bytes) and not val.decode("latin-1").isprintable() else None


@pytest.fixture(scope="session", autouse=True)
def copied_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Copies a new database from the first of the session, except in tests/store."""
    with copied(tmp_path_factory.mktemp("copied")):
        yield


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A portal on loopback, up and empty."""
    with Portal() as running:
        yield running


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server on loopback, up, that takes every mail in clear text."""
    with Postbox() as running:
        yield running


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority that nobody trusts by itself."""
    needs.program("openssl")
    return Authority(tmp_path_factory.mktemp("authority"))
