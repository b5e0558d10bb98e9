"""Where a person stands in the queue of items that wait: which one is shown, what was put off, and what a form's button did.

What is put off stands in the address alone (`?sau=17,18`); nothing of it is recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, request

from newswatch.core.count.reasons import Line
from newswatch.core.count.settling import Settling
from newswatch.core.months import Month, local_day, month_of
from newswatch.core.quota.clause import Scope
from newswatch.core.text import printable
from newswatch.errors import FieldFault, FieldFaults, InputError
from newswatch.report.vi import queue as vi
from newswatch.services import choices, review, search, statements
from newswatch.services.choices import Act
from newswatch.web.desk import Desk, desk

_MOST_LATER = 100
_LONGEST_REASON = 500
_EXCERPT = 700
_CANDIDATES = 30

OTHER = "k-"
"""How the fields of the form for what is done rarely begin, so that a press of Enter in one of them is never the button of another form."""


def numbers(text: str) -> list[int]:
    """The numbers of items in a text such as `17,18`; what is none is left out."""
    found = [int(one) for one in text.split(",") if one.isascii() and one.isdecimal() and len(one) < 19]
    return list(dict.fromkeys(found))[-_MOST_LATER:]


@dataclass
class Place:
    """The queue of the desk's unit, with what was put off, and the item that was asked for (0: the first that waits)."""

    at: Desk
    later: list[int]
    asked: int = 0

    @classmethod
    def of_request(cls) -> "Place":
        """As the address or the form says."""
        return cls(desk(), numbers(request.values.get("sau", "")), next(iter(numbers(request.values.get("muc", ""))), 0))

    @cached_property
    def waiting(self) -> tuple[Settling, ...]:
        """All that wait: what decides most first, what was put off last."""
        found = statements.queue(self.at.store, self.at.unit, self.at.now)
        self.at.__dict__["waiting"] = len(found)
        return tuple(sorted(found, key=lambda one: one.line.item.id in self.later))

    @property
    def all_later(self) -> bool:
        """Was everything that waits put off?"""
        return bool(self.waiting) and all(one.line.item.id in self.later for one in self.waiting)

    @cached_property
    def shown(self) -> Settling | None:
        """The item that is shown; None if nothing waits. One that waits no more is shown where it is asked for. Answers 404 for another unit's."""
        if not self.asked:
            return next(iter(self.waiting), None)
        found = next((one for one in self.waiting if one.line.item.id == self.asked), None)
        line = found.line if found else statements.line_of(self.at.store, self.at.unit, self.asked, self.at.now)
        return found or (Settling(line) if line else abort(404))

    @property
    def number(self) -> int:
        """The place of the item that is shown, from 1; 0 if it waits no more."""
        return next((n for n, one in enumerate(self.waiting, 1) if self.shown and one.line.item.id == self.shown.line.item.id), 0)

    def neighbour(self, step: int) -> int:
        """The number of the item so many places on; 0 if there is none."""
        place = self.number - 1 + step
        return self.waiting[place].line.item.id if self.number and 0 <= place < len(self.waiting) else 0

    @property
    def later_text(self) -> str:
        """What was put off, for an address."""
        return ",".join(map(str, self.later))


@dataclass(frozen=True)
class Card:
    """One item as it is shown to who decides: with its history, the mark of what people decided so far, its text, and the months that it may be of."""

    one: Settling
    history: dict[str, list[dict[str, Any]]]
    mark: str
    text: str
    months: tuple[Month, ...]

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """What people decided, the last first."""
        return [row for row in reversed(self.history["decisions"]) if row["kind"] == "person"]

    @property
    def address(self) -> str:
        """Where it stands on the portal, if that can be followed."""
        url = self.one.line.item.url
        return url if url.startswith(("http://", "https://")) else ""

    @property
    def page(self) -> int:
        """The answer that its last captured page came with; 0 if none was captured."""
        return next((row["answer"] for row in reversed(self.history["observations"]) if row["capture"] and row["answer"]), 0)

    @property
    def lacks_day(self) -> bool:
        """Must a person name its day before it can count?"""
        return choices.lacks_day(self.one.line)

    @property
    def accept_records(self) -> str:
        """What accepting it records."""
        line = self.one.line
        made = None if choices.lacks_day(line) else choices.accepting(line)
        return vi.records(choices.day_to_confirm(line), bool(made and made.origin))


def card_of(at: Desk, one: Settling) -> Card:
    """The card of an item of the desk's unit."""
    item = one.line.item
    history = statements.history_of(at.store, item.id)
    told = [row["text"] for row in history["observations"]] or [row["script"] or row["summary"] for row in history["bulletin"]]
    cut = at.unit.rule_for((item.day or local_day(at.now)).year).cutoff_day
    found = {stake.month for stake in one.stakes} | ({month_of(item.day, cut)} if item.day else set())
    return Card(one, history, review.mark_of(at.store, item.id), (told[-1] if told else "")[:_EXCERPT], tuple(sorted(found))[:12])


def is_sure(at: Desk, one: Settling) -> bool:
    """Does accepting an item count one more for its month, whatever else may be? Not where its day must be named, or the better channel alone counts."""
    day = one.line.item.day
    return day is not None and not choices.lacks_day(one.line) and at.unit.rule_for(day.year).scope is not Scope.ANY_CHANNEL


def reason_typed() -> str:
    """Why, in the words of the form; where there are none, that it was read and settled here."""
    told = request.form.get("because", "").strip() or request.form.get(f"{OTHER}because", "").strip()
    return told[:_LONGEST_REASON] or vi.READ


def decide(at: Desk, made: Sequence[choices.Choice], seen: dict[int, str]) -> list[int]:
    """Records what was chosen. Raises FieldFaults, Overtaken, AlreadyDone, InputError."""
    because = reason_typed()
    found = choices.decisions_of(at.unit, made, at.actor.name, because, local_day(at.now))
    return review.decide(at.store, at.unit, found, at.now, actor=at.actor, seen=seen)


def choice(act: Act, line: Line) -> choices.Choice:
    """What a button means with the fields beside it. Raises FieldFault."""
    form, prefix = request.form, _prefix(act)
    day, months = form.get(f"{prefix}day", "")[:60], form.getlist(f"{prefix}not_in")[:24]
    return choices.of_act(act, line, day=day, not_in=months, origin=form.get(f"{prefix}origin", ""), same_as=form.get("same_as", ""))


def _prefix(act: Act | None) -> str:
    """How the names of a button's fields begin."""
    return OTHER if act in (Act.DATE, Act.NOT_IN, Act.ORIGIN, Act.DEAD) else ""


def act_of(text: str) -> Act | None:
    """The button that was pressed; None for what is none."""
    return next((act for act in Act if act == text), None)


def faults_of(error: InputError, act: Act | None = None) -> list[tuple[str, str]]:
    """What is wrong, by field; what is wrong with no field alone is that people's dates speak against it."""
    if isinstance(error, FieldFaults | FieldFault):
        each = error.faults if isinstance(error, FieldFaults) else (error,)
        return [(f"{_prefix(act)}{one.field}", vi.fault(one)) for one in each]
    return [("", vi.DENIED)]


def printable_title(title: str, most: int) -> str:
    """A title in a sentence, without signs that don't show; of one that has none, that it has none."""
    return printable(title, most) or "mục không có tên"


def candidates(at: Desk, one: Settling, text: str) -> tuple[search.Row, ...]:
    """The items that one may repeat: those with the words of a text, else those of its month; at most thirty, the newest first."""
    item = one.line.item
    cut = at.unit.rule_for((item.day or local_day(at.now)).year).cutoff_day
    month = month_of(item.day, cut) if item.day and not text.strip() else None
    found = search.find(at.store, at.unit, search.Filters(text=text[:200], month=month), at.now, most=_CANDIDATES)
    return tuple(row for row in found.rows if row.item.id != item.id)
