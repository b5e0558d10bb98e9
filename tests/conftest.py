"""Fixtures of the whole suite."""

from collections.abc import Iterator

import pytest
from portal import Portal


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A portal on loopback, up and empty."""
    with Portal() as running:
        yield running
