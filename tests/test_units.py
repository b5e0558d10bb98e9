"""`newswatch units`: all units in one table, sorted, filtered and ranked by what is sure."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from command import newswatch
from office import PAR_BODY, PAR_TITLE
from openpyxl import load_workbook
from portal import Portal, profile_toml

from newswatch.core.model import LOCAL

UNITS = {
    "dong": ("Đông", "Huế", dict.fromkeys(range(1, 11), 4) | {11: 1}),
    "tay": ("Tây", "Huế", dict.fromkeys(range(1, 11), 4) | {11: 3}),
    "nam": ("Nam", "Đà Nẵng", dict.fromkeys(range(1, 8), 4) | {8: 2, 9: 1, 10: 1}),
    "bac": ("Bắc", "Đà Nẵng", None),
}
"""The names, provinces and items by month of four communes; nobody ever came to the last one's portal."""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with four communes, each watching a portal of its own, whose year was looked at but for one of them."""
    folder = tmp_path_factory.mktemp("country")
    with ExitStack() as stack:
        portals = {key: stack.enter_context(Portal()) for key in UNITS}
        rows = [_row(key, portals[key]) for key in UNITS]
        (folder / "units.csv").write_text("\n".join((HEAD, *rows)), encoding="utf-8")
        (folder / "config.toml").write_text('units_file = "units.csv"\n[fetch]\npace_seconds = 0\nretries = 0\n', encoding="utf-8")
        for key, (_, _, items) in UNITS.items():
            _publish(portals[key], items)
        stack.enter_context(time_machine.travel(datetime(2026, 11, 20, 8, tzinfo=LOCAL)))
        done = newswatch("backfill", "--since", "2026-01-01", cwd=folder)
        assert done.returncode in (0, 3), done.stderr
        yield folder


PROFILE = tomllib.loads(profile_toml())
HEAD = ";".join(("id;name;kind;province;rules;broadcasts;source.id;source.kind;source.url", *(f"source.profile.{key}" for key in PROFILE)))


def _row(key: str, portal: Portal) -> str:
    name, province, _ = UNITS[key]
    profile = [";".join(value) if isinstance(value, list) else value for value in PROFILE.values()]
    cells = (key, name, "xã", province, "quang-dien-2614", "unwatched", "site", "listing", portal.listing_url, *profile)
    return ";".join(f'"{cell}"' for cell in cells)


def _publish(portal: Portal, items: dict[int, int] | None) -> None:
    if items is None:
        portal.goes_down()
        return
    portal.per_page = 100
    days = [f"2026-{month:02d}-{3 + 5 * n:02d} 08:00" for month, count in items.items() for n in range(count)]
    for number, day in enumerate(days, 1):
        portal.article(number, title=PAR_TITLE.format(n=number), date=day, body=PAR_BODY.format(n=number))
    for number, day in enumerate(("2025-11-05 08:00", "2025-10-01 08:00"), 900):
        portal.article(number, title=f"Hội làng năm trước {number}", date=day)


def told(country: Path, *words: str) -> list[dict[str, Any]]:
    """The lines of the table as JSON."""
    done = newswatch("units", "--json", *words, cwd=country)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["units"]
    return found


def names(country: Path, *words: str) -> list[str]:
    """The ids in the order of the table."""
    return [line["unit"] for line in told(country, *words)]


def test_score_ranks_what_is_sure_and_ties_share_a_rank(country: Path) -> None:
    """Two communes of two points are both first, the next is third, and one that nobody could look at has no rank, though it may have all points."""
    assert [(line["unit"], line["rank"], line["score"]) for line in told(country)] == [
        ("dong", 1, "2"),
        ("tay", 1, "2"),
        ("nam", 3, "0"),
        ("bac", None, None),
    ]
    assert told(country)[3]["range"] == {"low": "0", "high": "2"}


def test_a_line_tells_month_year_trend_and_the_last_good_look(country: Path) -> None:
    """What nobody could see is no fall and no zero: it has no trend, no last good look, and is said to be unknown."""
    lines = {line["unit"]: line for line in told(country)}
    assert lines["tay"]["month"] == {"counted": 3, "short": 1, "state": "open", "looked_at": True, "sure": True}
    assert lines["bac"]["month"] == {"counted": 0, "short": 4, "state": "open", "looked_at": False, "sure": False}
    assert [(lines[key]["counted"], lines[key]["trend"]) for key in UNITS] == [(41, "steady"), (43, "steady"), (32, "down"), (0, None)]
    assert [lines[key]["months"]["unknown"] for key in UNITS] == [0, 0, 0, 10]
    assert [bool(lines[key]["last_good"]) for key in UNITS] == [True, True, True, False]


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (("--sort", "month"), ["tay", "dong", "nam", "bac"]),
        (("--sort", "year"), ["tay", "dong", "nam", "bac"]),
        (("--sort", "year", "--reverse"), ["bac", "nam", "dong", "tay"]),
        (("--sort", "month", "--reverse"), ["nam", "dong", "tay", "bac"]),
        (("--sort", "score", "--reverse"), ["nam", "tay", "dong", "bac"]),
        (("--sort", "trend", "--reverse"), ["nam", "tay", "dong", "bac"]),
        (("--sort", "name"), ["bac", "dong", "nam", "tay"]),
        (("--sort", "province"), ["bac", "nam", "dong", "tay"]),
        (("--sort", "trend"), ["dong", "tay", "nam", "bac"]),
        (("--sort", "last-good", "--top", "1"), ["bac"]),
        (("--sort", "waiting", "--top", "2"), ["bac", "dong"]),
        (("--province", "da nang"), ["nam", "bac"]),
        (("--name", "ĐÔNG"), ["dong"]),
        (("--kind", "phường"), []),
        (("--kind", "XA", "--top", "1"), ["dong"]),
        (("--state", "open", "--month", "2026-12"), []),
        (("--state", "short", "--month", "2026-09"), ["nam"]),
        (("--state", "unknown", "--month", "2026-03"), ["bac"]),
        (("--waiting",), []),
        (("--unread", "2"), ["bac"]),
    ],
    ids=lambda words: " ".join(words),
)
def test_sorting_and_filtering(country: Path, words: tuple[str, ...], order: list[str]) -> None:
    """Each option sorts or picks by what it names, with or without marks and capitals; equal ones stand by name."""
    assert names(country, *words) == order


def test_ranks_are_those_among_the_units_picked(country: Path) -> None:
    """Within a province its best unit is first; a list cut short keeps the ranks of the whole one."""
    assert [line["rank"] for line in told(country, "--province", "Đà Nẵng")] == [1, None]
    assert [line["rank"] for line in told(country, "--top", "3")] == [1, 1, 3]
    assert [line["rank"] for line in told(country, "--sort", "name")] == [None] * 4


def test_the_text_says_how_it_is_ranked_and_what_was_not_seen(country: Path) -> None:
    """The table for people is Vietnamese, marks counts of days that nobody saw, and says how ties, missing ranks and the trend are meant."""
    text = newswatch("units", "--sort", "year", cwd=country).stdout
    lines = text.splitlines()
    assert lines[0].split("  ")[0] == "Hạng"
    assert "Tháng 11/2026" in lines[0]
    assert "thấy 0/4, chưa xem đủ" in lines[4]
    assert "từ 0 đến 2 điểm" in lines[4]
    assert "3/4 đang trong tháng" in lines[1]
    assert "đồng hạng" in text
    assert "4 đơn vị còn tháng chưa rõ" in text
    assert "Xu hướng" in text


def test_the_workbook_holds_figures(country: Path, tmp_path: Path) -> None:
    """Counts and points are numbers and moments are dates, a row a unit below the notes and the head."""
    done = newswatch("units", "--xlsx", tmp_path / "u.xlsx", cwd=country)
    assert (done.returncode, done.stdout) == (0, "")
    sheet = load_workbook(BytesIO((tmp_path / "u.xlsx").read_bytes())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "Hạng")
    first, last = rows[head + 1], rows[head + 4]
    assert first[:7] == (1, "dong", "Xã Đông", "Huế", 1, "đang trong tháng", 41)
    assert (first[11], first[17]) == (2, datetime(2026, 11, 20, 8, tzinfo=LOCAL).replace(tzinfo=None))
    assert (last[1], last[0], last[11], last[17]) == ("bac", None, None, "chưa lần nào")
    assert (rows[head][7], last[6], last[7]) == ("Số cả năm là", 0, "ít nhất")


def test_the_workbook_prints_on_pages_as_wide_as_the_table(country: Path, tmp_path: Path) -> None:
    """All columns stand on one landscape page, and the head stands on each page."""
    newswatch("units", "--xlsx", tmp_path / "u.xlsx", cwd=country)
    sheet = load_workbook(BytesIO((tmp_path / "u.xlsx").read_bytes())).active
    assert sheet is not None
    head = next(n for n, row in enumerate(sheet.iter_rows(values_only=True), start=1) if row[0] == "Hạng")
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, fitted.fitToPage) == ("landscape", 1, True)
    assert sheet.print_title_rows == f"${head}:${head}"


def test_a_year_that_ended_is_told_of_by_its_last_month(country: Path) -> None:
    """For a past year the month is December, or the one that is named."""
    assert "Tháng 12/2025" in newswatch("units", "--year", "2025", cwd=country).stdout
    assert "Tháng 03/2026" in newswatch("units", "--month", "2026-03", cwd=country).stdout


def test_a_month_to_come_has_no_figures_and_no_rank(country: Path, tmp_path: Path) -> None:
    """Of a month or year that has not begun only that is said, be the portal read or not: no count, no look, no rank, in table, JSON, workbook."""
    for words in (
        ("--month", "2027-01", "--sort", "month"),
        ("--month", "2026-12", "--sort", "month"),
        ("--year", "2027", "--sort", "year"),
    ):
        for line in told(country, *words):
            assert line["month"] == {"counted": None, "short": None, "state": "to_come", "looked_at": False, "sure": False}
            assert line["rank"] is None
    text = newswatch("units", "--year", "2027", "--sort", "year", cwd=country).stdout
    assert "Tháng 01/2027" in text
    assert (text.count("chưa tới"), "0/4" in text, " 0 " in text, "ít nhất" in text) == (4, False, False, False)
    assert {line["counted"] for line in told(country, "--year", "2027")} == {None}
    newswatch("units", "--year", "2027", "--xlsx", tmp_path / "u.xlsx", cwd=country)
    sheet = load_workbook(BytesIO((tmp_path / "u.xlsx").read_bytes())).active
    assert sheet is not None
    row = list(sheet.iter_rows(values_only=True))[-1]
    assert (row[0], row[4], row[5], row[6], row[7]) == (None, None, "chưa tới", None, None)


def test_a_month_whose_days_were_not_all_seen_has_no_rank(country: Path) -> None:
    """A month that met its quota on days of which not all were seen may hold more: it is no sure place, nor is its year, and the year says so."""
    assert [line["rank"] for line in told(country, "--month", "2026-09", "--sort", "month")] == [1, 1, 3, None]
    assert {(line["month"]["sure"], line["rank"]) for line in told(country, "--month", "2026-01", "--sort", "month")} == {(False, None)}
    assert {(line["sure"], line["rank"]) for line in told(country, "--sort", "year")} == {(False, None)}
    assert "ít nhất 43" in newswatch("units", cwd=country).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "huyện"), "xã, phường, thị trấn, đặc khu"),
        (("--month", "2025-01", "--year", "2026"), "2026-01 to 2026-12"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_what_names_nothing_is_refused(country: Path, words: tuple[str, ...], said: str) -> None:
    """A kind that is none, and a month of another year than the one asked for, are errors that name what there is."""
    done = newswatch("units", *words, cwd=country)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
