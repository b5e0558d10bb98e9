"""An exception nobody foresaw that hit one source, mail, file or unit: it is that one's failure, and the others go on."""

from collections.abc import Callable
from dataclasses import dataclass
from traceback import format_exception
from typing import TypeVar

from newswatch.errors import NewswatchError, RowRefused
from newswatch.masking import masked

_LONGEST_TEXT, _LONGEST_TRACEBACK = 300, 20_000
"""Characters. A parser's error may quote a whole page, and a RecursionError has a thousand calls in its traceback. Both are cut in the middle."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What hit one thing: `about` names the thing, `said` is the kind and text of the exception `error`.

    No traceback is swallowed. That of a poll is stored with it (`Poll.traceback`, the column `fetches.traceback`); that of a mail, a file or a unit
    is written by the door to the log on standard error.
    """

    about: str
    said: str
    traceback: str
    error: Exception

    def __str__(self) -> str:
        return f"{self.about}: a fault nobody foresaw ({self.said}); please report it"

    @property
    def told(self) -> str:
        """The sentence with the traceback under it, for the log."""
        return f"{self}\n{self.traceback}"


def fault(about: str, error: Exception) -> Fault:
    """An exception as a fault of one thing, in texts that can be stored."""
    text = _cut(" ".join(masked(str(error)).split()), _LONGEST_TEXT)
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return Fault(masked(about), said, _cut(masked("".join(format_exception(error))), _LONGEST_TRACEBACK), error)


def attempt(about: str, work: Callable[[], _T]) -> _T | Fault:
    """What the work gives, or its fault. A foreseen failure (NewswatchError), KeyboardInterrupt and SystemExit are raised as they are.

    A row that the database refuses is a fault, too: of what was to be written, not of the database.
    """
    try:
        return work()
    except RowRefused as error:
        return fault(about, error)
    except NewswatchError:
        raise
    except Exception as error:
        return fault(about, error)


def _cut(text: str, most: int) -> str:
    storable = text.encode("utf-8", "replace").decode()
    half = most // 2
    return storable if len(storable) <= most else f"{storable[:half]} … {storable[-half:]}"
