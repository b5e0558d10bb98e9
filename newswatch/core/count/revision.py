"""Decides whether a month that was once stated has to be stated again, and what changed it. Each difference is recorded with its cause."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from newswatch.core.count.logbook import LogState, MonthLog
from newswatch.core.count.possible import leaves_unsure
from newswatch.core.count.reasons import Line, Reason
from newswatch.core.count.statement import MonthStatement, State
from newswatch.core.months import local_day
from newswatch.core.quota.rule import Rule


class Kind(StrEnum):
    """What kind of thing changed a stated month: `seen` and `unseen` say that its days are proved now, or no more, `awaiting` that an item that
    may be of it awaits a person. The values are stored."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RULE = "rule"
    SEEN = "seen"
    UNSEEN = "unseen"
    AWAITING = "awaiting"
    LOG = "log"
    UPGRADE = "upgrade"


PROOF_VERSION = 3
"""Which rules decide what polls and logs prove. It goes up when they change, so that months stated before are told apart from those stated now."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a statement rests on besides what was seen: the version of the program, the digest of the lexicon, the rules of proof."""

    program: str = ""
    lexicon: str = ""
    proof: int = 0

    def differs(self, other: "Basis") -> tuple[str, ...]:
        """The names of what differs."""
        return tuple(name for name in ("program", "lexicon", "proof") if getattr(self, name) != getattr(other, name))


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of a revision. `item` is the item it is about.

    Of one that was added or awaits a person `day` is the day it was first seen, and `by` the person who decided, if one did. Of one that was removed
    `reason` says why it counts no more. Of an upgrade `changed` names what changed: program, lexicon, proof. `late` says that an added bulletin was
    logged after the log of its month had been closed. Of the log itself `log` says how it stands now, `by` and `day` who closed it and when.
    """

    kind: Kind
    item: int = 0
    day: date | None = None
    by: str = ""
    reason: Reason | None = None
    changed: tuple[str, ...] = ()
    late: bool = False
    log: LogState | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated of an ended month: the ids of the items that counted, the state, the rule's digest, and how the log stood.

    `log` is None where the rule counts no broadcasts, and for what was stated by a version that closed no logs.
    """

    revision: int
    counted: tuple[int, ...]
    state: State
    rule_digest: str
    log: LogState | None = None

    @property
    def awaits_log(self) -> bool:
        """Was nothing concluded because the log was still open?"""
        return self.state is State.UNKNOWN and self.log is LogState.OPEN


@dataclass(frozen=True, slots=True)
class Revision:
    """A month as it has to be stated now. `causes` is empty for the first statement (revision 0)."""

    stated: Stated
    month: MonthStatement
    causes: tuple[Cause, ...]


def revise(last: Stated | None, month: MonthStatement, rule: Rule, upgraded: tuple[str, ...] = ()) -> Revision | None:
    """The revision that a month needs. None if the month stands as stated, or has not ended.

    `upgraded` names what of the basis has changed since the unit's months were stated last (`Basis.differs`); a revision made then says so.
    """
    if month.state is State.OPEN:
        return None
    counted = tuple(sorted(line.item.id for line in month.lines if line.counted))
    present = Stated(last.revision + 1 if last else 0, counted, month.state, rule.digest, month.log.state if month.log else None)
    if last is None:
        return Revision(present, month, ())
    causes = tuple(_causes(last, present, month, upgraded))
    return Revision(present, month, causes) if causes else None


def _causes(last: Stated, present: Stated, month: MonthStatement, upgraded: tuple[str, ...]) -> Iterator[Cause]:
    lines = {line.item.id: line for line in month.lines}
    added = sorted(set(present.counted) - set(last.counted))
    removed = sorted(set(last.counted) - set(present.counted))
    log = _log_cause(last, present, month.log)
    same = log is None and present == replace(last, revision=present.revision, log=present.log)
    if upgraded and not same:
        yield Cause(Kind.UPGRADE, changed=upgraded)
    yield from (_added(lines[id_], month.log) for id_ in added)
    yield from (_removed(id_, lines.get(id_)) for id_ in removed)
    if log:
        yield log
    if present.rule_digest != last.rule_digest and not _watched_otherwise(last, present):
        yield Cause(Kind.RULE)
    elif present.state is not last.state and not (added or removed or upgraded or log):
        yield from _sureness(present, month)


def _sureness(present: Stated, month: MonthStatement) -> Iterator[Cause]:
    """Why a month is known now that was not, or the other way round: if all its days are proved, it hangs on the items that await a person."""
    if present.state is not State.UNKNOWN:
        yield Cause(Kind.SEEN)
        return
    unsure = {line.item.id: line.item for line in (*month.lines, *month.elsewhere) if leaves_unsure(line)}
    if not month.coverage.complete or month.stand_ins or not unsure:
        yield Cause(Kind.UNSEEN)
        return
    yield from (Cause(Kind.AWAITING, item.id, day=local_day(item.first_seen_at)) for item in unsure.values())


def _log_cause(last: Stated, present: Stated, log: MonthLog | None) -> Cause | None:
    """What the log has to do with the change: it was closed, it is open (as no earlier version asked), or it is watched no more, or again."""
    closed = last.awaits_log and present.log is not LogState.OPEN
    opened = present.awaits_log and last.log is not LogState.OPEN
    if log is None or not (closed or opened or _watched_otherwise(last, present)):
        return None
    return Cause(Kind.LOG, day=local_day(log.closed_at) if log.closed_at else None, by=log.by, log=log.state)


def _watched_otherwise(last: Stated, present: Stated) -> bool:
    """Whether the loudspeakers were watched then and aren't now, or the other way round."""
    return (last.log is LogState.UNWATCHED) is not (present.log is LogState.UNWATCHED)


def _added(line: Line, log: MonthLog | None) -> Cause:
    late = log is not None and log.closed_before(line.item)
    return Cause(Kind.ADDED, line.item.id, day=local_day(line.item.first_seen_at), by=line.item.decided_by.name, late=late)


def _removed(id_: int, line: Line | None) -> Cause:
    if line is None or not line.because:
        return Cause(Kind.MOVED, id_)
    return Cause(Kind.REMOVED, id_, reason=line.because[0])
