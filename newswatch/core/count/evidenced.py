"""Decides which items that count lack evidence that their rule asks for, and what a month counts without them. The count itself never hangs on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from newswatch.core.count.reasons import Line
from newswatch.core.model import Channel, Countable
from newswatch.core.quota.evidence import Demand, unmet
from newswatch.core.quota.readings import MonthCount
from newswatch.core.quota.rule import Rule
from newswatch.core.record.files import EvidenceKind

Evidence = Mapping[int, frozenset[EvidenceKind]]
"""What is kept of items, by their ids."""


def at_hand(item: Countable, kept: Collection[EvidenceKind]) -> frozenset[EvidenceKind]:
    """The kinds of evidence that there are of an item: what is kept of it, its address, its line in the log."""
    own = {EvidenceKind.LOG_LINE} if item.channel is Channel.LOUDSPEAKER else set()
    return frozenset(own | ({EvidenceKind.URL} if item.url else set()) | set(kept))


def unmet_of(rule: Rule, line: Line, kept: Collection[EvidenceKind]) -> Demand:
    """What a rule asks for of an item and is not there: choices, each of which one kind would meet."""
    return unmet(rule.evidence.get(line.item.channel, ()), at_hand(line.item, kept))


def lacking(rule: Rule, line: Line, kept: Collection[EvidenceKind]) -> tuple[EvidenceKind, ...]:
    """The kinds of evidence that would meet what a rule asks for of an item and is not there, each once."""
    return tuple(dict.fromkeys(kind for choice in unmet_of(rule, line, kept) for kind in choice))


def with_lacks(lines: Sequence[Line], rule: Rule, evidence: Evidence) -> tuple[Line, ...]:
    """The lines, those that count with what they lack (`Line.lacks`)."""
    if not rule.evidence:
        return tuple(lines)
    return tuple(_with_lacks(line, rule, evidence) if line.counted or line.counted_on_channel else line for line in lines)


def _with_lacks(line: Line, rule: Rule, evidence: Evidence) -> Line:
    lacks = unmet_of(rule, line, evidence.get(line.item.id, frozenset()))
    return replace(line, lacks=lacks) if lacks else line


def without(count: MonthCount, lines: Sequence[Line]) -> MonthCount:
    """A month's count without the items that lack evidence. A story still counts once if it was told on another channel in the month with evidence."""
    lacking_ = [line for line in lines if line.lacks]
    if not lacking_:
        return count
    told = {line.duplicate_of for line in lines if line.counted_on_channel and not line.lacks}
    combined = count.combined - sum(line.counted and line.item.id not in told for line in lacking_)
    by_channel = {c: n - sum(line.counted_on_channel and line.item.channel is c for line in lacking_) for c, n in count.by_channel.items()}
    return MonthCount(count.month, combined, by_channel)
