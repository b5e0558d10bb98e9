"""Fixtures of services: what takes long to make is made once."""

from collections.abc import Iterator

import pytest
from office import Office
from packed import full_office
from portal import Portal


@pytest.fixture(scope="session")
def november(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office of `packed`, which no test changes."""
    with Portal() as portal:
        yield full_office(tmp_path_factory.mktemp("office"), portal)
