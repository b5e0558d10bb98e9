"""Argon2 with parameters so small that tests need not wait."""

import pytest
from argon2 import PasswordHasher

from newswatch.services import passwords


def quick(patch: pytest.MonkeyPatch, rounds: int = 1) -> None:
    """Puts a quick hasher in force until the test ends."""
    made = PasswordHasher(time_cost=rounds, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "hasher", lambda: made)
