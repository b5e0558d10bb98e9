"""Sign-off: secretary and head confirm a month's statement by name. What is stated anew afterwards says that it was signed before."""

from datetime import datetime

from newswatch.config import Unit
from newswatch.core.months import Month
from newswatch.core.record.signatures import Function as Function
from newswatch.core.record.signatures import Signature as Signature
from newswatch.core.rights import Action, Actor
from newswatch.core.text import fold
from newswatch.errors import FieldCode, FieldFault, InputError
from newswatch.store import audit, signatures, statements, units
from newswatch.store.audit import What
from newswatch.store.store import Store


def sign(store: Store, unit: Unit, month: Month, function: Function, now: datetime, actor: Actor, *, seen: int | None = None) -> Signature:
    """Signs the statement of a month as it was stated last. `seen` is the revision that the person looked at.

    Raises FieldFault: nobody signs, or the month was stated anew since it was seen. Raises InputError: the month was not stated yet, its last
    statement is signed in this function already, or this person signed it in the other one. Then nothing is recorded.
    """
    if not actor.name.strip():
        raise FieldFault("signing needs --by NAME", "by", FieldCode.MISSING)
    row = units.unit_row(store, unit)
    with store.person_writing():
        stated = statements.revisions(store, row, str(month))
        if not stated:
            raise InputError(f"{month} was not stated yet, so there is nothing to sign; `newswatch close` states it once it has ended")
        last = stated[-1]
        if seen is not None and seen != last["revision"]:
            raise FieldFault(f"{month} was stated anew since; look at it again before signing", "revision", FieldCode.TAKEN, str(seen))
        audit.add(store, actor, What(Action.SIGN, unit.id, f"{month} revision {last['revision']} as {function}"), now)
        for one in standing(store, unit, month):
            _check_free(one, function, actor.name)
        signatures.add(store, row, last["id"], function, actor.name.strip(), now)
    return of_month(store, unit, month)[-1]


def of_month(store: Store, unit: Unit, month: Month) -> tuple[Signature, ...]:
    """All signatures under statements of a month, oldest first, those too that a later statement overtook."""
    return signatures.of_month(store, units.unit_row(store, unit), str(month))


def standing(store: Store, unit: Unit, month: Month) -> tuple[Signature, ...]:
    """The signatures under what was stated last of a month."""
    return tuple(one for one in of_month(store, unit, month) if not one.overtaken)


def _check_free(one: Signature, function: Function, name: str) -> None:
    if one.function is function:
        raise InputError(f"{one.month} is signed already as {function}, by {one.by} at {one.at:%Y-%m-%d %H:%M} UTC")
    if fold(one.by) == fold(name):
        raise InputError(f"{one.by} signed {one.month} already as {one.function}; two people sign, each in one function")
