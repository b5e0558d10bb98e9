"""Reads a loudspeaker log file into bulletins, and says why each other row is none. What a bulletin counts for is decided in core."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newswatch.sources.log import reader as reader


def __getattr__(name: str) -> Any:
    """Loads `reader`, and with it all that reads a file, when it is first used: most inboxes are empty."""
    if name != "reader":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("newswatch.sources.log.reader")
