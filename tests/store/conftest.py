"""Where the database itself is proved, each new one is really made."""

from collections.abc import Iterator

import pytest
from new_databases import filled


@pytest.fixture(autouse=True)
def really_made(copied_databases: None) -> Iterator[None]:
    """New databases are filled by all changes of the tables, not copied."""
    with filled():
        yield
