"""The table of all units: which month it tells of, what it says of units that were not there, and of the first day of a month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rule_tables import rule
from web.pages import furnish
from worlds import ALL_YEAR, moment, year_of

from newswatch.config import Source, SourceKind, Unit, load
from newswatch.core.count.figures import YearFigures, figures_of
from newswatch.core.model import Profile
from newswatch.core.months import Month
from newswatch.core.polling.records import Span
from newswatch.errors import InputError
from newswatch.report.overview.line import UnitLine, month_of
from newswatch.report.overview.shape import shape
from newswatch.report.overview.text import lines
from newswatch.services.opening import open_store
from newswatch.services.overview import Overview, Sort, Wanted, overview, year_with

SOURCE = Source("site", SourceKind.LISTING, "https://xa.example.vn/", Profile("joomla"), True)
NOW = moment("2026-11-26 09:00")
WINTER: dict[str, str] = {"window_start": "11-01", "window_end": "10-31"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of two units of which nothing was ever read."""
    folder = tmp_path_factory.mktemp("overview")
    furnish(folder, ("Một", "Hai"), roles=())
    return folder / "config.toml"


def told(office: Path, year: int, wanted: Wanted, now: str = "2026-11-26 09:00", **changes: Any) -> Overview:
    """The table of the units, the second one changed."""
    settings = load(office)
    with open_store(settings) as store:
        chosen = (settings.units[0], replace(settings.units[1], **changes))
        return overview(store, chosen, year, wanted, moment(now))


def test_a_unit_of_which_nothing_was_judged_has_no_rank(office: Path) -> None:
    """A commune that was merged away in 2025 has no months in 2026: a blank and no rank, never a plain 0, and it stands below those that have any."""
    for reverse in (False, True):
        found = told(office, 2026, Wanted(sort=Sort.YEAR, reverse=reverse), valid_to=date(2025, 6, 30)).lines
        assert [(line.unit.name, line.rank, line.counted) for line in found] == [("Một", None, 0), ("Hai", None, None)]
    made = shape(found, 2026, Month(2026, 11), NOW)["units"]
    assert [(one["counted"], one["sure"]) for one in made] == [(0, False), (None, False)]
    text = list(lines(found, "11/2026"))
    assert "ít nhất 0" in text[1]
    assert text[2].split() == ["Xã", "Hai", "–", "chưa", "lần", "nào"]


@pytest.mark.parametrize(
    ("year", "rules", "month"),
    [
        (2025, {}, Month(2025, 12)),
        (2026, {}, Month(2026, 11)),
        (2027, {}, Month(2027, 1)),
        (2026, WINTER, Month(2026, 10)),
        (2027, WINTER, Month(2026, 11)),
        (2028, WINTER, Month(2027, 11)),
    ],
)
def test_the_month_told_of_is_one_of_the_year(office: Path, year: int, rules: dict[str, str], month: Month) -> None:
    """Where none is asked for it is the last one of the year that has begun, else its first, also where years are not those of the calendar."""
    settings = load(office)
    with open_store(settings) as store:
        chosen = [replace(unit, rules=(rule(**rules),)) for unit in settings.units]
        found = overview(store, chosen, year, Wanted(), NOW)
    assert found.month == month
    assert all(line.month and line.month.month == month for line in found.lines)


def test_a_month_is_told_with_the_year_that_it_is_charged_to(office: Path) -> None:
    """A month without a year has the year that the rules charge it to; one that no rule has in the year asked for is refused by name."""
    calendar, winter = ([replace(unit, rules=(rule(**given),)) for unit in load(office).units] for given in ({}, WINTER))
    assert [year_with(chosen, Month(2025, 11)) for chosen in (calendar, winter, [])] == [2025, 2026, 2025]
    assert year_with(winter, Month(2025, 10)) == 2025
    with pytest.raises(InputError, match="2025-01 is none of the year 2026, which has 2026-01 to 2026-12"):
        told(office, 2026, Wanted(month=Month(2025, 1)))


def test_on_its_first_day_a_month_was_looked_at_if_its_sources_were_read_that_day() -> None:
    """No day of it has ended then, so nothing is proved yet: a portal never read, or last read the day before, was not looked at."""
    first = figures_of(year_of([], now="2026-11-01 08:00"))
    assert [_seen(first, at) for at in (None, "2026-10-31 23:00", "2026-11-01 07:00")] == [False, False, True]
    assert month_of(_line(first, None)) == "thấy 0/4, chưa xem đủ"
    assert _seen(figures_of(year_of([], now="2026-11-20 08:00")), "2026-11-01 07:00")
    on_air = figures_of(year_of([], rule(channels=["loudspeaker"]), now="2026-11-01 08:00"))
    assert _seen(on_air, None)


def _seen(year: YearFigures, last_good: str | None) -> bool:
    line = _line(year, last_good)
    assert line.looked_at == (line.sure_month is not None)
    return line.looked_at


def _line(year: YearFigures, last_good: str | None) -> UnitLine:
    november = next(m for m in year.months if m.month == Month(2026, 11))
    return UnitLine(Unit("u", "Thử", "xã", (rule(),), (SOURCE,)), year, november, None, moment(last_good) if last_good else None)


@pytest.mark.parametrize(("spans", "sign"), [(ALL_YEAR, ""), ((), "ít nhất ")], ids=["seen", "unseen"])
def test_a_year_of_which_not_all_is_sure_says_at_least(spans: Sequence[Span], sign: str) -> None:
    """A plain figure stands where each month was seen and nothing waits."""
    year = figures_of(year_of([], spans=spans))
    assert f"{sign}0" in next(line for line in list(lines([_line(year, None)], "11/2026"))[1:])
    assert ("ít nhất" in str(list(lines([_line(year, None)], "11/2026")))) == bool(sign)
