"""Makes one document of one unit and period, from what is known at one moment.

statement, briefing, evidence, log → told → template filled in, or list → LibreOffice, if another form is wanted → file
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from newswatch import private
from newswatch.config import Settings, Unit
from newswatch.core.count.statement import MonthStatement, YearStatement
from newswatch.core.months import local_day
from newswatch.core.notices import due
from newswatch.core.notices.due import Habits
from newswatch.core.notices.notice import Briefing, DueNotice, NoticeKind
from newswatch.core.periods import Period
from newswatch.errors import InputError
from newswatch.report.books import items as listing
from newswatch.report.documents import contents
from newswatch.report.documents.filling import filled
from newswatch.report.documents.kinds import MADE_OF, STEMS, Form, Kind, forms
from newswatch.report.documents.plain import csv_list
from newswatch.report.documents.told import Told
from newswatch.report.vi import spans
from newswatch.services import statements
from newswatch.services.documents import converting
from newswatch.services.documents.templates import template
from newswatch.store import bulletins, ledger_heads, units
from newswatch.store.store import Store

_NOTICES = {"Q": NoticeKind.QUARTER, "H": NoticeKind.HALF_YEAR, "": NoticeKind.YEAR}
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Made:
    """A file as made, with a name for it in ASCII."""

    name: str
    raw: bytes


def made(store: Store, settings: Settings, unit: Unit, kind: Kind, period: Period, form: Form, now: datetime) -> Made:
    """A document or list in a form. The same database and `now` give the same bytes, save of what LibreOffice makes.

    Raises InputError: the kind is not had in the form or for the period, no scoring year has its months, an own template is wrong, LibreOffice is not
    there. Raises StoreError.
    """
    if form not in forms(kind):
        raise InputError(f"--format: {kind} is made as {', '.join(forms(kind))}, not as {form}")
    if kind is Kind.NOTICE and not period.is_month:
        raise InputError(
            f"--month: a notice is about one month, not about {period.text}; `newswatch document report` tells of longer times"
        )
    first = MADE_OF.get(form, forms(kind)[0] if form is Form.PDF else form)
    raw = _list(store, settings, unit, period, first, now) if kind is Kind.LIST else _document(store, settings, unit, kind, period, now)
    raw = raw if first is form else converting.converted(raw, first, form)
    return Made(f"{STEMS[kind]}-{spans.slug(unit.name)}-{period.text.lower()}.{form}", raw)


def told_of(store: Store, unit: Unit, period: Period, now: datetime) -> tuple[YearStatement, list[MonthStatement]]:
    """The scoring year that a period belongs to, and its months that are counted in it. Raises InputError: none are, or two scoring years share them."""
    numbers = (period.year,) if period.whole_year else (period.year, period.year + 1)
    years = [statements.year_of(store, unit, number, now) for number in numbers]
    found = [(year, [m for m in year.months if period.whole_year or m.month in period.months]) for year in years]
    found = [(year, months) for year, months in found if months]
    if not found:
        raise InputError(f"{period.text}: its months are counted in no scoring year of {unit.id}")
    if len(found) > 1:
        raise InputError(f"{period.text}: {found[0][0].year} and {found[1][0].year} each score some of its months; name a month or a year")
    return found[0]


def write(path: Path, raw: bytes) -> None:
    """Writes a file whole or not at all. Raises InputError: something lies there already, or it can't be written."""
    if path.exists():
        raise InputError(f"{path}: lies there already; name a file that is not there")
    part = path.with_name(f"{path.name}{_PART}")
    try:
        private.write(part, raw)
        private.sync(part)
        part.replace(path)
        private.sync(path.absolute().parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{path}: can't be written: {error.strerror or error}; name a file in a folder that takes files") from None


def _list(store: Store, settings: Settings, unit: Unit, period: Period, form: Form, now: datetime) -> bytes:
    with store.reading():
        briefing = _briefing(store, settings, unit, period, now)
    months = [month for month in briefing.year.months if month.month in briefing.due_notice.months]
    if form is Form.CSV:
        return csv_list(briefing.year, months)
    return listing.book(unit, briefing.year, months, spans.name(period.text), briefing.head)


def _document(store: Store, settings: Settings, unit: Unit, kind: Kind, period: Period, now: datetime) -> bytes:
    name, raw = template(settings, kind)
    with store.reading():
        told = _told(store, settings, unit, kind, period, now)
    return filled(raw, name, contents.values(kind, told), contents.title(kind, told), told.year.as_of)


def _told(store: Store, settings: Settings, unit: Unit, kind: Kind, period: Period, now: datetime) -> Told:
    told = Told(unit, period, _briefing(store, settings, unit, period, now))
    return _with_log(store, told) if kind is Kind.LOG else told


def _with_log(store: Store, told: Told) -> Told:
    windows = [month.month.window(told.rule.cutoff_day) for month in told.months]
    found = [
        (item, one, voided)
        for item, one, voided in bulletins.aired_in(store, units.unit_row(store, told.unit), windows[0].first, windows[-1].last)
        if any(one.aired_on in window for window in windows)
    ]
    aired = tuple((item, one) for item, one, voided in found if not voided)
    return replace(told, aired=aired, voided=len(found) - len(aired))


def _briefing(store: Store, settings: Settings, unit: Unit, period: Period, now: datetime) -> Briefing:
    """All that a letter about the period would say now."""
    year, months = told_of(store, unit, period, now)
    kind = NoticeKind.SHORTFALL if period.is_month else _NOTICES[period.part[:1]]
    due_notice = DueNotice(kind, period.text, tuple(month.month for month in months))
    present = {local_day(now).year, local_day(now).year + 1} - {year.year}
    years = [year, *(statements.year_of(store, unit, number, now) for number in sorted(present))]
    briefing = due.brief(due_notice, sorted(years, key=lambda one: one.year), _habits(settings, unit), local_day(now))
    return replace(briefing, head=ledger_heads.head(store, units.unit_row(store, unit)).head)


def _habits(settings: Settings, unit: Unit) -> Habits:
    return Habits(settings.holidays, exists=(unit.valid_from, unit.valid_to))
