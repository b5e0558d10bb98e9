"""Who is asked in a run, and in which order: units that bring nothing new may wait, and those that waited longest come first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from newswatch.config import Settings, Source, Unit
from newswatch.core.count import keeping
from newswatch.core.count.keeping import DamagedError
from newswatch.core.identity import site_of
from newswatch.core.months import local_day, month_of
from newswatch.core.notices.agenda import Duty, Ran
from newswatch.core.polling.adaptive import Checks, Quiet, is_decisive
from newswatch.services.poll.marks import mark_of
from newswatch.store import kept, pacing, runs, units
from newswatch.store.kept import Kept
from newswatch.store.pacing import Newest, Rest, Turn
from newswatch.store.store import Store

_NEVER = datetime.min.replace(tzinfo=UTC)

Pair = tuple[Unit, Source]


def may_wait(store: Store, settings: Settings, chosen: Sequence[Unit], now: datetime) -> frozenset[str]:
    """The ids of those of the units that need not be asked now (see `core.polling.adaptive`).

    Nobody waits who has anything left to do: an article or a date that is still to be had, a source that failed, that shows nothing of order, or that
    is a witness of others. Nor does a unit whose present month lacks one item, or of which nothing is kept that tells.
    """
    checks = settings.agenda.checks_around(now)
    if not (settings.fetch.adaptive and checks.again_today):
        return frozenset()
    with store.reading():
        resting, newest = pacing.resting(store), pacing.newest(store)
        quiet = [unit for unit in chosen if _is_quiet(store, settings, unit, checks, now, resting, newest)]
        known = kept.in_brief(store, local_day(now).year) if quiet else {}
    return frozenset(unit.id for unit in quiet if not _hangs(known.get(units.unit_row(store, unit)), unit, now))


def _is_quiet(
    store: Store,
    settings: Settings,
    unit: Unit,
    checks: Checks,
    now: datetime,
    resting: Mapping[int, Rest],
    newest: Mapping[int, Newest],
) -> bool:
    row, today = units.unit_row(store, unit), local_day(now)
    rests = [resting.get(units.source_row(store, unit, source)) for source in unit.sources]
    at, told_on = newest.get(row), (settings.schedule.first_warning, *settings.schedule.warnings)
    if at is None or at.news_at is None or not rests or is_decisive(today, unit.rule_for(today.year).cutoff_day, told_on):
        return False
    found = [rest for rest in rests if rest is not None]
    if len(found) < len(rests) or not Quiet(min(rest.polled_at for rest in found), at.news_at).may_wait(checks, now):
        return False
    return {rest.mark for rest in found} == {mark_of(unit.hosts, at.items_stamp, settled=at.settled)}


def _hangs(known: Kept | None, unit: Unit, now: datetime) -> bool:
    """Whether the present month hangs on one item, as it was judged last; where nothing tells, it may."""
    today = local_day(now)
    try:
        lacking = keeping.lacking(known.brief) if known else {}
    except DamagedError:
        lacking = {}
    return lacking.get(month_of(today, unit.rule_for(today.year).cutoff_day), 1) == 1


def by_host(store: Store, chosen: Iterable[Unit], now: datetime) -> list[list[Pair]]:
    """The sources, those of one host together, so that politeness stays in one place, in the order in which they are to be asked.

    Hosts that their unit's last check did not come to are first, those that waited longest before the others. Hosts of which it could read nothing are
    last, so that a dead one holds up nobody; had it not come to them, they would be among the first, so that nobody is starved. So it goes with the
    units of one host. It is to be asked for before the next check begins.
    """
    turns, ran = pacing.last_turns(store), runs.duties(store)

    def place(pairs: Sequence[Pair]) -> tuple[int, datetime]:
        return min(_place(turns.get(units.source_row(store, *pair)), ran.get(units.unit_row(store, pair[0]), {}), now) for pair in pairs)

    groups: dict[str, list[list[Pair]]] = defaultdict(list)
    for unit in chosen:
        of_unit: dict[str, list[Pair]] = defaultdict(list)
        for source in unit.sources:
            of_unit[site_of(source.url)].append((unit, source))
        for site, pairs in of_unit.items():
            groups[site].append(pairs)
    placed = [sorted(((place(pairs), pairs) for pairs in group), key=_by_place) for group in groups.values()]
    return [[pair for _, pairs in group for pair in pairs] for group in sorted(placed, key=lambda group: group[0][0])]


def without(groups: Iterable[Sequence[Pair]], waiting: Collection[str]) -> list[list[Pair]]:
    """The hosts less the units whose ids are `waiting`; those of which nothing is left are left out."""
    return [some for group in groups if (some := [pair for pair in group if pair[0].id not in waiting])]


def _by_place(placed: tuple[tuple[int, datetime], object]) -> tuple[int, datetime]:
    return placed[0]


def _place(turn: Turn | None, ran: Mapping[Duty, Ran], now: datetime) -> tuple[int, datetime]:
    """Where a source stands: not reached, reached, reached in vain; and since when it waits. A time still to come was told by a wrong clock."""
    if turn is None or turn.at > now:
        return 0, _NEVER
    check = ran.get(Duty.CHECK)
    reached = check is None or check.started_at <= turn.at
    return (1 + turn.in_vain if reached else 0), turn.at
