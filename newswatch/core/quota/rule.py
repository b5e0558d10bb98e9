"""A rule: dated data that say how many items a month needs and what a missing one costs. Decides whether a score under it is official.

The model is criterion 1.3.3 of 2614/QĐ-UBND (Quảng Điền, 05/12/2017) as plan 34/KH-UBND (Quảng Thọ, 21/4/2020) quotes it: at least four items a
month on loudspeaker and portal, half a point for each one fewer, two points at most. The sentence can be read in seven ways (`Reading`). Nobody
knows which one the appraiser used, so a rule says whether its reading is assumed or confirmed, and by what.

`rule_file` reads and checks each key by itself; what must fit together is checked here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Self

from newswatch.core.model import Channel, ItemType, Origin
from newswatch.core.months import months_of_year, whole_year, year_window
from newswatch.core.quota.clause import LegalBasis, Policy, Reading, ReadingStatus, Scope
from newswatch.core.quota.evidence import Demand, as_text
from newswatch.core.quota.rule_file import fields_of, sound
from newswatch.core.table import Table, raise_problems

_YEARS_TO_TRY = (2023, 2024)  # one of 365 and one of 366 days
_OVERRIDABLE = (
    *("reading", "reading_status", "confirmed_by", "scope", "cutoff_day", "window_start", "window_end"),
    *("types", "origins", "backdating", "round_step", "display_decimals", "evidence"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A news quota, as `from_table` makes it from a rule file.

    Each month `quota` items are due in `scope` over `channels`. A missing one costs `penalty` points, from `max_points` down to `min_points`. A
    target without points has `max_points` None. `verified` says that the clause itself was read, not guessed. A month ends on `cutoff_day` (None:
    its last day). `window_start` and `window_end` (`MM-DD`) are those of `months.months_of_year`. Items of other `types` are listed but don't
    count; `origins` and `backdating` say what becomes of doubtful ones. Scores are rounded to `round_step` (None: not at all) and shown with
    `display_decimals`. The digest depends on the names and values of all fields but `evidence`, which is what an item of each channel has to be shown
    by: it bears on no count.
    """

    id: str
    criterion: str
    title: str
    legal_basis: LegalBasis
    effective_from: date
    effective_to: date | None
    measure: str
    per: str
    quota: int
    channels: tuple[Channel, ...]
    scope: Scope
    max_points: Decimal | None
    min_points: Decimal
    penalty: Decimal
    reading: Reading
    reading_status: ReadingStatus
    confirmed_by: str
    verified: bool
    cutoff_day: int | None
    window_start: str
    window_end: str
    types: tuple[ItemType, ...]
    origins: Mapping[Origin, Policy] = field(hash=False)
    backdating: Policy
    round_step: Decimal | None
    display_decimals: int
    evidence: Mapping[Channel, Demand] = field(default_factory=dict, hash=False)

    @classmethod
    def from_table(cls, table: Mapping[str, object], where: str) -> Self:
        """The rule a TOML table describes. Raises ConfigError with every fault in it, each under its path below `where`."""
        return cls._checked(Table(table, where, []))

    def with_overrides(self, table: Mapping[str, object], where: str) -> Self:
        """This rule with some keys set anew, as a unit may do. Raises ConfigError as `from_table` does.

        What the legal text fixes (quota, channels, points, dates …) can't be overridden. A confirmation speaks of one reading in one scope. If
        either changes, the reading is assumed again, unless the override confirms it. A window of twelve months follows the cut-off day.
        """
        fixed = [key for key in table if key in _FIXED]
        problems = [f"{where}.{key}: is fixed by rule {self.id!r}; to change it, write a rule file under another id" for key in fixed]
        merged = self._base_for(table) | {key: value for key, value in table.items() if key not in fixed}
        if isinstance(origins := table.get("origins"), Mapping):
            merged["origins"] = {**self.origins, **origins}
        if isinstance(evidence := table.get("evidence"), Mapping):
            merged["evidence"] = {**self._evidence, **evidence}
        return self._checked(Table(merged, where, problems))

    @property
    def text(self) -> str:
        """Everything the rule says of the count, as JSON in one canonical form."""
        said = {name: value for name, value in asdict(self).items() if name != "evidence"}
        return json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of `text`. Equal rules have equal digests, however their files are written."""
        return _digest(self)

    @property
    def by_calendar(self) -> bool:
        """Whether its months and years are those of the calendar."""
        return self.cutoff_day is None and (self.window_start, self.window_end) == whole_year(None)

    def in_force(self, day: date) -> bool:
        """Whether the rule applies on this local day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    @classmethod
    def _checked(cls, table: Table) -> Self:
        rule = cls(**fields_of(table))
        table.finish()
        _check_together(rule, table)
        raise_problems(table.problems)
        return rule

    @property
    def _evidence(self) -> dict[str, str]:
        """What is asked of evidence, as a rule file would say it."""
        return {str(channel): as_text(demand) for channel, demand in self.evidence.items()}

    def _base_for(self, overrides: Mapping[str, object]) -> dict[str, Any]:
        base = {key: _as_toml(value) for key, value in asdict(self).items()} | {"evidence": self._evidence}
        if self.max_points is None:
            base["penalty"] = base["min_points"] = None
        if (self.window_start, self.window_end) == whole_year(self.cutoff_day):
            base["window_start"] = base["window_end"] = None
        if any(overrides.get(key, base[key]) != base[key] for key in ("reading", "reading_status", "scope")):
            base["reading_status"] = base["confirmed_by"] = None
        return base


_FIXED = frozenset(Rule.__dataclass_fields__) - frozenset(_OVERRIDABLE)


@lru_cache(maxsize=256)
def _digest(rule: Rule) -> str:
    return hashlib.sha256(rule.text.encode()).hexdigest()


_VERIFY = "in a copy of its file under an id of its own, named by its path in `rules`, fill in the clause and set verified = true"


def official_problem(rule: Rule, on: date | None = None) -> str | None:
    """Why a score under this rule can't be called official, on the local day `on` if one is given. None if it can."""
    if not rule.verified:
        return f"rule {rule.id}: nobody has read its clause in {rule.legal_basis}; {_VERIFY}"
    if on is not None and not rule.in_force(on):
        until = f" to {rule.effective_to:%d/%m/%Y}" if rule.effective_to else ""
        return f"rule {rule.id}: in force from {rule.effective_from:%d/%m/%Y}{until}, not on {on:%d/%m/%Y}"
    if rule.max_points is None:
        return f"rule {rule.id}: sets a target without points"
    if rule.reading_status is ReadingStatus.ASSUMED:
        return f"rule {rule.id}: reading {rule.reading} is assumed; no document named in confirmed_by confirms it"
    return None


def _as_toml(value: object) -> object:
    """A value as a rule file would hold it."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal) else value


def _check_together(rule: Rule, table: Table) -> None:
    """Notes faults between keys that are each sound."""
    if rule.effective_to and rule.effective_to < rule.effective_from and sound(table, "effective_from", "effective_to"):
        table.problem("effective_to", f"{rule.effective_to} lies before effective_from {rule.effective_from}")
    if sound(table, "reading_status", "confirmed_by") and (rule.reading_status is ReadingStatus.CONFIRMED) != bool(rule.confirmed_by):
        _check_confirmation(rule, table)
    if sound(table, "max_points", "min_points", "round_step"):
        _check_range(rule, table)
    if sound(table, "cutoff_day", "window_start", "window_end"):
        _check_window(rule, table)


def _check_confirmation(rule: Rule, table: Table) -> None:
    if rule.confirmed_by:
        table.problem("confirmed_by", 'is given, but reading_status is not "confirmed"')
    else:
        table.problem("confirmed_by", "is missing; a confirmed reading names the number and date of the document that confirms it")


def _check_range(rule: Rule, table: Table) -> None:
    if rule.max_points is None:
        if rule.min_points:
            table.problem("min_points", "has no meaning without max_points")
        return
    if rule.min_points >= rule.max_points:
        table.problem("min_points", f"expected less than max_points {rule.max_points}, found {rule.min_points}")
    step = rule.round_step
    if step is not None and (step <= 0 or rule.max_points % step or rule.min_points % step):
        table.problem("round_step", f"expected a step that divides max_points and min_points evenly, found {step}")


def _check_window(rule: Rule, table: Table) -> None:
    """Notes a window without a whole month, which scores nothing, and a whole year that cuts a month in two, which loses that month silently."""
    for year in _YEARS_TO_TRY:
        span = year_window(year, rule.window_start, rule.window_end)
        months = len(months_of_year(year, rule.window_start, rule.window_end, rule.cutoff_day))
        if months == 0 or ((span.last - span.first).days >= 364 and months < 12):
            start, end = whole_year(rule.cutoff_day)
            what = f"{rule.window_start} to {rule.window_end} holds {months} whole months under this cutoff_day"
            table.problem("window_end", f"{what}; January to December is {start} to {end}")
            return
