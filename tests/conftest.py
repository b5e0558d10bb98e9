"""Fixtures of the whole suite."""

from collections.abc import Iterator

import needs
import pytest
from authority import Authority
from portal import Portal
from postbox import Postbox


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
