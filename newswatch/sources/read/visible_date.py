"""A date as a page prints it, beside the one its markup states for machines."""

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from newswatch.core import dates
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.core.text import clean

_SHOWN = 80
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Printed:
    """`raw` is the date as printed (or as stated for machines where nothing is printed), `at` None if it can't be read for sure.

    `clash` says that the machine's date names another day than the printed one; the printed one stands then.
    """

    raw: str = ""
    at: datetime | None = None
    clash: bool = False


@lru_cache(4096)
def read(text: str, stamps: tuple[str, ...] = ()) -> Printed:
    """The date in a short text, made finer by the first readable stamp (`datetime`, `title`, `content`) of the same local day.

    Remembered, since a listing shows nearly the same dates at the next look, and portals print the same days.
    """
    found = dates.find(text)
    stamp = next((at for at in map(dates.parse, filter(None, stamps)) if at is not None), None)
    if found is None:
        shown = clean(text)
        return Printed(shown[:_SHOWN] or (stamp.isoformat() if stamp else ""), stamp)
    at, raw = found
    if stamp is None:
        return Printed(raw, at)
    clash = local_day(stamp) != local_day(at)
    return Printed(raw, at if clash or stamp.astimezone(LOCAL).time() == _MIDNIGHT else stamp, clash)
