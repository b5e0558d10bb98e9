"""All that is known of a unit at one moment, and what is judged from it.

Everything that bears on a statement is read in one transaction, so that items and polls come from one moment.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from newswatch.config import Unit
from newswatch.core.count.duplicates import Related, relate
from newswatch.core.count.evidenced import Evidence, with_lacks
from newswatch.core.count.judgement import judge
from newswatch.core.count.logbook import BadLog, Logbook
from newswatch.core.count.reasons import Line
from newswatch.core.count.statement import YearStatement, state_lines
from newswatch.core.hosts.own import placed
from newswatch.core.model import Countable
from newswatch.core.months import local_day
from newswatch.core.polling.records import Span
from newswatch.core.polling.sight import Sight
from newswatch.core.polling.witness import Witnesses
from newswatch.core.quota.rule import Rule
from newswatch.store import bulletins, closings, evidence, items, polls, units
from newswatch.store.store import Store


@dataclass(frozen=True)
class Knowledge:
    """All that is known of a unit at one moment: its items and which of them tell one story, the stretches polls cover in the order of the polls,
    the required sources, the second witnesses, how its loudspeaker log is kept, the unit's stamp then, and what evidence is kept of its items."""

    items: tuple[Countable, ...]
    related: Related
    spans: tuple[Span, ...]
    required: tuple[str, ...]
    witnesses: Witnesses
    logbook: Logbook
    stamp: int
    evidence: Evidence

    _sights: dict[datetime, Sight] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lines: list[tuple[Rule, datetime, tuple[Line, ...]]] = field(default_factory=list, init=False, repr=False, compare=False)

    def sight(self, now: datetime) -> Sight:
        """What the polls saw as known at `now`, worked out once for all years."""
        if now not in self._sights:
            self._sights[now] = Sight.of(self.spans, self.witnesses, self.required, now)
        return self._sights[now]

    def judge(self, rule: Rule, now: datetime) -> tuple[Line, ...]:
        """Every item under a rule, judged at `now`: once for all years that have the rule."""
        applied = self.logbook.applied(rule)
        for known, at, lines in self._lines:
            if known == applied and at == now:
                return lines
        found = with_lacks(judge(self.items, applied, self.sight(now).earlier, self.related), applied, self.evidence)
        self._lines.append((applied, now, found))
        return found


def knowledge(
    store: Store, unit: Unit, relating: Callable[[Sequence[Countable]], Related] | None = None, under: Sequence[Rule] = ()
) -> Knowledge:
    """What is stored of a unit, read at one moment; `relating` says which items are the same news, `relate` by default. It is to be judged by the unit's
    rules, and by those that are named besides (`under`)."""
    row = units.unit_row(store, unit)
    with store.reading():
        found, spans, at = placed(items.countables(store, row), unit.hosts), tuple(polls.spans(store, row)), units.stamp_of(store, row)
        witnesses = witnesses_of(store, unit)
        began = _first_day((min((i.first_seen_at for i in found), default=None), units.watched_since(store, row)))
        logbook = replace(logbook_of(unit), closings=closings.standing(store, row), bad=_bad_logs(store, row), began=began)
        kept = evidence.of_unit(store, row) if any(rule.evidence for rule in (*unit.rules, *under)) else {}
    return Knowledge(found, (relating or relate)(found), spans, required(unit), witnesses, logbook, at, kept)


def logbook_of(unit: Unit) -> Logbook:
    """How a unit keeps its loudspeaker log, without what was handed in and closed."""
    return Logbook(unit.broadcasts, unit.log_closes_on)


def _bad_logs(store: Store, unit_row: int) -> tuple[BadLog, ...]:
    """The log files of a unit that could not be read, wholly or in rows, by local days."""
    return tuple(BadLog(tuple(map(local_day, at)), frozenset(days)) for at, days in bulletins.bad_logs(store, unit_row).values())


def _first_day(moments: Iterable[datetime | None]) -> date:
    """The local day of the first of these moments; the last day of the calendar where there is none, since nothing has begun then."""
    return min((local_day(at) for at in moments if at), default=date.max)


def witnesses_of(store: Store, unit: Unit) -> Witnesses:
    """The second witnesses of a unit, with what they refuted."""
    return Witnesses(unit.witnesses, tuple(polls.refuted(store, units.unit_row(store, unit))))


def required(unit: Unit) -> tuple[str, ...]:
    """The ids of the sources that must cover each day."""
    return tuple(source.id for source in unit.sources if source.required)


def judged(known: Knowledge, unit: Unit, year: int, rule: Rule, now: datetime) -> YearStatement:
    """The statement of a year under a rule, judged at `now` from what is known."""
    exists = unit.valid_from, unit.valid_to
    return state_lines(year, rule, known.judge(rule, now), known.related, known.sight(now), exists=exists, logbook=known.logbook)
