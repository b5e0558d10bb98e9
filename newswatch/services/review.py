"""What a person settles: verdict, date, origin, type or story of an item, months in which it was not published, that its link is dead, and a bulletin
entered in error. It outranks what the program says.

A decision can be withdrawn by anyone.
"""

from collections.abc import Sequence
from datetime import date, datetime

from newswatch.config import Unit
from newswatch.core.model import Decision, Verdict
from newswatch.errors import InputError
from newswatch.store import bulletins, decisions, items, units
from newswatch.store.store import Store


def decide(store: Store, unit: Unit, made: Sequence[Decision], now: datetime) -> list[int]:
    """Records a person's decisions about items of a unit, all in one transaction; gives their numbers, in their order.

    It waits for no run, and for one transaction at most two seconds. Raises InputError, recording none: nobody signs, no reason is given, an item is
    none of the unit's, one is both accepted and rejected, or people dated one within the days that a decision denies. Raises StoreError, recording
    none, if another transaction takes longer.
    """
    for decision in made:
        _check_signed(decision.decided_by, decision.because, "a decision")
    _check_consistent(made)
    with store.person_writing():
        for decision in made:
            _check_known(store, unit, decision)
            _check_day(decision, decision.published_on or decisions.settled_day(store, decision.item_id))
        return [decisions.add(store, decision, now) for decision in made]


def withdraw(store: Store, unit: Unit, decision_id: int, by: str, because: str, now: datetime) -> None:
    """Withdraws a person's decision about an item of a unit. Anyone may; the decision stays on record, and what stood before it stands again.

    Raises InputError: nobody signs, no reason is given, there is no such decision, it is the program's, or it was withdrawn already.
    """
    _check_signed(by, because, "a withdrawal")
    with store.person_writing():
        stands = decisions.standing(store, units.unit_row(store, unit), decision_id)
        if stands is None:
            raise InputError(f"no person's decision has the number {decision_id}; `newswatch explain --item N` shows those of an item")
        if not stands:
            raise InputError(f"decision {decision_id} is withdrawn already")
        decisions.withdraw(store, decision_id, by, because, now)


def void(store: Store, item_id: int, by: str, because: str, now: datetime) -> None:
    """Voids a bulletin entered in error: it stays on record and counts no more. It waits as `decide` does. Raises InputError, or StoreError."""
    _check_signed(by, because, "voiding")
    with store.person_writing():
        bulletins.void(store, item_id, by, because, now)


def _check_signed(by: str, because: str, what: str) -> None:
    if not (by.strip() and because.strip()):
        raise InputError(f"{what} needs --by NAME and --because TEXT")


def _check_known(store: Store, unit: Unit, decision: Decision) -> None:
    for item_id in filter(None, (decision.item_id, decision.same_as)):
        if not items.is_countable(store, units.unit_row(store, unit), item_id):
            raise InputError(f"no item has the id {item_id}; `newswatch items` and `newswatch review` show them")


def _check_day(decision: Decision, day: date | None) -> None:
    for first, last in decision.not_during:
        if last < first:
            raise InputError(f"item {decision.item_id}: {first} to {last} is no span of days")
        if day is not None and first <= day <= last:
            raise InputError(
                f"item {decision.item_id}: a person dated it {day}, which lies between {first} and {last}; withdraw that decision, or name another month"
            )


def _check_consistent(made: Sequence[Decision]) -> None:
    verdicts: dict[int, Verdict | None] = {}
    for decision in made:
        if verdicts.setdefault(decision.item_id, decision.verdict) is not decision.verdict:
            raise InputError(f"item {decision.item_id} is both accepted and rejected")
