"""Which scores are to go out, and whereto: decided where months are stated, so that the intent commits with the statement."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from newswatch.config import FeedSettings, Unit
from newswatch.core.count.revision import Revision
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.months import local_day
from newswatch.core.notices.doubt import may_have_been_posted
from newswatch.core.record.feeding import FeedWay, key_of
from newswatch.store import feeds, gaps
from newswatch.store.feeds import Intent
from newswatch.store.store import Store


def targets(feed: FeedSettings, unit: Unit) -> tuple[tuple[FeedWay, str], ...]:
    """Where the scores of a unit go; a file with the year still left open."""
    found = ((FeedWay.FILE, feed.path.replace("{unit}", unit.id)), (FeedWay.POST, feed.url))
    return tuple((way, target) for way, target in found if target)


def due(
    store: Store,
    feed: FeedSettings,
    unit: Unit,
    unit_row: int,
    years: Sequence[YearStatement],
    stated: Mapping[int, Sequence[Revision]],
    now: datetime,
) -> list[Intent]:
    """What is to go out of a unit whose months are `stated` now, by years: each year of which one is stated otherwise than before, and each that has an
    ended month and of which nothing went to a target yet. A year of which nothing was ever known or counted is not told. A file without the year in its
    name has the newest one.
    """
    wanted = targets(feed, unit)
    if not wanted:
        return []
    before, gap = feeds.known(store, unit_row), gaps.of_unit(store, unit_row)
    found = []
    for way, target, year in _all(wanted, years):
        months = [revision.month.month for revision in stated.get(year.year, ())]
        went = (way, target, year.year) in before
        if (went and not months) or not (went or _says_anything(year)):
            continue
        told = months or [month.month for month in _ended(year)]
        posted_before = way is FeedWay.POST and gap and may_have_been_posted(told, local_day(gap.restored_at), local_day(now))
        body = _body(unit, year)
        key = key_of(unit.id, way, target, year.year, body, now)
        found.append(Intent(way, target, year.year, key, body, gap.from_at if gap and posted_before else ""))
    return found


def _all(wanted: Sequence[tuple[FeedWay, str]], years: Sequence[YearStatement]) -> Iterator[tuple[FeedWay, str, YearStatement]]:
    """Each target with each year that goes there."""
    begun = [year for year in years if _ended(year)]
    for way, target in wanted:
        whole = way is FeedWay.POST or "{year}" in target
        for year in begun if whole else [year for year in begun if _says_anything(year)][-1:]:
            yield way, target.replace("{year}", str(year.year)) if way is FeedWay.FILE else target, year


def _says_anything(year: YearStatement) -> bool:
    return any(month.state in (State.MET, State.SHORT) or month.count.combined for month in _ended(year))


def _ended(year: YearStatement) -> list[MonthStatement]:
    return [month for month in year.months if month.state is not State.OPEN]


def _body(unit: Unit, year: YearStatement) -> bytes:
    """The score as `newswatch score --json` prints it."""
    from newswatch.report import score_feed  # who feeds nobody needs none of it

    return (json.dumps(score_feed.score(unit, year), ensure_ascii=False, indent=2) + "\n").encode()
