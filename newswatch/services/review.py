"""What a person settles: verdict, date, origin, type or story of an item, months in which it was not published, that its link is dead, and a bulletin
entered in error. It outranks what the program says.

A decision can be withdrawn by anyone. Each write ends in the list of writes in its own transaction; `actor` is who writes, by default whoever signs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from newswatch.config import Unit
from newswatch.core.model import Decision, Verdict
from newswatch.core.rights import Action, Actor
from newswatch.errors import FieldCode, FieldFault, InputError, Overtaken
from newswatch.store import audit, bulletins, decisions, files, items, units
from newswatch.store.audit import What
from newswatch.store.store import Store


def decide(
    store: Store,
    unit: Unit,
    made: Sequence[Decision],
    now: datetime,
    *,
    actor: Actor | None = None,
    seen: Mapping[int, str] | None = None,
) -> list[int]:
    """Records a person's decisions about items of a unit, all in one transaction; gives their numbers, in their order.

    It waits for no run, and for one transaction at most two seconds. `seen` holds of items the mark they had when the person looked (`mark_of`).
    Raises InputError, recording none: nobody signs, no reason is given, an item is none of the unit's, one is both accepted and rejected, or people
    dated one within the days that a decision denies; Overtaken if another person settled one since it was seen. Raises StoreError, recording none, if
    another transaction takes longer.
    """
    for decision in made:
        _check_signed(decision.decided_by, decision.because, "a decision")
    _check_consistent(made)
    with store.person_writing():
        for decision in made:
            _check_known(store, unit, decision)
            _check_seen(store, decision.item_id, (seen or {}).get(decision.item_id))
            _check_day(decision, decision.published_on or decisions.settled_day(store, decision.item_id))
        return [
            _decided(store, unit, decision, now, _one_form(actor, nth) or Actor(decision.decided_by)) for nth, decision in enumerate(made)
        ]


def mark_of(store: Store, item_id: int) -> str:
    """What stands for the decisions of people about an item as they are: it changes with each decision and withdrawal. A form carries it to `decide`."""
    return decisions.mark(store, item_id).text


def marks_of(store: Store, item_ids: Sequence[int]) -> dict[int, str]:
    """The marks of items."""
    return {item_id: mark_of(store, item_id) for item_id in item_ids}


def withdraw(store: Store, unit: Unit, decision_id: int, by: str, because: str, now: datetime, *, actor: Actor | None = None) -> None:
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
        what = What(Action.WITHDRAW, unit.id, f"item {decisions.item_of(store, decision_id)}, decision {decision_id}")
        audit.add(store, actor or Actor(by), what, now)


def void(store: Store, item_id: int, by: str, because: str, now: datetime, *, actor: Actor | None = None, unit: Unit | None = None) -> None:
    """Voids a bulletin entered in error: it stays on record and counts no more. It waits as `decide` does; with `unit` it must be one of that unit.

    Raises InputError, or StoreError.
    """
    _check_signed(by, because, "voiding")
    with store.person_writing():
        home = files.item(store, item_id)
        if home and unit and home["unit"] != unit.id:
            raise InputError(f"no bulletin has the id {item_id}; `newswatch bulletin list` shows them")
        bulletins.void(store, item_id, by, because, now)
        audit.add(store, actor or Actor(by), What(Action.VOID, home["unit"] if home else "", f"bulletin {item_id}"), now)


def _decided(store: Store, unit: Unit, decision: Decision, now: datetime, actor: Actor) -> int:
    number = decisions.add(store, decision, now)
    audit.add(store, actor, What(Action.REVIEW, unit.id, f"item {decision.item_id}, decision {number}"), now)
    return number


def _one_form(actor: Actor | None, nth: int) -> Actor | None:
    """Who writes; a form's one-time id goes with the first of its writes, for all of them."""
    return replace(actor, form="") if actor and nth else actor


def _check_signed(by: str, because: str, what: str) -> None:
    if not (by.strip() and because.strip()):
        raise FieldFault(f"{what} needs --by NAME and --because TEXT", "because" if by.strip() else "by", FieldCode.MISSING)


def _check_seen(store: Store, item_id: int, mark: str | None) -> None:
    present = decisions.mark(store, item_id)
    if mark is not None and mark != present.text:
        raise Overtaken(item_id, present.by, present.at, present.text)


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
