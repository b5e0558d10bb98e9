"""How many of the points at which a process may be killed a test walks: a slice of them, or with `NEWSWATCH_EVERY_EFFECT=1` each."""

import os

EVERY = bool(os.environ.get("NEWSWATCH_EVERY_EFFECT"))


def each(of: int) -> int:
    """The step of a walk: 1 to try every effect, else `of`, to try each so-many-eth."""
    return 1 if EVERY else of
