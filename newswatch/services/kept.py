"""What was judged of units is judged once: years are kept beside the facts, and read again as long as all that they rest on stands.

    kept year, still what it rests on? ─ yes ─▶ it
                  │ no: only polls came, and none that its items can see? ─ yes ─▶ it, until later
                  │ no
                  └▶ everything of the unit read at one moment → judged → kept

A year rests on the unit's stamp, the program, the unit's settings with its rules, its sources' rows, the local day, and which polls lie in the past.
The lexicon is not among them: classifications are facts of their own, and advance the stamp.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial

from newswatch.config import Unit
from newswatch.core.count import keeping
from newswatch.core.count.duplicates import Related, relate
from newswatch.core.count.figures import YearFigures, kept_figures
from newswatch.core.count.keeping import DamagedError
from newswatch.core.count.pairing import kept_pairs, pairing_digest, recall_of, related_by
from newswatch.core.count.similarity import Recall
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Countable
from newswatch.core.months import local_day
from newswatch.core.polling.ground import Horizon, ground, steady
from newswatch.core.polling.records import Span
from newswatch.core.polling.sight import Sight
from newswatch.core.quota.rule import Rule
from newswatch.program import program_digest
from newswatch.services import judging
from newswatch.services.faults import attempt
from newswatch.services.judging import Knowledge
from newswatch.services.remembered import figures
from newswatch.services.remembered import rests_on as rests_on
from newswatch.store import kept, polls, units
from newswatch.store import kept_figures as figures_store
from newswatch.store.kept import Counters, Fresh, Kept, Pairs
from newswatch.store.store import Store


@dataclass(frozen=True, slots=True)
class Years:
    """Some years of a unit, all of one moment: the facts they were judged from (`counters`), on what they rest, and how long they hold.

    `fresh` is what is not kept yet.
    """

    statements: tuple[YearStatement, ...]
    counters: Counters
    rests_on: str
    since: datetime
    until: datetime
    fresh: Fresh


def years(store: Store, unit: Unit, wanted: Sequence[int], now: datetime, *, brief: bool = False) -> Years:
    """Some years of a unit as they stand at `now`, without their items' texts; in `brief` with those items alone that wait for a person.

    What is not kept is judged, and kept if nobody else writes just now.
    """
    found = look(store, unit, wanted, now, brief=brief)
    keep(store, unit, found)
    return found


def look(store: Store, unit: Unit, wanted: Sequence[int], now: datetime, *, brief: bool = False) -> Years:
    """The same, without keeping anything."""
    desk = _Desk(store, unit, now, brief=brief)
    with store.reading():
        desk.look(wanted)
    assert desk.holds is not None, "at least one year is asked for"
    return Years(
        tuple(desk.found[year] for year in wanted), desk.counters, desk.rests_on, *desk.holds, Fresh(tuple(desk.fresh), desk.pairs)
    )


def keep(store: Store, unit: Unit, found: Years) -> None:
    """Keeps what was judged, if nobody else writes just now: it can be judged again."""
    if found.fresh != Fresh():
        store.write_if_free(lambda: kept.keep(store, units.unit_row(store, unit), found.fresh))


def in_brief(store: Store, chosen: Sequence[Unit], year: int, now: datetime) -> dict[str, YearStatement]:
    """The year in brief of those of the units, by their ids, of which they are kept and stand; all of them read at one moment.

    A unit that a fault hits is as good as not kept: whoever has it judged meets the fault, as that unit's.
    """
    with store.reading():
        counters, rows, labels = kept.all_counters(store), kept.in_brief(store, year), units.all_source_labels(store)

    def read(unit: Unit) -> YearStatement | None:
        row = units.unit_row(store, unit)
        one = rows.get(row)
        if one is None or not one.stands(rests_on(unit, labels.get(row, {})), counters[row], now):
            return None
        return keeping.brief(one.brief, _rule(unit, year), now)

    tried = {unit.id: attempt(unit.id, partial(read, unit)) for unit in chosen}
    return {id_: found for id_, found in tried.items() if isinstance(found, YearStatement)}


def in_figures(store: Store, chosen: Sequence[Unit], year: int, now: datetime) -> dict[str, YearFigures]:
    """The same in figures, which is far quicker for thousands of units."""
    with store.reading():
        counters, rows, labels = kept.all_counters(store), figures_store.of_year(store, year, now), units.all_source_labels(store)

    def read(unit: Unit) -> YearFigures | None:
        row = units.unit_row(store, unit)
        standing, text = rows.get(row, (None, ""))
        if standing is None or standing[:2] != (rests_on(unit, labels.get(row, {})), counters[row].stamp):
            return None
        try:
            return figures(unit, year, text, now)
        except DamagedError:
            return None

    tried = {unit.id: attempt(unit.id, partial(read, unit)) for unit in chosen}
    return {id_: found for id_, found in tried.items() if isinstance(found, YearFigures)}


def knowledge(store: Store, unit: Unit, now: datetime) -> Knowledge:
    """What is stored of a unit, read at one moment; which items are the same news is taken from what is kept as far as it stands."""
    desk = _Desk(store, unit, now, brief=True)
    return judging.knowledge(store, unit, desk.relate)


def duty_rests_on(unit: str, *more: object) -> str:
    """A digest (hex) of all that bears on whether a duty has anything left to do: what the unit's years rest on, and `more`."""
    return hashlib.sha256(repr((unit, more)).encode()).hexdigest()


def note_done(store: Store, unit: Unit, duty: str, found: Years, *more: object) -> None:
    """Notes that a duty had nothing left to do for a unit whose years were found so, if nobody else writes just now."""
    row, on = units.unit_row(store, unit), duty_rests_on(found.rests_on, *more)
    store.write_if_free(lambda: kept.note_done(store, row, duty, on, found.counters, found.since, found.until))


def done(store: Store, duty: str, chosen: Sequence[Unit], now: datetime, more: Callable[[Unit, int], Sequence[object]]) -> frozenset[str]:
    """The ids of those of the units for which a duty has nothing left to do: nothing was written since, and all that it rests on stands.

    `more` gives that by the unit and its row, as it was given to `note_done`. A unit that a fault hits is not among them.
    """
    with store.reading():
        counters, noted, labels = kept.all_counters(store), kept.done(store, duty), units.all_source_labels(store)

    def is_done(unit: Unit) -> bool:
        row = units.unit_row(store, unit)
        one = noted.get(row)
        return one is not None and one.stands(duty_rests_on(rests_on(unit, labels.get(row, {})), *more(unit, row)), counters[row], now)

    return frozenset(unit.id for unit in chosen if attempt(unit.id, partial(is_done, unit)) is True)


def still_done(store: Store, duty: str, unit: Unit, wanted: Sequence[int], now: datetime, more: Callable[[int], Sequence[object]]) -> bool:
    """Whether a duty that looks at some years alone has still nothing to do for a unit: polls came since, and none that the years' items can see.

    `more` gives what it rests on besides by the unit's row, as it was given to `note_done`.
    """
    row, desk = units.unit_row(store, unit), _Desk(store, unit, now, brief=True)
    with store.reading():
        before, extra = kept.done(store, duty, row).get(row), more(row)
        if before is None or local_day(before.since) != local_day(now) or desk.stands_since(wanted) != {before.stamp}:
            return False
    if before.rests_on != duty_rests_on(desk.rests_on, *extra) or desk.holds is None:
        return False
    found = Years((), desk.counters, desk.rests_on, *desk.holds, Fresh(tuple(desk.fresh)))
    keep(store, unit, found)
    note_done(store, unit, duty, found, *extra)
    return True


def _rule(unit: Unit, year: int) -> Rule:
    """The rule of a unit's year as it can be applied."""
    return judging.logbook_of(unit).applied(unit.rule_for(year))


class _Desk:
    """One unit whose years are asked for: what is kept, what has to be judged, what is to be kept anew."""

    def __init__(self, store: Store, unit: Unit, now: datetime, *, brief: bool) -> None:
        self._store, self._unit, self._now, self._row, self._brief = store, unit, now, units.unit_row(store, unit), brief
        self.found: dict[int, YearStatement] = {}
        self.holds: tuple[datetime, datetime] | None = None
        self.fresh: list[Kept] = []
        self.pairs: Pairs | None = None
        self._grounds: dict[Horizon, str] = {}

    def look(self, wanted: Iterable[int]) -> None:
        """Finds the years, within one transaction."""
        self._count()
        lacking = [year for year in wanted if not self._is_kept(year)]
        if lacking:
            self._judge(lacking)

    def stands_since(self, wanted: Iterable[int]) -> set[int] | None:
        """At which stamps the years were judged, within one transaction, if all of them are kept and stand but for polls that their items can't see."""
        self._count()
        found = [kept.of_year(self._store, self._row, year, items=False) for year in wanted]
        stands = [one for one in found if one and (one.stands(self.rests_on, self.counters, self._now) or self._renewed(one))]
        for _ in stands:
            self._hold(*self._steady)
        return {one.stamp for one in stands} if len(stands) == len(found) else None

    def _count(self) -> None:
        self.counters = kept.counters(self._store, self._row)
        self.rests_on = rests_on(self._unit, units.source_labels(self._store, self._row))

    def _is_kept(self, year: int) -> bool:
        one = kept.of_year(self._store, self._row, year, items=not self._brief)
        if one is None or not (one.stands(self.rests_on, self.counters, self._now) or (one := self._renewed(one))):
            return False
        try:
            told = keeping.brief(one.brief, _rule(self._unit, year), self._now)
            self.found[year] = told if one.items is None else keeping.with_items(told, one.items)
        except DamagedError:
            return False
        self._hold(one.since, one.until)
        return True

    def _renewed(self, one: Kept) -> Kept | None:
        """What is kept, as it is to be kept from now on, if only polls came since and its items see nothing of them; else None."""
        same_facts = one.stamp - one.proofs == self.counters.facts and local_day(one.since) == local_day(self._now)
        if one.rests_on != self.rests_on or not same_facts or self._ground(Horizon(*one.horizon)) != one.ground:
            return None
        since, until = self._steady
        anew = replace(one, stamp=self.counters.stamp, proofs=self.counters.proofs, since=since, until=until)
        self.fresh.append(anew)
        return anew

    def _judge(self, lacking: Sequence[int]) -> None:
        known = judging.knowledge(self._store, self._unit, self.relate)
        self._spans, self._sight = known.spans, known.sight(self._now)
        horizon, (since, until) = Horizon.of(known.items), self._steady
        self._hold(since, until)
        told = self._ground(horizon)
        for year in lacking:
            statement = judging.judged(known, self._unit, year, self._unit.rule_for(year), self._now)
            statement = keeping.without_texts(statement)
            self.found[year] = keeping.in_brief(statement) if self._brief else statement
            brief, items, at = keeping.kept_brief(statement), keeping.kept_items(statement), self.counters
            seen = (horizon.row, horizon.at), told
            figures = kept_figures(statement)
            self.fresh.append(Kept(year, self.rests_on, at.stamp, at.proofs, since, until, *seen, brief, items, figures=figures))

    def relate(self, items: Sequence[Countable]) -> Related:
        """Which items are the same news, looked for only if anything has changed that tells; and then only near what has changed."""
        program, recall = f"{program_digest()} ", Recall()
        on, before = program + pairing_digest(items), kept.pairs(self._store, self._row)
        if before and before.rests_on.startswith(program):
            try:
                if before.rests_on == on:
                    return related_by(before.pairs, items)
                recall = recall_of(before.pairs)
            except DamagedError:
                pass  # as good as none
        found = relate(items, recall)
        self.pairs = Pairs(on, kept_pairs(found, recall))
        return found

    def _hold(self, since: datetime, until: datetime) -> None:
        before = self.holds
        self.holds = (max(before[0], since), min(before[1], until)) if before else (since, until)

    def _ground(self, horizon: Horizon) -> str:
        if horizon not in self._grounds:
            self._grounds[horizon] = ground(self._sight, horizon)
        return self._grounds[horizon]

    @cached_property
    def _steady(self) -> tuple[datetime, datetime]:
        return steady(self._spans, self._now)

    @cached_property
    def _spans(self) -> Sequence[Span]:
        return polls.spans(self._store, self._row)

    @cached_property
    def _sight(self) -> Sight:
        witnesses = judging.witnesses_of(self._store, self._unit)
        return Sight.of(self._spans, witnesses, judging.required(self._unit), self._now)
