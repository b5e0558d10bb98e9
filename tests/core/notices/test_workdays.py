"""The calendar of working days: what was announced, what the code makes up, and which faults of a file are named."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.config import load_holidays
from newswatch.core.notices.workdays import Holidays, Rest
from newswatch.errors import ConfigError

SHIPPED = load_holidays()
FIXED = '[[fixed]]\nname = "Quốc khánh"\nday = "09-02"\n'
ANNOUNCED = {
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03 / 05-04",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02 / 04-26",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24 / 01-10 08-22",
}


def holidays(text: str) -> Holidays:
    return Holidays.from_table(tomllib.loads(text), "holidays.toml")


def days_of(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(n) for n in range((last - first).days + 1))


def odd_days(of: Holidays, year: int) -> str:
    """The weekdays off and, behind the stroke, the weekend days worked."""
    days = list(days_of(date(year, 1, 1), date(year, 12, 31)))
    off = [f"{d:%m-%d}" for d in days if d.weekday() < 5 and not of.is_working(d)]
    worked = [f"{d:%m-%d}" for d in days if d.weekday() >= 5 and of.is_working(d)]
    return " ".join([*off, "/", *worked])


@pytest.mark.parametrize("year", ANNOUNCED)
def test_announced_years_are_as_announced(year: int) -> None:
    """The weekdays off and the Saturdays worked are those of the notices, the days in lieu among them."""
    assert odd_days(SHIPPED, year) == ANNOUNCED[year]
    assert year in SHIPPED.announced


@pytest.mark.parametrize(
    ("year", "off"),
    [
        (2019, "01-01 04-30 05-01 09-02 /"),
        (2021, "01-01 04-30 05-03 09-02 09-03 /"),
        (2022, "01-03 05-02 05-03 09-01 09-02 /"),
        (2023, "01-02 05-01 05-02 09-01 09-04 /"),
        (2040, "01-02 04-30 05-01 09-03 09-04 /"),
    ],
)
def test_a_year_nobody_listed_has_the_holidays_that_return(year: int, off: str) -> None:
    """They stand with their days in lieu and the usual neighbour of 2 September; 24/11 is a holiday from 2026 and has no day in lieu."""
    assert odd_days(SHIPPED, year) == off
    assert year not in SHIPPED.announced


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [(2027, "02-04", "02-10"), (2028, "01-24", "01-28"), (2029, "02-12", "02-16"), (2030, "01-31", "02-06")],
)
def test_years_to_come_have_a_likely_tet_that_is_not_called_announced(year: int, first: str, last: str) -> None:
    """Tết of the years after the last notice is there, without passing for official."""
    tet = [r for r in SHIPPED.rests(date(year, 1, 1), date(year, 12, 31)) if r.name == "Tết Nguyên đán"]
    assert [(f"{r.first:%m-%d}", f"{r.last:%m-%d}") for r in tet] == [(first, last)]
    assert year not in SHIPPED.announced


@pytest.mark.parametrize(
    ("after", "first"),
    [
        ("2025-12-31", "2026-01-05"),
        ("2026-01-09", "2026-01-10"),
        ("2026-01-31", "2026-02-02"),
        ("2026-02-02", "2026-02-03"),
        ("2026-02-13", "2026-02-23"),
        ("2026-04-25", "2026-04-28"),
        ("2026-04-30", "2026-05-04"),
        ("2026-08-28", "2026-09-03"),
        ("2026-11-23", "2026-11-25"),
        ("2028-01-21", "2028-01-31"),
        ("2028-02-29", "2028-03-01"),
    ],
)
def test_first_working_day(after: str, first: str) -> None:
    """It lies after the day given, behind weekends and holidays, and may be a Saturday that is worked."""
    assert SHIPPED.first_working_day(date.fromisoformat(after)) == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-02-01", "2026-02-28", 15),
        ("2026-02-14", "2026-02-22", 0),
        ("2026-02-13", "2026-02-13", 1),
        ("2026-02-14", "2026-02-13", 0),
        ("2026-01-05", "2026-01-11", 6),
    ],
)
def test_working_days_count_both_ends(first: str, last: str, days: int) -> None:
    """Both ends count, a Saturday worked too, and a span that ends before it begins has none."""
    assert SHIPPED.working_days(date.fromisoformat(first), date.fromisoformat(last)) == days


@pytest.mark.parametrize(
    ("first", "last", "rests"),
    [
        ("2026-02-01", "2026-02-28", ["16/02–20/02 Tết Nguyên đán"]),
        ("2026-02-18", "2026-02-19", ["18/02–19/02 Tết Nguyên đán"]),
        ("2026-04-01", "2026-04-30", ["26/04–27/04 Giỗ Tổ Hùng Vương", "30/04–30/04 Ngày Chiến thắng"]),
        ("2027-04-20", "2027-05-31", ["30/04–03/05 Ngày Chiến thắng, Quốc tế Lao động"]),
        ("2026-08-01", "2026-09-30", ["31/08–02/09 Quốc khánh"]),
        ("2028-09-01", "2028-09-30", ["01/09–04/09 Quốc khánh"]),
        ("2026-10-01", "2026-10-31", []),
    ],
)
def test_rests_are_holidays_in_a_row(first: str, last: str, rests: list[str]) -> None:
    """Holidays in a row are one rest, a weekend before a day in lieu included, and only the days asked for are told of."""
    found = SHIPPED.rests(date.fromisoformat(first), date.fromisoformat(last))
    assert [f"{r.first:%d/%m}–{r.last:%d/%m} {r.name}" for r in found] == rests


@pytest.mark.parametrize(
    ("table", "off"),
    [
        ("[[years.2028.rests]]\nname = 'x'\nfirst = 2028-05-06", "05-08 09-04 /"),
        ("[[years.2028.rests]]\nname = 'x'\nfirst = 2028-05-06\nlast = 2028-05-07", "09-04 /"),
        ("[[years.2028.in_lieu]]\nholiday = 2028-09-02\nday = 2028-09-01", "09-01 /"),
        ("[[years.2028.in_lieu]]\nholiday = 2028-09-03\nday = 2028-09-01", "09-04 /"),
        ("[[years.2028.rests]]\nname = 'x'\nfirst = 2028-09-02\nlast = 2028-09-03", "/"),
        ("[[years.2028.rests]]\nname = 'x'\nfirst = 2028-09-04", "09-04 09-05 /"),
        ("[[years.2028.swaps]]\nname = 'x'\nrest = 2028-09-04\nwork = 2028-09-09", "09-04 09-05 / 09-09"),
    ],
)
def test_what_is_listed_wins(table: str, off: str) -> None:
    """A span stands as listed, a single day is made up, and a day in lieu that is listed takes the place of the next working day."""
    assert odd_days(holidays(FIXED + table), 2028) == off


@pytest.mark.parametrize(
    ("listed", "off"), [("2026-09-03", "09-02 09-03 /"), ("2026-09-01", "09-01 09-02 /"), ("2026-05-05", "05-05 09-01 09-02 /")]
)
def test_a_listed_neighbour_takes_the_place_of_the_usual_one(listed: str, off: str) -> None:
    """The usual neighbour is only taken where the year lists neither the day before nor the day after."""
    text = f"{FIXED}neighbour = true\n[[years.2026.rests]]\nname = 'Quốc khánh'\nfirst = {listed}\n"
    assert odd_days(holidays(text), 2026) == off


def test_a_day_in_lieu_may_lie_in_the_next_year() -> None:
    """A holiday on the last weekend of a year is made up in the next one, behind New Year's Day."""
    found = holidays('[[fixed]]\nname = "a"\nday = "12-31"\n[[fixed]]\nname = "b"\nday = "01-01"\n')
    assert found.rests(date(2028, 12, 25), date(2029, 1, 10)) == (Rest(date(2028, 12, 31), date(2029, 1, 2), "a, b"),)


def test_a_leap_day_is_a_holiday_in_leap_years_only() -> None:
    """A day that a year doesn't have is no holiday in it."""
    found = holidays('[[fixed]]\nname = "a"\nday = "02-29"\n')
    assert [odd_days(found, year) for year in (2027, 2028)] == ["/", "02-29 /"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "fixed: is missing; list the holidays"),
        ("fixed = 3", "fixed: expected a list, found 3"),
        ('[[fixed]]\nday = "09-02"', "fixed[1].name: is missing"),
        ('[[fixed]]\nname = "x"\nday = "2/9"', "fixed[1].day: expected month and day such as 09-02, found '2/9'"),
        ('[[fixed]]\nname = "x"\nday = "02-30"', "fixed[1].day: expected month and day such as 09-02, found '02-30'"),
        ('[[fixed]]\nname = "x"', "fixed[1].day: is missing"),
        (FIXED + "from_year = 2021\nto_year = 2020", "fixed[1].to_year: 2020 lies before from_year 2021"),
        (FIXED + "from_year = 12026", "fixed[1].from_year: expected 1 to 9999, found 12026"),
        (FIXED + "neighbor = true", "fixed[1].neighbor: unknown key, did you mean 'neighbour'?"),
        (FIXED + "[year.2026]", "year: unknown key, did you mean 'years'?"),
        (FIXED + "[years.tet]", "years.tet: expected the name of this table to be a year such as 2026"),
        (FIXED + "[years]\n2026 = 1", "years.2026: expected a table, found 1"),
        (FIXED + "[years.2026]\nanounced = true", "years.2026.anounced: unknown key, did you mean 'announced'?"),
        (FIXED + "[[years.2026.rests]]\nname = 'x'", "years.2026.rests[1].first: is missing"),
        (
            FIXED + "[[years.2026.rests]]\nname = 'x'\nfirst = '16/2'",
            "years.2026.rests[1].first: expected a day such as 2026-01-31, found '16/2'",
        ),
        (
            FIXED + "[[years.2026.rests]]\nname = 'x'\nfirst = 2027-02-04",
            "years.2026.rests[1].first: 2027-02-04 doesn't lie in the year 2026",
        ),
        (
            FIXED + "[[years.2026.rests]]\nname = 'x'\nfirst = 2026-02-16\nlast = 2026-02-15",
            "years.2026.rests[1].last: expected 2026-02-16 or one",
        ),
        (
            FIXED + "[[years.2026.rests]]\nname = 'x'\nfirst = 2026-02-16\nlast = 2026-12-20",
            "years.2026.rests[1].last: expected 2026-02-16 or one",
        ),
        (FIXED + "[[years.2026.rests]]\nfirst = 2026-02-16", "years.2026.rests[1].name: is missing"),
        (
            FIXED + "[[years.2026.swaps]]\nname = 'x'\nrest = 2026-01-03\nwork = 2026-01-10",
            "years.2026.swaps[1].rest: expected a day from Monday",
        ),
        (
            FIXED + "[[years.2026.swaps]]\nname = 'x'\nrest = 2026-01-02\nwork = 2026-01-12",
            "years.2026.swaps[1].work: expected a Saturday or Sunday",
        ),
        (FIXED + "[[years.2026.swaps]]\nname = 'x'\nrest = 2026-01-02", "years.2026.swaps[1].work: is missing"),
        (
            FIXED + "[[years.2026.in_lieu]]\nholiday = 2026-04-27\nday = 2026-04-28",
            "years.2026.in_lieu[1].holiday: expected a Saturday or Sunday",
        ),
        (FIXED + "[[years.2026.in_lieu]]\nholiday = 2026-04-26\nday = 2026-05-02", "years.2026.in_lieu[1].day: expected a day from Monday"),
        (
            FIXED
            + "[[years.2026.rests]]\nname = 'x'\nfirst = 2026-02-16\n[[years.2026.rests]]\nname = 'x'\nfirst = 2026-02-15\nlast = 2026-02-17",
            "years.2026: 2026-02-16 is listed as a day off 2 times",
        ),
        (
            FIXED
            + "[[years.2026.rests]]\nname = 'x'\nfirst = 2026-01-10\n[[years.2026.swaps]]\nname = 'x'\nrest = 2026-01-02\nwork = 2026-01-10",
            "years.2026: 2026-01-10 is listed both as a day off and as worked",
        ),
    ],
)
def test_every_fault_is_named(text: str, fault: str) -> None:
    """A fault of a holiday file is told once, with its dotted path behind the file's name."""
    with pytest.raises(ConfigError) as raised:
        holidays(text)
    assert [p for p in raised.value.problems if p.startswith(f"holidays.toml: {fault}")] == list(raised.value.problems)
    assert len(raised.value.problems) == 1


def test_all_faults_are_told_at_once() -> None:
    """A file with three faults tells of three."""
    with pytest.raises(ConfigError) as raised:
        holidays('[[fixed]]\nname = ""\nday = "13-01"\n[years.x]\n')
    assert len(raised.value.problems) == 3


@given(st.dates(date(2, 1, 1), date(9998, 12, 1)))
def test_any_day_of_any_year_has_an_answer(day: date) -> None:
    """The first working day after a day works, is within a fortnight, and every day between doesn't work."""
    first = SHIPPED.first_working_day(day)
    assert SHIPPED.is_working(first)
    assert day < first <= day + timedelta(14)
    assert SHIPPED.working_days(day + timedelta(1), first) == 1


@given(st.dates(date(2023, 1, 1), date(2032, 1, 1)), st.integers(0, 90), st.integers(0, 90))
def test_working_days_add_up(first: date, near: int, far: int) -> None:
    """The working days of two spans that meet are those of the whole."""
    middle = first + timedelta(near)
    last = middle + timedelta(1 + far)
    whole = SHIPPED.working_days(first, last)
    assert SHIPPED.working_days(first, middle) + SHIPPED.working_days(middle + timedelta(1), last) == whole


@given(st.dates(date(2023, 1, 1), date(2032, 1, 1)), st.integers(0, 400))
def test_rests_hold_every_weekday_off(first: date, days: int) -> None:
    """Rests lie in order within the span, apart from each other, without a working day, and no weekday off is outside them."""
    last = first + timedelta(days)
    rests = SHIPPED.rests(first, last)
    covered = [day for rest in rests for day in days_of(rest.first, rest.last)]
    assert covered == sorted(set(covered))
    assert all(first <= day <= last and not SHIPPED.is_working(day) for day in covered)
    assert all(day in covered for day in days_of(first, last) if day.weekday() < 5 and not SHIPPED.is_working(day))


@given(st.sets(st.dates(date(2023, 1, 2), date(2023, 12, 1)).map(lambda d: f"{d:%m-%d}"), min_size=1, max_size=12), st.integers(2020, 2040))
def test_no_holiday_is_lost_on_a_weekend(days: set[str], year: int) -> None:
    """A year has as many weekdays off as holidays, whatever they fall on."""
    found = holidays("".join(f'[[fixed]]\nname = "x"\nday = "{day}"\n' for day in days))
    assert len(odd_days(found, year).split()) - 1 == len(days)
