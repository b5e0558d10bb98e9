"""One bulletin as a person types it into a form: every fault at once, short forms of day and length, and the last entry's values for the next.

The fields are those of a log (`sources.log.reader.FIELDS`) but for `status`: what is entered was aired.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from newswatch.config import Settings, Unit
from newswatch.core.bulletin import RowProblem
from newswatch.core.dates.typed import typed_day
from newswatch.core.months import local_day
from newswatch.core.rights import Actor
from newswatch.errors import FieldCode, FieldFault, FieldFaults
from newswatch.services import by_hand
from newswatch.sources import log
from newswatch.sources.log.moments import duration
from newswatch.store import bulletins, units
from newswatch.store.store import Store

CARRIED = ("session", "programme", "section", "item_type", "origin_raw", "author", "editor", "approver", "announcer", "speaker_clusters")
"""What of the last entry is likely to hold for the next. Never its title."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of an entry: the bulletin's id, or None if this airing was recorded before; and its day, to be echoed."""

    item_id: int | None
    day: date


def enter(store: Store, settings: Settings, unit: Unit, fields: Mapping[str, str], now: datetime, actor: Actor) -> Entered:
    """Takes in one bulletin. `date` may be any form that `typed_day` reads, `duration` a number of minutes. It waits as `review.decide` does.

    Raises FieldFaults with all that is wrong, StoreError; then nothing is recorded.
    """
    texts = {name: text.strip() for name, text in fields.items() if text.strip() and name != "status"}
    faults: list[FieldFault] = []
    day = _day(texts, local_day(now), faults)
    _check_title(texts, faults)
    _minutes(texts, faults)
    sound = texts | {"date": day.isoformat()} | ({} if "title" in texts else {"title": "?a"})
    made = log.reader.bulletin_of({"entered_by": actor.name} | sound, file="", row=0)
    if isinstance(made, RowProblem) and made.column not in {fault.field for fault in faults}:
        faults.append(FieldFault(f"{made.column} {made.value!r}: {made.reason}", made.column, FieldCode.UNREADABLE, made.value))
    if faults or isinstance(made, RowProblem):
        raise FieldFaults(faults)
    return Entered(by_hand.enter(store, settings, unit, made, now, actor), day)


def defaults(store: Store, unit: Unit) -> dict[str, str]:
    """The values of the last bulletin that was entered by hand and not voided, for the fields in which the next is likely to be the same."""
    last = bulletins.last_by_hand(store, units.unit_row(store, unit))
    found = {"origin" if name == "origin_raw" else name: str(last[name] or "") for name in CARRIED} if last else {}
    return {name: text for name, text in found.items() if text}


def _day(texts: dict[str, str], today: date, faults: list[FieldFault]) -> date:
    try:
        day = typed_day(texts.get("date", ""), today)
    except FieldFault as fault:
        faults.append(fault)
        return today
    if day > today:
        faults.append(FieldFault(f"{day:%d/%m/%Y} is still to come", "date", FieldCode.FUTURE, texts["date"]))
    return day


def _check_title(texts: dict[str, str], faults: list[FieldFault]) -> None:
    if not any(map(str.isalpha, texts.get("title", ""))):
        faults.append(FieldFault("a title is needed", "title", FieldCode.MISSING, texts.pop("title", "")))


def _minutes(texts: dict[str, str], faults: list[FieldFault]) -> None:
    """A bare number is one of minutes; a length that can't be read is a fault here, where it can still be mended."""
    told = texts.get("duration", "")
    if told.isascii() and told.isdecimal():
        texts["duration"] = told = f"{told} phút"
    if told and duration(told) is None:
        faults.append(FieldFault(f"{told!r} is no length; write minutes, such as 15", "duration", FieldCode.NOT_MINUTES, told))
        del texts["duration"]
