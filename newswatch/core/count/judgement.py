"""Decides item by item whether it counts under the rule, and if not, why not.

Months and scores are made of these lines in `statement`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from newswatch.core.count.duplicates import Duplicate, Related, Sameness, relate
from newswatch.core.count.reasons import Line, Reason, Why, denied, is_untimed, stated_months
from newswatch.core.dates.standing import disagree
from newswatch.core.identity import site_of
from newswatch.core.model import Channel, Countable, DateOrigin, Origin, Place, Verdict
from newswatch.core.months import Window, local_day, month_of, year_window
from newswatch.core.polling.earlier import Earlier
from newswatch.core.polling.records import Span
from newswatch.core.polling.timeliness import Timeliness, sought, timeliness
from newswatch.core.quota.clause import Policy, Scope
from newswatch.core.quota.rule import Rule


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is against an item by itself, without its cluster: a bar, doubts that a person can settle, or nothing."""

    bar: Reason | None = None
    doubts: tuple[Reason, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether it is barred only because it is a rebroadcast."""
        return self.bar == Reason(Why.ORIGIN, Origin.REBROADCAST)

    @property
    def eligible(self) -> bool:
        return self.bar is None and not self.doubts


def judge(items: Sequence[Countable], rule: Rule, spans: Sequence[Span] | Earlier = (), related: Related | None = None) -> tuple[Line, ...]:
    """A line for each item, by date. The earliest eligible item of a cluster counts, and on each channel that channel's earliest.

    `spans` are the polls that tell what was put up late (see `polling.timeliness`). An item in doubt that may be of an earlier month than the one that
    counts still waits for a person: accepted, it would take the count into its own month. So does one that would be its story's only one on its
    channel, where the rule's scope looks at each.
    """
    by_id, polls = {item.id: item for item in items}, Earlier.of(spans)
    standing = {item.id: _standing(item, rule, polls) for item in items}
    related = related or relate(items)
    sameness = _sameness(related.pairs)
    lines = [_line(item, [by_id[i] for i in related.clusters[item.id]], standing, sameness, rule, polls) for item in items]
    return tuple(sorted(lines, key=lambda line: (_when(line.item), line.item.id)))


def _line(
    item: Countable,
    cluster: Sequence[Countable],
    standing: Mapping[int, _Standing],
    sameness: Mapping[int, Sameness],
    rule: Rule,
    polls: Earlier,
) -> Line:
    own = standing[item.id]
    denies = any(reason.why is Why.DATE_DENIED for reason in own.doubts)
    month = month_of(item.day, rule.cutoff_day) if item.day and not denies else None
    if own.bar and not own.repeats:
        return Line(item, month, False, False, (own.bar,))
    first = _first([i for i in cluster if standing[i.id].eligible]) or _first([i for i in cluster if standing[i.id].doubts])
    if first is None:
        return Line(item, month, False, False, (Reason(Why.NO_FIRST_AIRING),))
    if item.id == first.id:
        doubts = own.doubts or _retold_doubt(item, [i for i in cluster if standing[i.id].bar is None], rule)
        return Line(item, month, not doubts, own.eligible, doubts)
    if own.doubts and (_may_be_earlier(item, own.doubts, first, rule, polls) or _first_on_channel(item, cluster, standing, rule)):
        return Line(item, month, False, False, own.doubts)
    on_channel = _first([i for i in cluster if standing[i.id].eligible and i.channel is item.channel])
    reason = Reason(Why.SAME_STORY, item=first.id, sameness=sameness.get(item.id) or sameness.get(first.id))
    if _may_differ(item, first, reason):
        reason = _unread(first if item.whole else item)
    same = first.id if reason.why is Why.SAME_STORY else None
    return Line(item, month, False, own.eligible and on_channel is item, (reason,), same)


def _may_differ(item: Countable, first: Countable, reason: Reason) -> bool:
    """Whether two articles that only share a title and a day may turn out to be a series, once both are read."""
    titled = reason.sameness is Sameness.TITLE_AND_DAY and item.channel is first.channel
    titled = titled and item.place is first.place is Place.OWN
    return titled and not (item.whole and first.whole)


def _may_be_earlier(item: Countable, doubts: Sequence[Reason], first: Countable, rule: Rule, polls: Earlier) -> bool:
    """Whether an item in doubt may be of an earlier month than the one that counts in its place, by the days that it states or because its day is open."""
    if first.day is None:
        return False
    counts = month_of(first.day, rule.cutoff_day)
    if any(month < counts for month in stated_months(item, doubts, rule.cutoff_day)):
        return True
    begin, month = year_window(counts.year, rule.window_start, rule.window_end).first, counts.previous()
    while is_untimed(doubts) and month.window(rule.cutoff_day).last >= begin:
        window = month.window(rule.cutoff_day)
        if not denied(item, window) and not sought(item, window, polls):
            return True
        month = month.previous()
    return False


def _first_on_channel(item: Countable, cluster: Sequence[Countable], standing: Mapping[int, _Standing], rule: Rule) -> bool:
    """Whether an item in doubt would count on its channel, where nothing of its story does so far and the rule looks at each channel."""
    peers = [i for i in cluster if i.channel is item.channel]
    if rule.scope is Scope.COMBINED or any(standing[i.id].eligible for i in peers):
        return False
    return _first([i for i in peers if standing[i.id].doubts]) is item


def _standing(item: Countable, rule: Rule, polls: Earlier) -> _Standing:
    if item.verdict is Verdict.OTHER:
        return _Standing(Reason(Why.NOT_PAR))
    elsewhere = _elsewhere(item)
    if elsewhere and elsewhere[0].why is Why.NOT_OURS:
        return _Standing(elsewhere[0])
    if item.channel not in rule.channels:
        return _Standing(Reason(Why.CHANNEL, item.channel))
    if item.dead_link and not item.whole and not (item.verdict is Verdict.PAR and item.decided_by.is_person):
        return _Standing(Reason(Why.DEAD_LINK))
    if item.item_type is not None and item.item_type not in rule.types:
        return _Standing(Reason(Why.ITEM_TYPE, item.item_type))
    policy = rule.origins.get(item.origin, Policy.REVIEW)
    if policy is Policy.EXCLUDE:
        return _Standing(Reason(Why.ORIGIN, item.origin))
    late = _lateness(item, rule, polls)
    if late and late[0].why is Why.BACKDATED and rule.backdating is Policy.EXCLUDE:
        return _Standing(replace(late[0], why=Why.TOO_LATE))
    origin = (Reason(Why.ORIGIN_DOUBT, item.origin),) if policy is Policy.REVIEW else ()
    return _Standing(None, (*elsewhere, *_verdict_doubt(item), *origin, *_date_doubt(item, rule), *late))


def _elsewhere(item: Countable) -> tuple[Reason, ...]:
    """What speaks against an item whose address lies on a host that is not known to be the portal's. A person's verdict on the item settles it."""
    if item.place is Place.OWN or item.decided_by.is_person:
        return ()
    return (Reason(Why.FOREIGN_HOST if item.place is Place.UNSETTLED else Why.NOT_OURS, host=site_of(item.url)),)


def _lateness(item: Countable, rule: Rule, polls: Earlier) -> tuple[Reason, ...]:
    """What speaks against an item's date. A date that a person settled stands."""
    if item.date_origin is DateOrigin.PERSON:
        return ()
    found = timeliness(item, polls, rule.cutoff_day)
    if found is Timeliness.BACKDATED and rule.backdating is not Policy.COUNT:
        return (Reason(Why.BACKDATED, days=((None, local_day(item.first_seen_at)),)),)
    return (Reason(Why.FUTURE, days=((None, item.day),)),) if found is Timeliness.FUTURE and item.day else ()


def _verdict_doubt(item: Countable) -> tuple[Reason, ...]:
    if item.verdict is Verdict.PAR:
        return ()
    return (Reason(Why.UNSURE) if item.whole else _unread(item),)


def _unread(item: Countable) -> Reason:
    return Reason(Why.UNREAD, item.answer if item.answer.unread else None)


def _retold_doubt(item: Countable, cluster: Sequence[Countable], rule: Rule) -> tuple[Reason, ...]:
    """The doubt of a bulletin retold from the portal while its cluster holds no article: what it repeats may count already."""
    if item.origin is not Origin.RETOLD or Channel.PORTAL not in rule.channels or item.same_as == item.id:
        return ()
    return () if any(i.channel is Channel.PORTAL for i in cluster) else (Reason(Why.RETOLD),)


def _date_doubt(item: Countable, rule: Rule) -> tuple[Reason, ...]:
    if item.day is None:
        return (Reason(Why.UNDATED),)
    if item.date_origin is DateOrigin.PERSON:
        return ()
    if denied(item, Window(item.day, item.day)):
        return (Reason(Why.DATE_DENIED, days=item.stated or ((item.date_origin, item.day),)),)
    if item.date_origin is DateOrigin.LOG:
        return ()
    if len({month_of(day, rule.cutoff_day) for _, day in item.stated}) <= 1:
        return ()
    if disagree(item.stated):
        return (Reason(Why.DATES_DISAGREE, days=item.stated),)
    others = tuple(stated for stated in item.stated if stated[0] is DateOrigin.ALTERNATIVE)
    month = month_of(item.day, rule.cutoff_day)
    if all(month_of(day, rule.cutoff_day) == month for _, day in others):
        return ()
    return (Reason(Why.DAY_DOUBT, days=((item.date_origin, item.day), *others)),)


def _sameness(pairs: Sequence[Duplicate]) -> dict[int, Sameness]:
    found: dict[int, Sameness] = {}
    for pair in pairs:
        for id_ in (max(pair.a, pair.b), min(pair.a, pair.b)):
            found.setdefault(id_, pair.because)
    return found


def _first(items: Sequence[Countable]) -> Countable | None:
    """The earliest item. On one day it is the portal's, whose time is the surer one."""
    return min(items, key=_seniority, default=None)


def _seniority(item: Countable) -> tuple[bool, date, bool, datetime, int]:
    day = item.day or item.first_seen_at.date()
    return item.day is None, day, item.channel is not Channel.PORTAL, _when(item), item.id


def _when(item: Countable) -> datetime:
    return item.published_at or item.first_seen_at
