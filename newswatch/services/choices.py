"""What a person chose about items, as it is typed in a command or a form, and the decisions it means. Nothing is recorded here."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ParamSpec, TypeVar

from newswatch.config import Unit
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
