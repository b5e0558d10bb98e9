"""Lets go of the bodies of old pages, by a person's word: digests, rows and proofs stay, so that counts and chains stay as they are."""

from dataclasses import dataclass
from datetime import date, datetime, time

from newswatch.core.model import LOCAL
from newswatch.core.months import local_day
from newswatch.errors import InputError
from newswatch.store import pruning
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many bodies were, or would be, dropped, and their bytes as they are stored."""

    bodies: int
    size: int


def run(store: Store, before: date, now: datetime, *, by: str = "", because: str = "", dry: bool = False) -> Pruned:
    """Drops the bodies of pages that were last received before a local day; with `dry` only counts them.

    This year's and last year's are never dropped: last year's score is settled, and objected to, in this one. Raises InputError for such a day, or if
    nobody signs; RunOpenError while a run is open; StoreError.
    """
    last = date(local_day(now).year - 1, 1, 1)
    if before > last:
        raise InputError(f"--before {before}: pages of this year and last year are kept as evidence; the latest day is {last}")
    start = datetime.combine(before, time(), LOCAL)
    if dry:
        return Pruned(*pruning.count(store, start))
    if not (by.strip() and because.strip()):
        raise InputError("dropping pages needs --by NAME and --because TEXT; --dry-run counts them first")
    with store.alone():
        found = pruning.count(store, start)
        if found[0]:
            pruning.drop(store, start, by.strip(), because.strip(), now)
            pruning.shrink(store)
    return Pruned(*found)
