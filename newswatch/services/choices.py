"""What a person chose about items, as it is typed in a command or a form, and the decisions it means. Nothing is recorded here."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ParamSpec, TypeVar

from newswatch.config import Unit
from newswatch.core.count.reasons import Line, Why
from newswatch.core.dates.typed import typed_day
from newswatch.core.model import Decision, Domain, ItemType, Origin, Verdict
from newswatch.core.months import Month, year_window
from newswatch.errors import FieldCode, FieldFault, FieldFaults

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")
_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen about one item; empty fields settle nothing. `day` is any form that `typed_day` reads, `not_in` months (2026-03) or years (2026)."""

    item_id: int
    verdict: Verdict | None = None
    day: str = ""
    not_in: tuple[str, ...] = ()
    dead_link: bool = False
    same_as: int | None = None
    own_story: bool = False
    origin: str = ""
    item_type: str = ""
    domain: str = ""


class Act(StrEnum):
    """What a person does with an item that waits: one button of a queue."""

    ACCEPT = "accept"
    REJECT = "reject"
    DATE = "date"
    NOT_IN = "not_in"
    SAME = "same"
    ORIGIN = "origin"
    DEAD = "dead"


_DAY_OPEN = frozenset({Why.UNDATED, Why.DATES_DISAGREE, Why.DAY_DOUBT, Why.BACKDATED, Why.FUTURE, Why.DATE_DENIED})
_DAY_NOWHERE = frozenset({Why.UNDATED, Why.FUTURE, Why.DATE_DENIED})
_OWN = frozenset({Why.ORIGIN_DOUBT, Why.NO_FIRST_AIRING})


def lacks_day(line: Line) -> bool:
    """Does an item state no day that a person could just confirm?"""
    return line.item.day is None or any(reason.why in _DAY_NOWHERE for reason in line.because)


def day_to_confirm(line: Line) -> date | None:
    """The day that accepting an item confirms, where its day is in doubt; None where it is not, or where a person must name it."""
    open_ = any(reason.why in _DAY_OPEN for reason in line.because)
    return line.item.day if open_ and not lacks_day(line) else None


def accepting(line: Line, day: str = "") -> Choice:
    """The choice that settles all that keeps an item from counting: its verdict, and where they are in doubt its day (`day` as typed, else the one that
    it states), that it is the unit's own, and that it repeats no other. Raises FieldFault for the day if none is known."""
    why = {reason.why for reason in line.because}
    confirmed = day_to_confirm(line)
    told = day.strip() or (confirmed.isoformat() if confirmed else "")
    if why & _DAY_NOWHERE and not told:
        raise FieldFault("the item states no day that can be relied on; name it", "day", FieldCode.MISSING)
    return Choice(line.item.id, Verdict.PAR, told, origin=str(Origin.OWN) if why & _OWN else "", own_story=Why.RETOLD in why)


def of_act(act: Act, line: Line, *, day: str = "", not_in: Sequence[str] = (), origin: str = "", same_as: str = "") -> Choice:
    """The choice that a button means, with what was typed beside it. Raises FieldFault if that lacks what the button is about."""
    number = line.item.id
    if act is Act.ACCEPT:
        return accepting(line, day)
    if act is Act.REJECT:
        return Choice(number, Verdict.OTHER)
    if act is Act.DEAD:
        return Choice(number, dead_link=True)
    if act is Act.DATE:
        return Choice(number, day=_told(day, "day"))
    if act is Act.NOT_IN:
        return Choice(number, not_in=tuple(_told(one, "not_in") for one in not_in or ("",)))
    if act is Act.ORIGIN:
        return Choice(number, origin=_told(origin, "origin"))
    return Choice(number, same_as=_another(_told(same_as, "same_as"), number))


def _told(text: str, field: str) -> str:
    if not text.strip():
        raise FieldFault(f"{field}: nothing was chosen", field, FieldCode.MISSING)
    return text.strip()


def _another(text: str, number: int) -> int:
    """The number of another item."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19) or int(text) == number:
        raise FieldFault(f"{text[:40]!r} is no number of another item", "same_as", FieldCode.WRONG, text[:40])
    return int(text)


def decisions_of(unit: Unit, choices: Sequence[Choice], by: str, because: str, today: date) -> list[Decision]:
    """The decisions that a person's choices mean on a local day. Raises FieldFaults with all that is wrong, each named once."""
    faults: list[FieldFault] = []
    made = [_decision(unit, one, by, because, today, faults) for one in choices]
    if faults:
        raise FieldFaults({(fault.field, fault.value): fault for fault in faults}.values())
    return made


def _decision(unit: Unit, one: Choice, by: str, because: str, today: date, faults: list[FieldFault]) -> Decision:
    spans = [_read(faults, _span, text, unit) for text in one.not_in]
    return Decision(
        one.item_id,
        by,
        because,
        one.verdict,
        _read(faults, _of, Domain, one.domain, "domain"),
        _read(faults, typed_day, one.day, today, "day") if one.day.strip() else None,
        one.item_id if one.own_story else one.same_as,
        _read(faults, _of, Origin, one.origin, "origin"),
        _read(faults, _of, ItemType, one.item_type, "item_type"),
        tuple(filter(None, spans)),
        one.dead_link,
    )


def _read(faults: list[FieldFault], work: Callable[_P, _T], *args: _P.args, **more: _P.kwargs) -> _T | None:
    """What a field says; a fault is kept, and it says nothing."""
    try:
        return work(*args, **more)
    except FieldFault as fault:
        faults.append(fault)
        return None


def _of(kind: type[_E], text: str, field: str) -> _E | None:
    if not text.strip():
        return None
    try:
        return kind(text.strip())
    except ValueError as error:
        raise FieldFault(f"{error}; known are {', '.join(kind)}", field, FieldCode.WRONG, text) from None


def _span(text: str, unit: Unit) -> tuple[date, date]:
    """The days of a month, or of all months of a scoring year, as the unit's rule draws them."""
    if re.fullmatch(r"[0-9]{4}", text):
        rule = unit.rule_for(int(text))
        window = year_window(int(text), rule.window_start, rule.window_end)
    else:
        try:
            month = Month.parse(text)
        except ValueError as error:
            raise FieldFault(f"--not-in: {error}", "not_in", FieldCode.UNREADABLE, text) from None
        window = month.window(unit.rule_for(month.year).cutoff_day)
    return window.first, window.last
